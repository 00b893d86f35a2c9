"""The miner: articles in, articles with quotes, entities and speakers out.

Reads as the stages in order: plan the text, run the model, analyse, make records.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

from pydantic import ValidationError

from quoteminer.analysis import Plan, analyse, plan, without_quotes
from quoteminer.entities import OwnLists, find_entities
from quoteminer.errors import InputError, WorkerError, place_of, reason_of
from quoteminer.explanation import Language, known
from quoteminer.findings import only_named
from quoteminer.lexicon.cues import CueEntry, CueLexicon, standard
from quoteminer.lexicon.own_cues import Cues, own_cues
from quoteminer.models import Article, Failure, Source
from quoteminer.pipeline import Pipeline
from quoteminer.provenance import made_by
from quoteminer.records import article_from, joined, nothing_found, only_quoted
from quoteminer.text import sections
from quoteminer.workers import behave

BATCH = 32
OnError = Literal["raise", "record"]
Entities = Literal["all", "speakers"]
Batch = list[Source | Failure | Exception]
Outcome = dict[str, Any] | Exception


def as_source(item: object) -> Source:
    """Return `item` (a str, a Source, or a mapping of its fields) as a Source."""
    if isinstance(item, Source):
        return item
    if isinstance(item, str):
        return Source(text=item)
    if isinstance(item, dict):
        try:
            return Source.model_validate(item)
        except ValidationError as error:
            raise InputError(f"not an article: {error}") from error
    raise InputError(f"an article is a str or a Source, not {type(item).__name__}")


class Miner:
    """Finds and attributes the quotes of French press articles.

    Make one with `quoteminer.load()` and keep it: loading the model takes a second.
    `made_by` are the versions at work, which every article carries.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        quotes: bool = True,
        own: OwnLists | None = None,
        cues: tuple[CueEntry, ...] = (),
        language: Language = "en",
    ) -> None:
        self._given: dict[str, Any] = {
            "model": model, "quotes": quotes, "own": own, "cues": cues, "language": language,
        }  # fmt: skip
        self._quotes = quotes
        self._own = own
        self._lexicon = CueLexicon(cues) if cues else standard()
        self._language = language
        self.pipeline = Pipeline(model)
        self.made_by = made_by(self.pipeline.nlp)
        self._one_at_a_time = Lock()

    def __call__(self, article: str | Source, *, entities: Entities = "all") -> Article:
        """Return the article with its quotes, speakers and entities.

        With `entities="speakers"` nothing is done that attribution does not need: an
        article without quotations is read no further, and `entities` and `profiles` hold
        only who is quoted. Raises `InputError` where `article` is neither a str nor a `Source`.
        """
        source = as_source(article)
        return article_from(self._findings([source], entities)[0], source, self.made_by)

    def _findings(self, sources: list[Source], entities: Entities) -> list[dict[str, Any]]:
        # spaCy's vocabulary and the network's buffers serve one text at a time.
        with self._one_at_a_time, self.pipeline.memory_zone():
            entities = entities if self._quotes else "all"
            parts = [
                [(offset, self._plan(text)) for offset, text in sections(source.text)]
                for source in sources
            ]
            read = [p for part in parts for _, p in part if entities == "all" or p.stretches]
            found = iter(self._analysed(read))
            return [self._whole(part, found, entities) for part in parts]

    def _plan(self, text: str) -> Plan:
        return plan(text, self._lexicon) if self._quotes else without_quotes(text)

    def _analysed(self, plans: list[Plan]) -> list[dict[str, Any]]:
        docs = self.pipeline.docs(plans)
        layers = [
            find_entities(doc, self._own, planned.folded, cast(Any, doc.tensor))
            for doc, planned in zip(docs, plans, strict=True)
        ]
        if not self._quotes:
            return [only_named(p.folded, layer) for p, layer in zip(plans, layers, strict=True)]
        return [
            analyse(doc, planned, layer, language=self._language, vectors=cast(Any, doc.tensor))
            for doc, planned, layer in zip(docs, plans, layers, strict=True)
        ]

    @staticmethod
    def _whole(
        sections: list[tuple[int, Plan]], found: Iterator[dict[str, Any]], entities: Entities
    ) -> dict[str, Any]:
        """The findings of one article from those of its sections, next in `found`."""
        parts = []
        paragraph = 0
        for offset, planned in sections:
            read = entities == "all" or planned.stretches
            parts.append((offset, paragraph, next(found) if read else nothing_found()))
            paragraph += len(planned.paragraphs)
        whole = joined(parts)
        return whole if entities == "all" else only_quoted(whole)

    def _safely(self, sources: list[Source], entities: Entities) -> list[Outcome]:
        """The findings of each source, or the exception that it alone raises."""
        try:
            return list(self._findings(sources, entities))
        except Exception as error:
            if len(sources) == 1:
                # a traceback does not survive the way from a worker: the place does
                error.__dict__["place"] = place_of(error)
                return [error]
            return [self._safely([source], entities)[0] for source in sources]

    def pipe(
        self,
        articles: Iterable[str | Source | Failure],
        *,
        n_process: int = 1,
        batch_size: int = BATCH,
        on_error: OnError = "raise",
        entities: Entities = "all",
    ) -> Iterator[Article | Failure]:
        """Yield the articles in order, lazily, with memory that does not grow.

        `on_error="record"` yields a `Failure` in the place of an article that could not
        be read or analysed, and passes on one that `quoteminer.read` put there; `"raise"`
        raises at that point. With `n_process` above 1 the
        work is shared by that many processes. What a process that is killed was working on
        is done again; an article that kills its process again fails with `WorkerError`.
        The results do not depend on `n_process` and `batch_size`. `entities` is explained
        at `__call__`.
        """
        batches = _batches(articles, batch_size, on_error)
        results = (
            ((batch, self._safely(_sources(batch), entities)) for batch in batches)
            if n_process == 1
            else self._shared(batches, n_process, entities)
        )
        number = 0
        for batch, found in results:
            ready = iter(found)
            for item in batch:
                outcome: object = next(ready) if isinstance(item, Source) else item
                if isinstance(item, Source) and isinstance(outcome, dict):
                    try:
                        outcome = article_from(outcome, item, self.made_by)
                    except ValidationError as error:
                        outcome = error
                if isinstance(outcome, Exception):
                    if on_error == "raise":
                        raise outcome
                    known = item if isinstance(item, Source) else None
                    outcome = Failure(
                        position=number,
                        id=known.id if known else None,
                        where=known.where if known else None,
                        error=type(outcome).__name__,
                        reason=reason_of(outcome)[:500],
                    )
                elif isinstance(outcome, Failure):
                    if on_error == "raise":
                        raise InputError(f"{outcome.where}: {outcome.reason}")
                    outcome = outcome.model_copy(update={"position": number})
                assert isinstance(outcome, (Article, Failure))
                yield outcome
                number += 1

    def _shared(
        self, batches: Iterator[Batch], n_process: int, entities: Entities
    ) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Share batches among processes, `2 * n_process` under way at a time, results in order.

        Where a worker is killed, the batches under way are done again one by one, so that
        one article that cannot be survived takes no other with it.
        """
        waiting: deque[tuple[Batch, Future[list[Outcome]]]] = deque()
        pool = self._pool(n_process)
        try:
            more = True
            while more or waiting:
                while more and len(waiting) < 2 * n_process:
                    batch = next(batches, None)
                    if batch is None:
                        more = False
                    else:
                        waiting.append((batch, _submitted(pool, _sources(batch), entities)))
                if waiting:
                    batch, future = waiting.popleft()
                    try:
                        outcomes = future.result()
                    except BrokenProcessPool:
                        pool.shutdown(cancel_futures=True)
                        again = [batch, *(b for b, _ in waiting)]
                        waiting.clear()
                        for lost in again:
                            yield lost, self._again(_sources(lost), entities)
                        pool = self._pool(n_process)
                    else:
                        yield batch, outcomes
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, n_process: int) -> ProcessPoolExecutor:
        # A forked process shares the loaded model; where there is no fork each loads its own.
        forks = "fork" in multiprocessing.get_all_start_methods()
        return ProcessPoolExecutor(
            n_process,
            mp_context=multiprocessing.get_context("fork" if forks else "spawn"),
            initializer=_start,
            initargs=(self if forks else self._given,),
        )

    def _again(self, sources: list[Source], entities: Entities) -> list[Outcome]:
        """Do a batch in a process of its own; if that dies too, article by article."""
        with self._pool(1) as pool:
            try:
                return pool.submit(_work, sources, entities).result()
            except BrokenProcessPool:
                if len(sources) == 1:
                    return [WorkerError("the process that analysed this article was killed")]
        return [outcome for source in sources for outcome in self._again([source], entities)]


_worker: Miner | None = None


def _start(given: Miner | dict[str, Any]) -> None:
    """Make a new process ready: the parent's miner where it was forked, else what made it."""
    global _worker  # noqa: PLW0603 - one miner a process
    _worker = given if isinstance(given, Miner) else Miner(**given)
    _worker._one_at_a_time = Lock()  # another thread may have held it when the process forked
    gc.freeze()  # what was inherited stays: collecting garbage need not look at it again
    behave()


