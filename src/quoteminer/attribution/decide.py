"""The decisions on each quotation: which cue, what kind, whose mention.

Every possible cue of the sentence competes with «no cue»; then the kind is decided,
and for reported words the phrase that names the source. Weights are data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quoteminer.attribution.cues import CueCandidate, cue_candidates
from quoteminer.attribution.evidence import Place, cue_evidence, no_cue_evidence
from quoteminer.attribution.kind import construction, kind_evidence, sentence_evidence
from quoteminer.attribution.mention import (
    bare_evidence,
    mention_evidence,
    no_mention_evidence,
)
from quoteminer.marks import Stretch
from quoteminer.phrases import Phrase, phrases
from quoteminer.skeleton import Skeleton
from quoteminer.weights import softmax, total, weights

KINDS = ("direct", "mixed", "scare")


@dataclass(slots=True)
class Attribution:
    """What was decided on one quotation, with what it was decided from."""

    quote: int
    skeleton: Skeleton
    place: Place
    cues: list[CueCandidate]
    phrases: list[Phrase]
    cue: CueCandidate | None = None
    p_cue: float = 0.0
    kind: str = "scare"
    p_kind: float = 0.0
    mention: Phrase | None = None
    p_mention: float = 0.0
    construction: str = "none"
    cue_scores: list[float] = field(default_factory=list)
    inside: Skeleton | None = None


@dataclass(slots=True)
class Context:
    """What the article knows when a quotation is decided on."""

    folded: str
    stretches: list[Stretch]
    repeated: dict[str, int]
    kinds: dict[str, str] = field(default_factory=dict)

    def elsewhere(self, quote: int, words: str) -> str:
        """Return how the same words stand elsewhere in the article.

        The kind of an equal quotation decided on before, that of a longer one that holds
        them ("in_direct" …), "in_text" outside quotations, or "".
        """
        wanted = key(words)
        same = self.kinds.get(wanted)
        if same:
            return same
        if len(wanted) >= 8:
            for other, kind in self.kinds.items():
                if wanted in other:
                    return f"in_{kind}"
            at = self.folded.lower().find(wanted)
            stretch = self.stretches[quote]
            if at >= 0 and (
                at != stretch.start or self.folded.lower().find(wanted, stretch.end) >= 0
            ):
                return "in_text"
        return ""

    def setting(self, decision: Attribution) -> str:
        """Where the quotation stands: "title", "crosshead" or "" for running text."""
        return setting(decision.skeleton, decision.place.stretch.paragraph)


def setting(skeleton: Skeleton, paragraph: int) -> str:
    """Title, crosshead or running text: a short paragraph without a full stop."""
    items = skeleton.items
    sentence = skeleton.sentence
    closed = items and (
        items[-1].low in (".", "!", "?", "…", ":") or (items[-1].quote >= 0 and len(items) == 1)
    )
    if closed or sentence.end - sentence.start > 180:
        return ""
    return "title" if paragraph == 0 else "crosshead"


def key(words: str) -> str:
    """The words of a quotation as they are compared within an article."""
    return words.lower().strip(" .,;:!?…")


def attribute_sentence(
    skeleton: Skeleton, context: Context, inside: Mapping[int, Skeleton]
) -> list[Attribution]:
    """Decide on every quotation of one sentence, from left to right.

    `inside` holds the skeleton of a narrator's clause between the marks, by quotation.
    """
    items = skeleton.items
    cues = cue_candidates(items)
    nouns = phrases(items)
    found: list[Attribution] = []
    for quote, slot in skeleton.slots.items():
        stretch = context.stretches[quote]
        words = context.folded[stretch.start : stretch.end]
        place = Place(items, slot, stretch, context.folded, context.repeated.get(key(words), 1))
        decision = Attribution(quote, skeleton, place, cues, nouns)
        if quote in inside and choose_inner_cue(decision, inside[quote]):
            decision.kind, decision.p_kind = "direct", 0.98
            decision.construction = "incise_inside"
            choose_mention(decision)
            found.append(decision)
            continue
        choose_cue(decision)
        choose_kind(decision, context, found)
        if decision.kind != "scare":
            choose_mention(decision)
        found.append(decision)
    return found


def choose_cue(decision: Attribution) -> None:
    """Let the possible cues compete with «none»; the best of all is the cue."""
    place, cues = decision.place, decision.cues
    table = weights("cue")
    scores = [total(table, no_cue_evidence(place, cues, False))]
    scores += [total(table, cue_evidence(place, cue, cues)) for cue in cues]
    chances = softmax(scores)
    best = max(range(len(scores)), key=scores.__getitem__)
    decision.cue_scores = chances
    decision.cue = cues[best - 1] if best else None
    decision.p_cue = chances[best]


def choose_inner_cue(decision: Attribution, clause: Skeleton) -> bool:
    """Take the cue of the clause inside the marks, where it has one."""
    cues = [c for c in cue_candidates(clause.items) if c.mood in ("fin", "passive")]
    if not cues:
        return False
    decision.skeleton = decision.inside = clause
    decision.cues = cues
    decision.cue, decision.p_cue = cues[0], 0.98
    decision.cue_scores = [0.02, 0.98] + [0.0] * (len(cues) - 1)
    decision.phrases = phrases(clause.items)
    return True


def likeliest_cue(decision: Attribution) -> tuple[CueCandidate | None, float]:
    """The best cue however weak, for the kind to weigh."""
    if not decision.cues:
        return None, 0.0
    chances = decision.cue_scores
    best = max(range(1, len(chances)), key=chances.__getitem__)
    return decision.cues[best - 1], chances[best]


def kind_observations(
    decision: Attribution, context: Context, before: list[Attribution]
) -> list[str]:
    """What the kind is decided on."""
    cue, p_cue = likeliest_cue(decision)
    if decision.cue is None and p_cue < 0.15:
        cue = None
    stretch = context.stretches[decision.quote]
    words = context.folded[stretch.start : stretch.end]
    return kind_evidence(
        decision.place,
        cue,
        p_cue,
        words,
        before_kind=before[-1].kind if before else "",
        setting=context.setting(decision),
        same_elsewhere=context.elsewhere(decision.quote, words),
        sentence_cues=sentence_evidence(decision.place, decision.cues),
    )


def choose_kind(decision: Attribution, context: Context, before: list[Attribution]) -> None:
    """Decide direct, mixed or scare."""
    table = weights("kind")
    seen = kind_observations(decision, context, before)
    scores = [total(table, [f"{kind}|{s}" for s in seen]) for kind in KINDS]
    chances = softmax(scores)
    best = max(range(3), key=scores.__getitem__)
    decision.kind = KINDS[best]
    decision.p_kind = chances[best] if best == 2 else chances[0] + chances[1]
    if decision.kind == "scare":
        decision.construction = "none"
    else:
        decision.construction = construction(decision.place, decision.cue)
    stretch = context.stretches[decision.quote]
    context.kinds[key(context.folded[stretch.start : stretch.end])] = decision.kind


def mention_options(decision: Attribution) -> tuple[list[Phrase | None], list[list[str]]]:
    """The phrases that may name the source, None first, with what speaks for each."""
    items = decision.skeleton.items
    slot = -1 if decision.inside is not None else decision.place.index
    cue = decision.cue
    options: list[Phrase | None] = [None]
    if cue is None:
        has_verb = any(i.form == "fin" for i in items)
        seen = [
            ["bare.nobody"]
            + (["bare.nobody.colon"] if decision.place.colon else [])
            + (["bare.nobody.alone"] if decision.place.alone else [])
        ]
        for phrase in decision.phrases:
            options.append(phrase)
            seen.append(bare_evidence(items, slot, phrase, has_verb))
        return options, seen
    seen = [no_mention_evidence(cue, slot, items)]
    for phrase in decision.phrases:
        if phrase.start <= cue.head < phrase.end:
            continue
        options.append(phrase)
        seen.append(mention_evidence(items, cue, slot, phrase, decision.phrases))
    return options, seen


def choose_mention(decision: Attribution) -> None:
    """Find the phrase that names the source in the attributing clause."""
    options, seen = mention_options(decision)
    table = weights("mention")
    scores = [total(table, s) for s in seen]
    best = max(range(len(scores)), key=scores.__getitem__)
    decision.mention = options[best]
    decision.p_mention = softmax(scores)[best]
