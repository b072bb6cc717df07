"""Intervals and rates against SciPy, brute force and repeated experiments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, norm

from physfm.statistics import Interval, bootstrap, efficiency_at, roc_auc, threshold, wilson


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (3, 10), (0, 50), (50, 50), (499, 1000)])
def test_wilson_matches_scipy(successes: int, trials: int) -> None:
    expected = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    found = wilson(successes, trials)
    assert found.value == successes / trials
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_wilson_matches_scipy_at_another_level() -> None:
    expected = binomtest(7, 30).proportion_ci(0.6827, method="wilson")
    found = wilson(7, 30, z=float(norm.ppf(0.5 + 0.6827 / 2)))
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 3), (4, 3)])
def test_wilson_refuses_impossible_counts(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="successes <= trials"):
        wilson(successes, trials)


def test_roc_auc_is_the_fraction_of_ordered_pairs() -> None:
    rng = np.random.default_rng(0)
    label = rng.random(80) < 0.3
    score = rng.integers(0, 12, 80) + label  # integers: many ties
    pairs = [(s > b) + 0.5 * (s == b) for s in score[label] for b in score[~label]]
    assert roc_auc(score, label) == pytest.approx(np.mean(pairs), abs=1e-12)


def test_roc_auc_of_separated_gaussians() -> None:
    rng = np.random.default_rng(1)
    score = np.concatenate([rng.normal(1, 1, 20000), rng.normal(0, 1, 20000)])
    label = np.arange(40000) < 20000
    # P(x > y) for unit Gaussians one apart is Phi(1/sqrt 2).
    assert roc_auc(score, label) == pytest.approx(norm.cdf(1 / np.sqrt(2)), abs=0.006)


@pytest.mark.parametrize("label", [[0, 0], [1, 1]])
def test_roc_auc_needs_both_classes(label: list[int]) -> None:
    with pytest.raises(ValueError, match="both classes"):
        roc_auc([0.1, 0.2], label)


def test_threshold_is_exceeded_by_the_stated_fraction() -> None:
    background = np.random.default_rng(2).permutation(5000).astype(float)
    for false_alarm in (0.5, 0.1, 0.01):
        cut = threshold(background, false_alarm).value
        assert (background > cut).mean() == pytest.approx(false_alarm, abs=1 / 5000)


def test_threshold_interval_covers_the_true_quantile() -> None:
    truth, covered, experiments = norm.ppf(0.98), 0, 400
    for seed in range(experiments):
        found = threshold(np.random.default_rng(seed).normal(size=1000), 0.02)
        assert found.low <= found.value <= found.high
        covered += found.low <= truth <= found.high
    # 95 % nominal; three binomial standard deviations and the discreteness of order statistics are left as room.
    assert 0.915 <= covered / experiments <= 0.99


def test_threshold_refuses_a_background_too_small_for_the_rate() -> None:
    with pytest.raises(ValueError, match="at least 1000 background"):
        threshold(np.zeros(999), 0.01)


def test_efficiency_of_gaussians_matches_the_analytic_value() -> None:
    rng = np.random.default_rng(3)
    found = efficiency_at(rng.normal(2, 1, 4000), rng.normal(0, 1, 100_000), 0.01)
    expected = norm.sf(norm.isf(0.01) - 2)
    assert found.low < expected < found.high


def test_bootstrap_of_a_mean_covers_like_the_normal_interval() -> None:
    covered, widths, experiments, size = 0, [], 200, 60
    for seed in range(experiments):
        sample = np.random.default_rng(seed).normal(3.0, 2.0, size)
        found = bootstrap(lambda x: float(x.mean()), sample, seed=seed, resamples=300)
        covered += found.low <= 3.0 <= found.high
        widths.append(found.high - found.low)
    assert 0.89 <= covered / experiments <= 0.985
    assert np.mean(widths) == pytest.approx(2 * 1.96 * 2.0 / np.sqrt(size), rel=0.06)


def test_bootstrap_resamples_rows_together() -> None:
    x = np.arange(50.0)
    found = bootstrap(lambda a, b: float(np.corrcoef(a, b)[0, 1]), x, 2 * x + 1)
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))


def test_bootstrap_is_repeatable_and_depends_on_its_seed() -> None:
    x = np.random.default_rng(4).normal(size=30)
    mean = lambda v: float(v.mean())  # noqa: E731
    assert bootstrap(mean, x, seed=1) == bootstrap(mean, x, seed=1)
    assert bootstrap(mean, x, seed=1) != bootstrap(mean, x, seed=2)


def test_an_interval_becomes_json() -> None:
    assert Interval(0.5, 0.4, 0.6).as_dict() == {"value": 0.5, "low": 0.4, "high": 0.6}
