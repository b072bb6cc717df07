"""Problems of dimensional analysis: the dimension of an expression of k operations, in powers of M, L and T.

A line names what one operation gives, and says its dimension: ``z2 = m*z1: M L^2 T^-2``. Nothing is given but the
dimensions of the symbols.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from fractions import Fraction

from experiments.symbolic_reasoning.problem import NAMES, Problem, Split
from physfm.symbolic import to_text
from physfm.symbolic.dimensions import Dimension
from physfm.symbolic.tree import Call, Node, Number, Power, Product, Quotient, Symbol

Powers = tuple[int, int, int]
QUANTITIES: Mapping[Split, tuple[Powers, ...]] = {
    # mass, length, time, speed, force; momentum, volume, stiffness, density, acceleration
    "train": (
        (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, -1), (1, 1, -2),
        (1, 1, -1), (0, 3, 0), (1, 0, -2), (1, -3, 0), (0, 1, -2),
    ),
    # energy, pressure, action, frequency, area; damping, power, viscosity, moment of inertia, number density
    "held-out": (
        (1, 2, -2), (1, -1, -2), (1, 2, -1), (0, 0, -1), (0, 2, 0),
        (1, 0, -1), (1, 2, -3), (1, -1, -1), (1, 2, 0), (0, -3, 0),
    ),
}  # fmt: skip
"""Powers of mass, length and time; a symbol has one of them at random."""
BASES = {"M": "[mass]", "L": "[length]", "T": "[time]"}
OPERATIONS = ("times", "over", "under", "square", "cube", "root")
MAX_EXPONENT = 9


def dimension(steps: int, split: Split, draw: random.Random) -> Problem | None:
    """Give the dimension of ``steps`` operations one after the other; None where powers are broken or too high."""
    operations = [draw.choice(OPERATIONS) for _ in range(steps)]
    if any({a, b} <= {"square", "cube", "root"} for a, b in itertools.pairwise(operations)):
        return None
    start, *others = draw.sample(NAMES, steps + 1)
    table = {name: draw.choice(QUANTITIES[split]) for name in (start, *others)}
    whole: Node = Symbol(start)
    part: Node = whole
    powers = table[start]
    used, lines = [start], []
    for number, operation in enumerate(operations, 1):
        other = others.pop()
        if operation in ("times", "over", "under"):
            used.append(other)
        whole, step = (_applied(operation, node, Symbol(other)) for node in (whole, part))
        found = _powers(operation, powers, table[other])
        if found is None or max(map(abs, found)) > MAX_EXPONENT:
            return None
        powers, part = found, Symbol(f"z{number}")
        lines.append(f"{part.name} = {to_text(step)}: {written(powers)}")
    draw.shuffle(used)
    return Problem(
        family="dimension",
        steps=steps,
        template=f"dimension {' '.join(operations)}",
        question=f"{', '.join(f'{name}: {written(table[name])}' for name in used)}. Dimension of {to_text(whole)}?",
        lines=tuple(lines),
        answer=written(powers),
        target=to_text(whole),
        units={name: unit(table[name]) for name in used},
    )


def _applied(operation: str, inside: Node, other: Node) -> Node:
    match operation:
        case "times":
            return Product((other, inside))
        case "over":
            return Quotient(inside, other)
        case "under":
            return Quotient(other, inside)
        case "root":
            return Call("sqrt", (inside,))
    return Power(inside, Number(2 if operation == "square" else 3))


def _powers(operation: str, inside: Powers, other: Powers) -> Powers | None:
    if operation == "root" and any(power % 2 for power in inside):
        return None
    match operation:
        case "times":
            pairs = [a + b for a, b in zip(inside, other, strict=True)]
        case "over":
            pairs = [a - b for a, b in zip(inside, other, strict=True)]
        case "under":
            pairs = [b - a for a, b in zip(inside, other, strict=True)]
        case "root":
            pairs = [a // 2 for a in inside]
        case _:
            pairs = [a * (2 if operation == "square" else 3) for a in inside]
    return pairs[0], pairs[1], pairs[2]


def written(powers: Powers) -> str:
    """As in ``M L^2 T^-2``; ``1`` where there is none."""
    parts = [base if p == 1 else f"{base}^{p}" for base, p in zip(BASES, powers, strict=True) if p]
    return " ".join(parts) or "1"


def unit(powers: Powers) -> str:
    """The SI unit as pint reads it."""
    parts = [base if p == 1 else f"{base}**{p}" for base, p in zip(("kg", "m", "s"), powers, strict=True) if p]
    return "*".join(parts) or "1"


def read(text: str) -> Dimension | None:
    """Read ``M L^2 T^-2``; None if it is written otherwise."""
    total = Dimension()
    for word in [] if text.strip() == "1" else text.split():
        base, hat, power = word.partition("^")
        if base not in BASES or (hat and not power.lstrip("-").isdecimal()):
            return None
        total = total * Dimension(((BASES[base], Fraction(1)),)) ** Fraction(int(power) if hat else 1)
    return total if text.strip() else None
