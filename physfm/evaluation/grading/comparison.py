"""Whether two formulas are the same under what the problem assumes: expressions, equations, inequalities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from physfm.errors import InputError
from physfm.evaluation.grading import constants, definitions, operators
from physfm.evaluation.grading.alignment import aligned, has_calculus, same_quantity
from physfm.evaluation.grading.assumptions import Assumed
from physfm.evaluation.grading.formulas import INVERSE, read, side
from physfm.evaluation.grading.values import Formula
from physfm.symbolic import Node, equivalent, symbols
from physfm.symbolic.evaluate import compute, floats
from physfm.symbolic.implication import solutions
from physfm.symbolic.sampling import compare, draw
from physfm.symbolic.tree import Call, Constant, Number, Relation, Symbol, replace, walk

Pair = tuple[Node, Node]
SECONDS = 0.7
"""Of a call of SymPy, which only derivatives and integrals need."""
CHAIN_TOL = 5e-3
"""Relative difference of the sides of a chain, one of which may be rounded."""
_ARC = {arc: name for name, arc in INVERSE.items()} | {"ln": "exp"}


def _same_left(one: Formula, other: Formula) -> bool:
    """Whether two equations name one thing on the left, with another index, and give it on the right."""
    names = []
    for formula in (one, other):
        tree = formula.tree
        if not isinstance(tree, Relation) or set(tree.operators) != {"="} or not isinstance(tree.sides[0], Symbol):
            return False
        names.append(tree.sides[0].name)
    inside = {n for formula in (one, other) for s in formula.tree.children[1:] for n in symbols(s)}
    whole = {re.sub(r"_(?:max|min)$", "", name) for name in names if name.endswith(("_max", "_min"))}
    same = bool(whole & set(names)) or same_quantity(*names)  # eta_max and eta, but not v_max and v_min
    return len(set(names)) == 2 and same and not inside & set(names)


def difference(answer: Formula, gold: Formula, assumed: Assumed, rel_tol: float | None) -> str:
    """Return why two formulas are not the same, an empty string if they are.

    What an answer defines beside its formula (``NI/L, where n = N/L``) may be a symbol of the gold.
    """
    why = _difference(answer, gold, assumed, rel_tol)
    if why and (meant := definitions.applied(gold, answer.given)) is not None:
        return why if _difference(answer, meant, assumed, rel_tol) else ""
    return why


def _difference(answer: Formula, gold: Formula, assumed: Assumed, rel_tol: float | None) -> str:
    if isinstance(gold.tree, Relation) and isinstance(answer.tree, Relation):
        answer = operators.oriented(answer, gold)
        if operators.differ(answer, gold):
            return "they are about other operators, or in another order"
        if _same_left(answer, gold):
            answer, gold = side(answer), side(gold)
        else:
            one, other = constants.reconciled(*aligned(answer, gold, read), defined=_defined(answer))
            return _relations(one, other, assumed, rel_tol)
    one, other = constants.reconciled(*aligned(side(answer, loose=True), side(gold), read), defined=_defined(answer))
    if isinstance(one.tree, Relation) and not isinstance(other.tree, Relation) and set(one.tree.operators) == {"="}:
        # every side of a chain must say the same: (pi/4) m g = 0.785 m g
        reasons = (_expressions(part, other.tree, assumed, rel_tol or CHAIN_TOL) for part in one.tree.sides)
        return next(filter(None, reasons), "")
    if isinstance(one.tree, Relation) or isinstance(other.tree, Relation):
        return "one is an equation and the other an expression"
    return _expressions(one.tree, other.tree, assumed, rel_tol)


def _defined(answer: Formula) -> frozenset[str]:
    """The names to which an answer gives a meaning of its own."""
    return frozenset(key.name for key, _ in answer.given if isinstance(key, Symbol))


def _expressions(one: Node, other: Node, assumed: Assumed, rel_tol: float | None) -> str:
    try:
        left, right = assumed.apply(one), assumed.apply(other)
        if any(isinstance(n, Constant) and n.name == "oo" for tree in (left, right) for n in walk(tree)):
            return "" if left == right else "infinity is only infinity"
        if rel_tol and any(isinstance(n, Number) and n.exponent < 0 for tree in (left, right) for n in walk(tree)):
            near = compare(left, right, assumed.words, rel_tol).equal
            if near:
                return ""
        found = equivalent(left, right, assumed.words, prove=False, seconds=SECONDS)
        if found.equal is None and not (has_calculus(left) or has_calculus(right)):
            found = equivalent(left, right, assumed.words, seconds=SECONDS)
    except (InputError, ArithmeticError, ValueError) as err:
        return f"they could not be compared: {err}"
    if not found.equal and _agree_with_i(left, right, assumed):
        return ""
    return "" if found.equal else found.reason.rstrip(".").lower()


def _agree_with_i(left: Node, right: Node, assumed: Assumed) -> bool:
    """Whether two expressions are the same where i is the imaginary unit, as it is in an exponent."""
    if "i" in assumed.words or "i" in assumed.parts or has_calculus(left) or has_calculus(right):
        return False
    exponents = [n for tree in (left, right) for n in walk(tree) if isinstance(n, Call) and n.function == "exp"]
    if not any("i" in symbols(n) for n in exponents):
        return False
    unit = Call("sqrt", (Number(-1),))
    return bool(compare(replace(left, {"i": unit}), replace(right, {"i": unit}), assumed.words).equal)


def _relations(one: Formula, other: Formula, assumed: Assumed, rel_tol: float | None) -> str:
    assert isinstance(one.tree, Relation)
    assert isinstance(other.tree, Relation)
    try:
        left, right = assumed.apply(one.tree), assumed.apply(other.tree)
    except InputError as err:
        return f"they could not be compared: {err}"
    assert isinstance(left, Relation)
    assert isinstance(right, Relation)
    if {*left.operators, *right.operators} != {"="}:
        return _inequalities(left, right, assumed)
    if left.sides[0] == right.sides[0] and isinstance(left.sides[0], Symbol):
        name = left.sides[0].name
        if not any(name in symbols(s) for s in (left.sides[-1], right.sides[-1])):
            return _expressions(left.sides[-1], right.sides[-1], assumed, rel_tol)
    if not set(symbols(left)) & set(symbols(right)):
        return "they are equations between different symbols"
    if set(left.sides) == set(right.sides):
        return ""
    if has_calculus(left) or has_calculus(right):
        return "a derivative or an integral stands in the way of a comparison"
    left, right = _without_arc(left), _without_arc(right)
    one_chain, other_chain = (list(zip(tree.sides, tree.sides[1:], strict=False)) for tree in (left, right))
    return "" if _imply(one_chain, other_chain, assumed.words) else "one equation does not follow from the other"


def _without_arc(tree: Relation) -> Relation:
    """``theta = arctan(x)`` as ``tan(theta) = x``."""
    if len(tree.sides) != 2:
        return tree
    for own, other in (tree.sides, tree.sides[::-1]):
        if isinstance(own, Call) and own.function in _ARC:
            return Relation(("=",), (Call(_ARC[own.function], (other,)), own.arguments[0]))
    return tree


def _imply(one: Sequence[Pair], other: Sequence[Pair], words: Mapping[str, str]) -> bool:
    """Whether each of two systems of equations follows from the other."""
    for first, second in ((one, other), (other, one)):
        known = solutions(list(first), words)
        if not all(known.test(conclusion, 0.0).holds for conclusion in second):
            return False
    return True


def _inequalities(left: Relation, right: Relation, assumed: Assumed) -> str:
    """The same boundaries, included or not alike, and the same points inside."""
    one, other = _pairs(left), _pairs(right)
    if len(one) != len(other) or set(symbols(left)) != set(symbols(right)):
        return "they are not about the same symbols and bounds"
    values = draw(symbols(left), assumed.words, 400)
    for ordered in permutations(other):
        for (larger, smaller, closed), (larger2, smaller2, closed2) in zip(one, ordered, strict=True):
            with np.errstate(all="ignore"):
                slacks = [_slack(pair, values) for pair in ((larger, smaller), (larger2, smaller2))]
            valid = np.isfinite(slacks[0]) & np.isfinite(slacks[1])
            if closed != closed2 or not np.array_equal(*((slack > 0)[valid] for slack in slacks)):
                break
            if not _imply([(larger, smaller)], [(larger2, smaller2)], assumed.words):
                break
        else:
            return ""
    return "they do not hold for the same values"


def _pairs(tree: Relation) -> list[tuple[Node, Node, bool]]:
    """(larger, smaller, whether they may be equal) for every sign of the chain."""
    found = []
    for operator, a, b in zip(tree.operators, tree.sides, tree.sides[1:], strict=False):
        found.append((*((a, b) if operator[0] == ">" else (b, a)), operator.endswith("=")))
    return found


def _slack(pair: Pair, values: Mapping[str, Any]) -> Any:
    larger, smaller = (np.real(compute(tree, values, floats())) for tree in pair)
    return np.asarray(larger - smaller)
