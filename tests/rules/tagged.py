"""Sentences written with their tags: what the rules read, without a model.

    read("le maire/NOUN Anne_Roy dénonce:s un «abandon total» .")

Words are parted by spaces. `/POS` gives the tag and `:…` the features (fin, inf, part; 1, 2, 3;
m, f; s, p); without a `/POS` the tag is that of the usual word: determiners, pronouns,
prepositions, auxiliaries, cue verbs, adverbs, else a noun. A capital and an underscore make
a name (`Anne_Roy`, a person), `@ORG` and `@LOC` give its label, `Roy@PER=Anne_Roy` whose it is. What stands between «»
is one quotation, its words free; `«@ORG Le Courrier»` is one that holds a name alone.
"""

from __future__ import annotations

import re

from quoteminer.attribution.clause import final, role, subject_after
from quoteminer.attribution.cues import CueCandidate, cue_candidates
from quoteminer.attribution.decide import Attribution, Context, key
from quoteminer.attribution.evidence import Place
from quoteminer.attribution.layout import Layout
from quoteminer.attribution.path import shapes
from quoteminer.entities.records import EntityLayer, EntityMention, PersonRecord
from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.cues import lookup
from quoteminer.lexicon.nouns import human_noun, is_adverb
from quoteminer.marks import Stretch
from quoteminer.phrases import DETERMINERS, PREPOSITIONS, PRONOUNS, Phrase, phrases
from quoteminer.sentences import Sentence
from quoteminer.skeleton import NAME, SLOT, Item, Skeleton
from quoteminer.speakers.cast import Cast
from quoteminer.tokens import Tokens

_WORD = re.compile(r"\w+'?|[^\w\s]")
_TOKEN = re.compile(r"«[^»]*»|\S+")
_OTHER = {
    **dict.fromkeys("et ou mais ni car puis".split(), "CCONJ"),
    **dict.fromkeys("que qu' si comme quand lorsque".split(), "SCONJ"),
    **dict.fromkeys("ne n' pas plus hier aussi encore".split(), "ADV"),
    **dict.fromkeys("qui dont où se s' y en me m' te t' -t -ci -là".split(), "PRON"),
}
_PLURAL = frozenset("ont avaient auront auraient sont étaient seront seraient".split())


def _tag(word: str) -> tuple[str, str]:
    """The usual part of speech and verb form of a word."""
    low = word.lower().lstrip("-") if word.startswith("-") and len(word) > 1 else word.lower()
    forms = {f.mood for f in lookup(low)}
    if not any(c.isalnum() for c in word):
        return "PUNCT", ""
    if low in _OTHER or word.lower() in _OTHER:
        return _OTHER.get(low) or _OTHER[word.lower()], ""
    if low in DETERMINERS:
        return "DET", ""
    if low in PRONOUNS:
        return "PRON", ""
    if low in PREPOSITIONS:
        return "ADP", ""
    if low in AVOIR | ETRE:
        form = "part" if low in ("ayant", "étant", "eu", "été") else "fin"
        return "AUX", "inf" if low in ("avoir", "être") else form
    if word[:1].isupper():
        return "PROPN", ""
    if human_noun(low):
        return "NOUN", ""
    if "inf" in forms:
        return "VERB", "inf"
    if forms:
        return "VERB", "fin" if "fin" in forms else "part"
    return ("ADV", "") if is_adverb(low) else ("NOUN", "")


