"""Quotes and entities in the form that spaCy's displaCy renders by hand."""

from __future__ import annotations

import re
from typing import Any, Literal

from quoteminer.models import Article


def displacy(
    article: Article,
    what: Literal["quotes", "entities"] = "quotes",
    style: Literal["ent", "span"] = "ent",
) -> dict[str, Any]:
    """Return an article as `spacy.displacy.render(…, style=style, manual=True)` takes it.

    A quote is labelled with its speaker («SCARE» and «?» where it has none). Style "ent"
    cannot show marks inside marks: inner quotes are left out there; "span" shows them.
    """
    spans: list[tuple[int, int, str]] = []
    end = 0
    if what == "entities":
        spans = [(e.start, e.end, e.label) for e in article.entities]
    else:
        for quote in article.quotes:
            if style == "ent" and quote.start < end:
                continue
            label = (
                quote.speaker.name if quote.speaker else "SCARE" if quote.kind == "scare" else "?"
            )
            spans.append((quote.start, quote.end, label))
            end = max(end, quote.end)
    shown: dict[str, Any] = {"text": article.text, "title": article.title}
    if style == "ent":
        shown["ents"] = [{"start": s, "end": e, "label": label} for s, e, label in spans]
        return shown
    edges = {edge for s, e, _ in spans for edge in (s, e)}
    words = []
    for match in re.finditer(r"\w+|[^\w\s]", article.text):
        at = match.start()
        for edge in sorted(e for e in edges if match.start() < e < match.end()):
            words.append((at, edge))
            at = edge
        words.append((at, match.end()))
    shown["tokens"] = [article.text[s:e] for s, e in words]
    shown["spans"] = []
    for s, e, label in spans:
        inside = [i for i, (a, b) in enumerate(words) if a < e and b > s]
        if inside:
            shown["spans"].append(
                {"start_token": inside[0], "end_token": inside[-1] + 1, "label": label}
            )
    return shown
