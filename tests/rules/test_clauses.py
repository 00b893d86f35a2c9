"""Finite verbs and their subjects, the way between two words, and who lends a subject."""

from __future__ import annotations

import pytest
from tagged import holds, read

from quoteminer.attribution.mention import bare_subject, borrowed, marker, mention_path
from quoteminer.attribution.path import path, shapes
from quoteminer.attribution.subject import clauses


def found(tagged):
    """(words of the verb, subject, antecedent) of each finite clause."""
    s = read(tagged)

    def text(phrase):
        return s.text(phrase) if phrase is not None else None

    return [
        (
            " ".join(i.low for i in s.items[c.first : c.last + 1]),
            text(c.subject),
            text(c.antecedent),
        )
        for c in clauses(s.items, s.cues, s.phrases)
    ]


@pytest.mark.parametrize(
    ("word", "letter"),
    [(",", ","), (":", ":"), (";", ";"), (".", "."), ("?", "."), ("!", "."), ("…", "."),
     ("(", "("), (")", ")"), ("-", "-"), ("–", "-"), ("—", "-"), ("que", "K"), ("qu'", "K"), ("si", "K"),
     ("comme", "M"), ("quand", "W"), ("lorsque", "W"), ("lorsqu'", "W"), ("alors", "W"),
     ("car", "W"), ("parce", "W"), ("puisque", "W"), ("tandis", "W"), ("qui", "R"), ("dont", "R"),
     ("où", "R"), ("lequel", "R"), ("laquelle", "R"), ("lesquels", "R"), ("lesquelles", "R"),
     ("et", "E"), ("ou", "E"), ("mais", "E"), ("puis", "E"), ("ni", "E"), ("de", "d"), ("d'", "d"),
     ("du", "d"), ("des", "d"), ("à", "a"), ("au", "a"), ("aux", "a"), ("par", "p"), ("pour", "f"),
     ("en", "n"), ("sans", "o"), ("après", "o"), ("avant", "o"), ("avec", "o"), ("dans", "o"),
     ("sur", "o"), ("chez", "o"), ("vers", "o"), ("depuis", "o"), ("selon", "s"),
     ("afin", "f"), ("se", ""), ("s'", ""), ("elle", "S"), ("-il", "S"), ("nous", "S"),
     ("«oui»", "Q"), ("Anne_Roy", "N"), ("maire", "N"), ("Roy/PROPN", "N"), ("ceci/PRON", "N"),
     ("belle/ADJ", ""), ("la", ""), ("deux/NUM", ""), ("vite/ADV", ""), ("mange/VERB:fin", "V"),
     ("manger/VERB:inf", "I"), ("mangé/VERB:part", "P"), ("mangé/VERB", "V"), ("est", "V")],
)  # fmt: skip
def test_one_letter_a_word(word, letter):
    assert shapes(read(word).items) == [letter]


def test_a_verb_that_may_report():
    s = read("la maire affirme")
    assert shapes(s.items) == ["", "N", "C"]


def test_a_preposition_that_looks_like_a_verb():
    s = read("contre/ADP")
    s.items[0].cue = False
    assert shapes(s.items) == ["o"]


def test_runs_of_nouns_count_once():
    assert shapes(read("maire Anne_Roy , belle/ADJ maire élue/NOUN").items) == [
        "N", "", ",", "", "N", ""]  # fmt: skip


