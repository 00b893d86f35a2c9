"""What the command line prints: tables for people, JSON and CSV for machines."""

from __future__ import annotations

import re
import sys
from typing import Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from quoteminer.corpus.sheets import CsvWriter, csv_stdout, forgiving
from quoteminer.corpus.tables import COLUMNS, rows_of
from quoteminer.evaluation import Report, Score
from quoteminer.models import Article

STYLES = {"direct": "green", "mixed": "cyan", "scare": "dim"}


class Writer(Protocol):
    """Writes articles one by one."""

    def write(self, article: Article) -> None:
        """Write one article."""

    def close(self) -> None:
        """Write what comes at the end."""


# A terminal obeys these: an article could clear the screen or write to the clipboard.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _words(text: str, style: str = "") -> Text:
    """Words of an article for a terminal: brackets are no markup, control characters do nothing."""
    return Text(_CONTROL.sub("\ufffd", text), style=style)


class _Table:
    def __init__(self, *, explain: bool) -> None:
        self.console = Console()
        self.explain = explain

    def write(self, article: Article) -> None:
        table = Table(title=_words(article.title or article.id or ""), title_justify="left")
        table.add_column("kind")
        table.add_column("speaker", style="bold", max_width=28)
        table.add_column("cue")
        table.add_column("sure", justify="right")
        table.add_column("words", ratio=1)
        for quote in article.quotes:
            words = _words(quote.text.replace("\n", " ¶ "))
            if self.explain:
                for step in quote.explanation:
                    words.append(_words(f"\n  {step}", style="dim"))
            table.add_row(
                Text(quote.kind, style=STYLES[quote.kind]),
                _words(quote.speaker.name if quote.speaker else "—"),
                _words(quote.cue.text if quote.cue else ""),
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
    """The `quotes` table of `quoteminer batch`; `position` says nothing where one table is all."""

    def __init__(self, *, excel: bool, raw: bool) -> None:
        names = [c.name for c in COLUMNS["quotes"] if c.name != "position"]
        self.writer = CsvWriter(csv_stdout(), names, excel=excel, safe=not raw)

    def write(self, article: Article) -> None:
        for row in rows_of(article, "quotes"):
            self.writer.write(row)

    def close(self) -> None:
        pass


def writer(name: str, *, explain: bool = False, excel: bool = False, raw: bool = False) -> Writer:
    """Return the writer of a format: table, json, jsonl or csv.

    CSV is for a French Excel with `excel`; with `raw` its cells may run as formulas.
    """
    forgiving(sys.stdout)
    if name == "table":
        return _Table(explain=explain)
    if name == "json":
        return _Json()
    if name == "csv":
        return _Csv(excel=excel, raw=raw)
    return _Jsonl()


def print_profiles(article: Article) -> None:
    """Print who and what an article names, with counts."""
    table = Table(title=_words(article.title or article.id or ""), title_justify="left")
    for heading in ("label", "name", "mentions", "quotes", "words", "gender", "roles"):
        table.add_column(
            heading, justify="right" if heading in ("mentions", "quotes", "words") else "left"
        )
    order = {"PER": 0, "ORG": 1, "LOC": 2}
    for profile in sorted(article.profiles, key=lambda p: (order[p.label], -p.mentions)):
        table.add_row(
            profile.label, _words(profile.name), str(profile.mentions), str(profile.quotes),
            str(profile.quoted_words), profile.gender if profile.label == "PER" else "",
            _words(", ".join(profile.roles)),
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
        line = f"\n{miss.article}: {miss.what}: «{words}» gold {gold.get('kind')} {gold.get('speaker')!r}"
        if other is not None:
            line += f" got {other.get('kind')} {other.get('speaker')!r}"
        print(line)
