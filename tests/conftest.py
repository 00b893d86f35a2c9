"""What the tests share: one loaded miner, and the annotated cases and articles."""

from __future__ import annotations

from pathlib import Path

import pytest

import quoteminer
from quoteminer.notation import parse

HERE = Path(__file__).parent


def articles() -> list[dict]:
    """The annotated articles written for the project."""
    return [
        parse(path.read_text("utf-8"), id=path.stem)
        for path in sorted((HERE / "articles").glob("*.txt"))
    ]


@pytest.fixture(scope="session")
def miner() -> quoteminer.Miner:
    return quoteminer.load()


@pytest.fixture(scope="session")
def example() -> quoteminer.Article:
    """The example article as it was once read: what is shown does not hang on the weights."""
    return quoteminer.Article.model_validate_json(
        (HERE / "shown" / "article.json").read_text("utf-8")
    )


@pytest.fixture(scope="session")
def mined(miner: quoteminer.Miner) -> list[quoteminer.Article]:
    """The annotated articles as quoteminer reads them."""
    return [
        miner(quoteminer.Source(text=a["text"], id=a["id"], outlet="Le Phare")) for a in articles()
    ]
