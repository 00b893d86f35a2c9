"""Which words of a sentence may report speech, and how each of them stands."""

from __future__ import annotations

import pytest
from tagged import read


def only(tagged):
    (cue,) = read(tagged).cues
    return cue


def group(tagged, cue):
    """The words of the verb group, first to last."""
    return " ".join(i.low for i in read(tagged).items[cue.first : cue.last + 1])


@pytest.mark.parametrize(
    ("tagged", "lemma", "mood", "words"),
    [
        ("la maire affirme que «oui»", "affirmer", "fin", "affirme"),
        ("elle l'/PRON affirme", "affirmer", "fin", "l' affirme"),
        ("il ne le/PRON leur/PRON affirme pas", "affirmer", "fin", "ne le leur affirme"),
        ("il n' y affirme rien", "affirmer", "fin", "n' y affirme"),
        ("elle les/PRON en avertit:s", "avertir", "fin", "les en avertit"),
        ("elle m' a affirmé", "affirmer", "fin", "m' a affirmé"),
        ("il nous affirme", "affirmer", "fin", "nous affirme"),
        ("il me affirme", "affirmer", "fin", "me affirme"),
        ("il lui affirme", "affirmer", "fin", "lui affirme"),
        ("il la/PRON dénonce", "dénoncer", "fin", "la dénonce"),
        ("la/DET dénonce/VERB", "dénoncer", "fin", "dénonce"),
        ("la maire a affirmé que", "affirmer", "fin", "a affirmé"),
        ("la maire n' a pas encore affirmé que", "affirmer", "fin", "n' a pas encore affirmé"),
        ("la maire a de son côté affirmé que", "affirmer", "fin", "a de son côté affirmé"),
        ("la maire a , quant à lui , affirmé", "affirmer", "fin", "a , quant à lui , affirmé"),
        ("les élus ont toujours affirmé", "affirmer", "fin", "ont toujours affirmé"),
        ("les élus ont fermement/ADV affirmé", "affirmer", "fin", "ont fermement affirmé"),
        ("il a en effet affirmé que", "affirmer", "fin", "a en effet affirmé"),
        ("il a par ailleurs affirmé", "affirmer", "fin", "a par ailleurs affirmé"),
        ("il a lui-même affirmé", "affirmer", "fin", "a lui-même affirmé"),
        # an aside parts a participle from its auxiliary, it opens no group
        ("il part/X en effet a affirmé", "affirmer", "fin", "a affirmé"),
        ("de son côté affirme la maire", "affirmer", "fin", "affirme"),
        ("il est là , a affirmé", "affirmer", "fin", "a affirmé"),
        # another subject between ends it
        ("il a il affirmé", "affirmer", "part", "affirmé"),
        ("il a qui/PRON affirmé", "affirmer", "part", "affirmé"),
        # so does an auxiliary that no other may follow, and distance
        ("il avait été été dénoncé", "dénoncer", "passive", "été dénoncé"),
        (
            "il a pas plus encore aussi bien donc affirmé",
            "affirmer",
            "fin",
            "a pas plus encore aussi bien donc affirmé",
        ),
        ("il a pas plus encore aussi bien donc ensuite affirmé", "affirmer", "part", "affirmé"),
        ("les élus ont table/NOUN affirmé", "affirmer", "part", "affirmé"),
        ("il aurait été dénoncé", "dénoncer", "passive", "aurait été dénoncé"),
        ("le plan est dénoncé par la maire", "dénoncer", "passive", "est dénoncé"),
        ("le plan a été dénoncé par la maire", "dénoncer", "passive", "a été dénoncé"),
        ("ayant affirmé que", "affirmer", "gerund", "ayant affirmé"),
        ("ayant été dénoncé par", "dénoncer", "gerund", "ayant été dénoncé"),
        ("sans avoir été dénoncé", "dénoncer", "inf", "avoir été dénoncé"),
        ("le plan serait dénoncé", "dénoncer", "passive", "serait dénoncé"),
        ("la maire s' est dénoncée", "dénoncer", "fin", "s' est dénoncée"),
        ("n' ont -ils pas affirmé", "affirmer", "fin", "n' ont -ils pas affirmé"),
        ("étant dénoncé par tous", "dénoncer", "gerund", "étant dénoncé"),
        ("pour avoir affirmé que", "affirmer", "inf", "avoir affirmé"),
        ("sans être dénoncé par", "dénoncer", "inf", "être dénoncé"),
        ("en affirmant que", "affirmer", "gerund", "affirmant"),
        ("en l'/PRON affirmant", "affirmer", "gerund", "l' affirmant"),
        ("la maire part/X en affirmant", "affirmer", "gerund", "affirmant"),
        ("s' en prenant à", "s'en prendre", "gerund", "s' en prenant"),
        ("affirmant que", "affirmer", "gerund", "affirmant"),
        ("il en appelle/VERB:fin à tous", "en appeler", "fin", "en appelle"),
        ("elle veut affirmer que", "affirmer", "inf", "affirmer"),
        ("elle veut l'/PRON affirmer", "affirmer", "inf", "l' affirmer"),
        ("un plan/NOUN dénoncé/VERB par tous", "dénoncer", "part", "dénoncé"),
        ("«oui» , affirme -t -il", "affirmer", "fin", "affirme -t -il"),
        ("«oui» , dénonce -t elle", "dénoncer", "fin", "dénonce -t elle"),
        ("«oui» , dit:fin -il", "dire", "fin", "dit -il"),
        ("«oui» , a -t -elle affirmé", "affirmer", "fin", "a -t -elle affirmé"),
        ("«oui» , ont -ils affirmé", "affirmer", "fin", "ont -ils affirmé"),
        ("il a fait savoir que", "faire savoir", "fin", "a fait savoir"),
        ("il fait aussi savoir que", "faire savoir", "fin", "fait aussi savoir"),
        ("la police met en garde:f contre", "mettre en garde", "fin", "met en garde"),
        ("il met tout/PRON de suite/ADV en garde", "savoir", "", ""),
        ("le maire se félicite d' un", "se féliciter", "fin", "se félicite"),
        ("le maire s' est félicité", "se féliciter", "fin", "s' est félicité"),
        ("le maire s' en prend à", "s'en prendre", "fin", "s' en prend"),
        ("il s' en est pris à", "s'en prendre", "fin", "s' en est pris"),
        ("il en appelle à", "en appeler", "fin", "en appelle"),
        ("il en appelle à", "appeler à", "", ""),  # «en appeler» says more
        ("«oui» , fait:fin -il savoir", "faire savoir", "fin", "fait -il savoir"),
        ("«oui» , fait:fin -il", "faire savoir", "", ""),
        ("elle fait a b savoir", "faire savoir", "fin", "fait a b savoir"),
        ("elle fait a b c savoir", "faire savoir", "", ""),
        ("«oui» , affirme -t", "affirmer", "fin", "affirme"),
        ("«oui» , affirme -t «non»", "affirmer", "fin", "affirme"),
        ("«oui» , affirme -là", "affirmer", "fin", "affirme"),
    ],
)
def test_verbs(tagged, lemma, mood, words):
    found = read(tagged).cues
    if not mood:
        assert lemma not in [c.lemma for c in found]
        return
    (cue,) = [c for c in found if c.lemma == lemma]
    assert cue.mood == mood
    assert group(tagged, cue) == words


