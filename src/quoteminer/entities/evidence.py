"""What speaks for a span of pieces being a person, a place or an organisation.

Each unit below is one kind of evidence and yields observations by name; what an
observation is worth for each label stands in `data_weights/entities.tsv`, fitted by
`scripts/fit_entities.py`. An observation without a row weighs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from quoteminer.entities.gazetteer import Gazetteer
from quoteminer.entities.pieces import CLOSING, OPENING, PARTICLES, Piece, candidates, cut, plain
from quoteminer.entities.reading import FIRST, FURTHER, INSIDE, NONE, Steps
from quoteminer.entities.vectors import WordKinds
from quoteminer.lexicon.cues import lookup
from quoteminer.lexicon.nouns import demonym, human_noun, is_first_name, is_time_word, title

ModelEntity = tuple[int, int, str]
Span = tuple[int, int]

_OPENS = frozenset(
    ("\n", ".", "?", "!", "…", "«", '"', "“", ":", "-", "–", "—", "•", ">", "+", "*")
)
_MONTHS = frozenset(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
)


@lru_cache(maxsize=20_000)
def word_class(text: str) -> str:
    """Return what a word is to a name beside it: title, role, origin, verb … or ""."""
    low = text.lower()
    if title(text.rstrip(".") if text not in ("M.", "MM.") else text) or title(text):
        return "title"
    noun = human_noun(low)
    if noun is not None:
        return noun.type
    if demonym(low):
        return "origin"
    if is_time_word(low) or low in _MONTHS:
        return "time"
    forms = lookup(low)
    if any(f.mood == "fin" for f in forms):
        return "says"
    if low in _PREPOSITIONS:
        return "prep"
    return ""


_PREPOSITIONS = frozenset(
    "à en dans vers depuis pour par sur chez avec contre selon sous entre".split()
)


# Words of match reports, where a town may be its club; so many make a sports article.
_SPORT = frozenset(
    "match matchs but buts joueur joueurs entraîneur coach victoire défaite championnat saison "
    "finale demi-finale score club équipe équipes ballon qualification classement stade "
    "attaquant gardien défenseur milieu arbitre mi-temps penalty tournoi derby".split()
)
_SPORT_LEAST = 6
_ARTICLES = frozenset(("l'", "le", "la", "les"))
_BEFORE_NAME = frozenset((",", "«", '"', "“", "("))
# What stands before a name tells which of the listed ones it is: «à Lorient», «TVA», «la TVA».
_LINKS = frozenset("la le l' les à en de d' du des au aux ¶ , ( « et pour par contre face".split())


class View:
    """An article as the evidence reads it: pieces, candidates, the model's entities."""

    def __init__(
        self,
        folded: str,
        ents: Iterable[tuple[int, int, str]],
        gazetteer: Gazetteer,
        kinds: WordKinds | None = None,
    ) -> None:
        self.folded = folded
        self.gazetteer = gazetteer
        self.pieces = cut(folded, gazetteer)
        self.model = _aligned(self.pieces, ents)
        self.spans = candidates(self.pieces, gazetteer, self.model)
        self.model_at = [-1] * len(self.pieces)
        for number, (first, last, _) in enumerate(self.model):
            for k in range(first, last + 1):
                self.model_at[k] = number
        self.lower = {p.plain for p in self.pieces if p.shape == "x"}
        self.classes = [word_class(p.text) if p.kind != "mark" else "" for p in self.pieces]
        self.kinds = [_kind(p, kinds) if p.cap else "" for p in self.pieces]
        self.sport = sum(p.low in _SPORT for p in self.pieces) >= _SPORT_LEAST
        self.text_cache: dict[Span, str] = {}
        self.readings: list[Steps | None] = [None] * len(self.pieces)

    def key(self, i: int, j: int) -> str:
        """Return the plain form of the pieces `i` to `j`, as lists hold it."""
        if i == j:
            return self.pieces[i].plain
        found = self.text_cache.get((i, j))
        if found is None:
            found = " ".join([p.plain for p in self.pieces[i : j + 1] if p.text not in ("-", "–")])
            self.text_cache[(i, j)] = found
        return found


