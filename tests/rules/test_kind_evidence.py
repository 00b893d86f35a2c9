"""What is seen of a quotation itself: its shape, its neighbours, its construction."""

from __future__ import annotations

import pytest
from tagged import holds, read

from quoteminer.attribution.evidence import distance_bin
from quoteminer.attribution.kind import (
    begins,
    construction,
    quote_evidence,
    sentence_evidence,
    shape_of,
    tie_evidence,
)


def seen(tagged, quote=0, *, setting="", same="", cues=(), repeated=1):
    s = read(tagged)
    stretch = s.stretches[quote]
    return quote_evidence(
        s.place(quote, repeated=repeated),
        s.folded[stretch.start : stretch.end],
        setting=setting,
        same_elsewhere=same,
        sentence_cues=cues,
    )


@pytest.mark.parametrize(
    ("count", "band"),
    [(0, "0"), (1, "1"), (2, "2"), (3, "3-4"), (4, "3-4"), (5, "5-7"), (7, "5-7"), (8, "8-12"),
     (12, "8-12"), (13, "13-20"), (20, "13-20"), (21, "21+"), (90, "21+")],
)  # fmt: skip
def test_bands_of_distance(count, band):
    assert distance_bin(count) == band


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("un vrai désastre", "phrase"),
        ("le temps des cerises", "phrase"),
        ("mon pays à moi", "phrase"),
        ("Nous irons tous", "phrase.subject"),  # a verb that is not on the short list
        ("Le plan est mort", "clause"),
        ("C'est fini", "clause.subject"),
        ("je veux partir", "clause.subject"),
        ("J'AI PEUR", "clause.subject"),
        ("cela suffit", "phrase.subject"),
        ("ça va", "clause.subject"),
        ("plus une seule goutte", "phrase"),
        ("estomac", "phrase"),
        *(
            (f"tout {verb} ici", "clause")
            for verb in "est sera serait a ai avons aura peut pourrait doit devrait faut faudra va fait veut soit "
            "ait sait dit reste semble permet met prend vient voit croit pense devient fut eu "
            "été".split()
        ),
        ("personne n'a rien", "clause"),
        ("le plan qu'il porte", "clause.subject"),
        ("la mise au point", "phrase"),
    ],
)
def test_shape(words, shape):
    assert shape_of(words) == shape


@pytest.mark.parametrize(
    ("words", "opening"),
    [
        *((w, "subject") for w in ("je pars", "J'irai", "nous irons", "c'est fini", "ça ira",
                                   "cela suffit", "ce n'est rien", "On verra", "Tu verras")),
        # a verb whose subject is the narrator's
        *((w, "verb") for w in ("condamne fermement", "a condamné", "est déçue", "ont tort",
                                "fait la une", "peut mieux faire", "va bien", "dénoncent tout",
                                "dénonçait le plan", "défend son bilan", "prendront sa place",
                                "veulent un vote", "oublie les communes", "mange le pain",
                                "mange une pomme", "rend la vie", "rend l'âme", "porte tous les",
                                "seraient perdus", "auraient tort", "tiendrait au pays", "vaut toute une vie", "Condamne")),
        # … also after its clitics
        *((w, "verb") for w in ("n'a rien dit", "ne lâche rien", "se félicite", "s'en remet à vous",
                                "y croit", "en appelle à tous", "leur demande tout", "lui dit non",
                                "m'a déçu", "me dégoûte", "n'en rêve pas", "ne se juge")),
        # forms that are nouns as often, other persons, other ends and other objects are no sign
        *((w, "word") for w in ("juge la loi", "grand soir", "abandon total", "faisons un pas",
                                "dénoncez le plan", "dénonces le plan", "mange du pain", "élèves",
                                "dénonçons", "12 mois", "juge", "page blanche", "fille au pair")),
        *((w, "infinitive") for w in ("partir", "regretter", "prendre le large", "finir")),
        *((w, "clitic") for w in ("ne pas céder", "y aller", "se parler")),
        *((w, "determiner") for w in ("le plan", "des plans", "deux plans", "l'oubli", "notre vie")),
        *((w, "link") for w in ("qui sait", "mais non", "et puis rien", "si tout va", "où aller",
                                "car tout va", "donc rien", "parce qu'il",
                                "que la fête commence")),
        *((w, "preposition") for w in ("dans la rue", "pour tous", "sans rien", "à bout",
                                        "de toute façon")),
        *((w, "adverb") for w in ("vraiment", "bien sûr")),
        *((w, "none") for w in ("", "...", "2024")),
    ],
)  # fmt: skip
def test_what_the_words_open_with(words, opening):
    assert begins(words) == opening


def test_only_the_first_words_are_looked_at():
    assert begins("ne se y en condamne") == "clitic"  # three clitics are the most
    assert begins("ne se y condamne") == "verb"
    assert begins("-" * 60 + "je pars") == "none"
    assert begins("-" * 56 + "je pars") == "subject"
    assert begins("s'") == "word"


