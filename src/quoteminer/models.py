"""What a reader gets: frozen, validated records with exact offsets.

Every `start` and `end` is a Python string index into `Article.text`, which is the
caller's string untouched; `end` is exclusive, so `text[start:end]` is the thing itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    field_serializer,
    model_validator,
)
from pydantic_core import PydanticSerializationError

from quoteminer.text import encodable

__all__ = [
    "Article",
    "Candidate",
    "Cue",
    "Entity",
    "Failure",
    "Gender",
    "Kind",
    "Label",
    "MadeBy",
    "Mention",
    "MentionType",
    "Profile",
    "Quote",
    "Quotes",
    "Source",
    "Speaker",
    "SpeakerKind",
    "Speakers",
]

Kind = Literal["direct", "mixed", "scare"]
"""`direct`: a clause of its own; `mixed`: words worked into the narrator's clause
(îlot textuel); `scare`: words that nobody is reported as saying here."""

MentionType = Literal["named", "nominal", "pronoun"]
SpeakerKind = Literal["person", "organisation", "group", "unnamed"]
Label = Literal["PER", "LOC", "ORG"]
Gender = Literal["feminine", "masculine", "unknown"]

Start = Annotated[int, Field(ge=0, description="Index of the first character in the text.")]
End = Annotated[int, Field(ge=0, description="Index after the last character in the text.")]


class _Record(BaseModel):
    # An error message ends up in logs and failure records: what was given stays out of it.
    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True
    )


class _Span(_Record):
    """A stretch of the article: `text` is `article.text[start:end]`."""

    text: str = Field(description="The words themselves, exactly as published.")
    start: Start
    end: End

    @model_validator(mode="after")
    def _length(self) -> _Span:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"{self.start}–{self.end} does not measure a text of {len(self.text)} characters"
            )
        return self


class Source(_Record):
    """An article as it comes in: the text and what is known about it."""

    text: str = Field(description="The article as published; no character of it is changed.")
    id: str | None = Field(default=None, description="The user's own identifier.")
    title: str | None = Field(default=None, description="Headline, where held apart from the text.")
    outlet: str | None = Field(default=None, description="Name of the paper, site or agency.")
    date: dt.datetime | dt.date | None = Field(
        default=None, description="Date (or date and time) of publication."
    )
    meta: dict[str, JsonValue] = Field(
        default_factory=dict, description="Anything else to carry along, JSON values only."
    )
    where: str | None = Field(
        default=None, description="Where it was read: file and line (:12) or article (#3)."
    )

    def __hash__(self) -> int:
        """Hash by identity of content; `meta` takes part in equality only."""
        return hash((self.text, self.id, self.title, self.outlet, self.date))


class Failure(_Record):
    """An article that could not be read or analysed, in its place in the stream."""

    position: int = Field(ge=0, description="Place in the input, from 0.")
    id: str | None = Field(default=None, description="The user's own identifier, where known.")
    where: str | None = Field(
        default=None, description="Where it was read: file and line (:12) or article (#3)."
    )
    error: str = Field(description="Class of the error.")
    reason: str = Field(description="What went wrong.")


class Entity(_Span):
    """A person, place or organisation named in the text."""

    label: Label = Field(description="PER person, LOC place, ORG organisation.")
    name: str = Field(description="Canonical name: the fullest one the article gives.")


class Mention(_Span):
    """The words that name the speaker in the clause that attributes a quote.

    «a-t-**il** dit» (pronoun), «déclare **la maire**» (nominal), «selon **Anne Roy**» (named).
    """

    type: MentionType = Field(description="named, nominal (a description) or pronoun.")


class Cue(_Span):
    """The lexical head that attributes a quote: «déclaré» in «a-t-il déclaré», «selon», «message»."""

    lemma: str = Field(description="Dictionary form of the cue: «déclarer».")
    cue_class: str = Field(
        alias="class",
        description="What the cue does: neutral, denial, accusation, approval …",
    )

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )


class Speaker(_Record):
    """Somebody (or some body) whose words are reported."""

    name: str = Field(
        description="Fullest name in the article; of a source never named, its description."
    )
    kind: SpeakerKind = Field(
        description="person, organisation, group (several people), or unnamed (described only)."
    )
    entity: Entity | None = Field(
        default=None, description="The entity that gives the name, where the article names it."
    )
    mentions: tuple[Mention, ...] = Field(
        default=(),
        description="Every mention that attributes a quote to this speaker, in text order. "
        "In the JSON of an article they stand once, under `speakers`.",
    )

    def __repr__(self) -> str:
        return f"<Speaker {self.name!r}, {self.kind}, {len(self.mentions)} mentions>"


class Candidate(_Record):
    """Somebody who may have said it, where the evidence did not suffice to name one."""

    name: str = Field(description="Name or description of the possible speaker.")
    probability: float = Field(ge=0, le=1, description="Estimated probability, 0–1.")


class Quote(_Span):
    """A stretch between quotation marks, and whose words it holds."""

    outer_start: int = Field(ge=0, description="Index of the opening mark.")
    outer_end: int = Field(ge=0, description="Index after the closing mark.")
    marks: tuple[str, str] = Field(
        description="Opening and closing mark; an empty string where one is missing."
    )
    kind: Kind = Field(
        description="direct, mixed (îlot textuel) or scare (nobody's reported words)."
    )
    speaker: Speaker | None = Field(
        default=None, description="Who said it; none for scare quotes and where it is undecided."
    )
    mention: Mention | None = Field(
        default=None, description="The words naming the speaker in the attributing clause."
    )
    cue: Cue | None = Field(default=None, description="The word that attributes the quote.")
    construction: str | None = Field(
        default=None, description="Construction that ties quote and cue: incise, colon, que …"
    )
    incises: tuple[tuple[int, int], ...] = Field(
        default=(), description="[start, end] of each narrator's clause inside the marks."
    )
    parent: int | None = Field(
        default=None, description="Index in `article.quotes` of the enclosing quote."
    )
    continues: int | None = Field(
        default=None, description="Index in `article.quotes` of the quote this one carries on."
    )
    paragraph: int = Field(ge=0, description="Number of the paragraph, from 0.")
    sentence_start: int = Field(ge=0, description="Index where the narrator's sentence starts.")
    sentence_end: int = Field(ge=0, description="Index after that sentence.")
    word_count: int = Field(ge=0, description="Number of words between the marks.")
    recovered: bool = Field(
        default=False, description="A mark is missing in the text; the boundary was inferred."
    )
    confidence: float = Field(
        default=0.0, ge=0, le=1, description="Estimated probability that the speaker is right."
    )
    candidates: tuple[Candidate, ...] = Field(
        default=(), description="Who else may have said it, likeliest first."
    )
    explanation: tuple[str, ...] = Field(
        default=(), description="The rules that spoke for this, step by step, for a reader."
    )

    def __repr__(self) -> str:
        who = f"{self.speaker.name} {self.confidence:.2f}" if self.speaker else "—"
        return f"<Quote {self.start}–{self.end} {self.kind}, {who}: «{_tidy(self.text)}»>"


def _encodable(value: Any) -> Any:
    """The value with U+FFFD for what UTF-8 cannot hold, all through."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_encodable(k): _encodable(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encodable(v) for v in value]
    return value