def _kind(piece: Piece, kinds: WordKinds | None) -> str:
    """The kind of a capitalised word by its vector; a word in capitals as in lower case."""
    if kinds is None or piece.kind in ("elided", "initial"):
        return ""
    kind = kinds.kind(piece.text)
    if piece.shape == "XX" and len(piece.text) > 4:
        kind = kinds.kind(piece.text.title()) or kind
    return kind or "unknown"


def _aligned(pieces: list[Piece], ents: Iterable[tuple[int, int, str]]) -> list[ModelEntity]:
    """Return the model's entities as pieces, marks and line breaks at their edges left out."""
    found: list[ModelEntity] = []
    at = 0
    size = len(pieces)
    for start, end, label in ents:
        while at < size and pieces[at].end <= start:
            at += 1
        first = at
        last = first
        while last < size and pieces[last].start < end:
            last += 1
        last -= 1
        while first <= last and pieces[first].kind in ("mark", "line"):
            first += 1
        for k in range(first, last + 1):
            if pieces[k].kind == "line":
                last = k - 1
                break
        while last >= first and pieces[last].kind in ("mark", "line", "elided"):
            last -= 1
        if first <= last:
            found.append((first, last, label))
    return found


def before(view: View, i: int) -> list[str]:
    """The words before: «**M.** Dupont», «**à** Nantes», «**le groupe** Valbois»."""
    pieces = view.pieces
    seen: list[str] = []
    if i == 0:
        return ["p1=^", "opens"]
    p1 = pieces[i - 1]
    if p1.kind in ("mark", "line"):
        seen.append(f"p1={p1.low}")
        if p1.text in _OPENS:
            seen.append("opens")
    else:
        seen.append(f"p1={p1.low}" if not p1.cap or p1.kind == "elided" else "p1=Cap")
        if p1.cap and p1.kind != "elided":
            seen.append("pcap=" + _cap_class(view, i - 1))
            if view.kinds[i - 1]:
                seen.append("pvector=" + view.kinds[i - 1].split(".")[0])
        elif p1.shape in ("9", "x9"):
            seen.append("p1=9")
    if p1.kind == "initial":
        seen.append("p1=initial")
    kind = view.classes[i - 1]
    if kind:
        seen.append(f"p1~{kind}")
    if not p1.space and p1.kind not in ("mark", "elided", "line") and not pieces[i].space:
        seen.append("glued")
    k = i - 2
    if k >= 0:
        p2 = pieces[k]
        seen.append(f"p2={p2.low if not p2.cap or p2.kind == 'elided' else 'Cap'}")
        if p1.kind == "elided" or p1.low in PARTICLES or p1.text in _BEFORE_NAME:
            seen.append(f"p21={p2.low if not p2.cap else 'Cap'}_{p1.low}")
            if view.classes[k]:
                seen.append(f"p2~{view.classes[k]}_{p1.low}")
            heads = view.gazetteer.heads.get(p2.plain)
            if heads and not p2.cap:
                seen += [f"p2head={h}_{p1.low}" for h in heads]
            if p2.cap and p2.kind not in ("mark", "elided"):
                seen.append(f"pcap_{p1.low}={_cap_class(view, k)}")
        elif not p1.cap:
            heads = view.gazetteer.heads.get(p1.plain)
            if heads:
                seen += [f"p1head={h}" for h in heads]
    # the nearest head noun: «le **collectif** militant «Désarmons-les»»
    for k in range(i - 1, max(-1, i - 6), -1):
        piece = pieces[k]
        if piece.cap or piece.kind == "line" or (piece.kind == "mark" and k != i - 1):
            break
        heads = view.gazetteer.heads.get(piece.plain)
        if heads:
            seen += [f"nearhead={h}.{min(i - k, 3)}" for h in heads]
            break
    # the nearest noun for people, a place or a body among the four words before
    for k in range(i - 2, max(-1, i - 7), -1):
        piece = pieces[k]
        if piece.kind in ("mark", "line"):
            break
        if piece.cap:
            break
        kind = view.classes[k]
        if kind in ("role", "person", "relation", "group", "institution", "document", "source"):
            seen.append(f"near={kind}")
            break
    return seen


