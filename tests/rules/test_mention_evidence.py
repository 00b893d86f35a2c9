"""Which phrase of the clause the words are given to: what is seen of each."""

from __future__ import annotations

import pytest
from tagged import holds, read

from quoteminer.attribution.mention import (
    _last_words,
    bare_evidence,
    frame,
    mention_evidence,
    no_mention_evidence,
)
from quoteminer.attribution.parse import _complements


def seen(tagged, lemma, words, quote=0):
    s = read(tagged)
    return mention_evidence(s.layout(), s.cue(lemma), s.slot(quote), s.phrase(words))


def bare(tagged, words, *, has_verb=True):
    s = read(tagged)
    return bare_evidence(s.items, s.slot(), s.phrase(words), has_verb)


@pytest.mark.parametrize(
    ("tagged", "lemma", "name"),
    [
        ("selon la maire , «oui»", "selon", "prep"),
        ("un adage/NOUN : «oui»", "adage", "noun"),
        ("«oui» est dénoncé par tous", "dénoncer", "passive"),
        ("«oui» , dénonçant tout", "dénoncer", "nonfinite"),
        ("pour dénoncer un «oui»", "dénoncer", "nonfinite"),
        ("un plan/NOUN dénoncé/VERB comme «fou»", "dénoncer", "nonfinite"),
        ("«oui» , affirme la maire", "affirmer", "incise"),
        ("la maire affirme : «oui»", "affirmer", "finite"),
    ],
)
def test_frame(tagged, lemma, name):
    s = read(tagged)
    assert frame(s.cue(lemma), s.slot()) == name


