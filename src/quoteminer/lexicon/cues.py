"""The cue lexicon: words that report speech, with the forms they take."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A lexical entry: lemma, kind (verb, noun, preposition), class, strength, constructions."""

    lemma: str
    kind: str
    cue_class: str
    strength: str
    constructions: frozenset[str]
    reflexive: bool = False


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a cue verb: mood is fin, ppres, ppart or inf."""

    form: str
    lemma: str
    mood: str
    person: int
    entry: CueEntry
    ambiguous: bool


# Finite forms that are common nouns or adjectives as well: a tag must say «verb».
AMBIGUOUS = frozenset(
    "note notes cause juge juges demande demandes conseille critique critiques menace menaces "
    "annonce annonces appelle signale réclame souhaite pointe lance signe signes rêve rêves "
    "commande commandes crie analyse analyses résume commente raconte titre presse presses "
    "prime adresse cite oppose réplique répliques riposte risque risques tente coupe coupes "
    "illustre tire parle suite reproche reproches craint montre montres invite murmure murmures "
    "traite présente balance sonde entend sort sent dit écrit tient reprend sourit lit veut va "
    "tourne publie offre plaisante remarque remarques objecte chante ose sais sait rit pousse "
    "vise célèbre pense compare approche informe informes tonne fuse siffle défend entame démarre "
    "débute commence finit termine achève continue prononce exclu conte dits croît croire "
    "blague blagues grogne trouve préfère nie désigne nomme prend prie propose".split()
)

_ER = {
    "fin1": "e ons ais ions ai âmes erai erons erais erions".split(),
    "fin2": "es ez iez as âtes eras erez".split(),
    "fin3": "e ent ait aient a èrent era eront erait eraient".split(),
}


def _er(stem: str) -> list[tuple[str, str, int]]:
    forms = []
    for key, person in (("fin1", 1), ("fin2", 2), ("fin3", 3)):
        for ending in _ER[key]:
            base = stem
            if ending[0] in "aâo":
                if stem.endswith("c"):
                    base = stem[:-1] + "ç"
                elif stem.endswith("g"):
                    base = stem + "e"
            mute = ending in ("e", "es", "ent") or ending.startswith("er")
            if mute:
                base = _mute(base, ending)
            forms.append((base + ending, "fin", person))
    base = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    forms.append((base + "ant", "ppres", 0))
    forms += [(stem + e, "ppart", 0) for e in ("é", "ée", "és", "ées")]
    forms.append((stem + "er", "inf", 0))
    return forms


def _mute(stem: str, ending: str) -> str:
    """The stem before a mute e: rappell-e, répèt-e, essai-e, achèv-e."""
    if stem.endswith(("appel", "étiquet", "jet", "épel")):
        return stem + stem[-1]
    if stem.endswith(("oy", "uy")):
        return stem[:-1] + "i"
    tail = stem[-4:]
    for vowel in ("é", "e"):
        at = tail.rfind(vowel)
        rest = tail[at + 1 :] if at >= 0 else ""
        if rest and len(rest) <= 2 and all(c not in "aeiouyéèêâîôûù" for c in rest):
            if vowel == "e" and len(rest) > 1:
                return stem
            if vowel == "é" and ending.startswith("er"):
                return stem
            cut = len(stem) - len(tail) + at
            return stem[:cut] + "è" + rest
    return stem


def _build(
    infinitive: str,
    present: str,
    stem: str,
    future: str,
    past: str,
    participles: str,
    gerund: str,
) -> list[tuple[str, str, int]]:
    """A verb of the third group from its principal parts."""
    forms = [(f, "fin", 3) for f in present.split()]
    forms += [(stem + e, "fin", 3) for e in ("ait", "aient")]
    forms += [(stem + "ais", "fin", 1), (stem + "ons", "fin", 1), (stem + "ions", "fin", 1)]
    forms += [(future + e, "fin", 3) for e in ("a", "ont", "ait", "aient")]
    forms += [(f, "fin", 3) for f in past.split()]
    forms += [(f, "ppart", 0) for f in participles.split()]
    forms += [(gerund, "ppres", 0), (infinitive, "inf", 0)]
    return forms


def _agree(participle: str) -> str:
    plural = participle if participle.endswith("s") else participle + "s"
    return f"{participle} {participle}e {plural} {participle}es"


def conjugate(infinitive: str) -> list[tuple[str, str, int]]:
    """Return the forms of a verb: (form, mood, person)."""
    v = infinitive
    for ending, parts in _MODELS:
        if v.endswith(ending):
            root = v[: len(v) - len(ending)]
            present, stem, future, past, participle, gerund = (
                " ".join(root + w for w in p.split()) for p in parts
            )
            return _build(v, present, stem, future, past, _agree(participle), gerund)
    if v.endswith("er"):
        return _er(v[:-2])
    root = v[:-2]
    return _build(
        v,
        f"{root}it {root}issent",
        root + "iss",
        v,
        f"{root}it {root}irent",
        _agree(root + "i"),
        root + "issant",
    )


# ending: present 3s 3p, imperfect stem, future stem, past 3s 3p, participle, gerund
_MODELS: list[tuple[str, tuple[str, str, str, str, str, str]]] = [
    ("redire", ("redit redisent", "redis", "redir", "redit redirent", "redit", "redisant")),
    ("prédire", ("prédit prédisent", "prédis", "prédir", "prédit", "prédit", "prédisant")),
    ("dire", ("dit disent", "dis", "dir", "dit dirent", "dit", "disant")),
    ("crire", ("crit crivent", "criv", "crir", "crivit crivirent", "crit", "crivant")),
    ("lire", ("lit lisent", "lis", "lir", "lut lurent", "lu", "lisant")),
    (
        "traduire",
        ("traduit traduisent", "traduis", "traduir", "traduisit", "traduit", "traduisant"),
    ),
    (
        "introduire",
        (
            "introduit introduisent",
            "introduis",
            "introduir",
            "introduisit",
            "introduit",
            "introduisant",
        ),
    ),
    ("déduire", ("déduit déduisent", "déduis", "déduir", "déduisit", "déduit", "déduisant")),
    ("sourire", ("sourit sourient", "souri", "sourir", "sourit sourirent", "souri", "souriant")),
    ("rire", ("rit rient", "ri", "rir", "rit rirent", "ri", "riant")),
    ("mettre", ("met mettent", "mett", "mettr", "mit mirent", "mis", "mettant")),
    ("tenir", ("tient tiennent", "ten", "tiendr", "tint tinrent", "tenu", "tenant")),
    ("venir", ("vient viennent", "ven", "viendr", "vint vinrent", "venu", "venant")),
    ("prendre", ("prend prennent", "pren", "prendr", "prit prirent", "pris", "prenant")),
    ("endre", ("end endent", "end", "endr", "endit endirent", "endu", "endant")),
    ("ondre", ("ond ondent", "ond", "ondr", "ondit ondirent", "ondu", "ondant")),
    ("aindre", ("aint aignent", "aign", "aindr", "aignit aignirent", "aint", "aignant")),
    ("eindre", ("eint eignent", "eign", "eindr", "eignit eignirent", "eint", "eignant")),
    ("oindre", ("oint oignent", "oign", "oindr", "oignit oignirent", "oint", "oignant")),
    ("suivre", ("suit suivent", "suiv", "suivr", "suivit suivirent", "suivi", "suivant")),
    ("clure", ("clut cluent", "clu", "clur", "clut clurent", "clu", "cluant")),
    ("clore", ("clôt closent", "clos", "clor", "", "clos", "closant")),
    (
        "connaître",
        (
            "connaît connaissent connait",
            "connaiss",
            "connaîtr",
            "connut connurent",
            "connu",
            "connaissant",
        ),
    ),
    (
        "connaitre",
        ("connait connaissent", "connaiss", "connaitr", "connut", "connu", "connaissant"),
    ),
    ("faire", ("fait font", "fais", "fer", "fit firent", "fait", "faisant")),
    ("croire", ("croit croient", "croy", "croir", "crut crurent", "cru", "croyant")),
    ("cevoir", ("çoit çoivent", "cev", "cevr", "çut çurent", "çu", "cevant")),
    ("prévoir", ("prévoit prévoient", "prévoy", "prévoir", "prévit", "prévu", "prévoyant")),
    ("émouvoir", ("émeut émeuvent", "émouv", "émouvr", "émut", "ému", "émouvant")),
    ("promouvoir", ("promeut promeuvent", "promouv", "promouvr", "promut", "promu", "promouvant")),
    ("vouloir", ("veut veulent", "voul", "voudr", "voulut voulurent", "voulu", "voulant")),
    ("savoir", ("sait savent", "sav", "saur", "sut surent", "su", "sachant")),
    ("valoir", ("vaut valent", "val", "vaudr", "valut", "valu", "valant")),
    ("battre", ("bat battent", "batt", "battr", "battit battirent", "battu", "battant")),
    ("rompre", ("rompt rompent", "romp", "rompr", "rompit", "rompu", "rompant")),
    (
        "satisfaire",
        ("satisfait satisfont", "satisfais", "satisfer", "satisfit", "satisfait", "satisfaisant"),
    ),
    ("quérir", ("quiert quièrent", "quér", "querr", "quit quirent", "quis", "quérant")),
    ("sentir", ("sent sentent", "sent", "sentir", "sentit", "senti", "sentant")),
    ("sortir", ("sort sortent", "sort", "sortir", "sortit", "sorti", "sortant")),
    (
        "souvenir",
        ("souvient souviennent", "souven", "souviendr", "souvint", "souvenu", "souvenant"),
    ),
    ("plaindre", ("plaint plaignent", "plaign", "plaindr", "plaignit", "plaint", "plaignant")),
]


def _read(name: str) -> list[str]:
    text = (resources.files("quoteminer.lexicon") / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


@cache
def verb_forms() -> Mapping[str, tuple[VerbForm, ...]]:
    """Return every form of every cue verb, lower-case, to what it may be."""
    table: dict[str, list[VerbForm]] = {}
    known: set[str] = set()
    cue_class = strength = ""
    constructions: frozenset[str] = frozenset()
    for line in _read("cue_verbs.txt"):
        if line.startswith("["):
            cue_class, strength, takes = line[1:-1].split()
            constructions = frozenset(takes.split(","))
            continue
        for word in line.split():
            lemma = word.replace("_", " ")
            if lemma in known:
                continue
            known.add(lemma)
            reflexive = lemma.startswith(("se ", "s'"))
            first = lemma.removeprefix("se ").removeprefix("s'").split()[0]
            entry = CueEntry(lemma, "verb", cue_class, strength, constructions, reflexive)
            for form, mood, person in conjugate(first):
                if form:
                    table.setdefault(form, []).append(
                        VerbForm(form, lemma, mood, person, entry, form in AMBIGUOUS)
                    )
    return {form: tuple(found) for form, found in table.items()}


def _strip(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@cache
def _bare() -> Mapping[str, tuple[VerbForm, ...]]:
    """Participles and past forms without their accents, for words in capitals."""
    table: dict[str, tuple[VerbForm, ...]] = {}
    for form, found in verb_forms().items():
        bare = _strip(form)
        if bare != form:
            table.setdefault(bare, found)
    return table


def lookup(form: str) -> tuple[VerbForm, ...]:
    """Return what a lower-case form may be, most likely entry first; empty if no cue."""
    return verb_forms().get(form, ())


def _blocks(name: str) -> list[tuple[str, str, str]]:
    found = []
    cue_class = strength = ""
    for line in _read(name):
        if line.startswith("["):
            cue_class, strength = line[1:-1].split()
        else:
            found.append((line, cue_class, strength))
    return found


@cache
def noun_cues() -> Mapping[str, CueEntry]:
    """Return the nouns of saying, singular and plural forms to entries."""
    table: dict[str, CueEntry] = {}
    for line, cue_class, strength in _blocks("cue_nouns.txt"):
        for word in line.split():
            if "_" in word:
                continue
            entry = CueEntry(word, "noun", cue_class, strength, frozenset())
            table.setdefault(word, entry)
            table.setdefault(word if word.endswith("s") else word + "s", entry)
    return table


@cache
def preposition_cues() -> Mapping[str, tuple[tuple[tuple[str, ...], CueEntry], ...]]:
    """Return locutions by their first word, longest first: words and entry."""
    table: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = {}
    for line, cue_class, strength in _blocks("cue_prepositions.txt"):
        entry = CueEntry(line, "preposition", cue_class, strength, frozenset())
        variants = [line]
        if line.endswith(" de"):
            variants += [line[:-3] + " du", line[:-3] + " des", line[:-3] + " d'"]
        for variant in variants:
            words = tuple(variant.replace("'", "' ").split())
            if variant.startswith("d'après"):
                words = ("d'", "après")
            table.setdefault(words[0], []).append((words, entry))
            if variant == "d'après":
                table.setdefault("d'après", []).append((("d'après",), entry))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in table.items()}
