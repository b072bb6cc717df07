"""From records to what is compared: one row a model, scores by level, on chains where the effect was taught and not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.understanding.asking import Record
from physfm.statistics import Interval, over_seeds, wilson

PARTS = ("bridge", "probe")
SCORES = ("what", "why", "what-if", "direction")


@dataclass(frozen=True)
class Small:
    """One small model: its diet and seed, what it read, and its records by part."""

    diet: str
    seed: int
    read: Mapping[str, Any]
    records: Mapping[str, Record]

    def score(self, name: str, part: str = "") -> float:
        """Share of right answers in a part, or in both."""
        return float(np.mean(self.right(name, part)))

    def right(self, name: str, part: str = "") -> list[int]:
        """Right and wrong, situation by situation."""
        return [each for own in ([part] if part else PARTS) for each in self.records[own][name]]

    def links(self, part: str) -> float:
        """Mean recall of the chain's links in explanations."""
        return float(np.mean(self.records[part]["recall"]))


def of_diet(models: Sequence[Small], diet: str) -> list[Small]:
    """Models of a diet in the order of their seeds."""
    return sorted((m for m in models if m.diet == diet), key=lambda m: m.seed)


def profile(models: Sequence[Small]) -> dict[str, Any]:
    """For each diet and part every score: mean over seeds with Student's t, or Wilson's interval of a single seed."""
    found: dict[str, Any] = {}
    for diet in dict.fromkeys(m.diet for m in models):
        own = of_diet(models, diet)
        found[diet] = {
            part: {name: _interval(own, name, part) for name in SCORES}
            | {"links of the chain": over_seeds([m.links(part) for m in own])}
            for part in PARTS
        }
        found[diet]["read"] = {key: float(np.mean([m.read[key] for m in own])) for key in own[0].read}
    return found


def _interval(own: Sequence[Small], name: str, part: str) -> Interval:
    if len(own) > 1:
        return over_seeds([m.score(name, part) for m in own])
    right = own[0].right(name, part)
    return wilson(sum(right), len(right))


@dataclass(frozen=True)
class Contrast:
    """A diet against another, paired by seed."""

    difference: Interval
    p: float
    seeds: list[float]

    @property
    def same_sign(self) -> bool:
        """Whether every seed has the sign of the mean."""
        return all(each * self.difference.value > 0 for each in self.seeds)


def contrast(models: Sequence[Small], one: str, other: str, name: str, part: str) -> Contrast:
    """A score of one diet minus another's: mean over seeds with Student's t, and its p-value."""
    from scipy.stats import ttest_1samp

    pairs = zip(of_diet(models, one), of_diet(models, other), strict=True)
    seeds = [a.score(name, part) - b.score(name, part) for a, b in pairs]
    varies = len(seeds) > 1 and float(np.std(seeds)) > 1e-12
    p = float(ttest_1samp(seeds, 0.0).pvalue) if varies else float("nan")
    return Contrast(over_seeds(seeds), p, seeds)
