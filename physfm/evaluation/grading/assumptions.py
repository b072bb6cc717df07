"""What the problem says of its symbols: signs, intervals, constants set to one.

A symbol in an interval is replaced by a function of a positive one that runs through exactly that interval, so that
`physfm.symbolic.equivalent` needs to know signs only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from physfm.errors import InputError
from physfm.evaluation.grading.conversion import natural_constants
from physfm.symbolic.algebra import checked
from physfm.symbolic.functions import ALIASES, CONSTANTS
from physfm.symbolic.tree import Node, Number, Product, Quotient, Sum, Symbol, negate, number, replace, symbols

Assumption = str | float | tuple[float, float]
_VARIANTS = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma"}


@dataclass(frozen=True)
class Assumed:
    """Assumptions by canonical name: words, and trees that take the place of a symbol."""

    words: Mapping[str, str]
    parts: Mapping[str, Node]
    natural: tuple[str, ...]

    def apply(self, tree: Node) -> Node:
        """Return the tree with canonical names and with symbols replaced as assumed."""
        return replace(replace(tree, {name: Symbol(canonical(name)) for name in symbols(tree)}), self.parts)


def canonical(name: str) -> str:
    """One spelling of a symbol: ``v_0`` and ``v0``, ``\\varepsilon`` and ``\\epsilon`` are the same."""
    parts = [_VARIANTS.get(part, part) for part in name.split("_")]
    joined = "".join(parts)
    return name if joined in ALIASES or joined in CONSTANTS or joined in ("diff", "integrate") else joined


def read(assumptions: Mapping[str, Assumption] | None) -> Assumed:
    """Read assumptions.

    Parameters
    ----------
    assumptions
        For a symbol a word (``"positive"``, ``"negative"``, ``"integer"``, ``"complex"`` ...), an interval such as
        ``(0, 1)`` or ``(0, math.inf)`` without its ends, or a number that it is set to: ``{"c": 1, "hbar": 1}`` are
        natural units, and quantities are converted accordingly.

    Raises
    ------
    InputError
        If one is none of these.
    """
    words: dict[str, str] = {}
    parts: dict[str, Node] = {}
    for name, given in (assumptions or {}).items():
        key = canonical(name)
        match given:
            case str():
                words[key] = given
            case bool():
                raise InputError(f"Expected a word, an interval or a number for {name}, got {given!r}.")
            case int() | float() if math.isfinite(given):
                parts[key] = _number(given)
            case (int() | float() as low, int() | float() as high) if low < high:
                words[key], found = _inside(key, low, high)
                if found is not None:
                    parts[key] = found
            case _:
                raise InputError(
                    f"Expected {name} to be a word ('positive'), an interval (0, 1) or a number, got {given!r}."
                )
    ones = [name for name, given in (assumptions or {}).items() if not isinstance(given, str | tuple) and given == 1]
    return Assumed(checked(words), parts, natural_constants(ones))


def _inside(name: str, low: float, high: float) -> tuple[str, Node | None]:
    """A tree over a positive symbol of the same name that takes every value between the bounds."""
    symbol = Symbol(name)
    if math.isinf(low) and math.isinf(high):
        return "real", None
    if math.isinf(high):
        return "positive", Sum((_number(low), symbol)) if low else None
    if math.isinf(low):
        return "positive", Sum((_number(high), negate(symbol)))
    run = Quotient(symbol, Sum((Number(1), symbol)))
    return "positive", Sum((_number(low), Product((_number(high - low), run))))


def _number(value: float) -> Number:
    fraction = Fraction(repr(value)) if not float(value).is_integer() else Fraction(int(value))
    digits, exponent = fraction.numerator, 0
    while fraction.denominator != 1:
        fraction, exponent = fraction * 10, exponent - 1
        digits = fraction.numerator
    return number(digits, exponent)
