"""From mention to speaker: names, pronouns, relatives, «on», groups, and who goes on speaking."""

from __future__ import annotations

import pytest
from tagged import Told, holds, read

from quoteminer.entities.records import EntityMention, PersonRecord
from quoteminer.explanation import told
from quoteminer.speakers import resolve as rules
from quoteminer.speakers.carried import _relation, _setting, carried_evidence, nobody_evidence
from quoteminer.speakers.evidence import Asked
from quoteminer.speakers.resolve import (
    Resolver,
    Speaking,
    carried_options,
    mention_span,
    resolve_all,
)

ANNE = PersonRecord("Anne Roy", "f", None, ())
PAUL = PersonRecord("Paul Lys", "m", None, ())


class Case:
    """An article in which quotations are taken as said by the mentions given."""

    def __init__(self, article, *said, people=()):
        self.told = article
        self.cast = article.cast(*people)
        self.resolver = Resolver(self.cast, article.paragraphs)
        self.decisions = []
        for sentence, lemma, mention in said:
            one = article.sentences[sentence]
            self.decisions.append(
                one.decision(
                    kind="direct",
                    cue=one.cue(lemma) if lemma else None,
                    mention=one.phrase(mention) if mention else None,
                    p_mention=1.0,
                )
            )

    def speaking(self, number=-1):
        return self.resolver.resolve(self.decisions[number])


def say(tagged, mention, lemma="dire", *, before=(), people=()):
    """Who says the last sentence's quotation."""
    article = Told(*([s] for s in before), [tagged])
    case = Case(article, (len(before), lemma, mention), people=people)
    return case, case.speaking()


@pytest.mark.parametrize(
    ("tagged", "phrase", "span", "kind"),
    [
        ("«Oui» , dit la maire Anne_Roy", "la maire Anne Roy", "Anne Roy", "named"),
        ("«Oui» , dit Anne_Roy", "Anne Roy", "Anne Roy", "named"),
        ("«Oui» , dit -elle", "-elle", "elle", "pronoun"),
        ("elle dit «oui»", "elle", "elle", "pronoun"),
        ("«Oui» , dit la jeune maire", "la jeune maire", "la jeune maire", "nominal"),
        ("«@ORG Le Courrier» dit tout", "«Le Courrier»", "Le Courrier", "named"),
        ("Anne_Roy et le juge disent", "Anne Roy et le juge", "Anne Roy et le juge", "named"),
        (
            "Anne_Roy , Léa_Dor et Zoé_Lin disent",
            "Anne Roy, Léa Dor et Zoé Lin",
            "Anne Roy, Léa Dor et Zoé Lin",
            "named",
        ),
    ],
)
def test_span_of_a_mention(tagged, phrase, span, kind):
    s = read(tagged)
    start, end, found = mention_span(s.phrase(phrase), s.items)
    assert (s.folded[start:end], found) == (span, kind)


def test_a_name_is_whom_it_names():
    case, speaking = say("«Oui» , dit Roy@PER=Anne_Roy", "Roy", before=["Anne_Roy part ."])
    assert speaking.figure is case.cast.figures[0]
    assert speaking.probability > 0.9
    assert [told(x) for x in speaking.steps] == ["«Roy» is «Anne Roy»"]
    start, end, kind = speaking.mention
    assert (case.told.folded[start:end], kind) == ("Roy", "named")


def test_a_pronoun_stands_for_somebody_who_agrees():
    case, speaking = say("«Oui» , dit -elle .", "-elle", before=["Anne_Roy et Paul_Lys partent ."],
                         people=(ANNE, PAUL))  # fmt: skip
    assert speaking.figure.name == "Anne Roy"
    assert [told(x) for x in speaking.steps] == ["«elle» stands for «Anne Roy»"]
    at = case.told.at("elle")
    assert at in speaking.figure.spots
    _, speaking = say("«Oui» , dit -il .", "-il", before=["Anne_Roy et Paul_Lys partent ."],
                      people=(ANNE, PAUL))  # fmt: skip
    assert speaking.figure.name == "Paul Lys"


def test_a_pronoun_that_stands_for_nobody_known():
    _, speaking = say("«Oui» , dit -elle .", "-elle", before=["Paul_Lys part ."], people=(PAUL,))
    assert (speaking.figure.label, speaking.figure.name) == ("DESC", "elle")
    assert speaking.figure.role == "pronoun"
    assert speaking.probability == 0.5
    assert [told(x) for x in speaking.steps] == ["«elle» is never named"]


def test_a_description_that_is_never_named():
    case, speaking = say("«Oui» , dit une voisine .", "une voisine")
    figure = speaking.figure
    assert (figure.label, figure.name, figure.role) == ("DESC", "une voisine", "relation")
    assert figure.spots == [case.told.at("une voisine")]
    _, speaking = say("Une/DET voisine dit : «oui»", "Une voisine")
    assert speaking.figure.name == "une voisine"  # a capital only because it opens the sentence
    _, speaking = say("Voisine dit : «oui»", "Voisine")
    assert speaking.figure.name == "Voisine"


def test_pronouns_that_are_their_own_name():
    for word in ("je", "nous", "certains", "chacun"):
        _, speaking = say(f"{word} dit : «oui»", word, before=["Anne_Roy part ."])
        assert speaking.figure.name == word
        assert speaking.probability == 0.8


