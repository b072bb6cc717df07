"""Formulas of constants of nature: their values (``h/e^2`` is 25.8 kohm), and one constant in terms of others.

Only a formula that holds nothing but constants has a value. ``mu_0`` becomes ``1/(epsilon_0 c^2)`` only where one side
has it and the other has not: two formulas that agree by such a step agree for no other reason.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from physfm.errors import InputError
from physfm.evaluation.grading.assumptions import canonical
from physfm.evaluation.grading.values import Formula, Measured
from physfm.symbolic import parse
from physfm.symbolic.tree import (
    Call,
    Constant,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    replace,
    symbols,
)
from physfm.units import registry

_UNITS = {
    "h": "planck_constant", "hbar": "hbar", "e": "elementary_charge", "c": "speed_of_light", "kB": "boltzmann_constant",
    "NA": "avogadro_constant", "epsilon0": "vacuum_permittivity", "mu0": "vacuum_permeability", "me": "electron_mass",
    "mp": "proton_mass", "mn": "neutron_mass", "G": "newtonian_constant_of_gravitation",
}  # fmt: skip
_SAME = {"eps0": "epsilon0", "kb": "kB"}
# A constant in terms of others, and which of those the other side must hold.
_IDENTITIES = (
    ("mu0", "1/(epsilon0*c**2)", {"epsilon0", "c"}),
    ("epsilon0", "1/(mu0*c**2)", {"mu0"}),
    ("k", "1/(4*pi*epsilon0)", {"epsilon0"}),
    ("ke", "1/(4*pi*epsilon0)", {"epsilon0"}),
    ("K", "1/(4*pi*epsilon0)", {"epsilon0"}),
    ("c", "1/sqrt(mu0*epsilon0)", {"mu0", "epsilon0"}),
    ("R", "NA*kB", {"NA", "kB"}),
    ("R", "NA*k", {"NA", "k"}),
    ("F", "NA*e", {"NA", "e"}),
    ("beta", "1/(kB*T)", {"kB", "T"}),
    ("beta", "1/(k*T)", {"k", "T"}),
    ("alpha", "e**2/(4*pi*epsilon0*hbar*c)", {"e", "epsilon0"}),
    ("a0", "4*pi*epsilon0*hbar**2/(me*e**2)", {"e", "epsilon0"}),
    ("muB", "e*hbar/(2*me)", {"e", "me"}),
)


def value(formula: Formula) -> Measured | None:
    """Return the value of a formula that holds constants of nature and nothing else; None for others."""
    tree = formula.tree
    if isinstance(tree, Relation):
        if set(tree.operators) != {"="} or not isinstance(tree.sides[0], Symbol):
            return None
        tree = tree.sides[-1]
    names = {_known(name) for name in symbols(tree)}
    if not names or not names <= _UNITS.keys():
        return None
    try:
        found = _quantity(tree).to_base_units()
        number = float(found.magnitude)
    except (InputError, ArithmeticError, ValueError, TypeError, AttributeError):  # of pint's: not of one dimension
        return None
    unit = "1" if found.dimensionless else f"{found.units:D}".replace(" ** ", "^").replace(" ", "")
    return Measured(number, unit) if math.isfinite(number) else None


def reconciled(one: Formula, other: Formula, *, defined: frozenset[str] = frozenset()) -> tuple[Formula, Formula]:
    """Return two formulas with the constants of one side as the other side has them, but for those ``defined``."""
    for name, meaning, needed in _IDENTITIES:
        if name in map(_known, defined):
            continue
        here, there = (_names(formula.tree) for formula in (one, other))
        if name in here and name not in there and needed <= there.keys():
            one = _with(one, here[name], meaning, there)
        elif name in there and name not in here and needed <= here.keys():
            other = _with(other, there[name], meaning, here)
    return one, other


def _known(name: str) -> str:
    flat = canonical(name).replace("_", "")
    return _SAME.get(flat, flat)


def _names(tree: Node) -> dict[str, str]:
    return {_known(name): name for name in symbols(tree)}


def _with(formula: Formula, name: str, meaning: str, spelled: Mapping[str, str]) -> Formula:
    tree = _meaning(meaning)
    tree = replace(tree, {n: Symbol(spelled.get(n, n)) for n in symbols(tree)})
    try:
        return Formula(formula.text, replace(formula.tree, {name: tree}))
    except InputError:  # the whole would exceed the bounds of a formula
        return formula


@cache
def _meaning(text: str) -> Node:
    return parse(text, "text")


def _quantity(tree: Node) -> Any:
    """The value of a tree with its unit, as `pint` has it."""
    match tree:
        case Number():
            return registry().Quantity(tree.digits * 10.0**tree.exponent, "")
        case Constant(name="pi"):
            return registry().Quantity(math.pi, "")
        case Symbol():
            return registry().Quantity(1.0, _UNITS[_known(tree.name)])
        case Sum():
            total = _quantity(tree.terms[0])
            for term in tree.terms[1:]:
                total = total + _quantity(term)
            return total
        case Product():
            product = registry().Quantity(1.0, "")
            for factor in tree.factors:
                product = product * _quantity(factor)
            return product
        case Quotient():
            return _quantity(tree.numerator) / _quantity(tree.denominator)
        case Power():
            return _quantity(tree.base) ** float(_quantity(tree.exponent).to("").magnitude)
        case Call(function="sqrt"):
            return _quantity(tree.arguments[0]) ** 0.5
    raise InputError(f"Expected sums, products, powers and roots of constants, got {type(tree).__name__}.")
