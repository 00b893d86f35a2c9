"""Which noun phrase or pronoun of the sentence is the subject (or source) of a cue."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.attribution.cues import CueCandidate
from quoteminer.attribution.evidence import Place, distance_bin
from quoteminer.attribution.layout import Layout, finite
from quoteminer.attribution.path import path
from quoteminer.attribution.subject import Clause
from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.phrases import CLITICS, Phrase
from quoteminer.skeleton import NAME, SLOT, Item, Skeleton

_GOVERNS = {"par": "par", "de": "de", "d'": "de"}


def frame(cue: CueCandidate, slot: int) -> str:
    """How the cue stands to the quote, as far as its subject is concerned."""
    if cue.mood == "prep":
        return "prep"
    if cue.mood == "noun":
        return "noun"
    if cue.mood == "passive":
        return "passive"
    if cue.mood in ("gerund", "inf", "part"):
        return "nonfinite"
    return "incise" if cue.first > slot else "finite"


def mention_evidence(layout: Layout, cue: CueCandidate, slot: int, phrase: Phrase) -> list[str]:
    """Return the observations on `phrase` as the one that `cue` gives the words to."""
    items = layout.items
    f = frame(cue, slot)
    seen = []
    last, first = cue.last, cue.first
    if phrase.head == cue.inverted:
        low = items[phrase.head].low.lstrip("-")
        seen.append("clitic_inverted")
        if low == "on":
            seen += ["clitic_inverted.on", f"clitic_inverted.on.{cue.lemma}"]
        return seen
    right = phrase.start > cue.head
    side = "right" if right else "left"
    k = f"{f}.{side}"
    seen.append(k)
    if cue.inverted >= 0:
        seen.append("but_clitic")
        if items[cue.inverted].low.lstrip("-") == "on":  # «indique-t-on **à la préfecture**»
            seen.append(f"on.{side}.{phrase.preposition}.{phrase.type}")
    start, stop = (last + 1, phrase.start) if right else (phrase.end, first)
    gap = layout.gap(start, stop)
    words = gap.words
    if right and start < stop and items[stop - 1].low == phrase.preposition:
        words -= 1  # «dénoncé **par** la maire»: what governs the phrase belongs to it
    seen.append(f"{k}.{distance_bin(words)}")
    seen.append(f"{f}.{phrase.type}")
    head = items[phrase.head]
    if phrase.type == "pronoun":
        low = head.low.lstrip("-")
        if low == "qui":
            seen.append(f"{k}.qui.{'far' if words else 'adjacent'}")
        elif low in CLITICS:
            seen.append(
                f"{k}.clitic.{'adjacent' if words == 0 else 'near' if words <= 2 else 'far'}"
            )
            if low in ("nous", "vous", "je", "j'", "tu"):
                seen.append(f"{f}.first_person")
        else:
            seen.append(f"{k}.strong_pronoun")
    elif phrase.type == "named":
        label = items[phrase.name].label
        seen.append(f"{f}.{label}")
        seen.append(f"{k}.{label}" + (".prep" if phrase.preposition else ""))
    else:
        seen.append(f"{f}.{phrase.role or 'thing'}")
        if phrase.time:
            seen.append("time")
        if phrase.definite:
            seen.append(f"{f}.{phrase.definite}")
        else:
            seen.append(f"{k}.bare")
    if phrase.preposition:
        seen.append(f"{k}.prep.{_GOVERNS.get(phrase.preposition, 'other')}")
        if not words:
            seen.append(f"{k}.prep.adjacent")
        if phrase.preposition in ("selon", "d'après", "pour", "chez"):
            seen.append("after_selon")
    if gap.commas:
        seen.append(f"{k}.commas.{min(gap.commas, 3)}")
    if gap.slots:
        seen.append(f"{k}.quote_between")
    if gap.breaks:
        seen.append(f"{k}.break_between")
    if gap.finite:
        coordinated = any(
            low in ("et", "puis", "mais", "ou") for low in _last_words(items, start, stop, 4)
        )
        relative = gap.relatives or gap.que
        seen.append(
            f"{k}.finite_between.{'coordinated' if coordinated else 'relative' if relative else 'plain'}"
        )
    elif gap.relatives:
        seen.append(f"{k}.relative_between")
    if gap.que:
        seen.append(f"{k}.beyond_que" if right else f"{k}.que_between")
    if gap.rivals:
        seen.append(f"{k}.rivals.{min(gap.rivals, 3)}")
    if phrase.start <= layout.opening:
        seen.append(f"{k}.opens_sentence")
    elif (
        items[phrase.start - 1].low in (",", ":", ";", "–", "—")
        or items[phrase.start - 1].pos == SLOT
    ):
        seen.append(f"{k}.opens_chunk")
    elif items[phrase.start - 1].low in ("que", "qu'", "quand", "si", "comme", "et"):
        seen.append(f"{k}.after_{items[phrase.start - 1].low.rstrip(chr(39))}")
    lead = items[phrase.start - 1] if phrase.start else None
    if lead is not None and lead.low == ",":
        host = layout.hosts.get(phrase.start - 1)
        if host is not None:  # «Anne Roy, **une habitante du quartier**»
            seen.append(f"{k}.apposed.{host.type}.{phrase.type}")
            seen.append(f"{k}.apposed.{'governed' if host.preposition else 'free'}")
            if not phrase.definite:
                seen.append(f"{k}.apposed.bare")
    if phrase.end < len(items) and items[phrase.end].low == ",":
        guest = layout.guests.get(phrase.end + 1)
        if guest is not None:
            seen.append(f"{k}.has_apposition.{guest.type}")
    if phrase.parts:
        seen.append(f"{k}.coordinated")
    elif id(phrase) in layout.joined:
        seen.append(f"{k}.part_of_coordination")
        seen.append(f"part_of_coordination.{cue.number}")
    if cue.number and phrase.number:
        seen.append(f"{f}.number.{'same' if cue.number == phrase.number else 'other'}")
    after = items[phrase.end] if phrase.end < len(items) else None
    if f == "nonfinite":
        verb = finite(after)
        if cue.first <= layout.opening:  # «**Dénonçant** un «abandon», la maire a quitté …»
            seen.append(f"{k}.initial")
            if verb:
                seen.append(f"{k}.initial.own_verb_follows")
                lead = items[phrase.start - 1] if phrase.start else None
                if right and phrase.start > slot and lead is not None and lead.low == ",":
                    seen.append(f"{cue.mood}.main_subject")
        elif stop - start == 1 and items[start].low == "de":
            seen.append(f"{k}.et_de")  # «Et Anne Roy **de** poursuivre»
    if not right and finite(after):
        seen.append(f"{k}.own_verb_follows")
    if f == "noun":
        if right and not words and phrase.preposition == "de":
            seen.append("noun.complement")
        before = items[cue.head - 1] if cue.head else None
        if before is not None and before.low in ("son", "sa", "ses", "leur", "leurs"):
            seen.append(f"noun.possessive.{side}")
    if f == "prep" and right and not words:
        seen.append("prep.object")
    if phrase.start <= slot < phrase.end:
        seen.append("holds_the_quote")
    if right and first < slot:
        if phrase.start > slot:
            seen.append(f"{f}.beyond_quote")
        else:  # «Qualifiant **son rival** de «girouette», …»: an object rather
            seen.append(f"{f}.before_quote")
            seen.append(f"{f}.before_quote.{phrase.type}")
            seen.append(f"{cue.mood}.before_quote")
            if items[slot - 1].low in ("de", "d'", "comme"):
                seen.append(f"{f}.before_quote.de")
    return seen


def _last_words(items: Sequence[Item], start: int, stop: int, number: int) -> list[str]:
    """The last words of a slice, marks and quotations left out."""
    found: list[str] = []
    for at in range(stop - 1, start - 1, -1):
        if items[at].pos not in ("PUNCT", SLOT):
            found.append(items[at].low)
            if len(found) == number:
                break
    return found


def mention_path(shaped: list[str], cue: CueCandidate, slot: int, phrase: Phrase) -> list[str]:
    """Return the observations on the words between `phrase` and `cue`, by kind."""
    if phrase.head == cue.inverted:
        return []
    f = frame(cue, slot)
    if phrase.start > cue.head:
        key, between = f"{f}.right.path", path(shaped, cue.last + 1, phrase.start)
    else:
        key, between = f"{f}.left.path", path(shaped, phrase.end, cue.first)
    return [f"{key}.{way}" for way in between]


_MARKERS = frozenset(
    "en pour de d' à sans après avant par fait font faire faisait faisant fit -on on peut peuvent "
    "pouvait pouvaient , et ou qui".split()
)


def marker(items: list[Item], cue: CueCandidate) -> str:
    """The word that brings in a verb without a subject: «**pour** dénoncer», «fait dire»."""
    lead = items[cue.first - 1] if cue.first else None
    if lead is None:
        return "start"
    if lead.low in _MARKERS:
        return lead.low
    return "quote" if lead.pos == SLOT else lead.pos or "other"


def borrowed(
    finite: list[Clause], skeleton: Skeleton, cue: CueCandidate, slot: int, phrase: Phrase
) -> list[str]:
    """Return the observations on `phrase` as the subject of a verb that lends it to `cue`."""
    seen = []
    f = frame(cue, slot)
    if f in ("finite", "incise", "passive"):
        for clause in finite:
            if clause.first <= cue.head <= clause.last:
                if clause.subject is phrase:
                    seen.append(f"{f}.own_subject")
                elif clause.antecedent is phrase:
                    seen.append(f"{f}.own_antecedent")
                elif clause.subject is not None:
                    seen.append(f"{f}.other_subject")
        return seen
    if f not in ("nonfinite", "noun"):
        return seen
    brings = marker(skeleton.items, cue)
    mark = f"{cue.mood}.{brings}"
    lent = "lent" if f == "nonfinite" else "lent.noun"
    left = [c for c in finite if c.last < cue.first]
    for rank, clause in enumerate(reversed(left[-3:]), 1):
        key = _lent(clause, phrase, f"{lent}.left{rank}")
        if key:
            way = path(skeleton.shapes, clause.last + 1, cue.first)
            seen += [key, f"{key}.{mark}", *(f"{key}.{w}" for w in way)]
    right = next((c for c in finite if c.first > max(cue.last, slot)), None)
    if right is not None:
        key = _lent(right, phrase, f"{lent}.right" if left else f"{lent}.right.initial")
        if key:
            seen += [key, f"{key}.{mark}"]
    if phrase.preposition and phrase.start > cue.last:
        seen.append(f"{brings}.right.{phrase.preposition}")
    elif phrase.end == cue.first:
        seen.append(f"{cue.mood}.adjacent.{phrase.type}.{phrase.preposition}")
    return seen


def _lent(clause: Clause, phrase: Phrase, key: str) -> str:
    if clause.subject is phrase:
        return key
    return f"{key}.antecedent" if clause.antecedent is phrase else ""


def bare_subject(
    finite: list[Clause], skeleton: Skeleton, place: Place, phrase: Phrase
) -> list[str]:
    """Return the observations on `phrase` as the subject whose own words the quote holds.

    The words may hold the verb themselves: «**Anne Roy** «condamne fermement» ce choix».
    """
    slot = place.index
    seen = []
    left = [c for c in finite if c.last < slot]
    for rank, clause in enumerate(reversed(left[-2:]), 1):
        key = _lent(clause, phrase, f"bare.lent.left{rank}")
        if key:
            way = path(skeleton.shapes, clause.last + 1, slot)
            verb = skeleton.items[clause.last].low
            seen += [key, f"{key}.verb.{verb}", *(f"{key}.{w}" for w in way)]
    right = next((c for c in finite if c.first > slot), None)
    if right is not None:
        key = _lent(right, phrase, "bare.lent.right" if left else "bare.lent.right.only")
        if key:
            way = path(skeleton.shapes, slot + 1, right.first)
            seen += [key, *(f"{key}.{w}" for w in way)]
    if phrase.end <= slot:
        gap = path(skeleton.shapes, phrase.end, slot)[0]
        governed = ".governed" if phrase.preposition else ""
        seen.append(f"bare.begins.{place.begins}.{gap}{governed}")
    elif phrase.start > slot:
        gap = path(skeleton.shapes, slot + 1, phrase.start)[0]
        seen.append(f"bare.right.{gap}.{phrase.type}")
        if phrase.start == slot + 1 and place.first and not finite:
            seen.append(f"bare.signature.{phrase.type}")
    return seen


def no_mention_evidence(cue: CueCandidate, slot: int, items: list[Item]) -> list[str]:
    """Return the observations for «the clause names nobody»."""
    f = frame(cue, slot)
    seen = ["nobody", f"nobody.{f}", f"nobody.{cue.mood}"]
    if f == "nonfinite":
        seen.append(f"nobody.{cue.mood}.{marker(items, cue)}")
    if cue.mood == "inf" and cue.first and items[cue.first - 1].low in ("de", "d'"):
        seen.append("nobody.et_de")
    if cue.inverted >= 0:
        seen.append("nobody.clitic")
        if items[cue.inverted].low.lstrip("-") == "on":
            seen += ["nobody.on", f"nobody.on.{cue.lemma}"]
    return seen


def bare_evidence(items: list[Item], slot: int, phrase: Phrase, has_verb: bool) -> list[str]:
    """Return the observations on `phrase` as source of a quote that no word attributes.

    «Macron: «…»» (a bare name and a colon), and subjects whose words are plainly their
    own: «Elle aspire à une vie «plus simple»».
    """
    right = phrase.start > slot
    seen = ["bare", f"bare.{'right' if right else 'left'}", f"bare.{phrase.type}"]
    between = items[slot + 1 : phrase.start] if right else items[phrase.end : slot]
    words = [i for i in between if i.pos not in ("PUNCT", SLOT)]
    seen.append(f"bare.{'right' if right else 'left'}.{distance_bin(len(words))}")
    head = items[phrase.head]
    colon = any(i.low == ":" for i in between)
    if colon:
        seen.append(
            f"bare.colon.{'adjacent' if not words else 'near' if len(words) < 8 else 'far'}"
        )
        if not words and phrase.type == "named":
            seen.append("bare.colon.name")
        if right:
            seen.append("bare.colon.right")
    if head.pos == NAME:
        seen.append(f"bare.{head.label}")
    elif phrase.type == "nominal":
        seen.append(f"bare.{phrase.role or 'thing'}")
    if phrase.parts:
        seen.append("bare.coordinated")
    if phrase.preposition:
        seen.append("bare.prep")
    if phrase.time:
        seen.append("time")
    if phrase.start == 0 or all(i.pos == "PUNCT" for i in items[: phrase.start]):
        seen.append("bare.opens_sentence")
    if phrase.type == "pronoun" and head.low.lstrip("-") in CLITICS:
        seen.append("bare.clitic")
    after = items[phrase.end] if phrase.end < len(items) else None
    if after is not None and after.form == "fin":
        seen.append("bare.own_verb_follows")
    lead = items[slot - 1] if slot > 0 else None
    if not right and lead is not None and (lead.low in AVOIR or lead.low in ETRE):
        seen.append("bare.auxiliary")  # «Le préfet **a** «condamné fermement» …»
        if all(i is lead or i.pos == "ADV" for i in words):
            seen.append("bare.auxiliary.adjacent")
    if not has_verb:
        seen.append("bare.no_verb")
    return seen
