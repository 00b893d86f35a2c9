"""Whom an article tells of, and who may be meant: the cast and what fills it."""

from __future__ import annotations

import pytest

from quoteminer.analysis import cast_of, plan
from quoteminer.entities import find_entities
from quoteminer.speakers.cast import Cast
from quoteminer.tokens import Tokens


@pytest.fixture(scope="module")
def cast_for(miner):
    def made(text: str) -> Cast:
        planned = plan(text)
        (doc,) = miner.pipeline.docs([planned])
        return cast_of(Tokens.of(doc), planned, find_entities(doc))

    return made


END = " Le quai reste «fermé» pour l'instant."


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Selon Anne Roy, le port rouvrira lundi.", ["Anne Roy"]),
        ("Le port rouvrira lundi, a précisé Anne Roy.", ["Anne Roy"]),
        ("Anne Roy affirme que le port rouvrira lundi.", ["Anne Roy"]),
        ("Le maire assure que le port rouvrira lundi.", ["le maire"]),
        ("Le feu est éteint, ont indiqué les pompiers.", ["les pompiers"]),
        # Nobody's words: no verb of saying, no subject, a subject that is no source.
        ("Anne Roy rouvrira le port lundi.", []),
        ("Le port rouvrira lundi, dit-on.", []),
        ("Il faut que le port rouvre lundi.", []),
    ],
)
def test_words_reported_without_marks(cast_for, text: str, who: list[str]) -> None:
    cast = cast_for(text + END)
    assert [f.name for f in cast.figures if f.told] == who


@pytest.mark.parametrize(
    ("text", "pronouns"),
    [
        ("Anne Roy a grandi à Brest. Elle y dirige une école.", ["elle"]),
        ("Mardi, elle a rouvert le port.", ["elle"]),
        # «il» of nobody.
        ("Il faut rouvrir le port.", []),
        ("Il y a un port à Brest.", []),
        ("Il s'agit du port de Brest.", []),
        ("Il est clair que le port rouvrira.", []),
    ],
)
def test_pronouns_as_subjects(cast_for, text: str, pronouns: list[str]) -> None:
    assert [s.text for s in cast_for(text + END).pending] == pronouns


def test_articles_show_gender_and_number_of_bodies(cast_for) -> None:
    cast = cast_for("La CGT et le Medef ont signé. Des élus de la CGT et Les Verts refusent." + END)
    shown = {f.name: (f.gender, f.number) for f in cast.figures if f.label == "ORG"}
    assert shown["CGT"] == ("f", "s")
    assert shown["Medef"] == ("m", "s")


def test_the_story_goes_on_about_its_subject(miner) -> None:
    """A pronoun as subject keeps its person in view, though another is named in between."""
    text = (
        "Jeanne Le Bihan a grandi à Brest. Elle y dirige une école depuis dix ans. "
        "Elle a vu partir Sophie Morvan, son adjointe. Elle ne décolère pas. "
        "«Personne ne nous a prévenus», dit-elle."
    )
    (quote,) = miner(text).quotes
    assert quote.speaker is not None
    assert quote.speaker.name == "Jeanne Le Bihan"


def test_words_without_a_clause_are_those_of_whom_the_sentence_before_tells(miner) -> None:
    text = (
        "Au port, chacun a son histoire. Karim Belhadj, 47 ans, est venu du Nord en train. "
        "«Je me bats pour mes enfants.»"
    )
    (quote,) = miner(text).quotes
    assert quote.speaker is not None
    assert quote.speaker.name == "Karim Belhadj"


@pytest.mark.parametrize(
    ("text", "name", "nouns"),
    [
        # By the noun before the name, and for well-known bodies by the table.
        ("Le groupe Kervadec a porté plainte.", "Kervadec", {"groupe"}),
        ("Pour la CGT, le compte n'y est pas.", "CGT", {"syndicat", "centrale"}),
    ],
)
def test_what_bodies_are_called(cast_for, text: str, name: str, nouns: set[str]) -> None:
    cast = cast_for(text + END)
    (body,) = [f for f in cast.figures if f.name == name]
    assert nouns <= {role.head for role in body.roles}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Pour Karim Belhadj, jeune avocat du barreau de Lyon, qui se dit «consterné», "
            "rien ne presse.",
            "Karim Belhadj",
        ),
        ("En l'absence d'Anne Roy, qui a dénoncé «une farce», le conseil a voté.", "Anne Roy"),
    ],
)
def test_what_a_relative_refers_to(miner, text: str, name: str) -> None:
    (quote,) = miner(text).quotes
    assert quote.speaker is not None
    assert quote.speaker.name == name


def test_names_that_depend_on_a_noun_are_no_subjects(cast_for) -> None:
    cast = cast_for("La compagne d'Anne Roy a parlé. Anne Roy a répondu." + END)
    (anne,) = [f for f in cast.figures if f.name == "Anne Roy"]
    assert len(anne.outside) == 2
    assert len(anne.subjects) == 1


def test_one_description_whatever_its_capital(miner) -> None:
    text = (
        "L'éclusier de Redon n'a rien vu. «La vanne était fermée», dit l'éclusier de Redon. "
        "«Elle l'est restée», ajoute-t-il."
    )
    names = {q.speaker.name for q in miner(text).quotes if q.speaker is not None}
    assert names == {"l'éclusier de Redon"}
