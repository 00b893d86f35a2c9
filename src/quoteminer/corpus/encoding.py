"""Bytes to text, whatever the encoding, and saying so where it had to be guessed.

UTF-8 and UTF-16 with a mark are read as such. Other bytes go through
charset-normalizer, held to the encodings that French text comes in; a UTF-8 file with a
few damaged bytes stays UTF-8, with U+FFFD in the place of each.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

# What French text was ever saved in. A free guess turns short texts into Greek or Turkish.
PLAUSIBLE = ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf_16_le", "utf_16_be"]
# A UTF-8 letter of more than one byte, as bytes.
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
# Above this many characters one line is no record any more but a file without line breaks.
MAX_LINE = 1 << 28
_LETTERS = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛ«»’“”–—…°€·\u00a0")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    """A text, and what there is to say of its encoding (None: plain UTF-8)."""

    text: str
    note: str | None


def by_mark(head: bytes) -> str | None:
    """Return the encoding that a byte order mark at the start names."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of `data`; with `encoding`, in that and no other.

    Raises `UnicodeDecodeError` where `encoding` is given and does not fit.

    >>> decode("été".encode()), decode("Une journée d'été à la préfecture".encode("cp1252"))
    (Decoded(text='été', note=None), Decoded(text="Une journée d'été à la préfecture", note='cp1252'))
    """
    marked = by_mark(data[:4])
    if encoding is not None:
        return Decoded(data.decode(encoding), None)
    if marked is not None:
        return Decoded(data.decode(marked, "replace"), None if "8" in marked else marked)
    try:
        return Decoded(data.decode("utf-8"), None)
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    if len(_MULTIBYTE.findall(data)) > 2 * lost:
        return Decoded(damaged, f"utf-8, {lost} undecodable")
    guess = guessed(data[: 1 << 18])
    try:
        return Decoded(data.decode(guess), guess)
    except UnicodeDecodeError:
        return Decoded(data.decode("cp1252", "replace"), "cp1252, some undecodable")


def guessed(sample: bytes) -> str:
    """Return the likeliest encoding of a sample that is not UTF-8."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=PLAUSIBLE)
    # The library weighs mess; that «ÿ‚» is no French word, letters alone must tell.
    names = {match.encoding: None for match in found} | dict.fromkeys(PLAUSIBLE)
    name = max(names, key=lambda n: _french(sample, n))
    # The same letters; only cp1252 also has the typographic quotes and dashes.
    return "cp1252" if name in ("iso8859_15", "latin_1") else name


def _french(sample: bytes, encoding: str) -> float:
    """The share of the characters beyond ASCII that French text is written with."""
    try:
        beyond = [c for c in sample.decode(encoding) if c > "\x7f"]
    except UnicodeDecodeError:
        return -1.0
    return sum(c in _LETTERS for c in beyond) / max(1, len(beyond))


class Line(NamedTuple):
    """A physical line with its number from 1, its end kept, and the note on its encoding."""

    number: int
    text: str
    note: str | None


def lines(stream: BinaryIO, encoding: str | None = None) -> Iterator[Line]:
    """Yield the lines of a stream; each is decoded alone, so that one bad line stays one.

    Raises `UnicodeDecodeError` where `encoding` is given and does not fit.
    """
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.peek(4)[:4]
    wide = encoding or by_mark(head)
    if wide is not None and "8" not in wide.replace("8859", ""):
        text = io.TextIOWrapper(buffered, wide, "strict" if encoding else "replace", newline="\n")
        for number, line in enumerate(text, 1):
            yield Line(number, line, None if encoding else wide)
        return
    legacy: str | None = None
    for number, raw in enumerate(iter(lambda: buffered.readline(MAX_LINE), b""), 1):
        if number == 1 and raw.startswith(codecs.BOM_UTF8):
            raw = raw[3:]
        if legacy is not None and encoding is None:
            try:
                yield Line(number, raw.decode("utf-8"), None)
            except UnicodeDecodeError:
                yield Line(number, raw.decode(legacy, "replace"), legacy)
            continue
        found = decode(raw, encoding)
        # One guess for the file: a short line alone tells too little.
        if found.note is not None and "," not in found.note:
            legacy = found.note
        yield Line(number, found.text, found.note)
