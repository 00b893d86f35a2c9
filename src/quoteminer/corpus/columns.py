"""From a record with columns of any name to a `Source`."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from quoteminer.corpus.dates import iso
from quoteminer.corpus.unread import Unread
from quoteminer.errors import InputError
from quoteminer.models import Article, Source

FIELDS = ("text", "id", "title", "date", "outlet")
# Longer than this no column's name is; more than this no message needs.
MAX_NAME, MAX_NAMES = 30, 30
# What an Article has beyond its Source is computed anew, not carried along.
_COMPUTED = set(Article.model_fields) - set(Source.model_fields)


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """Return for each field the column names it is known by, best first (`columns.tsv`)."""
    found = {}
    data = files("quoteminer.corpus").joinpath("columns.tsv").read_text("utf-8")
    for line in data.splitlines():
        if line and not line.startswith("#"):
            field, names = line.split("\t")
            found[field] = tuple(_key(name) for name in names.split(","))
    return found


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def match_columns(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return field to column name, guessed, with the user's own choice (`given`) first.

    Raises `InputError` where a given column is not there, or none holds the text.

    >>> match_columns(["Identifiant", "Titre", "Texte", "Journal"])
    {'text': 'Texte', 'id': 'Identifiant', 'title': 'Titre', 'outlet': 'Journal'}
    """
    there = [n for n in names if n]
    by_key = {_key(name): name for name in reversed(there)}
    found: dict[str, str] = {}
    for field in FIELDS:
        chosen = (given or {}).get(field)
        if chosen is not None:
            if chosen not in there:
                raise InputError(f"there is no column {chosen!r} (columns: {_told(there)})")
            found[field] = chosen
            continue
        taken = set(found.values()) | set((given or {}).values())
        for key in known_names()[field]:
            if key in by_key and by_key[key] not in taken:
                found[field] = by_key[key]
                break
    if "text" not in found:
        raise InputError(
            f"no column holds the text (columns: {_told(there)}); name it: --column text=NAME"
        )
    return found


def _told(names: list[str]) -> str:
    """Column names for a message: no more than names, as the first row may be an article."""
    short = [name if len(name) <= MAX_NAME else "…" for name in names[:MAX_NAMES]]
    return ", ".join(short) + (" …" if len(names) > MAX_NAMES else "")


def source_from(
    record: Mapping[str, Any], columns: Mapping[str, str], where: str, note: str | None = None
) -> Source:
    """Return the `Source` of a record; columns of no field go to `meta`.

    A record without an id gets `where` (file and line) as its id. `note` tells of the
    encoding. Raises `Unread` where the text is missing or no text.
    """
    text = record.get(columns["text"])
    id = _word(record.get(columns.get("id", "")))
    if not isinstance(text, str):
        kind = "missing" if text is None else f"{type(text).__name__}, not text"
        raise Unread(where, f"the text ({columns['text']!r}) is {kind}", id)
    if not text.strip():
        raise Unread(where, "the text is empty", id)
    used = set(columns.values())
    meta: dict[str, Any] = {}
    for name, value in record.items():
        if name in used or value is None or value == "" or name in _COMPUTED:
            continue
        if name == "meta" and isinstance(value, Mapping):
            meta.update({str(k): _json(v) for k, v in value.items()})
        else:
            meta[str(name)] = _json(value)
    if note is not None:
        meta["encoding"] = note
    date, unread = _date(record.get(columns.get("date", "")))
    if unread is not None:
        meta["date"] = unread
    return Source(
        text=text,
        id=id or where,
        title=_word(record.get(columns.get("title", ""))),
        outlet=_word(record.get(columns.get("outlet", ""))),
        date=date,
        meta=meta,
        where=where,
    )


def _word(value: object) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _date(value: object) -> tuple[dt.datetime | dt.date | None, str | None]:
    """The date, or what was there and could not be read as one."""
    if value is None or value == "":
        return None, None
    if isinstance(value, (dt.datetime, dt.date)):
        return value, None
    found = iso(str(value))
    return found, None if found is not None else str(value)


def _json(value: object) -> Any:
    """The value as JSON has it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): _json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(v) for v in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    return str(value)
