"""From trees to SymPy and back; the only file that builds SymPy objects.

Objects are built node by node from the whitelist: no text ever reaches `sympify` or `parse_expr`. Powers of numbers are
refused before SymPy would expand them (``9^9^9``), and an answer of SymPy that has no node of ours is refused, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from physfm.errors import InputError
from physfm.symbolic.functions import FUNCTIONS, PLUS_MINUS
from physfm.symbolic.tree import (
    MAX_NODES,
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
    negate,
    number,
)

ASSUMPTIONS: dict[str, dict[str, bool]] = {
    "real": {"real": True},
    "positive": {"positive": True},
    "negative": {"negative": True},
    "nonnegative": {"nonnegative": True},
    "nonzero": {"real": True, "nonzero": True},
    "integer": {"integer": True},
    "positive integer": {"integer": True, "positive": True},
    "complex": {},
}
"""What may be said of a symbol, with SymPy's words for it; real unless something else is said."""
MAX_BITS = 4096  # of a power of numbers that SymPy would write out
MAX_FACTORIAL = 500


def to_sympy(tree: Node, assumptions: Mapping[str, str]) -> Any:
    """Build a SymPy expression (or relation) from a tree.

    Parameters
    ----------
    assumptions
        One word of `ASSUMPTIONS` a symbol; ``"real"`` where nothing is said.

    Raises
    ------
    InputError
        If a number in it would be too large to write out, or a node has no counterpart.
    """
    import sympy

    match tree:
        case Number(value=value):
            return sympy.Rational(value.numerator, value.denominator)
        case Symbol(name=name):
            return sympy.Symbol(name, **ASSUMPTIONS[assumptions.get(name, "real")])
        case Constant(name=name):
            return sympy.pi if name == "pi" else sympy.oo
        case Sum(terms=parts):
            return sympy.Add(*(to_sympy(part, assumptions) for part in parts))
        case Product(factors=parts):
            return sympy.Mul(*(to_sympy(part, assumptions) for part in parts))
        case Quotient(numerator=above, denominator=below):
            divisor = to_sympy(below, assumptions)
            if divisor == 0:
                raise InputError("The expression divides by zero.")
            return to_sympy(above, assumptions) / divisor
        case Power(base=base, exponent=exponent):
            return _power(to_sympy(base, assumptions), to_sympy(exponent, assumptions))
        case Call(function=function, arguments=arguments):
            given = [to_sympy(argument, assumptions) for argument in arguments]
            if function in ("factorial", "gammafn") and given[0].is_Rational and abs(given[0]) > MAX_FACTORIAL:
                raise InputError(f"Expected a factorial of at most {MAX_FACTORIAL}, got a larger one.")
            return _functions()[function](*given)
        case Derivative(body=body, variable=variable, order=order):
            return sympy.Derivative(to_sympy(body, assumptions), (to_sympy(variable, assumptions), order))
        case Integral(body=body, variable=variable, bounds=bounds):
            limits = [to_sympy(part, assumptions) for part in (variable, *(bounds or ()))]
            return sympy.Integral(to_sympy(body, assumptions), tuple(limits))
        case Relation(operators=(operator,), sides=(left, right)):
            kinds = {"=": "Eq", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}
            sides = (to_sympy(left, assumptions), to_sympy(right, assumptions))
            return getattr(sympy, kinds[operator])(*sides, evaluate=False)
    raise InputError("Expected one equation or expression, got a chain: give its parts one by one.")


def _power(base: Any, exponent: Any) -> Any:
    if base.is_Rational and exponent.is_Rational:
        bits = max(abs(int(base.p)).bit_length(), int(base.q).bit_length())
        if bits > 1 and abs(exponent) * bits > MAX_BITS:
            raise InputError(f"Expected powers of numbers below 2^{MAX_BITS}, got {_brief(base)}^{_brief(exponent)}.")
        if base == 0 and exponent < 0:
            raise InputError("The expression divides by zero.")
    elif exponent.is_number and exponent.is_Rational and abs(exponent) > MAX_BITS:
        raise InputError(f"Expected an exponent of at most {MAX_BITS}, got {_brief(exponent)}.")
    return base**exponent


def _brief(value: Any) -> str:
    text = str(value) if abs(value) < 10**12 else f"about 10^{math.floor(math.log10(abs(int(value))))}"
    return text[:40]


