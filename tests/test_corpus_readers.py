"""What `convert` writes, read by the readers and schemas of the tools it is written for.

brat: the standoff reader and checker of bioc. Label Studio: its own SDK, which knows the
labelling interface. Prodigy is not on PyPI: its documented fields as a schema, and spaCy,
onto whose tokens it puts them. TEI: the P5 DTD that trafilatura carries. GEXF is read by
networkx (`test_corpus_exchange.py`). IRaMuTeQ has no reader outside itself: its documented
grammar.
"""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import spacy
from lxml import etree
from pydantic import BaseModel, ConfigDict
from spacy.tokens import Doc

import quoteminer
from quoteminer.corpus.exchange import convert

ODD = [
    "«Oui 🌊», a dit Anne Roy.\n\n«Deux lignes\nqui se suivent», a ajouté Paul Morin.",
    "«Il m'a dit “jamais” hier», raconte Anne Roy. Le «grand\tsoir» attendra.",
    "Rien n'est cité ici <b>& là</b>.",
    "«Une \x00 marque \ud800 perdue», a dit Paul Morin.\r\n«La fin», dit-il.",
]


@pytest.fixture(scope="module")
def read(mined, miner):
    """The articles, and some that formats stumble over: two of the same id, one without."""
    when = dt.datetime(2020, 1, 2, 7, 5, tzinfo=dt.timezone.utc)
    ids = ["été/1", "été 1", None, "x" * 300]
    odd = [
        miner(quoteminer.Source(text=t, id=i, title="A & <b>", outlet="Le Phare", date=when))
        for t, i in zip(ODD, ids, strict=True)
    ]
    assert sum(len(a.quotes) for a in odd) >= 6
    return [*mined, *odd]


def clean(text):
    return re.sub("[\x00\ud800]", "\ufffd", text)


def test_brat(read, tmp_path):
    brat = pytest.importorskip("bioc.brat", reason="the extra `readers` is not installed")
    checker = pytest.importorskip("bioc.brat.validator")
    convert(read, "brat", tmp_path / "b")
    texts = {}
    for path in (tmp_path / "b").glob("*.ann"):
        text = path.with_suffix(".txt").read_bytes().decode()
        texts[text] = document = brat.loads(text, path.read_bytes().decode(), path.stem)
        # bioc joins the parts of an annotation over lines by nothing, brat by a space
        for entity in document.entities:
            parts = [text[start:end] for start, end, *_ in sorted(entity.locations)]
            if len(parts) > 1 or "\t" in parts[0]:
                assert entity.text == " ".join(parts).replace("\t", " ")
                entity.text = "".join(parts)
        checker.validate(document)
    assert len(list((tmp_path / "b").glob("*.txt"))) == len(read)
    for article in read:
        document = texts[clean(article.text)]
        found = sorted(
            (e.type, *e.total_span)
            for e in document.entities
            if e.type in ("Direct", "Mixed", "Scare")
        )
        assert found == sorted((q.kind.capitalize(), q.start, q.end) for q in article.quotes)
        said = [r for r in document.relations if r.type == "Said"]
        assert len(said) == sum(q.mention is not None for q in article.quotes)
        notes = sorted(n.text for n in document.notes)
        assert notes == sorted(q.speaker.name for q in article.quotes if q.speaker)


def test_brat_configuration(read, tmp_path):
    """Every type in the annotations is declared, and spans may overlap: quotes hold names."""
    convert(read, "brat", tmp_path / "b")
    sections = re.split(
        r"^\[(\w+)\]\n", (tmp_path / "b" / "annotation.conf").read_text(), flags=re.M
    )
    declared = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert list(declared) == ["entities", "relations", "events", "attributes"]
    assert "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>" in declared["relations"]
    known = {
        "T": set(declared["entities"].split()),
        "R": {line.split("\t")[0] for line in declared["relations"].splitlines()},
    }
    for path in (tmp_path / "b").glob("*.ann"):
        for line in path.read_bytes().decode().split("\n"):
            if line[:1] in known:
                assert line.split("\t")[1].split()[0] in known[line[0]]


