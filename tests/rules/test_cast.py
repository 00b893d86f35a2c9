"""The figures of an article: where they stand, what they are called, who is foremost."""

from __future__ import annotations

import pytest
from tagged import Told

from quoteminer.entities.records import EntityLayer, EntityMention, PersonRecord, Role
from quoteminer.marks import find_stretches
from quoteminer.sentences import split_sentences
from quoteminer.speakers.cast import Cast, Figure, content_words
from quoteminer.text import fold, paragraphs


def cast_of(text, *names, people=()):
    """The cast of a plain text; `names` as «LABEL name» or «LABEL form=name»."""
    folded = fold(text)
    stretches = find_stretches(folded, text, paragraphs(folded))
    found = []
    for given in names:
        label, form = given.split(" ", 1)
        form, _, name = form.partition("=")
        at = folded.find(form)
        while at >= 0:
            found.append(EntityMention(at, at + len(form), label, name or form))
            at = folded.find(form, at + len(form))
    found.sort(key=lambda e: e.start)
    sentences = split_sentences(folded, paragraphs(folded), stretches)
    return Cast(folded, EntityLayer(tuple(found), people), sentences, stretches)


def test_words_of_weight():
    assert content_words("l'ancien Maire de la ville d'Arles, ex-juge") == {
        "maire", "ville", "arles", "juge"}  # fmt: skip
    assert content_words("qu'y a-t-il chez elle") == {"il", "elle"}


def test_a_figure_is_a_name_of_a_kind():
    cast = cast_of("Brest joue. Brest est grise.", "LOC Brest")
    assert [f.name for f in cast.figures] == ["Brest"]
    cast = cast_of("Anne Roy part. Roy revient.", "PER Anne Roy", "PER Roy=Anne Roy")
    assert cast.figures[0].label == "PER"
    cast.figure("Anne Roy", "ORG")
    assert [(f.index, f.label) for f in cast.figures] == [(0, "PER"), (1, "ORG")]
    assert cast.figure("Anne Roy", "PER") is cast.figures[0]


def test_every_mention_leads_to_its_figure():
    cast = cast_of(
        "Paul Lys part. Anne Roy aussi. Paul Lys revient.", "PER Paul Lys", "PER Anne Roy"
    )
    assert [f.name for f in cast.by_entity] == ["Paul Lys", "Anne Roy", "Paul Lys"]


def test_the_longest_mention_stands_for_the_figure():
    text = "Roy part. Anne Roy rit. Roy dort."
    layer = EntityLayer(
        tuple(EntityMention(a, b, "PER", "Anne Roy") for a, b in ((0, 3), (10, 18), (24, 27)))
    )
    cast = Cast(text, layer, [], [])
    assert cast.figures[0].entity == 1
    layer = EntityLayer(tuple(EntityMention(a, b, "PER", "Roy") for a, b in ((0, 3), (24, 27))))
    assert Cast(text, layer, [], []).figures[0].entity == 0


def test_spots_outside_and_inside_quotations():
    text = "Anne Roy part. «Anne Roy rit», dit-il. Puis Anne Roy dort."
    cast = cast_of(text, "PER Anne Roy")
    (figure,) = cast.figures
    assert figure.spots == [0, 16, 44]
    assert figure.outside == [0, 44]
    assert not cast.in_quote(14)
    assert cast.in_quote(15) and cast.in_quote(16) and cast.in_quote(28)
    assert not cast.in_quote(29)
    assert figure.last_before(0) == -1
    assert figure.last_before(1) == 0
    assert figure.last_before(44) == 0
    assert figure.last_before(45) == 44
    cast.spot(figure, 44)
    assert figure.spots == [0, 16, 44]
    cast.spot(figure, 9)
    assert figure.spots == [0, 9, 16, 44]
    assert figure.outside == [0, 9, 44]


def test_quotations_inside_others_are_no_matter():
    cast = cast_of("«Un «mot» pesé», dit-il.")
    assert cast.in_quote(12)
    assert not cast.in_quote(16)


