"""Properties that hold for any text: offsets, determinism, JSON round trip."""

from __future__ import annotations

import re

import pytest
from conftest import articles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoteminer import Article
from quoteminer.marks import find_stretches
from quoteminer.sentences import split_sentences
from quoteminer.text import fold, paragraphs

WORDS = st.sampled_from(
    "Anne Roy a dit que la maire de Brest selon il elle déclaré «oui» non . , : ; ? ! « » “ ” \" ' ’ "
    "\n \u00a0 d'« »dit + 15\" M. et l' l’ – (…) qui".split(" ")
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(WORDS, max_size=60).map("".join),
    st.text(max_size=200),
)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_marks_and_sentences_cover_the_text(text):
    folded = fold(text)
    assert len(folded) == len(text)
    found = find_stretches(folded, text, paragraphs(folded))
    for stretch in found:
        assert stretch.outer_start <= stretch.start < stretch.end <= stretch.outer_end <= len(text)
        assert not text[stretch.start].isspace() or fold(text[stretch.start]) not in " \n"
        if stretch.parent is not None:
            parent = found[stretch.parent]
            assert parent.outer_start < stretch.outer_start
            assert stretch.outer_end <= parent.outer_end
    sentences = split_sentences(folded, paragraphs(folded), found)
    inside = sorted(q for s in sentences for q in s.quotes)
    assert inside == sorted(set(inside)) == list(range(len(found)))


@given(TEXTS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_gives_a_valid_article(miner, text):
    article = miner(text)
    assert article.text == text
    again = (
        Article.model_validate_json(article.model_dump_json()) if text.isprintable() else article
    )
    assert again == article
    assert miner(text) == article


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("’", "'"),
        lambda t: t.replace("'", "’"),
        lambda t: t.replace(" ", "\u00a0", 40),
        # Straight marks stand without inner spaces.
        lambda t: re.sub(r"«[\u00a0\u202f ]?|[\u00a0\u202f ]?»", '"', t),
    ],
    ids=["straight", "curly", "no-break", "straight-marks"],
)
def test_typography_changes_little(miner, change):
    """Every quotation is found in every typography, and 96 % with the same kind and speaker."""
    same = every = 0
    for article in articles():
        plain, other = (
            [(q.kind, q.speaker and q.speaker.name.replace("’", "'")) for q in miner(text).quotes]
            for text in (article["text"], change(article["text"]))
        )
        assert len(plain) == len(other), article["id"]
        alike = sum(a == b for a, b in zip(plain, other, strict=True))
        assert alike >= len(plain) * 0.6, article["id"]
        same += alike
        every += len(plain)
    assert same >= every * 0.96