@pytest.mark.parametrize(
    ("tagged", "lemma", "words", "names"),
    [
        ("«oui» , affirme -t -elle", "affirmer", "-elle",
         "clitic_inverted -clitic_inverted.on -incise.right"),
        ("«oui» , affirme -t -on", "affirmer", "-on",
         "clitic_inverted clitic_inverted.on clitic_inverted.on.affirmer"),
        ("Anne_Roy part/X : «oui» , affirme -t -elle", "affirmer", "Anne Roy",
         "incise.left but_clitic incise.left.quote_between incise.left.break_between"),
        ("«oui» , affirme la maire", "affirmer", "la maire",
         "incise.right incise.right.0 incise.nominal incise.role incise.def "
         "-but_clitic -time -incise.right.bare -incise.right.opens_sentence "
         "-incise.right.commas.0 -incise.right.rivals.0 -incise.right.quote_between"),
        ("«oui» , affirme hier/ADV à la presse la maire", "affirmer", "la maire",
         "incise.right.3-4 -incise.right.rivals.1"),
        ("«oui» , affirme Anne_Roy", "affirmer", "Anne Roy",
         "incise.named incise.PER incise.right.PER -incise.right.bare -incise.right.PER.prep"),
        ("«oui» , affirme Le_Monde@ORG", "affirmer", "Le Monde", "incise.ORG incise.right.ORG"),
        ("«oui» , affirme à Anne_Roy la maire", "affirmer", "Anne Roy",
         "incise.right.0 incise.right.PER.prep incise.right.prep.other incise.right.prep.adjacent"
         " -after_selon"),
        # Before the verb
        ("la maire affirme : «oui»", "affirmer", "la maire",
         "finite.left finite.left.0 finite.nominal finite.role finite.left.opens_sentence "
         "-finite.left.opens_chunk -finite.left.prep.other"),
        ("elle affirme : «oui»", "affirmer", "elle",
         "finite.left.clitic.adjacent finite.pronoun -finite.first_person"),
        ("elle bien/ADV vite/ADV affirme : «oui»", "affirmer", "elle",
         "finite.left.clitic.near finite.left.2"),
        ("elle a b c affirme : «oui»", "affirmer", "elle", "finite.left.clitic.far"),
        *((f"{p} affirme : «oui»", "affirmer", p, "finite.first_person finite.left.clitic.adjacent")
          for p in "nous vous je j' tu".split()),
        ("la loi qui affirme : «oui»", "affirmer", "qui",
         "finite.left.qui.adjacent -finite.left.clitic.adjacent -finite.left.strong_pronoun"),
        ("la loi qui tout affirme : «oui»", "affirmer", "qui", "finite.left.qui.far"),
        ("eux affirment : «oui»", "affirmer", "eux", "finite.left.strong_pronoun"),
        ("un maire affirme : «oui»", "affirmer", "un maire", "finite.indef -finite.left.bare"),
        ("lundi/NOUN , la maire affirme : «oui»", "affirmer", "la maire",
         "finite.left.opens_chunk -finite.left.opens_sentence"),
        ("la loi et la maire affirme : «oui»", "affirmer", "la maire", "finite.left.after_et"),
        ("on voit que la maire affirme : «oui»", "affirmer", "la maire", "finite.left.after_que"),
        ("on voit qu' Anne_Roy affirme : «oui»", "affirmer", "Anne Roy", "finite.left.after_qu"),
        *((f"on part {w} la maire affirme : «oui»", "affirmer", "la maire",
           f"finite.left.after_{w}") for w in "quand si comme".split()),
        *((f"on part {w} la maire affirme : «oui»", "affirmer", "la maire",
           "finite.left.opens_chunk") for w in ", : ; – —".split()),
        ("on part vers la maire affirme : «oui»", "affirmer", "la maire",
         "-finite.left.opens_chunk finite.left.prep.other finite.left.prep.adjacent"),
        ("– la maire affirme : «oui»", "affirmer", "la maire", "finite.left.opens_sentence"),
        ("un plan est dénoncé par la maire comme «fou»", "dénoncer", "la maire",
         "passive.right passive.right.prep.par"),
        ("«oui» , affirme au maire hier/ADV Anne_Roy", "affirmer", "au maire",
         "incise.right.prep.other incise.right.prep.adjacent"),
        ("un plan est dénoncé hier par la maire comme «fou»", "dénoncer", "la maire",
         "passive.right.prep.par -passive.right.prep.adjacent"),
        # What stands between
        ("la maire , le soir , la nuit , affirme : «oui»", "affirmer", "la maire",
         "finite.left.commas.3"),
        ("la maire , hier , affirme : «oui»", "affirmer", "la maire", "finite.left.commas.2"),
        ("la maire «non» l'/PRON affirme : «oui»", "affirmer", "la maire", "incise.left.quote_between"),
        ("la maire ; on affirme : «oui»", "affirmer", "la maire", "finite.left.break_between"),
        ("la maire est/AUX:fin là et affirme : «oui»", "affirmer", "la maire",
         "finite.left.finite_between.coordinated finite.left.own_verb_follows"),
        *((f"la maire est/AUX:fin là {w} affirme : «oui»", "affirmer", "la maire",
           "finite.left.finite_between.coordinated") for w in "puis mais ou".split()),
        ("la maire qui part/VERB:fin vite/ADV affirme : «oui»", "affirmer", "la maire",
         "finite.left.finite_between.relative -finite.left.relative_between"),
        *((f"la maire {w} part/VERB:fin vite/ADV affirme : «oui»", "affirmer", "la maire",
           "finite.left.finite_between.relative") for w in "dont où que qu'".split()),
        ("la maire est/AUX:fin là , elle affirme : «oui»", "affirmer", "la maire",
         "finite.left.finite_between.plain"),
        ("la maire vient/VERB:fin et a b c d affirme : «oui»", "affirmer", "la maire",
         "finite.left.finite_between.plain"),
        ("la maire partir/VERB:inf affirme : «oui»", "affirmer", "la maire",
         "-finite.left.finite_between.plain -finite.left.own_verb_follows"),
        *((f"la maire {w} tout affirme : «oui»", "affirmer", "la maire",
           "finite.left.relative_between -finite.left.finite_between.relative")
          for w in "qui dont où".split()),
        ("la maire que tout affirme : «oui»", "affirmer", "la maire",
         "finite.left.que_between -finite.left.beyond_que -finite.left.relative_between"),
        ("la maire qu' on affirme : «oui»", "affirmer", "la maire", "finite.left.que_between"),
        ("la maire affirme que le préfet dit:fin «oui»", "affirmer", "le préfet",
         "finite.right.beyond_que finite.before_quote -finite.right.que_between"),
        ("la maire affirme qu' Anne_Roy part «oui»", "affirmer", "Anne Roy",
         "finite.right.beyond_que"),
        # Rivals: nearer phrases that nothing governs
        ("la maire , le préfet affirme : «oui»", "affirmer", "la maire",
         "finite.left.rivals.1 finite.left.has_apposition.nominal"),
        ("la maire , le préfet , la juge , un élu , affirme : «oui»", "affirmer", "la maire",
         "finite.left.rivals.3"),
        ("la maire , avec le préfet , affirme : «oui»", "affirmer", "la maire",
         "-finite.left.rivals.1"),
        ("la maire , lundi/NOUN , affirme : «oui»", "affirmer", "la maire",
         "-finite.left.rivals.1"),
        ("«oui» , affirme la maire , le préfet", "affirmer", "le préfet",
         "incise.right.rivals.1 incise.right.apposed.nominal.nominal incise.right.apposed.free "
         "-incise.right.apposed.governed -incise.right.apposed.bare"),
        ("«oui» , affirme la maire , le préfet", "affirmer", "la maire",
         "-incise.right.rivals.1 incise.right.has_apposition.nominal -incise.right.apposed.free"),
        ("«oui» , affirme à la maire , le préfet", "affirmer", "le préfet",
         "incise.right.apposed.governed -incise.right.rivals.1"),
        ("«oui» , affirme Anne_Roy , maire", "affirmer", "maire",
         "incise.right.apposed.named.nominal incise.right.apposed.bare incise.right.bare"),
        ("«oui» , affirme Anne_Roy , avec le préfet", "affirmer", "Anne Roy",
         "-incise.right.has_apposition.nominal"),
        # Joined
        ("Anne_Roy et Paul_Morin affirment:p : «oui»", "affirmer", "Anne Roy et Paul Morin",
         "finite.left.coordinated finite.number.same -finite.left.part_of_coordination "
         "-finite.left.rivals.1"),
        ("Anne_Roy et Paul_Morin affirment:p : «oui»", "affirmer", "Anne Roy",
         "finite.left.part_of_coordination part_of_coordination.p finite.number.other "
         "-finite.left.coordinated"),
        ("la maire affirme : «oui»", "affirmer", "la maire",
         "-finite.left.part_of_coordination -finite.number.other -finite.left.coordinated"),
        ("la maire affirme:s : «oui»", "affirmer", "la maire", "finite.number.same"),
        # Prepositions
        *((f"«oui» , affirme {p} la maire", "affirmer", "la maire", "after_selon")
          for p in "selon pour chez".split()),
        ("selon la maire , «oui»", "selon", "la maire",
         "prep.right after_selon prep.before_quote -prep.beyond_quote"),
        ("selon hier la maire , «oui»", "selon", "la maire", "-prep.object"),
        ("la maire , selon Anne_Roy , «oui»", "selon", "la maire", "prep.left -prep.object"),
        ("un plan de la maire affirme : «oui»", "affirmer", "un plan de la maire",
         "finite.thing"),
        # Forms without a subject of their own
        ("dénonçant un «abandon» , la maire a quitté la salle", "dénoncer", "la maire",
         "nonfinite.right.initial nonfinite.right.initial.own_verb_follows gerund.main_subject "
         "nonfinite.beyond_quote -nonfinite.right.et_de"),
        ("dénonçant un «abandon» la maire a quitté la salle", "dénoncer", "la maire",
         "nonfinite.right.initial.own_verb_follows -gerund.main_subject"),
        ("dénonçant un «abandon» , la maire triste/ADJ", "dénoncer", "la maire triste",
         "nonfinite.right.initial -nonfinite.right.initial.own_verb_follows"),
        ("hier , dénonçant un «abandon» , la maire a quitté la salle", "dénoncer", "la maire",
         "-nonfinite.right.initial"),
        ("et Anne_Roy de dénoncer un «abandon»", "dénoncer", "Anne Roy",
         "nonfinite.left.et_de -nonfinite.left.initial"),
        ("et Anne_Roy pour dénoncer un «abandon»", "dénoncer", "Anne Roy",
         "-nonfinite.left.et_de"),
        ("Anne_Roy part/VERB:fin , dénonçant un «abandon»", "dénoncer", "Anne Roy",
         "nonfinite.left.own_verb_follows nonfinite.left.finite_between.plain"),
        # Nouns of saying
        ("la maire et son adage/NOUN : «oui»", "adage", "la maire",
         "noun.possessive.left -noun.complement"),
        *((f"la maire et {d} adage/NOUN : «oui»", "adage", "la maire", "noun.possessive.left")
          for d in "sa ses leur leurs".split()),
        ("la maire et un adage/NOUN : «oui»", "adage", "la maire", "-noun.possessive.left"),
        # Where the quotation stands
        ("qualifiant le préfet de «fou» , la maire part", "qualifier", "le préfet",
         "nonfinite.before_quote nonfinite.before_quote.nominal gerund.before_quote "
         "nonfinite.before_quote.de -nonfinite.beyond_quote"),
        ("qualifiant le préfet comme «fou» , la maire part", "qualifier", "le préfet",
         "nonfinite.before_quote.de"),
        ("qualifiant le préfet d' «imbécile» , la maire part", "qualifier", "le préfet",
         "nonfinite.before_quote.de"),
        ("qualifiant le préfet «fou» , la maire part", "qualifier", "le préfet",
         "nonfinite.before_quote -nonfinite.before_quote.de"),
        ("les «fous» affirment : «oui»", "affirmer", "les «fous»", "holds_the_quote"),
        ("la maire affirme : «oui»", "affirmer", "la maire",
         "-holds_the_quote -finite.before_quote -finite.beyond_quote"),
        ("«oui» , affirme la maire", "affirmer", "la maire",
         "-holds_the_quote -incise.beyond_quote -incise.before_quote -prep.object"),
        ("hier «oui» la maire affirme : «non»", "affirmer", "la maire",
         "incise.left.opens_chunk -incise.left.opens_sentence"),
    ],
)  # fmt: skip
def test_what_is_seen_of_a_phrase(tagged, lemma, words, names):
    holds(seen(tagged, lemma, words), names)


