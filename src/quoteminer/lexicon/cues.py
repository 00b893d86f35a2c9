"""The cue lexicon: words that report speech, with the forms they take."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from quoteminer.lexicon.conjugation import conjugate


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A lexical entry: lemma, kind (verb, noun, preposition), class, strength, constructions.

    `reflexive` marks «se souvenir»; `particles` the clitics a verb needs: «en» of «en appeler».
    """

    lemma: str
    kind: str
    cue_class: str
    strength: str
    constructions: frozenset[str]
    reflexive: bool = False
    particles: frozenset[str] = frozenset()


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


@cache
def verb_entries() -> tuple[CueEntry, ...]:
    """Return the cue verbs, one entry a lemma."""
    entries = []
    for lemma, cue_class, strength, takes, _example, _reason in _read("cue_verbs.tsv"):
        clitics = frozenset(_words(lemma)) & frozenset(_CLITICS)
        entries.append(
            CueEntry(
                lemma,
                "verb",
                cue_class,
                strength,
                frozenset(takes.split(",")),
                lemma.startswith(("se ", "s'")),
                # «mettre **en** garde» is no clitic: those stand before the verb
                clitics - {"se", "s'"} if _words(lemma)[0] in _CLITICS else frozenset(),
            )
        )
    return tuple(entries)


def _words(lemma: str) -> list[str]:
    return lemma.replace("'", "' ").split()


def infinitive(lemma: str) -> str:
    """Return the verb of a lemma: «s'en prendre» gives «prendre», «faire valoir» «faire»."""
    return next(word for word in _words(lemma) if word not in _CLITICS)


@cache
def verb_forms() -> Mapping[str, tuple[VerbForm, ...]]:
    """Return every form of every cue verb, lower-case, to what it may be.

    Plain verbs come before reflexive ones and locutions, and among them the stronger first.
    """
    table: dict[str, list[VerbForm]] = {}
    ambiguous = _ambiguous()
    order = ("strong", "medium", "weak")
    for entry in sorted(
        verb_entries(),
        key=lambda e: (e.reflexive, len(_words(e.lemma)), order.index(e.strength), e.lemma),
    ):
        for form, mood, person in conjugate(infinitive(entry.lemma)):
            table.setdefault(form, []).append(
                VerbForm(form, entry.lemma, mood, person, entry, form in ambiguous)
            )
    return {form: tuple(found) for form, found in table.items()}


def _strip(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@cache
def _all_forms() -> Mapping[str, tuple[VerbForm, ...]]:
    """The forms, and those without their accents, for words in capitals: «DENONCE», «ECRIT»."""
    table: dict[str, tuple[VerbForm, ...]] = {}
    for form, found in verb_forms().items():
        bare = _strip(form)
        if bare != form:
            table[bare] = table.get(bare, ()) + found
    return {**table, **verb_forms()}


def lookup(form: str) -> tuple[VerbForm, ...]:
    """Return what a lower-case form may be, most likely entry first; empty if no cue.

    Accents may be missing: `lookup("ecrit")` finds «écrire».
    """
    return _all_forms().get(form, ())


@cache
def noun_cues() -> Mapping[str, CueEntry]:
    """Return the nouns of saying, singular and plural forms to entries."""
    table: dict[str, CueEntry] = {}
    for lemma, plural, cue_class, strength, _example in _read("cue_nouns.tsv"):
        entry = CueEntry(lemma, "noun", cue_class, strength, frozenset())
        table[lemma] = entry
        table.setdefault(plural, entry)
    return table


Locution = tuple[tuple[str, ...], CueEntry]


@cache
def preposition_cues() -> Mapping[str, tuple[Locution, ...]]:
    """Return locutions by their first word, longest first: words and entry."""
    table: dict[str, list[Locution]] = {}
    for line, cue_class, strength, _example in _read("cue_prepositions.tsv"):
        entry = CueEntry(line, "preposition", cue_class, strength, frozenset())
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


@cache
def preposition_cues_by_two() -> Mapping[str, Mapping[str, tuple[Locution, ...]]]:
    """Return locutions by their first and their second word, "" of those of one word."""
    table: dict[str, dict[str, tuple[Locution, ...]]] = {}
    for first, found in preposition_cues().items():
        by_second = table[first] = {}
        for words, entry in found:
            second = words[1] if len(words) > 1 else ""
            by_second[second] = (*by_second.get(second, ()), (words, entry))
    return table
