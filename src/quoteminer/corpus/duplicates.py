"""The same article twice: exact and near duplicates, marked and never dropped.

Near duplicates are found by MinHash (datasketch) over runs of three words, banded; the
index lies in a SQLite file, so that memory does not grow with the corpus. Each article is
compared with those before it and marked with the first one that it repeats.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
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


class DuplicateIndex:
    """Finds the first earlier article that a text repeats.

    `path` is a SQLite file of its own, or `:memory:`. Positions come in growing order.
    """

    def __init__(self, path: str | Path = ":memory:", mode: Duplicates = "near") -> None:
        self.mode = mode
        self._near: Any = (
            need("datasketch", "corpus", "finding near duplicates") if mode == "near" else None
        )
        self._seeded: Any = None
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
            CREATE TABLE IF NOT EXISTS exact (hash BLOB PRIMARY KEY, position INTEGER, id TEXT)
                WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS bands (band INTEGER, hash INTEGER, position INTEGER,
                PRIMARY KEY (band, hash, position)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS signatures (position INTEGER PRIMARY KEY, id TEXT,
                signature BLOB);
            BEGIN;
            """
        )

    def add(self, text: str, position: int, id: str | None = None) -> Twin | None:
        """Return the first earlier article that `text` repeats, and remember this one."""
        if self.mode == "none":
            return None
        words = _WORDS.findall(text.casefold())
        digest = hashlib.blake2b(
            " ".join(words).encode("utf-8", "replace"), digest_size=16
        ).digest()
        row = self._db.execute(
            "SELECT position, id FROM exact WHERE hash = ?", (digest,)
        ).fetchone()
        if row is not None:
            return Twin("exact", row[0], row[1], 1.0)
        self._db.execute("INSERT INTO exact VALUES (?, ?, ?)", (digest, position, id))
        return self._add_near(words, position, id) if self.mode == "near" else None

    def _add_near(self, words: list[str], position: int, id: str | None) -> Twin | None:
        import numpy as np

        shingles = {
            " ".join(words[i : i + SHINGLE]).encode("utf-8", "replace")
            for i in range(len(words) - SHINGLE + 1)
        }
        if len(shingles) < MIN_SHINGLES:
            return None
        if self._seeded is None:
            self._seeded = self._near.MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=_hash)
        signature = self._seeded.copy()
        # in an order of its own, a set would feed the same values anyway: the minimum is taken
        signature.update_batch(shingles)
        values = signature.hashvalues.astype(np.uint64)
        keys = [
            int.from_bytes(
                hashlib.blake2b(
                    values[b * BAND : (b + 1) * BAND].tobytes(), digest_size=8
                ).digest(),
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
            self._db.execute(
                "INSERT INTO signatures VALUES (?, ?, ?)", (position, id, values.tobytes())
            )
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
