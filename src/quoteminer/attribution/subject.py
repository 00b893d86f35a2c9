"""The subjects of a sentence's finite verbs: what governs infinitives and participles.

A verb without a subject of its own borrows one: «Anne Roy a quitté la salle **en
dénonçant** «…»». Read off the order of words, for every finite verb once a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from quoteminer.attribution.cues import CueCandidate
from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.nouns import is_adverb
from quoteminer.phrases import CLITICS, Phrase
from quoteminer.skeleton import SLOT, Item

_OBJECTS = frozenset(
    "ne n' se s' le la les l' lui leur y en me m' te t' pas plus jamais rien -t".split()
)
_LINKS = frozenset(["et", "puis", "mais", "ou", ","])


@dataclass(frozen=True, slots=True)
class Clause:
    """A finite verb (items `first` to `last`, inclusive) and its subject, where one is seen.

    `antecedent` is what a relative «qui» stands for: «la maire, **qui** dit».
    """

    first: int
    last: int
    subject: Phrase | None
    antecedent: Phrase | None


def clauses(items: list[Item], cues: list[CueCandidate], phrases: list[Phrase]) -> list[Clause]:
    """Return the finite clauses of a skeleton in order."""
    cued = {c.head: c for c in cues if c.mood in ("fin", "passive")}
    simple = sorted((p for p in phrases if not p.parts), key=lambda p: p.start)
    joined = {id(part): p for p in phrases for part in p.parts}
    found: list[Clause] = []
    i = 0
    while i < len(items):
        item = items[i]
        finite = i in cued or (
            item.form == "fin" and item.pos in ("VERB", "AUX") and not (item.cue and i not in cued)
        )
        if not finite:
            i += 1
            continue
        first = last = i
        if item.low in AVOIR or item.low in ETRE:
            j = i + 1
            while j < len(items) and (
                items[j].low.startswith("-")
                or items[j].low in _OBJECTS
                or items[j].pos == "ADV"
                or is_adverb(items[j].low)
            ):
                j += 1
            if j < len(items) and (items[j].form == "part" or j in cued or items[j].low == "été"):
                last = j
                if (
                    items[j].low == "été"
                    and j + 1 < len(items)
                    and (items[j + 1].form == "part" or j + 1 in cued)
                ):
                    last = j + 1
        subject, antecedent = _subject(items, first, last, simple, joined, found)
        found.append(Clause(first, last, subject, antecedent))
        i = last + 1
    return found


def _subject(
    items: list[Item],
    first: int,
    last: int,
    phrases: list[Phrase],
    joined: dict[int, Phrase],
    before: list[Clause],
) -> tuple[Phrase | None, Phrase | None]:
    for phrase in phrases:
        if first < phrase.head <= last + 2 and items[phrase.head].low.startswith("-"):
            return phrase, None  # «a-t-**il** dit»
    k = first - 1
    while k >= 0 and (
        (items[k].low in _OBJECTS or items[k].pos == "ADV" or is_adverb(items[k].low))
        and items[k].pos != SLOT
    ):
        k -= 1
    if (
        k < 0
        or items[k].pos == SLOT
        or (items[k].low == "," and (k == 0 or items[k - 1].pos == SLOT))
    ):
        for phrase in phrases:
            if phrase.start > last and not phrase.preposition and not phrase.time:
                if any(i.pos == SLOT for i in items[last + 1 : phrase.start]):
                    break
                return joined.get(id(phrase), phrase), None
        return (before[-1].subject, before[-1].antecedent) if before else (None, None)
    if items[k].low in _LINKS and items[k].low != "," and before:
        return before[-1].subject, before[-1].antecedent
    left = [p for p in phrases if p.end <= k + 1]
    if left and left[-1].end == k + 1 and items[left[-1].head].low in ("qui", *CLITICS):
        subject = left[-1]
        if items[subject.head].low != "qui":
            return subject, None
        hosts = [p for p in left if p.end <= subject.start]
        near = [p for p in hosts if p.end >= subject.start - 1]
        kept = near or hosts
        return subject, kept[-1] if kept else None
    if before and before[-1].antecedent is not None and items[k].low == ",":
        return before[-1].antecedent, None  # «La maire, qui a vu le plan, le **dénonce**»
    stop = before[-1].last if before else -1
    for phrase in reversed(left):
        if phrase.start <= stop:
            break
        if phrase.preposition or phrase.time:
            continue
        lead = items[phrase.start - 1].low if phrase.start else ""
        apart = lead == "," and any(item.low == "," for item in items[phrase.end : first])
        if apart and any(
            p.end == phrase.start - 1 and not p.preposition and p.start > stop for p in left
        ):
            continue  # «Anne Roy, **maire de la ville**, dit»: the one before it
        return joined.get(id(phrase), phrase), None
    return None, None
