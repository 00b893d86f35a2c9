"""What ties a possible cue to a quotation, and what speaks for none."""

from __future__ import annotations

import pytest
from tagged import holds, read

from quoteminer.attribution.evidence import cue_evidence, no_cue_evidence, path_evidence
from quoteminer.attribution.path import shapes


def seen(tagged, lemma, quote=0):
    s = read(tagged)
    return cue_evidence(s.place(quote), s.cue(lemma), s.cues)


@pytest.mark.parametrize(
    ("tagged", "lemma", "quote", "names"),
    [
        # Before the quotation
        ("la maire affirme : «Oui»", "affirmer", 0,
         "verb.before verb.before.0 verb.strong verb.before.fin before.strong subject.before "
         "subject.before.0 subject.before.strong verb.lemma.affirmer verb.before.colon "
         "verb.before.colon.takes verb.before.colon.near verb.before.colon.capital "
         "-verb.before.colon_inside -verb.before.object -verb.before.adjacent -subject.before.final "
         "-verb.before.reflexive -verb.before.slots_between -verb.before.break"),
        ("la maire affirme : «oui»", "affirmer", 0, "verb.before.colon -verb.before.colon.capital"),
        ("la maire affirme a b c d e f : «oui»", "affirmer", 0, "verb.before.colon.near"),
        ("la maire affirme a b c d e f g : «oui»", "affirmer", 0,
         "verb.before.colon -verb.before.colon.near"),
        ("la maire qualifie/VERB:fin le plan : «oui»", "qualifier", 0,
         "verb.before.colon -verb.before.colon.takes -verb.before.object"),
        ("la maire affirme : le plan «oui»", "affirmer", 0,
         "verb.before.colon_inside -verb.before.colon_then_slots -verb.before.colon"),
        ("la maire affirme : «oui» et «non»", "affirmer", 1,
         "verb.before.colon_inside verb.before.colon_then_slots verb.before.coordinated "
         "verb.before.slots_between subject.before.slots_between -verb.before.slots_between.many"),
        ("la maire affirme : «oui» , «non» , «bof»", "affirmer", 2,
         "verb.before.slots_between.many verb.before.commas.2 verb.before.coordinated"),
        ("la maire affirme , a , b , c , d «oui»", "affirmer", 0, "verb.before.commas.3"),
        ("la maire affirme , hier , «oui»", "affirmer", 0,
         "-verb.before.coordinated -verb.before.colon_inside -verb.before.colon"),
        ("la maire se dit:fin «inquiète»", "se dire", 0,
         "verb.before.object.takes verb.before.adjacent.takes verb.before.reflexive"),
        ("«oui» , dit:fin Anne_Roy , affirme Paul_Lys", "dire", 0, "-verb.after.but_incise_after"),
        ("«oui» , il le/PRON dit:fin , affirme Paul_Lys", "dire", 0,
         "short.after -verb.after.but_incise_after"),
        ("«oui» , la maire dit:fin , affirme Paul_Lys", "dire", 0, "verb.after.but_incise_after"),
        ("la maire affirme un «a» ou «b»", "affirmer", 1, "verb.before.coordinated"),
        ("la maire affirme un «a» puis «b»", "affirmer", 1, "-verb.before.coordinated"),
        ("la maire affirme que «oui»", "affirmer", 0,
         "verb.before.que.near verb.before.que.takes verb.before.que.adjacent "
         "-verb.before.que.far -verb.before.object -verb.before.relative_between"),
        ("la maire affirme a b qu' il part «ici»", "affirmer", 0,
         "verb.before.que.near verb.before.que.takes -verb.before.que.adjacent"),
        ("la maire affirme a b c que «ici»", "affirmer", 0, "verb.before.que.far"),
        ("la maire affirme , a , b que «ici»", "affirmer", 0, "verb.before.que.near"),
        ("la maire qualifie/VERB:fin que «ici»", "qualifier", 0,
         "verb.before.que.near -verb.before.que.takes"),
        ("la maire dénonce un «abandon»", "dénoncer", 0,
         "verb.before.object.takes -verb.before.object -verb.before.adjacent.takes verb.before.1"),
        ("la maire dénonce «un abandon»", "dénoncer", 0,
         "verb.before.object.takes verb.before.adjacent.takes"),
        ("la maire demande/VERB:fin «un vote»", "demander", 0,
         "verb.before.object verb.before.adjacent -verb.before.object.takes"),
        ("la maire dénonce a b c d «fou»", "dénoncer", 0, "verb.before.object.takes"),
        ("la maire dénonce a b c d e «fou»", "dénoncer", 0, "-verb.before.object.takes"),
        ("la maire dénonce ceux qui «trichent»", "dénoncer", 0,
         "verb.before.relative_between -verb.before.object.takes"),
        ("la maire dénonce un plan dont «tous»", "dénoncer", 0, "verb.before.relative_between"),
        ("la maire dénonce un lieu où «tous»", "dénoncer", 0, "verb.before.relative_between"),
        ("la maire dénonce ce pour lequel «tous»", "dénoncer", 0, "verb.before.relative_between"),
        ("la maire dénonce ce pour laquelle «tous»", "dénoncer", 0, "verb.before.relative_between"),
        ("la maire qualifie/VERB:fin le plan de «fou»", "qualifier", 0,
         "verb.before.de.takes verb.before.de.near -verb.before.de -verb.before.object.takes"),
        ("la maire qualifie/VERB:fin d' «fou»", "qualifier", 0, "verb.before.de.takes"),
        ("la maire qualifie/VERB:fin du «fou»", "qualifier", 0, "verb.before.de.takes"),
        ("la maire qualifie/VERB:fin des «fous»", "qualifier", 0, "verb.before.de.takes"),
        ("la maire qualifie/VERB:fin de ces «fous»", "qualifier", 0, "verb.before.de.takes"),
        ("la maire qualifie/VERB:fin d' un «fou»", "qualifier", 0, "verb.before.de.takes"),
        ("la maire affirme la loi de «fou»", "affirmer", 0, "verb.before.de -verb.before.de.takes"),
        ("la maire qualifie/VERB:fin a b c de «fou»", "qualifier", 0,
         "verb.before.de.takes -verb.before.de.near"),
        ("la maire qualifie/VERB:fin un plan comme «fou»", "qualifier", 0,
         "verb.before.comme.takes -verb.before.comme -verb.before.de.takes"),
        ("la maire qualifie/VERB:fin un plan comme un «fou»", "qualifier", 0,
         "verb.before.comme.takes"),
        ("la maire affirme comme «fou»", "affirmer", 0, "verb.before.comme"),
        *((f"la maire dénonce un plan {p} «fou»", "dénoncer", 0, "verb.before.prep_before_quote")
          for p in "à en dans sur pour par avec contre".split()),
        ("la maire dénonce un plan sous «fou»", "dénoncer", 0, "-verb.before.prep_before_quote"),
        ("la maire dénonce pour tous un «plan»", "dénoncer", 0, "verb.before.pour_between"),
        ("la maire dénonce le «plan»", "dénoncer", 0, "-verb.before.pour_between"),
        *((f"la maire affirme {m} hier «oui»", "affirmer", 0, "verb.before.break")
          for m in "; ( ) – —".split()),
        ("la maire affirme , il part/VERB:fin «ici»", "affirmer", 0,
         "verb.before.finite_between.1 subject.before.finite_between"),
        ("la maire affirme , il est/AUX:fin et il va/VERB:fin , on va/VERB:fin «ici»",
         "affirmer", 0, "verb.before.finite_between.2"),
        ("la maire affirme , partir/VERB:inf «ici»", "affirmer", 0,
         "-verb.before.finite_between.1 -subject.before.finite_between"),
        ("le maire se félicite d' un «pas»", "se féliciter", 0, "verb.before.reflexive"),
        # After it
        ("«oui» , affirme la maire", "affirmer", 0,
         "verb.after verb.after.0 verb.after.adjacent.fin verb.after.incise.takes "
         "verb.after.incise.comma verb.after.subject_follows incise.after incise.after.0 "
         "incise.after.strong after.strong verb.after.first_after verb.after.quote_opens "
         "incise.after.final verb.after.fin -verb.after.inverted -verb.after.capital "
         "-verb.after.conjunction_between -verb.after.own_quote -verb.after.own_complement"),
        ("«oui» affirme la maire", "affirmer", 0,
         "verb.after.incise.takes -verb.after.incise.comma"),
        ("il a «tort» , affirme la maire", "affirmer", 0, "-verb.after.quote_opens"),
        ("– «Oui» , affirme la maire", "affirmer", 0, "verb.after.quote_opens verb.after.capital"),
        ("«oui» , affirme Anne_Roy", "affirmer", 0, "verb.after.subject_follows"),
        ("«oui» , affirme -t -il", "affirmer", 0, "verb.after.inverted clitic.after"),
        ("«oui» , dénonçant un «non»", "dénoncer", 0, "verb.after.adjacent.gerund"),
        ("«oui» , dénoncé par tous", "dénoncer", 0, "verb.after.adjacent.part"),
        ("«oui» est dénoncé par tous", "dénoncer", 0, "verb.after.adjacent.passive"),
        ("«oui» pour dénoncer un non", "dénoncer", 0, "verb.after.inf -verb.after.adjacent.inf"),
        ("«oui» , il l'/PRON affirme", "affirmer", 0,
         "verb.after.clitic_first short.after -verb.after.subject_before_verb -verb.after.0"),
        ("«oui» , la maire affirme", "affirmer", 0,
         "verb.after.subject_before_verb -verb.after.clitic_first "
         "-verb.after.conjunction_between -verb.after.inverted"),
        ("«oui» , Anne_Roy affirme", "affirmer", 0, "verb.after.subject_before_verb"),
        ("«oui» , le Roy/PROPN affirme", "affirmer", 0, "verb.after.subject_before_verb"),
        ("«oui» , la maire très/ADV affirme", "affirmer", 0, "-verb.after.subject_before_verb"),
        ("«oui» , a b c d la maire affirme", "affirmer", 0, "verb.after.subject_before_verb"),
        ("«oui» , a b c d e la maire affirme", "affirmer", 0, "-verb.after.subject_before_verb"),
        ("«oui» , la maire affirme :", "affirmer", 0, "verb.after.own_complement"),
        ("«oui» , la maire affirme que", "affirmer", 0, "verb.after.own_complement"),
        ("«oui» , la maire affirme qu' il", "affirmer", 0, "verb.after.own_complement"),
        ("«oui» , la maire affirme «non»", "affirmer", 0, "verb.after.own_quote"),
        ("«oui» et la maire affirme", "affirmer", 0, "verb.after.conjunction_between"),
        ("«oui» mais la maire affirme", "affirmer", 0, "verb.after.conjunction_between"),
        ("«oui» que la maire affirme", "affirmer", 0, "verb.after.conjunction_between"),
        ("«oui» qu' elle affirme", "affirmer", 0, "verb.after.conjunction_between"),
        ("«oui» , la maire qui affirme", "affirmer", 0, "verb.after.conjunction_between"),
        ("«oui» , selon la maire", "selon", 0,
         "prep.after prep.after.0 prep.after.adjacent prep.after.first_after selon.after -prep.selon"),
        ("«oui» hier selon la maire", "selon", 0, "prep.after -prep.after.adjacent"),
        ("«oui» , un adage/NOUN : tout", "adage", 0,
         "noun.after noun.after.1 noun.after.own_complement -noun.after.adjacent "
         "-noun.after.first_after"),
        ("«oui» adage/NOUN que tout", "adage", 0, "noun.after.adjacent noun.after.own_complement"),
        ("«oui» adage/NOUN", "adage", 0, "noun.after.adjacent -noun.after.own_complement"),
        # Around it, and other cues
        ("le maire fait «tout» savoir", "faire savoir", 0, "verb.around verb.around.0"),
        ("selon la maire , «oui»", "selon", 0, "prep.before prep.before.opens_sentence"),
        ("hier , selon la maire , «oui»", "selon", 0, "-prep.before.opens_sentence"),
        ("selon la maire , le plan pour que «tous»", "selon", 0,
         "-prep.before.que.near -prep.before.que.far"),
        ("selon la loi dont «tous»", "selon", 0, "-prep.before.relative_between"),
        ("un adage/NOUN «ancien»", "adage", 0,
         "noun.before noun.before.apposed noun.before.det.indef noun.medium noun.lemma.adage "
         "-noun.before.complement -before.medium -noun.before.noun"),
        ("l' adage/NOUN : «ancien»", "adage", 0, "noun.before.det.def -noun.before.apposed"),
        ("deux adages/NOUN «anciens»", "adage", 0, "noun.before.det.num"),
        ("un adage/NOUN de Brest@LOC «ancien»", "adage", 0,
         "noun.before.complement -noun.before.apposed"),
        ("un adage/NOUN du lieu «ancien»", "adage", 0, "noun.before.complement"),
        ("un adage/NOUN d' ici «ancien»", "adage", 0, "noun.before.complement"),
        ("un adage/NOUN des îles «ancien»", "adage", 0, "noun.before.complement"),
        ("adage/NOUN «ancien»", "adage", 0, "noun.before.apposed -noun.before.det.def"),
        ("la maire affirme un adage/NOUN «ancien»", "affirmer", 0,
         "verb.before.noun_rivals -verb.before.rivals.1"),
        ("la maire affirme , dénonçant un «non»", "affirmer", 0,
         "verb.before.rivals.1 subject.before.rivals.1 -verb.before.noun_rivals"),
        ("la maire affirme , ajoutant , dénonçant un «non»", "affirmer", 0, "verb.before.rivals.2"),
        ("la maire affirme , disant , ajoutant , dénonçant un «non»", "affirmer", 0,
         "verb.before.rivals.2"),
        ("la maire affirme , dénonçant un «non»", "dénoncer", 0,
         "-verb.before.rivals.1 gerund.before"),
        ("«oui» , dénonçant tout , affirme la maire", "affirmer", 0,
         "verb.after.rivals.1 -verb.after.first_after"),
        ("la maire dénonce un «oui» , affirme Anne_Roy", "dénoncer", 0,
         "verb.before.but_incise_after -verb.before.but_clitic_after"),
        ("la maire dénonce un «oui» , affirme -t -elle", "dénoncer", 0,
         "verb.before.but_clitic_after"),
        ("la maire dénonce un «oui» , elle l'/PRON affirme", "dénoncer", 0,
         "verb.before.but_short_after"),
        ("«oui» , dit:fin Anne_Roy , affirme -t -elle", "affirmer", 0, "-verb.after.but_incise_after"),
        ("la maire dénonce un «oui» selon Anne_Roy", "dénoncer", 0, "subject.before.but_selon"),
        ("la maire dénonce un «oui» selon Anne_Roy", "selon", 0, "-selon.after.but_selon"),
        ("selon la maire , «oui» , d' après Paul_Lys", "selon", 0, "-selon.before.but_selon"),
        ("la maire dénonce un «oui»", "dénoncer", 0,
         "-subject.before.but_selon -verb.before.but_incise_after -verb.before.commas.0 "
         "-verb.before.rivals.0 -verb.before.finite_between.0"),
    ],
)  # fmt: skip
def test_what_ties_a_cue(tagged, lemma, quote, names):
    holds(seen(tagged, lemma, quote), names)


