"""Figures of predicted quotes and entities against annotated articles.

An annotated article is a JSON object with `id`, `text`, `quotes` (start, end, kind,
speaker, mention, cue, nested) and, where entities count, `entities` (start, end, label,
name); `end` is exclusive. A quote with `"reviewed": false` counts neither for nor against
anybody. `quoteminer evaluate` prints these figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quoteminer.errors import InputError

__all__ = [
    "Miss",
    "Report",
    "Score",
    "evaluate",
    "prediction",
    "same_name",
]

Record = Mapping[str, Any]

# Words that make no difference between two names.
_SMALL = frozenset(
    "m mme mlle mm dr me pr le la les l un une des du de d monsieur madame maitre".split()
)
_LETTERS = str.maketrans(
    {"’": "'", "‑": "-", "–": "-", "—": "-", "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae",
     "ø": "o", "ł": "l", "ß": "ss", "\u00ad": ""}
)  # fmt: skip


def name_words(name: str | None) -> tuple[str, ...]:
    """Return the words of a name as they are compared: no accents, case, titles, articles."""
    if not name:
        return ()
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return tuple(w for w in words if w not in _SMALL) or tuple(words)


def same_name(gold: str | None, predicted: str | None, *, strict: bool = True) -> bool:
    """Whether two names mean the same: all words alike, or (lenient) a part of them."""
    g, p = set(name_words(gold)), set(name_words(predicted))
    if not g or not p:
        return False
    if g == p:
        return True
    if strict:
        return False
    small, big = sorted((g, p), key=len)
    return small <= big or len(small & big) / len(small | big) >= 0.5


def right_speaker(gold: str | None, predicted: str | None, named: set[tuple[str, ...]]) -> bool:
    """Whether a speaker is the right one, strictly.

    The full name, where the article (`named`: the words of its entities' names) names the
    speaker; of a source it never names half of the description's words suffice.
    """
    words = set(name_words(gold)) - {"et"}
    known: set[str] = set().union(*(n for n in named if set(n) <= words))
    return same_name(gold, predicted, strict=not named or words <= known)


def checked(record: Any) -> dict[str, Any]:
    """Return an annotated (or predicted) article, if it is one.

    Raises `InputError` where a field is missing or of another kind, or an offset does not
    lie in the text.
    """
    if not isinstance(record, dict):
        raise InputError(f"an annotated article is a JSON object, not {type(record).__name__}")
    if not isinstance(record.get("id"), (str, int)):
        raise InputError("no id")
    text = record.get("text")
    if text is not None and not isinstance(text, str):
        raise InputError("the text is no text")
    for name in ("quotes", "entities"):
        found = record.get(name, [] if name == "entities" else None)
        if not isinstance(found, list):
            raise InputError(f"no list of {name}")
        for number, one in enumerate(found):
            _check_span(one, f"{name}[{number}]", text)
            told = one.get("speaker" if name == "quotes" else "name")
            if not isinstance(told, (str, type(None))):
                raise InputError(f"{name}[{number}]: {told!r} is no name")
            if name == "entities" and not isinstance(one.get("label"), str):
                raise InputError(f"{name}[{number}] has no label")
            if not isinstance(one.get("confidence", 0.0), (int, float, type(None))):
                raise InputError(f"{name}[{number}]: the confidence is no number")
            for part in ("mention", "cue"):
                if name == "quotes" and one.get(part) is not None:
                    _check_span(one[part], f"{name}[{number}].{part}", text)
    return record


def _check_span(span: Any, what: str, text: str | None) -> None:
    if not isinstance(span, dict):
        raise InputError(f"{what} is no object")
    start, end = span.get("start"), span.get("end")
    if type(start) is not int or type(end) is not int:
        raise InputError(f"{what}: start and end are no whole numbers")
    if not 0 <= start <= end or (text is not None and end > len(text)):
        raise InputError(f"{what}: {start}–{end} does not lie in the text")


def _overlap(a: Record | None, b: Record | None) -> bool:
    return bool(a and b and a["start"] < b["end"] and b["start"] < a["end"])


def _shared(a: Record, b: Record) -> float:
    """Overlap as a share of the longer span."""
    inner: int = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return max(0, inner) / max(int(a["end"] - a["start"]), int(b["end"] - b["start"]), 1)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, 0–1."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, predicted: int, gold: int) -> Score:
        """Return the score of so many right among predicted and gold."""
        p = right / predicted if predicted else 0.0
        r = right / gold if gold else 0.0
        return cls(p, r, 2 * p * r / (p + r) if p + r else 0.0)


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: in which article, what kind of error, the gold and the predicted quote."""

    article: str
    what: str
    gold: Record
    predicted: Record | None


@dataclass(slots=True)
class Report:
    """The figures of an evaluation, by name, and the errors behind them."""

    figures: dict[str, int | float | Score] = field(default_factory=dict)
    errors: list[Miss] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the figures with scores as [precision, recall, F1]."""
        return {
            k: [v.precision, v.recall, v.f1] if isinstance(v, Score) else v
            for k, v in self.figures.items()
        }


def _pairs(gold: list[Record], predicted: list[Record], c: Counter[str]) -> dict[int, int]:
    """Match gold quotes to predicted ones that overlap by 80 % of the longer."""
    used: set[int] = set()
    pairs: dict[int, int] = {}
    for i, quote in enumerate(gold):
        best, at = 0.0, -1
        for j, other in enumerate(predicted):
            if j not in used and (share := _shared(quote, other)) > best:
                best, at = share, j
        if best >= 0.8:
            used.add(at)
            pairs[i] = at
            c["near"] += 1
            other = predicted[at]
            c["exact"] += (quote["start"], quote["end"]) == (other["start"], other["end"])
    return pairs


def _asked(quote: Record) -> bool:
    """Whether a gold quote counts: not one inside another, nor one left out of a review."""
    return not quote.get("nested") and bool(quote.get("reviewed", True))


def _type(mention: Record) -> str:
    return str(mention.get("type", "named"))


def _kind(quote: Record) -> str:
    return quote.get("kind") or ("direct" if quote.get("speaker") else "scare")


def _article(gold: Record, predicted: Record, c: Counter[str], errors: list[Miss]) -> None:
    asked = [q for q in gold["quotes"] if _asked(q)]
    inner = [q for q in gold["quotes"] if not _asked(q)]
    found = [
        q
        for q in predicted.get("quotes", [])
        if not (q.get("nested") or any(_shared(q, n) >= 0.8 for n in inner))
        or any(_shared(q, o) >= 0.8 for o in asked)
    ]
    c["gold"] += len(asked)
    c["predicted"] += len(found)
    pairs = _pairs(asked, found, c)
    named = {name_words(e.get("name")) for e in gold.get("entities", [])}

    def right(name: str | None, other: str | None) -> bool:
        return right_speaker(name, other, named)

    for i, quote in enumerate(asked):
        other = found[pairs[i]] if i in pairs else None
        reported = _kind(quote) != "scare"
        c["gold reported"] += reported
        c["gold speaker"] += bool(quote.get("speaker"))
        c["gold cue"] += bool(quote.get("cue"))
        if quote.get("mention"):
            c["gold mention"] += 1
            c["gold mention " + _type(quote["mention"])] += 1
        if other is None:
            errors.append(Miss(gold["id"], "missed", quote, None))
            continue
        c["predicted reported"] += _kind(other) != "scare"
        c["right reported"] += reported and _kind(other) != "scare"
        if other.get("kind"):
            c["kinds"] += 1
            c["right kind"] += other["kind"] == _kind(quote)
        if quote.get("mention") and _overlap(quote["mention"], other.get("mention")):
            c["right mention"] += 1
            c["right mention " + _type(quote["mention"])] += 1
        c["right cue"] += bool(quote.get("cue")) and _overlap(quote["cue"], other.get("cue"))
        if quote.get("speaker"):
            strict = right(quote["speaker"], other.get("speaker"))
            c["right speaker"] += strict
            c["part of speaker"] += strict or same_name(
                quote["speaker"], other.get("speaker"), strict=False
            )
            if not strict:
                errors.append(Miss(gold["id"], "speaker", quote, other))
        elif other.get("speaker"):
            errors.append(Miss(gold["id"], "speaker of a quote that has none", quote, other))
    back = {j: asked[i] for i, j in pairs.items()}
    for j, other in enumerate(found):
        if not other.get("speaker"):
            continue
        c["predicted speaker"] += 1
        good = j in back and right(back[j].get("speaker"), other["speaker"])
        confidence = other.get("confidence") or 0.0
        band = min(int(confidence * 10), 9)
        c[f"band {band}"] += 1
        c[f"band {band} right"] += good
        c[f"band {band} sum"] += round(confidence * 1000)
        if confidence >= 0.9:
            c["sure"] += 1
            c["right sure"] += good


def _entities(gold: Record, predicted: Record, counts: dict[str, Counter[str]]) -> None:
    if "entities" not in gold:
        return
    asked = {(e["start"], e["end"], e["label"]): e for e in gold["entities"]}
    found = {
        (e["start"], e["end"], e["label"]): e
        for e in predicted.get("entities", [])
        if e["label"] in ("PER", "LOC", "ORG")
    }
    for key, entity in asked.items():
        row = counts.setdefault(key[2], Counter())
        row["gold"] += 1
        if key in found:
            row["right"] += 1
            row["name"] += name_words(found[key].get("name")) == name_words(entity.get("name"))
    for key in found:
        counts.setdefault(key[2], Counter())["predicted"] += 1


def evaluate(gold: Iterable[Record], predicted: Mapping[str, Record]) -> Report:
    """Return the figures of `predicted` (by article id) against the annotated articles.

    spans: exact start and end. reported: direct or mixed told from scare. kind, mention,
    cue: on matched quotes. speaker: quote found and its speaker the right person, under
    the full name (strict) or a part of it (lenient). confident: strict precision of the
    speakers at confidence ≥ 0.9, and their share. calibration error: mean distance of
    confidence from the share that is right, over ten bands.
    """
    c: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {}
    report = Report()
    articles = 0
    for article in gold:
        articles += 1
        other = predicted.get(article["id"], {"quotes": [], "entities": []})
        _article(article, other, c, report.errors)
        _entities(article, other, counts)
    figures = report.figures
    figures["articles"] = articles
    figures["quotes"] = c["gold"]
    figures["spans"] = Score.of(c["exact"], c["predicted"], c["gold"])
    figures["spans .8"] = Score.of(c["near"], c["predicted"], c["gold"])
    figures["reported"] = Score.of(c["right reported"], c["predicted reported"], c["gold reported"])
    figures["kind"] = c["right kind"] / max(c["kinds"], 1)
    figures["mention"] = c["right mention"] / max(c["gold mention"], 1)
    figures["cue"] = c["right cue"] / max(c["gold cue"], 1)
    figures["speaker strict"] = Score.of(
        c["right speaker"], c["predicted speaker"], c["gold speaker"]
    )
    figures["speaker lenient"] = Score.of(
        c["part of speaker"], c["predicted speaker"], c["gold speaker"]
    )
    if c["sure"]:
        figures["confident precision"] = c["right sure"] / c["sure"]
        figures["confident share"] = c["sure"] / c["predicted speaker"]
    if c["predicted speaker"]:
        figures["calibration error"] = (
            sum(abs(c[f"band {b} right"] - c[f"band {b} sum"] / 1000) for b in range(10))
            / c["predicted speaker"]
        )
    for kind in ("named", "nominal", "pronoun"):
        if c["gold mention " + kind]:
            figures[f"mention {kind}"] = c["right mention " + kind] / c["gold mention " + kind]
    whole: Counter[str] = Counter()
    for label in sorted(counts):
        row = counts[label]
        figures[f"entities {label}"] = Score.of(row["right"], row["predicted"], row["gold"])
        whole.update(row)
    if counts:
        figures["entities"] = Score.of(whole["right"], whole["predicted"], whole["gold"])
        figures["entity name"] = whole["name"] / max(whole["right"], 1)
    return report


def prediction(article: Any) -> dict[str, Any]:
    """Return an `Article` in the format that evaluation reads."""

    def span(part: Any) -> dict[str, Any] | None:
        return None if part is None else {"start": part.start, "end": part.end}

    return {
        "id": article.id,
        "quotes": [
            {
                "start": q.start, "end": q.end, "kind": q.kind,
                "speaker": q.speaker.name if q.speaker is not None else None,
                "mention": span(q.mention), "cue": span(q.cue),
                "nested": q.parent is not None, "confidence": q.confidence,
            }
            for q in article.quotes
        ],
        "entities": [
            {"start": e.start, "end": e.end, "label": e.label, "name": e.name}
            for e in article.entities
        ],
    }  # fmt: skip
