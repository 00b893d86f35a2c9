"""Each annotated case in `cases/` is a test of its own: span, kind, cue, mention, speaker.

A case whose name starts with «!» is known to fail, and must fail.
"""

from __future__ import annotations

import pytest
from conftest import HERE

from quoteminer.evaluation import same_name
from quoteminer.notation import cases, parse

CASES = [
    pytest.param(
        text,
        id=f"{path.stem}: {name}",
        marks=[pytest.mark.xfail(strict=True, reason="not solved yet")]
        if name.startswith("!")
        else [],
    )
    for path in sorted((HERE / "cases").glob("*.txt"))
    for name, text in cases(path.read_text("utf-8"))
]


def overlap(a, b):
    return a["start"] < b.end and b.start < a["end"]


@pytest.mark.parametrize("text", CASES)
def test_case(miner, text):
    gold = parse(text)
    article = miner(gold["text"])
    found = {(q.start, q.end): q for q in article.quotes}
    for quote in gold["quotes"]:
        assert (quote["start"], quote["end"]) in found, f"«{quote['text']}» not found"
        other = found[quote["start"], quote["end"]]
        why = "; ".join(other.explanation)
        assert other.kind == quote["kind"], why
        name = other.speaker.name if other.speaker else None
        if quote["speaker"]:
            assert same_name(quote["speaker"], name), f"{name!r}: {why}"
        else:
            assert name is None, f"{name!r}: {why}"
        if quote["cue"]:
            assert other.cue is not None and overlap(quote["cue"], other.cue), why
        if quote["mention"]:
            assert other.mention is not None and overlap(quote["mention"], other.mention), why
            assert other.mention.type == quote["mention"]["type"]
