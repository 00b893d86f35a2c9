"""The narrator's sentences: cut with each quotation as one piece.

A quotation is never cut, however many sentences it holds; whether the narrator's
sentence goes on after it depends on what follows: «Oui.» Elle part. (two sentences),
«Oui», dit-elle. «Quoi?» demande-t-il. (one).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from quoteminer.lexicon.nouns import human_noun
from quoteminer.marks import Stretch
from quoteminer.text import Paragraph

# In the masked text a quotation is a run of \x01, its last character \x02 where the
# quoted words end a sentence themselves. Runs are bounded: an endless one (a dotted line)
# would be tried from each of its stops.
_BOUNDARY = re.compile(
    r"(?:[.!?…]{1,8}[)\]]{0,4}|\x02[.!?…]{0,8}|\x01[.!?…]{1,8})\s+(?=[A-ZÀ-ÖØ-ÞŒ\x01\x02\d(\[–—-])"
    r"|(?<=[a-zà-öø-ÿ)\x01\x02][.!?])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'])"  # …réunis.Les députés
)
# No sentence of the press holds as many quotations or as many characters beside them: what
# does is a list or debris, and is cut, so that time grows with the length and no faster.
MAX_QUOTES = 32
MAX_NARRATION = 1_200
# A full stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\x01'-])(?:MM?|Mm?es?|Mlles?|Me|Drs?|Pr|Prof|Mgr|Sts?|Stes?|Gén|Col|Cdt|Lt"
    r"|art|al|av|bd|cf|chap|env|éd|ex|fig|hab|n|no|p|pp|vol|vs|Jr|Sr|[A-ZÉ](?:\.-?[A-ZÉ])*"
    r"|[A-Z][hft])$"
)


# The line under a quotation set apart that says whose it is: «Anne Roy, maire de Brest».
_SIGNATURE = re.compile(
    r"(?:(?:MM?\.|Mmes?|Mes?|Drs?) )?[A-ZÀ-Þ][\w'-]*"
    r"(?: (?:d[eu]s?|d'|l[ae]|van|von|ben|el|al|[A-ZÀ-Þ][\w'.-]*)){1,4}(?:(?:, | \()[^.!?«»\"“”:;]*)?"
)
_UNNAMED = re.compile(r"(?:Une?|Des|L'une?|Plusieurs) [^.!?«»\"“”:;,]+")
_LONGEST_SIGNATURE = 100


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the narrator (`parent` None) or of the words inside a quotation.

    `quotes` are the indexes of the stretches that are pieces of it, in order; `start`
    and `end` are offsets into the text, `end` exclusive.
    """

    start: int
    end: int
    paragraph: int
    quotes: tuple[int, ...]
    parent: int | None = None


def split_sentences(
    folded: str, paragraphs: list[Paragraph], stretches: list[Stretch]
) -> list[Sentence]:
    """Return the sentences of every paragraph and of every quotation that holds others.

    >>> from quoteminer.marks import find_stretches
    >>> text = "«Oui. Bien sûr», dit-elle. «Non.» Il part."
    >>> found = split_sentences(text, [Paragraph(0, len(text))],
    ...                         find_stretches(text, text, [Paragraph(0, len(text))]))
    >>> [text[s.start:s.end] for s in found]
    ['«Oui. Bien sûr», dit-elle.', '«Non.»', 'Il part.']
    """
    children: dict[int | None, list[int]] = {}
    for index, stretch in enumerate(stretches):
        children.setdefault(stretch.parent, []).append(index)
    found: list[Sentence] = []
    top = children.pop(None, [])
    masked = _mask(folded, stretches, top)
    at = 0
    for number, (start, end) in enumerate(paragraphs):
        if found and _signs(folded, found[-1], stretches, start, end):
            last = found[-1]
            found[-1] = Sentence(last.start, end, last.paragraph, last.quotes)
            continue
        inside = []
        while at < len(top) and stretches[top[at]].outer_start < end:
            inside.append(top[at])
            at += 1
        _cut(masked, start, end, number, inside, stretches, None, found)
    for parent, inner in children.items():
        assert parent is not None
        stretch = stretches[parent]
        base = stretch.start
        piece = folded[base : stretch.end]
        _cut(
            _mask(piece, stretches, inner, base),
            base,
            stretch.end,
            stretch.paragraph,
            inner,
            stretches,
            parent,
            found,
            base,
        )
    return found


