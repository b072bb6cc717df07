"""Who learns what, and what is asked: two domains of three principles and two contexts each, drawn anew for each seed.

Principles P1 and contexts C1 are domain 1, P2 and C2 domain 2. *Home* is P1 in C1 and P2 in C2; *crossed* is P1 in C2
and P2 in C1. Of each domain one principle is *held*: even the diet with other crossings never has it abroad.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from experiments.out_of_distribution.scenes import CHAINS, CONTEXTS, PRINCIPLES, cell, chain
from physfm.errors import InputError
from physfm.evaluation.item import Item
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.generator import make
from physfm.evaluation.problems.splits import Split, public
from physfm.evaluation.problems.world import gold

# Partitions in which each half has a chain of its own, and some lead from one half to the other.
HALVES = (
    ("impulse", "circle", "kinetic"),
    ("impulse", "circle", "oscillation"),
    ("impulse", "oscillation", "walk"),
    ("impulse", "kinetic", "spreading"),
    ("impulse", "oscillation", "kinetic"),
)
DIETS = ("untrained", "domain 1", "domain 2", "apart", "other crossings", "everything")
CONDITIONS = ("same", "words", "crossed", "held", "chain", "moved", "both", "altered")
CHAIN_SHARE = 1 / 3
"""Of training questions that take two steps."""
FACTORS = ("2", "3", "0.5")
"""By which a cause is changed: few, so that what is hard is to find the law, not to take a power."""
TEST = 1_000_000
"""Added to a seed: the split that its questions come from is none that anything is trained on."""
_WHAT_IF = re.compile(
    r"What if the (?P<cause>.+?) were made (?P<factor>[\d.]+) times as large.*?"
    r"(?:while the (?P<held>.+?) were held at its value by other means)?"
    r"(?:, and nothing else were changed from outside)?: by what factor would the (?P<target>.+?) change\?$"
)


@dataclass(frozen=True)
class Design:
    """Of one seed: the principles and contexts of both domains, and the principle of each that is held."""

    principles: tuple[tuple[str, ...], tuple[str, ...]]
    contexts: tuple[tuple[str, ...], tuple[str, ...]]
    held: tuple[str, str]

    def cells(self, domain: int, abroad: bool) -> list[tuple[str, str]]:
        """Principles of a domain (0 or 1) in its own contexts, or in the other's."""
        places = self.contexts[domain ^ abroad]
        return [(p, c) for p in self.principles[domain] for c in places]

    def chains(self, domain: int) -> list[tuple[str, str]]:
        """Pairs of principles of one domain, one feeding the other."""
        return [pair for pair in CHAINS if set(pair) <= set(self.principles[domain])]

    @property
    def crossed_chains(self) -> list[tuple[str, str]]:
        """Pairs that need a principle of each domain."""
        inside = [*self.chains(0), *self.chains(1)]
        return [pair for pair in CHAINS if pair not in inside]


def design(seed: int) -> Design:
    """The partition of a seed; five seeds in a row have all of `HALVES`."""
    chance = random.Random(f"out of distribution, design {seed}")
    first = HALVES[seed % len(HALVES)]
    halves = [first, tuple(p for p in PRINCIPLES if p not in first)]
    places = chance.sample(list(CONTEXTS), len(CONTEXTS))
    if chance.random() < 0.5:
        halves.reverse()
    held = chance.choice(halves[0]), chance.choice(halves[1])
    return Design((halves[0], halves[1]), (tuple(places[:2]), tuple(places[2:])), held)


def taught(plan: Design, diet: str) -> tuple[list[Family], list[Family]]:
    """Families of one step and of two steps that a diet holds.

    Raises
    ------
    InputError
        If there is no such diet.
    """
    if diet == "untrained":
        return [], []
    if diet == "everything":
        return [cell(p, c) for p in PRINCIPLES for c in CONTEXTS], [
            chain(*pair, c) for pair in CHAINS for c in CONTEXTS
        ]
    domains = {"domain 1": (0,), "domain 2": (1,), "apart": (0, 1), "other crossings": (0, 1)}.get(diet)
    if domains is None:
        raise InputError(f"No diet {diet!r}. Known: {', '.join(DIETS)}.")
    one = [cell(p, c) for d in domains for p, c in plan.cells(d, False)]
    if diet == "other crossings":
        one += [cell(p, c) for d in domains for p, c in plan.cells(d, True) if p not in plan.held]
    return one, [chain(*pair, c) for d in domains for pair in plan.chains(d) for c in plan.contexts[d]]


