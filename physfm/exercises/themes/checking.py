"""Checking, one call each: whether expressions are equal, units balance, a derivation holds."""

from __future__ import annotations

import json
import re

from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call, yes_no

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


FAMILIES = (
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
        answer=yes_no,
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
        answer=yes_no,
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
)
