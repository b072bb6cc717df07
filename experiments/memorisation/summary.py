"""From rows to answers: dose-response with intervals over seeds, areas with their test, alarms, and "from which k"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.memorisation.asking import Row
from experiments.memorisation.detectors import ALPHA, SCORES, alarms, areas
from experiments.memorisation.texts import CLEAN, PLANTED
from physfm.errors import InputError
from physfm.statistics import Interval, holm, over_seeds, wilson

OVER_TWIN = "likelihood over twin"
Found = Sequence[Mapping[str, Any]]
"""Of each seed, by arm what `experiments.memorisation.asking.ask` found."""


def summarise(found: Found, doses: Sequence[int], permutations: int) -> dict[str, Any]:
    """Everything that is told of one learner."""
    arms = {PLANTED: (PLANTED, CLEAN), CLEAN: (CLEAN, PLANTED)}
    rows = {arm: [(each[own]["rows"], each[other]["rows"]) for each in found] for arm, (own, other) in arms.items()}
    tested = {arm: _areas(seeds, doses, permutations, arm) for arm, seeds in rows.items()}
    raised = {arm: [{k: alarms(own, k) for k in doses} for own, _ in seeds] for arm, seeds in rows.items()}
    return {
        "seeds": len(found),
        "skill": {arm: _over([each[arm]["skill"] for each in found]) for arm in arms},
        "response": {arm: _response(seeds, doses, arm) for arm, seeds in rows.items()},
        "areas": tested,
        "from": {name: start(doses, [each[str(k)]["seen"] for k in doses]) for name, each in tested[PLANTED].items()},
        "alarms": {arm: _alarms(some, doses) for arm, some in raised.items()},
        "alarm_from": {
            name: start(doses, [all(seed[k][name].raised for seed in raised[PLANTED]) for k in doses])
            for name in raised[PLANTED][0][doses[0]]
        },
        "false_alarms": {name: _accused(raised, name, doses[0]) for name in raised[PLANTED][0][doses[0]]},
        "reasons": {str(k): str(signatures["memorisation"]) for k, signatures in raised[PLANTED][0].items()},
    }


def start(doses: Sequence[int], seen: Sequence[bool]) -> int | None:
    """The smallest dose of which, and of all larger ones, it is true; None if it is not of the largest."""
    found = None
    for dose, each in zip(reversed(doses), reversed(seen), strict=True):
        if not each:
            break
        found = dose
    return found


def _names(seeds: Sequence[tuple[Sequence[Row], Sequence[Row]]], arm: str) -> list[str]:
    """Detectors that apply to any problem; the twin of a twin is no reference."""
    able = [
        name
        for name, score in SCORES.items()
        if any(score(*pair) is not None for rows, twins in seeds for pair in zip(rows, twins, strict=True))
    ]
    return [name for name in able if name != OVER_TWIN or arm == PLANTED]


def _areas(seeds: Sequence[Any], doses: Sequence[int], permutations: int, arm: str) -> dict[str, Any]:
    """By detector and dose: area, p-value, p-value adjusted for all detectors and doses above 0, and the verdict."""
    found: dict[str, dict[str, Any]] = {}
    for name in _names(seeds, arm):
        for dose in doses:
            try:
                values, p = areas(seeds, name, dose, permutations)
            except InputError:  # none of the few problems of this dose
                values, p = [float("nan")], 1.0
            found.setdefault(name, {})[str(dose)] = {"area": _over(values), "seeds": values, "p": p}
    tests = [each for by_dose in found.values() for dose, each in by_dose.items() if dose != str(doses[0])]
    for each, adjusted in zip(tests, holm([test["p"] for test in tests]), strict=True):
        each["adjusted"] = adjusted
    for by_dose in found.values():
        for each in by_dose.values():
            each["seen"] = each.get("adjusted", 1.0) < ALPHA and all(value > 0.5 for value in each["seeds"])
    return found


def _response(seeds: Sequence[Any], doses: Sequence[int], arm: str) -> dict[str, dict[str, Interval | None]]:
    """Mean of each score over the problems of a dose, over seeds."""
    found: dict[str, dict[str, Interval | None]] = {}
    for name in _names(seeds, arm):
        for dose in doses:
            means = []
            for rows, twins in seeds:
                pairs = [(r, t) for r, t in zip(rows, twins, strict=True) if r["dose"] == dose]
                values = [value for pair in pairs if (value := SCORES[name](*pair)) is not None]
                means += [sum(values) / len(values)] if values else []
            found.setdefault(name, {})[str(dose)] = _over(means) if means else None
    return found


def _alarms(seeds: Sequence[Mapping[int, Mapping[str, Any]]], doses: Sequence[int]) -> dict[str, dict[str, int]]:
    """In how many seeds each signature was raised, by dose."""
    return {
        name: {str(k): sum(bool(seed[k][name].raised) for seed in seeds) for k in doses} for name in seeds[0][doses[0]]
    }


def _accused(raised: Mapping[str, Sequence[Mapping[int, Mapping[str, Any]]]], name: str, zero: int) -> dict[str, Any]:
    """False alarms: at dose 0 of the planted trainings, and at every group of the clean ones."""
    groups = {
        "dose 0": [seed[zero][name].raised for seed in raised[PLANTED]],
        "clean twin": [each[name].raised for seed in raised[CLEAN] for each in seed.values()],
    }
    return {where: {"n": len(each), "share": wilson(sum(each), len(each))} for where, each in groups.items()}


def _over(values: Sequence[float | None]) -> Interval:
    return over_seeds([float("nan") if value is None else value for value in values])
