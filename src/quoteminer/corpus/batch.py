"""A whole corpus to Parquet tables, run to the end whatever happens.

Articles are cut, in their order, into shards of a fixed size. A shard's five files are
written beside their places and moved there, the `articles` file last: it is the shard's
seal. A run that finds sealed shards reads past them and goes on with the first other one,
so that an interrupted run that is started again ends with the files of one that never
was interrupted.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteminer.corpus.duplicates import DuplicateIndex, Duplicates, Twin
from quoteminer.corpus.extras import need
from quoteminer.corpus.files import units
from quoteminer.corpus.reading import Format, read
from quoteminer.corpus.tables import (
    SCHEMA_VERSION,
    Rows,
    arrow_schema,
    failure_rows,
    rows_of,
)
from quoteminer.errors import InputError, OutputError, WorkerError
from quoteminer.models import Article, Failure, Source

if TYPE_CHECKING:
    from quoteminer.miner import Miner

TABLES = ("failures", "speakers", "entities", "quotes", "articles")
"""The tables in the order they are moved into place: `articles` seals the shard."""
SHARD = 1000
MAX_SHARD_CHARS = 1 << 24
"""A shard of long articles ends early: it is held in memory."""
HELD = 64
"""Results that are held as objects."""
MANIFEST = "manifest.json"
PATIENCE = 15
"""Seconds to wait for a run that was killed: its workers take a moment to notice."""
INDEX = ".duplicates.sqlite"
LOCK = ".lock"
MORE = "holds more articles than are asked for; raise the limit, or take another folder"


@dataclass(slots=True)
class Progress:
    """How far a run is; the same object each time, updated."""

    articles: int = 0
    quotes: int = 0
    failures: int = 0
    resumed: int = 0
    """Articles and failures found done by an earlier run."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a run left behind, resumed shards included."""

    out: Path
    articles: int
    quotes: int
    entities: int
    speakers: int
    failures: int
    duplicates: int
    reasons: dict[str, int] = field(default_factory=dict)
    """The commonest reasons of failures, with how often each came up."""


@dataclass(slots=True)
class _Shard:
    number: int
    first: int
    items: list[Source | Failure]
    twins: list[Twin | None]
    digest: str
    results: deque[Article | Failure] = field(default_factory=deque)
    """What came of the next items; turned into tables and let go every `HELD` results."""
    made: int = 0
    """How many items are in the tables."""
    tables: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in TABLES})

    @property
    def name(self) -> str:
        return f"part-{self.number:06d}.parquet"

    @property
    def whole(self) -> bool:
        """Whether every item has come to its result."""
        waiting = sum(isinstance(i, Source) for i in self.items[self.made :])
        return len(self.results) == waiting

    def make(self) -> None:
        """Turn the results that are there into Arrow tables: a tenth of their size as objects."""
        import pyarrow as pa

        rows: dict[str, Rows] = {name: [] for name in TABLES}
        while self.made < len(self.items):
            item = self.items[self.made]
            if isinstance(item, Source) and not self.results:
                break
            result = item if isinstance(item, Failure) else self.results.popleft()
            _add_rows(rows, result, item, self.first + self.made, self.twins[self.made])
            self.made += 1
        for name in TABLES:
            table = pa.Table.from_pylist(rows[name], schema=arrow_schema(name))
            self.tables[name].append(table)


