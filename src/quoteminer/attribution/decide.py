"""The decisions on each quotation: which cue, what kind, whose mention.

Every reading of a quotation (scare, or reported by one of the possible cues or by none)
competes with every other; for reported words the phrase that names the source is found
next. Weights are data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from quoteminer.attribution.cues import CueCandidate
from quoteminer.attribution.evidence import Place, cue_evidence, no_cue_evidence, path_evidence
from quoteminer.attribution.kind import (
    begins,
    construction,
    quote_evidence,
    sentence_evidence,
    tie_evidence,
)
from quoteminer.attribution.layout import Layout
from quoteminer.attribution.mention import (
    bare_evidence,
    bare_subject,
    borrowed,
    frame,
    mention_evidence,
    mention_path,
    no_mention_evidence,
)
from quoteminer.attribution.parse import Parsed
from quoteminer.attribution.reading import KINDS
from quoteminer.attribution.subject import Clause
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.marks import Stretch
from quoteminer.phrases import Phrase
from quoteminer.skeleton import Item, Skeleton
from quoteminer.weights import grouped_weights, softmax, total, weights

REPORTED = ("direct", "mixed")
# How far words are looked for elsewhere in a long article, in characters and quotations.
NEAR = 50_000
NEAR_QUOTES = 200
# Of a sentence with more possible cues or phrases than any sentence of the press has, the
# nearest are weighed.
NEAR_CUES = 16
NEAR_PHRASES = 32
# A cue less likely than this has no say in who the source is.
LEAST_CUE = 0.03


Sources = tuple[list[Phrase | None], list[list[str]]]  # phrases, and what speaks for each
Likely = tuple[list[Phrase | None], list[float]]  # phrases, and how likely each is


@dataclass(slots=True)
class Attribution:
    """What was decided on one quotation, with what it was decided from.

    `rivals` are the possible cues and their chances once the words are reported,
    `sources` the possible sources under each, None first, `likely` the chances of those.
    """

    quote: int
    skeleton: Skeleton
    place: Place
    cues: list[CueCandidate]
    phrases: list[Phrase]
    layout: Layout
    cue: CueCandidate | None = None
    p_cue: float = 0.0
    kind: str = "scare"
    p_kind: float = 0.0
    mention: Phrase | None = None
    p_mention: float = 0.0
    construction: str = "none"
    inside: Skeleton | None = None
    clauses: list[Clause] = field(default_factory=list)
    rivals: list[tuple[CueCandidate | None, float]] = field(default_factory=list)
    words: str = ""  # the quotation as it is compared (`key`)
    read: tuple[int, ...] = ()  # what a network reads of each kind, in steps
    sources: dict[CueCandidate | None, Sources] = field(default_factory=dict)
    likely: dict[CueCandidate | None, Likely] = field(default_factory=dict)


@dataclass(slots=True)
class Context:
    """What the article knows when a quotation is decided on."""

    folded: str
    stretches: list[Stretch]
    repeated: dict[str, int]
    kinds: dict[str, str] = field(default_factory=dict)
    lowered: str = ""
    lexicon: CueLexicon = field(default_factory=standard)

    def elsewhere(self, quote: int, words: str) -> str:
        """Return how the same words stand elsewhere in the article.

        The kind of an equal quotation decided on before, that of a longer one near by that
        holds them ("in_direct" …), "in_text" outside quotations near by, or "".
        """
        wanted = key(words)
        same = self.kinds.get(wanted)
        if same:
            return same
        if len(wanted) >= 8:
            # The last of them are enough, and keep the time linear in the article's length.
            for other in islice(reversed(self.kinds), NEAR_QUOTES):
                if wanted in other:
                    return f"in_{self.kinds[other]}"
            if not self.lowered:
                self.lowered = self.folded.lower()
            if len(self.lowered) != len(self.folded):
                return ""  # a letter whose small form is longer: offsets would not hold
            stretch = self.stretches[quote]
            near = max(0, stretch.start - NEAR), min(len(self.folded), stretch.end + NEAR)
            at = self.lowered.find(wanted, *near)
            if at >= 0 and (
                at != stretch.start or self.lowered.find(wanted, stretch.end, near[1]) >= 0
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


def attribute_sentence(parsed: Parsed, context: Context) -> list[Attribution]:
    """Decide on every quotation of one sentence, from left to right."""
    skeleton, cues = parsed.skeleton, parsed.cues
    found: list[Attribution] = []
    for quote, slot in skeleton.slots.items():
        stretch = context.stretches[quote]
        quoted = context.folded[stretch.start : stretch.end]
        words = key(quoted)
        place = Place(skeleton.items, slot, stretch, context.folded, context.repeated.get(words, 1))
        place.begins = begins(quoted)
        decision = Attribution(
            quote,
            skeleton,
            place,
            cues,
            parsed.phrases,
            parsed.layout,
            clauses=parsed.clauses,
            words=words,
            read=parsed.read.get(quote, ()),
        )
        if len(cues) > NEAR_CUES:
            near = sorted(cues, key=lambda c: abs(c.head - slot))[:NEAR_CUES]
            decision.cues = sorted(near, key=lambda c: c.head)
        if quote in parsed.inside:
            take_inner_cue(decision, parsed.inside[quote])
        else:
            choose(decision, context, found)
        context.kinds[words] = decision.kind
        if decision.kind != "scare":
            choose_mention(decision)
        found.append(decision)
    return found


def take_inner_cue(decision: Attribution, clause: Parsed) -> None:
    """Take the cue of the clause inside the marks: «Nous irons, **a dit** la maire, …»."""
    decision.skeleton = decision.inside = clause.skeleton
    decision.cues, decision.phrases, decision.layout = clause.cues, clause.phrases, clause.layout
    decision.clauses = []
    decision.cue, decision.p_cue = clause.cues[0], 0.98
    decision.rivals = [(clause.cues[0], 1.0)]
    decision.kind, decision.p_kind = "direct", 0.98
    decision.construction = "incise_inside"


Option = tuple[str, CueCandidate | None]


class Tie(NamedTuple):
    """A possible cue of a quotation, or none, and what speaks for it.

    `tie` is weighed as a tie of words and cue, `own` for each kind that the words may be.
    """

    cue: CueCandidate | None
    tie: list[str]
    own: list[str]


def ties(
    decision: Attribution, context: Context, before: list[Attribution]
) -> tuple[list[str], list[Tie]]:
    """What the quotation itself shows, whatever its cue, and its possible cues, none first."""
    place = decision.place
    stretch = context.stretches[decision.quote]
    words = context.folded[stretch.start : stretch.end]
    previous = before[-1] if before else None
    link = _link(place, previous) if previous is not None else ""
    quote = quote_evidence(
        place,
        words,
        setting=context.setting(decision),
        same_elsewhere=context.elsewhere(decision.quote, words),
        sentence_cues=sentence_evidence(place, decision.cues),
    )
    quote += [f"read.{kind}.{step}" for kind, step in zip(KINDS, decision.read, strict=False)]
    if previous is not None:
        quote.append(f"before.{previous.kind}")
        quote.append(f"before.{previous.kind}.{link}")
    found = []
    for cue in (None, *decision.cues):
        if cue is None:
            tie = no_cue_evidence(place, decision.cues)
            tie.append(f"read.best.{max((c.read for c in decision.cues), default=-1)}")
            if previous is not None:
                tie.append(f"none.before.{'none' if previous.cue is None else 'cue'}.{link}")
        else:
            tie = cue_evidence(place, cue, decision.cues)
            tie += path_evidence(decision.skeleton.shapes, place.index, cue)
            tie += [f"read.{cue.read}", f"{cue.role}.read.{cue.read}"]
            if previous is not None and previous.inside is None and previous.kind != "scare":
                same = "same" if previous.cue is cue else "other"
                tie.append(f"before.{same}.{link}")
                tie.append(f"before.{same}.{cue.role}")
        subject = _subject_evidence(decision, cue)
        found.append(Tie(cue, tie + subject, tie_evidence(place, cue, quote) + subject))
    return quote, found


def options(
    decision: Attribution, context: Context, before: list[Attribution]
) -> tuple[list[Option], list[dict[str, list[str]]]]:
    """Every reading of a quotation, and what speaks for each, as weights are fitted to it.

    A reading is (kind, cue): scare without a cue, or direct or mixed with one of the
    possible cues or none. Observations are grouped by the table they are weighed in:
    "cue" for the tie alone, else the kind.
    """
    quote, found = ties(decision, context, before)
    readings: list[Option] = [("scare", None)]
    seen: list[dict[str, list[str]]] = [{"scare": quote}]
    for cue, tie, own in found:
        for kind in REPORTED:
            readings.append((kind, cue))
            seen.append({"cue": tie, kind: quote + own})
    return readings, seen


def _link(place: Place, previous: Attribution) -> str:
    """How the quotation before is joined to this one: list, adjacent, clause, apart."""
    between = place.items[previous.place.index + 1 : place.index]
    words = [i for i in between if i.pos != "PUNCT"]
    if any(i.form == "fin" and i.pos in ("VERB", "AUX") for i in words):
        return "clause"
    if any(i.low in ("et", "ou", "ni", "mais") for i in words[:2]) and len(words) <= 4:
        return "list"
    if len(words) <= 2:
        return "adjacent"
    return "apart"


def _subject_evidence(decision: Attribution, cue: CueCandidate | None) -> list[str]:
    """What the likeliest source in the cue's clause is: somebody, something, nobody."""
    if cue is None:
        return []
    choices, chances = _likely_sources(decision, cue)
    phrase = choices[max(range(len(chances)), key=chances.__getitem__)]
    what = _what(decision.skeleton.items, phrase)
    return [f"subject.{what}", f"{cue.role}.subject.{what}"]


