"""Who is quoted, word for word, and who is named in French press articles."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoteminer.corpus.batch import BatchReport, batch
    from quoteminer.corpus.reading import read
    from quoteminer.corpus.tables import to_arrow, to_pandas, to_polars
    from quoteminer.errors import (
        InputError,
        MissingExtraError,
        ModelError,
        ModelWarning,
        OutputError,
        QuoteminerError,
        WorkerError,
    )
    from quoteminer.miner import Miner, load
    from quoteminer.models import (
        Article,
        Candidate,
        Cue,
        Entity,
        Failure,
        MadeBy,
        Mention,
        Profile,
        Quote,
        Source,
        Speaker,
    )

__version__ = "0.1.0"

# Imported on first use: `import quoteminer` itself loads neither spaCy nor pydantic.
_HOME = {
    "load": "miner", "Miner": "miner",
    "Article": "models", "Candidate": "models", "Cue": "models", "Entity": "models",
    "Failure": "models", "Mention": "models", "Profile": "models", "Quote": "models",
    "Source": "models", "Speaker": "models", "MadeBy": "models",
    "InputError": "errors", "ModelError": "errors", "QuoteminerError": "errors",
    "ModelWarning": "errors", "WorkerError": "errors", "MissingExtraError": "errors", "OutputError": "errors",
    "read": "corpus.reading", "batch": "corpus.batch", "BatchReport": "corpus.batch",
    "to_arrow": "corpus.tables", "to_pandas": "corpus.tables", "to_polars": "corpus.tables",
}  # fmt: skip

__all__ = [
    "Article",
    "BatchReport",
    "Candidate",
    "Cue",
    "Entity",
    "Failure",
    "InputError",
    "MadeBy",
    "Mention",
    "Miner",
    "MissingExtraError",
    "ModelError",
    "ModelWarning",
    "OutputError",
    "Profile",
    "Quote",
    "QuoteminerError",
    "Source",
    "Speaker",
    "WorkerError",
    "batch",
    "load",
    "read",
    "to_arrow",
    "to_pandas",
    "to_polars",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'quoteminer' has no attribute {name!r}")
    value = getattr(import_module(f"quoteminer.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
