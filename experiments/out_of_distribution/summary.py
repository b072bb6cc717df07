"""From right and wrong answers to gaps, their verdicts, the shift detector's, and what the models' doubt was worth.

Gaps are paired by seed. The list of comparisons and the rule are fixed in the README; p is Student's t over seeds,
adjusted by Holm over the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from experiments.out_of_distribution.design import design
from physfm.evaluation.failures import shift
from physfm.evaluation.runner import Answered
from physfm.statistics import holm, over_seeds, roc_auc, wilson

ABLE = 0.6
"""What the diet of everything must reach: below it the capacity is missing, and a gap says nothing."""
ALPHA = 0.05
PAIRS = (("same", "words"), ("same", "crossed"), ("same", "both"), ("chain", "both"))
"""In distribution against beyond it: what the detector and the models' own doubt are shown."""

Found = Mapping[str, Mapping[str, Sequence[float]]]
"""Of one training: condition, figure, one value an item."""
Runs = Mapping[str, Mapping[int, Found]]
"""By diet and seed."""
Asked = Mapping[int, Mapping[str, Mapping[str, Any]]]
"""By seed and condition: the family of each item, and what a guess gets."""


def right(found: Found, condition: str) -> float:
    """Accuracy of one training."""
    return fmean(found[condition]["right"])


def guessed(factors: Sequence[str], golds: Sequence[str]) -> float:
    """What the best guess from the factor alone gets, chosen with hindsight: an upper bound of reading nothing else."""
    by_factor: dict[str, list[str]] = defaultdict(list)
    for factor, answer in zip(factors, golds, strict=True):
        by_factor[factor].append(answer)
    return sum(max(map(some.count, set(some))) for some in by_factor.values()) / len(golds)


def accuracies(runs: Runs) -> dict[str, dict[str, Any]]:
    """By diet and condition: the mean over seeds with Student's t, and Wilson's interval over all items."""
    table: dict[str, dict[str, Any]] = {}
    for diet, seeds in runs.items():
        table[diet] = {}
        for condition in next(iter(seeds.values())):
            every = [int(x) for found in seeds.values() for x in found[condition]["right"]]
            table[diet][condition] = {
                "over_seeds": over_seeds([right(found, condition) for found in seeds.values()]),
                "over_items": wilson(sum(every), len(every)),
                "seeds": [right(found, condition) for found in seeds.values()],
                "n": len(every),
            }
    return table


def gaps(runs: Runs, asked: Asked) -> dict[str, list[float]]:
    """The comparisons, one value a seed; those whose diets were not trained are left out."""
    found: dict[str, list[float]] = defaultdict(list)
    for seed in asked:
        apart, everything = runs["apart"][seed], runs["everything"][seed]
        for name, inside, beyond in (("pairing", "same", "crossed"), ("both", "chain", "both")):
            lost, control = (right(each, inside) - right(each, beyond) for each in (apart, everything))
            found[name].append(lost - control)
        found["wording"].append(right(apart, "same") - right(apart, "words"))
        found["transfer"].append(right(apart, "crossed") - float(asked[seed]["crossed"]["guess"]))
        if {"domain 1", "domain 2"} <= set(runs):
            alone = _of_its_own_domain(runs, asked, seed)
            found["context"].append(right(apart, "crossed") - alone)
        if "other crossings" in runs:
            found["crossings"].append(right(runs["other crossings"][seed], "held") - right(apart, "held"))
    return dict(found)


def _of_its_own_domain(runs: Runs, asked: Asked, seed: int) -> float:
    """Accuracy on crossed questions of whoever learned their principle, but has never seen their context."""
    first = design(seed).principles[0]
    rows = enumerate(asked[seed]["crossed"]["families"])
    taught = [("domain 1" if family.split("/")[0] in first else "domain 2", n) for n, family in rows]
    return fmean(runs[diet][seed]["crossed"]["right"][n] for diet, n in taught)


def verdicts(values: Mapping[str, Sequence[float]], able: Mapping[str, bool]) -> dict[str, Any]:
    """Judge comparisons.

    Parameters
    ----------
    values
        By comparison, one difference a seed.
    able
        For comparisons that have one, whether the positive control was passed.

    Returns
    -------
    verdicts
        ``seen`` if the adjusted p is below 0.05 and the sign the same in all seeds, ``void`` if the control was not
        passed, ``not seen`` otherwise.
    """
    p_values = [_p(each) for each in values.values()]
    found = {}
    for (name, each), p, adjusted in zip(values.items(), p_values, holm(p_values), strict=True):
        one_sign = all(x > 0 for x in each) or all(x < 0 for x in each)
        seen = "seen" if adjusted < ALPHA and one_sign else "not seen"
        found[name] = {
            "difference": over_seeds(each),
            "seeds": list(each),
            "p": p,
            "p_adjusted": adjusted,
            "verdict": seen if able.get(name, True) else "void",
        }
    return found


