"""The code blocks of the README and the docs run, and print what they say."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest
from conftest import HERE

ROOT = HERE.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = [
    "text",
    "marks",
    "sentences",
    "notation",
    "attribution.inside",
    "show.layers",
    "show.view",
    "corpus.columns",
    "corpus.dates",
    "corpus.encoding",
    "corpus.sheets",
    "corpus.tables",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)
    session = "\n".join(b for b in blocks if ">>>" in b)
    test = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    out: list[str] = []
    runner.run(test, out=out.append)
    assert not runner.failures, "".join(out)


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    failures, tried = doctest.testmod(importlib.import_module(f"quoteminer.{name}"))
    assert tried and not failures