def test_sentences_are_the_narrator_s():
    text = "Un. «Oui. Non», dit-il. Deux."
    cast = cast_of(text)
    assert cast.sentence_at(0) == 0
    assert cast.sentence_at(2) == 0
    assert cast.sentence_at(text.index("Non")) == cast.sentence_at(text.index("dit-il")) == 1
    assert cast.sentence_at(text.index("Deux")) == 2
    assert cast_of("").sentence_at(0) == 0


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Anne Roy part.", True),
        ("Mardi, Anne Roy, triste.", True),
        ("Invitée de la radio, Anne Roy, triste.", True),
        ("Avec lui, Anne Roy, triste.", True),  # only what follows the comma counts
        ("La juge Anne Roy, triste.", True),
        *((f"{p.capitalize()} Anne Roy, triste.", False) for p in
          "à dans en pour selon avec sur après lors contre par chez vers depuis avant devant sous "
          "sans entre face auprès comme si quand que dont où".split()),
        ("D'après Anne Roy, triste.", False),
        ("Qu'Anne Roy, triste.", False),
        ("Avec Anne Roy estime.", False),  # however near the start
        (", Anne Roy, triste.", True),
        ("Selon lui, avec Anne Roy, triste.", False),
        ("La lettre au maire Anne Roy, triste.", False),
        ("La lettre aux juges Anne Roy, triste.", False),
        *((f"La lettre {p} Anne Roy, triste.", False) for p in ("de", "du", "des")),
        ("La lettre d'Anne Roy, triste.", False),
        ("Un deux trois quatre cinq six sept Anne Roy, triste.", True),
        ("Un deux trois quatre cinq six sept huit Anne Roy, triste.", False),
        (f"{'u' * 30} {'v' * 30} {'w' * 7} Anne Roy, triste.", True),
        (f"{'u' * 30} {'v' * 30} {'w' * 8} Anne Roy, triste.", False),
        # A verb after the name makes it a subject wherever it stands …
        ("Il est tard et tout le monde dort quand soudain arrive Anne Roy", False),
        ("Un deux trois quatre cinq six sept huit, Anne Roy estime.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy estime.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy a dit.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy est là.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy mange.", False),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy estimer.", False),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy", False),
        *((f"Un deux trois quatre cinq six sept huit oh Anne Roy {c}estime.", True)
          for c in ("n'", "ne ", "s'", "se ", "y ", "en ", "l'", "lui ", "leur ")),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy (PS) estime.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy, maire de Brest, estime.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy (PS), maire de Brest, estime.", True),
        ("Un deux trois quatre cinq six sept huit oh Anne Roy, maire. Brest, estime.", False),
        # … unless a preposition governs it.
        *((f"Un deux trois quatre cinq six sept huit {p} Anne Roy estime.", False)
          for p in "de du des et avec pour selon".split()),
        ("Un deux trois quatre cinq six sept huit d'Anne Roy estime.", False),
    ],
)  # fmt: skip
def test_subjects(text, subject):
    (figure,) = cast_of(text, "PER Anne Roy").figures
    assert bool(figure.subjects) == subject


def test_subjects_stand_in_order():
    cast = cast_of("Anne Roy part. Anne Roy rit. Anne Roy dort.", "PER Anne Roy")
    assert cast.figures[0].subjects == [0, 15, 29]
    assert cast_of("").figures == []


def test_a_subject_needs_a_sentence():
    cast = Cast("Anne Roy", EntityLayer(()), [], [])
    figure = cast.figure("Anne Roy", "PER")
    cast.spot(figure, 0)
    assert figure.outside == [0] and figure.subjects == []
    assert cast.body == 0 and cast.star is None


def test_rank_is_by_mentions_then_order():
    cast = cast_of(
        "Paul Lys. Anne Roy. Léa Dor. Anne Roy. Le Club. Brest. Brest.",
        "PER Paul Lys", "PER Anne Roy", "PER Léa Dor", "ORG Club", "LOC Brest",
    )  # fmt: skip
    assert {f.name: cast.rank.get(f.index) for f in cast.figures} == {
        "Paul Lys": 1, "Anne Roy": 0, "Léa Dor": 2, "Club": 0, "Brest": None}  # fmt: skip
    assert cast.people == 3


def test_the_headline_and_whom_it_names_first():
    cast = cast_of("À Brest, Paul Lys et Anne Roy.\nAnne Roy part. Léa Dor aussi.",
                   "LOC Brest", "PER Anne Roy", "PER Paul Lys", "PER Léa Dor")  # fmt: skip
    assert cast.body == len("À Brest, Paul Lys et Anne Roy.")
    assert cast.star.name == "Paul Lys"
    assert cast_of("La fête.\nAnne Roy part.", "PER Anne Roy").star is None
    # whom the body names first is not whom the headline names
    cast = cast_of("Fin.\nLéa Dor part.", "PER Léa Dor", "LOC Fin")
    assert cast.star is None and cast.figures[1].spots[0] > cast.body


