"""The text cut into pieces, and the spans of pieces that may be a name.

A piece is a word (hyphens inside, initials and dotted acronyms with their stops), an
elided word («l'», «d'»), a number or a single mark. Nothing here decides: `candidates`
only lists where a name may start and end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from quoteminer.entities.gazetteer import Gazetteer
from quoteminer.lexicon.nouns import human_noun, title

_PIECE = re.compile(
    r"(?P<dots>(?:[A-ZÀ-Þ]\.){2,}(?:[A-ZÀ-Þ]\b)?)"  # U.S., J.K.
    r"|(?P<initial>\b[A-ZÀ-Þ]\.(?=[ -]?[A-ZÀ-Þ]|,|\)| [a-zà-ÿ]|/|\s*\n|$))"  # J. Dupont, Karim B.
    r"|(?P<elided>(?:[ldjmtsncLDJMTSNC]|(?:jus|lors|puis|quoi|pres|quel|Jus|Lors|Puis|Quoi|Pres|Quel)?[qQ][uU]|[eE]ntr|[aA]ujourd|[dD]ell)')(?=\w)"
    r"|(?P<word>\w[\w\u00ad]*(?:-\w[\w\u00ad]*|'(?:s\b|\w[\w\u00ad]*))*(?:\.(?=(?:com|fr|be|ch|ca|org|net|info|ly|io)\b)\w+)?\+?)"
    r"|(?P<mark>[^\w\s])"
    r"|(?P<line>\s*\n\s*)"
)
_ORDINAL = re.compile(r"(?:[IVXL]+|\d{1,3})(?:er|re|e|ème)$")
_PREFIX = re.compile(r"(?:ex|anti|pro|non|post|pré|néo|mi)-(?=[A-ZÀ-Þ])")
_GLUED = re.compile(
    r"(?<=[a-zà-ÿ]{2})(?=(?:Le|La|Les|L|Il|Elle|Un|Une|En|Dans|Selon|Ce|Cette|Et|Mais|Pour)$)"
)

# Words that may stand inside a name without a capital.
PARTICLES = frozenset(
    "de du des d' la le les l' et en à au aux sur sous lès lez les-von von van der den ten ter zu zur "
    "di da do dos della del dell' degli dei e y i el al ed-din bin ben ibn bint ould of the for and in on "
    "pour contre sans par avec entre près chez qu' n' y".split()
)
# Particles that open a surname, words that open a further part of a ministry's name, lists of
# bodies that have branches.
_NOBLE = frozenset("de du d' des la le von van der den".split())
_LISTED = frozenset("de du des d' la".split())
_BODIES = frozenset(("union", "party", "institution", "media", "association"))
LONGEST = 18  # pieces of a candidate
_LOWER_RUN = 7  # words without a capital in a row inside a name
_LOWER_RUN_LOOSE = 3  # the same where only a capitalised common word opens it
_QUOTED = 8  # pieces of a name between quotation marks
OPENING = frozenset("«\"“'‘+")
CLOSING = frozenset("»\"”'’+")
# Adjectives before a head noun: «**Haut** conseil pour le climat».
_GRADES = frozenset("haut haute grand grande nouveau nouvelle petit petite vieux vieille".split())


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """Return a name without accents, case, hyphens and stops, to compare.

    >>> plain("Saint-Étienne"), plain("Москва"), plain("Ø")
    ('saint etienne', 'москва', 'ø')
    """
    low = name.lower().replace("œ", "oe").replace("æ", "ae").replace("\u00ad", "")
    if not low.isascii():
        letters = unicodedata.normalize("NFKD", low)
        # Of the Latin alphabet ASCII remains; the letters of others stay as they are.
        low = "".join(c for c in letters if c < "\x80" or (c >= "\u0370" and c.isalnum()))
    return (
        " ".join(low.replace("-", " ").replace(".", "").replace("'", "' ").split()) or name.lower()
    )


class Piece:
    """A word or mark with its offsets and what its letters show."""

    __slots__ = ("cap", "end", "kind", "low", "plain", "shape", "space", "start", "text")

    def __init__(self, text: str, start: int, kind: str) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.kind = kind
        self.low, self.plain, self.shape, self.cap, _ = traits(text, kind)
        self.space = True  # whether a space stands before it

    def __repr__(self) -> str:
        return f"<{self.text!r} {self.start}>"


_CAPITALISED = frozenset(("Xx", "X", "XX", "xX", "9X"))


@lru_cache(maxsize=20_000)
def traits(text: str, kind: str) -> tuple[str, str, str, bool, int]:
    """Return lower case, plain form, shape, whether a capital, and where a word is glued (0)."""
    if kind == "line":
        return "¶", "¶", "line", False, 0
    low = text.lower()
    if kind == "mark":
        return low, text, "mark", False, 0
    shape = _shape(text)
    glue = _GLUED.search(text) if kind == "word" and shape in ("Xx", "xX") else None
    return low, plain(text), shape, shape in _CAPITALISED, glue.start() if glue else 0


def _shape(text: str) -> str:
    """Return Xx (Paris), XX (CGT), X (J.), xX (iPhone), 9X (A7, XIXe), 9 (12) or x (paris)."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "9"
    digits = any(c.isdigit() for c in text)
    upper = sum(c.isupper() for c in letters)
    if not upper:
        return "x9" if digits else "x"
    if digits:
        return "9X"
    if len(letters) == 1:
        return "X"
    if upper == len(letters):
        return "XX"
    if text[0].isupper():
        return "Xx"
    return "xX"