def _tidy(text: str, limit: int = 60) -> str:
    """The start of a text on one line, for a repr."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


class Quotes(tuple[Quote, ...]):
    """The quotes of an article: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from quoteminer.show.html import quotes_html

        return quotes_html(self)


class Speakers(tuple[Speaker, ...]):
    """The speakers of an article: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from quoteminer.show.html import speakers_html

        return speakers_html(self)


class Profile(_Record):
    """A person, place or organisation over the whole article, with what users count."""

    name: str = Field(description="Canonical name.")
    label: Label = Field(description="PER person, LOC place, ORG organisation.")
    names: tuple[str, ...] = Field(default=(), description="Every form of the name used.")
    roles: tuple[str, ...] = Field(
        default=(), description="Roles as the text gives them: «ministre de l'Intérieur»."
    )
    gender: Gender = Field(default="unknown", description="As the text shows it; never guessed.")
    gender_evidence: str | None = Field(
        default=None, description="The words of the text (or the user's list) that show it."
    )
    mentions: int = Field(default=0, ge=0, description="How often the article names it.")
    quotes: int = Field(default=0, ge=0, description="Quotes attributed to it.")
    quoted_words: int = Field(default=0, ge=0, description="Words of those quotes.")


class MadeBy(_Record):
    """The versions that made a result: cite them with the figures.

    >>> print(MadeBy(quoteminer="0.1.0", model="fr_core_news_md", model_version="3.8.0", spacy="3.8.7"))
    quoteminer 0.1.0, fr_core_news_md 3.8.0, spaCy 3.8.7
    """

    quoteminer: str = Field(description="Version of quoteminer: of its rules and weights.")
    model: str = Field(description="Name of the spaCy model.")
    model_version: str = Field(description="Version of the spaCy model.")
    spacy: str = Field(description="Version of spaCy.")

    def __str__(self) -> str:
        return (
            f"quoteminer {self.quoteminer}, {self.model} {self.model_version}, spaCy {self.spacy}"
        )


class Article(_Record):
    """One article: its text untouched, its quotes, entities and speakers."""

    id: str | None = Field(default=None, description="The user's own identifier.")
    title: str | None = Field(default=None, description="Headline, where held apart from the text.")
    outlet: str | None = Field(default=None, description="Name of the paper, site or agency.")
    date: dt.datetime | dt.date | None = Field(
        default=None, description="Date (or date and time) of publication."
    )
    meta: dict[str, JsonValue] = Field(default_factory=dict, description="Carried along.")
    text: str = Field(description="The article as published; every offset points into it.")
    quotes: tuple[Quote, ...] = Field(default=(), description="In order of their start.")
    entities: tuple[Entity, ...] = Field(default=(), description="In order of their start.")
    speakers: tuple[Speaker, ...] = Field(
        default=(), description="Everybody quoted, in order of first appearance."
    )
    profiles: tuple[Profile, ...] = Field(
        default=(), description="Everybody and everything named, with counts."
    )
    made_by: MadeBy | None = Field(
        default=None,
        description="The versions that made this; no part of what makes two articles equal.",
    )

    def model_dump_json(self, **options: Any) -> str:
        """Return the article as JSON (options: `pydantic.BaseModel.model_dump_json`).

        Half a surrogate pair, which UTF-8 cannot hold, is written as U+FFFD; no offset moves.
        """
        try:
            return super().model_dump_json(**options)
        except PydanticSerializationError:
            return Article.model_validate(_encodable(self.model_dump())).model_dump_json(**options)

    def to_rows(self, table: str = "quotes") -> list[dict[str, Any]]:
        """Return flat rows, one a quote (or of `articles`, `entities`, `speakers`).

        The columns are those of `quoteminer batch` (docs/corpus.md).
        """
        from quoteminer.corpus.tables import rows_of

        return rows_of(self, table)

    def __eq__(self, other: object) -> bool:
        """Compare every field but `made_by`: did two versions find the same?"""
        if not isinstance(other, Article):
            return NotImplemented
        mine, theirs = self.__dict__, other.__dict__
        return all(mine[name] == theirs[name] for name in mine if name != "made_by")

    def __hash__(self) -> int:
        """Hash by text and identity; equality compares every field but `made_by`."""
        return hash((self.text, self.id, self.outlet, self.date, len(self.quotes)))

    @model_validator(mode="after")
    def _link(self) -> Article:
        """Check every offset; give quotes read from JSON the full speakers of `speakers`."""
        self._check_offsets()
        full = {(s.name, s.kind): s for s in self.speakers}
        linked = []
        for quote in self.quotes:
            speaker = quote.speaker and full.get((quote.speaker.name, quote.speaker.kind))
            if speaker is not None and speaker is not quote.speaker:
                quote = quote.model_copy(update={"speaker": speaker})
            linked.append(quote)
        self.__dict__["quotes"] = Quotes(linked)
        self.__dict__["speakers"] = Speakers(self.speakers)
        return self

    def _check_offsets(self) -> None:
        text = self.text
        for span in self._spans():
            if text[span.start : span.end] != span.text:
                raise ValueError(
                    f"text[{span.start}:{span.end}] is not the `text` of this {type(span).__name__}"
                )

    def _spans(self) -> Iterator[_Span]:
        yield from self.entities
        for quote in self.quotes:
            yield quote
            if quote.mention is not None:
                yield quote.mention
            if quote.cue is not None:
                yield quote.cue
        for speaker in self.speakers:
            yield from speaker.mentions

    @field_serializer("quotes", mode="wrap")
    def _mentions_once(
        self, quotes: tuple[Quote, ...], handler: SerializerFunctionWrapHandler
    ) -> Any:
        """Leave a speaker's mentions to `speakers`: n quotes of one speaker stay n long."""
        lean: dict[int, Speaker] = {}
        slim = []
        for quote in quotes:
            speaker = quote.speaker
            if speaker is not None and speaker.mentions:
                if id(speaker) not in lean:
                    lean[id(speaker)] = speaker.model_copy(update={"mentions": ()})
                quote = quote.model_copy(update={"speaker": lean[id(speaker)]})
            slim.append(quote)
        return handler(tuple(slim))

    def __repr__(self) -> str:
        what = " ".join(repr(part) for part in (self.id, self.title) if part) or repr(
            _tidy(self.text, 40)
        )
        return (
            f"<Article {what}: {len(self.quotes)} quotes, {len(self.speakers)} speakers, "
            f"{len(self.entities)} entities>"
        )

    def _repr_html_(self) -> str:
        from quoteminer.show.html import article_html

        return article_html(self)

    def by_speaker(self, name: str) -> tuple[Quote, ...]:
        """Return the quotes of everybody whose name contains all words of `name`.

        Case does not count: `article.by_speaker("poutine")`.
        """
        wanted = name.casefold().split()
        return Quotes(
            q
            for q in self.quotes
            if q.speaker is not None
            and wanted
            and all(w in q.speaker.name.casefold().split() for w in wanted)
        )

    def quotes_of(self, speaker: Speaker) -> tuple[Quote, ...]:
        """Return the quotes of exactly this speaker, in text order."""
        key = (speaker.name, speaker.kind)
        return Quotes(
            q for q in self.quotes if q.speaker and (q.speaker.name, q.speaker.kind) == key
        )

    @property
    def people(self) -> tuple[Profile, ...]:
        """The people named, with roles, gender and counts."""
        return tuple(p for p in self.profiles if p.label == "PER")

    @property
    def organisations(self) -> tuple[Profile, ...]:
        """The organisations named, with counts."""
        return tuple(p for p in self.profiles if p.label == "ORG")

    @property
    def places(self) -> tuple[Profile, ...]:
        """The places named, with counts."""
        return tuple(p for p in self.profiles if p.label == "LOC")