def batch(
    inputs: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    workers: int = 1,
    limit: int | None = None,
    overwrite: bool = False,
    columns: Mapping[str, str] | None = None,
    format: Format | None = None,
    encoding: str | None = None,
    duplicates: Duplicates = "near",
    shard_size: int = SHARD,
    model: str | None = None,
    names: str | Path | None = None,
    first_names: str | Path | None = None,
    cues: str | Path | None = None,
    language: str = "en",
    progress: Callable[[Progress], None] | None = None,
) -> BatchReport:
    """Read `inputs` (see `quoteminer.read`) and write the tables of all results under `out`.

    `model`, `names`, `first_names`, `cues` and `language` are those of `quoteminer.load`;
    the manifest keeps them, of lists the name and the hash.

    Started again with the same options it goes on where it stopped. `limit` takes only the
    first articles; a later run may raise it. `overwrite` removes the results of an earlier
    run first, and nothing else. `progress` is called after each article.

    A bad article is a row of the `failures` table. Raises `OutputError` where `out` holds
    results of other options or inputs, is being written to or cannot be, `InputError` for options
    that make no sense, `ModelError` and `MissingExtraError` where something is missing.
    """
    from quoteminer.miner import load

    need("pyarrow.parquet", "corpus", "writing Parquet")
    filelock = need("filelock", "corpus", "a batch run")
    if shard_size < 1 or workers < 1 or (limit is not None and limit < 0):
        raise InputError("workers and the shard size start at 1, the limit at 0")
    given = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    folder = Path(out)
    lock = filelock.FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=PATIENCE)
    except filelock.Timeout as error:
        raise OutputError(f"{folder}: another run is writing there") from error
    except OSError as error:
        raise OutputError(f"{folder} cannot be written to: {error.strerror}") from error
    try:
        options = {
            "columns": dict(columns or {}),
            "format": format,
            "encoding": encoding,
            "duplicates": duplicates,
            "shard_size": shard_size,
        }
        lists = {"names": names, "first_names": first_names, "cues": cues}
        # what is not asked for is no part of the manifest
        options |= {name: _describe(path) for name, path in lists.items() if path is not None}
        if language != "en":
            options["language"] = language
        miner = load(model, names=names, first_names=first_names, cues=cues, language=language)
        stream = read(given, columns=columns, format=format, encoding=encoding, limit=limit)
        run = _Run(folder, options, _described(given), workers, _versions(model), progress)
        try:
            run.prepare(overwrite=overwrite)
            return run.go(miner, stream)
        except (OSError, sqlite3.Error) as error:
            run.tidy()
            reason = getattr(error, "strerror", None) or error
            raise OutputError(
                f"{folder} cannot be written to: {reason}; the parts that are there are whole, "
                "and the same run goes on from them"
            ) from error
    finally:
        lock.release()


