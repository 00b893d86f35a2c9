"""Explanations in words: the steps of an attribution, in French or English.

The stages name their steps (`Step`) with the words of the text that matter; `explanations.tsv`
says how a step reads. A word of the records («insistence», «pronoun») that has a row of its
own there («cue_class.insistence») is translated as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from quoteminer.errors import InputError

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Step(NamedTuple):
    """A step: the template it is told by, and the values of its slots."""

    template: str
    values: Mapping[str, str | int | float]


def step(template: str, **values: str | int | float) -> Step:
    """Return a step; a probability is given as a float and told with two digits."""
    return Step(template, values)


def known(language: str) -> Language:
    """Return `language`; raises `InputError` where nothing is told in it."""
    for one in LANGUAGES:
        if one == language:
            return one
    raise InputError(f"explanations are in {' or '.join(LANGUAGES)}, not {language!r}")


def told(one: Step, language: Language = "en") -> str:
    """Return a step in words.

    >>> told(step("named", text="Roy", name="Anne Roy"), "fr")
    '«Roy» désigne «Anne Roy»'
    """
    templates = _templates(language)
    values = {
        name: templates.get(f"{name}.{value}", _number(value, language))
        for name, value in one.values.items()
    }
    return templates[one.template].format_map(values)


def _number(value: str | int | float, language: Language) -> str:
    """A value in words: «0.93», in French «0,93»."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.2f}".replace(".", "," if language == "fr" else ".")


@cache
def _templates(language: Language) -> dict[str, str]:
    text = (resources.files("quoteminer") / "explanations.tsv").read_text("utf-8")
    head, *rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    column = head.index(language)
    return {row[0]: row[column] for row in rows}
