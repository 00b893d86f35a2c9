"""The commands `batch`, `summary` and `convert`."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quoteminer.loading_options import (
    CuesOption,
    FirstNamesOption,
    Language,
    LanguageOption,
    NamesOption,
)

if TYPE_CHECKING:
    from quoteminer.corpus.batch import Progress

EXIT_SOME_FAILED = 1
EXIT_NOTHING_READ = 2
EXIT_INTERRUPTED = 130


class InputFormat(str, Enum):
    """What an input holds, where its name does not say."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"
    html = "html"
    text = "text"


class Marking(str, Enum):
    """Which repeated articles are marked."""

    near = "near"
    exact = "exact"
    none = "none"


ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        "-c",
        help="Which column holds what: text=corps (of text, id, title, date, outlet).",
    ),
]
InputFormatOption = Annotated[
    InputFormat | None,
    typer.Option("--input-format", help="What the inputs are, where the names do not say."),
]
EncodingOption = Annotated[
    str | None, typer.Option(help="Encoding of the inputs, instead of detecting it.")
]
RawOption = Annotated[
    bool, typer.Option(help="CSV cells as they are: a spreadsheet may run them as formulas.")
]
ExcelOption = Annotated[
    bool,
    typer.Option(
        "--excel", help="CSV that a French Excel opens right: ;, decimal commas, BOM (implies csv)."
    ),
]


def columns_from(given: list[str] | None) -> dict[str, str]:
    """Return field to column of the `--column` options; a bad one is a usage error."""
    found = {}
    for one in given or []:
        field, equals, name = one.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"{one!r} is not FIELD=COLUMN", param_hint="--column")
        found[field] = name
    return found


def reading_options(
    column: list[str] | None, input_format: InputFormat | None, encoding: str | None
) -> dict[str, Any]:
    """Return the options of `quoteminer.read` that the command line gives."""
    return {
        "columns": columns_from(column),
        "format": input_format.value if input_format else None,
        "encoding": encoding,
    }


def complain(message: str) -> None:
    """Print a message of the program on stderr."""
    print(f"quoteminer: {message}", file=sys.stderr)


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(help="JSONL, CSV, Parquet, HTML exports, text, folders, zip; - for stdin."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")],
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes.")] = 1,
    limit: Annotated[
        int | None, typer.Option(min=0, help="Only the first articles; a later run may raise it.")
    ] = None,
    overwrite: Annotated[bool, typer.Option(help="Remove the results of an earlier run.")] = False,
    column: ColumnOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    duplicates: Annotated[
        Marking, typer.Option(help="Which repeated articles are marked (none is dropped).")
    ] = Marking.near,
    shard_size: Annotated[int, typer.Option(min=1, help="Articles in a file.")] = 1000,
    model: Annotated[str | None, typer.Option(help="Another French spaCy model.")] = None,
    names: NamesOption = None,
    first_names: FirstNamesOption = None,
    cues: CuesOption = None,
    language: LanguageOption = Language.en,
) -> None:
    """Run a whole corpus to Parquet tables; the same command again goes on where it stopped.

    Exit code: 0 all read, 1 some articles failed (in the failures table), 2 nothing could
    be read or the run could not start, 130 interrupted.
    """
    from quoteminer.corpus.batch import batch as run
    from quoteminer.errors import QuoteminerError

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    reading = reading_options(column, input_format, encoding)
    try:
        total = _count(inputs, limit, reading) if sys.stderr.isatty() else None
        with _progress(total) as progress:
            report = run(
                inputs,
                out,
                **reading,
                workers=workers,
                limit=limit,
                overwrite=overwrite,
                duplicates=duplicates.value,
                shard_size=shard_size,
                model=model,
                names=names,
                first_names=first_names,
                cues=cues,
                language=language.value,
                progress=progress,
            )
    except KeyboardInterrupt:
        complain(f"interrupted; whole shards are in {out}: the same command goes on from there")
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except (QuoteminerError, OSError) as error:
        complain(str(error))
        raise typer.Exit(EXIT_NOTHING_READ) from error
    took = time.monotonic() - started
    complain(
        f"{report.articles:,} articles, {report.quotes:,} quotes, {report.duplicates:,} duplicates "
        f"marked, {report.failures:,} failures in {took:.0f} s: {out}"
    )
    for reason, times in report.reasons.items():
        complain(f"  failed {times:,} ×: {reason}")
    if report.failures or not report.articles:
        raise typer.Exit(EXIT_SOME_FAILED if report.articles else EXIT_NOTHING_READ)


