"""Offices that public people held, with their years and places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from quoteminer.lexicon.nouns import human_noun

_TERM = re.compile(r"(?P<words>.+) (?P<first>\d{4})-(?P<last>\d{4})")


@dataclass(frozen=True, slots=True)
class Office:
    """An office somebody held: «ministre de la santé», of France, 2012 to 2017 inclusive.

    `head` is the lemma of its noun («ministre», «président» for «présidente»), `words` all its
    words in lower case, `place` the place as `demonym` names it, "" for bodies of the world;
    `gender` the holder's, "m" or "f".
    """

    head: str
    words: tuple[str, ...]
    place: str
    first: int
    last: int
    gender: str


def key(name: str) -> str:
    """Return a name as the tables of names hold it: lower case, no accents, no hyphens."""
    bare = unicodedata.normalize("NFD", name.lower().replace("-", " "))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


@cache
def _table() -> dict[str, tuple[Office, ...]]:
    text = (resources.files("quoteminer.lexicon") / "offices.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"][1:]
    table = {}
    for name, gender, place, offices in rows:
        held = []
        for office in offices.split("; "):
            term = _TERM.fullmatch(office)
            if term is None:
                raise ValueError(f"offices.tsv: {name}: no years in {office!r}")
            words = tuple(term["words"].replace("'", "' ").split())
            noun = next((n for n in map(human_noun, reversed(words[:2])) if n is not None), None)
            # «premier ministre», «haut représentant»: the noun may be the second word
            first = human_noun(words[0])
            head = first.lemma if first is not None else noun.lemma if noun else words[0]
            where = "" if place == "-" else place
            held.append(Office(head, words, where, int(term["first"]), int(term["last"]), gender))
        table[key(name)] = tuple(held)
    return table


def offices(name: str) -> tuple[Office, ...]:
    """Return the offices of a person, () for others: `offices("Joe Biden")[0].head` is «président».

    The full name counts; case, accents and hyphens do not.
    """
    return _table().get(key(name), ())
