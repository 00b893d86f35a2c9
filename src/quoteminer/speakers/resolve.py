"""From each quotation's mention to its speaker, over the whole article."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from itertools import pairwise

from quoteminer.attribution.decide import NEAR_QUOTES, Attribution
from quoteminer.explanation import Step, step
from quoteminer.phrases import (
    ANAPHORIC,
    CLITICS,
    DETERMINERS,
    RELATIVES,
    Phrase,
    complement,
    noun_phrase,
)
from quoteminer.skeleton import Item
from quoteminer.speakers.carried import Around, carried_evidence, nobody_evidence
from quoteminer.speakers.cast import Cast, Figure
from quoteminer.speakers.evidence import Asked, describe, evidence, self_evidence, survey
from quoteminer.speakers.subjects import Subject
from quoteminer.weights import softmax, total, weights


@dataclass(slots=True)
class Speaking:
    """Who is taken to have said a quotation, how surely, and who else may have."""

    figure: Figure | None = None
    probability: float = 0.0
    others: list[tuple[str, float]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    mention: tuple[int, int, str] | None = None
    continues: int | None = None
    chain: float = 1.0  # how sure the attribution was that this one leans on


def mention_span(phrase: Phrase, items: list[Item]) -> tuple[int, int, str]:
    """Start, end and type of a mention: of a named one the name alone is the span."""
    if phrase.parts:
        first_part, last_part = phrase.parts[0], phrase.parts[-1]
        return (
            mention_span(first_part, items)[0],
            mention_span(last_part, items)[1],
            phrase.type,
        )
    if phrase.type == "named":
        name = items[phrase.name]
        if name.quote >= 0:  # the name alone, without the marks around it
            return name.start + 1, name.end - 1, "named"
        return name.start, name.end, "named"
    first, last = items[phrase.start], items[phrase.end - 1]
    start = first.start
    if phrase.type == "pronoun" and first.text.startswith("-"):
        start += 1
    return start, last.end, phrase.type


# Of an article that names more than any other, those named last before the mention compete.
NEAR_FIGURES = 150


def _may_be(subject: Subject, figure: Figure) -> bool:
    """Whether a pronoun as subject agrees with a figure."""
    gender = figure.gender or figure.soft_gender
    if figure.label == "LOC" or (gender and gender != subject.gender):
        return False
    return figure.number == subject.number or (figure.label == "DESC" and figure.role == "group")


class Resolver:
    """Resolves the mentions of an article in text order; remembers who has spoken."""

    def __init__(self, cast: Cast, paragraphs: list[tuple[int, int]]) -> None:
        self.cast = cast
        self.paragraphs = paragraphs
        self.spoken: list[tuple[int, Figure]] = []  # (offset of the quote, who)
        self.sure: dict[int, float] = {}  # by figure: how sure its last attribution was

    def advance(self, offset: int) -> None:
        """Resolve the pronouns that are subjects before an offset: whom the story goes on about.

        «**Anne Roy** a grandi à Brest. **Elle** y dirige une école. **Elle** …»
        """
        pending = self.cast.pending
        while pending and pending[0].start < offset:
            subject = pending.popleft()
            figure = self._centre(subject)
            if figure is not None:
                self.cast.spot(figure, subject.start, acts=True)
                if subject.told:
                    self.cast.tells(figure, subject.start)

    def _centre(self, subject: Subject) -> Figure | None:
        """Whom the sentences before were about: the last subject or source that agrees."""
        cast = self.cast
        sentence = cast.sentence_at(subject.start)
        since = cast.narration[max(0, sentence - 2)].start if cast.narration else 0
        told = next(
            ((at, f) for at, f in cast.lately(subject.start, since) if _may_be(subject, f)),
            (-1, None),
        )
        at = bisect_left(self.spoken, subject.start, key=_offset) - 1
        while at >= 0 and self.spoken[at][0] > max(told[0], since):
            if _may_be(subject, self.spoken[at][1]):
                return self.spoken[at][1]
            at -= 1
        return told[1]

    def ask(self, decision: Attribution, phrase: Phrase, cue_start: int) -> Asked:
        """Put a mention as a question to the cast."""
        items = decision.skeleton.items
        start, end, kind = mention_span(phrase, items)
        cast = self.cast
        self.advance(decision.skeleton.sentence.start)
        stretch = decision.place.stretch
        paragraph = self.paragraphs[stretch.paragraph]
        asked = Asked(
            kind=kind,
            start=start,
            text=cast.folded[start:end],
            gender=phrase.gender,
            number=phrase.number,
            sentence=cast.sentence_at(decision.skeleton.sentence.start),
            paragraph=paragraph,
            phrase=phrase,
            items=items,
            cue_start=cue_start,
            cue_class=decision.cue.entry.cue_class if decision.cue is not None else "",
        )
        until = bisect_left(self.spoken, stretch.start, key=_offset)
        if until:
            offset, asked.last_speaker = self.spoken[until - 1]
            asked.last_sentence = cast.sentence_at(offset)
            asked.last_offset = offset
            asked.last_paragraph = offset >= paragraph[0]
            for _, figure in reversed(self.spoken[max(0, until - NEAR_QUOTES) : until]):
                if figure is not asked.last_speaker:
                    asked.second_speaker = figure
                    break
        if kind == "nominal":
            describe(asked, phrase, items)
        elif kind == "pronoun":
            asked.barred = self._objects(items, phrase)
            low = items[phrase.head].low
            inverted = phrase.end - phrase.start == 1 and low.startswith("-")
            asked.form = "inverted" if inverted else "clitic" if low in CLITICS else "strong"
        return asked

    def _objects(self, items: list[Item], pronoun: Phrase) -> tuple[Figure, ...]:
        """Whom a participle before the pronoun has as its object: the pronoun is somebody else.

        «Qualifiant **Anne Roy** de «girouette», **elle** a …»
        """
        return tuple(
            self.cast.by_entity[item.entity]
            for before, item in pairwise(items[: pronoun.start])
            if item.entity >= 0
            and any(f.mood == "ppres" for f in self.cast.lexicon.lookup(before.low))
        )

    def candidates(self, asked: Asked) -> list[Figure]:
        """Everybody who may be meant: all named, and those described before."""
        found = [
            f
            for f in self.cast.figures
            if _agrees(asked, f)
            and f not in asked.barred
            and (
                f.label != "DESC" or (f.spots and f.spots[0] < asked.start and f.role != "pronoun")
            )
        ]
        if len(found) > NEAR_FIGURES:
            near = sorted(found, key=lambda f: -f.last_before(asked.start))[:NEAR_FIGURES]
            found = sorted(near, key=lambda f: f.index)
        return found

    def resolve(self, decision: Attribution) -> Speaking:
        """Resolve the mention of one quotation and remember its speaker."""
        phrase = decision.mention
        assert phrase is not None
        items = decision.skeleton.items
        cue_start = items[decision.cue.first].start if decision.cue is not None else -1
        speaking = self.phrase(decision, phrase, cue_start)
        speaking.mention = mention_span(phrase, items)
        return speaking

    def phrase(
        self, decision: Attribution, phrase: Phrase, cue_start: int, depth: int = 0
    ) -> Speaking:
        """Resolve one phrase: a name, a pronoun, a relative or a description."""
        items = decision.skeleton.items
        cast = self.cast
        if phrase.parts:
            return self._together(decision, phrase, cue_start)
        if phrase.type == "named":
            item = items[phrase.name]
            figure = cast.by_entity[item.entity]
            speaking = Speaking(figure, 0.97)
            speaking.steps.append(step("named", text=item.text, name=figure.name))
            return speaking
        head = items[phrase.head].low.lstrip("-")
        if phrase.type == "pronoun":
            if head in RELATIVES and depth < 2:
                antecedent = _antecedent(decision, phrase)
                if antecedent is not None:
                    speaking = self.phrase(decision, antecedent, cue_start, depth + 1)
                    speaking.steps.insert(0, step("relative"))
                    speaking.probability *= 0.9
                    return speaking
            if head == "on":
                home = _on_behalf(items, phrase, decision)
                if home is not None and depth < 2:
                    speaking = self.phrase(decision, home, cue_start, depth + 1)
                    speaking.steps.insert(0, step("on_among"))
                    speaking.probability *= 0.8
                    return speaking
                last = self.last_before(decision.place.stretch.start)
                if last is not None and last.label != "PER":
                    return Speaking(last, 0.5, steps=[step("on_goes_on", name=last.name)])
            if head not in ANAPHORIC and head not in RELATIVES:
                return self._itself(decision, phrase, 0.8)
        asked = self.ask(decision, phrase, cue_start)
        figures = self.candidates(asked)
        survey(asked, figures, cast)
        table = weights("antecedent")
        scores = [total(table, evidence(asked, f, cast)) for f in figures]
        nominal = asked.kind == "nominal" and phrase.definite != "last"
        if nominal:
            scores.append(total(table, self_evidence(asked, cast, figures)))
        if not scores:
            return self._itself(decision, phrase, 0.5)
        chances = softmax(scores)
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        best = order[0]
        others = [
            (figures[i].name, chances[i])
            for i in order[1:4]
            if i < len(figures) and chances[i] > 0.05
        ]
        if nominal and best == len(figures):
            speaking = self._itself(decision, phrase, chances[best])
        else:
            figure = figures[best]
            speaking = Speaking(figure, chances[best])
            speaking.steps.append(step("stands_for", text=asked.text, name=figure.name))
            if figure is asked.last_speaker:
                speaking.chain = self.sure.get(figure.index, 1.0)
            cast.spot(figure, asked.start)
            if nominal and chances[best] > 0.7:
                figure.add_role(asked.text, told=False)
        speaking.others = others
        return speaking

    def _together(self, decision: Attribution, phrase: Phrase, cue_start: int) -> Speaking:
        """«X et Y»: each under the fullest name."""
        found = [self.phrase(decision, part, cue_start) for part in phrase.parts]
        names = [s.figure.name for s in found if s.figure is not None]
        name = " et ".join([", ".join(names[:-1]), names[-1]])
        figure = self.cast.described(name, phrase.gender, "p", "role")
        self.cast.spot(figure, mention_span(phrase, decision.skeleton.items)[0])
        speaking = Speaking(figure, min(s.probability for s in found))
        for part in found:
            speaking.steps += part.steps
        return speaking

    def _itself(self, decision: Attribution, phrase: Phrase, probability: float) -> Speaking:
        """A source that the article never names: its description is its name."""
        start, end, _ = mention_span(phrase, decision.skeleton.items)
        name = self.cast.folded[start:end]
        lead = name.split(maxsplit=1)[0].lower()
        if lead in DETERMINERS or lead.startswith("l'"):
            name = name[:1].lower() + name[1:]  # a capital only because it opens the sentence
        figure = self.cast.described(
            name,
            phrase.gender,
            phrase.number,
            "pronoun" if phrase.type == "pronoun" else phrase.role,
        )
        self.cast.spot(figure, start)
        speaking = Speaking(figure, probability)
        speaking.steps.append(step("never_named", name=figure.name))
        return speaking

    def last_before(self, offset: int) -> Figure | None:
        """Who spoke last before an offset."""
        until = bisect_left(self.spoken, offset, key=_offset)
        return self.spoken[until - 1][1] if until else None

    def remember(self, decision: Attribution, figure: Figure, sure: float = 1.0) -> None:
        """Note who spoke where, in text order, and how sure that is."""
        figure.quoted += 1
        self.sure[figure.index] = sure
        insort(self.spoken, (decision.place.stretch.start, figure), key=_offset)


def _offset(spoken: tuple[int, Figure]) -> int:
    return spoken[0]


def _antecedent(decision: Attribution, relative: Phrase) -> Phrase | None:
    """What a relative pronoun refers to: the nearest phrase before it that agrees.

    «des déclarations d'Anne Roy, **qui** a dénoncé …»: the name, not the declarations.
    """
    items = decision.skeleton.items
    number = decision.cue.number if decision.cue is not None else ""
    before = [p for p in decision.phrases if p.end <= relative.start and not p.time and not p.parts]
    for at in range(len(before) - 1, max(-1, len(before) - 4), -1):
        phrase = before[at]
        if phrase.type == "pronoun":
            if items[phrase.head].low in RELATIVES:
                continue
            if phrase.end - phrase.start == 1:
                return phrase
        named = _apposed_to(items, before, at)
        if named is not None and number != "p":
            return named
        if phrase.type == "nominal" and not phrase.role:
            held = complement(items, phrase.head)
            if held is not None and held.end >= phrase.end and _may_speak(items, held, number):
                return held
        if phrase.type != "named" and not phrase.role:
            inner = [i for i in range(phrase.start, phrase.end) if items[i].label in ("PER", "ORG")]
            if inner and inner[-1] == phrase.end - 1 and number != "p":
                name = Phrase(inner[-1], inner[-1] + 1, inner[-1], "named")
                name.name, name.number = inner[-1], "s"
                return name
        if number and phrase.number and number != phrase.number and phrase.role != "group":
            continue
        if phrase.type == "named" and items[phrase.name].label == "LOC" and phrase.preposition:
            continue
        if phrase.type == "nominal" and not phrase.role and phrase.preposition and len(before) > 1:
            continue  # «le média **en ligne** qui …»
        return phrase
    return before[-1] if before else None


def _apposed_to(items: list[Item], before: list[Phrase], at: int) -> Phrase | None:
    """The name that a bare noun describes: «**Anne Roy**, jeune avocate du barreau, qui …»."""
    while at > 0 and before[at].type == "nominal" and not before[at].definite and before[at].role:
        at -= 1
        if [i.low for i in items[before[at].end : before[at + 1].start]] not in ([","], ["et"]):
            return None
        if before[at].type == "named":
            return before[at]
    return None


def _may_speak(items: list[Item], phrase: Phrase, number: str) -> bool:
    """Whether a complement may be meant: «l'absence de **l'administration**, qui a dit …»."""
    if number and phrase.number and number != phrase.number and phrase.role != "group":
        return False
    if phrase.type == "named":
        return items[phrase.name].label != "LOC"
    return phrase.type == "nominal" and bool(phrase.role)


_OF = frozenset(["du", "des", "la", "l'", "le", "les"])
_AMONG = frozenset(["chez", "à", "dans", "de", "d'", "auprès", "parmi"])


def _on_behalf(items: list[Item], phrase: Phrase, decision: Attribution) -> Phrase | None:
    """Return whom «on» speaks for: «prévient-on **chez Sécuradar**», «dans **l'entourage** …»."""
    after = max(phrase.end, decision.cue.last + 1 if decision.cue is not None else 0)
    lead = decision.phrases[0]
    if lead.end <= phrase.start and lead.end <= 10 and not lead.parts and lead.preposition:
        # «**Du côté du gouvernement**, on assure …»
        if items[lead.head].low in ("côté", "sein", "rangs"):
            for inner in range(lead.head + 1, lead.end):
                found = noun_phrase(items, inner) if items[inner].low in _OF else None
                if found is not None:
                    return found
        elif lead.role or (lead.type == "named" and items[lead.name].label == "ORG"):
            return lead
    for other in decision.phrases:
        if other.start < after or other.time or other.parts:
            continue
        if other.start > after + 5:
            return None
        if other.preposition in _AMONG:
            if other.type == "named" and items[other.name].label != "ORG":
                continue
            if other.type == "nominal" and other.role not in (
                "group",
                "institution",
                "source",
                "person",
                "role",
            ):
                continue
            return other
    return None


