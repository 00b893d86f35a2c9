"""More than one machine: the same tables from a Spark cluster (extra `spark`).

`mine` reads each article once and leaves a row of arrays, one for each table; `table_of`
takes a table out of it. Where one table is wanted, `extract` does both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quoteminer.corpus.columns import match_columns, source_from
from quoteminer.corpus.duplicates import DuplicateIndex, Duplicates, Fingerprint, fingerprint
from quoteminer.corpus.extras import need
from quoteminer.corpus.tables import COLUMNS, arrow_schema, failure_rows, rows_of
from quoteminer.corpus.unread import Unread
from quoteminer.errors import InputError
from quoteminer.models import Article, Failure, Source

__all__ = [
    "extract",
    "mark_duplicates",
    "mine",
    "spark_schema",
    "table_of",
]

TABLES = tuple(COLUMNS)
BATCH = 32
"""Articles read together; also the rows of an Arrow batch that is handed back."""
MARKS = ("duplicate", "duplicate_of", "duplicate_position", "similarity")
"""The columns of `articles` that `mark_duplicates` fills."""
_miners: dict[str | None, Any] = {}


def extract(
    df: Any,
    table: str = "quotes",
    *,
    columns: Mapping[str, str] | None = None,
    model: str | None = None,
) -> Any:
    """Return one table of `quoteminer batch` as a Spark DataFrame (see `mine`)."""
    return table_of(mine(df, [table], columns=columns, model=model), table)


def mine(
    df: Any,
    tables: Sequence[str] = TABLES,
    *,
    columns: Mapping[str, str] | None = None,
    model: str | None = None,
) -> Any:
    """Return a DataFrame with a row for each article and an array of rows for each table.

    `df` has a column of texts and what else there is (names guessed, or given in `columns`).
    A column `position`, the article's number in the corpus, is passed on and joins the
    tables; `where` too. A row that is no article is in `failures`. The model is loaded once
    in each Python worker. Works on a streaming DataFrame as well. Duplicates are a matter
    of the whole corpus: see `mark_duplicates`.

    Raises `InputError` where no column holds the text, or for a table there is not.
    """
    need("pyspark", "spark", "running on Spark")
    for table in tables:
        _known(table)
    matched = _matched(df, columns)

    def mined(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        schema = pa.schema([(t, pa.list_(pa.struct(list(_plain(t))))) for t in tables])
        miner = _miner(model)
        for batch in batches:
            for at in range(0, batch.num_rows, BATCH):
                records = batch.slice(at, BATCH).to_pylist()
                rows = _mined(miner, records, matched, tables)
                yield pa.RecordBatch.from_pylist(rows, schema=schema)

    nested = ", ".join(f"`{t}` array<struct<{spark_schema(t, ': ')}>>" for t in tables)
    return df.mapInArrow(mined, nested)


def table_of(mined: Any, table: str) -> Any:
    """Return the rows of one table out of what `mine` returned.

    Raises `InputError` for a table there is not.
    """
    _known(table)
    return mined.selectExpr(f"inline(`{table}`)")


def mark_duplicates(
    articles: Any,
    df: Any,
    *,
    mode: Duplicates = "near",
    columns: Mapping[str, str] | None = None,
) -> Any:
    """Return the `articles` table with repeated articles marked as `quoteminer batch` does.

    `df` holds the texts, with `position`. The fingerprints are computed on the cluster; the
    driver compares them in the order of positions, on its disk: 10 million articles are
    some 10 GB to read and half an hour there. Raises `InputError` for a streaming DataFrame
    (what comes later cannot be known) and where `df` has no `position`.
    """
    need("pyspark", "spark", "running on Spark")
    matched = _matched(df, columns)
    if "position" not in df.columns or df.isStreaming:
        raise InputError("duplicates need a whole DataFrame with a column `position`")

    def printed(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        types = (pa.int64(), pa.string(), pa.binary(), pa.binary())
        for batch in batches:
            columns: list[list[Any]] = [[], [], [], []]
            for record in batch.to_pylist():
                position = record["position"]
                source = _source(record, matched)
                if isinstance(source, Source):
                    cells = (position, source.id, *fingerprint(source.text, mode))
                    for column, cell in zip(columns, cells, strict=True):
                        column.append(cell)
            yield pa.RecordBatch.from_arrays(
                [pa.array(c, t) for c, t in zip(columns, types, strict=True)],
                ["position", "id", "digest", "signature"],
            )

    schema = "position bigint, id string, digest binary, signature binary"
    # kept: a sort reads its input twice
    prints = df.mapInArrow(printed, schema).persist()
    try:
        twins = _twins(prints.orderBy("position"), mode)
    finally:
        prints.unpersist()
    found = df.sparkSession.createDataFrame(
        twins, spark_schema("articles", only=("position", *MARKS))
    )
    whole = articles.drop(*MARKS).join(found, "position", "left")
    return whole.select(*(c.name for c in COLUMNS["articles"]))


def _twins(prints: Any, mode: Duplicates) -> list[tuple[Any, ...]]:
    """The marks of the articles that repeat an earlier one, of fingerprints in their order."""
    found = []
    with (
        TemporaryDirectory() as folder,
        closing(DuplicateIndex(Path(folder) / "prints.sqlite", mode)) as index,
    ):
        for position, id, digest, signature in prints.toLocalIterator():
            printed = Fingerprint(bytes(digest), signature and bytes(signature))
            twin = index.add(printed, position, id)
            if twin is not None:
                found.append((position, twin.kind, twin.id, twin.position, twin.similarity))
    return found


def spark_schema(table: str, between: str = " ", only: Sequence[str] | None = None) -> str:
    """Return the schema of a table (of the columns in `only`) as Spark's DDL has it."""
    types = {"string": "string", "int64": "bigint", "float64": "double", "bool": "boolean"}
    columns = [c for c in COLUMNS[table] if only is None or c.name in only]
    return ", ".join(f"`{c.name}`{between}{types.get(c.type, 'date')}" for c in columns)


