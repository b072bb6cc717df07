"""Random trees, and the SymPy process ended when the tests of this folder are done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from physfm.symbolic import deadline
from physfm.symbolic.functions import FUNCTIONS, PLUS_MINUS
from physfm.symbolic.tree import (
    Call,
    Constant,
    Derivative,
    Integral,
    Node,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    number,
)

NAMES = (
    "x",
    "y",
    "d",
    "e",
    "E",
    "m_0",
    "kb",
    "theta",
    "theta1",
    "x_max",
    "A_vec",
    "g_",
    "sin_0",
    "pi_0",
    "e_1",
    "Gamma",
)


@pytest.fixture(autouse=True, scope="package")
def _no_process_is_left() -> Iterator[None]:
    yield
    deadline.stop()


def expressions(*, calculus: bool = True, depth: int = 12) -> st.SearchStrategy[Node]:
    """Every kind of tree that can be built, not only those that reading gives."""
    names = st.sampled_from(NAMES)
    numbers = st.builds(number, st.integers(-(10**6), 10**6), st.sampled_from((0, 0, 0, -1, -3, -12, 2, 30)))
    leaves = st.one_of(numbers, names.map(Symbol), st.just(Constant("pi")))

    def extend(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=4).map(tuple)
        kinds: list[st.SearchStrategy[Node]] = [
            several.map(Sum),
            several.map(Product),
            st.builds(Quotient, inner, inner),
            st.builds(Power, inner, inner),
            *(
                st.lists(inner, min_size=f.arity[0], max_size=f.arity[1]).map(lambda a, n=f.name: Call(n, tuple(a)))
                for f in FUNCTIONS.values()
                if f.name != PLUS_MINUS
            ),
        ]
        if calculus:
            kinds += [
                st.builds(Derivative, inner, names.map(Symbol), st.integers(1, 3)),
                st.builds(Integral, inner, names.map(Symbol), st.none() | st.tuples(inner, inner)),
            ]
        return st.one_of(kinds)

    return st.recursive(leaves, extend, max_leaves=depth)


def relations() -> st.SearchStrategy[Node]:
    """Equations and chains of them."""
    return st.lists(expressions(depth=5), min_size=2, max_size=3).map(
        lambda sides: Relation(("=", "<=")[: len(sides) - 1], tuple(sides))
    )