@pytest.mark.parametrize("word", ["lui", "celui-ci", "il"])
def test_pronouns_for_men(word):
    _, speaking = say(f"{word} dit : «oui»", word, before=["Paul_Lys part ."], people=(PAUL,))
    assert speaking.figure.name == "Paul Lys"


@pytest.mark.parametrize("word", ["celle-ci", "elle"])
def test_pronouns_for_women(word):
    _, speaking = say(f"{word} dit : «oui»", word, before=["Anne_Roy part ."], people=(ANNE,))
    assert speaking.figure.name == "Anne Roy"


@pytest.mark.parametrize("word", ["eux", "ceux-ci", "ils", "elles", "celles-ci"])
def test_pronouns_for_several(word):
    article = Told(["Fin ."], [f"{word} disent:p : «oui»"])
    case = Case(article, (1, "dire", word))
    gender = "f" if word.startswith(("elles", "celles")) else "m"
    case.cast.spot(case.cast.described("les élus", gender, "p", "group"), 0)
    assert case.speaking().figure.name == "les élus"


def test_a_relative_stands_for_the_phrase_before():
    _, speaking = say("une parole/NOUN d' Anne_Roy , qui a dit/VERB:part «oui»", "qui")
    assert speaking.figure.name == "Anne Roy"
    assert told(speaking.steps[0]) == "the relative pronoun refers to the phrase before it"
    assert 0.8 < speaking.probability < 0.9
    _, speaking = say("une voisine , laquelle a dit/VERB:part «oui»", "laquelle")
    assert speaking.figure.name == "une voisine"


@pytest.mark.parametrize(
    ("tagged", "antecedent"),
    [
        ("la maire qui dit:fin,s «oui»", "la maire"),
        ("des paroles/NOUN d' Anne_Roy qui dit:fin,s «oui»", "Anne Roy"),
        ("des paroles/NOUN d' Anne_Roy qui disent:p «oui»", "des paroles d' Anne Roy"),
        ("les élus et la maire qui disent:fin,p «oui»", "les élus"),
        ("les élus du port , la maire , qui disent:fin,p «oui»", "les élus du port"),
        ("la maire parle/VERB:fin aux élus qui dit:fin,s «oui»", "la maire"),
        ("la police , la maire , qui disent:fin,p «oui»", "la police"),
        ("Anne_Roy part/VERB:fin de Brest@LOC qui dit:fin «oui»", "Anne Roy"),
        ("le média en ligne qui dit:fin,s «oui»", "le média"),
        ("elle qui dit:fin «oui»", "elle"),
        ("la maire lundi/NOUN qui dit:fin «oui»", "la maire"),
        ("qui dit:fin «oui»", None),
        # a bare noun describes the name before it
        ("Anne_Roy , jeune avocate du barreau , qui dit:fin,s «oui»", "Anne Roy"),
        ("Anne_Roy et avocate qui dit:fin,s «oui»", "Anne Roy"),
        ("Anne_Roy , avocate , mère/NOUN d' élève , qui dit:fin,s «oui»", "Anne Roy"),
        ("Anne_Roy , avocate , qui disent:fin,p «oui»", "avocate"),
        ("Anne_Roy , l' avocate , qui dit:fin,s «oui»", "l' avocate"),
        ("Anne_Roy ; avocate , qui dit:fin,s «oui»", "avocate"),
        ("le juge , avocate , qui dit:fin,s «oui»", "avocate"),
        # what hangs on a thing may speak, where it agrees
        ("l' absence/NOUN de l' administration , qui dit:fin,s «oui»", "l' administration"),
        ("les absences/NOUN de la police , qui disent:fin,p «oui»", "la police"),
        ("les absences/NOUN de la juge , qui disent:fin,p «oui»", "les absences de la juge"),
        ("les absences/NOUN de Brest@LOC , qui dit:fin,s «oui»", "les absences de Brest"),
        ("la couleur/NOUN de la chaise/NOUN , qui dit:fin,s «oui»", "la couleur de la chaise"),
        ("la couleur/NOUN de la chaise/NOUN d' Anne_Roy , qui dit:fin,s «oui»", "Anne Roy"),
        ("la couleur/NOUN de la chaise/NOUN d' Anne_Roy , qui disent:fin,p «oui»",
         "la couleur de la chaise d' Anne Roy"),
        ("la couleur/NOUN de la chaise/NOUN de Brest@LOC , qui dit:fin,s «oui»",
         "la couleur de la chaise de Brest"),
        ("la réunion/NOUN du Club@ORG qui dit:fin,s «oui»", "du Club"),
        ("les réunions/NOUN du Club@ORG qui disent:fin,p «oui»", "les réunions du Club"),
        # a place named by the way does not speak, one that stands alone may
        ("la maire à Brest@LOC , qui dit:fin,s «oui»", "la maire"),
        ("la maire part/VERB:fin chez Anne_Roy , qui dit:fin,s «oui»", "Anne Roy"),
        ("la maire , Brest@LOC , qui dit:fin,s «oui»", "Brest"),
        # pronouns, and those of several words
        ("ceux de Brest@LOC qui disent:fin,p «oui»", "ceux de Brest"),
        ("la maire , lequel/PRON qui dit:fin,s «oui»", "la maire"),
        # the nearest three only
        ("la maire parle/VERB:fin de pain/NOUN , de vin/NOUN , qui dit:fin,s «oui»", "la maire"),
        ("la maire parle/VERB:fin de pain/NOUN , de vin/NOUN , de lait/NOUN qui dit:fin,s «oui»",
         "lait"),
    ],
)  # fmt: skip
def test_antecedents(tagged, antecedent):
    s = read(tagged)
    cue = s.cues[-1] if s.cues else None
    decision = s.decision(cue=cue)
    found = rules._antecedent(decision, s.phrase("qui"))
    words = s.text(found).replace("l'a", "l' a").replace("d'A", "d' A") if found else None
    assert words == antecedent


