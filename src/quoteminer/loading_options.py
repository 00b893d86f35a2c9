"""The options of `quoteminer.load` on the command line, the same for every command."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class Language(str, Enum):
    """The language of explanations."""

    en = "en"
    fr = "fr"


NamesOption = Annotated[
    Path | None, typer.Option("--names", help="Your own names: CSV (text, label, name) or JSONL.")
]
FirstNamesOption = Annotated[
    Path | None, typer.Option("--first-names", help="First names with gender: CSV.")
]
CuesOption = Annotated[
    Path | None,
    typer.Option("--cues", help="Your own words of saying: CSV (lemma, kind, class, strength …)."),
]
LanguageOption = Annotated[Language, typer.Option("--language", help="Of the explanations.")]
