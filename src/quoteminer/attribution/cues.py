"""Every word of a sentence that may report speech: verbs, nouns and prepositions."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.cues import CueEntry, CueLexicon, Locution, VerbForm, standard
from quoteminer.lexicon.nouns import human_noun, is_adverb
from quoteminer.phrases import CLITICS, DETERMINERS, PERSONAL
from quoteminer.skeleton import NAME, SLOT, Item

# What may stand within a verb group, between the auxiliary or the clitics and the verb.
_WITHIN = frozenset(
    "ne n' n pas plus jamais rien y en lui leur me m' te t' l' le la les t encore également aussi "
    "ainsi toujours déjà bien notamment même toutefois cependant donc alors ensuite lui-même "
    "elle-même eux-mêmes elles-mêmes".split()
)
# What parts a participle from its auxiliary: «a, **quant à lui**, martelé», «a **de son côté**
# estimé», «a **pour sa part** dit»
_ASIDE = frozenset(
    "quant à lui eux de son leur côté pour sa part en revanche outre par ailleurs tour "
    "effet retour substance contre , plus particulièrement".split()
)
# Auxiliaries that another may follow: «**a** été dénoncé»
_OUTER = frozenset(
    "a ont avait avaient aurait auraient aura ait ayant avoir est sera serait".split()
)
_SUBJECT = CLITICS | {"qui"}
_THIRD = PERSONAL | {"qui"}
# A subject after the auxiliary: «a-t-**elle** dit»; the «-t-» comes with it.
_INVERTED = frozenset("-il -elle -ils -elles -on -je -nous".split())
_REFLEXIVE = frozenset(["se", "s'"])
# Clitics that open the group of a verb without an auxiliary: «**l'en** avertit»
_OBJECTS = frozenset("se s' ne n' y en lui leur l' le la les me m' nous".split())
# The number of a compound tense is that of its auxiliary, whatever the tagger says.
_NUMBER = {
    **dict.fromkeys("a avait aura aurait est était sera".split(), "s"),
    **dict.fromkeys("ont avaient auraient auront eurent sont étaient seront".split(), "p"),
}
_QUE = frozenset(["que", "qu'"])
# How many items before a verb its auxiliary and clitics are sought, and its particle.
_REACH = 7
_PARTICLE_REACH = 4
# How many items after a verb each further word of it may stand: «fait **aussitôt** savoir»
_TAIL_REACH = 3


class CueCandidate:
    """A possible cue: items `first` to `last` (inclusive), its lexical head at `head`.

    `mood` is how it stands in the sentence: "fin" (also auxiliary and participle),
    "part" (participle without auxiliary), "gerund", "inf", "passive", or the kind of
    the entry for nouns ("noun") and prepositions ("prep"). `inverted` is the item of a
    clitic subject after the verb («a-t-**il** dit»), `read` the step of chance that a network
    gives it (`attribution/reading.py`), −1 where there is none.
    """

    __slots__ = (
        "entry",
        "final",
        "first",
        "head",
        "inverted",
        "last",
        "lemma",
        "mood",
        "number",
        "read",
        "reflexive",
        "role",
    )

    def __init__(self, entry: CueEntry, head: int, mood: str) -> None:
        self.entry = entry
        self.lemma = entry.lemma
        self.head = head
        self.first = head
        self.last = head
        self.mood = mood
        self.inverted = -1
        self.number = ""
        self.reflexive = False
        self.role = mood
        self.final = False
        self.read = -1

    def __repr__(self) -> str:
        return f"<{self.lemma} {self.mood} {self.first}-{self.last}>"


def cue_end(cue: CueCandidate, items: list[Item]) -> int:
    """Where the words of a cue end in the text: «fait **savoir**» is one cue of two words."""
    if cue.entry.kind == "verb" and _tail_words(cue.lemma):
        return items[cue.last].end
    return items[cue.head].end


def cue_candidates(
    items: list[Item], lexicon: CueLexicon | None = None, *, incise: bool = False
) -> list[CueCandidate]:
    """Return the possible cues of a skeleton in order.

    `incise` says that the items are a narrator's clause between the marks, so that its first
    word is a verb whatever its tag: «…, **juge** une élue, …».
    """
    lexicon = lexicon or standard()
    found: list[CueCandidate] = []
    nouns = lexicon.nouns
    prepositions = lexicon.prepositions_by_two
    lows = [item.low for item in items]
    n = len(items)
    i = 0
    while i < n:
        item = items[i]
        if item.pos in (SLOT, NAME, "PUNCT"):
            i += 1
            continue
        low = lows[i]
        locutions = prepositions.get(low)
        if locutions is not None:
            longer = locutions.get(lows[i + 1], ()) if i + 1 < n else ()
            match = _preposition(lows, i, longer + locutions.get("", ()))
            if match is not None:
                found.append(match)
                i = match.last + 1
                continue
        verb = _verb(items, i, lexicon, opens=incise and i == 0)
        if verb is not None:
            found.append(verb)
            i = verb.last + 1
            continue
        noun = nouns.get(low)
        if noun is not None and item.pos not in ("VERB", "AUX", "DET", "PRON"):
            found.append(CueCandidate(noun, i, "noun"))
        i += 1
    return found


def _preposition(lows: list[str], i: int, locutions: tuple[Locution, ...]) -> CueCandidate | None:
    """The longest of the locutions (longest first) whose words stand from item `i`."""
    for words, entry in locutions:
        if tuple(lows[i : i + len(words)]) == words:
            match = CueCandidate(entry, i, "prep")
            match.last = i + len(words) - 1
            # the head is the last word of weight: «de l'**avis** de», «aux **yeux** de»
            heavy = [k for k, word in enumerate(words) if len(word) > 3]
            if heavy:
                match.head = i + heavy[-1]
            return match
    return None


def _verb(
    items: list[Item], i: int, lexicon: CueLexicon, *, opens: bool = False
) -> CueCandidate | None:
    """The verb of saying whose lexical head is item `i`, or None."""
    forms = _forms(items, i, lexicon)
    if not forms:
        return None
    group = _group(items, i)
    form, mood = _choice(items, i, forms, group, opens=opens)
    if form is None:
        return None
    cue = CueCandidate(form.entry, i, mood)
    cue.first = group.first if group.auxiliary >= 0 else _first_clitic(items, i, mood)
    cue.reflexive = group.reflexive or form.entry.reflexive
    cue.number = _number(items, i, forms, mood, group)
    cue.last = _rest(items, i, form.entry.lemma)
    if group.inverted >= 0:
        cue.inverted = group.inverted
    elif _subject_follows(items, i):
        cue.inverted = _inverted_after(items, i)
        cue.last = max(cue.last, cue.inverted)
    return cue


def _forms(items: list[Item], i: int, lexicon: CueLexicon) -> tuple[VerbForm, ...]:
    """What the word may be, of the verbs whose other words and clitics stand beside it.

    «fait **savoir**», «**s'en** prend», «**en** a appelé». The fuller reading is meant: of
    «fait savoir» that, not «faire»; of «en appelle» that, not «appeler».
    """
    before = {item.low for item in items[max(0, i - _PARTICLE_REACH) : i]}
    forms = tuple(
        f
        for f in lexicon.lookup(items[i].low)
        if (not _has_tail(f) or _rest(items, i, f.entry.lemma) > i) and f.entry.particles <= before
    )
    for fuller in (_has_particle, _has_tail):
        forms = tuple(filter(fuller, forms)) or forms
    return forms


class _Group(NamedTuple):
    """What stands before a verb and belongs to it: «**n'a-t-elle pas** dit».

    `first` is its first item, `auxiliary` its first auxiliary and `inverted` its subject
    after that, −1 where there is none.
    """

    first: int
    auxiliary: int
    inverted: int
    reflexive: bool


def _group(items: list[Item], i: int) -> _Group:
    """Read the verb group from the verb at `i` to the left."""
    auxiliary = inverted = -1
    reflexive = False
    k = i - 1
    while k >= max(0, i - _REACH):
        low = items[k].low
        if low in AVOIR or low in ETRE:
            if auxiliary >= 0 and low not in _OUTER:
                break
            auxiliary = k
        elif low in _REFLEXIVE:
            reflexive = True
        elif low in _INVERTED:
            inverted = k
        elif low != "-t" and (
            low in _SUBJECT
            or not (items[k].pos == "ADV" or low in _WITHIN or (auxiliary < 0 and low in _ASIDE))
        ):
            break
        k -= 1
    if auxiliary < 0:  # «dit-**elle**, dénonçant»: another verb's
        inverted = -1
    return _Group(k + 1, auxiliary, inverted, reflexive)


def _choice(
    items: list[Item], i: int, forms: tuple[VerbForm, ...], group: _Group, *, opens: bool
) -> tuple[VerbForm | None, str]:
    """Which of its forms the verb at `i` is, and its mood; None where it is no verb.

    The first mood that the words allow, from the plainest: a participle with its auxiliary, a
    finite verb, a gerund, an infinitive, a bare participle.
    """
    item = items[i]
    before = items[i - 1] if i else None
    by_mood: dict[str, list[VerbForm]] = {}
    for form in forms:
        by_mood.setdefault(form.mood, []).append(form)
    if "ppart" in by_mood and group.auxiliary >= 0:
        best = _with_or_without_se(by_mood["ppart"], group)
        return best, _compound_mood(items, i, group)
    if "fin" in by_mood and (opens or _may_be_finite(items, i, by_mood["fin"])):
        governed = before is not None and before.pos in ("DET", "ADP")
        if governed and item.pos != "VERB" and not _subject_follows(items, i):
            return None, ""
        return _with_or_without_se(by_mood["fin"], group), "fin"
    if "ppres" in by_mood:
        if human_noun(item.low) is not None and before is not None and _opens_noun(before):
            return None, ""  # «demandait un **manifestant**»
        return by_mood["ppres"][0], "gerund"
    if "inf" in by_mood:
        return (None, "") if item.pos == "NOUN" else (by_mood["inf"][0], "inf")
    if "ppart" in by_mood:
        if item.pos == "NOUN" or (before is not None and before.pos == "DET"):
            return None, ""
        return by_mood["ppart"][0], "part"
    return None, ""


def _with_or_without_se(forms: list[VerbForm], group: _Group) -> VerbForm:
    """The form of the verb that is reflexive as the group is: «**se** félicite», «félicite»."""
    return next((f for f in forms if f.entry.reflexive == group.reflexive), forms[0])


def _compound_mood(items: list[Item], i: int, group: _Group) -> str:
    """The mood of the participle at `i` with its auxiliary."""
    auxiliary = items[group.auxiliary].low
    if auxiliary in ("ayant", "étant"):
        return "gerund"
    if auxiliary in ("avoir", "être"):
        return "inf"
    been = any(item.low == "été" for item in items[group.auxiliary : i])
    passive = not group.reflexive and (been or auxiliary in ETRE)
    return "passive" if passive else "fin"


def _may_be_finite(items: list[Item], i: int, finite: list[VerbForm]) -> bool:
    """Whether a form that is finite by its look is a verb: «juge», «demande» are nouns as often."""
    return (
        items[i].pos in ("VERB", "AUX", "")
        or not any(f.ambiguous for f in finite)
        or _subject_follows(items, i)
        or _after_quote(items, i)
        or _between_name_and_object(items, i)
    )


def _opens_noun(item: Item) -> bool:
    """Whether the word makes a noun of the next: «**un** manifestant»."""
    return item.pos in ("DET", "ADJ", "NUM") or item.low in DETERMINERS


def _first_clitic(items: list[Item], i: int, mood: str) -> int:
    """Where the group of a verb without auxiliary starts: at its clitics."""
    start = i
    while (
        start > 0
        and items[start - 1].low in _OBJECTS
        and items[start - 1].pos != "DET"
        and not (mood == "gerund" and _brings_gerund(items, start - 1))
    ):
        start -= 1
    return start


def _number(
    items: list[Item], i: int, forms: tuple[VerbForm, ...], mood: str, group: _Group
) -> str:
    """The number that the finite verb of the group shows, "" where that is not known."""
    joined = mood == "fin" and group.auxiliary < 0 and i > 0 and items[i - 1].low in ("et", ",")
    if joined and any(f.mood == "ppart" for f in forms):
        return ""  # «ont appelé … et **dit**»: the auxiliary stands further left
    finite = items[group.auxiliary if group.auxiliary >= 0 else i]
    return _NUMBER.get(finite.low, finite.number)


def _subject_follows(items: list[Item], i: int) -> bool:
    """Whether the verb at `i` has its subject hung to it: «affirme**-t-il**», «dit**-on**»."""
    following = items[i + 1].low if i + 1 < len(items) else ""
    return following == "-t" or (following[:1] == "-" and following.lstrip("-") in _SUBJECT)


def _inverted_after(items: list[Item], i: int) -> int:
    """The item of that subject, −1 where the «-t» is all there is."""
    at = i + 2 if items[i + 1].low == "-t" and i + 2 < len(items) else i + 1
    return at if items[at].low.lstrip("-") in _SUBJECT else -1


def _brings_gerund(items: list[Item], at: int) -> bool:
    """Whether «en» at `at` is the preposition of a gerund: «**en** le dénonçant».

    In «s'**en** prenant à» it is a pronoun.
    """
    return items[at].low == "en" and not (at and items[at - 1].low in ("s'", "n'", "m'"))


def _has_tail(form: VerbForm) -> bool:
    return bool(_tail_words(form.entry.lemma))


def _has_particle(form: VerbForm) -> bool:
    return bool(form.entry.particles)


def _after_quote(items: list[Item], i: int) -> bool:
    """Whether the word follows a quotation directly, where incises begin."""
    if i and items[i - 1].low in _REFLEXIVE:
        i -= 1
    if i and items[i - 1].low == ",":
        i -= 1
    return i > 0 and items[i - 1].pos == SLOT


def _between_name_and_object(items: list[Item], i: int) -> bool:
    """«Anne Roy **juge** ces critiques …»: a name before, a determiner or mark after.

    A noun before will do where «que» follows: «la cour **juge** d'ailleurs que …».
    """
    if not 0 < i < len(items) - 1:
        return False
    before = items[i - 1]
    at = i + 1
    while at < len(items) - 1 and (items[at].pos == "ADV" or is_adverb(items[at].low)):
        at += 1
    if items[at].low in _QUE and before.pos in ("NOUN", "ADJ", "PROPN"):
        return True
    return (before.pos == NAME or before.low in _THIRD) and (
        items[at].pos in ("DET", SLOT) or items[at].low in _QUE or items[at].low == ":"
    )


@cache
def _tail_words(lemma: str) -> tuple[str, ...]:
    """The words after the verb of an entry of several: «faire **savoir**»."""
    words = lemma.replace("'", "' ").split()
    while words and words[0] in ("se", "s'", "en"):
        words = words[1:]
    return tuple(words[1:])


def _rest(items: list[Item], i: int, lemma: str) -> int:
    """Where the rest of a verb of several words ends: «fait **savoir**», «met **en garde**»."""
    at = i
    for word in _tail_words(lemma):
        for k in range(at + 1, min(at + 1 + _TAIL_REACH, len(items))):
            if items[k].low == word:
                at = k
                break
        else:
            return i
    return at
