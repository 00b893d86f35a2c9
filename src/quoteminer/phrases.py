"""Noun phrases and pronouns of the skeleton: everything that may stand for a speaker.

Word order, tags and a lexicon of nouns for people carry this; no parser is read, since
French parsers take the inverted subject of an incise for an object («a déclaré **la
ministre**»).
"""

from __future__ import annotations

from collections.abc import Iterator

from quoteminer.lexicon.nouns import (
    demonym,
    human_noun,
    is_time_word,
    quantity_nouns,
    title,
)
from quoteminer.skeleton import NAME, SLOT, Item

PRONOUNS = {
    # form: (gender, number)
    "il": ("m", "s"), "elle": ("f", "s"), "ils": ("m", "p"), "elles": ("f", "p"),
    "on": ("", "s"), "je": ("", "s"), "j'": ("", "s"), "nous": ("", "p"), "vous": ("", "p"),
    "qui": ("", ""), "lequel": ("m", "s"), "laquelle": ("f", "s"), "lesquels": ("m", "p"),
    "lesquelles": ("f", "p"), "lui": ("m", "s"), "eux": ("m", "p"), "moi": ("", "s"),
    "celui-ci": ("m", "s"), "celle-ci": ("f", "s"), "ceux-ci": ("m", "p"),
    "celles-ci": ("f", "p"), "celui-là": ("m", "s"), "celle-là": ("f", "s"),
    "celui": ("m", "s"), "celle": ("f", "s"), "ceux": ("m", "p"), "celles": ("f", "p"),
    "certains": ("m", "p"), "certaines": ("f", "p"), "d'aucuns": ("m", "p"),
    "beaucoup": ("", "p"), "plusieurs": ("", "p"), "tous": ("m", "p"), "toutes": ("f", "p"),
    "chacun": ("m", "s"), "chacune": ("f", "s"), "quelqu'un": ("m", "s"), "tu": ("", "s"),
    "autres": ("", "p"), "tout": ("m", "s"), "personne": ("", "s"),
}  # fmt: skip
PERSONAL = frozenset(["il", "elle", "ils", "elles"])
# Pronouns that stand for somebody told of before, relatives aside.
ANAPHORIC = PERSONAL | {"lui", "eux", "celui-ci", "celle-ci", "ceux-ci", "celles-ci"}
RELATIVES = frozenset(["qui", "lequel", "laquelle", "lesquels", "lesquelles"])
CLITICS = frozenset(["il", "elle", "ils", "elles", "on", "je", "j'", "nous", "vous", "tu"])
DETERMINERS = {
    "le": ("m", "s", "def"), "la": ("f", "s", "def"), "l'": ("", "s", "def"),
    "les": ("", "p", "def"), "un": ("m", "s", "indef"), "une": ("f", "s", "indef"),
    "des": ("", "p", "indef"), "du": ("m", "s", "def"), "au": ("m", "s", "def"),
    "aux": ("", "p", "def"), "ce": ("m", "s", "dem"), "cet": ("m", "s", "dem"),
    "cette": ("f", "s", "dem"), "ces": ("", "p", "dem"), "son": ("", "s", "poss"),
    "sa": ("f", "s", "poss"), "ses": ("", "p", "poss"), "leur": ("", "s", "poss"),
    "leurs": ("", "p", "poss"), "mon": ("", "s", "poss"), "ma": ("f", "s", "poss"),
    "mes": ("", "p", "poss"), "notre": ("", "s", "poss"), "nos": ("", "p", "poss"),
    "votre": ("", "s", "poss"), "vos": ("", "p", "poss"), "plusieurs": ("", "p", "indef"),
    "certains": ("m", "p", "indef"), "certaines": ("f", "p", "indef"),
    "quelques": ("", "p", "indef"), "aucun": ("m", "s", "indef"), "aucune": ("f", "s", "indef"),
    "chaque": ("", "s", "def"), "tout": ("m", "s", "def"), "toute": ("f", "s", "def"),
    "tous": ("m", "p", "def"), "toutes": ("f", "p", "def"), "deux": ("", "p", ""),
    "trois": ("", "p", ""), "quatre": ("", "p", ""), "cinq": ("", "p", ""), "six": ("", "p", ""),
    "dix": ("", "p", ""), "sept": ("", "p", ""), "huit": ("", "p", ""), "neuf": ("", "p", ""),
}  # fmt: skip
PREPOSITIONS = frozenset(
    "à de d' en dans sur sous par pour avec sans chez vers contre depuis pendant durant "
    "devant derrière entre parmi avant après dès lors malgré selon jusqu' jusque outre hors "
    "envers concernant face suite auprès grâce quant via sauf d'après voire".split()
)
FUSED = {"du": "de", "des": "de", "au": "à", "aux": "à"}
_NOMINAL = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "X", "SYM"])
_TAIL_PREPOSITIONS = frozenset(["à", "au", "aux", "en", "chez", "pour", "auprès"])
# Heads that take «à …», «en …»: «le ministre **aux** Sports», «la candidate **à** la mairie»
_TAKES_TAIL = frozenset(
    "ministre secrétaire chargé délégué candidat adjoint maître professeur envoyé conseiller "
    "correspondant commissaire ambassadeur consul chercheur docteur enseignant expert spécialiste "
    "étudiant ingénieur directeur responsable élu participant maire-adjoint bénévole avocat "
    "président haut-commissaire médecin infirmier juge substitut procureur".split()
)
MAX_TAIL = 24


