"""Records of named fields: JSON Lines, JSON, CSV, TSV, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from quoteminer.corpus.columns import match_columns, source_from
from quoteminer.corpus.encoding import Line, lines
from quoteminer.corpus.unread import Item, Unread, failing
from quoteminer.errors import InputError

Columns = Mapping[str, str]
# A CSV record longer than this has lost its closing quotation mark.
MAX_RECORD = 1 << 26


def read_jsonl(
    stream: BinaryIO, name: str, columns: Columns, encoding: str | None
) -> Iterator[Item]:
    """Yield the article of each line; a broken line is one `Unread`."""
    for line in lines(stream, encoding):
        if not line.text.strip():
            continue
        where = f"{name}:{line.number}"
        with failing(where) as failure:
            try:
                record = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                raise InputError(f"not JSON: {error}") from error
            yield _from_json(record, columns, where, line.note)
        yield from failure


def read_json(
    stream: BinaryIO, name: str, columns: Columns, encoding: str | None
) -> Iterator[Item]:
    """Yield the articles of a JSON array (read whole), or of JSON Lines named `.json`."""
    found = list(lines(stream, encoding))
    text = "".join(line.text for line in found)
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("[") or len(found) < 2:
            raise InputError(f"not JSON: {error}") from error
        import io

        yield from read_jsonl(io.BytesIO(text.encode("utf-8", "replace")), name, columns, "utf-8")
        return
    note = next((line.note for line in found if line.note), None)
    for number, record in enumerate(records if isinstance(records, list) else [records], 1):
        with failing(where := f"{name}#{number}") as failure:
            yield _from_json(record, columns, where, note)
        yield from failure


def _from_json(record: object, columns: Columns, where: str, note: str | None) -> Item:
    if isinstance(record, str):
        record = {"text": record}
    if not isinstance(record, dict):
        raise InputError(f"a record is a JSON object, not {type(record).__name__}")
    try:
        matched = match_columns(record, columns)
    except InputError as error:
        value = record.get("id")
        id = str(value) if isinstance(value, (str, int)) else None
        raise Unread(where, str(error), id) from error
    return source_from(record, matched, where, note)


class _TooLongError(Exception):
    """A record without end."""


class _Lines:
    """The physical lines that the csv reader takes, remembered for the current record."""

    def __init__(self, found: Iterator[Line]) -> None:
        self._found = found
        self.taken: list[Line] = []
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._found)
        self.taken.append(line)
        self._size += len(line.text)
        if self._size > MAX_RECORD:
            raise _TooLongError
        return line.text.replace("\0", "\ufffd")

    def clear(self) -> None:
        self.taken = []
        self._size = 0


def read_csv(
    stream: BinaryIO,
    name: str,
    columns: Columns,
    encoding: str | None,
    delimiter: str | None = None,
) -> Iterator[Item]:
    """Yield the article of each row; the delimiter is read off the header where not given.

    A row with too many or too few fields is one `Unread`. Where a quotation mark that was
    never closed swallowed rows, each of these lines is read again on its own.
    """
    csv.field_size_limit(2**31 - 1)
    taken = _Lines(lines(stream, encoding))
    try:
        first = next(taken)
    except StopIteration:
        raise InputError("empty") from None
    separator = delimiter or max("\t;,|", key=lambda d: len(next(csv.reader([first], delimiter=d))))
    header = [cell.strip() for cell in next(csv.reader([first], delimiter=separator))]
    matched = match_columns(header, columns)
    taken.clear()
    # strict: a mark that was never closed is an error, not a text of many rows
    rows = csv.reader(taken, delimiter=separator, strict=True)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, _TooLongError):
            row = []
            rows = csv.reader(taken, delimiter=separator, strict=True)
        physical = taken.taken
        taken.clear()
        if not any(line.text.strip() for line in physical):
            continue
        if len(row) == len(header):
            yield from _row(row, header, matched, name, physical)
        else:
            for line in physical:
                yield from _alone(line, header, matched, name, separator)


def _alone(
    line: Line, header: list[str], matched: Columns, name: str, separator: str
) -> Iterator[Item]:
    """A physical line read as a row of its own."""
    text = line.text.replace("\0", "\ufffd").rstrip("\r\n")
    if not text.strip():
        return
    row = next(csv.reader([text], delimiter=separator), [])
    if len(row) == len(header):
        yield from _row(row, header, matched, name, [line])
    else:
        yield Unread(
            f"{name}:{line.number}",
            f"{len(row)} fields where the header has {len(header)}",
        )


def _row(
    row: list[str], header: list[str], matched: Columns, name: str, physical: list[Line]
) -> Iterator[Item]:
    with failing(where := f"{name}:{physical[0].number}") as failure:
        note = next((line.note for line in physical if line.note), None)
        yield source_from(dict(zip(header, row, strict=True)), matched, where, note)
    yield from failure


def read_parquet(stream: BinaryIO, name: str, columns: Columns) -> Iterator[Item]:
    """Yield the article of each row, a batch of rows in memory at a time."""
    from quoteminer.corpus.extras import need

    parquet = need("pyarrow.parquet", "corpus", "reading Parquet")
    try:
        table = parquet.ParquetFile(stream)
    except Exception as error:
        raise InputError(f"not a Parquet file: {error}") from error
    matched = match_columns(table.schema_arrow.names, columns)
    number = 0
    for batch in table.iter_batches(batch_size=256):
        for record in batch.to_pylist():
            number += 1
            with failing(where := f"{name}#{number}") as failure:
                yield source_from(record, matched, where)
            yield from failure
