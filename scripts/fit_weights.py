"""Fit the weights of every decision on annotated articles.

    python scripts/fit_weights.py GOLD.jsonl [GOLD.jsonl …]

GOLD holds articles in the format `quoteminer evaluate` reads. Each decision (cue, kind,
mention, antecedent, carried) is a small conditional logit: observations named by the
rules, one weight each, drawn towards zero. Written to `src/quoteminer/data_weights/`.
Needs scipy (extra `dev`).
"""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from fit_perceptron import WEIGHTS, fit_perceptron, write_perceptron
from scipy.optimize import minimize
from spacy.tokens import Doc

from quoteminer.analysis import Plan, cast_of, decide_all, parse_all, plan
from quoteminer.attribution import decide, reading
from quoteminer.attribution.cues import cue_end
from quoteminer.attribution.decide import Attribution
from quoteminer.confidence import steps
from quoteminer.entities import EntityLayer, EntityMention, find_entities
from quoteminer.evaluation import name_words, right_speaker, same_name
from quoteminer.phrases import ANAPHORIC, Phrase
from quoteminer.speakers.cast import Cast, Figure
from quoteminer.speakers.evidence import evidence, self_evidence, survey
from quoteminer.speakers.resolve import (
    Resolver,
    Speaking,
    carried_options,
    hear,
    mention_span,
    resolve_all,
)
from quoteminer.tokens import Tokens
from quoteminer.weights import group, total

MODELS = ("attribution", "mention", "antecedent", "carried", "calibration")

Instance = tuple[list[list[str]], int]  # the options' observations, the right option


class Case:
    """One annotated article, with what does not depend on weights made once.

    `other` is the same article with its marks in other typography.
    """

    def __init__(self, gold: dict[str, Any], doc: Doc, other: Case | None = None) -> None:
        self.gold = gold
        self.other = other
        vectors: Any = doc.tensor
        self.tokens = Tokens.of(doc, vectors)
        self.plan: Plan = plan(gold["text"])
        self.layer: EntityLayer = find_entities(doc, vectors=vectors)
        self.quotes = {(q["start"], q["end"]): q for q in gold["quotes"]}
        self.parsed = parse_all(self.tokens, self.plan, self.layer)

    def twin(self) -> Case:
        """The same article with its names as annotated: a second lesson from one text."""
        other = copy.copy(self)
        entities = sorted(self.gold["entities"], key=lambda e: e["start"])
        other.layer = EntityLayer(
            tuple(EntityMention(e["start"], e["end"], e["label"], e["name"]) for e in entities),
            self.layer.people,
        )
        other.parsed = parse_all(other.tokens, other.plan, other.layer)
        other.see(self.networks)
        return other

    def see(self, networks: reading.Networks) -> None:
        """Let networks read the quotations, phrases and possible cues."""
        self.networks = networks
        reading.read(self.parsed, self.plan.stretches, self.tokens, networks)

    def cast(self) -> Cast:
        return cast_of(self.tokens, self.plan, self.layer)

    def of(self, decision: Attribution) -> dict[str, Any] | None:
        stretch = decision.place.stretch
        return self.quotes.get((stretch.start, stretch.end))


def marked_otherwise(gold: dict[str, Any]) -> dict[str, Any]:
    """The same article in other typography: «» for straight and high marks, straight for «»."""
    text = list(gold["text"])
    for stretch in plan(gold["text"]).stretches:
        width = stretch.start - stretch.outer_start, stretch.outer_end - stretch.end
        if width == (1, 1):  # without spaces inside, so that no offset moves
            marks = '""' if stretch.marks[0] == "«" else "«»"
            text[stretch.outer_start], text[stretch.outer_end - 1] = marks
    return {**gold, "text": "".join(text)}


def overlaps(span: dict[str, Any] | None, start: int, end: int) -> bool:
    return span is not None and span["start"] < end and start < span["end"]


