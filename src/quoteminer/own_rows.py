"""The rows of a list that a user wrote: CSV with commas, semicolons or tabs, as it comes."""

from __future__ import annotations

import csv
from pathlib import Path

from quoteminer.corpus.encoding import decode
from quoteminer.errors import InputError


def text_of(path: Path) -> str:
    """Return the text of a list, whatever its encoding; raises `InputError` if it cannot be read."""
    try:
        return decode(path.read_bytes()).text
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def rows_of(path: Path) -> list[tuple[str, dict[str, str]]]:
    """Return each row under the header, and where it stands («cues.csv, line 3») for messages.

    Column names come in lower case. Empty lines and lines that start with # are left out.
    Raises `InputError` where there is no row, or a row has more cells than the header.
    """
    numbered = [
        (number, line)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    if len(numbered) < 2:
        raise InputError(f"{path}: no rows under a header")
    head = numbered[0][1]
    # in a tab-separated file a quotation mark is a character like any other
    delimiter = max("\t,;", key=head.count)
    reader = csv.reader(
        (line for _, line in numbered),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL,
    )
    found: list[tuple[str, dict[str, str]]] = []
    try:
        columns = [name.strip().lower() for name in next(reader)]
        for cells in reader:
            where = f"{path}, line {numbered[reader.line_num - 1][0]}"
            if len(cells) > len(columns):
                raise InputError(
                    f"{where}: {len(cells)} cells under {len(columns)} columns: {', '.join(columns)}"
                )
            cells += [""] * (len(columns) - len(cells))
            found.append((where, dict(zip(columns, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        raise InputError(f"{path}: {error}") from error
    return found
