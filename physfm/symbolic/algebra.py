"""What SymPy does for us, tree in and tree out, each within a deadline: simplify, differentiate, solve ...

Assumptions are one word of `physfm.symbolic.bridge.ASSUMPTIONS` a symbol; symbols are real where nothing is said. An
answer that can be tested is tested: solutions are put back, antiderivatives are differentiated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from physfm.errors import InputError, did_you_mean
from physfm.symbolic import deadline
from physfm.symbolic.bridge import ASSUMPTIONS
from physfm.symbolic.linearise import delinearise, linearise
from physfm.symbolic.tree import Derivative, Integral, Node, Number, Relation, Symbol, symbols, walk

Assumptions = Mapping[str, str]
Way = Literal["simplify", "expand", "factor"]
MAX_SERIES = 20


def checked(assumptions: Assumptions | None) -> dict[str, str]:
    """Return the assumptions if every word is known.

    Raises
    ------
    InputError
        If one is not.
    """
    for name, word in (assumptions or {}).items():
        if word not in ASSUMPTIONS:
            hint = did_you_mean(word, ASSUMPTIONS)
            raise InputError(f"Expected {name} to be one of {', '.join(ASSUMPTIONS)}, got {word!r}.{hint}")
    return dict(assumptions or {})


def _ask(
    action: str, trees: Sequence[Node], assumptions: Assumptions | None, seconds: float | None, **options: object
) -> list[Node]:
    request = {
        "action": action,
        "trees": [" ".join(linearise(tree)) for tree in trees],
        "assumptions": checked(assumptions),
        **options,
    }
    return [delinearise(tokens.split(" ")) for tokens in deadline.ask(request, seconds)["trees"]]


def simplify(
    tree: Node, assumptions: Assumptions | None = None, *, way: Way = "simplify", seconds: float | None = None
) -> Node:
    """Simplify, expand or factor an expression; both sides of an equation.

    Raises
    ------
    InputError
        If it takes too long, or the answer has no tree (all functions of this module).
    """
    if isinstance(tree, Relation):
        return Relation(
            tree.operators, tuple(simplify(side, assumptions, way=way, seconds=seconds) for side in tree.sides)
        )
    return _ask("simplify", [tree], assumptions, seconds, way=way)[0]


def differentiate(
    tree: Node, variable: str, assumptions: Assumptions | None = None, *, order: int = 1, seconds: float | None = None
) -> Node:
    """Differentiate ``order`` times; every other symbol is held constant."""
    Derivative(Number(0), Symbol(variable), order)  # refuses what is no order
    return _ask("differentiate", [_expression(tree), Symbol(variable)], assumptions, seconds, order=order)[0]


def integrate(
    tree: Node,
    variable: str,
    bounds: tuple[Node, Node] | None = None,
    assumptions: Assumptions | None = None,
    *,
    seconds: float | None = None,
) -> Node:
    """Integrate; without bounds the antiderivative without its constant."""
    return _ask("integrate", [_expression(tree), Symbol(variable), *(bounds or ())], assumptions, seconds)[0]


def series(
    tree: Node,
    variable: str,
    point: Node | None = None,
    assumptions: Assumptions | None = None,
    *,
    order: int = 4,
    seconds: float | None = None,
) -> Node:
    """Expand in powers of ``variable - point`` up to and with ``order``."""
    if not 0 <= order <= MAX_SERIES:
        raise InputError(f"Expected a series up to order 0 to {MAX_SERIES}, got {order}.")
    trees = [_expression(tree), Symbol(variable), point or Number(0)]
    return _ask("series", trees, assumptions, seconds, order=order)[0]


def solve(
    tree: Node, variable: str, assumptions: Assumptions | None = None, *, seconds: float | None = None
) -> list[Node]:
    """Solve an equation, or an expression set to zero, for one symbol; no solution is an empty list."""
    if variable not in symbols(tree):
        raise InputError(f"The equation does not hold {variable!r}; it holds {', '.join(symbols(tree)) or 'none'}.")
    return _ask("solve", [tree, Symbol(variable)], assumptions, seconds)


def resolve(tree: Node, assumptions: Assumptions | None = None, *, seconds: float | None = None) -> Node:
    """Carry out the derivatives and integrals in an expression; a tree without any is returned as it is."""
    if not any(isinstance(node, Derivative | Integral) for node in walk(tree)):
        return tree
    if isinstance(tree, Relation):
        return Relation(tree.operators, tuple(resolve(side, assumptions, seconds=seconds) for side in tree.sides))
    return _ask("resolve", [tree], assumptions, seconds)[0]


def proves_equal(
    left: Node, right: Node, assumptions: Assumptions | None = None, *, seconds: float | None = None
) -> bool | None:
    """Whether SymPy proves two expressions equal (True) or different by a constant (False); None if neither."""
    request = {
        "action": "vanishes",
        "trees": [" ".join(linearise(tree)) for tree in (left, right)],
        "assumptions": checked(assumptions),
    }
    truth: bool | None = deadline.ask(request, seconds)["truth"]
    return truth


def _expression(tree: Node) -> Node:
    if isinstance(tree, Relation):
        raise InputError("Expected an expression, got an equation.")
    return tree
