"""Algebra, one call each: symbolic actions, checked derivations, and the calculator with units."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from physfm.problems.drawing import Draw
from physfm.problems.family import Family, call
from physfm.problems.problem import Answer
from physfm.tools.tool import Result

FORMULAS = (
    (
        ("F = m*a", "F m a"), ("E = m*c^2", "E m"), ("p*V = n*R*T", "p V n T"), ("U = R*I", "U R I"),
        ("E = m*g*h", "E m g h"), ("lambda = h/p", "lambda p"), ("E = h*f", "E f"), ("P = U*I", "P U I"),
        ("F = k*x", "F k x"), ("v = v0 + a*t", "v v0 a t"), ("F = G*m*M/r^2", "F G m M"), ("rho = m/V", "rho m V"),
        ("Q = m*c*T", "Q m c T"), ("L = m*v*r", "L m v r"), ("B = mu0*I/(2*pi*r)", "B I r"),
        ("f = c/lambda", "f c lambda"),
        ("F = q*v*B", "F q v B"), ("s = v0*t + a*t^2/2", "s a v0"), ("1/f = 1/a + 1/b", "f a b"),
        ("E = m*v^2/2", "E m"), ("W = F*d*cos(alpha)", "W F d"), ("n1*sin(a) = n2*sin(b)", "n1 n2"),
    ),
    (
        ("C = q/U", "C q U"), ("eta = W/Q", "eta W Q"), ("M = F*r*sin(phi)", "M F r"),
        ("p = rho*g*h + p0", "p rho g h p0"),
        ("j = sigma*E", "j sigma E"), ("R = rho*l/A", "R rho l A"), ("S = k*log(W)", "S k"), ("q = m*L/t", "q m L t"),
        ("I = U/(R + r)", "I U R r"), ("a = v^2/r", "a r"), ("z = (w - w0)/w0", "z w"), ("tau = R*C", "tau R C"),
    ),
)  # fmt: skip
"""Formulas, and the symbols for which they have one solution."""

NUMERIC = (
    (
        ("m*v^2/2", "J", {"m": ("kg", 0.1, 900.0), "v": ("m/s", 0.5, 90.0)}),
        ("m*g*h", "J", {"m": ("kg", 0.1, 900.0), "g": ("m/s^2", 9.7, 9.9), "h": ("m", 0.5, 900.0)}),
        ("F*d", "J", {"F": ("N", 1.0, 9000.0), "d": ("m", 0.1, 90.0)}),
        ("U*I", "W", {"U": ("V", 1.0, 400.0), "I": ("A", 0.01, 30.0)}),
        ("U/I", "ohm", {"U": ("V", 1.0, 400.0), "I": ("mA", 1.0, 900.0)}),
        ("2*pi*sqrt(L/g)", "s", {"L": ("m", 0.1, 30.0), "g": ("m/s^2", 9.7, 9.9)}),
        ("m/V", "kg/m^3", {"m": ("g", 1.0, 9000.0), "V": ("cm^3", 1.0, 900.0)}),
        ("q*v*B", "N", {"q": ("C", 1e-19, 1e-6), "v": ("m/s", 1e3, 1e7), "B": ("T", 0.01, 8.0)}),
        ("F/A", "Pa", {"F": ("N", 1.0, 9e4), "A": ("cm^2", 0.5, 900.0)}),
        ("k*x^2/2", "J", {"k": ("N/m", 1.0, 900.0), "x": ("cm", 0.5, 50.0)}),
        ("v/f", "m", {"v": ("m/s", 300.0, 1500.0), "f": ("Hz", 20.0, 2e4)}),
        ("P*t", "kWh", {"P": ("W", 5.0, 9000.0), "t": ("hour", 0.5, 90.0)}),
    ),
    (
        ("m*v", "kg*m/s", {"m": ("g", 1.0, 900.0), "v": ("km/h", 5.0, 300.0)}),
        ("C*U^2/2", "J", {"C": ("uF", 1.0, 900.0), "U": ("V", 1.0, 900.0)}),
        ("rho*g*h", "Pa", {"rho": ("kg/m^3", 700.0, 1300.0), "g": ("m/s^2", 9.7, 9.9), "h": ("m", 0.5, 90.0)}),
        ("m*v^2/r", "N", {"m": ("kg", 0.1, 900.0), "v": ("m/s", 0.5, 90.0), "r": ("m", 0.5, 90.0)}),
        ("sqrt(k/m)", "1/s", {"k": ("N/m", 1.0, 900.0), "m": ("kg", 0.1, 30.0)}),
        ("d/t", "km/h", {"d": ("m", 50.0, 9000.0), "t": ("s", 5.0, 900.0)}),
    ),
)
"""Expression, unit of the result, and the quantities that go in."""

BALANCED = (
    (
        ("F = m*a", {"F": "N", "m": "kg", "a": "m/s^2"}), ("E = m*v^2/2", {"E": "J", "m": "kg", "v": "m/s"}),
        ("E = m*v", {"E": "J", "m": "kg", "v": "m/s"}), ("U = R*I", {"U": "V", "R": "ohm", "I": "A"}),
        ("U = R/I", {"U": "V", "R": "ohm", "I": "A"}), ("s = v*t", {"s": "m", "v": "m/s", "t": "s"}),
        ("s = a*t", {"s": "m", "a": "m/s^2", "t": "s"}),
        ("s = v*t + a*t^2/2", {"s": "m", "v": "m/s", "t": "s", "a": "m/s^2"}),
        ("p = F/A", {"p": "Pa", "F": "N", "A": "m^2"}), ("p = F*A", {"p": "Pa", "F": "N", "A": "m^2"}),
        ("Q = I*t", {"Q": "C", "I": "A", "t": "s"}),
        ("v = v0 + a*t^2", {"v": "m/s", "v0": "m/s", "a": "m/s^2", "t": "s"}),
        ("P = E/t", {"P": "W", "E": "J", "t": "s"}), ("E = h*f", {"E": "J", "h": "J*s", "f": "Hz"}),
        ("lambda = h*p", {"lambda": "m", "h": "J*s", "p": "kg*m/s"}),
        ("F = q*v*B", {"F": "N", "q": "C", "v": "m/s", "B": "T"}),
    ),
    (
        ("L = m*v*r", {"L": "J*s", "m": "kg", "v": "m/s", "r": "m"}), ("tau = R*C", {"tau": "s", "R": "ohm", "C": "F"}),
        ("tau = R/C", {"tau": "s", "R": "ohm", "C": "F"}), ("T = L/g", {"T": "s", "L": "m", "g": "m/s^2"}),
        ("p = rho*g*h", {"p": "Pa", "rho": "kg/m^3", "g": "m/s^2", "h": "m"}),
        ("v = sqrt(g*h)", {"v": "m/s", "g": "m/s^2", "h": "m"}),
        ("v = g*h", {"v": "m/s", "g": "m/s^2", "h": "m"}), ("E = q*U^2", {"E": "J", "q": "C", "U": "V"}),
    ),
)  # fmt: skip
"""Equations with the units of their symbols, right and wrong ones."""

DERIVATIONS = (
    (
        ("F = m*a", "a = F/m", "a = F*m"), ("U = R*I", "I = U/R", "I = U*R"),
        ("E = m*v^2/2", "v^2 = 2*E/m", "v^2 = E/(2*m)"),
        ("p*V = n*R*T", "T = p*V/(n*R)", "T = n*R/(p*V)"), ("E = h*c/w", "w = h*c/E", "w = E/(h*c)"),
        ("s = a*t^2/2", "a = 2*s/t^2", "a = s*t^2/2"), ("F = k*x", "x = F/k", "x = k/F"),
        ("P = U^2/R", "R = U^2/P", "R = P/U^2"), ("L = m*v*r", "v = L/(m*r)", "v = L*m/r"),
        ("rho = m/V", "m = rho*V", "m = rho/V"),
    ),
    (
        ("tau = R*C", "C = tau/R", "C = tau*R"), ("a = v^2/r", "r = v^2/a", "r = a/v^2"),
        ("q = C*U", "U = q/C", "U = C/q"),
        ("v = w*f", "f = v/w", "f = v*w"), ("p = F/A", "F = p*A", "F = p/A"),
    ),
)  # fmt: skip
"""A first line, one that follows, one that does not."""


def _sum(draw: Draw, kinds: Sequence[str], terms: int = 2) -> str:
    """A sum of terms such as ``3*x^2 - 5*sin(2*x)``."""
    text = ""
    for i, kind in enumerate(draw.chance.sample(list(kinds), terms)):
        a, k = draw.chance.randint(2, 9), draw.chance.randint(2, 6)
        sign = "-" if draw.chance.random() < 0.4 else "+"
        text += (f" {sign} " if i else "") + kind.format(a=a, k=k)
    return text


def _differentiable(draw: Draw) -> dict[str, str]:
    x = draw.of(("x", "t", "r"), ("y", "z", "u"))
    kinds = ("{a}*%s^{k}", "{a}*sin({k}*%s)", "cos({k}*%s)", "exp(-{k}*%s)", "{a}*%s", "log(%s)", "{a}/%s")
    return {"expression": _sum(draw, [k % x for k in kinds]), "x": x}


def _integrable(draw: Draw) -> dict[str, str]:
    x = draw.of(("x", "t", "r"), ("y", "z", "u"))
    kinds = ("{a}*%s^{k}", "{a}*%s", "{a}*%s^2", "{k}")
    low = draw.chance.randint(0, 3)
    return {
        "expression": _sum(draw, [k % x if "%" in k else k for k in kinds]),
        "x": x,
        "low": str(low),
        "high": str(low + draw.chance.randint(1, 6)),
    }


def _antiderivable(draw: Draw) -> dict[str, str]:
    x = draw.of(("x", "t", "r"), ("y", "z", "u"))
    kinds = ("{a}*%s^{k}", "{a}*%s", "sin({k}*%s)", "{a}*cos({k}*%s)", "exp({k}*%s)")
    return {"expression": _sum(draw, [k % x for k in kinds]), "x": x}


def _series(draw: Draw) -> dict[str, str]:
    kind = draw.of(
        (
            "sin({k}*x)",
            "exp({k}*x)",
            "1/(1 - {k}*x)",
            "sqrt(1 + {k}*x)",
            "exp(-{k}*x)",
            "{a}*sin({k}*x)",
            "(1 + x)^{k}",
        ),
        ("cos({k}*x)", "log(1 + {k}*x)", "1/(1 + {k}*x)", "{a}*cos({k}*x)", "x*exp({k}*x)"),
    )
    text = kind.format(k=draw.chance.randint(2, 9), a=draw.chance.randint(2, 9))
    return {"expression": text, "order": str(draw.chance.randint(2, 5))}


def _polynomial(draw: Draw) -> dict[str, str]:
    x = draw.of(("x", "a", "s"), ("y", "b", "q"))
    p, q, r = (draw.chance.choice([n for n in range(-9, 10) if n]) for _ in range(3))
    factors = [f"({x} {'+' if n > 0 else '-'} {abs(n)})" for n in (p, q, r)]
    return {"product": "*".join(factors[: draw.one((2, 2, 3))]), "x": x}


def _factorable(draw: Draw) -> dict[str, str]:
    x = draw.of(("x", "a", "s"), ("y", "b", "q"))
    p, q = (draw.chance.choice([n for n in range(-9, 10) if n]) for _ in range(2))
    sign = lambda n: "+" if n > 0 else "-"  # noqa: E731
    middle = f" {sign(p + q)} {abs(p + q)}*{x}" if p + q else ""
    return {"expression": f"{x}^2{middle} {sign(p * q)} {abs(p * q)}", "x": x}


def _solvable(draw: Draw) -> dict[str, str]:
    formula, symbols = draw.of(*FORMULAS)
    return {"formula": formula, "x": draw.one(symbols.split())}


def _linear(draw: Draw) -> dict[str, str]:
    a, b, c = draw.chance.randint(2, 19), draw.chance.randint(1, 40), draw.chance.randint(-60, 90)
    x = draw.of(("x", "t", "n"), ("y", "k", "w"))
    return {"equation": f"{a}*{x} {draw.one('+-')} {b} = {c}", "x": x}


def _equal(draw: Draw) -> dict[str, str]:
    a, b = draw.of((("a", "b"), ("x", "y"), ("m", "n")), (("p", "q"), ("u", "v"), ("r", "s")))
    n, k = draw.chance.randint(2, 9), draw.chance.randint(2, 9)
    pairs = (
        (f"({a} + {n}*{b})^2", f"{a}^2 + {2 * n}*{a}*{b} + {n * n}*{b}^2"),
        (f"({a} - {n}*{b})*({a} + {n}*{b})", f"{a}^2 - {n * n}*{b}^2"),
        (f"{n}*{a}/({n}*{b})", f"{a}/{b}"),
        (f"sin({n}*{a})^2 + cos({n}*{a})^2", "1"),
        (f"{k}*({a} + {n}*{b})", f"{k}*{a} + {k * n}*{b}"),
        (f"exp({n}*{a})*exp({k}*{a})", f"exp({n + k}*{a})"),
        (f"{a}/{b} + {n}/{b}", f"({a} + {n})/{b}"),
    )
    left, right = draw.one(pairs)
    if draw.chance.random() < 0.5:
        right = draw.one(
            (f"{right} + {a}", f"{n + 1}*{b} + {a}^2", f"{a}^2 + {n * n}*{b}^2", f"({right})/{k}", f"{a} + {b}^{n}")
        )
    return {"left": left, "right": right}


def _units(draw: Draw) -> dict[str, str]:
    equation, units = draw.of(*BALANCED)
    given = ", ".join(f"{name} in {unit}" for name, unit in units.items())
    return {"equation": equation, "given": given, "units": json.dumps(units)}


def _derivation(draw: Draw) -> dict[str, str]:
    first, right, wrong = draw.of(*DERIVATIONS)
    n = draw.chance.randint(2, 9)
    left, _, other = first.partition(" = ")
    place = draw.one((0, 0, 2, 3))  # of the wrong line, 0 for none
    rest = [wrong if place else right, f"{n}*{left} = {n}*{other}"]
    if place == 3 or (not place and n % 2):
        rest.reverse()
    lines = [first, *rest]
    return {"lines": "; ".join(lines), "steps": json.dumps(lines), "wrong": str(place)}


def _numeric(draw: Draw) -> dict[str, str]:
    expression, unit, ranges = draw.of(*NUMERIC)
    values = {name: draw.quantity(r, loose=False) for name, r in ranges.items()}
    given = ", ".join(f"{name} = {value}" for name, value in values.items())
    return {"expression": expression, "unit": unit, "given": given, "values": json.dumps(values)}


def _plain(draw: Draw) -> dict[str, str]:
    a, b, c = draw.number(0.5, 900.0), draw.number(0.5, 900.0), draw.number(2.0, 90.0)
    unit = draw.of(("GeV", "m", "kg", "s"), ("MeV", "J", "km"))
    return {
        "sum": draw.of(
            (
                f"{a} {unit} + {b} {unit}",
                f"{a} {unit} * {c}",
                f"sqrt({a}^2 + {b}^2)",
                f"({a} + {b}) / {c}",
                f"{a} * {b}",
            ),
            (f"{a} {unit} - {b} {unit}", f"{a} {unit} / {c}", f"{a}^2 - {b}", f"exp(-{c}/{a})", f"{a} * ({b} - {c})"),
        )
    }


def _expression(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    text = str(results[-1].value)
    return Answer(text=text.split(";")[0].strip(), kind="expression")


def _form(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    return Answer(text=str(results[-1].value), kind="form")


def _yes_no(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    return Answer(text="yes" if results[-1].value else "no", kind="word")


FAMILIES = (
    Family(
        name="solve-formula",
        kind="single",
        train="""
            Solve {formula} for {x}.
            {formula}, solve for {x}
            Rearrange {formula} for {x}.
            What is {x} if {formula}?
            Make {x} the subject of {formula}.
            Isolate {x} in {formula}.
            I know that {formula}. Express {x} by the rest.
            Please bring {formula} into the form {x} = ...
            From {formula}, get {x}.
            How does one write {x}, given {formula}?
            Given {formula}: formula for {x}?
            find {x} from {formula}
        """,
        held_out="""
            Turn {formula} into an equation for {x}.
            Which expression equals {x} when {formula} holds?
            Transpose {formula} so that {x} stands alone.
            Starting from {formula}, derive {x}.
            With {formula}, what does {x} come to?
        """,
        draw=_solvable,
        calls=(call("symbolic", action="solve", expression="{formula}", variable="{x}"),),
        solution="The solution is {x} = {answer}",
        answer=_expression,
    ),
    Family(
        name="solve-equation",
        kind="single",
        train="""
            Solve {equation}.
            {equation}, {x} = ?
            Find {x}: {equation}.
            For which {x} is {equation}?
            What {x} makes {equation} true?
            solve the equation {equation}
            Determine {x} from {equation}.
            I have {equation}. What is {x}?
            Please give the solution of {equation}.
            The equation is {equation}. Its root?
            Which number {x} satisfies {equation}?
            {equation}; solve for {x}
        """,
        held_out="""
            Work out {x} in {equation}.
            If {equation}, how large is {x}?
            What value of {x} fulfils {equation}?
            Give the root of {equation}.
            The unknown {x} obeys {equation}. Find it.
        """,
        draw=_linear,
        calls=(call("symbolic", action="solve", expression="{equation}", variable="{x}"),),
        solution="The solution is {x} = {answer}",
        answer=_expression,
    ),
    Family(
        name="differentiate",
        kind="single",
        train="""
            Differentiate {expression} with respect to {x}.
            d/d{x} of {expression}
            What is the derivative of {expression}?
            Find the derivative of {expression} by {x}.
            derivative: {expression}
            Take the {x} derivative of {expression}.
            How does {expression} change with {x}? Give the derivative.
            Please differentiate f({x}) = {expression}.
            f({x}) = {expression}; f'({x})?
            Compute d/d{x} ({expression}).
            Slope of {expression} as a function of {x}?
            I need the first derivative of {expression}.
        """,
        held_out="""
            Derive {expression} once with respect to {x}.
            What function is the rate of change of {expression} in {x}?
            Give df/d{x} for f = {expression}.
            First derivative in {x}, please: {expression}.
            Let g = {expression}. What is dg/d{x}?
        """,
        draw=_differentiable,
        calls=(call("symbolic", action="differentiate", expression="{expression}", variable="{x}"),),
        solution="The derivative is {answer}",
        answer=_expression,
    ),
    Family(
        name="integrate-definite",
        kind="single",
        train="""
            Integrate {expression} over {x} from {low} to {high}.
            integral of {expression}, {x} = {low}..{high}
            What is the definite integral of {expression} from {low} to {high} in {x}?
            Find the area under {expression} between {x} = {low} and {x} = {high}.
            Compute the integral from {low} to {high} of {expression} d{x}.
            Integral of {expression} between {low} and {high}?
            Please integrate f({x}) = {expression} between {low} and {high}.
            With bounds {low} and {high}, integrate {expression}.
            int_{low}^{high} ({expression}) d{x}
            Sum up {expression} continuously from {x} = {low} to {high}.
            I need the integral of {expression} over {x} with limits {low} and {high}.
            area below {expression} for {x} from {low} to {high}
        """,
        held_out="""
            Evaluate the integral of {expression} d{x} with lower bound {low} and upper bound {high}.
            How large is the area between {expression} and the axis for {x} from {low} to {high}?
            Definite integral, {low} to {high}: {expression}.
            {x} runs from {low} to {high}. Integrate {expression}.
            Accumulate {expression} over the interval [{low}, {high}] in {x}.
        """,
        draw=_integrable,
        calls=(
            call(
                "symbolic", action="integrate", expression="{expression}", variable="{x}", lower="{low}", upper="{high}"
            ),
        ),
        solution="The integral is {answer}",
        answer=_expression,
    ),
    Family(
        name="integrate",
        kind="single",
        train="""
            Integrate {expression} over {x}.
            antiderivative of {expression}
            What is the indefinite integral of {expression}?
            Find a function whose derivative is {expression}.
            integral of {expression} d{x}
            Give an antiderivative of {expression} in {x}.
            Please integrate {expression} with respect to {x}.
            Undo the derivative: f'({x}) = {expression}, f = ?
            Compute the indefinite integral: {expression} d{x}.
            Which F({x}) has F' = {expression}?
            I need the integral of {expression} without bounds.
            primitive of {expression} with respect to {x}
        """,
        held_out="""
            Name a primitive function of {expression}.
            What do I get when I integrate {expression} in {x}, up to a constant?
            Antidifferentiate {expression} with respect to {x}.
            The rate is {expression}; integrate it over {x}.
            Indefinite integration in {x}, please: {expression}.
        """,
        draw=_antiderivable,
        calls=(call("symbolic", action="integrate", expression="{expression}", variable="{x}"),),
        solution="The integral, up to a constant, is {answer}",
        answer=_expression,
    ),
    Family(
        name="series",
        kind="single",
        train="""
            Expand {expression} in a Taylor series around 0 up to order {order}.
            taylor series of {expression}, order {order}
            What is the power series of {expression} to order {order} in x?
            Give the first terms of {expression} for small x, up to x^{order}.
            Series of {expression} around x = 0, order {order}?
            Approximate {expression} by a polynomial of degree {order} near 0.
            Find the Maclaurin polynomial of {expression} to order {order}.
            Develop {expression} to order {order} in x.
            Please expand {expression} for small x up to order {order}.
            For x near 0, write {expression} as a polynomial of order {order}.
            maclaurin {expression} order {order}
            I need {expression} as a series up to the power {order}.
        """,
        held_out="""
            Which polynomial of order {order} approximates {expression} at small x?
            Small-x behaviour of {expression} to order {order}?
            Replace {expression} by its Taylor polynomial of order {order} at the origin.
            Up to order {order}, how does {expression} read as a power series?
            Write out {expression} in powers of x through order {order}.
        """,
        draw=_series,
        calls=(call("symbolic", action="series", expression="{expression}", variable="x", order="{order}"),),
        solution="To order {order} it is {answer}",
        answer=_expression,
    ),
    Family(
        name="expand",
        kind="single",
        train="""
            Expand {product}.
            multiply out {product}
            What is {product} without brackets?
            Please multiply out {product}.
            Write {product} as a polynomial in {x}.
            Remove the brackets from {product}.
            expand {product} in powers of {x}
            Expand the product {product}, please.
            {product} expanded?
            I want {product} multiplied out.
            Give the polynomial that equals {product}.
            Work out the product {product}.
        """,
        held_out="""
            Get rid of the parentheses in {product}.
            Into which polynomial does {product} expand?
            Carry out the multiplication {product}.
            As a sum of powers of {x}, {product} is what?
            Distribute {product} fully.
        """,
        draw=_polynomial,
        calls=(call("symbolic", action="expand", expression="{product}"),),
        solution="Expanded it is {answer}",
        answer=_form,
    ),
    Family(
        name="factor",
        kind="single",
        train="""
            Factor {expression}.
            factorise {expression}
            Write {expression} as a product.
            What are the factors of {expression}?
            Please factor the polynomial {expression}.
            Split {expression} into linear factors.
            {expression} as a product of brackets?
            Find the factorisation of {expression}.
            factor {expression} over the integers
            Into which factors does {expression} break up?
            I need {expression} in factored form.
            Give {expression} as (...)(...).
        """,
        held_out="""
            Decompose {expression} into factors.
            Which product equals {expression}?
            Rewrite the quadratic {expression} as two brackets.
            Factored form of {expression}, please.
            How does {expression} factor?
        """,
        draw=_factorable,
        calls=(call("symbolic", action="factor", expression="{expression}"),),
        solution="Factored it is {answer}",
        answer=_form,
    ),
    Family(
        name="equivalent",
        kind="single",
        train="""
            Is {left} the same as {right}?
            {left} = {right}, true?
            Are {left} and {right} equal?
            Check whether {left} equals {right}.
            Does {left} simplify to {right}?
            My student claims that {left} is {right}. Correct?
            Is it right to replace {left} by {right}?
            are these equivalent: {left} and {right}
            Compare {left} with {right}: the same?
            Please verify that {left} and {right} agree.
            Can {left} be written as {right}?
            I got {right} where the book has {left}. Are both the same?
        """,
        held_out="""
            Do {left} and {right} denote one and the same expression?
            True or not, yes or no: {left} equals {right}.
            Would {left} always give the value of {right}?
            Identity check: {left} against {right}.
            Is {right} just another way to write {left}?
        """,
        draw=_equal,
        calls=(call("symbolic", action="equivalent", expression="{left}", other="{right}"),),
        solution="Are they equal? {answer}.",
        answer=_yes_no,
    ),
    Family(
        name="balanced",
        kind="single",
        train="""
            Do the units of {equation} fit, with {given}?
            {equation} with {given}: dimensionally right?
            Is {equation} dimensionally correct ({given})?
            Check the dimensions of {equation}; {given}.
            With {given}, can {equation} be true as far as units go?
            units check: {equation}, {given}
            Please test whether {equation} balances in units: {given}.
            Take {given}. Is {equation} consistent?
            Does {equation} make sense dimensionally? We have {given}.
            My formula is {equation} with {given}. Are the units right?
            Are both sides of {equation} in the same units if {given}?
            dimension test of {equation} for {given}
        """,
        held_out="""
            Given {given}, is there a unit mistake in {equation}? Say yes if it fits, no if not.
            Could {equation} hold with {given}, by dimensions?
            Verify dimensions: {equation}, where {given}.
            Units are {given}. Does {equation} pass a dimension test?
            Is {equation} homogeneous in its units, {given}?
        """,
        draw=_units,
        calls=(call("symbolic", action="dimension", expression="{equation}", units="{units}"),),
        solution="Do the dimensions of {equation} fit? {answer}.",
        answer=_yes_no,
    ),
    Family(
        name="check-steps",
        kind="single",
        train="""
            Check this derivation line by line: {lines}
            Is each step right? {lines}
            Find the first wrong line, if any: {lines}
            My derivation is {lines}. Is it correct?
            check: {lines}
            A student wrote {lines}. Does every line follow?
            Please go through these steps: {lines}
            Do all lines hold? {lines}
            Verify the steps {lines}
            Lines of my homework: {lines}. Any mistake?
            is there an error in {lines}
            Derivation to be checked: {lines}
        """,
        held_out="""
            Where, if anywhere, does this go wrong? {lines}
            Proofread my algebra: {lines}
            Test each line of {lines}
            I derived {lines}. Did I slip?
            Follow the steps {lines} and tell me if they are sound.
        """,
        draw=_derivation,
        calls=(call("check_steps", steps="{steps}"),),
        solution="{answer}.",
        answer=lambda slots, results: Answer(text=re.split("[:.]", results[-1].text)[0], kind="word"),
    ),
    Family(
        name="calculate-formula",
        kind="single",
        train="""
            Calculate {expression} for {given}, in {unit}.
            {expression} with {given} in {unit}
            What is {expression} if {given}? Give {unit}.
            Evaluate {expression} at {given} and express it in {unit}.
            Put {given} into {expression}; result in {unit}?
            With {given}, how many {unit} is {expression}?
            {given}: {expression} in {unit}?
            Please compute {expression} in {unit} using {given}.
            Find the value of {expression}, {given}, in {unit}.
            Insert {given} in {expression}. Unit: {unit}.
            I have {given}. What does {expression} give in {unit}?
            compute {expression}; {given}; unit {unit}
        """,
        held_out="""
            In {unit}, work out {expression} where {given}.
            Substitute {given} into {expression} and state the result in {unit}.
            The formula is {expression} and {given}. Answer in {unit}?
            How large, in {unit}, is {expression} for {given}?
            Numbers: {given}. Formula: {expression}. Result in {unit}?
        """,
        draw=_numeric,
        calls=(call("calculate", expression="{expression}", values="{values}", unit="{unit}"),),
        solution="The result is {answer}.",
    ),
    Family(
        name="calculate",
        kind="single",
        train="""
            Calculate {sum}.
            {sum}
            What is {sum}?
            {sum} = ?
            Please compute {sum}.
            How much is {sum}?
            Evaluate {sum}.
            Work out {sum} for me.
            I need the value of {sum}.
            compute {sum}
            Give the result of {sum}.
            What do I get for {sum}?
        """,
        held_out="""
            Find the numerical value of {sum}.
            {sum} comes to what?
            Do the arithmetic: {sum}.
            Tell me what {sum} makes.
            Number crunching: {sum}?
        """,
        draw=_plain,
        calls=(call("calculate", expression="{sum}"),),
        solution="The result is {answer}.",
    ),
)
