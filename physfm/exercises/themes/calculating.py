"""Calculating, one call each: the calculator with numbers and with quantities."""

from __future__ import annotations

import json

from physfm.exercises.drawing import Draw
from physfm.exercises.family import Family, call

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


FAMILIES = (
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