def _agrees(asked: Asked, figure: Figure) -> bool:
    """Whether gender and number allow the figure, as far as both are known."""
    phrase = asked.phrase
    if asked.number and figure.number != asked.number:
        if figure.label == "PER":
            return False
        if asked.kind == "pronoun" and asked.number == "p" and figure.label == "LOC":
            return False
        if figure.label == "DESC" and figure.role != "group" and asked.role != "group":
            return False
    if asked.kind == "pronoun" or (phrase is not None and phrase.definite == "last"):
        if figure.label in ("ORG", "LOC"):
            return True  # papers write «il» of a «préfecture»: the weights have their say
        gender = figure.gender or (figure.soft_gender if figure.label == "PER" else "")
        return not (asked.gender and gender and asked.gender != gender)
    if asked.head in asked.origins and figure.demonyms and not asked.places & figure.demonyms:
        return False  # «le Suédois» is no Italian
    # «la responsable» is a woman; «la victime» is anybody, «le ministre» nearly so.
    if asked.gender == "f" and asked.telling and figure.label == "PER":
        return (figure.gender or figure.soft_gender) != "m"
    return True


def hear(decisions: list[Attribution], cast: Cast) -> None:
    """Count for each figure how often the article names it as a source, further down too.

    Whom an article keeps naming as its voice is likelier to be «la comédienne» as well.
    """
    for decision in decisions:
        phrase = decision.mention
        if decision.kind == "scare" or phrase is None or phrase.parts or phrase.type != "named":
            continue
        cast.by_entity[decision.skeleton.items[phrase.name].entity].voices += 1
    for figure in cast.figures:
        figure.voices += len(figure.told)
    people = [f for f in cast.figures if f.label == "PER" and f.voices]
    cast.voice = max(people, key=lambda f: f.voices, default=None)
    cast.sole_voice = len(people) == 1


