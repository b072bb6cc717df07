"""Every family: consistent in itself, and right by an independent route."""

from __future__ import annotations

import random

import pytest

from evaluation.independent import solutions
from physfm.errors import InputError
from physfm.evaluation.problems import families
from physfm.evaluation.problems.causal import Model
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.proof import faults

NAMES = sorted(families())


def si(model: Model, shown: dict[str, float]) -> dict[str, float]:
    return {s: x * model.by_symbol[s].scales[model.by_symbol[s].unit] for s, x in shown.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_family_is_consistent(name: str) -> None:
    assert faults(families()[name], draws=20) == []


def differences(family: Family, draws: int) -> list[str]:
    """Where the independent solution gives something else, in the plain world and under every alteration."""
    solution = solutions()[family.name]
    assert len(solution.altered) == len(family.alterations)
    chance, found = random.Random(draws), []
    for _ in range(draws):
        given = si(family.model, family.draw(chance))
        worlds = [(family.model, given, solution.plain)]
        for each, model, solve in zip(family.alterations, family.altered, solution.altered, strict=True):
            worlds.append((model, {**given, **si(model, family.draw(chance, each.variables))}, solve))
        for model, values, solve in worlds:
            try:
                ours = model.solve(values)
            except InputError:
                continue
            independent = solve({**model.constants, **values})
            for symbol in family.asks:
                if abs(ours[symbol] - independent[symbol]) > solution.rel_tol * abs(independent[symbol]):
                    found.append(f"{symbol}: {ours[symbol]!r}, independently {independent[symbol]!r} at {values}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_family_is_right(name: str) -> None:
    assert differences(families()[name], 6) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_family_is_right_a_thousand_times(name: str) -> None:
    assert differences(families()[name], 1000) == []