class Read:
    """A tagged sentence: its text, items, cues, phrases and what stands where."""

    def __init__(
        self, tagged: str, *, start: int = 0, paragraph: int = 0, quotes: int = 0, names: int = 0
    ) -> None:
        folded = " " * start
        items: list[Item] = []
        self.stretches: list[Stretch] = []
        self.entities: list[EntityMention] = []
        for token in _TOKEN.findall(tagged):
            word, _, features = token.partition(":") if len(token) > 1 else (token, "", "")
            glued = not folded.strip() or folded.endswith("'") or word[0] in ".,)-"
            folded += "" if glued or (token[0] == "-" and len(token) > 1) else " "
            at = len(folded)
            if token.startswith("«"):
                label, _, words = token[1:-1].rpartition("@")
                if "@" in token:
                    label, _, words = token[2:-1].partition(" ")
                folded += f"«{words}»"
                item = Item("", at, len(folded), SLOT)
                item.quote = quotes + len(self.stretches)
                item.size = words.count(" ") + 1
                if label:
                    item.entity, item.label = names + len(self.entities), label
                    self.entities.append(EntityMention(at + 1, len(folded) - 1, label, words))
                self.stretches.append(
                    Stretch(at + 1, len(folded) - 1, at, len(folded), ("«", "»"), paragraph)
                )
                items.append(item)
                continue
            word, _, pos = word.partition("/") if len(word) > 1 else (word, "", "")
            named = word[:1].isupper() and ("_" in word or "@" in word)
            word, _, label = word.partition("@")
            label, _, whole = label.partition("=")
            word = word.replace("_", " ")
            folded += word
            item = Item(word, at, len(folded), NAME if named else "")
            if named:
                item.label = label or "PER"
                item.entity = names + len(self.entities)
                name = whole.replace("_", " ") or word
                self.entities.append(EntityMention(at, len(folded), item.label, name))
            else:
                usual, form = _tag(word)
                item.pos = pos or usual
                item.form = form if item.pos in ("VERB", "AUX") else ""
                if item.pos == "AUX" or item.low in _PLURAL:
                    item.number = "p" if item.low in _PLURAL else "s"
            for feature in features.split(",") if features else []:
                if feature in ("fin", "inf", "part"):
                    item.form = feature
                elif feature in ("1", "2", "3"):
                    item.person = int(feature)
                elif feature in ("m", "f"):
                    item.gender = feature
                else:
                    item.number = feature
            items.append(item)
        self.folded = folded
        self.items = items
        self.skeleton = Skeleton(
            Sentence(
                start, len(folded), paragraph, tuple(quotes + i for i in range(len(self.stretches)))
            ),
            items,
        )
        self.quotes = quotes
        self.cues: list[CueCandidate] = cue_candidates(items)
        for cue in self.cues:
            if cue.mood in ("fin", "passive", "gerund", "inf"):
                items[cue.head].cue = True
        self.phrases = phrases(items)
        for cue in self.cues:
            cue.role = role(items, cue, self.phrases)
            if cue.role in ("incise", "clitic", "short"):
                subject = subject_after(items, cue, self.phrases) if cue.role == "incise" else None
                cue.final = final(items, cue, subject)

        self.skeleton.shapes = shapes(items)

    def text(self, phrase: Phrase) -> str:
        """The words of a phrase."""
        return self.folded[self.items[phrase.start].start : self.items[phrase.end - 1].end]

    def cue(self, lemma: str) -> CueCandidate:
        """The cue of that lemma."""
        (found,) = [c for c in self.cues if c.lemma == lemma]
        return found

    def phrase(self, words: str) -> Phrase:
        """The phrase of those words."""
        (found,) = [p for p in self.phrases if self.text(p) == words]
        return found

    def item(self, low: str) -> int:
        """Where the word stands."""
        return next(i for i, item in enumerate(self.items) if item.low == low)

    def slot(self, number: int = 0) -> int:
        """Where the quotation stands."""
        return self.skeleton.slots[self.quotes + number]

    def place(self, number: int = 0, *, repeated: int = 1) -> Place:
        """The place of a quotation."""
        return Place(self.items, self.slot(number), self.stretches[number], self.folded, repeated)

    def layout(self) -> Layout:
        """Its items and phrases, laid out."""
        return Layout(self.items, self.phrases)

    def context(self) -> Context:
        """The article of this one sentence."""
        repeated: dict[str, int] = {}
        for s in self.stretches:
            words = key(self.folded[s.start : s.end])
            repeated[words] = repeated.get(words, 0) + 1
        return Context(self.folded, self.stretches, repeated)

    def decision(self, number: int = 0, **decided: object) -> Attribution:
        """What is known of a quotation before it is decided on, with what is given as decided."""
        stretch = self.stretches[number]
        found = Attribution(
            self.quotes + number,
            self.skeleton,
            self.place(number),
            self.cues,
            self.phrases,
            self.layout(),
            words=key(self.folded[stretch.start : stretch.end]),
        )
        for name, value in decided.items():
            setattr(found, name, value)
        return found

    def layer(self) -> EntityLayer:
        """The names of the sentence."""
        return EntityLayer(tuple(self.entities))


def read(tagged: str, *, start: int = 0, paragraph: int = 0) -> Read:
    """Read a tagged sentence that begins at offset `start` of its article."""
    return Read(tagged, start=start, paragraph=paragraph)


class Told:
    """An article of tagged sentences, paragraph by paragraph."""

    def __init__(self, *paragraphs: list[str]) -> None:
        self.folded = ""
        self.sentences: list[Read] = []
        self.paragraphs: list[tuple[int, int]] = []
        self.stretches: list[Stretch] = []
        self.entities: list[EntityMention] = []
        for number, sentences in enumerate(paragraphs):
            self.folded += "\n" if self.folded else ""
            begun = len(self.folded)
            for tagged in sentences:
                self.folded += " " if len(self.folded) > begun else ""
                one = Read(
                    tagged,
                    start=len(self.folded),
                    paragraph=number,
                    quotes=len(self.stretches),
                    names=len(self.entities),
                )
                self.folded += one.folded[len(self.folded) :]
                self.sentences.append(one)
                self.stretches += one.stretches
                self.entities += one.entities
            self.paragraphs.append((begun, len(self.folded)))

    def cast(self, *people: PersonRecord) -> Cast:
        """Everybody named in the article."""
        return Cast(
            self.folded,
            EntityLayer(tuple(self.entities), people),
            [s.skeleton.sentence for s in self.sentences],
            self.stretches,
        )

    def tokens(self) -> Tokens:
        """Its words, as the model would hand them on."""
        found: list[tuple[int, int, str, tuple[str, str, int, str]]] = []
        for one in self.sentences:
            for item in one.items:
                morph = (item.gender, item.number, item.person, item.form)
                if item.pos not in (NAME, SLOT):
                    found.append((item.start, item.end, item.pos, morph))
                    continue
                for word in _WORD.finditer(self.folded, item.start, item.end):
                    found.append((word.start(), word.end(), _tag(word.group())[0], ("", "", 0, "")))
        return Tokens(*(list(column) for column in zip(*found, strict=True)))

    def at(self, words: str, nth: int = 0) -> int:
        """Where the words stand in the text."""
        at = -1
        for _ in range(nth + 1):
            at = self.folded.index(words, at + 1)
        return at


def holds(seen: list[str], names: str) -> None:
    """Assert that the observations hold all the names, and none of those after a «-»."""
    for name in names.split():
        if name.startswith("-"):
            assert name[1:] not in seen, f"{name[1:]} in {sorted(seen)}"
        else:
            assert name in seen, f"{name} not in {sorted(seen)}"