def asked(plan: Design, condition: str) -> list[Family]:
    """Families of a condition of the test.

    Raises
    ------
    InputError
        If there is no such condition.
    """
    home = [each for d in (0, 1) for each in plan.cells(d, False)]
    abroad = [each for d in (0, 1) for each in plan.cells(d, True)]
    if condition in ("same", "altered"):
        return [cell(p, c) for p, c in home]
    if condition == "words":
        return [cell(p, c, "other") for p, c in home]
    if condition == "crossed":
        return [cell(p, c) for p, c in abroad]
    if condition == "held":
        return [cell(p, c) for p, c in abroad if p in plan.held]
    if condition in ("chain", "moved"):
        moved = condition == "moved"
        return [chain(*pair, c) for d in (0, 1) for pair in plan.chains(d) for c in plan.contexts[d ^ moved]]
    if condition == "both":
        return [chain(*pair, c) for pair in plan.crossed_chains for c in CONTEXTS]
    raise InputError(f"No condition {condition!r}. Known: {', '.join(CONDITIONS)}.")


def lessons(plan: Design, diet: str, seed: int, count: int) -> Iterator[Item]:
    """Training questions of a diet, each with numbers of its own."""
    one, two = taught(plan, diet)
    chance, split, index, found = random.Random(f"lessons {diet} {seed}"), public(seed), 0, 0
    while found < count:
        families = two if two and chance.random() < CHAIN_SHARE else one
        item = make(chance.choice(families), "what-if", "plain", "number", split, index)
        index += 1
        if item is not None and changed_by(item.question) in FACTORS:
            found += 1
            yield item


def questions(plan: Design, condition: str, seed: int, count: int) -> list[Item]:
    """Test questions of a condition, its families in turn; with another law only those whose answer it changes.

    The answer in our world is then in the tag ``ours``.
    """
    families, split = asked(plan, condition), public(TEST + seed)
    start = TEST * CONDITIONS.index(condition)
    found: list[Item] = []
    index = start
    while len(found) < count:
        for family in families:
            item = _item(family, condition, split, index)
            if item is not None and len(found) < count:
                found.append(item)
        index += 1
    return found


def _item(family: Family, condition: str, split: Split, index: int) -> Item | None:
    variant = "law" if condition == "altered" else "plain"
    item = make(family, "what-if", variant, "number", split, index)
    if item is None or changed_by(item.question) not in FACTORS:
        return None
    if variant == "plain":
        return item
    ours = by_hand(family, item.question)
    if ours is None or abs(ours - float(item.gold)) <= 0.05 * ours:
        return None
    return replace(item, tags={**item.tags, "ours": gold(ours, "1", 4)})


def changed_by(question: str) -> str:
    """The factor by which a question changes the cause."""
    return _read(question)["factor"]


def _read(question: str) -> re.Match[str]:
    found = _WHAT_IF.search(question)
    if found is None:
        raise InputError(f"Expected a what-if-question of the generator, got {question!r}.")
    return found


def by_hand(family: Family, question: str) -> float | None:
    """The factor that our laws give for a question as it is worded; None where it changes what they do not know.

    The laws are powers, so any values will do.

    Raises
    ------
    InputError
        If the question is none of the generator's what-if-questions.
    """
    found = _read(question)
    symbols = {v.name: v.symbol for v in family.variables}
    if found["cause"] not in symbols:
        return None
    given = {v.symbol: v.low * v.scales[v.unit] for v in family.variables if v.kind == "given"}
    before = family.model.solve(given)
    cause, target = symbols[found["cause"]], symbols[found["target"]]
    do = {cause: before[cause] * float(found["factor"])}
    if found["held"]:
        do[symbols[found["held"]]] = before[symbols[found["held"]]]
    return family.model.solve(given, do)[target] / before[target]