def resolve_all(
    decisions: list[Attribution], cast: Cast, paragraphs: list[tuple[int, int]]
) -> list[Speaking]:
    """Resolve every reported quotation.

    Those with a mention first, in text order; then those that only carry on, between the
    speakers found around them.
    """
    hear(decisions, cast)
    resolver = Resolver(cast, paragraphs)
    spoken: list[Speaking] = []
    for decision in decisions:
        if decision.kind == "scare" or decision.mention is None:
            spoken.append(Speaking())
            continue
        speaking = resolver.resolve(decision)
        spoken.append(speaking)
        if speaking.figure is not None:
            sure = decision.p_mention * speaking.probability * speaking.chain
            resolver.remember(decision, speaking.figure, sure)
    if decisions:
        resolver.advance(len(cast.folded))
    table = weights("carried")
    for number, decision in enumerate(decisions):
        if decision.kind == "scare" or decision.mention is not None:
            continue
        figures, seen, continued = carried_options(decisions, spoken, number, cast)
        scores = [total(table, s) for s in seen]
        chances = softmax(scores)
        best = max(range(len(scores)), key=scores.__getitem__)
        speaking = spoken[number]
        if best:
            figure = figures[best - 1]
            speaking.figure = figure
            speaking.probability = chances[best]
            speaking.steps.append(step("goes_with", name=figure.name))
            speaking.continues = continued.get(figure.index)
            speaking.chain = resolver.sure.get(figure.index, 1.0)
            figure.quoted += 1
        else:
            speaking.probability = chances[0]
            speaking.others = [
                (figures[i - 1].name, chances[i])
                for i in range(1, len(chances))
                if chances[i] > 0.1
            ][:3]
    return spoken