def _what(items: list[Item], phrase: Phrase | None) -> str:
    if phrase is None:
        return "nobody"
    if phrase.type == "named":
        return items[phrase.name].label
    if phrase.type == "pronoun":
        low = items[phrase.head].low.lstrip("-")
        return low if low in ("qui", "on", "je", "nous") else "pronoun"
    return phrase.role or "thing"


def choose(decision: Attribution, context: Context, before: list[Attribution]) -> None:
    """Decide kind and cue together: the likeliest kind, then the likeliest cue under it."""
    tables = grouped_weights("attribution", ("cue", *KINDS))
    quote, found = ties(decision, context, before)
    alone = {kind: total(tables[kind], quote) for kind in KINDS}
    readings: list[Option] = [("scare", None)]
    scores = [alone["scare"]]
    for cue, seen_of_tie, own in found:
        tie = total(tables["cue"], seen_of_tie)
        for kind in REPORTED:
            readings.append((kind, cue))
            scores.append(alone[kind] + tie + total(tables[kind], own))
    chances = softmax(scores)
    by_kind = dict.fromkeys(KINDS, 0.0)
    by_cue: dict[int, float] = {}
    cues: dict[int, CueCandidate | None] = {}
    for (kind, cue), chance in zip(readings, chances, strict=True):
        by_kind[kind] += chance
        if kind != "scare":
            by_cue[id(cue)] = by_cue.get(id(cue), 0.0) + chance
            cues[id(cue)] = cue
    reported = by_kind["direct"] + by_kind["mixed"]
    if by_kind["scare"] >= reported:
        decision.kind, decision.p_kind = "scare", by_kind["scare"]
        return
    decision.kind = "direct" if by_kind["direct"] > by_kind["mixed"] else "mixed"
    decision.p_kind = reported
    best = max(by_cue, key=by_cue.__getitem__)
    decision.cue = cues[best]
    decision.p_cue = by_cue[best] / reported
    decision.rivals = [(cues[k], chance / reported) for k, chance in by_cue.items()]
    decision.construction = construction(decision.place, decision.cue)


