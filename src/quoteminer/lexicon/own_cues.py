"""The user's own cues: words that report speech in a corpus, as rows of a table.

A row adds a word to the lexicon, stands in the place of the package's row, or takes it away.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from quoteminer.errors import InputError
from quoteminer.lexicon.conjugation import regular_or_modelled
from quoteminer.lexicon.cues import CONSTRUCTIONS, STRENGTHS, CueEntry, infinitive, verb_entry
from quoteminer.lexicon.nouns import plural
from quoteminer.own_rows import rows_of

KINDS = ("verb", "noun", "preposition")
Cues: TypeAlias = "str | Path | Iterable[Mapping[str, Any]]"


def own_cues(given: Cues) -> tuple[CueEntry, ...]:
    """Return the entries of a CSV or TSV file, or of rows given as mappings.

    The columns are those of the package's `cue_verbs.tsv`; only `lemma` must be there:

    - `lemma`: the infinitive («se gausser», «faire valoir»), the noun («tweet») or the
      preposition («au micro de»);
    - `kind`: verb (the default), noun or preposition;
    - `class`: what users plot, of the package's or your own (default: neutral);
    - `strength`: how far the word alone speaks for a report: strong (the default), medium or
      weak; none takes a word of the package's lexicon away;
    - `constructions`: of a verb, how a quotation hangs on it, separated by commas or blanks
      (default: incise, que, colon, object);
    - `plural`: of a noun, where it is irregular.

    Other columns say what you like. Raises `InputError` with the line of the row that is wrong.
    """
    if isinstance(given, (str, Path)):
        rows: list[tuple[str, Mapping[str, Any]]] = [*rows_of(Path(given))]
        if "lemma" not in rows[0][1]:
            raise InputError(f"{given}: needs a column lemma, has {', '.join(rows[0][1])}")
    else:
        rows = [(f"cues, row {number}", row) for number, row in enumerate(given, 1)]
    found: dict[tuple[str, str], CueEntry] = {}
    for where, row in rows:
        entry = _entry(row, where)
        if found.setdefault((entry.kind, entry.lemma), entry) is not entry:
            raise InputError(f"{where}: «{entry.lemma}» stands there twice")
    return tuple(found.values())


def _entry(row: Mapping[str, Any], where: str) -> CueEntry:
    if not isinstance(row, Mapping):
        raise InputError(f"{where}: a cue is a mapping with a lemma, not {type(row).__name__}")
    lemma = _tidy(row.get("lemma")).replace("’", "'").lower()
    kind = _one_of(_tidy(row.get("kind")) or "verb", KINDS, "kind", where)
    strength = _tidy(row.get("strength")) or "strong"
    _one_of(strength, (*STRENGTHS, "none"), "strength", where)
    cue_class = _tidy(row.get("class")) or "neutral"
    if not any(c.isalpha() for c in lemma):
        raise InputError(f"{where}: a cue needs a lemma, a word")
    if kind == "preposition":
        return CueEntry(lemma, kind, cue_class, strength)
    if kind == "noun":
        many = _tidy(row.get("plural")).lower() or plural(lemma)
        return CueEntry(lemma, kind, cue_class, strength, plural=many)
    takes = _tidy(row.get("constructions")) or "incise,que,colon,object"
    names = takes.replace(",", " ").split()
    for name in names:
        _one_of(name, CONSTRUCTIONS, "construction", where)
    if not regular_or_modelled(infinitive(lemma)):
        raise InputError(
            f"{where}: «{lemma}» cannot be conjugated: a verb is given by its infinitive"
        )
    return verb_entry(lemma, cue_class, strength, ",".join(names))


def _tidy(cell: object) -> str:
    return unicodedata.normalize("NFC", " ".join(str(cell or "").split()))


def _one_of(value: str, allowed: tuple[str, ...], what: str, where: str) -> str:
    if value not in allowed:
        raise InputError(f"{where}: {what} «{value}» is none of {', '.join(allowed)}")
    return value
