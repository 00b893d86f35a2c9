"""The narrator's clause between the marks: where it begins, where it ends, what is none."""

from __future__ import annotations

import pytest

from quoteminer.attribution.inside import inner_incises
from quoteminer.marks import find_stretches
from quoteminer.text import fold, paragraphs


def inside(text):
    """The clauses inside the first quotation."""
    folded = fold(text)
    stretch = find_stretches(folded, text, paragraphs(folded))[0]
    return [text[a:b] for a, b in inner_incises(folded, stretch)]


@pytest.mark.parametrize(
    "clause",
    [
        "a dit la maire",
        "a déclaré le maire",
        "a déclaré Anne Roy",
        "a-t-il déclaré",
        "a-t-elle ajouté",
        "avait-il encore déclaré",
        "ont-ils dit",
        "ont-elles ajouté",
        "a-t-on expliqué",
        "ai-je dit",
        "s'est félicité le maire",
        "s'est-il félicité",
        "s'était indigné Paul",
        "a longuement expliqué la maire",
        "a expliqué longuement la maire",
        "affirme la maire",
        "affirme-t-elle",
        "affirme-t-il",
        "affirme-t-on",
        "disent-ils",
        "affirment les syndicats",
        "affirme également la maire",
        "affirme Anne Roy",
        "affirme un voisin",
        "affirme une voisine",
        "affirme ce médecin",
        "affirme cet élu",
        "affirme cette élue",
        "affirme son avocat",
        "affirme sa fille",
        "affirme leur avocat",
        "affirme notre voisin",
        "affirme mon voisin",
        "affirme ma voisine",
        "affirme l'avocat",
        "affirme les riverains",
        "affirme le jeune maire",
        "affirme le tout jeune maire",
        "affirme la maire, une élue",
        "affirme la maire, élue locale",
        "affirme Anne Roy, la maire",
        "affirme Anne Roy, une jeune élue",
        "affirme Anne Roy, maire, élue locale",
        "se félicite la maire",
        "se dit-il",
        "s'est-elle encore félicitée",
        # What may stand between the verb and its subject
        "explique de son côté la maire",
        "explique de son côté Anne Roy",
        "explique à son tour la maire",
        "explique pour sa part la maire",
        "expliquent pour leur part les élus",
        "explique quant à lui le maire",
        "explique en riant la maire",
        "explique, hilare, la maire",
        "explique, tout sourire, la maire",
        "explique à Libération la maire",
        "explique à l'Express la maire",
        "explique auprès de Libération la maire",
        "explique auprès d'Ouest la maire",
        "explique sur Twitter la maire",
        "a expliqué de son côté la maire",
        "a de son côté expliqué la maire",
        "explique la maire en riant",
        "explique la maire à Libération",
        # Titles and hyphened nouns
        "explique M. Roy",
        "explique MM. Roy et Lys",
        "explique Dr Roy",
        "explique Me Roy",
        "explique le porte-parole",
        "explique le nouveau porte-parole",
        "explique le tout nouveau porte-parole",
        "explique une très jeune élue",
        # Appositions
        "explique Anne Roy, leur fille",
        "explique Anne Roy, élue, la voisine",
        "explique Anne Roy, la jeune élue",
    ],
)
def test_a_clause_of_the_narrator(clause):
    assert inside(f"«Nous irons cette année, {clause}, jusqu'au bout.»") == [clause]
    assert inside(f"«Nous irons cette année, {clause}. Puis nous verrons bien.»") == [clause]


