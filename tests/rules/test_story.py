"""Whom the story goes on about: pronouns as subjects, reports without marks, voices."""

from __future__ import annotations

import pytest
from tagged import Told, holds
from test_figure_evidence import Case as Question
from test_resolve import Case

from quoteminer.entities.records import PersonRecord
from quoteminer.speakers import resolve as rules
from quoteminer.speakers.carried import BEHIND, Around
from quoteminer.speakers.evidence import _complement, survey
from quoteminer.speakers.subjects import Subject

ANNE = PersonRecord("Anne Roy", "f", None, ())
PAUL = PersonRecord("Paul Lys", "m", None, ())


def pronoun(at, low="elle", gender="f", number="s", *, told=False):
    return Subject(at, low, "", gender, number, "pronoun", "", frozenset(), told=told)


def test_the_stage():
    """Subjects and sources in text order, read backwards from a place."""
    article = Told(["Anne_Roy mange .", "Paul_Lys dort ."])
    cast = article.cast()
    anne, paul = cast.figures
    assert [f for _, f in cast.lately(999, 0)] == [paul, anne]
    assert [f for _, f in cast.lately(article.at("Paul"), 0)] == [anne]
    assert [f for _, f in cast.lately(999, article.at("Paul"))] == [paul]
    assert list(cast.lately(0, 0)) == []
    cast.spot(anne, article.at("dort"), acts=True)
    assert anne.spots == anne.outside == anne.subjects == [0, article.at("dort")]
    assert next(cast.lately(999, 0)) == (article.at("dort"), anne)
    cast.spot(anne, article.at("dort"), acts=True)
    assert len(anne.spots) == 2
    cast.tells(anne, 3)
    assert anne.told == [3]
    assert [at for at, _ in cast.lately(999, 0)] == sorted(
        [0, 3, article.at("Paul"), article.at("dort")], reverse=True
    )


def test_what_stands_between_marks_is_not_told():
    article = Told(["«Anne Roy parle» , dit Paul_Lys ."])
    cast = article.cast()
    cast.tells(cast.figures[0], 2)
    assert cast.figures[0].told == []


def test_next_spot():
    article = Told(["Anne_Roy mange .", "Anne_Roy dort ."])
    (anne,) = article.cast().figures
    second = article.at("Anne", 1)
    assert anne.next_from(0) == 0
    assert anne.next_from(1) == anne.next_from(second) == second
    assert anne.next_from(second + 1) == -1


@pytest.mark.parametrize(
    ("tagged", "gender", "number"),
    [
        ("la Ligue@ORG part", "f", "s"),
        ("le Club@ORG part", "m", "s"),
        ("du Club@ORG", "m", "s"),
        ("au Club@ORG", "m", "s"),
        ("un Club@ORG", "m", "s"),
        ("une Ligue@ORG", "f", "s"),
        ("les Verts@ORG", "", "p"),
        ("aux Verts@ORG", "", "p"),
        ("des Verts@ORG", "", "p"),
        ("La/DET Ligue@ORG", "f", "s"),
        ("vers Ligue@ORG", "", "s"),
        ("la Ligue@ORG , un Ligue@ORG et la Ligue@ORG", "f", "s"),
        ("la Anne_Roy", "", "s"),
    ],
)
def test_the_article_before_a_body(tagged, gender, number):
    figure = Told([tagged]).cast().figures[0]
    assert (figure.gender, figure.number) == (gender, number)


def test_whom_a_pronoun_may_be():
    article = Told(["Anne_Roy , Paul_Lys , le Club@ORG et Brest@LOC ."])
    cast = article.cast(ANNE)
    anne, paul, club, brest = cast.figures
    she, he, they = pronoun(0), pronoun(0, "il", "m"), pronoun(0, "ils", "m", "p")
    assert rules._may_be(she, anne) and not rules._may_be(he, anne)
    assert rules._may_be(he, paul) and not rules._may_be(she, paul)  # by the first name
    assert rules._may_be(he, club) and not rules._may_be(she, club)
    assert not rules._may_be(he, brest)
    assert not rules._may_be(they, paul)
    group = cast.described("la foule", "", "s", "group")
    assert rules._may_be(they, group)
    assert not rules._may_be(they, cast.described("la voisine", "", "s", "person"))


