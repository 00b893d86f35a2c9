"""Mutation testing: break the rules one small way at a time, and see whether a test notices.

    pip install -e '.[test]' cosmic-ray
    python scripts/mutants.py src/quoteminer/marks.py --out marks.jsonl
    python scripts/mutants.py src/quoteminer/attribution/*.py --sample 400 --out attribution.jsonl

The mutants are made by the operators of cosmic-ray (and `TextReplacer` below, since these
rules speak in names of observations). Cosmic-ray itself starts pytest anew for every
mutant; loading the French model each time would take days. Here pytest collects once, in
this process, every test runs once to warm up and to note which functions it calls, and
each mutant is a fork in which the code of the mutated module is exchanged and the tests
that call the mutated function run until one fails. Exit code 1 if fewer than `--least` per cent
of the mutants are killed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import functools
import gc
import importlib
import json
import os
import random
import resource
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import parso
import pytest
from _pytest.runner import runtestprotocol
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parent.parent
# What is worth running. Left out: replacements that another of the same place subsumes
# (`+` by each of eleven others), `==` by `is` (the same for interned strings and small
# numbers), decorators (`@cache`, `@dataclass`: seen at once or without effect).
OPERATORS = (
    [f"core/ReplaceComparisonOperator_{pair}" for pair in (
        "Eq_NotEq NotEq_Eq Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt "
        "Is_IsNot IsNot_Is").split()]
    + [f"core/ReplaceBinaryOperator_{pair}" for pair in (
        "Add_Sub Sub_Add Mul_Add Div_Mul BitOr_BitAnd BitAnd_BitOr").split()]
    + [f"core/{name}" for name in (
        "ReplaceUnaryOperator_Delete_USub ReplaceUnaryOperator_Delete_Not AddNot "
        "ReplaceTrueWithFalse ReplaceFalseWithTrue ReplaceAndWithOr ReplaceOrWithAnd "
        "ReplaceBreakWithContinue ReplaceContinueWithBreak NumberReplacer "
        "ZeroIterationForLoop").split()]
)  # fmt: skip
# Code whose mutants say nothing: what Python does not run, or shows in a debugger only.
_UNSPOKEN = frozenset(["__repr__"])
_UNSPOKEN_NAMES = frozenset(["__slots__", "__all__"])


class TextReplacer(Operator):
    """Replaces a string by the empty one, and the text of an f-string by nothing."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if (
            node.type == "string" and node.value.strip("bruBRU").strip("\"'")
        ) or node.type == "fstring_string":
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.value = "" if node.type == "fstring_string" else '""'
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class InReplacer(Operator):
    """Exchanges `in` and `not in`, which cosmic-ray leaves alone."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        is_in = node.type == "keyword" and node.value == "in" and node.parent.type == "comparison"
        if is_in or (node.type == "comp_op" and node.get_code().split() == ["not", "in"]):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        if node.type == "keyword":
            node.value = "not in"
        else:
            node.children = node.children[1:]
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


@dataclass(frozen=True)
class Mutant:
    """The `occurrence`-th place of `operator` in the file `path`, at `line`."""

    path: str
    operator: str
    occurrence: int
    line: int
    column: int

    def operate(self) -> Operator:
        return _operator(self.operator)

    def code(self) -> str:
        visitor = MutationVisitor(self.occurrence, self.operate())
        tree = visitor.walk(_tree(self.path))
        return tree.get_code()


def _operator(name: str) -> Operator:
    own = {"TextReplacer": TextReplacer, "InReplacer": InReplacer}
    return own[name]() if name in own else get_operator(name)()


@functools.cache
def _tree(path: str) -> Any:
    """The parsed file: each fork changes its own copy."""
    return parso.parse(Path(path).read_text("utf-8"))


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def _silent(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches of a file in which a mutant would be no other program."""
    found = []
    for node in ast.walk(ast.parse(source)):
        gone: list[ast.AST] = []
        if isinstance(node, ast.AnnAssign):
            gone.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            gone += [a.annotation for a in arguments if a.annotation is not None]
            gone += [node.returns] if node.returns is not None else []
            gone += [node] if node.name in _UNSPOKEN else []
        elif (
            (
                isinstance(node, ast.Assign)
                and any(isinstance(t, ast.Name) and t.id in _UNSPOKEN_NAMES for t in node.targets)
            )
            or (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING")
            or isinstance(node, ast.Assert)
        ):
            gone.append(node)
        elif isinstance(node, ast.ClassDef):
            gone += node.decorator_list  # `frozen=True`, `slots=True`: guards, no behaviour
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            gone.append(node)  # docstrings
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Subscript)
            and (getattr(node.value.value, "id", "") in ("tuple", "list", "dict"))
        ):
            gone.append(node)  # a type alias
        lines = source.split("\n")
        for n in gone:
            # ast counts columns in bytes, parso in characters
            start = len(lines[n.lineno - 1].encode()[: n.col_offset].decode())
            end = len(lines[n.end_lineno - 1].encode()[: n.end_col_offset].decode())
            found.append(((n.lineno, start), (n.end_lineno, end)))
    return found


