"""Batches and workers: the same results, nothing lost when a process is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from itertools import islice

import pytest

import quoteminer.miner as module
from quoteminer import Article, Failure, WorkerError
from quoteminer.text import SECTION

TEXTS = [
    f"«Nous avons tenu {n} heures», a dit Anne Roy, maire de Brest. "
    f"Selon Karim Belhadj, de la CGT, «rien n'est réglé».\n"
    + "Le port reste fermé. " * (n % 7)
    + f"«Demain, {n} navires partiront», prévient-elle."
    for n in range(40)
]


def as_json(found):
    return [article.model_dump_json() for article in found]


@pytest.mark.parametrize(("n_process", "batch_size"), [(1, 1), (1, 7), (1, 64), (2, 3), (3, 16)])
def test_batches_and_workers_change_nothing(miner, n_process, batch_size):
    one_by_one = as_json(miner(text) for text in TEXTS)
    found = miner.pipe(TEXTS, n_process=n_process, batch_size=batch_size)
    assert as_json(found) == one_by_one


def test_only_who_is_quoted(miner):
    texts = [*TEXTS[:5], "Anne Roy habite Brest.", "À Lyon, Karim Belhadj dort: «Oui», dit-il."]
    for full, lean in zip(
        miner.pipe(texts), miner.pipe(texts, entities="speakers", n_process=2), strict=True
    ):
        assert lean.quotes == full.quotes
        assert lean.speakers == full.speakers
        assert set(lean.entities) <= set(full.entities)
        quoted = {s.entity for s in full.speakers if s.entity is not None}
        assert set(lean.entities) == quoted
        assert lean.profiles == tuple(p for p in full.profiles if p.quotes)
    assert miner(texts[5], entities="speakers").entities == ()
    assert miner(texts[5]).entities


def dying(plan, mark, times=None):
    """Kill the worker that reads an article with `mark`, each time or as often as `times` says."""

    def planned(text, *given):
        if mark in text and multiprocessing.parent_process() is not None:
            tries = None if times is None else int(times.read_text())
            if tries != 0:
                if tries is not None:
                    times.write_text(str(tries - 1))
                os.kill(os.getpid(), signal.SIGKILL)
        return plan(text, *given)

    return planned


def test_killed_once_nothing_is_lost(miner, monkeypatch, tmp_path):
    times = tmp_path / "times"
    times.write_text("1")
    monkeypatch.setattr(module, "plan", dying(module.plan, " 17 heures", times))
    found = list(miner.pipe(TEXTS, n_process=2, batch_size=4))
    assert times.read_text() == "0"
    monkeypatch.undo()
    assert as_json(found) == as_json(miner.pipe(TEXTS))


def test_article_that_kills_is_named_and_takes_no_other_along(miner, monkeypatch):
    monkeypatch.setattr(module, "plan", dying(module.plan, " 17 heures"))
    found = list(miner.pipe(TEXTS, n_process=2, batch_size=4, on_error="record"))
    failures = [f for f in found if isinstance(f, Failure)]
    assert [(f.position, f.error) for f in failures] == [(17, "WorkerError")]
    assert sum(isinstance(f, Article) for f in found) == len(TEXTS) - 1
    results = miner.pipe(TEXTS, n_process=2, batch_size=4)
    assert [article.text for article in islice(results, 17)] == TEXTS[:17]
    with pytest.raises(WorkerError):
        list(miner.pipe(TEXTS[17:], n_process=2, batch_size=4))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_abandoned_stream_leaves_no_process(miner):
    others = set(multiprocessing.active_children())
    stream = miner.pipe(TEXTS, n_process=2, batch_size=2)
    next(stream)
    # The pool's own thread reaps its processes; to join them from here as well would race with it.
    workers = [c.pid for c in multiprocessing.active_children() if c not in others]
    assert len(workers) >= 2
    stream.close()
    deadline = time.monotonic() + 30
    while (left := [pid for pid in workers if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


def test_lazy(miner):
    taken = []

    def endless():
        for n in range(10**6):
            taken.append(n)
            yield TEXTS[0]

    stream = miner.pipe(endless(), batch_size=4)
    next(stream)
    assert len(taken) == 4
    shared = miner.pipe(endless(), batch_size=4, n_process=2)
    next(shared)
    shared.close()
    assert len(taken) <= 4 + 5 * 4


def test_threads_share_one_miner(miner):
    expected = as_json(miner.pipe(TEXTS))
    found: dict[int, list[str]] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: as_json(miner.pipe(TEXTS))}))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(4)] == [expected] * 4


HOSTILE = {
    "half a surrogate pair": "Il a dit \ud800 «oui \udfff», dit Anne Roy.",
    "20,000 straight marks": '"' * 20_000,
    "20,000 opening marks": "«" * 20_000,
    "20,000 marks apart": '" ' * 20_000,
    "10,000 pairs": "«»" * 10_000,
    "20,000 full stops": "." * 20_000,
    "20,000 brackets": "(" * 20_000,
    "20,000 elisions": "l'" * 20_000,
    "nothing but lines": "\n" * 20_000,
    "one long word": "a" * 100_000,
    "null characters": "\0" * 1000 + "«oui», dit-il.\0",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(miner, name):
    text = HOSTILE[name]
    (article,) = miner.pipe([text], on_error="record")
    assert isinstance(article, Article)
    assert article.text == text


def test_long_text_is_read_in_sections(miner):
    """Offsets, indexes and counts of a text of several sections are those of one article."""
    paragraph = (
        "«Nous tiendrons «parole», a promis Anne Roy, et plus vite», a-t-elle dit à Brest. "
        "Le plan, dit «bleu», plaît à la CGT.\n"
    )
    number = 2 * SECTION // len(paragraph)
    article = miner(paragraph * number)
    short = miner(paragraph)
    assert len(article.quotes) == number * len(short.quotes)
    assert [s.name for s in article.speakers] == [s.name for s in short.speakers]
    assert {p.name: p.mentions for p in article.profiles} == {
        p.name: p.mentions * number for p in short.profiles
    }
    per = len(short.quotes)
    for at, quote in enumerate(article.quotes):
        like = short.quotes[at % per]
        shift = at // per * len(paragraph)
        assert quote.text == like.text
        assert quote.start == like.start + shift
        assert quote.paragraph == at // per
        assert (quote.parent is None) == (like.parent is None)
        if quote.parent is not None:
            assert article.quotes[quote.parent].start <= quote.start


def test_time_grows_with_length_and_no_faster(miner):
    """Twice the text takes about twice the work: no step looks at all pairs.

    Counted in function calls, which a busy machine does not change.
    """
    paragraphs = [
        f"{t} Le {n} mars, «{n} fois {n}» a plu à M. Dupond{n}." for n, t in enumerate(TEXTS * 30)
    ]

    def calls(number):
        count = 0

        def counted(_frame, event, _argument):
            nonlocal count
            count += event in ("call", "c_call")

        text = "\n".join(paragraphs[:number])
        sys.setprofile(counted)
        try:
            miner(text)
        finally:
            sys.setprofile(None)
        return count

    calls(20)  # fills the caches of words
    assert calls(600) < 1.15 * 2 * calls(300)
