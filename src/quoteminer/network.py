"""The trained model's decisions: entities of whole texts, tags of chosen words.

The weights are those of the spaCy model, and so are the decisions. Where the model is
built as the French core models are, its word vectors come from `quoteminer.encoder` and
its decisions are taken for all words at once; any other model is run as spaCy runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.api import Model

from quoteminer.encoder import Encoder, Floats, UnfamiliarModelError, parameter, product

Indexes = npt.NDArray[np.int64]
Vectors = Callable[[Sequence[Doc], Sequence[Sequence[int]] | None], list[Floats]]
# Words of a name that are looked for with all names at once; a longer one is followed alone.
_STEPS = 16


def entity_network(nlp: Language) -> Callable[[Sequence[Doc]], None]:
    """Return what sets `doc.ents` of a list of Docs by the model's `ner`."""
    ner = cast(Any, nlp.get_pipe("ner"))
    try:
        return EntityNetwork(ner, nlp)
    except UnfamiliarModelError:
        return lambda docs: ner.set_annotations(docs, ner.predict(docs))


class ContextVectors:
    """The vectors in context that the `ner` of a pipeline reads, for Docs of that pipeline.

    Nothing where there is no `ner` or it is built otherwise than the French core models'.
    """

    def __init__(self, nlp: Language) -> None:
        self._ner: Any = nlp.get_pipe("ner") if "ner" in nlp.pipe_names else None
        self._encoder: Encoder | None = None

    def __call__(self, doc: Doc) -> Floats | None:
        """Return a row for each token of `doc`."""
        if self._encoder is None and self._ner is not None:
            try:
                tok2vec = self._ner.model.layers[0].layers[0]
                self._encoder = Encoder(tok2vec, self._ner.vocab)
            except (AttributeError, IndexError, UnfamiliarModelError):
                self._ner = None
        if self._encoder is None or not len(doc):
            return None
        return self._encoder([doc])[0]

    def __getstate__(self) -> dict[str, Any]:
        """Leave the encoder behind: another process builds its own."""
        return {"_ner": self._ner, "_encoder": None}