@pytest.mark.parametrize(
    "tagged",
    [
        "le maire félicite l' équipe",  # the reflexive «se féliciter» is another verb
        "le maire prend un livre",  # «s'en prendre» needs both its clitics
        "le maire fait un discours/X",  # «faire savoir», «faire valoir» need their second word
        "le maire met une écharpe",
        "savoir fait:fin tout",  # … which stands after the first
        "une demande/NOUN polie/ADJ",  # a noun, by its tag
        "la/DET cause/AUX",
        "un dit/NOUN",
        "les/DET dénoncé/ADJ",
        "un/DET manifestant/VERB part/X",
        "deux/NUM manifestants/NOUN",
        "jeune/ADJ manifestant/NOUN",
        "le/X manifestant/NOUN",
        "un affirmer/NOUN",
    ],
)
def test_no_verb_of_saying(tagged):
    assert not [c for c in read(tagged).cues if c.entry.kind == "verb" and c.lemma in (
        "se féliciter", "s'en prendre", "faire savoir", "mettre en garde", "demander", "causer",
        "dire", "affirmer", "dénoncer", "manifester")]  # fmt: skip


def test_ambiguous_forms_need_a_sign():
    """«juge», «demande» are nouns as often: a tag, a clitic, a quotation or a name says «verb»."""
    assert not [c for c in read("la/DET foule/NOUN demande/NOUN").cues if c.mood == "fin"]
    for tagged in (
        "la foule demande/VERB:fin",
        "la foule/NOUN demande/AUX:fin",
        "«oui» , demande/NOUN -t -il",
        "«oui» , demande/NOUN Anne_Roy",
        "«oui» demande/NOUN Anne_Roy",
        "«oui» , se demande/NOUN Anne_Roy",
        "Anne_Roy demande/NOUN un vote",
        "Anne_Roy demande/NOUN que",
        "Anne_Roy demande/NOUN :",
        "Anne_Roy demande/NOUN «oui»",
        "elle demande/NOUN qu' on",
        "qui demande/NOUN un vote",
        "la cour/NOUN demande/NOUN que",
        "la jeune/ADJ demande/NOUN qu' on",
        "le Roy/PROPN demande/NOUN que",
        "la cour/NOUN demande/NOUN encore aussi/ADV que",
        "elles demande/NOUN un vote",
        "ils demande/NOUN :",
        "demande -t -elle",
        "demande/X -on",
        "demande/",
    ):
        assert [c.mood for c in read(tagged).cues if c.head == read(tagged).item("demande")] == [
            "fin"
        ], tagged
    for tagged in (
        "«oui» . La/DET demande/NOUN",
        "Anne_Roy demande/NOUN polie/ADJ",
        "la/DET foule/NOUN demande/NOUN un vote",
        "demande/NOUN un vote",
        "la foule/NOUN demande/NOUN :",
        "la foule/NOUN demande/NOUN encore aussi/ADV",
        "Anne_Roy demande/NOUN",
        "avec/ADP demande/NOUN que",
        "nous demande/NOUN un vote",
        "demande/NOUN -là",
    ):
        assert not [c for c in read(tagged).cues if c.mood == "fin"], tagged


