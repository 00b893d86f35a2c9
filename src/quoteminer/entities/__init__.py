"""People, places and organisations: the model's entities made right, with canonical names.

The model's entities are one witness among several. The way of an article:

    pieces.py      text -> words and marks, and the spans that may be a name
    evidence.py    span -> what speaks for each label, by name
    decide.py      evidence and fitted weights -> the best set of spans
    article.py     the same, with what the article says elsewhere
    names.py       spans -> canonical names
    people.py      people -> forms of the name, gender with evidence, roles
    gazetteer.py   the lists under data/
    vectors.py     what the model's word vectors say of names on no list
"""

from __future__ import annotations

from spacy.tokens import Doc

from quoteminer.entities.decide import decide
from quoteminer.entities.evidence import View
from quoteminer.entities.gazetteer import gazetteer
from quoteminer.entities.names import canonical_names
from quoteminer.entities.people import people
from quoteminer.entities.records import EntityLayer, EntityMention, PersonRecord, Role
from quoteminer.entities.vectors import word_kinds


def find_entities(doc: Doc) -> EntityLayer:
    """Return the entities of a folded Doc with the model's entities, repaired and named."""
    ents = [
        (ent.start_char, ent.end_char, ent.label_)
        for ent in doc.ents
        if ent.label_ in ("PER", "LOC", "ORG")
    ]
    view = View(doc.text, ents, gazetteer(), word_kinds(doc.vocab))
    decided = decide(view)
    spans = [(i, j, label) for (i, j), label, _ in decided]
    pieces = view.pieces
    mentions = [
        EntityMention(pieces[i].start, pieces[j].end, label, name)
        for (i, j, label), name in zip(spans, canonical_names(view, spans), strict=True)
    ]
    return EntityLayer(tuple(mentions), people(view, mentions))


__all__ = ["EntityLayer", "EntityMention", "PersonRecord", "Role", "find_entities"]