def test_what_the_text_says_of_somebody():
    cast = cast_of("La maire de Brest, Anne Roy, part.", "PER Anne Roy", "LOC Brest")
    figure = cast.figure("Anne Roy", "PER")
    assert figure.heads == {"maire"}
    assert {"maire", "brest"} <= figure.words
    (role,) = figure.roles
    assert (role.head, role.words, role.source, role.place) == ("maire", {"brest"}, "told", "")
    # places and bodies have no roles
    assert not cast_of("La ville, Brest, part.", "ORG Brest").figures[0].heads


def test_people_bring_gender_and_roles():
    told = (PersonRecord("Anne Roy", "f", None, (Role("juge à Lyon", 0, 1),)),)
    (figure,) = cast_of("Anne Roy part.", "PER Anne Roy", people=told).figures
    assert figure.gender == "f"
    assert figure.heads == {"juge"}
    unknown = (PersonRecord("Anne Roy", None, None, ()),)
    assert cast_of("Anne Roy part.", "PER Anne Roy", people=unknown).figures[0].gender == ""


def test_gender_suggested():
    """By the first name, else by the nouns of the roles."""
    assert cast_of("Anne Roy part.", "PER Anne Roy").figures[0].soft_gender == "f"
    assert cast_of("Paul Lys part.", "PER Paul Lys").figures[0].soft_gender == "m"
    assert cast_of("Xyz Roy part.", "PER Xyz Roy").figures[0].soft_gender == ""
    (figure,) = cast_of("La directrice Xyz Roy part.", "PER Xyz Roy").figures
    assert figure.soft_gender == "f"
    assert cast_of("Le Club part.", "ORG Club").figures[0].soft_gender == ""


def test_roles():
    figure = Figure(0, "Anne Roy", "PER")
    figure.add_role("la directrice bretonne du club")
    assert figure.heads == {"directeur"}
    assert figure.demonyms == {"Bretagne"}
    assert figure.votes == {"f": 1}
    assert figure.words == {"directrice", "bretonne", "club"}
    figure.add_role("la directrice bretonne du club")
    assert len(figure.roles) == 1
    figure.add_role("une avocate", told=False)
    assert figure.votes == {"f": 2}
    assert [(r.head, r.source) for r in figure.roles] == [
        ("directeur", "told"), ("avocat", "inferred")]  # fmt: skip
    # a noun of one gender for all shows none, nor does one far from the head
    figure = Figure(0, "Anne Roy", "PER")
    figure.add_role("victime")
    figure.add_role("très bonne voisine")
    assert figure.votes == {}
    assert figure.heads == {"victime", "voisin"}
    figure.add_role("un deux trois quatre avocate")
    assert "avocat" not in figure.heads
    figure.add_role("un deux trois avocate")
    assert "avocat" in figure.heads
    # documents are no roles
    figure.add_role("rapport")
    assert "rapport" not in figure.heads


@pytest.mark.parametrize("word", ["maire", "homme", "père", "équipe", "police", "source"])
def test_what_may_head_a_role(word):
    figure = Figure(0, "Anne Roy", "PER")
    figure.add_role(word)
    assert figure.heads


@pytest.mark.parametrize(
    ("text", "head", "words"),
    [
        ("L'association Cap Mer part.", "association", set()),
        ("Le parti Cap Mer part.", "parti", set()),
        ("Le Syndicat Cap Mer part.", "syndicat", set()),
        ("La fédération sportive Cap Mer part.", "fédération", {"sportive"}),
        ("Le groupe de transport Cap Mer part.", "groupe", {"transport"}),
        # a noun of the body itself, no person's, one and not several, right before the name
        ("Le maire Cap Mer part.", None, None),
        ("Le vieux Cap Mer part.", None, None),
        ("Les associations Cap Mer partent.", None, None),
        ("L'association, Cap Mer part.", None, None),
        ("L'association des anciens gardiens de Cap Mer part.", None, None),
        ("Le parti de Cap Mer part.", "parti", set()),
        ("Le parti du Cap Mer part.", None, None),  # its article is told apart from its noun
    ],
)
def test_what_a_body_is_called(text, head, words):
    (figure,) = cast_of(text, "ORG Cap Mer").figures
    told = [(r.head, r.words, r.place) for r in figure.roles if r.source == "told"]
    assert told == ([] if head is None else [(head, words, "")])
    assert figure.heads == (set() if head is None else {head})
    # a place, a person and the figure itself once
    assert not cast_of(text, "LOC Cap Mer").figures[0].heads
    assert len(cast_of(f"{text} {text}", "ORG Cap Mer").figures[0].roles) == len(told)


