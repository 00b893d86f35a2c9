"""What speaks for a cue: the evidence that ties a possible cue to a quotation.

Each function names its observations; their weights stand in `weights/` as data,
fitted by `scripts/fit_weights.py`, so that a decision can be read as the sum of
what was seen.
"""

from __future__ import annotations

from quoteminer.attribution.cues import CueCandidate
from quoteminer.attribution.path import path
from quoteminer.marks import Stretch
from quoteminer.phrases import CLITICS, DETERMINERS
from quoteminer.skeleton import NAME, SLOT, Item

_BINS = ((0, "0"), (1, "1"), (2, "2"), (4, "3-4"), (7, "5-7"), (12, "8-12"), (20, "13-20"))
_BANDS = [next(name for limit, name in _BINS if n <= limit) for n in range(_BINS[-1][0] + 1)]


def distance_bin(n: int) -> str:
    """Name the band a count of words falls in: "0", "1", "2", "3-4" … "21+"."""
    return _BANDS[n] if n < len(_BANDS) else "21+"


class Place:
    """Where a quotation stands in its sentence: what the rules ask about its slot."""

    __slots__ = (
        "after",
        "alone",
        "before",
        "begins",
        "capital",
        "clause",
        "colon",
        "ends",
        "first",
        "index",
        "items",
        "lead",
        "repeated",
        "size",
        "slots",
        "stretch",
    )

    def __init__(
        self, items: list[Item], index: int, stretch: Stretch, folded: str, repeated: int
    ) -> None:
        self.items = items
        self.index = index
        self.stretch = stretch
        words = folded[stretch.start : stretch.end]
        self.begins = ""
        self.size = words.count(" ") + words.count("'") + 1
        self.capital = words[:1].isupper() or words[:1] in "¿¡…"
        self.ends = words[-1:] in ".!?…"
        self.before = items[index - 1] if index else None
        self.after = items[index + 1] if index + 1 < len(items) else None
        self.colon = self.before is not None and self.before.low == ":"
        self.first = index == 0 or all(i.pos == "PUNCT" for i in items[:index])
        self.alone = all(i.pos in ("PUNCT", SLOT) for i in items)
        self.slots = [i for i, item in enumerate(items) if item.pos == SLOT]
        self.repeated = repeated
        lead = index - 1
        while lead >= 0 and (
            items[lead].low in DETERMINERS or items[lead].pos in ("ADJ", "ADV", "NUM")
        ):
            lead -= 1
        self.lead = items[lead] if lead >= 0 else None


def cue_evidence(place: Place, cue: CueCandidate, cues: list[CueCandidate]) -> list[str]:
    """Return the observations on `cue` as the word that attributes the quote at `place`."""
    items = place.items
    slot = place.index
    entry = cue.entry
    group = {"prep": "prep", "noun": "noun"}.get(cue.mood, "verb")
    seen: list[str] = []
    if cue.last < slot:
        side = "before"
        between = items[cue.last + 1 : slot]
    elif cue.first > slot:
        side = "after"
        between = items[slot + 1 : cue.first]
    else:
        side = "around"
        between = []
    key = f"{group}.{side}"
    words = [i for i in between if i.pos not in ("PUNCT", SLOT)]
    distance = distance_bin(len(words))
    seen.append(key)
    seen.append(f"{key}.{distance}")
    seen.append(f"{group}.{entry.strength}")
    if group == "verb":
        seen.append(f"{key}.{cue.mood}")
        seen.append(f"{side}.{entry.strength}")
    standing = f"{cue.role}.{side}"
    seen.append(standing)
    seen.append(f"{standing}.{distance}")
    seen.append(f"{standing}.{entry.strength}")
    if cue.final:
        seen.append(f"{standing}.final")
    n_slots = sum(1 for i in between if i.pos == SLOT)
    if n_slots:
        seen.append(f"{key}.slots_between")
        seen.append(f"{standing}.slots_between")
        if n_slots > 1:
            seen.append(f"{key}.slots_between.many")
    commas = sum(1 for i in between if i.low == ",")
    if commas:
        seen.append(f"{key}.commas.{min(commas, 3)}")
    if any(i.low in (";", "(", ")", "–", "—") for i in between):
        seen.append(f"{key}.break")
    others = [c for c in cues if c is not cue and c.mood not in ("noun",)]
    lo, hi = (cue.last, slot) if side == "before" else (slot, cue.first)
    rivals = sum(1 for c in others if lo < c.head < hi)
    if rivals:
        seen.append(f"{key}.rivals.{min(rivals, 2)}")
        seen.append(f"{standing}.rivals.{min(rivals, 2)}")
    reports = {c.role for c in cues if c is not cue and c.first > slot}
    for other in ("incise", "clitic", "short"):
        if other in reports and cue.role not in ("incise", "clitic", "short"):
            seen.append(f"{key}.but_{other}_after")
            break
    if cue.role != "selon" and any(c.role == "selon" for c in cues if c is not cue):
        seen.append(f"{standing}.but_selon")
    noun_rivals = sum(1 for c in cues if c is not cue and c.mood == "noun" and lo < c.head < hi)
    if noun_rivals:
        seen.append(f"{key}.noun_rivals")
    finite = sum(1 for i in between if i.form == "fin" and i.pos in ("VERB", "AUX"))
    if finite:
        seen.append(f"{key}.finite_between.{min(finite, 2)}")
        seen.append(f"{standing}.finite_between")
    lows = {i.low for i in words}
    if side == "before":
        _before(place, cue, between, words, lows, seen, key)
    elif side == "after":
        _after(place, cue, between, words, lows, seen, key, cues)
    if cue.reflexive and group == "verb":
        seen.append(f"{key}.reflexive")
    seen.append(f"{group}.lemma.{cue.lemma}")
    return seen