def solve(instances: list[Instance], ridge: float, floor: int = 3) -> dict[str, float]:
    """Fit a conditional logit; observations seen fewer than `floor` times are left out."""
    counts = Counter(s for options, _ in instances for seen in options for s in set(seen))
    names = sorted(s for s, n in counts.items() if n >= floor)
    index = {s: i for i, s in enumerate(names)}
    rows, cols, starts, gold = [], [], [], []
    row = 0
    for options, right in instances:
        starts.append(row)
        gold.append(row + right)
        for seen in options:
            for s in seen:
                if s in index:
                    rows.append(row)
                    cols.append(index[s])
            row += 1
    from scipy.sparse import csr_matrix

    x = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(row, len(names)))
    starts_a = np.array(starts)
    gold_a = np.array(gold)
    sizes = np.diff(np.append(starts_a, row))
    gold_sum = np.asarray(x[gold_a].sum(axis=0)).ravel()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        top = np.maximum.reduceat(z, starts_a)
        e = np.exp(z - np.repeat(top, sizes))
        total = np.add.reduceat(e, starts_a)
        p = e / np.repeat(total, sizes)
        value = float((np.log(total) + top).sum() - z[gold_a].sum() + 0.5 * ridge * (w @ w))
        return value, x.T @ p - gold_sum + ridge * w

    result = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    )
    return {s: round(float(w), 3) for s, w in zip(names, result.x, strict=True) if abs(w) >= 0.005}


def install(tables: dict[str, dict[str, float]]) -> None:
    """Make the package decide with these weights."""

    def lookup(name: str) -> dict[str, float]:
        return tables.get(name, {})

    from quoteminer import confidence as c
    from quoteminer.attribution import decide as d
    from quoteminer.speakers import resolve as r

    c.weights = lookup  # type: ignore[assignment]
    d.weights = lookup  # type: ignore[assignment]
    grouped = {
        n: group(t, ("cue", *reading.KINDS)) for n, t in tables.items() if n == "attribution"
    }
    d.grouped_weights = lambda name, _: grouped[name]  # type: ignore[assignment]
    r.weights = lookup  # type: ignore[assignment]


def decisions(case: Case) -> list[Attribution]:
    return decide_all(case.parsed, case.plan)


def reading_instances(cases: Iterable[Case]) -> list[Instance]:
    """Every reading of a quotation against the annotated one, the quotes before it as annotated."""
    found = []
    original = decide.choose
    for case in cases:

        def teach(decision, context, before, case=case):  # type: ignore[no-untyped-def]
            gold = case.of(decision)
            if gold is None or gold["nested"]:
                original(decision, context, before)
                return
            readings, seen = decide.options(decision, context, before)
            decision.kind = gold["kind"]
            decision.cue = None
            if gold["kind"] == "scare":
                right = 0
            else:
                known = gold_cue(decision, gold)
                wanted = (gold["kind"], decision.cue)
                right = next(
                    i
                    for i, (k, c) in enumerate(readings)
                    if (k, id(c)) == (wanted[0], id(wanted[1]))
                )
                if not known:
                    return
            names = [[f"{g}|{s}" for g, group in s.items() for s in group] for s in seen]
            found.append((names, right))

        decide.choose = teach
        decisions(case)
    decide.choose = original
    return found


def gold_cue(decision: Attribution, gold: dict[str, Any]) -> bool:
    """Set the annotated cue; False where it is not among the possible ones."""
    if not gold["cue"]:
        decision.cue = None
        return True
    items = decision.skeleton.items
    for c in decision.cues:
        if overlaps(gold["cue"], items[c.head].start, cue_end(c, items)):
            decision.cue = c
            return True
    return False


def gold_phrase(decision: Attribution, gold: dict[str, Any]) -> Phrase | None:
    """The phrase that the annotated mention names."""
    best, score = None, 0
    for phrase in decision.phrases:
        start, end, _ = mention_span(phrase, decision.skeleton.items)
        shared = min(end, gold["mention"]["end"]) - max(start, gold["mention"]["start"])
        if shared > score:
            best, score = phrase, shared
    return best


