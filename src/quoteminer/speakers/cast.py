"""Everybody an article may be quoting: the figures that mentions are resolved to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoteminer.entities import EntityLayer
from quoteminer.entities.roles import roles_of
from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.bodies import called
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.lexicon.nouns import (
    demonym,
    first_name_gender,
    human_noun,
    is_time_word,
    title,
)
from quoteminer.lexicon.offices import offices
from quoteminer.marks import Stretch
from quoteminer.sentences import Sentence

if TYPE_CHECKING:
    from quoteminer.speakers.subjects import Subject

_WORD = re.compile(r"[\w'-]+")
_PLAIN_HYPHEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PLAIN = re.compile(r"[^\W_]+")
_NOT_SUBJECT = frozenset(
    "à dans en pour selon avec sur après lors contre par chez vers depuis avant devant "
    "sous sans entre face auprès au aux d'après comme si quand que qu' dont où".split()
)
_OF = frozenset(["de", "d", "du", "des"])
_ASIDE = re.compile(r"(?: \([^()\n]{1,40}\))?(?:,[^,.;:\n]{2,80},)?")
_FIRST_WORD = re.compile(r" (?:n'|ne |s'|se |y |en |l'|lui |leur |)(\w+)")
STOP = frozenset(
    "le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs et à en "
    "dans pour sur par avec chez qui que qu s c n y a est ancien ancienne ex même autre "
    "deux trois quatre plusieurs".split()
)


def content_words(text: str) -> frozenset[str]:
    """Return the lower-case words of weight of a description."""
    return frozenset(w for w in _PLAIN.findall(text.lower()) if w not in STOP and len(w) > 1)


@dataclass(frozen=True, slots=True)
class Role:
    """A role or description of a figure: its head noun and the other words of weight.

    `source` is "told" where the text binds it to the name («Anne Roy, **juge à Lyon**»),
    "inferred" from a mention resolved before, or "known" of a public person's office
    (`lexicon.offices`), of the country `place`.
    """

    head: str
    words: frozenset[str]
    source: str
    place: str = ""


def last_before(spots: Sequence[int], offset: int) -> int:
    """The last of offsets in order before `offset`, or −1."""
    at = bisect_left(spots, offset)
    return spots[at - 1] if at else -1


def first_from(spots: Sequence[int], offset: int) -> int:
    """The first of offsets in order at or after `offset`, or −1."""
    at = bisect_left(spots, offset)
    return spots[at] if at < len(spots) else -1


class Figure:
    """Somebody (or some body) the article speaks of.

    `label` is PER, ORG, LOC or DESC (described, never named); `spots` the offsets where
    it is named or described, in order; `heads` and `words` the head nouns and the words
    of weight of the roles bound to it; `subjects` where it is the subject of a sentence,
    `told` where its words are reported without marks, `voices` how often in the whole
    article it is named as a source.
    """

    __slots__ = (
        "demonyms",
        "entity",
        "gender",
        "heads",
        "index",
        "label",
        "name",
        "number",
        "outside",
        "quoted",
        "role",
        "roles",
        "soft_gender",
        "spots",
        "subjects",
        "told",
        "voices",
        "votes",
        "words",
    )

    def __init__(self, index: int, name: str, label: str) -> None:
        self.index = index
        self.name = name
        self.label = label
        self.gender = ""
        self.soft_gender = ""
        self.number = "s"
        self.spots: list[int] = []
        self.outside: list[int] = []
        self.subjects: list[int] = []
        self.told: list[int] = []
        self.voices = 0
        self.heads: set[str] = set()
        self.words: set[str] = set()
        self.demonyms: set[str] = set()
        self.entity = -1
        self.quoted = 0
        self.role = ""
        self.roles: list[Role] = []
        self.votes: Counter[str] = Counter()  # genders that the roles' nouns show

    def __repr__(self) -> str:
        return f"<{self.label} {self.name}>"

    def last_before(self, offset: int) -> int:
        """The last spot outside quotations before `offset`, or −1."""
        return last_before(self.outside, offset)

    def next_from(self, offset: int) -> int:
        """The first spot outside quotations at or after `offset`, or −1."""
        return first_from(self.outside, offset)

    def add_role(self, text: str, *, told: bool = True) -> None:
        """Bind a role or description to this figure."""
        words = content_words(text)
        for number, word in enumerate(_PLAIN_HYPHEN.findall(text.lower())):
            noun = human_noun(word)
            if noun is not None and noun.type in _HEADS and number < 4:
                self.heads.add(noun.lemma)
                if told and number < 2 and noun.form_gender and not noun.fixed:
                    self.votes[noun.form_gender] += 1
                role = Role(noun.lemma, words - {word}, "told" if told else "inferred")
                if role not in self.roles:
                    self.roles.append(role)
            place = demonym(word)
            if place is not None:
                self.demonyms.add(place.place)
        self.words |= words


_HEADS = frozenset(["role", "person", "relation", "group", "institution", "source"])


# The article before the name of a body shows its gender or number: «**la** CGT», «**les** Verts».
_ARTICLE = re.compile(r"\b(le|la|du|au|les|aux|des|un|une) $", re.IGNORECASE)
_SHOWS = {
    "le": "m", "du": "m", "au": "m", "un": "m", "la": "f", "une": "f",
    "les": "p", "aux": "p", "des": "p",
}  # fmt: skip


def _before(folded: str, start: int) -> str:
    """What a body is called just before its name: «**l'association** Attac», «le **syndicat** FO»."""
    match = _LAST_WORDS.search(folded, max(0, start - 60), start)
    if match is None:
        return ""
    words = match.group(1).lower().split()
    for at, word in enumerate(words):
        noun = human_noun(word)
        if noun is not None and noun.type in ("institution", "group") and noun.number == "s":
            return " ".join(words[at:])
    return ""