def mention_options(decision: Attribution, cue: CueCandidate | None) -> Sources:
    """The phrases that may name the source, None first, with what speaks for each."""
    found = decision.sources.get(cue)
    if found is None:
        found = decision.sources[cue] = _sources(decision, cue)
    return found


def _sources(decision: Attribution, cue: CueCandidate | None) -> Sources:
    items, layout = decision.skeleton.items, decision.layout
    slot = -1 if decision.inside is not None else decision.place.index
    choices: list[Phrase | None] = [None]
    if cue is None:
        has_verb = any(i.form == "fin" for i in items)
        seen = [
            ["bare.nobody"]
            + (["bare.nobody.colon"] if decision.place.colon else [])
            + (["bare.nobody.alone"] if decision.place.alone else [])
        ]
        for phrase in _nearest(decision.phrases, slot):
            choices.append(phrase)
            seen.append(
                bare_evidence(items, slot, phrase, has_verb)
                + bare_subject(decision.clauses, decision.skeleton, decision.place, phrase)
            )
        return choices, _with_readings(choices, seen, "bare")
    seen = [no_mention_evidence(cue, slot, items)]
    near = _nearest(decision.phrases, cue.head)
    for phrase in near:
        if phrase.start <= cue.head < phrase.end:
            continue
        if cue.mood == "gerund" and cue.last < phrase.start < slot and not phrase.preposition:
            continue  # «Qualifiant **son rival** de «girouette», il …»: a gerund's object
        choices.append(phrase)
        seen.append(
            mention_evidence(layout, cue, slot, phrase)
            + mention_path(decision.skeleton.shapes, cue, slot, phrase)
            + borrowed(decision.clauses, decision.skeleton, cue, slot, phrase)
        )
    return choices, _with_readings(choices, seen, frame(cue, slot))