def _plain(table: str) -> Any:
    """The Arrow fields of a table without their meanings, which Spark cannot carry."""
    return (field.remove_metadata() for field in arrow_schema(table))


def _known(table: str) -> None:
    if table not in COLUMNS:
        raise InputError(f"no such table: {table} (of: {', '.join(COLUMNS)})")


def _matched(df: Any, columns: Mapping[str, str] | None) -> dict[str, str]:
    return match_columns([c for c in df.columns if c not in ("position", "where")], columns)


def _miner(model: str | None) -> Any:
    if model not in _miners:
        from quoteminer.miner import load

        _miners[model] = load(model)
    return _miners[model]


def _source(record: Mapping[str, Any], matched: Mapping[str, str]) -> Source | Failure:
    """The article of a row, or why it is none."""
    position = record.get("position")
    where = record.get("where") or f"#{position}"
    rest = {k: v for k, v in record.items() if k not in ("position", "where")}
    try:
        return source_from(rest, matched, where)
    except (Unread, ValueError, TypeError) as error:
        return Failure(
            position=position or 0,
            id=getattr(error, "id", None),
            where=where,
            error="InputError",
            reason=str(error)[:500],
        )


def _mined(
    miner: Any,
    records: list[dict[str, Any]],
    matched: Mapping[str, str],
    tables: Sequence[str],
) -> list[dict[str, list[dict[str, Any]]]]:
    """The rows of each table, record by record."""
    items = [_source(record, matched) for record in records]
    found = []
    results = miner.pipe(items, on_error="record")
    for record, item, result in zip(records, items, results, strict=True):
        position = record.get("position")
        rows: dict[str, list[dict[str, Any]]] = {table: [] for table in tables}
        for table in tables:
            if isinstance(result, Article) and table != "failures":
                rows[table] = rows_of(result, table, position=position, where=item.where)
            elif isinstance(result, Failure) and table == "failures":
                rows[table] = [{**row, "position": position} for row in failure_rows(result)]
        found.append(rows)
    return found