def _before(
    place: Place,
    cue: CueCandidate,
    between: list[Item],
    words: list[Item],
    lows: set[str],
    seen: list[str],
    key: str,
) -> None:
    """Cue before the quote: «X prévient: «…»», «dit que «…»», «dénonce un «…»»."""
    takes = cue.entry.constructions
    last = between[-1] if between else None
    if place.colon:
        seen.append(f"{key}.colon")
        if "colon" in takes:
            seen.append(f"{key}.colon.takes")
        if len(words) <= 6:
            seen.append(f"{key}.colon.near")
        if place.capital:
            seen.append(f"{key}.colon.capital")
    elif any(i.low == ":" for i in between):
        seen.append(f"{key}.colon_inside")
        if any(i.pos == SLOT for i in between):
            seen.append(f"{key}.colon_then_slots")
    que = [k for k, i in enumerate(between) if i.low in ("que", "qu'")]
    if que and cue.mood != "prep":
        gap = sum(1 for i in between[: que[0]] if i.pos not in ("PUNCT", SLOT))
        seen.append(f"{key}.que.{'near' if gap <= 2 else 'far'}")
        if "que" in takes:
            seen.append(f"{key}.que.takes")
        if last is not None and last.low in ("que", "qu'"):
            seen.append(f"{key}.que.adjacent")
    elif cue.mood != "prep":
        relative = any(i.low in ("qui", "dont", "où", "lequel", "laquelle") for i in between)
        if relative:
            seen.append(f"{key}.relative_between")
        lead = place.before
        if lead is not None and not place.colon:
            if lead.low in ("de", "d'", "du", "des") or (
                place.lead is not None and place.lead.low in ("de", "d'")
            ):
                seen.append(f"{key}.de" + (".takes" if "de" in takes else ""))
                if len(words) <= 3:
                    seen.append(f"{key}.de.near")
            elif lead.low == "comme" or (place.lead is not None and place.lead.low == "comme"):
                seen.append(f"{key}.comme" + (".takes" if "comme" in takes else ""))
            elif len(words) <= 4 and not relative:
                allowed = takes & {"object", "attribute"}
                seen.append(f"{key}.object" + (".takes" if allowed else ""))
                if not words:
                    seen.append(f"{key}.adjacent" + (".takes" if allowed else ""))
            if lead.low in ("à", "en", "dans", "sur", "pour", "par", "avec", "contre"):
                seen.append(f"{key}.prep_before_quote")
    if last is not None and last.low in ("et", "ou", ",") and any(i.pos == SLOT for i in between):
        seen.append(f"{key}.coordinated")
    if "pour" in lows:
        seen.append(f"{key}.pour_between")
    if cue.mood == "noun":
        if len(words) == 0 and not place.colon:
            seen.append("noun.before.apposed")
        at = cue.head
        before = place.items[at - 1] if at else None
        if before is not None:
            d = DETERMINERS.get(before.low)
            if d:
                seen.append(f"noun.before.det.{d[2] or 'num'}")
        nxt = place.items[at + 1] if at + 1 < len(place.items) else None
        if nxt is not None and nxt.low in ("de", "d'", "du", "des"):
            seen.append("noun.before.complement")
    if cue.mood == "prep" and cue.first == 0:
        seen.append("prep.before.opens_sentence")


