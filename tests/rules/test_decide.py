"""The readings of a quotation: what is asked of the article, which cue and phrase compete."""

from __future__ import annotations

import pytest
from tagged import holds, read

from quoteminer.attribution import decide
from quoteminer.attribution.decide import (
    Context,
    attribute_sentence,
    choose,
    choose_mention,
    mention_options,
    options,
    setting,
    take_inner_cue,
)
from quoteminer.attribution.parse import _complements, parse, parse_inside
from quoteminer.marks import Stretch


def context(text, quotes):
    """A context in which `quotes` (texts between «») were found."""
    stretches = []
    for words in quotes:
        at = text.index(f"«{words}»")
        stretches.append(Stretch(at + 1, at + 1 + len(words), at, at + 2 + len(words), "«»", 0))
    return Context(text, stretches, {})


@pytest.mark.parametrize(
    ("tagged", "paragraph", "name"),
    [
        ("la maire «oublie» la ville", 0, "title"),
        ("la maire «oublie» la ville", 3, "crosshead"),
        ("la maire «oublie» la ville .", 3, ""),
        ("la maire «oublie» la ville !", 0, ""),
        ("la maire «oublie» la ville ?", 0, ""),
        ("la maire «oublie» la ville …", 0, ""),
        ("la maire annonce :", 0, ""),
        ("«Tout va bien»", 0, ""),  # a quotation alone is running text
        ("la maire «oublie»", 0, "title"),
        ("la maire «oublie» " + "a" * 161, 0, "title"),
        ("la maire «oublie» " + "a" * 162, 0, "title"),
        ("la maire «oublie» " + "a" * 163, 0, ""),
    ],
)
def test_setting(tagged, paragraph, name):
    s = read(tagged, paragraph=paragraph)
    assert setting(s.skeleton, paragraph) == name
    if s.stretches:
        assert s.context().setting(s.decision()) == name


def test_setting_looks_at_the_length_of_the_sentence_not_its_place():
    s = read("la maire «oublie» la ville", start=500, paragraph=2)
    assert setting(s.skeleton, 2) == "crosshead"


def test_words_are_compared_without_case_and_stops():
    assert decide.key(" Tout va BIEN !… ") == "tout va bien"
    assert decide.key("«a»") == "«a»"
    assert decide.key("(a, b)") == "(a, b)"


def test_the_same_words_elsewhere():
    text = "Il dit «Tout ira bien demain». Tout IRA bien, dit-on. «tout ira bien» ou «bien»."
    c = context(text, ["Tout ira bien demain", "tout ira bien", "bien"])
    # outside quotations, in small or capital letters
    assert c.elsewhere(1, "tout ira bien") == "in_text"
    assert c.elsewhere(0, "Tout ira bien demain") == ""
    # inside a longer quotation decided on before
    c.kinds["tout ira bien demain"] = "direct"
    assert c.elsewhere(1, "tout ira bien") == "in_direct"
    assert c.elsewhere(1, "Tout ira bien demain !") == "direct"
    # a short word proves nothing
    assert c.elsewhere(2, "bien") == ""
    assert c.elsewhere(1, "ira bien") == "in_direct"
    assert c.elsewhere(1, "ra bien") == ""


def test_the_same_words_before_or_after_but_not_at_the_place_itself():
    c = context("Le «grand soir» vient.", ["grand soir"])
    assert c.elsewhere(0, "grand soir") == ""
    c = context("Le «grand soir» vient. Le grand soir, vraiment.", ["grand soir"])
    assert c.elsewhere(0, "grand soir") == "in_text"
    c = context("Le grand soir vient. Le «grand soir», vraiment.", ["grand soir"])
    assert c.elsewhere(0, "grand soir") == "in_text"
    c = context("Grand soir. Le «grand soir», vraiment.", ["grand soir"])
    assert c.elsewhere(0, "grand soir") == "in_text"
    c = context("«grand soir». Le grand soir", ["grand soir"])
    assert c.elsewhere(0, "grand soir") == "in_text"