class Phrase:
    """A noun phrase or pronoun: items `start` to `end` (exclusive) of the skeleton.

    `name` is the item holding the name it contains as head or apposition, or −1;
    `role` what kind of noun heads it (role, person, relation, group, institution,
    document, source; "" for others); `definite` def, indef, dem, poss or "";
    `preposition` the word that governs it; `read` the step of chance that a network gives it as
    a source (`attribution/reading.py`), −1 where none has read it.
    """

    __slots__ = (
        "definite",
        "end",
        "gender",
        "head",
        "name",
        "number",
        "parts",
        "preposition",
        "read",
        "role",
        "start",
        "time",
        "type",
    )

    def __init__(self, start: int, end: int, head: int, kind: str) -> None:
        self.start = start
        self.end = end
        self.head = head
        self.type = kind
        self.name = -1
        self.gender = ""
        self.number = ""
        self.role = ""
        self.definite = ""
        self.preposition = ""
        self.time = False
        self.read = -1
        self.parts: list[Phrase] = []

    def __repr__(self) -> str:
        return f"<{self.type} {self.start}:{self.end} {self.role} {self.preposition}>"


def phrases(items: list[Item]) -> list[Phrase]:
    """Return the noun phrases and pronouns of a skeleton, in order, none inside another.

    «le maire de Nantes, Anne Roy, a dit à la presse» gives «le maire de Nantes, Anne Roy»
    (named, by apposition) and «la presse» governed by «à».
    """
    found = list(single_phrases(items))
    return found + _coordinated(items, found)


def single_phrases(items: list[Item]) -> Iterator[Phrase]:
    """Yield the phrases of a skeleton one by one, those joined by «et» apart."""
    i = 0
    while i < len(items):
        phrase = _phrase_at(items, i)
        if phrase is None:
            i += 1
            continue
        if items[i].pos != SLOT:
            phrase.preposition = _governing(items, phrase)
        yield phrase
        i = max(phrase.end, i + 1)


def _phrase_at(items: list[Item], i: int) -> Phrase | None:
    """The phrase that starts at item `i`, or None."""
    item = items[i]
    if item.cue or item.pos == "PUNCT":
        return None
    if item.pos == SLOT:
        return _named_quotation(items, i)
    low = item.low.lstrip("-")
    following = items[i + 1].low if i + 1 < len(items) else ""
    if low in ("l'", "d'") and following in _ONE_OR_OTHER:
        return _one_of(items, i)
    if _is_pronoun(items, i, low):
        return _pronoun(items, i, low)
    if (low, following) in (("ce", "dernier"), ("cette", "dernière")):
        phrase = Phrase(i, i + 2, i + 1, "nominal")
        phrase.gender, phrase.number = "m" if low == "ce" else "f", "s"
        phrase.definite, phrase.role = "last", "person"
        return phrase
    if (
        item.pos == NAME
        or low in DETERMINERS
        or item.pos in _NOMINAL
        or (human_noun(low) and not _in_verb_group(items, i))
        or title(item.text)
    ):
        return noun_phrase(items, i)
    return None


