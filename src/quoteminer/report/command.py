"""`quoteminer report`: the output of `batch` as one page of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(report)


def report(
    folder: Annotated[Path, typer.Argument(help="Folder that `quoteminer batch` wrote.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path(
        "report.html"
    ),
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Who is quoted",
    max_quotes: Annotated[
        int, typer.Option(min=0, help="Quotes carried to be read behind the figures.")
    ] = 20_000,
) -> None:
    """Write who is quoted in a corpus as one self-contained page of figures.

    Exit code: 0 written, 2 nothing could be read or written (the reason on stderr).
    """
    from quoteminer import cli
    from quoteminer.errors import QuoteminerError
    from quoteminer.report.page import report as make

    try:
        page = make(folder, title=title, max_quotes=max_quotes)
        out.write_bytes(page.encode("utf-8", "replace"))
    except QuoteminerError as error:
        cli._complain(str(error))
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
    except OSError as error:
        cli._complain(f"{error.filename or folder}: {error.strerror or error}")
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
