"""The decision: of all candidate spans, the set that explains the article best.

A span's score for a label is the sum of the weights of its observations (log-odds against
leaving its words out); the best set of spans that do not overlap is found exactly, by
dynamic programming over the pieces. A second round adds what the article says elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from quoteminer.entities.article import Decision, Memory, article_evidence
from quoteminer.entities.evidence import Span, View, after, before, observations

LABELS = ("PER", "LOC", "ORG")
Triple = tuple[float, float, float]
ZERO: Triple = (0.0, 0.0, 0.0)
SCALE = "(first round)"  # the row with the weight of the first round's score in the second


@cache
def table(name: str) -> Mapping[str, Triple]:
    """Return the fitted weights `name`: observation to its worth for PER, LOC and ORG."""
    path = resources.files("quoteminer") / "data_weights" / f"{name}.tsv"
    rows: dict[str, Triple] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            key, per, loc, org = line.split("\t")
            rows[key] = (float(per), float(loc), float(org))
    return rows


def first_scores(view: View, weights: Mapping[str, Triple]) -> dict[Span, Triple]:
    """Return the score of each candidate for each label, from its own evidence."""
    get = weights.get
    bias = get("bias", ZERO)
    biases = (get("bias.1", ZERO), get("bias.n", ZERO))
    rights: dict[int, Triple] = {}
    scores: dict[Span, Triple] = {}
    for i, ends in view.spans.items():
        left = _sum([get("L." + name) for name in before(view, i)], bias)
        for j in ends:
            right = rights.get(j)
            if right is None:
                right = rights[j] = _sum([get("R." + name) for name in after(view, j)], ZERO)
            own = _sum(
                [get(name) for name in dict.fromkeys(observations(view, i, j))],
                biases[0 if i == j else 1],
            )
            scores[(i, j)] = (
                left[0] + right[0] + own[0],
                left[1] + right[1] + own[1],
                left[2] + right[2] + own[2],
            )
    return scores


def _sum(rows: list[Triple | None], start: Triple) -> Triple:
    a, b, c = start
    for row in rows:
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
    scale = weights.get(SCALE, (1.0, 1.0, 1.0))[0]
    get = weights.get
    return {
        span: _sum(
            [get(name) for name in dict.fromkeys(article_evidence(view, *span, memory))],
            (score[0] * scale, score[1] * scale, score[2] * scale),
        )
        for span, score in scores.items()
    }


def best(scores: dict[Span, Triple]) -> list[Decision]:
    """Return the spans that do not overlap and whose scores sum to most, in text order."""
    chosen: list[Decision] = []
    for group in _components(sorted(scores)):
        start = group[0][0]
        size = max(j for _, j in group) - start + 1
        value = [0.0] * (size + 1)
        back: list[Decision | None] = [None] * (size + 1)
        ending: dict[int, list[Span]] = {}
        for span in group:
            if max(scores[span]) > 0.0:
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
