"""Dimensions of expressions: every sum, every equation, every argument of a function is checked; units by pint.

A dimension is an exact power product of pint's base dimensions (``[mass] [length]**2 [time]**-2``). Angles have none.
Natural units are not assumed. Zero fits any dimension, and a symbol without a unit is unknown: what depends on it is
not checked, and said so; where an equation gives its dimension, it is derived.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from physfm.errors import InputError, UnitError
from physfm.symbolic.evaluate import evaluate
from physfm.symbolic.functions import FUNCTIONS
from physfm.symbolic.tree import (
    Call,
    Constant,
    Derivative,
    Integral,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    symbols,
)
from physfm.symbolic.writing import to_text
from physfm.units import parse as parse_unit
from physfm.units import registry

_SI = {
    "[length]": "m", "[mass]": "kg", "[time]": "s", "[current]": "A", "[temperature]": "K", "[substance]": "mol",
    "[luminosity]": "cd",
}  # fmt: skip
_NAMED = ("J", "N", "W", "Pa", "C", "V", "ohm", "F", "T", "Wb", "H", "V/m")


@dataclass(frozen=True)
class Dimension:
    """Powers of base dimensions, sorted by name, zeros left out; empty is dimensionless."""

    powers: tuple[tuple[str, Fraction], ...] = ()

    def __mul__(self, other: Dimension) -> Dimension:
        total = dict(self.powers)
        for name, power in other.powers:
            total[name] = total.get(name, Fraction(0)) + power
        return Dimension(tuple(sorted((n, p) for n, p in total.items() if p)))

    def __pow__(self, exponent: Fraction) -> Dimension:
        return Dimension(tuple((name, power * exponent) for name, power in self.powers if exponent))

    def __truediv__(self, other: Dimension) -> Dimension:
        return self * other ** Fraction(-1)

    @property
    def unit(self) -> str:
        """The coherent SI unit as pint reads it: ``"J"`` where it has a name, ``"1"`` where it is dimensionless."""
        if self in _named():
            return _named()[self]
        up = [_power(n, p) for n, p in self.powers if p > 0]
        down = [_power(n, -p) for n, p in self.powers if p < 0]
        return "/".join(["*".join(up) or "1", *down])


def _power(name: str, power: Fraction) -> str:
    unit = _SI.get(name, name.strip("[]"))
    if power == 1:
        return unit
    return f"{unit}**{power}" if power.denominator == 1 else f"{unit}**({power})"


@cache
def _named() -> dict[Dimension, str]:
    return {of_unit(unit): unit for unit in _NAMED}


@cache
def of_unit(unit: str) -> Dimension:
    """Return the dimension of a unit.

    Raises
    ------
    UnitError
        If pint does not know the unit.
    """
    found = registry().get_dimensionality(parse_unit(unit))
    powers = ((str(name), Fraction(str(power)).limit_denominator(1000)) for name, power in found.items())
    return Dimension(tuple(sorted((name, power) for name, power in powers if power)))


DIMENSIONLESS = Dimension()
_ROUNDS = 16
_ANY = "any"
_Found = Dimension | str | None
"""A dimension, ``_ANY`` for zero and infinity, or None where it depends on a symbol without a unit."""


@dataclass(frozen=True)
class DimensionReport:
    """What a check of dimensions found.

    Parameters
    ----------
    dimension
        Of the expression, or of the sides of the equation; None where it is unknown or contradictory.
    problems
        One line each: where, what was expected, what came.
    unknown
        Symbols without a unit whose dimension did not follow from an equation or a sum either.
    derived
        The coherent SI unit of the symbols without a unit for which it did.
    """

    dimension: Dimension | None
    problems: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    derived: Mapping[str, str] | None = None

    @property
    def consistent(self) -> bool | None:
        """False with a problem, True if everything was checked, None if unknown symbols left something open."""
        if self.problems:
            return False
        return None if self.unknown else True


def check_dimensions(tree: Node, units: Mapping[str, str]) -> DimensionReport:
    """Check every sum, relation, power and function call.

    Parameters
    ----------
    tree
        An expression or a relation.
    units
        The unit of every symbol that has one; ``"1"`` says dimensionless.

    Raises
    ------
    UnitError
        If pint does not know a unit.
    """
    known = {name: of_unit(unit) for name, unit in units.items()}
    derived: dict[str, Dimension] = {}
    for _ in range(_ROUNDS):  # each may derive the dimension of further symbols
        walker = _Walker(known | derived)
        found = walker.of(tree)
        new = {name: value for name, value in walker.derived.items() if name not in derived}
        if not new:
            break
        derived |= new
    unknown = tuple(name for name in symbols(tree) if name not in known and name not in derived)
    dimension = None if walker.problems or not isinstance(found, Dimension) else found
    return DimensionReport(
        dimension, tuple(walker.problems), unknown, {name: value.unit for name, value in derived.items()}
    )


def dimension_of(tree: Node, units: Mapping[str, str]) -> Dimension:
    """Return the dimension of an expression whose symbols all have units.

    Raises
    ------
    UnitError
        With the first problem, or if the dimension of a symbol is unknown.
    """
    report = check_dimensions(tree, units)
    if report.problems:
        raise UnitError(report.problems[0])
    if report.dimension is None and report.unknown:
        raise UnitError(f"Expected a unit for every symbol, got none for {', '.join(report.unknown[:8])}.")
    return report.dimension or DIMENSIONLESS


class _Walker:
    def __init__(self, known: Mapping[str, Dimension]) -> None:
        self.known = known
        self.problems: list[str] = []
        self.derived: dict[str, Dimension] = {}
        self._found: dict[int, _Found] = {}  # by identity: a node is looked at once, and complained of once

    def of(self, node: Node) -> _Found:
        if id(node) not in self._found:
            self._found[id(node)] = self._of(node)
        return self._found[id(node)]

    def _of(self, node: Node) -> _Found:
        match node:
            case Number(digits=digits):
                return DIMENSIONLESS if digits else _ANY
            case Constant(name=name):
                return DIMENSIONLESS if name == "pi" else _ANY
            case Symbol(name=name):
                return self.known.get(name)
            case Sum(terms=parts):
                return self._same(parts, "the terms of", node)
            case Relation(sides=parts):
                return self._same(parts, "the sides of", node)
            case Product(factors=parts):
                return self._product([self.of(part) for part in parts])
            case Quotient(numerator=above, denominator=below):
                return self._over(self.of(above), self.of(below))
            case Power():
                return self._power(node)
            case Call():
                return self._call(node)
            case Derivative(body=body, variable=variable, order=order):
                step = self.of(variable)
                return self._over(self.of(body), step ** Fraction(order) if isinstance(step, Dimension) else step)
            case Integral(body=body, variable=variable, bounds=bounds):
                if bounds:
                    self._same((variable, *bounds), "the variable and the bounds of", node)
                return self._product([self.of(body), self.of(variable)])
        raise InputError(f"{type(node).__name__} has no dimension.")

    def _product(self, parts: list[_Found]) -> _Found:
        if _ANY in parts:
            return _ANY
        total = DIMENSIONLESS
        for part in parts:
            if not isinstance(part, Dimension):
                return None
            total = total * part
        return total

    def _over(self, above: _Found, below: _Found) -> _Found:
        if above == _ANY or below == _ANY:
            return _ANY
        return above / below if isinstance(above, Dimension) and isinstance(below, Dimension) else None

    def _same(self, parts: tuple[Node, ...], what: str, whole: Node) -> _Found:
        found = [self.of(part) for part in parts]
        fixed = [(part, f) for part, f in zip(parts, found, strict=True) if isinstance(f, Dimension)]
        if not fixed:
            return _ANY if all(f == _ANY for f in found) else None
        first, wanted = fixed[0]
        for part, dimension in fixed[1:]:
            if dimension != wanted:
                units = f"{_short(first)} is in {wanted.unit}, {_short(part)} in {dimension.unit}"
                self.problems.append(f"In {what} {_short(whole)}: {units}.")
                return None
        for part, f in zip(parts, found, strict=True):
            self._derive(part, f, wanted)
        return wanted

    def _derive(self, part: Node, found: _Found, wanted: Dimension) -> None:
        """Give a dimension to the one unknown symbol of a part, if it stands there as a factor to the first power."""
        if found is not None:
            return
        if isinstance(part, Symbol):
            self.derived[part.name] = wanted
        elif isinstance(part, Product):
            others = [(f, self.of(f)) for f in part.factors]
            open_ones = [f for f, d in others if d is None]
            rest = self._product([d for _, d in others if d is not None])
            if len(open_ones) == 1 and isinstance(rest, Dimension):
                self._derive(open_ones[0], None, wanted / rest)
        elif isinstance(part, Quotient):
            above, below = self.of(part.numerator), self.of(part.denominator)
            if isinstance(below, Dimension):
                self._derive(part.numerator, above, wanted * below)
            elif isinstance(above, Dimension) and below is None:
                self._derive(part.denominator, below, above / wanted)

    def _power(self, node: Power) -> _Found:
        base, exponent = self.of(node.base), self.of(node.exponent)
        if isinstance(exponent, Dimension) and exponent != DIMENSIONLESS:
            self.problems.append(
                f"In {_short(node)}: an exponent has no dimension, {_short(node.exponent)} is in {exponent.unit}."
            )
            return None
        if not isinstance(base, Dimension) or base == DIMENSIONLESS:
            return base
        power = _rational(node.exponent)
        if power is None:
            self.problems.append(
                f"In {_short(node)}: {_short(node.base)} is in {base.unit}, so its exponent must be a number, "
                f"got {_short(node.exponent)}."
            )
            return None
        return base**power

    def _call(self, node: Call) -> _Found:
        rule = FUNCTIONS[node.function].rule
        if rule in ("same", "ratio"):
            found = self._same(node.arguments, "the arguments of", node)
            return found if rule == "same" else DIMENSIONLESS
        arguments = [self.of(argument) for argument in node.arguments]
        if rule == "root":
            return arguments[0] ** Fraction(1, 2) if isinstance(arguments[0], Dimension) else arguments[0]
        for argument, found in zip(node.arguments, arguments, strict=True):
            if rule == "plain" and isinstance(found, Dimension) and found != DIMENSIONLESS:
                wants = f"{node.function}() wants a number without a dimension"
                self.problems.append(f"In {_short(node)}: {wants}, {_short(argument)} is in {found.unit}.")
        return DIMENSIONLESS


def _rational(node: Node) -> Fraction | None:
    """The value of a constant exponent; None if it holds a symbol."""
    if isinstance(node, Number):
        return node.value
    if symbols(node):
        return None
    try:
        value: Any = evaluate(node)
    except InputError:
        return None
    return Fraction(value).limit_denominator(1000) if isinstance(value, float) else None


def _short(node: Node) -> str:
    text = to_text(node)
    return text if len(text) <= 60 else f"{text[:57]}..."
