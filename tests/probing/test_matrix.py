"""A claim needs a gain over every control, after adjustment; a gain that shuffled physics gives as well is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from physfm.probing.figure import curves, heatmap
from physfm.probing.matrix import assemble, greater, written

SOURCES, TARGETS = ["a", "b", "joint", "text"], ["a", "b"]


def table(effects: dict[tuple[str, str], float], seeds: int = 5) -> dict[str, Any]:
    """Scores of 0.7 with a little noise, plus what ``effects`` says of (row, target)."""
    rng = np.random.default_rng(1)
    rows = [
        "random",
        "text",
        *(s + c for s in ("a", "b", "joint") for c in ("", "-shuffled", "-weights")),
        "home",
        "home-taught",
    ]
    cells, similar = [], []
    for seed in range(seeds):
        for target in TARGETS:
            for row in rows:
                score = 0.7 + effects.get((row, target), 0) + 0.002 * rng.normal()
                probe = {"auc": score, "r2 mass": score / 2}
                cells.append(
                    {"seed": seed, "row": row, "target": target, "probe": probe, "curve": {"0.01": score, "1": score}}
                )
            for pair, excess in ((["random", "random"], 0.5), (["a", "b"], 0.6)):
                one = {"value": excess + 0.1, "excess": excess, "null_mean": 0.1, "null_high": 0.2, "p": 0.01}
                measures = {name: dict(one) for name in ("cka", "neighbours", "procrustes")}
                similar.append({"seed": seed, "target": target, "pair": pair, **measures})
    return {"cells": cells, "similarity": similar, "pretraining": []}


def test_noise_claims_nothing() -> None:
    assert assemble(table({}), SOURCES, TARGETS, ["text"])["claims"] == []


def test_a_gain_over_all_controls_is_claimed_and_measured() -> None:
    result = assemble(table({("a", "b"): 0.1, ("home", "a"): 0.2}), SOURCES, TARGETS, ["text"])
    assert result["claims"] == ["a helps b (probe)", "a helps b (few shot)"]
    (entry,) = (e for e in result["matrix"] if (e["source"], e["target"], e["score"]) == ("a", "b", "probe"))
    assert set(entry["gain_over"]) == {"random", "shuffled_physics", "shuffled_weights", "text"}
    for gain in entry["gain_over"].values():
        assert gain["value"] == pytest.approx(0.1, abs=0.01)
        assert 0 < gain["low"] < gain["value"] < gain["high"]
    assert entry["p_adjusted"] >= entry["p"]
    home = {(h["row"], h["target"], h["score"]): h["gain_over_random"]["value"] for h in result["home"]}
    assert home["home", "a", "probe"] == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize("control", ["random", "a-shuffled", "a-weights", "text"])
def test_a_gain_that_one_control_shares_is_not_claimed(control: str) -> None:
    assert not assemble(table({("a", "b"): 0.1, (control, "b"): 0.1}), SOURCES, TARGETS, ["text"])["claims"]


def test_a_text_is_a_control_and_never_a_claim() -> None:
    assert not assemble(table({("text", "b"): 0.1}), SOURCES, TARGETS, ["text"])["claims"]


def test_similarity_stands_beside_that_of_two_random_trunks() -> None:
    found = assemble(table({}), SOURCES, TARGETS, ["text"])["similarity"]
    beyond = {(s["pair"][0], s["measure"]): s["beyond_two_random"]["value"] for s in found if s["target"] == "a"}
    assert beyond["a", "cka"] == pytest.approx(0.1)
    assert beyond["random", "cka"] == 0


def test_one_sided_p_values() -> None:
    from scipy.stats import ttest_1samp

    values = [0.1, 0.2, 0.05, 0.12]
    assert greater(values) == pytest.approx(ttest_1samp(values, 0).pvalue / 2)
    assert greater([-v for v in values]) == pytest.approx(1 - greater(values))
    assert greater([0.3]) == greater([0.1, 0.1, 0.1]) == greater([0.1, float("nan")]) == 1


def test_figures_are_drawn(tmp_path: Path) -> None:
    result = assemble(table({("a", "b"): 0.1}), SOURCES, TARGETS, ["text"])
    heatmap(result, tmp_path / "matrix.png")
    curves(result, tmp_path / "curves.svg")
    assert (tmp_path / "matrix.png").stat().st_size > 10_000
    assert "shuffled physics" in (tmp_path / "curves.svg").read_text()


def test_intervals_are_written() -> None:
    assert written({"value": 0.5, "low": 0.4, "high": 0.6}) == "0.500 [0.400, 0.600]"
    assert written({"value": 0.5, "low": None, "high": None}) == "0.500"
