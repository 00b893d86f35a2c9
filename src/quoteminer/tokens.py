"""The tokens of a Doc as plain lists: what the rules read, without an object a token.

Offsets are character offsets into the text, `ends` exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from spacy.tokens import Doc

from quoteminer.perceptron import Floats

Morphology = tuple[str, str, int, str]
_GENDER = {"Masc": "m", "Fem": "f"}
_NUMBER = {"Sing": "s", "Plur": "p"}
_FORM = {"Fin": "fin", "Inf": "inf", "Part": "part"}


@lru_cache(maxsize=4096)
def morphology(features: str) -> Morphology:
    """Return gender, number, person and verb form of a string of features.

    >>> morphology("Gender=Fem|Number=Plur|Tense=Past|VerbForm=Part")
    ('f', 'p', 0, 'part')
    """
    found = dict(f.split("=", 1) for f in features.split("|") if "=" in f)
    return (
        _GENDER.get(found.get("Gender", ""), ""),
        _NUMBER.get(found.get("Number", ""), ""),
        int(found.get("Person", "0") or 0),
        _FORM.get(found.get("VerbForm", ""), ""),
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """Start, end, part of speech ("" where untagged) and morphology of every token.

    `vectors` are their vectors in context as the model's `ner` computes them, a row each.
    """

    starts: list[int]
    ends: list[int]
    pos: list[str]
    morph: list[Morphology]
    vectors: Floats | None = None

    @classmethod
    def of(cls, doc: Doc, vectors: Floats | None = None) -> Tokens:
        """Read the tokens of `doc`."""
        if not len(doc):
            return cls([], [], [], [])
        table = doc.to_array(["IDX", "LENGTH", "POS", "MORPH"])
        starts = table[:, 0].astype(np.int64)
        strings = doc.vocab.strings
        names = {p: strings[p] if p else "" for p in set(table[:, 2].tolist())}
        read = {m: morphology(strings[m] if m else "") for m in set(table[:, 3].tolist())}
        return cls(
            starts.tolist(),
            (starts + table[:, 1].astype(np.int64)).tolist(),
            [names[p] for p in table[:, 2].tolist()],
            [read[m] for m in table[:, 3].tolist()],
            vectors,
        )