def mutants(path: str) -> list[Mutant]:
    """Every mutant of a file."""
    silent = _silent(Path(path).read_text("utf-8"))
    nodes = list(_nodes(_tree(path)))
    found = []
    for name in [*OPERATORS, "TextReplacer", "InReplacer"]:
        operator = _operator(name)
        occurrence = 0
        for node in nodes:
            for begin, end in operator.mutation_positions(node):
                if not any(a <= begin and end <= b for a, b in silent):
                    found.append(Mutant(path, name, occurrence, *begin))
                occurrence += 1
    return sorted(found, key=lambda m: (m.line, m.column, m.operator, m.occurrence))


def exchange(module: types.ModuleType, source: str) -> None:
    """Give the loaded `module` the code of `source`, also where others have imported from it."""
    fresh = types.ModuleType(module.__name__)
    fresh.__file__ = module.__file__
    # dataclasses look their module up by name
    code = compile(source, str(module.__file__), "exec")
    sys.modules[module.__name__] = fresh
    try:
        exec(code, fresh.__dict__)
    finally:
        sys.modules[module.__name__] = module
    ours = [m for n, m in list(sys.modules.items()) if n.startswith(("quoteminer", "test"))]
    for name, new in list(vars(fresh).items()):
        old = vars(module).get(name)
        defines = isinstance(new, (type, types.FunctionType)) or hasattr(new, "cache_clear")
        if name.startswith("__") or (defines and new.__module__ != module.__name__):
            continue
        if isinstance(old, type) and isinstance(new, type):
            for attribute, value in list(vars(new).items()):
                if not _recode(vars(old).get(attribute), value) and not attribute.startswith("__"):
                    with contextlib.suppress(AttributeError, TypeError):
                        if not isinstance(value, types.MemberDescriptorType):
                            setattr(old, attribute, value)
        elif not _recode(old, new):
            for other in ours:
                if other.__dict__.get(name) is old:
                    setattr(other, name, new)


def _recode(old: Any, new: Any) -> bool:
    """Exchange the code of a function for that of another."""
    if isinstance(old, property) and isinstance(new, property):
        return _recode(old.fget, new.fget)
    if isinstance(old, (staticmethod, classmethod)):
        return _recode(old.__func__, new.__func__)
    if hasattr(old, "cache_clear"):
        old.cache_clear()
        old, new = old.__wrapped__, new.__wrapped__
    if not isinstance(old, types.FunctionType) or not isinstance(new, types.FunctionType):
        return False
    if len(old.__code__.co_freevars) != len(new.__code__.co_freevars):
        return False
    old.__code__ = new.__code__
    old.__defaults__ = new.__defaults__
    old.__kwdefaults__ = new.__kwdefaults__
    return True


