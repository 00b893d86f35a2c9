"""The noun phrases and pronouns of a sentence: where they end, what heads and governs them."""

from __future__ import annotations

import pytest
from tagged import read

from quoteminer.phrases import complement


def found(tagged):
    """The phrases, those joined by «et» last."""
    s = read(tagged)
    return [s.text(p) for p in s.phrases]


def first(tagged):
    s = read(tagged)
    return s, s.phrases[0]


@pytest.mark.parametrize(
    ("tagged", "phrases"),
    [
        # determiners, adjectives, the head and what hangs on it
        ("la maire part/VERB:fin", ["la maire"]),
        ("la jeune/ADJ femme pleure/VERB:fin", ["la jeune femme"]),
        ("l' ancien/ADJ premier/ADJ ministre part/VERB:fin", ["l'ancien premier ministre"]),
        ("un tout/DET petit/ADJ maire part/VERB:fin", ["un tout petit maire"]),
        ("ses deux filles/NOUN partent/VERB:fin", ["ses deux filles"]),
        ("la maire suédoise/ADJ part/VERB:fin", ["la maire suédoise"]),
        ("maire part/VERB:fin", ["maire"]),
        ("le maire de Brest@LOC part/VERB:fin", ["le maire de Brest"]),
        ("le gardien du club de la ville part/VERB:fin", ["le gardien du club de la ville"]),
        ("le gardien du club depuis hier", ["le gardien du club"]),
        ("un plan des élus part/VERB:fin", ["un plan des élus"]),
        # an adjective made a noun needs its determiner
        ("la socialiste/ADJ part/VERB:fin", ["la socialiste"]),
        ("les âgés/ADJ partent/VERB:fin", ["les âgés"]),
        ("âgés/ADJ partent/VERB:fin", []),
        ("la Suédoise/ADJ part/VERB:fin", ["la Suédoise"]),
        # quotations that stand as nouns are short
        ("les «gilets jaunes» partent/VERB:fin", ["les «gilets jaunes»"]),
        ("les «gilets jaunes et roses» partent/VERB:fin", ["les «gilets jaunes et roses»"]),
        ("les «gilets jaunes et roses fort» partent/VERB:fin", []),
        ("«gilets jaunes» partent/VERB:fin", []),
        ("«@ORG Le Courrier» affirme tout", ["«Le Courrier»"]),
        # what follows a noun: participles with their complement, brackets, «et»
        ("le ministre chargé/VERB:part de l' eau/NOUN part/VERB:fin",
         ["le ministre chargé de l'eau"]),
        ("un homme vêtu/VERB:part de noir/NOUN part/VERB:fin", ["un homme vêtu de noir"]),
        ("un homme vêtu/VERB:part part/VERB:fin", ["un homme"]),
        ("une table/NOUN posée/VERB:part par terre/NOUN", ["une table", "terre"]),
        ("la chargée/NOUN des Relations/NOUN avec le Parlement/NOUN part/VERB:fin",
         ["la chargée des Relations avec le Parlement"]),
        ("la chargée/NOUN des Eaux/NOUN avec le Parlement/NOUN part/VERB:fin",
         ["la chargée des Eaux", "le Parlement"]),
        ("le maire ( PS/PROPN ) part/VERB:fin", ["le maire ( PS)"]),
        ("le ministre de l' Action/NOUN et des Comptes/NOUN part/VERB:fin",
         ["le ministre de l'Action et des Comptes"]),
        ("le ministre et des Comptes/NOUN part/VERB:fin", ["le ministre", "des Comptes"]),
        ("le maire élu/ADJ et réélu/ADJ part/VERB:fin", ["le maire élu et réélu"]),
        ("le maire et réélu/ADJ part/VERB:fin", ["le maire"]),
        ("le plan beau/ADJ et réélu/ADJ part/VERB:fin", ["le plan beau"]),
        # «à», «aux», «en» hang on heads that take them, not those spoken to
        ("le ministre aux Sports/NOUN part/VERB:fin", ["le ministre aux Sports"]),
        ("la candidate à la mairie part/VERB:fin", ["la candidate à la mairie"]),
        ("le ministre à la presse part/VERB:fin", ["le ministre", "la presse"]),
        ("la voisine à la mairie part/VERB:fin", ["la voisine", "la mairie"]),
        ("le président du groupe à l' Assemblée/NOUN , Anne_Roy , part/VERB:fin",
         ["le président du groupe à l'Assemblée, Anne Roy"]),
        ("le médecin en chef/NOUN Anne_Roy part/VERB:fin", ["le médecin en chef Anne Roy"]),
        # times stand alone
        ("la maire lundi/NOUN part/VERB:fin", ["la maire", "lundi"]),
        ("lundi/NOUN soir/NOUN part/VERB:fin", ["lundi", "soir"]),
        # verbs of saying end a phrase, whatever their tag
        ("un avocat affirme/NOUN que", ["un avocat"]),
        ("la maire juge/NOUN que", ["la maire"]),
        # a form of a verb that is a noun elsewhere
        ("la maire a accusé/VERB Anne_Roy", ["la maire", "Anne Roy"]),
        ("elle est bien/ADV accusé/VERB", ["elle"]),
        ("a -t -elle accusé/VERB Anne_Roy", ["-elle", "Anne Roy"]),
        ("un accusé part/VERB:fin", ["un accusé"]),
    ],
)  # fmt: skip
def test_where_phrases_begin_and_end(tagged, phrases):
    assert found(tagged) == phrases


