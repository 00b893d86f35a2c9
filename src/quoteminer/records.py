"""From the plain records of an article to the validated models."""

from __future__ import annotations

from typing import Any

from quoteminer.models import (
    Article,
    Candidate,
    Cue,
    Entity,
    Mention,
    Profile,
    Quote,
    Source,
    Speaker,
)


def article_from(findings: dict[str, Any], source: Source) -> Article:
    """Return the `Article` of the findings on `source`; every offset is checked."""
    text = source.text

    def mention(record: dict[str, Any]) -> Mention:
        start, end = record["start"], record["end"]
        return Mention(text=text[start:end], start=start, end=end, type=record["type"])

    entities = tuple(
        Entity(
            text=text[e["start"] : e["end"]],
            start=e["start"],
            end=e["end"],
            label=e["label"],
            name=e["name"],
        )
        for e in findings["entities"]
    )
    speakers = tuple(
        Speaker(
            name=s["name"],
            kind=s["kind"],
            entity=None if s["entity"] is None else entities[s["entity"]],
            mentions=tuple(mention(m) for m in s["mentions"]),
        )
        for s in findings["speakers"]
    )
    quotes = []
    for record in findings["quotes"]:
        fields = dict(record)
        start, end = fields["start"], fields["end"]
        cue = fields["cue"]
        fields["text"] = text[start:end]
        fields["speaker"] = None if fields["speaker"] is None else speakers[fields["speaker"]]
        fields["mention"] = None if fields["mention"] is None else mention(fields["mention"])
        if cue is not None:
            fields["cue"] = Cue.model_validate({**cue, "text": text[cue["start"] : cue["end"]]})
        fields["candidates"] = tuple(Candidate(**c) for c in fields["candidates"])
        quotes.append(Quote(**fields))
    return Article(
        id=source.id,
        title=source.title,
        outlet=source.outlet,
        date=source.date,
        meta=source.meta,
        text=text,
        quotes=tuple(quotes),
        entities=entities,
        speakers=speakers,
        profiles=tuple(Profile(**p) for p in findings["profiles"]),
    )


def nothing_found() -> dict[str, Any]:
    """Return the findings of an article without quotations."""
    return {"quotes": [], "entities": [], "speakers": [], "profiles": []}


def only_quoted(findings: dict[str, Any]) -> dict[str, Any]:
    """Return the findings with no entities and profiles but those of who is quoted."""
    wanted = sorted({s["entity"] for s in findings["speakers"] if s["entity"] is not None})
    place = {old: new for new, old in enumerate(wanted)}
    return {
        **findings,
        "entities": [findings["entities"][index] for index in wanted],
        "speakers": [
            {**s, "entity": None if s["entity"] is None else place[s["entity"]]}
            for s in findings["speakers"]
        ],
        "profiles": [p for p in findings["profiles"] if p["quotes"]],
    }