@pytest.mark.parametrize(
    ("tagged", "names"),
    [
        ("«Tout va bien»", "none none.alone none.no_verb_or_preposition none.size.3-5 "
         "none.capital none.quote_opens -none.colon -none.repeated.1"),
        ("un «abandon» .", "none.size.1-2 none.det.indef -none.det.plural -none.alone -none.capital"),
        ("un «grand abandon» .", "none.size.1-2"),
        ("un «grand et seul» .", "none.size.3-5"),
        ("un «a b c d e» .", "none.size.3-5"),
        ("un «a b c d e f» .", "none.size.6-12"),
        ("un «a b c d e f g h i j k l» .", "none.size.6-12"),
        ("un «a b c d e f g h i j k l m» .", "none.size.13+"),
        ("les «fous»", "none.det.def none.det.plural"),
        ("deux «fous»", "none.det.num none.det.plural"),
        ("un plan «fou»", "none.after_noun -none.after_verb"),
        ("il veut/VERB:fin «tout»", "none.after_verb"),
        ("il est «fou»", "none.after_verb"),
        ("il dit : «fou»", "none.colon"),
        *((f"un plan {w} «fou»", f"none.after.{w}")
          for w in "de à en pour comme par et que ( ,".split()),
        ("un plan d' «été»", "none.after.d"),
        ("le plan qu' «elle»", "none.after.qu"),
        ("la maire affirme un «oui»", "-none.no_verb_or_preposition"),
        ("un adage/NOUN «oui»", "none.no_verb_or_preposition"),
    ],
)  # fmt: skip
def test_what_speaks_for_no_cue(tagged, names):
    s = read(tagged)
    holds(no_cue_evidence(s.place(), s.cues), names)


