"""Problems of algebra: solve for a symbol under k operations; put k formulas one into the next.

All symbols are positive. A root is taken only of what is positive then, so that every line follows from the given
equations, and the answer is the only one.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

from experiments.symbolic_reasoning.problem import NAMES, NUMBERS, Problem, Split
from physfm.symbolic import symbols, to_text
from physfm.symbolic.tree import Call, Node, Number, Power, Product, Quotient, Sum, Symbol

KINDS = {
    "add": "sum", "subtract": "sum", "multiply": "scale", "divide": "scale", "number": "scale", "under": "inverse",
    "square": "power", "root": "power",
}  # fmt: skip
"""Operations by kind; two of a kind never follow each other."""
TWO = Number(2)


def isolate(steps: int, split: Split, draw: random.Random) -> Problem | None:
    """Solve ``y = f(x)`` for x, f being ``steps`` operations one after the other; None where a root could fail."""
    operations = _operations(steps, draw)
    if operations is None:
        return None
    target, result, *names = draw.sample(NAMES, steps + 2)
    inner: list[Node] = [Symbol(target)]  # what stands inside, from the target out
    left: Node = Symbol(result)
    undone: list[Node] = []
    for operation in operations:
        other: Node = Number(draw.choice(NUMBERS[split])) if operation == "number" else Symbol(names.pop())
        inner.append(_applied(operation, inner[-1], other))
        undone.append(other)
    lines = []
    for operation, other, rest in zip(reversed(operations), reversed(undone), reversed(inner[:-1]), strict=True):
        left = _undone(operation, left, other)
        last = rest == inner[0]
        lines.append(f"{target} = {to_text(left)}" if last else f"{to_text(left)} = {to_text(rest)}")
    given = f"{result} = {to_text(inner[-1])}"
    return Problem(
        family="isolate",
        steps=steps,
        template=f"isolate {' '.join(operations)}",
        question=f"{given}. Solve for {target}.",
        lines=tuple(lines),
        answer=to_text(left),
        target=target,
        given=(given,),
        allowed=symbols(left),
    )


def _operations(steps: int, draw: random.Random) -> list[str] | None:
    chosen: list[str] = []
    for _ in range(steps):
        chosen.append(draw.choice([o for o in KINDS if not chosen or KINDS[o] != KINDS[chosen[-1]]]))
    signed = False
    for operation in chosen:
        if signed and KINDS[operation] == "power":
            return None
        signed = signed or operation == "subtract"
    return chosen


def _applied(operation: str, inside: Node, other: Node) -> Node:
    match operation:
        case "add":
            return Sum((inside, other))
        case "subtract":
            return Sum((inside, Product((Number(-1), other))))
        case "multiply" | "number":
            return Product((other, inside))
        case "divide":
            return Quotient(inside, other)
        case "under":
            return Quotient(other, inside)
        case "square":
            return Power(inside, TWO)
    return Call("sqrt", (inside,))


def _undone(operation: str, left: Node, other: Node) -> Node:
    match operation:
        case "add":
            return Sum((left, Product((Number(-1), other))))
        case "subtract":
            return Sum((left, other))
        case "multiply" | "number":
            return Quotient(left, other)
        case "divide":
            return Product((other, left))
        case "under":
            return Quotient(other, left)
        case "square":
            return Call("sqrt", (left,))
    return Power(left, TWO)


# A chain of formulas --------------------------------------------------------------------------------------------------

FIRST = ("product", "quotient", "product of square", "quotient of square", "number")
LINKS = ("times", "over", "under", "square over", "times number", "times old", "over old")
MAX_EXPONENT, MAX_COEFFICIENT, MAX_NEW = 4, 9, 3  # one digit: this is about algebra, not about multiplication


def substitute(steps: int, split: Split, draw: random.Random) -> Problem | None:
    """Write the last of ``steps + 1`` formulas in the symbols of the first ones; None where powers grow too high."""
    first, *links = draw.choice(FIRST), *(draw.choice(LINKS) for _ in range(steps))
    if sum(link in ("times", "over", "under", "square over") for link in links) > MAX_NEW:
        return None
    names = draw.sample(NAMES, len(NAMES))
    base = [names.pop(), names.pop()]
    current, value = names.pop(), _first(first, base, draw.choice(NUMBERS[split]))
    given = [f"{current} = {to_text(_written(value))}"]
    lines = []
    for link in links:
        name = names.pop()
        other = _other(link, base, names, draw.choice(NUMBERS[split]), draw)
        given.append(f"{name} = {to_text(_linked(link, Symbol(current), other))}")
        put_in = to_text(_linked(link, _written(value), other))
        value = _simplified(link, value, other)
        simple = to_text(_written(value))
        lines.append(f"{name} = {put_in}" + (f" = {simple}" if simple != put_in else ""))
        current = name
        if not _is_small(value):
            return None
    used = tuple(sorted(set(base)))
    return Problem(
        family="substitute",
        steps=steps,
        template=f"substitute {first}; {'; '.join(links)}",
        question=f"{', '.join(given)}. Write {current} in {', '.join(used)}.",
        lines=tuple(lines),
        answer=to_text(_written(value)),
        target=current,
        given=tuple(given),
        allowed=used,
    )


Monomial = tuple[Fraction, Counter[str]]


def _first(form: str, base: list[str], number: int) -> Monomial:
    a, b = base
    match form:
        case "product":
            return Fraction(1), Counter({a: 1, b: 1})
        case "quotient":
            return Fraction(1), Counter({a: 1, b: -1})
        case "product of square":
            return Fraction(1), Counter({a: 1, b: 2})
        case "quotient of square":
            return Fraction(1), Counter({a: 2, b: -1})
    return Fraction(number), Counter({a: 1, b: 1})


def _other(link: str, base: list[str], names: list[str], number: int, draw: random.Random) -> Node:
    """What comes in with a link: a number, a symbol of before, or a new one."""
    if link == "times number":
        return Number(number)
    if link.endswith("old"):
        return Symbol(draw.choice(base))
    base.append(names.pop())
    return Symbol(base[-1])


def _linked(link: str, before: Node, other: Node) -> Node:
    match link:
        case "times" | "times number" | "times old":
            return Product((other, before))
        case "over" | "over old":
            return Quotient(before, other)
        case "under":
            return Quotient(other, before)
    return Quotient(Power(before, TWO), other)


def _simplified(link: str, value: Monomial, other: Node) -> Monomial:
    coefficient, powers = value
    factor = Fraction(other.digits) if isinstance(other, Number) else Fraction(1)
    own = Counter({other.name: 1}) if isinstance(other, Symbol) else Counter[str]()
    sign, own_sign = {"over": (1, -1), "over old": (1, -1), "under": (-1, 1), "square over": (2, -1)}.get(link, (1, 1))
    total = Counter({n: sign * powers[n] + own_sign * own[n] for n in {*powers, *own}})
    return coefficient**sign * factor, Counter({n: e for n, e in total.items() if e})


def _is_small(value: Monomial) -> bool:
    coefficient, powers = value
    return (
        bool(powers)
        and all(abs(e) <= MAX_EXPONENT for e in powers.values())
        and max(coefficient.numerator, coefficient.denominator) <= MAX_COEFFICIENT
    )


def _written(value: Monomial) -> Node:
    """As people write it: ``3*m*v^2/(2*r)``."""
    coefficient, powers = value
    above = _product(coefficient.numerator, {n: e for n, e in powers.items() if e > 0})
    below = _product(coefficient.denominator, {n: -e for n, e in powers.items() if e < 0})
    return above if below == Number(1) else Quotient(above, below)


def _product(number: int, powers: dict[str, int]) -> Node:
    factors: list[Node] = [Symbol(n) if e == 1 else Power(Symbol(n), Number(e)) for n, e in sorted(powers.items())]
    if number != 1 or not factors:
        factors.insert(0, Number(number))
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
