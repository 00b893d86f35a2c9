"""What small networks read from the vectors around quotations, phrases and possible cues.

The rules see tags and words of a lexicon; the model's vectors in context have seen what kind of
sentence it is. One network reads the words around the marks (said, partly said, not
said), one those around a phrase (is it whom somebody's words are given to?), one those around
a possible cue (does it report?). Fitted by `scripts/fit_weights.py`; without vectors
nothing is read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from quoteminer.attribution.cues import CueCandidate
from quoteminer.attribution.parse import Parsed
from quoteminer.lexicon.cues import CueEntry
from quoteminer.marks import Stretch
from quoteminer.perceptron import WIDTH, Floats, Perceptron, perceptron, step
from quoteminer.phrases import Phrase
from quoteminer.skeleton import Item
from quoteminer.tokens import Tokens

KINDS = ("direct", "mixed", "scare")  # what is read of a quotation, in the order of the classes
Window = list[int]  # tokens, some of which may lie outside the text


class Networks(NamedTuple):
    """The three networks."""

    quotation: Perceptron
    phrase: Perceptron
    cue: Perceptron


@cache
def networks() -> Networks | None:
    """Return the networks of the package, or None where it has none."""
    found = [perceptron(f"reading_{name}") for name in Networks._fields]
    known = [network for network in found if network is not None]
    return Networks(*known) if len(known) == len(found) else None


def quotation_window(stretch: Stretch, tokens: Tokens) -> Window:
    """The tokens at the marks: the mark, three outside and two within, at either end."""
    first = bisect_right(tokens.ends, stretch.outer_start)
    last = bisect_left(tokens.starts, stretch.outer_end) - 1
    return [*range(first - 3, first + 3), *range(last - 2, last + 4)]


def quotation_rows(windows: Sequence[Window], vectors: Floats) -> Floats:
    """Return the vectors at the marks, the mean of those between them, and how many those are."""
    between = np.zeros((len(windows), WIDTH + 1), np.float32)
    for row, window in zip(between, windows, strict=True):
        inner = vectors[window[4] : window[7] + 1]  # from the token after the one mark
        if len(inner):
            row[:WIDTH] = inner.mean(axis=0)
            row[WIDTH] = np.log1p(len(inner))
    return np.hstack([rows(windows, vectors), between])


def phrase_window(phrase: Phrase, items: list[Item], tokens: Tokens) -> Window:
    """The first, head and last token of a phrase, three before it and three after it."""
    first = bisect_right(tokens.ends, items[phrase.start].start)
    head = bisect_right(tokens.ends, items[phrase.head].start)
    last = bisect_right(tokens.ends, items[phrase.end - 1].end - 1)
    return [*range(first - 3, first + 1), head, *range(last, last + 4)]


def cue_window(cue: CueCandidate, items: list[Item], tokens: Tokens) -> Window:
    """The head of a possible cue, four tokens before it and four after it."""
    head = bisect_right(tokens.ends, items[cue.head].start)
    return list(range(head - 4, head + 5))


def rows(windows: Sequence[Window], vectors: Floats) -> Floats:
    """Return the vectors of each window's tokens, side by side."""
    at = np.array(windows)
    within = np.clip(at, 0, len(vectors) - 1)
    found: Floats = vectors[within]
    found[at != within] = 0  # outside the text there is nothing
    return found.reshape(len(windows), -1)


def clauses_of(parsed: Iterable[Parsed]) -> Iterator[Parsed]:
    """Every clause: those of the narrator's text, and those between marks."""
    for one in parsed:
        yield one
        yield from one.inside.values()


def read(
    parsed: Sequence[Parsed],
    stretches: Sequence[Stretch],
    tokens: Tokens,
    by: Networks | None,
    own: Collection[CueEntry] = (),
) -> None:
    """Note on every quotation, phrase and possible cue what the networks read of it.

    Cues of the entries `own` are left unread: nobody's words were ever seen with the user's.
    """
    vectors = tokens.vectors
    if by is None or vectors is None or vectors.shape != (len(tokens.starts), WIDTH):
        return
    clauses = list(clauses_of(parsed))
    slots = [(one, quote) for one in parsed for quote in one.skeleton.slots]
    around = [quotation_window(stretches[quote], tokens) for _, quote in slots]
    odds = chances(by.quotation, around, vectors, quotation_rows)
    for (one, quote), row in zip(slots, odds, strict=True):
        one.read[quote] = tuple(step(chance) for chance in row)
    phrases = [(p, one.skeleton.items) for one in clauses for p in one.phrases]
    odds = chances(by.phrase, [phrase_window(p, items, tokens) for p, items in phrases], vectors)
    for (phrase, _), row in zip(phrases, odds, strict=True):
        phrase.read = step(row[1])
    cues = [(c, one.skeleton.items) for one in clauses for c in one.cues if c.entry not in own]
    odds = chances(by.cue, [cue_window(c, items, tokens) for c, items in cues], vectors)
    for (cue, _), row in zip(cues, odds, strict=True):
        cue.read = step(row[1])


def chances(
    by: Perceptron,
    windows: Sequence[Window],
    vectors: Floats,
    rows_of: Callable[[Sequence[Window], Floats], Floats] = rows,
) -> list[list[float]]:
    """Return the chance of each class for each window."""
    found: list[list[float]] = by(rows_of(windows, vectors)).tolist() if windows else []
    return found
