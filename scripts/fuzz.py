"""Throw hostile texts at the miner, and stop at the first that it does not bear.

    python scripts/fuzz.py guided --seconds 60             # led by coverage (atheris)
    python scripts/fuzz.py made --texts 200000             # from a seed
    python scripts/fuzz.py mutated CORPUS.jsonl.gz         # every article in ten ways

What has to hold is `check` in `tests/hostile.py`: an article whose offsets hold, in time
that does not outgrow its length. A text that breaks it is written to `--keep` (one JSON string
a line) and named on stderr; the exit code is 1. `guided` takes the corpus of inputs that lead
to new code from `--inputs` and adds to it, so that a longer run goes on from a shorter one.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import hostile

import quoteminer
from quoteminer import Article, Miner

BATCH = 64
# Processor seconds of a text: far above what any takes on a slow machine, far below what a
# step that looks at all pairs would.
ALLOWED = 2.0
ALLOWED_PER_KB = 0.2


class Choices(random.Random):
    """Random choices drawn from given bytes; zeros when they run out."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data = data
        self._at = 0

    def getrandbits(self, k: int) -> int:
        size = (k + 7) // 8
        part = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part, "little") & ((1 << k) - 1)

    def random(self) -> float:
        return self.getrandbits(16) / 65536


class Broken(Exception):  # noqa: N818 - what a run ends with
    """A text that the miner does not bear, and why."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(reason)
        self.text = text


def borne(miner: Miner, text: str) -> None:
    """Analyse one text alone. Raises `Broken`."""
    started = time.process_time()
    try:
        hostile.check(miner(text), text)
    except Exception as error:
        raise Broken(text, f"{type(error).__name__}: {error}") from error
    spent = time.process_time() - started
    if spent > ALLOWED + ALLOWED_PER_KB * len(text) / 1000:
        raise Broken(text, f"{spent:.1f} s for {len(text)} characters")


def run(miner: Miner, texts: Iterable[str], report: Callable[[str], None]) -> list[Broken]:
    """Analyse a stream of texts in batches, as a corpus is; what breaks is tried again alone."""
    broken: list[Broken] = []
    number = characters = quotes = 0
    began = time.monotonic()
    stream = iter(texts)
    while batch := list(itertools.islice(stream, BATCH)):
        started = time.process_time()
        found = list(miner.pipe(batch, on_error="record"))
        spent = time.process_time() - started
        slow = spent > ALLOWED + ALLOWED_PER_KB * sum(map(len, batch)) / 1000
        for text, article in zip(batch, found, strict=True):
            try:
                if slow or not isinstance(article, Article):
                    borne(miner, text)
                else:
                    hostile.check(article, text)
                    quotes += len(article.quotes)
            except Broken as error:
                broken.append(error)
            except Exception as error:
                broken.append(Broken(text, f"{type(error).__name__}: {error}"))
        number += len(batch)
        characters += sum(map(len, batch))
        if number % (BATCH * 10) == 0:
            report(f"{number:,} texts, {len(broken)} broken, {time.monotonic() - began:.0f} s")
    report(
        f"{number:,} texts of {characters:,} characters, {quotes:,} quotes, {len(broken)} broken, "
        f"{time.monotonic() - began:.0f} s"
    )
    return broken


def made(number: int, seed: int) -> Iterator[str]:
    """Yield `number` hostile texts, the same for the same seed."""
    for index in range(number):
        yield hostile.text(random.Random(f"{seed}.{index}"))


def of_corpus(path: Path, ways: int, seed: int, skip: int = 0) -> Iterator[str]:
    """Yield every article of a .jsonl or .jsonl.gz file, mutated in so many ways."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for index, line in enumerate(itertools.islice(lines, skip, None), skip):
            article = json.loads(line)["text"]
            for way in range(ways):
                choice = random.Random(f"{seed}.{index}.{way}")
                yield hostile.mutated(article, choice, choice.randint(1, 5))


def guided(seconds: int, inputs: Path | None, seed: int) -> list[Broken]:
    """Let atheris look for choices that lead to new code; return what broke."""
    try:
        import atheris
    except ImportError:
        sys.exit("guided needs atheris: pip install atheris")
    # The package was imported before: have its functions report the code they reach.
    with atheris.instrument_imports(include=["quoteminer"], enable_loader_override=False):
        for name in [n for n in sys.modules if n.split(".")[0] in ("quoteminer", "hostile")]:
            del sys.modules[name]
        import hostile as generator

        import quoteminer as instrumented

        # The package imports its modules when they are asked for: ask for all of them now.
        miner = instrumented.load()
        for text in made(20, seed):
            miner(text)
    globals()["hostile"] = generator

    def one(data: bytes) -> None:
        # The first bytes choose a text of the generator, or are a text themselves.
        if data[:1] < b"\x20":
            text = data[1:].decode("utf-8", "surrogateescape")
        else:
            text = generator.text(Choices(data[1:]))
        borne(miner, text)

    with tempfile.TemporaryDirectory() as kept:
        folder = inputs or Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(made(32, seed)):
            data = b"\0" + text.encode("utf-8", "surrogateescape" if text.isascii() else "replace")
            (folder / f"seed-{number}-{zlib.crc32(data):08x}").write_bytes(data)
        atheris.Setup(
            [
                sys.argv[0], f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=2048",
                "-timeout=60", "-print_final_stats=1", "-verbosity=1", "-artifact_prefix=" + kept + "/",
                str(folder),
            ],
            one,
        )  # fmt: skip
        atheris.Fuzz()
    return []


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    modes = parser.add_subparsers(dest="mode", required=True)
    by_coverage = modes.add_parser("guided", help="led by coverage, for so many seconds")
    by_coverage.add_argument("--seconds", type=int, default=60)
    by_coverage.add_argument("--inputs", type=Path, help="folder of inputs, kept and added to")
    by_seed = modes.add_parser("made", help="texts made from a seed")
    by_seed.add_argument("--texts", type=int, default=2_000)
    by_corpus = modes.add_parser("mutated", help="every article of a corpus, mutated")
    by_corpus.add_argument("corpus", type=Path, help=".jsonl or .jsonl.gz with a text a line")
    by_corpus.add_argument("--ways", type=int, default=10, help="mutations of each article")
    by_corpus.add_argument("--skip", type=int, default=0, help="articles to begin after")
    for mode in (by_coverage, by_seed, by_corpus):
        mode.add_argument("--seed", type=int, default=1)
        mode.add_argument("--keep", type=Path, help="file for the texts that break something")
    given = parser.parse_args()
    if given.mode == "guided":
        broken = guided(given.seconds, given.inputs, given.seed)
    else:
        texts = (
            made(given.texts, given.seed)
            if given.mode == "made"
            else of_corpus(given.corpus, given.ways, given.seed, given.skip)
        )
        broken = run(quoteminer.load(), texts, lambda told: print(told, flush=True))
    for one in broken:
        print(f"{one}: {one.text[:200]!r}", file=sys.stderr)
    if given.keep and broken:
        given.keep.write_text("".join(json.dumps(b.text) + "\n" for b in broken), "utf-8")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