def test_the_way():
    shaped = ["N", ",", "R", "V", "", ",", "C", "a", "N"]
    assert path(shaped, 1, 6) == ["=,RV,"]
    assert path(shaped, 3, 3) == ["="]
    assert path(shaped, 0, 7) == ["=N,RV,C"]
    assert path(shaped, 0, 8) == ["N,R<", ">,Ca"]


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("la maire mange/VERB:fin", [("mange", "la maire", None)]),
        ("Anne_Roy a mangé/VERB:part", [("a mangé", "Anne Roy", None)]),
        ("Anne_Roy n' a pas vite/ADV mangé/VERB:part", [("a pas vite mangé", "Anne Roy", None)]),
        ("Anne_Roy est là", [("est", "Anne Roy", None)]),
        ("le plan a été mangé/VERB:part", [("a été mangé", "le plan", None)]),
        ("le plan a été là", [("a été", "le plan", None)]),
        ("le plan a été", [("a été", "le plan", None)]),
        ("le plan a été la chose", [("a été", "le plan", None)]),
        ("le plan a été dénoncé", [("a été dénoncé", "le plan", None)]),
        ("la maire affirme", [("affirme", "la maire", None)]),
        ("elle mange/VERB:fin", [("mange", "elle", None)]),
        ("Anne_Roy a", [("a", "Anne Roy", None)]),
        ("Anne_Roy n' a pas", [("a", "Anne Roy", None)]),
        ("Anne_Roy a fermement/INTJ mangé/VERB:part", [("a fermement mangé", "Anne Roy", None)]),
        ("Anne_Roy fermement/INTJ mange/VERB:fin", [("mange", "Anne Roy", None)]),
        ("le plan a été dénoncé/ADJ", [("a été dénoncé", "le plan", None)]),
        ("la maire a dénoncé/ADJ le plan", [("a dénoncé", "la maire", None)]),
        ("ne vient/VERB:fin la maire", [("vient", "la maire", None)]),
        ("zut/ADV vient/VERB:fin la maire", [("vient", "la maire", None)]),
        ("fermement/INTJ vient/VERB:fin la maire", [("vient", "la maire", None)]),
        ("Anne_Roy a zut/ADV mangé/VERB:part", [("a zut mangé", "Anne Roy", None)]),
        ("la maire vient/VERB:fin , le juge rit/VERB:fin et mange/VERB:fin",
         [("vient", "la maire", None), ("rit", "le juge", None), ("mange", "le juge", None)]),
        ("«oui» , affirme la maire , «non» ajoute/VERB:fin",
         [("affirme", "la maire", None), ("ajoute", "la maire", None)]),
        ("la maire qui vient/VERB:fin et mange/VERB:fin",
         [("vient", "qui", "la maire"), ("mange", "qui", "la maire")]),
        ("la maire manger/VERB:inf", []),
        ("la maire en affirmant", []),
        # inverted
        ("a -t -il mangé/VERB:part", [("a -t -il mangé", "-il", None)]),
        ("«oui» , affirme -t -elle", [("affirme", "-elle", None)]),
        ("«oui» , affirme la maire", [("affirme", "la maire", None)]),
        ("«oui» , affirme à la foule la maire", [("affirme", "la maire", None)]),
        ("«oui» , affirme lundi/NOUN la maire", [("affirme", "la maire", None)]),
        ("«oui» , affirme «non» la maire", [("affirme", None, None)]),
        ("«oui» , affirme Anne_Roy et Paul_Lys", [("affirme", "Anne Roy et Paul Lys", None)]),
        (", affirme la maire", [("affirme", "la maire", None)]),
        ("ne le lui en a -t -il pas hier mangé/VERB:part",
         [("a -t -il pas hier mangé", "-il", None)]),
        ("mange/VERB:fin la maire", [("mange", "la maire", None)]),
        # shared by «et»
        ("la maire vient/VERB:fin et mange/VERB:fin",
         [("vient", "la maire", None), ("mange", "la maire", None)]),
        ("la maire vient/VERB:fin mais n' y mange/VERB:fin pas",
         [("vient", "la maire", None), ("mange", "la maire", None)]),
        # relatives
        ("la maire qui mange/VERB:fin", [("mange", "qui", "la maire")]),
        ("la maire , qui mange/VERB:fin", [("mange", "qui", "la maire")]),
        ("la maire , qui a vu/VERB:part , mange/VERB:fin",
         [("a vu", "qui", "la maire"), ("mange", "la maire", None)]),
        # what governs or tells the time is no subject
        ("la maire avec la juge mange/VERB:fin", [("mange", "la maire", None)]),
        ("la maire lundi/NOUN mange/VERB:fin", [("mange", "la maire", None)]),
        ("Anne_Roy , maire de la ville , mange/VERB:fin", [("mange", "Anne Roy", None)]),
        ("Anne_Roy , la maire mange/VERB:fin", [("mange", "la maire", None)]),
        ("avec Anne_Roy , la maire , hier , mange/VERB:fin", [("mange", "la maire", None)]),
        ("la maire part/VERB:fin , le juge , hier , mange/VERB:fin",
         [("part", "la maire", None), ("mange", "le juge", None)]),
        ("la maire , qui a vu/VERB:part le plan , le/PRON dénonce",
         [("a vu", "qui", "la maire"), ("dénonce", "la maire", None)]),
        ("la maire vient/VERB:fin , mange/VERB:fin",
         [("vient", "la maire", None), ("mange", None, None)]),
        ("hier , elle mange/VERB:fin", [("mange", "elle", None)]),
        ("la maire et le juge , qui mangent/VERB:fin", [("mangent", "qui", "le juge")]),
        ("Anne_Roy et Paul_Lys mangent/VERB:fin", [("mangent", "Anne Roy et Paul Lys", None)]),
        ("avec la juge mange/VERB:fin", [("mange", None, None)]),
        ("la maire vient/VERB:fin si vite que mange/VERB:fin",
         [("vient", "la maire", None), ("mange", None, None)]),
    ],
)  # fmt: skip
def test_subjects_of_finite_verbs(tagged, expected):
    assert found(tagged) == expected