def _named_quotation(items: list[Item], i: int) -> Phrase | None:
    """A quotation that holds a name and nothing else: ««**Le Courrier**» affirme que …»."""
    if items[i].entity < 0:
        return None
    phrase = Phrase(i, i + 1, i, "named")
    phrase.name = i
    phrase.number = "s"
    return phrase


def _is_pronoun(items: list[Item], i: int, low: str) -> bool:
    """Whether the word stands for somebody by itself: «**certains** crient», no «certains élus»."""
    if low not in PRONOUNS:
        return False
    if items[i].pos == "PRON" or low in CLITICS or low.endswith(_HERE_OR_THERE):
        return True
    following = items[i + 1].pos if i + 1 < len(items) else ""
    return low in _WITHOUT_NOUN and following not in ("NOUN", "ADJ", "DET", NAME, "PROPN")


def _pronoun(items: list[Item], i: int, low: str) -> Phrase | None:
    """The phrase of a pronoun: «elle», «celui **-ci**», «certains **de ses proches**».

    None of a «nous», «vous» that is an object.
    """
    if low in ("nous", "vous") and i + 1 < len(items) and _object_clitic(items, i):
        return None
    phrase = Phrase(i, i + 1, i, "pronoun")
    phrase.gender, phrase.number = PRONOUNS[low]
    parted = "".join(x.low for x in items[i + 1 : i + 3]).startswith(_HERE_OR_THERE)
    if low in _POINTING and parted:
        phrase.end = i + 2 if items[i + 1].low != "-" else i + 3
        phrase.definite = "last"
    elif low.endswith(_HERE_OR_THERE):
        phrase.definite = "last"
    elif low in _OF_WHOM:
        phrase.end = _tail(items, i + 1)
    return phrase


def _governing(items: list[Item], phrase: Phrase) -> str:
    """The preposition that governs a phrase, "" where none does: «**à** la presse», «**du** maire»."""
    before = items[phrase.start - 1] if phrase.start else None
    first = items[phrase.start].low
    if first in FUSED and (first != "des" or (before is not None and before.pos == "NOUN")):
        return FUSED[first]
    if before is None:
        return ""
    if before.low in PREPOSITIONS:
        return before.low
    return FUSED.get(before.low, "") if phrase.type != "pronoun" else ""


def _in_verb_group(items: list[Item], i: int) -> bool:
    """Whether a noun's form is a participle here: «a **accusé** Anne Roy»."""
    return items[i].pos in ("VERB", "AUX") and (
        i > 0 and (items[i - 1].pos in ("AUX", "ADV") or items[i - 1].low.startswith("-"))
    )


_PARTICIPLE = ("é", "ée", "és", "ées", "u", "ue", "us", "ues", "i", "ie", "is", "ies")
_ONE_OR_OTHER = frozenset(["un", "une", "autre", "autres"])
_HERE_OR_THERE = ("-ci", "-là")
_POINTING = frozenset(["celui", "celle", "ceux", "celles"])
# Pronouns that «de …» may follow: «**ceux** de Brest»
_OF_WHOM = _POINTING | {"certains", "certaines", "beaucoup", "plusieurs"}
# Pronouns where no noun follows, whatever their tag
_WITHOUT_NOUN = frozenset(
    "certains certaines beaucoup plusieurs tous chacun qui lequel laquelle lesquels lesquelles lui "
    "eux moi".split()
)
_PEOPLE = frozenset(["role", "person", "relation", "source", "group", "institution"])


def complement(items: list[Item], head: int) -> Phrase | None:
    """Return what «de» hangs on the noun at `head`: «les mots **de la maire**», or None."""
    at = head + 1
    while at < len(items) and items[at].pos == "ADJ" and at < head + 3:
        at += 1
    if at + 1 >= len(items) or items[at].low not in ("de", "d'", "du", "des"):
        return None
    phrase = noun_phrase(items, at if items[at].low in FUSED else at + 1, 1)
    if phrase is None or phrase.time:
        return None
    phrase.preposition = "de"
    return phrase


