"""The model's word vectors in context, computed faster than spaCy computes them.

spaCy's `tok2vec` embeds every token afresh and runs its layers over the whole batch with
BLIS. Here the same network, with the same weights, is computed in another order:

- what a word is embedded as depends on the word alone, so it is computed once for each
  word and kept (the press repeats itself: 19 tokens of 20 are words seen before);
- the layers run over blocks of a few hundred rows that stay in the processor's cache, on
  numpy's matrix product, in buffers that are allocated once.

Blocks have a fixed shape, so the vector of a token does not depend, to the last bit, on
what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]

BLOCK = 512
# Words whose embedding is kept: 96 floats each. When full it is emptied and fills again.
CAPACITY = 40_000
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing


class UnfamiliarModelError(Exception):
    """The network is not built as the French core models are."""


def parameter(model: Model[Any, Any], name: str) -> Floats:
    """Return weights of a layer as a plain array."""
    return np.asarray(model.get_param(name), np.float32)


def product(rows: Floats, weights: Floats, out: Floats) -> None:
    """Write `rows @ weights` to `out` in blocks of a fixed shape."""
    block = np.zeros((BLOCK, rows.shape[1]), np.float32)
    result = np.empty((BLOCK, weights.shape[1]), np.float32)
    for start in range(0, len(rows), BLOCK):
        n = min(BLOCK, len(rows) - start)
        block[:n] = rows[start : start + n]
        np.matmul(block, weights, out=result)
        out[start : start + n] = result[:n]


class _Layer:
    """One maxout layer with normalisation: weights as one matrix, piece after piece."""

    def __init__(self, maxout: Model[Any, Any], norm: Model[Any, Any]) -> None:
        weights = parameter(maxout, "W")  # (outputs, pieces, inputs)
        self.width, self.pieces, self.inputs = weights.shape
        by_piece = weights.transpose(1, 0, 2).reshape(-1, self.inputs)
        self.weights = np.ascontiguousarray(by_piece.T)
        self.bias = np.ascontiguousarray(parameter(maxout, "b").T.reshape(-1))
        self.gain = parameter(norm, "G")
        self.shift = parameter(norm, "b")
        self._product = np.empty((BLOCK, self.width * self.pieces), np.float32)
        self._square = np.empty((BLOCK, self.width), np.float32)
        self._mean = np.full((self.width,), 1.0 / self.width, np.float32)

    def __call__(self, block: Floats, out: Floats) -> None:
        """Write the layer's output for a whole block of `BLOCK` rows to `out`."""
        product, width = self._product, self.width
        np.matmul(block, self.weights, out=product)
        product += self.bias
        np.maximum(product[:, :width], product[:, width : 2 * width], out=out)
        for piece in range(2, self.pieces):
            np.maximum(out, product[:, piece * width : (piece + 1) * width], out=out)
        out -= (out @ self._mean)[:, None]
        np.multiply(out, out, out=self._square)
        deviation = np.sqrt(self._square @ self._mean + np.float32(1e-8))
        out /= deviation[:, None]
        out *= self.gain
        out += self.shift