@pytest.mark.parametrize(
    ("tagged", "phrase", "name"),
    [
        ("la maire de Brest@LOC , Anne_Roy , part/VERB:fin", "la maire de Brest, Anne Roy", "anne roy"),
        ("la maire Anne_Roy part/VERB:fin", "la maire Anne Roy", "anne roy"),
        ("Mme/NOUN Anne_Roy part/VERB:fin", "Mme Anne Roy", "anne roy"),
        ("le maire , M./NOUN Roy@PER , part/VERB:fin", "le maire, M. Roy", "roy"),
        ("le maire , Roy@PER a dit", "le maire, Roy", "roy"),
        ("son maire , Roy@PER a dit", "son maire, Roy", "roy"),
        ("maire , Roy@PER a dit", "maire, Roy", "roy"),
        ("un maire , Roy@PER , part/VERB:fin", "un maire, Roy", "roy"),
        ("le porte-parole de Cap_Mer@ORG Anne_Roy part/VERB:fin",
         "le porte-parole de Cap Mer Anne Roy", "anne roy"),
        ("le groupe Cap_Mer@ORG part/VERB:fin", "le groupe Cap Mer", "cap mer"),
        ("le plan Cap_Mer@ORG part/VERB:fin", "le plan Cap Mer", "cap mer"),
        ("Anne_Roy ( PS/PROPN ) part/VERB:fin", "Anne Roy ( PS)", "anne roy"),
        ("Anne_Roy , maire , part/VERB:fin", "Anne Roy", "anne roy"),
        ("l' élu à Anne_Roy part/VERB:fin", "l'élu à Anne Roy", "anne roy"),
    ],
)  # fmt: skip
def test_names_in_apposition(tagged, phrase, name):
    s, one = first(tagged)
    assert (s.text(one), one.type) == (phrase, "named")
    assert s.items[one.name].low == name


@pytest.mark.parametrize(
    ("tagged", "phrases"),
    [
        # an indefinite host, an opinion: the name begins a clause of its own
        ("un maire , Roy@PER a dit", ["un maire", "Roy"]),
        ("ce maire , Roy@PER a dit", ["ce maire", "Roy"]),
        ("selon le maire , Roy@PER a dit", ["le maire", "Roy"]),
        ("pour le maire , Roy@PER a dit", ["le maire", "Roy"]),
        ("la police , Roy@PER , part/VERB:fin", ["la police", "Roy"]),
        ("le maire , Brest@LOC , part/VERB:fin", ["le maire", "Brest"]),
        # a body beside a role is no name of its own
        ("le maire Cap_Mer@ORG part/VERB:fin", ["le maire Cap Mer"]),
        ("la voisine Brest@LOC part/VERB:fin", ["la voisine Brest"]),
    ],
)
def test_names_that_stand_apart(tagged, phrases):
    assert found(tagged) == phrases
    assert read(tagged).phrases[0].type == "nominal"


