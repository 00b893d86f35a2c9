"""The way between two places of a sentence, as a row of letters.

What stands between a verb and its subject, or a cue and its quotation, counts by kind and
order: «la maire, **qui** a vu le plan, **dit**» reads `,RV,`. Adjectives, adverbs,
determiners and numbers do not count.
"""

from __future__ import annotations

from quoteminer.phrases import CLITICS
from quoteminer.skeleton import NAME, SLOT, Item

_WORDS = {
    ",": ",", ":": ":", ";": ";", ".": ".", "?": ".", "!": ".", "…": ".",
    "(": "(", ")": ")", "-": "-", "–": "-", "—": "-",
    "que": "K", "qu'": "K", "si": "K", "s'": "", "comme": "M", "quand": "W", "lorsque": "W",
    "lorsqu'": "W", "alors": "W", "car": "W", "parce": "W", "puisque": "W", "tandis": "W",
    "qui": "R", "dont": "R", "où": "R", "lequel": "R", "laquelle": "R", "lesquels": "R",
    "lesquelles": "R", "et": "E", "ou": "E", "mais": "E", "puis": "E", "ni": "E",
    "de": "d", "d'": "d", "du": "d", "des": "d", "à": "a", "au": "a", "aux": "a", "par": "p",
    "pour": "f", "en": "n", "sans": "o", "après": "o", "avant": "o", "avec": "o", "dans": "o",
    "sur": "o", "contre": "o", "chez": "o", "vers": "o", "depuis": "o", "selon": "s",
    "afin": "f", "se": "",
}  # fmt: skip
LONGEST = 6


def shapes(items: list[Item]) -> list[str]:
    """Return one letter an item, "" for those that do not count.

    `Q` a quotation, `N` a noun or name (runs of them count once), `S` a subject pronoun,
    `C` a verb that may report, `V` another finite verb, `I` infinitive, `P` participle,
    `K` «que», `R` a relative, `E` «et», `W` and `M` other conjunctions, small letters
    prepositions.
    """
    found = []
    last = ""
    for item in items:
        letter = _letter(item)
        if letter == "N" == last:
            letter = ""
        found.append(letter)
        last = letter or last
    return found


def _letter(item: Item) -> str:
    if item.pos == SLOT:
        return "Q"
    if item.pos == NAME:
        return "N"
    if item.cue:
        return "C"
    low = item.low
    word = _WORDS.get(low)
    if word is not None:
        return word
    if low.lstrip("-") in CLITICS:
        return "S"
    if item.pos in ("VERB", "AUX"):
        return {"inf": "I", "part": "P"}.get(item.form, "V")
    if item.pos in ("NOUN", "PROPN", "PRON"):
        return "N"
    return ""


def path(shaped: list[str], start: int, end: int) -> list[str]:
    """Name the way from `start` to `end` (exclusive): whole where short, its ends, its pairs."""
    way = "".join(shaped[start:end])
    if len(way) <= LONGEST:
        return [f"={way}"]
    return [f"{way[:3]}<", f">{way[-3:]}"]
