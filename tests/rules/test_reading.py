"""What the networks are shown: which tokens, and where the text ends."""

from __future__ import annotations

import numpy as np
import pytest
from tagged import read as sentence

from quoteminer.attribution import reading
from quoteminer.attribution.parse import parse
from quoteminer.marks import Stretch
from quoteminer.perceptron import WIDTH, Perceptron, perceptron, step
from quoteminer.tokens import Tokens

#        0    1     2  3   4  5      6 7 8      9
WORDS = ["La", "ville", "«", "va", "bien", "»", ",", "dit", "Roy", "."]


def tokens(vectors=True):
    """The tokens of WORDS, one space apart; the vector of token n is full of n + 1."""
    starts = [sum(len(w) + 1 for w in WORDS[:n]) for n in range(len(WORDS))]
    ends = [at + len(w) for at, w in zip(starts, WORDS, strict=True)]
    rows = np.repeat(np.arange(1, len(WORDS) + 1, dtype="float32")[:, None], WIDTH, axis=1)
    empty = [("", "", 0, "")] * len(WORDS)
    return Tokens(starts, ends, [""] * len(WORDS), empty, rows if vectors else None)


def stretch(of):
    return Stretch(of.starts[3], of.ends[4], of.starts[2], of.ends[5], ("«", "»"), 0)


def test_the_window_of_a_quotation():
    """Three tokens outside, the mark, two within; and the same from the other end."""
    of = tokens()
    window = reading.quotation_window(stretch(of), of)
    assert window == [-1, 0, 1, 2, 3, 4, 3, 4, 5, 6, 7, 8]
    (row,) = reading.quotation_rows([window], of.vectors)
    assert row[0] == 0  # before the text: nothing
    assert row[3 * WIDTH] == 3  # the opening mark
    assert row[12 * WIDTH] == 4.5  # the mean of «va» and «bien»
    assert row[-1] == pytest.approx(np.log(3))  # two tokens between the marks


def test_nothing_stands_between_marks_side_by_side():
    of = tokens()
    (row,) = reading.quotation_rows([list(range(-1, 11))], of.vectors)
    assert row[12 * WIDTH] == pytest.approx(5.5)
    (row,) = reading.quotation_rows([[0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6]], of.vectors)
    assert (row[12 * WIDTH :] == 0).all()


def test_the_windows_of_phrases_and_cues():
    s = sentence("La ville «va bien» , dit Roy .")
    of = tokens()
    s.items[0].start, s.items[1].start, s.items[1].end = 0, of.starts[1], of.ends[1]
    town = s.phrase(s.text(s.phrases[0]))
    assert reading.phrase_window(town, s.items, of) == [-3, -2, -1, 0, 1, 1, 2, 3, 4]
    (cue,) = s.cues
    s.items[cue.head].start = of.starts[7]
    assert reading.cue_window(cue, s.items, of) == list(range(3, 12))


def test_rows_lie_side_by_side_and_end_with_the_text():
    vectors = tokens().vectors
    (row,) = reading.rows([[-30, 0, 9, 40]], vectors)
    assert row.reshape(4, WIDTH)[:, 0].tolist() == [0, 1, 10, 0]


def chances(inputs, classes, sure):
    """A network that is sure of one class whatever it sees."""
    bias = np.zeros(classes, "float32")
    bias[sure] = 20
    one = np.zeros((1, classes), "float32")
    return Perceptron(np.zeros((inputs, 1), "float32"), np.zeros(1, "float32"), one, bias)


SURE = reading.Networks(
    chances(12 * WIDTH + WIDTH + 1, 3, 1), chances(9 * WIDTH, 2, 1), chances(9 * WIDTH, 2, 0)
)


def test_what_is_read_is_noted():
    of = tokens()
    one = parse(sentence("La ville «va bien» , dit Roy .").skeleton, {})
    (quote,) = one.skeleton.slots
    reading.read([one], {quote: stretch(of)}, of, SURE)
    assert one.read[quote] == (0, 9, 0)
    assert {p.read for p in one.phrases} == {9}
    assert {c.read for c in one.cues} == {0}


@pytest.mark.parametrize("by", [None, SURE])
def test_nothing_is_read_without_vectors_or_networks(by):
    of = tokens(vectors=by is None)
    one = parse(sentence("La ville «va bien» , dit Roy .").skeleton, {})
    reading.read([one], [stretch(of)], of, by)
    assert one.read == {}
    assert {p.read for p in one.phrases} | {c.read for c in one.cues} == {-1}


def test_vectors_of_another_model_are_not_read():
    of = tokens()
    other = Tokens(of.starts, of.ends, of.pos, of.morph, of.vectors[:, :64])
    one = parse(sentence("La ville «va bien» , dit Roy .").skeleton, {})
    reading.read([one], [stretch(of)], other, SURE)
    assert one.read == {}


def test_the_networks_of_the_package():
    networks = reading.networks()
    assert networks is not None
    assert len(networks.quotation.hidden) == 13 * WIDTH + 1
    assert len(networks.phrase.hidden) == len(networks.cue.hidden) == 9 * WIDTH
    assert len(networks.quotation.out_bias) == len(reading.KINDS)
    assert perceptron("no_such_network") is None
    odds = networks.cue(np.zeros((2, 9 * WIDTH), "float32"))
    assert odds.sum(axis=1) == pytest.approx(1)


def test_steps():
    assert [step(chance) for chance in (0, 0.03, 0.5, 0.97, 1)] == [0, 1, 5, 9, 9]


def test_the_users_own_words_are_left_unread():
    of = tokens()
    one = parse(sentence("La ville «va bien» , dit Roy .").skeleton, {})
    reading.read([one], [stretch(of)], of, SURE, [c.entry for c in one.cues])
    assert {c.read for c in one.cues} == {-1}
    assert {p.read for p in one.phrases} == {9}
