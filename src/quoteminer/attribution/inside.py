"""The narrator's clause inside the marks: «Nous irons, **a dit la maire**, jusqu'au bout.»

Found by words alone (a finite cue after a comma, its subject after it), since the words
between marks are not tagged otherwise.
"""

from __future__ import annotations

import re
from itertools import pairwise

from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.lexicon.nouns import human_noun, is_adverb, title
from quoteminer.marks import Stretch

_COMMA = re.compile(r"[,–—]\s+(?=[a-zà-öø-ÿ])|[.!?…]\s+(?=[a-zà-öø-ÿ])")
_WORD = re.compile(r"-?[^\W\d_]+'?|\d+|[^\w\s]")
_CLITICS = frozenset(["-il", "-elle", "-ils", "-elles", "-on", "-je"])
_DETERMINERS = frozenset("le la l' les un une ce cet cette son sa leur notre mon ma".split())
# The point of «M. Roy» ends nothing.
_STOP = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\bDr)[,.!?;:…](?=\s|$)|\s[–—]\s|$")
# What may stand between the verb and its subject: «, explique **de son côté** la maire».
_ASIDES = re.compile(
    r"\s*(?:pour (?:sa|leur) part|(?:de|à) (?:son|leur) (?:côté|tour)|quant à \w+|en \w+ant"
    r"|, [a-zà-öø-ÿ]+(?: [a-zà-öø-ÿ]+){0,2},|(?:à|auprès d(?:e |')|sur) ?(?:l'|la )?[A-ZÀ-Þ]\w+)"
    r"(?=\s)"
)


def inner_incises(
    folded: str, stretch: Stretch, lexicon: CueLexicon | None = None
) -> list[tuple[int, int]]:
    """Return start and end of each clause of the narrator inside the stretch.

    >>> text = "«Nous irons, a dit la maire, jusqu'au bout.»"
    >>> from quoteminer.marks import Stretch
    >>> inner_incises(text, Stretch(1, 43, 0, 44, ("«", "»"), 0))
    [(13, 27)]
    """
    if stretch.end - stretch.start < 30:
        return []
    lexicon = lexicon or standard()
    found: list[tuple[int, int]] = []
    for comma in _COMMA.finditer(folded, stretch.start + 2, stretch.end):
        start = comma.end()
        if found and start < found[-1][1]:
            continue
        window = folded[start : min(stretch.end, start + 90)]
        if not _opens_incise(window, lexicon):
            continue
        end = _end(folded, start, stretch.end)
        if end < stretch.end:  # what closes the quotation is no clause inside it
            found.append((start, end))
    return found


def _opens_incise(window: str, lexicon: CueLexicon) -> bool:
    """Whether the words begin with an inverted clause of saying."""
    words = _WORD.findall(_ASIDES.sub("", window, count=1))[:12]
    if len(words) < 2:
        return False
    i = 0
    if words[0] in ("s'", "se"):
        i = 1
    clitic = False
    if words[i] in AVOIR or words[i] in ETRE:
        i += 1
        if i < len(words) and words[i] == "-t":
            i += 1
        if i < len(words) and words[i] in _CLITICS:
            clitic = True
            i += 1
        while i < len(words) and is_adverb(words[i]):
            i += 1
        forms = lexicon.lookup(words[i]) if i < len(words) else ()
        if not any(f.mood == "ppart" and "incise" in f.entry.constructions for f in forms):
            return False
        i += 1
    else:
        forms = lexicon.lookup(words[i])
        if not any(
            f.mood == "fin" and f.person == 3 and "incise" in f.entry.constructions for f in forms
        ):
            return False
        i += 1
        if i < len(words) and words[i] == "-t":
            i += 1
        if i < len(words) and words[i] in _CLITICS:
            clitic = True
    if clitic:
        return True
    while i < len(words) and is_adverb(words[i]):
        i += 1
    if i >= len(words):
        return False
    word = words[i]
    if word[0].isupper() or title(word) is not None:
        return True
    if word not in _DETERMINERS:
        return False
    following = words[i + 1 : i + 5]
    whole = [a + b for a, b in pairwise(following) if b[0] == "-"]  # «porte» and «-parole»
    return bool(following) and (
        following[0][0].isupper() or any(human_noun(w) is not None for w in following[:3] + whole)
    )


def _end(folded: str, start: int, limit: int) -> int:
    """Where the clause ends: an apposition to its subject belongs to it."""
    at = start
    aside = _ASIDES.search(folded, start, min(limit, start + 60))
    if aside is not None:  # only where it follows the verb, before any subject
        lead = _WORD.findall(folded[start : aside.start()])
        if len(lead) <= 4 and not any(
            w[0].isupper() or w in _DETERMINERS or w in _CLITICS for w in lead
        ):
            at = aside.end()
    while True:
        stop = _STOP.search(folded, at, limit)
        end = stop.start() if stop else limit
        if end >= limit or folded[end] != ",":
            return end
        words = _WORD.findall(folded[end + 1 : min(limit, end + 50)])
        apposition = bool(words) and (
            human_noun(words[0]) is not None
            or (words[0] in _DETERMINERS and any(human_noun(w) for w in words[1:3]))
        )
        if not apposition:
            return end
        at = end + 1