def _coordinated(items: list[Item], found: list[Phrase]) -> list[Phrase]:
    """«X et Y», «X, Y et Z» as one phrase each, beside their parts."""
    joined = []
    i = 0
    while i < len(found):
        parts = [found[i]]
        closed = False
        j = i + 1
        while j < len(found) and _person_like(parts[-1], items) and _person_like(found[j], items):
            link = [x.text for x in items[parts[-1].end : found[j].start]]
            if link in (["et"], [",", "et"]):
                parts.append(found[j])
                closed = True
                j += 1
                break
            if link != [","] or found[j].type != parts[-1].type:
                break
            parts.append(found[j])
            j += 1
        if closed:
            whole = Phrase(parts[0].start, parts[-1].end, parts[0].head, parts[0].type)
            whole.parts = parts
            whole.name = parts[0].name
            whole.role = parts[0].role
            whole.definite = parts[0].definite
            whole.preposition = parts[0].preposition
            whole.number = "p"
            whole.gender = "f" if all(p.gender == "f" for p in parts) else "m"
            joined.append(whole)
        i += 1
    return joined


def _person_like(phrase: Phrase, items: list[Item]) -> bool:
    if phrase.type == "named":
        return items[phrase.name].label in ("PER", "ORG")
    return phrase.type == "nominal" and phrase.role in _PEOPLE


def _object_clitic(items: list[Item], i: int) -> bool:
    """Whether «nous», «vous» at `i` is an object: another subject stands before it."""
    before = items[i - 1] if i else None
    return before is not None and (before.pos in ("NOUN", NAME, "PROPN") or before.low in PRONOUNS)


def _one_of(items: list[Item], i: int) -> Phrase | None:
    """«l'un d'eux», «l'une des avocates», «d'autres»."""
    word = items[i + 1].low
    phrase = Phrase(i, i + 2, i + 1, "pronoun")
    phrase.number = "p" if word == "autres" else "s"
    phrase.gender = {"un": "m", "une": "f"}.get(word, "")
    if i + 2 < len(items) and human_noun(items[i + 2].low) and word.startswith("autre"):
        return noun_phrase(items, i)
    if items[i].low == "d'" and word in ("un", "une"):
        return None
    end = _tail(items, i + 2)
    if end > i + 2:
        phrase.end = end
        phrase.type = "nominal"
        phrase.role = "person"
    return phrase


