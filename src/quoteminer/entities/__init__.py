"""People, places and organisations: the model's entities made right, with canonical names.

The model's entities are one witness among several. The way of an article:

    pieces.py      text -> words and marks, and the spans that may be a name
    evidence.py    span -> what speaks for each label, by name
    decide.py      evidence and fitted weights -> the best set of spans
    article.py     the same, with what the article says elsewhere
    names.py       spans -> canonical names
    people.py      people -> forms of the name, gender with evidence, roles
    own_lists.py   the user's own names and first names
    gazetteer.py   the lists under data/
    vectors.py     what the model's word vectors say of names on no list
    reading.py     what a small network reads from the model's vectors in context
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from quoteminer.entities.decide import decide
from quoteminer.entities.evidence import View
from quoteminer.entities.gazetteer import gazetteer
from quoteminer.entities.names import canonical_names
from quoteminer.entities.own_lists import OwnLists
from quoteminer.entities.people import people
from quoteminer.entities.reading import read
from quoteminer.entities.records import EntityLayer, EntityMention, PersonRecord, Role
from quoteminer.entities.roles import roles_of
from quoteminer.entities.vectors import word_kinds
from quoteminer.text import fold


def find_entities(
    doc: Doc,
    own: OwnLists | None = None,
    folded: str | None = None,
    vectors: npt.NDArray[np.float32] | None = None,
) -> EntityLayer:
    """Return the entities of a Doc with the model's entities, repaired and named.

    `own` holds the user's lists, `folded` the text where it is at hand (a Doc puts it
    together word by word), `vectors` the tokens' vectors in context as the model's `ner`
    computes them (`network.ContextVectors`): one witness less without. Offsets are those of
    `doc.text`.
    """
    ents = [
        (ent.start_char, ent.end_char, ent.label_)
        for ent in doc.ents
        if ent.label_ in ("PER", "LOC", "ORG")
    ]
    view = View(
        fold(doc.text) if folded is None else folded, ents, gazetteer(), word_kinds(doc.vocab)
    )
    if vectors is not None:
        starts = doc.to_array("IDX").tolist()
        view.readings = read(view.pieces, view.spans, starts, vectors)
    spans = [(i, j, label) for (i, j), label, _ in decide(view)]
    pieces = view.pieces
    mentions = [
        EntityMention(pieces[i].start, pieces[j].end, label, name)
        for (i, j, label), name in zip(spans, canonical_names(view, spans), strict=True)
    ]
    if own is not None and own.patterns:
        mentions = _with_own(mentions, own.find(view.folded))
    roles = roles_of(view.folded, mentions)
    first_names = own.first_names if own is not None else None
    return EntityLayer(tuple(mentions), people(view, mentions, roles, first_names), roles)


def _with_own(
    mentions: list[EntityMention], listed: list[tuple[int, int, str, str]]
) -> list[EntityMention]:
    """Put the user's names in the place of whatever they overlap."""
    kept = [m for m in mentions if all(m.end <= s or e <= m.start for s, e, _, _ in listed)]
    kept += [EntityMention(s, e, label, name) for s, e, label, name in listed if label != "NONE"]
    return sorted(kept, key=lambda m: m.start)


__all__ = ["EntityLayer", "EntityMention", "OwnLists", "PersonRecord", "Role", "find_entities"]
