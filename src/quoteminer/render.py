"""What the command line prints: tables for people, JSON and CSV for machines."""

from __future__ import annotations

import csv
import sys
from typing import Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from quoteminer.evaluation import Report, Score
from quoteminer.models import Article, Quote

COLUMNS = (
    "article_id", "start", "end", "kind", "speaker", "speaker_kind", "mention", "mention_type",
    "cue", "cue_lemma", "cue_class", "construction", "confidence", "text",
)  # fmt: skip
STYLES = {"direct": "green", "mixed": "cyan", "scare": "dim"}


class Writer(Protocol):
    """Writes articles one by one."""

    def write(self, article: Article) -> None:
        """Write one article."""

    def close(self) -> None:
        """Write what comes at the end."""


def row(article: Article, quote: Quote) -> dict[str, object]:
    """Return a quote as one flat row, by the names of `COLUMNS`."""
    speaker, mention, cue = quote.speaker, quote.mention, quote.cue
    return {
        "article_id": article.id,
        "start": quote.start,
        "end": quote.end,
        "kind": quote.kind,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "mention": mention.text if mention else None,
        "mention_type": mention.type if mention else None,
        "cue": cue.text if cue else None,
        "cue_lemma": cue.lemma if cue else None,
        "cue_class": cue.cue_class if cue else None,
        "construction": quote.construction,
        "confidence": quote.confidence,
        "text": quote.text,
    }


class _Table:
    def __init__(self, *, explain: bool) -> None:
        self.console = Console()
        self.explain = explain

    def write(self, article: Article) -> None:
        table = Table(title=article.title or article.id, title_justify="left", show_lines=False)
        table.add_column("kind")
        table.add_column("speaker", style="bold", max_width=28)
        table.add_column("cue")
        table.add_column("sure", justify="right")
        table.add_column("words", ratio=1)
        for quote in article.quotes:
            # Text objects: brackets in an article are no markup
            words = Text(quote.text.replace("\n", " ¶ "))
            if self.explain:
                for step in quote.explanation:
                    words.append(f"\n  {step}", style="dim")
            table.add_row(
                Text(quote.kind, style=STYLES[quote.kind]),
                Text(quote.speaker.name if quote.speaker else "—"),
                Text(quote.cue.text if quote.cue else ""),
                f"{quote.confidence:.2f}" if quote.speaker else "",
                words,
            )
        self.console.print(table)

    def close(self) -> None:
        pass


class _Jsonl:
    def write(self, article: Article) -> None:
        print(article.model_dump_json())

    def close(self) -> None:
        pass


class _Json:
    def __init__(self) -> None:
        self.first = True

    def write(self, article: Article) -> None:
        print("[" if self.first else ",")
        self.first = False
        print(article.model_dump_json(indent=2), end="")

    def close(self) -> None:
        print("[]" if self.first else "\n]")


class _Csv:
    def __init__(self) -> None:
        self.writer = csv.DictWriter(sys.stdout, COLUMNS)
        self.writer.writeheader()

    def write(self, article: Article) -> None:
        for quote in article.quotes:
            cells = row(article, quote)
            self.writer.writerow({k: _inert(v) for k, v in cells.items()})

    def close(self) -> None:
        pass


def _inert(value: object) -> object:
    """A cell that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def writer(name: str, *, explain: bool = False) -> Writer:
    """Return the writer of a format: table, json, jsonl or csv."""
    if name == "table":
        return _Table(explain=explain)
    if name == "json":
        return _Json()
    if name == "csv":
        return _Csv()
    return _Jsonl()


def print_profiles(article: Article) -> None:
    """Print who and what an article names, with counts."""
    table = Table(title=article.title or article.id, title_justify="left")
    for heading in ("label", "name", "mentions", "quotes", "words", "gender", "roles"):
        table.add_column(
            heading, justify="right" if heading in ("mentions", "quotes", "words") else "left"
        )
    order = {"PER": 0, "ORG": 1, "LOC": 2}
    for profile in sorted(article.profiles, key=lambda p: (order[p.label], -p.mentions)):
        table.add_row(
            profile.label, Text(profile.name), str(profile.mentions), str(profile.quotes),
            str(profile.quoted_words), profile.gender if profile.label == "PER" else "",
            Text(", ".join(profile.roles)),
        )  # fmt: skip
    Console().print(table)


def print_report(report: Report, *, errors: bool) -> None:
    """Print the figures of an evaluation, and its errors where wanted."""
    for name, value in report.figures.items():
        if isinstance(value, Score):
            print(f"{name:24} P {value.precision:.3f}  R {value.recall:.3f}  F1 {value.f1:.3f}")
        elif isinstance(value, float):
            print(f"{name:24} {value:.3f}")
        else:
            print(f"{name:24} {value}")
    if not errors:
        return
    for miss in report.errors:
        gold, other = miss.gold, miss.predicted
        words = str(gold.get("text", ""))[:90]
        line = (
            f"\n{miss.article}: {miss.what}: «{words}» gold {gold['kind']} {gold.get('speaker')!r}"
        )
        if other is not None:
            line += f" got {other.get('kind')} {other.get('speaker')!r}"
        print(line)