def noun_phrase(items: list[Item], i: int, depth: int = 0) -> Phrase | None:
    """Parse the noun phrase that starts at item `i`, or return None.

    Determiners, then a run of adjectives and nouns whose head is its first noun (or
    its name), then what hangs on the head: adjectives, «de …», a name in apposition.
    """
    n = len(items)
    j = i
    gender = number = definite = ""
    while j < n and j < i + 4 and items[j].low in DETERMINERS and items[j].pos != "PRON":
        g, nb, d = DETERMINERS[items[j].low]
        gender, number = gender or g, number or nb
        definite = definite or d
        j += 1
    if j < n and items[j].low in ("d'", "de") and j > i and items[j - 1].low in ("beaucoup", "peu"):
        j += 1
    head = -1
    k = j
    while k < n and k < j + 6:
        item = items[k]
        low = item.low
        if item.cue:
            break
        if item.pos == NAME:
            head = k
            break
        noun = human_noun(low)
        if item.pos in ("NOUN", "PROPN", "X") or (
            noun is not None and item.pos not in ("AUX", "DET")
        ):
            if (
                noun is not None
                and item.pos == "VERB"
                and item.form == "fin"
                and k == j
                and not definite
            ):
                break
            head = k
            # «la jeune femme», «l'ancien premier ministre»: the adjective is a noun for
            # the tagger now and then; the last of two bare nouns that means people heads.
            if (
                noun is None
                and k + 1 < n
                and items[k + 1].pos != NAME
                and human_noun(items[k + 1].low)
            ):
                head = k + 1
            break
        if (
            item.pos in ("ADJ", "NUM", "ADV", "SYM")
            or low in ("ex", "-", "vice")
            or demonym(low)
            or title(item.text)
        ):
            k += 1
            continue
        break
    if head < 0 and definite and j < n and items[j].pos == SLOT and items[j].size <= 4:
        phrase = Phrase(i, j + 1, j, "nominal")  # «les «gilets jaunes»»
        phrase.gender, phrase.number, phrase.definite = gender, number, definite
        phrase.role = "quoted"
        return phrase
    if head < 0:
        # «la socialiste», «les plus âgés»: an adjective made a noun
        k = j
        while (k < n and items[k].pos in ("ADJ", "NUM")) or (
            k < n and demonym(items[k].low) is not None
        ):
            head = k
            k += 1
        if head < 0 or not definite:
            return None
    phrase = Phrase(i, head + 1, head, "nominal")
    phrase.definite = definite
    top = items[head]
    low = top.low
    if top.pos == NAME:
        phrase.type = "named"
        phrase.name = head
        phrase.gender = gender if definite else ""
        phrase.number = "s"
        if k > i:
            mark = title(items[head - 1].text) if head > i else None
            if mark is not None:
                phrase.gender = mark.gender or phrase.gender
        phrase.end = _after_name(items, head + 1, top)
        return phrase
    noun = human_noun(low)
    named_title = title(top.text)
    if noun is not None:
        phrase.role = noun.type
        phrase.gender = gender or noun.form_gender or top.gender
        phrase.number = number or noun.number or top.number
    elif demonym(low) is not None:
        phrase.role = "person"
        phrase.gender, phrase.number = gender or top.gender, number or top.number
    else:
        phrase.gender, phrase.number = gender or top.gender, number or top.number
        if named_title is not None:
            phrase.role = "role"
            phrase.gender = named_title.gender or phrase.gender
        phrase.time = is_time_word(low)
    if phrase.time and noun is None:
        phrase.end = head + 1
        return phrase
    person = phrase.role in ("role", "person", "relation", "source")
    takes_tail = noun is not None and noun.lemma in _TAKES_TAIL
    end = head + 1
    limit = head + MAX_TAIL
    while end < n and end < limit:
        item = items[end]
        low = item.low
        if item.cue:
            break
        if item.pos == NAME:
            if item.label == "PER":
                if (person or named_title or not phrase.role) and not phrase.name >= 0:
                    phrase.name = end
                    phrase.type = "named"
                    end += 1
                    break
                break
            if person or phrase.role in ("group", "institution", "document", ""):
                if (
                    phrase.role in ("group", "institution", "document", "")
                    and phrase.name < 0
                    and items[end - 1].pos != "PUNCT"
                ):
                    phrase.name = end
                    phrase.type = "named"
                end += 1
                continue
            break
        if (
            item.pos in ("ADJ", "PROPN", "NUM", "X")
            or (item.pos == "NOUN" and not is_time_word(low))
            or demonym(low)
        ):
            if is_time_word(low):
                break
            end += 1
            continue
        if (
            (item.form == "part" or low.endswith(_PARTICIPLE))
            and item.pos in ("VERB", "ADV", "AUX", "")
            and depth == 0
            and phrase.role
            and end + 1 < n
            and items[end + 1].low in ("de", "d'", "des", "du", "à", "au", "par", "aux", "en")
        ):
            end += 1  # «le ministre chargé de l'Agriculture», «un homme vêtu de noir»
            continue
        if low == "avec" and items[end - 1].low in ("relations", "liaison") and end + 1 < n:
            inner = noun_phrase(items, end + 1, depth + 1)  # «aux Relations avec le Parlement»
            if inner is not None and inner.name < 0 and not inner.time:
                end = inner.end
                continue
        if low in _TAIL_PREPOSITIONS and person and depth == 0:
            # «le médecin en chef Anne Roy», «le président du groupe à l'Assemblée, Anne Roy»
            inner = noun_phrase(items, end if low in FUSED else end + 1, 1)
            if inner is not None and not inner.time:
                if inner.name >= 0 and items[inner.name].label == "PER":
                    phrase.name, phrase.type, end = inner.name, "named", inner.end
                    break
                after = inner.end + (inner.end < n and items[inner.end].low == ",")
                if after < n and items[after].pos == NAME and items[after].label == "PER":
                    end = inner.end
                    continue
        if (
            low in ("de", "d'", "des")
            and end + 1 < n
            and items[end + 1].pos == ""
            and items[end + 1].text.isalpha()
            and items[end + 1].text.islower()
            and len(items[end + 1].text) > 3
        ):
            end += 2  # words outside the sentences with quotations have no tag
            continue
        if low in ("de", "d'", "du", "des") or (
            takes_tail and low in _TAIL_PREPOSITIONS and depth < 2 and not _audience(items, end)
        ):
            inner = (
                noun_phrase(items, end if low in FUSED else end + 1, depth + 1)
                if end + 1 < n
                else None
            )
            if inner is None or depth >= 3 or (inner.time and low in _TAIL_PREPOSITIONS):
                break
            end = inner.end
            continue
        if low == "(":
            close = next((c for c in range(end + 1, min(n, end + 8)) if items[c].low == ")"), -1)
            if close < 0:
                break
            end = close + 1
            continue
        if (
            low == "et"
            and end > head + 1
            and depth == 0
            and end + 2 < n
            and items[end + 1].low in ("de", "d'", "du", "des")
        ):  # «le ministre de l'Action et des Comptes publics»
            inner = noun_phrase(items, end + 1 + (items[end + 1].low not in FUSED), depth + 1)
            if inner is not None and not inner.time:
                end = inner.end
                continue
        if (
            low == "et"
            and depth == 0
            and person
            and end + 1 < n
            and end > head + 1
            and items[end + 1].pos in ("ADJ",)
        ):
            end += 2
            continue
        if low == "," and person and depth == 0 and phrase.name < 0 and end + 1 < n:
            after = end + 1
            if title(items[after].text) and after + 1 < n:
                after += 1
            if (
                items[after].pos == NAME
                and items[after].label == "PER"
                and (
                    _closed(items, after)
                    or (definite in ("def", "poss", "") and not _opinion(items, i))
                )
            ):
                phrase.name = after
                phrase.type = "named"
                end = after + 1
            break
        break
    phrase.end = end
    if top.low in quantity_nouns() and head + 2 < n and items[head + 1].low in ("de", "d'", "des"):
        inner = noun_phrase(items, head + 2 - (items[head + 1].low == "des"), depth + 1)
        if inner is not None:  # «une vingtaine de professeurs»
            phrase.role, phrase.number = inner.role, "p"
            phrase.end = max(phrase.end, inner.end)
    return phrase