def test_what_a_preposition_of_saying_governs_stands_beside_it():
    holds(seen("selon la maire , «oui»", "selon", "la maire"), "prep.object prep.right.0")


def test_whom_one_is_asked_among():
    holds(seen("«oui» , affirme -t -on à la préfecture", "affirmer", "la préfecture"),
          "on.right.à.nominal but_clitic incise.right.prep.other")  # fmt: skip
    holds(seen("dans la police , affirme -t -on : «oui»", "affirmer", "la police"),
          "on.left.dans.nominal")  # fmt: skip
    holds(seen("«oui» , affirme -t -elle à Anne_Roy", "affirmer", "Anne Roy"),
          "but_clitic -on.right.à.named")  # fmt: skip


@pytest.mark.parametrize(
    ("preposition", "name"),
    [("par", "par"), ("de", "de"), ("d'", "de"), ("avec", "other"), ("chez", "other")],
)
def test_what_governs_a_phrase(preposition, name):
    found = seen(f"«oui» , affirme {preposition} Anne_Roy tout", "affirmer", "Anne Roy")
    assert [s for s in found if s.startswith("incise.right.prep.")] == [
        f"incise.right.prep.{name}",
        "incise.right.prep.adjacent",
    ]


def test_the_complement_of_a_noun_of_saying():
    """«les mots **de la maire**»: a phrase of its own, for all that the noun's holds it."""
    s = read("l' adage/NOUN de la maire , avec le préfet : «oui»")
    cue = s.cue("adage")
    (whose,) = _complements(s.items, s.cues, s.phrases)
    holds(mention_evidence(s.layout(), cue, s.slot(), whose), "noun.right noun.right.0 noun.role "
          "noun.complement noun.right.prep.de noun.before_quote -noun.possessive.right")  # fmt: skip
    other = mention_evidence(s.layout(), cue, s.slot(), s.phrase("le préfet"))
    holds(other, "-noun.complement noun.right.prep.other")
    s = read("un adage/NOUN , la maire : «oui»")
    holds(mention_evidence(s.layout(), s.cue("adage"), s.slot(), s.phrase("la maire")),
          "-noun.complement noun.right.0")  # fmt: skip