def cut(folded: str, gazetteer: Gazetteer | None = None) -> list[Piece]:
    """Return the pieces of a folded text, in order; a line break is a piece too."""
    found: list[Piece] = []
    at = 0
    joints = _Joints(folded, gazetteer)
    for match in _PIECE.finditer(folded):
        kind = match.lastgroup or "word"
        start = match.start()
        text = match.group()
        parts: list[str] = []
        if kind == "line":
            text = "\n"
        elif kind == "word" and (glue := traits(text, kind)[4]):
            # «TahitiLe dirigeant»: two words that lost the space between them
            parts = [text[:glue], text[glue:]]
        elif kind == "word" and "-" in text:
            if prefix := _PREFIX.match(text):
                # «ex-Lafond»: the name starts after the hyphen
                parts = [text[: prefix.end() - 1], "-", text[prefix.end() :]]
            else:
                parts = joints.parts(match, found[-1] if found else None)
        if not parts:
            piece = Piece(text, start, kind)
            piece.space = start > at
            found.append(piece)
        spot = start
        for part in parts:
            piece = Piece(part, spot, "mark" if part == "-" else "word")
            piece.space = spot == start and start > at
            found.append(piece)
            spot += len(part)
        at = match.end()
    return found


_ALONE = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w']+(?![\w-])")
_NO_JOINT = frozenset(("stop", "event", "quarter", "water"))


class _Joints:
    """Hyphens that join two names rather than the parts of one.

    «PSG-Liverpool», «Nantes-Saint-Étienne» by the lists; «le duel Varin-Kerbrat» where the
    article names Varin and Kerbrat alone; «Paul Varin-Anne Kerbrat» by the first name
    after the hyphen. The span over both stays possible.
    """

    def __init__(self, folded: str, gazetteer: Gazetteer | None) -> None:
        self._folded = folded
        self._names: Mapping[str, tuple[str, ...]] = gazetteer.names if gazetteer else {}
        self._given = gazetteer.given if gazetteer else frozenset()
        self._alone: set[str] | None = None

    def parts(self, match: re.Match[str], previous: Piece | None) -> list[str]:
        """Return the words and hyphens a joined word falls into, or nothing."""
        text = match.group()
        words = text.split("-")
        if not all(len(w) > 1 and w[0].isupper() for w in words) or plain(text) in self._names:
            return []
        first_names = [plain(w) in self._given for w in words]
        if len(words) == 2 and not first_names[0] and first_names[1]:
            after = self._folded[match.end() : match.end() + 2]
            if previous is not None and previous.cap and after[:1] == " " and after[1:].isupper():
                return [words[0], "-", words[1]]
        if all(first_names):
            return []
        cuts = self._cuts(words)
        if len(cuts) < 2:
            return []
        joined = "\0-\0".join(cuts)
        return joined.split("\0")

    def _cuts(self, words: list[str]) -> list[str]:
        """Return the fewest names, two at least, that the words make up."""
        best: list[list[str] | None] = [[]]
        for end in range(1, len(words) + 1):
            options = []
            for start in range(end):
                left = best[start]
                name = "-".join(words[start:end])
                if left is not None and end - start < len(words) and self._is_name(name):
                    options.append([*left, name])
            best.append(min(options, key=len) if options else None)
        return best[-1] or []

    def _is_name(self, name: str) -> bool:
        if "-" not in name and name.isupper() and len(name) < 7:
            return True
        if any(c not in _NO_JOINT for c in self._names.get(plain(name), ())):
            return True
        if "-" in name:
            return False
        if self._alone is None:
            self._alone = set(_ALONE.findall(self._folded))
        return name in self._alone and name != "Saint"


