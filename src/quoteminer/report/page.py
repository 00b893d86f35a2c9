"""The report of a corpus as one self-contained page."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jinja2 import Environment

from quoteminer import __version__
from quoteminer.corpus.tables import repeat_key
from quoteminer.errors import InputError
from quoteminer.report.figures import FIGURES
from quoteminer.report.tables import Said, Tables
from quoteminer.show.html import content_hash, templates_of

# Quotes that the page carries in full; a browser is at ease with this many.
MAX_QUOTES = 20_000
# What the page selects quotes by, as columns.
SELECT = (
    "speaker", "speaker_kind", "gender", "outlet", "month", "kind", "cue_class", "band",
)  # fmt: skip
TELL = ("article", "title", "date", "cue", "confidence", "text", "before", "after")


@cache
def _environment() -> Environment:
    env = templates_of("quoteminer.report")
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return env


@cache
def _script() -> str:
    """Return the page's script in one piece with the charting library."""
    try:
        import vl_convert
    except ImportError as error:
        raise InputError("a report needs: pip install 'quoteminer[report]'") from error
    loader = _environment().loader
    assert loader is not None
    own, _, _ = loader.get_source(_environment(), "report.js")
    bundle: str = vl_convert.javascript_bundle(own)
    # «</script» inside a string of the library would end the element
    return bundle.replace("</script", "<\\/script")


def _columns(said: list[Said]) -> dict[str, Any]:
    """Return quotes as columns: values that recur are kept once, as «words» and numbers."""
    columns: dict[str, Any] = {}
    for name in SELECT:
        values = [getattr(quote, name) for quote in said]
        words = sorted(set(values))
        place = {word: i for i, word in enumerate(words)}
        columns[name] = {"words": words, "at": [place[value] for value in values]}
    for name in TELL:
        columns[name] = [getattr(quote, name) for quote in said]
    columns["repeat"] = [repeat_key(quote.text) if quote.words >= 4 else "" for quote in said]
    return columns


def report(source: object, *, title: str = "Who is quoted", max_quotes: int = MAX_QUOTES) -> str:
    """Return a corpus as one self-contained HTML page of figures.

    `source` is a folder of `quoteminer batch`, an iterable of articles, or `Tables`. At
    most `max_quotes` quotes are carried to be read behind the figures (the figures count
    all); the page says so where it leaves any out.

    Raises `InputError` where the source is none of these or the extra `report` is missing.
    """
    from quoteminer import plot

    tables = Tables.of(source)
    figures = [make(tables) for make in FIGURES]
    specs = {}
    for figure in figures:
        if figure.rows:
            specs[figure.name] = json.loads(plot.draw(figure).to_json())
    script = _script()
    reported, attributed = tables.reported, tables.attributed
    months = sorted({q.month for q in tables.said if q.month})
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=title,
            version=__version__,
            made_by="; ".join(sorted(tables.made_by)),
            figures=figures,
            facts={
                "articles": tables.articles,
                "outlets": len([name for name in tables.outlets if name]),
                "quotes reported": len(reported),
                "with a speaker": len(attributed),
                "speakers": len({q.speaker for q in attributed}),
                "articles printed before": tables.duplicates,
                "articles not read": len(tables.failures),
            },
            span=f"{months[0]} to {months[-1]}" if months else "",
            script=script,
            script_hash=content_hash(script),
            specs=specs,
            quotes=_columns(tables.said[:max_quotes]),
            left_out=max(0, len(tables.said) - max_quotes),
        )
    )
