"""What is counted: each figure is a title, rows with their units, and where they come from.

Every row holds `where`, the fields and values that select the quotes behind it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from quoteminer.corpus.tables import repeat_key
from quoteminer.report.tables import Said, Tables

Where = dict[str, str]


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each row, named by the column `name`; one panel for each of `amounts`."""

    name: str
    amounts: tuple[str, ...]
    wide: bool = False  # room for names as long as a sentence


@dataclass(frozen=True, slots=True)
class Columns:
    """An upright bar for each row, in the order of the rows."""

    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The number of quotes in a grid of the columns `side` and `top`."""

    side: str
    top: str


@dataclass(frozen=True, slots=True)
class Network:
    """A line for each row, from its outlet to its speaker."""


Shape: TypeAlias = "Bars | Columns | Grid | Network"


@dataclass(slots=True)
class Figure:
    """A table that can be drawn: `columns` name what each row holds, in order.

    `note` says what is counted and what to beware of; `shape` how `quoteminer.plot` draws it.
    """

    name: str
    title: str
    note: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    shape: Shape


def _grouped(
    said: Iterable[Said], fields: tuple[str, ...]
) -> list[tuple[tuple[str, ...], list[Said]]]:
    groups: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for quote in said:
        groups[tuple(getattr(quote, name) for name in fields)].append(quote)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _top(said: list[Said], name: str, top: int) -> list[str]:
    counts = Counter(getattr(q, name) for q in said)
    return sorted(counts, key=lambda value: (-counts[value], value))[:top]


def speakers(tables: Tables, top: int = 20) -> Figure:
    """Count quotes and quoted words by speaker."""
    rows = []
    for (name,), quotes in _grouped(tables.attributed, ("speaker",))[:top]:
        kinds = Counter(q.speaker_kind for q in quotes)
        rows.append(
            {
                "speaker": name,
                "kind": kinds.most_common(1)[0][0],
                "quotes": len(quotes),
                "words": sum(q.words for q in quotes),
                "articles": len({q.article for q in quotes}),
                "outlets": len({q.outlet for q in quotes}),
                "where": {"speaker": name},
            }
        )
    return Figure(
        "speakers",
        "Who is quoted",
        "Direct and mixed quotes with a speaker. A speaker is a name: the same person under "
        "two names counts twice, two people of one name count together.",
        {"speaker": "Speaker", "kind": "Kind", "quotes": "Quotes", "words": "Quoted words",
         "articles": "Articles", "outlets": "Outlets"},
        rows,
        Bars("speaker", ("quotes", "words")),
    )  # fmt: skip


def genders(tables: Tables) -> Figure:
    """Count quotes, words and people by gender, people only."""
    rows = []
    people = [q for q in tables.attributed if q.gender]
    for gender in ("feminine", "masculine", "unknown"):
        quotes = [q for q in people if q.gender == gender]
        rows.append(
            {
                "gender": gender,
                "people": len({q.speaker for q in quotes}),
                "quotes": len(quotes),
                "words": sum(q.words for q in quotes),
                "share": len(quotes) / len(people) if people else 0.0,
                "where": {"gender": gender},
            }
        )
    return Figure(
        "genders",
        "Gender of the people quoted",
        "As the texts show it (Mme, la ministre, la chanteuse), never guessed from a first name. "
        "«Unknown» is not spread evenly: compare shares only with its size in view.",
        {"gender": "Gender", "people": "People", "quotes": "Quotes", "words": "Quoted words",
         "share": "Share of quotes"},
        rows,
        Bars("gender", ("quotes", "words")),
    )  # fmt: skip


def outlets(tables: Tables) -> Figure:
    """Count quotes by outlet and gender of the person quoted."""
    rows = [
        {
            "outlet": outlet or "(no outlet)",
            "gender": gender,
            "quotes": len(quotes),
            "words": sum(q.words for q in quotes),
            "where": {"outlet": outlet, "gender": gender},
        }
        for (outlet, gender), quotes in _grouped(
            (q for q in tables.attributed if q.gender), ("outlet", "gender")
        )
    ]
    return Figure(
        "outlets",
        "Gender by outlet",
        "People quoted, direct and mixed quotes.",
        {"outlet": "Outlet", "gender": "Gender", "quotes": "Quotes", "words": "Quoted words"},
        rows,
        Grid("outlet", "gender"),
    )


def months(tables: Tables) -> Figure:
    """Count reported quotes by outlet and month."""
    rows = [
        {
            "outlet": outlet or "(no outlet)",
            "month": month or "(no date)",
            "quotes": len(quotes),
            "words": sum(q.words for q in quotes),
            "where": {"outlet": outlet, "month": month},
        }
        for (outlet, month), quotes in _grouped(tables.reported, ("outlet", "month"))
    ]
    rows.sort(key=lambda row: (row["outlet"], row["month"]))
    return Figure(
        "months",
        "Quotes by outlet and month",
        "Direct and mixed quotes, with or without a speaker. Numbers follow the number of "
        "articles in the corpus, not the habits of a paper alone.",
        {"outlet": "Outlet", "month": "Month", "quotes": "Quotes", "words": "Quoted words"},
        rows,
        Grid("outlet", "month"),
    )


def cue_classes(tables: Tables, top: int = 15) -> Figure:
    """Count the classes of cues by speaker: who «says», who «denounces»."""
    with_cue = [q for q in tables.attributed if q.cue_class]
    names = _top(with_cue, "speaker", top)
    rows: list[dict[str, Any]] = []
    for (name, cue_class), quotes in _grouped(with_cue, ("speaker", "cue_class")):
        if name in names:
            cues = Counter(q.cue for q in quotes)
            rows.append(
                {
                    "speaker": name,
                    "cue_class": cue_class,
                    "quotes": len(quotes),
                    "cues": ", ".join(cue for cue, _ in cues.most_common(4)),
                    "where": {"speaker": name, "cue_class": cue_class},
                }
            )
    rows.sort(key=lambda row: (names.index(row["speaker"]), -row["quotes"]))
    return Figure(
        "cue_classes",
        "Who «says», who «denounces»",
        f"Class of the word that introduces the quote, the {top} speakers quoted most. The "
        "verb is the journalist's choice, not the speaker's.",
        {"speaker": "Speaker", "cue_class": "Cue class", "quotes": "Quotes", "cues": "Cues"},
        rows,
        Grid("speaker", "cue_class"),
    )


def network(tables: Tables, top: int = 25) -> Figure:
    """Count quotes by outlet and speaker: who quotes whom."""
    names = set(_top(tables.attributed, "speaker", top))
    rows = [
        {
            "outlet": outlet or "(no outlet)",
            "speaker": speaker,
            "quotes": len(quotes),
            "where": {"outlet": outlet, "speaker": speaker},
        }
        for (outlet, speaker), quotes in _grouped(tables.attributed, ("outlet", "speaker"))
        if speaker in names
    ]
    return Figure(
        "network",
        "Who quotes whom",
        f"Outlets and the {top} speakers quoted most; the wider the line, the more quotes.",
        {"outlet": "Outlet", "speaker": "Speaker", "quotes": "Quotes"},
        rows,
        Network(),
    )


def repeated(tables: Tables, top: int = 15, least_words: int = 4) -> Figure:
    """Count quotes printed in several articles, alike but for case, accents and points."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for quote in tables.reported:
        if quote.words >= least_words:
            groups[repeat_key(quote.text)].append(quote)
    rows: list[dict[str, Any]] = []
    for key, quotes in groups.items():
        articles = {q.article for q in quotes}
        if key and len(articles) > 1:
            names = Counter(q.speaker for q in quotes if q.speaker)
            rows.append(
                {
                    "quote": quotes[0].text,
                    "speaker": names.most_common(1)[0][0] if names else "",
                    "articles": len(articles),
                    "outlets": len({q.outlet for q in quotes}),
                    "where": {"repeat": key},
                }
            )
    rows.sort(key=lambda row: (-row["articles"], row["quote"]))
    return Figure(
        "repeated",
        "Most repeated quotes",
        f"Quotes of {least_words} words and more that stand in several articles. One agency "
        "dispatch in ten papers makes ten quotes above: look here before you add them up.",
        {"quote": "Quote", "speaker": "Speaker", "articles": "Articles", "outlets": "Outlets"},
        rows[:top],
        Bars("quote", ("articles",), wide=True),
    )