class _Run:
    def __init__(
        self,
        folder: Path,
        options: dict[str, Any],
        inputs: list[dict[str, Any]],
        workers: int,
        versions: dict[str, str],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.folder = folder
        self.workers = workers
        self.report = progress or (lambda _: None)
        self.progress = Progress()
        self.manifest: dict[str, Any] = {
            "schema": SCHEMA_VERSION,
            "versions": versions,
            "options": options,
            "inputs": inputs,
        }
        self.made_by = ""
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    # --- Before: what is there ---------------------------------------------------------

    def prepare(self, *, overwrite: bool) -> None:
        """Make the folder ready; refuse one that holds something else."""
        path = self.folder / MANIFEST
        if overwrite:
            for name in TABLES:
                for part in (self.folder / name).glob("*part-*.parquet*"):
                    part.unlink()
            path.unlink(missing_ok=True)
        elif path.exists():
            self._same(path)
        elif any((self.folder / name).exists() for name in TABLES):
            raise OutputError(f"{self.folder}: tables without a manifest; take another folder")
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{INDEX}{suffix}").unlink(missing_ok=True)
        for name in TABLES:
            (self.folder / name).mkdir(exist_ok=True)
            for part in (self.folder / name).glob(".part-*"):
                part.unlink()
            for part in (self.folder / name).glob("part-*.parquet"):
                if not (self.folder / "articles" / part.name).exists():
                    part.unlink()
        if not path.exists():
            self._write_manifest(complete=False)

    def tidy(self) -> None:
        """Remove what is half-written, as far as the system lets us."""
        with suppress(OSError):
            for path in (*self.folder.glob("*/.part-*.tmp"), *self.folder.glob(f"{INDEX}*")):
                path.unlink()

    def _same(self, path: Path) -> None:
        try:
            before = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise OutputError(f"{path} is damaged; --overwrite starts anew") from error
        for key in ("schema", "versions", "options", "inputs"):
            theirs, mine = before.get(key), self.manifest[key]
            if theirs != mine:
                raise OutputError(
                    f"{self.folder} holds results of other {key} ({_difference(theirs, mine)}); "
                    "take another folder, or --overwrite to start anew"
                )

    # --- The run -----------------------------------------------------------------------

    def go(self, miner: Miner, stream: Iterable[Source | Failure]) -> BatchReport:
        self.made_by = str(miner.made_by)
        waiting: deque[tuple[_Shard, Source]] = deque()
        shards: deque[_Shard] = deque()

        def feed() -> Iterator[Source]:
            with closing(
                DuplicateIndex(self.folder / INDEX, self.manifest["options"]["duplicates"])
            ) as index:
                for shard in self._shards(stream, index):
                    if self._sealed(shard):
                        continue
                    shards.append(shard)
                    for item in shard.items:
                        if isinstance(item, Source):
                            waiting.append((shard, item))
                            yield item
                    self._finish(shards)

        articles = feed()
        while True:
            try:
                for outcome in miner.pipe(articles, n_process=self.workers, on_error="record"):
                    self._take(waiting, outcome)
                    self._finish(shards)
                break
            except WorkerError:
                # One article too many for a worker's memory: find it by trying each alone.
                for _, source in list(waiting):
                    self._take(waiting, self._alone(miner, source))
                    self._finish(shards)
        self._finish(shards)
        assert not waiting and not shards
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{INDEX}{suffix}").unlink(missing_ok=True)
        self._write_manifest(complete=True)
        return BatchReport(
            out=self.folder,
            reasons=dict(self.reasons.most_common(5)),
            **{k: self.counts[k] for k in (*TABLES, "duplicates")},
        )

    def _alone(self, miner: Miner, source: Source) -> Article | Failure:
        try:
            # two workers: not in this process
            (outcome,) = miner.pipe([source], n_process=2, on_error="record")
        except WorkerError as error:
            return Failure(position=0, id=source.id, error="WorkerError", reason=str(error)[:500])
        result: Article | Failure = outcome
        return result

    def _take(self, waiting: deque[tuple[_Shard, Source]], outcome: Article | Failure) -> None:
        shard, _ = waiting.popleft()
        shard.results.append(outcome)
        if len(shard.results) >= HELD:
            shard.make()
        if isinstance(outcome, Article):
            self.progress.articles += 1
            self.progress.quotes += len(outcome.quotes)
        else:
            self.progress.failures += 1
        self.report(self.progress)

    def _shards(
        self, stream: Iterable[Source | Failure], index: DuplicateIndex
    ) -> Iterator[_Shard]:
        size = self.manifest["options"]["shard_size"]
        items: list[Source | Failure] = []
        twins: list[Twin | None] = []
        digest = hashlib.sha256()
        chars = first = number = 0
        for position, item in enumerate(chain(stream, [None])):
            if items and (item is None or len(items) >= size or chars >= MAX_SHARD_CHARS):
                yield _Shard(number, first, items, twins, digest.hexdigest())
                items, twins, digest, chars = [], [], hashlib.sha256(), 0
                first, number = position, number + 1
            if item is None:
                break
            items.append(item)
            digest.update(json.dumps(item.model_dump(), default=str).encode() + b"\n")
            if isinstance(item, Source):
                chars += len(item.text)
                twins.append(index.add(item.text, position, item.id))
            else:
                twins.append(None)
        if (self.folder / "articles" / f"part-{number:06d}.parquet").exists():
            raise OutputError(f"{self.folder} {MORE}")

    def _sealed(self, shard: _Shard) -> bool:
        """Whether the shard was done by an earlier run; counts it then."""
        import pyarrow.parquet as pq

        path = self.folder / "articles" / shard.name
        if not path.exists():
            return False
        try:
            seal = pq.read_schema(path).metadata or {}
            rows = {n: pq.read_metadata(self.folder / n / shard.name).num_rows for n in TABLES}
            failures = pq.read_table(self.folder / "failures" / shard.name, columns=["reason"])
        except (OSError, ValueError):
            # Cut short, spoilt or gone since it was written (a full disk, a copy broken off).
            self._unseal(shard)
            return False
        before = int(seal.get(b"quoteminer.items", b"-1"))
        if before > len(shard.items):
            raise OutputError(f"{self.folder} {MORE}")
        if before < len(shard.items):
            # An earlier run ended here, at its limit.
            self._unseal(shard)
            return False
        if seal.get(b"quoteminer.input", b"").decode() != shard.digest:
            raise OutputError(
                f"{path} was made from other articles than the inputs now hold; "
                "--overwrite starts anew"
            )
        self.counts.update(rows)
        self.counts["duplicates"] += sum(twin is not None for twin in shard.twins)
        self.reasons.update(_kind(str(r)) for r in failures.column("reason").to_pylist())
        self.progress.resumed += len(shard.items)
        self.report(self.progress)
        return True

    def _unseal(self, shard: _Shard) -> None:
        for name in reversed(TABLES):
            (self.folder / name / shard.name).unlink(missing_ok=True)

    def _finish(self, shards: deque[_Shard]) -> None:
        """Write the shards that are whole, in order."""
        while shards:
            if not shards[0].whole:
                return
            self._write(shards.popleft())

    def _write(self, shard: _Shard) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        shard.make()
        paths = []
        for name in TABLES:
            table = pa.concat_tables(shard.tables[name]).combine_chunks()
            told = {**arrow_schema(name).metadata, "quoteminer.made_by": self.made_by}
            if name == "articles":
                told["quoteminer.items"] = str(len(shard.items))
                told["quoteminer.input"] = shard.digest
            table = table.replace_schema_metadata(told)
            place = self.folder / name / shard.name
            beside = place.with_name(f".{shard.name}.tmp")
            with beside.open("wb") as stream:
                pq.write_table(table, stream, compression="zstd")
                stream.flush()
                os.fsync(stream.fileno())
            paths.append((beside, place))
            self.counts[name] += table.num_rows
            if name == "articles":
                self.counts["duplicates"] += table.num_rows - table["duplicate"].null_count
            elif name == "failures":
                self.reasons.update(_kind(str(r)) for r in table["reason"].to_pylist())
        for beside, place in paths:
            beside.replace(place)
        for name in TABLES:
            _sync(self.folder / name)
        pa.default_memory_pool().release_unused()

    def _write_manifest(self, *, complete: bool) -> None:
        told = {
            **self.manifest,
            "complete": complete,
            "counts": {k: self.counts[k] for k in (*reversed(TABLES), "duplicates")}
            if complete
            else None,
            "failures": dict(sorted(self.reasons.items(), key=lambda r: (-r[1], r[0]))[:20]),
        }
        path = self.folder / MANIFEST
        beside = path.with_name(f".{MANIFEST}.tmp")
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(told, stream, ensure_ascii=False, indent=2)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        _sync(self.folder)


def _add_rows(
    rows: dict[str, Rows],
    result: Article | Failure,
    item: Source | Failure,
    position: int,
    twin: Twin | None,
) -> None:
    """Add what came of an item to the rows of the tables."""
    if isinstance(result, Failure):
        where = item.where or result.where
        told = result.model_copy(
            update={"position": position, "id": result.id or item.id, "where": where}
        )
        rows["failures"] += failure_rows(told)
        return
    for name in ("quotes", "entities", "speakers"):
        rows[name] += rows_of(result, name, position=position)
    (row,) = rows_of(result, "articles", position=position, where=item.where)
    if twin is not None:
        row["duplicate"] = twin.kind
        row["duplicate_of"] = twin.id
        row["duplicate_position"] = twin.position
        row["similarity"] = twin.similarity
    rows["articles"].append(row)


def _kind(reason: str) -> str:
    """The reason without what is particular to one article: quoted words and numbers."""
    import re

    return re.sub(r"«[^»]*»|'[^']*'|\"[^\"]*\"|\d+", "…", reason)[:120]


def _sync(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _versions(model: str | None) -> dict[str, str]:
    from quoteminer import __version__
    from quoteminer.provenance import MODEL

    name = model or MODEL
    found = {"quoteminer": __version__, "spacy": version("spacy"), "model": name}
    try:
        found["model_version"] = version(name.replace("_", "-"))
    except Exception:  # a path, not a package
        found["model_version"] = "?"
    return found


def _described(given: Iterable[str | Path]) -> list[dict[str, Any]]:
    """The inputs with size and hash; a folder's is the hash of its files' names and hashes."""
    return [_describe(one) for one in given]


def _describe(one: str | Path) -> dict[str, Any]:
    name = str(one)
    if name == "-":
        return {"name": name}
    path = Path(one)
    try:
        if not path.is_dir():
            return {"name": name, "bytes": path.stat().st_size, "sha256": _digest(path)}
        whole = hashlib.sha256()
        size = files = 0
        for unit in {u.path: u for u in units(path)}.values():
            assert unit.path is not None
            whole.update(f"{unit.path.relative_to(path)}\t{_digest(unit.path)}\n".encode())
            size += unit.path.stat().st_size
            files += 1
        return {"name": name, "files": files, "bytes": size, "sha256": whole.hexdigest()}
    except (OSError, InputError) as error:
        return {"name": name, "unreadable": str(error)}


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _difference(theirs: Any, mine: Any) -> str:
    if isinstance(theirs, dict) and isinstance(mine, dict):
        return ", ".join(
            f"{k} {theirs.get(k)!r}, now {mine.get(k)!r}"
            for k in sorted({*theirs, *mine})
            if theirs.get(k) != mine.get(k)
        )
    if isinstance(theirs, list) and isinstance(mine, list):
        changed = [m for m in mine if m not in theirs] or [t for t in theirs if t not in mine]
        return ", ".join(str(c.get("name")) for c in changed) or "another order"
    return f"{theirs!r}, now {mine!r}"
