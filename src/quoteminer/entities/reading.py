"""What a small network, fitted on the press, reads from the model's word vectors in context.

The model's `ner` takes its decisions as it learned to on an encyclopedia. The vectors it
takes them from know more than its decisions show. Here each word that may belong to a name
is read anew, from its vector and those of the words around it: may it be the first word of a
person's name, a further word of one, and so on for places and organisations. The chances,
cut into steps, are one more kind of evidence (`evidence.reading`). Fitted by
`scripts/fit_entities.py`; without vectors nothing is read.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from quoteminer.threads import one_thread

if TYPE_CHECKING:
    from quoteminer.entities.pieces import Piece

Floats = npt.NDArray[np.float32]
NONE = 0
FIRST = {"PER": 1, "LOC": 3, "ORG": 5}
FURTHER = {"PER": 2, "LOC": 4, "ORG": 6}
INSIDE = 7  # a further word of whatever name
CLASSES = 7
STEPS = (0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)  # chances are cut here
WINDOW = 2  # words read on either side
WIDTH = 96  # of the model's vectors
Steps = tuple[int, ...]


class Network:
    """One hidden layer from the vectors of a word and its neighbours to the chance of each class."""

    def __init__(self, hidden: Floats, bias: Floats, out: Floats, out_bias: Floats) -> None:
        self.hidden, self.bias, self.out, self.out_bias = hidden, bias, out, out_bias

    def __call__(self, rows: Floats) -> Floats:
        """Return the chance of each class for each row."""
        scores = np.maximum(rows @ self.hidden + self.bias, 0) @ self.out + self.out_bias
        scores -= scores.max(axis=1, keepdims=True)
        odds: Floats = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        return odds


@cache
def network() -> Network | None:
    """Return the fitted network, or None where the package has none.

    A row of the file is a unit of the hidden layer: its weights from the window, its bias, its
    weights to the classes; the last row the bias of the classes.
    """
    path = resources.files("quoteminer") / "data_weights" / "entities_reading.tsv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    rows = [
        np.array(line.split("\t"), dtype="float32")
        for line in text.splitlines()
        if line and not line.startswith("#")
    ]
    units = np.stack(rows[:-1])
    return Network(
        np.ascontiguousarray(units[:, : -1 - CLASSES].T),
        np.ascontiguousarray(units[:, -1 - CLASSES]),
        np.ascontiguousarray(units[:, -CLASSES:]),
        rows[-1],
    )


def words_of(spans: Mapping[int, Iterable[int]], size: int) -> list[int]:
    """Return the pieces that lie in a candidate name, and the one after each."""
    found: set[int] = set()
    for i, ends in spans.items():
        found.update(range(i, min(size, max(ends) + 2)))
    return sorted(found)


def windows(
    pieces: Sequence[Piece], chosen: Sequence[int], starts: Sequence[int], vectors: Floats
) -> Floats:
    """Return the vectors of each chosen piece's window, side by side.

    `starts` are the offsets of the model's tokens, whose `vectors` are given.
    """
    size = len(starts)
    padded = np.zeros((size + 2 * WINDOW, WIDTH), np.float32)
    padded[WINDOW : WINDOW + size] = vectors
    tokens: Any = np.asarray(starts)
    first = np.searchsorted(tokens, [pieces[k].start for k in chosen], side="right") - 1
    last = np.searchsorted(tokens, [pieces[k].end - 1 for k in chosen], side="right") - 1
    columns = [padded[first + WINDOW + d] for d in range(-WINDOW, 1)]
    columns += [padded[last + WINDOW + d] for d in range(1, WINDOW + 1)]
    return np.hstack(columns)


def steps_of(odds: Floats) -> list[Steps]:
    """Return chances as steps, that of being inside a name of whatever kind added."""
    inside = odds[:, list(FURTHER.values())].sum(axis=1, keepdims=True)
    return [
        tuple([bisect(STEPS, chance) for chance in row])
        for row in np.hstack([odds, inside]).tolist()
    ]


def read(
    pieces: Sequence[Piece],
    spans: Mapping[int, Iterable[int]],
    starts: Sequence[int],
    vectors: Floats | None,
) -> list[Steps | None]:
    """Return what each piece that may belong to a name is read as; nothing without vectors."""
    net = network()
    found: list[Steps | None] = [None] * len(pieces)
    chosen = words_of(spans, len(pieces))
    if net is None or vectors is None or vectors.shape != (len(starts), WIDTH) or not chosen:
        return found
    with one_thread():
        odds = net(windows(pieces, chosen, starts, vectors))
    for k, steps in zip(chosen, steps_of(odds), strict=True):
        found[k] = steps
    return found
