"""How a possible cue stands in its own clause, whatever quotation is asked about.

The role of a cue says over which quotations it may reach: an incise reports every
quotation before it in its sentence («Le «plan», le «retard»: tout est faux, **a dit X**»),
a verb with its subject on the left reports what it governs.
"""

from __future__ import annotations

from quoteminer.attribution.cues import CueCandidate
from quoteminer.lexicon.nouns import is_adverb
from quoteminer.phrases import CLITICS, Phrase
from quoteminer.skeleton import NAME, SLOT, Item

_BREAKS = frozenset([",", "-", "–", "—", "(", ";", ".", "!", "?", "…"])
_REACH = 14


def role(items: list[Item], cue: CueCandidate, phrases: list[Phrase]) -> str:
    """Name the role of a cue in its clause.

    - `clitic`: verb and inverted pronoun after a break («…, a-t-il **dit**»);
    - `incise`: verb and inverted subject after a break («…, **assure** la maire»);
    - `bare`: a verb after a break, with no subject in sight («…, **dénonce** «…»»);
    - `short`: a short clause with its subject before it («…, il l'**assure**»);
    - `subject`: the verb of a clause whose subject stands before it;
    - `selon`, `noun`, `gerund`, `part`, `inf`: prepositions, nouns and other moods.
    """
    if cue.mood == "prep":
        return "selon"
    if cue.mood not in ("fin", "passive"):
        return cue.mood
    before = cue.first - 1
    while before >= 0 and items[before].pos == "ADV":
        before -= 1
    opens = before < 0 or items[before].pos == SLOT or items[before].low in _BREAKS
    if cue.inverted >= 0:
        return "clitic"
    if opens:
        return "incise" if subject_after(items, cue, phrases) is not None else "bare"
    start = before
    while start >= 0 and items[start].pos not in (SLOT, "PUNCT"):
        start -= 1
    lead = items[start + 1 : cue.first]
    if start >= 0 and 0 < len(lead) <= 3 and (lead[0].low in CLITICS or lead[0].pos == NAME):
        nxt = items[cue.last + 1] if cue.last + 1 < len(items) else None
        if nxt is None or nxt.low in _BREAKS:
            return "short"
    return "subject"


def subject_after(items: list[Item], cue: CueCandidate, phrases: list[Phrase]) -> Phrase | None:
    """The inverted subject of a cue: the first phrase after it that nothing governs.

    Times, places and those spoken to may stand between: «a dit **mardi à la presse** X».
    """
    for phrase in phrases:
        if phrase.start <= cue.last or phrase.parts:
            continue
        between = items[cue.last + 1 : phrase.start]
        if len(between) > _REACH or any(
            i.pos == SLOT or i.low in (":", ";", "que", "qu'", "qui") for i in between
        ):
            return None
        if any(i.form == "fin" and i.pos in ("VERB", "AUX") for i in between):
            return None
        if phrase.preposition or phrase.time or items[phrase.head].low == "qui":
            continue
        if phrase.type == "pronoun" and items[phrase.head].low in CLITICS:
            return None
        return phrase
    return None


def final(items: list[Item], cue: CueCandidate, subject: Phrase | None) -> bool:
    """Whether nothing but the end of the sentence, or an aside, follows the clause."""
    at = max(cue.last + 1, subject.end if subject is not None else 0)
    while at < len(items) and (is_adverb(items[at].low) or items[at].pos in ("ADV", "ADP")):
        at += 1
    return at >= len(items) or items[at].low in (*_BREAKS, ")")
