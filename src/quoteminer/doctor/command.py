"""`quoteminer doctor`: is the installation whole, and what to paste into a report."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from quoteminer.doctor.checks import Check

EXIT_PROBLEMS = 1


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(doctor)


def doctor(
    speed: Annotated[bool, typer.Option(help="Compare with the stock pipeline too.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the installation: versions, model, a self test, workers, memory, speed.

    Paste all that it prints into a report of a defect: it holds no text of yours.
    Exit code: 0 all is well (notes are no problems), 1 something has to be mended.
    """
    from quoteminer import __version__
    from quoteminer.doctor.checks import checks

    if not as_json:
        print(f"quoteminer {__version__} on {platform.platform()}", flush=True)
    found: list[Check] = []
    for check in checks(speed=speed):
        found.append(check)
        if not as_json:
            print(_line(check), flush=True)
    problems = sum(check.status == "problem" for check in found)
    if as_json:
        print(json.dumps([asdict(check) for check in found], ensure_ascii=False))
    elif problems:
        print(f"{problems} to mend, from the first on: an earlier one may be why a later one is.")
    else:
        print("All is well.")
    if problems:
        raise typer.Exit(EXIT_PROBLEMS)


def _line(check: Check) -> str:
    """A check on a line, what to do on the next; the user's home is no one else's business."""
    line = f"{check.status:8}{check.name}: {check.found}"
    if check.mend:
        line += f"\n{'':8}→ {check.mend}"
    return line.replace(str(Path.home()), "~")