@pytest.mark.parametrize(
    ("tagged", "words", "gender", "number", "definite"),
    [
        ("elle part/VERB:fin", "elle", "f", "s", ""),
        ("-ils partent/VERB:fin", "-ils", "m", "p", ""),
        ("nous disons/VERB", "nous", "", "p", ""),
        ("moi , elle part/VERB:fin", "moi", "", "s", ""),
        ("lequel part/VERB:fin", "lequel", "m", "s", ""),
        ("celui-ci part/VERB:fin", "celui-ci", "m", "s", "last"),
        ("celui -ci part/VERB:fin", "celui-ci", "m", "s", "last"),
        ("ceux - là partent/VERB:fin", "ceux- là", "m", "p", "last"),
        ("celle part/VERB:fin", "celle", "f", "s", ""),
        # those of whom: «de …» belongs to them
        ("ceux de Brest@LOC partent/VERB:fin", "ceux de Brest", "m", "p", ""),
        ("certains de ses proches/NOUN partent/VERB:fin", "certains de ses proches", "m", "p", ""),
        ("certaines d' elles partent/VERB:fin", "certaines d'elles", "f", "p", ""),
        ("beaucoup d' entre eux partent/VERB:fin", "beaucoup d'entre eux", "", "p", ""),
        ("plusieurs de ses amis/NOUN partent/VERB:fin", "plusieurs de ses amis", "", "p", ""),
        ("ceux de lundi/NOUN partent/VERB:fin", "ceux", "m", "p", ""),
        ("elle de Brest@LOC part/VERB:fin", "elle", "f", "s", ""),
        ("tous partent/VERB:fin", "tous", "m", "p", ""),
        ("l' autre part/VERB:fin", "l'autre", "", "s", ""),
        ("d' autres partent/VERB:fin", "d'autres", "", "p", ""),
    ],
)
def test_pronouns(tagged, words, gender, number, definite):
    s, one = first(tagged)
    assert (s.text(one), one.type) == (words, "pronoun")
    assert (one.gender, one.number, one.definite) == (gender, number, definite)


GRAMMAR = {
    "il lui lequel celui celui-ci celui-là chacun quelqu'un tout": ("m", "s"),
    "elle laquelle celle celle-ci celle-là chacune": ("f", "s"),
    "ils eux lesquels ceux ceux-ci certains tous d'aucuns": ("m", "p"),
    "elles lesquelles celles celles-ci certaines toutes": ("f", "p"),
    "on je j' moi tu personne": ("", "s"),
    "nous vous beaucoup plusieurs autres": ("", "p"),
    "qui": ("", ""),
}


@pytest.mark.parametrize(
    ("word", "grammar"), [(w, g) for words, g in GRAMMAR.items() for w in words.split()]
)
def test_gender_and_number_of_pronouns(word, grammar):
    s = read(f"{word}/PRON part/VERB:fin")
    assert (s.phrases[0].gender, s.phrases[0].number) == grammar
    assert s.phrases[0].type == "pronoun"


ARTICLES = {
    "le ce cet un tout aucun du au": ("m", "s"),
    "la cette une sa ma toute aucune": ("f", "s"),
    "l' son leur mon notre votre chaque": ("", "s"),
    "les ces des aux ses leurs mes nos vos quelques plusieurs deux trois quatre cinq six sept huit "
    "neuf dix": ("", "p"),
    "certains tous": ("m", "p"),
    "certaines toutes": ("f", "p"),
}
KINDS = {
    "le la l' les du au aux chaque tout toute tous toutes": "def",
    "un une des plusieurs certains certaines quelques aucun aucune": "indef",
    "ce cet cette ces": "dem",
    "son sa ses leur leurs mon ma mes notre nos votre vos": "poss",
    "deux trois quatre cinq six sept huit neuf dix": "",
}


@pytest.mark.parametrize(
    ("word", "grammar"), [(w, g) for words, g in ARTICLES.items() for w in words.split()]
)
def test_what_determiners_show(word, grammar):
    """Of a noun that is the same for all: «**la** collègue», «**leurs** collègues»."""
    (one,) = read(f"{word}/DET xyz/NOUN").phrases
    assert (one.gender, one.number) == grammar
    (kind,) = [kind for words, kind in KINDS.items() if word in words.split()]
    assert one.definite == kind


