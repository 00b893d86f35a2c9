"""The decisions of an article as plain records, ready for JSON.

The records carry offsets, indexes and names only; `quoteminer.records` makes the
validated models of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from quoteminer.attribution.cues import cue_end
from quoteminer.attribution.decide import Attribution
from quoteminer.confidence import LEAST_SURE, confidence
from quoteminer.entities import EntityLayer
from quoteminer.explanation import Language, Step, step, told
from quoteminer.marks import Stretch
from quoteminer.sentences import Sentence
from quoteminer.speakers.cast import Cast, Figure
from quoteminer.speakers.resolve import Speaking, mention_span

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def findings(
    folded: str,
    stretches: list[Stretch],
    sentences: list[Sentence],
    incises: dict[int, list[tuple[int, int]]],
    layer: EntityLayer,
    decisions: list[Attribution],
    spoken: list[Speaking],
    cast: Cast,
    sure: float = LEAST_SURE,
    language: Language = "en",
) -> dict[str, Any]:
    """Return the records of quotes, entities, speakers and profiles.

    A speaker less sure than `sure` is not named but listed among the candidates.
    Explanations are told in `language`.
    """
    speakers: list[dict[str, Any]] = []
    index_of: dict[int, int] = {}
    quotes: list[dict[str, Any]] = []
    counted: dict[tuple[str, str], list[int]] = {}
    by_quote = {d.quote: (d, s) for d, s in zip(decisions, spoken, strict=True)}
    starts = [s.start for s in sentences if s.parent is None]
    narration = [s for s in sentences if s.parent is None]
    for number, stretch in enumerate(stretches):
        words = len(_WORD.findall(folded, stretch.start, stretch.end))
        decision, speaking = by_quote.get(number, (None, None))
        record: dict[str, Any] = {
            "start": stretch.start,
            "end": stretch.end,
            "outer_start": stretch.outer_start,
            "outer_end": stretch.outer_end,
            "marks": list(stretch.marks),
            "kind": decision.kind if decision is not None else "scare",
            "speaker": None,
            "mention": None,
            "cue": None,
            "construction": None,
            "incises": [list(i) for i in incises.get(number, ())],
            "parent": stretch.parent,
            "continues": None,
            "paragraph": stretch.paragraph,
            "word_count": words,
            "recovered": stretch.recovered,
            "confidence": 0.0,
            "candidates": [],
            "explanation": [],
        }
        if decision is not None and decision.skeleton.sentence.quotes:
            sentence = decision.skeleton.sentence
        else:
            sentence = narration[max(0, bisect_right(starts, stretch.start) - 1)]
        record["sentence_start"] = min(sentence.start, stretch.outer_start)
        record["sentence_end"] = max(sentence.end, stretch.outer_end)
        steps: list[Step] = []
        if decision is not None and speaking is not None and decision.kind != "scare":
            steps = _reported(record, decision, speaking, folded)
            figure = speaking.figure
            if figure is not None and record["confidence"] < sure:
                steps.append(_abstain(record, figure.name))
            elif figure is not None:
                if figure.index not in index_of:
                    index_of[figure.index] = len(speakers)
                    speakers.append(_speaker(figure))
                place = index_of[figure.index]
                record["speaker"] = place
                if record["mention"] is not None:
                    speakers[place]["mentions"].append(record["mention"])
                tally = counted.setdefault((figure.name, figure.label), [0, 0])
                tally[0] += 1
                tally[1] += words
        elif decision is not None:
            steps = _scare(decision)
        record["explanation"] = [told(one, language) for one in steps]
        quotes.append(record)
    for speaker in speakers:
        unique = {(m["start"], m["end"]): m for m in speaker["mentions"]}
        speaker["mentions"] = [unique[k] for k in sorted(unique)]
    return {
        "quotes": quotes,
        "entities": [
            {"start": e.start, "end": e.end, "label": e.label, "name": e.name}
            for e in layer.entities
        ],
        "speakers": speakers,
        "profiles": profiles(folded, layer, counted),
    }


def _reported(
    record: dict[str, Any], decision: Attribution, speaking: Speaking, folded: str
) -> list[Step]:
    """Fill in who is taken to have said a quotation; return the steps that led there."""
    items = decision.skeleton.items
    construction = decision.construction
    if decision.cue is None and decision.mention is None:
        construction = "carried"
    record["construction"] = construction
    steps = [step(f"construction.{construction}")]
    if decision.cue is not None:
        start, end = items[decision.cue.head].start, cue_end(decision.cue, items)
        record["cue"] = {
            "start": start,
            "end": end,
            "lemma": decision.cue.lemma,
            "class": decision.cue.entry.cue_class,
        }
        steps.append(
            step(
                "cue",
                form=folded[start:end],
                lemma=decision.cue.lemma,
                cue_class=decision.cue.entry.cue_class,
                p=decision.p_cue,
            )
        )
    if decision.mention is not None:
        start, end, kind = mention_span(decision.mention, items)
        record["mention"] = {"start": start, "end": end, "type": kind}
        steps.append(step("mention", text=folded[start:end], type=kind, p=decision.p_mention))
    record["continues"] = speaking.continues
    record["candidates"] = [
        {"name": name, "probability": round(p, 3)} for name, p in speaking.others
    ]
    record["confidence"] = round(confidence(decision, speaking), 3)
    return [*steps, *speaking.steps]


def _abstain(record: dict[str, Any], name: str) -> Step:
    """Name no speaker, since none is likely enough; list whom the evidence points to."""
    probability = record["confidence"]
    record["candidates"].insert(0, {"name": name, "probability": probability})
    record["confidence"] = 0.0
    record["continues"] = None
    return step("undecided", name=name, p=probability)


def _scare(decision: Attribution) -> list[Step]:
    steps = [step("nobody", p=decision.p_kind)]
    if decision.place.repeated > 1:
        steps.append(step("repeated", times=decision.place.repeated))
    return steps


def _speaker(figure: Figure) -> dict[str, Any]:
    if figure.label == "PER":
        kind = "person"
    elif figure.label in ("ORG", "LOC"):
        kind = "organisation"
    else:
        kind = "group" if figure.number == "p" else "unnamed"
    return {
        "name": figure.name,
        "kind": kind,
        "entity": figure.entity if figure.entity >= 0 else None,
        "mentions": [],
    }


_GENDERS = {"m": "masculine", "f": "feminine"}


def only_named(folded: str, layer: EntityLayer) -> dict[str, Any]:
    """Return the records of an article whose quotations were not asked for."""
    return {
        "quotes": [],
        "entities": [
            {"start": e.start, "end": e.end, "label": e.label, "name": e.name}
            for e in layer.entities
        ],
        "speakers": [],
        "profiles": profiles(folded, layer, {}),
    }


def profiles(
    folded: str, layer: EntityLayer, counted: dict[tuple[str, str], list[int]]
) -> list[dict[str, Any]]:
    """Return everybody and everything named, in order of first appearance, with counts."""
    people = {p.name: p for p in layer.people}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entity in layer.entities:
        key = (entity.name, entity.label)
        profile = found.get(key)
        if profile is None:
            person = people.get(entity.name) if entity.label == "PER" else None
            quotes, words = counted.get(key, (0, 0))
            profile = found[key] = {
                "name": entity.name,
                "label": entity.label,
                "names": [],
                "roles": list(dict.fromkeys(r.text for r in person.roles)) if person else [],
                "gender": _GENDERS.get(person.gender or "", "unknown") if person else "unknown",
                "gender_evidence": person.gender_evidence if person else None,
                "mentions": 0,
                "quotes": quotes,
                "quoted_words": words,
            }
        profile["mentions"] += 1
        form = folded[entity.start : entity.end]
        if form not in profile["names"]:
            profile["names"].append(form)
    return list(found.values())
