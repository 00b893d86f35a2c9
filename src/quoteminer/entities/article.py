"""One article, one mind: what the names decided elsewhere in the article say of a span.

Read after a first decision over the whole article: «Emmanuel Macron» settles a later
«Macron», «Confédération paysanne (CP)» a later «CP».
"""

from __future__ import annotations

from collections import Counter, defaultdict

from quoteminer.entities.evidence import Span, View
from quoteminer.entities.pieces import PARTICLES

Decision = tuple[Span, str, float]
SURE = 4.0  # score of a decision (log-odds against leaving the words out) taken as sure


class Memory:
    """The names decided in an article, by plain form."""

    def __init__(self, view: View, decided: list[Decision]) -> None:
        # By form and label, the surest first.
        self.forms: dict[str, dict[str, list[tuple[float, Span]]]] = defaultdict(dict)
        self.surnames: dict[str, float] = {}
        self.given: dict[str, float] = {}
        self.initials: dict[str, str] = {}
        self.starting: dict[int, tuple[str, float]] = {}
        self.ending: dict[int, tuple[str, float]] = {}
        self.kept: Counter[str] = Counter()
        self.decided: set[Span] = set()
        self.everywhere: dict[str, int] = Counter(
            [view.key(i, j) for i, ends in view.spans.items() for j in ends]
        )
        self.starts: dict[str, set[str]] = defaultdict(set)
        self.tails: dict[str, set[str]] = defaultdict(set)
        for (i, j), label, score in decided:
            key = view.key(i, j)
            self.forms[key].setdefault(label, []).append((score, (i, j)))
            self.kept[key] += 1
            self.decided.add((i, j))
            self.starting[i] = self.ending[j] = (label, score)
            words = key.split()
            if len(words) < 2:
                continue
            if label == "PER":
                for k in range(1, len(words)):
                    tail = " ".join(words[k:])
                    self.surnames[tail] = max(self.surnames.get(tail, 0.0), score)
                self.given[words[0]] = max(self.given.get(words[0], 0.0), score)
            else:
                self.starts[words[0]].add(label)
                self.tails[words[-1]].add(label)
                if label == "ORG":
                    self.initials[initials(words)] = key
        for by_label in self.forms.values():
            for found in by_label.values():
                found.sort(key=lambda f: -f[0])


_JOINS = frozenset(("et", "ou", "ni", ",", "/", "-", "&"))
_SKIPPED = frozenset(("le", "la", "l'", "les", "de", "du", "d'", "des", "à", "au", "aux"))


def _beside(view: View, i: int, j: int, memory: Memory) -> list[str]:
    """What a list makes of its members: «Uber et **Lyft**», «à Trélazé, Dol et **Vern**»."""
    pieces = view.pieces
    seen = []
    k = j + 1
    if k < len(pieces) and pieces[k].low in _JOINS:
        joint = "," if pieces[k].text == "," else "-" if pieces[k].kind == "mark" else "et"
        k += 1
        while (
            k < len(pieces) and k < j + 4 and pieces[k].low in _SKIPPED and k not in memory.starting
        ):
            k += 1
        if k in memory.starting:
            label, score = memory.starting[k]
            seen.append(f"beside.right={label}.{strength(score)}.{joint}")
    k = i - 1
    while k > 0 and k > i - 3 and pieces[k].low in _SKIPPED and k not in memory.ending:
        k -= 1
    if k > 0 and pieces[k].low in _JOINS and k - 1 in memory.ending:
        joint = "," if pieces[k].text == "," else "-" if pieces[k].kind == "mark" else "et"
        label, score = memory.ending[k - 1]
        seen.append(f"beside.left={label}.{strength(score)}.{joint}")
    return seen


def initials(words: list[str]) -> str:
    """Return the initials of the words of weight: «conseil d' etat» → "ce"."""
    return "".join(w[0] for w in words if w not in PARTICLES)


def strength(score: float) -> str:
    """Return how sure a decision was."""
    return "sure" if score >= SURE else "likely"


def article_evidence(view: View, i: int, j: int, memory: Memory) -> list[str]:
    """Return what the rest of the article says of the span."""
    key = view.key(i, j)
    seen: list[str] = []
    best: dict[str, float] = {}
    for label, found in memory.forms.get(key, {}).items():
        elsewhere = next((score for score, (a, b) in found if b < i or a > j), None)
        if elsewhere is not None:
            best[label] = max(0.0, elsewhere)
    if best:
        top = max(best, key=best.__getitem__)
        size = "1" if i == j else "n"
        seen.append(f"again={top}.{strength(best[top])}.{size}")
        seen += [f"also={label}" for label in best if label != top]
    others = memory.everywhere[key] - 1
    if others:
        kept = memory.kept[key] - ((i, j) in memory.decided)
        share = "none" if not kept else "all" if kept >= others else "some"
        seen.append(f"kept.{share}.{'1' if i == j else 'n'}")
    seen += _beside(view, i, j, memory)
    surname = memory.surnames.get(key)
    if surname is not None:
        seen.append(f"surname.{strength(surname)}")
    first = memory.given.get(key)
    if first is not None:
        seen.append(f"given.{strength(first)}")
    if i == j and view.pieces[i].shape == "XX" and key in memory.initials:
        seen.append("acronym")
    if i == j and not best:
        seen += [f"starts={label}" for label in sorted(memory.starts.get(key, ()))]
        seen += [f"tails={label}" for label in sorted(memory.tails.get(key, ()))]
    if i != j:
        words = key.split()
        if words[-1] in memory.surnames and not best:
            seen.append("ends.surname")
        if words[0] in memory.given and not best:
            seen.append("starts.given")
    return seen