class EntityNetwork:
    """spaCy's transition-based `ner`, without its walk from word to word.

    That walk asks at each word for the best of «a name begins», «is this word alone» and
    «no name», and within a name for «goes on» or «ends». Outside a name the answer
    depends on the word's vector alone, so it is computed for all words together; inside,
    on the word, the one before and the first of the name, so all names that may begin
    are followed together, a word a step.

    Raises `UnfamiliarModelError` where the model is built otherwise.
    """

    def __init__(self, ner: Any, nlp: Language) -> None:
        try:
            model = ner.model
            tok2vec, _, linear = model.layers[0].layers
            lower, upper = model.layers[1], model.layers[2]
            weights = parameter(lower, "W")  # (places, outputs, pieces, inputs)
            places, outputs, pieces, _ = weights.shape
            if (places, pieces) != (3, 2) or model.attrs["unseen_classes"]:
                raise UnfamiliarModelError("not an ner of three places and two pieces")
            self._encoder = Encoder(tok2vec, nlp.vocab)
        except (AttributeError, IndexError, KeyError, ValueError) as error:
            raise UnfamiliarModelError(f"not a transition-based ner: {error!r}") from error
        # The layer that narrows the vectors and the one that reads them are one product.
        by_place = weights.transpose(0, 2, 1, 3).reshape(places, pieces * outputs, -1)
        narrow, offset = parameter(linear, "W"), parameter(linear, "b")
        joined = [(w @ narrow).T for w in by_place]
        shifts = [w @ offset for w in by_place]
        bias = parameter(lower, "b").T.reshape(-1)
        absent = parameter(lower, "pad")[0].transpose(0, 2, 1).reshape(places, -1)
        self._outputs = outputs
        self._outside = np.ascontiguousarray(joined[0])
        self._outside_bias = shifts[0] + absent[1] + absent[2] + bias
        self._inside = np.ascontiguousarray(np.concatenate(joined))
        self._inside_bias = shifts[0] + shifts[1] + shifts[2] + bias
        scores, score_bias = parameter(upper, "W"), parameter(upper, "b")
        names = [ner.moves.get_class_name(i) for i in range(ner.moves.n_moves)]
        self.labels = sorted({name[2:] for name in names if name[2:]})
        self._label_ids = [nlp.vocab.strings.add(label) for label in self.labels]
        begin, alone, on, end = (
            [names.index(f"{move}-{label}") for label in self.labels] for move in "BUIL"
        )
        first = [names.index("O"), *alone, *begin]
        self._first = np.ascontiguousarray(scores[first].T)
        self._first_bias = score_bias[first]
        # What speaks for going on rather than ending, for each label.
        self._on = np.ascontiguousarray((scores[on] - scores[end]).T)
        self._on_bias = score_bias[on] - score_bias[end]

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the entities of each Doc, and its tokens' vectors in context as its `tensor`.

        Whatever entities it had are dropped.
        """
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        vectors = np.concatenate(self._encoder(docs))
        stops = np.cumsum([len(doc) for doc in docs])
        choices = self._choices(vectors, stops - 1)
        candidates = np.flatnonzero(choices)
        last = stops[np.searchsorted(stops, candidates, side="right")] - 1
        ends = self._ends(vectors, candidates, choices[candidates], last)
        at = 0
        found = zip(candidates.tolist(), choices[candidates].tolist(), ends, strict=True)
        candidate = next(found, None)
        for doc, stop in zip(docs, stops.tolist(), strict=True):
            spans = []
            free = at  # where the name found last ends
            while candidate is not None and candidate[0] < stop:
                start, choice, end = candidate
                candidate = next(found, None)
                if start < free or doc[start - at].is_space:
                    continue
                if end < 0:
                    end = self._follow(vectors, start, choice, -end, stop - 1)
                label = self._label_ids[(choice - 1) % len(self.labels)]
                spans.append(Span(doc, start - at, end - at, label=label))
                free = end
            doc.set_ents(spans)
            doc.tensor = cast(Any, vectors[at:stop])
            at = stop

    def _choices(self, vectors: Floats, last: Indexes) -> Indexes:
        """What begins at each word: 0 nothing, then a name of one word, of several, by label.

        No name of several words begins at the `last` word of a text.
        """
        hidden = self._hidden(vectors, self._outside, self._outside_bias)
        scores = np.empty((len(vectors), self._first.shape[1]), np.float32)
        product(hidden, self._first, scores)
        scores += self._first_bias
        scores[last, 1 + len(self.labels) :] = -np.inf
        best: Indexes = scores.argmax(axis=1)
        return best

    def _ends(self, vectors: Floats, starts: Indexes, choices: Indexes, last: Indexes) -> list[int]:
        """The end (exclusive) of each name, or minus the word where it is still open."""
        ends = starts + 1
        several = choices > len(self.labels)
        active = np.flatnonzero(several)
        labels = (choices - 1) % len(self.labels)
        for _ in range(_STEPS):
            if not len(active):
                break
            now = ends[active]
            goes_on = self._goes_on(vectors, starts[active], now, labels[active])
            goes_on &= now < last[active]
            ends[active] += 1
            active = active[goes_on]
        ends[active] = -ends[active]
        found: list[int] = ends.tolist()
        return found

    def _follow(self, vectors: Floats, start: int, choice: int, at: int, last: int) -> int:
        """The end of one long name, from the word `at` on."""
        label = np.array([(choice - 1) % len(self.labels)])
        while at < last and self._goes_on(vectors, np.array([start]), np.array([at]), label)[0]:
            at += 1
        return at + 1

    def _goes_on(
        self, vectors: Floats, starts: Indexes, now: Indexes, labels: Indexes
    ) -> npt.NDArray[np.bool_]:
        """Whether each name begun at `starts` goes on after the word `now`."""
        rows = np.concatenate([vectors[now], vectors[starts], vectors[now - 1]], axis=1)
        hidden = self._hidden(rows, self._inside, self._inside_bias)
        scores = np.empty((len(rows), self._on.shape[1]), np.float32)
        product(hidden, self._on, scores)
        scores += self._on_bias
        decided: npt.NDArray[np.bool_] = scores[np.arange(len(rows)), labels] >= 0
        return decided

    def _hidden(self, rows: Floats, weights: Floats, bias: Floats) -> Floats:
        both = np.empty((len(rows), weights.shape[1]), np.float32)
        product(rows, weights, both)
        both += bias
        return np.maximum(both[:, : self._outputs], both[:, self._outputs :])


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