def mention_instances(cases: Iterable[Case]) -> list[Instance]:
    found = []
    for case in cases:
        for decision in decisions(case):
            gold = case.of(decision)
            if gold is None or gold["nested"] or gold["kind"] == "scare":
                continue
            if not gold_cue(decision, gold):
                continue
            options, seen = decide.mention_options(decision, decision.cue)
            right = 0
            if gold["mention"]:
                phrase = gold_phrase(decision, gold)
                if phrase is None or phrase not in options:
                    continue
                right = options.index(phrase)
            found.append((seen, right))
    return found


def gold_figure(cast: Cast, name: str | None, figures: list[Figure]) -> Figure | None:
    if not name:
        return None
    hits = [f for f in figures if same_name(name, f.name, strict=True)] or [
        f for f in figures if f.label == "DESC" and right_speaker(name, f.name, {()})
    ]
    return hits[0] if hits else None


def teach_cast(
    case: Case, guide: Mapping[str, float] | None = None
) -> tuple[list[Instance], list[Instance]]:
    """Resolve the article with annotated kinds and mentions; note each choice.

    Who has spoken before is taken as annotated, or, with the weights of a `guide`, as they
    would have it: so that later choices learn to live with earlier errors.
    """
    antecedents: list[Instance] = []
    carried: list[Instance] = []
    found = decisions(case)
    cast = case.cast()
    resolver = Resolver(cast, [(p.start, p.end) for p in case.plan.paragraphs])
    spoken: list[Speaking] = []
    for decision in found:
        gold = case.of(decision)
        if gold is None or gold["kind"] == "scare" or gold["nested"]:
            decision.kind = "scare"
            continue
        decision.kind = gold["kind"]
        gold_cue(decision, gold)
        decision.mention = gold_phrase(decision, gold) if gold["mention"] else None
    hear(found, cast)
    for decision in found:
        gold = case.of(decision)
        speaking = Speaking()
        spoken.append(speaking)
        if gold is None or decision.kind == "scare":
            continue
        if decision.mention is None:
            continue
        items = decision.skeleton.items
        cue_start = items[decision.cue.first].start if decision.cue is not None else -1
        phrase = decision.mention
        head = items[phrase.head].low.lstrip("-")
        start, end, kind = mention_span(phrase, items)
        if phrase.parts:
            name = gold["speaker"] or cast.folded[start:end]
            speaking.figure = cast.described(name, phrase.gender, "p", "role")
            cast.spot(speaking.figure, start)
        elif kind == "named":
            speaking.figure = cast.by_entity[items[phrase.name].entity]
        elif kind == "pronoun" and head not in ANAPHORIC:
            speaking.figure = gold_figure(cast, gold["speaker"], cast.figures)
            if speaking.figure is None:
                speaking.figure = cast.described(
                    gold["speaker"] or cast.folded[start:end],
                    phrase.gender,
                    phrase.number,
                    "pronoun",
                )
                cast.spot(speaking.figure, start)
        else:
            asked = resolver.ask(decision, phrase, cue_start)
            figures = resolver.candidates(asked)
            survey(asked, figures, cast)
            options = [evidence(asked, f, cast) for f in figures]
            target = gold_figure(cast, gold["speaker"], figures)
            itself = kind == "nominal" and phrase.definite != "last"
            if itself:
                options.append(self_evidence(asked, cast, figures))
            if not options:
                continue
            named = {e["name"] for e in case.gold["entities"]}
            if target is not None:
                antecedents.append((options, figures.index(target)))
            elif itself and gold["speaker"] not in named:
                antecedents.append((options, len(figures)))
            name = gold["speaker"] or cast.folded[start:end]
            if guide is not None:
                scores = [total(guide, o) for o in options]
                best = max(range(len(scores)), key=scores.__getitem__)
                target = figures[best] if best < len(figures) else None
                name = cast.folded[start:end]
            if target is None:
                target = cast.described(name, phrase.gender, phrase.number, phrase.role)
            elif kind == "nominal":
                target.add_role(asked.text, told=False)
            cast.spot(target, start)
            speaking.figure = target
        if speaking.figure is not None:
            resolver.remember(decision, speaking.figure)
    resolver.advance(len(cast.folded))
    for number, decision in enumerate(found):
        gold = case.of(decision)
        if (
            decision.kind == "scare"
            or decision.mention is not None
            or gold is None
            or gold["mention"]
        ):
            continue
        if guide is not None:
            break
        figures, seen, _ = carried_options(found, spoken, number, cast)
        target = gold_figure(cast, gold["speaker"], figures)
        if gold["speaker"] and target is None:
            continue
        carried.append((seen, 0 if target is None else 1 + figures.index(target)))
        if target is not None:
            spoken[number].figure = target
    return antecedents, carried


