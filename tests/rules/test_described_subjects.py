"""People described as the subject of a sentence, who may speak further down."""

from __future__ import annotations

import pytest
from tagged import Told, read

from quoteminer.entities.records import EntityLayer, PersonRecord, Role
from quoteminer.lexicon.cues import standard
from quoteminer.marks import find_stretches
from quoteminer.sentences import Sentence
from quoteminer.speakers import subjects as rules
from quoteminer.speakers.subjects import introduce, subjects
from quoteminer.text import paragraphs


def found(told):
    return subjects(
        told.tokens(),
        told.folded,
        [s.skeleton.sentence for s in told.sentences],
        told.stretches,
        _layer(told),
    )


def _layer(told):
    return EntityLayer(tuple(told.entities))


def subject(tagged):
    s = read(tagged)
    return rules._subject(s.items, s.folded)


@pytest.mark.parametrize(
    ("tagged", "text"),
    [
        ("un homme filme/VERB:fin la scène", "un homme"),
        ("le gérant d' un bar balaie/VERB:fin les éclats", "le gérant d'un bar"),
        ("parmi elles une touriste pleure/VERB:fin", "une touriste"),
        ("parmi les blessés une touriste pleure/VERB:fin", "une touriste"),
        ("lundi/NOUN la maire part/VERB:fin", "la maire"),
        ("loin de là , un homme filme/VERB:fin", "un homme"),
        ("un vent froid/ADJ , un homme filme/VERB:fin", "un homme"),
        ("elle part/VERB:fin avec un homme", "elle"),
        ("Anne_Roy part/VERB:fin avec un homme", None),
        ("le plan/NOUN , le gel , le vent , un homme filme/VERB:fin", "un homme"),
        ("le plan/NOUN , le gel , le vent , la mer , un homme filme/VERB:fin", None),
        ("hommes et femmes partent/VERB:fin", None),  # no determiner
        ("le rapport/NOUN part/VERB:fin chez la maire", None),  # a document does not speak
        ("la police part/VERB:fin", "la police"),
        ("les élus partent/VERB:fin", "les élus"),
        ("les «gilets jaunes» partent/VERB:fin", "les «gilets jaunes»"),
        ("vite/ADV", None),
    ],
)
def test_the_first_phrase_that_nothing_governs(tagged, text):
    one = subject(tagged)
    assert (one.text if one is not None else None) == text


def test_two_people_joined():
    s = read("Anne_Roy et Paul_Lys partent/VERB:fin")
    one = rules._subject(s.items, s.folded)
    assert (one.start, one.text, one.people) == (0, "Anne Roy et Paul Lys", (0, 1))
    assert (one.gender, one.number, one.role, one.head, one.definite) == ("m", "p", "role", "", "")
    assert subject("Anne_Roy , Léa_Dor et Paul_Lys partent/VERB:fin") is None
    assert subject("Anne_Roy et le Club@ORG partent/VERB:fin") is None
    assert subject("Anne_Roy et le voisin partent/VERB:fin") is None


def test_what_is_told_of_a_subject():
    one = subject("une directrice suédoise/ADJ part/VERB:fin")
    assert (one.start, one.text, one.head) == (0, "une directrice suédoise", "directeur")
    assert (one.gender, one.number, one.role, one.definite) == ("f", "s", "role", "indef")
    assert one.places == {"Suède"}
    one = subject("les élus partent/VERB:fin")
    assert (one.number, one.definite, one.places) == ("p", "def", frozenset())


def test_sentences_of_the_narrator_only():
    told = Told(
        ["Un/DET homme filme/VERB:fin la scène .", "une voisine pleure/VERB:fin ."],
        ["«une juge part» , dit Anne_Roy .", "la/DET maire dort/VERB:fin ."],
    )
    texts = [s.text for s in found(told)]
    assert texts == ["Un homme", "une voisine", "la maire"]
    starts = [s.start for s in found(told)]
    assert starts == [told.at("Un homme"), told.at("une voisine"), told.at("la maire")]