def test_an_apposed_noun_is_looked_for_no_further_than_its_name():
    s = read("avocate , qui dit:fin,s «oui»")
    assert rules._apposed_to(s.items, s.phrases[:1], 0) is None


def test_the_name_in_a_complement_stands_for_itself():
    tagged = "la couleur/NOUN de la chaise/NOUN d' Anne_Roy , qui dit:fin,s «oui»"
    s = read(tagged)
    found = rules._antecedent(s.decision(cue=s.cue("dire")), s.phrase("qui"))
    at = s.item("anne roy")
    assert (found.start, found.end, found.head, found.name) == (at, at + 1, at, at)
    assert (found.type, found.number) == ("named", "s")
    _, speaking = say(tagged, "qui")
    assert speaking.figure.name == "Anne Roy"
    assert [told(x) for x in speaking.steps] == [
        "the relative pronoun refers to the phrase before it",
        "«Anne Roy» is «Anne Roy»",
    ]


def test_whom_a_participle_has_as_its_object():
    """«Qualifiant **Anne Roy** de «girouette», **elle** …»: she is somebody else."""
    article = Told(["qualifiant Anne_Roy de «folle» , elle part avec Léa_Dor"])
    case = Case(article, (0, "qualifier", "elle"))
    anne, lea = case.cast.figures
    asked = case.resolver.ask(case.decisions[0], case.decisions[0].mention, 0)
    assert asked.barred == (anne,)
    assert case.resolver.candidates(asked) == [lea]
    # a thing as its object bars nobody, nor does a name after another verb or the pronoun
    for tagged in (
        "qualifiant ce/DET plan de «fou» , elle part avec Léa_Dor",
        "qualifiait/VERB:fin Léa_Dor de «folle» , elle part",
        "elle dit «non» , qualifiant Léa_Dor",
    ):
        article = Told([tagged])
        case = Case(article, (0, "", "elle"))
        assert case.resolver.ask(case.decisions[0], case.decisions[0].mention, 0).barred == ()


@pytest.mark.parametrize(
    ("tagged", "mention", "form"),
    [
        ("«oui» , dit -elle", "-elle", "inverted"),
        ("elle dit «oui»", "elle", "clitic"),
        ("lui dit «oui»", "lui", "strong"),
        ("celle-ci dit «oui»", "celle-ci", "strong"),
        ("la maire dit «oui»", "la maire", ""),
    ],
)
def test_the_form_of_the_pronoun(tagged, mention, form):
    case = Case(Told([tagged]), (0, "dire", mention))
    assert case.resolver.ask(case.decisions[0], case.decisions[0].mention, 0).form == form


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("La/DET source", "la source"),
        ("L'/DET un", "l'un"),
        ("Une/DET source", "une source"),
        ("Source proche/ADJ", "Source proche"),
        ("D' autres", "D'autres"),
    ],
)
def test_the_capital_of_an_article_is_dropped(mention, name):
    """French writes the subject with a capital only because it opens the sentence."""
    article = Told([f"{mention} dit : «oui»"])
    one = article.sentences[0]
    case = Case(article, (0, "dire", one.text(one.phrases[0])))
    assert case.resolver._itself(case.decisions[0], one.phrases[0], 0.5).figure.name == name


def test_who_else_may_have_said_it(monkeypatch):
    """Others are named where they are likely enough, three at most, the likeliest first."""
    names = ("Anne_Roy", "Léa_Dor", "Zoé_Lin", "Ida_Mas", "Eva_Sol")
    article = Told([f"{name} part ." for name in names], ["«Oui» , dit -elle ."])
    for weight, others in ((0.0, 3), (2.0, 3), (5.0, 0)):
        weighing(monkeypatch, antecedent={"pron.nearest": weight, "pron.second": 0.5})
        speaking = Case(article, (5, "dire", "-elle")).speaking()
        chances = [chance for _, chance in speaking.others]
        assert len(chances) == others
        assert all(0.05 < chance <= speaking.probability for chance in chances)
        assert chances == sorted(chances, reverse=True)
        assert speaking.figure.name not in [name for name, _ in speaking.others]
        if weight:
            assert speaking.figure.name == "Eva Sol"


