"""The user's own lists: names with their label, and first names with their gender.

What a user lists is taken at its word: it wins over every other evidence.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from quoteminer.errors import InputError
from quoteminer.own_rows import rows_of, text_of

LABELS = {
    "PER": "PER", "PERSON": "PER", "LOC": "LOC", "GPE": "LOC", "ORG": "ORG", "NONE": "NONE",
}  # fmt: skip
_SEXES = {"1": "m", "m": "m", "masculine": "m", "2": "f", "f": "f", "feminine": "f"}
_CLEAR = 0.95  # share of bearers of one gender from which a first name shows it


class OwnLists:
    """Names to find (or, with the label NONE, to leave alone), and first names.

    `names` is a CSV file with a header and the columns `text` and `label`, `name` (the
    canonical name) where wanted; or a JSONL file of spaCy `entity_ruler` patterns
    (`{"label": "ORG", "pattern": "Valbois", "id": "Groupe Valbois"}`), or such patterns as
    a list. Labels are PER, LOC, ORG, NONE (also PERSON, GPE).

    `first_names` is a CSV file with the columns `name` and `gender` (m, f), or INSEE's
    public file of first names (`sexe;preusuel;annais;nombre`), or a mapping. A name that
    fewer than 95 % of its bearers share with one gender says nothing.

    Raises `InputError` where a file cannot be read or has other columns.
    """

    def __init__(
        self,
        names: str | Path | Iterable[Mapping[str, Any]] | None = None,
        first_names: str | Path | Mapping[str, str] | None = None,
    ) -> None:
        self.patterns: list[dict[str, Any]] = []
        if isinstance(names, (str, Path)):
            self.patterns = _patterns(Path(names))
        elif names is not None:
            self.patterns = [_pattern(dict(n), "names") for n in names]
        self.first_names: dict[str, str] = {}
        if isinstance(first_names, (str, Path)):
            self.first_names = _first_names(Path(first_names))
        elif first_names is not None:
            self.first_names = {k.casefold(): v for k, v in first_names.items()}

    @cached_property
    def _ruler(self) -> Any:
        import spacy
        from spacy.pipeline import SpanRuler

        ruler = SpanRuler(spacy.blank("fr"), spans_filter=None)
        ruler.add_patterns(self.patterns)
        return ruler

    def find(self, folded: str) -> list[tuple[int, int, str, str]]:
        """Return (start, end, label, name) of the listed names, the longest where they overlap."""
        if not self.patterns:
            return []
        doc = self._ruler.nlp.make_doc(folded) if len(folded) < 10**6 else None
        if doc is None:
            return []
        found = [
            (s.start_char, s.end_char, s.label_, s.id_ or s.text) for s in self._ruler.match(doc)
        ]
        kept: list[tuple[int, int, str, str]] = []
        for span in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
            if all(span[1] <= k[0] or k[1] <= span[0] for k in kept):
                kept.append(span)
        return sorted(kept)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the ruler to be made again in another process."""
        return {"patterns": self.patterns, "first_names": self.first_names}


def _pattern(row: dict[str, Any], where: str) -> dict[str, Any]:
    label = LABELS.get(str(row.get("label", "")).strip().upper())
    pattern = row.get("pattern", row.get("text"))
    if label is None or not pattern:
        raise InputError(f"{where}: a name needs a text and a label PER, LOC, ORG or NONE: {row}")
    made = {"label": label, "pattern": pattern}
    name = row.get("id") or row.get("name")
    if name:
        made["id"] = name
    return made


def _patterns(path: Path) -> list[dict[str, Any]]:
    if path.suffix in (".jsonl", ".ndjson"):
        found = []
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise InputError(f"{path}, line {number}: not JSON") from error
                found.append(_pattern(row, f"{path}, line {number}"))
        return found
    return [_pattern(row, where) for where, row in rows_of(path)]


def _first_names(path: Path) -> dict[str, str]:
    rows = [row for _, row in rows_of(path)]
    columns = rows[0].keys()
    name = next((c for c in ("name", "preusuel", "prenom", "prénom") if c in columns), None)
    sex = next((c for c in ("gender", "sexe", "sex", "genre") if c in columns), None)
    if name is None or sex is None:
        raise InputError(f"{path}: needs the columns name and gender (or preusuel and sexe)")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        gender = _SEXES.get(row[sex].casefold())
        number = row.get("nombre") or row.get("count") or "1"
        if gender is not None and number.replace(".", "", 1).isdigit():
            counts[row[name].casefold()][gender] += int(float(number))
    known = {}
    for first, votes in counts.items():
        gender, most = votes.most_common(1)[0]
        if most >= _CLEAR * votes.total():
            known[first] = gender
    return known
