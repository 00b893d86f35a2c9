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
    {ord(c): "'" for c in "’ʼ′＇"}
    | {
        ord(c): " "
        for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\t\x00"
    }
    | {ord(c): "-" for c in "‐‑"}
    | {ord(c): "\n" for c in "\r\x0b\x0c\x85\u2028\u2029"}
)
# Half a surrogate pair is no character: a model cannot encode it.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Paragraph(NamedTuple):
    """A stretch of text between line breaks, blank lines left out (`end` exclusive)."""

    start: int
    end: int


def fold(text: str) -> str:
    r"""Return `text` with apostrophes, spaces and hyphens made alike, length unchanged.

    >>> fold("l’accord\u00a0: «\u202foui\u202f»")
    "l'accord : « oui »"
    """
    if text.isascii() and "\t" not in text and "\r" not in text:
        return text.translate(_FOLD) if not text.isprintable() else text
    return _SURROGATE.sub("\ufffd", text).translate(_FOLD)


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
