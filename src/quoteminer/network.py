"""The trained model's decisions: entities of whole texts, tags of chosen words.

The weights are those of the spaCy model. Where it is built as the French core models are,
its word vectors come from `quoteminer.encoder`; any other model is run as spaCy runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from quoteminer.encoder import Encoder, Floats, UnfamiliarModelError, parameter, product

Vectors = Callable[[Sequence[Doc], Sequence[Sequence[int]] | None], list[Floats]]


class EntityNetwork:
    """Finds the entities of texts with the model's `ner`, and sets them as `doc.ents`."""

    def __init__(self, nlp: Language) -> None:
        ner = cast(Any, nlp.get_pipe("ner"))
        self._ner = ner
        model = ner.model
        try:
            tok2vec, _, linear = model.layers[0].layers
            encoder = Encoder(tok2vec, nlp.vocab)
            lower = model.layers[1]
            model.layers[0] = _encoded(encoder, linear)
            model.layers[1] = _precomputed(lower)
        except (UnfamiliarModelError, ValueError):
            return

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the entities of each Doc."""
        self._ner.set_annotations(docs, self._ner.predict(docs))


def _encoded(encoder: Encoder, linear: Model[Any, Any]) -> Model[Any, Any]:
    """The encoder and the layer on top of it, in the place of spaCy's."""
    weights = np.ascontiguousarray(parameter(linear, "W").T)
    bias = parameter(linear, "b")

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Floats, Any]:
        rows = np.concatenate(encoder(docs))
        out = np.empty((len(rows), weights.shape[1]), np.float32)
        product(rows, weights, out)
        out += bias
        return out, None

    return Model("encoded", forward, dims={"nO": weights.shape[1]})


def _precomputed(lower: Model[Any, Any]) -> Model[Any, Any]:
    """The first layer of the decisions, computed for every word and place beforehand."""
    weights = parameter(lower, "W")  # (places, outputs, pieces, inputs)
    *shape, inputs = weights.shape
    table = np.ascontiguousarray(weights.reshape(-1, inputs).T)
    padding = parameter(lower, "pad")[0]

    def forward(_: Model[Any, Any], rows: Floats, is_train: bool) -> tuple[Floats, Any]:
        out = np.empty((len(rows) + 1, table.shape[1]), np.float32)
        product(rows, table, out[1:])
        places = out.reshape((-1, *shape))
        places[0] = padding
        return places, None

    model: Model[Any, Any] = Model(
        "precomputed",
        forward,
        dims={"nF": shape[0], "nO": shape[1], "nP": shape[2]},
        params={"b": None},
    )
    model.set_param("b", lower.get_param("b"))
    return model


class _StockVectors:
    """The word vectors as spaCy computes them, for models built otherwise."""

    def __init__(self, tok2vec: Model[Any, Any]) -> None:
        self._model = tok2vec

    def __call__(
        self, docs: Sequence[Doc], words: Sequence[Sequence[int]] | None = None
    ) -> list[Floats]:
        if words is not None:
            docs = [_part(doc, w) for doc, w in zip(docs, words, strict=True)]
        found: list[Floats] = self._model.predict(docs)
        return found


def _part(doc: Doc, words: Sequence[int]) -> Doc:
    return Doc(
        doc.vocab,
        words=[doc[i].text for i in words],
        spaces=[bool(doc[i].whitespace_) for i in words],
    )


class TagNetwork:
    """Tags chosen words of texts with the model's `morphologizer`: part of speech, morphology."""

    def __init__(self, nlp: Language) -> None:
        tagger = cast(Any, nlp.get_pipe("morphologizer"))
        softmax = tagger.model.layers[-1].layers[0]
        self._weights = np.ascontiguousarray(parameter(softmax, "W").T)
        self._bias = parameter(softmax, "b")
        vocab = nlp.vocab
        blank: Any = Doc(vocab, words=["x"])[0]
        self._tags: list[tuple[int, Any]] = []
        for label in tagger.labels:
            blank.set_morph(tagger.cfg["labels_morph"].get(label) or None)
            self._tags.append((tagger.cfg["labels_pos"].get(label, 0), blank.morph))
        tok2vec = cast(Any, nlp.get_pipe("tok2vec"))
        try:
            self._vectors: Vectors = Encoder(tok2vec.model, vocab)
        except UnfamiliarModelError:
            self._vectors = _StockVectors(tok2vec.model)

    def __call__(self, docs: Sequence[Doc], words: Sequence[Sequence[int]]) -> None:
        """Tag the words (token indexes) listed for each Doc, read as one short text."""
        chosen = [(doc, w) for doc, w in zip(docs, words, strict=True) if w]
        if not chosen:
            return
        rows = np.concatenate(self._vectors([d for d, _ in chosen], [w for _, w in chosen]))
        scores = np.empty((len(rows), self._weights.shape[1]), np.float32)
        product(rows, self._weights, scores)
        scores += self._bias
        best = iter(scores.argmax(axis=1).tolist())
        tags = self._tags
        for doc, indexes in chosen:
            for i, label in zip(indexes, best):  # noqa: B905 - `best` runs on over the texts
                token = doc[i]
                token.pos, token.morph = tags[label]