def test_pronouns_as_subjects_are_resolved_in_order():
    """«**Anne Roy** mange. **Elle** dort.»"""
    article = Told(["Anne_Roy mange .", "Elle/PRON dort .", "Elle/PRON part .", "Fin ."])
    case = Case(article)
    anne = case.cast.figures[0]
    one, two = article.at("Elle"), article.at("Elle", 1)
    case.cast.pending.extend([pronoun(one), pronoun(two, told=True)])
    case.resolver.advance(one)
    assert anne.subjects == [0]
    case.resolver.advance(two)
    assert anne.subjects == [0, one] and len(case.cast.pending) == 1
    case.resolver.advance(999)
    assert anne.subjects == [0, one, two] and anne.told == [two]
    assert not case.cast.pending


def test_the_story_is_soon_forgotten():
    article = Told(["Anne_Roy mange .", "Fin .", "Fin .", "Elle/PRON dort .", "Elle/PRON rit ."])
    case = Case(article)
    assert case.resolver._centre(pronoun(article.at("Elle"))) is None
    assert case.resolver._centre(pronoun(article.at("Fin", 1))) is case.cast.figures[0]
    assert case.resolver._centre(pronoun(article.at("Fin", 1), "il", "m")) is None


def test_who_spoke_last_is_who_the_story_is_about():
    article = Told(["Léa_Dor mange .", "«Oui» , dit Anne_Roy .", "Elle/PRON dort ."])
    case = Case(article, (1, "dire", "Anne Roy"))
    anne = next(f for f in case.cast.figures if f.name == "Anne Roy")
    lea = next(f for f in case.cast.figures if f.name == "Léa Dor")
    at = article.at("Elle")
    anne.subjects.clear()
    case.cast.stage = [s for s in case.cast.stage if s[1] != anne.index]
    assert case.resolver._centre(pronoun(at)) is lea
    case.resolver.remember(case.decisions[0], anne)
    assert case.resolver._centre(pronoun(at)) is anne
    assert case.resolver._centre(pronoun(at, "il", "m")) is None


def test_who_spoke_and_agrees_is_sought_back():
    """He spoke last, she before him: «elle» is she."""
    article = Told(["«Oui» , dit Anne_Roy .", "«Non» , dit Paul_Lys .", "Elle/PRON dort ."])
    case = Case(article, (0, "dire", "Anne Roy"), (1, "dire", "Paul Lys"))
    anne, paul = case.cast.figures
    case.cast.stage.clear()
    for decision, figure in zip(case.decisions, (anne, paul), strict=True):
        case.resolver.remember(decision, figure)
    at = article.at("Elle")
    assert case.resolver._centre(pronoun(at)) is anne
    assert case.resolver._centre(pronoun(at, "il", "m")) is paul
    # whom the narrator told of since is nearer
    case.cast.tells(paul, at - 2)
    assert case.resolver._centre(pronoun(at, "il", "m")) is paul
    case.cast.tells(anne, at - 1)
    assert case.resolver._centre(pronoun(at)) is anne


def test_voices():
    article = Told(["«a» , dit Anne_Roy .", "«b» , dit Anne_Roy .", "«c» , dit Paul_Lys .",
                    "«d» , dit le Club@ORG .", "«e» , dit Léa_Dor et Zoé_Lin .", "«f» Zoé_Lin ."])  # fmt: skip
    case = Case(article, (0, "dire", "Anne Roy"), (1, "dire", "Anne Roy"), (2, "dire", "Paul Lys"),
                (3, "dire", "le Club"), (4, "dire", "Léa Dor et Zoé Lin"), (5, "", "Zoé Lin"))  # fmt: skip
    case.decisions[5].kind = "scare"
    paul = next(f for f in case.cast.figures if f.name == "Paul Lys")
    paul.told = [1, 2, 3]
    rules.hear(case.decisions, case.cast)
    assert {f.name: f.voices for f in case.cast.figures} == {
        "Anne Roy": 2, "Paul Lys": 4, "Club": 1, "Léa Dor": 0, "Zoé Lin": 0}  # fmt: skip
    assert case.cast.voice is paul and not case.cast.sole_voice
    case = Case(article, (0, "dire", "Anne Roy"), (3, "dire", "le Club"))
    rules.hear(case.decisions, case.cast)
    assert case.cast.voice.name == "Anne Roy" and case.cast.sole_voice
    case = Case(article)
    rules.hear([], case.cast)
    assert case.cast.voice is None and not case.cast.sole_voice