@pytest.mark.parametrize(
    ("tagged", "whom"),
    [
        ("«Oui» , dit -on chez Sécurité_Sud@ORG .", "Sécurité Sud"),
        ("«Oui» , dit -on à la préfecture .", "la préfecture"),
        ("«Oui» , dit -on dans la police .", "la police"),
        ("«Oui» , dit -on auprès de la police .", "la police"),
        ("«Oui» , dit -on chez Anne_Roy .", None),
        ("«Oui» , dit -on à la lumière .", None),
        ("«Oui» , dit -on sur la police .", None),
        ("«Oui» , dit -on ici a b c d e f chez Sécurité_Sud@ORG .", None),
        ("«Oui» , dit -on ici a b chez Sécurité_Sud@ORG .", "Sécurité Sud"),
        ("«Oui» , dit -on lundi/NOUN chez Sécurité_Sud@ORG .", "Sécurité Sud"),
        ("chez les élus , on dit : «oui»", "les élus"),
        ("chez Sécurité_Sud@ORG , on dit : «oui»", "Sécurité Sud"),
        ("chez Anne_Roy , on dit : «oui»", None),
        ("du côté du gouvernement , on dit : «oui»", "du gouvernement"),
        ("au sein de la police , on dit : «oui»", "la police"),
        ("dans les rangs de la police , on dit : «oui»", "la police"),
        ("du côté de Brest@LOC , on dit : «oui»", None),
        ("dans la nuit , on dit : «oui»", None),
        ("chez les élus on dit : «oui»", "les élus"),
        ("«Oui» , dit -on aux élus .", "aux élus"),
        # a few words may stand between
        ("zut/ADV " * 7 + "chez les élus , on dit : «oui»", "les élus"),
        ("zut/ADV " * 8 + "chez les élus , on dit : «oui»", None),
        ("«Oui» , dit -on " + "zut/ADV " * 4 + "chez Sécurité_Sud@ORG .", "Sécurité Sud"),
        ("«Oui» , dit -on " + "zut/ADV " * 5 + "chez Sécurité_Sud@ORG .", None),
        ("les élus , on dit : «oui»", None),
        ("dans Anne_Roy et le Club@ORG , on dit : «oui»", None),
        ("on dit : «oui»", None),
        ("du côté des élus , on dit : «oui»", "des élus"),
        ("du côté de les/DET élus , on dit : «oui»", "les élus"),
        ("du côté de l' opposition/NOUN , on dit : «oui»", "l'opposition"),
        ("du côté de le/DET préfet , on dit : «oui»", "le préfet"),
        ("«Oui» , dit -on parmi les élus .", "les élus"),
        ("«Oui» , dit -on de la préfecture .", "la préfecture"),
        ("«Oui» , dit -on chez Anne_Roy chez Sécurité_Sud@ORG .", "Sécurité Sud"),
        ("«Oui» , dit -on chez la voisine .", None),
        ("«Oui» , dit -on chez une femme .", "une femme"),
        ("«Oui» , dit -on à une source .", "une source"),
        ("«Oui» , dit -on dans une mairie .", "une mairie"),
        ("«Oui» , dit -on chez les sœurs/NOUN .", None),
        ("a b c d e f g h i chez les élus , on dit : «oui»", None),
    ],
)
def test_whom_one_speaks_for(tagged, whom):
    s = read(tagged)
    one = next(p for p in s.phrases if s.items[p.head].low.lstrip("-") == "on")
    found = rules._on_behalf(s.items, one, s.decision(cue=s.cue("dire")))
    assert (s.text(found) if found is not None else None) == whom


def test_whom_one_speaks_for_without_a_word_of_saying():
    s = read("on part/X «oui» chez Sécurité_Sud@ORG .")
    assert s.text(rules._on_behalf(s.items, s.phrase("on"), s.decision())) == "Sécurité Sud"


def test_one_goes_on_for_a_body():
    article = Told(["le Club@ORG dit : «non»"], ["«Oui» , dit -on ."])
    case = Case(article, (0, "dire", "le Club"), (1, "dire", "-on"))
    case.resolver.remember(case.decisions[0], case.speaking(0).figure)
    speaking = case.speaking(1)
    assert speaking.figure.name == "Club"
    assert (speaking.probability, told(*speaking.steps)) == (0.5, "«on» goes on for «Club»")
    # not for a person, and not for nobody
    article = Told(["Anne_Roy dit : «non»"], ["«Oui» , dit -on ."])
    case = Case(article, (0, "dire", "Anne Roy"), (1, "dire", "-on"))
    assert case.speaking(1).figure.name == "on"
    case.resolver.remember(case.decisions[0], case.speaking(0).figure)
    assert case.speaking(1).figure.name == "on"


def test_one_speaks_for_those_it_is_said_among():
    _, speaking = say("«Oui» , dit -on chez Sécurité_Sud@ORG .", "-on")
    assert speaking.figure.name == "Sécurité Sud"
    assert told(speaking.steps[0]) == "«on» speaks for those it is said among"
    assert 0.7 < speaking.probability < 0.8


def test_several_together():
    _, speaking = say("Anne_Roy et Paul_Lys disent : «oui»", "Anne Roy et Paul Lys")
    figure = speaking.figure
    assert (figure.label, figure.name, figure.number) == ("DESC", "Anne Roy et Paul Lys", "p")
    assert figure.spots == [0]
    assert [told(x) for x in speaking.steps] == [
        "«Anne Roy» is «Anne Roy»",
        "«Paul Lys» is «Paul Lys»",
    ]
    assert speaking.probability == 0.97
    _, speaking = say("Anne_Roy , Léa_Dor et Paul_Lys disent : «oui»",
                      "Anne Roy, Léa Dor et Paul Lys")  # fmt: skip
    assert speaking.figure.name == "Anne Roy, Léa Dor et Paul Lys"


