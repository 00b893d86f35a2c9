"""Quotation marks to quoted stretches: pairing, nesting, reopened and missing marks.

Marks are paired paragraph by paragraph. Each mark is read in its surroundings (an
opening mark leans on the word after it, a closing one on the word before), and the
cheapest pairing of the whole paragraph wins, so that one stray mark does not turn
every following quotation inside out. The search keeps a handful of readings at
every mark, whatever the number of marks: its time is linear in their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from quoteminer.text import Paragraph

# Closing marks each opening mark accepts. The press mixes them: „so“ and „so”, ‘so'.
PAIRS: dict[str, str] = {
    "«": "»",
    "“": '”"“',
    "„": '“”"',
    "‟": "”",
    "‹": "›",
    '"': '"”“',
    "”": '"”',
    "‘": "’'",
    "'": "'’",
    "’": "’'",
    "+": "+",
    "‚": "‘’'",
    "<<": ">>",
}
SINGLE = "‘’'‚"
# Anything that may be a mark; apostrophes between two letters are left out at once.
_MARK = re.compile(
    '[«»“”„‟‹›"]'
    "|<<|>>"
    "|(?<![\\w])['‘’‚](?=\\w|…|\\.\\.\\.|\\[|¡|¿)"  # may open
    "|(?<=[\\w.!?…)\\]%])['’‘](?!\\w)"  # may close
    '|(?<![\\w+])\\+(?=[^\\W\\d_])|(?<=[^\\W\\d_])\\+(?![\\w+])|(?<=[.!?…])\\+(?=[\\s,;.»"”])'
)
BEAM = 8
_UNPAIRED = 3.0
# Nobody quotes a quotation of a quotation of … as deep as this: what lies deeper is left out.
# Each level holds the words of all within it, so that depth times length is the work.
MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch between quotation marks, in offsets of the text (ends exclusive).

    `start`, `end` hold the quoted words without the marks and the spaces just
    inside; `outer_start`, `outer_end` take the marks in. `parent` is the index of
    the stretch around this one. `recovered` says that one of the marks is missing
    in the text and the boundary was inferred.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    marks: tuple[str, str]
    paragraph: int
    parent: int | None = None
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    char: str
    opens: float  # cost of reading it as opening; infinite where it cannot
    closes: float
    width: int = 1


class _Open:
    """One open mark on a persistent stack: readings share what lies below."""

    __slots__ = ("below", "depth", "mark")

    def __init__(self, mark: _Mark, below: _Open | None) -> None:
        self.mark = mark
        self.below = below
        self.depth: int = 1 if below is None else below.depth + 1


class _Reading:
    """One way to read the marks so far: what is open, what was paired, at what cost."""

    __slots__ = ("before", "cost", "loose", "pair", "top")

    def __init__(
        self,
        cost: float,
        top: _Open | None,
        before: _Reading | None,
        pair: tuple[_Mark, _Mark] | None,
        loose: _Mark | None = None,
    ) -> None:
        self.cost = cost
        self.top = top
        self.before = before
        self.pair = pair
        self.loose = loose


_INF = float("inf")
_NO_BREAK = "\u00a0\u202f"
_BREAKS = " \n\t\r"


def _cost(text: str, start: int, end: int, at: int, char: str) -> tuple[float, float]:
    """How unlike an opening, and how unlike a closing mark this one looks here."""
    width = len(char)
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    if char in "«‹":
        return 0.0, _INF
    if char in "»›":
        return _INF, 0.0
    if char == "<<":
        return 0.5, _INF
    if char == ">>":
        return _INF, 0.5
    if char in "„‟‚":
        return 0.0, _INF
    lead, trail = before.isspace(), after.isspace()
    opens = closes = 0.0
    if char == "+":
        return (0.2 if not trail and not before.isalnum() else _INF), (
            0.2 if not lead and not after.isalnum() else _INF
        )
    # «oui" : a closing mark has a word or a full stop on its left, an opening one on its right.
    if before in _NO_BREAK and (after in _BREAKS or after in ",.;:!?)…"):
        opens = 1.6  # "\u00a0mot\u00a0". : a no-break space belongs between a mark and its words
    elif (after in _NO_BREAK and (before in _BREAKS or before in "([/")) or (lead and not trail):
        closes = 1.6
    elif trail and not lead:
        opens = 1.6
        if char in '"”' and before.isdigit():
            closes += 0.4  # 15" may be inches or seconds
    elif lead and trail:
        opens = closes = 0.5  # « mot " with spaces both sides
    else:
        if after.isalnum() or after in "«([":
            closes += 0.6 if before.isalnum() else 1.2
        if after in ",.;:!?)…-":
            opens += 1.4
        if before in "('[«-’/" or before == ":":
            closes += 1.2
        if before in ".!?…)" or before.isalnum():
            opens += 0.6 if after.isalnum() else 1.2
        if before == "'":  # l'"agression"
            closes += 0.5
    if char == "“":
        closes += 1.5
    elif char == "”":
        opens += 1.5
    elif char in SINGLE:
        if not (at == start or not before.isalnum()):
            opens = _INF
        else:
            opens += 0.3
        if after.isalnum() or lead:
            closes = _INF
        if char == "‘":
            closes += 1.0
        if trail and not lead and before.isalnum():
            closes += 0.3
    return opens, closes


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found = []
    for match in _MARK.finditer(text, start, end):
        opens, closes = _cost(text, start, end, match.start(), match.group())
        found.append(_Mark(match.start(), match.group(), opens, closes, len(match.group())))
    # Single marks and + are only marks where one that may open comes before one that
    # may close: most paragraphs hold apostrophes only.
    for kind in ("'‘’‚", "+"):
        may_open = [i for i, m in enumerate(found) if m.char in kind and m.opens < _INF]
        may_close = [i for i, m in enumerate(found) if m.char in kind and m.closes < _INF]
        if not may_open or not may_close or may_close[-1] <= may_open[0]:
            found = [m for m in found if m.char not in kind]
    return found


def _pair(marks: list[_Mark]) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark]]:
    """The cheapest pairing of a paragraph's marks, and the marks left over."""
    beam: list[_Reading] = [_Reading(0.0, None, None, None)]
    for mark in marks:
        minor = mark.char in "'‘’‚+"
        nxt: list[_Reading] = []
        for reading in beam:
            # Left alone: dear for a true mark, nearly free for an apostrophe.
            nxt.append(
                _Reading(
                    reading.cost + (0.9 if minor else _UNPAIRED), reading.top, reading, None, mark
                )
            )
            top = reading.top
            if mark.closes < _INF and top is not None and mark.char in PAIRS[top.mark.char]:
                nxt.append(
                    _Reading(reading.cost + mark.closes, top.below, reading, (top.mark, mark))
                )
            elif (
                mark.closes < _INF
                and top is not None
                and top.below is not None
                and mark.char in PAIRS[top.below.mark.char]
            ):  # the inner mark was never closed
                lost = 0.9 if top.mark.char in "'‘’‚+" else _UNPAIRED
                nxt.append(
                    _Reading(
                        reading.cost + mark.closes + lost,
                        top.below.below,
                        _Reading(reading.cost, top.below, reading, None, top.mark),
                        (top.below.mark, mark),
                    )
                )
            if mark.opens < _INF:
                extra = 0.0
                node = top
                depth = 0
                while node is not None and depth < 4:
                    if node.mark.char == mark.char:
                        # The same mark inside itself: « … « … » … » happens, "…"…"…" seldom.
                        extra += 0.7 if mark.char in "«“‹<<" else 2.0
                        break
                    node = node.below
                    depth += 1
                if minor and mark.char == "+" and top is None:
                    extra += 2.0
                if mark.char in "”’":
                    extra += 1.0
                nxt.append(
                    _Reading(reading.cost + mark.opens + extra, _Open(mark, top), reading, None)
                )
        best: dict[object, _Reading] = {}
        for reading in nxt:
            key = id(reading.top) if reading.top is not None else None
            other = best.get(key)
            if other is None or reading.cost < other.cost:
                best[key] = reading
        beam = sorted(best.values(), key=lambda r: r.cost)[:BEAM]
    final = min(beam, key=lambda r: r.cost + _left_open(r.top))
    pairs: list[tuple[_Mark, _Mark]] = []
    loose: list[_Mark] = []
    still_open = final.top
    while still_open is not None:
        loose.append(still_open.mark)
        still_open = still_open.below
    step: _Reading | None = final
    while step is not None:
        if step.pair:
            pairs.append(step.pair)
        if step.loose:
            loose.append(step.loose)
        step = step.before
    return sorted(pairs, key=lambda p: p[0].at), sorted(loose, key=lambda m: m.at)