def _closed(items: list[Item], name: int) -> bool:
    """Whether a name in apposition ends there: «pour un ancien gardien, **Luc Roy**, la loi»."""
    after = items[name + 1] if name + 1 < len(items) else None
    return after is None or after.pos in (SLOT, "PUNCT")


def _opinion(items: list[Item], i: int) -> bool:
    """Whether a source opens at `i`, the clause after it: «selon **le maire**, Luc Roy a menti»."""
    return i > 0 and items[i - 1].low in ("selon", "pour", "d'après", "après")


def _audience(items: list[Item], i: int) -> bool:
    """Whether «à …» names those spoken to: «a dit le ministre **à la presse**»."""
    following = items[i + 1 : i + 3]
    return any(
        x.label in ("ORG", "PER") or x.low in ("presse", "journalistes", "micro", "parisien")
        for x in following
    )


def _after_name(items: list[Item], end: int, name: Item) -> int:
    """Where a phrase headed by a name ends: «Anne Roy (PS)», not its apposition."""
    n = len(items)
    if end < n and items[end].low == "(":
        close = next((c for c in range(end + 1, min(n, end + 8)) if items[c].low == ")"), -1)
        if close >= 0:
            return close + 1
    return end


def _tail(items: list[Item], i: int) -> int:
    """The end of «de …» after a pronoun: «certains **de ses proches**»."""
    if i + 1 < len(items) and items[i].low in ("de", "d'", "du", "des"):
        for lead in (("d'",), ("d'", "entre"), ("de",)):
            at = i + len(lead)
            if (
                at < len(items)
                and tuple(x.low for x in items[i:at]) == lead
                and items[at].low in ("eux", "elles", "nous", "ceux")
            ):
                return at + 1
        inner = noun_phrase(items, i if items[i].low in FUSED else i + 1, 1)
        if inner is not None and not inner.time:
            return inner.end
    return i


__all__ = ["CLITICS", "SLOT", "Phrase", "noun_phrase", "phrases", "single_phrases"]
