"""The items and phrases of one sentence, laid out for the evidence on mentions.

That evidence asks the same of every pair of a cue and a phrase: how many words and commas
lie between them, whether a quotation or a verb does, which phrases stand beside. Running
totals and tables made once a sentence answer with one look each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from quoteminer.phrases import Phrase
from quoteminer.skeleton import SLOT, Item

_BREAKS = frozenset([":", ";"])
_RELATIVES = frozenset(["qui", "dont", "où"])
_QUE = frozenset(["que", "qu'"])


def finite(item: Item | None) -> bool:
    """Whether the item is a finite verb by its tag."""
    return item is not None and item.form == "fin" and item.pos in ("VERB", "AUX")


class Gap:
    """What the items of a slice hold: counts of words, marks, quotations and verbs.

    `breaks` counts colons and semicolons, `relatives` «qui», «dont», «où», `que` «que»,
    `rivals` the phrases that start there and that nothing governs (no times).
    """

    __slots__ = ("breaks", "commas", "finite", "que", "relatives", "rivals", "slots", "words")

    def __init__(self, layout: Layout, start: int, stop: int) -> None:
        stop = max(start, stop)
        totals = layout.words
        self.words = totals[stop] - totals[start]
        totals = layout.commas
        self.commas = totals[stop] - totals[start]
        totals = layout.slots
        self.slots = totals[stop] - totals[start]
        totals = layout.breaks
        self.breaks = totals[stop] - totals[start]
        totals = layout.finite
        self.finite = totals[stop] - totals[start]
        totals = layout.relatives
        self.relatives = totals[stop] - totals[start]
        totals = layout.que
        self.que = totals[stop] - totals[start]
        totals = layout.rivals
        self.rivals = totals[stop] - totals[start]


class Layout:
    """One sentence's items and phrases.

    `opening` is the number of marks before the first item that is none. Of the phrases,
    `hosts` gives the one that ends at an item, `guests` the one that starts at it
    ungoverned, `joined` (by id) those that are part of a coordination.
    """

    __slots__ = (
        "breaks",
        "commas",
        "finite",
        "guests",
        "hosts",
        "items",
        "joined",
        "opening",
        "phrases",
        "que",
        "relatives",
        "rivals",
        "slots",
        "words",
    )

    def __init__(self, items: Sequence[Item], phrases: Sequence[Phrase]) -> None:
        self.items = items
        self.phrases = phrases
        tags = [item.pos for item in items]
        lows = [item.low for item in items]
        self.words = _totals([tag not in ("PUNCT", SLOT) for tag in tags])
        self.slots = _totals([tag == SLOT for tag in tags])
        self.commas = _totals([low == "," for low in lows])
        self.breaks = _totals([low in _BREAKS for low in lows])
        self.relatives = _totals([low in _RELATIVES for low in lows])
        self.que = _totals([low in _QUE for low in lows])
        self.finite = _totals([finite(item) for item in items])
        self.opening = next((i for i, tag in enumerate(tags) if tag != "PUNCT"), len(tags))
        self.hosts: dict[int, Phrase] = {}
        self.guests: dict[int, Phrase] = {}
        self.joined: set[int] = set()
        free = [0] * len(items)
        for phrase in phrases:
            if not phrase.preposition:
                self.guests.setdefault(phrase.start, phrase)
            if phrase.parts:
                self.joined.update(map(id, phrase.parts))
                continue
            self.hosts.setdefault(phrase.end, phrase)
            if not phrase.preposition and not phrase.time:
                free[phrase.start] += 1
        self.rivals = _totals(free)

    def gap(self, start: int, stop: int) -> Gap:
        """Return what the items from `start` to `stop` (exclusive) hold."""
        return Gap(self, start, stop)


def _totals(flags: Iterable[int]) -> list[int]:
    """Return the sum of the flags before each place, and in all."""
    return list(accumulate(flags, initial=0))
