"""Algebra on checked expressions: `symbolic`, `check_steps` and a calculator with units and uncertainties.

The work is done in `physfm.symbolic`: whitelisted grammars, SymPy in a process of its own with a deadline, no text ever
run as code. Notable: an answer that can be confirmed is: solutions are put back, antiderivatives differentiated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from physfm import symbolic as algebra
from physfm.errors import InputError, UnitError
from physfm.symbolic.algebra import Way
from physfm.symbolic.notation import Notation
from physfm.symbolic.sampling import compare
from physfm.symbolic.tree import Node, Number, Relation, Symbol, replace, walk
from physfm.tools.quantity import tidy
from physfm.tools.tool import Result, Tool
from physfm.units import parse as parse_unit

Action = Literal[
    "solve",
    "simplify",
    "expand",
    "factor",
    "differentiate",
    "integrate",
    "series",
    "evaluate",
    "equivalent",
    "dimension",
]
Expression = Annotated[str, Field(max_length=10_000)]
Name = Annotated[str, Field(max_length=64)]
Assumed = Annotated[
    dict[str, str],
    Field(description="What is known of symbols: {'m': 'positive'}; real, positive, negative, integer, complex ..."),
]
Units = Annotated[dict[str, str], Field(description="Units of symbols: {'m': 'kg', 'theta': '1'}")]
Values = Annotated[dict[str, str], Field(description="Values of symbols: {'m': '5.0(1) kg', 'v': '3.0 ± 0.2 m/s'}")]
Given = Annotated[list[Expression], Field(max_length=50, description="Equations that hold from the start")]
Writing = Annotated[Notation, Field(description="auto takes a text with a backslash, brace or dollar sign for LaTeX")]
Seconds = Annotated[float, Field(gt=0, le=60, description="Time limit of each step in SymPy")]


def symbolic(
    action: Annotated[Action, Field(description="What to do")],
    expression: Annotated[Expression, Field(description="Expression or equation, such as 'E = 1/2*m*v**2' or LaTeX")],
    variable: Annotated[Name, Field(description="The symbol to solve for, differentiate by, integrate over")] = "",
    other: Annotated[Expression, Field(description="equivalent: the second expression")] = "",
    lower: Annotated[Expression, Field(description="integrate: lower bound, such as '0' or '-oo'")] = "",
    upper: Annotated[Expression, Field(description="integrate: upper bound")] = "",
    point: Annotated[Expression, Field(description="series: the point to expand around")] = "0",
    order: Annotated[int, Field(ge=1, le=20, description="differentiate, series: the order")] = 1,
    values: Values | None = None,
    units: Units | None = None,
    unit: Annotated[str, Field(max_length=100, description="evaluate: unit of the result")] = "",
    assumptions: Assumed | None = None,
    notation: Writing = "auto",
    seconds: Seconds = 5.0,
) -> Result:
    """Do algebra: solve, simplify, expand, factor, differentiate, integrate, series, evaluate, equivalent, dimension.

    Returns
    -------
    result
        The answer as an expression in plain text (``details`` has its LaTeX), a number with unit and uncertainty for
        ``evaluate``, True, False or nothing (undecided) for ``equivalent`` and ``dimension``.

    Raises
    ------
    InputError
        If an expression cannot be read, SymPy finds no answer or takes too long.
    UnitError
        If units do not fit.
    """
    tree = algebra.parse(expression, notation)
    known = dict(assumptions or {})
    shown = algebra.to_text(tree)
    if action in ("solve", "differentiate", "integrate", "series"):
        tree, variable = _with_variable(tree, variable, action)
    match action:
        case "evaluate":
            return _evaluated(tree, values or {}, unit, _source("first-order propagation"))
        case "equivalent":
            return _equivalence(tree, algebra.parse(other, notation), known, seconds)
        case "dimension":
            return _dimension(tree, units or {})
        case "solve":
            return _solved(tree, variable, known, seconds)
        case "differentiate":
            found = algebra.differentiate(tree, variable, known, order=order, seconds=seconds)
            return _answer(f"d{f'^{order}' if order > 1 else ''}/d{variable} of {shown}", found)
        case "integrate":
            return _integrated(tree, variable, lower, upper, known, notation, seconds)
        case "series":
            about = algebra.parse(point, notation)
            found = algebra.series(tree, variable, about, known, order=order, seconds=seconds)
            return _answer(f"{shown} around {variable} = {algebra.to_text(about)} to order {order}", found)
        case _:
            way: Way = action
            return _answer(shown, algebra.simplify(tree, known, way=way, seconds=seconds))


def check_steps(
    steps: Annotated[list[Expression], Field(min_length=1, max_length=100, description="The lines of the derivation")],
    given: Given | None = None,
    assumptions: Assumed | None = None,
    units: Units | None = None,
    notation: Writing = "auto",
    rel_tol: Annotated[float, Field(ge=0, lt=0.5, description="Relative rounding that is allowed in numbers")] = 0.0,
    seconds: Seconds = 5.0,
) -> Result:
    """Check a derivation line by line and name the first wrong line and what is wrong with it.

    Returns
    -------
    result
        True if every line follows, False with the line and the reason in ``text`` and ``details``; nothing where a line
        could be neither confirmed nor refuted.

    Raises
    ------
    InputError
        If a line cannot be read; the message names it.
    """
    report = algebra.check_steps(
        steps,
        given=given or (),
        assumptions=assumptions,
        units=units,
        notation=notation,
        rel_tol=rel_tol,
        seconds=seconds,
    )
    wrong = report.first_wrong
    if wrong:
        text, value = f"Line {wrong.line} is the first wrong one: {wrong.text.strip()}. {wrong.reason}", False
    elif report.undecided:
        lines = ", ".join(map(str, report.undecided))
        reason = report.steps[report.undecided[0] - 1].reason
        return Result(f"No line is wrong, but these could not be decided: {lines}. {reason}", details=_steps(report))
    else:
        text, value = f"All {len(report.steps)} lines hold.", True
    return Result(text, value, source=_source("random points and SymPy"), details=_steps(report))


def calculate(
    expression: Annotated[Expression, Field(description="Such as '(5.0 ± 0.1) kg * (3 m/s)^2 / 2' or '1/2*m*v^2'")],
    values: Values | None = None,
    unit: Annotated[str, Field(max_length=100, description="Unit of the result, such as 'GeV'")] = "",
) -> Result:
    """Calculate a number with units and uncertainties; names without a value are read as units.

    Returns
    -------
    result
        Value, one standard deviation to first order, unit (coherent SI if none is asked for); ``details`` tells which
        name was read as which unit and which input brings which part of the uncertainty.

    Raises
    ------
    InputError
        If the expression cannot be read or has no finite real value.
    UnitError
        If the dimensions do not fit or a name is neither a value nor a unit.
    """
    tree = algebra.parse(expression, "text")
    given = dict(values or {})
    if not given and not any(isinstance(node, Number) for node in walk(tree)):
        raise InputError("Expected numbers in the expression or in values, got only names.")
    read_as: dict[str, str] = {}
    for name in algebra.symbols(tree):
        if name not in given:
            try:
                read_as[name] = str(parse_unit(tidy(name)))
            except UnitError as err:
                raise UnitError(f"{name!r} has no value and is no unit: give values={{{name!r}: '...'}}.") from err
            given[name] = f"1 {name}"
    result = _evaluated(tree, given, unit, _source("first-order propagation"))
    reading = f" ({', '.join(f'{n} is the {u}' for n, u in read_as.items())})" if read_as else ""
    return Result(
        result.text.removesuffix(".") + reading + ".",
        result.value,
        result.unit,
        result.uncertainty,
        source=result.source,
        details={**result.details, "read_as": read_as},
    )


def _with_variable(tree: Node, variable: str, action: str) -> tuple[Node, str]:
    """Return the tree and the variable's name, which is found where there is only one symbol."""
    names = algebra.symbols(tree)
    if not variable:
        if len(names) != 1:
            raise InputError(
                f"Expected the variable to {action} for, got none; the expression holds {', '.join(names)}."
            )
        return tree, names[0]
    symbol = algebra.parse(variable)  # \theta and theta are one symbol
    if not isinstance(symbol, Symbol):
        raise InputError(f"Expected the name of a symbol as variable, got {variable!r}.")
    return tree, symbol.name