def test_after_a_determiner_only_a_clitic_makes_a_verb():
    assert not [c for c in read("de/ADP affirme/X que").cues if c.mood == "fin"]
    assert [c.mood for c in read("de/ADP affirme/X -t -il").cues] == ["fin"]
    assert not read("un/DET affirme/AUX que").cues
    assert [c.mood for c in read("un/DET affirme/VERB que").cues] == ["fin"]


@pytest.mark.parametrize(
    ("tagged", "number"),
    [
        ("elle affirme:3,s que", "s"),
        ("elles affirment:3,p que", "p"),
        ("elle a affirmé", "s"),
        ("elle avait affirmé", "s"),
        ("elle aura affirmé", "s"),
        ("elle aurait affirmé", "s"),
        ("le plan est:p dénoncé", "s"),
        ("le plan était:p dénoncé", "s"),
        ("le plan sera:p dénoncé", "s"),
        ("elles ont:s affirmé", "p"),
        ("elles avaient:s affirmé", "p"),
        ("elles auraient:s affirmé", "p"),
        ("elles auront:s affirmé", "p"),
        ("elles eurent:s affirmé", "p"),
        ("elles sont:s dénoncées", "p"),
        ("elles étaient:s dénoncées", "p"),
        ("elles seront:s dénoncées", "p"),
        ("ils ont appelé et dit:fin,s", ""),
        ("ils ont appelé , dit:fin,s", ""),
        ("il appelle puis dit:fin,s", "s"),
        ("a:p affirmé:p", "s"),
        ("ils ont appelé et affirment:fin,p", "p"),  # no participle
        ("elle a part/X et a dit:part,p", "s"),
        ("dit:fin,s", "s"),
        ("en disant:p , elle", "p"),
    ],
)
def test_number_is_that_of_the_finite_verb(tagged, number):
    assert read(tagged).cues[-1].number == number


