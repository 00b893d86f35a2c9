"""Articles as tables: the rows, their columns, and pandas, polars and Arrow of them.

The five tables share `position` (the article's place in the input, from 0), which is
unique even where a user's ids are not; `article_id` is that user's id.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from quoteminer.corpus.extras import need
from quoteminer.errors import InputError
from quoteminer.models import Article, Failure, Profile, Quote, Speaker

__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "Column",
    "all_rows",
    "arrow_schema",
    "failure_rows",
    "rows_of",
    "to_arrow",
    "to_pandas",
    "to_polars",
]

Table = Literal["articles", "quotes", "entities", "speakers", "failures"]
Rows = list[dict[str, Any]]
SCHEMA_VERSION = 1
"""Grows when a column changes its meaning or goes; new columns at the end leave it."""


class Column(NamedTuple):
    """A column: its name, its type (as `arrow_schema` reads it) and what it holds."""

    name: str
    type: str
    meaning: str


_KEY = Column("position", "int64", "place of the article in the input, from 0; unique")
_ARTICLE = Column("article_id", "string", "the article's id")
_SPAN = (
    Column("text", "string", "the words, exactly as published"),
    Column("start", "int64", "index of the first character in the article's text"),
    Column("end", "int64", "index after the last character"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "articles": (
        _KEY,
        Column("id", "string", "the user's id, or file and line where there was none"),
        Column("outlet", "string", "paper, site or agency"),
        Column("date", "date32", "day of publication"),
        Column("published", "string", "date and time of publication as far as known, ISO 8601"),
        Column("title", "string", "headline"),
        Column("text", "string", "the text; all offsets point into it (Unicode characters)"),
        Column("where", "string", "file and line (:12) or article (#3) it was read from"),
        Column("meta", "string", "what else was known, JSON"),
        Column("words", "int64", "words of the text"),
        Column("quotes", "int64", "quotes found, scare quotes included"),
        Column("speakers", "int64", "people and bodies quoted"),
        Column("entities", "int64", "mentions of people, places and organisations"),
        Column("duplicate", "string", "exact or near where an earlier article is the same"),
        Column("duplicate_of", "string", "id of that earlier article"),
        Column("duplicate_position", "int64", "position of that earlier article"),
        Column("similarity", "float64", "estimated Jaccard similarity of the two, 0–1"),
        Column("made_by", "string", "versions of quoteminer, the model and spaCy"),
    ),
    "quotes": (
        _KEY,
        _ARTICLE,
        Column("quote", "int64", "index of the quote in the article, from 0"),
        *_SPAN,
        Column("kind", "string", "direct, mixed or scare"),
        Column("speaker", "string", "fullest name of the speaker in the article"),
        Column("speaker_kind", "string", "person, organisation, group or unnamed"),
        Column("speaker_gender", "string", "feminine or masculine where the text shows it"),
        Column("mention", "string", "the words that name the speaker"),
        Column("mention_start", "int64", "index of its first character"),
        Column("mention_end", "int64", "index after its last character"),
        Column("mention_type", "string", "named, nominal or pronoun"),
        Column("cue", "string", "the word that attributes the quote"),
        Column("cue_start", "int64", "index of its first character"),
        Column("cue_end", "int64", "index after its last character"),
        Column("cue_lemma", "string", "its dictionary form"),
        Column("cue_class", "string", "what it does: neutral, denial, accusation …"),
        Column("construction", "string", "how quote and cue are tied"),
        Column("confidence", "float64", "probability that the speaker is right, 0–1"),
        Column("word_count", "int64", "words of the quote"),
        Column("outer_start", "int64", "index of the opening mark"),
        Column("outer_end", "int64", "index after the closing mark"),
        Column("opening", "string", "the opening mark, empty where missing"),
        Column("closing", "string", "the closing mark, empty where missing"),
        Column("parent", "int64", "index of the enclosing quote"),
        Column("continues", "int64", "index of the quote this one carries on"),
        Column("paragraph", "int64", "index of the paragraph"),
        Column("sentence_start", "int64", "start of the sentence"),
        Column("sentence_end", "int64", "end of the sentence"),
        Column("recovered", "bool", "a mark was missing"),
        Column("incises", "string", "narrator's clauses inside the marks, JSON [[start, end], …]"),
        Column("candidates", "string", "who else it may have been, JSON"),
        Column("explanation", "string", "why, a step a line"),
        Column("repeat_key", "string", "the words without case, accents and points: same words, same key"),
    ),
    "entities": (
        _KEY,
        _ARTICLE,
        *_SPAN,
        Column("label", "string", "PER, LOC or ORG"),
        Column("name", "string", "canonical name"),
    ),
    "speakers": (
        _KEY,
        _ARTICLE,
        Column("speaker", "int64", "index of the speaker in the article, from 0"),
        Column("name", "string", "fullest name in the article, or the description"),
        Column("kind", "string", "person, organisation, group or unnamed"),
        Column("gender", "string", "feminine or masculine where the text shows it"),
        Column("roles", "string", "roles as the text gives them, JSON list"),
        Column("label", "string", "label of the entity, where the article names it"),
        Column("quotes", "int64", "quotes attributed to it"),
        Column("words", "int64", "words of those quotes"),
        Column("mentions", "int64", "mentions that attribute a quote to it"),
    ),
    "failures": (
        _KEY,
        Column("id", "string", "the article's id, where known"),
        Column("where", "string", "file and line (:12) or article (#3)"),
        Column("error", "string", "class of the error"),
        Column("reason", "string", "what went wrong"),
    ),
}  # fmt: skip
"""The columns of each table, in order."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def _clean(value: Any) -> Any:
    """Half a surrogate pair cannot be written as UTF-8: U+FFFD, one for one."""
    if isinstance(value, str) and not value.isascii():
        return _SURROGATES.sub("\ufffd", value)
    return value


