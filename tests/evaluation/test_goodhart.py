"""Public against private scores: the level of a whole series, the power when they part, the figure."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import fisher_exact

from physfm.errors import InputError
from physfm.evaluation.goodhart import ALPHA, Checkpoint, figure, levels, watch
from physfm.evaluation.runner import Answered, Run


def series(rng: np.random.Generator, lead: float, looks: int = 12, n: int = 100) -> list[Checkpoint]:
    """A training: skill rises; the same items are asked at each look, so their luck stays."""
    luck = rng.normal(0, 0.15, (2, n))
    found = []
    for look in range(looks):
        skill = 0.8 * (1 - np.exp(-0.4 * (look + 1)))
        right = rng.random((2, n)) < skill + luck + np.array([[lead * look], [0.0]])
        found.append(Checkpoint(look, (int(right[0].sum()), n), (int(right[1].sum()), n)))
    return found


def test_the_test_is_fishers() -> None:
    at = Checkpoint(1, (70, 100), (50, 90))
    assert watch([at]).p_values[0] == pytest.approx(fisher_exact([[70, 30], [50, 40]], "greater").pvalue)


def test_levels_never_sum_to_more_than_alpha() -> None:
    assert sum(levels(100_000)) < ALPHA


def test_a_whole_series_has_one_false_alarm_rate() -> None:
    rng = np.random.default_rng(3)
    alarms = sum(watch(series(rng, 0.0)).alarm is not None for _ in range(500))
    # ALPHA of 500 is 25; three standard errors above it, for the seed
    assert alarms <= 25 + 15


def test_parting_scores_raise_the_alarm() -> None:
    rng = np.random.default_rng(4)
    found = [watch(series(rng, 0.05)) for _ in range(50)]
    assert sum(w.alarm is not None for w in found) > 45
    assert all((w.strength > 0) == (w.alarm is not None) for w in found)
    assert "Alarm at step" in next(w.reason for w in found if w.alarm is not None)


def test_earlier_verdicts_stay() -> None:
    points = series(np.random.default_rng(5), 0.05)
    assert watch(points[:6]).p_values == watch(points).p_values[:6]
    assert watch(points[:6]).spent == watch(points).spent[:6]


def test_runs_are_counted_and_errors_told() -> None:
    right, wrong = Answered("1", "number", True, ""), Answered("2", "number", False, "")
    first, second = Run("problems", 1, "x", "", (right, wrong)), Run("problems", 1, "x", "", (right, right))
    assert watch([(1.0, first, second)]).checkpoints == (Checkpoint(1.0, (1, 2), (2, 2)),)
    with pytest.raises(InputError, match="different tasks"):
        watch([(1.0, first, Run("choices", 1, "x", "", (right,)))])
    with pytest.raises(InputError, match="Steps have to rise"):
        watch([(1.0, first, second), (1.0, first, second)])
    with pytest.raises(InputError, match="one checkpoint at least"):
        watch([])


def test_the_figure_shows_both_scores_and_the_alarm(tmp_path: Path) -> None:
    found = watch([Checkpoint(n, (50 + 4 * n, 100), (50, 100)) for n in range(10)])
    drawing = figure(found, "title")
    labels = {text.get_text() for text in drawing.axes[0].get_legend().get_texts()}
    assert labels == {"public", "private", "alarm"}
    drawing.savefig(tmp_path / "figure.png")
    json.dumps(found.as_dict())
