"""Figures, charts and the report: what is counted is what the articles hold."""

from __future__ import annotations

import json
import re

import pytest
from test_show import EVIL, Reader, article, quote
from typer.testing import CliRunner

from quoteminer.cli import app
from quoteminer.corpus.tables import repeat_key
from quoteminer.errors import InputError
from quoteminer.models import Article, Cue, Entity, Failure, Mention, Profile, Speaker
from quoteminer.report import figures
from quoteminer.report.tables import CONTEXT, Tables


def said(text: str, who: str | None, verb: str, cue_class: str, **more) -> Article:
    """An article of one quote, as the miner would give it."""
    whole = f"Avant. «{text}», {verb} {who or 'on'}. Après."
    start = whole.index("«") + 1
    at = whole.index(f" {verb} ", start + len(text)) + 1
    named = at + len(verb) + 1
    parts: dict = {
        "cue": Cue(text=verb, start=at, end=at + len(verb), lemma=verb, cue_class=cue_class)
    }
    speakers: tuple = ()
    if who:
        mention = Mention(text=who, start=named, end=named + len(who), type="named")
        entity = Entity(text=who, start=named, end=named + len(who), label="PER", name=who)
        speaker = Speaker(name=who, kind="person", entity=entity, mentions=(mention,))
        parts |= {
            "speaker": speaker,
            "mention": mention,
            "confidence": more.pop("confidence", 0.95),
        }
        speakers = (speaker,)
    profiles = more.pop("profiles", ())
    one = quote(whole, start, start + len(text), word_count=len(text.split()), **parts)
    return article(whole, quotes=(one,), speakers=speakers, profiles=profiles, **more)


ROY = Profile(name="Anne Roy", label="PER", gender="feminine", gender_evidence="la maire")


@pytest.fixture
def corpus() -> list[Article | Failure]:
    return [
        said("la digue tiendra tout l'hiver", "Anne Roy", "assure", "insistence", id="1",
             outlet="Le Jour", date="2025-01-03", profiles=(ROY,)),
        said("La digue tiendra tout l’hiver !", "Anne Roy", "assure", "insistence", id="2",
             outlet="Le Soir", date="2025-02-03", profiles=(ROY,), confidence=0.55),
        said("c'est un mensonge éhonté", "Paul Morin", "dénonce", "accusation", id="3",
             outlet="Le Soir", date="2025-02-09"),
        said("on verra", None, "dit", "neutral", id="4", outlet="Le Soir", date="2025-02-09"),
        Failure(position=4, id="5", error="InputError", reason="empty"),
    ]  # fmt: skip


def rows(figure: figures.Figure, *names: str) -> list[tuple]:
    return [tuple(row[name] for name in names) for row in figure.rows]


def test_counts(corpus):
    tables = Tables.of(corpus)
    assert (tables.articles, len(tables.reported), len(tables.attributed)) == (4, 4, 3)
    assert rows(figures.speakers(tables), "speaker", "quotes", "words", "outlets") == [
        ("Anne Roy", 2, 11, 2),
        ("Paul Morin", 1, 4, 1),
    ]
    assert rows(figures.genders(tables), "gender", "people", "quotes") == [
        ("feminine", 1, 2), ("masculine", 0, 0), ("unknown", 1, 1),
    ]  # fmt: skip
    assert rows(figures.months(tables), "outlet", "month", "quotes") == [
        ("Le Jour", "2025-01", 1), ("Le Soir", "2025-02", 3),
    ]  # fmt: skip
    assert rows(figures.cue_classes(tables), "speaker", "cue_class", "quotes", "cues") == [
        ("Anne Roy", "insistence", 2, "assure"), ("Paul Morin", "accusation", 1, "dénonce"),
    ]  # fmt: skip
    assert rows(figures.repeated(tables), "articles", "outlets", "speaker") == [(2, 2, "Anne Roy")]
    bands = dict(rows(figures.confidence(tables), "band", "quotes"))
    assert (bands["0.5–0.6"], bands["0.9–1.0"], sum(bands.values())) == (1, 2, 3)
    assert rows(figures.failures(tables), "error", "articles") == [("InputError", 1)]
    assert sum(row["quotes"] for row in figures.network(tables).rows) == 3


