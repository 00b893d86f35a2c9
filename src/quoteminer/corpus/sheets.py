"""Tables as files that people open: CSV (also for a French Excel), Markdown, Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from quoteminer.corpus.extras import need
from quoteminer.errors import InputError


def inert(value: object) -> object:
    """Return a cell that no spreadsheet runs as a formula: a text gets a leading '.

    >>> inert("=HYPERLINK(A1)"), inert("-5 %"), inert(-5), inert("«Oui»")
    ("'=HYPERLINK(A1)", "'-5 %", -5, '«Oui»')
    """
    if isinstance(value, str) and value.lstrip(" \n")[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


class CsvWriter:
    """Writes rows as CSV: `,` and UTF-8, or `;`, decimal commas, VRAI and FAUX, and a BOM for French Excel.

    With `safe` no cell is run as a formula (see `inert`); without, texts stay as they are.
    """

    def __init__(
        self, stream: TextIO, columns: Sequence[str], *, excel: bool = False, safe: bool = True
    ) -> None:
        self.columns = columns
        self.excel = excel
        self.safe = safe
        if excel:
            stream.write("\ufeff")
        self._writer = csv.writer(stream, delimiter=";" if excel else ",", lineterminator="\r\n")
        self._writer.writerow(columns)

    def write(self, row: Mapping[str, Any]) -> None:
        """Write one row; columns it lacks stay empty."""
        self._writer.writerow([self._cell(row.get(name)) for name in self.columns])

    def _cell(self, value: Any) -> object:
        if self.excel and isinstance(value, bool):
            return "VRAI" if value else "FAUX"
        if self.excel and isinstance(value, float):
            return f"{value:.10g}".replace(".", ",")
        return inert(value) if self.safe else value


def csv_stdout() -> TextIO:
    """Return stdout as CSV needs it: line ends left as written (see `forgiving`)."""
    forgiving(sys.stdout)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    return sys.stdout


def forgiving(stream: TextIO) -> None:
    """Let a stream replace what it cannot write; what is no terminal gets UTF-8.

    What a terminal of another encoding cannot show is no reason to stop.
    """
    if isinstance(stream, io.TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="replace")


def write_rows(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    excel: bool = False,
    safe: bool = True,
) -> None:
    """Write a table by the extension of `path`: .csv, .md or .parquet.

    Raises `InputError` for another extension.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = CsvWriter(stream, columns, excel=excel, safe=safe)
            for row in rows:
                writer.write(dict(zip(columns, row, strict=True)))
    elif suffix == ".md":
        path.write_text(markdown(columns, rows), "utf-8")
    elif suffix == ".parquet":
        pa = need("pyarrow", "corpus", "writing Parquet")
        parquet = need("pyarrow.parquet", "corpus", "writing Parquet")
        table = pa.Table.from_pylist([dict(zip(columns, r, strict=True)) for r in rows])
        parquet.write_table(table, path)
    else:
        raise InputError(f"{path}: a table is written as .csv, .md or .parquet")


def markdown(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table in Markdown; line breaks and bars in cells do not break it."""
    lines = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    lines += ["| " + " | ".join(_plain(v) for v in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("\r", " ")
