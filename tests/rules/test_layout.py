"""What lies between two places of a sentence, counted, and which phrases stand beside."""

from __future__ import annotations

import pytest
from tagged import read

from quoteminer.attribution.layout import finite

FULL = (
    "la maire , le préfet : «oui» , qui dit/VERB:fin que , lundi/NOUN , avec la juge ; «non» part"
)


def gap(tagged, start=0, stop=None):
    """The counts of a slice that are not nought."""
    s = read(tagged)
    found = s.layout().gap(start, len(s.items) if stop is None else stop)
    return {name: n for name in found.__slots__ if (n := getattr(found, name))}


def test_a_whole_sentence():
    assert gap(FULL) == {
        "words": 12, "commas": 4, "slots": 2, "breaks": 2, "relatives": 1, "que": 1, "finite": 1,
        "rivals": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tagged", "start", "stop", "counts"),
    [
        (", , , hier vite/ADV ; : bien/ADV", 1, 3, {"commas": 2}),
        (", , , hier vite/ADV ; : bien/ADV", 3, 5, {"words": 2}),
        (", , , hier vite/ADV ; : bien/ADV", 2, 6, {"commas": 1, "words": 2, "breaks": 1}),
        ("«a» «b» , hier «d»", 1, 5, {"slots": 2, "commas": 1, "words": 1}),
        ("dont où qui que qu' quand", 0, 6,
         {"words": 6, "relatives": 3, "que": 2, "rivals": 1}),
        ("est/AUX:fin part/VERB:fin partir/VERB:inf vite/ADV:fin", 0, 4,
         {"words": 4, "finite": 2}),
        # rivals are the phrases that start there and that nothing governs, no times
        ("la maire avec le préfet lundi/NOUN elle", 0, 6, {"words": 6, "rivals": 1}),
        ("la maire avec le préfet lundi/NOUN elle", 0, 7, {"words": 7, "rivals": 2}),
        ("Anne_Roy et Paul_Lys", 0, 3, {"words": 3, "rivals": 2}),  # their parts, not the whole
        ("a b c", 2, 1, {}),  # nothing lies between places that overlap
        ("a b c", 1, 1, {}),
    ],
)  # fmt: skip
def test_what_a_slice_holds(tagged, start, stop, counts):
    assert gap(tagged, start, stop) == counts


@pytest.mark.parametrize(
    ("tagged", "opening"),
    [("la maire part", 0), ("– la maire part", 1), ("– ( la maire", 2), ("«oui» , dit", 0),
     ("… , .", 3)],
)  # fmt: skip
def test_the_first_item_that_is_no_mark(tagged, opening):
    assert read(tagged).layout().opening == opening


def test_who_ends_and_who_begins():
    s = read("Anne_Roy , une habitante , avec le juge et Paul_Lys , maire")
    layout = s.layout()
    assert {at: s.text(p) for at, p in layout.hosts.items()} == {
        1: "Anne Roy", 4: "une habitante", 8: "le juge", 10: "Paul Lys", 12: "maire"}  # fmt: skip
    guests = {at: s.text(p) for at, p in layout.guests.items()}
    assert guests == {0: "Anne Roy", 2: "une habitante", 9: "Paul Lys", 11: "maire"}
    joined = [s.text(p) for p in s.phrases if id(p) in layout.joined]
    assert joined == ["le juge", "Paul Lys"]


def test_finite_by_its_tag():
    s = read("part/VERB:fin est/AUX:fin partir/VERB:inf vu/VERB:part vite/ADV:fin «oui»")
    assert [finite(i) for i in s.items] == [True, True, False, False, False, False]
    assert not finite(None)
