"""`quoteminer entities`: who and what articles name, with counts."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from quoteminer.loading_options import CuesOption, FirstNamesOption, NamesOption


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(entities)


def entities(
    files: Annotated[
        list[str] | None, typer.Argument(help="What `extract` reads; - or nothing reads stdin.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes.")] = 1,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print profiles as JSON lines.")
    ] = False,
    quotes: Annotated[bool, typer.Option(help="Count quotes and quoted words too.")] = True,
    names: NamesOption = None,
    first_names: FirstNamesOption = None,
    cues: CuesOption = None,
) -> None:
    """Print who and what articles name, with counts.

    Exit code: 0 all read, 1 some articles failed (named on stderr), 2 nothing could be read.
    """
    import json

    from quoteminer import cli, render
    from quoteminer.errors import InputError

    failed = done = 0
    loading = {"quotes": quotes, "names": names, "first_names": first_names, "cues": cues}
    try:
        for article, reason in cli._articles(files, workers, loading=loading):
            if article is None:
                failed += 1
                cli._complain(reason)
                continue
            done += 1
            if as_jsonl:
                for profile in article.profiles:
                    record = {"article": article.id, **profile.model_dump(mode="json")}
                    print(json.dumps(record, ensure_ascii=False))
            else:
                render.print_profiles(article)
    except InputError as error:
        cli._complain(str(error))
        raise typer.Exit(cli.EXIT_NOTHING_READ) from error
    sys.stdout.flush()
    if failed:
        raise typer.Exit(cli.EXIT_SOME_FAILED if done else cli.EXIT_NOTHING_READ)
