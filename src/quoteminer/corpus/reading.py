"""One stream of articles from files, folders, archives and stdin of every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal, cast

from quoteminer.corpus.columns import FIELDS
from quoteminer.corpus.encoding import by_mark
from quoteminer.corpus.europresse import read_html
from quoteminer.corpus.files import Unit, units
from quoteminer.corpus.plain import read_text
from quoteminer.corpus.tabular import read_csv, read_json, read_jsonl, read_parquet
from quoteminer.corpus.unread import Item, Unread
from quoteminer.errors import InputError, MissingExtraError
from quoteminer.models import Failure, Source

Format = Literal["jsonl", "json", "csv", "tsv", "parquet", "html", "text"]
SUFFIXES: dict[str, Format] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "tsv",
    ".tab": "tsv", ".parquet": "parquet", ".pq": "parquet", ".html": "html", ".htm": "html",
    ".txt": "text", ".text": "text", ".md": "text", "": "text",
}  # fmt: skip


def read(
    inputs: str | Path | Iterable[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    format: Format | None = None,
    encoding: str | None = None,
    limit: int | None = None,
) -> Iterator[Source | Failure]:
    """Yield the articles of `inputs` in order, lazily, a `Failure` in the place of a bad one.

    `inputs` are files, folders, zip archives, or `-` for stdin; gzip, bzip2, xz and zstd
    are unpacked. The extension tells the format, of stdin the first bytes do; `format`
    overrides both. `columns` says which column holds what (`{"text": "corps"}`); the
    others are guessed. `encoding` overrides the detection. Every article carries in
    `where` the file and the line (`:12`) or the article (`#3`) it came from.

    Raises `InputError` where an option makes no sense; nothing in the inputs raises.
    """
    unknown = set(columns or ()) - set(FIELDS)
    if unknown:
        raise InputError(f"no such field: {', '.join(sorted(unknown))} (of: {', '.join(FIELDS)})")
    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError as error:
            raise InputError(f"no such encoding: {encoding}") from error
    given = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    return _numbered(islice(_items(given, columns or {}, format, encoding), limit))


def _numbered(items: Iterable[Item]) -> Iterator[Source | Failure]:
    for number, item in enumerate(items):
        if isinstance(item, Unread):
            yield Failure(
                position=number,
                id=item.id,
                where=item.where,
                error="InputError",
                reason=item.reason[:500],
            )
        else:
            yield item


def _items(
    given: list[str | Path],
    columns: Mapping[str, str],
    format: Format | None,
    encoding: str | None,
) -> Iterator[Item]:
    for one in given:
        found = False
        try:
            for unit in units(one):
                found = True
                yield from _unit(unit, columns, format, encoding)
        except InputError as error:
            yield Unread(str(one), str(error).removeprefix(f"{one}: "))
            found = True
        if not found:
            yield Unread(str(one), "nothing in it")


def _unit(
    unit: Unit, columns: Mapping[str, str], format: Format | None, encoding: str | None
) -> Iterator[Item]:
    """The articles of one stream; what breaks it off is one `Unread` at its end."""
    last = unit.name
    try:
        with unit.open() as stream:
            for item in _reader(stream, unit, columns, format, encoding):
                last = item.where or last
                yield item
    except MissingExtraError:
        raise
    except UnicodeDecodeError as error:
        yield Unread(unit.name, f"not {encoding}: byte {error.start} after {last}")
    except InputError as error:
        yield Unread(unit.name, str(error))
    except (OSError, EOFError, zipfile.BadZipFile, ValueError, RuntimeError) as error:
        # what the unpackers raise: a truncated or damaged file, an encrypted archive
        after = "" if last == unit.name else f" after {last}"
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Unread(unit.name, f"breaks off{after}: {reason}")
    except Exception as error:
        if type(error).__module__.split(".")[0] not in (
            "zlib",
            "_lzma",
            "lzma",
            "isal",
            "igzip_lib",
            "zstandard",
            "backports",
            "compression",
        ):
            raise
        yield Unread(unit.name, f"breaks off after {last}: {error}")


def _reader(
    stream: BinaryIO,
    unit: Unit,
    columns: Mapping[str, str],
    format: Format | None,
    encoding: str | None,
) -> Iterator[Item]:
    kind: Format | None = format
    if kind is None and unit.path is None:
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), 1 << 16))
        kind = _sniffed(cast(io.BufferedReader, stream).peek(4096)[:4096])
    elif kind is None:
        kind = SUFFIXES.get(unit.suffix)
    if kind is None:
        raise InputError(f"no format that is read here ({unit.suffix})")
    if kind == "jsonl":
        return read_jsonl(stream, unit.name, columns, encoding)
    if kind == "json":
        return read_json(stream, unit.name, columns, encoding)
    if kind in ("csv", "tsv"):
        separator = "\t" if kind == "tsv" else None
        return read_csv(stream, unit.name, columns, encoding, separator)
    if kind == "parquet":
        if unit.path is None or not stream.seekable():
            stream = io.BytesIO(stream.read())
        return read_parquet(stream, unit.name, columns)
    if kind == "html":
        return read_html(stream, unit.name, encoding)
    return read_text(stream, unit.name, encoding)


def _sniffed(head: bytes) -> Format:
    """The format of a stream without a name, by its first bytes."""
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.decode(by_mark(head) or "latin-1", "replace").lstrip().lower()
    if start.startswith("{"):
        return "jsonl"
    if start.startswith("["):
        return "json"
    if start.startswith("<") and ("<html" in start or "<!doctype" in start or "<article" in start):
        return "html"
    return "text"
