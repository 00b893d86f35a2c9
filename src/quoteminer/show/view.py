"""What a page says about an article, ready for the templates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from quoteminer.models import Article, Quote
from quoteminer.show.layers import Token, stretches, tokens

KINDS = {
    "direct": "a clause of its own",
    "mixed": "words worked into the narrator's clause",
    "scare": "nobody's reported words",
}
LABELS = {"PER": "people", "LOC": "places", "ORG": "organisations"}


@dataclass(slots=True)
class Voice:
    """A line of the legend: somebody quoted, with counts."""

    number: int
    name: str
    kind: str
    quotes: int = 0
    words: int = 0


@dataclass(slots=True)
class Line:
    """A quote as the list and the cards show it. `number` counts from 1."""

    number: int
    quote: Quote
    voice: int | None
    short: str
    css: str
    sure: str


@dataclass(slots=True)
class View:
    """An article, ready to be written as HTML."""

    id: str
    article: Article
    voices: list[Voice]
    lines: list[Line]
    kinds: dict[str, int]
    labels: dict[str, int]
    tokens: list[Token]
    names: list[str] = field(default_factory=list)

    def line_of(self, token: Token) -> Line:
        """Return the (first) quote that a quote, incise, mention or cue belongs to."""
        assert token.stretch is not None
        return self.lines[token.stretch.refs[0]]


def short_name(name: str, limit: int = 22) -> str:
    """Return what fits on a label: the last words of a name that is too long.

    >>> short_name("Anne Roy"), short_name("Marie-Françoise de La Tour-Desbois")
    ('Anne Roy', '… de La Tour-Desbois')
    """
    if len(name) <= limit:
        return name
    words = name.split()
    kept = words.pop()
    while words and len(words[-1]) + len(kept) + 3 <= limit:
        kept = f"{words.pop()} {kept}"
    return f"… {kept}" if len(kept) <= limit else kept[: limit - 1] + "…"


def view(article: Article, *, salt: str = "") -> View:
    """Return what is shown of an article; `salt` keeps two views on one page apart."""
    key = f"{salt}\n{article.id}\n{article.text}".encode("utf-8", "surrogatepass")
    voices: dict[tuple[str, str], Voice] = {}
    lines = []
    for number, quote in enumerate(article.quotes, 1):
        voice = None
        if quote.speaker is not None:
            who = (quote.speaker.name, quote.speaker.kind)
            voice = voices.setdefault(who, Voice(len(voices), *who))
            voice.quotes += 1
            voice.words += quote.word_count
        css = f"qm-q{number} qm-{quote.kind} "
        if voice is not None:
            css += f"qm-v{voice.number} qm-h{voice.number % 12}"
        else:
            css += "qm-none"
        label = "" if quote.kind == "scare" else "speaker undecided"
        lines.append(
            Line(
                number=number,
                quote=quote,
                voice=None if voice is None else voice.number,
                short=short_name(voice.name) if voice else ("?" if label else ""),
                css=css,
                sure=f"{quote.confidence:.0%}".replace("%", " %") if voice else "",
            )
        )
    names = [v.name for v in voices.values()]
    names += [p.name for p in article.profiles if p.label != "LOC"]
    return View(
        id="qm-" + hashlib.blake2b(key, digest_size=5).hexdigest(),
        article=article,
        voices=list(voices.values()),
        lines=lines,
        kinds={k: sum(q.kind == k for q in article.quotes) for k in KINDS},
        labels={k: sum(e.label == k for e in article.entities) for k in LABELS},
        tokens=list(tokens(article.text, stretches(article))),
        names=list(dict.fromkeys(names)),
    )


def gold(article: Article) -> dict[str, Any]:
    """Return an article in the format of `quoteminer evaluate`, as a reviewer starts from it."""

    def span(part: Any) -> dict[str, Any] | None:
        if part is None:
            return None
        kind = {"type": part.type} if hasattr(part, "type") else {}
        return {"start": part.start, "end": part.end, "text": part.text, **kind}

    return {
        "id": article.id,
        "text": article.text,
        "quotes": [
            {
                "start": q.start, "end": q.end, "text": q.text, "kind": q.kind,
                "speaker": q.speaker.name if q.speaker is not None else None,
                "mention": span(q.mention), "cue": span(q.cue),
                "nested": q.parent is not None,
            }
            for q in article.quotes
        ],
    }  # fmt: skip