def test_a_quotation_cuts_the_window_unless_it_is_a_noun():
    told = Told(["Fin ."], ["des/DET «marcheurs» partent/VERB:fin vite ."])
    assert [s.text for s in found(told)] == ["des «marcheurs»"]
    told = Told(["Fin ."], ["dit/X «un grand oui» la maire part/VERB:fin vite ."])
    assert found(told) == []
    told = Told(["Fin ."], ["des/DET «marcheurs infatigables des grands chemins» partent ."])
    assert found(told) == []


def test_a_short_quotation_after_a_determiner_is_a_noun():
    def term(text):
        (stretch,) = find_stretches(text, text, paragraphs(text))
        return rules._term(stretch, text, 0)

    assert term("Des «marcheurs» partent")
    assert not term("Hier «marcheurs» partent")
    assert not term("«marcheurs» partent")
    assert term("Des «" + "a" * 29 + "» partent")
    assert not term("Des «" + "a" * 30 + "» partent")


def test_far_words_and_stumps_are_left_alone():
    told = Told(["Fin ."], ["a " * 60 + "un homme filme/VERB:fin la scène ."])
    assert found(told) == []
    told = Told(["Fin ."], ["Maire ."])
    assert found(told) == []
    # eight characters are the least that hold a subject and a verb
    assert [s.text for s in found(Told(["Fin ."], ["elle lit"]))] == ["elle"]
    assert found(Told(["Fin ."], ["il part"])) == []


def test_sentences_inside_a_quotation_are_passed_over():
    told = Told(["une voisine pleure/VERB:fin .", "un homme filme/VERB:fin ."])
    sentences = [s.skeleton.sentence for s in told.sentences]
    inner = Sentence(sentences[0].start, sentences[0].end, 0, (), parent=0)
    given = [inner, sentences[1]]
    texts = [s.text for s in subjects(told.tokens(), told.folded, given, [], _layer(told))]
    assert texts == ["un homme"]


def introduced(told, *people):
    cast = told.cast(*people)
    introduce(cast, found(told), _layer(told))
    return cast


def test_somebody_new_is_introduced():
    told = Told(["Fin ."], ["Une/DET voisine pleure/VERB:fin dehors ."])
    (figure,) = introduced(told).figures
    assert (figure.label, figure.name, figure.gender) == ("DESC", "une voisine", "f")
    assert (figure.number, figure.role) == ("s", "relation")
    assert figure.spots == [told.at("Une voisine")]


def test_people_joined_are_introduced_together():
    told = Told(["Fin ."], ["Anne_Roy et Paul_Lys partent/VERB:fin ."])
    cast = introduced(told)
    figure = cast.figures[-1]
    assert (figure.label, figure.name, figure.number) == ("DESC", "Anne Roy et Paul Lys", "p")
    assert figure.spots == [told.at("Anne Roy")]


def known(opening, *people, before=(), text=("Anne_Roy et Paul_Lys partent .",)):
    told = Told(list(text), [f"{opening} part/VERB:fin dehors ."])
    cast = told.cast(*people)
    for name, gender, number, at in before:
        cast.spot(cast.described(name, gender, number, "role"), told.at(at))
    (one,) = [s for s in found(told) if s.start > len(text[0]) - 9]
    figure = rules._known(cast, one)
    return figure.name if figure is not None else None


def person(name, gender, *roles):
    return PersonRecord(name, gender, None, tuple(Role(r, 0, 1) for r in roles))


def test_the_one_person_who_has_the_role():
    assert known("la juge", person("Anne Roy", "f", "juge")) == "Anne Roy"
    assert known("cette juge", person("Anne Roy", "f", "juge")) == "Anne Roy"
    assert known("une juge", person("Anne Roy", "f", "juge")) is None
    assert known("la juge", person("Anne Roy", "f", "maire")) is None
    assert known("la juge", person("Anne Roy", "m", "juge")) is None
    assert known("la juge", person("Anne Roy", None, "juge")) == "Anne Roy"
    assert known("les juges", person("Anne Roy", "f", "juge")) is None
    assert known("la juge suédoise/ADJ", person("Anne Roy", "f", "juge norvégienne")) is None
    assert known("la juge suédoise/ADJ", person("Anne Roy", "f", "juge suédoise")) == "Anne Roy"
    assert known("la juge suédoise/ADJ", person("Anne Roy", "f", "juge")) == "Anne Roy"
    assert known("la juge", person("Anne Roy", "f", "juge norvégienne")) == "Anne Roy"