def _tidy(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean(value) for name, value in row.items()}


def repeat_key(text: str) -> str:
    """Return what two printings of one quote share: its words, no case, accents or points.

    >>> repeat_key("C'est « fini », dit-il…") == repeat_key("c’est fini dit-il")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters))


def _dump(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None


def rows_of(
    article: Article,
    table: str = "quotes",
    *,
    position: int | None = None,
    where: str | None = None,
) -> Rows:
    """Return the rows of one article in one table, by the names of `COLUMNS`.

    Raises `InputError` for a table there is not.
    """
    makers = {
        "articles": _article_rows, "quotes": _quote_rows, "entities": _entity_rows,
        "speakers": _speaker_rows,
    }  # fmt: skip
    if table not in makers:
        raise InputError(f"no such table: {table} (of: {', '.join(makers)})")
    return [_tidy({"position": position, **row}) for row in makers[table](article, where)]


def _article_rows(article: Article, where: str | None) -> Iterator[dict[str, Any]]:
    date = article.date
    yield {
        "id": article.id,
        "outlet": article.outlet,
        "date": date.date() if isinstance(date, dt.datetime) else date,
        "published": date.isoformat() if date is not None else None,
        "title": article.title,
        "text": article.text,
        "where": where,
        "meta": _dump(article.meta),
        "words": sum(1 for _ in _WORD.finditer(article.text)),
        "quotes": len(article.quotes),
        "speakers": len(article.speakers),
        "entities": len(article.entities),
        "duplicate": None,
        "duplicate_of": None,
        "duplicate_position": None,
        "similarity": None,
        "made_by": None if article.made_by is None else str(article.made_by),
    }


def _quote_rows(article: Article, where: str | None) -> Iterator[dict[str, Any]]:
    profiles = _profiles(article)
    for index, quote in enumerate(article.quotes):
        speaker, mention, cue = quote.speaker, quote.mention, quote.cue
        yield {
            "article_id": article.id,
            "quote": index,
            "text": quote.text,
            "start": quote.start,
            "end": quote.end,
            "kind": quote.kind,
            "speaker": speaker.name if speaker else None,
            "speaker_kind": speaker.kind if speaker else None,
            "speaker_gender": _gender(speaker, profiles),
            "mention": mention.text if mention else None,
            "mention_start": mention.start if mention else None,
            "mention_end": mention.end if mention else None,
            "mention_type": mention.type if mention else None,
            "cue": cue.text if cue else None,
            "cue_start": cue.start if cue else None,
            "cue_end": cue.end if cue else None,
            "cue_lemma": cue.lemma if cue else None,
            "cue_class": cue.cue_class if cue else None,
            "construction": quote.construction,
            "confidence": quote.confidence,
            "word_count": quote.word_count,
            "outer_start": quote.outer_start,
            "outer_end": quote.outer_end,
            "opening": quote.marks[0],
            "closing": quote.marks[1],
            "parent": quote.parent,
            "continues": quote.continues,
            "paragraph": quote.paragraph,
            "sentence_start": quote.sentence_start,
            "sentence_end": quote.sentence_end,
            "recovered": quote.recovered,
            "incises": _dump(quote.incises),
            "candidates": _dump([c.model_dump() for c in quote.candidates]),
            "explanation": "\n".join(quote.explanation) or None,
            "repeat_key": repeat_key(quote.text),
        }


def _entity_rows(article: Article, where: str | None) -> Iterator[dict[str, Any]]:
    for entity in article.entities:
        yield {
            "article_id": article.id,
            "text": entity.text,
            "start": entity.start,
            "end": entity.end,
            "label": entity.label,
            "name": entity.name,
        }


def _speaker_rows(article: Article, where: str | None) -> Iterator[dict[str, Any]]:
    profiles = _profiles(article)
    said: dict[tuple[str, str], list[Quote]] = {}
    for quote in article.quotes:
        if quote.speaker is not None:
            said.setdefault((quote.speaker.name, quote.speaker.kind), []).append(quote)
    for index, speaker in enumerate(article.speakers):
        quotes = said.get((speaker.name, speaker.kind), [])
        profile = _profile(speaker, profiles)
        yield {
            "article_id": article.id,
            "speaker": index,
            "name": speaker.name,
            "kind": speaker.kind,
            "gender": _gender(speaker, profiles),
            "roles": _dump(profile.roles) if profile else None,
            "label": speaker.entity.label if speaker.entity else None,
            "quotes": len(quotes),
            "words": sum(q.word_count for q in quotes),
            "mentions": len(speaker.mentions),
        }


def _profiles(article: Article) -> dict[tuple[str, str], Profile]:
    return {(p.name, p.label): p for p in article.profiles}


def _profile(speaker: Speaker, profiles: dict[tuple[str, str], Profile]) -> Profile | None:
    if speaker.entity is None:
        return None
    return profiles.get((speaker.entity.name, speaker.entity.label))


def _gender(speaker: Speaker | None, profiles: dict[tuple[str, str], Profile]) -> str | None:
    if speaker is None or speaker.kind != "person":
        return None
    profile = _profile(speaker, profiles)
    return None if profile is None or profile.gender == "unknown" else profile.gender


def failure_rows(failure: Failure) -> Rows:
    """Return the one row of a failure."""
    return [
        _tidy(
            {
                "position": failure.position,
                "id": failure.id,
                "where": failure.where,
                "error": failure.error,
                "reason": failure.reason,
            }
        )
    ]


def all_rows(
    results: Iterable[Article | Failure], table: str = "quotes"
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a stream of results in one table, numbered by their place in it."""
    if table not in COLUMNS:
        raise InputError(f"no such table: {table} (of: {', '.join(COLUMNS)})")
    for position, result in enumerate(results):
        if isinstance(result, Failure):
            if table == "failures":
                yield from failure_rows(result)
        elif table != "failures":
            yield from rows_of(result, table, position=position)


