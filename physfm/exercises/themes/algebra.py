"""Algebra and calculus, one call each: the symbolic actions whose result is an expression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call
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


def _expression(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    text = str(results[-1].value)
    return Answer(text=text.split(";")[0].strip(), kind="expression")


def _form(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    return Answer(text=str(results[-1].value), kind="form")


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
)
