"""Every word of a sentence that may report speech: verbs, nouns and prepositions."""

from __future__ import annotations

from functools import cache

from quoteminer.lexicon.auxiliaries import AVOIR, ETRE
from quoteminer.lexicon.cues import CueEntry, CueLexicon, Locution, VerbForm, standard
from quoteminer.lexicon.nouns import human_noun, is_adverb
from quoteminer.phrases import DETERMINERS
from quoteminer.skeleton import NAME, SLOT, Item

_SKIP = frozenset(
    "ne n' n pas plus jamais rien y en lui leur me m' te t' nous vous l' le la les -t t il elle ils elles on "
    "-il -elle -ils -elles -on -je je j' encore également aussi ainsi toujours déjà bien notamment même "
    "toutefois cependant donc alors ensuite lui-même elle-même eux-mêmes elles-mêmes".split()
)
# «a, quant à lui, martelé», «a de son côté estimé», «a pour sa part dit»
_ASIDE = frozenset(
    "quant à lui elle eux de son leur côté pour sa part en revanche outre par ailleurs tour "
    "effet retour substance contre , plus particulièrement".split()
)
# Auxiliaries that another may follow: «**a** été dénoncé»
_OUTER = frozenset(
    "a ont avait avaient aurait auraient aura ait ayant avoir est sera serait".split()
)
_SUBJECT = frozenset("il elle ils elles on je j' nous vous tu qui".split())


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
        "person",
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
        self.person = 0
        self.reflexive = False
        self.role = mood
        self.final = False
        self.read = -1

    def __repr__(self) -> str:
        return f"<{self.lemma} {self.mood} {self.first}-{self.last}>"


def cue_end(cue: CueCandidate, items: list[Item]) -> int:
    """Where the words of a cue end in the text: «fait **savoir**» is one cue of two words."""
    if cue.entry.kind == "verb" and cue.last > cue.head and _tail_words(cue.lemma):
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
            i = max(i, verb.last) + 1
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
            if len(words) > 1:
                # the head is the last word of weight: «de l'**avis** de», «aux **yeux** de»
                heavy = [k for k, word in enumerate(words) if len(word) > 3]
                if heavy:
                    match.head = i + heavy[-1]
            return match
    return None


