"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quoteminer import entities_command
from quoteminer.corpus import command as corpus
from quoteminer.corpus.command import (
    ColumnOption,
    EncodingOption,
    ExcelOption,
    InputFormatOption,
    RawOption,
)
from quoteminer.doctor import command as doctor_command
from quoteminer.loading_options import (
    CuesOption,
    FirstNamesOption,
    Language,
    LanguageOption,
    NamesOption,
)
from quoteminer.report import command as report_command
from quoteminer.show import command as show_command

if TYPE_CHECKING:
    from quoteminer.models import Article, Failure, Source

app = typer.Typer(
    help="Who is quoted, word for word, and who is named in French press articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

EXIT_SOME_FAILED = 1
EXIT_NOTHING_READ = 2


class Format(str, Enum):
    """How results are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


Files = Annotated[
    list[str] | None,
    typer.Argument(
        help="JSONL, CSV, Parquet, HTML exports, text, folders, zip; - or nothing reads stdin."
    ),
]


def _complain(message: str) -> None:
    print(f"quoteminer: {message}", file=sys.stderr)


def _articles(
    files: list[str] | None,
    workers: int,
    loading: dict[str, Any] | None = None,
    **reading: Any,
) -> Iterator[tuple[Article | None, str]]:
    """Yield each article, or None and the reason why it failed."""
    import quoteminer
    from quoteminer.models import Failure

    stream = quoteminer.read(files or ["-"], **reading)
    early: list[Failure | Source] = []
    for item in stream:
        early.append(item)
        if not isinstance(item, Failure):
            break
    results: Iterable[Article | Failure] = [e for e in early if isinstance(e, Failure)]
    if early and not isinstance(early[-1], Failure):
        # there is an article: now the model is worth its second
        articles: Iterable[Source | Failure] = chain(early, stream)
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import track

            articles = track(articles, description="articles", console=Console(stderr=True))
        results = quoteminer.load(**loading or {}).pipe(
            articles, n_process=workers, on_error="record"
        )
    for result in results:
        if isinstance(result, Failure):
            yield None, f"{result.where or result.id or result.position}: {result.reason}"
        else:
            yield result, ""


@app.command()
def extract(
    files: Files = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes.")] = 1,
    explain: Annotated[bool, typer.Option(help="Show why each quote was attributed so.")] = False,
    excel: ExcelOption = False,
    raw: RawOption = False,
    column: ColumnOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    names: NamesOption = None,
    first_names: FirstNamesOption = None,
    cues: CuesOption = None,
    language: LanguageOption = Language.en,
) -> None:
    """Print the quotes of articles with their speakers.

    Exit code: 0 all read, 1 some articles failed (named on stderr), 2 nothing could be read.
    """
    from quoteminer import render
    from quoteminer.errors import InputError

    if excel and format not in (None, Format.csv):
        raise typer.BadParameter("only CSV is made for Excel", param_hint="--excel")
    usual = Format.table if sys.stdout.isatty() else Format.jsonl
    chosen = Format.csv if excel else format or usual
    writer = render.writer(chosen.value, explain=explain, excel=excel, raw=raw)
    failed = done = 0
    reading = corpus.reading_options(column, input_format, encoding)
    loading = {
        "names": names, "first_names": first_names, "cues": cues, "language": language.value,
    }  # fmt: skip
    try:
        for article, reason in _articles(files, workers, loading, **reading):
            if article is None:
                failed += 1
                _complain(reason)
            else:
                done += 1
                writer.write(article)
        writer.close()
        sys.stdout.flush()
    except InputError as error:
        _complain(str(error))
        raise typer.Exit(EXIT_NOTHING_READ) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads on has read enough
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to flush
        _complain(f"the results cannot be written: {error.strerror}; they are not whole")
        raise typer.Exit(EXIT_NOTHING_READ) from error
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED if done else EXIT_NOTHING_READ)


def _records(path: Path) -> list[dict[str, Any]]:
    from quoteminer import notation
    from quoteminer.errors import InputError
    from quoteminer.evaluation import checked

    found = []
    if path.suffix == ".txt":
        try:
            return notation.read(path)
        except InputError as error:
            _complain(str(error))
            raise typer.Exit(EXIT_NOTHING_READ) from error
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _complain(f"{path}: {error}")
        raise typer.Exit(EXIT_NOTHING_READ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(checked(json.loads(line)))
            except (ValueError, RecursionError) as error:
                _complain(f"{path}, line {number}: not an annotated article ({error})")
                raise typer.Exit(EXIT_NOTHING_READ) from error
    return found


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            help="Annotated articles: one JSON object a line, or a .txt in the inline notation."
        ),
    ],
    predicted: Annotated[
        Path | None, typer.Argument(help="Predictions; without them quoteminer makes its own.")
    ] = None,
    errors: Annotated[bool, typer.Option(help="List every error.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes.")] = 1,
    names: NamesOption = None,
    first_names: FirstNamesOption = None,
    cues: CuesOption = None,
) -> None:
    """Measure on annotated articles: spans, kinds, cues, mentions, speakers, entities."""
    from quoteminer import render
    from quoteminer.evaluation import evaluate as measure
    from quoteminer.evaluation import prediction

    articles = _records(gold)
    if predicted is not None:
        found = {r["id"]: r for r in _records(predicted)}
    else:
        import quoteminer
        from quoteminer.models import Article, Source

        try:
            miner = quoteminer.load(names=names, first_names=first_names, cues=cues)
        except quoteminer.InputError as error:
            _complain(str(error))
            raise typer.Exit(EXIT_NOTHING_READ) from error
        if without := next((a["id"] for a in articles if not isinstance(a.get("text"), str)), None):
            _complain(f"{gold}: the article {without!r} has no text to read")
            raise typer.Exit(EXIT_NOTHING_READ)
        sources = (Source(text=a["text"], id=str(a["id"])) for a in articles)
        results = miner.pipe(sources, n_process=workers)
        found = {}
        for article, result in zip(articles, results, strict=True):
            assert isinstance(result, Article)
            found[article["id"]] = prediction(result)
    report = measure(articles, found)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        render.print_report(report, errors=errors)


@app.command()
def schema() -> None:
    """Print the JSON Schema of an article."""
    from quoteminer.models import Article

    print(json.dumps(Article.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


@app.command()
def version() -> None:
    """Print the version."""
    from quoteminer import __version__

    print(__version__)


corpus.register(app)
entities_command.register(app)
show_command.register(app)
report_command.register(app)
doctor_command.register(app)


if __name__ == "__main__":
    app()
