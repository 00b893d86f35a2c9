"""From overlapping spans to a flat run of opening tags, words and closing tags.

Quotes, mentions, cues, narrator's clauses and entities overlap freely; HTML elements must
nest. A span that would cross another is closed and opened again, so that every character
is written once and the words on the page are the words of the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quoteminer.models import Article

Layer = Literal["paragraph", "quote", "incise", "mention", "entity", "cue"]
_ORDER: dict[Layer, int] = {
    "paragraph": 0, "quote": 1, "incise": 2, "mention": 3, "entity": 4, "cue": 5,
}  # fmt: skip

# Browsers stop nesting at 512 elements; nobody reads that many marks inside one another.
MAX_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text to mark: [start, end), and what it refers to.

    `refs` are indices: of quotes for quotes, incises, mentions and cues, of the entity
    for entities, of the paragraph for paragraphs. `last` is false where the stretch goes
    on in the next paragraph.
    """

    start: int
    end: int
    layer: Layer
    refs: tuple[int, ...]
    last: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """One step of writing the text: open or close a stretch, or write words.

    `whole` is false for the pieces of a stretch that goes on after this closing tag (or
    began before this opening tag).
    """

    what: Literal["open", "close", "words"]
    stretch: Stretch | None = None
    words: str = ""
    whole: bool = True


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield [start, end) of each line that holds words.

    >>> list(paragraphs("Un.\n\nDeux."))
    [(0, 3), (5, 10)]
    """
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def stretches(article: Article) -> list[Stretch]:
    """Return everything to mark in an article, outer stretches first, cut at paragraphs."""
    lines = list(paragraphs(article.text))
    found: list[Stretch] = []
    shared: dict[tuple[int, int, Layer], list[int]] = {}
    for number, quote in enumerate(article.quotes):
        found.append(Stretch(quote.outer_start, quote.outer_end, "quote", (number,)))
        found += [Stretch(s, e, "incise", (number,)) for s, e in quote.incises]
        # one «a-t-elle dit» may attribute several quotes: one underline, all their numbers
        if quote.mention is not None:
            shared.setdefault((quote.mention.start, quote.mention.end, "mention"), []).append(
                number
            )
        if quote.cue is not None:
            shared.setdefault((quote.cue.start, quote.cue.end, "cue"), []).append(number)
    found += [Stretch(s, e, layer, tuple(refs)) for (s, e, layer), refs in shared.items()]
    found += [Stretch(e.start, e.end, "entity", (i,)) for i, e in enumerate(article.entities)]
    cut = [Stretch(s, e, "paragraph", (i,)) for i, (s, e) in enumerate(lines)]
    starts = [start for start, _ in lines]
    for one in found:
        at = max(0, bisect_right(starts, one.start) - 1)
        while at < len(lines) and lines[at][0] < one.end:
            start, end = max(one.start, lines[at][0]), min(one.end, lines[at][1])
            if start < end:
                cut.append(Stretch(start, end, one.layer, one.refs, last=end == one.end))
            at += 1
    return sorted(cut, key=lambda s: (s.start, -s.end, _ORDER[s.layer]))


def tokens(text: str, marked: list[Stretch]) -> Iterator[Token]:
    """Yield the text with its stretches as properly nested tokens.

    `marked` is sorted by start, longer first. Line breaks between paragraphs are left out.
    """
    stack: list[Stretch] = []
    waiting = iter([*marked, None])
    upcoming = next(waiting)
    at = 0
    while True:
        stop = min((s.end for s in stack), default=len(text))
        if upcoming is not None and upcoming.start < stop:
            stop = upcoming.start
        if stop > at:
            words = text[at:stop]
            if stack or words.strip():
                yield Token("words", words=words)
            at = stop
        # close what ends here, and reopen what it cuts through
        if any(s.end <= at for s in stack):
            lowest = next(i for i, s in enumerate(stack) if s.end <= at)
            cut, stack = stack[lowest:], stack[:lowest]
            for one in reversed(cut):
                yield Token("close", one, whole=one.end <= at)
            for one in cut:
                if one.end > at:
                    stack.append(one)
                    yield Token("open", one, whole=False)
        while upcoming is not None and upcoming.start <= at:
            if len(stack) < MAX_DEPTH:
                stack.append(upcoming)
                yield Token("open", upcoming)
            upcoming = next(waiting)
        if at >= len(text) and upcoming is None and not stack:
            return