def _count(inputs: list[str], limit: int | None, reading: dict[str, Any]) -> int | None:
    """How many articles there are to come; reading costs little beside the analysis."""
    from quoteminer.corpus.reading import read

    if "-" in inputs:
        return limit
    return sum(1 for _ in read(inputs, limit=limit, **reading))


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[Progress], None] | None]:
    """A line with rate, time left and quotes on stderr; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("articles"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[quotes]:,} quotes"),
    )
    with Bar(*columns, console=Console(stderr=True), refresh_per_second=2) as bar:
        task = bar.add_task("articles", total=total, quotes=0, rate="")
        started = time.monotonic()

        def show(progress: Progress) -> None:
            done = progress.articles + progress.failures
            pace = done / max(time.monotonic() - started, 0.001)
            bar.update(
                task,
                completed=progress.resumed + done,
                quotes=progress.quotes,
                rate=f"{pace:.1f}/s",
            )

        yield show


class Layout(str, Enum):
    """How a summary is printed or saved."""

    md = "md"
    csv = "csv"
    parquet = "parquet"


def summary(
    folder: Annotated[Path, typer.Argument(help="Folder of a batch run.")],
    only: Annotated[
        str | None,
        typer.Option(help="One of speakers, gender, outlets, cues, network, repeated."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for one file a table; else stdout.")
    ] = None,
    format: Annotated[
        Layout | None, typer.Option("--format", "-f", help="Of the tables; default: md.")
    ] = None,
    excel: ExcelOption = False,
    raw: RawOption = False,
    top: Annotated[int, typer.Option(min=1, help="Rows of the long tables.")] = 50,
    unique: Annotated[
        bool, typer.Option(help="Count an article that repeats an earlier one not again.")
    ] = False,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out speakers less sure than this.")
    ] = 0.0,
) -> None:
    """Count who is quoted, how often, by whom and how, over the tables of a batch run."""
    from quoteminer.corpus.sheets import CsvWriter, csv_stdout, markdown, write_rows
    from quoteminer.corpus.summary import summarise
    from quoteminer.errors import QuoteminerError

    if excel and format not in (None, Layout.csv):
        raise typer.BadParameter("only CSV is made for Excel", param_hint="--excel")
    layout = format or (Layout.csv if excel else Layout.md)
    if layout is Layout.parquet and out is None:
        raise typer.BadParameter("Parquet needs --out", param_hint="--format")
    try:
        tables = summarise(folder, only=only, top=top, unique=unique, min_confidence=min_confidence)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for table in tables:
                path = out / f"{table.name}.{layout.value}"
                write_rows(path, table.columns, table.rows, excel=excel, safe=not raw)
                print(path)
            return
    except (QuoteminerError, OSError) as error:
        complain(str(error))
        raise typer.Exit(EXIT_NOTHING_READ) from error
    for number, table in enumerate(tables):
        if layout is Layout.md:
            print(f"## {table.name}: {table.title}\n")
            print(markdown(table.columns, table.rows))
        else:
            stream = csv_stdout()
            if number:
                stream.write("\r\n")
            writer = CsvWriter(stream, table.columns, excel=excel, safe=not raw)
            for row in table.rows:
                writer.write(dict(zip(table.columns, row, strict=True)))


class Target(str, Enum):
    """What other tools read."""

    brat = "brat"
    labelstudio = "labelstudio"
    prodigy = "prodigy"
    tei = "tei"
    iramuteq = "iramuteq"
    gexf = "gexf"


def convert(
    inputs: Annotated[list[str], typer.Argument(help="As for batch; - for stdin.")],
    to: Annotated[Target, typer.Option("--to", help="The tool that is to read it.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="A folder (brat, tei) or a file (the others).")
    ],
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes.")] = 1,
    column: ColumnOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    names: NamesOption = None,
    first_names: FirstNamesOption = None,
    cues: CuesOption = None,
) -> None:
    """Write articles with their quotes for annotation tools, TEI, IRaMuTeQ or Gephi.

    Exit code: 0 all read, 1 some articles failed (named on stderr), 2 nothing could be read.
    """
    import quoteminer
    from quoteminer.corpus.exchange import convert as write
    from quoteminer.errors import QuoteminerError
    from quoteminer.models import Article

    failed = done = 0

    def articles() -> Iterator[Article]:
        nonlocal failed, done
        stream = quoteminer.read(inputs, **reading_options(column, input_format, encoding))
        miner = quoteminer.load(names=names, first_names=first_names, cues=cues)
        for result in miner.pipe(stream, n_process=workers, on_error="record"):
            if isinstance(result, Article):
                done += 1
                yield result
            else:
                failed += 1
                complain(f"{result.where or result.id or result.position}: {result.reason}")

    try:
        write(articles(), to.value, out)
    except (QuoteminerError, OSError) as error:
        complain(str(error))
        raise typer.Exit(EXIT_NOTHING_READ) from error
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED if done else EXIT_NOTHING_READ)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(batch)
    app.command()(summary)
    app.command()(convert)
