"""Nouns, titles, adjectives of origin, first names, words of time: what words mean."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class HumanNoun:
    """A form of a noun for people or bodies: «maires» is maire, plural, a role.

    `fixed` marks a noun of one gender for women and men: «la victime», «le témoin».
    """

    lemma: str
    form_gender: str | None
    number: str
    type: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A title before a name: «Mme»."""

    gender: str


@dataclass(frozen=True, slots=True)
class Demonym:
    """A form of an adjective of origin: «bretonne»."""

    place: str
    gender: str
    number: str


def _read(name: str) -> list[str]:
    text = (resources.files("quoteminer.lexicon") / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


# First members of compounds that take no plural: «demi-finalistes», «arrière-grands-mères»
_INVARIABLE = frozenset(
    "afro anarcho anti arrière auto bio co contre demi éco euro ex franco mi micro multi "
    "néo pro radio sous techno télé ultra vice".split()
)
_AL_PLURALS = frozenset(["festival", "bal", "récital", "carnaval"])


def plural(word: str) -> str:
    """Return the regular plural of a noun: «général» → «généraux»."""
    if word.startswith(("porte-", "sans-")) or word[-1] in "sxz" or word.isupper():
        return word
    if word.endswith("al") and word not in _AL_PLURALS:
        return word[:-2] + "aux"
    if word.endswith(("eau", "eu")):
        return word + "x"
    if "-" in word:
        head, rest = word.split("-", 1)
        if head in _INVARIABLE:
            return f"{head}-{plural(rest)}"
        return f"{plural(head)}-{plural(rest)}"
    return word + "s"


@cache
def _human() -> dict[str, HumanNoun]:
    table: dict[str, HumanNoun] = {}
    kind = ""
    for line in _read("people_nouns.txt"):
        if line.startswith("["):
            kind = line[1:-1]
            continue
        for word in line.split():
            fixed = ""
            if word[1:2] == ":":
                fixed, word = word[0], word[2:]
            masculine, _, feminine = word.partition("/")
            lemma = masculine
            both = not feminine and not fixed
            gender = None if both else fixed or "m"
            if fixed == "p":
                # the plural alone: «les assurés», for «assuré» is a participle
                gender = "m" if feminine else None
                table.setdefault(plural(masculine), HumanNoun(lemma, gender, "p", kind))
                if feminine:
                    table.setdefault(plural(feminine), HumanNoun(lemma, "f", "p", kind))
                continue
            stays = bool(fixed)
            table.setdefault(masculine, HumanNoun(lemma, gender, "s", kind, stays))
            table.setdefault(plural(masculine), HumanNoun(lemma, gender, "p", kind, stays))
            if feminine:
                table.setdefault(feminine, HumanNoun(lemma, "f", "s", kind))
                table.setdefault(plural(feminine), HumanNoun(lemma, "f", "p", kind))
    for form, noun in list(table.items()):
        for prefix in ("ex-", "vice-", "co-"):
            table.setdefault(prefix + form, noun)
    return table


def _strip(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@cache
def _all_human() -> dict[str, HumanNoun]:
    """The forms, and those without their accents, as in «l'Etat» and «LE DEPUTE».

    A participle whose bare form is a word of its own stays out: «accusé» is no «accuse».
    """
    table: dict[str, HumanNoun] = {}
    for form, noun in _human().items():
        bare = _strip(form)
        stem = form.removesuffix("s").removesuffix("é")
        if bare != form and (not form.endswith(("é", "és")) or _strip(stem) != stem):
            table.setdefault(bare, noun)
    return {**table, **_human()}


def human_noun(form: str) -> HumanNoun | None:
    """Return what a lower-case form says about people, or None: `human_noun("maire")`.

    Accents may be missing as in capitals: `human_noun("depute")` is the entry of «député».
    """
    return _all_human().get(form)


@cache
def _titles() -> dict[str, Title]:
    return {
        word: Title("" if line[0] == "x" else line[0])
        for line in _read("titles.txt")
        for word in line.split()[1:]
    }


def title(form: str) -> Title | None:
    """Return the title, or None: `title("Mme")`."""
    return _titles().get(form)


@cache
def _demonyms() -> dict[str, Demonym]:
    table = {}
    for line in _read("demonyms.txt"):
        for entry in line.split():
            forms, _, place = entry.partition("=")
            place = place.replace("_", " ")
            masculine, _, feminine = forms.partition("/")
            table[masculine] = Demonym(place, "m" if feminine else "", "s")
            table[plural(masculine)] = Demonym(place, "m" if feminine else "", "p")
            if feminine:
                table[feminine] = Demonym(place, "f", "s")
                table[plural(feminine)] = Demonym(place, "f", "p")
    return table


def demonym(form: str) -> Demonym | None:
    """Return the place a lower-case adjective of origin belongs to: «bretonne»."""
    return _demonyms().get(form)


@cache
def _first_names() -> dict[str, str]:
    table: dict[str, str] = {}
    gender = ""
    for line in _read("first_names.txt"):
        if line.startswith("["):
            gender = line[1]
            continue
        for name in line.split():
            if not name.endswith("_"):
                table.setdefault(name, gender)
    return table


def first_name_gender(name: str) -> str | None:
    """Return "m" or "f" for a first name that suggests one, else None."""
    table = _first_names()
    gender = table.get(name) or table.get(name.split("-", maxsplit=1)[0])
    return gender if gender in ("m", "f") else None


def is_first_name(name: str) -> bool:
    """Whether a capitalised word is a first name, or a compound of one."""
    table = _first_names()
    return name in table or ("-" in name and name.split("-", maxsplit=1)[0] in table)


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(word for line in _read(name) for word in line.split())


def is_time_word(form: str) -> bool:
    """Whether a lower-case word heads a phrase of time: «mardi»."""
    return form in _set("time_words.txt")


def quantity_nouns() -> frozenset[str]:
    """Return the nouns that count what follows them: «une **vingtaine** de voisins»."""
    return _set("quantity_nouns.txt")


def is_adverb(form: str) -> bool:
    """Whether a word may stand inside a verb group or before an inverted subject."""
    return form in _set("adverbs.txt") or form.endswith("ment")


@cache
def _related() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _read("related_nouns.txt"):
        words = line.split()
        for word in words:
            table.setdefault(word, set()).update(words)
    return {word: frozenset(found) for word, found in table.items()}


def related(lemma: str) -> frozenset[str]:
    """Return the nouns that may name the same person: «élu» for a «maire»."""
    return _related().get(lemma, frozenset())