def test_a_quotation_that_holds_the_name():
    s = read("«@ORG Le Courrier» affirme que «oui»")
    found = mention_evidence(s.layout(), s.cue("affirmer"), s.slot(), s.phrase("«Le Courrier»"))
    holds(found, "holds_the_quote incise.ORG")
    found = mention_evidence(s.layout(), s.cue("affirmer"), s.slot(1), s.phrase("«Le Courrier»"))
    holds(found, "-holds_the_quote finite.ORG finite.left.ORG")


def test_the_last_words_of_a_stretch():
    s = read("on va , et «oui» puis il rit - ou non .")
    n = len(s.items)
    assert _last_words(s.items, 0, n, 4) == ["non", "ou", "rit", "il"]
    assert _last_words(s.items, 0, n, 99) == ["non", "ou", "rit", "il", "puis", "et", "va", "on"]
    assert _last_words(s.items, 1, 4, 4) == ["et", "va"]
    assert _last_words(s.items, 2, 3, 4) == _last_words(s.items, 3, 3, 4) == []


def test_times():
    s = read("«oui» , affirme lundi/NOUN la maire")
    time = next(p for p in s.phrases if p.time)
    found = mention_evidence(s.layout(), s.cue("affirmer"), s.slot(), time)
    holds(found, "time incise.thing")