def test_the_same_words_are_sought_near_by_only():
    far = " " * (decide.NEAR + 1)
    assert (
        context(f"Le grand soir.{far}Le «grand soir».", ["grand soir"]).elsewhere(0, "grand soir")
        == ""
    )
    assert (
        context(f"Le «grand soir».{far}Le grand soir.", ["grand soir"]).elsewhere(0, "grand soir")
        == ""
    )
    near = " " * (decide.NEAR - 100)
    assert (
        context(f"Le grand soir.{near}Le «grand soir».", ["grand soir"]).elsewhere(0, "grand soir")
        == "in_text"
    )
    assert (
        context(f"Le «grand soir».{near}Le grand soir.", ["grand soir"]).elsewhere(0, "grand soir")
        == "in_text"
    )


def test_the_last_quotations_only_are_searched():
    c = context("Le «grand soir».", ["grand soir"])
    c.kinds["le grand soir viendra"] = "mixed"
    c.kinds.update({f"autre {i}": "scare" for i in range(decide.NEAR_QUOTES - 1)})
    assert c.elsewhere(0, "grand soir") == "in_mixed"
    c.kinds["encore un"] = "scare"
    assert c.elsewhere(0, "grand soir") == ""


def test_a_letter_that_grows_in_lower_case_ends_the_search():
    """«İ» in small letters is two characters: offsets would not hold."""
    assert (
        context("İ Le «grand soir». Le grand soir.", ["grand soir"]).elsewhere(0, "grand soir")
        == ""
    )


@pytest.mark.parametrize(
    ("tagged", "link"),
    [
        ("un «a» et «b»", "list"),
        ("un «a» , ou un très grand «b»", "list"),
        ("un «a» ni très très grand «b»", "list"),
        ("un «a» mais si très très grand «b»", "apart"),
        ("un «a» vraiment mais «b»", "list"),
        ("un «a» si vraiment mais «b»", "apart"),
        ("un «a» , «b»", "adjacent"),
        ("un «a» très grand «b»", "adjacent"),
        ("un «a» si très grand «b»", "apart"),
        ("un «a» et il part/VERB:fin «b»", "clause"),
        ("un «a» est/AUX:fin «b»", "clause"),
        ("un «a» partir/VERB:inf «b»", "adjacent"),
    ],
)
def test_how_two_quotations_are_joined(tagged, link):
    s = read(tagged)
    assert decide._link(s.place(1), s.decision(0)) == link


def test_readings():
    """Scare without a cue; direct and mixed with none and with each cue."""
    s = read("la maire dénonce un «abandon» , selon Anne_Roy")
    readings, seen = options(s.decision(), s.context(), [])
    assert [(k, c.lemma if c else None) for k, c in readings] == [
        ("scare", None),
        ("direct", None),
        ("mixed", None),
        ("direct", "dénoncer"),
        ("mixed", "dénoncer"),
        ("direct", "selon"),
        ("mixed", "selon"),
    ]
    assert [set(s) for s in seen] == [{"scare"}] + 3 * [{"cue", "direct"}, {"cue", "mixed"}]
    holds(seen[0]["scare"], "bias size.1 -construction.none")
    holds(seen[1]["cue"], "none -verb.before")
    holds(seen[1]["direct"], "bias construction.none")
    holds(seen[3]["cue"], "verb.before subject.role subject.subject.role")
    holds(seen[3]["direct"], "bias construction.embedded subject.role subject.subject.role")
    assert seen[3]["direct"] == seen[4]["mixed"]
    for group in seen[0].values():
        assert not [name for name in group if name.startswith("before.")]


def test_the_quotation_before_is_seen():
    s = read("la maire dénonce un «abandon» et un «oubli» , ajoute Anne_Roy")
    denounce, add = s.cues
    first = s.decision(0, kind="mixed", cue=denounce)
    _, seen = options(s.decision(1), s.context(), [first])
    holds(seen[0]["scare"], "before.mixed before.mixed.list")
    holds(seen[1]["cue"], "none.before.cue.list")
    holds(seen[3]["cue"], "before.same.list before.same.subject")
    holds(seen[5]["cue"], f"before.other.list before.other.{add.role}")
    _, seen = options(s.decision(1), s.context(), [s.decision(0, kind="scare")])
    holds(seen[0]["scare"], "before.scare before.scare.list")
    holds(seen[1]["cue"], "none.before.none.list")
    holds(seen[3]["cue"], "-before.same.list -before.other.list")
    inner = s.decision(0, kind="direct", cue=denounce, inside=s.skeleton)
    _, seen = options(s.decision(1), s.context(), [inner])
    holds(seen[0]["scare"], "before.direct")
    holds(seen[3]["cue"], "-before.same.list -before.other.list")
    _, seen = options(s.decision(1), s.context(), [s.decision(0, kind="scare"), first])
    holds(seen[0]["scare"], "before.mixed")