def test_reflexive():
    assert only("le maire se félicite d' un").reflexive
    assert only("le maire s' est félicité d' un").reflexive
    assert only("se félicitant d' un").reflexive
    # another verb may be meant with «se» than without
    assert only("le maire s' est affirmé comme").lemma == "s'affirmer"
    assert only("le maire s' affirme").lemma == "s'affirmer"
    assert only("le maire l' a affirmé").lemma == "affirmer"
    assert only("en se félicitant d' un").reflexive
    assert not only("le maire affirme que").reflexive
    s = read("elle s' est dite/VERB:part «inquiète»")
    assert s.cues[-1].reflexive


def test_the_inverted_subject():
    for tagged, low in (
        ("«oui» , affirme -t -il", "-il"),
        ("«oui» , affirme -t -elle", "-elle"),
        ("«oui» , dit:fin -on", "-on"),
        ("«oui» , a -t -elle affirmé", "-elle"),
        ("«oui» , ont -ils affirmé", "-ils"),
        ("«oui» , ai -je affirmé", "-je"),
        ("«oui» , avons -nous affirmé", "-nous"),
    ):
        s = read(tagged)
        assert s.items[s.cues[-1].inverted].low == low
        assert s.cues[-1].role == "clitic"
    for tagged in ("elle affirme que", "elle a affirmé", "«oui» , affirme Anne_Roy"):
        assert read(tagged).cues[-1].inverted == -1


def test_a_subject_ends_the_group():
    """«ont ils affirmé»: a subject pronoun between is no part of a group with an auxiliary."""
    s = read("elle a dit/VERB:part il affirme:fin")
    assert s.cue("affirmer").first == s.item("affirme")
    s = read("il a vu qu' il affirme:fin")
    assert s.cue("affirmer").first == s.item("affirme")


@pytest.mark.parametrize(
    ("tagged", "lemma", "head", "words"),
    [
        ("selon la préfecture , «oui»", "selon", "selon", "selon"),
        ("d' après le rapport", "d'après", "après", "d' après"),
        ("d'après le rapport", "d'après", "d'après", "d'après"),
        ("de l' avis de la juge", "de l'avis de", "avis", "de l' avis de"),
        ("de l' avis du juge", "de l'avis de", "avis", "de l' avis du"),
        ("de l' avis des juges", "de l'avis de", "avis", "de l' avis des"),
        ("de l' aveu même de la ministre", "de l'aveu même de", "même", "de l' aveu même de"),
        ("aux dires de la voisine", "aux dires de", "dires", "aux dires de"),
        ("à en croire le maire", "à en croire", "croire", "à en croire"),
    ],
)
def test_prepositions(tagged, lemma, head, words):
    s = read(tagged)
    cue = s.cues[0]
    assert (cue.lemma, cue.mood, cue.role) == (lemma, "prep", "selon")
    assert s.items[cue.head].low == head
    assert group(tagged, cue) == words
    assert [c.head for c in s.cues].count(cue.head) == 1


def test_a_locution_cut_short_is_none():
    assert [c.mood for c in read("de l' avis").cues] == ["noun"]
    assert not [c for c in read("à en rire").cues if c.mood == "prep"]


def test_nouns():
    s = read("une affirmation/NOUN : «oui»")
    assert [(c.lemma, c.mood, c.role) for c in s.cues] == [("affirmation", "noun", "noun")]
    assert [c.lemma for c in read("des affirmations/NOUN : «oui»").cues] == ["affirmation"]
    for pos in ("VERB", "AUX", "DET", "PRON"):
        assert not [c for c in read(f"un adage/{pos} «oui»").cues if c.mood == "noun"]


def test_names_quotations_and_marks_are_no_cues():
    assert not read("Selon_Affirme@ORG «affirme» ,").cues


def test_each_cue_of_a_sentence_once():
    s = read("Anne_Roy affirme que «oui» et a dénoncé:part un «non» , selon Paul_Morin")
    assert [c.lemma for c in s.cues] == ["affirmer", "dénoncer", "selon"]
    s = read("«oui» , a -t -elle affirmé , dénonçant un «non»")
    assert [c.lemma for c in s.cues] == ["affirmer", "dénoncer"]


