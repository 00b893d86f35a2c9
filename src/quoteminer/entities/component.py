"""The spaCy component `press_entities`: repaired entities in any French pipeline."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

KEY = "press_entities"


def _records(doc: Doc) -> list[dict[str, Any]]:
    return list(doc.user_data.get(KEY, []))


class PressEntities:
    """Writes repaired `doc.ents` and canonical names at `doc._.entities` (plain records)."""

    def __init__(self, nlp: Language, name: str = "press_entities") -> None:
        self.name = name
        Doc.set_extension("entities", getter=_records, force=True)

    def __call__(self, doc: Doc) -> Doc:
        """Repair the entities of `doc`."""
        from quoteminer.entities import find_entities

        layer = find_entities(doc)
        spans: list[Span] = []
        for entity in layer.entities:
            span = doc.char_span(
                entity.start, entity.end, label=entity.label, alignment_mode="contract"
            )
            if span is not None and (not spans or span.start >= spans[-1].end):
                spans.append(span)
        doc.set_ents(spans)
        doc.user_data[KEY] = [
            {"start": e.start, "end": e.end, "label": e.label, "name": e.name}
            for e in layer.entities
        ]
        return doc


def make_press_entities(nlp: Language, name: str) -> PressEntities:
    """Make the component (entry point `press_entities` of `spacy_factories`)."""
    return PressEntities(nlp, name)


Language.factory(
    "press_entities", requires=["doc.ents"], assigns=["doc.ents"], func=make_press_entities
)
