"""What can go wrong, by name. Every error derives from `QuoteminerError`."""

from __future__ import annotations


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
