"""The spaCy component `press_entities`: repaired entities in any French pipeline.

    nlp.add_pipe("press_entities")                                   # after "ner"
    nlp.add_pipe("press_entities", config={"names": "names.csv"})    # with the user's own list

`doc.ents` holds standard spans; `doc._.entities` a list of records with `start`, `end`
(character offsets), `text`, `label` and `name` (canonical). The records are plain data in
`doc.user_data`: they survive `to_bytes`, `DocBin(store_user_data=True)` and
`nlp.pipe(n_process=2)`.
"""

from __future__ import annotations

from typing import Any, get_type_hints

from spacy.language import Language
from spacy.tokens import Doc, Span

KEY = "press_entities"


def _records(doc: Doc) -> list[dict[str, Any]]:
    return list(doc.user_data.get(KEY, []))


class PressEntities:
    """Writes repaired `doc.ents` and canonical names at `doc._.entities` (plain records)."""

    def __init__(
        self,
        nlp: Language,
        name: str = "press_entities",
        names: str | None = None,
        first_names: str | None = None,
    ) -> None:
        from quoteminer.entities.own_lists import OwnLists
        from quoteminer.network import ContextVectors

        self.name = name
        self._vectors = ContextVectors(nlp)
        self.own = OwnLists(names, first_names)
        Doc.set_extension("entities", getter=_records, force=True)

    def __call__(self, doc: Doc) -> Doc:
        """Repair the entities of `doc`.

        A name that starts or ends inside a token has no span in `doc.ents`; its record
        stands in `doc._.entities` all the same.
        """
        from quoteminer.entities import find_entities

        layer = find_entities(doc, self.own, vectors=self._vectors(doc))
        spans: list[Span] = []
        for entity in layer.entities:
            span = doc.char_span(entity.start, entity.end, label=entity.label)
            if span is not None and (not spans or span.start >= spans[-1].end):
                spans.append(span)
        doc.set_ents(spans)
        text = doc.text
        doc.user_data[KEY] = [
            {
                "start": e.start,
                "end": e.end,
                "text": text[e.start : e.end],
                "label": e.label,
                "name": e.name,
            }
            for e in layer.entities
        ]
        return doc


def make_press_entities(
    nlp: Language, name: str, names: str | None, first_names: str | None
) -> PressEntities:
    """Make the component (entry point `press_entities` of `spacy_factories`)."""
    return PressEntities(nlp, name, names, first_names)


# spaCy 3.8.2 reads annotations as they stand, and this module's are strings.
make_press_entities.__annotations__ = get_type_hints(make_press_entities)
Language.factory(
    "press_entities",
    requires=["doc.ents"],
    assigns=["doc.ents"],
    default_config={"names": None, "first_names": None},
    func=make_press_entities,
)