def candidates(
    pieces: list[Piece],
    gazetteer: Gazetteer,
    model: list[tuple[int, int, str]],
) -> dict[int, set[int]]:
    """Return the possible names as {index of the first piece: indexes of the last pieces}.

    A name starts at a capital, or at a head noun that belongs to the name («**tribunal**
    de Nantes»); it ends at a capital, a number, or a word in lower case where the name
    starts like an institution («Parti **socialiste**») or where a list or the model says so.
    `model` holds the model's entities as (first piece, last piece, label).
    """
    spans: dict[int, set[int]] = {}
    size = len(pieces)
    heads = gazetteer.heads
    for i in range(size):
        piece = pieces[i]
        loose = False
        after = pieces[i + 1] if i + 1 < size else None
        if piece.cap:
            head = (
                piece.plain in heads
                or _ORDINAL.match(piece.text) is not None
                or (piece.plain in _GRADES and after is not None and after.plain in heads)
            )
            # a common word with a capital inside a sentence: «les **Foyers** de la charité»
            loose = not head and piece.low in gazetteer.common and not _opens(pieces, i)
        elif piece.shape in ("x", "9", "x9") and piece.plain in heads:
            head = True
        elif piece.shape in ("9", "x9") and after is not None and after.cap:
            head = False  # «20 Minutes»
        elif after is not None and after.plain in heads and _ORDINAL.match(piece.text):
            head = True  # «2e régiment de chasseurs»
        elif piece.low in _NOBLE and _is_particle_of_name(pieces, i):
            head = False  # «M. **de** Varin»
        else:
            continue
        ends = _ends(pieces, i, head, loose)
        ends |= gazetteer.phrases_at(pieces, i)
        if piece.cap:
            ends |= _beyond(pieces, i, gazetteer)
        if ends:
            spans[i] = ends
    for first, last, _ in model:
        if pieces[first].cap or any(pieces[k].cap for k in range(first, last + 1)):
            spans.setdefault(first, set()).add(last)
    return spans


def _opens(pieces: list[Piece], i: int) -> bool:
    """Whether piece `i` owes its capital to its place: the start of a sentence or line."""
    return i == 0 or pieces[i - 1].kind == "line" or pieces[i - 1].text in ".?!…:-–—•"


def _is_particle_of_name(pieces: list[Piece], i: int) -> bool:
    """Whether a particle may open a surname: after a title or an office («général de Varin»)."""
    if i == 0 or i + 1 >= len(pieces):
        return False
    k = i + 1
    if pieces[k].low in _NOBLE and k + 1 < len(pieces):
        k += 1
    if not pieces[k].cap:
        return False
    before = pieces[i - 1].text
    if title(before) or title(before.rstrip(".")):
        return True
    noun = human_noun(pieces[i - 1].low)
    return noun is not None and noun.type == "title"


def _beyond(pieces: list[Piece], i: int, gazetteer: Gazetteer) -> set[int]:
    """Ends that need more than capitals: «CGT **spectacle**», «"Youth for **climate**"», «Canal **+**»."""
    ends: set[int] = set()
    size = len(pieces)
    if i + 1 >= size:
        return ends
    after = pieces[i + 1]
    if after.text == "+" or (
        after.shape == "x"
        and after.low not in PARTICLES
        and (pieces[i].shape == "XX" and len(pieces[i].text) > 1)
        and any(c in _BODIES for c in gazetteer.names.get(pieces[i].plain, ()))
    ):
        ends.add(i + 1)
    if i and pieces[i - 1].text in OPENING:
        for j in range(i + 1, min(size - 1, i + _QUOTED)):
            if pieces[j].kind == "line" or (pieces[j].text in OPENING and pieces[j].space):
                break
            if pieces[j + 1].text in CLOSING and not pieces[j + 1].space:
                ends.add(j)
                break
            if pieces[j + 1].text == "»":
                ends.add(j)
                break
    return ends


def _ends(pieces: list[Piece], i: int, head: bool, loose: bool) -> set[int]:
    """Return where a name that starts at `i` may end."""
    ends: set[int] = set()
    size = len(pieces)
    cap = capital = pieces[i].cap
    run = _LOWER_RUN if head else _LOWER_RUN_LOOSE if loose else 0
    lower = 0
    if cap:
        ends.add(i)
    for j in range(i + 1, min(size, i + LONGEST)):
        piece = pieces[j]
        kind = piece.kind
        if kind == "line":
            break
        if kind == "mark":
            if j + 1 == size:
                break
            after = pieces[j + 1]
            if (
                piece.text in "&/-–"
                and capital
                and after.cap
                and (piece.text == "&" or not piece.space)
            ):
                continue
            if piece.text == "," and head and capital and after.low in _LISTED:
                continue  # «ministère de l'Économie, **des** Finances»
            break
        if piece.cap:
            if piece.text in ("NDLR", "Ndlr"):
                break
            if not cap and not capital and lower > 4:
                break
            capital = True
            lower = 0
            ends.add(j)
            continue
        if piece.shape in ("9", "x9"):
            if capital and (j - i < 5):
                ends.add(j)
            elif not head:
                break
            continue
        if piece.low in PARTICLES:
            continue
        lower += 1
        if lower > run:
            break
        if capital:
            ends.add(j)
    return ends
