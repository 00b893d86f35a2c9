"""Tables, spreadsheets and other tools' formats, read back."""

from __future__ import annotations

import csv
import io
import json

import pytest
from lxml import etree

import quoteminer
from quoteminer.corpus.exchange import convert
from quoteminer.corpus.sheets import CsvWriter
from quoteminer.corpus.summary import queries, summarise


def test_tables(mined):
    rows = [r for a in mined for r in a.to_rows()]
    assert quoteminer.to_arrow(mined).num_rows == len(rows)
    assert quoteminer.to_pandas(mined)["text"].tolist() == [r["text"] for r in rows]
    assert quoteminer.to_polars(mined)["start"].to_list() == [r["start"] for r in rows]
    with pytest.raises(quoteminer.InputError, match="no such table"):
        quoteminer.to_arrow(mined, "nothing")


def test_csv_for_excel_runs_no_formula():
    stream = io.StringIO()
    writer = CsvWriter(stream, ["a", "b"], excel=True)
    writer.write({"a": "=1+1", "b": 0.5})
    assert stream.getvalue() == "\ufeffa;b\r\n'=1+1;0,5\r\n"
    stream = io.StringIO()
    CsvWriter(stream, ["a"], safe=False).write({"a": "=1+1"})
    assert list(csv.reader(io.StringIO(stream.getvalue())))[1] == ["=1+1"]


def test_summary(tmp_path, mined):
    source = tmp_path / "x.jsonl"
    lines = [json.dumps({"id": a.id, "text": a.text, "outlet": o}) for a in mined for o in "AB"]
    source.write_text("\n".join(lines), "utf-8")
    quoteminer.batch(source, tmp_path / "o")
    tables = {t.name: t for t in summarise(tmp_path / "o")}
    assert list(tables) == list(queries())
    once = {t.name: t for t in summarise(tmp_path / "o", unique=True)}
    assert sum(r[3] for r in tables["speakers"].rows) == 2 * sum(
        r[3] for r in once["speakers"].rows
    )
    assert sum(r[2] for r in tables["outlets"].rows) == 2 * len(mined)


def test_prodigy_and_label_studio(tmp_path, mined):
    convert(mined, "prodigy", tmp_path / "p.jsonl")
    for line, article in zip(
        (tmp_path / "p.jsonl").read_text("utf-8").splitlines(), mined, strict=True
    ):
        task = json.loads(line)
        assert "".join(t["text"] for t in task["tokens"]) == article.text
        for span in task["spans"]:
            assert task["tokens"][span["token_start"]]["start"] == span["start"]
            assert task["tokens"][span["token_end"]]["end"] == span["end"]
    convert(mined, "labelstudio", tmp_path / "l.json")
    for task in json.loads((tmp_path / "l.json").read_text("utf-8")):
        for result in task["predictions"][0]["result"]:
            if result["type"] == "labels":
                value = result["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_brat(tmp_path, mined):
    convert(mined, "brat", tmp_path / "b")
    for path in (tmp_path / "b").glob("*.ann"):
        text = path.with_suffix(".txt").read_bytes().decode()
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("T"):
                _, place, words = line.split("\t")
                parts = [p.split() for p in place.split(" ", 1)[1].split(";")]
                assert " ".join(text[int(s) : int(e)] for s, e in parts) == words


def test_tei(tmp_path, mined):
    convert(mined, "tei", tmp_path / "t")
    name = "{http://www.tei-c.org/ns/1.0}"
    for article in mined:
        root = etree.parse(tmp_path / "t" / f"{article.id}.xml").getroot()
        paragraphs = ["".join(p.itertext()) for p in root.find(f".//{name}body").iter(f"{name}p")]
        assert paragraphs == [p for p in article.text.split("\n") if p.strip()]
        ids = set(root.xpath("//@xml:id"))
        assert {w.get("who")[1:] for w in root.iter(f"{name}said") if w.get("who")} <= ids


def test_gexf(tmp_path, mined):
    import networkx

    convert(mined, "gexf", tmp_path / "g.gexf")
    graph = networkx.read_gexf(tmp_path / "g.gexf", version="1.3")
    said = [q for a in mined for q in a.quotes if q.speaker and q.speaker.kind != "unnamed"]
    assert sum(d["weight"] for *_, d in graph.edges(data=True)) == len(said)


def test_iramuteq(tmp_path, mined):
    convert(mined, "iramuteq", tmp_path / "i.txt")
    texts = (tmp_path / "i.txt").read_text("utf-8").split("**** ")[1:]
    assert len(texts) == sum(q.kind != "scare" for a in mined for q in a.quotes)
    assert all(t.startswith("*speaker_") for t in texts)
