"""Numbers with units, errors and limits, right in odd formats and nearly right; conversions stand here in figures."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.grading_pair import Pair

# Unit, LaTeX, in words, and the same in other units: 1 unit = factor other.
UNITS: tuple[tuple[str, str, str, tuple[tuple[str, float], ...]], ...] = (
    ("m", r"\mathrm{m}", "metres", (("cm", 1e2), ("km", 1e-3), ("mm", 1e3), ("nm", 1e9), ("µm", 1e6))),
    ("s", r"\mathrm{s}", "seconds", (("ms", 1e3), ("min", 1 / 60), ("µs", 1e6), ("ns", 1e9))),
    ("kg", r"\mathrm{kg}", "kilograms", (("g", 1e3), ("mg", 1e6))),
    ("N", r"\mathrm{N}", "newtons", (("kN", 1e-3), ("mN", 1e3), ("kg m/s^2", 1.0), ("kg*m*s^-2", 1.0))),
    ("J", r"\mathrm{J}", "joules", (("kJ", 1e-3), ("erg", 1e7), ("MJ", 1e-6), ("N*m", 1.0), ("kWh", 1 / 3.6e6))),
    ("W", r"\mathrm{W}", "watts", (("kW", 1e-3), ("mW", 1e3), ("J/s", 1.0), ("GW", 1e-9))),
    ("Pa", r"\mathrm{Pa}", "pascals", (("kPa", 1e-3), ("bar", 1e-5), ("hPa", 1e-2), ("N/m^2", 1.0))),
    ("C", r"\mathrm{C}", "coulombs", (("µC", 1e6), ("nC", 1e9), ("A*s", 1.0), ("pC", 1e12))),
    ("V", r"\mathrm{V}", "volts", (("mV", 1e3), ("kV", 1e-3), ("J/C", 1.0))),
    ("A", r"\mathrm{A}", "amperes", (("mA", 1e3), ("µA", 1e6), ("C/s", 1.0))),
    ("ohm", r"\Omega", "ohms", (("kΩ", 1e-3), ("Ω", 1.0), ("V/A", 1.0), ("MΩ", 1e-6))),
    ("F", r"\mathrm{F}", "farads", (("µF", 1e6), ("pF", 1e12), ("nF", 1e9))),
    ("H", r"\mathrm{H}", "henries", (("mH", 1e3), ("µH", 1e6))),
    ("T", r"\mathrm{T}", "teslas", (("mT", 1e3), ("gauss", 1e4), ("µT", 1e6))),
    ("Hz", r"\mathrm{Hz}", "hertz", (("kHz", 1e-3), ("MHz", 1e-6), ("s^-1", 1.0), ("1/s", 1.0))),
    ("eV", r"\mathrm{eV}", "electronvolts", (("keV", 1e-3), ("MeV", 1e-6), ("meV", 1e3), ("GeV", 1e-9))),
    ("GeV", r"\mathrm{GeV}", "gigaelectronvolts", (("MeV", 1e3), ("TeV", 1e-3), ("eV", 1e9))),
    ("m/s", r"\mathrm{m/s}", "metres per second", (("km/h", 3.6), ("cm/s", 1e2), ("m s^-1", 1.0), ("km/s", 1e-3))),
    ("m/s^2", r"\mathrm{m\,s^{-2}}", "metres per second squared", (("cm/s^2", 1e2), ("m s⁻²", 1.0), ("m/s²", 1.0))),
    ("kg/m^3", r"\mathrm{kg\,m^{-3}}", "kilograms per cubic metre", (("g/cm^3", 1e-3), ("kg m⁻³", 1.0))),
    ("J/(kg*K)", r"\frac{\mathrm{J}}{\mathrm{kg\,K}}", "joules per kilogram per kelvin", (("kJ/(kg K)", 1e-3),)),
    ("V/m", r"\mathrm{V/m}", "volts per metre", (("N/C", 1.0), ("kV/m", 1e-3), ("V/cm", 1e-2))),
    ("K", r"\mathrm{K}", "kelvins", (("mK", 1e3), ("kelvin", 1.0))),
    ("mol", r"\mathrm{mol}", "moles", (("mmol", 1e3), ("kmol", 1e-3))),
    ("rad/s", r"\mathrm{rad/s}", "radians per second", (("rad s^-1", 1.0), ("krad/s", 1e-3))),
)
PREFIX = {
    "m": "km",
    "s": "ms",
    "N": "kN",
    "J": "kJ",
    "W": "mW",
    "Pa": "kPa",
    "C": "µC",
    "V": "mV",
    "A": "mA",
    "F": "nF",
}
PREFIX |= {"H": "mH", "T": "mT", "Hz": "kHz", "eV": "keV", "GeV": "MeV", "K": "mK", "mol": "mmol", "kg": "mg"}
OTHER = ("m", "s", "kg", "C", "K")


def _figures(value: float, digits: int) -> str:
    return f"{value:.{digits - 1}e}"


def _decimal(value: float, digits: int) -> str:
    """Plain decimals where they are short, else with a power of ten."""
    if value and -3 <= math.floor(math.log10(abs(value))) <= 5:
        return f"{value:.{max(0, digits - 1 - math.floor(math.log10(abs(value))))}f}"
    return _figures(value, digits)


def _split(value: float, digits: int) -> tuple[str, int]:
    mantissa, _, power = _figures(value, digits).partition("e")
    return mantissa, int(power)


_SUPERSCRIPT = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
Writer = Callable[[float, int, tuple[str, str, str, Any], random.Random], str]


def _other(value: float, digits: int, unit: Any, rng: random.Random) -> str:
    name, factor = rng.choice(unit[3])
    return f"{_decimal(value * factor, digits)} {name}"


def _power(value: float, digits: int, sign: str, raise_: Callable[[int], str]) -> str:
    mantissa, power = _split(value, digits)
    return f"{mantissa}{sign}10{raise_(power)}"


CDOT = r"\cdot"


def _tex(value: float, digits: int, sign: str = r" \times ") -> str:
    return _power(value, digits, sign, lambda p: f"^{{{p}}}")


NUMBERS: dict[str, Writer] = {
    "plain": lambda v, d, u, r: f"{_decimal(v, d)} {u[0]}",
    "exponent": lambda v, d, u, r: f"{_figures(v, d)} {u[0]}",
    "latex": lambda v, d, u, r: f"${_tex(v, d)}\\,{u[1]}$",
    "unicode": lambda v, d, u, r: f"{_power(v, d, ' × ', lambda p: str(p).translate(_SUPERSCRIPT))} {u[0]}",
    "caret": lambda v, d, u, r: f"{_power(v, d, r.choice(['*', ' x ', ' * ', '·']), lambda p: f'^{p}')} {u[0]}",
    "words": lambda v, d, u, r: f"about {_decimal(v, d)} {u[2]}",
    "other unit": _other,
    "boxed": lambda v, d, u, r: rf"Therefore \boxed{{{_tex(v, d)}\ {u[1]}}}.",
    "marker": lambda v, d, u, r: f"We insert the numbers.\n\n**Answer:** {_decimal(v, d)} {u[0]}",
    "sentence": lambda v, d, u, r: f"So the result is {_decimal(v, d)} {u[0]}, as expected.",
    "equation": lambda v, d, u, r: f"X = {_decimal(v / 2, 6)} * 2 = {_decimal(v, d)} {u[0]}",
    "corrected": lambda v, d, u, r: (
        f"It is {_decimal(3.7 * v, d)} {u[0]}. Wait, I made a mistake. It is {_other(v, d, u, r)}."
    ),
    "with error": lambda v, d, u, r: f"({_decimal(v, d)} ± {_decimal(abs(v) / 50, 1)}) {u[0]}",
    "final": lambda v, d, u, r: f"Final Answer: The final answer is ${_decimal(v, d)}\\ {u[1]}$. I hope it is correct.",
    "not": lambda v, d, u, r: f"It is {_decimal(v, d)} {u[0]}, not {_decimal(2 * v, d)} {u[0]}.",
}
HELD_NUMBERS: dict[str, Writer] = {
    "latex words": lambda v, d, u, r: rf"\[ x \approx {_tex(v, d, CDOT)}~\text{{{u[0]}}} \]",
    "bold": lambda v, d, u, r: f"The value comes out as **{_decimal(v, d)} {u[0]}**.",
    "same twice": lambda v, d, u, r: f"{_decimal(v, d)} {u[0]}, i.e. {_other(v, d, u, r)}",
    "because": lambda v, d, u, r: f"{_other(v, d, u, r)} because all {r.randint(2, 9)} parts contribute equally",
    "thousands": lambda v, d, u, r: f"{v:,.4f} {u[0]}" if abs(v) > 1e3 else f"{_figures(v, d)} {u[0]}",
    "rather": lambda v, d, u, r: f"Maybe {_decimal(1.5 * v, d)} {u[0]}, or rather {_decimal(v, d)} {u[0]}.",
    "hash": lambda v, d, u, r: f"Some reasoning with 3 steps.\n#### {_decimal(v, d)} {u[0]}",
    "concise": lambda v, d, u, r: f"{_split(v, d)[0]}(2)e{_split(v, d)[1]} {u[0]}",
    "roughly": lambda v, d, u, r: f"roughly ${_decimal(v, d)}$ {u[2]}",
    "answer last": lambda v, d, u, r: f"First, 2 + 2 = 4. Then v = 3 m. Hence the answer is: {_other(v, d, u, r)}",
}  # fmt: skip
GOLDS: tuple[str, ...] = ("plain", "exponent", "latex", "unicode", "sentence", "other unit")


def numbers(rng: random.Random, count: int) -> Iterator[Pair]:
    """Numbers with units: each gold of its own in some right formats and one near miss."""
    for index in range(count):
        unit = UNITS[index % len(UNITS)]
        digits = rng.choice([3, 3, 4, 5])
        value = float(_figures(rng.uniform(1, 9.99) * 10 ** rng.uniform(-8, 8) * rng.choice([1, 1, 1, -1]), digits))
        gold = NUMBERS[GOLDS[index % len(GOLDS)]](value, digits + 1, unit, rng)
        for held, table in ((False, NUMBERS), (True, HELD_NUMBERS)):
            for name in rng.sample(sorted(table), 3):
                yield Pair("number", name, held, True, table[name](value, digits + 1, unit, rng), gold)
        yield from _missed(rng, value, digits, unit, gold, index)


def _missed(rng: random.Random, value: float, digits: int, unit: Any, gold: str, index: int) -> Iterator[Pair]:
    write = rng.choice(
        [NUMBERS[name] for name in ("plain", "exponent", "latex", "sentence", "boxed", "unicode", "marker")]
    )
    written = (value, digits + 1, unit, rng)
    mantissa, power = _split(value, 3)
    bumped = (float(mantissa) + math.copysign(0.01 * math.ceil(abs(float(mantissa)) * 0.8), value)) * 10.0**power
    wrong_unit = next(u for u in rng.sample(OTHER, 5) if u not in (unit[0], *(n for n, _ in unit[3])))
    cases: list[tuple[str, str]] = [
        ("sign", write(-value, *written[1:])),
        ("factor 2", write(2 * value, *written[1:])),
        ("power of ten", write(10 * value, *written[1:])),
        ("last digit", write(bumped, *written[1:])),
        ("missing unit", NUMBERS["plain"](*written).rsplit(unit[0], 1)[0].strip()),
        ("dimension", f"{_decimal(value, digits + 1)} {wrong_unit}"),
        ("hedged", f"either {_decimal(value, digits)} {unit[0]} or {_decimal(1.6 * value, digits)} {unit[0]}"),
        (
            "corrected away",
            f"{_decimal(value, digits)} {unit[0]}. No, wait, {_decimal(1.3 * value, digits)} {unit[0]}.",
        ),
        ("negated", f"The answer is not {_decimal(value, digits)} {unit[0]}."),
        ("inverse", write(float(_figures(1 / value, digits)), *written[1:]) if not 0.9 < abs(value) < 1.1 else ""),
    ]
    if unit[0] in PREFIX:
        cases.append(("prefix", f"{_decimal(value, digits)} {PREFIX[unit[0]]}"))
        cases.append(("prefix", f"The result is {_decimal(value, digits)} {PREFIX[unit[0]]}."))
    for name, answer in (cases[index % len(cases)], cases[(index + 5) % len(cases)]):
        if answer:
            yield Pair("number", name, False, False, answer, gold)


def errors(rng: random.Random, count: int) -> Iterator[Pair]:
    """PDG values with their errors, significant figures, limits."""
    for index in range(count):
        unit = rng.choice(["GeV", "MeV", "ps", "eV", "fm"])
        value = round(rng.uniform(1, 900), 2)
        low, high = round(rng.uniform(0.02, 0.4), 2), round(rng.uniform(0.02, 0.4), 2)
        one = f"{value:.2f} ± {low:.2f} {unit}"
        two = rf"${value:.2f}^{{+{high:.2f}}}_{{-{low:.2f}}}$ {unit}"
        inside, outside = value + 0.7 * low, value + 1.9 * low + 0.02
        yield Pair("error", "same", False, True, f"({value:.2f} ± {low:.2f}) {unit}", one)
        yield Pair("error", "within", False, True, f"{inside:.3f} {unit}", one)
        yield Pair("error", "asymmetric", False, True, f"{value - 0.6 * low:.3f} {unit}", two)
        yield Pair(
            "error", "concise", True, True, f"{value:.2f}({round(low * 100)}) {unit}", one, {"match_error": True}
        )
        yield Pair(
            "error",
            "latex",
            True,
            True,
            rf"$({value:.2f} \pm {low:.2f})\,\mathrm{{{unit}}}$",
            one,
            {"match_error": True},
        )
        yield Pair("error", "limit", index % 2 == 0, True, f"less than {value:.2f} {unit}", f"< {value:.2f} {unit}")
        wrong: list[tuple[str, str, str, dict[str, Any]]] = [
            ("outside", f"{outside:.3f} {unit}", one, {}),
            ("wrong error", f"{value:.2f} ± {3 * low:.2f} {unit}", one, {"match_error": True}),
            ("wrong side", f"> {value:.2f} {unit}", f"< {value:.2f} {unit}", {}),
            ("below", f"{value - 1.6 * low - 0.02:.3f} {unit}", two, {}),
            ("figures", f"{value + 0.02:.2f} {unit}", f"{value:.2f} {unit}", {"rel_tol": None}),
        ]
        name, answer, gold, settings = wrong[index % len(wrong)]
        yield Pair("error", name, False, False, answer, gold, settings)
