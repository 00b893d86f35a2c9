"""What can go wrong, by name. Every error derives from `QuoteminerError`."""

from __future__ import annotations

__all__ = [
    "InputError",
    "MissingExtraError",
    "ModelError",
    "ModelWarning",
    "OutputError",
    "QuoteminerError",
    "WorkerError",
]


class QuoteminerError(Exception):
    """Base class of the package's own errors."""


class InputError(QuoteminerError, ValueError):
    """The input is no article: not text, or a record without a text."""


class ModelError(QuoteminerError, RuntimeError):
    """The spaCy model is missing or lacks what is needed."""


class ModelWarning(UserWarning):
    """The spaCy model is another than the one that quoteminer was fitted and measured with."""


class WorkerError(QuoteminerError, RuntimeError):
    """A worker process died; the articles it held were not analysed."""


class MissingExtraError(QuoteminerError, ImportError):
    """An optional library is not installed; the message says how to get it."""


class OutputError(QuoteminerError, RuntimeError):
    """An output folder cannot take these results: other options, other inputs, another run."""


def reason_of(error: BaseException) -> str:
    """Return what a failure record says of an error: never the words of the article.

    The package's own errors speak for themselves. What else comes up is a defect, and its
    message may quote anything: the record names its class and the place. Where the full
    message is wanted, `on_error="raise"` raises it.
    """
    if isinstance(error, QuoteminerError):
        return str(error)
    if isinstance(error, MemoryError):
        return "not enough memory for this article"
    place = getattr(error, "place", None) or place_of(error)
    return f"{type(error).__name__}{f' in {place}' if place else ''}: a defect of quoteminer"


def place_of(error: BaseException) -> str:
    """Return the line of the package where an error came up: «speakers/resolve.py:212»."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        _, found, path = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition(
            "quoteminer/"
        )
        if found:
            place = f"{path}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
