r"""Right answers in odd formats and near misses, made by code from some hundred golds.

Values of units are written down here and formulas are rewritten by SymPy, so that neither rests on what is graded.
Every class has formats of the development set and held-out ones (``HELD``): the rules were written with the first
in sight, the second were run when the rules stood.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Pair:
    """An answer, its gold, whether it is right, and what the problem says."""

    kind: str
    format: str
    held: bool
    right: bool
    answer: str
    gold: str
    settings: dict[str, Any] = field(default_factory=dict)


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
        wrong = [
            ("outside", f"{outside:.3f} {unit}", one, {}),
            ("wrong error", f"{value:.2f} ± {3 * low:.2f} {unit}", one, {"match_error": True}),
            ("wrong side", f"> {value:.2f} {unit}", f"< {value:.2f} {unit}", {}),
            ("below", f"{value - 1.6 * low - 0.02:.3f} {unit}", two, {}),
            ("figures", f"{value + 0.02:.2f} {unit}", f"{value:.2f} {unit}", {"rel_tol": None}),
        ]
        name, answer, gold, settings = wrong[index % len(wrong)]
        yield Pair("error", name, False, False, answer, gold, settings)


# Formulas: SymPy's own spelling, and the assumptions under which the rewrites hold -----------------------------------

FORMULAS = (
    "sqrt(2*g*h)", "m*v**2/2", "G*M*m/r**2", "2*pi*sqrt(L/g)", "q*v*B*sin(theta)", "k*q1*q2/r**2", "m*g*h + m*v**2/2",
    "v0*t + a*t**2/2", "v0**2*sin(2*theta)/g", "sqrt(2*V*m/q)/B", "exp(-t/tau)*V0", "V0*(1 - exp(-t/(R*C)))", "n*R*T/V",
    "hbar**2*k**2/(2*m)", "hbar*omega*(n + 1/2)", "sqrt(m**2*c**4 + p**2*c**2)", "m*c**2/sqrt(1 - v**2/c**2)",
    "1/sqrt(L*C)", "mu0*I/(2*pi*r)", "epsilon0*A/d", "sqrt(G*M/r)", "sqrt(2*G*M/R)", "2*G*M/c**2", "h*c/lambda1",
    "sigma*A*T**4", "A*cos(omega*t + phi)", "R1*R2/(R1 + R2)", "m1*m2/(m1 + m2)", "(m1 - m2)*g/(m1 + m2)", "I*omega**2/2",
    "F*d*cos(theta)", "rho*g*h + P", "P + rho*v**2/2", "gamma1*m*v", "E**2 - p**2", "a*x**2 + b*x + c", "(x + 1)**3",
    "x**2 - y**2", "sin(x)**2", "cos(x)**2 - sin(x)**2", "tanh(x)", "(exp(x) - exp(-x))/2", "log(x**2)", "x/(1 + x**2)",
    "sqrt(k/m)", "k*T*log(V2/V1)", "n*R*log(V2/V1)", "e**2/(4*pi*epsilon0*r)", "q/(4*pi*epsilon0*r**2)", "U0*x**2/a**2",
    "3*k*T/2", "sqrt(3*k*T/m)", "1/(exp(E/T) - 1)", "1/(exp((E - mu)/T) + 1)", "alpha**2*m/2", "2*m*g*sin(theta)/3",
    "g*sin(theta) - mu*g*cos(theta)", "p*V**gamma1", "Z**2*R/n**2", "lambda1*D/d", "f*(v + u)/(v - w)", "T0*(P2/P1)**k",
)  # fmt: skip


def _rewrites(source: str, rng: random.Random) -> dict[str, str]:
    import sympy

    names = {n: sympy.Symbol(n, positive=True) for n in _names(source)}
    tree = sympy.sympify(source, locals=names)
    one = rng.choice(sorted(names.values(), key=str))
    spelled = {symbol: _latex_name(str(symbol)) for symbol in names.values()}
    latex = sympy.latex(tree, symbol_names=spelled)
    folded = latex.replace(r"\frac", r"\dfrac")
    text = str(tree).replace("log(", "ln(")
    found = {
        "text": text,
        "carets": text.replace("**", "^").replace("*", " * "),
        "latex": f"${latex}$",
        "named": f"$y = {latex}$",
        "expanded": str(sympy.expand(tree)).replace("log(", "ln("),
        "over itself": f"({text})*{one}/{one}",
        "sentence": f"The result is ${latex}$, where all symbols have their usual meaning.",
        "boxed": rf"After simplification, \boxed{{{latex}}}",
    }
    held = {
        "factored": str(sympy.factor(tree)).replace("log(", "ln("),
        "together": str(sympy.together(tree)).replace("log(", "ln("),
        "display": rf"\[ f = {folded} \]",
        "is": f"Hence it is {text}.",
        "answer": f"Answer: `{text}`",
        "halves": f"2*({text})/2",
    }
    return {**found, **{f"held:{k}": v for k, v in held.items()}}


def _names(source: str) -> list[str]:
    import re

    return sorted(set(re.findall(r"[A-Za-z]\w*", source)) - {"sqrt", "exp", "sin", "cos", "tanh", "log", "pi"})


_GREEK = ("theta", "tau", "omega", "mu", "epsilon", "lambda", "sigma", "phi", "rho", "gamma", "alpha", "hbar")


def _latex_name(name: str) -> str:
    letters, digits = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    return (f"\\{letters}" if letters in _GREEK else letters) + (f"_{{{digits}}}" if digits else "")


def expressions(rng: random.Random, count: int) -> Iterator[Pair]:
    """Formulas rewritten, under signs that the problem gives; and one slip each."""
    for index in range(count):
        source = FORMULAS[index % len(FORMULAS)]
        settings = {"assumptions": dict.fromkeys(_names(source), "positive"), "rel_tol": None}
        written = _rewrites(source, rng)
        gold = written["text"] if index % 2 else written["latex"]
        for name in rng.sample(sorted(written), 7):
            held = name.startswith("held:")
            yield Pair("expression", name.removeprefix("held:"), held, True, written[name], gold, settings)
        some = rng.choice(_names(source))
        text = written["text"]
        slips = [
            ("factor 2", f"2*({text})"),
            ("sign", f"-({text})"),
            ("power", f"({text})*{some}"),
            ("inverse", f"1/({text})"),
            ("plus one", f"{text} + 1"),
            ("root", f"sqrt({text})"),
            ("other symbol", f"({text})*{some}/z9"),
            ("latex factor", f"$\\frac{{1}}{{2}}\\left({written['latex'].strip('$')}\\right)$"),
        ]
        name, answer = slips[index % len(slips)]
        yield Pair("expression", name, False, False, answer, gold, settings)


EQUATIONS = (
    ("F = m*a", ("m*a = F", "a = F/m", "F - m*a = 0"), "F = m/a"),
    ("P*V = n*R*T", ("V = n*R*T/P", "P*V/T = n*R", r"$\frac{PV}{nRT} = 1$"), "P*V = n*R/T"),
    ("x + 2*y = 3", ("2*x + 4*y = 6", "y = (3 - x)/2", "3 - 2*y = x"), "x + 2*y = 4"),
    ("x^2 + y^2 = r^2", ("y^2 = r^2 - x^2", "r^2 - x^2 - y^2 = 0", r"$x^2+y^2-r^2=0$"), "x^2 - y^2 = r^2"),
    ("1/f = 1/a + 1/b", ("f = a*b/(a + b)", "a*b = f*(a + b)", r"$\frac{1}{f}=\frac{1}{a}+\frac{1}{b}$"), "f = a + b"),
    ("E = h*f - W", ("h*f = E + W", "f = (E + W)/h", r"$W = hf - E$"), "E = h*f + W"),
    ("v^2 = u^2 + 2*a*s", ("s = (v^2 - u^2)/(2*a)", "v^2 - u^2 = 2*a*s"), "v^2 = u^2 + a*s"),
    ("n1*sin(a) = n2*sin(b)", ("sin(a)/sin(b) = n2/n1", "n2 = n1*sin(a)/sin(b)"), "n1*sin(b) = n2*sin(a)"),
)


def equations(rng: random.Random, count: int) -> Iterator[Pair]:
    """Equations rearranged."""
    import re

    for index in range(count):
        gold, rewrites, wrong = EQUATIONS[index % len(EQUATIONS)]
        known = {"assumptions": dict.fromkeys(set(re.findall(r"[A-Za-z]\d?", gold)) - {"s", "i", "n"}, "positive")}
        answer = rewrites[index // len(EQUATIONS) % len(rewrites)]
        held = index % 3 == 0
        yield Pair("equation", "sentence" if held else "plain", held, True, f"The relation is {answer}." if held and "$" not in answer else answer, gold, known)  # fmt: skip
        if index < 2 * len(EQUATIONS):
            yield Pair("equation", "slip", False, False, wrong, gold, known)


def _plain(value: float) -> str:
    return f"{value:g}"


def lists(rng: random.Random, count: int) -> Iterator[Pair]:
    """Tuples, vectors, sets, intervals and matrices."""
    for index in range(count):
        a, b, c = (rng.choice([-1, 1]) * rng.randint(1, 40) / rng.choice([1, 1, 2, 10]) for _ in range(3))
        if len({a, b, c, -a, -b, -c}) < 6:
            continue
        x, y, z = map(_plain, (a, b, c))
        unit = rng.choice(["", " m", " m/s", " N", " T"])
        row = f"({x}, {y}, {z}){unit}"
        column = rf"$\begin{{pmatrix}} {x} \\ {y} \\ {z} \end{{pmatrix}}$" + (f"{unit}" if unit else "")
        hats = rf"${x}\,\hat{{i}} {b:+g}\,\hat{{j}} {c:+g}\,\hat{{k}}$" + unit
        right = {
            "brackets": f"[{x}, {y}, {z}]{unit}", "angles": f"<{x}, {y}, {z}>{unit}", "column": column, "hats": hats if not unit else f"$({hats.strip('$')[: -len(unit) - 1]})$" + unit,
            "sentence": f"The vector is {row}.", "boxed": rf"\boxed{{({x}, {y}, {z})}}" if not unit else row,
            "spaces": f"( {x} ,{y} ,  {z} ){unit}", "entries": f"({x}{unit}, {y}{unit}, {z}{unit})",
            "held:named": f"x = {x}{unit}, y = {y}{unit}, z = {z}{unit}", "held:latex": rf"\[ \left({x}, {y}, {z}\right) \]" if not unit else row,
            "held:row": rf"\begin{{bmatrix}}{x} & {y} & {z}\end{{bmatrix}}" + unit,
        }  # fmt: skip
        yield from _some("tuple", right, row, rng, 4)
        wrong = [("reversed", f"({z}, {y}, {x}){unit}"), ("sign", f"({x}, {y}, {_plain(-c)}){unit}"), ("shorter", f"({x}, {y}){unit}"), ("factor", f"({_plain(2 * a)}, {y}, {z}){unit}")]  # fmt: skip
        yield Pair("tuple", wrong[index % 4][0], False, False, wrong[index % 4][1], row)
        low, high = sorted((a, b))
        lo, hi = _plain(low), _plain(high)
        opened, closed = rng.choice("[("), rng.choice("])")
        gold = f"{opened}{lo}, {hi}{closed}"
        less, less_latex = (
            {"[": ("<=", r"\le"), "(": ("<", "<")}[opened],
            {"]": ("<=", r"\leq"), ")": ("<", "<")}[closed],
        )
        right = {
            "inequality": f"{lo} {less[0]} x {less_latex[0]} {hi}", "latex": rf"$x \in \left{opened}{lo}, {hi}\right{closed}$",
            "sentence": f"The interval is {gold}.", "turned": f"{hi} {less_latex[0].replace('<', '>')} x {less[0].replace('<', '>')} {lo}",
            "held:latex inequality": rf"${lo} {less[1]} x {less_latex[1]} {hi}$", "held:set": f"x ∈ {gold}", "held:semicolon": f"{opened}{lo}; {hi}{closed}",
        }  # fmt: skip
        yield from _some("interval", right, gold, rng, 3)
        flip = {"[": "(", "(": "["}[opened]
        wrong = [
            ("ends", f"{flip}{lo}, {hi}{closed}"),
            ("bound", f"{opened}{lo}, {_plain(high + 1)}{closed}"),
            ("half", f"x > {lo}"),
        ]
        yield Pair("interval", wrong[index % 3][0], False, False, wrong[index % 3][1], gold)
        right = {
            "order": f"{{{y}, {x}}}", "or": f"x = {x} or x = {y}", "latex": rf"$\{{{y}, {x}\}}$", "and": f"{y} and {x}",
            "held:sentence": rf"The solutions are $x = {x}$ and $x = {y}$.", "held:boxed": rf"\boxed{{\{{{x}, {y}\}}}}",
        }  # fmt: skip
        yield from _some("set", right, f"{{{x}, {y}}}", rng, 3)
        wrong = [("one", f"x = {x}"), ("more", f"{{{x}, {y}, {z}}}"), ("sign", f"{{{_plain(-a)}, {y}}}")]
        yield Pair("set", wrong[index % 3][0], False, False, wrong[index % 3][1], f"{{{x}, {y}}}")
        if a != b:
            yield Pair(
                "set", "plus minus", index % 2 == 0, True, rf"$x = \pm {abs(a):g}$", f"{{{abs(a):g}, {-abs(a):g}}}"
            )
        gold = f"[[{x}, {y}], [{z}, 0]]"
        right = {
            "pmatrix": rf"$\begin{{pmatrix}} {x} & {y} \\ {z} & 0 \end{{pmatrix}}$", "bmatrix": rf"\begin{{bmatrix}}{x}&{y}\\{z}&0\end{{bmatrix}}",
            "sympy": f"Matrix([[{x}, {y}], [{z}, 0]])", "named": rf"$M = \begin{{pmatrix}}{x} & {y}\\ {z} & 0\end{{pmatrix}}$",
            "held:numpy": f"np.array([[{x}, {y}], [{z}, 0]])", "held:factor": rf"$\frac{{1}}{{2}}\begin{{pmatrix}}{2 * a:g} & {2 * b:g}\\ {2 * c:g} & 0\end{{pmatrix}}$",
            "held:sentence": rf"The matrix reads $\left(\begin{{matrix}}{x} & {y}\\ {z} & 0\end{{matrix}}\right)$.",
        }  # fmt: skip
        yield from _some("matrix", right, gold, rng, 3)
        wrong = [("transposed", f"[[{x}, {z}], [{y}, 0]]"), ("entry", f"[[{x}, {y}], [{z}, 1]]"), ("sign", rf"$\begin{{pmatrix}}{x} & {_plain(-b)}\\ {z} & 0\end{{pmatrix}}$")]  # fmt: skip
        yield Pair("matrix", wrong[index % 3][0], False, False, wrong[index % 3][1], gold)


def _some(kind: str, right: dict[str, str], gold: str, rng: random.Random, count: int) -> Iterator[Pair]:
    for name in rng.sample(sorted(right), min(count, len(right))):
        yield Pair(kind, name.removeprefix("held:"), name.startswith("held:"), True, right[name], gold)


NOUNS = (
    "proton", "neutron", "electron neutrino", "Higgs boson", "superconductor", "torque", "angular momentum", "entropy",
    "diffraction", "total internal reflection", "the photoelectric effect", "Pauli exclusion principle", "north", "upwards",
    "increases", "decreases", "stays constant", "elliptical", "adiabatic", "a red shift", "gamma radiation", "concave lens",
)  # fmt: skip
CLAIMS = (
    ("Momentum is conserved", "momentum is not conserved"), ("the force is attractive", "the force is not attractive"),
    ("the gas expands", "the gas does not expand"), ("energy is conserved", "energy is not conserved"),
    ("the process is reversible", "the process is not reversible"), ("the state is stable", "the state is not stable"),
)  # fmt: skip


def words(rng: random.Random, count: int) -> Iterator[Pair]:
    """Words, yes and no, choices, and that something cannot be determined."""
    for index in range(count):
        noun = NOUNS[index % len(NOUNS)]
        other = NOUNS[(index + 5) % len(NOUNS)]
        bare = noun.removeprefix("the ").removeprefix("a ")
        right = {
            "capital": bare.capitalize() + ".", "sentence": f"It is {noun}.", "marker": f"Answer: {bare}", "upper": bare.upper(),
            "boxed": rf"\boxed{{\text{{{bare}}}}}", "held:bold": f"**{bare}**", "held:corrected": f"It is {other}. Wait, no. It is {noun}.",
            "held:not": f"{noun}, not {other}",
        }  # fmt: skip
        yield from _some("words", right, noun, rng, 2)
        wrong = [("other", f"It is {other}."), ("negated", f"It is not {noun}."), ("hedged", f"{noun} or {other}"), ("corrected", f"It is {noun}. Wait, no. It is {other}.")]  # fmt: skip
        yield Pair("words", wrong[index % 4][0], False, False, wrong[index % 4][1], noun)
        claim, denial = CLAIMS[index % len(CLAIMS)]
        truth = rng.random() < 0.5
        gold, said, not_said = ("Yes", claim, denial) if truth else ("No", denial, claim)
        no = "No" if truth else "Yes"
        right = {
            "lead": f"{gold}, {said}.", "lower": gold.lower(), "marker": f"The answer is {gold.lower()}.", "because": f"{gold}, because {said}.",
            "boxed": rf"\boxed{{\text{{{gold}}}}}", "held:corrected": f"{no}. Wait, that is wrong. {gold}.", "held:bold": f"**{gold}** - {said}.",
            "held:so": f"There is no external force, so {gold.lower()}.",
        }  # fmt: skip
        yield from _some("truth", right, gold, rng, 3)
        wrong = [
            ("other", f"{no}, {not_said}."),
            ("corrected", f"{gold}. Wait, that is wrong. {no}."),
            ("both", f"{gold} and {no.lower()}."),
        ]
        yield Pair("truth", wrong[index % 3][0], False, False, wrong[index % 3][1], gold)
        letter, another = rng.sample("ABCD", 2)
        right = {
            "brackets": f"({letter})", "sentence": f"The answer is ({letter}).", "option": f"Option {letter} is correct.", "dot": f"{letter}. 3.2 m",
            "boxed": rf"\boxed{{{letter}}}", "because": f"({letter}), because ({another}) violates causality.", "held:bold": f"The correct option is **{letter}**",
            "held:choose": f"So I choose {letter}.",
            "held:corrected": f"The answer is {another}. Wait, I made a mistake. The answer is {letter}.", "held:text": rf"\boxed{{\text{{({letter})}}}}",
        }  # fmt: skip
        yield from _some("choice", right, rng.choice([letter, f"({letter})"]), rng, 3)
        wrong = [("other", f"The answer is ({another})."), ("hedged", f"({letter}) or ({another})"), ("corrected", f"The answer is {letter}. Wait, I made a mistake. The answer is {another}.")]  # fmt: skip
        yield Pair("choice", wrong[index % 3][0], False, False, wrong[index % 3][1], letter)
        unknown = rng.choice(["cannot be determined", "Cannot be determined from the given data."])
        right = {
            "cannot": "It cannot be determined.", "information": "There is not enough information to answer.", "impossible": "It is impossible to tell from this plot.",
            "held:insufficient": "The question cannot be answered because the mass is missing.", "held:unknown": "Insufficient data.",
        }  # fmt: skip
        yield from _some("undetermined", right, unknown, rng, 1)
        yield Pair("undetermined", "claims", False, False, f"It is {index + 2} m.", unknown)


def pairs(seed: int, scale: float = 1.0) -> list[Pair]:
    """All pairs of a seed; more than 2,000 right ones and 500 near misses at scale 1, without repetitions."""
    rng = random.Random(seed)
    makers = ((numbers, 250), (errors, 40), (expressions, 124), (equations, 24), (lists, 60), (words, 44))
    found = [pair for maker, count in makers for pair in maker(rng, max(8, int(count * scale)))]
    unique = {(p.answer, p.gold, repr(p.settings)): p for p in found}
    return list(unique.values())
