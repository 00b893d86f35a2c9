"""Quotations without a clause of their own: who goes on speaking, or is about to.

«C'est non.» La maire l'a redit jeudi. **«Nous tiendrons.»** — headlines and crossheads
announce words that the text attributes further down.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from quoteminer.attribution.decide import Attribution
from quoteminer.speakers.cast import Cast, Figure

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