class Lessons:
    """The windows of an article that the networks learn from, and the class of each."""

    def __init__(self, case: Case) -> None:
        tokens, stretches = case.tokens, case.plan.stretches
        quotations: list[tuple[reading.Window, int]] = []
        phrases: dict[tuple[int, ...], int] = {}
        cues: dict[tuple[int, ...], int] = {}
        for decision in decisions(case):
            gold = case.of(decision)
            if gold is None or gold["nested"]:
                continue
            kind = reading.KINDS.index(gold["kind"])
            quotations.append((reading.quotation_window(stretches[decision.quote], tokens), kind))
            items = decision.skeleton.items
            source = gold_phrase(decision, gold) if gold["mention"] else None
            for phrase in decision.phrases:
                window = tuple(reading.phrase_window(phrase, items, tokens))
                phrases[window] = max(phrases.get(window, 0), int(phrase is source))
            for cue in decision.cues:
                window = tuple(reading.cue_window(cue, items, tokens))
                right = overlaps(gold["cue"], items[cue.head].start, cue_end(cue, items))
                cues[window] = max(cues.get(window, 0), int(right))
        self.vectors: Any = tokens.vectors
        self.windows = (quotations, list(phrases.items()), list(cues.items()))


CLASSES = (3, 2, 2)  # of quotations, phrases, cues
ROWS = (reading.quotation_rows, reading.rows, reading.rows)
# Units of the networks' hidden layers, passes over the articles, shares of the units left out.
UNITS, ROUNDS, DROPPED = 96, 12, 0.5


def fit_networks(lessons: list[Lessons]) -> reading.Networks:
    """Fit the three networks that read the vectors."""
    found = []
    for n, (classes, rows) in enumerate(zip(CLASSES, ROWS, strict=True)):
        taught = [(each.windows[n], each.vectors) for each in lessons if each.windows[n]]
        x = np.vstack([rows([w for w, _ in windows], vectors) for windows, vectors in taught])
        y = np.array([right for windows, _ in taught for _, right in windows])
        found.append(fit_perceptron(x, y, classes, hidden=UNITS, rounds=ROUNDS, dropped=DROPPED))
    return reading.Networks(*found)


TURNS = 4  # parts, each read by networks fitted on the others


def let_read(cases: list[Case]) -> reading.Networks:
    """Fit the networks; each of the cases is read by networks that never saw it.

    They learn from each article twice: as it is, and with its marks in other typography.
    """
    lessons = [[Lessons(one) for one in (case, case.other) if one is not None] for case in cases]
    for turn in range(TURNS):
        taught = [one for n, pair in enumerate(lessons) if n % TURNS != turn for one in pair]
        networks = fit_networks(taught)
        for case in cases[turn::TURNS]:
            case.see(networks)
    return fit_networks([one for pair in lessons for one in pair])


RIDGE = {"attribution": 6.0, "mention": 4.0, "antecedent": 5.0, "carried": 3.0}