def _source(how: str) -> str:
    from importlib.metadata import version

    return f"SymPy {version('sympy')}" if how == "SymPy" else f"physfm.symbolic, {how}"


def _answer(what: str, found: Node, **details: Any) -> Result:
    text = algebra.to_text(found)
    value = _number(found)
    return Result(
        f"{what} = {text}.",
        text,
        source=_source("SymPy"),
        details={"latex": algebra.to_latex(found), **({"number": value} if value is not None else {}), **details},
    )


def _number(tree: Node) -> float | None:
    """The number that an expression without symbols stands for, where it is no plain number itself."""
    if isinstance(tree, Number | Relation) or algebra.symbols(tree):
        return None
    try:
        value = algebra.evaluate(tree)
    except InputError:
        return None
    return value if isinstance(value, float) else None


def _evaluated(tree: Node, values: Mapping[str, str], unit: str, source: str) -> Result:
    if isinstance(tree, Relation):  # v = sqrt(2*g*h): the side that is asked for is the one without a bare symbol
        bare = [side for side in tree.sides if not (isinstance(side, Symbol) and side.name not in values)]
        if len(bare) != 1:
            raise InputError("Expected an expression, or an equation with one unknown symbol alone on a side.")
        tree = bare[0]
    tree = algebra.resolve(tree)
    quantities = {name: algebra.read_quantity(text, tidy) for name, text in values.items()}
    found = algebra.substitute(tree, quantities, tidy(unit))
    value, error, unit = found.quantity.value, found.quantity.error, found.quantity.unit
    shown = f"{_rounded(value, error)}{'' if unit == '1' else ' ' + unit}"
    warning = "" if found.linear else " First order may not suffice for these uncertainties"
    return Result(
        f"{algebra.to_text(tree)} = {shown}.{warning}{'.' if warning else ''}",
        value,
        unit,
        (error, error) if error else None,
        source=source,
        details={"shares": dict(found.shares), "linear": found.linear},
    )