@cache
def _functions() -> dict[str, Callable[..., Any]]:
    import sympy

    def plus_minus(value: Any, error: Any) -> Any:
        raise InputError("An uncertain number (±) has no symbolic value: name it, or use 'evaluate'.")

    own: dict[str, Callable[..., Any]] = {
        "ln": sympy.log,
        "log10": lambda x: sympy.log(x) / sympy.log(10),
        "log2": lambda x: sympy.log(x) / sympy.log(2),
        "arcsin": sympy.asin,
        "arccos": sympy.acos,
        "arctan": sympy.atan,
        "arctan2": sympy.atan2,
        "arcsinh": sympy.asinh,
        "arccosh": sympy.acosh,
        "arctanh": sympy.atanh,
        "abs": sympy.Abs,
        "min": sympy.Min,
        "max": sympy.Max,
        "gammafn": sympy.gamma,
        PLUS_MINUS: plus_minus,
    }
    return {name: own.get(name) or getattr(sympy, name) for name in FUNCTIONS}


@cache
def _names() -> dict[str, str]:
    """Names of SymPy's classes with ours."""
    kept = ("log10", "log2", PLUS_MINUS, "sqrt")
    return {function.__name__: name for name, function in _functions().items() if name not in kept}


def from_sympy(expression: Any) -> Node:
    """Return the tree of a SymPy expression or relation.

    Raises
    ------
    InputError
        If it is larger than a tree may be, or holds what has no node (a piecewise function, a matrix, a set).
    """
    import sympy

    for count, _ in enumerate(sympy.preorder_traversal(expression)):
        if count > MAX_NODES:
            raise InputError(f"The answer has more than {MAX_NODES} parts. Ask for a part of it, or simplify first.")
    return _tree(expression)


def _tree(e: Any) -> Node:
    import sympy

    if e.is_Symbol:
        return Symbol(e.name)
    if e.is_Integer:
        return number(int(e))
    if e.is_Rational:
        return Quotient(number(int(e.p)), number(int(e.q)))
    if e.is_Float:
        mantissa, _, power = f"{float(e):.16e}".partition("e")
        return number(int(mantissa.replace(".", "")), int(power) - 16)
    if e is sympy.pi:
        return Constant("pi")
    if e is sympy.oo:
        return Constant("oo")
    if e is -sympy.oo:
        return Product((Number(-1), Constant("oo")))
    if e is sympy.E:
        return Call("exp", (Number(1),))
    if e is sympy.I:
        return Call("sqrt", (Number(-1),))
    if e.is_Add:
        return Sum(tuple(_tree(term) for term in e.as_ordered_terms()))
    if e.is_Mul:
        return _product(e)
    if e.is_Pow:
        return _root_or_power(e)
    if isinstance(e, sympy.Derivative) and len(e.variable_count) == 1:
        variable, order = e.variable_count[0]
        return Derivative(_tree(e.expr), Symbol(variable.name), int(order))
    if isinstance(e, sympy.Integral) and len(e.limits) == 1 and len(e.limits[0]) in (1, 3):
        variable, *bounds = e.limits[0]
        limits = (_tree(bounds[0]), _tree(bounds[1])) if bounds else None
        return Integral(_tree(e.function), Symbol(variable.name), limits)
    operators = {"Equality": "=", "Unequality": "!=", "StrictLessThan": "<", "LessThan": "<="}
    operators |= {"StrictGreaterThan": ">", "GreaterThan": ">="}
    kind = type(e).__name__
    if kind in operators:
        return Relation((operators[kind],), (_tree(e.lhs), _tree(e.rhs)))
    if kind in _names():
        return Call(_names()[kind], tuple(_tree(argument) for argument in e.args))
    hint = " Say more about the symbols (positive, integer ...)." if kind == "Piecewise" else ""
    raise InputError(f"The answer holds {kind}, which cannot be written here.{hint}")


def _root_or_power(e: Any) -> Node:
    import sympy

    base, exponent = e.as_base_exp() if e.base is not sympy.E else (sympy.E, e.exp)
    if e.exp.is_Rational and e.exp.is_negative:
        return Quotient(Number(1), _tree(e.base**-e.exp))
    if base is sympy.E:
        return Call("exp", (_tree(exponent),))
    if e.exp == sympy.Rational(1, 2):
        return Call("sqrt", (_tree(e.base),))
    return Power(_tree(e.base), _tree(e.exp))


def _product(e: Any) -> Node:
    """Write negative powers below a fraction line, and the sign in front."""
    above: list[Node] = []
    below: list[Node] = []
    sign = 1
    for factor in e.as_ordered_factors():
        if factor.is_Rational:
            sign = -sign if factor.is_negative else sign
            above += [number(abs(int(factor.p)))] if abs(int(factor.p)) != 1 else []
            below += [number(int(factor.q))] if int(factor.q) != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative:
            below.append(_tree(factor.base**-factor.exp))
        else:
            above.append(_tree(factor))
    top = _joined(above) if sign > 0 else negate(_joined(above))
    return Quotient(top, _joined(below)) if below else top


def _joined(factors: list[Node]) -> Node:
    if not factors:
        return Number(1)
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
