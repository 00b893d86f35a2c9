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

_PIECE = re.compile(
    r"(?P<dots>(?:[A-ZÀ-Þ]\.){2,}(?:[A-ZÀ-Þ]\b)?)"  # U.S., J.K.
    r"|(?P<initial>\b[A-ZÀ-Þ]\.(?=[ -]?[A-ZÀ-Þ]|,|\)| [a-zà-ÿ]))"  # J. Dupont, Karim B.
    r"|(?P<elided>[^\W\d_]{1,12}')(?=\w)"
    r"|(?P<word>\w[\w\u00ad]*(?:-\w[\w\u00ad]*)*(?:\.(?=(?:com|fr|be|ch|ca|org|net|info|ly|io)\b)\w+)?\+?)"
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
LONGEST = 14  # pieces of a candidate
_LOWER_RUN = 5  # words without a capital in a row inside a name


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
    names = gazetteer.names if gazetteer is not None else {}
    found: list[Piece] = []
    at = 0
    for match in _PIECE.finditer(folded):
        kind = match.lastgroup or "word"
        start = match.start()
        text = match.group()
        if kind == "line":
            piece = Piece("\n", start, "line")
        elif kind == "word" and (glue := traits(text, kind)[4]):
            # «TahitiLe dirigeant»: two words that lost the space between them
            first = Piece(text[:glue], start, "word")
            first.space = start > at
            found.append(first)
            piece = Piece(text[glue:], start + glue, "word")
            piece.space = False
            found.append(piece)
            at = match.end()
            continue
        elif kind == "word" and (low_prefix := _PREFIX.match(text)):
            # «ex-Lafond»: the name starts after the hyphen
            cut_at = low_prefix.end()
            for part, spot, sort in (
                (text[: cut_at - 1], start, "word"),
                ("-", start + cut_at - 1, "mark"),
                (text[cut_at:], start + cut_at, "word"),
            ):
                piece = Piece(part, spot, sort)
                piece.space = spot == start and start > at
                found.append(piece)
            at = match.end()
            continue
        elif kind == "word" and "-" in text and _joined(text, names):
            # «PSG-Liverpool»: two names; the span over both stays possible
            spot = start
            for part in re.split("(-)", text):
                piece = Piece(part, spot, "mark" if part == "-" else "word")
                piece.space = spot == start and start > at
                spot += len(part)
                found.append(piece)
            at = match.end()
            continue
        else:
            piece = Piece(text, start, kind)
        piece.space = start > at
        at = match.end()
        found.append(piece)
    return found


def _joined(text: str, names: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a hyphen joins two listed names, not the parts of one («Bourg-Madame»)."""
    if plain(text) in names:
        return False
    parts = text.split("-")
    return all(
        len(part) > 1
        and part[0].isupper()
        and (
            (part.isupper() and len(part) < 7)
            or any(
                c not in ("stop", "event", "quarter", "water") for c in names.get(plain(part), ())
            )
        )
        for part in parts
    )


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
        if piece.cap:
            head = piece.plain in heads or _ORDINAL.match(piece.text) is not None
        elif piece.shape in ("x", "9", "x9") and piece.plain in heads:
            head = True
        elif piece.shape in ("9", "x9") and i + 1 < size and pieces[i + 1].cap:
            head = False  # «20 Minutes»
        elif _ORDINAL.match(piece.text) and i + 1 < size and pieces[i + 1].plain in heads:
            head = True  # «2e régiment de chasseurs»
        else:
            continue
        ends = _ends(pieces, i, head, piece.cap)
        ends |= gazetteer.phrases_at(pieces, i)
        if ends:
            spans[i] = ends
    for first, last, _ in model:
        if pieces[first].cap or any(pieces[k].cap for k in range(first, last + 1)):
            spans.setdefault(first, set()).add(last)
    return spans


def _ends(pieces: list[Piece], i: int, head: bool, cap: bool) -> set[int]:
    ends: set[int] = set()
    size = len(pieces)
    capital = cap
    lower = 0
    if cap:
        ends.add(i)
    for j in range(i + 1, min(size, i + LONGEST)):
        piece = pieces[j]
        kind = piece.kind
        if kind == "line":
            break
        if kind == "mark":
            if (
                piece.text in "&/-–"
                and capital
                and j + 1 < size
                and pieces[j + 1].cap
                and (piece.text == "&" or not piece.space)
            ):
                continue
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
        if not head:
            # one adjective after a capital: «Afrique subsaharienne», «France métropolitaine»
            break
        lower += 1
        if lower > _LOWER_RUN:
            break
        if capital:
            ends.add(j)
    return ends