def test_who_has_spoken_is_remembered_in_text_order():
    article = Told(["Anne_Roy dit : «non»"], ["Paul_Lys dit : «oui»"])
    case = Case(article, (0, "dire", "Anne Roy"), (1, "dire", "Paul Lys"))
    anne, paul = case.cast.figures
    case.resolver.remember(case.decisions[1], paul, 0.5)
    case.resolver.remember(case.decisions[0], anne)
    assert [f for _, f in case.resolver.spoken] == [anne, paul]
    assert case.resolver.sure == {anne.index: 1.0, paul.index: 0.5}
    assert (anne.quoted, paul.quoted) == (1, 1)
    assert case.resolver.last_before(case.told.at("non")) is None
    assert case.resolver.last_before(case.told.at("oui")) is anne
    assert case.resolver.last_before(999) is paul


def test_the_question():
    article = Told(["Anne_Roy dit : «non»", "Paul_Lys dit : «bof»"], ["«Oui» , dit -elle ."])
    case = Case(article, (0, "dire", "Anne Roy"), (1, "dire", "Paul Lys"), (2, "dire", "-elle"))
    for d, f in zip(case.decisions, case.cast.figures, strict=False):
        case.resolver.remember(d, f)
    asked = case.resolver.ask(case.decisions[2], case.decisions[2].mention, 3)
    assert (asked.kind, asked.text, asked.form) == ("pronoun", "elle", "inverted")
    assert (asked.gender, asked.number, asked.sentence) == ("f", "s", 2)
    assert asked.paragraph == article.paragraphs[1]
    assert asked.cue_start == 3 and asked.cue_class == "neutral"
    assert (asked.last_speaker.name, asked.second_speaker.name) == ("Paul Lys", "Anne Roy")
    assert asked.last_offset == article.at("bof")
    assert (asked.last_sentence, asked.last_paragraph) == (1, False)
    asked = case.resolver.ask(case.decisions[1], case.decisions[1].mention, -1)
    assert asked.last_speaker.name == "Anne Roy" and asked.second_speaker is None
    assert asked.last_paragraph


def test_candidates():
    article = Told(["Anne_Roy et Brest@LOC ."], ["«Oui» , dit -elle ."])
    case = Case(article, (1, "dire", "-elle"))
    before = case.cast.described("une voisine", "f", "s", "person")
    case.cast.spot(before, 5)
    after = case.cast.described("une juge", "f", "s", "role")
    case.cast.spot(after, 90)
    nowhere = case.cast.described("une élue", "f", "s", "role")
    pronoun = case.cast.described("celle", "f", "s", "pronoun")
    case.cast.spot(pronoun, 5)
    man = case.cast.described("un voisin", "m", "s", "person")
    case.cast.spot(man, 5)
    asked = case.resolver.ask(case.decisions[0], case.decisions[0].mention, -1)
    names = [f.name for f in case.resolver.candidates(asked)]
    assert names == ["Anne Roy", "Brest", "une voisine"]
    assert nowhere.name not in names


def test_somebody_described_before_may_be_meant_however_often():
    article = Told(["Fin ."], ["«Oui» , dit -elle ."], ["Fin ."])
    case = Case(article, (1, "dire", "-elle"))
    neighbour = case.cast.described("une voisine", "f", "s", "person")
    case.cast.spot(neighbour, 2)
    case.cast.spot(neighbour, len(article.folded) - 2)
    asked = case.resolver.ask(case.decisions[0], case.decisions[0].mention, -1)
    assert case.resolver.candidates(asked) == [neighbour]


def test_of_very_many_those_named_last_before_compete(monkeypatch):
    monkeypatch.setattr(rules, "NEAR_FIGURES", 2)
    article = Told(["Anne_Roy part .", "Léa_Dor rit .", "Zoé_Lin dort .", "Anne_Roy rit ."],
                   ["«Oui» , dit -elle .", "Ida_Mas rit ."])  # fmt: skip
    case = Case(article, (4, "dire", "-elle"))
    asked = case.resolver.ask(case.decisions[0], case.decisions[0].mention, -1)
    assert [f.name for f in case.resolver.candidates(asked)] == ["Anne Roy", "Zoé Lin"]
    monkeypatch.setattr(rules, "NEAR_FIGURES", 4)
    assert len(case.resolver.candidates(asked)) == 4


def agrees(figure, **asked):
    one = {"kind": "nominal", "start": 9, "text": "", "gender": "", "number": "", "sentence": 0,
           "paragraph": (0, 99)} | asked  # fmt: skip
    return rules._agrees(Asked(**one), figure)


def figure(label, **known):
    article = Told(["Fin ."])
    found = article.cast().figure("Xyz", label)
    for name, value in known.items():
        setattr(found, name, value)
    return found


