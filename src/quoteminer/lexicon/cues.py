"""The cue lexicon: words that report speech, with the forms they take."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

from quoteminer.lexicon.conjugation import conjugate

STRENGTHS = ("strong", "medium", "weak")
CONSTRUCTIONS = (
    "incise", "que", "colon", "object", "de", "comme", "attribute", "infinitive", "question",
    "reflexive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A lexical entry: lemma, kind (verb, noun, preposition), class, strength, constructions.

    `reflexive` marks «se souvenir»; `particles` the clitics a verb needs: «en» of «en appeler»;
    `plural` is that of a noun.
    """

    lemma: str
    kind: str
    cue_class: str
    strength: str
    constructions: frozenset[str] = frozenset()
    reflexive: bool = False
    particles: frozenset[str] = frozenset()
    plural: str = ""


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a cue verb: mood is fin, ppres, ppart or inf."""

    form: str
    lemma: str
    mood: str
    person: int
    entry: CueEntry
    ambiguous: bool


def _read(name: str) -> list[list[str]]:
    """The rows of a data file under its head, comments left out."""
    text = (resources.files("quoteminer.lexicon") / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"][1:]


@cache
def _ambiguous() -> frozenset[str]:
    text = (resources.files("quoteminer.lexicon") / "ambiguous_forms.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if line[:1] != "#" for w in line.split())


_CLITICS = ("se", "s'", "en", "y")


def verb_entry(lemma: str, cue_class: str, strength: str, constructions: str) -> CueEntry:
    """Return the entry of a verb; its lemma says what clitics it takes.

    >>> verb_entry("s'en prendre", "criticism", "medium", "object").particles
    frozenset({'en'})
    """
    words = _words(lemma)
    clitics = frozenset(words) & frozenset(_CLITICS)
    return CueEntry(
        lemma,
        "verb",
        cue_class,
        strength,
        frozenset(constructions.split(",")),
        lemma.startswith(("se ", "s'")),
        # «mettre **en** garde» is no clitic: those stand before the verb
        clitics - {"se", "s'"} if words[0] in _CLITICS else frozenset(),
    )


@cache
def verb_entries() -> tuple[CueEntry, ...]:
    """Return the cue verbs of the package, one entry a lemma."""
    return tuple(verb_entry(*row[:4]) for row in _read("cue_verbs.tsv"))


@cache
def noun_entries() -> tuple[CueEntry, ...]:
    """Return the nouns of saying of the package, one entry a lemma."""
    return tuple(
        CueEntry(lemma, "noun", cue_class, strength, plural=plural)
        for lemma, plural, cue_class, strength, _example in _read("cue_nouns.tsv")
    )


@cache
def preposition_entries() -> tuple[CueEntry, ...]:
    """Return the prepositions and locutions of the package that give a source."""
    return tuple(
        CueEntry(lemma, "preposition", cue_class, strength)
        for lemma, cue_class, strength, _example in _read("cue_prepositions.tsv")
    )


def _words(lemma: str) -> list[str]:
    return lemma.replace("'", "' ").split()


def infinitive(lemma: str) -> str:
    """Return the verb of a lemma: «s'en prendre» gives «prendre», «faire valoir» «faire»."""
    return next((word for word in _words(lemma) if word not in _CLITICS), "")


Locution: TypeAlias = tuple[tuple[str, ...], CueEntry]
Prepositions: TypeAlias = Mapping[str, tuple[Locution, ...]]


