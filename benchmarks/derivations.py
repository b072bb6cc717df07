"""Derivations from a seed, right ones and ones with one planted slip, for the step checker.

A family writes a chain of lines with random numbers and letters, and knows points at which all of its equations hold.
A slip is planted in one side of one line that has to follow: a sign, a factor, an exponent, a dropped term, a function
confused with its neighbour (with derivatives: the wrong derivative). It counts only if it changes the value of that
side at such points, computed by Python's own arithmetic: a slip that leaves the line true is no slip. Nothing here uses
the checker; trees serve to edit the text.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.feynman import direct
from physfm.symbolic.notation import parse
from physfm.symbolic.tree import Call, Node, Number, Power, Product, Quotient, Relation, Sum, Symbol, negate, rebuild
from physfm.symbolic.writing import to_text

Point = Mapping[str, float]


@dataclass(frozen=True)
class Derivation:
    """Lines, and where they hold.

    Parameters
    ----------
    family
        What kind of derivation it is.
    lines
        In plain text.
    given
        Equations that hold from the start.
    point
        Draws values of all symbols at which every line holds.
    """

    family: str
    lines: tuple[str, ...]
    point: Callable[[random.Random], Point]
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planted:
    """A derivation with one wrong line (counted from one) and the kind of slip."""

    derivation: Derivation
    line: int
    slip: str


def _numbers(r: random.Random, *names: str) -> Callable[[random.Random], Point]:
    return lambda rng: {name: rng.uniform(0.5, 3.0) for name in names}


def _expand(r: random.Random) -> Derivation:
    x, y = r.sample("xyzuvab", 2)
    a, b, c = r.randint(2, 9), r.randint(2, 9), r.randint(2, 5)
    lines = (
        f"({c}*{x} + {a}*{y})*({x} - {b}*{y})",
        f"{c}*{x}^2 - {b * c}*{x}*{y} + {a}*{x}*{y} - {a * b}*{y}^2",
        f"{c}*{x}^2 + {a - b * c}*{x}*{y} - {a * b}*{y}^2" if a != b * c else f"{c}*{x}^2 - {a * b}*{y}^2",
    )
    return Derivation("expansion", lines, _numbers(r, x, y))


def _square(r: random.Random) -> Derivation:
    x = r.choice("xpqr")
    a, b = r.randint(2, 9), r.randint(1, 9)
    lines = (
        f"y = {x}^2 + {2 * a}*{x} + {b}",
        f"y = {x}^2 + {2 * a}*{x} + {a * a} - {a * a} + {b}",
        f"y = ({x} + {a})^2 + {b - a * a}".replace("+ -", "- "),
        f"{x} = sqrt(y + {a * a - b}) - {a}".replace("+ -", "- "),
    )

    def point(rng: random.Random) -> Point:
        value = rng.uniform(0.5, 3.0)
        return {x: value, "y": value**2 + 2 * a * value + b}

    return Derivation("completing the square", lines, point)


def _fractions(r: random.Random) -> Derivation:
    f, a, b = r.choice((("f", "a", "b"), ("R", "R_1", "R_2"), ("C", "C_1", "C_2")))
    k = r.randint(1, 5)
    lines = (
        f"{k}/{f} = 1/{a} + 1/{b}",
        f"{k}/{f} = ({a} + {b})/({a}*{b})",
        f"{f} = {k}*{a}*{b}/({a} + {b})",
        f"{b} = {f}*{a}/({k}*{a} - {f})",
    )

    def point(rng: random.Random) -> Point:
        first, second = rng.uniform(0.5, 3), rng.uniform(0.5, 3)
        return {a: first, b: second, f: k * first * second / (first + second)}

    return Derivation("fractions", lines, point)


def _trigonometry(r: random.Random) -> Derivation:
    t = r.choice(("theta", "phi", "x", "alpha"))
    k, n = r.randint(2, 6), r.randint(2, 5)
    lines = (
        f"{k}*(sin({t}) + cos({t}))^2 + {n}",
        f"{k}*(sin({t})^2 + 2*sin({t})*cos({t}) + cos({t})^2) + {n}",
        f"{k} + {2 * k}*sin({t})*cos({t}) + {n}",
        f"{k + n} + {k}*sin(2*{t})",
    )
    return Derivation("trigonometry", lines, _numbers(r, t))


def _product_rule(r: random.Random) -> Derivation:
    x, k, n = r.choice("xts"), r.randint(2, 6), r.randint(2, 5)
    lines = (
        f"y = {x}^{n}*sin({k}*{x})",
        f"diff(y, {x}) = {n}*{x}^{n - 1}*sin({k}*{x}) + {k}*{x}^{n}*cos({k}*{x})",
        f"diff(y, {x}) = {x}^{n - 1}*({n}*sin({k}*{x}) + {k}*{x}*cos({k}*{x}))",
    )

    def point(rng: random.Random) -> Point:
        value = rng.uniform(0.5, 3.0)
        return {x: value, "y": value**n * math.sin(k * value)}

    return Derivation("derivative, product rule", lines, point)


def _chain_rule(r: random.Random) -> Derivation:
    x, a, b = r.choice("xtz"), r.randint(2, 6), r.randint(1, 6)
    lines = (
        f"g = exp(-{a}*{x}^2) + sqrt({x}^2 + {b})",
        f"diff(g, {x}) = -{2 * a}*{x}*exp(-{a}*{x}^2) + {x}/sqrt({x}^2 + {b})",
        f"diff(g, {x}) = {x}*(1/sqrt({x}^2 + {b}) - {2 * a}*exp(-{a}*{x}^2))",
    )

    def point(rng: random.Random) -> Point:
        value = rng.uniform(0.5, 3.0)
        return {x: value, "g": math.exp(-a * value**2) + math.sqrt(value**2 + b)}

    return Derivation("derivative, chain rule", lines, point)


def _quotient_rule(r: random.Random) -> Derivation:
    x, a = r.choice("xrw"), r.randint(2, 7)
    lines = (
        f"diff({x}/({x}^2 + {a}), {x})",
        f"(({x}^2 + {a}) - {x}*2*{x})/({x}^2 + {a})^2",
        f"({a} - {x}^2)/({x}^2 + {a})^2",
    )
    return Derivation("derivative, quotient rule", lines, _numbers(r, x))


def _oscillator(r: random.Random) -> Derivation:
    k = r.randint(2, 5)
    lines = (
        f"x = A*cos({k}*omega*t)",
        f"diff(x, t) = -{k}*A*omega*sin({k}*omega*t)",
        f"diff(x, t, 2) = -{k * k}*A*omega^2*cos({k}*omega*t)",
        f"diff(x, t, 2) = -{k * k}*omega^2*x",
    )

    def point(rng: random.Random) -> Point:
        found = _numbers(r, "A", "omega", "t")(rng)
        return {**found, "x": found["A"] * math.cos(k * found["omega"] * found["t"])}

    return Derivation("oscillator", lines, point)


def _integral(r: random.Random) -> Derivation:
    x, a, n = r.choice("xtu"), r.randint(2, 6), r.randint(2, 4)
    lines = (
        f"integrate({a}*{x}^{n} + {x}*exp({x}), {x})",
        f"{a}*{x}^{n + 1}/{n + 1} + {x}*exp({x}) - exp({x})",
        f"{a}*{x}^{n + 1}/{n + 1} + exp({x})*({x} - 1)",
    )
    return Derivation("antiderivative", lines, _numbers(r, x))


def _definite(r: random.Random) -> Derivation:
    a, n = r.randint(2, 6), r.randint(1, 4)
    lines = (
        f"W = integrate({a}*x^{n} + k/x^2, x, r_1, r_2)",
        f"W = {a}*(r_2^{n + 1} - r_1^{n + 1})/{n + 1} + k/r_1 - k/r_2",
        f"W = {a}*(r_2^{n + 1} - r_1^{n + 1})/{n + 1} + k*(r_2 - r_1)/(r_1*r_2)",
    )

    def point(rng: random.Random) -> Point:
        found = _numbers(r, "r_1", "r_2", "k")(rng)
        one, two = found["r_1"], found["r_2"]
        return {**found, "W": a * (two ** (n + 1) - one ** (n + 1)) / (n + 1) + found["k"] * (1 / one - 1 / two)}

    return Derivation("definite integral", lines, point)


def _linear(r: random.Random) -> Derivation:
    x = r.choice("xtw")
    a, b, c, d = r.randint(6, 12), r.randint(1, 9), r.randint(2, 5), r.randint(10, 30)
    lines = (
        f"{a}*{x} - {b}*s = {c}*{x} + {d}*s",
        f"{a}*{x} - {c}*{x} = {d}*s + {b}*s",
        f"{a - c}*{x} = {d + b}*s",
        f"{x} = {d + b}*s/{a - c}",
    )

    def point(rng: random.Random) -> Point:
        s = rng.uniform(0.5, 3.0)
        return {"s": s, x: (d + b) * s / (a - c)}

    return Derivation("linear equation", lines, point)


def _quadratic(r: random.Random) -> Derivation:
    p, q = r.sample(range(1, 10), 2)
    lines = (
        f"x^2 - {p + q}*x + {p * q} = 0",
        f"x^2 - {p}*x - {q}*x + {p * q} = 0",
        f"(x - {p})*(x - {q}) = 0",
    )
    return Derivation("quadratic equation", lines, lambda rng: {"x": float(rng.choice((p, q)))})


def _energy(r: random.Random) -> Derivation:
    k = r.randint(2, 5)
    lines = (
        f"{k}*m*g*h + m*v_0^2/2 = m*v^2/2",
        f"{2 * k}*g*h + v_0^2 = v^2",
        f"v = sqrt(v_0^2 + {2 * k}*g*h)",
        f"h = (v^2 - v_0^2)/({2 * k}*g)",
    )

    def point(rng: random.Random) -> Point:
        found = _numbers(r, "m", "g", "h", "v_0")(rng)
        return {**found, "v": math.sqrt(found["v_0"] ** 2 + 2 * k * found["g"] * found["h"])}

    return Derivation("energy conservation", lines, point)


def _kepler(r: random.Random) -> Derivation:
    given = ("G*M*m/r^2 = m*v^2/r", "v = 2*pi*r/T")
    lines = (
        "v^2 = G*M/r",
        "4*pi^2*r^2/T^2 = G*M/r",
        "T^2 = 4*pi^2*r^3/(G*M)",
        "T = 2*pi*sqrt(r^3/(G*M))",
        "M = 4*pi^2*r^3/(G*T^2)",
    )

    def point(rng: random.Random) -> Point:
        found = _numbers(r, "G", "M", "m", "r")(rng)
        v = math.sqrt(found["G"] * found["M"] / found["r"])
        return {**found, "v": v, "T": 2 * math.pi * found["r"] / v}

    return Derivation("Kepler's third law", lines, point, given)


def _decay(r: random.Random) -> Derivation:
    k = r.randint(2, 9)
    given = ("N = N_0*exp(-lambda*t)", f"N = N_0/{k}")
    lines = (
        "N/N_0 = exp(-lambda*t)",
        "ln(N/N_0) = -lambda*t",
        "t = ln(N_0/N)/lambda",
        f"t = ln({k})/lambda",
        f"lambda*t - ln({k}) = 0",
    )

    def point(rng: random.Random) -> Point:
        found = _numbers(r, "N_0", "lambda")(rng)
        return {**found, "N": found["N_0"] / k, "t": math.log(k) / found["lambda"]}

    return Derivation("decay", lines, point, given)


def _relativity(r: random.Random) -> Derivation:
    given = ("E = gamma*m*c^2", "p = gamma*m*v", "gamma = 1/sqrt(1 - v^2/c^2)")
    lines = (
        "E^2 - p^2*c^2 = gamma^2*m^2*c^2*(c^2 - v^2)",
        "E^2 - p^2*c^2 = m^2*c^4",
        "E = sqrt(p^2*c^2 + m^2*c^4)",
        "v = p*c^2/E",
        "E - m*c^2 = (gamma - 1)*m*c^2",
    )

    def point(rng: random.Random) -> Point:
        m, c, beta = rng.uniform(0.5, 3), rng.uniform(1, 3), rng.uniform(0.1, 0.9)
        gamma = 1 / math.sqrt(1 - beta**2)
        return {"m": m, "c": c, "v": beta * c, "gamma": gamma, "E": gamma * m * c**2, "p": gamma * m * beta * c}

    return Derivation("relativity", lines, point, given)


def _waves(r: random.Random) -> Derivation:
    given = ("E = h*f", "f = c/lambda", "E = p*c", "hbar = h/(2*pi)", "k = 2*pi/lambda", "omega = 2*pi*f")
    lines = ("E = h*c/lambda", "p = h/lambda", "p = hbar*k", "E = hbar*omega", "omega = c*k")

    def point(rng: random.Random) -> Point:
        h, c, wavelength = (rng.uniform(0.5, 3) for _ in range(3))
        f, k = c / wavelength, 2 * math.pi / wavelength
        values = {"h": h, "c": c, "lambda": wavelength, "f": f, "k": k, "omega": 2 * math.pi * f}
        return {**values, "hbar": h / (2 * math.pi), "E": h * f, "p": h / wavelength}

    return Derivation("photons", lines, point, given)


def _elimination(r: random.Random) -> Derivation:
    a, b, d = r.randint(2, 6), r.randint(2, 6), r.randint(2, 5)
    given = (f"{a}*x + {b}*y = p", f"x - {d}*y = q")
    lines = (
        f"{a * d}*x + {b * d}*y = {d}*p",
        f"{a * d + b}*x = {d}*p + {b}*q",
        f"x = ({d}*p + {b}*q)/{a * d + b}",
        f"y = (x - q)/{d}",
        f"y = (p - {a}*q)/{a * d + b}",
    )

    def point(rng: random.Random) -> Point:
        q, y = rng.uniform(0.5, 3), rng.uniform(0.5, 3)
        return {"q": q, "y": y, "x": q + d * y, "p": a * (q + d * y) + b * y}

    return Derivation("elimination", lines, point, given)


FAMILIES: tuple[Callable[[random.Random], Derivation], ...] = (
    *(_expand, _square, _fractions, _trigonometry, _product_rule, _chain_rule, _quotient_rule, _oscillator, _integral),
    *(_definite, _linear, _quadratic, _energy, _kepler, _decay, _relativity, _waves, _elimination),
)


def right(seed: int, count: int) -> list[Derivation]:
    """Draw right derivations, the families in turn."""
    r = random.Random(seed)
    found = []
    for index in range(count):
        derivation = FAMILIES[index % len(FAMILIES)](r)
        _confirm(derivation, r)
        found.append(derivation)
    return found


def wrong(seed: int, count: int) -> list[Planted]:
    """Draw derivations, the families in turn, and plant one slip in each."""
    r = random.Random(seed)
    return [_planted(FAMILIES[index % len(FAMILIES)](r), r) for index in range(count)]


def _confirm(derivation: Derivation, r: random.Random) -> None:
    """Hold the lines to the points of the family: a mistake in this file must not be blamed on the checker."""
    previous: Node | None = None
    for line in derivation.lines:
        tree = parse(line, "text")
        sides = tree.sides if isinstance(tree, Relation) else (tree,) if previous is None else (previous, tree)
        previous = None if isinstance(tree, Relation) else tree
        if len(sides) == 2 and not any("diff(" in to_text(s) or "integrate(" in to_text(s) for s in sides):
            point = derivation.point(r)
            left, right_ = (_value(side, point) for side in sides)
            if not math.isclose(left, right_, rel_tol=1e-9, abs_tol=1e-9):
                raise RuntimeError(f"{derivation.family}: {line} does not hold at {point}")


def _value(side: Node, point: Point) -> float:
    text = to_text(side).replace("^", "**").replace("lambda", "lambda_")
    return direct(text, {name.replace("lambda", "lambda_"): value for name, value in point.items()})


def _planted(derivation: Derivation, r: random.Random) -> Planted:
    first = 0 if derivation.given else 1
    for _ in range(1000):
        index = r.randrange(first, len(derivation.lines))
        tree = parse(derivation.lines[index], "text")
        sides = tree.sides if isinstance(tree, Relation) else (tree,)
        at = r.randrange(len(sides))
        edits = list(_slips(sides[at]))
        if not edits or "diff(" in to_text(sides[at]) or "integrate(" in to_text(sides[at]):
            continue
        slip = r.choice(sorted({name for name, _ in edits}))
        edited = r.choice([changed for name, changed in edits if name == slip])
        points = [derivation.point(r) for _ in range(4)]
        try:
            changes = [
                abs(_value(edited, p) - _value(sides[at], p)) / (1e-3 + abs(_value(sides[at], p))) for p in points
            ]
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):  # no value any more (a root of a negative)
            continue
        if min(changes) < 1e-4:
            continue
        new = (
            Relation(tree.operators, (*sides[:at], edited, *sides[at + 1 :])) if isinstance(tree, Relation) else edited
        )
        lines = (*derivation.lines[:index], to_text(new), *derivation.lines[index + 1 :])
        kind = f"derivative: {slip}" if "diff(" in derivation.lines[index] else slip
        return Planted(Derivation(derivation.family, lines, derivation.point, derivation.given), index + 1, kind)
    raise RuntimeError(f"no slip fits into {derivation.lines}")


def _slips(node: Node) -> Iterator[tuple[str, Node]]:
    """Every slip in a tree, with its kind."""
    match node:
        case Sum(terms=terms):
            for i, term in enumerate(terms):
                yield "sign", Sum((*terms[:i], negate(term), *terms[i + 1 :]))
                rest = (*terms[:i], *terms[i + 1 :])
                yield "dropped term", Sum(rest) if len(rest) > 1 else rest[0]
        case Power(base=base, exponent=Number(digits=digits)):
            yield "exponent", Power(base, Number(digits + 1))
            yield "exponent", Power(base, Number(digits - 1)) if digits > 2 else base
        case Number(digits=digits, exponent=0) if abs(digits) > 1:
            yield "factor", Number(2 * digits)
            yield "factor", Number(digits + 1)
        case Product(factors=factors) if len(factors) > 1:
            for i, factor in enumerate(factors):
                rest = (*factors[:i], *factors[i + 1 :])
                if isinstance(factor, Number | Symbol):
                    yield "factor", Product(rest) if len(rest) > 1 else rest[0]
        case Quotient(numerator=above, denominator=below):
            yield "factor", Quotient(above, Product((Number(2), below)))
        case Call(function="sin" | "cos" as function, arguments=arguments):
            yield "function", Call("cos" if function == "sin" else "sin", arguments)
        case Call(function="sqrt", arguments=(inner,)):
            yield "function", inner
    if not isinstance(node, Number):
        for i, child in enumerate(node.children):
            for name, changed in _slips(child):
                yield name, rebuild(node, (*node.children[:i], changed, *node.children[i + 1 :]))
