"""The decision: of all candidate spans, the set that explains the article best.

A span's score for a label is the sum of the weights of its observations (log-odds against
leaving its words out); the best set of spans that do not overlap is found exactly, by
dynamic programming over the pieces. A second round adds what the article says elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from quoteminer.entities.article import Decision, Memory, article_evidence
from quoteminer.entities.evidence import (
    PLACE_UNITS,
    WORD_UNITS,
    Span,
    View,
    after,
    before,
    observations,
)
from quoteminer.entities.gazetteer import Gazetteer

LABELS = ("PER", "LOC", "ORG")
Triple = tuple[float, float, float]
ZERO: Triple = (0.0, 0.0, 0.0)
SCALE = "(first round)"  # the row with the weight of the first round's score in the second


# Weights are whole numbers of hundredths or thousandths: summed as such, a sum is exact and
# does not depend, to the last bit, on the order of what was seen.
PARTS = 1000


@cache
def table(name: str) -> Mapping[str, Triple]:
    """Return the fitted weights `name`: observation to its worth for PER, LOC and ORG.

    Worths are counted in thousandths (`PARTS`).
    """
    path = resources.files("quoteminer") / "data_weights" / f"{name}.tsv"
    rows: dict[str, Triple] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            key, *worths = line.split("\t")
            per, loc, org = (round(float(w) * PARTS) for w in worths)
            rows[key] = (per, loc, org)
    return rows


class WordWorth:
    """What spans are worth by their words alone, remembered: names come again and again."""

    KEPT = 8_000  # spans, of some 400 bytes each; when full it is emptied and fills again

    def __init__(self, weights: Mapping[str, Triple], gazetteer: Gazetteer) -> None:
        self.weights = weights
        self.gazetteer = gazetteer
        self._known: dict[tuple[int, str], Triple] = {}
        self._biases = (weights.get("bias.1", ZERO), weights.get("bias.n", ZERO))

    def __call__(self, view: View, i: int, j: int) -> Triple:
        """Return the worth of the words of pieces `i` to `j`."""
        words = (j - i, view.folded[view.pieces[i].start : view.pieces[j].end])
        found = self._known.get(words)
        if found is None:
            if len(self._known) >= self.KEPT:
                self._known.clear()
            seen = set(observations(view, i, j, WORD_UNITS))
            found = _sum(self.weights, seen, self._biases[0 if i == j else 1])
            self._known[words] = found
        return found


_WORTH: list[WordWorth] = []


def word_worth(weights: Mapping[str, Triple], gazetteer: Gazetteer) -> WordWorth:
    """Return what remembers the worth of words under these weights and lists."""
    if not _WORTH or _WORTH[0].weights is not weights or _WORTH[0].gazetteer is not gazetteer:
        _WORTH[:] = [WordWorth(weights, gazetteer)]
    return _WORTH[0]


def first_scores(view: View, weights: Mapping[str, Triple]) -> dict[Span, Triple]:
    """Return the score of each candidate for each label, from its own evidence."""
    bias = weights.get("bias", ZERO)
    by_words = word_worth(weights, view.gazetteer)
    rights: dict[int, Triple] = {}
    scores: dict[Span, Triple] = {}
    for i, ends in view.spans.items():
        left = _sum(weights, ["L." + name for name in before(view, i)], bias)
        for j in ends:
            right = rights.get(j)
            if right is None:
                right = rights[j] = _sum(weights, ["R." + name for name in after(view, j)], ZERO)
            own = by_words(view, i, j)
            here = _sum(weights, set(observations(view, i, j, PLACE_UNITS)), own)
            scores[(i, j)] = (
                (left[0] + right[0] + here[0]) / PARTS,
                (left[1] + right[1] + here[1]) / PARTS,
                (left[2] + right[2] + here[2]) / PARTS,
            )
    return scores


def _sum(weights: Mapping[str, Triple], seen: Iterable[str], start: Triple) -> Triple:
    """Add the worth of everything seen to `start`."""
    get = weights.get
    a, b, c = start
    for name in seen:
        row = get(name)
        if row is not None:
            a += row[0]
            b += row[1]
            c += row[2]
    return a, b, c


def second_scores(
    view: View, scores: dict[Span, Triple], weights: Mapping[str, Triple]
) -> dict[Span, Triple]:
    """Return the scores with what the article says elsewhere added."""
    memory = Memory(view, best(scores))
    scale = weights.get(SCALE, (PARTS, PARTS, PARTS))[0] / PARTS
    found = {}
    for span, score in scores.items():
        more = _sum(weights, set(article_evidence(view, *span, memory)), ZERO)
        found[span] = (
            score[0] * scale + more[0] / PARTS,
            score[1] * scale + more[1] / PARTS,
            score[2] * scale + more[2] / PARTS,
        )
    return found


def best(scores: dict[Span, Triple]) -> list[Decision]:
    """Return the spans that do not overlap and whose scores sum to most, in text order."""
    chosen: list[Decision] = []
    for group in _components(sorted(s for s, row in scores.items() if max(row) > 0.0)):
        start = group[0][0]
        size = max(j for _, j in group) - start + 1
        value = [0.0] * (size + 1)
        back: list[Decision | None] = [None] * (size + 1)
        ending: dict[int, list[Span]] = {}
        for span in group:
            ending.setdefault(span[1] - start + 1, []).append(span)
        for at in range(1, size + 1):
            value[at] = value[at - 1]
            for span in ending.get(at, ()):
                row = scores[span]
                top = max(row)
                total = value[span[0] - start] + top
                if total > value[at]:
                    value[at] = total
                    back[at] = (span, LABELS[row.index(top)], top)
        at = size
        found: list[Decision] = []
        while at > 0:
            decision = back[at]
            if decision is None:
                at -= 1
            else:
                found.append(decision)
                at = decision[0][0] - start
        chosen += reversed(found)
    return chosen


def _components(spans: list[Span]) -> list[list[Span]]:
    """Group sorted spans that overlap, one with the next."""
    groups: list[list[Span]] = []
    reach = -1
    for span in spans:
        if span[0] > reach:
            groups.append([])
        groups[-1].append(span)
        reach = max(reach, span[1])
    return groups


def decide(view: View) -> list[Decision]:
    """Return the names of an article: (first piece, last piece), label, score."""
    scores = first_scores(view, table("entities"))
    return best(second_scores(view, scores, table("entities_article")))