@pytest.mark.parametrize(
    ("tagged", "lemma", "names"),
    [
        ("«oui» , affirme la maire", "affirmer",
         "nobody nobody.incise nobody.fin -nobody.clitic -nobody.on -nobody.et_de -nobody.fin.,"),
        ("«oui» , pour dénoncer tout", "dénoncer", "nobody.inf.pour -nobody.fin"),
        ("«oui» , dénonçant tout", "dénoncer", "nobody.gerund.,"),
        ("«oui» , affirme -t -elle", "affirmer", "nobody.clitic -nobody.on"),
        ("«oui» , affirme -t -on", "affirmer", "nobody.clitic nobody.on nobody.on.affirmer"),
        ("Anne_Roy de dénoncer un «oui»", "dénoncer", "nobody.inf nobody.et_de nobody.nonfinite"),
        ("Anne_Roy pour dénoncer un «oui»", "dénoncer", "nobody.inf -nobody.et_de"),
        ("dénoncer un «oui»", "dénoncer", "nobody.inf -nobody.et_de"),
        ("Anne_Roy d' affirmer un «oui»", "affirmer", "nobody.et_de"),
        ("de dénonçant un «oui»", "dénoncer", "-nobody.et_de"),
    ],
)  # fmt: skip
def test_a_clause_that_names_nobody(tagged, lemma, names):
    s = read(tagged)
    holds(no_mention_evidence(s.cue(lemma), s.slot(), s.items), names)


@pytest.mark.parametrize(
    ("tagged", "words", "names"),
    [
        ("Anne_Roy : «oui»", "Anne Roy",
         "bare bare.left bare.named bare.left.0 bare.colon.adjacent bare.colon.name bare.PER "
         "bare.opens_sentence -bare.colon.right -bare.no_verb -bare.prep -bare.clitic -time"),
        ("«oui» : Anne_Roy", "Anne Roy",
         "bare.right bare.right.0 bare.colon.adjacent bare.colon.right -bare.opens_sentence"),
        ("la maire : «oui»", "la maire",
         "bare.nominal bare.role bare.colon.adjacent -bare.colon.name -bare.PER"),
        ("un plan/NOUN : «oui»", "un plan", "bare.thing -bare.role"),
        ("Anne_Roy ici/ADV : «oui»", "Anne Roy",
         "bare.left.1 bare.colon.near -bare.colon.name -bare.colon.adjacent"),
        ("Anne_Roy a/X b c d e f g : «oui»", "Anne Roy", "bare.colon.near"),
        ("Anne_Roy a/X b c d e f g h : «oui»", "Anne Roy", "bare.colon.far -bare.colon.near"),
        ("Anne_Roy «oui»", "Anne Roy", "-bare.colon.adjacent -bare.colon.right"),
        ("– Anne_Roy : «oui»", "Anne Roy", "bare.opens_sentence"),
        ("hier , Anne_Roy : «oui»", "Anne Roy", "-bare.opens_sentence"),
        ("hier Anne_Roy : «oui»", "Anne Roy", "-bare.opens_sentence"),
        ("avec Anne_Roy : «oui»", "Anne Roy", "bare.prep"),
        ("elle aspire/VERB:fin à une vie «simple»", "elle",
         "bare.clitic bare.pronoun bare.own_verb_follows -bare.auxiliary"),
        ("eux rêvent/VERB:fin d' une vie «simple»", "eux", "-bare.clitic"),
        ("elle seule/ADJ : «oui»", "elle", "-bare.own_verb_follows"),
        ("«oui» crie/X -elle", "-elle", "bare.clitic bare.right"),
        ("le préfet a «condamné fermement» tout", "le préfet",
         "bare.auxiliary bare.auxiliary.adjacent bare.own_verb_follows bare.left.1"),
        ("le préfet est «choqué» hier", "le préfet", "bare.auxiliary bare.auxiliary.adjacent"),
        ("le préfet très/ADV vite/ADV a «condamné» tout", "le préfet",
         "bare.auxiliary.adjacent -bare.own_verb_follows"),
        ("le préfet un/DET jour/NOUN a «condamné» tout", "le préfet",
         "bare.auxiliary -bare.auxiliary.adjacent"),
        ("a «condamné» le préfet", "le préfet", "bare.right -bare.auxiliary"),
        ("«fou» le préfet", "le préfet", "-bare.auxiliary"),
        ("Anne_Roy et Paul_Morin : «oui»", "Anne Roy et Paul Morin", "bare.coordinated"),
        ("Anne_Roy : «oui»", "Anne Roy", "-bare.coordinated -bare.auxiliary"),
    ],
)  # fmt: skip
def test_what_is_seen_of_a_source_without_a_word_of_saying(tagged, words, names):
    holds(bare(tagged, words), names)


def test_a_bare_source_in_a_sentence_without_a_verb():
    holds(bare("Anne_Roy : «oui»", "Anne Roy", has_verb=False), "bare.no_verb")
    s = read("lundi/NOUN : «oui»")
    (time,) = s.phrases
    holds(bare_evidence(s.items, s.slot(), time, True), "time bare.thing")
