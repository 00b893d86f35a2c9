"""From reviewed pages to annotated articles that `quoteminer evaluate` reads.

A page of `quoteminer show` saves what a reader corrected as annotated articles, one JSON
object a line. Each quote says whether it was `reviewed`; evaluation leaves the others out
of account. What is saved can be measured as it is; `merge` brings several reviews together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from quoteminer.errors import InputError

__all__ = [
    "Conflict",
    "Merged",
    "merge",
    "read",
]

Record = Mapping[str, Any]
Prefer = Literal["none", "last"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reviewers who do not agree on a quote: what each of them says of it."""

    article: str
    start: int
    end: int
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.article} [{self.start}:{self.end}]: {self.first} or {self.second}"


@dataclass(slots=True)
class Merged:
    """The annotated articles of several reviews, in order, and where the reviews differ."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the annotated articles of a file, each checked against its own text.

    Raises `InputError` naming the line that is not one.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
            text = article["text"]
            for quote in article["quotes"]:
                if text[quote["start"] : quote["end"]] != quote["text"]:
                    raise ValueError(f"text[{quote['start']}:{quote['end']}] is another")
            _ = article["id"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: no annotated article ({error})") from error
        yield article


def merge(articles: Iterable[Record], *, prefer: Prefer = "none") -> Merged:
    """Return one annotated article for each id, with what every review says of it.

    A reviewed quote stands over one that was not reviewed. Where two reviews differ in
    kind or speaker, or one of them removes the quote, `prefer="last"` takes the later one
    in the order given; `"none"` takes neither: the quote counts as not reviewed. Both
    list the conflict.

    Raises `InputError` where one id stands for two texts.
    """
    merged = Merged()
    texts: dict[str, str] = {}
    votes: dict[str, dict[tuple[int, int], list[dict[str, Any] | None]]] = {}
    plain: dict[str, dict[tuple[int, int], dict[str, Any]]] = {}
    reviewers: dict[str, list[str]] = {}
    for article in articles:
        name = article["id"]
        if texts.setdefault(name, article["text"]) != article["text"]:
            raise InputError(f"{name}: two different texts under one id")
        mine = votes.setdefault(name, {})
        rest = plain.setdefault(name, {})
        review = article.get("review") or {}
        if review.get("by"):
            reviewers.setdefault(name, []).append(review["by"])
        for quote in article["quotes"]:
            place = (quote["start"], quote["end"])
            if quote.get("reviewed", True):
                mine.setdefault(place, []).append(dict(quote))
            else:
                rest.setdefault(place, dict(quote))
        for start, end in review.get("removed", []):
            mine.setdefault((start, end), []).append(None)
    for name, text in texts.items():
        quotes: dict[tuple[int, int], dict[str, Any]] = dict(plain[name])
        removed = []
        for place, said in votes[name].items():
            last = said[-1]
            if len({_verdict(vote) for vote in said}) > 1:
                other = next(v for v in said if _verdict(v) != _verdict(last))
                merged.conflicts.append(Conflict(str(name), *place, _words(other), _words(last)))
                if prefer == "none":
                    kept = quotes.get(place) or next(vote for vote in said if vote is not None)
                    quotes[place] = {**kept, "reviewed": False}
                    continue
            if last is None:
                quotes.pop(place, None)
                removed.append(list(place))
            else:
                # a review that confirms mention and cue says more than one that only corrects
                full = (v for v in said if v and v.get("cue") and _verdict(v) == _verdict(last))
                quotes[place] = next(full, last)
        who = list(dict.fromkeys(reviewers.get(name, [])))
        merged.articles.append(
            {
                "id": name,
                "text": text,
                "quotes": [quotes[place] for place in sorted(quotes)],
                "review": {"by": ", ".join(who) or None, "removed": removed},
            }
        )
    return merged


def _verdict(quote: Record | None) -> tuple[str, str | None] | None:
    return None if quote is None else (quote["kind"], quote.get("speaker"))


def _words(quote: Record | None) -> str:
    return "no quote" if quote is None else f"{quote['kind']}, {quote.get('speaker') or 'nobody'}"
