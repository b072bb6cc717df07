"""Intervals, not points: the few estimators that every figure of physfm goes through.

NumPy and SciPy do the work; nothing here imports torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Interval:
    """A value with its confidence interval."""

    value: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return ``{"value", "low", "high"}`` for JSON."""
        return {"value": self.value, "low": self.low, "high": self.high}


def wilson(successes: int, trials: int, z: float = 1.959964) -> Interval:
    r"""Wilson score interval of a proportion (95 % by default).

    Raises
    ------
    ValueError
        If ``trials`` is not positive or ``successes`` lies outside 0 ... trials.

    Notes
    -----
    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"Expected 0 <= successes <= trials and trials >= 1, got {successes} of {trials}.")
    p = successes / trials
    denominator = 1 + z**2 / trials
    centre = (p + z**2 / (2 * trials)) / denominator
    half = z * np.sqrt(p * (1 - p) / trials + z**2 / (4 * trials**2)) / denominator
    # At p = 0 and p = 1 the bound is exactly p; rounding would otherwise leave it 1e-17 outside.
    low = 0.0 if successes == 0 else float(centre - half)
    high = 1.0 if successes == trials else float(centre + half)
    return Interval(p, low, high)


def bootstrap(
    statistic: Callable[..., float], *data: ArrayLike, seed: int = 0, resamples: int = 1000, level: float = 0.95
) -> Interval:
    """Percentile bootstrap over paired rows of ``data``.

    Parameters
    ----------
    statistic
        Called with one resampled array per entry of ``data``; returns a number.
    data
        Arrays of equal length; rows are resampled together.
    """
    arrays = [np.asarray(d) for d in data]
    count = len(arrays[0])
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(resamples):
        rows = rng.integers(0, count, count)
        draws.append(statistic(*(a[rows] for a in arrays)))
    low, high = np.nanquantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(statistic(*arrays)), float(low), float(high))


def over_seeds(values: ArrayLike) -> Interval:
    """Mean over independent runs with its 95 % interval by Student's t; the interval is NaN for a single run."""
    from scipy.stats import t

    data = np.asarray(values, float)
    mean = float(data.mean())
    if len(data) < 2:
        return Interval(mean, np.nan, np.nan)
    half = float(t.ppf(0.975, len(data) - 1) * data.std(ddof=1) / np.sqrt(len(data)))
    return Interval(mean, mean - half, mean + half)


def roc_auc(score: ArrayLike, label: ArrayLike) -> float:
    """Area under the ROC curve as the Mann-Whitney probability, ties counted half.

    Raises
    ------
    ValueError
        If one of the classes is empty.
    """
    from scipy.stats import rankdata

    score, label = np.asarray(score, float), np.asarray(label).astype(bool)
    positives, negatives = int(label.sum()), int((~label).sum())
    if positives == 0 or negatives == 0:
        raise ValueError(f"roc_auc needs both classes, got {positives} positives and {negatives} negatives.")
    ranks = rankdata(score)
    return float((ranks[label].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def efficiency_at(score: ArrayLike, background: ArrayLike, false_alarm: float) -> Interval:
    """Fraction of ``score`` above the threshold that ``false_alarm`` of ``background`` exceeds, with Wilson interval.

    The interval covers the finite number of signals only; the threshold's own error is in `threshold`.
    """
    above = np.asarray(score) > threshold(background, false_alarm).value
    return wilson(int(above.sum()), above.size)


def threshold(background: ArrayLike, false_alarm: float) -> Interval:
    """Score that a fraction ``false_alarm`` of ``background`` exceeds, with its 95 % order-statistic interval.

    Raises
    ------
    ValueError
        If the background is too small to hold ten entries above the threshold.
    """
    from scipy.stats import binom

    ordered: NDArray[Any] = np.sort(np.asarray(background, float))
    count = len(ordered)
    if count * false_alarm < 10:
        raise ValueError(
            f"A false-alarm probability of {false_alarm} needs at least {int(10 / false_alarm)} background scores, "
            f"got {count}."
        )

    def at(above: float) -> float:
        return float(ordered[int(np.clip(count - 1 - round(above), 0, count - 1))])

    few, many = binom.ppf([0.025, 0.975], count, false_alarm)
    return Interval(at(count * false_alarm), at(many), at(few))


@dataclass(frozen=True)
class Paired:
    """Two systems on the same items: the difference of their shares with its interval, and an exact p-value."""

    difference: Interval
    p: float
    pairs: int


def paired(first: ArrayLike, second: ArrayLike, seed: int = 0) -> Paired:
    """Compare two lists of right and wrong answers to the same items, first minus second.

    The interval is a paired bootstrap; the p-value is McNemar's exact test (binomial over the pairs that differ).

    Raises
    ------
    ValueError
        If the lists are empty or differ in length.
    """
    from scipy.stats import binomtest

    a, b = np.asarray(first, bool), np.asarray(second, bool)
    if len(a) != len(b) or not len(a):
        raise ValueError(f"Expected two lists of one length, got {len(a)} and {len(b)} answers.")
    gained, lost = int((a & ~b).sum()), int((~a & b).sum())
    p = float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
    return Paired(bootstrap(lambda x, y: float(x.mean() - y.mean()), a, b, seed=seed), p, len(a))


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values adjusted for their number by Holm's step-down method (Scand. J. Stat. 6 (1979) 65)."""
    order = np.argsort(p_values)
    adjusted = np.empty(len(p_values))
    worst = 0.0
    for rank, place in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = worst
    return [float(p) for p in adjusted]