class CueLexicon:
    """The words that report speech, by their forms: the package's and the user's own entries.

    An entry of `own` stands in the place of the package's of the same lemma and kind; one of
    strength "none" only takes that away. Nothing of a lexicon is shared with another.

    `forms` has every form of every verb, lower-case, and what it may be; `nouns` singular and
    plural forms; `prepositions` locutions by their first word, longest first: words and entry;
    `prepositions_by_two` the same by their second word too, "" of those of one word.
    """

    def __init__(self, own: Iterable[CueEntry] = ()) -> None:
        self.own = tuple(own)
        self.forms = _verb_forms(_with(self.own, verb_entries()))
        self._forms = {**_without_accents(self.forms), **self.forms}
        self.nouns = _noun_forms(_with(self.own, noun_entries()))
        self.prepositions = _by_first_word(_with(self.own, preposition_entries()))
        self.prepositions_by_two = _by_two_words(self.prepositions)

    def lookup(self, form: str) -> tuple[VerbForm, ...]:
        """Return what a lower-case form may be, most likely entry first; empty if no cue.

        Accents may be missing: `lookup("ecrit")` finds «écrire».
        """
        return self._forms.get(form, ())

    def __reduce__(self) -> tuple[type[CueLexicon], tuple[tuple[CueEntry, ...]]]:
        """Pickle the user's entries alone; the rest is made again."""
        return CueLexicon, (self.own,)


@cache
def standard() -> CueLexicon:
    """Return the lexicon of the package."""
    return CueLexicon()


def lookup(form: str) -> tuple[VerbForm, ...]:
    """Return what a form may be in the lexicon of the package: see `CueLexicon.lookup`."""
    return standard().lookup(form)


def _with(own: tuple[CueEntry, ...], entries: tuple[CueEntry, ...]) -> list[CueEntry]:
    """The entries of one kind, those of the user in the place of the package's."""
    kind = entries[0].kind
    mine = [entry for entry in own if entry.kind == kind]
    taken = {entry.lemma for entry in mine}
    return [e for e in entries if e.lemma not in taken] + [e for e in mine if e.strength != "none"]


def _verb_forms(entries: list[CueEntry]) -> Mapping[str, tuple[VerbForm, ...]]:
    """Every form of the verbs and what it may be.

    Plain verbs come before reflexive ones and locutions, and among them the stronger first.
    """
    table: dict[str, list[VerbForm]] = {}
    ambiguous = _ambiguous()
    for entry in sorted(
        entries,
        key=lambda e: (e.reflexive, len(_words(e.lemma)), STRENGTHS.index(e.strength), e.lemma),
    ):
        for form, mood, person in conjugate(infinitive(entry.lemma)):
            table.setdefault(form, []).append(
                VerbForm(form, entry.lemma, mood, person, entry, form in ambiguous)
            )
    return {form: tuple(found) for form, found in table.items()}


def _strip(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _without_accents(
    forms: Mapping[str, tuple[VerbForm, ...]],
) -> Mapping[str, tuple[VerbForm, ...]]:
    """Forms without their accents, for words in capitals: «DENONCE», «ECRIT»."""
    table: dict[str, tuple[VerbForm, ...]] = {}
    for form, found in forms.items():
        bare = _strip(form)
        if bare != form:
            table[bare] = table.get(bare, ()) + found
    return table


def _noun_forms(entries: list[CueEntry]) -> Mapping[str, CueEntry]:
    table: dict[str, CueEntry] = {}
    for entry in entries:
        table[entry.lemma] = entry
        table.setdefault(entry.plural, entry)
    return table


def _by_first_word(entries: list[CueEntry]) -> Prepositions:
    table: dict[str, list[Locution]] = {}
    for entry in entries:
        line = entry.lemma
        variants = [line]
        if line.endswith(" de"):
            variants += [line[:-3] + " du", line[:-3] + " des", line[:-3] + " d'"]
        for variant in variants:
            words = tuple(variant.replace("'", "' ").split())
            if variant.startswith("d'après"):
                words = ("d'", "après")
            table.setdefault(words[0], []).append((words, entry))
            if variant == "d'après":
                table.setdefault("d'après", []).append((("d'après",), entry))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in table.items()}


def _by_two_words(prepositions: Prepositions) -> Mapping[str, Prepositions]:
    table: dict[str, dict[str, tuple[Locution, ...]]] = {}
    for first, found in prepositions.items():
        by_second = table[first] = {}
        for words, entry in found:
            second = words[1] if len(words) > 1 else ""
            by_second[second] = (*by_second.get(second, ()), (words, entry))
    return table
