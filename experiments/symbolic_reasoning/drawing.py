"""Draws problems: every family with its share, for training and for the test."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from experiments.symbolic_reasoning.algebra import isolate, substitute
from experiments.symbolic_reasoning.dimension import dimension
from experiments.symbolic_reasoning.problem import TASK, Problem, Split, drawn

MAKERS = {"isolate": isolate, "substitute": substitute, "dimension": dimension}
MIXTURE = ("isolate", "dimension", "substitute", "dimension")  # the two tasks alike


def stream(split: Split, steps: Sequence[int], seed: int) -> Iterator[Problem]:
    """Yield problems without end; a question never comes twice, and every number of steps has about as many tokens."""
    draw = random.Random(f"{split} {seed}")
    weights = [1 / k for k in steps]
    seen: set[str] = set()
    while True:
        problem = one(draw.choice(MIXTURE), draw.choices(steps, weights)[0], split, draw)
        if problem.question not in seen:
            seen.add(problem.question)
            yield problem


def examination(steps: Sequence[int], count: int, seed: int) -> list[Problem]:
    """Return ``count`` held-out problems of each task and number of steps; algebra is half of each family."""
    draw = random.Random(f"examination {seed}")
    found: dict[str, Problem] = {}
    for k in steps:
        for index in range(2 * count):
            family = MIXTURE[index % 4]
            size = len(found)
            while len(found) == size:  # one step has few templates: a question may come again
                problem = one(family, k, "held-out", draw)
                found.setdefault(problem.question, problem)
    return list(found.values())


def first(problems: Sequence[Problem], count: int) -> list[Problem]:
    """Return the first ``count`` of each task and number of steps."""
    taken: Counter[tuple[str, int]] = Counter()
    chosen = []
    for problem in problems:
        cell = TASK[problem.family], problem.steps
        if taken[cell] < count:
            taken[cell] += 1
            chosen.append(problem)
    return chosen


def one(family: str, steps: int, split: Split, draw: random.Random) -> Problem:
    """Draw one problem."""
    return drawn(MAKERS[family], steps, split, draw)