def test_setting_and_sentence_reach_the_quotation():
    s = read("le texte «oublie» tout , regrette la maire")
    _, seen = options(s.decision(), s.context(), [])
    holds(seen[0]["scare"], "title title.phrase sentence.final_incise")


@pytest.mark.parametrize(
    ("tagged", "phrase", "what"),
    [
        ("la maire affirme", "la maire", "role"),
        ("un plan affirme", "un plan", "thing"),
        ("Anne_Roy affirme", "Anne Roy", "PER"),
        ("Le_Monde@ORG affirme", "Le Monde", "ORG"),
        ("il affirme", "il", "pronoun"),
        ("«oui» , affirme -t -on", "-on", "on"),
        ("je affirme", "je", "je"),
        ("nous affirmons", "nous", "nous"),
        ("la loi qui affirme", "qui", "qui"),
    ],
)
def test_what_the_source_is(tagged, phrase, what):
    s = read(tagged)
    assert decide._what(s.items, s.phrase(phrase)) == what


def test_nobody():
    assert decide._what([], None) == "nobody"
    s = read("un «oui»")
    assert decide._subject_evidence(s.decision(), None) == []


def test_phrases_that_may_name_the_source():
    s = read("Qualifiant/VERB son rival de «girouette» , la maire part/VERB:fin avec le préfet")
    cue = s.cue("qualifier")
    choices, seen = mention_options(s.decision(), cue)
    assert choices[0] is None
    assert len(choices) == len(seen)
    # the object of the gerund is left out, what a preposition governs is not
    assert [s.text(p) for p in choices[1:]] == ["la maire", "le préfet"]
    holds(seen[0], "nobody nobody.gerund")
    holds(seen[1], "gerund.main_subject")
    s = read("Disant/VERB:part à la juge «oui» , la maire part/VERB:fin")
    choices, _ = mention_options(s.decision(), s.cue("dire"))
    assert [s.text(p) for p in choices[1:]] == ["la juge", "la maire"]
    s = read("la maire part/VERB:fin , dénonçant un «abandon» et un oubli")
    choices, _ = mention_options(s.decision(), s.cue("dénoncer"))
    assert [s.text(p) for p in choices[1:]] == ["la maire", "un oubli"]


def test_a_phrase_that_holds_the_cue_is_no_source():
    s = read("la maire et un adage/NOUN de marin : «oui»")
    choices, _ = mention_options(s.decision(), s.cue("adage"))
    assert "un adage de marin" in [s.text(p) for p in s.phrases]
    assert "un adage de marin" not in [s.text(p) for p in choices[1:]]


def test_a_gerund_has_its_object_before_the_quotation():
    """What stands between them and nothing governs is no source: see the phrases beyond."""
    s = read("la maire part/VERB:fin , qualifiant le préfet de «fou» , avec la juge")
    choices, _ = mention_options(s.decision(), s.cue("qualifier"))
    assert [s.text(p) for p in choices[1:]] == ["la maire", "la juge"]
    s = read("la maire qualifie/VERB:fin le préfet de «fou»")
    choices, _ = mention_options(s.decision(), s.cue("qualifier"))
    assert [s.text(p) for p in choices[1:]] == ["la maire", "le préfet"]


def test_a_phrase_that_starts_with_the_cue_is_no_source():
    s = read("adage/NOUN de marin : «oui»")
    choices, _ = mention_options(s.decision(), s.cue("adage"))
    assert choices == [None]