def test_the_antecedent_is_the_nearest_phrase_before():
    s = read("la juge , la maire , vraiment , qui mange/VERB:fin")
    (clause,) = clauses(s.items, s.cues, s.phrases)
    assert (s.text(clause.subject), s.text(clause.antecedent)) == ("qui", "la maire")
    s = read("qui mange/VERB:fin")
    (clause,) = clauses(s.items, s.cues, s.phrases)
    assert (s.text(clause.subject), clause.antecedent) == ("qui", None)


@pytest.mark.parametrize(
    ("tagged", "lemma", "word"),
    [
        *((f"la maire {w} affirmant", "affirmer", w)
          for w in "en pour de d' à sans après avant par peut fait font on , et ou qui".split()),
        ("affirmant que", "affirmer", "start"),
        ("«oui» affirmant que", "affirmer", "quote"),
        ("la maire affirmant que", "affirmer", "NOUN"),
        ("la maire contre affirmant que", "affirmer", "ADP"),
    ],
)  # fmt: skip
def test_what_brings_in_a_verb_without_subject(tagged, lemma, word):
    s = read(tagged)
    cue = s.cue(lemma)
    cue.first = cue.head
    assert marker(s.items, cue) == word


def lent(tagged, lemma, words):
    s = read(tagged)
    return borrowed(
        clauses(s.items, s.cues, s.phrases), s.skeleton, s.cue(lemma), s.slot(), s.phrase(words)
    )


@pytest.mark.parametrize(
    ("tagged", "lemma", "words", "names"),
    [
        ("la maire affirme : «oui»", "affirmer", "la maire",
         "finite.own_subject -finite.other_subject"),
        ("«oui» , affirme la maire , avec Paul_Lys", "affirmer", "Paul Lys",
         "incise.other_subject -incise.own_subject"),
        ("la maire qui affirme : «oui»", "affirmer", "la maire", "finite.own_antecedent"),
        ("le plan est dénoncé par la maire comme «fou»", "dénoncer", "la maire",
         "passive.other_subject"),
        ("la maire part/VERB:fin , dénonçant un «non»", "dénoncer", "la maire",
         "lent.left1 lent.left1.gerund., lent.left1.=, -lent.left2 -lent.right"),
        ("la maire part/VERB:fin sans dénoncer un «non»", "dénoncer", "la maire",
         "lent.left1.inf.sans lent.left1.=o"),
        ("la maire part/VERB:fin , Paul_Lys rit/VERB:fin en dénonçant un «non»", "dénoncer",
         "la maire", "lent.left2 -lent.left1"),
        ("la maire qui part/VERB:fin en dénonçant un «non»", "dénoncer", "la maire",
         "lent.left1.antecedent -lent.left1"),
        ("pour dénoncer «tout» , la maire part/VERB:fin", "dénoncer", "la maire",
         "lent.right.initial lent.right.initial.inf.pour -lent.right"),
        ("on rit/VERB:fin ; dénonçant «tout» , la maire part/VERB:fin", "dénoncer", "la maire",
         "lent.right -lent.right.initial"),
        ("la maire part/VERB:fin sur un adage/NOUN : «oui»", "adage", "la maire",
         "lent.noun.left1 -lent.left1"),
        ("dénonçant avec la maire un «non»", "dénoncer", "la maire", "start.right.avec"),
        ("Anne_Roy dénonçant un «non»", "dénoncer", "Anne Roy", "gerund.adjacent.named."),
        ("selon la maire , «oui»", "selon", "la maire", "-finite.own_subject -lent.left1"),
    ],
)  # fmt: skip
def test_who_lends_a_subject(tagged, lemma, words, names):
    holds(lent(tagged, lemma, words), names)


