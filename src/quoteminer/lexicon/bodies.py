"""What the press calls bodies that it names without saying what they are."""

from __future__ import annotations

from functools import cache
from importlib import resources

from quoteminer.lexicon.offices import key


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = (resources.files("quoteminer.lexicon") / "bodies.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"][1:]
    return {key(name): tuple(nouns.split("; ")) for name, nouns in rows}


def called(name: str) -> tuple[str, ...]:
    """Return how a body may be called, () for others: `called("CGT")[0]` is «syndicat».

    Case, accents and hyphens do not count.
    """
    return _table().get(key(name), ())
