"""The commands over corpora as a user gives them, from the README's two lines on."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex

import pyarrow.parquet as pq
import pytest
from conftest import HERE
from test_corpus_europresse import MODERN, POST, WEB, classic, export
from typer.testing import CliRunner

import quoteminer
from quoteminer.cli import app
from quoteminer.corpus.summary import queries
from quoteminer.corpus.tables import COLUMNS

LINES = [
    {"id": "a", "text": "«Le port rouvrira en mars», a promis la maire, Anne Roy.", "outlet": "A"},
    {"id": "b", "text": "«Le port rouvrira en mars !», a promis Anne Roy. «=1+1», dit-elle.",
     "outlet": "B", "date": "2020-01-02"},
    {"id": "c", "text": "Paul Morin «conteste» ce choix.", "outlet": "A", "date": "2020-02-03"},
]  # fmt: skip


def run(*arguments, **more):
    return CliRunner().invoke(app, [str(a) for a in arguments], **more)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "presse.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)) + "\n{broken\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def folder(source, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "run"
    done = run("batch", source, "--out", out)
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    assert "3 articles" in done.stderr and "1 failures" in done.stderr
    assert "not JSON" in done.stderr
    return out


def cells(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_readme_from_an_export_to_a_table(tmp_path, monkeypatch):
    """The two commands of the README, as they stand there."""
    section = (
        (HERE.parent / "README.md").read_text("utf-8").split("## From an export to a table")[1]
    )
    block = re.search(r"```console\n(.*?)```", section, re.S)[1]
    commands = [shlex.split(line[2:], comments=True) for line in block.splitlines()]
    assert [c[0] for c in commands] == ["pip", "quoteminer", "quoteminer"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.html").write_text(export(classic(), MODERN, POST, WEB), "utf-8")
    first = run(*commands[1][1:])
    assert first.exit_code == 1, first.output  # the post is no press article
    assert "3 articles" in first.stderr and "not a press article" in first.stderr
    second = run(*commands[2][1:])
    assert second.exit_code == 0
    assert "Lucie Kerdoncuff" in second.stdout
    assert "La Gazette du Ponant" in second.stdout


class TestSummary:
    def test_markdown_on_the_terminal(self, folder):
        done = run("summary", folder)
        assert done.exit_code == 0
        for name, query in queries().items():
            assert f"## {name}: {query.title}\n" in done.stdout
        (row,) = [
            line for line in done.stdout.splitlines() if line.startswith("| Anne Roy | person")
        ]
        assert row.split(" | ")[3:5] == ["3", "12"]  # quotes, words

    def test_one_table(self, folder):
        done = run("summary", folder, "--only", "repeated", "--format", "csv")
        rows = cells(done.stdout)
        assert [r[:5] for r in rows[1:]] == [
            ["Le port rouvrira en mars !", "Anne Roy", "2", "2", "2"]
        ]

    @pytest.mark.parametrize("layout", ["md", "csv", "parquet"])
    def test_files(self, folder, tmp_path, layout):
        done = run("summary", folder, "--format", layout, "--out", tmp_path / "t")
        assert done.exit_code == 0
        paths = sorted((tmp_path / "t").iterdir())
        assert sorted(done.stdout.split()) == [str(p) for p in paths]
        assert [p.name for p in paths] == sorted(f"{n}.{layout}" for n in queries())
        read = {
            "md": lambda p: len(p.read_text("utf-8").splitlines()) - 2,
            "csv": lambda p: len(cells(p.read_bytes().decode())) - 1,
            "parquet": lambda p: pq.read_table(p).num_rows,
        }[layout]
        assert read(tmp_path / "t" / f"outlets.{layout}") == 3  # A without a date, A, B

    def test_french_excel(self, folder, tmp_path):
        done = run("summary", folder, "--excel", "--out", tmp_path / "t")
        assert done.exit_code == 0
        data = (tmp_path / "t" / "speakers.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbfspeaker;kind;")
        assert b"\r\n" in data and b"\r\r\n" not in data
        row = dict(zip(*cells(data.decode("utf-8-sig"), ";")[:2], strict=True))
        assert row["speaker"] == "Anne Roy"
        assert re.fullmatch(r"0,\d+", row["confidence"])
        assert run("summary", folder, "--excel").stdout.startswith("\ufeffspeaker;")

    def test_thresholds(self, folder):
        sure = run("summary", folder, "--only", "speakers", "--min-confidence", "1", "-f", "csv")
        assert len(cells(sure.stdout)) == 1
        top = run("summary", folder, "--only", "network", "--top", "1", "-f", "csv")
        assert len(cells(top.stdout)) == 2

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["--only", "nothing"], "no such summary"),
            (["--format", "parquet"], "--out"),
            (["--excel", "--format", "md"], "only CSV"),
        ],
    )
    def test_bad_requests(self, folder, arguments, told):
        done = run("summary", folder, *arguments, env={"COLUMNS": "200"})
        assert done.exit_code == 2
        assert told in done.stderr

    def test_no_run_there(self, tmp_path):
        done = run("summary", tmp_path)
        assert done.exit_code == 2
        assert "no tables" in done.stderr


class TestConvert:
    @pytest.mark.parametrize(
        ("to", "name", "files"),
        [
            (
                "brat",
                "b",
                ["a.ann", "a.txt", "annotation.conf", "b.ann", "b.txt", "c.ann", "c.txt"],
            ),
            ("tei", "t", ["a.xml", "b.xml", "c.xml"]),
            ("labelstudio", "l.json", None),
            ("prodigy", "p.jsonl", None),
            ("iramuteq", "i.txt", None),
            ("gexf", "g.gexf", None),
        ],
    )
    def test_each_format(self, source, tmp_path, to, name, files):
        done = run("convert", source, "--to", to, "--out", tmp_path / name)
        assert done.exit_code == 1, done.output
        assert "presse.jsonl:4: not JSON" in done.stderr
        if files:
            assert sorted(p.name for p in (tmp_path / name).iterdir()) == files
        else:
            assert "Anne Roy" in (tmp_path / name).read_text("utf-8").replace(
                "anne_roy", "Anne Roy"
            )

    def test_nothing_read(self, tmp_path):
        done = run("convert", tmp_path / "none", "--to", "prodigy", "--out", tmp_path / "p")
        assert done.exit_code == 2
        assert "no such file" in done.stderr

    def test_out_cannot_be_written(self, source, tmp_path):
        done = run("convert", source, "--to", "prodigy", "--out", tmp_path / "no" / "p.jsonl")
        assert done.exit_code == 2
        assert "no/p.jsonl" in done.stderr.replace("\\", "/")


class TestExtract:
    def test_csv_holds_the_columns_of_the_table(self, source, miner):
        done = run("extract", source, "--format", "csv")
        assert done.exit_code == 1
        header, *rows = cells(done.stdout)
        assert header == [c.name for c in COLUMNS["quotes"]][1:]
        expected = [
            row for line in LINES for row in miner(quoteminer.Source(text=line["text"])).to_rows()
        ]
        assert [r[header.index("start")] for r in rows] == [str(e["start"]) for e in expected]
        words = [r[header.index("text")] for r in rows]
        assert "'=1+1" in words  # no spreadsheet runs it

    def test_excel(self, source):
        done = run("extract", source, "--excel")
        header, first, *_ = cells(done.stdout.removeprefix("\ufeff"), ";")
        row = dict(zip(header, first, strict=True))
        assert done.stdout.startswith("\ufeff")
        assert "," in row["confidence"] and row["recovered"] == "FAUX"
        assert run("extract", source, "--excel", "--format", "json").exit_code == 2

    @pytest.mark.parametrize("layout", ["json", "table"])
    def test_other_formats(self, source, layout):
        done = run("extract", source, "--format", layout, "--explain")
        assert done.exit_code == 1
        if layout == "json":
            assert [a["id"] for a in json.loads(done.stdout)] == ["a", "b", "c"]
        else:
            assert "Anne Roy" in done.stdout

    def test_columns_and_stdin(self):
        done = run(
            "extract", "-", "--input-format", "csv", "--column", "text=corps", "-f", "jsonl",
            input="n;corps\n1;«Oui», a dit Anne Roy.\n",
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["quotes"][0]["speaker"]["name"] == "Anne Roy"
        assert run("extract", "-", "--column", "corps", input="x").exit_code == 2


def test_version():
    assert run("version").stdout.strip() == quoteminer.__version__
