"""Whom the narrator tells of: subjects, and those whose words are reported without marks.

They may speak further down.

«**Le gérant d'un bar** balaie les éclats. … «Tout est à refaire», dit-il.»
«Le feu est éteint, a précisé **la préfecture**. … «L'enquête commence», a-t-elle ajouté.»
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from quoteminer.attribution.clause import role, subject_after
from quoteminer.attribution.cues import cue_candidates
from quoteminer.entities import EntityLayer
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.lexicon.nouns import demonym, human_noun
from quoteminer.marks import Stretch
from quoteminer.phrases import DETERMINERS, PERSONAL, PRONOUNS, Phrase, phrases, single_phrases
from quoteminer.sentences import Sentence
from quoteminer.skeleton import Item, build, first_at
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
    told: bool = False  # its words are reported, without marks


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

    def items_of(part: Sentence) -> list[Item]:
        at = first_at(tokens.starts, entity_starts, part.start)
        return build(tokens, folded, part, stretches, layer.entities, *at, lexicon).items

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
        opening = Sentence(sentence.start, limit, sentence.paragraph, tuple(inside))
        subject = _subject(items_of(opening), folded)
        if subject is not None:
            found.append(subject)
        if not sentence.quotes and _may_tell(
            folded[sentence.start : sentence.end], lexicon or standard()
        ):
            found += tellers(items_of(sentence), folded, lexicon)
    found.sort(key=lambda s: s.start)
    return found


_WORD = re.compile(r"[^\W\d_]+(?:'(?=après))?[^\W\d_]*")


def _may_tell(sentence: str, lexicon: CueLexicon) -> bool:
    """Whether a sentence without quotations has a word that plainly reports speech."""
    for word in _WORD.findall(sentence.lower()):
        if word in ("selon", "d'après"):
            return True
        for form in lexicon.lookup(word):
            if form.mood in ("fin", "ppart") and form.entry.strength == "strong":
                return True
    return False


def tellers(items: list[Item], folded: str, lexicon: CueLexicon | None = None) -> list[Subject]:
    """Whose words a sentence without quotations reports.

    «**Selon Me Roy**, …», «…, a précisé **la préfecture**.», «…, a-t-**elle** ajouté.»,
    «**Le maire** assure que …»
    """
    cues = cue_candidates(items, lexicon)
    for cue in cues:
        if cue.mood in ("fin", "passive"):
            items[cue.head].cue = True
    nouns = phrases(items)
    found = []
    for cue in cues:
        how = role(items, cue, nouns)
        phrase: Phrase | None = None
        if how == "selon":
            phrase = next(
                (p for p in nouns if cue.last < p.start <= cue.last + 2 and not p.parts), None
            )
        elif how == "incise" and cue.entry.strength == "strong":
            phrase = subject_after(items, cue, nouns)
        elif how == "clitic" and items[cue.inverted].low.lstrip("-") in PERSONAL:
            low = items[cue.inverted].low.lstrip("-")
            gender, number = PRONOUNS[low]
            start = items[cue.inverted].start
            found.append(_pronoun(start, low, gender, number, told=True))
        elif how == "subject" and any(
            i.low in ("que", "qu'") for i in items[cue.last + 1 : cue.last + 5]
        ):
            before = [p for p in nouns if p.end <= cue.first and not p.preposition and not p.time]
            phrase = before[-1] if before else None
            if phrase is not None and phrase.parts:
                phrase = None
        if phrase is None:
            continue
        if phrase.type == "named":
            item = items[phrase.name]
            found.append(
                Subject(
                    item.start, item.text, "", "", "s", "", "", frozenset(), (item.entity,), True
                )
            )
        elif phrase.type == "pronoun":
            low = items[phrase.head].low.lstrip("-")
            if low in PERSONAL:
                start = items[phrase.head].start
                found.append(_pronoun(start, low, *PRONOUNS[low], told=True))
        elif phrase.role in (*_ROLES, "source") and phrase.definite:
            subject = _described(items, phrase, folded)
            subject.told = True
            found.append(subject)
    return found


def _pronoun(start: int, low: str, gender: str, number: str, *, told: bool = False) -> Subject:
    return Subject(start, low, "", gender, number, "pronoun", "", frozenset(), told=told)


_IMPERSONAL = frozenset(
    "faut faudra faudrait fallait fallu y s'agit s'agissait pleut reste restera suffit convient "
    "existe semble semblerait importe arrive paraît apparaît neige s'".split()
)


def _impersonal(items: list[Item], head: int) -> bool:
    """Whether «il» stands for nobody: «il faut», «il y a», «il s'agit», «il est clair que»."""
    if items[head].low != "il":
        return False
    after = [i.low for i in items[head + 1 : head + 6]]
    if after[:1] in (["n'"], ["ne"]):
        after = after[1:]
    if not after:
        return True
    if after[0] in _IMPERSONAL:
        return after[0] != "s'" or after[1:2] in (["agit"], ["agissait"], ["avère"])
    return after[0] in ("est", "était", "sera", "serait") and any(
        w in ("que", "qu'", "de", "d'") for w in after[2:4]
    )


def _term(stretch: Stretch, folded: str, start: int) -> bool:
    """Whether a short quotation stands as a noun: «Des «marcheurs» ont défilé»."""
    lead = folded[start : stretch.outer_start].split()
    return stretch.end - stretch.start < 30 and bool(lead) and lead[-1].lower() in DETERMINERS


def _subject(items: list[Item], folded: str) -> Subject | None:
    """The first phrase of a sentence that nothing governs, where it means people.

    «Non loin de là, **un homme** filme la scène», «Parmi elles **une touriste** …»
    """
    for phrase in islice(single_phrases(items), 4):
        if phrase.time or phrase.preposition:
            continue
        if phrase.type == "pronoun":
            low = items[phrase.head].low
            if low in PERSONAL and not _impersonal(items, phrase.head):
                return _pronoun(items[phrase.head].start, low, *PRONOUNS[low])
            return None
        if phrase.type == "named":
            whole = next((p for p in phrases(items) if p.parts and p.start == phrase.start), None)
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
        if subject.role == "pronoun":
            cast.pending.append(subject)
            continue
        if len(subject.people) == 1:
            cast.tells(cast.by_entity[subject.people[0]], subject.start)
            continue
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
        if subject.told:
            cast.tells(known, subject.start)


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
