r"""Trees as text and as LaTeX, such that reading gives the same tree back (tested on random trees).

Two things are set otherwise than people do: a symbol d as ``{d}`` in LaTeX, because ``d x`` inside an integral would be
its differential, and a symbol e under a power as ``{e}`` or ``(e)``, because ``e^{x}`` is the exponential.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from physfm.symbolic.functions import ALIASES, CONSTANTS, FUNCTIONS, GREEK, OPERATORS, PLUS_MINUS
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

_RELATIONS = {"!=": r"\neq", "<=": r"\leq", ">=": r"\geq"}
_LOOSE = (Sum, Product, Quotient, Relation)
# A minus in front of these alone is read back as the factor -1 before them.
_AFTER_MINUS = (Symbol, Constant, Sum, Power, Call, Derivative, Integral)


def to_text(node: Node) -> str:
    """Write a tree in the plain notation of `physfm.symbolic.grammar`."""
    match node:
        case Number():
            return _decimal(node)
        case Symbol(name=name) | Constant(name=name):
            return name
        case Sum(terms=terms):
            return _signed([_text(term, isinstance(term, Sum)) for term in terms])
        case Product(factors=factors):
            first = _text(factors[0], isinstance(factors[0], Sum | Product))
            return _with_minus(factors, [first, *map(_tight, factors[1:])], lambda shown: "*".join(shown))
        case Quotient(numerator=above, denominator=below):
            return f"{_text(above, isinstance(above, Sum))}/{_tight(below)}"
        case Power(base=base, exponent=exponent):
            foot = _text(base, True) if isinstance(base, Power) or _not_euler(node) else _tight(base)
            return f"{foot}^{_text(exponent, True) if isinstance(exponent, Power) else _tight(exponent)}"
        case Call(function=function, arguments=arguments) if function == PLUS_MINUS:
            return f"({to_text(arguments[0])} ± {to_text(arguments[1])})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(to_text, arguments))})"
        case Derivative(body=body, variable=variable, order=order):
            return f"diff({to_text(body)}, {variable.name}{f', {order}' if order > 1 else ''})"
        case Integral(body=body, variable=variable, bounds=bounds):
            return f"integrate({', '.join([to_text(body), variable.name, *map(to_text, bounds or ())])})"
        case Relation():
            return _chain(node, to_text, {})
    raise TypeError(f"no notation for {type(node).__name__}")


def to_latex(node: Node) -> str:
    """Write a tree in the LaTeX of `physfm.symbolic.latex`."""
    match node:
        case Number():
            return _decimal(node, latex=True)
        case Symbol(name=name):
            return "{d}" if name == "d" else _latex_symbol(name)
        case Constant(name=name):
            return r"\pi" if name == "pi" else r"\infty"
        case Sum(terms=terms):
            return _signed([_latex(term, isinstance(term, Sum | Integral)) for term in terms])
        case Product(factors=factors):
            first = _latex(factors[0], isinstance(factors[0], Sum | Product | Integral))
            rest = [
                _latex(f, isinstance(f, Sum | Product | Integral) or (isinstance(f, Number) and f.digits < 0))
                for f in factors[1:]
            ]
            return _with_minus(factors, [first, *rest], _juxtaposed)
        case Quotient(numerator=above, denominator=below):
            return f"\\frac{{{to_latex(above)}}}{{{to_latex(below)}}}"
        case Power(base=base, exponent=exponent):
            return f"{'{e}' if _not_euler(node) else _latex_base(base)}^{{{to_latex(exponent)}}}"
        case Call(function=function, arguments=arguments):
            return _latex_call(function, [to_latex(argument) for argument in arguments])
        case Derivative(body=body, variable=variable, order=order):
            power = f"^{{{order}}}" if order > 1 else ""
            under = f"\\mathrm{{d}}{_latex_symbol(variable.name)}{power}"
            return f"\\frac{{\\mathrm{{d}}{power}}}{{{under}}}{_latex(body, True)}"
        case Integral(body=body, variable=variable, bounds=bounds):
            limits = f"_{{{to_latex(bounds[0])}}}^{{{to_latex(bounds[1])}}}" if bounds else ""
            return f"\\int{limits} {_latex(body, True)} \\, \\mathrm{{d}}{_latex_symbol(variable.name)}"
        case Relation():
            return _chain(node, to_latex, _RELATIONS)
    raise TypeError(f"no notation for {type(node).__name__}")


def _text(node: Node, bracket: bool) -> str:
    return f"({to_text(node)})" if bracket else to_text(node)


def _tight(node: Node) -> str:
    """As a factor behind a sign, a denominator or a base: in brackets if it is looser or has a minus."""
    return _text(node, isinstance(node, _LOOSE) or (isinstance(node, Number) and node.digits < 0))


def _latex(node: Node, bracket: bool) -> str:
    return f"\\left({to_latex(node)}\\right)" if bracket else to_latex(node)


def _not_euler(power: Power) -> bool:
    """Whether the symbol e stands here under a power that would make it Euler's number."""
    return power.base == Symbol("e") and bool(symbols(power.exponent))