@pytest.mark.parametrize(
    ("tagged", "lemma", "quote", "seen"),
    [
        ("la maire dénonce un «abandon»", "dénoncer", 0,
         ["path.subject.before.=", "path.subject.before.=.strong", "own.dénoncer.=",
          "own.dénoncer.subject.before"]),
        ("la maire dénonce un «oui» et un «non»", "dénoncer", 1,
         ["path.subject.before.=QE", "path.subject.before.=QE.strong", "own.dénoncer.=QE",
          "own.dénoncer.subject.before"]),
        ("«oui» , affirme la maire", "affirmer", 0,
         ["path.incise.after.=,", "path.incise.after.=,.strong", "own.affirmer.=,",
          "own.affirmer.incise.after"]),
        ("«oui» mais la maire l'/PRON affirme", "affirmer", 0,
         ["path.subject.after.=EN", "path.subject.after.=EN.strong", "own.affirmer.=EN",
          "own.affirmer.subject.after"]),
        # a long way by its ends
        ("la maire affirme que , selon Anne_Roy , si on part «bien»", "affirmer", 0,
         ["path.subject.before.K,s<", "path.subject.before.>KSN",
          "path.subject.before.K,s<.strong", "path.subject.before.>KSN.strong",
          "own.affirmer.K,s<", "own.affirmer.subject.before"]),
        # a cue around the quotation has none
        ("le maire fait «tout» savoir", "faire savoir", 0, []),
    ],
)  # fmt: skip
def test_the_way_from_cue_to_quotation(tagged, lemma, quote, seen):
    s = read(tagged)
    assert path_evidence(shapes(s.items), s.slot(quote), s.cue(lemma)) == seen


