"""Explanations in French and English: one table, the same slots, every word of the records."""

from __future__ import annotations

import json
import string
from importlib import resources

import pytest
from typer.testing import CliRunner

import quoteminer
from quoteminer import InputError
from quoteminer.cli import app
from quoteminer.explanation import step, told
from quoteminer.lexicon.cues import noun_entries, preposition_entries, verb_entries

ROWS = [
    line.split("\t")
    for line in (resources.files("quoteminer") / "explanations.tsv").read_text("utf-8").splitlines()
    if line and line[0] != "#"
]
TEXT = "La maire, Anne Roy, a parlé. «Le port rouvrira bientôt», a-t-elle promis. «Non», dit-on."


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("row", ROWS[1:], ids=[row[0] for row in ROWS[1:]])
def test_both_languages_tell_the_same(row: list[str]) -> None:
    _, english, french = row
    assert english and french and slots(english) == slots(french)


def test_every_class_of_the_lexicon_has_a_french_name() -> None:
    entries = (*verb_entries(), *noun_entries(), *preposition_entries())
    named = {row[0] for row in ROWS}
    assert {f"cue_class.{e.cue_class}" for e in entries} <= named


def test_a_step_in_words() -> None:
    one = step("mention", text="{p} <b>", type="pronoun", p=0.957)
    assert told(one) == "mention: «{p} <b>» (pronoun), p = 0.96"
    assert told(one, "fr") == "mention : «{p} <b>» (pronom), p = 0,96"


def test_an_article_is_explained_in_the_language_asked_for(miner) -> None:
    french = quoteminer.load(language="fr")
    english, same = miner(TEXT).quotes[0], french(TEXT).quotes[0]
    assert same.model_copy(update={"explanation": english.explanation}) == english
    assert same.explanation[0].startswith("construction : incise — la proposition du narrateur")
    assert "«promis» (promettre, insistance)" in same.explanation[1]
    assert "«elle» (pronom)" in same.explanation[2]
    assert same.explanation[3] == "«elle» renvoie à «Anne Roy»"
    assert english.explanation[3] == "«elle» stands for «Anne Roy»"
    with pytest.raises(InputError, match="explanations are in en or fr, not 'de'"):
        quoteminer.load(language="de")


def test_on_the_command_line(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    done = CliRunner().invoke(app, ["extract", str(path), "--language", "fr"])
    assert "renvoie à" in " ".join(json.loads(done.stdout)["quotes"][0]["explanation"])