def _verb(
    items: list[Item], i: int, lexicon: CueLexicon, *, opens: bool = False
) -> CueCandidate | None:
    item = items[i]
    known = lexicon.lookup(item.low)
    if not known:
        return None
    # Of «faire savoir», «faire valoir» those whose other words are there.
    forms = tuple(
        f
        for f in known
        if (not _tail_words(f.entry.lemma) or _rest(items, i, f.entry.lemma) > i)
        # «s'en prend», «en a appelé»: the clitic the verb needs stands before it
        and all(any(w.low == p for w in items[max(0, i - 4) : i]) for p in f.entry.particles)
    )
    if not forms:
        return None
    # The fuller reading is meant: «fait savoir», «en appelle», «s'en prend»
    for fuller in (_has_tail, _has_particle):
        forms = tuple(filter(fuller, forms)) or forms
    n = len(items)
    following = items[i + 1].low if i + 1 < n else ""
    before = items[i - 1] if i else None
    tagged = item.pos in ("VERB", "AUX")
    clitic = (following.lstrip("-") in _SUBJECT and following.startswith("-")) or following == "-t"
    # Where does the verb group start, and what is its auxiliary?
    k = i - 1
    reflexive = False
    auxiliary = -1
    inverted = -1
    while k >= 0 and k >= i - 7:
        word = items[k]
        low = word.low
        if low in AVOIR or low in ETRE:
            if auxiliary >= 0 and low not in _OUTER:
                break
            auxiliary = k
            k -= 1
            continue
        if low in ("se", "s'"):
            reflexive = True
            k -= 1
            continue
        if low.startswith("-") and low[1:] in (
            "il",
            "elle",
            "ils",
            "elles",
            "on",
            "t",
            "je",
            "nous",
        ):
            if low != "-t":
                inverted = k
            k -= 1
            continue
        if (
            low in ("il", "elle", "ils", "elles", "on", "je", "j'", "nous", "vous", "tu")
            and auxiliary >= 0
        ):
            break
        if (word.pos == "ADV" or low in _SKIP or (auxiliary < 0 and low in _ASIDE)) and (
            low not in _SUBJECT
        ):
            k -= 1
            continue
        break
    first = k + 1
    participle = any(f.mood == "ppart" for f in forms)
    finite = [f for f in forms if f.mood == "fin"]
    best = None
    mood = ""
    if participle and auxiliary >= 0:
        options = [f for f in forms if f.mood == "ppart"]
        best = options[0]
        mood = "fin"
        if reflexive:
            best = next((f for f in options if f.entry.reflexive), best)
        aux_words = {items[a].low for a in range(auxiliary, i)}
        if not reflexive and ("été" in aux_words or (items[auxiliary].low in ETRE)):
            mood = "passive"
        if items[auxiliary].low in ("ayant", "étant"):
            mood = "gerund"
        if items[auxiliary].low in ("avoir", "être"):
            mood = "inf"
    elif finite and (
        tagged
        or clitic
        or opens
        or item.pos == ""
        or not any(f.ambiguous for f in finite)
        or _after_quote(items, i)
        or _between_name_and_object(items, i)
    ):
        after_determiner = before is not None and before.pos in ("DET", "ADP")
        if after_determiner and not clitic and (not tagged or item.pos == "AUX"):
            return None
        best = finite[0]
        if reflexive or (before is not None and before.low in ("se", "s'")):
            reflexive = True
            best = next((f for f in finite if f.entry.reflexive), best)
        elif best.entry.reflexive:
            best = next((f for f in finite if not f.entry.reflexive), best)
        mood = "fin"
    elif any(f.mood == "ppres" for f in forms):
        if (
            human_noun(item.low) is not None
            and before is not None
            and (before.pos in ("DET", "ADJ", "NUM") or before.low in DETERMINERS)
        ):
            return None  # «demandait un **manifestant**»
        best = next(f for f in forms if f.mood == "ppres")
        mood = "gerund"
        if before is not None and before.low in ("se", "s'"):
            reflexive = True
    elif any(f.mood == "inf" for f in forms):
        if item.pos == "NOUN":
            return None
        best = next(f for f in forms if f.mood == "inf")
        mood = "inf"
    elif participle:
        if item.pos == "NOUN" or (before is not None and before.pos == "DET"):
            return None
        best = next(f for f in forms if f.mood == "ppart")
        mood = "part"
    if best is None:
        return None
    if mood != "fin" or auxiliary < 0:
        # not part of a compound tense: the group starts at its clitics
        start = i
        while (
            start > 0
            and items[start - 1].low
            in (
                "se",
                "s'",
                "ne",
                "n'",
                "y",
                "en",
                "lui",
                "leur",
                "l'",
                "le",
                "la",
                "les",
                "me",
                "m'",
                "nous",
            )
            and items[start - 1].pos != "DET"
            and not (mood == "gerund" and _brings_gerund(items, start - 1))
        ):
            start -= 1
        if mood != "passive" and auxiliary < 0:
            first = start
    cue = CueCandidate(best.entry, i, mood)
    cue.lemma = best.entry.lemma
    cue.first = min(first, i)
    cue.reflexive = reflexive or best.entry.reflexive
    cue.person = best.person if mood == "fin" and auxiliary < 0 else 3
    number_item = items[auxiliary] if auxiliary >= 0 else item
    cue.number = number_item.number
    if number_item.low in (
        "ont",
        "avaient",
        "auraient",
        "auront",
        "eurent",
        "sont",
        "étaient",
        "seront",
    ):
        cue.number = "p"
    elif number_item.low in ("a", "avait", "aura", "aurait", "est", "était", "sera"):
        cue.number = "s"
    if (
        mood == "fin"
        and auxiliary < 0
        and participle
        and before is not None
        and before.low
        in (
            "et",
            ",",
        )
    ):
        cue.number = ""  # «ont appelé … et **dit**»: the auxiliary stands further left
    # The subject clitic, and adverbs that cling to the group.
    if inverted >= 0:
        cue.inverted = inverted
    elif clitic:
        at = i + 1
        if items[at].low == "-t" and at + 1 < n:
            at += 1
        if items[at].low.lstrip("-") in _SUBJECT:
            cue.inverted = at
            cue.last = at
    if _tail_words(best.entry.lemma):
        cue.last = max(cue.last, _rest(items, i, best.entry.lemma))
    return cue


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
    if i and items[i - 1].low in ("se", "s'"):
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
    if items[at].low in ("que", "qu'") and before.pos in ("NOUN", "ADJ", "PROPN"):
        return True
    return (before.pos == NAME or before.low in ("il", "elle", "ils", "elles", "qui")) and (
        items[at].pos in ("DET", SLOT) or items[at].low in ("que", "qu'", ":")
    )


@cache
def _tail_words(lemma: str) -> tuple[str, ...]:
    """The words after the verb of an entry of several: «faire **savoir**»."""
    words = lemma.replace("'", "' ").split()
    while words and words[0] in ("se", "s'", "s", "en"):
        words = words[1:]
    return tuple(words[1:])


def _rest(items: list[Item], i: int, lemma: str) -> int:
    """Where the rest of a verb of several words ends: «fait **savoir**», «met **en garde**»."""
    at = i
    for word in _tail_words(lemma):
        for k in range(at + 1, min(at + 4, len(items))):
            if items[k].low == word:
                at = k
                break
        else:
            return i
    return at
