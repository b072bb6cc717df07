"""Planted respondents, whose answers are known to go together or apart: they test the instrument, and are no results.

They read the gold, and answer in words as a model would; so everything behind them (grading, scores, correlations) is
that of the models.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from benchmarks.twins import backwards
from physfm.evaluation.item import Item
from physfm.evaluation.respondents import FunctionRespondent

SURE = 0.85
"""Chance of a right answer where a planted respondent knows, and of a wrong one where it does not."""
ABILITY = (0.1, 0.9)
Knows = Callable[[Item], bool]


def respondent(name: str, knows: Knows) -> FunctionRespondent:
    """Right where it knows: the gold, or the chain; else twice the value or formula, and the chain turned round."""
    return FunctionRespondent(name, lambda item: right(item) if knows(item) else wrong(item))


def right(item: Item) -> str:
    """What the causal model says."""
    return item.steps[0] if item.form == "explanation" else item.gold


def wrong(item: Item) -> str:
    """An answer that is wrong: against the arrows, an effect the other way, another formula."""
    if item.form == "explanation":
        signs = {(cause, effect): sign for cause, effect, sign in item.edges}
        path = item.gold.split(" -> ")
        return backwards(path, {pair: signs[pair] for pair in pairwise(path)})
    return f"{1 / float(item.gold):.4g}" if item.form == "number" else f"2*({item.gold})"


def causal() -> FunctionRespondent:
    """Solves the causal model."""
    return respondent("causal model", lambda item: True)


def without_why() -> FunctionRespondent:
    """Solves what and what if, and explains backwards."""
    return respondent("what without why", lambda item: item.tags["level"] != "why")


def together(seed: int) -> FunctionRespondent:
    """Knows a part of the situations, all levels of them or none."""
    return _partial(f"together {seed}", seed, lambda item: ("",))


def apart(seed: int) -> FunctionRespondent:
    """Knows a part of the whys, and another part of the rest, of another size, chosen without regard to the whys."""
    return _partial(f"apart {seed}", seed, lambda item: (item.tags["level"],))


def _partial(name: str, seed: int, names: Callable[[Item], tuple[str, ...]]) -> FunctionRespondent:
    def chance(*words: str) -> random.Random:
        return random.Random("/".join((str(seed), *words)))

    def knows(item: Item) -> bool:
        ability = chance("ability", *names(item)).uniform(*ABILITY)
        known = chance("known", item.tags["parent"], *names(item)).random() < ability
        return known == (chance("slip", item.id).random() < SURE)

    return respondent(name, knows)
