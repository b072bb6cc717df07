"""Trees: what is written reads back as the same tree, in text, LaTeX and tokens; bounds hold whoever builds."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from physfm.errors import InputError
from physfm.symbolic import TOKENS, delinearise, evaluate, linearise, parse, to_latex, to_text
from physfm.symbolic.functions import FUNCTIONS
from physfm.symbolic.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    Call,
    Derivative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    Symbol,
    negate,
    number,
    replace,
    symbols,
    walk,
)

from .conftest import expressions, relations

# The checker of annotations looks at a random member of a tuple, also while Hypothesis builds a tree.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(expressions() | relations())
def test_text_reads_back_as_the_same_tree(tree: Node) -> None:
    assert parse(to_text(tree), "text") == tree


@SETTINGS
@given(expressions() | relations())
def test_latex_reads_back_as_the_same_tree(tree: Node) -> None:
    assert parse(to_latex(tree), "latex") == tree


@SETTINGS
@given(expressions() | relations())
def test_linearisation_is_exactly_invertible_over_its_declared_tokens(tree: Node) -> None:
    tokens = linearise(tree)
    assert set(tokens) <= set(TOKENS)
    assert delinearise(tokens) == tree


@SETTINGS
@given(st.lists(st.sampled_from(TOKENS), max_size=12))
def test_any_tokens_are_the_one_spelling_of_a_tree_or_refused(tokens: list[str]) -> None:
    try:
        tree = delinearise(tokens)
    except InputError:
        return
    assert linearise(tree) == tuple(tokens)


@pytest.mark.parametrize(
    "tokens",
    [[], ["SUM", "x", "END"], ["x", "y"], ["-", "0"], ["+", "0", "1"], ["+", "1", "E", "+", "2"], ["+"], ["nonsense"],
     ["QUOTIENT", "x"], ["SUM"] * 100, ["sin("], ["POWER"] * 50 + ["x"] * 51, ["DERIVATIVE", "x", "x", "x"],
     ["=", "x"], ["SUM", "x", "=", "x", "y", "END"], ["+", "²"]],
)  # fmt: skip
def test_other_token_sequences_are_refused(tokens: list[str]) -> None:
    with pytest.raises(InputError):
        delinearise(tokens)


def test_the_vocabulary_has_no_token_twice_and_covers_every_function() -> None:
    assert len(set(TOKENS)) == len(TOKENS)
    assert {f"{name}(" for name in FUNCTIONS} <= set(TOKENS)


@SETTINGS
@given(expressions(calculus=False))
def test_minus_has_minus_the_value(tree: Node) -> None:
    point = {name: 0.5 + 0.1 * i for i, name in enumerate(symbols(tree))}
    try:
        value = evaluate(tree, point)
    except InputError:
        return
    assert evaluate(negate(tree), point) == pytest.approx(-value, rel=1e-9)


@pytest.mark.parametrize(
    ("digits", "exponent", "expected"),
    [
        (0, 5, (0, 0)),
        (1500, -2, (15, 0)),
        (15, 2, (1500, 0)),
        (1, 30, (1, 30)),
        (10**25, 0, (1, 25)),
        (-30, -3, (-3, -2)),
    ],
)
def test_numbers_have_one_normal_form(digits: int, exponent: int, expected: tuple[int, int]) -> None:
    found = number(digits, exponent)
    assert (found.digits, found.exponent) == expected
    assert found.value == digits * 10**exponent if exponent >= 0 else found.value * 10**-exponent == digits


def test_bounds_hold_for_every_tree() -> None:
    tree: Node = Symbol("x")
    for _ in range(MAX_DEPTH - 1):
        tree = Call("sin", (tree,))
    assert tree.depth == MAX_DEPTH
    with pytest.raises(InputError, match="levels"):
        Call("sin", (tree,))
    wide = Sum((Symbol("x"),) * (MAX_NODES - 1))
    assert wide.size == MAX_NODES
    with pytest.raises(InputError, match="nodes"):
        Product((wide, Symbol("y")))
    with pytest.raises(InputError, match="digits"):
        number(10**MAX_DIGITS + 1)
    with pytest.raises(InputError, match="digits"):
        number(1 << 10_000_000)  # decided before a decimal is made of it
    with pytest.raises(InputError, match="order"):
        Derivative(Symbol("x"), Symbol("x"), 21)


def test_what_is_no_expression_cannot_be_built() -> None:
    equation = Relation(("=",), (Symbol("x"), Number(1)))
    with pytest.raises(InputError, match="part of an expression"):
        Sum((equation, Number(1)))
    for name in ("", "1x", "sin", "pi", "x y", "x.y", "__class__", "diff"):
        with pytest.raises(InputError, match="name of a symbol"):
            Symbol(name)
    with pytest.raises(InputError, match="Did you mean 'sin'"):
        Call("sinn", (Symbol("x"),))


@SETTINGS
@given(expressions(depth=6))
def test_replacing_symbols_by_themselves_changes_nothing(tree: Node) -> None:
    assert replace(tree, {name: Symbol(name) for name in symbols(tree)}) == tree
    assert sum(1 for _ in walk(tree)) == tree.size
    assert pickle.loads(pickle.dumps(tree)) == tree


def test_the_variable_of_an_integral_is_not_replaced_inside() -> None:
    tree = parse("integrate(x*y, x, 0, x)")
    assert to_text(replace(tree, {"x": Number(3), "y": Symbol("z")})) == "integrate(x*z, x, 0, 3)"


def test_a_power_under_a_power_keeps_its_brackets() -> None:
    assert to_text(Power(Power(Symbol("x"), Number(2)), Number(3))) == "(x^2)^3"
