"""Roles and descriptions bound to a name by the words around it.

Before it: «**le maire de Nantes**, Anne Roy», «**la chanteuse belge** Angèle Dumont».
After it: «Anne Roy, **présidente du club**,», «Anne Roy (**PS**)», «Anne Roy est **juge**».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoteminer.lexicon.cues import lookup
from quoteminer.lexicon.nouns import demonym, human_noun

_WORDS_BEFORE = re.compile(r"[\w'’.-]+|[^\w\s]")
_AGE = re.compile(r"\s*,?\s*\(?\d{1,3} ans\)?")
_AFTER = re.compile(
    r"\s*(?:\([^()]{1,60}\)\s*)?,\s*(?:\d{1,3} ans,?\s*)?(?:lui-même |elle-même |qui (?:est|était) )?"
    r"(?:(?:le|la|l'|un|une|ancien|ancienne|ex-?|vice-|aujourd'hui|actuel|actuelle|nouveau"
    r"|nouvelle|jeune|l'ancien|l'ancienne|son|sa|également|alors|premier|première|deuxième"
    r"|simple|grand|grande)\s?)*"
)
_COPULA = re.compile(
    r"\s+(?:est|était|fut|reste|devient|devenue?|, c'est)\s+(?:aussi |alors )?(?:le|la|l'|un|une)?\s*"
)
_STOP = re.compile(r"[.,;:()«»\"“”?!\n]| qui | dont | a | ont | avait | est | et ")
_ELIDED = re.compile(r"^(?:l|d|qu|n|s|j|m|t|c)'", re.I)
_BREAK = frozenset(
    "que qui dont où a ont est sont était avait pour par selon avec sur contre et".split()
)


_ADJECTIVES = frozenset(
    "célèbre célèbres actuel actuelle ancien ancienne jeune nouveau nouvelle grand grande simple "
    "premier première éphémère fameux fameuse autre ex puissant puissante vice co très toute tout "
    "haut haute numéro deux fidèle proche principal principale futur future seul seule "
    "redoutable influent influente talentueux talentueuse brillant brillante".split()
)


def _bare(word: str) -> str:
    return _ELIDED.sub("", word.lower())


def roles_around(folded: str, start: int, end: int) -> Iterator[str]:
    """Yield the descriptions that the text binds to the name at `start`–`end`."""
    before = _before(folded, start)
    if before:
        yield before
    yield from _after(folded, end)


def _before(folded: str, start: int) -> str:
    """«le maire de Nantes, » before «Anne Roy»: from its head noun on; «le Suédois»."""
    window_start = max(folded.rfind("\n", 0, start) + 1, start - 120)
    window = folded[window_start:start]
    words = [(m.group(), m.start()) for m in _WORDS_BEFORE.finditer(window)]
    if words and words[-1][0] == ",":
        words.pop()
        comma = True
    else:
        comma = False
    seen = 0
    for index in range(len(words) - 1, max(-1, len(words) - 14), -1):
        word = words[index][0]
        if not word[0].isalnum():
            if word in "()-/":
                continue
            return ""
        low = _bare(word)
        if low in _BREAK or (
            seen > 0 and any(f.mood == "fin" for f in lookup(low)) and human_noun(low) is None
        ):
            return ""
        noun = human_noun(low)
        origin = demonym(low) is not None and index == len(words) - 1 and not comma
        if origin or (noun is not None and noun.type in ("role", "person", "relation")):
            lead = words[index - 1][0].lower() if index else ""
            # «l'avocat de Jean Dupont» describes another person than Dupont.
            last = _bare(words[-1][0])
            if last in ("de", "du", "des", "") and words[-1][0].lower() in (
                "de",
                "du",
                "des",
                "d'",
                "à",
                "au",
            ):
                return ""
            if (
                comma
                and seen == 0
                and lead not in ("le", "la", "un", "une", "son", "sa")
                and "'" not in word
            ):
                return ""
            return window[words[index][1] :].rstrip(" ,")
        seen += 1
    return ""


def _after(folded: str, end: int) -> Iterator[str]:
    """«, présidente du club,» after the name; also «est la présidente de …»."""
    limit = folded.find("\n", end)
    tail = folded[end : min(len(folded) if limit < 0 else limit, end + 160)]
    for pattern in (_AFTER, _COPULA):
        match = pattern.match(tail)
        if not match or (pattern is _AFTER and "," not in match.group()):
            continue
        rest = tail[match.end() :]
        words = rest.split()
        if not words:
            continue
        heads = [_bare(w.strip('.,;:()«»"')) for w in words[:3]]
        at = next(
            (
                i
                for i, w in enumerate(heads)
                if (n := human_noun(w)) is not None and n.type in ("role", "person", "relation")
            ),
            -1,
        )
        if at < 0 or not all(demonym(w) or w in _ADJECTIVES for w in heads[:at]):
            continue
        stop = _STOP.search(rest, len(words[0]))
        yield rest[: stop.start()] if stop else rest
        return
