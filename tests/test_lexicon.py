"""The lexicon: well-formed data, no duplicates, and every form of its verbs found."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from quoteminer.lexicon.conjugation import conjugate
from quoteminer.lexicon.cues import (
    CONSTRUCTIONS,
    STRENGTHS,
    infinitive,
    lookup,
    standard,
    verb_entries,
)
from quoteminer.lexicon.nouns import demonym, first_name_gender, human_noun, plural
from quoteminer.lexicon.offices import offices


def rows(name: str) -> list[list[str]]:
    """The rows of a table of the lexicon, its head left out."""
    text = (resources.files("quoteminer.lexicon") / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"][1:]


VERBS = rows("cue_verbs.tsv")


@pytest.mark.parametrize(
    ("name", "columns"),
    [("cue_verbs.tsv", 6), ("cue_nouns.tsv", 5), ("cue_prepositions.tsv", 4),
     ("verb_models.tsv", 9), ("offices.tsv", 4), ("naming_nouns.tsv", 3)],
)  # fmt: skip
def test_table_is_well_formed(name: str, columns: int) -> None:
    found = rows(name)
    assert found
    assert [row for row in found if len(row) != columns or not all(row)] == []
    lemmas = [row[0] for row in found]
    assert sorted({lemma for lemma in lemmas if lemmas.count(lemma) > 1}) == []


def test_verbs_have_known_strengths_and_constructions() -> None:
    assert [row[0] for row in VERBS if row[2] not in STRENGTHS] == []
    assert [row[0] for row in VERBS if not set(row[3].split(",")) <= set(CONSTRUCTIONS)] == []
    assert len(VERBS) == len(verb_entries()) > 800


@pytest.mark.parametrize("row", VERBS, ids=[row[0] for row in VERBS])
def test_example_holds_a_form_of_its_verb(row: list[str]) -> None:
    words = re.split(r"[^\w-]+|-t-|-(?=ils?\b|elles?\b|on\b)", row[4].lower())
    assert row[0] in {form.lemma for word in words for form in lookup(word)}


def test_every_form_of_every_verb_is_found() -> None:
    missing = [
        (entry.lemma, form)
        for entry in verb_entries()
        for form, _, _ in conjugate(infinitive(entry.lemma))
        if entry.lemma not in {f.lemma for f in lookup(form)}
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("verb", "form", "mood"),
    [
        ("annoncer", "annonçait", "fin"), ("juger", "jugea", "fin"), ("rappeler", "rappelle", "fin"),
        ("marteler", "martèle", "fin"), ("répéter", "répète", "fin"), ("répéter", "répétera", "fin"),
        ("répéter", "répètera", "fin"), ("alléguer", "allègue", "fin"), ("rejeter", "rejette", "fin"),
        ("balayer", "balaie", "fin"), ("balayer", "balaye", "fin"), ("étiqueter", "étiquète", "fin"),
        ("appuyer", "appuie", "fin"), ("pester", "peste", "fin"), ("dire", "disent", "fin"),
        ("dire", "dites", "fin"), ("dire", "dis", "fin"), ("écrire", "écrivit", "fin"),
        ("tenir", "tinrent", "fin"), ("conclure", "conclut", "fin"), ("craindre", "craignent", "fin"),
        ("promettre", "promis", "ppart"), ("reconnaître", "reconnu", "ppart"),
        ("vouloir", "veuille", "fin"), ("savoir", "sache", "fin"), ("faire", "font", "fin"),
        ("avertir", "avertissent", "fin"), ("requérir", "requiert", "fin"),
        ("traduire", "traduisant", "ppres"), ("croire", "croyait", "fin"),
    ],
)  # fmt: skip
def test_conjugation(verb: str, form: str, mood: str) -> None:
    assert (form, mood) in {(f, m) for f, m, _ in conjugate(verb)}


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("denonce", "dénoncer"), ("ecrit", "écrire"), ("declare", "déclarer"),
     ("repete", "répéter"), ("reconnait", "reconnaitre"), ("regrettait", "regretter")],
)  # fmt: skip
def test_accents_missing_in_capitals(form: str, lemma: str) -> None:
    assert lemma in {f.lemma for f in lookup(form)}


def test_words_that_are_no_verbs_are_not_found() -> None:
    for word in ("en", "il", "maison", "souvent", "gilets"):
        assert lookup(word) == ()


def test_verbs_with_a_clitic_need_it() -> None:
    entries = {entry.lemma: entry for entry in verb_entries()}
    assert entries["s'en prendre"].particles == {"en"}
    assert entries["mettre en garde"].particles == frozenset()


def test_nouns_and_locutions() -> None:
    assert standard().nouns["aveux"].lemma == "aveu"
    assert standard().nouns["injonction"].cue_class == "opinion"
    assert len({entry.lemma for entry in standard().nouns.values()}) > 200
    words = [w for options in standard().prepositions.values() for w, _ in options]
    assert ("pour", "reprendre", "la", "formule", "du") in words
    assert len({e.lemma for options in standard().prepositions.values() for _, e in options}) > 30


@pytest.mark.parametrize(
    ("form", "lemma", "type_", "gender", "number"),
    [
        ("salariés", "salarié", "role", "m", "p"), ("cheffe", "chef", "role", "f", "s"),
        ("autrice", "auteur", "role", "f", "s"), ("mairesse", "maire", "role", "f", "s"),
        ("internautes", "internaute", "person", None, "p"),
        ("depute", "député", "role", "m", "s"),
        ("demi-finalistes", "demi-finaliste", "role", None, "p"),
    ],
)  # fmt: skip
def test_people_nouns(form: str, lemma: str, type_: str, gender: str | None, number: str) -> None:
    noun = human_noun(form)
    assert noun is not None
    assert (noun.lemma, noun.type, noun.form_gender, noun.number) == (lemma, type_, gender, number)


@pytest.mark.parametrize("form", ["assuré", "accuse", "retraite"])
def test_words_that_are_mostly_no_people(form: str) -> None:
    assert human_noun(form) is None


def test_people_nouns_stand_once_in_a_block() -> None:
    text = (resources.files("quoteminer.lexicon") / "people_nouns.txt").read_text("utf-8")
    for block in re.split(r"(?m)^\[", text)[1:]:
        words = block.split("]", 1)[1].split()
        assert sorted({w for w in words if words.count(w) > 1}) == []


def test_plural_first_names_and_origins() -> None:
    assert plural("porte-parole") == "porte-parole"
    assert plural("arrière-grand-mère") == "arrière-grands-mères"
    assert first_name_gender("Aminata") == "f"
    found = demonym("bretonnes")
    assert found is not None
    assert (found.place, found.gender, found.number) == ("Bretagne", "f", "p")


def test_offices_by_name() -> None:
    found = offices("angela merkel")
    assert [(o.head, o.place, o.first, o.last) for o in found] == [
        ("chancelier", "Allemagne", 2005, 2021)
    ]
    assert offices("Elisabeth Borne")[0].head == "ministre"
    assert offices("Merkel") == ()


def test_offices_are_well_formed() -> None:
    places = {word.partition("=")[2].replace("_", " ") for word in origins()}
    for name, gender, place, _ in rows("offices.tsv"):
        held = offices(name)
        assert held, name
        assert gender in ("m", "f"), name
        assert place == "-" or place in places, name
        assert all(1950 <= o.first <= o.last <= 2026 for o in held), name
        assert all(human_noun(o.head) is not None for o in held), name


def origins() -> list[str]:
    text = (resources.files("quoteminer.lexicon") / "demonyms.txt").read_text("utf-8")
    return [w for line in text.splitlines() if line[:1] != "#" for w in line.split()]


def test_first_names_stand_once() -> None:
    text = (resources.files("quoteminer.lexicon") / "first_names.txt").read_text("utf-8")
    names = [w for line in text.splitlines() if line[:1] not in ("#", "[") for w in line.split()]
    assert len(names) == len(set(names)) > 3000
    assert first_name_gender("Jean-Pierre") == "m"
    assert first_name_gender("Camille") is None
