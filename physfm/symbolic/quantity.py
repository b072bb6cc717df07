"""Quantities: values with standard deviations and units, read from text, put into expressions, carried to the result.

``9.81 m/s^2``, ``1.60(2)e-19 C``, ``(5.0 ± 0.1) kg``, ``5.0 +- 0.1 kg``. The dimensions of the whole expression are
checked before a number is computed in coherent SI units; standard deviations go to first order, correlations through
equal symbols included. Where first order does not suffice (an extremum, a wide error), that is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from physfm.errors import InputError, UnitError
from physfm.symbolic.dimensions import dimension_of, of_unit
from physfm.symbolic.evaluate import compute, uncertain
from physfm.symbolic.functions import PLUS_MINUS
from physfm.symbolic.tree import Call, Node, Number, Symbol, rebuild, symbols
from physfm.units import factor
from physfm.units import parse as parse_unit

_FLOAT = r"[-+−]?(?:\d+\.?\d*|\.\d+)"
_POWER = r"(?:[eE][-+]?\d{1,3}|\s*[×x*]\s*10\s*(?:\^|\*\*)\s*\(?[-+−]?\d{1,3}\)?)"
_PLUS_MINUS = r"(?:±|\+/-|\+-|\\pm)"
_QUANTITY = re.compile(
    rf"\s*(?:\(\s*(?P<v1>{_FLOAT}{_POWER}?)\s*{_PLUS_MINUS}\s*(?P<e1>{_FLOAT}{_POWER}?)\s*\)(?P<p1>{_POWER})?"
    rf"|(?P<v2>{_FLOAT}{_POWER}?)\s*{_PLUS_MINUS}\s*(?P<e2>{_FLOAT}{_POWER}?)"
    rf"|(?P<v3>{_FLOAT})\((?P<digits>\d{{1,3}})\)(?P<p3>{_POWER})?"
    rf"|(?P<v4>{_FLOAT}{_POWER}?))"
    r"\s*\*?\s*(?P<unit>[^\d\s±.].*|1/.*)?\s*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Quantity:
    """A value, its standard deviation (0 for exact) and its unit (``"1"`` if dimensionless)."""

    value: float
    error: float = 0.0
    unit: str = "1"


@dataclass(frozen=True)
class Evaluated:
    """The result of `substitute`.

    Parameters
    ----------
    quantity
        Value, first-order standard deviation, unit.
    shares
        The part of the standard deviation that each uncertain symbol brings, in the same unit; they add in quadrature.
    linear
        Whether first order suffices: the second-order shift at one standard deviation stays below a tenth of the error.
    """

    quantity: Quantity
    shares: Mapping[str, float]
    linear: bool


def read_quantity(text: str, spell: Callable[[str], str] = str) -> Quantity:
    """Read a quantity.

    Parameters
    ----------
    spell
        Puts the spelling of the unit right before pint reads it.

    Raises
    ------
    InputError
        If it is no number with an optional uncertainty and unit.
    UnitError
        If pint does not know the unit.
    """
    found = _QUANTITY.fullmatch(text[:200])
    if found is None or len(text) > 200:
        raise InputError(
            f"Expected a quantity such as '9.81 m/s^2', '1.60(2)e-19 C' or '(5.0 ± 0.1) kg', got {text!r:.80}."
        )
    part = found.groupdict()
    power = part["p1"] or part["p3"] or ""
    value = _float((part["v1"] or part["v2"] or part["v3"] or part["v4"]) + power)
    error = 0.0
    if part["digits"]:  # 1.60(2): the last digits
        decimals = len(part["v3"].partition(".")[2])
        error = int(part["digits"]) / 10**decimals * _float("1" + power)
    elif part["e1"] or part["e2"]:
        error = _float((part["e1"] or part["e2"]) + power)
    if error < 0 or not math.isfinite(value) or not math.isfinite(error):
        raise InputError(f"Expected a finite value and a standard deviation that is not negative, got {text!r:.80}.")
    unit = spell((part["unit"] or "").strip()) or "1"
    parse_unit(unit)
    return Quantity(value, error, unit)


def _float(text: str) -> float:
    plain = re.sub(r"\s*[×x*]\s*10\s*(?:\^|\*\*)\s*", "e", text.replace("−", "-"))
    try:
        return float(plain.translate({ord("("): None, ord(")"): None}))
    except ValueError as err:
        raise InputError(f"Expected a number, got {text!r:.40}.") from err


def substitute(tree: Node, values: Mapping[str, Quantity], unit: str = "") -> Evaluated:
    """Put quantities into an expression.

    Parameters
    ----------
    tree
        An expression without derivatives and integrals.
    values
        For every symbol; equal symbols are fully correlated, different ones independent.
    unit
        Of the result; left out, the coherent SI unit, or the common unit of the inputs if they have the result's.

    Raises
    ------
    InputError
        If a symbol has no value, or the value is not finite or not real.
    UnitError
        If the dimensions do not fit, a unit is unknown or has an offset (degrees Celsius).
    """
    arithmetic = uncertain()
    from uncertainties import UFloat, ufloat

    inline: dict[str, Quantity] = {}
    tree = _lift(tree, inline)
    values = {**values, **inline}
    used = {name: values[name] for name in symbols(tree) if name in values}
    missing = [name for name in symbols(tree) if name not in values]
    if missing:
        raise InputError(f"No value for {', '.join(missing[:8])}; given: {', '.join(values) or 'none'}.")
    dimension = dimension_of(tree, {name: quantity.unit for name, quantity in used.items()})
    common = (q.unit for q in used.values() if dimension.powers and of_unit(q.unit) == dimension)
    unit = unit or next(common, dimension.unit)
    if of_unit(unit) != dimension:
        raise UnitError(f"Expected a result in {unit!r}, but the expression is in {dimension.unit!r}.")
    to_unit = factor(dimension.unit, unit)
    given: dict[str, Any] = {}
    for name, quantity in used.items():
        scale = factor(quantity.unit, of_unit(quantity.unit).unit)
        value = quantity.value * scale
        given[name] = ufloat(value, quantity.error * scale, name) if quantity.error else value

    def run(numbers: Mapping[str, Any]) -> Any:
        try:
            result = compute(tree, numbers, arithmetic)
        except (ArithmeticError, ValueError) as err:
            if isinstance(err, InputError):
                raise
            raise InputError(f"The expression has no real value there: {err}.") from err
        if isinstance(result, complex) or not math.isfinite(result.n if isinstance(result, UFloat) else result):
            raise InputError("The value is not finite or not real: a division by zero, a domain, or an overflow.")
        return result

    result = run(given)
    if not isinstance(result, UFloat):
        return Evaluated(Quantity(result * to_unit, 0.0, unit), {}, True)
    parts = result.error_components()
    shares: dict[str, float] = {}
    for variable, share in parts.items():
        shares[str(variable.tag)] = share * to_unit
    return Evaluated(Quantity(result.n * to_unit, result.s * to_unit, unit), shares, _is_linear(run, given, result))


def _lift(tree: Node, found: dict[str, Quantity]) -> Node:
    """Replace every ``5.0 ± 0.1`` written in the expression by a symbol of its own."""
    if isinstance(tree, Call) and tree.function == PLUS_MINUS:
        value, error = (float(n.value) for n in tree.arguments if isinstance(n, Number))
        name = f"uncertain_{len(found) + 1}"
        found[name] = Quantity(value, error)
        return Symbol(name)
    return rebuild(tree, tuple(_lift(child, found) for child in tree.children)) if tree.children else tree


def _is_linear(run: Any, given: Mapping[str, Any], result: Any) -> bool:
    """Compare the mean of the values one standard deviation up and down with the value in the middle."""
    from uncertainties import UFloat, nominal_value

    centre = {name: nominal_value(value) for name, value in given.items()}
    shift = 0.0
    for name, value in given.items():
        if isinstance(value, UFloat):
            try:
                ends = [nominal_value(run(centre | {name: value.n + sign * value.s})) for sign in (-1, 1)]
            except InputError:
                return False  # a domain ends within one standard deviation
            shift += abs(sum(ends) / 2 - result.n)
    return shift <= 0.1 * result.s
