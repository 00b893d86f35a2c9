"""What the entity stage hands on: mentions and people, as plain frozen records.

Offsets are Python string indexes into the text (the folded text has the same length),
`end` exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Bound: TypeAlias = tuple[str, int]  # a description, and where it starts


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A name in the text: offsets (end exclusive), label PER / LOC / ORG, canonical name."""

    start: int
    end: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the text gives it: «ministre de l'Intérieur», with its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person over the article.

    `gender` is "m", "f" or None where the text does not say; `gender_evidence` the words
    that say it; `names` every form used, in order of first use.
    """

    name: str
    gender: str | None
    gender_evidence: str | None
    roles: tuple[Role, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityLayer:
    """The entities of an article in order of their start, and its people.

    `roles` has the descriptions bound to each mention of a person, by where that starts, None
    where they were not read yet.
    """

    entities: tuple[EntityMention, ...]
    people: tuple[PersonRecord, ...] = ()
    roles: Mapping[int, tuple[Bound, ...]] | None = field(default=None, compare=False)