def _submitted(
    pool: ProcessPoolExecutor, sources: list[Source], entities: Entities
) -> Future[list[Outcome]]:
    """The work handed to `pool`; a future that has failed where the pool broke a moment ago."""
    try:
        return pool.submit(_work, sources, entities)
    except BrokenProcessPool as error:
        broken: Future[list[Outcome]] = Future()
        broken.set_exception(error)
        return broken


def _work(sources: list[Source], entities: Entities) -> list[Outcome]:
    assert _worker is not None
    return _worker._safely(sources, entities)


def _sources(batch: Batch) -> list[Source]:
    return [item for item in batch if isinstance(item, Source)]


def _batches(articles: Iterable[object], size: int, on_error: OnError) -> Iterator[Batch]:
    waiting = iter(articles)
    while batch := list(islice(waiting, max(1, size))):
        ready: Batch = []
        for item in batch:
            try:
                ready.append(item if isinstance(item, Failure) else as_source(item))
            except InputError as error:
                if on_error == "raise" and not ready:
                    raise
                ready.append(error)
        yield ready


def load(
    model: str | None = None,
    *,
    quotes: bool = True,
    names: str | Path | Iterable[Mapping[str, Any]] | None = None,
    first_names: str | Path | Mapping[str, str] | None = None,
    cues: Cues | None = None,
    language: str = "en",
) -> Miner:
    """Load the French model and return a `Miner`; nothing is downloaded.

    `model` names another French spaCy model with tags and entities; one that quoteminer was
    not fitted with gives a `ModelWarning`. `quotes=False` finds
    people, places and organisations alone. `names` are the user's own (a CSV file with
    `text`, `label` and perhaps `name`; a JSONL file or list of `entity_ruler` patterns);
    `first_names` tell gender (a CSV file with `name` and `gender`, INSEE's public file, or
    a mapping to "m" and "f"): see `quoteminer.entities.OwnLists`. `cues` are words that report
    speech (a CSV file with `lemma` and perhaps `kind`, `class`, `strength`, `constructions`, or
    a list of such mappings): see `quoteminer.lexicon.own_cues`. `language` is that of the
    explanations: "en" or "fr".
    Raises `ModelError` where the model is missing or lacks a component, `InputError` where
    a list cannot be read.
    """
    own = OwnLists(names, first_names) if names is not None or first_names is not None else None
    entries = own_cues(cues) if cues is not None else ()
    return Miner(model, quotes=quotes, own=own, cues=entries, language=known(language))