def test_every_row_selects_as_many_quotes_as_it_counts(corpus):
    tables = Tables.of(corpus)
    for make in figures.FIGURES[:6]:
        for row in make(tables).rows:
            pool = tables.reported if "month" in row["where"] else tables.attributed
            behind = [q for q in pool if all(getattr(q, k) == v for k, v in row["where"].items())]
            assert len(behind) == row["quotes"], (make.__name__, row)


def test_context_is_the_paragraph(corpus):
    first = Tables.of(corpus).said[0]
    assert (first.before, first.after) == ("Avant. «", "», assure Anne Roy. Après.")
    long = said("oui", "Anne Roy", "dit", "neutral")
    long = article("mot " * 200 + long.text, quotes=())
    start = long.text.index("«") + 1
    long = article(long.text, quotes=(quote(long.text, start, start + 3),))
    before = Tables.of([long]).said[0].before
    assert before.startswith("…mot ") and len(before) <= CONTEXT + 1


def test_repeat_key():
    assert repeat_key("C’est « fini », dit-il…") == repeat_key("c'est fini dit il")
    assert repeat_key("L'œuvre") == repeat_key("l’oeuvre") != repeat_key("l'ouvre")


def test_charts_of_every_figure_are_drawn(corpus, tmp_path):
    plot = pytest.importorskip("quoteminer.plot", reason="needs the extra: plot")
    for name in plot.__all__:
        if name == "draw":
            continue
        chart = getattr(plot, name)(corpus)
        chart.save(tmp_path / f"{name}.svg")
        drawn = (tmp_path / f"{name}.svg").read_text("utf-8")
        assert drawn.startswith("<svg")
    assert "Anne Roy" in (tmp_path / "speakers.svg").read_text("utf-8")
    plot.speakers(corpus).save(tmp_path / "speakers.pdf")
    assert (tmp_path / "speakers.pdf").read_bytes().startswith(b"%PDF")


def test_report_escapes_and_is_closed(corpus):
    pytest.importorskip("vl_convert", reason="needs the extra: report")
    from quoteminer.report.page import report

    hostile = said(f"{EVIL} un deux trois", EVIL, EVIL, EVIL, id=EVIL, outlet=EVIL, title=EVIL)
    page = report([*corpus, hostile], title=EVIL)
    read = Reader(re.sub(r"<script>.*?</script>", "<script></script>", page, flags=re.S))
    assert read.tags.count("script") == 3
    assert "<script>alert" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "default-src 'none'" in policy.replace("&#39;", "'") and "unsafe-eval" not in policy
    quotes = json.loads(re.search(r'id="said">(.*?)</script>', page, re.S)[1])
    assert quotes["text"][0] == "la digue tiendra tout l'hiver"
    assert quotes["text"][-1] == f"{EVIL} un deux trois"


def test_report_says_what_it_leaves_out(corpus):
    pytest.importorskip("vl_convert", reason="needs the extra: report")
    from quoteminer.report.page import report

    assert "3 quotes are counted above but not carried" in report(corpus, max_quotes=1)
    assert "not carried on this page" not in report(corpus)
    assert "None." in report([])


def test_command_reads_what_batch_wrote(tmp_path):
    pytest.importorskip("pyarrow", reason="needs the extra: corpus")
    source = tmp_path / "in.jsonl"
    record = {"id": "a", "outlet": "Le Jour", "date": "2025-01-02",
              "text": "«Nous tiendrons bon», a déclaré la maire, Anne Roy."}  # fmt: skip
    source.write_text(json.dumps(record) + "\nbroken\n", "utf-8")
    out, page = tmp_path / "out", tmp_path / "report.html"
    CliRunner().invoke(app, ["batch", str(source), "--out", str(out)])
    done = CliRunner().invoke(app, ["report", str(out), "--out", str(page)])
    assert done.exit_code == 0, done.output
    assert "Le Jour" in page.read_text("utf-8") and "Nous tiendrons bon" in page.read_text("utf-8")
    tables = Tables.of(out)
    assert (tables.articles, len(tables.failures)) == (1, 1)
    assert tables.said[0].after == "», a déclaré la maire, Anne Roy."
    done = CliRunner().invoke(app, ["report", str(tmp_path), "--out", str(page)])
    assert done.exit_code == 2 and "batch" in done.output


def test_what_is_no_corpus():
    with pytest.raises(InputError):
        Tables.of(3)
    with pytest.raises(InputError):
        Tables.of(["text"])