@pytest.mark.parametrize(
    ("tagged", "lemma", "role", "final"),
    [
        ("«oui» , affirme -t -il .", "affirmer", "clitic", True),
        ("«oui» , affirme la maire .", "affirmer", "incise", True),
        ("«oui» , affirme la maire", "affirmer", "incise", True),
        ("«oui» , affirme la maire hier .", "affirmer", "incise", True),
        ("«oui» , affirme la maire de Brest@LOC , «non»", "affirmer", "incise", True),
        ("«oui» , affirme la maire qui/PRON part/X .", "affirmer", "incise", False),
        ("( affirme la maire )", "affirmer", "incise", True),
        ("«oui» affirme la maire .", "affirmer", "incise", True),
        ("– affirme la maire .", "affirmer", "incise", True),
        ("affirme la maire .", "affirmer", "incise", True),
        ("«oui» , encore/ADV affirme la maire .", "affirmer", "incise", True),
        ("«oui» , affirme hier/ADV à la presse la maire .", "affirmer", "incise", True),
        ("«oui» , affirme lundi/NOUN la maire .", "affirmer", "incise", True),
        ("elle part/X , dénonce «un abandon»", "dénoncer", "bare", False),
        ("elle part/X , affirme qui/PRON vient", "affirmer", "bare", False),
        ("elle part/X , affirme elle/PRON hier", "affirmer", "bare", False),
        ("elle part/X , affirme que la maire vient/VERB:fin", "affirmer", "bare", False),
        ("elle part/X , affirme : la maire vient", "affirmer", "bare", False),
        ("elle part/X , affirme demain/ADV vient/VERB:fin la maire", "affirmer", "bare", False),
        ("elle part/X , affirme à la presse .", "affirmer", "bare", False),
        *(
            (f"elle part/X {m} affirme la maire .", "affirmer", "incise", True)
            for m in ", - – — ( ; . ! ? …".split()
        ),
        ("encore/ADV affirme la maire .", "affirmer", "incise", True),
        ("elle part/X encore/ADV affirme la maire .", "affirmer", "subject", False),
        ("«oui» , affirme la maire vite/ADV … enfin", "affirmer", "incise", True),
        ("«oui» , affirme la maire zut/ADV .", "affirmer", "incise", True),
        ("«oui» , affirme la maire fermement/INTJ .", "affirmer", "incise", True),
        ("«oui» , affirme la maire depuis .", "affirmer", "incise", True),
        ("«oui» , affirme la maire hier elle , part .", "affirmer", "incise", False),
        ("hier il l' affirme .", "affirmer", "subject", False),
        ("«oui» , Anne_Roy hier soir affirme .", "affirmer", "short", True),
        ("«oui» , Anne_Roy hier soir aussi/X affirme .", "affirmer", "subject", False),
        ("«oui» , il l' affirme .", "affirmer", "short", True),
        ("«oui» , Anne_Roy l' affirme , sans", "affirmer", "short", True),
        ("«oui» , il l' affirme", "affirmer", "short", True),
        ("«oui» , il l' affirme que", "affirmer", "subject", False),
        ("il l' affirme .", "affirmer", "subject", False),
        ("«oui» , la maire l' affirme .", "affirmer", "subject", False),
        ("«oui» , Anne_Roy de la ville affirme .", "affirmer", "subject", False),
        ("la maire affirme que «oui»", "affirmer", "subject", False),
        ("un plan est/AUX dénoncé par la maire", "dénoncer", "subject", False),
        ("en dénonçant un «abandon»", "dénoncer", "gerund", False),
        ("pour dénoncer un «abandon»", "dénoncer", "inf", False),
        ("un plan/NOUN dénoncé/VERB par la maire", "dénoncer", "part", False),
    ],
)
def test_role_of_a_cue_in_its_clause(tagged, lemma, role, final):
    cue = read(tagged).cue(lemma)
    assert (cue.role, cue.final) == (role, final)


def test_the_inverted_subject_is_not_sought_for_ever():
    far = " ".join(["très/ADV"] * 14)
    assert read(f"«oui» , affirme {far} la maire .").cue("affirmer").role == "incise"
    assert read(f"«oui» , affirme {far} très/ADV la maire .").cue("affirmer").role == "bare"


def test_the_pronoun_of_the_verb_before():
    """«dit-**elle**, dénonçant»: it is not the subject of the participle."""
    s = read("«oui» , dit -elle , dénonçant un plan")
    assert s.cue("dire").inverted >= 0
    assert s.cue("dénoncer").inverted == -1


def test_a_preposition_is_no_verb():
    assert not read("la maire part contre/ADP la pluie").cues
