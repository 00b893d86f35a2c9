"""A sentence with quotations, taken apart: what is decided on is made here, by rule alone.

No weight is read: possible cues, phrases and finite clauses are there before anything is
decided, so that the networks (`attribution/reading.py`) read all of an article's at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quoteminer.attribution.clause import final, role, subject_after
from quoteminer.attribution.cues import CueCandidate, cue_candidates
from quoteminer.attribution.layout import Layout
from quoteminer.attribution.path import shapes
from quoteminer.attribution.subject import Clause, clauses
from quoteminer.lexicon.cues import CueLexicon
from quoteminer.phrases import Phrase, complement, noun_phrase, phrases
from quoteminer.skeleton import Item, Skeleton


@dataclass(slots=True)
class Parsed:
    """The possible cues, phrases and finite clauses of a skeleton.

    `inside` holds the narrator's clauses between the marks that have a cue, `read` what the
    network reads of each kind (`reading.KINDS`, in steps), both by quotation.
    """

    skeleton: Skeleton
    cues: list[CueCandidate]
    phrases: list[Phrase]
    layout: Layout
    clauses: list[Clause] = field(default_factory=list)
    inside: dict[int, Parsed] = field(default_factory=dict)
    read: dict[int, tuple[int, ...]] = field(default_factory=dict)


def parse(
    skeleton: Skeleton, inside: Mapping[int, Skeleton], lexicon: CueLexicon | None = None
) -> Parsed:
    """Take a sentence apart; `inside` are the narrator's clauses between the marks."""
    items = skeleton.items
    cues = cue_candidates(items, lexicon)
    for cue in cues:
        if cue.mood in ("fin", "passive", "gerund", "inf"):
            items[cue.head].cue = True
    nouns = phrases(items)
    nouns += _complements(items, cues, nouns)
    skeleton.shapes = shapes(items)
    for cue in cues:
        cue.role = role(items, cue, nouns)
        if cue.role in ("incise", "clitic", "short"):
            subject = subject_after(items, cue, nouns) if cue.role == "incise" else None
            cue.final = final(items, cue, subject)
    within = {quote: parse_inside(clause, lexicon) for quote, clause in inside.items()}
    return Parsed(
        skeleton,
        cues,
        nouns,
        Layout(items, nouns),
        clauses(items, cues, nouns),
        {quote: parsed for quote, parsed in within.items() if parsed is not None},
    )


def parse_inside(clause: Skeleton, lexicon: CueLexicon | None = None) -> Parsed | None:
    """Take a clause between the marks apart; None where nothing in it reports."""
    items = clause.items
    found = cue_candidates(items, lexicon, incise=True)
    cues = [c for c in found if c.mood in ("fin", "passive")]
    if not cues:
        return None
    for cue in cues:
        items[cue.head].cue = True
    nouns = phrases(items)
    clause.shapes = shapes(items)
    return Parsed(clause, cues, nouns, Layout(items, nouns))


def _complements(items: list[Item], cues: list[CueCandidate], nouns: list[Phrase]) -> list[Phrase]:
    """Who a noun of saying belongs to, where its phrase swallows the name: «les mots de X»."""
    found = []
    for cue in cues:
        if cue.mood not in ("noun", "prep"):
            continue
        if any(p.start <= cue.head < p.end and not p.parts for p in nouns):
            phrase = complement(items, cue.head)
            if phrase is None and cue.mood == "prep":
                phrase = noun_phrase(items, cue.last + 1)  # «…», dixit **la reine**
            if phrase is not None:
                found.append(phrase)
    return found
