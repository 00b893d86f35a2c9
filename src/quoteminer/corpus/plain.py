"""Plain text files: one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from quoteminer.corpus.encoding import by_mark, decode
from quoteminer.corpus.unread import Item
from quoteminer.errors import InputError
from quoteminer.models import Source

MAX_TEXT = 1 << 28
"""Bytes; a text file longer than any article was given in the place of another format."""


def read_text(stream: BinaryIO, name: str, encoding: str | None) -> Iterator[Item]:
    """Yield the one article of a text file. Raises `InputError` where it is no text."""
    data = stream.read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT:
        raise InputError(f"more than {MAX_TEXT >> 20} MiB: no single article")
    if encoding is None and by_mark(data[:4]) is None and b"\0" in data[:4096]:
        raise InputError("a binary file, not text")
    text, note = decode(data, encoding)
    if not text.strip():
        raise InputError("empty")
    meta = {} if note is None else {"encoding": note}
    yield Source(text=text, id=name, where=name, meta=dict(meta))