def around(article, nth=-1, before=None, cue=None):
    cast = article.cast()
    decisions = [s.decision() for s in article.sentences if s.stretches]
    last = article.sentences[nth].decision(cue=cue, kind="direct")
    return cast, Around(last, decisions[before] if before is not None else None, cast)


def test_whom_the_sentences_around_tell_of():
    article = Told(["Zoé_Lin chante ."], ["Léa_Dor mange .", "on mange avec Anne_Roy ."],
                   ["«Oui» .", "Paul_Lys rit ."])  # fmt: skip
    cast, near = around(article, nth=3)
    zoe, lea, anne, paul = cast.figures
    holds(near.of(lea), "near.2.other near.direct.2.other near.PER near.since near.since.2 "
          "subject.2.other subject.PER subject.since.2 centre centre.direct centre.since "
          "-told.2.other -next.subject.direct")  # fmt: skip
    holds(near.of(anne), "near.1.other near.since.1 -subject.1.other -centre")
    holds(near.of(zoe), "near.3.other subject.3.other near.since subject.since.3 -centre")
    holds(near.of(paul), "next.subject.direct -near.PER")
    cast.tells(anne, article.at("Anne"))
    holds(around(article, nth=3)[1].of(anne), "-next.subject.direct")
    near = Around(article.sentences[3].decision(kind="mixed"), None, cast)
    holds(near.of(anne), "told.1.other told.mixed.1.other told.PER told.since centre.mixed")
    assert near.centre is anne


def test_far_sentences_tell_nothing():
    for between, seen in ((BEHIND - 1, True), (BEHIND, False)):
        article = Told(["Léa_Dor mange ."], between * ["Fin ."] + ["«Oui» ."])
        cast, near = around(article)
        assert bool(near.of(cast.figures[0])) == seen


def test_since_the_quotation_before():
    article = Told(["Léa_Dor mange .", "«Non» .", "Anne_Roy dort .", "«Oui» ."])
    cast, near = around(article, before=0)
    lea, anne = cast.figures
    holds(near.of(anne), "near.1.same near.since subject.since centre.since -centre.before")
    holds(near.of(lea), "near.3.same -near.since -subject.since.3")
    article = Told(["Léa_Dor mange .", "«Non» .", "Fin .", "«Oui» ."])
    cast, near = around(article, before=0)
    holds(near.of(cast.figures[0]), "centre centre.before -centre.since")


@pytest.mark.parametrize(
    ("words", "person"),
    [("Je pars", "I"), ("C'est mon plan", "I"), ("J'irai", "I"), ("Nous partons", "we"),
     ("On part", "we"), ("Notre plan est à moi", "I"), ("Le plan tombe", "")],
)  # fmt: skip
def test_first_persons(words, person):
    article = Told(["Anne_Roy mange ."], [f"«{words}» ."])
    cast, near = around(article)
    assert near.person == person
    seen = near.voice(cast.figures[0])
    if person:
        holds(seen, f"{person}.PER.s")
    holds(seen, "only_person PER.voices.0 -voice.first -voice.sole")


def test_voices_are_seen():
    article = Told(["Anne_Roy et le Club@ORG mangent ."], ["«Oui» ."])
    cast, near = around(article)
    anne, club = cast.figures
    anne.voices, cast.voice = 7, anne
    holds(near.voice(anne), "PER.voices.3 voice.first -voice.sole")
    cast.sole_voice = True
    holds(near.voice(anne), "voice.sole -voice.first")
    holds(near.voice(club), "ORG.voices.0 -only_person -voice.sole")