def test_the_one_person_who_has_it_may_be_named_further_down():
    told = Told(["la juge part/VERB:fin dehors ."], ["Anne_Roy rit ."])
    cast = told.cast(person("Anne Roy", "f", "juge"))
    (one,) = [s for s in found(told) if s.text == "la juge"]
    assert rules._known(cast, one).name == "Anne Roy"


def test_of_two_who_have_it_the_last_named():
    both = (person("Anne Roy", "f", "juge"), person("Paul Lys", None, "juge"))
    assert known("la juge", *both) == "Paul Lys"
    assert known("la juge", *reversed(both)) == "Paul Lys"
    swapped = ("Paul_Lys et Anne_Roy partent .",)
    assert known("la juge", *both, text=swapped) == "Anne Roy"


def test_a_like_description_before():
    before = [("une juge", "f", "s", "Anne")]
    assert known("la juge", before=before) == "une juge"
    assert known("la juge", person("Anne Roy", "f", "juge"), before=before) == "Anne Roy"
    assert known("la juge", before=[("une juge", "f", "s", "dehors")]) is None
    assert known("la juge", before=[("un juge", "m", "s", "Anne")]) is None
    assert known("la juge", before=[("les juges", "f", "p", "Anne")]) is None
    two = [("une juge", "f", "s", "Anne"), ("la juge de Brest", "f", "s", "Paul")]
    assert known("la juge", before=two) == "la juge de Brest"


def test_pronouns_as_subjects_are_kept_for_later():
    """«**Il** mange»: whom he is will be known once the story so far is read."""
    one = subject("elles partent/VERB:fin")
    assert (one.text, one.role, one.gender, one.number) == ("elles", "pronoun", "f", "p")
    assert not one.told
    for tagged in ("on part/VERB:fin", "nous partons/VERB:fin", "qui part/VERB:fin"):
        assert subject(tagged) is None
    told = Told(["Fin ."], ["Elle/PRON part/VERB:fin dehors ."])
    cast = introduced(told)
    assert [s.text for s in cast.pending] == ["elle"]
    assert cast.figures == []


@pytest.mark.parametrize(
    "tagged",
    ["il faut partir", "il fallait partir", "il y a un an", "il s' agit de vous", "il s' agissait",
     "il s' avère", "il n' y a rien", "il ne reste rien", "il pleut", "il suffit d' un rien",
     "il existe un plan", "il semble que", "il importe que", "il arrive que", "il neige", "il",
     "il est clair que tout va", "il était clair qu' on va", "il sera bon de partir",
     "il serait bon d' aller", "il est bien clair que", "il n' est pas clair que",
     "il ne serait pas bon de"],
)  # fmt: skip
def test_il_that_is_nobody(tagged):
    s = read(tagged)
    assert rules._impersonal(s.items, 0), tagged


@pytest.mark.parametrize(
    "tagged",
    ["il mange", "il s' assoit", "il n' mange rien", "elle faut", "elle est claire que",
     "il est maire", "il est là bas ici que", "il est que", "il est venu hier soir"],
)  # fmt: skip
def test_il_that_is_somebody(tagged):
    s = read(tagged)
    assert not rules._impersonal(s.items, 0), tagged


def tellers(tagged):
    s = read(tagged)
    for item in s.items:
        item.cue = False
    return [(t.text, t.told) for t in rules.tellers(s.items, s.folded)]


