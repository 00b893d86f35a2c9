"""Whether somebody is reported as saying the words, and how: direct, mixed or scare."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.attribution.cues import CueCandidate
from quoteminer.attribution.evidence import Place, distance_bin
from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.cues import lookup
from quoteminer.lexicon.naming import is_naming_noun
from quoteminer.lexicon.nouns import human_noun, is_adverb
from quoteminer.phrases import CLITICS, DETERMINERS, PREPOSITIONS
from quoteminer.skeleton import NAME, SLOT

_CLAUSE = re.compile(
    r"\b(?:est|sont|suis|sommes|êtes|a|ai|ont|avons|avez|était|étaient|avait|avaient|sera|seront"
    r"|serait|aura|aurait|peut|peuvent|peux|pouvons|pourrait|doit|doivent|devons|devrait|faut"
    r"|fallait|faudra|faudrait|va|vont|vais|allons|fait|font|veut|veulent|veux|voulons|soit|ait"
    r"|sait|savons|sais|dit|disent|reste|semble|permet|met|prend|vient|voit|croit|pense|devient"
    r"|c'est|n'est|j'ai|qu'il|s'est|l'a|n'a|n'ont|fut|eu|été)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:je|j'|tu|il|elle|nous|vous|ils|elles|on|c'|ça|cela)\b", re.I)
_FIRST = re.compile(r"\b(?:je|j'|me|m'|moi|mon|ma|mes|nous|notre|nos)", re.I)
_FIRST_WORDS = re.compile(r"[^\W\d_]+'?")
_CAPITALS = re.compile(r"(?<=[ '-])[A-ZÀ-Þ]")


def construction(place: Place, cue: CueCandidate | None) -> str:
    """Name the construction that ties cue and quote, in the terms of the guidelines."""
    if cue is None:
        return "bare" if place.colon else "none"
    slot = place.index
    items = place.items
    if cue.mood == "prep":
        return "selon"
    if cue.mood == "noun":
        if place.colon and cue.head < slot:
            return "noun_colon"
        return "noun"
    if cue.first > slot:
        if cue.mood == "passive":
            return "passive"
        words = [i for i in items[slot + 1 : cue.first] if i.pos not in ("PUNCT", SLOT)]
        return "incise" if len(words) <= 2 or cue.inverted >= 0 else "after"
    if place.colon:
        return "colon"
    between = items[cue.last + 1 : slot]
    if any(i.low in ("que", "qu'") for i in between):
        return "que"
    if cue.mood == "passive":
        return "passive"
    if cue.mood in ("gerund", "part", "inf"):
        return "participle"
    return "embedded"


def quote_evidence(
    place: Place, quoted: str, *, setting: str, same_elsewhere: str, sentence_cues: Sequence[str]
) -> list[str]:
    """Return the observations on the quote at `place` that hold whatever its cue may be.

    `setting` is "title", "crosshead" or "", `same_elsewhere` how the same words stand
    elsewhere in the article, `sentence_cues` what reports the whole sentence.
    """
    seen = ["bias"]
    size = distance_bin(place.size)
    seen.append(f"size.{size}")
    shape = shape_of(quoted)
    seen.append(f"shape.{shape}")
    if _FIRST.search(quoted):
        seen.append("first_person")
    if place.capital:
        seen += ["capital", f"capital.{shape}"]
    if place.ends:
        seen.append("ends_sentence")
    capitals = len(_CAPITALS.findall(quoted))
    if capitals:
        seen.append(f"capitals.{min(capitals, 3)}")
        if capitals * 2 >= place.size:
            seen.append("capitals.most")
    if place.repeated > 1:
        seen.append(f"repeated.{min(place.repeated, 3)}")
        if place.size <= 4:
            seen.append(f"repeated.{min(place.repeated, 3)}.short")
    if same_elsewhere:
        seen.append(f"elsewhere.{same_elsewhere}")
    if place.colon:
        seen.append("colon")
    if place.alone:
        seen += ["alone", f"alone.{shape}"]
    if place.first:
        seen.append("opens_sentence")
    if setting:
        seen += [setting, f"{setting}.{shape}", f"{setting}.elsewhere.{same_elsewhere}"]
    for sentence_cue in sentence_cues:
        seen.append(f"sentence.{sentence_cue}")
    words = quoted.lower().split(None, 1)
    if words:
        seen.append(f"first.{words[0].strip(_STRIP)}")
    lead = place.before
    if lead is not None:
        low = lead.low
        determiner = DETERMINERS.get(low)
        if determiner is not None:
            seen.append(f"det.{determiner[2] or 'num'}.{determiner[1]}")
        elif lead.pos == NAME:
            seen.append("after.name")
        elif low in _LEADS:
            seen.append(f"after.{low}")
        else:
            seen.append(f"after.{lead.pos}")
        if is_naming_noun(low):
            seen.append("after.naming_noun")
    if place.lead is not None:
        if is_naming_noun(place.lead.low):
            seen.append("lead.naming_noun")
        if place.lead.pos == "NOUN":
            seen.append(f"lead.{place.lead.low}")
    nxt = place.after
    if nxt is None:
        seen.append("then.end")
    elif nxt.pos in ("NOUN", "ADJ", NAME):
        seen.append(f"then.{nxt.pos}")
    elif nxt.form == "fin" and nxt.pos in ("VERB", "AUX"):
        seen.append("then.verb")
    elif nxt.low in (",", ".", ":", ";", "(", "de", "d'", "et", "des", "du", "?"):
        seen.append(f"then.{nxt.low}")
    return seen


_STRIP = " .,;:!?…'()[]"
_LEADS = frozenset(
    ", : ( - – — ; . de d' à en pour comme par et que qu' est sont était dit".split()
)


_LINKS = frozenset("que qu' qui dont où si car parce puisque mais et ou ni donc or".split())


def begins(quoted: str) -> str:
    """Name what the words open with: a subject, a verb, a link …

    «**condamne** fermement» opens with a verb whose subject is the narrator's.
    """
    words = _FIRST_WORDS.findall(quoted[:60].lower())
    if not words:
        return "none"
    word = words[0]
    if word in CLITICS or word in ("c'", "ça", "cela", "ce"):
        return "subject"
    if word in _LINKS:
        return "link"
    at = 0
    while at < len(words) - 1 and at < 3 and words[at] in _BEFORE_VERB:
        at += 1
    verb, following = words[at], words[at + 1] if at + 1 < len(words) else ""
    known = [f for f in lookup(verb) if f.mood == "fin" and f.person == 3]
    infinitive = verb.endswith(("er", "ir", "re"))
    governed = not at and word in PREPOSITIONS  # «**de** toute façon»
    if not governed and (
        verb in AVOIR
        or verb in ETRE
        or _CLAUSE.fullmatch(verb)
        or (known and verb[-1] not in "sz" and (at or not known[0].ambiguous))
        or (
            verb.endswith(_FINITE)
            and not infinitive
            and (at or (following in _OBJECT and human_noun(verb) is None))
        )
    ):
        return "verb"
    if word in DETERMINERS:
        return "determiner"
    if word in PREPOSITIONS:
        return "preposition"
    if at:
        return "clitic"
    if infinitive:
        return "infinitive"
    return "adverb" if is_adverb(word) else "word"


_BEFORE_VERB = frozenset("ne n' se s' y en me m' leur lui".split())
_FINITE = ("e", "ent", "it", "ut", "ait", "aient", "end", "ont")
_OBJECT = frozenset("le la les l' un une tout toute tous toutes au aux son sa ses".split())


def shape_of(quoted: str) -> str:
    """Name the shape of the words: a clause or a phrase, with a subject or without."""
    clause = "clause" if _CLAUSE.search(quoted) else "phrase"
    return clause + (".subject" if _SUBJECT.search(quoted) else "")


def tie_evidence(place: Place, cue: CueCandidate | None, seen_of_quote: Sequence[str]) -> list[str]:
    """Return the observations on how `cue` (or none) would tie the quote: its construction.

    `seen_of_quote` are those of `quote_evidence`, of which the telling ones are crossed
    with the construction.
    """
    c = construction(place, cue)
    seen = [f"construction.{c}"]
    seen += [f"{c}.{s}" for s in seen_of_quote if s.startswith(_CROSSED)]
    if cue is not None:
        entry = cue.entry
        seen.append(f"class.{entry.cue_class}")
        seen.append(f"lemma.{cue.lemma}")
        seen.append(f"{c}.{entry.strength}")
        seen.append(f"mood.{cue.mood}")
        if cue.last < place.index:
            gap = sum(
                1 for i in place.items[cue.last + 1 : place.index] if i.pos not in ("PUNCT", SLOT)
            )
            seen.append(f"{c}.gap.{distance_bin(gap)}")
    return seen


# Crossed with the construction: they mean another thing in each.
_CROSSED = (
    "shape.", "first_person", "capital", "ends_sentence", "title", "crosshead", "sentence.",
    "det.", "after.", "then.", "size.", "repeated.", "alone", "opens_sentence",
)  # fmt: skip


def sentence_evidence(place: Place, cues: list[CueCandidate]) -> list[str]:
    """Name what puts the whole sentence in somebody's mouth.

    «Le texte «oublie» les communes, **regrette la maire**.» — a final incise, a «selon X»
    at either end, or a main clause with «que» reports every quotation of its sentence.
    """
    items = place.items
    found = []
    last = place.slots[-1] if place.slots else -1
    final = next((c for c in reversed(cues) if c.mood in ("fin", "passive")), None)
    if final is not None and final.first > place.index:
        before = items[final.first - 1] if final.first else None
        lead = before is not None and (before.low in (",", "-", "–", "—") or before.pos == SLOT)
        if lead and (final.inverted >= 0 or "incise" in final.entry.constructions):
            found.append("final_incise" if final.first > last else "later_incise")
    if any(c.mood == "prep" and c.entry.strength == "strong" for c in cues):
        found.append("selon")
    for c in cues:
        if c.mood in ("fin", "gerund") and c.last < place.index and "que" in c.entry.constructions:
            nxt = items[c.last + 1 : c.last + 4]
            if any(i.low in ("que", "qu'") for i in nxt):
                found.append("que")
                break
    return found
