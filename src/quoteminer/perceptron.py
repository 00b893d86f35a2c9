"""A small network of one hidden layer over the model's vectors in context, kept as a table.

The model's vectors know more than its own decisions show. What such a network, fitted on the
press, reads from them is cut into steps and counts as one observation beside those of
the rules, never as a decision.
"""

from __future__ import annotations

from bisect import bisect
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from quoteminer.threads import one_thread

Floats = npt.NDArray[np.float32]
STEPS = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)  # chances are cut here
WIDTH = 96  # of the model's vectors


class Perceptron:
    """One hidden layer from the vectors of a few words to the chance of each class."""

    def __init__(self, hidden: Floats, bias: Floats, out: Floats, out_bias: Floats) -> None:
        self.hidden, self.bias, self.out, self.out_bias = hidden, bias, out, out_bias

    def __call__(self, rows: Floats) -> Floats:
        """Return the chance of each class for each row."""
        with one_thread():
            scores = np.maximum(rows @ self.hidden + self.bias, 0) @ self.out + self.out_bias
        scores -= scores.max(axis=1, keepdims=True)
        odds: Floats = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        return odds


@cache
def perceptron(name: str) -> Perceptron | None:
    """Return the network of `data_weights/NAME.tsv`, or None where the package has none.

    A row of the file is a unit of the hidden layer: its weights from the words' vectors, its
    bias, its weights to the classes; the last row the bias of the classes.
    """
    path = resources.files("quoteminer") / "data_weights" / f"{name}.tsv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    rows = [
        np.array(line.split("\t"), dtype="float32")
        for line in text.splitlines()
        if line and not line.startswith("#")
    ]
    units, classes = np.stack(rows[:-1]), len(rows[-1])
    return Perceptron(
        np.ascontiguousarray(units[:, : -1 - classes].T),
        np.ascontiguousarray(units[:, -1 - classes]),
        np.ascontiguousarray(units[:, -classes:]),
        rows[-1],
    )


def step(chance: float, cuts: tuple[float, ...] = STEPS) -> int:
    """Return which of the steps a chance falls in.

    >>> step(0.01), step(0.99)
    (0, 9)
    """
    return bisect(cuts, chance)