@pytest.mark.parametrize(
    ("tagged", "words", "preposition"),
    [
        ("l' adage/NOUN de la maire : «oui»", "la maire", "de"),
        ("adage/NOUN de marin : «oui»", "marin", "de"),
        ("un vieux/ADJ adage/NOUN connu/ADJ de la maire : «oui»", "la maire", "de"),
        ("aux yeux de la maire , «oui»", "la maire", "de"),
        ("de l' avis du maire , «oui»", "du maire", "de"),
        ("«oui» , dixit la reine/NOUN", "la reine", ""),
        # a phrase of its own, a time, a noun alone: nothing to add
        ("selon la maire , «oui»", None, None),
        ("l' adage/NOUN de lundi/NOUN : «oui»", None, None),
        ("un adage/NOUN , la maire : «oui»", None, None),
        ("l' adage/NOUN la maire : «oui»", None, None),
        ("la foule dénonce l' abandon/NOUN de la maire : «oui»", None, None),
    ],
)
def test_whom_a_noun_of_saying_belongs_to(tagged, words, preposition):
    s = read(tagged)
    found = [(s.text(p), p.preposition) for p in _complements(s.items, s.cues, s.phrases)]
    assert found == ([] if words is None else [(words, preposition)])


def test_of_many_cues_the_nearest_are_weighed():
    s = read(" ".join(["il affirme que"] * 18) + " «bien» va " + "et il affirme " * 4)
    (found,) = attribute_sentence(parse(s.skeleton, {}), s.context())
    assert len(s.cues) == 22 and len(found.cues) == decide.NEAR_CUES
    heads = [c.head for c in found.cues]
    assert heads == sorted(heads)
    left_out = [c.head for c in s.cues if c.head not in heads]
    far = max(abs(h - s.slot()) for h in heads)
    assert all(abs(h - s.slot()) >= far for h in left_out)
    few = read(" ".join(["il affirme que"] * decide.NEAR_CUES) + " tout va «bien»")
    (found,) = attribute_sentence(parse(few.skeleton, {}), few.context())
    assert len(found.cues) == len(few.cues) == decide.NEAR_CUES


def test_of_many_phrases_the_nearest_are_weighed():
    s = read("la maire , " * 40 + "affirme : «oui»")
    near = decide._nearest(s.phrases, s.cue("affirmer").head)
    assert near == s.phrases[-decide.NEAR_PHRASES :]
    near = decide._nearest(s.phrases, 0)
    assert near == s.phrases[: decide.NEAR_PHRASES]
    few = s.phrases[: decide.NEAR_PHRASES]
    assert decide._nearest(few, 0) is few


def weighed(tagged, rivals, chances):
    """The source chosen, where each of the `rivals` gives None and the phrases these chances."""
    s = read(tagged)
    decision = s.decision(cue=s.cues[0])
    decision.rivals = [(s.cues[n], p) for n, p in rivals]
    for cue, likely in zip(s.cues, chances, strict=True):
        decision.likely[cue] = ([None, *s.phrases], likely)
    choose_mention(decision)
    mention = decision.mention
    return (s.text(mention) if mention is not None else None), decision.p_mention


def test_every_likely_cue_has_its_say_on_the_source():
    two = "la maire dit:fin et le préfet affirme : «oui»"
    rivals = [(0, 0.6), (1, 0.4)]
    words, chance = weighed(two, rivals, [[0.2, 0.5, 0.3], [0.0, 0.1, 0.9]])
    assert words == "le préfet"  # 0.6 · 0.3 + 0.4 · 0.9 against 0.6 · 0.5 + 0.4 · 0.1
    assert chance == pytest.approx(0.54)
    words, chance = weighed(two, rivals, [[0.2, 0.7, 0.1], [0.0, 0.1, 0.9]])
    assert (words, chance) == ("la maire", pytest.approx(0.46))
    # a cue that is hardly one has none
    words, _ = weighed(two, [(0, 0.98), (1, 0.02)], [[0.0, 0.501, 0.499], [0.0, 0.0, 1.0]])
    assert words == "la maire"
    words, _ = weighed(
        two, [(0, 0.97), (1, decide.LEAST_CUE)], [[0.0, 0.501, 0.499], [0.0, 0.0, 1.0]]
    )
    assert words == "le préfet"
    # without rivals the cue alone speaks
    words, chance = weighed(two, [], [[0.1, 0.7, 0.2], [0.0, 0.0, 1.0]])
    assert (words, chance) == ("la maire", pytest.approx(0.7))


def test_nobody_where_nobody_is_likelier_than_all_together():
    one = "la maire et le préfet affirment : «oui»"
    chances = [0.45, 0.1, 0.1, 0.35]
    assert weighed(one, [(0, 1.0)], [chances])[0] == "la maire et le préfet"
    words, chance = weighed(one, [(0, 1.0)], [[0.6, 0.2, 0.1, 0.1]])
    assert (words, chance) == (None, pytest.approx(0.6))
    assert weighed(one, [(0, 1.0)], [[0.5, 0.25, 0.125, 0.125]])[0] is None


