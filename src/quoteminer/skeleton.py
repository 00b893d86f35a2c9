"""The narrator's skeleton of a sentence: its words, names in one piece, quotes as slots.

Every rule of attribution reads this and nothing else, so a quotation of five lines
stands no longer between a verb and its subject than a single word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quoteminer.entities import EntityMention
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.marks import Stretch
from quoteminer.sentences import Sentence
from quoteminer.tokens import Tokens

SLOT = "SLOT"
NAME = "NAME"
_PIECE = re.compile(r"[^\W\d_]+'|\w+|[^\w\s]")


class Item:
    """A word, a name or a quotation of the skeleton.

    `start` and `end` are offsets into the text, `pos` the universal part of speech,
    `SLOT` for a quotation or `NAME` for an entity. `gender` ("m", "f", ""), `number`
    ("s", "p", ""), `person` (1–3 or 0) and `form` ("fin", "inf", "part", "") come from
    the tagger's morphology. `quote` and `entity` are indexes, −1 where there is none; a
    quotation that holds a name and nothing else (««Le Courrier» affirme …») has both, and
    `size` is its number of words. `cue` marks the verb of a clause that may report speech:
    no noun phrase reaches over it, whatever its tag.
    """

    __slots__ = (
        "cue",
        "end",
        "entity",
        "form",
        "gender",
        "label",
        "low",
        "number",
        "person",
        "pos",
        "quote",
        "size",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, end: int, pos: str) -> None:
        self.text = text
        self.low = text.lower()
        self.start = start
        self.end = end
        self.pos = pos
        self.gender = ""
        self.number = ""
        self.person = 0
        self.form = ""
        self.quote = -1
        self.entity = -1
        self.label = ""
        self.size = 0
        self.cue = False

    def __repr__(self) -> str:
        return f"{self.text}/{self.pos}"


class Skeleton:
    """The items of one sentence, and where in them each of its quotes stands."""

    __slots__ = ("items", "sentence", "shapes", "slots")

    def __init__(self, sentence: Sentence, items: list[Item]) -> None:
        self.sentence = sentence
        self.items = items
        self.shapes: list[str] = []
        self.slots = {item.quote: i for i, item in enumerate(items) if item.quote >= 0}


def first_at(starts: list[int], entity_starts: list[int], at: int) -> tuple[int, int]:
    """The token an offset lies in, and the first entity from there, as `build` wants them."""
    return max(0, bisect_left(starts, at + 1) - 1), bisect_left(entity_starts, at)


def build(
    tokens: Tokens,
    folded: str,
    sentence: Sentence,
    stretches: Sequence[Stretch],
    entities: Sequence[EntityMention],
    first_token: int,
    first_entity: int,
    lexicon: CueLexicon | None = None,
) -> Skeleton:
    """Return the skeleton of `sentence`.

    `first_token` and `first_entity` are the first of each at or after its start.
    """
    items: list[Item] = []
    entity = first_entity
    n_entities = len(entities)
    slots = [stretches[q] for q in sentence.quotes]
    slot = 0
    at = sentence.start
    i = first_token
    starts, ends = tokens.starts, tokens.ends
    n = len(starts)
    while i < n and starts[i] < sentence.end:
        token = i
        start, end = starts[i], ends[i]
        i += 1
        if end <= at:
            continue
        start = max(start, at)
        while slot < len(slots) and slots[slot].outer_end <= start:
            slot += 1
        while entity < n_entities and entities[entity].end <= start:
            entity += 1
        current = slots[slot] if slot < len(slots) else None
        if current is not None and start < current.outer_end and end > current.outer_start:
            if start < current.outer_start:  # d'«agression»: the word before the mark
                _pieces(items, folded, start, current.outer_start)
            item = Item("", current.outer_start, current.outer_end, SLOT)
            item.quote = sentence.quotes[slot]
            item.size = folded.count(" ", current.start, current.end) + 1
            while entity < n_entities and entities[entity].start < current.start:
                entity += 1
            if entity < n_entities and (
                (entities[entity].start, entities[entity].end) == (current.start, current.end)
            ):
                item.entity, item.label = entity, entities[entity].label
            items.append(item)
            at = current.outer_end
            slot += 1
            if end > at:  # »déclare: the word after it
                stop = slots[slot].outer_start if slot < len(slots) else end
                _pieces(items, folded, at, min(end, stop))
                at = min(end, stop)
                if stop < end:
                    i -= 1
            continue
        named = entities[entity] if entity < n_entities else None
        if named is not None and named.start < end and start < named.end:
            if start < named.start:
                _pieces(items, folded, start, named.start)
            stop = named.end
            item = Item(folded[named.start : stop], named.start, stop, NAME)
            item.entity = entity
            item.label = named.label
            items.append(item)
            at = stop
            entity += 1
            if end > at:
                _pieces(items, folded, at, min(end, sentence.end))
                at = end
            continue
        text = folded[start:end]
        if text.isspace():
            continue
        # of «tweete-t-elle» the tagger may make a noun of the «-t»
        item = Item(text, start, end, "PART" if text == "-t" else tokens.pos[token])
        item.gender, item.number, item.person, item.form = tokens.morph[token]
        items.append(item)
        at = end
    return Skeleton(sentence, _unglue(items, lexicon or standard()))


def _pieces(items: list[Item], folded: str, start: int, end: int) -> None:
    for match in _PIECE.finditer(folded, start, end):
        word = match.group()
        items.append(Item(word, match.start(), match.end(), "" if word[0].isalnum() else "PUNCT"))


_GLUED = re.compile(r"(.{3,})(le|la|les|l'|un|une|des)$")
_BEFORE_GLUED = frozenset("a ont avait avaient est était -il -elle -ils -elles -on".split())


def _unglue(items: list[Item], lexicon: CueLexicon) -> list[Item]:
    """Part a cue from the article glued to it: «a déclaré|le président»."""
    for i, item in enumerate(items):
        if (
            len(item.low) < 6
            or item.low[-2:] not in ("le", "la", "es", "l'", "un", "ne")
            or i == 0
            or (items[i - 1].low not in _BEFORE_GLUED and items[i - 1].low != ",")
            or item.pos in (SLOT, NAME, "PUNCT")
            or lexicon.lookup(item.low)
        ):
            continue
        match = _GLUED.match(item.low)
        forms = lexicon.lookup(match.group(1)) if match else ()
        if match is None or not any(f.mood in ("ppart", "fin") for f in forms):
            continue
        middle = item.start + len(match.group(1))
        cue = Item(item.text[: middle - item.start], item.start, middle, "VERB")
        cue.form = "part" if any(f.mood == "ppart" for f in forms) else "fin"
        article = Item(item.text[middle - item.start :], middle, item.end, "DET")
        return [*items[:i], cue, *_unglue([article, *items[i + 1 :]], lexicon)]
    return items
