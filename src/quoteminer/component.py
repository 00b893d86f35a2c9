"""The spaCy component: `nlp.add_pipe("quoteminer")`, results at `doc._.quotes`.

Runs after any French pipeline that tags (`pos`, `morph`) and finds entities. What it
finds is kept in `doc.user_data` as plain records, so that it survives `to_bytes`,
`DocBin(store_user_data=True)` and `nlp.pipe(n_process=2)`; the models are rebuilt by
the getters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from quoteminer.models import Article, Quote, Speaker

KEY = "quoteminer"


def _article(doc: Doc) -> Article:
    from quoteminer.models import Source
    from quoteminer.records import article_from

    findings = doc.user_data.get(KEY)
    if findings is None:
        raise ValueError('this Doc has not been through the "quoteminer" component')
    return article_from(findings, Source(text=doc.text))


def _quotes(doc: Doc) -> tuple[Quote, ...]:
    return _article(doc).quotes


def _speakers(doc: Doc) -> tuple[Speaker, ...]:
    return _article(doc).speakers


class QuoteMiner:
    """Attributes the quotations of a tagged Doc and stores plain records on it."""

    def __init__(self, nlp: Language, name: str = "quoteminer") -> None:
        from quoteminer.network import ContextVectors

        self.name = name
        self._vectors = ContextVectors(nlp)
        for attribute, getter in (
            ("quotes", _quotes),
            ("speakers", _speakers),
            ("article", _article),
        ):
            Doc.set_extension(attribute, getter=getter, force=True)

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotes of `doc`; raises ValueError where tags or entities are missing."""
        from quoteminer.analysis import analyse, plan
        from quoteminer.entities import find_entities

        missing = [
            f"{what} ({pipes})"
            for annotation, what, pipes in (
                ("POS", "part-of-speech tags", '"morphologizer" or "tagger"'),
                ("ENT_IOB", "entities", '"ner"'),
            )
            if len(doc) and not doc.has_annotation(annotation)
        ]
        if missing:
            raise ValueError(
                '"quoteminer" needs '
                + " and ".join(missing)
                + " from a component before it in the pipeline"
            )
        layer = find_entities(doc, vectors=self._vectors(doc))
        doc.user_data[KEY] = analyse(doc, plan(doc.text), layer)
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the component holds no state of its own."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> QuoteMiner:
        """Restore nothing."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Save nothing: the component holds no state of its own."""

    def from_disk(self, _path: Any, **_: Any) -> QuoteMiner:
        """Restore nothing."""
        return self


def make_quoteminer(nlp: Language, name: str) -> QuoteMiner:
    """Make the component (entry point `quoteminer` of `spacy_factories`)."""
    return QuoteMiner(nlp, name)


Language.factory(
    "quoteminer",
    requires=["doc.ents", "token.pos", "token.morph"],
    assigns=["doc._.quotes", "doc._.speakers"],
    func=make_quoteminer,
)
