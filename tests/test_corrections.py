"""Reviews become annotated articles: reviewed quotes count, the others do not."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from quoteminer.cli import app
from quoteminer.corrections import merge, read
from quoteminer.errors import InputError
from quoteminer.evaluation import evaluate

TEXT = "«un» et «deux» et «trois»"
PLACES = {"un": (1, 3), "deux": (9, 13), "trois": (19, 24)}


def reviewed(by: str, removed: tuple[str, ...] = (), **quotes: tuple) -> dict:
    """A saved review: for each word (kind, speaker), or (kind, speaker, False) unreviewed."""
    return {
        "id": "a",
        "text": TEXT,
        "quotes": [
            {"start": PLACES[w][0], "end": PLACES[w][1], "text": w, "kind": v[0], "speaker": v[1],
             "mention": None, "cue": None, "nested": False, "reviewed": v[2:] != (False,)}
            for w, v in quotes.items()
        ],
        "review": {"by": by, "removed": [list(PLACES[w]) for w in removed]},
    }  # fmt: skip


def test_reviewed_stands_over_unreviewed():
    merged = merge([
        reviewed("A", un=("direct", "Roy"), deux=("mixed", "Roy", False)),
        reviewed("B", un=("direct", "Roy", False), deux=("mixed", "Morin")),
    ])  # fmt: skip
    assert not merged.conflicts
    (gold,) = merged.articles
    assert [(q["text"], q["speaker"], q["reviewed"]) for q in gold["quotes"]] == [
        ("un", "Roy", True), ("deux", "Morin", True),
    ]  # fmt: skip
    assert gold["review"]["by"] == "A, B"


@pytest.mark.parametrize(
    ("prefer", "expected"), [("none", ("Roy", False)), ("last", ("Morin", True))]
)
def test_reviews_that_differ(prefer, expected):
    merged = merge(
        [reviewed("A", un=("direct", "Roy")), reviewed("B", un=("direct", "Morin"))], prefer=prefer
    )
    (one,) = merged.articles[0]["quotes"]
    assert (one["speaker"], one["reviewed"]) == expected
    assert str(merged.conflicts[0]) == "a [1:3]: direct, Roy or direct, Morin"


def test_removed_quotes_go_unless_the_other_keeps_them():
    first, second = reviewed("A", removed=("un",)), reviewed("B", un=("direct", "Roy", False))
    assert merge([first, second]).articles[0]["quotes"] == []
    third = reviewed("C", un=("direct", "Roy"))
    merged = merge([first, third])
    assert merged.conflicts and merged.articles[0]["quotes"][0]["reviewed"] is False
    assert merge([third, first], prefer="last").articles[0]["quotes"] == []


def test_evaluation_leaves_unreviewed_quotes_out():
    gold = reviewed("A", un=("direct", "Anne Roy"), deux=("direct", "Anne Roy", False))
    found = {"a": {"quotes": [
        {"start": 1, "end": 3, "kind": "direct", "speaker": "Anne Roy"},
        {"start": 9, "end": 13, "kind": "direct", "speaker": "Paul Morin"},
    ]}}  # fmt: skip
    figures = evaluate([gold], found).figures
    assert figures["quotes"] == 1 and figures["speaker strict"].f1 == 1.0
    whole = {**gold, "quotes": [{**q, "reviewed": True} for q in gold["quotes"]]}
    assert evaluate([whole], found).figures["speaker strict"].f1 == 0.5


def test_one_id_two_texts():
    other = {**reviewed("B"), "text": "autre"}
    with pytest.raises(InputError, match="two different texts"):
        merge([reviewed("A"), other])


def test_command(tmp_path):
    for by, who in (("A", "Roy"), ("B", "Morin")):
        record = reviewed(by, un=("direct", who), trois=("scare", None))
        (tmp_path / f"{by}.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    files, gold = [str(tmp_path / "A.jsonl"), str(tmp_path / "B.jsonl")], tmp_path / "gold.jsonl"
    done = CliRunner().invoke(app, ["corrections", *files, "--out", str(gold)])
    assert done.exit_code == 1 and "Roy or direct, Morin" in done.output
    assert sum(q["reviewed"] for a in read(gold) for q in a["quotes"]) == 1
    done = CliRunner().invoke(app, ["corrections", *files, "--out", str(gold), "--prefer-last"])
    assert sum(q["reviewed"] for a in read(gold) for q in a["quotes"]) == 2
    (tmp_path / "bad.jsonl").write_text(
        '{"id": "a", "text": "x", "quotes": [{"start": 0, "end": 1, "text": "y"}]}'
    )
    done = CliRunner().invoke(app, ["corrections", str(tmp_path / "bad.jsonl"), "--out", str(gold)])
    assert done.exit_code == 2 and "line 1" in done.output