def test_a_noun_that_is_no_person_s_may_call_a_body():
    (figure,) = cast_of("Élysée part.", "ORG Élysée").figures
    assert "présidence" in figure.heads
    assert all(r.source == "known" for r in figure.roles)


def test_what_known_bodies_are_called():
    (figure,) = cast_of("CGT part.", "ORG CGT").figures
    assert ("syndicat", "known") in {(r.head, r.source) for r in figure.roles}
    assert not cast_of("CGT part.", "LOC CGT").figures[0].roles


def test_the_article_before_the_name_is_the_nearest_word():
    (figure,) = cast_of("Les plans de Ligue part.", "ORG Ligue").figures
    assert figure.number == "s" and not figure.votes
    (figure,) = cast_of("Des Verts, la Verts, les Verts.", "ORG Verts").figures
    assert figure.votes == {"p": 2, "f": 1} and figure.number == "p"


def test_offices_of_public_people():
    """Known of a person whom the article names; what else the press calls the holder."""
    (figure,) = cast_of("Emmanuel Macron part.", "PER Emmanuel Macron").figures
    known = {(r.head, r.words, r.place) for r in figure.roles if r.source == "known"}
    assert ("président", frozenset(), "France") in known
    assert any(head == "chef" and "etat" in words for head, words, _ in known)
    assert any(head == "ministre" and "économie" in words for head, words, _ in known)
    assert figure.soft_gender == "m"
    assert not [r for r in figure.roles if r.source == "told"]
    assert len(figure.roles) == len(set(figure.roles))
    (figure,) = cast_of("Édouard Philippe part.", "PER Édouard Philippe").figures
    known = {(r.head, r.words) for r in figure.roles}
    assert ("ministre", frozenset({"premier"})) in known
    assert ("chef", frozenset({"gouvernement"})) in known
    assert ("maire", frozenset({"havre"})) in known
    assert {r.source for r in figure.roles} == {"known"}
    assert not [r for r in figure.roles if r.head in r.words]
    (figure,) = cast_of("Angela Merkel part.", "PER Angela Merkel").figures
    known = {(r.head, r.words, r.source, r.place) for r in figure.roles}
    assert ("chef", frozenset({"gouvernement"}), "known", "Allemagne") in known
    (figure,) = cast_of("Élisabeth Borne part.", "PER Élisabeth Borne").figures
    known = {(r.head, r.words) for r in figure.roles}
    assert ("ministre", frozenset({"première"})) in known
    assert ("ministre", frozenset({"travail"})) in known
    (figure,) = cast_of("Emmanuel Macron part.", "PER Emmanuel Macron").figures
    assert {r.source for r in figure.roles} == {"known"}
    # whoever else is named is looked at too
    cast = cast_of("Emmanuel Macron et Anne Roy.", "PER Emmanuel Macron", "PER Anne Roy")
    assert [f.soft_gender for f in cast.figures] == ["m", "f"]
    # a namesake that is no person has none
    assert not cast_of("Emmanuel Macron part.", "ORG Emmanuel Macron").figures[0].roles


def test_described():
    cast = cast_of("Une voisine crie.")
    figure = cast.described("une voisine", "f", "", "person")
    assert (figure.label, figure.gender, figure.number, figure.role) == ("DESC", "f", "s", "person")
    assert figure.heads == {"voisin"}
    again = cast.described("une voisine", "m", "p", "group")
    assert again is figure
    assert (again.gender, again.number, again.role) == ("f", "p", "person")
    assert len(figure.roles) == 1


def test_told_articles():
    """The helper of the tests gives the same offsets as the text."""
    told = Told(["Anne_Roy part .", "«Oui» , dit -elle ."], ["Fin ."])
    assert told.folded == "Anne Roy part. «Oui», dit-elle.\nFin."
    assert told.paragraphs == [(0, 31), (32, 36)]
    cast = told.cast()
    assert cast.sentence_at(told.at("dit")) == 1
    assert cast.in_quote(told.at("Oui"))