def _with_readings(
    choices: list[Phrase | None], seen: list[list[str]], how: str
) -> list[list[str]]:
    """Add what the network reads of each possible source, and the best of it for nobody."""
    best = -1
    for phrase, observed in zip(choices, seen, strict=True):
        if phrase is not None:
            observed += [f"read.{phrase.read}", f"{how}.read.{phrase.read}"]
            best = max(best, phrase.read)
    seen[0].append(f"nobody.read.{best}")
    return seen


def _likely_sources(decision: Attribution, cue: CueCandidate | None) -> Likely:
    """Return who may be the source under `cue`, None first, and how likely each is."""
    found = decision.likely.get(cue)
    if found is None:
        choices, seen = mention_options(decision, cue)
        table = weights("mention")
        found = decision.likely[cue] = choices, softmax([total(table, s) for s in seen])
    return found


def _nearest(found: list[Phrase], index: int) -> list[Phrase]:
    """The phrases nearest to an item, in their order."""
    if len(found) <= NEAR_PHRASES:
        return found
    near = sorted(range(len(found)), key=lambda n: abs(found[n].start - index))[:NEAR_PHRASES]
    return [found[n] for n in sorted(near)]


def choose_mention(decision: Attribution) -> None:
    """Find the phrase that names the source: every possible cue has its say, by its chance.

    Two verbs of one subject so speak for it together. Nobody, where nobody is likelier than
    all the phrases together.
    """
    chances: dict[int, float] = {}
    phrases: dict[int, Phrase | None] = {}
    for cue, p_cue in decision.rivals or [(decision.cue, 1.0)]:
        if p_cue < LEAST_CUE:
            continue
        for phrase, chance in zip(*_likely_sources(decision, cue), strict=True):
            phrases[id(phrase)] = phrase
            chances[id(phrase)] = chances.get(id(phrase), 0.0) + p_cue * chance
    nobody = chances.pop(id(None), 0.0)
    somebody = sum(chances.values())
    if nobody >= somebody:
        decision.mention, decision.p_mention = None, nobody / (nobody + somebody)
        return
    best = max(chances, key=chances.__getitem__)
    decision.mention = phrases[best]
    decision.p_mention = chances[best] / (nobody + somebody)