class Encoder:
    """A spaCy `tok2vec` of hash embeddings and window-1 maxout layers, read for inference.

    Raises `UnfamiliarModelError` where the model is built otherwise.
    """

    def __init__(self, tok2vec: Model[Any, Any], vocab: Vocab) -> None:
        try:
            embed, encode = tok2vec.get_ref("embed"), tok2vec.get_ref("encode")
            concatenated, mix = embed.layers[0], embed.layers[1].layers[0]
            features, vectors = concatenated.layers
            self._columns = features.layers[0].attrs["columns"]
            self._hashes = features.layers[2].layers[0]
            self._project = np.ascontiguousarray(parameter(vectors, "W").T)
            self._mix = _Layer(mix.layers[0].layers[0], mix.layers[0].layers[1])
            layers = [residual.layers[0] for residual in encode.layers[0].layers]
            self._windows = [layer.layers[0].attrs["window_size"] for layer in layers]
            self._layers = [
                _Layer(layer.layers[1].layers[0].layers[0], layer.layers[1].layers[0].layers[1])
                for layer in layers
            ]
        except (AttributeError, IndexError, KeyError, ValueError) as error:
            raise UnfamiliarModelError(
                f"not a hash-embedding model with static vectors: {error!r}"
            ) from error
        if set(self._windows) != {1} or vectors.attrs.get("key_attr", "ORTH") != "ORTH":
            raise UnfamiliarModelError("not a model of window-1 layers over vectors by word form")
        self._vocab = vocab
        self.width = self._mix.width
        self.pad = len(layers)  # rows that keep one text's words out of another's windows
        self._spaces = "SPACY" in self._columns
        self._table = np.zeros((CAPACITY, self.width), np.float32)
        self._rows: dict[int, int] = {}
        self._block = np.zeros((BLOCK, self.width * 3), np.float32)
        self._out = np.empty((BLOCK, self.width), np.float32)

    def __call__(
        self, docs: Sequence[Doc], words: Sequence[Sequence[int]] | None = None
    ) -> list[Floats]:
        """Return the vectors of each text's tokens, or of those tokens that `words` lists.

        The tokens listed are read as if they were the whole text.
        """
        attributes = [self._attributes(doc) for doc in docs]
        if words is not None:
            attributes = [a[w] for a, w in zip(attributes, words, strict=True)]
        lengths = [len(a) for a in attributes]
        rows = self._rows_of(np.concatenate(attributes))
        pad = self.pad
        total = sum(lengths) + pad * (len(lengths) + 1)
        # A row of zeros at either end stands for what lies outside.
        now = np.zeros((total + 2, self.width), np.float32)
        then = np.zeros_like(now)
        places = []
        at, done = pad + 1, 0
        for length in lengths:
            places.append((at, at + length))
            np.take(self._table, rows[done : done + length], axis=0, out=now[at : at + length])
            at += length + pad
            done += length
        block, out, width = self._block, self._out, self.width
        for layer in self._layers:
            for start in range(1, total + 1, BLOCK):
                stop = min(start + BLOCK, total + 1)
                n = stop - start
                block[:n, :width] = now[start - 1 : stop - 1]
                block[:n, width : 2 * width] = now[start:stop]
                block[:n, 2 * width :] = now[start + 1 : stop + 1]
                layer(block, out)
                np.add(now[start:stop], out[:n], out=then[start:stop])
            now, then = then, now
        return [now[a:b] for a, b in places]

    def _attributes(self, doc: Doc) -> Keys:
        """What a text's tokens are embedded by: rows of ORTH, NORM, SPACY."""
        array: Any = doc.to_array(["ORTH", "NORM", "SPACY"])
        found: Keys = array.reshape(-1, 3)
        return found

    def _rows_of(self, attributes: Keys) -> npt.NDArray[np.int64]:
        """The table rows of tokens, computing the words not seen before."""
        keys = attributes[:, 0] * _MIX ^ attributes[:, 1]
        if self._spaces:
            keys = keys * _MIX + attributes[:, 2]
        listed = keys.tolist()
        known = self._rows
        new = {key: i for i, key in enumerate(listed) if key not in known}
        if len(known) + len(new) > CAPACITY:
            known.clear()
            new = {key: i for i, key in enumerate(listed)}
            if len(new) > len(self._table):  # one batch of more words than are kept
                self._table = np.zeros((len(new), self.width), np.float32)
        if new:
            first = len(known)
            self._embed(attributes[list(new.values())], first)
            known.update(zip(new, range(first, first + len(new)), strict=True))
        return np.array([known[key] for key in listed], np.int64)

    def _embed(self, attributes: Keys, first: int) -> None:
        """Compute the embeddings of new words into the table from row `first`."""
        vocab = self._vocab
        orths, norms, spaces = attributes[:, 0], attributes[:, 1], attributes[:, 2]
        lexemes = [vocab[orth] for orth in orths.tolist()]
        read: dict[str, Callable[[], Any]] = {
            "NORM": lambda: norms,
            "PREFIX": lambda: [lexeme.prefix for lexeme in lexemes],
            "SUFFIX": lambda: [lexeme.suffix for lexeme in lexemes],
            "SHAPE": lambda: [lexeme.shape for lexeme in lexemes],
            "SPACY": lambda: spaces,
            "IS_SPACE": lambda: [lexeme.is_space for lexeme in lexemes],
        }
        columns = np.array([read[name]() for name in self._columns], np.uint64).T
        hashed = self._hashes.predict(np.ascontiguousarray(columns))
        vectors = cast(Any, vocab.vectors)
        found = vectors.find(keys=orths)
        width = self.width
        inputs = np.zeros((BLOCK, self._mix.inputs), np.float32)
        given = np.zeros((BLOCK, vectors.data.shape[1]), np.float32)
        for start in range(0, len(orths), BLOCK):
            n = min(BLOCK, len(orths) - start)
            part = found[start : start + n]
            given[:n] = vectors.data[part]
            given[:n][part < 0] = 0
            inputs[:n, :-width] = hashed[start : start + n]
            inputs[:, -width:] = given @ self._project
            self._mix(inputs, self._out)
            self._table[first + start : first + start + n] = self._out[:n]
