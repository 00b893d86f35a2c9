"""What the model's word vectors say of a name no list holds.

Names of a kind keep the same company: the vector of an unlisted firm lies among those of
listed firms. A linear classifier fitted on the lists alone (`scripts/fit_entities.py`)
sorts every vector of the model into a kind; a model without these vectors says nothing.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from spacy.strings import hash_string  # type: ignore[attr-defined]

WIDTH = 300
KINDS = ("given", "family", "place", "organisation", "common")


@cache
def _weights() -> Any:
    """Return the classifier: a row for each dimension, the last for the bias."""
    path = resources.files("quoteminer") / "data_weights" / "entities_vectors.tsv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    rows = [
        [float(x) for x in line.split("\t")]
        for line in text.splitlines()
        if line and not line.startswith("#")
    ]
    return np.asarray(rows, dtype="float32")


class WordKinds:
    """The kind of every word of a vocabulary, by its vector: «Rimouski» → place, sure."""

    def __init__(self, vocab: Any) -> None:
        vectors = vocab.vectors
        weights = _weights()
        self._rows: dict[int, int] = {}
        self._kinds: list[str] = []
        data = getattr(vectors, "data", None)
        if weights is None or data is None or data.ndim != 2 or data.shape[1] != WIDTH:
            return
        if "fr" not in str(vectors.name):
            return
        length = np.linalg.norm(data, axis=1, keepdims=True)
        scores = (data / np.maximum(length, 1e-6)) @ weights[:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        top = odds.argmax(axis=1)
        sure = odds.max(axis=1)
        self._rows = vectors.key2row
        self._kinds = [
            f"{KINDS[k]}.{'sure' if p >= 0.8 else 'likely' if p >= 0.5 else 'weak'}"
            for k, p in zip(top.tolist(), sure.tolist(), strict=True)
        ]

    def kind(self, word: str) -> str:
        """Return the kind of a word as it is written, "" where it has no vector."""
        row = self._rows.get(hash_string(word))
        return "" if row is None or row < 0 else self._kinds[row]


_KNOWN: dict[int, tuple[Any, WordKinds]] = {}


def word_kinds(vocab: Any) -> WordKinds:
    """Return the kinds of a vocabulary, worked out once."""
    vectors = vocab.vectors
    known = _KNOWN.get(id(vectors))
    if known is None or known[0] is not vectors:
        _KNOWN.clear()
        known = _KNOWN[id(vectors)] = (vectors, WordKinds(vocab))
    return known[1]
