"""Numbers for symbols: one walk over the tree, in the arithmetic of NumPy, mpmath or `uncertainties`.

Floats and arrays go through NumPy; roots, logarithms and powers that leave the reals become complex on the principal
branch, as in SymPy. mpmath takes 50 digits, for the cases where rounding decides; `uncertainties` propagates standard
deviations to first order and keeps track of correlations (``x - x`` is 0 ± 0). Nothing here can take long: the tree is
bounded, floats overflow, and 50-digit arithmetic is used only where floats did not overflow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, reduce
from typing import Any

import numpy as np

from physfm.errors import InputError, MissingDependency
from physfm.symbolic.functions import PLUS_MINUS
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

DIGITS = 50
"""Decimal digits of the mpmath arithmetic."""


@dataclass(frozen=True)
class Arithmetic:
    """Where numbers come from and how functions act on them; ``+ * /`` are Python's own.

    Parameters
    ----------
    number
        From a `Number` to what is computed with.
    pi
        In the same arithmetic.
    power
        Base to an exponent.
    functions
        By the names of `physfm.symbolic.functions.FUNCTIONS`.
    seen
        Collects the absolute value at every node, if given: the scale on which rounding is judged.
    """

    number: Callable[[Number], Any]
    pi: Any
    power: Callable[[Any, Any], Any]
    functions: Mapping[str, Callable[..., Any]]
    seen: list[Any] | None = field(default=None, compare=False)


def evaluate(tree: Node, values: Mapping[str, Any] | None = None) -> Any:
    """Return the value of an expression.

    Parameters
    ----------
    tree
        Without derivatives and integrals (`physfm.symbolic.algebra.resolve` removes them) and without a relation.
    values
        A number or an array (all of one shape) for every symbol.

    Returns
    -------
    value
        A float, a complex number where the value is not real, or an array of either. Entries without a value
        (a division by zero, an overflow) are nan or infinite in an array.

    Raises
    ------
    InputError
        If a symbol has no value, or the single value asked for is not finite.
    """
    with np.errstate(all="ignore"):
        found = compute(tree, values or {}, floats())
    if np.ndim(found):
        return found
    if not np.isfinite(found):
        raise InputError("The value is not finite: a division by zero, a value outside of a domain, or an overflow.")
    return float(found.real) if np.imag(found) == 0 else complex(found)


def compute(tree: Node, values: Mapping[str, Any], arithmetic: Arithmetic) -> Any:
    """Compute a tree in one arithmetic.

    Raises
    ------
    InputError
        If a symbol has no value or a node has no number.
    """
    return program(tree).run(values, arithmetic)


_NUMBER, _SYMBOL, _PI, _SUM, _PRODUCT, _QUOTIENT, _POWER, _CALL = range(8)


@dataclass(frozen=True)
class Program:
    """A tree in the order in which a stack computes it: what is evaluated thousands of times is walked once."""

    steps: tuple[tuple[int, Any, int], ...]
    names: tuple[str, ...]

    def run(self, values: Mapping[str, Any], arithmetic: Arithmetic) -> Any:
        """Compute with values for all names.

        Raises
        ------
        InputError
            If a symbol has no value.
        """
        missing = [name for name in self.names if name not in values]
        if missing:
            raise InputError(f"No value for {', '.join(missing[:8])}; given: {', '.join(values) or 'none'}.")
        stack: list[Any] = []
        for kind, payload, count in self.steps:
            found: Any
            if kind == _NUMBER:
                found = arithmetic.number(payload)
            elif kind == _SYMBOL:
                found = values[payload]
            elif kind == _PI:
                found = arithmetic.pi
            else:
                first, *rest = stack[-count:]
                del stack[-count:]
                if kind == _SUM:
                    found = first
                    for part in rest:
                        found = found + part
                elif kind == _PRODUCT:
                    found = first
                    for part in rest:
                        found = found * part
                elif kind == _QUOTIENT:
                    found = first / rest[0]
                elif kind == _POWER:
                    found = arithmetic.power(first, rest[0])
                else:
                    found = arithmetic.functions[payload](first, *rest)
            if arithmetic.seen is not None:
                arithmetic.seen.append(abs(found))
            stack.append(found)
        return stack[0]


def program(tree: Node) -> Program:
    """Return the steps that compute a tree.

    Raises
    ------
    InputError
        If a node has no number.
    """
    steps: list[tuple[int, Any, int]] = []
    _append(tree, steps)
    return Program(tuple(steps), symbols(tree))


def _append(node: Node, steps: list[tuple[int, Any, int]]) -> None:
    for child in node.children:
        _append(child, steps)
    count = len(node.children)
    match node:
        case Number():
            steps.append((_NUMBER, node, 0))
        case Symbol(name=name):
            steps.append((_SYMBOL, name, 0))
        case Constant(name="pi"):
            steps.append((_PI, None, 0))
        case Sum():
            steps.append((_SUM, None, count))
        case Product():
            steps.append((_PRODUCT, None, count))
        case Quotient():
            steps.append((_QUOTIENT, None, 2))
        case Power():
            steps.append((_POWER, None, 2))
        case Call(function=function):
            steps.append((_CALL, function, count))
        case Derivative() | Integral():
            raise InputError("A derivative or an integral has no number before it is carried out.")
        case Relation():
            raise InputError("Expected an expression, got an equation: evaluate one side.")
        case _:
            raise InputError("Infinity is no number to calculate with.")


@cache
def floats() -> Arithmetic:
    """Doubles, real as long as possible (NumPy; SciPy for the special functions)."""
    e = np.emath

    def power(base: Any, exponent: Any) -> Any:
        whole = np.isrealobj(exponent) and np.all(np.equal(np.mod(exponent, 1), 0))
        if np.isrealobj(base) and np.isrealobj(exponent) and (whole or np.all(np.asarray(base) >= 0)):
            return np.power(np.asarray(base, float)[()], np.asarray(exponent, float)[()])
        return np.power(np.asarray(base, complex)[()], np.asarray(exponent, complex)[()])

    def within(low: float, high: float, function: Callable[..., Any]) -> Callable[..., Any]:
        """Inverse functions have no value on their cuts, the real axis outside of the domain: the side is a choice."""

        def checked(x: Any) -> Any:
            outside = (np.imag(x) == 0) & ~((np.real(x) >= low) & (np.real(x) <= high))
            return np.where(outside, np.nan, function(np.where(outside, np.clip(0.5, low, high), x)))[()]

        return checked

    def only_real(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def checked(*arguments: Any) -> Any:
            if not all(np.isrealobj(a) for a in arguments):
                raise InputError(f"{name}() takes real numbers.")
            return function(*arguments)

        return checked

    def special(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            try:
                from scipy import special as library
            except ImportError as err:
                raise MissingDependency(f"{name}()", "scipy", "tools") from err
            return getattr(library, name)(*arguments)

        return call

    gamma = special("gamma")
    functions: dict[str, Callable[..., Any]] = {
        "sqrt": e.sqrt,
        "exp": np.exp,
        "ln": e.log,
        "log10": e.log10,
        "log2": e.log2,
        "sin": np.sin,
        "cos": np.cos,
        "tan": np.tan,
        "cot": lambda x: 1 / np.tan(x),
        "sec": lambda x: 1 / np.cos(x),
        "csc": lambda x: 1 / np.sin(x),
        "arcsin": within(-1, 1, np.arcsin),
        "arccos": within(-1, 1, np.arccos),
        "arctan": np.arctan,
        "arctan2": only_real("arctan2", np.arctan2),
        "sinh": np.sinh,
        "cosh": np.cosh,
        "tanh": np.tanh,
        "coth": lambda x: 1 / np.tanh(x),
        "sech": lambda x: 1 / np.cosh(x),
        "csch": lambda x: 1 / np.sinh(x),
        "arcsinh": np.arcsinh,
        "arccosh": within(1, np.inf, np.arccosh),
        "arctanh": within(-1, 1, np.arctanh),
        "abs": np.abs,
        "sign": np.sign,
        "min": only_real("min", lambda *x: reduce(np.minimum, x)),
        "max": only_real("max", lambda *x: reduce(np.maximum, x)),
        "factorial": lambda x: gamma(x + 1),
        "gammafn": gamma,
        "erf": special("erf"),
        "erfc": special("erfc"),
        "besselj": only_real("besselj", special("jv")),
        "bessely": only_real("bessely", special("yv")),
        "besseli": only_real("besseli", special("iv")),
        "besselk": only_real("besselk", special("kv")),
        "LambertW": within(-1 / math.e, np.inf, lambda x: _lambert(special("lambertw")(x), x)),
        PLUS_MINUS: lambda value, error: value,
    }
    return Arithmetic(_double, np.float64(math.pi), power, functions)


def _lambert(w: Any, x: Any) -> Any:
    """Principal branch; real where the argument is (SciPy always returns complex)."""
    return w.real if np.isrealobj(x) else w


@lru_cache(4096)
def _double(number: Number) -> Any:
    value = number.value
    try:
        return np.float64(value.numerator / value.denominator)  # correctly rounded
    except OverflowError:
        return np.float64(math.copysign(math.inf, value))


@cache
def _multiprecision() -> Any:
    try:
        import mpmath
    except ImportError as err:
        raise MissingDependency("High-precision evaluation", "mpmath", "tools") from err
    context = mpmath.MPContext()  # our own: mpmath.mp is global
    context.dps = DIGITS
    return context


def exactly(value: complex) -> Any:
    """Return a double as a number of the arithmetic `precise`, without loss."""
    return _multiprecision().convert(value)


def precise(seen: list[Any] | None = None) -> Arithmetic:
    """Numbers of `DIGITS` decimals (mpmath). Only for values at which `floats` did not overflow anywhere."""
    mp = _multiprecision()

    def real(x: Any) -> Any:
        if isinstance(x, mp.mpc):
            raise InputError("arctan2(), min() and max() take real numbers.")
        return x

    def near(x: Any) -> Any:
        if abs(x) > 1e4:
            raise InputError("Bessel functions are computed for orders and arguments up to 10000.")
        return x

    functions: dict[str, Callable[..., Any]] = {
        "arctan2": lambda y, x: mp.atan2(real(y), real(x)),
        "min": lambda *x: min(map(real, x)),
        "max": lambda *x: max(map(real, x)),
        "log10": mp.log10,
        "log2": lambda x: mp.log(x, 2),
        "abs": abs,
        "gammafn": mp.gamma,
        "LambertW": mp.lambertw,
        PLUS_MINUS: lambda value, error: value,
    }

    # Far out, the series of these take for ever.
    def guarded(bessel: Callable[..., Any]) -> Callable[..., Any]:
        return lambda order, x: bessel(near(order), near(x))

    functions |= {name: guarded(getattr(mp, name)) for name in ("besselj", "bessely", "besseli", "besselk")}
    renamed = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}
    renamed |= {"arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh"}
    for name in floats().functions:
        if name not in functions:
            functions[name] = getattr(mp, renamed.get(name, name))
    return Arithmetic(
        lambda n: mp.mpf(n.value.numerator) / n.value.denominator, mp.mpf(mp.pi), mp.power, functions, seen
    )


@cache
def uncertain() -> Arithmetic:
    """Floats with standard deviations (`uncertainties`), real only."""
    try:
        from uncertainties import UFloat, ufloat, umath, wrap
    except ImportError as err:
        raise MissingDependency("Propagation of uncertainties", "uncertainties", "tools") from err
    special = floats().functions

    def power(base: Any, exponent: Any) -> Any:
        if not isinstance(base, UFloat) and not isinstance(exponent, UFloat):
            return math.pow(base, exponent)  # a domain error, never a complex number
        return umath.pow(base, exponent)

    names = ("sqrt", "exp", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "erfc")
    functions: dict[str, Callable[..., Any]] = {name: getattr(umath, name) for name in names}
    functions |= {
        "ln": umath.log,
        "log2": lambda x: umath.log(x) / math.log(2),
        "cot": lambda x: 1 / umath.tan(x),
        "sec": lambda x: 1 / umath.cos(x),
        "csc": lambda x: 1 / umath.sin(x),
        "coth": lambda x: 1 / umath.tanh(x),
        "sech": lambda x: 1 / umath.cosh(x),
        "csch": lambda x: 1 / umath.sinh(x),
        "arcsin": umath.asin,
        "arccos": umath.acos,
        "arctan": umath.atan,
        "arctan2": umath.atan2,
        "arcsinh": umath.asinh,
        "arccosh": umath.acosh,
        "arctanh": umath.atanh,
        "abs": abs,
        "sign": lambda x: math.copysign(1.0, x.n if isinstance(x, UFloat) else x),
        "min": min,
        "max": max,
        "factorial": lambda x: umath.gamma(x + 1.0),
        "gammafn": umath.gamma,
        PLUS_MINUS: ufloat,
    }
    for name in ("besselj", "bessely", "besseli", "besselk", "LambertW"):
        functions[name] = wrap(lambda *x, call=special[name]: float(call(*x)))  # differentiated numerically
    return Arithmetic(lambda n: float(_double(n)), math.pi, power, functions)
