"""Symbolic reasoning: the Feynman equations, hostile texts, planted slips; beside SymPy's parser and latex2sympy2.

Peers are read on the same formulas: `sympy.parse_expr` (which runs its text as Python and is no choice for texts of
strangers) on the text, `latex2sympy2-extended` on LaTeX that SymPy prints from an independent reading. Right means:
equal to Python's own arithmetic at ten points within the table's ranges to 1e-12.
"""

from __future__ import annotations

import argparse
import ast
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import derivations, feynman, fuzzing
from benchmarks.report import ROOT, Report, Row, exactly, log
from physfm import symbolic
from physfm.errors import InputError
from physfm.statistics import Interval, wilson
from physfm.symbolic import deadline
from physfm.symbolic.latex import read_latex
from physfm.symbolic.tree import Node

POINTS = 10
REL_TOL = 1e-12
HANG_S = 2.0
LIMIT_S = 1.0  # of a request to SymPy in the fuzz
PROTOCOL = (
    f"100 equations, {POINTS} points each, relative tolerance {REL_TOL:g}; units by hand (benchmarks/feynman.py). "
    "Texts are read in both notations; whatever is read is written and read back (text, LaTeX, tokens), evaluated and "
    f"checked for dimensions; a sample goes through SymPy with a limit of {LIMIT_S:g} s. Crash: anything but an "
    f"InputError. Hang: more than {HANG_S:g} s. Escape: an audit event of running, loading or opening anything, or the "
    "file that the payloads try to write. Slips: one in each derivation, 100 a seed (quick: 36). Brackets of "
    "proportions: Wilson 95 % intervals; of times: lowest and highest, around the median."
)
NOTES = (
    "The table of units published with the equations gives mu_drift in kg/s, with which I.43.16 does not fit; its "
    "other units agree with those used here.",
    "A derivation that brings in an equation without a new symbol has to name it as given: written among the lines it "
    "is reported as one that does not follow (..._without_given: the same derivations with all given equations written "
    "among the lines).",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the table of equations is, and how much to fuzz."""
    default = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default, help="folder of real data (default: PHYSFM_DATA)")
    parser.add_argument("--texts", type=int, default=None, help="fuzzed texts (default: 100000, quick: 10000)")


def run(options: argparse.Namespace) -> Report:
    """Equations, texts, derivations, in this order."""
    if not (options.data / "qa" / "FeynmanEquations.csv").exists():
        raise InputError(f"No qa/FeynmanEquations.csv in {options.data}: set PHYSFM_DATA or give --data.")
    equations = feynman.read(options.data)
    seeds = list(range(2026, 2026 + (options.seeds or (1 if options.quick else 3))))
    latex = [printed(equation) for equation in equations]
    metrics, facts = _equations(equations, latex)
    log(f"equations: { {name: value.value for name, value in metrics.items()} }")
    peers = [
        _parse_expr(equations, declared=False),
        _parse_expr(equations, declared=True),
        _latex2sympy(equations, latex),
    ]
    log("peers read the equations")
    fuzz_metrics, fuzz_facts = _fuzz(equations, latex, options.texts or (10_000 if options.quick else 100_000))
    log(f"fuzz: {fuzz_facts}")
    step_metrics, step_facts = _steps(seeds, 36 if options.quick else 100)
    log(f"steps: {step_facts}")
    process_metrics, process_facts = _process(5 if options.quick else 15)
    ours = Row(
        "physfm.symbolic",
        "ours",
        metrics | fuzz_metrics | step_metrics | process_metrics,
        facts | fuzz_facts | step_facts | process_facts,
    )
    best = max(row.metrics["equations_right"].value for row in peers)
    right = [row for row in peers if row.metrics["equations_right"].value > 0.5]
    fastest = min(row.metrics["read_ms"].value for row in right)
    values = ours.metrics
    ratio = {
        "equations_read": values["equations_read"].value,
        "equations_right": values["equations_right"].value,
        "equations_right_over_best_peer": values["equations_right"].value / best,
        "equations_dimensions": values["equations_dimensions"].value,
        "texts_without_crash_hang_escape": values["texts_clean"].value,
        "slips_found_over_0.95": values["slips_found"].value / 0.95,
        "reading_speed_over_fastest_peer": fastest / values["read_ms"].value,
    }
    return Report(
        name="symbolic",
        rows=[ours, *peers],
        headline=ours.name,
        ratio=ratio,
        target={name: 1.0 for name in ratio if name != "reading_speed_over_fastest_peer"},
        seeds=seeds,
        protocol=PROTOCOL,
        notes=[
            f"Opened a file that the text told it to: {_those(peers, 'opened a file it was told to')}. "
            f"Still busy with 9^9^9 after {5 * HANG_S:g} s: {_those(peers, 'hangs on 9^9^9')}.",
            *NOTES,
        ],
    )


def _those(rows: Sequence[Row], fact: str) -> str:
    return ", ".join(row.name for row in rows if row.facts[fact]) or "none"


# Equations ------------------------------------------------------------------------------------------------------------


def printed(equation: feynman.Equation) -> str:
    """LaTeX by SymPy from Python's reading of the formula, with variables named x_1, x_2 ... for everybody."""
    import sympy

    table = {name: sympy.Symbol(f"x_{i}") for i, name in enumerate(sorted(feynman.names(equation.formula)), 1)}

    def build(node: ast.AST) -> Any:
        match node:
            case ast.Constant(value=value):
                return sympy.Integer(value)
            case ast.Name(id="pi"):
                return sympy.pi
            case ast.Name(id=name):
                return table[name]
            case ast.UnaryOp(operand=operand):
                return -build(operand)
            case ast.BinOp(left=left, op=op, right=right):
                a, b = build(left), build(right)
                return {ast.Add: a + b, ast.Sub: a - b, ast.Mult: a * b, ast.Div: a / b, ast.Pow: a**b}[type(op)]
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                return getattr(sympy, {"ln": "log", "arcsin": "asin"}.get(name, name))(build(argument))
        raise ValueError(ast.dump(node))

    return str(sympy.latex(build(ast.parse(equation.formula, mode="eval").body)))


def _right(equation: feynman.Equation, value: Callable[[Mapping[str, float]], complex]) -> bool:
    rng = np.random.default_rng(7)
    for _ in range(POINTS):
        point = equation.draw(rng)
        expected = feynman.direct(equation.formula, point)
        if not abs(value(point) - expected) <= REL_TOL * abs(expected):
            return False
    return True


def _renamed(point: Mapping[str, float]) -> dict[str, float]:
    return {f"x_{i}": point[name] for i, name in enumerate(sorted(point), 1)}


def _evaluate_renamed(tree: Node, point: Mapping[str, float]) -> complex:
    value: complex = symbolic.evaluate(tree, _renamed(point))
    return value


def _equations(
    equations: Sequence[feynman.Equation], latex: Sequence[str]
) -> tuple[dict[str, Interval], dict[str, Any]]:
    trees, times = [], []
    for equation in equations:
        started = time.perf_counter()
        trees.append(symbolic.parse(equation.formula, "text"))
        times.append(1e3 * (time.perf_counter() - started))
    pairs = list(zip(equations, trees, strict=True))
    right = sum(_right(equation, partial(symbolic.evaluate, tree)) for equation, tree in pairs)
    from_latex = sum(
        _right(equation, partial(_evaluate_renamed, read_latex(text)))
        for equation, text in zip(equations, latex, strict=True)
    )
    relations = [symbolic.parse(f"{e.output} = {e.formula}", "text") for e in equations]
    fit = sum(
        symbolic.check_dimensions(r, e.units).consistent is True for r, e in zip(relations, equations, strict=True)
    )
    seeded = [
        symbolic.check_dimensions(relation, equation.units | {name: f"({unit})*s**3"}).consistent is False
        for relation, equation in zip(relations, equations, strict=True)
        for name, unit in equation.units.items()
    ]
    count = len(equations)
    metrics = {
        "equations_read": wilson(len(trees), count),
        "equations_right": wilson(right, count),
        "equations_right_from_latex": wilson(from_latex, count),
        "equations_dimensions": wilson(fit, count),
        "wrong_units_caught": wilson(sum(seeded), len(seeded)),
        "read_ms": _spread(times),
    }
    return metrics, {"equations": count, "units_seeded_wrong": len(seeded)}


def _parse_expr(equations: Sequence[feynman.Equation], *, declared: bool) -> Row:
    from sympy import Symbol, parse_expr

    read = right = 0
    times = []
    for equation in equations:
        names = feynman.names(equation.formula)
        table = {name: Symbol(name) for name in names} if declared else {}
        text = equation.formula.replace("~", "-").replace("arcsin", "asin") if declared else equation.formula
        started = time.perf_counter()
        try:
            found = parse_expr(text, local_dict=table)
        except Exception:
            continue
        times.append(1e3 * (time.perf_counter() - started))
        read += 1
        right += _right_by_sympy(equation, found, lambda point: point)
    name = "sympy.parse_expr, text as it is"
    if declared:
        name = "sympy.parse_expr, ~ and arcsin rewritten, every symbol declared"
    facts = _probes("from sympy import parse_expr as read", "9**9**9", "open({canary!r}, 'w')")
    return Row(
        name,
        "peer",
        _peer_metrics(read, right, times, len(equations)),
        {"runs its text": True, "version": version("sympy"), **facts},
    )


def _latex2sympy(equations: Sequence[feynman.Equation], latex: Sequence[str]) -> Row:
    from latex2sympy2_extended import latex2sympy

    read = right = 0
    times = []
    for equation, text in zip(equations, latex, strict=True):
        started = time.perf_counter()
        try:
            found = latex2sympy(text)
        except Exception:
            continue
        times.append(1e3 * (time.perf_counter() - started))
        read += 1
        right += _right_by_sympy(equation, found, _renamed)
    facts = _probes("from latex2sympy2_extended import latex2sympy as read", "9^{{9^{{9}}}}", "open('{canary}', 'w')")
    metrics = _peer_metrics(read, right, times, len(equations))
    return Row(
        "latex2sympy2-extended, LaTeX printed by SymPy",
        "peer",
        metrics,
        {"runs its text": False, "version": version("latex2sympy2_extended"), **facts},
    )


def _right_by_sympy(
    equation: feynman.Equation, found: Any, rename: Callable[[Mapping[str, float]], Mapping[str, float]]
) -> bool:
    def value(point: Mapping[str, float]) -> complex:
        table = {symbol: rename(point)[str(symbol)] for symbol in found.free_symbols}
        return complex(found.evalf(30, subs=table))

    try:
        return _right(equation, value)
    except Exception:  # another meaning of a name: no number comes out
        return False


def _peer_metrics(read: int, right: int, times: list[float], count: int) -> dict[str, Interval]:
    times = times or [float("nan")]
    return {
        "equations_read": wilson(read, count),
        "equations_right": wilson(right, count),
        "read_ms": _spread(times),
    }


def _probes(statement: str, tower: str, code: str) -> dict[str, Any]:
    """Read a tower of powers and a text that opens a file, each in a process of its own with a time limit."""
    with tempfile.TemporaryDirectory(prefix="physfm-probe-") as folder:
        canary = os.path.join(folder, "canary")
        hangs = _outcome(statement, tower.format(canary=canary)) is None
        _outcome(statement, code.format(canary=canary))
        return {"hangs on 9^9^9": hangs, "opened a file it was told to": os.path.exists(canary)}


def _outcome(statement: str, text: str) -> int | None:
    program = f"{statement}\nprint('loaded', flush=True)\nread({text!r})"
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdout is not None
    child.stdout.readline()  # the time limit starts when the library is loaded
    try:
        return child.wait(5 * HANG_S)
    except subprocess.TimeoutExpired:
        return None
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


# Texts ----------------------------------------------------------------------------------------------------------------


def _fuzz(
    equations: Sequence[feynman.Equation], latex: Sequence[str], count: int
) -> tuple[dict[str, Interval], dict[str, Any]]:
    valid = [*(e.formula for e in equations), *latex]
    symbolic.evaluate(symbolic.parse("erf(1) + besselj(0, 1)"))  # SciPy and pint are loaded before the watch begins
    symbolic.check_dimensions(symbolic.parse("x + y"), {"x": "m", "y": "m"})
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    worst_read = worst_all = 0.0
    sample: list[Node] = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="physfm-fuzz-") as folder:
        canary = os.path.join(folder, "canary")
        with fuzzing.watched() as events:
            for kind, text in fuzzing.texts(2026, count, valid, canary):
                kinds[kind] += 1
                fault = ""
                begun = time.perf_counter()
                trees: list[Node] = []
                for notation in ("text", "latex"):
                    try:
                        trees.append(symbolic.parse(text, notation))
                    except InputError:
                        continue
                    except Exception as err:
                        fault = f"crash: {type(err).__name__}"
                read = time.perf_counter()
                for tree in trees:
                    fault = fault or _used(tree)
                ended = time.perf_counter()
                worst_read, worst_all = max(worst_read, read - begun), max(worst_all, ended - begun)
                if ended - begun > HANG_S:
                    fault = fault or "hang"
                if events:
                    fault = f"escape: {events[0]}"
                    events.clear()
                outcomes["read" if trees else "refused"] += 1
                faults[fault] += bool(fault)
                if trees and outcomes["read"] % max(1, count // 2000) == 0:
                    sample.append(trees[0])
        seconds = time.perf_counter() - started
        faults["escape: canary"] += os.path.exists(canary)
        by_sympy = _by_sympy(sample[:200])
        faults["escape: canary"] += os.path.exists(canary)
    faulty = sum(faults.values()) + by_sympy["late"] + by_sympy["crashed"]
    metrics = {
        "texts_clean": wilson(max(0, count - faulty), count),
        "worst_read_s": exactly(worst_read),
        "worst_read_and_use_s": exactly(worst_all),
        "worst_through_sympy_s": exactly(by_sympy.pop("worst_s")),
    }
    facts = {
        "texts": count,
        "texts_by_kind": dict(kinds),
        "texts_read": outcomes["read"],
        "texts_refused": outcomes["refused"],
        "faults": {name: number for name, number in faults.items() if number},
        "texts_per_s": round(count / seconds),
        "through_sympy": by_sympy,
        "zombies": zombies(),
    }
    return metrics, facts


def _used(tree: Node) -> str:
    """Write, read back, evaluate and check a tree; return the fault, if there is one."""
    try:
        same = (
            symbolic.parse(symbolic.to_text(tree), "text"),
            symbolic.parse(symbolic.to_latex(tree), "latex"),
            symbolic.delinearise(symbolic.linearise(tree)),
        )
        if any(other != tree for other in same):
            return "round trip"
        for use in (
            lambda: symbolic.evaluate(tree, dict.fromkeys(symbolic.symbols(tree), 1.3)),
            lambda: symbolic.check_dimensions(tree, dict.fromkeys(symbolic.symbols(tree), "m")),
        ):
            try:
                use()
            except InputError:
                continue
    except Exception as err:
        return f"crash in use: {type(err).__name__}"
    return ""


def _by_sympy(trees: Sequence[Node]) -> dict[str, Any]:
    found = {"answered": 0, "refused": 0, "stopped": 0, "late": 0, "crashed": 0, "worst_s": 0.0}
    for tree in trees:
        deadline.warm()
        begun = time.perf_counter()
        try:
            symbolic.simplify(tree, seconds=LIMIT_S)
            found["answered"] += 1
        except InputError as err:
            found["stopped" if "took longer" in str(err) else "refused"] += 1
        except Exception:
            found["crashed"] += 1
        seconds = time.perf_counter() - begun
        found["late"] += seconds > HANG_S
        found["worst_s"] = max(found["worst_s"], seconds)
    return found


def zombies() -> int:
    """Children of this process that have ended and were not collected (Linux; 0 elsewhere)."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        count += fields[0] == "Z" and int(fields[1]) == os.getpid()
    return count


# Derivations ----------------------------------------------------------------------------------------------------------


def _steps(seeds: Sequence[int], count: int) -> tuple[dict[str, Interval], dict[str, Any]]:
    deadline.warm()
    found = alarms = undecided = total = lines = told = 0
    slips: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    inline_found = inline_alarms = inline = 0
    missed: list[str] = []
    started = time.perf_counter()
    for seed in seeds:
        for derivation in derivations.right(seed, count):
            report = symbolic.check_steps(derivation.lines, given=derivation.given)
            lines += len(derivation.lines)
            alarms += report.first_wrong is not None
            undecided += bool(report.undecided)
        for planted in derivations.wrong(seed, count):
            report = symbolic.check_steps(planted.derivation.lines, given=planted.derivation.given)
            lines += len(report.steps)
            hit = report.first_wrong is not None and report.first_wrong.line == planted.line
            slips[planted.slip] += 1
            caught[planted.slip] += hit
            total, found = total + 1, found + hit
            told += hit and report.first_wrong is not None and "from the lines before." not in report.first_wrong.reason
            if not hit:
                missed.append(f"{planted.derivation.family}: line {planted.line}, {planted.slip}")
    seconds = time.perf_counter() - started
    for planted, sound in zip(derivations.wrong(seeds[0], count), derivations.right(seeds[0], count), strict=True):
        inline += 1
        inline_alarms += symbolic.check_steps([*sound.given, *sound.lines]).first_wrong is not None
        given = planted.derivation.given
        wrong = symbolic.check_steps([*given, *planted.derivation.lines]).first_wrong
        inline_found += wrong is not None and wrong.line == planted.line + len(given)
    metrics = {
        "slips_found": wilson(found, total),
        "right_derivations_passed": wilson(total - alarms, total),
        "slips_found_without_given": wilson(inline_found, inline),
        "right_derivations_passed_without_given": wilson(inline - inline_alarms, inline),
        "step_ms": exactly(1e3 * seconds / lines),
    }
    facts = {
        "slips": {name: f"{caught[name]} of {number}" for name, number in sorted(slips.items())},
        "slips_with_a_hint": told,
        "slips_missed": missed,
        "false_alarms": alarms,
        "derivations_undecided": undecided,
    }
    return metrics, facts


# The SymPy process ----------------------------------------------------------------------------------------------------


def _process(turns: int) -> tuple[dict[str, Interval], dict[str, Any]]:
    starts, requests = [], []
    for _ in range(turns):
        worker = deadline.Worker()
        begun = time.perf_counter()
        worker.wait_until_ready()
        starts.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        worker.ask({"action": "simplify", "trees": ["x"], "assumptions": {}, "way": "simplify"}, 10.0)
        requests.append(1e3 * (time.perf_counter() - begun))
        worker.stop()
    begun = time.perf_counter()
    try:
        symbolic.simplify(symbolic.parse("(a + b + c + d + 1)^300"), way="expand", seconds=LIMIT_S)
        stopped = False
    except InputError as err:
        stopped = "took longer" in str(err)
    overshoot = time.perf_counter() - begun - LIMIT_S
    deadline.warm()
    symbolic.simplify(symbolic.parse("x + x"))
    metrics = {"start_s": _spread(starts), "request_ms": _spread(requests), "overshoot_s": exactly(overshoot)}
    return metrics, {"stopped at its limit and answered the next request": stopped, "zombies_at_the_end": zombies()}


def _spread(values: Sequence[float]) -> Interval:
    return Interval(statistics.median(values), min(values), max(values))
