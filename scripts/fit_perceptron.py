"""Fit the small networks that read the model's vectors (`quoteminer/perceptron.py`).

Used by `fit_entities.py` and `fit_weights.py`, which say what is read.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from quoteminer.perceptron import Floats, Perceptron

WEIGHTS = Path(__file__).parent.parent / "src" / "quoteminer" / "data_weights"
BATCH = 256


def fit_perceptron(
    x: Floats,
    y: npt.NDArray[np.int64],
    classes: int,
    *,
    hidden: int,
    rounds: int,
    dropped: float,
) -> Perceptron:
    """Fit a network to rows and their classes, by small steps with momentum (Adam).

    `rounds` are the passes over the rows, `dropped` the share of the units left out of each
    step.
    """
    mean, spread = x.mean(0), x.std(0) + 1e-3
    x = (x - mean) / spread
    chance = np.random.default_rng(0)
    size, width = x.shape
    parts = [
        chance.normal(0, np.sqrt(2 / width), (width, hidden)).astype("float32"),
        np.zeros(hidden, "float32"),
        chance.normal(0, np.sqrt(1 / hidden), (hidden, classes)).astype("float32"),
        np.zeros(classes, "float32"),
    ]
    inner, bias, out, out_bias = parts
    speed = [np.zeros_like(p) for p in parts]
    square = [np.zeros_like(p) for p in parts]
    each = size // BATCH + 1
    step, steps = 0, rounds * each
    for _ in range(rounds):
        order = chance.permutation(size)
        for at in range(0, size, BATCH):
            rows = order[at : at + BATCH]
            seen = x[rows]
            raw = seen @ inner + bias
            kept = (chance.random(raw.shape, dtype="float32") >= dropped) / np.float32(1 - dropped)
            kept = (kept * (raw > 0)).astype("float32")
            units = raw * kept
            scores = units @ out + out_bias
            scores -= scores.max(1, keepdims=True)
            wrong = np.exp(scores)
            wrong /= wrong.sum(1, keepdims=True)
            wrong[np.arange(len(rows)), y[rows]] -= 1
            wrong /= len(rows)
            back = (wrong @ out.T) * kept
            slopes = (seen.T @ back, back.sum(0), units.T @ wrong, wrong.sum(0))
            step += 1
            rate = 1e-3 * (1 - step / steps)
            for part, slope, v, q in zip(parts, slopes, speed, square, strict=True):
                v *= 0.9
                v += 0.1 * slope
                q *= 0.999
                q += 0.001 * slope * slope
                part -= rate / (1 - 0.9**step) * v / (np.sqrt(q / (1 - 0.999**step)) + 1e-8)
    # the scaling of the input goes into the weights
    scaled = (inner / spread[:, None]).astype("float32")
    return Perceptron(scaled, (bias - mean @ scaled).astype("float32"), out, out_bias)


def write_perceptron(name: str, net: Perceptron, reader: str, script: str) -> None:
    """Write a network to the package's data; `reader` is the module that reads with it."""
    lines = [
        f"# A network that reads the vectors in context ({reader}): a row a unit of the",
        f"# hidden layer, the last the bias of the classes. Fitted by scripts/{script}.",
    ]
    for unit in range(net.hidden.shape[1]):
        row = [*net.hidden[:, unit], net.bias[unit], *net.out[unit]]
        lines.append("\t".join(f"{w:.3f}" for w in row))
    lines.append("\t".join(f"{w:.3f}" for w in net.out_bias))
    (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
