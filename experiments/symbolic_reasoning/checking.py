"""What the symbolic engine says of a line, of an answer, and of a question by itself. It never sees the gold.

The equations of a question define symbols. A line of algebra is right if its sides are equal once the definitions are
put in (`physfm.symbolic.equivalent`, at random points with 50 digits), and if it brings in no symbol that is not there;
a line of dimensions, if the operation has the dimension that it states. An answer is complete if it is a right line for
what the question asks, in the symbols that the question allows. `alone` is the control: parse the question by its fixed
wording, and let the engine do all of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from experiments.symbolic_reasoning.dimension import read, written
from experiments.symbolic_reasoning.problem import TREE, Problem
from physfm.errors import PhysfmError
from physfm.evaluation.grading import grade
from physfm.symbolic import dimension_of, equivalent, parse, simplify, solve, symbols, to_text
from physfm.symbolic.tree import Node, Relation, Symbol, replace

SECONDS = 5.0
"""Of each call of SymPy."""
UNITS = {"M": "kg", "L": "m", "T": "s"}


@dataclass(frozen=True)
class Verdict:
    """Of one line: whether it is right, and whether it answers the question."""

    right: bool
    answers: bool = False


WRONG = Verdict(False)


def formula(line: str) -> str:
    """Return a line without the tree that may stand beside it."""
    return line.partition(TREE.rstrip())[0].strip()


def judge(problem: Problem, lines: Sequence[str]) -> list[Verdict]:
    """Judge every line of a derivation; a wrong line is not built upon."""
    found: list[Verdict] = []
    labels: dict[str, Node] = {}
    for line in map(formula, lines):
        try:
            if problem.units:
                verdict = _dimension(problem, line, labels)
            else:
                verdict = _equation(line, problem.given, problem.target, problem.allowed)
        except (PhysfmError, ArithmeticError, ValueError, RecursionError):  # unreadable, or beyond the engine
            verdict = WRONG
        found.append(verdict)
    return found


@lru_cache(maxsize=100_000)
def _equation(line: str, given: tuple[str, ...], target: str, allowed: tuple[str, ...]) -> Verdict:
    tree = parse(line, "text")
    if not isinstance(tree, Relation) or set(tree.operators) != {"="}:
        return WRONG
    known, values = _definitions(given)
    if not set(symbols(tree)) <= known:
        return WRONG
    sides = [replace(side, values) for side in tree.sides]
    if not all(equivalent(sides[0], side, dict.fromkeys(known, "positive"), prove=False).equal for side in sides[1:]):
        return WRONG
    return Verdict(True, tree.sides[0] == Symbol(target) and set(symbols(tree.sides[-1])) <= set(allowed))


def _definitions(given: Sequence[str]) -> tuple[frozenset[str], dict[str, Node]]:
    """Return all symbols of the equations, and those on their left in terms of the others."""
    values: dict[str, Node] = {}
    known: set[str] = set()
    for text in given:
        tree = parse(text, "text")
        assert isinstance(tree, Relation)
        assert isinstance(tree.sides[0], Symbol)
        values[tree.sides[0].name] = replace(tree.sides[1], values)
        known |= set(symbols(tree))
    return frozenset(known), values


def _dimension(problem: Problem, line: str, labels: dict[str, Node]) -> Verdict:
    left, colon, right = line.partition(":")
    tree = parse(left, "text")
    stated = read(right)
    if not colon or stated is None or not isinstance(tree, Relation) or len(tree.sides) != 2:
        return WRONG
    label, body = tree.sides[0], replace(tree.sides[1], labels)
    if not isinstance(label, Symbol) or label.name in problem.units or not set(symbols(body)) <= set(problem.units):
        return WRONG
    if dimension_of(body, problem.units) != stated:
        return WRONG
    labels[label.name] = body
    whole = parse(problem.target, "text")
    same = body == whole or bool(equivalent(body, whole, dict.fromkeys(problem.units, "positive"), prove=False).equal)
    return Verdict(True, same)


def stated(problem: Problem, lines: Sequence[str]) -> str | None:
    """Return the answer that a derivation ends with, None if its last line states none."""
    last = formula(lines[-1]) if lines else ""
    if problem.units:
        return last.rpartition(":")[2].strip() or None
    left, equals, right = last.partition("=")
    return right.rpartition("=")[2].strip() or None if equals and left.strip() == problem.target else None


def is_right(problem: Problem, lines: Sequence[str]) -> bool:
    """Whether the answer that a derivation ends with equals the gold's (`physfm.evaluation.grading`)."""
    answer = stated(problem, lines)
    return answer is not None and graded(problem, answer)


def graded(problem: Problem, answer: str) -> bool:
    """Grade an answer, or a text that ends with one."""
    kind = "number" if problem.answer == "1" else "expression"
    names = [*problem.allowed, problem.target] if problem.given else [*UNITS]
    return grade(answer, problem.answer, assumptions=dict.fromkeys(names, "positive"), rel_tol=None, kind=kind).correct


_ISOLATE = re.compile(r"(?P<given>.+)\. Solve for (?P<target>\w+)\.")
_SUBSTITUTE = re.compile(r"(?P<given>.+)\. Write (?P<target>\w+) in (?P<allowed>[\w, ]+)\.")
_DIMENSION = re.compile(r"(?P<table>.+)\. Dimension of (?P<whole>.+)\?")


def alone(question: str) -> str | None:
    """Answer a question by rule and engine, without a model; None where they cannot."""
    try:
        if found := _ISOLATE.fullmatch(question):
            return _solved(found["given"], found["target"])
        if found := _SUBSTITUTE.fullmatch(question):
            return _put_in(found["given"].split(", "), found["target"])
        if found := _DIMENSION.fullmatch(question):
            table = dict(entry.split(": ") for entry in found["table"].split(", "))
            units = {name: re.sub(r"[MLT]", lambda m: UNITS[m[0]], text) for name, text in table.items()}
            units = {name: text.replace(" ", "*").replace("^", "**") for name, text in units.items()}
            powers = dict(dimension_of(parse(found["whole"], "text"), units).powers)
            return written((*(int(powers.get(n, 0)) for n in ("[mass]", "[length]", "[time]")),))  # type: ignore[arg-type]
    except (PhysfmError, ArithmeticError, ValueError):
        return None
    return None


def _solved(given: str, target: str) -> str | None:
    tree = parse(given, "text")
    assumptions = dict.fromkeys(symbols(tree), "positive")
    for solution in solve(tree, target, assumptions, seconds=SECONDS):
        line = f"{target} = {to_text(solution)}"
        # SymPy also gives the branches of roots that are not meant.
        if _equation(line, (given,), target, symbols(solution)).right:
            return to_text(solution)
    return None


def _put_in(given: Sequence[str], target: str) -> str | None:
    _, values = _definitions(given)
    body = values[target]
    return to_text(simplify(body, dict.fromkeys(symbols(body), "positive"), seconds=SECONDS))
