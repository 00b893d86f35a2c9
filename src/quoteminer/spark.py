"""More than one machine: the same tables from a Spark cluster (extra `spark`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quoteminer.corpus.columns import match_columns, source_from
from quoteminer.corpus.extras import need
from quoteminer.corpus.tables import COLUMNS, arrow_schema, failure_rows, rows_of
from quoteminer.corpus.unread import Unread
from quoteminer.errors import InputError
from quoteminer.models import Article, Failure, Source

__all__ = [
    "extract",
    "spark_schema",
]

TABLES = ("articles", "quotes", "entities", "speakers", "failures")
_miners: dict[str | None, Any] = {}


def extract(
    df: Any,
    table: str = "quotes",
    *,
    columns: Mapping[str, str] | None = None,
    model: str | None = None,
    batch_size: int = 32,
) -> Any:
    """Return a table of `quoteminer batch` as a Spark DataFrame, over a DataFrame of articles.

    `df` has a column of texts and what else there is (names guessed, or given in `columns`);
    a column `position` is passed on. A row that is no article is a row of `failures`. The
    model is loaded once in each Python worker. Duplicates are not marked here: they are a
    matter of the whole corpus. Raises `InputError` where no column holds the text.
    """
    need("pyspark", "spark", "running on Spark")
    if table not in TABLES:
        raise InputError(f"no such table: {table} (of: {', '.join(TABLES)})")
    matched = match_columns([c for c in df.columns if c != "position"], columns)

    def mine(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        schema = arrow_schema(table).remove_metadata()
        schema = pa.schema([f.remove_metadata() for f in schema])
        miner = _miner(model)
        for batch in batches:
            records = batch.to_pylist()
            for at in range(0, len(records), batch_size):
                rows = _mined(miner, records[at : at + batch_size], matched, table)
                if rows:
                    yield pa.RecordBatch.from_pylist(rows, schema=schema)

    return df.mapInArrow(mine, spark_schema(table))


def spark_schema(table: str) -> str:
    """Return the schema of a table as Spark's DDL has it."""
    types = {"string": "string", "int64": "bigint", "float64": "double", "bool": "boolean"}
    return ", ".join(f"`{c.name}` {types.get(c.type, 'date')}" for c in COLUMNS[table])


def _miner(model: str | None) -> Any:
    if model not in _miners:
        from quoteminer.miner import load

        _miners[model] = load(model)
    return _miners[model]


def _mined(
    miner: Any, records: list[dict[str, Any]], matched: Mapping[str, str], table: str
) -> list[dict[str, Any]]:
    positions = [r.pop("position", None) for r in records]
    items: list[Source | Failure] = []
    for position, record in zip(positions, records, strict=True):
        where = record.get("where") or f"#{position}"
        try:
            items.append(
                source_from({k: v for k, v in record.items() if k != "where"}, matched, where)
            )
        except (Unread, ValueError, TypeError) as error:
            given = record.get(matched.get("id", ""))
            items.append(
                Failure(
                    position=position or 0,
                    id=None if given is None else str(given),
                    where=where,
                    error="InputError",
                    reason=str(error)[:500],
                )
            )
    rows: list[dict[str, Any]] = []
    results = miner.pipe(items, on_error="record")
    for position, item, result in zip(positions, items, results, strict=True):
        if isinstance(result, Article):
            if table != "failures":
                rows += rows_of(result, table, position=position, where=item.where)
        elif table == "failures":
            rows += [{**row, "position": position} for row in failure_rows(result)]
    return rows