@pytest.mark.parametrize(
    ("tagged", "phrases"),
    [
        ("certains élus partent/VERB:fin", ["certains élus"]),  # no pronoun before a noun
        ("tous/DET les élus partent/VERB:fin", ["tous les élus"]),
        ("l' un d' eux part/VERB:fin", ["l'un d'eux"]),
        ("l' une des avocates part/VERB:fin", ["l'une des avocates"]),
        ("l' autre maire part/VERB:fin", ["l'autre maire"]),
        ("d' une maire", ["une maire"]),
        ("ce dernier/ADJ part/VERB:fin", ["ce dernier"]),
        ("cette dernière/ADJ part/VERB:fin", ["cette dernière"]),
        # «nous», «vous» after another subject are objects
        ("la maire nous dit:fin", ["la maire"]),
        ("Anne_Roy vous dit:fin", ["Anne Roy"]),
        ("elle nous dit:fin", ["elle"]),
        ("hier nous partons/VERB:fin", ["nous"]),
    ],
)
def test_what_is_and_is_no_pronoun(tagged, phrases):
    assert found(tagged) == phrases


def test_the_last_one_named():
    for tagged, gender in (("ce dernier/ADJ part", "m"), ("cette dernière/ADJ part", "f")):
        _, one = first(tagged)
        assert (one.type, one.role, one.definite) == ("nominal", "person", "last")
        assert (one.gender, one.number, one.head) == (gender, "s", 1)
    assert first("cette dernier/ADJ part")[1].definite == "dem"


def test_one_of_several_is_a_person():
    for tagged, gender in (("l' un d' eux part", "m"), ("l' une des juges part", "f")):
        _, one = first(tagged)
        assert (one.type, one.role, one.gender, one.number) == ("nominal", "person", gender, "s")


@pytest.mark.parametrize(
    ("tagged", "role", "gender", "number", "definite"),
    [
        ("la juge", "role", "f", "s", "def"),
        ("une voisine", "relation", "f", "s", "indef"),
        ("les élus", "role", "m", "p", "def"),
        ("ces élus", "role", "m", "p", "dem"),
        ("sa fille", "person", "f", "s", "poss"),
        ("trois juges/NOUN", "role", "", "p", ""),
        ("chaque juge", "role", "", "s", "def"),
        ("la police", "group", "f", "s", "def"),
        ("la préfecture", "institution", "f", "s", "def"),
        ("un rapport/NOUN", "document", "m", "s", "indef"),
        ("une source", "source", "f", "s", "indef"),
        ("un plan/NOUN:m,s", "", "m", "s", "indef"),
        ("plan/NOUN:m,p", "", "m", "p", ""),
        ("la Suédoise/ADJ", "person", "f", "s", "def"),
        ("Suédoise/NOUN:f,s", "person", "f", "s", ""),
        ("les «gilets jaunes»", "quoted", "", "p", "def"),
    ],
)
def test_what_kind_of_people(tagged, role, gender, number, definite):
    _, one = first(tagged)
    assert (one.role, one.gender, one.number, one.definite) == (role, gender, number, definite)
    assert not one.time


def test_titles_and_articles_show_the_gender_of_a_name():
    for tagged, gender in (("Mme/NOUN Anne_Roy", "f"), ("M./NOUN Roy@PER", "m"),
                           ("la Ligue@ORG", "f"), ("le Club@ORG", "m"), ("Anne_Roy", ""),
                           ("belle/ADJ Ligue@ORG", "")):  # fmt: skip
        _, one = first(tagged)
        assert (one.type, one.gender) == ("named", gender), tagged


def test_times():
    for tagged in ("lundi/NOUN", "le soir/NOUN", "cette année/NOUN"):
        assert first(tagged)[1].time, tagged
    assert not first("le plan/NOUN")[1].time


@pytest.mark.parametrize(
    ("tagged", "words", "preposition"),
    [
        ("à la presse", "la presse", "à"),
        ("selon Anne_Roy", "Anne Roy", "selon"),
        ("d' Anne_Roy", "Anne Roy", "d'"),
        ("chez eux", "eux", "chez"),
        ("du maire", "du maire", "de"),
        ("au maire", "au maire", "à"),
        ("aux élus", "aux élus", "à"),
        ("du Club@ORG", "du Club", "de"),
        ("la maire", "la maire", ""),
        ("et la maire", "la maire", ""),
        # «des» is an article unless a noun stands before it
        ("des élus", "des élus", ""),
        ("parler/VERB des élus", "des élus", ""),
        ("lundi/NOUN des élus", "des élus", "de"),
    ],
)
def test_what_governs_a_phrase(tagged, words, preposition):
    assert read(tagged).phrase(words).preposition == preposition