def test_label_studio(read, tmp_path):
    reason = "the extra `readers` is not installed"
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason=reason)
    convert(read, "labelstudio", tmp_path / "l.json")
    config = interface.LabelInterface((tmp_path / "l.interface.xml").read_text("utf-8"))
    config.validate()
    tasks = json.loads((tmp_path / "l.json").read_text("utf-8"))
    for task, article in zip(tasks, read, strict=True):
        assert config.validate_task({"data": task["data"]})
        (prediction,) = task["predictions"]
        assert config.validate_prediction(prediction, return_errors=True) == []
        labels = [r["value"] for r in prediction["result"] if r["type"] == "labels"]
        kinds = sorted((v["labels"][0], v["start"], v["end"]) for v in labels)
        assert {(q.kind, q.start, q.end) for q in article.quotes} <= set(kinds)
        assert task["data"]["text"] == clean(article.text)
    broken = {**tasks[0]["predictions"][0], "result": [{**prediction["result"][0], "to_name": "x"}]}
    assert config.validate_prediction(broken, return_errors=True)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Token(_Strict):
    text: str
    start: int
    end: int
    id: int
    ws: bool


class _Span(_Strict):
    start: int
    end: int
    token_start: int
    token_end: int
    label: str


class _Relation(_Strict):
    head: int
    child: int
    label: str
    head_span: _Span
    child_span: _Span


class _Task(BaseModel):
    text: str
    tokens: list[_Token]
    spans: list[_Span]
    relations: list[_Relation]
    meta: dict[str, str]


def test_prodigy(read, tmp_path):
    convert(read, "prodigy", tmp_path / "p.jsonl")
    vocab = spacy.blank("fr").vocab
    lines = (tmp_path / "p.jsonl").read_bytes().decode().split("\n")[:-1]
    for line, article in zip(lines, read, strict=True):
        task = _Task.model_validate_json(line)
        assert task.text == clean(article.text)
        assert [t.id for t in task.tokens] == list(range(len(task.tokens)))
        doc = Doc(vocab, words=[t.text for t in task.tokens], spaces=[t.ws for t in task.tokens])
        assert doc.text == task.text
        for span in task.spans:
            there = doc.char_span(span.start, span.end)
            assert (there.start, there.end) == (span.token_start, span.token_end + 1)
        kinds = [(s.label, s.start, s.end) for s in task.spans]
        assert {(q.kind.upper(), q.start, q.end) for q in article.quotes} <= set(kinds)
        for relation in task.relations:
            assert relation.head == relation.head_span.token_end
            assert relation.child == relation.child_span.token_end
            assert relation.head_span in task.spans and relation.child_span in task.spans


def test_tei(read, tmp_path):
    reason = "the extra `readers` is not installed"
    xml = pytest.importorskip("trafilatura.xml", reason=reason)
    convert(read, "tei", tmp_path / "t")
    files = sorted((tmp_path / "t").glob("*.xml"))
    assert len(files) == len(read)
    for path in files:
        document = etree.parse(path)
        assert xml.validate_tei(document), path.name
    said = document.getroot()
    said.find(".//{*}body").append(etree.Element("{http://www.tei-c.org/ns/1.0}quoted"))
    assert not xml.validate_tei(document)


def test_iramuteq(read, tmp_path):
    convert(read, "iramuteq", tmp_path / "i.txt")
    lines = (tmp_path / "i.txt").read_bytes().decode().split("\n")
    stars = [line for line in lines if line.startswith("*")]
    assert len(stars) == sum(q.kind != "scare" for a in read for q in a.quotes)
    for line in stars:
        assert re.fullmatch(r"\*\*\*\*( \*[a-z]+_[A-Za-z0-9_-]+)+", line), line
        names = re.findall(r"\*([a-z]+)_", line)
        assert len(names) == len(set(names))