def fit(
    cases: list[Case], quiet: bool = True
) -> tuple[dict[str, dict[str, float]], reading.Networks]:
    """Fit the networks and all tables, each on the decisions of those before it.

    Each article is learnt from twice: with the names as found, and as annotated.
    """
    tables: dict[str, dict[str, float]] = {m: {} for m in MODELS}
    install(tables)
    networks = let_read(cases)
    cases = cases + [case.twin() for case in cases]
    sizes = {}
    instances = mention_instances(cases)
    tables["mention"] = solve(instances, RIDGE["mention"])
    sizes["mention"] = len(instances)
    install(tables)
    instances = reading_instances(cases)
    tables["attribution"] = solve(instances, RIDGE["attribution"])
    sizes["attribution"] = len(instances)
    install(tables)
    antecedents: list[Instance] = []
    carried: list[Instance] = []
    for case in cases:
        a, c = teach_cast(case)
        antecedents += a
        carried += c
    guide = solve(antecedents, RIDGE["antecedent"])
    for case in cases:
        antecedents += teach_cast(case, guide)[0]
    tables["antecedent"] = solve(antecedents, 2 * RIDGE["antecedent"])
    tables["carried"] = solve(carried, RIDGE["carried"])
    sizes["antecedent"], sizes["carried"] = len(antecedents), len(carried)
    if not quiet:
        for model, size in sizes.items():
            print(f"{model}: {size} decisions, {len(tables[model])} weights")
    return tables, networks


def outcomes(cases: Iterable[Case]) -> list[tuple[dict[str, float], bool]]:
    """What each speaker's confidence is computed from, and whether the speaker is right."""
    found = []
    for case in cases:
        made = decisions(case)
        spoken = resolve_all(made, case.cast(), [(p.start, p.end) for p in case.plan.paragraphs])
        named = {name_words(e["name"]) for e in case.gold.get("entities", [])}
        for decision, speaking in zip(made, spoken, strict=True):
            gold = case.of(decision)
            if speaking.figure is None or decision.kind == "scare" or (gold and gold["nested"]):
                continue
            speaker = gold["speaker"] if gold else None
            right = right_speaker(speaker, speaking.figure.name, named)
            found.append((steps(decision, speaking), right))
    return found


def calibration(seen: list[tuple[dict[str, float], bool]], ridge: float = 2.5) -> dict[str, float]:
    """Fit the confidence on outcomes in articles that the other weights never saw."""
    names = sorted({n for values, _ in seen for n in values})
    x = np.array([[values.get(n, 0.0) for n in names] for values, _ in seen])
    y = np.array([1.0 if right else -1.0 for _, right in seen])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = y * (x @ w)
        p = 1 / (1 + np.exp(z))
        return float(np.logaddexp(0, -z).sum() + 0.5 * ridge * (w @ w)), -(
            x.T @ (y * p)
        ) + ridge * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {n: round(float(v), 3) for n, v in zip(names, w, strict=True)}


def fit_all(
    cases: list[Case], quiet: bool = True
) -> tuple[dict[str, dict[str, float]], reading.Networks]:
    """Fit networks and tables; the calibration on held-out fourths of the articles."""
    seen = []
    for fold in range(FOLDS):
        tables, networks = fit([c for i, c in enumerate(cases) if i % FOLDS != fold])
        install(tables)
        held = cases[fold::FOLDS]
        for case in held:
            case.see(networks)
        seen += outcomes(held)
    tables, networks = fit(cases, quiet)
    tables["calibration"] = calibration(seen)
    if not quiet:
        print(f"calibration: {len(seen)} speakers")
    return tables, networks


FOLDS = 4


def write(tables: dict[str, dict[str, float]], networks: reading.Networks) -> None:
    WEIGHTS.mkdir(exist_ok=True)
    for name, network in networks._asdict().items():
        write_perceptron(f"reading_{name}", network, "attribution/reading.py", "fit_weights.py")
    for model, table in tables.items():
        lines = [f"# Weights of the decision «{model}», fitted by scripts/fit_weights.py."]
        lines += [f"{s}\t{w:g}" for s, w in sorted(table.items())]
        (WEIGHTS / f"{model}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(paths: list[str]) -> None:
    from quoteminer.pipeline import Pipeline

    golds = [json.loads(line) for p in paths for line in Path(p).read_text("utf-8").splitlines()]
    pipeline = Pipeline()

    def read(gold: dict[str, Any], other: Case | None = None) -> Case:
        return Case(gold, pipeline.doc(plan(gold["text"])), other)

    cases = [read(gold, read(marked_otherwise(gold))) for gold in golds]
    write(*fit_all(cases, quiet=False))


if __name__ == "__main__":
    main(sys.argv[1:])