@pytest.mark.parametrize(
    ("tagged", "joined"),
    [
        ("Anne_Roy et Paul_Lys", ["Anne Roy et Paul Lys"]),
        ("Anne_Roy , Paul_Lys et Zoé_Lin", ["Anne Roy, Paul Lys et Zoé Lin", "Paul Lys et Zoé Lin"]),
        ("Anne_Roy , Paul_Lys , et Zoé_Lin",
         ["Anne Roy, Paul Lys, et Zoé Lin", "Paul Lys, et Zoé Lin"]),
        ("Anne_Roy et le juge", ["Anne Roy et le juge"]),
        ("Anne_Roy et le Club@ORG", ["Anne Roy et le Club"]),
        ("la voisine et le juge", ["la voisine et le juge"]),
        ("la police et la préfecture", ["la police et la préfecture"]),
        # places and things do not speak, a comma alone does not join, «ou» parts
        ("Anne_Roy et Brest@LOC", []),
        ("le plan et la juge", []),
        ("la juge et le plan", []),
        ("Anne_Roy , Paul_Lys", []),
        ("Anne_Roy , la juge et le maire", ["la juge et le maire"]),
        ("Anne_Roy ou Paul_Lys", []),
        ("elle et Paul_Lys", []),
    ],
)  # fmt: skip
def test_phrases_joined(tagged, joined):
    s = read(tagged)
    assert [s.text(p) for p in s.phrases if p.parts] == joined


def test_of_phrases_joined():
    s = read("avec la voisine et la juge")
    whole = s.phrases[-1]
    assert [s.text(p) for p in whole.parts] == ["la voisine", "la juge"]
    assert (whole.type, whole.role, whole.definite) == ("nominal", "relation", "def")
    assert (whole.gender, whole.number, whole.preposition) == ("f", "p", "avec")
    assert (whole.head, whole.name) == (whole.parts[0].head, -1)
    s = read("Anne_Roy et le juge")
    whole = s.phrases[-1]
    assert (whole.type, whole.gender, whole.number) == ("named", "m", "p")
    assert s.items[whole.name].low == "anne roy"
    assert read("la voisine et le juge").phrases[-1].gender == "m"


@pytest.mark.parametrize(
    ("tagged", "words"),
    [
        ("mots/NOUN de la maire", "la maire"),
        ("mots/NOUN durs/ADJ de la maire", "la maire"),
        ("mots/NOUN très durs/ADJ de la maire", None),
        ("mots/NOUN d' Anne_Roy", "Anne Roy"),
        ("mots/NOUN du maire", "du maire"),
        ("mots/NOUN des élus", "des élus"),
        ("mots/NOUN durs/ADJ froids/ADJ de la maire", "la maire"),
        ("mots/NOUN durs/ADJ froids/ADJ longs/ADJ de la maire", None),
        ("mots/NOUN de lundi/NOUN", None),
        ("mots/NOUN à la maire", None),
        ("mots/NOUN de", None),
        ("mots/NOUN de vite/ADV", None),
    ],
)
def test_what_hangs_on_a_noun(tagged, words):
    s = read(tagged)
    held = complement(s.items, 0)
    assert (s.text(held) if held is not None else None) == words
    if held is not None:
        assert held.preposition == "de"


@pytest.mark.parametrize(
    ("tagged", "gender", "number", "role"),
    [
        # the article shows the gender before the form of the noun does
        ("la maire part/VERB:fin", "f", "s", "role"),
        ("le maire part/VERB:fin", "m", "s", "role"),
        ("la chef part/VERB:fin", "f", "s", "role"),
        ("l' avocate part/VERB:fin", "f", "s", "role"),
        # a quantity is of those it counts
        ("une vingtaine de professeurs partent/VERB:fin", "f", "p", "role"),
        ("une bougie de cire fond/VERB:fin", "f", "s", ""),
    ],
)
def test_what_article_and_noun_show(tagged, gender, number, role):
    _, phrase = first(tagged)
    assert (phrase.gender, phrase.number, phrase.role) == (gender, number, role)