def test_kind_and_cue_are_chosen_together():
    """What is kept of the decision: the chances of reported words, and of each cue under them."""
    s = read("«Nous irons tous demain» , affirme Anne_Roy .")
    decision = s.decision()
    choose(decision, s.context(), [])
    assert (decision.kind, decision.cue.lemma) == ("direct", "affirmer")
    assert decision.construction == "incise"
    assert {c and c.lemma for c, _ in decision.rivals} == {None, "affirmer"}
    chances = {c and c.lemma: p for c, p in decision.rivals}
    assert sum(chances.values()) == pytest.approx(1)
    assert decision.p_cue == chances["affirmer"] == max(chances.values())
    s = read("les «gilets jaunes» partent .")
    decision = s.decision()
    choose(decision, s.context(), [])
    assert (decision.kind, decision.cue, decision.rivals) == ("scare", None, [])
    assert 0.5 <= decision.p_kind <= 1


def test_sources_without_a_word_of_saying():
    s = read("Anne_Roy : «Oui»")
    choices, seen = mention_options(s.decision(), None)
    assert [p and s.text(p) for p in choices] == [None, "Anne Roy"]
    holds(seen[0], "bare.nobody bare.nobody.colon -bare.nobody.alone")
    holds(seen[1], "bare.colon.name bare.no_verb")
    s = read("«Oui»")
    _, seen = mention_options(s.decision(), None)
    holds(seen[0], "bare.nobody bare.nobody.alone -bare.nobody.colon")
    s = read("elle part/VERB:fin vers un «oui»")
    _, seen = mention_options(s.decision(), None)
    holds(seen[1], "bare.clitic -bare.no_verb")


def test_a_clause_inside_the_marks():
    """Its words alone are read: the source is sought there, not in the sentence around."""
    outer = read("«Nous irons , a dit Anne_Roy , demain» .")
    clause = read("a dit/VERB:part Anne_Roy")
    for item in clause.items:
        item.cue = False
    decision = outer.decision()
    parsed = parse_inside(clause.skeleton)
    take_inner_cue(decision, parsed)
    assert decision.cue.lemma == "dire"
    assert decision.inside is decision.skeleton is clause.skeleton
    assert [c.lemma for c in decision.cues] == ["dire"]
    assert clause.items[decision.cue.head].cue
    assert [clause.text(p) for p in decision.phrases] == ["Anne Roy"]
    assert decision.layout.items is clause.items
    assert decision.p_cue > 0.9 and decision.p_kind > 0.9
    assert (decision.kind, decision.construction) == ("direct", "incise_inside")
    assert decision.rivals == [(decision.cue, 1.0)]
    assert decision.clauses == []
    assert clause.skeleton.shapes == ["V", "C", "N"]
    _, seen = mention_options(decision, decision.cue)
    holds(seen[1], "incise.right incise.PER -holds_the_quote")


def test_clauses_inside_the_marks_report_with_a_finite_verb():
    for other in ("de dire oui", "en disant oui", "un adage/NOUN", "la ville"):
        assert parse_inside(read(other).skeleton) is None
    assert [c.mood for c in parse_inside(read("est dénoncé par tous").skeleton).cues] == ["passive"]
    # its first word is a verb whatever its tag
    assert parse_inside(read("juge/NOUN une élue").skeleton).cues[0].lemma == "juger"


def test_a_clause_without_a_cue_is_none():
    s = read("«Nous irons , la ville , demain» , affirme Anne_Roy .")
    parsed = parse(s.skeleton, {0: read("la ville").skeleton})
    assert parsed.inside == {}
    (found,) = attribute_sentence(parsed, s.context())
    assert found.inside is None and found.cue.lemma == "affirmer"


def test_a_sentence_from_left_to_right():
    s = read("«Nous irons tous» , affirme Anne_Roy .")
    c = s.context()
    (found,) = attribute_sentence(parse(s.skeleton, {}), c)
    assert (found.kind, found.cue.lemma, found.construction) == ("direct", "affirmer", "incise")
    assert s.text(found.mention) == "Anne Roy"
    assert found.cue.role == "incise" and found.cue.final
    assert found.rivals and found.clauses[0].subject is found.mention
    assert s.items[found.cue.head].cue
    assert c.kinds == {"nous irons tous": "direct"}
    assert 0.5 < found.p_kind <= 1 and 0.5 < found.p_cue <= 1 and 0.5 < found.p_mention <= 1


