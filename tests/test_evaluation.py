"""The figures, on cases small enough to count by hand."""

from __future__ import annotations

import json

import pytest
from conftest import HERE, articles
from typer.testing import CliRunner

from quoteminer.cli import app
from quoteminer.evaluation import evaluate, prediction, same_name
from quoteminer.models import Source
from quoteminer.notation import NotationError, parse, unparse

TEXT = "«Nous tiendrons»{direct 1 Anne Roy}, a {c1:promis} {n1:Anne Roy}, loin des «Dunes»{scare}."


def predicted(**changes):
    gold = parse(TEXT, id="a")
    first = {**gold["quotes"][0], "confidence": 0.95, **changes}
    return {"a": {"id": "a", "quotes": [first, gold["quotes"][1]], "entities": []}}


def test_all_right():
    report = evaluate([parse(TEXT, id="a")], predicted())
    assert report.figures["spans"].f1 == 1
    assert report.figures["speaker strict"].f1 == 1
    assert report.figures["kind"] == 1
    assert report.figures["calibration error"] == pytest.approx(0.05)
    assert not report.errors


@pytest.mark.parametrize(
    ("changes", "figure", "value"),
    [
        ({"speaker": "Paul Roy"}, "speaker strict", 0.0),
        ({"speaker": "Roy"}, "speaker lenient", 1.0),
        ({"kind": "mixed"}, "kind", 0.5),
        ({"kind": "mixed"}, "reported", 1.0),
        ({"cue": None}, "cue", 0.0),
        ({"mention": None}, "mention", 0.0),
        ({"start": 2}, "spans", 0.5),
    ],
)
def test_each_figure(changes, figure, value):
    found = evaluate([parse(TEXT, id="a")], predicted(**changes)).figures[figure]
    assert getattr(found, "f1", found) == pytest.approx(value)


@pytest.mark.parametrize(
    ("gold", "other", "strict", "expected"),
    [
        ("Édouard Philippe", "Edouard Philippe", True, True),
        ("Anne Roy", "Mme Roy", True, False),
        ("Anne Roy", "Mme Roy", False, True),
        ("la préfecture", "préfecture", True, True),
        ("une source proche du dossier", "une source", False, True),
        ("Anne Roy", None, False, False),
    ],
)
def test_names(gold, other, strict, expected):
    assert same_name(gold, other, strict=strict) is expected


SHARED = (
    "{n1,2:Anne Roy} a {c1:promis} «un abri»{mixed 1 Anne Roy}, "
    "{c2:dénonçant} «un abandon»{mixed 2 Anne Roy}."
)


@pytest.mark.parametrize(
    "article",
    [parse(TEXT, id="text"), parse(SHARED, id="shared"), *articles()],
    ids=lambda a: a["id"],
)
def test_notation_round_trip(article):
    again = parse(unparse(article), id=article["id"])
    assert again == article
    assert unparse(again) == unparse(article)


def test_shared_mention():
    first, second = parse(SHARED)["quotes"]
    assert first["mention"] == second["mention"]
    assert first["cue"] != second["cue"]
    assert unparse(parse(SHARED)) == SHARED


@pytest.mark.parametrize(
    "text",
    [
        "«oui»{odd}",
        "«oui» dit{direct}",
        "{c1:dit} rien",
        "«oui»{scare 1 Anne}",
        "{c1:a} {c1:b} «oui»{direct 1}",
        "«oui»{direct",
    ],
)
def test_notation_errors(text):
    with pytest.raises(NotationError, match=r"line 1, column \d+"):
        parse(text)


def test_floors(miner):
    """The figures on the project's own articles never fall below what they were."""
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))
    assert floors
    gold = articles()
    found = miner.pipe(Source(text=a["text"], id=a["id"]) for a in gold)
    report = evaluate(gold, {a.id: prediction(a) for a in found})
    for name, floor in floors.items():
        figure = report.figures[name]
        assert getattr(figure, "f1", figure) >= floor, name


def test_articles_leave_no_quotation_out():
    """Every closing mark of an article is the end of an annotated stretch."""
    gold = articles()
    assert len(gold) >= 40
    for article in gold:
        text, ends = article["text"], [q["end"] for q in article["quotes"]]
        closed = [_after_spaces(text, end) for end in ends]
        for at, mark in enumerate(text):
            if mark in "»”":
                assert at in closed, f"{article['id']}: {text[max(0, at - 60) : at + 1]}"
        assert text.count('"') == 2 * sum(text[at] == '"' for at in closed), article["id"]
        for quote in article["quotes"]:
            scare = quote["kind"] == "scare"
            assert not (scare and (quote["speaker"] or quote["cue"])), quote["text"]


def _after_spaces(text, at):
    while text[at].isspace():
        at += 1
    return at


class TestCommandLine:
    run = staticmethod(lambda *args, **kw: CliRunner().invoke(app, list(args), **kw))

    def test_help(self):
        assert "extract" in self.run("--help").output

    def test_schema(self):
        assert json.loads(self.run("schema").output)["title"] == "Article"

    def test_jsonl(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text("«Oui», a dit Anne Roy.", "utf-8")
        result = self.run("extract", str(path), "--format", "jsonl")
        assert result.exit_code == 0
        assert json.loads(result.output)["quotes"][0]["speaker"]["name"] == "Anne Roy"

    def test_bad_files_are_named_and_the_rest_is_done(self, tmp_path):
        good, empty, binary = tmp_path / "a.txt", tmp_path / "e.txt", tmp_path / "b.bin"
        good.write_text("«Oui», a dit Anne Roy.", "utf-8")
        empty.write_text("", "utf-8")
        binary.write_bytes(b"\0\1\2")
        lines = tmp_path / "c.jsonl"
        lines.write_text('{"text": "«Non», dit Paul Morin."}\n{broken\n', "utf-8")
        result = self.run(
            "extract",
            str(good),
            str(empty),
            str(binary),
            str(lines),
            str(tmp_path / "none"),
            "-f",
            "csv",
        )
        assert result.exit_code == 1
        assert "Anne Roy" in result.output and "Paul Morin" in result.output
        for name in ("e.txt", "b.bin", "c.jsonl:2", "none"):
            assert name in result.output or name in result.stderr

    def test_nothing_read(self, tmp_path):
        assert self.run("extract", str(tmp_path / "none")).exit_code == 2

    def test_evaluate(self, tmp_path):
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps(parse(TEXT, id="a")) + "\n", "utf-8")
        result = self.run("evaluate", str(path), "--json")
        assert json.loads(result.output)["spans"] == [1, 1, 1]
