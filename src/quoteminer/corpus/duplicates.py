"""The same article twice: exact and near duplicates, marked and never dropped.

Near duplicates are found by MinHash (datasketch) over runs of three words, banded; the
index lies in a SQLite file, so that memory does not grow with the corpus. Each article is
compared with those before it and marked with the first one that it repeats.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from quoteminer.corpus.extras import need

Duplicates = Literal["near", "exact", "none"]

SHINGLE = 3
PERMUTATIONS = 128
# 16 bands of 8: half of the pairs alike by 0.71 meet in a band, nearly all alike by 0.85.
BANDS, BAND = 16, 8
THRESHOLD = 0.8
"""Estimated Jaccard similarity of the sets of word runs from which two articles are near."""
MIN_SHINGLES = 20
"""Shorter texts are compared exactly only: two briefs of one sentence are soon alike."""

_WORDS = re.compile(r"\w+")


class Twin(NamedTuple):
    """The earlier article that this one repeats."""

    kind: Literal["exact", "near"]
    position: int
    id: str | None
    similarity: float


class Fingerprint(NamedTuple):
    """What is compared of an article: a hash of its words, and its MinHash signature.

    `signature` (`PERMUTATIONS` numbers of 64 bits) is None where near duplicates are not
    wanted, or the text is too short for them.
    """

    digest: bytes
    signature: bytes | None


def fingerprint(text: str, mode: Duplicates = "near") -> Fingerprint:
    """Return the fingerprint of a text: case, marks and spaces do not count.

    Raises `MissingExtraError` where datasketch is wanted and missing.
    """
    words = _WORDS.findall(text.casefold())
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest()
    if mode != "near":
        return Fingerprint(digest, None)
    shingles = {
        " ".join(words[i : i + SHINGLE]).encode("utf-8", "replace")
        for i in range(len(words) - SHINGLE + 1)
    }
    if len(shingles) < MIN_SHINGLES:
        return Fingerprint(digest, None)
    signature = _empty().copy()
    # in an order of its own, a set would feed the same values anyway: the minimum is taken
    signature.update_batch(shingles)
    values: bytes = signature.hashvalues.astype("uint64").tobytes()
    return Fingerprint(digest, values)


@cache
def _empty() -> Any:
    """A MinHash of nothing; its random functions are the same everywhere."""
    datasketch = need("datasketch", "corpus", "finding near duplicates")
    return datasketch.MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=_hash)


class DuplicateIndex:
    """Finds the first earlier article that a text repeats.

    `path` is a SQLite file of its own, or `:memory:`. Positions come in growing order.
    Raises `MissingExtraError` where datasketch is wanted and missing.
    """

    def __init__(self, path: str | Path = ":memory:", mode: Duplicates = "near") -> None:
        self.mode = mode
        if mode == "near":
            _empty()
        self._db = sqlite3.connect(":memory:" if mode == "none" else path, isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
            CREATE TABLE IF NOT EXISTS exact (hash BLOB PRIMARY KEY, position INTEGER, id TEXT)
                WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS bands (band INTEGER, hash INTEGER, position INTEGER,
                PRIMARY KEY (band, hash, position)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS signatures (position INTEGER PRIMARY KEY, id TEXT,
                signature BLOB);
            BEGIN;
            """
        )

    def add(self, article: str | Fingerprint, position: int, id: str | None = None) -> Twin | None:
        """Return the first earlier article that this one repeats, and remember it."""
        if self.mode == "none":
            return None
        digest, signature = fingerprint(article, self.mode) if isinstance(article, str) else article
        row = self._db.execute(
            "SELECT position, id FROM exact WHERE hash = ?", (digest,)
        ).fetchone()
        if row is not None:
            return Twin("exact", row[0], row[1], 1.0)
        self._db.execute("INSERT INTO exact VALUES (?, ?, ?)", (digest, position, id))
        return self._add_near(signature, position, id) if signature is not None else None

    def _add_near(self, signature: bytes, position: int, id: str | None) -> Twin | None:
        import numpy as np

        values = np.frombuffer(signature, np.uint64)
        size = BAND * values.itemsize
        keys = [
            int.from_bytes(
                hashlib.blake2b(signature[b * size : (b + 1) * size], digest_size=8).digest(),
                "little",
                signed=True,
            )
            for b in range(BANDS)
        ]
        candidates: set[int] = set()
        for band, key in enumerate(keys):
            candidates.update(
                found
                for (found,) in self._db.execute(
                    "SELECT position FROM bands WHERE band = ? AND hash = ? LIMIT 64", (band, key)
                )
            )
        twin = None
        for other in sorted(candidates):
            their_id, blob = self._db.execute(
                "SELECT id, signature FROM signatures WHERE position = ?", (other,)
            ).fetchone()
            alike = float(np.mean(values == np.frombuffer(blob, np.uint64)))
            if alike >= THRESHOLD:
                twin = Twin("near", other, their_id, alike)
                break
        if twin is None:
            # Twins are found through the first of their kind: one entry a cluster suffices.
            self._db.execute("INSERT INTO signatures VALUES (?, ?, ?)", (position, id, signature))
            self._db.executemany(
                "INSERT OR IGNORE INTO bands VALUES (?, ?, ?)",
                [(band, key, position) for band, key in enumerate(keys)],
            )
        return twin

    def close(self) -> None:
        """Close the index."""
        self._db.close()


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=4).digest(), "little")
