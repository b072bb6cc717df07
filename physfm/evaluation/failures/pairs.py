"""Which answers belong together: of one draw, of one family, of one variant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

from physfm.evaluation.failures.signature import Signature, clustered, eased, unpaired
from physfm.evaluation.runner import Answered, Run

Answers = Run | Sequence[Answered]
FAMILIES = 8
"""Shared families from which on they are the pairs; with fewer, their spread says nothing of other families."""


def answers(given: Answers, *variants: str) -> list[Answered]:
    """Answers of a run, or those of some variants only."""
    found = given.answered if isinstance(given, Run) else given
    return [a for a in found if not variants or a.tags.get("variant") in variants]


def draw(answered: Answered) -> tuple[str, str, str]:
    """What two answers to the same draw share: its name, level and form."""
    tags = answered.tags
    return str(tags.get("parent", "")), str(tags.get("level", "")), answered.form


def lost(plain: Iterable[Answered], other: Iterable[Answered]) -> list[float]:
    """For each draw asked in both ways, how much less often it is right in the other (-1 to 1)."""
    before, after = _by_draw(plain), _by_draw(other)
    return [fmean(before[key]) - fmean(after[key]) for key in before if key in after]


def _by_draw(given: Iterable[Answered]) -> dict[tuple[str, str, str], list[bool]]:
    found: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for each in given:
        if each.tags.get("parent"):
            found[draw(each)].append(each.correct)
    return found


def difference(
    name: str, first: Sequence[Answered], second: Sequence[Answered], allowance: float, what: str
) -> Signature:
    """Judge how much more often the first are right: family by family where enough are in both, otherwise unpaired.

    Families that are in one only are then left aside: some are harder than others.
    """
    one, two = _by_family(first), _by_family(second)
    shared = sorted(one.keys() & two.keys())
    if len(shared) < FAMILIES:
        return unpaired(name, [a.correct for a in first], [a.correct for a in second], allowance, what)
    counts = [
        count for each in (one, two) for count in (sum(sum(each[f]) for f in shared), sum(len(each[f]) for f in shared))
    ]
    per_family = [fmean(one[family]) - fmean(two[family]) for family in shared]
    return clustered(name, per_family, eased(*counts)[2], allowance, f"{what}, over {len(shared)} families")


def _by_family(given: Iterable[Answered]) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = defaultdict(list)
    for each in given:
        found[str(each.tags.get("family", ""))].append(each.correct)
    return found
