"""Articles as HTML: the component a notebook shows, and the page that stands alone.

Everything is written by templates that escape every text; nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from quoteminer.models import Article, Quote, Speaker
from quoteminer.show.view import KINDS, LABELS, gold, view
from quoteminer.text import encodable


def templates_of(package: str) -> Environment:
    """Return the templates of a package: autoescape on, an unknown name is an error."""
    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_encodable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _encodable(value: Any) -> Any:
    """What a template prints, with U+FFFD for what no file or browser can hold."""
    if not isinstance(value, str):
        return value
    return type(value)(encodable(value))  # markup stays markup


@cache
def environment() -> Environment:
    """Return the templates of articles, with what they name kinds and labels by."""
    env = templates_of("quoteminer.show")
    env.globals["KINDS"] = KINDS
    env.globals["LABELS"] = LABELS
    return env


@cache
def asset(name: str) -> str:
    """Return a style sheet or script of the package."""
    return files("quoteminer.show").joinpath("templates").joinpath(name).read_text("utf-8")


def content_hash(source: str) -> str:
    """Return the content-security-policy hash of an inline style or script."""
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def article_html(article: Article) -> str:
    """Return an article as an HTML fragment with its own style, without any script.

    This is what `article` shows in a notebook. Filters and hover cards are plain CSS.
    """
    return environment().get_template("notebook.html").render(view=view(article), review=False)


def quotes_html(quotes: Iterable[Quote]) -> str:
    """Return quotes as an HTML table."""
    return environment().get_template("quotes.html").render(quotes=list(quotes))


def speakers_html(speakers: Iterable[Speaker]) -> str:
    """Return speakers as an HTML table."""
    return environment().get_template("speakers.html").render(speakers=list(speakers))


def page(articles: Iterable[Article], *, title: str | None = None) -> str:
    """Return one self-contained HTML page of articles: to read, print and review.

    The page loads nothing from anywhere and its content security policy allows only its
    own style and script. `title` defaults to the headline of the first article.
    """
    shown = list(articles)
    views = [view(article, salt=str(n) if n else "") for n, article in enumerate(shown)]
    env = environment()
    style = env.get_template("style.css").render(views=views)
    style += asset("page.css")
    script = asset("review.js")
    return env.get_template("page.html").render(
        title=title or (shown and (shown[0].title or shown[0].id)) or "Quotes",
        made_by=sorted({str(a.made_by) for a in shown if a.made_by is not None}),
        views=views,
        style=style,
        script=script,
        style_hash=content_hash(style),
        script_hash=content_hash(script),
        data=[gold(article) for article in shown],
    )