def test_whose_words_were_told_last():
    article = Told(["Anne_Roy part .", "Léa_Dor rit ."], ["«Oui» , dit -elle ."])
    case = Question(article, "-elle", "dire")
    holds(case.seen("Anne Roy"), "-pron.teller.since pron.PER.voices.0 -pron.voice.first")
    case.cast.tells(case.figure("Anne Roy"), 1)
    case = requestion(case)
    holds(case.seen("Anne Roy"), "pron.teller.since inverted.teller.since -pron.teller.before "
          "-pron.teller.since.same_paragraph")  # fmt: skip
    holds(case.seen("Léa Dor"), "-pron.teller.since")
    # how long ago, and whether somebody else spoke since
    holds(case.seen("Anne Roy"), "pron.teller.since.2 -pron.teller.since.1")
    later = Question(article, "-elle", "dire", spoken=[("Anne Roy", "Léa Dor")])
    later.cast.tells(later.figure("Anne Roy"), article.at("rit") - 1)
    later = requestion(later)
    holds(later.seen("Léa Dor"), "pron.last_speaker.other_told_since")
    holds(later.seen("Anne Roy"), "pron.teller.since.1 -pron.last_speaker.other_told_since")
    later.cast.tells(later.figure("Léa Dor"), article.at("rit"))
    holds(
        requestion(later).seen("Léa Dor"), "pron.teller.since -pron.last_speaker.other_told_since"
    )
    case.cast.tells(case.figure("Anne Roy"), article.at("Oui") - 1)
    case.cast.voice = case.figure("Anne Roy")
    case = requestion(case)
    holds(case.seen("Anne Roy"), "pron.voice.first -pron.voice.sole")
    case.cast.sole_voice = True
    holds(case.seen("Anne Roy"), "pron.voice.sole")


def test_where_somebody_s_words_were_told():
    """In the paragraph of the quotation or before; before the last quotation or since."""
    article = Told(
        ["Anne_Roy part .", "«Non» , dit Zoé_Lin ."], ["Léa_Dor rit .", "«Oui» , dit -elle ."]
    )
    case = Question(article, "-elle", "dire", spoken=[("Non", "Zoé Lin")])
    case.cast.tells(case.figure("Anne Roy"), 0)
    holds(requestion(case).seen("Anne Roy"), "pron.teller.before pron.teller.before.3-5 "
          "inverted.teller.before -pron.teller.since -pron.teller.before.same_paragraph")  # fmt: skip
    holds(case.seen("Zoé Lin"), "-pron.last_speaker.other_told_since")
    case.cast.tells(case.figure("Léa Dor"), article.at("Léa"))
    holds(requestion(case).seen("Léa Dor"), "pron.teller.since pron.teller.since.1 "
          "pron.teller.since.same_paragraph -pron.teller.before")  # fmt: skip
    holds(case.seen("Zoé Lin"), "pron.last_speaker.other_told_since")
    holds(case.seen("Anne Roy"), "-pron.teller.before -pron.teller.since")


def requestion(case):
    """Survey the cast again after it changed."""
    survey(case.asked, case.cast.figures, case.cast)
    return case


def test_a_name_in_a_complement_is_somebody_else():
    """«l'ancien ministre **de** Nicolas Roy» is not Nicolas Roy."""
    for tagged, words, inside in (
        ("le ministre de Anne_Roy dit : «oui»", "le ministre de Anne Roy", True),
        ("le ministre d' Anne_Roy dit : «oui»", "le ministre d'Anne Roy", True),
        ("le ministre du pays d' Anne_Roy dit : «oui»", "le ministre du pays", True),
        ("le ministre du Anne_Roy dit : «oui»", "le ministre du Anne Roy", True),
        ("le ministre des Anne_Roy dit : «oui»", "le ministre des Anne Roy", True),
        ("le ministre Anne_Roy dit : «oui»", "Anne Roy", False),
        ("le ministre de Léa_Dor dit : «oui»", "le ministre de Léa Dor", False),
        ("le ministre de Anne_Roy@ORG dit : «oui»", "le ministre de Anne Roy", False),
    ):
        article = Told(["Anne_Roy part ."], [tagged])
        one = article.sentences[1]
        phrase = next(p for p in one.phrases if words in one.text(p))
        case = Question(article, one.text(phrase), "dire")
        case.asked.phrase, case.asked.items = phrase, one.items
        assert _complement(case.asked, case.figure("Anne Roy")) == inside


def test_gender_of_bodies_is_seen_not_decided():
    """Papers write «il» of a «préfecture»: the weights have their say."""
    article = Told(["la Ligue@ORG et le Club@ORG jouent à Brest@LOC ."], ["«Oui» , dit -elle ."])
    case = Question(article, "-elle", "dire")
    holds(case.seen("Ligue"), "pron.ORG.gender.same -pron.gender.same")
    holds(case.seen("Club"), "pron.ORG.gender.other -pron.gender.other")
    holds(case.seen("Brest"), "-pron.LOC.gender.other -pron.LOC.gender.same")
    assert {f.name for f in case.resolver.candidates(case.asked)} >= {"Ligue", "Club"}