def _cap_class(view: View, k: int) -> str:
    """What a capitalised word left outside at the edge of a span is."""
    piece = view.pieces[k]
    kind = view.classes[k]
    if kind in ("title", "role", "time"):
        return kind
    if piece.plain in view.gazetteer.given or is_first_name(piece.text):
        return "given"
    if piece.shape == "XX":
        return "XX"
    if piece.plain in view.gazetteer.names:
        return "listed"
    if piece.plain in view.gazetteer.heads:
        return "head"
    if kind:
        return kind
    if piece.low in PARTICLES:
        return "particle"
    if piece.low in view.gazetteer.common:
        return "common"
    return "other"


def after(view: View, j: int) -> list[str]:
    """The words after: «Dupont **déclare**», «Nantes **(**Loire…», «CGT **,**»."""
    pieces = view.pieces
    if j + 1 >= len(pieces):
        return ["n1=$"]
    n1 = pieces[j + 1]
    seen = []
    if n1.cap and n1.kind != "elided":
        seen.append("ncap=" + _cap_class(view, j + 1))
        if view.kinds[j + 1]:
            seen.append("nvector=" + view.kinds[j + 1].split(".")[0])
        if not n1.space:
            seen.append("nglued")
    else:
        seen.append(f"n1={n1.low}")
    kind = view.classes[j + 1]
    if kind:
        seen.append(f"n1~{kind}")
    if j + 2 < len(pieces):
        n2 = pieces[j + 2]
        if n1.kind in ("mark", "elided") or n1.low in PARTICLES:
            cap = n2.cap and n2.kind not in ("elided", "mark", "line")
            seen.append(f"n12={n1.low}_{_cap_class(view, j + 2) if cap else n2.low}")
            if not cap and view.classes[j + 2]:
                seen.append(f"n2~{n1.low}_{view.classes[j + 2]}")
            if n2.shape == "9" and n1.text in ",(":
                unit = pieces[j + 3].low if j + 3 < len(pieces) else ""
                if unit in ("ans", "an"):
                    seen.append("age")
        elif n1.low in ("a", "est", "ont", "avait", "était", "se", "s'", "qui", "n'", "ne"):
            seen.append(f"n2~{n1.low}_{view.classes[j + 2] or n2.shape}")
    return seen


def model(view: View, i: int, j: int) -> list[str]:
    """What the model says: the same span, inside one, around one or more, across, none."""
    at = view.model_at
    first, last = at[i], at[j]
    if first < 0 and last < 0:
        inner = {at[k] for k in range(i + 1, j) if at[k] >= 0}
        if not inner:
            return ["model=none"]
        return [f"model=around.{view.model[n][2]}" for n in inner]
    seen = []
    if first == last:
        a, b, label = view.model[first]
        if a == i and b == j:
            return [f"model=same.{label}"]
        if a == i:
            return [f"model=starts.{label}"]
        if b == j:
            return [f"model=ends.{label}"]
        return [f"model=within.{label}"]
    if first >= 0:
        a, b, label = view.model[first]
        seen.append(f"model={'head' if a == i else 'cuthead'}.{label}")
    if last >= 0:
        a, b, label = view.model[last]
        seen.append(f"model={'tail' if b == j else 'cuttail'}.{label}")
    if first < 0:
        seen.append("model=outsidehead")
    if last < 0:
        seen.append("model=outsidetail")
    return seen


def lists(view: View, i: int, j: int) -> list[str]:
    """What the lists say of the whole name, and of its first and last word."""
    gazetteer = view.gazetteer
    pieces = view.pieces
    key = view.key(i, j)
    seen = [f"list={c}" for c in gazetteer.names.get(key, ())]
    first, last = pieces[i], pieces[j]
    if i == j:
        if first.plain in gazetteer.given or is_first_name(first.text):
            seen.append("given.only")
        if first.plain in gazetteer.family:
            seen.append("family.only")
        if first.low in gazetteer.common:
            seen.append("common.only")
        if first.plain in gazetteer.heads:
            seen.append("head.only")
        if view.classes[i]:
            seen.append(f"class.only={view.classes[i]}")
        return seen
    if first.plain in gazetteer.given or is_first_name(first.text):
        seen.append("given.first")
    if last.plain in gazetteer.given:
        seen.append("given.last")
    if last.plain in gazetteer.family:
        seen.append("family.last")
    if view.classes[i]:
        seen.append(f"class.first={view.classes[i]}")
    if view.classes[j] and last.cap:
        seen.append(f"class.last={view.classes[j]}")
    if first.low in gazetteer.common:
        seen.append("common.first")
    if last.low in gazetteer.common:
        seen.append("common.last")
    for c in gazetteer.names.get(last.plain, ()):
        seen.append(f"list.last={c}")
    for c in gazetteer.names.get(first.plain, ()):
        seen.append(f"list.first={c}")
    return seen


