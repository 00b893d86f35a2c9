"""What a small network, fitted on the press, reads from the model's word vectors in context.

The model's `ner` takes its decisions as it learned to on an encyclopedia. The vectors it
takes them from know more than its decisions show. Here each word that may belong to a name
is read anew, from its vector and those of the words around it: may it be the first word of a
person's name, a further word of one, and so on for places and organisations. The chances,
cut into steps, are one more kind of evidence (`evidence.reading`). Fitted by
`scripts/fit_entities.py`; without vectors nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from quoteminer.perceptron import WIDTH, Floats, perceptron, step

if TYPE_CHECKING:
    from quoteminer.entities.pieces import Piece

NONE = 0
FIRST = {"PER": 1, "LOC": 3, "ORG": 5}
FURTHER = {"PER": 2, "LOC": 4, "ORG": 6}
INSIDE = 7  # a further word of whatever name
CLASSES = 7
STEPS = (0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)  # chances are cut here
WINDOW = 2  # words read on either side
Steps = tuple[int, ...]


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
        tuple([step(chance, STEPS) for chance in row]) for row in np.hstack([odds, inside]).tolist()
    ]


def read(
    pieces: Sequence[Piece],
    spans: Mapping[int, Iterable[int]],
    starts: Sequence[int],
    vectors: Floats | None,
) -> list[Steps | None]:
    """Return what each piece that may belong to a name is read as; nothing without vectors."""
    net = perceptron("entities_reading")
    found: list[Steps | None] = [None] * len(pieces)
    chosen = words_of(spans, len(pieces))
    if net is None or vectors is None or vectors.shape != (len(starts), WIDTH) or not chosen:
        return found
    odds = net(windows(pieces, chosen, starts, vectors))
    for k, steps in zip(chosen, steps_of(odds), strict=True):
        found[k] = steps
    return found