def _left_open(top: _Open | None) -> float:
    return 0.0 if top is None else _UNPAIRED * top.depth


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return start, end


def find_stretches(folded: str, text: str, paragraphs: list[Paragraph]) -> list[Stretch]:
    r"""Return the quoted stretches of `text` in order of their start, outer before inner.

    >>> from quoteminer.text import fold, paragraphs
    >>> text = "Il promet une «paix \"durable\"»."
    >>> [(s.start, s.end, s.parent) for s in find_stretches(fold(text), text, paragraphs(text))]
    [(15, 29, None), (21, 28, 0)]
    """
    if not _MARK.search(text):
        return []
    raw: list[Stretch] = []
    dangling: tuple[int, _Mark] | None = None  # an opening mark waiting for a later paragraph
    for number, (start, end) in enumerate(paragraphs):
        marks = _marks(text, start, end)
        if not marks:
            continue
        pairs, loose = _pair(marks) if len(marks) > 1 else ([], marks)
        for a, b in pairs:
            inner = _trim(folded, a.at + a.width, b.at)
            if inner[0] < inner[1]:
                raw.append(Stretch(*inner, a.at, b.at + b.width, (a.char, b.char), number))
        loose = [m for m in loose if m.char in '«»“”„"']
        closing = next((m for m in loose if m.closes <= m.opens), None)
        if dangling is not None:
            begun, opener = dangling
            first_pair = pairs[0][0].at if pairs else end
            if (
                closing is not None
                and closing.char in PAIRS[opener.char]
                and closing.at <= first_pair
                and number - begun <= 8
            ):
                inner = _trim(folded, opener.at + opener.width, closing.at)
                if inner[0] < inner[1]:
                    raw.append(
                        Stretch(
                            *inner,
                            opener.at,
                            closing.at + closing.width,
                            (opener.char, closing.char),
                            begun,
                        )
                    )
                loose = [m for m in loose if m is not closing]
                closing = None
                dangling = None
            else:
                # Reopened here, or never closed: the first paragraph's part stands alone.
                part = _recovered(folded, paragraphs, dangling, reopened=_reopens(text, start))
                if part:
                    raw.append(part)
                dangling = None
        opening = next((m for m in reversed(loose) if m.opens < m.closes), None)
        last_pair_end = pairs[-1][1].at if pairs else -1
        # One before well-paired marks is a stray.
        if opening is not None and opening.at > last_pair_end:
            dangling = (number, opening)
    if dangling is not None:
        part = _recovered(folded, paragraphs, dangling, reopened=False)
        if part:
            raw.append(part)
    return _nest(raw)