def listed_here(view: View, i: int, j: int) -> list[str]:
    """What the lists say, with the article («sport») and the word before: «**à** Lorient»."""
    classes = view.gazetteer.names.get(view.key(i, j))
    if classes is None:
        return []
    pieces = view.pieces
    p1 = pieces[i - 1].low if i else "^"
    seen = [f"sport|list={c}" for c in classes] if view.sport else []
    if view.sport and i == j:
        # «Lorient affronte Nantes», «Lorient-Nantes»: towns as clubs
        sides = [f"p1={p1}"] if i else []
        if j + 1 < len(pieces):
            sides.append(f"n1={pieces[j + 1].low}")
        seen += [f"sport|{c}|{side}" for c in classes for side in sides]
    if "seat" in classes:
        # «selon **Matignon**», «à **Matignon**»: who sits there or the building
        p2 = pieces[i - 2].low if i > 1 else "^"
        seen.append(f"seat|{p2}_{p1}" if p1 in _ARTICLES else f"seat|{p1}")
        if j + 1 < len(pieces):
            seen.append(f"seat|n1={view.classes[j + 1] or pieces[j + 1].low}")
    if i == j and i and p1 in _LINKS:
        seen += [f"list={c}|{p1}" for c in classes]
    return seen


def head(view: View, i: int, j: int) -> list[str]:
    """The head noun that opens the name: «**tribunal** de Nantes», «**Parti** vert»."""
    classes = view.gazetteer.heads.get(view.pieces[i].plain)
    if not classes or i == j:
        return []
    case = "C" if view.pieces[i].cap else "c"
    noun = view.pieces[i].plain
    link = (
        view.pieces[i + 1].low
        if view.pieces[i + 1].low in PARTICLES
        else ("Cap" if view.pieces[i + 1].cap else "x")
    )
    return [
        *[f"head={c}.{case}" for c in classes],
        f"noun={noun}.{case}",
        f"headlink={case}_{link}",
    ]


def head_and_tail(view: View, i: int, j: int) -> list[str]:
    """The head noun, and what the last word is: «**tribunal** de **Nantes**»."""
    classes = view.gazetteer.heads.get(view.pieces[i].plain)
    if not classes or i == j:
        return []
    case = "C" if view.pieces[i].cap else "c"
    last = view.pieces[j]
    tail = (
        "x"
        if not last.cap
        else (view.gazetteer.names.get(last.plain, ("",))[0] or view.kinds[j].split(".")[0])
    )
    return [f"headtail={c}.{case}|{tail}" for c in classes]