class Runner:
    """A pytest plugin that, instead of running the tests, runs them against each mutant."""

    def __init__(self, chosen: list[Mutant], out: Path, budget: float, slow: float) -> None:
        self.chosen = chosen
        self.slow = slow
        self.out = out
        self.stop_at = time.monotonic() + budget if budget else float("inf")
        self.cost = 0.0
        self.results: list[dict[str, Any]] = []

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Measure a test without its fixtures: those are there when the forks are made."""
        begun = time.process_time()
        yield
        self.cost = time.process_time() - begun

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = session.items
        names = {Path(p).resolve(): p for p in {m.path for m in self.chosen}}
        calls: list[set[tuple[str, int]]] = []
        cost: list[float] = []
        files = {str(p): name for p, name in names.items()}

        def note(frame: Any, event: str, _: Any) -> None:
            if event == "call" and (path := files.get(frame.f_code.co_filename)):
                called.add((path, frame.f_code.co_firstlineno))

        for number, item in enumerate(items):
            called: set[tuple[str, int]] = set()
            sys.setprofile(note)
            reports = runtestprotocol(item, nextitem=items[(number + 1) % len(items)], log=False)
            sys.setprofile(None)
            cost.append(self.cost)
            calls.append(called)
            if any(r.failed for r in reports):
                raise pytest.UsageError(f"{item.nodeid} fails without a mutant")
        by_function: dict[tuple[str, int], list[int]] = defaultdict(list)
        order = sorted(range(len(items)), key=cost.__getitem__)
        noticed: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        for number in order:
            if cost[number] > self.slow:
                print(f"left out, {cost[number]:.1f} s: {items[number].nodeid}")
                continue
            for function in calls[number]:
                by_function[function].append(number)
        spans = {p: _functions(Path(p).read_text("utf-8")) for p in names.values()}
        print(
            f"{len(items)} tests, {sum(cost):.1f} s of CPU; {len(self.chosen)} mutants", flush=True
        )
        gc.collect()
        gc.freeze()
        with self.out.open("a", encoding="utf-8") as log:
            for done, mutant in enumerate(self.chosen):
                if time.monotonic() > self.stop_at:
                    print(f"time is up after {done} mutants")
                    break
                inside = [
                    first
                    for first, begin, last in spans[mutant.path]
                    if begin <= mutant.line <= last
                ]
                if inside:
                    place = mutant.path, max(inside)
                    tests = by_function[place]
                else:  # module level: whatever touches the module
                    place = mutant.path, 0
                    tests = [
                        n
                        for n in order
                        if cost[n] <= self.slow and any(p == mutant.path for p, _ in calls[n])
                    ]
                # The tests that noticed mutants of this function go first, then the quickest.
                tests = sorted(tests, key=lambda n: -noticed[place][items[n].nodeid])
                limit = 5 + 3 * sum(cost[n] for n in tests)
                outcome, by = _try(mutant, [items[n] for n in tests], limit)
                line = Path(mutant.path).read_text("utf-8").split("\n")[mutant.line - 1]
                noticed[place][by] += 1
                result = {**vars(mutant), "outcome": outcome, "by": by, "text": line.strip()}
                self.results.append(result)
                log.write(json.dumps(result, ensure_ascii=False) + "\n")
                log.flush()
        return True


def _functions(source: str) -> list[tuple[int, int, int]]:
    """The line that Python calls a function's first, and its own first and last line."""
    return [
        (min([n.lineno, *(d.lineno for d in n.decorator_list)]), n.lineno, n.end_lineno or n.lineno)
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.FunctionDef)
    ]


def _try(mutant: Mutant, items: list[pytest.Item], limit: float) -> tuple[str, str]:
    """Run the tests against one mutant in a fork: killed (and by which test) or survived."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 2
        try:
            os.close(read)
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            by = "import"
            module = importlib.import_module(_module(mutant.path))
            exchange(module, mutant.code())
            code = 0
            for number, item in enumerate(items):
                by = item.nodeid
                following = items[(number + 1) % len(items)]
                if any(r.failed for r in runtestprotocol(item, nextitem=following, log=False)):
                    code = 1
                    break
        except BaseException as error:
            code = 1
            by = f"{by}: {error!r}"
        os.write(write, by.encode()[:4000])
        os._exit(code)
    os.close(write)
    by = b""
    while part := os.read(read, 4096):
        by += part
    os.close(read)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed", f"signal {os.WTERMSIG(status)}: endless"
    code = os.WEXITSTATUS(status)
    return ("survived", "") if code == 0 else ("killed", by.decode(errors="replace"))


def _module(path: str) -> str:
    parts = Path(path).resolve().relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", nargs="+", help="modules to mutate")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="test files")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, at random, in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip", type=int, default=0, help="go on after so many of the sample")
    parser.add_argument("--again", type=Path, help="only the survivors of this file of results")
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long")
    parser.add_argument("--slow", type=float, default=1, help="leave out tests of more seconds")
    parser.add_argument("--least", type=float, default=0, help="per cent to be killed")
    asked = parser.parse_args()
    found = [m for path in asked.files for m in mutants(path)]
    random.Random(asked.seed).shuffle(found)
    if asked.again:
        survived = {
            (r["path"], r["operator"], r["occurrence"])
            for r in map(json.loads, asked.again.read_text("utf-8").splitlines())
            if r["outcome"] == "survived"
        }
        found = [m for m in found if (m.path, m.operator, m.occurrence) in survived]
    chosen = found[asked.skip : asked.sample or None]
    print(f"{len(found)} mutants, {len(chosen)} of them run", flush=True)
    asked.out.unlink(missing_ok=True)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    sys.path.insert(0, str(ROOT / "tests"))
    runner = Runner(chosen, asked.out, asked.minutes * 60, asked.slow)
    code = pytest.main(
        ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-s", *asked.tests],
        plugins=[runner],
    )
    if not runner.results:
        return int(code) or 2
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for result in runner.results:
        for name in (result["path"], "all"):
            tally[name][result["outcome"]] += 1
    for name, counts in sorted(tally.items()):
        whole = sum(counts.values())
        print(f"{name}: {counts['killed']} of {whole} killed, {counts['killed'] / whole:.1%}")
    whole = tally["all"]
    return int(100 * whole["killed"] < asked.least * sum(whole.values()))


TESTS = [
    str(ROOT / "tests" / name)
    for name in ("test_marks.py", "test_cases.py", "rules")
    if (ROOT / "tests" / name).exists()
]

if __name__ == "__main__":
    sys.exit(main())
