"""People described as the subject of a sentence: they may speak further down.

«**Le gérant d'un bar** balaie les éclats. … «Tout est à refaire», dit-il.»
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quoteminer.entities import EntityLayer
from quoteminer.lexicon.cues import CueLexicon
from quoteminer.lexicon.nouns import demonym, human_noun
from quoteminer.marks import Stretch
from quoteminer.phrases import DETERMINERS, Phrase, phrases
from quoteminer.sentences import Sentence
from quoteminer.skeleton import Item, build
from quoteminer.speakers.cast import Cast, Figure
from quoteminer.tokens import Tokens

WINDOW = 110
_ROLES = frozenset(["role", "person", "relation", "group", "institution", "quoted"])


@dataclass(slots=True)
class Subject:
    """A described or coordinated subject: its place, words and grammar."""

    start: int
    text: str
    head: str
    gender: str
    number: str
    role: str
    definite: str
    places: frozenset[str]
    people: tuple[int, ...] = ()  # entities, where names are coordinated


def subjects(
    tokens: Tokens,
    folded: str,
    sentences: Sequence[Sentence],
    stretches: Sequence[Stretch],
    layer: EntityLayer,
    lexicon: CueLexicon | None = None,
) -> list[Subject]:
    """Return the described subjects that open the narrator's sentences, in text order."""
    entity_starts = [e.start for e in layer.entities]
    found = []
    for sentence in sentences:
        if sentence.parent is not None:
            continue
        limit = min(sentence.end, sentence.start + WINDOW)
        inside = [q for q in sentence.quotes if stretches[q].outer_start < limit]
        if inside and not _term(stretches[inside[0]], folded, sentence.start):
            limit = stretches[inside[0]].outer_start
            inside = []
        if limit - sentence.start < 8:
            continue
        first = max(0, bisect_left(tokens.starts, sentence.start + 1) - 1)
        items = build(
            tokens,
            folded,
            Sentence(sentence.start, limit, sentence.paragraph, tuple(inside)),
            stretches,
            layer.entities,
            first,
            bisect_left(entity_starts, sentence.start),
            lexicon,
        ).items
        subject = _subject(items, folded)
        if subject is not None:
            found.append(subject)
    return found


def _term(stretch: Stretch, folded: str, start: int) -> bool:
    """Whether a short quotation stands as a noun: «Des «marcheurs» ont défilé»."""
    lead = folded[start : stretch.outer_start].split()
    return stretch.end - stretch.start < 30 and bool(lead) and lead[-1].lower() in DETERMINERS


def _subject(items: list[Item], folded: str) -> Subject | None:
    """The first phrase of a sentence that nothing governs, where it means people.

    «Non loin de là, **un homme** filme la scène», «Parmi elles **une touriste** …»
    """
    joined = phrases(items)
    single = [p for p in joined if not p.parts]
    for phrase in single[:4]:
        if phrase.time or phrase.preposition:
            continue
        if phrase.type == "pronoun":
            return None
        if phrase.type == "named":
            whole = next((p for p in joined if p.parts and p.parts[0] is phrase), None)
            if (
                whole is not None
                and len(whole.parts) == 2
                and all(p.type == "named" and items[p.name].label == "PER" for p in whole.parts)
            ):
                first, second = (items[p.name] for p in whole.parts)
                return Subject(
                    first.start,
                    folded[first.start : second.end],
                    "",
                    "m",
                    "p",
                    "role",
                    "",
                    frozenset(),
                    (first.entity, second.entity),
                )
            return None
        if not phrase.role:
            continue
        if phrase.role not in _ROLES or not phrase.definite:
            return None
        return _described(items, phrase, folded)
    return None


def _described(items: list[Item], phrase: Phrase, folded: str) -> Subject:
    start, end = items[phrase.start].start, items[phrase.end - 1].end
    noun = human_noun(items[phrase.head].low)
    places = set()
    for item in items[phrase.start : phrase.end]:
        origin = demonym(item.low)
        if origin is not None:
            places.add(origin.place)
    return Subject(
        start,
        folded[start:end],
        noun.lemma if noun else items[phrase.head].low,
        phrase.gender,
        phrase.number or "s",
        phrase.role,
        phrase.definite,
        frozenset(places),
    )


def introduce(cast: Cast, found: list[Subject], layer: EntityLayer) -> None:
    """Add each described subject to the cast: to the person it plainly is, or as itself."""
    for subject in found:
        if subject.people:
            names = [layer.entities[e].name for e in subject.people]
            figure = cast.described(" et ".join(names), "m", "p", "role")
            cast.spot(figure, subject.start)
            continue
        known = _known(cast, subject)
        if known is None:
            text = subject.text
            # French writes the subject with a capital only because it opens the sentence.
            known = cast.described(
                text[:1].lower() + text[1:], subject.gender, subject.number, subject.role
            )
        cast.spot(known, subject.start)


def _known(cast: Cast, subject: Subject) -> Figure | None:
    """The one person whom the article has given this role, else a like description."""
    if subject.definite not in ("def", "dem", "last"):
        return None
    fits = [
        f
        for f in cast.figures
        if subject.head in f.heads
        and f.number == subject.number
        and not (subject.gender and f.gender and f.gender != subject.gender)
        and not (subject.places and f.demonyms and not subject.places & f.demonyms)
        and (f.label == "PER" or (f.label == "DESC" and f.spots and f.spots[0] < subject.start))
    ]
    people = [f for f in fits if f.label == "PER"]
    if len(people) == 1:
        return people[0]
    fits = people or fits
    before = [f for f in fits if f.last_before(subject.start) >= 0]
    return max(before, key=lambda f: f.last_before(subject.start), default=None)
