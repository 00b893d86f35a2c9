"""What is published: counts over the tables of a run, by DuckDB straight from the files."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from quoteminer.corpus.extras import need
from quoteminer.errors import InputError

__all__ = [
    "Summary",
    "summarise",
]


class Summary(NamedTuple):
    """One table of a summary."""

    name: str
    title: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


class Query(NamedTuple):
    """A query of `summaries.sql`: its name, what it tells, its SQL."""

    name: str
    title: str
    sql: str


@cache
def queries() -> dict[str, Query]:
    """Return the queries by name, as `summaries.sql` has them."""
    text = files("quoteminer.corpus").joinpath("summaries.sql").read_text("utf-8")
    found = {}
    for block in text.split("-- name: ")[1:]:
        name, title, sql = block.split("\n", 2)
        found[name.strip()] = Query(name.strip(), title.removeprefix("-- "), sql.strip())
    return found


def summarise(
    folder: str | Path,
    *,
    only: str | None = None,
    top: int = 50,
    unique: bool = False,
    min_confidence: float = 0.0,
) -> list[Summary]:
    """Return the summaries of a batch run's folder.

    `unique` counts an article that repeats an earlier one (`duplicate`) not again, so that
    one agency dispatch in forty papers is one. `min_confidence` leaves out speakers less
    sure than that. Raises `InputError` where the folder holds no tables, or for a summary
    there is not, `MissingExtraError` without DuckDB.
    """
    duckdb = need("duckdb", "tables", "a summary")
    if only is not None and only not in queries():
        raise InputError(f"no such summary: {only} (of: {', '.join(queries())})")
    parts = sorted(Path(folder).glob("articles/part-*.parquet"))
    if not parts:
        raise InputError(f"{folder}: no tables of a batch run")
    connection = duckdb.connect()
    # A shard counts once it is sealed; its quotes alone may stand there after a crash.
    sealed = [str(p) for p in parts]
    quotes = [str(Path(folder) / "quotes" / p.name) for p in parts]
    connection.read_parquet(sealed).create_view("articles")
    connection.read_parquet(quotes).create_view("all_quotes")
    keep = "WHERE duplicate IS NULL" if unique else ""
    connection.execute(f"CREATE VIEW kept AS SELECT * FROM articles {keep}")
    connection.execute(
        "CREATE VIEW quotes AS SELECT * FROM all_quotes SEMI JOIN kept USING (position)"
    )
    connection.execute(
        "CREATE VIEW said AS SELECT q.*, a.outlet, a.date FROM quotes q JOIN kept a USING (position) WHERE q.kind <> 'scare' "
        f"AND (q.speaker IS NULL OR q.confidence >= {float(min_confidence)})"
    )
    found = []
    for query in queries().values():
        if only is not None and query.name != only:
            continue
        sql = re.sub(r"\$top\b", str(int(top)), query.sql)
        result = connection.execute(sql)
        found.append(
            Summary(query.name, query.title, [d[0] for d in result.description], result.fetchall())
        )
    connection.close()
    return found