def shape(view: View, i: int, j: int) -> list[str]:
    """How the name is written: capitals, particles, hyphens, numbers, length."""
    pieces = view.pieces
    if i == j:
        piece = pieces[i]
        seen = [f"shape={piece.shape}"]
        if piece.shape == "XX":
            seen.append(f"acronym.{min(len(piece.text), 7)}")
        if "-" in piece.text:
            seen.append("hyphen")
        if len(piece.text) == 1:
            seen.append("letter")
        word = piece.plain
        seen += [
            f"suffix={word[-3:]}",
            f"suffix={word[-2:]}",
            f"prefix={word.split()[0][:5]}" if "-" in piece.text else f"prefix={word[:3]}",
        ]
        return seen
    pattern = []
    caps = lows = 0
    for p in pieces[i : j + 1]:
        if p.kind == "elided" or p.low in PARTICLES:
            pattern.append("Pa" if p.cap else "de" if p.low in ("de", "du", "des", "d'") else p.low)
        elif p.cap:
            caps += 1
            pattern.append(p.shape)
        elif p.kind == "mark":
            pattern.append(p.text)
        elif p.shape == "x":
            lows += 1
            if pattern[-1:] != ["x"]:
                pattern.append("x")
        else:
            pattern.append("9")
    word = pieces[j].plain
    seen = [f"caps={min(caps, 5)}", f"size={min(j - i + 1, 9)}", f"suffix={word[-2:]}"]
    if len(pattern) <= 5:
        seen.append("pattern=" + "_".join(pattern))
    seen += [f"holds={p}" for p in dict.fromkeys(pattern)]
    if lows:
        seen.append(f"lower={min(lows, 3)}")
    last = pieces[j]
    if not last.cap:
        seen.append(f"ends={'9' if last.shape != 'x' else 'x'}")
        if last.shape == "x":
            seen.append(f"tail.suffix={last.plain[-3:]}")
            seen.append(f"tail.class={view.classes[j]}")
            before_last = pieces[j - 1]
            seen.append(
                f"tail.link={before_last.low if before_last.low in PARTICLES else before_last.shape}"
            )
    return seen


def cut_short(view: View, i: int, j: int) -> list[str]:
    """What follows a name that ends in a word without a capital: «Parti **socialiste** est»."""
    pieces = view.pieces
    if i == j or pieces[j].shape != "x":
        return []
    n1 = pieces[j + 1] if j + 1 < len(pieces) else None
    return [f"tail.next={'$' if n1 is None else n1.low if not n1.cap else 'Cap'}"]


def opening(view: View, i: int, j: int) -> list[str]:
    """A word that may owe its capital to its place: at the start of a sentence or line."""
    pieces = view.pieces
    if i and pieces[i - 1].text not in _OPENS:
        if i == j and pieces[i].plain in view.lower:
            return ["lower.elsewhere"]
        return []
    first = pieces[i]
    seen = []
    size = "only" if i == j else "first"
    if first.low in view.gazetteer.common:
        seen.append(f"opens.common.{size}")
    if first.plain in view.lower:
        seen.append(f"opens.lower.{size}")
    if first.low in PARTICLES:
        seen.append(f"opens.particle.{first.low}")
    seen.append(f"opens.{size}")
    return seen


def vectors(view: View, i: int, j: int) -> list[str]:
    """What the vectors say of the first and last word: «Rimouski» among places."""
    kinds = view.kinds
    if i == j:
        kind = kinds[i]
        if not kind:
            return []
        seen = [f"vector={kind}"]
        family = kind.split(".")[0]
        if i:
            p1 = view.pieces[i - 1]
            seen.append(f"vector={family}|{p1.low if not p1.cap else 'Cap'}")
        at = view.model_at[i]
        seen.append(f"vector={family}|{view.model[at][2] if at >= 0 else '-'}")
        return seen
    seen = []
    if kinds[i]:
        seen.append(f"vector.first={kinds[i]}")
    if kinds[j]:
        seen.append(f"vector.last={kinds[j]}")
    if kinds[i] and kinds[j] and j - i < 3:
        seen.append(f"vectors={kinds[i].split('.')[0]}_{kinds[j].split('.')[0]}")
    return seen


def quoted(view: View, i: int, j: int) -> list[str]:
    """A name that opens a quotation, or fills it: «le collectif "**Marchons pour Dol**"»."""
    pieces = view.pieces
    if not i or j + 1 >= len(pieces) or pieces[i - 1].text not in OPENING:
        return []
    size = "1" if i == j else "n"
    return [f"quoted.{'whole' if pieces[j + 1].text in CLOSING else 'start'}.{size}"]


