"""Print one line that tells whether two installations find the same: `python scripts/fingerprint.py`.

Reads the articles of tests and examples and some made ones, and hashes all that is found but
the versions: equal fingerprints are equal results, to the last digit of every confidence.
"""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import quoteminer
from quoteminer.benchmark import made_texts
from quoteminer.notation import parse

ROOT = Path(__file__).parent.parent
MADE = 60


def main() -> None:
    """Print the versions, how much was read, and the fingerprint."""
    texts = [
        parse(path.read_text("utf-8"))["text"] for path in sorted(ROOT.glob("tests/articles/*.txt"))
    ]
    texts += [(ROOT / "examples/article.txt").read_text("utf-8"), *made_texts(MADE)]
    miner = quoteminer.load()
    digest = hashlib.sha256()
    quotes = 0
    for article in miner.pipe(texts):
        assert isinstance(article, quoteminer.Article)
        assert quoteminer.Article.model_validate_json(article.model_dump_json()) == article
        found = article.model_dump(mode="json", exclude={"made_by"})
        digest.update(json.dumps(found, sort_keys=True, ensure_ascii=False).encode())
        quotes += len(article.quotes)
    others = ", ".join(f"{name} {version(name)}" for name in ("pydantic", "numpy"))
    print(
        f"Python {platform.python_version()}; {miner.made_by}; {others}: {len(texts)} articles, "
        f"{quotes} quotes, fingerprint {digest.hexdigest()[:16]}"
    )


if __name__ == "__main__":
    main()