@pytest.mark.parametrize(
    ("tagged", "names"),
    [
        ("un «abandon» total/ADJ", "bias size.1 shape.phrase first.abandon -capital -ends_sentence "
         "-first_person -colon -alone -opens_sentence -capitals.1 -repeated.1"),
        ("un «abandon total» .", "size.2 first.abandon"),
        ("il craint «l'oubli total» .", "size.3-4"),
        ("il dit «Nous irons tous !»", "capital capital.phrase.subject ends_sentence first_person "
         "first.nous -capitals.most -capitals.1"),
        ("il dit «Je pars.»", "ends_sentence first_person"),
        ("il dit «Rien à moi…»", "ends_sentence first_person capital"),
        ("il dit «Partez?»", "ends_sentence -first_person"),
        ("il dit «…et puis rien»", "capital"),
        ("il dit «¿Y ahora»", "capital"),
        ("un «plan de la ville de Brest»", "capitals.1 -capitals.most -capital"),
        ("un «Front d'Action»", "capitals.1"),
        ("un «Grand Front Populaire Uni»", "capitals.3 capitals.most"),
        ("un «Front Populaire de la terre»", "capitals.1 -capitals.most"),
        ("le «non» .", "det.def.s then.."),
        ("les «sages» partent/VERB:fin", "det.def.p then.verb"),
        ("une «folie» douce/ADJ", "det.indef.s then.ADJ"),
        ("deux «folies» d' été", "det.num.p then.d'"),
        ("ces «fous» de Brest@LOC", "det.dem.p then.de"),
        ("Anne_Roy «la dure» Brest@LOC", "after.name then.NAME"),
        ("Anne_Roy , «la dure» , part", "after., then.,"),
        ("il parle de «folie» et de «rage»", "after.de then.et"),
        ("un plan/NOUN «fou» plan/NOUN", "after.NOUN then.NOUN"),
        ("il veut/VERB:fin «tout» ;", "after.VERB then.;"),
        ("il veut comme «tout» :", "after.comme then.:"),
        ("il est «fou» (", "after.est then.("),
        ("il dit «fou» ?", "after.dit then.?"),
        ("il voit que «tout» des", "after.que then.des"),
        ("il voit qu' «tout» du", "after.qu' then.du"),
        ("il voit : «Tout va»", "colon after.: then.end"),
        ("«Tout va bien»", "alone alone.clause opens_sentence then.end"),
        ("«Tout va bien» .", "alone opens_sentence -then.end"),
        ("– «Tout» , dit-il", "opens_sentence -alone"),
        ("hier «tout»", "-opens_sentence -alone"),
        ("ce prétendu/ADJ «ami»", "after.ADJ lead.naming_noun -lead.plan"),
        ("le plan/NOUN bien/ADV joli/ADJ «fou»", "lead.plan after.ADJ"),
        ("le mot/NOUN «fou»", "after.naming_noun lead.naming_noun lead.mot"),
        ("il va «partout» vite/ADV", "-then.verb -then.ADV -then.vite"),
        ("les «sages» partant/VERB:part", "-then.verb"),
    ],
)  # fmt: skip
def test_what_is_seen_of_a_quotation(tagged, names):
    if "ce prétendu" in tagged:
        names = names.replace("lead.naming_noun", "-lead.naming_noun")
    holds(seen(tagged), names)


def test_first_word_without_its_marks():
    holds(seen("il dit «(Oui), dit-il»"), "first.oui")
    holds(seen("il dit «...»"), "first.")


def test_what_the_article_says_of_it():
    tagged = "«Tout va bien»"
    holds(seen(tagged, setting="title", same="direct"),
          "title title.clause title.elsewhere.direct elsewhere.direct")  # fmt: skip
    holds(seen(tagged), "-title -elsewhere. -repeated.2 -repeated.1")
    holds(seen(tagged, repeated=2), "repeated.2 repeated.2.short")
    holds(seen(tagged, repeated=9), "repeated.3 repeated.3.short")
    holds(seen("«Tout va bien mieux hier»", repeated=2), "repeated.2 -repeated.2.short")
    holds(seen("«Tout va bien mieux»", repeated=2), "repeated.2.short")
    holds(seen(tagged, cues=["selon", "que"]), "sentence.selon sentence.que")