@pytest.mark.parametrize(
    ("tagged", "lemma", "words", "names"),
    [
        ("«oui» , affirme hier à la maire", "affirmer", "la maire", ["incise.right.path.=a"]),
        ("«oui» , affirme à la maire", "affirmer", "la maire", ["incise.right.path.=a"]),
        ("«oui» , affirme la maire", "affirmer", "la maire", ["incise.right.path.="]),
        ("la maire , elle , affirme : «oui»", "affirmer", "la maire", ["finite.left.path.=,S,"]),
        ("«oui» , affirme -t -elle", "affirmer", "-elle", []),
    ],
)
def test_the_way_from_phrase_to_cue(tagged, lemma, words, names):
    s = read(tagged)
    seen = mention_path(shapes(s.items), s.cue(lemma), s.slot(), s.phrase(words))
    assert seen == names


def bare(tagged, words):
    s = read(tagged)
    place = s.place()
    place.begins = "verb"
    return bare_subject(clauses(s.items, s.cues, s.phrases), s.skeleton, place, s.phrase(words))


@pytest.mark.parametrize(
    ("tagged", "words", "names"),
    [
        ("elle aspire/VERB:fin à une vie «simple»", "elle",
         "bare.lent.left1 bare.lent.left1.verb.aspire bare.lent.left1.=aN -bare.lent.right "
         "bare.begins.verb.=CaN -bare.begins.verb.=CaN.governed"),
        ("avec elle «condamne tout»", "elle", "bare.begins.verb.=.governed -bare.begins.verb.="),
        ("«condamne tout» elle", "elle", "-bare.begins.verb.="),
        ("elle aspire/VERB:fin et on va/VERB:fin «bien»", "elle", "bare.lent.left2"),
        ("«oui» , la maire part/VERB:fin", "la maire",
         "bare.lent.right.only bare.lent.right.only.=,N bare.right.=,.nominal "
         "-bare.signature.nominal"),
        ("on va/VERB:fin «bien» , la maire part/VERB:fin", "la maire",
         "bare.lent.right -bare.lent.right.only"),
        ("«oui» Anne_Roy", "Anne Roy", "bare.right.=.named bare.signature.named"),
        ("«oui» , Anne_Roy", "Anne Roy", "bare.right.=,.named -bare.signature.named"),
        ("hier «oui» Anne_Roy", "Anne Roy", "-bare.signature.named"),
        ("«oui» Anne_Roy part/VERB:fin", "Anne Roy", "-bare.signature.named"),
    ],
)  # fmt: skip
def test_a_subject_whose_own_words_the_quotation_holds(tagged, words, names):
    holds(bare(tagged, words), names)


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        # after a participle the phrase at the verb is its subject, no apposition
        ("Dénonçant un «abandon» , la maire a quitté/VERB:part la ville .",
         ("a quitté", "la maire", None)),
        ("Anne_Roy , maire de la ville , quitte/VERB:fin la salle .", ("quitte", "Anne Roy", None)),
        # both of those who speak
        ("«Oui» , affirment Anne_Roy et Paul_Lys .", ("affirment", "Anne Roy et Paul Lys", None)),
        # a relative clause closed by a comma gives its verb's place to the antecedent
        ("La maire , qui a vu/VERB:part le plan , le/PRON dénonce .", ("dénonce", "La maire", None)),
    ],
)  # fmt: skip
def test_the_subject_of_the_main_verb(tagged, expected):
    assert expected in found(tagged)
