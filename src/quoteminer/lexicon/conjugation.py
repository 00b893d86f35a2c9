"""The forms of French verbs by rule, so that no tagger or lemmatiser has to find them.

Both spellings of 1990 are given («répétera», «répètera»; «étiquette», «étiquète»).
"""

from __future__ import annotations

from functools import cache
from importlib import resources

Form = tuple[str, str, int]
"""A form, its mood (fin, ppres, ppart, inf) and its person (1–3, 0 where there is none)."""

_ER = {
    1: "e ons ais ions ai âmes erai erons erais erions".split(),
    2: "es ez iez as âtes eras erez eriez".split(),
    3: "e ent ait aient a èrent era eront erait eraient".split(),
}
_VOWELS = "aeiouyéèêâîôûùàëïü"
# Verbs that double their consonant before a mute e; those of the first row never take è.
_DOUBLE = ("appel", "jet")
_DOUBLE_OR_GRAVE = ("étiquet", "épel", "grommel", "renouvel", "feuillet")


def conjugate(infinitive: str) -> list[Form]:
    """Return the forms of a verb: `conjugate("dire")` has ("disait", "fin", 3)."""
    for ending, parts in _models():
        if infinitive.endswith(ending):
            root = infinitive.removesuffix(ending)
            return _third(infinitive, [root + part if part else "" for part in parts])
    if infinitive.endswith("er"):
        return _first(infinitive[:-2])
    root = infinitive.removesuffix("ir")
    stem = root + "iss"
    return _third(
        infinitive,
        [root + "it", stem + "ent", stem, infinitive, root + "it", root + "i", stem + "ant", ""],
    )


def regular_or_modelled(infinitive: str) -> bool:
    """Whether a word ends as a verb whose forms are known: «tweeter», «maudire», not «foo»."""
    modelled = any(infinitive.endswith(ending) for ending, _ in _models())
    regular = infinitive.endswith(("er", "ir")) and not infinitive.endswith("oir")
    return (modelled or regular) and len(infinitive) > 2


def _first(stem: str) -> list[Form]:
    """A verb in -er from its stem: «annonc» gives «annonçait», «nous annonçons»."""
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    forms: list[Form] = []
    for person, endings in _ER.items():
        for ending in endings:
            if ending in ("e", "es", "ent") or ending.startswith("er"):
                forms += [(base + ending, "fin", person) for base in _mute(stem, ending)]
            else:
                forms.append(((soft if ending[0] in "aâo" else stem) + ending, "fin", person))
    forms.append((soft + "ant", "ppres", 0))
    forms += [(stem + ending, "ppart", 0) for ending in ("é", "ée", "és", "ées")]
    forms.append((stem + "er", "inf", 0))
    return forms


def _mute(stem: str, ending: str) -> list[str]:
    """The stems before a mute e: rappell-e, répèt-e, balai-e and balay-e, achèv-e."""
    if stem.endswith("interpel"):
        return [stem + "l"]
    if stem.endswith(_DOUBLE):
        return [stem + stem[-1]]
    if stem.endswith(_DOUBLE_OR_GRAVE):
        return [stem + stem[-1], stem[:-2] + "è" + stem[-1]]
    if stem.endswith(("oy", "uy")):
        return [stem[:-1] + "i"]
    if stem.endswith("ay"):
        return [stem[:-1] + "i", stem]
    at = max(stem.rfind("é"), stem.rfind("e"))
    rest = stem[at + 1 :] if at >= 0 else ""
    letters = rest.removesuffix("u") if rest.endswith(("gu", "qu")) else rest
    if not letters or len(letters) > 2 or any(c in _VOWELS for c in letters):
        return [stem]
    grave = stem[:at] + "è" + rest
    if stem[at] == "e":
        # «achèv-e», but «pest-e» and «rest-e» keep theirs before two consonants
        return [grave] if len(letters) == 1 and stem[at - 1 : at] not in ("", "u", "i") else [stem]
    return [stem, grave] if ending.startswith("er") else [grave]


def _third(infinitive: str, parts: list[str]) -> list[Form]:
    """A verb of the second or third group from its principal parts."""
    one, many, stem, future, past, participle, gerund, subjunctive = parts
    forms: list[Form] = [(one, "fin", 3), (many, "fin", 3)]
    forms += [(stem + e, "fin", 3) for e in ("ait", "aient")]
    forms += [(future + e, "fin", 3) for e in ("a", "ont", "ait", "aient")]
    if past:
        # «dit, dirent, dis», «conclut, conclurent», «tint, tinrent»
        forms += [(past, "fin", 3), (past[:-1] + "rent", "fin", 3), (past[:-1] + "s", "fin", 1)]
    wish = subjunctive or many.removesuffix("nt")
    forms += [(wish, "fin", 3), (wish + "nt", "fin", 3)]
    forms.append((_first_singular(one), "fin", 1))
    forms += [(stem + "ons", "fin", 1), (stem + "ais", "fin", 1), (stem + "ions", "fin", 1)]
    forms += [(future + e, "fin", 1) for e in ("ai", "ons", "ais", "ions")]
    forms.append((_YOU.get(infinitive, stem + "ez"), "fin", 2))
    forms += [(stem + "iez", "fin", 2), (future + "as", "fin", 2), (future + "ez", "fin", 2)]
    plural = participle if participle.endswith("s") else participle + "s"
    forms += [(f, "ppart", 0) for f in (participle, participle + "e", plural, participle + "es")]
    forms += [(gerund, "ppres", 0), (infinitive, "inf", 0)]
    return list(dict.fromkeys(forms))


_YOU = {"dire": "dites", "redire": "redites", "faire": "faites"}


def _first_singular(third: str) -> str:
    """«dit» gives «dis», «prend» «prends», «veut» «veux», «ouvre» «ouvre»."""
    if third.endswith(("veut", "vaut")):
        return third[:-1] + "x"
    if third.endswith(("d", "c", "met", "bat")):
        return third + "s"
    if third.endswith("e"):
        return third
    return third[:-1] + "s"


@cache
def _models() -> list[tuple[str, tuple[str, ...]]]:
    text = (resources.files("quoteminer.lexicon") / "verb_models.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"][1:]
    return [(row[0], tuple("" if part == "-" else part for part in row[1:])) for row in rows]
