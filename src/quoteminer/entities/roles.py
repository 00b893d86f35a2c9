"""Roles and descriptions bound to a name by the words around it.

Before it: «**le maire de Nantes**, Anne Roy», «**la chanteuse belge** Angèle Dumont».
After it: «Anne Roy, **présidente du club**,», «Anne Roy (**PS**)», «Anne Roy est **juge**».
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from quoteminer.entities.records import Bound, EntityMention
from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.cues import lookup
from quoteminer.lexicon.nouns import demonym, human_noun, title

_TOKEN = re.compile(r"[^\W\d_]+'|\w[\w.-]*|[^\w\s]")
_LEAD = (
    r"(?:(?:le|la|un|une|ancien|ancienne|ex|aujourd'hui|actuel|actuelle|nouveau|nouvelle|jeune"
    r"|son|sa|leur|également|alors|premier|première|deuxième|simple|grand|grande|aussi|lui-même"
    r"|elle-même|l'un des|l'une des|un des|une des)\b[ -]|l')*"
)
_AFTER = re.compile(
    r"\s*(?:\([^()]{1,60}\)\s*)?,\s*(?:âgée? de )?(?:\d{1,3} ans,?\s*(?:et )?)?"
    r"(?:qui (?:est|était) )?" + _LEAD
)
_COPULA = re.compile(r"\s+(?:est|était|fut|reste|devient|est devenue?) " + _LEAD)
_STOP = re.compile(r"[.,;:()«»\"“”?!\n]| qui | dont | a | ont | avait | est | et ")
_ELIDED = re.compile(r"^(?:l|d|qu|n|s|j|m|t|c)'", re.I)
_ADJECTIVES = frozenset(
    "célèbre célèbres actuel actuelle ancien ancienne jeune nouveau nouvelle grand grande simple "
    "premier première éphémère fameux fameuse autre ex puissant puissante vice co très toute tout "
    "haut haute numéro deux fidèle proche principal principale futur future seul seule "
    "redoutable influent influente talentueux talentueuse brillant brillante".split()
)


_ABBREVIATION = 5  # letters and full stop of «Prof.», at most


def _bare(word: str) -> str:
    return _ELIDED.sub("", word.lower())


def roles_of(folded: str, mentions: Sequence[EntityMention]) -> dict[int, tuple[Bound, ...]]:
    """Return the descriptions bound to each mention of a person, by where that starts.

    Words of a place or organisation describe nobody: of «le chef de La France **insoumise**
    Jean Roy» the last noun is no role of Roy's.
    """
    bodies = sorted((m.start, m.end) for m in mentions if m.label != "PER")

    def roles(start: int, end: int) -> Iterator[Bound]:
        for text in roles_around(folded, start, end):
            at = folded.find(text, max(0, start - 160), end + 200)
            last = bisect_right(bodies, at, key=itemgetter(0)) - 1
            if at >= 0 and (last < 0 or bodies[last][1] <= at):
                yield text, at

    return {m.start: tuple(roles(m.start, m.end)) for m in mentions if m.label == "PER"}


def roles_around(folded: str, start: int, end: int) -> Iterator[str]:
    """Yield the descriptions that the text binds to the name at `start`–`end`."""
    before = _before(folded, start, end)
    if before:
        yield before
    yield from _after(folded, end)


# Words a role may hold between its head noun and the name: «ministre **de l'Action et des
# Comptes publics**», «patronne **des sénateurs** LR», «médecin **à la** retraite».
_INNER = frozenset(
    "de d du des la le l les à au aux en et pour chez auprès près sur dans contre un une".split()
)
_AUXILIARIES = AVOIR | ETRE | frozenset(["également", "aussi", "encore", "ensuite", "déjà"])
# Words that end a clause: what stands before them describes somebody else.
_CLAUSE = frozenset(
    "que qui dont où quand lorsque si comme mais ou donc car ni puis alors tandis pendant "
    "selon par avec sans après avant lors depuis entre vers sous il elle ils elles on nous "
    "vous je ce cela ça se s ne n pas plus y".split()
)


def _before(folded: str, start: int, end: int) -> str:
    """«le maire de Nantes, » before «Anne Roy»: from its head noun on; «le Suédois»."""
    window_start = max(folded.rfind("\n", 0, start) + 1, start - 120)
    window = folded[window_start:start]
    words = [(m.group(), m.start()) for m in _TOKEN.finditer(window)]
    comma = bool(words) and words[-1][0] == ","
    if comma:
        words.pop()
    while words and title(words[-1][0].rstrip(".")) is not None and words[-1][0][0].isupper():
        words.pop()  # «l'avocat de la famille, **Me** Anne Roy»
        if words and words[-1][0] == ",":
            words.pop()
            comma = True
    if not words or _bare(words[-1][0]) in _INNER or words[-1][0].endswith("'"):
        return ""  # «l'avocat **de** Jean Dupont» describes another person than Dupont
    found = -1
    for index in range(len(words) - 1, max(-1, len(words) - 14), -1):
        word = words[index][0]
        if not word[0].isalnum():
            if word in "()-/":
                continue
            break
        low = _bare(word)
        if len(word) > _ABBREVIATION and word[-1] == ".":
            break  # the sentence before ends here
        if low in _CLAUSE or (
            index < len(words) - 1
            and human_noun(low) is None
            and any(f.mood == "fin" for f in lookup(low))
        ):
            break
        noun = human_noun(low)
        if noun is not None and noun.number == "p":
            return ""  # «les ministres …, Anne Roy» are several
        if demonym(low) is not None and index == len(words) - 1 and not comma:
            found = index  # «le Breton Yann Le Goff», unless a noun stands before it
            continue
        if noun is not None and noun.type in ("role", "person", "relation"):
            if index and _bare(words[index - 1][0]) in _AUXILIARIES:
                return ""  # «a prévenu Anne Roy»
            found = index
            if (
                index
                and (human := human_noun(_bare(words[index - 1][0]))) is not None
                and (human.type in ("role", "person"))
            ):
                continue  # «le **délégué** général», «la **maire** démocrate»
            # Of «le président des maires de France Anne Roy» the first noun heads the role.
            if index and _bare(words[index - 1][0]) in ("de", "d", "des", "du", "aux", "au"):
                continue
            if (
                index > 1
                and _bare(words[index - 1][0]) in ("la", "l", "le", "les")
                and _bare(words[index - 2][0]) in ("de", "d", "à")
            ):
                continue
            break
    if found < 0:
        return ""
    if comma and folded[end : end + 2].strip()[:1] not in (",", "(", ".", ")", ";", ":", "", "-"):
        return ""  # «chez une élue, Anne Roy a dit»: the name begins a clause of its own
    while found and _bare(words[found - 1][0]) in _ADJECTIVES:
        found -= 1
    lead = words[found - 1][0].lower() if found else ""
    if (
        comma
        and found == len(words) - 1
        and lead not in ("le", "la", "un", "une", "son", "sa", "l'")
    ):
        return ""
    return window[words[found][1] : words[-1][1] + len(words[-1][0])]


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
        yield (rest[: stop.start()] if stop else rest).strip(" ,")
        return