def _rounded(value: float, error: float) -> str:
    """Value with its error, rounded to two digits of the error."""
    if not error:
        return f"{value:.10g}"
    digits = 1 - math.floor(math.log10(error))
    scale = math.floor(math.log10(max(abs(value), error)))
    if abs(digits) <= 6 or scale == 0:  # an error of 1e-10 on a value near 1 shows all its digits
        return f"({round(value, digits):.{max(digits, 0)}f} ± {round(error, digits):.{max(digits, 0)}f})"
    return f"{_rounded(value / 10.0**scale, error / 10.0**scale)}e{scale}"


def _equivalence(left: Node, right: Node, known: dict[str, str], seconds: float) -> Result:
    found = algebra.equivalent(left, right, known, seconds=seconds)
    word = {True: "are equal", False: "are not equal", None: "could not be compared"}[found.equal]
    example = {k: str(v) if isinstance(v, complex) else v for k, v in (found.counterexample or {}).items()}
    return Result(
        f"{algebra.to_text(left)} and {algebra.to_text(right)} {word}. {found.reason}",
        found.equal,
        source=_source({"proof": "SymPy", "identical": "identical trees"}.get(found.how, "random points, 50 digits")),
        details={"how": found.how, "counterexample": example},
    )


def _dimension(tree: Node, units: dict[str, str]) -> Result:
    found = algebra.check_dimensions(tree, {name: tidy(unit) or "1" for name, unit in units.items()})
    details = {"problems": list(found.problems), "unknown": list(found.unknown), "derived": dict(found.derived or {})}
    unit = found.dimension.unit if found.dimension else ""
    if found.problems:
        text = f"The dimensions do not fit. {found.problems[0]}"
    elif found.unknown:
        text = f"Nothing contradicts, but the unit of {', '.join(found.unknown)} is not known."
    else:
        text = f"The dimensions fit; {algebra.to_text(tree)} is {'dimensionless' if unit == '1' else f'in {unit}'}."
    return Result(text, found.consistent, unit, source=_source("pint units"), details=details)


