"""Nouns that names, titles and terms between quotation marks follow."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _naming_nouns() -> frozenset[str]:
    text = (resources.files("quoteminer.lexicon") / "naming_nouns.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"][1:]
    return frozenset(form for row in rows for form in row[:2])


def is_naming_noun(form: str) -> bool:
    """Whether a name or title in marks may follow this noun: «le **film** «Les Dunes»»."""
    return form in _naming_nouns()