def test_agreement_in_number():
    assert agrees(figure("PER"), number="s")
    assert not agrees(figure("PER"), number="p")
    assert agrees(figure("ORG"), number="p")
    assert agrees(figure("ORG"), number="p", kind="pronoun")  # «Les Bleus … ils»
    assert agrees(figure("LOC"), number="p")
    assert not agrees(figure("LOC"), number="p", kind="pronoun")
    assert agrees(figure("LOC", number="p"), number="s", kind="pronoun")
    assert not agrees(figure("DESC", role="person"), number="p")
    assert agrees(figure("DESC", role="group"), number="p")
    assert agrees(figure("DESC", role="person"), number="p", role="group")
    assert agrees(figure("PER"), number="")


def test_agreement_in_gender():
    woman = figure("PER", gender="f")
    assert agrees(woman, kind="pronoun", gender="f")
    assert not agrees(woman, kind="pronoun", gender="m")
    assert agrees(woman, kind="pronoun")
    assert agrees(figure("PER"), kind="pronoun", gender="m")
    named_so = figure("PER", soft_gender="f")
    assert not agrees(named_so, kind="pronoun", gender="m")
    assert agrees(figure("ORG", soft_gender="f"), kind="pronoun", gender="m")
    # «la responsable» is a woman; «le ministre», «la victime» may be anybody
    man = figure("PER", gender="m")
    assert not agrees(man, gender="f", telling=True)
    assert agrees(man, gender="f", telling=False)
    assert agrees(woman, gender="m", telling=True)
    assert agrees(woman, gender="f", telling=True)
    assert not agrees(figure("PER", soft_gender="m"), gender="f", telling=True)
    assert agrees(figure("ORG", gender="m"), gender="f", telling=True)
    last = read("ce dernier dit").phrases[0]
    assert last.definite == "last"
    assert not agrees(woman, gender="m", phrase=last)
    other = read("le maire dit").phrases[0]
    assert agrees(woman, gender="m", phrase=other)


def test_agreement_in_origin():
    swede = figure("PER", demonyms={"Suède"})
    ask = {"head": "suédois", "origins": frozenset(["suédois"])}
    assert agrees(swede, places=frozenset(["Suède"]), **ask)
    assert not agrees(swede, places=frozenset(["Italie"]), **ask)
    assert agrees(figure("PER"), places=frozenset(["Italie"]), **ask)
    assert agrees(swede, places=frozenset(["Italie"]), head="juge", origins=ask["origins"])


def test_all_at_once():
    article = Told(
        ["Anne_Roy part ."],
        ["«Nous partons demain» , dit Anne_Roy .", "«Il est temps» ."],
        ["le trottoir «partagé» longe la mer ."],
        ["«Oui» , dit -elle ."],
    )
    case = Case(article, (1, "dire", "Anne Roy"), (2, "", ""), (3, "", ""), (4, "dire", "-elle"),
                people=(ANNE,))  # fmt: skip
    case.decisions[2].kind = "scare"
    found = resolve_all(case.decisions, case.cast, article.paragraphs)
    assert len(found) == 4
    assert found[0].figure.name == found[3].figure.name == "Anne Roy"
    assert found[2].figure is None and found[2].probability == 0 and found[2].steps == []
    assert found[3].mention is not None and found[1].mention is None
    if found[1].figure is not None:
        assert [told(x) for x in found[1].steps] == ["no clause of its own: goes with «Anne Roy»"]
        assert found[1].continues == case.decisions[0].quote
        assert case.cast.figures[0].quoted == 3
        assert found[1].chain == case.resolver.sure.get(0, found[1].chain)
    # the second leans on the first speaker: how sure that was is kept
    assert found[3].chain == pytest.approx(found[0].probability * case.decisions[0].p_mention)


def test_nobody_at_all():
    article = Told(["«Il est temps» ."])
    case = Case(article, (0, "", ""))
    (found,) = resolve_all(case.decisions, case.cast, article.paragraphs)
    assert found.figure is None
    assert found.probability == 1.0
    assert found.others == []


def weighing(monkeypatch, **tables):
    """Let the rules weigh by these observations alone: what is chosen, whatever the weights."""
    monkeypatch.setattr(rules, "weights", lambda name: tables.get(name, {}))


def test_the_likeliest_goes_on_speaking(monkeypatch):
    article = Told(["Léa_Dor rit ."], ["«Non» , dit Anne_Roy ."], ["«Il est temps» ."],
                   ["«Bof» , dit Paul_Lys ."])  # fmt: skip
    said = (1, "dire", "Anne Roy"), (2, "", ""), (3, "dire", "Paul Lys")
    for observation, name, leans in (("before", "Anne Roy", 0), ("after", "Paul Lys", None)):
        weighing(monkeypatch, carried={observation: 9.0})
        case = Case(article, *said)
        case.decisions[0].p_mention = 0.5
        found = resolve_all(case.decisions, case.cast, article.paragraphs)
        assert found[1].figure.name == name
        assert [told(x) for x in found[1].steps] == [f"no clause of its own: goes with «{name}»"]
        assert found[1].probability > 0.99
        assert found[1].continues == (case.decisions[0].quote if leans == 0 else None)
        sure = (
            found[leans or 2].probability
            * case.decisions[leans or 2 if leans is None else 0].p_mention
        )
        assert found[1].chain == pytest.approx(sure)
        assert found[1].figure.quoted == 2
        assert found[1].others == []


