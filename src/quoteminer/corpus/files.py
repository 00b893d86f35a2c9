"""Files of any packing as streams of bytes: plain, gzip, bzip2, xz, zstd, zip, stdin.

`Unit` is one readable stream: a file, a member of a zip archive, or stdin. Folders and
archives are walked in the order of their names, so that positions never change. Nothing
is ever unpacked to disk, and what unpacks to more than any text would is refused.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, cast

from quoteminer.errors import InputError

Packing = Literal["gz", "bz2", "xz", "zst"]
PACKINGS = (".gz", ".bz2", ".xz", ".zst")
MAX_RATIO = 200
"""No corpus packs better than this (text 3–10 times, copies of one page 100): the rest are
decompression bombs."""
FREE = 1 << 26
"""This many bytes are unpacked whatever their ratio."""
# What systems leave behind in folders and archives: no article was ever in there.
DEBRIS = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Unit:
    """One stream of bytes: `name` as the user wrote it, `/member` added for an archive."""

    name: str
    path: Path | None
    """The file, or None for stdin."""
    member: zipfile.ZipInfo | None = None
    """The member, where `path` is a zip archive."""
    refused: str | None = None
    """Why it is not opened: an archive that is broken or a bomb."""

    @property
    def suffix(self) -> str:
        """The extension that says what is inside, packing left out: `.jsonl` of `a.jsonl.gz`."""
        suffixes = [s.lower() for s in PurePosixPath(self.name).suffixes]
        while suffixes and suffixes[-1] in PACKINGS:
            suffixes.pop()
        return suffixes[-1] if suffixes else ""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open for reading, unpacked.

        Raises `OSError`, `EOFError` or an unpacker's error; `InputError` for what is refused,
        for a member whose name leaves its archive and, while reading, for a decompression bomb.
        """
        if self.refused is not None:
            raise InputError(self.refused)
        if self.path is None:
            yield from _unpacked(sys.stdin.buffer)
        elif self.member is not None:
            if _leaves(self.member.filename):
                raise InputError("refused: its name leads out of the archive")
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as raw:
                size = self.member.compress_size
                yield from _unpacked(_bounded(cast(BinaryIO, raw), lambda: size))
        else:
            with self.path.open("rb") as file:
                yield from _unpacked(file, _packing(self.path.name))


def _leaves(name: str) -> bool:
    """Whether unpacking a member of this name would write elsewhere than beside the archive."""
    path = _parts(name)
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _parts(name: str) -> PurePosixPath:
    """The name of a member as a path; some systems' archives have backslashes."""
    return PurePosixPath(name.replace("\\", "/"))


def _packing(name: str) -> Packing | None:
    """The packing that a file's name speaks of."""
    suffix = PurePosixPath(name).suffix.lower()
    return cast(Packing, suffix[1:]) if suffix in PACKINGS else None


_MAGIC: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"), (b"\x28\xb5\x2f\xfd", "zst"),
)  # fmt: skip


def _unpacked(raw: BinaryIO, named: Packing | None = None) -> Iterator[BinaryIO]:
    """Yield `raw` unpacked, by its first bytes or as its name says; as it is where not packed."""
    import xopen

    stream = raw
    counted: _Counted | None = None
    if not (raw.seekable() and hasattr(raw, "peek")):  # stdin, a member
        counted = _Counted(raw)
        stream = cast(BinaryIO, io.BufferedReader(counted, 1 << 16))
    head = cast(io.BufferedReader, stream).peek(6)[:6]
    packing = next((name for magic, name in _MAGIC if head.startswith(magic)), named)
    if packing is None:
        yield stream
        return

    def taken() -> int:
        return counted.total if counted is not None else stream.tell()

    # threads=0: no helper processes that would outlive an interrupted run
    with xopen.xopen(stream, "rb", threads=0, format=packing) as unpacked:
        yield _bounded(unpacked, taken)


STEP = 1 << 13
"""Bytes read at a time: so many at most are lost of a packed file that breaks off."""


class _Counted(io.RawIOBase):
    """Any readable as a raw stream that counts, so that `BufferedReader` can look ahead in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.total = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        # not `read`: it waits for all, and where a file breaks off loses what it had
        read: Callable[[int], bytes] = getattr(self._stream, "read1", self._stream.read)
        data = read(min(len(view), STEP))
        view[: len(data)] = data
        self.total += len(data)
        return len(data)


class _Bounded(_Counted):
    """Unpacked bytes, that end in an `InputError` where they are many times the packed ones."""

    def __init__(self, stream: BinaryIO, packed: Callable[[], int]) -> None:
        super().__init__(stream)
        self._packed = packed

    def readinto(self, buffer: object) -> int:
        read = super().readinto(buffer)
        if self.total > FREE and self.total > MAX_RATIO * self._packed():
            raise InputError(BOMB)
        return read


BOMB = f"refused: unpacks to more than {MAX_RATIO} times its size, as no text does"


def _bounded(stream: BinaryIO, packed: Callable[[], int]) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Bounded(stream, packed), 1 << 16))


def units(given: str | Path) -> Iterator[Unit]:
    """Yield what is readable under `given`: a file, `-` for stdin, a folder, a zip archive.

    Raises `InputError` where there is nothing of that name.
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
            members = sorted(
                (i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename
            )
    except (OSError, zipfile.BadZipFile) as error:
        yield Unit(name, path, refused=f"a broken zip archive ({error})")
        return
    # Members that share their packed bytes make a bomb that none of them is alone.
    if sum(i.file_size for i in members) > max(FREE, MAX_RATIO * path.stat().st_size):
        yield Unit(name, path, refused=BOMB)
        return
    for member in members:
        if not any(_debris(part) for part in _parts(member.filename).parts):
            yield Unit(f"{name}/{member.filename}", path, member)


def _debris(part: str) -> bool:
    return part in DEBRIS or (part.startswith(".") and part != "..")