def arrow_schema(table: str) -> Any:
    """Return the `pyarrow.Schema` of a table, each column's meaning in its metadata."""
    pa = need("pyarrow", "corpus", "an Arrow table")
    types = {
        "string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_(),
        "date32": pa.date32(),
    }  # fmt: skip
    fields = [
        pa.field(c.name, types[c.type], metadata={"meaning": c.meaning}) for c in COLUMNS[table]
    ]
    return pa.schema(fields, metadata={"quoteminer.schema": str(SCHEMA_VERSION)})


def _few(results: Article | Failure | Iterable[Article | Failure]) -> Iterable[Article | Failure]:
    return [results] if isinstance(results, (Article, Failure)) else results


def to_arrow(
    results: Article | Failure | Iterable[Article | Failure], table: Table = "quotes"
) -> Any:
    """Return articles (of `miner.pipe`, or one) as a `pyarrow.Table` of `table`'s rows.

    Raises `MissingExtraError` without pyarrow, `InputError` for a table there is not.
    """
    pa = need("pyarrow", "corpus", "an Arrow table")
    rows = list(all_rows(_few(results), table))
    return pa.Table.from_pylist(rows, schema=arrow_schema(table))


def to_pandas(
    results: Article | Failure | Iterable[Article | Failure], table: Table = "quotes"
) -> Any:
    """Return articles as a `pandas.DataFrame`, integers that may be missing as Int64."""
    pd = need("pandas", "tables", "a pandas table")
    pa = need("pyarrow", "corpus", "an Arrow table")
    types = {pa.int64(): pd.Int64Dtype()}
    return to_arrow(results, table).to_pandas(types_mapper=types.get)


def to_polars(
    results: Article | Failure | Iterable[Article | Failure], table: Table = "quotes"
) -> Any:
    """Return articles as a `polars.DataFrame`."""
    polars = need("polars", "tables", "a polars table")
    return polars.from_arrow(to_arrow(results, table))
