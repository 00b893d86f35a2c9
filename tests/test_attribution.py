"""The units that attribution reads: the way between words, clauses, complements, incises."""

from __future__ import annotations

import pytest

from quoteminer.analysis import plan
from quoteminer.attribution.cues import cue_candidates, cue_end
from quoteminer.attribution.inside import inner_incises
from quoteminer.attribution.kind import begins
from quoteminer.attribution.path import path, shapes
from quoteminer.attribution.subject import clauses
from quoteminer.entities import find_entities
from quoteminer.marks import Stretch
from quoteminer.phrases import complement, phrases
from quoteminer.skeleton import build
from quoteminer.tokens import Tokens


class Sentence:
    """A sentence read as far as attribution needs it: items, cues, phrases."""

    def __init__(self, miner, text: str) -> None:
        p = plan(text)
        doc = miner.pipeline.doc(p)
        layer = find_entities(doc)
        self.skeleton = build(
            Tokens.of(doc), p.folded, p.sentences[0], p.stretches, layer.entities, 0, 0
        )
        self.items = self.skeleton.items
        self.cues = cue_candidates(self.items)
        for cue in self.cues:
            if cue.mood in ("fin", "passive", "gerund", "inf"):
                self.items[cue.head].cue = True
        self.phrases = phrases(self.items)
        self.text = text

    def words(self, phrase) -> str | None:
        if phrase is None:
            return None
        return self.text[self.items[phrase.start].start : self.items[phrase.end - 1].end]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La maire, qui a vu le plan, dénonce un «scandale».", "N,RVCN,CQ."),
        ("Anne Roy a quitté la salle pour dénoncer un «scandale».", "NVPNfCQ."),
        ("Le préfet estime que «tout va bien».", "NCKQ."),
    ],
)
def test_shapes(miner, text, wanted):
    sentence = Sentence(miner, text)
    assert "".join(shapes(sentence.items)) == wanted


def test_path_names_short_ways_whole_and_long_ones_by_their_ends():
    assert path(["N", "", "C", "Q"], 1, 3) == ["=C"]
    assert path(list("NCKNRVN,Q"), 0, 8) == ["NCK<", ">VN,"]
    assert path(["N"], 1, 1) == ["="]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Anne Roy a quitté la salle pour dénoncer un «scandale».", ["Anne Roy"]),
        ("«C'est fini», a dit la maire.", ["la maire"]),
        ("La maire a signé et salue un «pas».", ["La maire", "La maire"]),
        ("«C'est fini», a-t-il dit.", ["-il"]),
    ],
)
def test_clauses(miner, text, subjects):
    sentence = Sentence(miner, text)
    found = clauses(sentence.items, sentence.cues, sentence.phrases)
    assert [sentence.words(c.subject) for c in found] == subjects


def test_a_relative_has_its_antecedent(miner):
    sentence = Sentence(miner, "Le club a félicité la joueuse, qui parle de «miracle».")
    clause = clauses(sentence.items, sentence.cues, sentence.phrases)[-1]
    assert sentence.words(clause.subject) == "qui"
    assert sentence.words(clause.antecedent) == "la joueuse"


def test_complement(miner):
    sentence = Sentence(miner, "Il cite la réponse sèche de la ministre : «non».")
    head = next(i for i, item in enumerate(sentence.items) if item.low == "réponse")
    assert sentence.words(complement(sentence.items, head)) == "la ministre"
    assert complement(sentence.items, head + 3) is None


def test_a_cue_of_two_words_ends_with_the_second(miner):
    text = "La préfecture a fait savoir que «la route rouvre»."
    sentence = Sentence(miner, text)
    cue = next(c for c in sentence.cues if c.lemma == "faire savoir")
    start = sentence.items[cue.head].start
    assert text[start : cue_end(cue, sentence.items)] == "fait savoir"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("«Nous tiendrons, écrit la CFTP dans une lettre, jusqu'à la fin.»",
         ["écrit la CFTP dans une lettre"]),
        ("«Rien n'est prêt, observe, dubitatif, Me Luc Petit, avocat. Qui paiera ?»",
         ["observe, dubitatif, Me Luc Petit, avocat"]),
        ("«Tout était calme, raconte de son côté le voisin. Puis on a crié.»",
         ["raconte de son côté le voisin"]),
        ("«Le second point, dit M. Petit. Il y faut une suite, et vite.»", ["dit M. Petit"]),
        ("«On écrit la loi, on la vote, et personne ne la lit vraiment.»", []),
    ],
)  # fmt: skip
def test_inner_incises(text, wanted):
    stretch = Stretch(1, len(text) - 1, 0, len(text), ("«", "»"), 0)
    assert [text[a:b] for a, b in inner_incises(text, stretch)] == wanted


@pytest.mark.parametrize(
    ("quoted", "wanted"),
    [
        ("nous irons", "subject"), ("sera prêt lundi", "verb"), ("le plan est mort", "determiner"),
        ("que rien ne bouge", "link"), ("reprendre la main", "infinitive"), ("…", "none"),
    ],
)  # fmt: skip
def test_begins(quoted, wanted):
    assert begins(quoted) == wanted
