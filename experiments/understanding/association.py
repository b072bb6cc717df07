"""Does being right about why go with being right about what and what if: across models, within diets, within models.

Across models: Spearman's rank correlation with a permutation p and a bootstrap over models. Within a model: tables of
right and wrong over situations, one a stratum, by N. Mantel and W. Haenszel (J. Natl. Cancer Inst. 22 (1959) 719); the
variance of the logarithm by J. Robins, N. Breslow and S. Greenland (Biometrics 42 (1986) 311).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from physfm.statistics import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Correlation:
    """A coefficient with its bootstrap interval and permutation p-value; NaN where a score does not vary."""

    value: Interval
    p: float
    n: int


def spearman(x: ArrayLike, y: ArrayLike) -> float:
    """Rank correlation, ties sharing their rank; NaN if either is constant."""
    return _pearson(_ranks(x), _ranks(y))


def partial(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> float:
    """Rank correlation of what a third score does not explain of both, linearly in ranks."""
    z = _ranks(z)
    return _pearson(_residual(_ranks(x), z), _residual(_ranks(y), z))


def within(x: ArrayLike, y: ArrayLike, groups: Sequence[Hashable]) -> float:
    """Correlation of the differences to the mean of each one's group."""
    return _pearson(centred(x, groups), centred(y, groups))


def centred(x: ArrayLike, groups: Sequence[Hashable]) -> Floats:
    """Differences to the mean of each one's group; rounding leaves nothing where a group does not vary."""
    found = np.array(x, float)
    for rows in _members(groups):
        found[rows] -= found[rows].mean()
    return np.where(np.abs(found) < 1e-12, 0.0, found)


