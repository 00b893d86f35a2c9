"""From the plain records of an article to the validated models."""

from __future__ import annotations

from typing import Any

from quoteminer.models import (
    Article,
    Candidate,
    Cue,
    Entity,
    MadeBy,
    Mention,
    Profile,
    Quote,
    Source,
    Speaker,
)


def article_from(
    findings: dict[str, Any], source: Source, made_by: MadeBy | None = None
) -> Article:
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
        made_by=made_by,
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


def joined(parts: list[tuple[int, int, dict[str, Any]]]) -> dict[str, Any]:
    """Return the findings of an article from those of its sections.

    Each part is (offset of the section, number of its first paragraph, findings). Speakers
    and profiles of the same name and kind become one.
    """
    if len(parts) == 1:
        return parts[0][2]
    whole = nothing_found()
    speakers: dict[tuple[str, str], int] = {}
    profiles: dict[tuple[str, str], dict[str, Any]] = {}
    for offset, paragraph, part in parts:
        first_quote, first_entity = len(whole["quotes"]), len(whole["entities"])
        whole["entities"] += [_moved(e, offset) for e in part["entities"]]
        place = []
        for speaker in part["speakers"]:
            key = (speaker["name"], speaker["kind"])
            mentions = [_moved(m, offset) for m in speaker["mentions"]]
            if key not in speakers:
                speakers[key] = len(whole["speakers"])
                entity = speaker["entity"]
                entity = None if entity is None else entity + first_entity
                whole["speakers"].append({**speaker, "entity": entity, "mentions": []})
            place.append(speakers[key])
            whole["speakers"][place[-1]]["mentions"] += mentions
        for quote in part["quotes"]:
            moved = _moved(quote, offset)
            for name in ("outer_start", "outer_end", "sentence_start", "sentence_end"):
                moved[name] += offset
            for name in ("parent", "continues"):
                if moved[name] is not None:
                    moved[name] += first_quote
            for name in ("mention", "cue"):
                if moved[name] is not None:
                    moved[name] = _moved(moved[name], offset)
            if moved["speaker"] is not None:
                moved["speaker"] = place[moved["speaker"]]
            moved["incises"] = [[a + offset, b + offset] for a, b in moved["incises"]]
            moved["paragraph"] += paragraph
            whole["quotes"].append(moved)
        for profile in part["profiles"]:
            key = (profile["name"], profile["label"])
            if key in profiles:
                _add(profiles[key], profile)
            else:
                profiles[key] = dict(profile)
    whole["profiles"] = list(profiles.values())
    return whole


def _moved(record: dict[str, Any], offset: int) -> dict[str, Any]:
    return {**record, "start": record["start"] + offset, "end": record["end"] + offset}


def _add(profile: dict[str, Any], other: dict[str, Any]) -> None:
    """Add what a later section says of somebody."""
    for name in ("names", "roles"):
        profile[name] = list(dict.fromkeys([*profile[name], *other[name]]))
    for name in ("mentions", "quotes", "quoted_words"):
        profile[name] += other[name]
    if profile["gender"] == "unknown":
        profile["gender"] = other["gender"]
        profile["gender_evidence"] = other["gender_evidence"]
