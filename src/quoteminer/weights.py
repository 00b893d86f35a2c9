"""Fitted weights, read from data: a decision is the sum of what was observed.

Each model is a table of observations and weights (`weights/NAME.tsv`), fitted by
`scripts/fit_weights.py`. An observation without a row weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources


@cache
def weights(name: str) -> Mapping[str, float]:
    """Return the weights of the model `name`: observation to weight."""
    path = resources.files("quoteminer") / "data_weights" / f"{name}.tsv"
    table: dict[str, float] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return table
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, value = line.split("\t")
            table[key] = float(value)
    return table


@cache
def grouped_weights(name: str, groups: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """Return the weights of a model whose rows read `group|observation`, by group."""
    return group(weights(name), groups)


def group(table: Mapping[str, float], groups: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Return the rows `group|observation` of a table as one table for each group."""
    found: dict[str, dict[str, float]] = {g: {} for g in groups}
    for key, value in table.items():
        name, _, observation = key.partition("|")
        found[name][observation] = value
    return found


def total(table: Mapping[str, float], seen: Iterable[str]) -> float:
    """Return the sum of the weights of the observations `seen`."""
    return sum(filter(None, map(table.get, seen)), 0.0)


def softmax(scores: list[float]) -> list[float]:
    """Return the scores as probabilities that sum to one."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


def logistic(x: float) -> float:
    """Return the probability of the log-odds `x`."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)
