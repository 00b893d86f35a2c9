"""Quotes as rows, whether they come from articles in memory or from a `batch` folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quoteminer.corpus.tables import rows_of
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
    and `after` are what stands around the words in the same paragraph, marks included.
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


@dataclass(slots=True)
class Tables:
    """What a corpus gave: the quotes, the number of articles, and what failed."""

    said: list[Said] = field(default_factory=list)
    articles: int = 0
    duplicates: int = 0
    outlets: dict[str, int] = field(default_factory=dict)
    made_by: set[str] = field(default_factory=set)
    """The versions that read the articles: one, unless runs were put together."""
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
            (head,) = rows_of(article, "articles", position=number)
            tables._article(head)
            for row in rows_of(article, "quotes", position=number):
                tables._quote(row, head)
        return tables

    @classmethod
    def read(cls, folder: Path) -> Tables:
        """Return the tables of a folder that `quoteminer batch` wrote."""
        if not (folder / "articles").is_dir() or not (folder / "quotes").is_dir():
            raise InputError(f"{folder}: no output of `quoteminer batch` (no articles/, quotes/)")
        tables = cls()
        heads: dict[int, Row] = {}
        for row in _rows(folder / "articles"):
            tables._article(row)
            heads[row["position"]] = row
        for row in _rows(folder / "quotes"):
            tables._quote(row, heads[row["position"]])
        tables.failures = [dict(row) for row in _rows(folder / "failures")]
        return tables

    def _article(self, row: Row) -> None:
        self.articles += 1
        outlet = row["outlet"] or ""
        self.duplicates += bool(row["duplicate"])
        self.outlets[outlet] = self.outlets.get(outlet, 0) + 1
        if row.get("made_by"):
            self.made_by.add(row["made_by"])

    def _quote(self, row: Row, head: Row) -> None:
        text, start, end = head["text"], row["start"], row["end"]
        day = str(head["date"] or "")
        left = text.rfind("\n", 0, start) + 1
        right = text.find("\n", end)
        person = row["speaker_kind"] == "person"
        self.said.append(
            Said(
                article=head["id"] or str(head["position"]),
                title=head["title"] or "",
                outlet=head["outlet"] or "",
                month=day[:7],
                date=day[:10],
                speaker=row["speaker"] or "",
                speaker_kind=row["speaker_kind"] or "",
                gender=(row["speaker_gender"] or "unknown") if person else "",
                kind=row["kind"],
                cue=row["cue"] or "",
                cue_class=row["cue_class"] or "",
                confidence=row["confidence"],
                words=row["word_count"],
                text=row["text"],
                before=_cut(text[left:start], last=True),
                after=_cut(text[end : right if right >= 0 else len(text)]),
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