def acronym(view: View, i: int, j: int) -> list[str]:
    """An acronym bound to its expansion: «Confédération paysanne (**CP**)», or the reverse."""
    pieces = view.pieces
    size = len(pieces)
    seen = []
    if i != j and j + 3 < size and pieces[j + 1].text == "(" and pieces[j + 3].text in (")", ","):
        short = pieces[j + 2]
        if short.cap and len(short.text) > 1:
            fits = abbreviates(short.plain, view.key(i, j))
            seen.append(f"acronym.after.{fits}")
    if (
        i == j
        and i > 1
        and pieces[i - 1].text == "("
        and j + 1 < size
        and pieces[j + 1].text in "),"
    ):
        seen.append("in.brackets." + pieces[i].shape)
        for first in range(i - 3, max(-1, i - 16), -1):
            if pieces[first].kind in ("line",):
                break
            if (i - 2) in view.spans.get(first, ()) and abbreviates(
                pieces[i].plain, view.key(first, i - 2)
            ) == "fits":
                seen.append("acronym.of")
                break
    if i != j and i > 1 and pieces[i - 1].text == "(" and pieces[i - 2].cap:
        fits = abbreviates(pieces[i - 2].plain, view.key(i, j))
        closed = j + 1 < size and pieces[j + 1].text in "),"
        seen.append(f"acronym.before.{fits}.{closed}")
    if i == j and i + 2 < size and pieces[i + 1].text == "(" and pieces[i].shape == "XX":
        for last in view.spans.get(i + 2, ()):
            if abbreviates(pieces[i].plain, view.key(i + 2, last)) == "fits":
                seen.append("acronym.of")
                break
    return seen


def abbreviates(short: str, long: str) -> str:
    """Say whether `short` can abbreviate `long`: "fits", "partly" (its first letter), "no"."""
    words = [w for w in long.split() if w not in PARTICLES]
    if " " in short or len(short) < 2 or len(words) < 2:
        return "no"
    if "".join(w[0] for w in words) == short:
        return "fits"
    if words[0][0] != short[0]:
        return "no"
    letters = iter(long)
    if all(letter in letters for letter in short) and sum(w[0] in short for w in words) >= min(
        len(words), 2
    ):
        return "fits" if len(words) <= len(short) + 1 else "partly"
    return "partly"


def words(view: View, i: int, j: int) -> list[str]:
    """The words themselves, where they were common enough to be fitted."""
    pieces = view.pieces
    if i == j:
        return [f"w={pieces[i].low}"]
    return [f"w1={pieces[i].low}", f"wn={pieces[j].low}"]


@lru_cache(maxsize=50_000)
def _read_first(first: Steps, alone: bool) -> tuple[str, ...]:
    size = "1" if alone else "n"
    by_label = [f"read.{label}={first[k]}.{size}" for label, k in FIRST.items()]
    return (*by_label, f"read.none={first[NONE]}.{size}", f"read.inside={first[INSIDE]}")


@lru_cache(maxsize=50_000)
def _read_further(least: Steps) -> tuple[str, ...]:
    by_label = [f"read.further.{label}={least[k]}" for label, k in FURTHER.items()]
    return (*by_label, f"read.further={least[INSIDE]}")


def reading(view: View, i: int, j: int) -> list[str]:
    """What the network fitted on the press reads: first words, further words, the word after."""
    steps = view.readings
    first = steps[i]
    if first is None:
        return []
    seen = [*_read_first(first, i == j)]
    if i != j:
        rest = [s for s in steps[i + 1 : j + 1] if s is not None]
        least = rest[0] if len(rest) == 1 else tuple(map(min, zip(*rest, strict=True)))
        seen += _read_further(least)
    after = steps[j + 1] if j + 1 < len(steps) else None
    if after is not None:
        seen.append(f"read.on={after[INSIDE]}")
    return seen


WORD_UNITS = (lists, head, shape, words)
"""The units that read the words of a span and nothing around it."""

PLACE_UNITS = (
    model,
    reading,
    listed_here,
    vectors,
    head_and_tail,
    cut_short,
    opening,
    quoted,
    acronym,
)
"""The units that look at a span in its place."""

UNITS = (*WORD_UNITS, *PLACE_UNITS)
"""The units that look at a span; `before` and `after` look at its edges."""


def observations(
    view: View, i: int, j: int, units: Sequence[Callable[[View, int, int], list[str]]] = UNITS
) -> list[str]:
    """Return all observations of a span (those of its edges are shared, see `before`)."""
    seen: list[str] = []
    for unit in units:
        seen += unit(view, i, j)
    return seen


__all__ = ["PLACE_UNITS", "UNITS", "WORD_UNITS", "View", "after", "before", "observations", "plain"]