def test_who_is_named_beside_may_go_on_speaking(monkeypatch):
    """Nobody spoke before: it leans on nothing."""
    article = Told(["Fin ."], ["Anne_Roy : «Il est temps» ."])
    weighing(monkeypatch, carried={"here.left": 9.0})
    case = Case(article, (1, "", ""))
    (found,) = resolve_all(case.decisions, case.cast, article.paragraphs)
    assert (found.figure.name, found.continues, found.chain) == ("Anne Roy", None, 1.0)


def test_words_that_nobody_says_have_no_speaker():
    article = Told(["les «gilets jaunes» , dit Anne_Roy ."], ["«Oui» , dit Anne_Roy ."])
    case = Case(article, (0, "dire", "Anne Roy"), (1, "dire", "Anne Roy"))
    case.decisions[0].kind = "scare"
    first, second = resolve_all(case.decisions, case.cast, article.paragraphs)
    assert (first.figure, first.mention, first.steps) == (None, None, [])
    assert second.figure.name == "Anne Roy" and second.figure.quoted == 1


def test_nobody_goes_on_speaking(monkeypatch):
    """Who else may be is told, three at most, where likely enough."""
    article = Told(["Léa_Dor , Zoé_Lin , Ida_Mas et Eva_Sol rient ."], ["«Il est temps» ."])
    weighing(monkeypatch, carried={"nobody": 1.0})
    case = Case(article, (1, "", ""))
    (found,) = resolve_all(case.decisions, case.cast, article.paragraphs)
    assert found.figure is None and found.steps == []
    assert [name for name, _ in found.others] == ["Léa Dor", "Zoé Lin", "Ida Mas"]
    chances = [chance for _, chance in found.others]
    assert found.probability > chances[0] == chances[2] > 0.1
    assert found.probability + 4 * chances[0] == pytest.approx(1)
    weighing(monkeypatch, carried={"nobody": 3.0})
    case = Case(article, (1, "", ""))
    (found,) = resolve_all(case.decisions, case.cast, article.paragraphs)
    assert found.others == []


def test_a_description_stands_for_the_likeliest_or_for_itself(monkeypatch):
    article = Told(["Anne_Roy et Léa_Dor rient ."], ["«Oui» , dit la juge ."])
    weighing(monkeypatch, antecedent={"nom.PER.foremost": 2.0, "self": -9.0})
    case = Case(article, (1, "dire", "la juge"))
    speaking = case.speaking()
    assert speaking.figure.name == "Anne Roy"
    assert [told(x) for x in speaking.steps] == ["«la juge» stands for «Anne Roy»"]
    assert [name for name, _ in speaking.others] == ["Léa Dor"]
    # so sure that the article is taken to say so: it is her role from now on
    assert speaking.probability > 0.7 and "juge" in speaking.figure.heads
    assert speaking.figure.roles[0].source == "inferred"
    weighing(monkeypatch, antecedent={"nom.PER.foremost": 0.5, "self": -9.0})
    case = Case(article, (1, "dire", "la juge"))
    speaking = case.speaking()
    assert 0.5 < speaking.probability < 0.7 and speaking.figure.heads == set()
    weighing(monkeypatch, antecedent={"self": 2.0})
    case = Case(article, (1, "dire", "la juge"))
    speaking = case.speaking()
    assert (speaking.figure.label, speaking.figure.name) == ("DESC", "la juge")
    assert [told(x) for x in speaking.steps] == ["«la juge» is never named"]
    assert [name for name, _ in speaking.others] == ["Anne Roy", "Léa Dor"]


def carry():
    article = Told(
        ["Anne_Roy", "et Brest@LOC «tombe»"],
        ["«Nous tiendrons» , dit Anne_Roy .", "«Demain» ."],
        ["«Nous tiendrons bon» .", "Léa_Dor parle d' «avenir» .", "«Rien» , dit Paul_Lys ."],
    )
    case = Case(article, (1, "", ""), (2, "dire", "Anne Roy"), (3, "", ""), (4, "", ""), (5, "", ""),
                (6, "dire", "Paul Lys"))  # fmt: skip
    anne, _, _, paul = case.cast.figures
    spoken = [Speaking(), Speaking(anne), Speaking(), Speaking(), Speaking(), Speaking(paul)]
    return case, spoken


def test_whose_words_may_be_carried_on():
    case, spoken = carry()
    names = {}
    for number in (0, 2, 3, 4):
        figures, seen, continued = carried_options(case.decisions, spoken, number, case.cast)
        assert len(seen) == len(figures) + 1
        assert seen[0][0] == "nobody"
        names[number] = [f.name for f in figures]
        if number == 0:
            assert continued == {}
            holds(seen[0], "nobody nobody.title nobody.none_before -nobody.none_after")
        else:
            assert continued == {0: case.decisions[1].quote}
    assert names[0][:2] == ["Anne Roy", "Brest"]
    assert names[2][0] == "Anne Roy" and "Paul Lys" in names[2]
    assert names[3][0] == "Anne Roy" and "Paul Lys" in names[3]
    assert {"Anne Roy", "Léa Dor", "Paul Lys"} <= set(names[4])


