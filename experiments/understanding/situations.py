"""Situations that are asked at three levels: one draw of a family and one chain of causes in it, what, why and what if.

The questions are those of `physfm.evaluation.problems`; here they are only made to be about the same chain. Taken are
mediated chains along which the effect is a power of the cause, so that the sign of a chain, which an explanation tells,
and the factor of an intervention are the same in every draw, and a model without arithmetic can know them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from physfm.errors import InputError
from physfm.evaluation.item import Form, Item
from physfm.evaluation.problems import asking, explaining
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.generator import LEVELS, families
from physfm.evaluation.problems.splits import Split, public
from physfm.evaluation.problems.world import World, drawn

LOOKS = 6
"""Draws at which a chain must have the same elasticity."""
EACH = 1
"""Chains of a family that rise, and as many that fall."""
FACTORS = ("2", "3", "0.5")
"""Of interventions: few, so that a small model has few numbers to learn."""
DRAWS = 2000
"""Of chance, until a question is about the chain that is wanted; a tenth are."""
Levels = dict[str, Item]
"""The three questions of a situation."""


@dataclass(frozen=True)
class Chain:
    """Quantities from cause to effect; sign and size of the dependence (d ln effect / d ln cause)."""

    family: str
    path: tuple[str, ...]
    power: float

    @property
    def name(self) -> str:
        """As it stands in results."""
        return f"{self.family}: {' -> '.join(self.path)}"

    @cached_property
    def asked(self) -> Family:
        """The family in its shortest scene, asked for the effect alone in one way: less to read for small models."""
        family = families()[self.family]
        target = self.path[-1]
        return replace(family, scenes=(min(family.scenes, key=len),), asks={target: family.asks[target][:1]})


@cache
def chains(family: str) -> tuple[Chain, ...]:
    """The first `EACH` rising and as many falling chains of a family.

    Raises
    ------
    InputError
        If it has fewer.
    """
    found = [c for path in explaining.chains(families()[family]) if (c := _chain(family, path)) is not None]
    rising, falling = ([c for c in found if (c.power > 0) == up][:EACH] for up in (True, False))
    if min(len(rising), len(falling)) < EACH:
        raise InputError(
            f"Expected a family with {EACH} rising and {EACH} falling mediated chains of powers; {family!r} has "
            f"{len(rising)} and {len(falling)}."
        )
    return (*rising, *falling)


def _chain(family: str, path: tuple[str, ...]) -> Chain | None:
    model = families()[family].model
    if len(path) < 3 or model.by_symbol[path[0]].whole:
        return None
    found = []
    for index in range(LOOKS):
        world = drawn(families()[family], public(), index)
        if explaining.mechanism(world, path) is None:
            return None
        try:
            found.append(model.elasticity(path[-1], path[0], world.values))
        except InputError:
            return None
    even = max(found) - min(found) < explaining.FLAT < abs(found[0])
    return Chain(family, path, round(found[0], 3)) if even else None


def situation(chain: Chain, split: Split, index: int) -> Levels:
    """The questions of one draw about one chain, a function of the arguments: what (a formula), why, what if."""
    chance = split.chance("understanding", chain.name, index)
    world = replace(drawn(chain.asked, split, index), target=chain.path[-1])
    forms: tuple[Form, ...] = ("expression", "explanation", "number")
    parts = (asking.plain(world, forms[0], chance), _why(chain, world, chance), _what_if(chain, world, chance))
    return {
        level: Item(
            id=f"{chain.name}/{level}/{split.name}-{split.digest}/{index}",
            form=form,
            tags={"family": chain.family, "level": level, "chain": chain.name, "parent": f"{chain.name}/{index}"},
            **{"rel_tol": chain.asked.rel_tol, **part},
        )
        for level, form, part in zip(LEVELS, forms, parts, strict=True)
    }


def _why(chain: Chain, world: World, chance: random.Random) -> asking.Parts:
    names = {v.symbol: v.name for v in chain.asked.variables}
    wanted = " -> ".join(names[s] for s in chain.path)
    for _ in range(DRAWS):
        found = explaining.why(chain.asked, world, "explanation", chance)
        if found is not None and found["gold"] == wanted:
            return found
    raise InputError(f"No why-question about {chain.name} in {DRAWS} draws.")


def _what_if(chain: Chain, world: World, chance: random.Random) -> asking.Parts:
    cause = chain.asked.model.by_symbol[chain.path[0]].name
    for _ in range(DRAWS):
        found = explaining.what_if(chain.asked, world, "number", chance)
        text = str(found["question"]) if found is not None else ""
        starts = (f"What if the {cause} were made {factor} times" for factor in FACTORS)
        if found is not None and "held at its value" not in text and any(start in text for start in starts):
            return found
    raise InputError(f"No what-if-question about {chain.name} in {DRAWS} draws.")


@dataclass(frozen=True)
class Halves:
    """Chains whose effect of an intervention may be taught (``bridge``), and those where it never is (``probe``)."""

    bridge: tuple[Chain, ...]
    probe: tuple[Chain, ...]

    @property
    def all(self) -> tuple[Chain, ...]:
        """Both."""
        return self.bridge + self.probe


def halves(names: Sequence[str], seed: int) -> Halves:
    """Half of the families with all their chains as probes, by the seed."""
    order = random.Random(seed).sample(list(names), len(names))
    bridge, probe = ([c for name in some for c in chains(name)] for some in (order[::2], order[1::2]))
    return Halves(tuple(bridge), tuple(probe))


def examination(chosen: Sequence[Chain], split: Split, each: int) -> list[Levels]:
    """So many situations of each chain, chain by chain."""
    return [situation(chain, split, index) for chain, index in itertools.product(chosen, range(each))]


def true_chain(item: Item) -> list[tuple[str, str]]:
    """The links that a why-question asks for."""
    return list(pairwise(item.gold.split(" -> ")))
