"""Files of any packing as streams of bytes: plain, gzip, bzip2, xz, zstd, zip, stdin.

`Unit` is one readable stream: a file, a member of a zip archive, or stdin. Folders and
archives are walked in the order of their names, so that positions never change.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from quoteminer.errors import InputError

PACKINGS = (".gz", ".bz2", ".xz", ".zst")
# What systems leave behind in folders and archives: no article was ever in there.
DEBRIS = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Unit:
    """One stream of bytes: `name` as the user wrote it, `/member` added for an archive."""

    name: str
    path: Path | None
    """The file, or None for stdin."""
    member: str | None = None
    """The member, where `path` is a zip archive."""

    @property
    def suffix(self) -> str:
        """The extension that says what is inside, packing left out: `.jsonl` of `a.jsonl.gz`."""
        suffixes = [s.lower() for s in PurePosixPath(self.name).suffixes]
        while suffixes and suffixes[-1] in PACKINGS:
            suffixes.pop()
        return suffixes[-1] if suffixes else ""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open for reading, unpacked. Raises `OSError`, `EOFError` or an unpacker's error."""
        import xopen

        if self.path is None:
            yield from _unpacked(sys.stdin.buffer)
        elif self.member is not None:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as raw:
                yield from _unpacked(cast(BinaryIO, raw))
        else:
            # threads=0: no helper processes that would outlive an interrupted run
            with xopen.xopen(self.path, "rb", threads=0) as stream:
                yield stream


def _unpacked(raw: BinaryIO) -> Iterator[BinaryIO]:
    import xopen

    stream = io.BufferedReader(_Peeked(raw), 1 << 16)
    head = stream.peek(6)[:6]
    if head[:2] == b"\x1f\x8b" or head[:3] == b"BZh" or head in (b"\xfd7zXZ\0",):
        with xopen.xopen(stream, "rb", threads=0) as unpacked:
            yield unpacked
    elif head[:4] == b"\x28\xb5\x2f\xfd":
        with xopen.xopen(stream, "rb", threads=0, format="zst") as unpacked:
            yield unpacked
    else:
        yield stream


class _Peeked(io.RawIOBase):
    """Any readable as a raw stream, so that `BufferedReader` can look ahead in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def units(given: str | Path) -> Iterator[Unit]:
    """Yield what is readable under `given`: a file, `-` for stdin, a folder, a zip archive.

    Raises `InputError` where there is nothing of that name, or the archive is broken.
    """
    if str(given) == "-":
        yield Unit("stdin", None)
        return
    path = Path(given)
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            parts = inner.relative_to(path).parts
            if inner.is_file() and not any(_debris(part) for part in parts):
                yield from _one(inner)
    elif path.exists():
        yield from _one(path)
    else:
        raise InputError(f"{given}: no such file or folder")


def _one(path: Path) -> Iterator[Unit]:
    name = path.as_posix()
    if path.suffix.lower() != ".zip":
        yield Unit(name, path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(i.filename for i in archive.infolist() if not i.is_dir())
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{name}: a broken zip archive ({error})") from error
    for member in members:
        if not any(_debris(part) for part in PurePosixPath(member).parts):
            yield Unit(f"{name}/{member}", path, member)


def _debris(part: str) -> bool:
    return part in DEBRIS or part.startswith(".")