@pytest.mark.parametrize(
    ("tagged", "who"),
    [
        ("selon Me_Roy@PER , tout va", "Me Roy"),
        ("selon le préfet , tout va", "le préfet"),
        ("tout va , selon elle", "elle"),
        ("selon très vite hier le préfet , tout va", None),
        ("selon Anne_Roy et Paul_Lys , tout va", "Anne Roy"),
        ("tout va , a précisé la préfecture", "la préfecture"),
        ("tout va , assure Anne_Roy", "Anne Roy"),
        ("tout va , sait/VERB:fin Anne_Roy", None),  # says too little by itself
        ("tout va , a -t -elle ajouté", "elle"),
        ("tout va , a -t -on ajouté", None),
        ("le maire assure que tout va", "le maire"),
        ("le maire assure hier encore aussi que tout va", "le maire"),
        ("le maire assure hier soir encore aussi que tout va", None),
        ("le maire assure qu' il va", "le maire"),
        ("le maire assure le service", None),
        ("avec le maire assure que tout va", None),
        ("il assure que tout va", "il"),
        ("on assure que tout va", None),
        ("un plan/NOUN assure que tout va", None),
        ("maire assure que tout va", None),
        ("Anne_Roy et Paul_Lys assurent que tout va", None),
        ("une source assure que tout va", "une source"),
        ("une police assure que tout va", "une police"),
        # no phrase reaches over the verb, whatever its tag
        ("un avocat juge/NOUN que tout va", "un avocat"),
        ("un avocat assure/ADJ que tout va", "un avocat"),
        ("tout va , assure/NOUN la préfecture", "la préfecture"),
        ("un avocat sûr/ADJ , assure la préfecture", "la préfecture"),
        ("tout va , assure hier soir à la presse la préfecture", "la préfecture"),
    ],
)
def test_who_is_told_of_without_marks(tagged, who):
    found = tellers(tagged)
    if who is None:
        assert found == []
    else:
        assert found == [(who, True)]


def test_sentences_that_may_tell():
    lexicon = standard()
    for text in ("Selon Anne", "d'après lui", "Il a précisé", "Il assure"):
        assert rules._may_tell(text, lexicon), text
    for text in ("Il mange", "Assurer le service", "Il sait", "En assurant"):
        assert not rules._may_tell(text, lexicon), text


def test_reports_without_marks_are_recorded():
    told = Told(["Anne_Roy part/VERB:fin ."], ["Tout va , assure Anne_Roy ."],
                ["Tout va , assure la préfète ."])  # fmt: skip
    cast = introduced(told)
    anne, prefect = cast.figures
    assert anne.told == [told.at("Anne Roy", 1)]
    assert (prefect.label, prefect.name) == ("DESC", "la préfète")
    assert prefect.told == prefect.spots == [told.at("la préfète")]
    # a sentence with quotations has its own rules
    told = Told(["Fin ."], ["Hier «tout va» , assure Anne_Roy ."])
    assert found(told) == []


def test_every_subject_is_introduced_in_its_turn():
    """A pronoun, a name told of, people joined: what comes after each is introduced too."""
    told = Told(["Elle/PRON part/VERB:fin dehors ."], ["Tout va , assure Anne_Roy ."],
                ["Anne_Roy et Paul_Lys partent/VERB:fin ."], ["Une/DET voisine crie/VERB:fin fort ."])  # fmt: skip
    cast = introduced(told)
    assert [s.text for s in cast.pending] == ["elle"]
    anne, paul, both, neighbour = cast.figures
    assert anne.told and not paul.told
    assert (both.name, neighbour.name) == ("Anne Roy et Paul Lys", "une voisine")
    assert neighbour.spots == [told.at("Une voisine")] and neighbour.told == []


def test_a_description_without_a_place_is_nobody_before():
    told = Told(["Anne_Roy et Paul_Lys partent ."], ["la juge part/VERB:fin dehors ."])
    cast = told.cast()
    cast.described("une juge", "f", "s", "role")
    (one,) = [s for s in found(told) if s.text == "la juge"]
    assert rules._known(cast, one) is None
