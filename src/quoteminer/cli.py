"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quoteminer.report import command as report_command
from quoteminer.show import command as show_command

if TYPE_CHECKING:
    from quoteminer.models import Article

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
    list[Path] | None,
    typer.Argument(help="Text files, or .jsonl files of articles; - or nothing reads stdin."),
]


def _complain(message: str) -> None:
    print(f"quoteminer: {message}", file=sys.stderr)


def _read(path: Path) -> Iterator[Any]:
    """Yield the sources of one file, and an exception in the place of each that fails."""
    from quoteminer.errors import InputError
    from quoteminer.models import Source

    name = "stdin" if str(path) == "-" else str(path)
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        yield InputError(f"{name}: {error.strerror or error}")
        return
    if b"\0" in data[:4096]:
        yield InputError(f"{name}: a binary file, not text")
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield InputError(f"{name}: not UTF-8 (byte {error.start}); convert it first")
        return
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if path.suffix in (".jsonl", ".ndjson") or (str(path) == "-" and first.startswith("{")):
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                known = {k: record[k] for k in Source.model_fields if k in record}
                yield Source.model_validate({"id": f"{name}:{number}", **known})
            except Exception as error:  # one broken line is one failure, never the end
                yield InputError(f"{name}, line {number}: {str(error).splitlines()[0]}")
    elif not text.strip():
        yield InputError(f"{name}: empty")
    else:
        yield Source(text=text, id=name)


def _articles(files: list[Path] | None, workers: int) -> Iterator[tuple[Article | None, str]]:
    """Yield each article, or None and the reason why it failed."""
    import quoteminer
    from quoteminer.models import Failure

    paths = files or [Path("-")]
    sources: list[Any] = []
    for path in paths:
        for item in _read(path):
            if isinstance(item, Exception):
                yield None, str(item)
            else:
                sources.append(item)
    if not sources:
        return
    miner = quoteminer.load()
    found = miner.pipe(sources, n_process=workers, on_error="record")
    if len(sources) > 1 and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import track

        found = iter(
            track(found, total=len(sources), description="articles", console=Console(stderr=True))
        )
    for result in found:
        if isinstance(result, Failure):
            yield None, f"{result.id or result.position}: {result.reason}"
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
) -> None:
    """Print the quotes of articles with their speakers.

    Exit code: 0 all read, 1 some articles failed (named on stderr), 2 nothing could be read.
    """
    from quoteminer import render

    chosen = format or (Format.table if sys.stdout.isatty() else Format.jsonl)
    writer = render.writer(chosen.value, explain=explain)
    failed = done = 0
    for article, reason in _articles(files, workers):
        if article is None:
            failed += 1
            _complain(reason)
        else:
            done += 1
            writer.write(article)
    writer.close()
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED if done else EXIT_NOTHING_READ)


@app.command()
def entities(files: Files = None, workers: int = 1) -> None:
    """Print who and what articles name, with counts."""
    from quoteminer import render

    failed = done = 0
    for article, reason in _articles(files, workers):
        if article is None:
            failed += 1
            _complain(reason)
        else:
            done += 1
            render.print_profiles(article)
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED if done else EXIT_NOTHING_READ)


def _records(path: Path) -> list[dict[str, Any]]:
    found = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _complain(f"{path}: {error}")
        raise typer.Exit(EXIT_NOTHING_READ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
                record["id"], record["quotes"]
            except (ValueError, KeyError, TypeError) as error:
                _complain(f"{path}, line {number}: not an annotated article ({error!r})")
                raise typer.Exit(EXIT_NOTHING_READ) from error
            found.append(record)
    return found


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated articles, one JSON object a line.")],
    predicted: Annotated[
        Path | None, typer.Argument(help="Predictions; without them quoteminer makes its own.")
    ] = None,
    errors: Annotated[bool, typer.Option(help="List every error.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes.")] = 1,
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

        miner = quoteminer.load()
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


show_command.register(app)
report_command.register(app)


if __name__ == "__main__":
    app()
