"""Wrong answers that look right: values that follow when one law is taken wrongly, as people do take it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache

from physfm.errors import InputError
from physfm.evaluation.problems.causal import Law
from physfm.evaluation.problems.world import World, gold
from physfm.evaluation.problems.writing import quantity
from physfm.symbolic.repair import slips
from physfm.symbolic.writing import to_text

FACTORS = (2.0, 0.5, 4.0, 0.25, 10.0, 0.1, 3.0, 1.5)
"""For what is left when slips give too few: they always differ."""
APART = 0.08


@lru_cache(1024)
def slipped(law: Law) -> tuple[Law, ...]:
    """The law with one slip each: a factor, a power, a sign, a function taken wrongly."""
    found = dict.fromkeys(to_text(tree) for tree, _ in slips(law.tree))
    return tuple(Law(law.effect, text) for text in found if set(Law(law.effect, text).causes) <= set(law.causes))


def values(world: World, chance: random.Random) -> Iterator[float]:
    """SI values of the target that are wrong, each apart from the right one and from those before."""
    right = world.values[world.target]
    given = {s: x * world.model.by_symbol[s].scales[unit] for s, (x, unit) in world.shown.items()}
    seen = [right]
    able = [each for law in world.model.used(world.target) for each in slipped(law)]
    for law in chance.sample(able, min(len(able), 12)):
        try:
            found = world.model.solve({**world.constants, **given}, instead={law.effect: law})[world.target]
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