def _call(figure: Figure, noun: str, source: str) -> None:
    """Bind what a body is called: «groupe ferroviaire», its noun first."""
    first = noun.split(maxsplit=1)[0]
    known = human_noun(first)
    head = known.lemma if known is not None else first
    role = Role(head, content_words(noun) - {first}, source)
    if role not in figure.roles:
        figure.roles.append(role)
        figure.heads.add(head)


_LAST_WORDS = re.compile(r"((?:[^\W\d_]+(?:-[^\W\d_]+)* ){1,3})$")


# What else the press calls the holder of an office.
_ALSO = {
    "président": Role("chef", frozenset(["etat", "état"]), "known"),
    "ministre": Role("chef", frozenset(["gouvernement"]), "known"),
    "chancelier": Role("chef", frozenset(["gouvernement"]), "known"),
}


def _known(figure: Figure) -> None:
    """Give a public person whom the article names the offices they are known for."""
    for office in offices(figure.name):
        words = content_words(" ".join(office.words)) - {office.head, *office.words[:1]}
        lead = _LEADING.intersection(office.words[:1])
        roles = [Role(office.head, words | lead, "known", office.place)]
        also = _ALSO.get(office.head)
        if also is not None and not words and office.place:
            roles.append(replace(also, place=office.place))
        figure.roles += [r for r in roles if r not in figure.roles]
        figure.soft_gender = office.gender


_LEADING = frozenset(["premier", "première", "vice"])