def confidence(tables: Tables) -> Figure:
    """Count attributed quotes by tenths of confidence."""
    counts = Counter(q.band for q in tables.attributed)
    total = sum(counts.values())
    bands = [f"{n / 10:.1f}–{(n + 1) / 10:.1f}" for n in range(10)]
    rows = [
        {
            "band": band,
            "quotes": counts[band],
            "share": counts[band] / total if total else 0.0,
            "where": {"band": band},
        }
        for band in bands
    ]
    return Figure(
        "confidence",
        "How sure the speakers are",
        "Estimated probability that the speaker of a quote is right. Check the left end by "
        "hand, or count only above a threshold and say which.",
        {"band": "Confidence", "quotes": "Quotes", "share": "Share"},
        rows,
        Columns("band", "quotes"),
    )


def failures(tables: Tables) -> Figure:
    """Count articles that could not be read or analysed, by error."""
    counts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for failure in tables.failures:
        counts[str(failure.get("error") or "error")].append(failure)
    rows = [
        {
            "error": error,
            "articles": len(found),
            "reason": str(found[0].get("reason") or ""),
            "where": {},
        }
        for error, found in sorted(counts.items(), key=lambda item: -len(item[1]))
    ]
    return Figure(
        "failures",
        "What could not be read",
        "Articles that are missing from every figure above.",
        {"error": "Error", "articles": "Articles", "reason": "First reason"},
        rows,
        Bars("error", ("articles",)),
    )


FIGURES: tuple[Callable[[Tables], Figure], ...] = (
    speakers, genders, outlets, months, cue_classes, network, repeated, confidence, failures,
)  # fmt: skip
