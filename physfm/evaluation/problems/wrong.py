"""Wrong answers that look right: values that follow when one law is taken wrongly, as people do take it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache, partial

from physfm.errors import InputError
from physfm.evaluation.problems.causal import Law, real
from physfm.evaluation.problems.world import World, gold
from physfm.evaluation.problems.writing import quantity
from physfm.symbolic.evaluate import program
from physfm.symbolic.repair import slips
from physfm.symbolic.tree import Node, symbols

FACTORS = (2.0, 0.5, 4.0, 0.25, 10.0, 0.1, 3.0, 1.5)
"""For what is left when slips give too few: they always differ."""
APART = 0.08


@lru_cache(1024)
def slipped(law: Law) -> tuple[Node, ...]:
    """The law's expression with one slip each: a factor, a power, a sign, a function taken wrongly."""
    found = dict.fromkeys(tree for tree, _ in slips(law.tree) if set(symbols(tree)) <= set(law.causes))
    return tuple(found)


def values(world: World, chance: random.Random) -> Iterator[float]:
    """SI values of the target that are wrong, each apart from the right one and from those before."""
    right = world.values[world.target]
    given = {s: x * world.model.by_symbol[s].scales[unit] for s, (x, unit) in world.shown.items()}
    seen = [right]
    able = [(law.effect, tree) for law in world.model.used(world.target) for tree in slipped(law)]
    for effect, tree in chance.sample(able, min(len(able), 12)):
        wrong = partial(real, program(tree), what=f"a slip in {effect}")
        try:
            found = world.model.solve({**world.constants, **given}, instead={effect: wrong})[world.target]
        except InputError:
            continue
        if 1e-3 < abs(found / right) < 1e3 and _new(found, seen):
            seen.append(found)
            yield found
    for factor in chance.sample(FACTORS, len(FACTORS)):
        if _new(factor * right, seen):
            seen.append(factor * right)
            yield factor * right


def _new(value: float, seen: list[float]) -> bool:
    return all(abs(value - other) > APART * max(abs(value), abs(other)) for other in seen)


def written(world: World, value: float, digits: int = 3) -> str:
    """A value of the target as an option."""
    variable = world.model.by_symbol[world.target]
    return quantity(float(gold(value / variable.scales[variable.unit], "1", digits)), variable.unit, digits)


def arranged(right: str, wrong: list[str], chance: random.Random) -> tuple[tuple[str, ...], int]:
    """Options in a random order, and the place of the right one."""
    options = [right, *wrong]
    order = chance.sample(range(len(options)), len(options))
    return tuple(options[i] for i in order), order.index(0)