def across(
    statistic: Callable[..., float],
    x: ArrayLike,
    y: ArrayLike,
    *others: ArrayLike,
    groups: Sequence[Hashable] | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> Correlation:
    """A coefficient over models, two-sided.

    Parameters
    ----------
    statistic
        Of x, y and further rows that belong to the models.
    groups
        Models are exchanged only within theirs, and the groups keep their sizes in the bootstrap; all are one if None.
    """
    rows = [np.asarray(each) for each in (x, y, *others)]
    chance = np.random.default_rng(seed)
    places = _members(groups if groups is not None else [0] * len(rows[0]))
    found, boot, null = statistic(*rows), [], []
    for _ in range(resamples):
        drawn = np.concatenate([chance.choice(some, len(some)) for some in places])
        boot.append(statistic(*(each[drawn] for each in rows)))
        mixed = rows[1].copy()
        for some in places:
            mixed[some] = rows[1][chance.permutation(some)]
        null.append(statistic(rows[0], mixed, *rows[2:]))
    if not math.isfinite(found):
        return Correlation(Interval(math.nan, math.nan, math.nan), math.nan, len(rows[0]))
    low, high = np.nanquantile(boot, [0.025, 0.975]) if np.isfinite(boot).any() else (math.nan, math.nan)
    beyond = int((np.abs(np.nan_to_num(null)) >= abs(found) - 1e-12).sum())
    return Correlation(Interval(found, float(low), float(high)), (1 + beyond) / (1 + resamples), len(rows[0]))


def reliability(right: Sequence[Sequence[int]], splits: int = 200, seed: int = 0) -> float:
    """How well one half of the situations ranks the models as the other does, for the whole (Spearman and Brown).

    Parameters
    ----------
    right
        (models, situations), 0 or 1; the situations may be others for each model.
    """
    table = np.asarray(right, float)
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(splits):
        order = chance.permutation(table.shape[1])
        half = len(order) // 2
        one, other = table[:, order[:half]].mean(1), table[:, order[half : 2 * half]].mean(1)
        found.append(_pearson(one, other))
    mean = float(np.mean(found))
    return 2 * mean / (1 + mean) if mean > -1 else math.nan


def disattenuated(coefficient: float, one: float, other: float) -> float:
    """A coefficient as it were without noise of measurement (Spearman 1904); NaN if a reliability is not positive."""
    return coefficient / math.sqrt(one * other) if one > 0 and other > 0 else math.nan


def phi(x: ArrayLike, y: ArrayLike) -> float:
    """Correlation of two rows of right and wrong; NaN if either does not vary."""
    return _pearson(np.asarray(x, float), np.asarray(y, float))


def tables(x: ArrayLike, y: ArrayLike, strata: Sequence[Hashable]) -> Floats:
    """Counts of (both, x alone, y alone, neither), (strata, 4)."""
    a, b = np.asarray(x, bool), np.asarray(y, bool)
    cells = np.stack([a & b, a & ~b, ~a & b, ~a & ~b], 1).astype(float)
    return np.stack([cells[rows].sum(0) for rows in _members(strata)])


@dataclass(frozen=True)
class Odds:
    """Common odds ratio over strata, with the test of Mantel and Haenszel (without correction for continuity).

    Parameters
    ----------
    ratio
        With its 95 % interval; NaN if no stratum tells anything.
    informative
        Strata in which both answers vary.
    """

    ratio: Interval
    p: float
    informative: int


def mantel_haenszel(counts: ArrayLike) -> Odds:
    """Common odds ratio of tables, (strata, 4) as `tables` gives them."""
    from scipy.stats import chi2

    every = np.asarray(counts, float)
    a, b, c, d = every[_varying(every)].T
    n = a + b + c + d
    nothing = Interval(math.nan, math.nan, math.nan)
    if not len(n):
        return Odds(nothing, math.nan, 0)
    one, other = a + b, a + c
    expected = one * other / n
    variance = float((one * (n - one) * other * (n - other) / (n**2 * np.maximum(n - 1, 1))).sum())
    p = float(chi2.sf((a - expected).sum() ** 2 / variance, 1)) if variance else math.nan
    r, s = a * d / n, b * c / n
    if not r.sum() or not s.sum():  # on one side of the diagonal: no finite ratio
        ratio = math.inf if r.sum() else 0.0 if s.sum() else math.nan
        return Odds(Interval(ratio, math.nan, math.nan), p, len(n))
    share, rest = (a + d) / n, (b + c) / n
    spread = math.sqrt(
        (share * r).sum() / (2 * r.sum() ** 2)
        + (share * s + rest * r).sum() / (2 * r.sum() * s.sum())
        + (rest * s).sum() / (2 * s.sum() ** 2)
    )
    ratio = float(r.sum() / s.sum())
    return Odds(Interval(ratio, ratio * math.exp(-1.959964 * spread), ratio * math.exp(1.959964 * spread)), p, len(n))


def clustered(x: ArrayLike, y: ArrayLike, strata: Sequence[Hashable], clusters: Sequence[Hashable],
              resamples: int = 1000, seed: int = 0) -> Interval:  # fmt: skip
    """The common odds ratio with an interval from a bootstrap over clusters of strata, such as families."""
    a, b = np.asarray(x), np.asarray(y)
    chance, ratios = np.random.default_rng(seed), []
    every = [tables(a[rows], b[rows], [strata[i] for i in rows]) for rows in _members(clusters)]
    for _ in range(resamples):
        drawn = [every[i] for i in chance.integers(0, len(every), len(every))]
        ratios.append(mantel_haenszel(np.concatenate(drawn)).ratio.value)
    kept = [value for value in ratios if not math.isnan(value)]
    # No interpolation: of two infinite ratios it would be no number.
    low, high = np.quantile(kept, [0.025, 0.975], method="nearest") if kept else (math.nan, math.nan)
    return Interval(mantel_haenszel(np.concatenate(every)).ratio.value, float(low), float(high))


def shuffled(y: ArrayLike, strata: Sequence[Hashable], seed: int = 0) -> NDArray[Any]:
    """Answers dealt out anew within their strata: whatever association is left comes from chance."""
    found, chance = np.array(y), np.random.default_rng(seed)
    for rows in _members(strata):
        found[rows] = found[chance.permutation(rows)]
    return found


def _varying(counts: Floats) -> NDArray[np.bool_]:
    a, b, c, d = counts.T
    varying: NDArray[np.bool_] = ((a + b) * (c + d) > 0) & ((a + c) * (b + d) > 0)
    return varying


def _members(groups: Sequence[Hashable]) -> list[NDArray[np.int64]]:
    """Rows of each group, in the order in which groups appear."""
    found: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        found.setdefault(group, []).append(row)
    return [np.asarray(rows, np.int64) for rows in found.values()]


def _ranks(x: ArrayLike) -> Floats:
    from scipy.stats import rankdata

    ranks: Floats = rankdata(np.asarray(x, float))
    return ranks


def _residual(x: Floats, z: Floats) -> Floats:
    z, x = z - z.mean(), x - x.mean()
    found: Floats = x - z * float(x @ z) / float(z @ z) if float(z @ z) else x
    return np.where(np.abs(found) < 1e-9, 0.0, found)


def _pearson(x: Floats, y: Floats) -> float:
    x, y = x - x.mean(), y - y.mean()
    size = math.sqrt(float(x @ x) * float(y @ y))
    return float(x @ y) / size if size > 1e-12 else math.nan