def carried_options(
    decisions: list[Attribution], spoken: list[Speaking], number: int, cast: Cast
) -> tuple[list[Figure], list[list[str]], dict[int, int]]:
    """Whose words a quotation without a clause of its own may be: «nobody's» first."""
    decision = decisions[number]
    first, last = max(0, number - NEAR_QUOTES), min(len(decisions), number + NEAR_QUOTES)
    told = [i for i in range(first, last) if spoken[i].figure is not None and i != number]
    before = next((i for i in reversed(told) if i < number), None)
    after = next((i for i in told if i > number), None)
    words = decision.words
    same = next((i for i in told if _echo(words, decisions[i].words)), None)
    figures: list[Figure] = []
    seen = [nobody_evidence(decisions, number, before, after)]
    continued: dict[int, int] = {}
    sentence = decision.skeleton.sentence
    near = Around(decision, decisions[before] if before is not None else None, cast)
    for figure in cast.figures:
        here = sentence.start <= figure.next_from(sentence.start) < sentence.end
        speaks = [i for i in (before, after, same) if i is not None and spoken[i].figure is figure]
        around = near.of(figure)
        if not here and not speaks and not around:
            continue
        figures.append(figure)
        seen.append(
            carried_evidence(decisions, spoken, number, figure, before, after, same, here, cast)
            + around
            + near.voice(figure)
        )
        if before is not None and spoken[before].figure is figure:
            continued[figure.index] = decisions[before].quote
    return figures, seen, continued


def _echo(a: str, b: str) -> bool:
    """Whether one quotation repeats the other, as headlines and crossheads do."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 6 and short in long