def test_who_neither_speaks_nor_is_near_does_not_go_on_speaking():
    article = Told(["Zoé_Lin rit ."], 4 * ["Fin ."], ["«Non» , dit Anne_Roy ."], ["«Demain» ."])
    case = Case(article, (5, "dire", "Anne Roy"), (6, "", ""))
    anne = next(f for f in case.cast.figures if f.name == "Anne Roy")
    spoken = [Speaking(anne), Speaking()]
    figures, seen, _ = carried_options(case.decisions, spoken, 1, case.cast)
    assert figures == [anne] and len(seen) == 2


def observed(number, name):
    case, spoken = carry()
    figures, seen, _ = carried_options(case.decisions, spoken, number, case.cast)
    return seen[1 + [f.name for f in figures].index(name)]


def test_what_is_seen_of_who_carries_on():
    holds(observed(2, "Anne Roy"), "PER before before.next alone.before.next direct.before.next "
          "alone.PER foremost -after -echo -here.left -has_spoken")  # fmt: skip
    holds(observed(2, "Paul Lys"), "PER after after.next_paragraph alone.after.next_paragraph "
          "-before -foremost")  # fmt: skip
    holds(observed(3, "Anne Roy"), "before before.next_paragraph echo alone.echo")
    holds(observed(3, "Paul Lys"), "after after.paragraph")
    holds(observed(4, "Léa Dor"), "here.left sentence.here.left here.left.PER here.subject.PER "
          "-before -after -echo -here.right")  # fmt: skip
    holds(observed(4, "Paul Lys"), "after after.next sentence.after.next")
    holds(observed(0, "Brest"), "LOC here.left here.left.LOC title.here.left -here.subject.PER")
    holds(observed(0, "Anne Roy"), "after after.next_paragraph title.after.next_paragraph")


def test_one_named_after_the_quotation():
    article = Told(["Fin ."], ["«Demain» pour Anne_Roy ."])
    case = Case(article, (1, "", ""))
    case.cast.figures[0].quoted = 1
    _, seen, _ = carried_options(case.decisions, [Speaking()], 0, case.cast)
    holds(seen[1], "here.right sentence.here.right has_spoken -here.left -here.subject.PER")


def test_a_cue_without_a_mention_is_seen():
    article = Told(["Fin ."], ["«Non» , dit Anne_Roy ."], ["ajoutant : «oui»"])
    case = Case(article, (1, "dire", "Anne Roy"), (2, "ajouter", ""))
    anne = case.cast.figures[0]
    seen = carried_evidence(case.decisions, [Speaking(anne), Speaking()], 1, anne, 0, None, None,
                            False, case.cast)  # fmt: skip
    holds(seen, "before.next_paragraph cue.gerund.before.next_paragraph")
    holds(nobody_evidence(case.decisions, 1, 0, None),
          "nobody nobody.direct nobody.cue nobody.gerund nobody.none_after -nobody.none_before")  # fmt: skip
    holds(nobody_evidence(case.decisions, 0, None, 1), "nobody.none_before -nobody.none_after")
    case.decisions[1].cue = None
    holds(nobody_evidence(case.decisions, 1, 0, None), "-nobody.cue")


@pytest.mark.parametrize(
    ("a", "b", "name"),
    [(0, 1, "sentence"), (0, 2, "next"), (2, 0, "next"), (0, 3, "paragraph"),
     (0, 4, "next_paragraph"), (4, 0, "next_paragraph"), (0, 5, "two_paragraphs"), (0, 6, "far")],
)  # fmt: skip
def test_how_far_apart(a, b, name):
    article = Told(["«a» et «b» .", "«c» .", "«d» ."], ["«e» ."], ["«f» ."], ["«g» ."])
    decisions = [s.decision(n) for s in article.sentences for n in range(len(s.stretches))]
    assert _relation(decisions[a], decisions[b], article.cast()) == name


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("la ville «tombe»", "crosshead"),
        ("la ville «tombe» .", "sentence"),
        ("la ville «tombe» !", "sentence"),
        ("la ville «tombe» ?", "sentence"),
        ("la ville «tombe» …", "sentence"),
        ("la ville «tombe !»", "sentence"),
        ("«Tout tombe»", "crosshead"),
        ("«Tout tombe» .", "alone"),
        ("«Tout tombe !»", "alone"),
        ("la ville «tombe» " + "a" * 101, "crosshead"),
        ("la ville «tombe» " + "a" * 102, "crosshead"),
        ("la ville «tombe» " + "a" * 103, "sentence"),
        ("la ville «tombe» " + "a" * 104, "sentence"),
    ],
)
def test_setting(tagged, name):
    article = Told(["Fin ."], [tagged])
    one = article.sentences[1]
    assert _setting([one.decision()], 0) == name
    title = Told([tagged]).sentences[0]
    assert _setting([title.decision()], 0) == "title"


def test_echo():
    assert rules._echo("nous irons", "oui, nous irons tous")
    assert rules._echo("oui, nous irons tous", "nous irons")
    assert rules._echo("avenir", "avenir")
    assert not rules._echo("amour", "amour fou")  # too short to tell
    assert not rules._echo("nous irons", "vous irez")


def test_a_name_between_marks():
    s = read("«@ORG Le Courrier» dit tout")
    assert s.layer().entities == (EntityMention(1, 12, "ORG", "Le Courrier"),)