def _reopens(text: str, start: int) -> bool:
    return text[start] in '«“"„»'


def _recovered(
    folded: str, paragraphs: list[Paragraph], dangling: tuple[int, _Mark], *, reopened: bool
) -> Stretch | None:
    """The part of an unclosed quotation that its own paragraph lets us infer.

    A mark reopened in the next paragraph proves that the words up to the end of this
    one are quoted. Otherwise they are taken as quoted only where the mark opens the
    paragraph (or follows a colon) and the paragraph ends as a sentence does.
    """
    number, mark = dangling
    end = paragraphs[number].end
    body = folded[mark.at + mark.width : end]
    lead = folded[paragraphs[number].start : mark.at].rstrip()
    if len(body.split()) < 4:
        return None
    if not reopened and not ((not lead or lead.endswith(":")) and body.rstrip()[-1:] in ".!?…"):
        return None
    inner = _trim(folded, mark.at + mark.width, end)
    incise = None if reopened else _INCISE.search(folded, inner[0] + 10, inner[1])
    if incise:
        inner = _trim(folded, inner[0], incise.start())
    return Stretch(*inner, mark.at, inner[1], (mark.char, ""), number, recovered=True)


# Where a quotation that nobody closed ends: before the narrator's clause that follows it.
_INCISE = re.compile(
    r" ?,? (?:a-t-(?:il|elle|on)|ont-(?:ils|elles)|(?:a|ont|avait) (?:\w+ment )?"
    r"(?:dit|déclaré|expliqué|affirmé|ajouté|indiqué|précisé|estimé|assuré|confié|lancé|souligné)"
    r"|(?:explique|affirme|ajoute|indique|précise|estime|assure|confie|lance|souligne)"
    r"(?:-t-(?:il|elle|on))?)\b"
)


def _nest(raw: list[Stretch]) -> list[Stretch]:
    """Sort by start and give each stretch the index of the one around it."""
    raw.sort(key=lambda s: s.outer_start)
    found: list[Stretch] = []
    around: list[int] = []
    for stretch in raw:
        while around and found[around[-1]].outer_end <= stretch.outer_start:
            around.pop()
        if len(around) == MAX_DEPTH:
            continue
        parent = around[-1] if around else None
        if parent is not None and stretch.outer_end > found[parent].end:
            continue  # crossing marks: the earlier opening wins
        found.append(replace(stretch, parent=parent))
        around.append(len(found) - 1)
    return found
