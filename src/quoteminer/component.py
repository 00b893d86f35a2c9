"""The spaCy component: `nlp.add_pipe("quoteminer")`, results at `doc._.quotes`.

    nlp.add_pipe("quoteminer", config={"cues": "cues.csv", "language": "fr"})

Runs after any French pipeline that tags (`pos`, `morph`) and finds entities. What it
finds is kept in `doc.user_data` as plain records, so that it survives `to_bytes`,
`DocBin(store_user_data=True)` and `nlp.pipe(n_process=2)`; the models are rebuilt by
the getters.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, get_type_hints

from spacy.language import Language
from spacy.tokens import Doc

from quoteminer.provenance import made_by
from quoteminer.text import SECTION, sections

if TYPE_CHECKING:
    from quoteminer.models import Article, Quote, Speaker

KEY = "quoteminer"
# As a pipeline's config can hold them: a path, or the rows themselves.
Names: TypeAlias = str | list[dict[str, Any]]
FirstNames: TypeAlias = str | dict[str, str]
Cues: TypeAlias = str | list[dict[str, Any]]


def _article(doc: Doc) -> Article:
    from quoteminer.models import MadeBy, Source
    from quoteminer.records import article_from

    findings = doc.user_data.get(KEY)
    if findings is None:
        raise ValueError('this Doc has not been through the "quoteminer" component')
    versions = findings.get("made_by")  # a Doc saved by 0.1.0 may lack it
    return article_from(
        findings, Source(text=doc.text), None if versions is None else MadeBy(**versions)
    )


def _quotes(doc: Doc) -> tuple[Quote, ...]:
    return _article(doc).quotes


def _speakers(doc: Doc) -> tuple[Speaker, ...]:
    return _article(doc).speakers


def _sections(doc: Doc) -> list[tuple[int, Doc]]:
    """The Doc in parts as long as a miner reads at once, each with its offset: cut at a token."""
    if len(doc.text) <= SECTION:
        return [(0, doc)]
    starts = [token.idx for token in doc]
    cuts = [bisect_left(starts, offset) for offset, _ in sections(doc.text)]
    ends = [*cuts[1:], len(doc)]
    return [(starts[a], doc[a:b].as_doc()) for a, b in zip(cuts, ends, strict=True) if a < b]


class QuoteMiner:
    """Attributes the quotations of a tagged Doc and stores plain records on it.

    `names`, `first_names`, `cues` and `language` are those of `quoteminer.load`. Given as
    lists, and not as paths, they travel with a pipeline that is saved.
    """

    def __init__(
        self,
        nlp: Language,
        name: str = "quoteminer",
        names: Names | None = None,
        first_names: FirstNames | None = None,
        cues: Cues | None = None,
        language: str = "en",
    ) -> None:
        from quoteminer.entities.own_lists import OwnLists
        from quoteminer.explanation import known
        from quoteminer.lexicon.cues import CueLexicon, standard
        from quoteminer.lexicon.own_cues import own_cues
        from quoteminer.network import ContextVectors

        self.name = name
        self._vectors = ContextVectors(nlp)
        self._nlp = nlp
        self.own = OwnLists(names, first_names)
        self.lexicon = standard() if cues is None else CueLexicon(own_cues(cues))
        self.language = known(language)
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
        from quoteminer.records import joined

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
        parts = []
        paragraph = 0
        for offset, part in _sections(doc):
            planned = plan(part.text, self.lexicon)
            vectors = self._vectors(part)
            layer = find_entities(part, self.own, vectors=vectors)
            found = analyse(part, planned, layer, language=self.language, vectors=vectors)
            parts.append((offset, paragraph, found))
            paragraph += len(planned.paragraphs)
        doc.user_data[KEY] = {**joined(parts), "made_by": self._versions}
        return doc

    @cached_property
    def _versions(self) -> dict[str, str]:
        return made_by(self._nlp).model_dump()

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: all there is stands in the pipeline's config."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> QuoteMiner:
        """Restore nothing."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Save nothing: all there is stands in the pipeline's config."""

    def from_disk(self, _path: Any, **_: Any) -> QuoteMiner:
        """Restore nothing."""
        return self


def make_quoteminer(
    nlp: Language,
    name: str,
    names: Names | None,
    first_names: FirstNames | None,
    cues: Cues | None,
    language: str,
) -> QuoteMiner:
    """Make the component (entry point `quoteminer` of `spacy_factories`)."""
    return QuoteMiner(nlp, name, names, first_names, cues, language)


# spaCy 3.8.2 reads annotations as they stand, and this module's are strings.
make_quoteminer.__annotations__ = get_type_hints(make_quoteminer)
Language.factory(
    "quoteminer",
    requires=["doc.ents", "token.pos", "token.morph"],
    assigns=["doc._.quotes", "doc._.speakers"],
    default_config={"names": None, "first_names": None, "cues": None, "language": "en"},
    func=make_quoteminer,
)