def _after(
    place: Place,
    cue: CueCandidate,
    between: list[Item],
    words: list[Item],
    lows: set[str],
    seen: list[str],
    key: str,
    cues: list[CueCandidate],
) -> None:
    """Cue after the quote: «…», dit X; «…», X l'assure; «…», selon X."""
    items = place.items
    takes = cue.entry.constructions
    if cue.mood in ("fin", "gerund", "passive", "part", "inf"):
        if not words:
            seen.append(f"{key}.adjacent.{cue.mood}")
            if "incise" in takes:
                seen.append(f"{key}.incise.takes")
            if place.after is not None and place.after.low == ",":
                seen.append(f"{key}.incise.comma")
        if cue.inverted >= 0:
            seen.append(f"{key}.inverted")
        elif words and len(words) <= 6 and cue.mood == "fin":
            subject = words[-1]
            if words[0].low in CLITICS:
                seen.append(f"{key}.clitic_first")
            elif subject.pos in (NAME, "NOUN", "PROPN"):
                seen.append(f"{key}.subject_before_verb")
        nxt = items[cue.last + 1] if cue.last + 1 < len(items) else None
        if nxt is not None:
            if nxt.pos == NAME or nxt.low in DETERMINERS:
                seen.append(f"{key}.subject_follows")
            elif nxt.low in (":", "que", "qu'"):
                seen.append(f"{key}.own_complement")
            elif nxt.pos == SLOT:
                seen.append(f"{key}.own_quote")
        if any(i.low in ("que", "qu'", "qui", "et", "mais") for i in words):
            seen.append(f"{key}.conjunction_between")
    elif cue.mood == "prep":
        if not words:
            seen.append("prep.after.adjacent")
    else:
        nxt = items[cue.head + 1] if cue.head + 1 < len(items) else None
        if not words:
            seen.append("noun.after.adjacent")
        if nxt is not None and nxt.low in (":", "que"):
            seen.append("noun.after.own_complement")
    first_after = next((c for c in cues if c.first > place.index and c.mood != "noun"), None)
    if first_after is cue:
        seen.append(f"{key}.first_after")
    if place.first:
        seen.append(f"{key}.quote_opens")
    if place.capital:
        seen.append(f"{key}.capital")


def path_evidence(shaped: list[str], slot: int, cue: CueCandidate) -> list[str]:
    """Return the observations on the words between `cue` and the quotation, by kind."""
    if cue.last < slot:
        key = f"path.{cue.role}.before"
        between = path(shaped, cue.last + 1, slot)
    elif cue.first > slot:
        key = f"path.{cue.role}.after"
        between = path(shaped, slot + 1, cue.first)
    else:
        return []
    seen = [f"{key}.{way}" for way in between]
    strength, lemma = cue.entry.strength, cue.lemma
    seen += [f"{key}.{way}.{strength}" for way in between]
    # What a verb takes is its own: «accuser de», «juger» and its attribute.
    seen.append(f"own.{lemma}.{between[0]}")
    seen.append(f"own.{lemma}.{cue.role}.{'before' if cue.last < slot else 'after'}")
    return seen


def no_cue_evidence(place: Place, cues: list[CueCandidate]) -> list[str]:
    """Return the observations for «no word attributes this quote»."""
    seen = ["none"]
    if place.alone:
        seen.append("none.alone")
    if not any(c.mood != "noun" for c in cues):
        seen.append("none.no_verb_or_preposition")
    if place.size <= 2:
        seen.append("none.size.1-2")
    elif place.size <= 5:
        seen.append("none.size.3-5")
    elif place.size <= 12:
        seen.append("none.size.6-12")
    else:
        seen.append("none.size.13+")
    if place.repeated > 1:
        seen.append(f"none.repeated.{min(place.repeated, 3)}")
    if place.colon:
        seen.append("none.colon")
    if place.capital:
        seen.append("none.capital")
    lead = place.before
    if lead is not None:
        low = lead.low
        if low in DETERMINERS:
            d = DETERMINERS[low]
            seen.append(f"none.det.{d[2] or 'num'}")
            if d[1] == "p":
                seen.append("none.det.plural")
        elif lead.pos == "NOUN":
            seen.append("none.after_noun")
        elif lead.pos in ("VERB", "AUX"):
            seen.append("none.after_verb")
        elif low in ("de", "d'", "à", "en", "pour", "comme", "par", "et", "que", "qu'", "(", ","):
            seen.append(f"none.after.{low.strip(chr(39))}")
    else:
        seen.append("none.quote_opens")
    return seen
