"""Quotes as rows, whether they come from articles in memory or from a `batch` folder."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quoteminer.errors import InputError
from quoteminer.models import Article, Failure

Row = Mapping[str, Any]

# How much of the paragraph stands around a quote, in characters on each side.
CONTEXT = 220


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as the report counts and shows it.

    `month` is «2025-03», empty where the date is unknown. `gender` is that of a person as
    the text shows it, else «unknown»; empty where the speaker is no single person. `before`
    and `after` are the words around the marks in the same paragraph.
    """

    article: str
    title: str
    outlet: str
    month: str
    date: str
    speaker: str
    speaker_kind: str
    gender: str
    kind: str
    cue: str
    cue_class: str
    confidence: float
    words: int
    text: str
    before: str = ""
    after: str = ""

    @property
    def band(self) -> str:
        """The tenth that the confidence lies in: «0.9–1.0»."""
        low = min(int(self.confidence * 10), 9)
        return f"{low / 10:.1f}–{(low + 1) / 10:.1f}"


def repeat_key(text: str) -> str:
    """Return what two printings of one quote share: its words, no case, accents or points.

    >>> repeat_key("C'est « fini », dit-il…") == repeat_key("c’est fini dit-il")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters))


@dataclass(slots=True)
class Tables:
    """What a corpus gave: the quotes, the number of articles, and what failed."""

    said: list[Said] = field(default_factory=list)
    articles: int = 0
    outlets: dict[str, int] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, source: object) -> Tables:
        """Return the tables of articles, of a `batch` folder, or of tables (as they are).

        Raises `InputError` where the folder is not one of `quoteminer batch`.
        """
        if isinstance(source, Tables):
            return source
        if isinstance(source, str | Path):
            return cls.read(Path(source))
        if isinstance(source, Article):
            return cls.of_articles([source])
        if isinstance(source, Iterable):
            return cls.of_articles(source)
        raise InputError(f"not articles, tables or a folder: {type(source).__name__}")

    @classmethod
    def of_articles(cls, articles: Iterable[Article | Failure]) -> Tables:
        """Return the tables of articles; a `Failure` among them is counted as one."""
        tables = cls()
        for number, article in enumerate(articles):
            if isinstance(article, Failure):
                tables.failures.append(article.model_dump())
                continue
            if not isinstance(article, Article):
                raise InputError(f"not an article: {type(article).__name__}")
            genders = {p.name: p.gender for p in article.people}
            name = article.id or str(number)
            head = {
                "id": name,
                "title": article.title,
                "outlet": article.outlet,
                "date": article.date,
            }
            tables._article(head)
            for quote in article.quotes:
                speaker, cue = quote.speaker, quote.cue
                row = {
                    "text": quote.text, "kind": quote.kind, "confidence": quote.confidence,
                    "speaker": speaker and speaker.name,
                    "speaker_kind": speaker and speaker.kind,
                    "gender": speaker and genders.get(speaker.name),
                    "cue": cue and cue.text, "cue_class": cue and cue.cue_class,
                    "word_count": quote.word_count,
                    "outer_start": quote.outer_start, "outer_end": quote.outer_end,
                }  # fmt: skip
                tables._quote(row, head, article.text)
        return tables

    @classmethod
    def read(cls, folder: Path) -> Tables:
        """Return the tables of a folder that `quoteminer batch` wrote."""
        if not (folder / "articles").is_dir() or not (folder / "quotes").is_dir():
            raise InputError(f"{folder}: no output of `quoteminer batch` (no articles/, quotes/)")
        tables = cls()
        heads: dict[str, Row] = {}
        for row in _rows(folder / "articles"):
            tables._article(row)
            heads[str(row["id"])] = row
        genders = {
            (str(row.get("article_id")), row.get("name")): row.get("gender")
            for row in _rows(folder / "speakers")
        }
        for row in _rows(folder / "quotes"):
            head = heads.get(str(row["article_id"]), {"id": row["article_id"]})
            if not row.get("gender"):
                gender = genders.get((str(row["article_id"]), row.get("speaker")))
                row = {**row, "gender": gender}
            tables._quote(row, head, head.get("text") or "")
        tables.failures = [dict(row) for row in _rows(folder / "failures")]
        return tables

    def _article(self, row: Row) -> None:
        self.articles += 1
        outlet = row.get("outlet") or ""
        self.outlets[outlet] = self.outlets.get(outlet, 0) + 1

    def _quote(self, row: Row, head: Row, text: str) -> None:
        date = head.get("date")
        day = date.isoformat() if isinstance(date, dt.date) else str(date or "")
        start = row.get("outer_start", row.get("start"))
        end = row.get("outer_end", row.get("end"))
        before = after = ""
        if text and start is not None and end is not None:
            left = text.rfind("\n", 0, start) + 1
            right = text.find("\n", end)
            right = len(text) if right < 0 else right
            before = _cut(text[left:start], last=True)
            after = _cut(text[end:right])
        person = row.get("speaker_kind") == "person"
        self.said.append(
            Said(
                article=str(head.get("id") or ""),
                title=head.get("title") or "",
                outlet=head.get("outlet") or "",
                month=day[:7],
                date=day[:10],
                speaker=row.get("speaker") or "",
                speaker_kind=row.get("speaker_kind") or "",
                gender=(row.get("gender") or "unknown") if person else "",
                kind=row["kind"],
                cue=row.get("cue") or "",
                cue_class=row.get("cue_class") or "",
                confidence=float(row.get("confidence") or 0.0),
                words=int(row.get("word_count") or len(row["text"].split())),
                text=row["text"],
                before=before,
                after=after,
            )
        )

    @property
    def reported(self) -> list[Said]:
        """The quotes that report somebody's words: direct and mixed."""
        return [q for q in self.said if q.kind != "scare"]

    @property
    def attributed(self) -> list[Said]:
        """The reported quotes with a speaker."""
        return [q for q in self.reported if q.speaker]


def _cut(text: str, *, last: bool = False) -> str:
    """At most `CONTEXT` characters of a text, at a word."""
    if len(text) <= CONTEXT:
        return text
    if last:
        return "…" + text[-CONTEXT:].partition(" ")[2]
    return text[:CONTEXT].rpartition(" ")[0] + "…"


def _rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the Parquet files of a folder, in the order of their names."""
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(
            "reading a batch folder needs: pip install 'quoteminer[report]'"
        ) from error
    for path in sorted(folder.glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=4096):
                yield from batch.to_pylist()
