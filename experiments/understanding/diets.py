"""What small models are taught: streams of questions with answers, equal in tokens, that differ in their levels.

The effect of an intervention is taught for the bridge chains alone, in every diet; the other levels for all chains. So
on the probe chains a diet differs by what it tells of them at another level, and by nothing else. Shuffled: a
why-question is answered with the explanation of a situation of another family, the same one for the same chain, so
that it is as regular as the true one, and holds no link of the question's graph.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks import tiny
from experiments.understanding.situations import Chain, Halves, Levels, situation
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.problems import LEVELS, public
from physfm.llm import LanguageModel

UNTRAINED = "untrained"
SHARE = 0.9
"""Of a question's loss that is its answer's."""
DIETS: dict[str, dict[str, float]] = {
    "what": {"what": 1.0},
    "why": {"why": 1.0},
    "what if": {"what-if": 1.0},
    "what + what if": {"what": 0.5, "what-if": 0.5},
    "why + what if": {"why": 0.5, "what-if": 0.5},
    "shuffled why + what if": {"shuffled": 0.5, "what-if": 0.5},
    "all three": {"what": 0.25, "why": 0.25, "what-if": 0.5},
}
"""Shares of the tokens, by level."""


@dataclass(frozen=True)
class Lessons:
    """Situations to learn from, and what stands for the explanation of each chain in the shuffled diet."""

    halves: Halves
    pool: Mapping[str, Sequence[Levels]]
    instead: Mapping[str, str]

    def draws(self, level: str, chance: random.Random) -> Iterator[Item]:
        """Questions of a level with what is to be said, without end; every situation once before any comes again."""
        chosen = self.halves.bridge if level == "what-if" else self.halves.all
        places = [(chain.name, n) for chain in chosen for n in range(len(self.pool[chain.name]))]
        while True:
            for name, n in chance.sample(places, len(places)):
                yield self.lesson(level, name, n)

    def lesson(self, level: str, name: str, n: int) -> Item:
        """One question with its answer as ``gold``."""
        if level in ("why", "shuffled"):
            source = self.instead[name] if level == "shuffled" else name
            return replace(self.pool[name][n]["why"], gold=self.pool[source][n]["why"].steps[0])
        return self.pool[name][n][level]


def lessons(halves: Halves, seed: int, each: int) -> Lessons:
    """So many public situations of each chain."""
    split = public(seed)
    pool = {chain.name: [situation(chain, split, n) for n in range(each)] for chain in halves.all}
    return Lessons(halves, pool, exchanged(halves.all, random.Random(seed)))


def exchanged(chosen: Sequence[Chain], chance: random.Random) -> dict[str, str]:
    """For each chain one of another family, each once."""
    while True:
        others = chance.sample(list(chosen), len(chosen))
        if all(own.family != other.family for own, other in zip(chosen, others, strict=True)):
            return {own.name: other.name for own, other in zip(chosen, others, strict=True)}


def vocabulary(taught: Lessons) -> Any:
    """The tokenizer of all diets of a seed."""
    every = [
        taught.lesson(level, name, n)
        for name, some in taught.pool.items()
        for n in range(len(some))
        for level in LEVELS
    ]
    return tiny.tokenizer(prompt(item) + tiny.answer(item) for item in every)


def stream(
    taught: Lessons, shares: Mapping[str, float], budget: int, cost: Callable[[Item], int], seed: int
) -> list[Item]:
    """Questions and answers of a diet up to so many tokens; next comes the level that is furthest behind its share."""
    sources = {level: taught.draws(level, random.Random(f"{seed}/{level}")) for level in shares}
    used = dict.fromkeys(shares, 0)
    found: list[Item] = []
    while sum(used.values()) < budget:
        level = min(shares, key=lambda each: used[each] / shares[each])
        found.append(next(sources[level]))
        used[level] += cost(found[-1])
    return found[: len(found) // tiny.BATCH * tiny.BATCH]


def train(taught: Lessons, diet: str, budget: int, seed: int) -> tuple[LanguageModel, dict[str, Any]]:
    """A model fed on a diet from scratch, with what it read; the untrained one has read nothing.

    Parameters
    ----------
    budget
        Tokens of questions and answers, the same in each diet.
    """
    words = vocabulary(taught)

    def cost(item: Item) -> int:
        return len(words(prompt(item) + tiny.answer(item), add_special_tokens=False).input_ids) + 1  # and its end

    if diet == UNTRAINED:
        return tiny.untrained(words, seed, diet), _read([], cost)
    items = stream(taught, DIETS[diet], budget, cost, seed)
    start = tiny.untrained(words, seed, diet)
    ((_, language),) = tiny.train(start, items, len(items) // tiny.BATCH, share=SHARE)
    return language, _read(items, cost)


def _read(items: Sequence[Item], cost: Callable[[Item], int]) -> dict[str, int]:
    levels = [item.tags["level"] for item in items]
    return {
        "tokens": sum(map(cost, items)),
        "steps": len(items) // tiny.BATCH,
        **{f"{level} items": levels.count(level) for level in LEVELS},
    }
