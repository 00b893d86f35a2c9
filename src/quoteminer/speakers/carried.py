"""Quotations without a clause of their own: who goes on speaking, or is about to.

«C'est non.» La maire l'a redit jeudi. **«Nous tiendrons.»** — headlines and crossheads
announce words that the text attributes further down.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from quoteminer.attribution.decide import Attribution
from quoteminer.speakers.cast import Cast, Figure, first_from, last_before

if TYPE_CHECKING:
    from quoteminer.speakers.resolve import Speaking


def _relation(a: Attribution, b: Attribution, cast: Cast) -> str:
    """How far apart two quotations stand: sentence, next, paragraph, next_paragraph, far."""
    first, second = a.place.stretch, b.place.stretch
    sa = cast.sentence_at(a.skeleton.sentence.start)
    sb = cast.sentence_at(b.skeleton.sentence.start)
    if sa == sb:
        return "sentence"
    if first.paragraph == second.paragraph:
        return "next" if abs(sa - sb) == 1 else "paragraph"
    gap = abs(first.paragraph - second.paragraph)
    return "next_paragraph" if gap == 1 else "two_paragraphs" if gap == 2 else "far"


def _setting(decisions: list[Attribution], number: int) -> str:
    """Where the quotation stands: in the title, in a crosshead, alone, or in a sentence."""
    decision = decisions[number]
    stretch = decision.place.stretch
    sentence = decision.skeleton.sentence
    if stretch.paragraph == 0:
        return "title"
    last = decision.skeleton.items[-1]
    closed = last.low in (".", "!", "?", "…") or (last.quote >= 0 and decision.place.ends)
    if not closed and sentence.end - sentence.start < 120:
        return "crosshead"
    return "alone" if decision.place.alone else "sentence"


_I = frozenset("je j' j moi mon ma mes me m".split())
_WE = frozenset("nous notre nos on".split())
_WORD = re.compile(r"[^\W\d_]+")
BEHIND = 3
"""How many of the narrator's sentences before a quotation may tell who speaks."""


class Around:
    """Whom the sentences around a quotation tell of.

    «**Karim** a pris le train en marche. … **Il** n'avait pas pu venir. «Je me bats …»»
    """

    def __init__(self, decision: Attribution, before: Attribution | None, cast: Cast) -> None:
        self.cast = cast
        self.start = decision.skeleton.sentence.start
        self.number = cast.sentence_at(self.start)
        self.setting = "cue" if decision.cue is not None else decision.kind
        narration = cast.narration
        first = max(0, self.number - BEHIND)
        self.behind = narration[first].start if narration else 0
        self.paragraph = decision.place.stretch.paragraph
        after = narration[self.number + 1] if self.number + 1 < len(narration) else None
        self.after = (after.start, after.end) if after is not None else (0, 0)
        self.since = before.place.stretch.start if before is not None else -1
        stretch = decision.place.stretch
        words = frozenset(_WORD.findall(cast.folded[stretch.start : stretch.end].lower()))
        self.person = "I" if words & _I else "we" if words & _WE else ""
        last: tuple[int, Figure | None] = (-1, None)
        self.at, self.centre = next(cast.lately(self.start, self.behind), last)

    def of(self, figure: Figure) -> list[str]:
        """What the sentences around tell of `figure`; nothing where they do not name it."""
        seen = []
        cast = self.cast
        for how, spots in (
            ("near", figure.outside),
            ("subject", figure.subjects),
            ("told", figure.told),
        ):
            at = last_before(spots, self.start)
            if at >= self.behind:
                gap = self.number - cast.sentence_at(at)
                same = cast.narration[cast.sentence_at(at)].paragraph == self.paragraph
                where = f"{gap}.{'same' if same else 'other'}"
                seen += [f"{how}.{where}", f"{how}.{self.setting}.{where}", f"{how}.{figure.label}"]
                if at > self.since:
                    seen += [f"{how}.since", f"{how}.since.{gap}"]
        if figure is self.centre:
            seen += ["centre", f"centre.{self.setting}"]
            seen.append(f"centre.{'since' if self.at > self.since else 'before'}")
        start, end = self.after
        if start <= first_from(figure.subjects, start) < end:
            seen.append(f"next.subject.{self.setting}")
        return seen

    def voice(self, figure: Figure) -> list[str]:
        """How the words fit who may say them: «je» is a person's, «nous» rather a body's."""
        seen = []
        if self.person:
            seen.append(f"{self.person}.{figure.label}.{figure.number}")
        if figure.label == "PER" and self.cast.people == 1:
            seen.append("only_person")
        seen.append(f"{figure.label}.voices.{min(figure.voices, 3)}")
        if figure is self.cast.voice:
            seen.append(f"voice.{'sole' if self.cast.sole_voice else 'first'}")
        return seen


def carried_evidence(
    decisions: list[Attribution],
    spoken: list[Speaking],
    number: int,
    figure: Figure,
    before: int | None,
    after: int | None,
    same: int | None,
    here: bool,
    cast: Cast,
) -> list[str]:
    """Return the observations on `figure` as the speaker of quotation `number`."""
    decision = decisions[number]
    setting = _setting(decisions, number)
    kind = decision.kind
    seen = [f"{figure.label}", f"{setting}.{figure.label}"]
    if before is not None and spoken[before].figure is figure:
        relation = _relation(decisions[before], decision, cast)
        seen += [
            "before",
            f"before.{relation}",
            f"{setting}.before.{relation}",
            f"{kind}.before.{relation}",
        ]
        if decision.cue is not None:
            seen.append(f"cue.{decision.cue.mood}.before.{relation}")
    if after is not None and spoken[after].figure is figure:
        relation = _relation(decision, decisions[after], cast)
        seen += ["after", f"after.{relation}", f"{setting}.after.{relation}"]
    if same is not None and spoken[same].figure is figure:
        seen.append("echo")
        seen.append(f"{setting}.echo")
    if here:
        sentence = decision.skeleton.sentence
        first = figure.next_from(sentence.start)
        side = "left" if first < decision.place.stretch.start else "right"
        seen += [f"here.{side}", f"{setting}.here.{side}", f"here.{side}.{figure.label}"]
        subject = bisect_left(figure.subjects, sentence.start)
        if subject < len(figure.subjects) and figure.subjects[subject] < sentence.end:
            seen.append(f"here.subject.{figure.label}")
    rank = cast.rank.get(figure.index)
    if rank == 0:
        seen.append("foremost")
    if figure.quoted:
        seen.append("has_spoken")
    return seen


def nobody_evidence(
    decisions: list[Attribution], number: int, before: int | None, after: int | None
) -> list[str]:
    """Return the observations for «no source can be told»."""
    decision = decisions[number]
    setting = _setting(decisions, number)
    seen = ["nobody", f"nobody.{setting}", f"nobody.{decision.kind}"]
    if decision.cue is not None:
        seen.append("nobody.cue")
        seen.append(f"nobody.{decision.cue.mood}")
    if before is None:
        seen.append("nobody.none_before")
    if after is None:
        seen.append("nobody.none_after")
    return seen
