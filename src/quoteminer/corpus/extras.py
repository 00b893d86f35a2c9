"""Optional libraries: there, or an error that says how to install them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from quoteminer.errors import MissingExtraError


def need(module: str, extra: str, purpose: str) -> Any:
    """Return the module; raises `MissingExtraError` naming the extra that brings it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"{purpose} needs {module.partition('.')[0]}: pip install 'quoteminer[{extra}]'"
        ) from error