class Cast:
    """The figures of an article, found by entity and by position."""

    def __init__(
        self,
        folded: str,
        layer: EntityLayer,
        sentences: list[Sentence],
        stretches: list[Stretch],
        lexicon: CueLexicon | None = None,
    ) -> None:
        self.folded = folded
        self.lexicon = lexicon or standard()
        self.figures: list[Figure] = []
        self.by_name: dict[tuple[str, str], Figure] = {}
        self.by_entity: list[Figure] = []
        self.narration = [s for s in sentences if s.parent is None]
        self._starts = [s.start for s in self.narration]
        self._quotes = [(s.outer_start, s.outer_end) for s in stretches if s.parent is None]
        self._quote_starts = [q[0] for q in self._quotes]
        # Who is told of where: subjects and reported sources, by offset.
        self.stage: list[tuple[int, int]] = []
        bound = layer.roles
        if bound is None:
            bound = roles_of(folded, layer.entities)
        for index, entity in enumerate(layer.entities):
            figure = self.figure(entity.name, entity.label)
            self.by_entity.append(figure)
            if figure.entity < 0 or entity.end - entity.start > len(
                folded[layer.entities[figure.entity].start : layer.entities[figure.entity].end]
            ):
                figure.entity = index
            self.spot(figure, entity.start, entity.end)
            if figure.label != "PER":
                lead = _ARTICLE.search(folded, max(0, entity.start - 5), entity.start)
                if lead:
                    figure.votes[_SHOWS[lead.group(1).lower()]] += 1
                elif figure.label == "ORG":
                    noun = _before(folded, entity.start)
                    if noun:
                        _call(figure, noun, "told")
            if figure.label == "PER":
                for role, _ in bound[entity.start]:
                    figure.add_role(role)
        for person in layer.people:
            figure = self.figure(person.name, "PER")
            figure.gender = person.gender or ""
            for known in person.roles:
                figure.add_role(known.text)
        for figure in self.figures:
            if figure.label == "ORG":
                for noun in called(figure.name):
                    _call(figure, noun, "known")
            if figure.label != "PER" and figure.votes:
                shown = max(figure.votes, key=figure.votes.__getitem__)
                if shown == "p":
                    figure.number = "p"
                else:
                    figure.gender = shown
            if figure.label == "PER":
                _known(figure)
                if figure.soft_gender:
                    continue
                shown = max(figure.votes, key=figure.votes.__getitem__, default="")
                figure.soft_gender = first_name_gender(figure.name.split()[0]) or shown
        self.rank: dict[int, int] = {}
        for label in ("PER", "ORG"):
            same = [f for f in self.figures if f.label == label]
            same.sort(key=lambda f: (-len(f.spots), f.index))
            self.rank.update({f.index: r for r, f in enumerate(same)})
        # The end of the headline, and whom it names first.
        self.body = self.narration[0].end if self.narration else 0
        self.star = min(
            (f for f in self.figures if f.label == "PER" and f.spots and f.spots[0] < self.body),
            key=lambda f: f.spots[0],
            default=None,
        )
        self.voice: Figure | None = None  # the person named as a source most often
        self.sole_voice = False
        self.pending: deque[Subject] = deque()  # pronouns as subjects, still to be resolved
        self.people = sum(f.label == "PER" for f in self.figures)

    def figure(self, name: str, label: str) -> Figure:
        """Return the figure of that name, made where it is new."""
        key = (name, label)
        figure = self.by_name.get(key)
        if figure is None:
            figure = self.by_name[key] = Figure(len(self.figures), name, label)
            self.figures.append(figure)
        return figure

    def described(self, name: str, gender: str, number: str, role: str = "") -> Figure:
        """Return a figure known by its description only; `role` is its noun's kind."""
        figure = self.figure(name, "DESC")
        figure.role = figure.role or role
        figure.gender = figure.gender or gender
        figure.number = number or figure.number
        if not figure.words:
            figure.add_role(name)
        return figure

    def spot(self, figure: Figure, start: int, end: int = -1, *, acts: bool = False) -> None:
        """Record that `figure` is named or described from `start` (to `end`, where it is a name).

        `acts` says that it is the subject of a verb there, as a pronoun is that carries on.
        """
        at = bisect_left(figure.spots, start)
        if at < len(figure.spots) and figure.spots[at] == start:
            return
        figure.spots.insert(at, start)
        if acts or not self.in_quote(start):
            insort(figure.outside, start)
            if acts or self._is_subject(start) or (end >= 0 and self._has_verb(start, end)):
                insort(figure.subjects, start)
                insort(self.stage, (start, figure.index))

    def tells(self, figure: Figure, start: int) -> None:
        """Record that the narrator reports words of `figure`, whom it mentions at `start`."""
        if not self.in_quote(start):
            insort(figure.told, start)
            insort(self.stage, (start, figure.index))

    def lately(self, offset: int, since: int) -> Iterator[tuple[int, Figure]]:
        """Yield whom the narrator told of before `offset`, the last first, back to `since`."""
        at = bisect_left(self.stage, (offset, -1)) - 1
        while at >= 0 and self.stage[at][0] >= since:
            yield self.stage[at][0], self.figures[self.stage[at][1]]
            at -= 1

    def in_quote(self, offset: int) -> bool:
        """Whether the offset lies inside a quotation."""
        at = bisect_right(self._quote_starts, offset) - 1
        return at >= 0 and offset < self._quotes[at][1]

    def sentence_at(self, offset: int) -> int:
        """The number of the narrator's sentence an offset lies in."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def _has_verb(self, start: int, end: int) -> bool:
        """Whether a finite verb follows the name, and no preposition governs it.

        «…, Anne Roy **a** …», «…, Anne Roy, maire de Brest, **estime** …»
        """
        before = _WORD.findall(self.folded[max(0, start - 16) : start].lower())
        if before and before[-1].rstrip("'") in _NOT_SUBJECT | {"de", "d", "du", "des", "et"}:
            return False
        tail = self.folded[end : end + 90]
        if aside := _ASIDE.match(tail):
            tail = tail[aside.end() :]
        word = _FIRST_WORD.match(tail)
        if word is None:
            return False
        low = word.group(1).lower()
        return low in AVOIR or low in ETRE or any(f.mood == "fin" for f in self.lexicon.lookup(low))

    def _is_subject(self, start: int) -> bool:
        """Whether what starts here opens its sentence, as French subjects do."""
        if not self.narration:
            return False
        sentence = self.narration[self.sentence_at(start)]
        lead = self.folded[sentence.start : start]
        if len(lead) > 70:
            return False
        words = _WORD.findall(lead.lower())
        if len(words) > 7 or (words and words[-1].rstrip("'") in _OF):
            return False  # «la compagne **d'Anne Roy** …»: she is not who acts
        # «Mardi, Anne Roy …», «Invitée de la radio, Anne Roy …»
        words = _WORD.findall(lead.rpartition(",")[2].lower())
        return not any(w in _NOT_SUBJECT or w.split("'")[0] + "'" in _NOT_SUBJECT for w in words)


__all__ = ["Cast", "Figure", "content_words", "is_time_word", "title"]