def _p(values: Sequence[float]) -> float:
    """Two-sided, that the mean is zero; of equal values no spread can be known, and the sign test stands in."""
    from scipy.stats import ttest_1samp

    if len(values) < 2:
        return 1.0
    if np.ptp(values) < 1e-12:
        return 1.0 if abs(values[0]) < 1e-12 else 2.0 ** (1 - len(values))
    return float(ttest_1samp(values, 0.0).pvalue)


def able(runs: Runs) -> dict[str, bool]:
    """Whether the positive control shows the capacity, for the comparisons that need it."""
    everything = runs["everything"].values()
    return {
        name: fmean(right(found, condition) for found in everything) >= ABLE
        for name, condition in (("pairing", "crossed"), ("both", "both"))
    }


def detected(runs: Runs, asked: Asked) -> dict[str, dict[str, Any]]:
    """In how many trainings of each diet the shift detector was raised, and what it measured."""
    found: dict[str, dict[str, Any]] = {}
    for diet, seeds in runs.items():
        found[diet] = {}
        for inside, beyond in PAIRS:
            signatures = []
            for seed, each in seeds.items():
                one, two = (_answered(each[c]["right"], asked[seed][c]["families"]) for c in (inside, beyond))
                signatures.append(shift(one, two))
            found[diet][f"{inside} / {beyond}"] = {
                "raised": sum(s.raised for s in signatures),
                "of": len(signatures),
                "loss": over_seeds([s.score for s in signatures]),
            }
    return found


def _answered(rights: Sequence[float], families: Sequence[str]) -> list[Answered]:
    return [
        Answered(f"{n}", "number", bool(one), "", {"family": family})
        for n, (one, family) in enumerate(zip(rights, families, strict=True))
    ]


def doubts(seeds: Mapping[int, Found]) -> dict[str, Any]:
    """Of one diet: areas under ROC. Does surprise at the question, or doubt of the answer, tell what lies beyond what
    was taught? Is the answer surer where it is right?
    """
    areas: dict[str, list[float]] = defaultdict(list)
    for found in seeds.values():
        for inside, beyond in PAIRS:
            label = np.repeat([False, True], [len(found[c]["right"]) for c in (inside, beyond)])
            for figure, sign, name in (("surprise", 1.0, "surprise"), ("sure", -1.0, "doubt")):
                score = sign * np.concatenate([found[c][figure] for c in (inside, beyond)])
                areas[f"{name}: {inside} / {beyond}"].append(roc_auc(score, label))
        for condition in ("crossed", "both"):
            rights = np.asarray(found[condition]["right"], bool)
            if 0 < rights.sum() < len(rights):
                areas[f"sure: right / wrong, {condition}"].append(roc_auc(found[condition]["sure"], rights))
    return {name: {**over_seeds(each).as_dict(), "seeds": len(each)} for name, each in areas.items()}


def matrix(seeds: Mapping[int, Found], asked: Asked, condition: str) -> dict[str, dict[str, Any]]:
    """Accuracy of each cell over the seeds in which a condition has it: ``{"right", "n"}`` by family."""
    cells: dict[str, list[float]] = defaultdict(list)
    for seed, found in seeds.items():
        for family, one in zip(asked[seed][condition]["families"], found[condition]["right"], strict=True):
            cells[family].append(one)
    return {family: {"right": fmean(each), "n": len(each)} for family, each in sorted(cells.items())}


def choosers(found: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]) -> dict[str, Any]:
    """Of models that were asked choices: accuracy on both kinds, chance, and the shift detector."""
    table: dict[str, Any] = {}
    for name, kinds in found.items():
        table[name] = {
            kind: {
                "accuracy": wilson(int(sum(each["right"])), len(each["right"])),
                "chance": fmean(each["chance"]),
                "n": len(each["right"]),
            }
            for kind, each in kinds.items()
        }
        single, crossed = (_answered(kinds[k]["right"], [""] * len(kinds[k]["right"])) for k in ("single", "crossed"))
        table[name]["shift"] = shift(single, crossed).as_dict()
    return table