def _solved(tree: Node, variable: str, known: dict[str, str], seconds: float) -> Result:
    left, right = (tree.sides[0], tree.sides[-1]) if isinstance(tree, Relation) else (tree, Number(0))
    found = algebra.solve(tree, variable, known, seconds=seconds)
    if not found:
        said = f" that is {known[variable]}" if variable in known else ""
        return Result(f"{algebra.to_text(tree)} has no solution for {variable}{said}.", source=_source("SymPy"))
    confirmed = [_holds(replace(left, {variable: s}), replace(right, {variable: s}), known) for s in found]
    texts = [algebra.to_text(solution) for solution in found]
    doubt = "" if all(confirmed) else _doubt(left, right, variable, found, known)
    return Result(
        f"{' or '.join(f'{variable} = {text}' for text in texts)}.{doubt}",
        "; ".join(texts),
        source=_source("SymPy"),
        details={
            "solutions": texts,
            "latex": [algebra.to_latex(solution) for solution in found],
            "numbers": [_number(solution) for solution in found],
            "confirmed": confirmed,
        },
    )


def _doubt(left: Node, right: Node, variable: str, found: Sequence[Node], known: dict[str, str]) -> str:
    """What to say of solutions that do not hold for all values: sqrt(v**2) is v for a positive v alone."""
    others = sorted({n.name for side in (left, right) for n in walk(side) if isinstance(n, Symbol)} - {variable})
    positive = dict.fromkeys(others, "positive") | known
    if others and all(_holds(replace(left, {variable: s}), replace(right, {variable: s}), positive) for s in found):
        return f" Confirmed for positive {', '.join(name for name in others if name not in known)}."
    return " Put back, not all of them were confirmed."


def _holds(left: Node, right: Node, known: dict[str, str]) -> bool | None:
    try:
        return compare(left, right, known).equal
    except InputError:
        return None


def _integrated(
    tree: Node, variable: str, lower: str, upper: str, known: dict[str, str], notation: Notation, seconds: float
) -> Result:
    if bool(lower) != bool(upper):
        raise InputError("Expected both bounds of the integral or none, got one.")
    shown = algebra.to_text(tree)
    if lower:
        bounds = algebra.parse(lower, notation), algebra.parse(upper, notation)
        found = algebra.integrate(tree, variable, bounds, known, seconds=seconds)
        ends = " to ".join(algebra.to_text(bound) for bound in bounds)
        return _answer(f"Integral of {shown} over {variable} from {ends}", found)
    found = algebra.integrate(tree, variable, None, known, seconds=seconds)
    back = algebra.differentiate(found, variable, known, seconds=seconds)
    confirmed = _holds(back, tree, known)
    if confirmed is False:
        raise InputError(
            "SymPy's antiderivative does not differentiate back to the integrand; say more about the symbols."
        )
    return _answer(f"Integral of {shown} over {variable}, up to a constant,", found, confirmed=confirmed)


def _steps(report: algebra.StepReport) -> dict[str, Any]:
    return {
        "first_wrong": report.first_wrong.line if report.first_wrong else None,
        "steps": [
            {
                "line": step.line,
                "verdict": step.verdict,
                "reason": step.reason,
                "counterexample": {
                    k: str(v) if isinstance(v, complex) else v for k, v in (step.counterexample or {}).items()
                },
            }
            for step in report.steps
        ],
    }


TOOLS = (Tool(symbolic), Tool(check_steps), Tool(calculate))