@pytest.mark.parametrize(
    ("tagged", "lemma", "quote", "name"),
    [
        ("«oui» , affirme la maire", "affirmer", 0, "incise"),
        ("«oui» , la maire affirme", "affirmer", 0, "incise"),
        ("«oui» , la seule maire affirme", "affirmer", 0, "after"),
        ("«oui» , la si jeune maire affirme -t -elle", "affirmer", 0, "incise"),
        ("«oui» est dénoncé par la maire", "dénoncer", 0, "passive"),
        ("la maire affirme : «oui»", "affirmer", 0, "colon"),
        ("la maire affirme que «oui»", "affirmer", 0, "que"),
        ("la maire affirme qu' il «part»", "affirmer", 0, "que"),
        ("la maire dénonce un «abandon»", "dénoncer", 0, "embedded"),
        ("dénonçant un «abandon» , la maire part", "dénoncer", 0, "participle"),
        ("elle veut dénoncer un «abandon»", "dénoncer", 0, "participle"),
        ("un plan/NOUN dénoncé/VERB comme «fou»", "dénoncer", 0, "participle"),
        ("un plan est dénoncé comme «fou»", "dénoncer", 0, "passive"),
        ("un plan est dénoncé : «fou»", "dénoncer", 0, "colon"),
        ("selon la maire , «oui»", "selon", 0, "selon"),
        ("«oui» , selon la maire", "selon", 0, "selon"),
        ("une affirmation/NOUN : «oui»", "affirmation", 0, "noun_colon"),
        ("une affirmation/NOUN «folle»", "affirmation", 0, "noun"),
        ("elle : «oui» , une affirmation/NOUN", "affirmation", 0, "noun"),
        ("«oui» et «non» , affirme la maire", "affirmer", 0, "incise"),
    ],
)
def test_construction(tagged, lemma, quote, name):
    s = read(tagged)
    assert construction(s.place(quote), s.cue(lemma)) == name


def test_construction_without_a_cue():
    assert construction(read("elle : «oui»").place(), None) == "bare"
    assert construction(read("elle «oui»").place(), None) == "none"


def test_tie():
    s = read("la maire dénonce un grand «abandon»")
    observed = ["bias", "shape.phrase", "capital", "size.1", "det.indef.s", "after.ADJ", "then.end",
                "repeated.2", "alone", "opens_sentence", "title", "crosshead", "sentence.que",
                "first_person", "ends_sentence", "first.abandon"]  # fmt: skip
    found = tie_evidence(s.place(), s.cue("dénoncer"), observed)
    holds(found, "construction.embedded class.accusation lemma.dénoncer embedded.strong mood.fin "
                 "embedded.gap.2 -embedded.bias -embedded.first.abandon")  # fmt: skip
    holds(found, " ".join(f"embedded.{o}" for o in observed[1:-1]))
    s = read("«oui» , affirme la maire")
    found = tie_evidence(s.place(), s.cue("affirmer"), [])
    holds(found, "construction.incise incise.strong -incise.gap.0")
    assert tie_evidence(s.place(), None, ["capital", "bias"]) == [
        "construction.none",
        "none.capital",
    ]
    s = read("la maire dénonce , «hier» , un «abandon»")
    holds(tie_evidence(s.place(1), s.cue("dénoncer"), []), "embedded.gap.1")


@pytest.mark.parametrize(
    ("tagged", "quote", "names"),
    [
        ("le texte «oublie» les villes , regrette la maire .", 0, "final_incise"),
        ("le texte «oublie» les villes - regrette la maire .", 0, "final_incise"),
        ("le texte «oublie» les villes – regrette la maire .", 0, "final_incise"),
        ("le texte «oublie» les villes — regrette la maire .", 0, "final_incise"),
        ("le texte «oublie» regrette la maire .", 0, "final_incise"),
        ("le texte «oublie» les villes , regrette la maire , «hier»", 0, "later_incise"),
        ("le texte «oublie» les villes et regrette la maire .", 0, "-final_incise"),
        ("le texte , regrette la maire , «oublie» tout .", 0, "-final_incise -later_incise"),
        ("le texte «oublie» les villes , qualifie/VERB:fin la maire .", 0, "-final_incise"),
        ("le texte «oublie» les villes , qualifie/VERB:fin -t -elle .", 0, "final_incise"),
        ("le texte «oublie» les villes , regrettant la perte .", 0, "-final_incise"),
        ("le texte «oublie» les villes , est/AUX regretté par la maire .", 0, "final_incise"),
        ("affirmant que , «oui» , le texte oublie/X tout .", 0, "que"),
        ("selon la maire , le texte «oublie» tout .", 0, "selon"),
        ("à ses yeux , le texte «oublie» tout .", 0, "-selon"),  # of medium strength
        ("la maire affirme que le texte «oublie» tout .", 0, "que"),
        ("la maire affirme hier aussi que le texte «oublie» tout .", 0, "que"),
        ("la maire affirme hier encore aussi que le texte «oublie» tout .", 0, "-que"),
        ("affirmant qu' il «oublie» tout .", 0, "que"),
        ("elle part/X pour affirmer que le texte «oublie» tout .", 0, "-que"),
        ("le texte «oublie» que la maire affirme que tout va", 0, "-que"),
        ("la maire qualifie/VERB:fin que «fou»", 0, "-que"),
        ("la maire affirme le «oui»", 0, "-que -selon -final_incise"),
    ],
)
def test_what_reports_the_whole_sentence(tagged, quote, names):
    s = read(tagged)
    holds(sentence_evidence(s.place(quote), s.cues), names)