@pytest.mark.parametrize(
    "clause",
    [
        "a dit-on",  # an article's own words all the same, but no subject
        "a rougi la maire",  # no verb of saying
        "avait faim le maire",
        "affirme",
        "affirme-le",
        "affirme très bien",
        "affirme le plan",  # no subject that speaks
        "affirme bien haut le maire",
        "affirmons les choses",  # first person: the speaker's own
        "affirmer la chose",
        "mais la maire affirme",
        "a",
        "est-ce",
        "est-il",
        "a-t-il faim",
        "qualifie la maire",  # takes no incise
        "a qualifié la maire",
        "a fait la une",
        "affirme quelque grand et beau jour la maire",
        "s'en va",
        "disons-nous",  # other persons
        "dis-je",
        "explique en riant",
        "explique à la presse la maire",  # no name of a paper
        "explique un peu plus de la maire",
        "explique très très très haut le plan",
        "l'un d'eux explique",
        "a-t-elle",
        "a -t",
        "s'est",
        "se",
    ],
)
def test_no_clause_of_the_narrator(clause):
    assert inside(f"«Nous irons cette année, {clause}, jusqu'au bout.»") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The clause ends at a stop, a dash or the next comma …
        ("«Nous irons demain, a dit la maire: c'est décidé.»", ["a dit la maire"]),
        ("«Nous irons demain, a dit la maire; c'est décidé.»", ["a dit la maire"]),
        ("«Nous irons demain, a dit la maire! C'est décidé.»", ["a dit la maire"]),
        ("«Nous irons demain, a dit la maire? C'est décidé.»", ["a dit la maire"]),
        ("«Nous irons demain, a dit la maire… c'est décidé.»", ["a dit la maire"]),
        ("«Nous irons demain – a dit la maire – jusqu'au bout.»", ["a dit la maire"]),
        ("«Nous irons demain — a dit la maire — jusqu'au bout.»", ["a dit la maire"]),
        ("«Nous irons demain. a dit la maire. Jusqu'au bout.»", ["a dit la maire"]),
        ("«Irons-nous demain? a dit la maire. Oui, nous irons.»", ["a dit la maire"]),
        ("«Nous irons demain! a dit la maire. Oui, nous irons.»", ["a dit la maire"]),
        ("«Nous irons demain… a dit la maire. Oui, nous irons.»", ["a dit la maire"]),
        # … but a number's comma is no end.
        ("«Nous paierons cher, a dit la maire de 3,5 millions, bien sûr.»",
         ["a dit la maire de 3,5 millions"]),
        # A title's point is no end.
        ("«Nous irons demain, a dit M. Roy. Puis nous verrons.»", ["a dit M. Roy"]),
        ("«Nous irons demain, ont dit MM. Roy et Lys. Bien.»", ["ont dit MM. Roy et Lys"]),
        ("«Nous irons demain, a dit le Dr. Roy. Puis voilà.»", ["a dit le Dr. Roy"]),
        # An apposition belongs to it, other words do not.
        ("«Nous irons demain, a dit Anne Roy, 42 ans, et loin.»", ["a dit Anne Roy"]),
        ("«Nous irons demain, a dit Anne Roy, qui part, et loin.»", ["a dit Anne Roy"]),
        ("«Nous irons demain, a dit Anne Roy, maire»", []),
        # An aside after the subject is the speaker's.
        ("«Nous irons demain, a dit la maire, hier, et loin.»", ["a dit la maire"]),
        ("«Nous irons demain, a dit Anne, tout sourire, et loin.»", ["a dit Anne"]),
        ("«Nous irons demain, a dit Anne Roy, toute jeune élue, et loin.»", ["a dit Anne Roy"]),
        ("«Nous irons demain, a dit Anne Roy, la grande joie, et loin.»", ["a dit Anne Roy"]),
        ("«Nous irons demain, a dit Anne Roy, un très bon jour maire, et loin.»",
         ["a dit Anne Roy"]),
        # The subject has spoken its name: what follows the comma is the speaker's.
        ("«Nous irons, dit-elle, demain, jusqu'au bout.»", ["dit-elle"]),
        ("«Nous irons, a-t-elle dit, demain, jusqu'au bout.»", ["a-t-elle dit"]),
        ("«Nous irons, assure, lui, le maire, jusqu'au bout.»", ["assure, lui, le maire"]),
        # What closes the quotation is no clause inside it.
        ("«Nous irons tous jusqu'au bout, a dit la maire»", []),
        # Two in one quotation, neither inside the other.
        ("«Nous irons, a dit la maire, et vite, a-t-elle ajouté, jusqu'au bout.»",
         ["a dit la maire", "a-t-elle ajouté"]),
        ("«Nous irons, a dit la maire, maire, a-t-elle ajouté, jusqu'au bout.»",
         ["a dit la maire, maire", "a-t-elle ajouté"]),
        # Short quotations hold none.
        ("«Oui, a dit Léo, et non, ah.»", []),
        ("«Oui, a dit Léon, et non, ah oui.»", ["a dit Léon"]),
        # A capital after the comma begins no such clause.
        ("«Nous irons demain, A dit la maire, jusqu'au bout.»", []),
        ("«Nous irons demain,a dit la maire, jusqu'au bout.»", []),
        ("«, a dit la maire, nous irons jusqu'au bout.»", []),
        ("«O, a dit la maire, nous irons jusqu'au bout.»", []),
        ("«Oh, a dit la maire, nous irons jusqu'au bout.»", ["a dit la maire"]),
    ],
)  # fmt: skip
def test_where_it_begins_and_ends(text, found):
    assert inside(text) == found
