"""The result models: exact offsets, JSON round trip, equality, descriptions."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from quoteminer import Article, Cue, Entity, Mention, Source

TEXT = (
    "La maire de Brest, Anne Roy, a dénoncé un «scandale». «Nous irons en justice»,"
    " a-t-elle dit à l'AFP.\nLe préfet, Paul Morin, n'a pas réagi."
)


@pytest.fixture(scope="module")
def article(miner):
    return miner(Source(text=TEXT, id="a1", outlet="Le Quotidien", meta={"page": 3}))


def test_round_trip(article):
    again = Article.model_validate_json(article.model_dump_json())
    assert again == article
    assert hash(again) == hash(article)
    assert again.quotes[0].speaker.mentions == article.quotes[0].speaker.mentions


def test_offsets(article):
    for quote in article.quotes:
        assert TEXT[quote.start : quote.end] == quote.text
        assert TEXT[quote.outer_start] == quote.marks[0]
        assert TEXT[quote.outer_end - 1] == quote.marks[1]


def test_look_ups(article):
    assert [q.text for q in article.by_speaker("roy")] == ["scandale", "Nous irons en justice"]
    assert article.by_speaker("Morin") == ()
    (speaker,) = article.speakers
    assert article.quotes_of(speaker) == article.quotes
    person = next(p for p in article.people if p.name == "Anne Roy")
    assert (person.quotes, person.quoted_words) == (2, 5)


def test_a_wrong_offset_is_refused(article):
    data = json.loads(article.model_dump_json())
    data["quotes"][0]["start"] += 1
    data["quotes"][0]["end"] += 1
    with pytest.raises(ValidationError):
        Article.model_validate(data)


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError):
        Source(text="x", colour="red")


def test_frozen(article):
    with pytest.raises(ValidationError):
        article.text = "other"


@pytest.mark.parametrize("model", [Article, Cue, Entity, Mention, Source])
def test_every_field_is_described(model):
    for name, schema in model.model_json_schema()["properties"].items():
        assert schema.get("description"), f"{model.__name__}.{name}"
