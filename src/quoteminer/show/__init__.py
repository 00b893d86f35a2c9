"""Looking at articles: in a notebook, on a page, in displaCy.

`article` shows itself in a notebook; `page` writes what `quoteminer show` saves;
`displacy` returns spans for spaCy's own visualiser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoteminer.show.html import article_html, page
    from quoteminer.show.spans import displacy

__all__ = ["article_html", "displacy", "page"]

# Imported on first use: the command line knows `show` without loading templates or models.
_HOME = {"article_html": "html", "displacy": "spans", "page": "html"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"quoteminer.show.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
