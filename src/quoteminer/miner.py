"""The miner: articles in, articles with quotes, entities and speakers out.

Reads as the stages in order: plan the text, run the model, analyse, make records.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Literal

from pydantic import ValidationError

from quoteminer.analysis import analyse, plan
from quoteminer.errors import InputError, WorkerError
from quoteminer.models import Article, Failure, Source
from quoteminer.pipeline import Pipeline
from quoteminer.records import article_from
from quoteminer.workers import behave

BATCH = 32
OnError = Literal["raise", "record"]
_Item = Source | Failure | Exception


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
    """

    def __init__(self, model: str | None = None) -> None:
        self._model = model
        self.pipeline = Pipeline(model)

    def __call__(self, article: str | Source) -> Article:
        """Return the article with its quotes, speakers and entities.

        Raises `InputError` where `article` is neither a str nor a `Source`.
        """
        source = as_source(article)
        return article_from(self._findings([source])[0], source)

    def _findings(self, sources: list[Source]) -> list[dict[str, Any]]:
        with self.pipeline.memory_zone():
            plans = [plan(source.text) for source in sources]
            docs = self.pipeline.docs(plans)
            return [analyse(doc, p) for doc, p in zip(docs, plans, strict=True)]

    def _safely(self, sources: list[Source]) -> list[dict[str, Any] | Exception]:
        """The findings of each source, or the exception that it alone raises."""
        try:
            return list(self._findings(sources))
        except Exception as error:
            if len(sources) == 1:
                return [error]
            return [self._safely([source])[0] for source in sources]

    def pipe(
        self,
        articles: Iterable[str | Source | Failure],
        *,
        n_process: int = 1,
        batch_size: int = BATCH,
        on_error: OnError = "raise",
    ) -> Iterator[Article | Failure]:
        """Yield the articles in order, lazily, with memory that does not grow.

        `on_error="record"` yields a `Failure` in the place of an article that could not
        be read or analysed, and passes on one that `quoteminer.read` put there; `"raise"`
        raises at that point. With `n_process` above 1 the
        work is shared by that many processes; a process that dies raises `WorkerError`.
        """
        batches = _batches(articles, batch_size, on_error)
        results = (
            (
                (batch, self._safely([s for s in batch if isinstance(s, Source)]))
                for batch in batches
            )
            if n_process == 1
            else self._shared(batches, n_process)
        )
        number = 0
        for batch, found in results:
            ready = iter(found)
            for item in batch:
                outcome: object = next(ready) if isinstance(item, Source) else item
                if isinstance(item, Source) and isinstance(outcome, dict):
                    try:
                        outcome = article_from(outcome, item)
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
                        reason=str(outcome)[:500],
                    )
                elif isinstance(outcome, Failure):
                    if on_error == "raise":
                        raise InputError(f"{outcome.where}: {outcome.reason}")
                    outcome = outcome.model_copy(update={"position": number})
                assert isinstance(outcome, (Article, Failure))
                yield outcome
                number += 1

    def _shared(
        self, batches: Iterator[list[_Item]], n_process: int
    ) -> Iterator[tuple[list[_Item], list[dict[str, Any] | Exception]]]:
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        global _worker  # noqa: PLW0603 - what a forked worker finds already loaded
        _worker = self
        with ProcessPoolExecutor(
            n_process,
            mp_context=multiprocessing.get_context(method),
            initializer=_start,
            initargs=(self._model,),
        ) as pool:
            waiting: deque[tuple[list[_Item], Future[Any]]] = deque()
            try:
                for batch in batches:
                    sources = [s for s in batch if isinstance(s, Source)]
                    waiting.append((batch, pool.submit(_work, sources)))
                    if len(waiting) >= 3 * n_process:
                        first, future = waiting.popleft()
                        yield first, future.result()
                while waiting:
                    first, future = waiting.popleft()
                    yield first, future.result()
            except BrokenProcessPool as error:
                raise WorkerError(
                    "a worker process was killed; nothing was lost silently: "
                    "start again from the last article received"
                ) from error
            finally:
                for _, future in waiting:
                    future.cancel()


_worker: Miner | None = None


def _start(model: str | None) -> None:
    behave()
    global _worker  # noqa: PLW0603 - one model a process
    if _worker is None:
        _worker = Miner(model)


def _work(sources: list[Source]) -> list[dict[str, Any] | Exception]:
    assert _worker is not None
    return _worker._safely(sources)


def _batches(
    articles: Iterable[object], size: int, on_error: OnError
) -> Iterator[list[_Item]]:
    waiting = iter(articles)
    while batch := list(islice(waiting, max(1, size))):
        ready: list[_Item] = []
        for item in batch:
            try:
                ready.append(item if isinstance(item, Failure) else as_source(item))
            except InputError as error:
                if on_error == "raise" and not ready:
                    raise
                ready.append(error)
        yield ready


def load(model: str | None = None) -> Miner:
    """Load the French model and return a `Miner`; nothing is downloaded.

    `model` names another French spaCy model with tags and entities.
    Raises `ModelError` where the model is missing or lacks a component.
    """
    return Miner(model)