def _signs(folded: str, before: Sentence, stretches: list[Stretch], start: int, end: int) -> bool:
    """Whether a paragraph names the speaker of the quotation that is the paragraph before."""
    if len(before.quotes) != 1 or end - start > _LONGEST_SIGNATURE:
        return False
    quote = stretches[before.quotes[0]]
    if (quote.outer_start, quote.outer_end) != (before.start, before.end):
        return False
    line = folded[start:end].strip(" -–—")
    if _SIGNATURE.fullmatch(line):
        return True
    words = line.lower().replace("'", "' ").split()
    return bool(_UNNAMED.fullmatch(line)) and any(human_noun(w) for w in words[1:4])


def _mask(folded: str, stretches: list[Stretch], indexes: list[int], base: int = 0) -> str:
    parts = []
    at = 0
    for index in indexes:
        stretch = stretches[index]
        start, end = stretch.outer_start - base, stretch.outer_end - base
        parts.append(folded[at:start])
        ends = folded[stretch.end - 1 - base] in ".!?…"
        parts.append("\x01" * (end - start - 1) + ("\x02" if ends else "\x01"))
        at = end
    parts.append(folded[at:])
    return "".join(parts)


def _cut(
    masked: str,
    start: int,
    end: int,
    paragraph: int,
    inside: list[int],
    stretches: list[Stretch],
    parent: int | None,
    found: list[Sentence],
    base: int = 0,
) -> None:
    cuts = [start]
    for match in _BOUNDARY.finditer(masked, start - base, end - base):
        stop = match.group()
        if stop.startswith("."):
            before = masked[max(start - base, match.start() - 12) : match.start()]
            if _ABBREVIATION.search(before):
                continue
        cuts.append(match.end() + base)
    starts = [stretches[i].outer_start for i in inside]
    if inside and end - start > min(MAX_QUOTES, MAX_NARRATION):
        bounds = [(stretches[i].outer_start, stretches[i].outer_end) for i in inside]
        cuts = _bounded(cuts, end, masked, bounds, base)
    for number, cut in enumerate(cuts):
        stop_at = cuts[number + 1] if number + 1 < len(cuts) else end
        # A quotation may run on past its paragraph: the sentence it opens goes with it.
        quotes = tuple(inside[bisect_right(starts, cut - 1) : bisect_right(starts, stop_at - 1)])
        if quotes:
            stop_at = max(stop_at, stretches[quotes[-1]].outer_end)
        while stop_at > cut and masked[stop_at - 1 - base : stop_at - base] == " ":
            stop_at -= 1
        if cut < stop_at:
            found.append(Sentence(cut, stop_at, paragraph, quotes, parent))


def _bounded(
    cuts: list[int], end: int, masked: str, quotes: list[tuple[int, int]], base: int
) -> list[int]:
    """Cut sentences without end further: before a quotation, else after a space outside them.

    `quotes` are the outer bounds of the quotations that the sentences hold.
    """
    found: list[int] = []
    number = 0
    for cut, stop in zip(cuts, [*cuts[1:], end], strict=True):
        found.append(cut)
        place, held, narrated = cut, 0, 0
        while place < stop:
            quote = quotes[number] if number < len(quotes) and quotes[number][0] < stop else None
            until = quote[0] if quote else stop
            while narrated + until - place > MAX_NARRATION:
                limit = place + MAX_NARRATION - narrated
                after_space = masked.rfind(" ", place - base, limit - base) + 1 + base
                place = after_space if after_space > place else limit
                found.append(place)
                held = narrated = 0
            narrated += max(0, until - place)
            place = max(place, until)
            if quote is not None:
                if held == MAX_QUOTES:
                    found.append(place)
                    held = narrated = 0
                held += 1
                number += 1
                place = max(place, quote[1])
    return found