def _latex_base(base: Node) -> str:
    scaled = isinstance(base, Number) and (base.digits < 0 or "times" in _decimal(base, latex=True))
    plus_minus = isinstance(base, Call) and base.function == PLUS_MINUS  # brings its own brackets
    return _latex(base, not (isinstance(base, Symbol | Constant | Call | Number) and not scaled) and not plus_minus)


def _signed(terms: Sequence[str]) -> str:
    rest = (f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in terms[1:])
    return terms[0] + "".join(rest)


def _with_minus(factors: Sequence[Node], shown: list[str], join: Callable[[list[str]], str]) -> str:
    if factors[0] == Number(-1) and isinstance(factors[1], _AFTER_MINUS):
        return "-" + join(shown[1:])
    return join(shown)


def _juxtaposed(shown: list[str]) -> str:
    """Factors of LaTeX side by side; with a dot where a digit or a bracket follows."""
    parts = [shown[0]]
    for factor in shown[1:]:
        parts.append((r" \cdot " if factor[0].isdigit() or factor.startswith(r"\left") else " ") + factor)
    return "".join(parts)


def _chain(relation: Relation, write: Callable[[Node], str], marks: dict[str, str]) -> str:
    pairs = zip(relation.operators, relation.sides[1:], strict=True)
    return write(relation.sides[0]) + "".join(f" {marks.get(o, o)} {write(side)}" for o, side in pairs)


def _decimal(number: Number, *, latex: bool = False) -> str:
    sign, digits, exponent = "-" if number.digits < 0 else "", str(abs(number.digits)), number.exponent
    if exponent == 0:
        return sign + digits
    point = len(digits) + exponent  # where the decimal point stands, counted from the first digit
    if -4 < point <= len(digits) and exponent < 0:
        return f"{sign}{digits[: max(point, 0)] or '0'}.{'0' * -min(point, 0)}{digits[max(point, 0) :]}"
    mantissa = f"{sign}{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}"
    return f"{mantissa} \\times 10^{{{point - 1}}}" if latex else f"{mantissa}e{point - 1}"


def _latex_symbol(name: str) -> str:
    base, underscore, rest = name.partition("_")
    if base in ALIASES or base in CONSTANTS or base in OPERATORS:  # \sin_0 would be the function
        return f"\\mathrm{{{_escaped(name)}}}"
    shown = f"\\{base}" if base in GREEK else base if len(base) == 1 else f"\\mathrm{{{base}}}"
    if not underscore:
        return shown
    if rest in GREEK:
        rest = f"\\{rest}"
    elif len(rest) > 1 and not rest.isdigit():
        rest = f"\\mathrm{{{_escaped(rest)}}}"
    elif rest == "_":
        rest = r"\mathrm{\_}"
    return f"{shown}_{{{rest}}}"


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")


def _latex_call(function: str, arguments: Sequence[str]) -> str:
    if function == PLUS_MINUS:
        return f"\\left({arguments[0]} \\pm {arguments[1]}\\right)"
    if function == "sqrt":
        return f"\\sqrt{{{arguments[0]}}}"
    if function == "abs":
        return f"\\left|{arguments[0]}\\right|"
    command = FUNCTIONS[function].latex
    name = f"\\{command}" if command else f"\\operatorname{{{function}}}"
    return f"{name}\\left({', '.join(arguments)}\\right)"