def test_repeated_words():
    s = read("un «abandon»")
    holds(no_cue_evidence(s.place(repeated=2), []), "none.repeated.2")
    holds(no_cue_evidence(s.place(repeated=7), []), "none.repeated.3")


def test_what_governs_the_quotation_over_its_determiners():
    """`lead` is the word before determiners, adjectives, adverbs and numbers."""
    for tagged, low in (
        ("il parle de ces deux/NUM très/ADV grands/ADJ «fous»", "de"),
        ("il parle «fou»", "parle"),
    ):
        assert read(tagged).place().lead.low == low
    assert read("il parle «fou»").place().lead is not None
    assert read("Anne_Roy deux/NUM «fous»").place().lead.text == "Anne Roy"
    assert read("ces grands/ADJ «fous»").place().lead is None
    assert read("«fous»").place().lead is None


def test_size_counts_words_at_spaces_and_apostrophes():
    assert read("un «mot»").place().size == 1
    assert read("un «vrai mot d'ordre»").place().size == 4


def test_neighbours():
    place = read("un «mot» dur").place()
    assert (place.before.low, place.after.low) == ("un", "dur")
    place = read("«mot»").place()
    assert (place.before, place.after, place.slots) == (None, None, [0])
    assert read("un «mot» et «deux»").place(1).slots == [1, 3]