def test_a_sentence_with_a_clause_inside_the_marks():
    s = read("«Nous irons tous , a dit Anne_Roy , demain» .")
    clause = read("a dit/VERB:part Anne_Roy")
    (found,) = attribute_sentence(parse(s.skeleton, {0: clause.skeleton}), s.context())
    assert (found.kind, found.construction) == ("direct", "incise_inside")
    assert found.p_kind > 0.9
    assert clause.text(found.mention) == "Anne Roy"


@pytest.mark.parametrize(
    ("tagged", "role", "final"),
    [
        ("«Nous irons tous» , affirme -t -elle .", "clitic", True),
        ("«Nous irons tous» , affirme -t -elle le soir .", "clitic", False),
        ("«Nous irons tous» , elle l'/PRON affirme .", "short", True),
        ("«Nous irons tous» , affirme Anne_Roy le soir .", "incise", False),
        ("Anne_Roy affirme : «Nous irons tous»", "subject", False),
    ],
)
def test_whether_anything_follows_the_clause(tagged, role, final):
    s = read(tagged)
    for cue in s.cues:
        cue.role, cue.final = "", False
    (found,) = attribute_sentence(parse(s.skeleton, {}), s.context())
    (cue,) = found.cues
    assert (cue.role, cue.final) == (role, final)


def test_words_used_again_in_the_sentence():
    s = read("un «abandon» , un autre «abandon» , dénonce Anne_Roy .")
    c = s.context()
    first, second = attribute_sentence(parse(s.skeleton, {}), c)
    assert (first.words, first.place.repeated) == ("abandon", 2)
    assert (second.words, second.place.repeated) == ("abandon", 2)
    assert c.kinds == {"abandon": second.kind}
    c.repeated = {}
    assert [a.place.repeated for a in attribute_sentence(parse(s.skeleton, {}), c)] == [1, 1]
    assert [a.place.begins for a in (first, second)] == ["word", "word"]


def test_words_that_nobody_says():
    s = read("Les «gilets jaunes» ont défilé/VERB:part samedi/NOUN .")
    (found,) = attribute_sentence(parse(s.skeleton, {}), s.context())
    assert found.kind == "scare"
    assert found.cue is None and found.mention is None
    assert 0.5 < found.p_kind <= 1


def test_only_verbs_of_saying_stop_a_noun_phrase():
    s = read("l' avis/NOUN du maire dénonçant un «abandon»")
    for item in s.items:
        item.cue = False
    attribute_sentence(parse(s.skeleton, {}), s.context())
    assert [i.low for i in s.items if i.cue] == ["dénonçant"]
    s = read("pour dénoncer «a» , elle est dénoncée par tous et affirme «b»")
    for item in s.items:
        item.cue = False
    attribute_sentence(parse(s.skeleton, {}), s.context())
    assert [i.low for i in s.items if i.cue] == ["dénoncer", "dénoncée", "affirme"]


def test_what_the_networks_read_counts_beside_the_rules():
    """Steps stand on the quotation, the phrases and the cues; unread ones say nothing new."""
    s = read("«Nous irons» , affirme Anne_Roy .")
    (cue,) = s.cues
    (phrase,) = s.phrases
    cue.read, phrase.read = 9, 7
    decision = s.decision(read=(8, 1, 0))
    readings, seen = options(decision, s.context(), [])
    of = dict(zip(readings, seen, strict=True))
    holds(of["scare", None]["scare"], "read.direct.8 read.mixed.1 read.scare.0")
    holds(of["direct", None]["cue"], "read.best.9")
    holds(of["direct", cue]["cue"], "read.9 incise.read.9 -read.best.9")
    _, seen = mention_options(decision, cue)
    holds(seen[0], "nobody.read.7 -read.7")
    holds(seen[1], "read.7 incise.read.7 -nobody.read.7")
    decision = s.decision()
    _, seen = mention_options(decision, None)
    holds(seen[1], "read.7 bare.read.7")
    _, seen = options(decision, s.context(), [])
    assert not [o for o in seen[0]["scare"] if o.startswith("read.")]
