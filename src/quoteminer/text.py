"""The text as the rules read it: folded without moving a single offset.

Every offset of the package is a Python string index into the caller's untouched
text, end exclusive. Folding replaces characters one for one, so that an offset
in the folded text is the same offset in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# One character for one character: typographic variants that the tokenizer and the
# lexicon need not tell apart. U+2019 and its kin become the plain apostrophe, every
# space but the line break a plain space, invisible characters a space-like nothing
# that belongs to no word (U+00AD cannot be removed without moving offsets).
_FOLD = (
    dict.fromkeys("’ʼ′＇", "'")
    | dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\t\x00",
        " ",
    )
    | dict.fromkeys("‐‑", "-")
    | dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")
)
# Half a surrogate pair is no character: a model cannot encode it.
_HALVES = "\ud800-\udfff"
_SURROGATE = re.compile(f"[{_HALVES}]")
_UNLIKE = re.compile("[" + "".join(_FOLD) + _HALVES + "]")
# No article of the press is longer: what is, is a collection, and is read part by part.
# Who is who is asked within a part, so that time grows with the length and no faster.
SECTION = 50_000


class Paragraph(NamedTuple):
    """A stretch of text between line breaks, blank lines left out (`end` exclusive)."""

    start: int
    end: int


def fold(text: str) -> str:
    r"""Return `text` with apostrophes, spaces and hyphens made alike, length unchanged.

    >>> fold("l’accord\u00a0: «\u202foui\u202f»")
    "l'accord : « oui »"
    """
    return _UNLIKE.sub(_alike, text)


def _alike(match: re.Match[str]) -> str:
    return _FOLD.get(match.group(), "\ufffd")


def encodable(text: str) -> str:
    r"""Return `text` with U+FFFD for each half of a surrogate pair: UTF-8 cannot hold it.

    >>> encodable("a\ud800b")
    'a\ufffdb'
    """
    return _SURROGATE.sub("\ufffd", text)


def sections(text: str, length: int = SECTION) -> list[tuple[int, str]]:
    r"""Return a text as (offset, part) pairs, each part of at most `length` characters.

    A part ends after a line break if there is one in its second half, else after the end
    of a sentence, else after a space.

    >>> sections("Un titre\nDeux mots. Trois", 12)
    [(0, 'Un titre\n'), (9, 'Deux mots. '), (20, 'Trois')]
    """
    found = []
    at = 0
    while len(text) - at > length:
        least, most = at + length // 2, at + length
        cut = next(
            (
                place + len(mark)
                for mark in ("\n", ". ", " ")
                if (place := text.rfind(mark, least, most + 1 - len(mark))) >= 0
            ),
            most,
        )
        found.append((at, text[at:cut]))
        at = cut
    found.append((at, text[at:]))
    return found


def paragraphs(folded: str) -> list[Paragraph]:
    r"""Return the paragraphs of a folded text: runs between line breaks, spaces trimmed.

    >>> paragraphs("Un titre\n\nDeux mots.\n")
    [Paragraph(start=0, end=8), Paragraph(start=10, end=20)]
    """
    found = []
    at = 0
    for line in folded.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped[0])
            found.append(Paragraph(start, start + len(stripped)))
        at += len(line) + 1
    return found
