"""What the lists say about a name: places, organisations, names of people, head nouns.

Lists are data (`data/*.txt`): `[class]` and names separated by commas. Look-ups are one
dictionary access a candidate; no pattern holds names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoteminer.entities.pieces import Piece

FILES = ("places", "organisations", "not_names", "compiled_towns", "compiled_countries")


def blocks(name: str) -> Iterable[tuple[str, list[str]]]:
    """Yield the classes of a list and their names."""
    text = (resources.files("quoteminer.entities") / "data" / f"{name}.txt").read_text("utf-8")
    label = ""
    lines: list[str] = []
    for line in [*text.splitlines(), "[]"]:
        if line.startswith("["):
            if label:
                names = " ".join(lines).split(",")
                yield label, [n.strip() for n in names if n.strip()]
            label, lines = line[1:-1], []
        elif not line.startswith("#"):
            lines.append(line)


class Gazetteer:
    """The lists, by plain name.

    `names` gives the classes of a whole name («paris» → town), `first` how many words the
    listed names that start with a word may have, `heads` the classes of a head noun.
    """

    def __init__(self) -> None:
        from quoteminer.entities.pieces import plain

        self.plain = plain
        self.names: dict[str, tuple[str, ...]] = {}
        self.longest: dict[str, int] = {}
        self.heads: dict[str, tuple[str, ...]] = {}
        self.given: set[str] = set()
        self.family: set[str] = set()
        self.common: frozenset[str] = frozenset()
        for file in FILES:
            for label, names in blocks(file):
                self.add(label, names)
        for label, names in blocks("heads"):
            kind = label.split()[0]
            for noun in names:
                key = plain(noun)
                if kind not in self.heads.get(key, ()):
                    self.heads[key] = (*self.heads.get(key, ()), kind)
        for label, names in blocks("compiled_names"):
            target = self.given if label == "given" else self.family
            target.update(plain(n) for n in names)
        for _, names in blocks("compiled_words"):
            self.common = frozenset(names)

    def add(self, label: str, names: Iterable[str]) -> None:
        """Add names to a class (the user's own lists come in this way)."""
        for name in names:
            key = self.plain(name)
            if not key:
                continue
            known = self.names.get(key, ())
            if label not in known:
                self.names[key] = (*known, label)
            words = key.split()
            if len(words) > 1:
                self.longest[words[0]] = max(self.longest.get(words[0], 1), len(words))

    def phrases_at(self, pieces: Sequence[Piece], i: int) -> set[int]:
        """Return the last pieces of the listed names of several words that start at `i`."""
        ends: set[int] = set()
        first = pieces[i].plain.split()
        longest = self.longest.get(first[0], 0) if first else 0
        if not longest:
            return ends
        words = list(first)
        for j in range(i + 1, min(len(pieces), i + longest + 1)):
            piece = pieces[j]
            if piece.kind == "line":
                break
            if piece.text != "-" or piece.space:
                words += piece.plain.split()
            if len(words) > longest:
                break
            if " ".join(words) in self.names:
                ends.add(j)
        return ends


@cache
def gazetteer() -> Gazetteer:
    """Return the lists that come with the package."""
    return Gazetteer()


Lookup = Mapping[str, tuple[str, ...]]
