"""`quoteminer show` writes articles as one page; `quoteminer corrections` merges reviews."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoteminer.loading_options import (
    CuesOption,
    FirstNamesOption,
    Language,
    LanguageOption,
    NamesOption,
)

if TYPE_CHECKING:
    from quoteminer.models import Article

    Outcome = tuple[Article | None, str]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(show)
    app.command()(corrections)


def show(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Text files, .jsonl of articles, or .jsonl that `quoteminer extract` wrote."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path(
        "page.html"
    ),
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Articles on the page, at most.")] = 100,
    names: NamesOption = None,
    first_names: FirstNamesOption = None,
    cues: CuesOption = None,
    language: LanguageOption = Language.en,
) -> None:
    """Write articles with their quotes as one self-contained page, to read and to review.

    Exit code: 0 all shown, 1 some articles failed (named on stderr), 2 nothing could be shown.
    """
    from quoteminer import cli
    from quoteminer.errors import InputError
    from quoteminer.show import page

    loading = {
        "names": names, "first_names": first_names, "cues": cues, "language": language.value,
    }  # fmt: skip
    shown: list[Article] = []
    failed = 0
    found = (
        (a, r)
        for path in files or [Path("-")]
        for a, r in _mined(path) or cli._articles([str(path)], 1, loading)
    )
    try:
        for article, reason in found:
            if article is None:
                failed += 1
                cli._complain(reason)
            elif len(shown) == limit:
                cli._complain(f"only the first {limit} articles are shown; --limit sets how many")
                break
            else:
                shown.append(article)
    except InputError as error:
        cli._complain(str(error))
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
    if not shown:
        raise typer.Exit(cli.EXIT_NOTHING_READ)
    try:
        # a lone surrogate cannot be written: it shows as a question mark
        out.write_bytes(page(shown, title=title).encode("utf-8", "replace"))
    except OSError as error:
        cli._complain(f"{out}: {error.strerror or error}")
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
    if failed:
        raise typer.Exit(cli.EXIT_SOME_FAILED)


def _mined(path: Path) -> Iterator[Outcome] | None:
    """The articles of a file that holds results already; nothing where it holds sources."""
    from quoteminer.models import Article

    if path.suffix not in (".jsonl", ".ndjson"):
        return None
    try:
        lines = [line for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
        if not lines or "speakers" not in json.loads(lines[0]):
            return None
    except (OSError, ValueError, TypeError):
        return None  # the ordinary reader says what is wrong

    def read() -> Iterator[Outcome]:
        for number, line in enumerate(lines, 1):
            try:
                yield Article.model_validate_json(line), ""
            except ValueError as error:
                yield None, f"{path}, article {number}: {str(error).splitlines()[0]}"

    return read()


def corrections(
    files: Annotated[list[Path], typer.Argument(help="Files of corrections, in order of time.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Annotated articles to write.")] = Path(
        "gold.jsonl"
    ),
    prefer_last: Annotated[
        bool, typer.Option(help="Where two reviews differ, take the later one.")
    ] = False,
) -> None:
    """Merge the corrections of several reviews into annotated articles for `evaluate`.

    Exit code: 0 all agree, 1 some differ (each named on stderr), 2 nothing was written.
    """
    from quoteminer import cli
    from quoteminer.corrections import merge, read
    from quoteminer.errors import InputError

    try:
        merged = merge(
            (article for path in files for article in read(path)),
            prefer="last" if prefer_last else "none",
        )
        out.write_text(
            "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in merged.articles), "utf-8"
        )
    except InputError as error:
        cli._complain(str(error))
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
    except OSError as error:
        cli._complain(f"{out}: {error.strerror or error}")
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
    reviewed = sum(q.get("reviewed", True) for a in merged.articles for q in a["quotes"])
    typer.echo(f"{len(merged.articles)} articles, {reviewed} reviewed quotes: {out}")
    for conflict in merged.conflicts:
        cli._complain(str(conflict))
    if merged.conflicts:
        raise typer.Exit(cli.EXIT_SOME_FAILED)
