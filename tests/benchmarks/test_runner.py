from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks import __main__ as runner
from benchmarks import peer
from benchmarks.report import Report, Row, exactly
from physfm.statistics import Interval, over_seeds

KEYS = {"name", "ours", "peers", "ratio", "target", "seeds", "hardware", "versions"}


def test_every_name_has_its_module(root: Path) -> None:
    for name in runner.NAMES:
        assert (root / "benchmarks" / f"{name.replace('-', '_')}.py").exists()


@pytest.mark.parametrize(
    ("given", "hint"), [("gw-detecton", "Did you mean 'gw-detection'?"), ("zzz", "Known: startup")]
)
def test_an_unknown_name_is_a_usage_error(given: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main([given]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert hint in err
    assert err.count("\n") == 1


def test_no_name_is_a_usage_error_and_help_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main([]) == 2
    capsys.readouterr()
    assert runner.main(["--help"]) == 0
    assert "fields-darcy" in capsys.readouterr().out


def test_missing_peers_are_one_line_and_exit_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peer, "ENVIRONMENT", tmp_path / ".venv-peers")
    assert runner.main(["fields-cost", "--quick"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.strip().splitlines() == [
        "PeersMissing: The peers' environment .venv-peers is missing. Run: make benchmark-peers"
    ]


def test_one_json_object_and_nothing_else_on_stdout(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Even what a C++ library prints to file descriptor 1 must not reach the reader of the JSON."""
    import os

    from benchmarks import startup

    def noisy(options: object) -> Report:
        os.write(1, b"banner of a library\n")
        rows = [
            Row("a", "ours", {"x": exactly(2.0)}),
            Row("b", "peer", {"x": Interval(1.0, 0.5, 1.5)}, {"n": np.int64(3)}),
        ]
        return Report("startup", rows, "a", {"x": 2.0}, {"x": 1.0}, [0], "protocol")

    monkeypatch.setattr(startup, "run", noisy)
    assert runner.main(["startup", "--quick"]) == 0
    out, err = capfd.readouterr()
    found = json.loads(out)
    assert found.keys() >= KEYS
    assert found["ours"] == {"x": {"value": 2.0, "low": None, "high": None}}
    assert found["peers"]["b"]["x"] == {"value": 1.0, "low": 0.5, "high": 1.5}
    assert found["rows"][1]["n"] == 3
    assert found["command"] == "python -m benchmarks startup --quick"
    assert "banner" in err


def test_peers_are_pinned_exactly_and_are_no_dependency_of_ours(root: Path) -> None:
    lines = [line for line in (root / "benchmarks" / "peers.txt").read_text().splitlines() if line and line[0] != "#"]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.+]*", line) for line in lines)
    pins = dict(line.split("==") for line in lines)
    assert pins.keys() >= {"torch", "weaver-core", "lgatr", "neuraloperator"}
    project = (root / "pyproject.toml").read_text()
    assert not any(name in project for name in ("weaver-core", "lgatr", "neuraloperator"))


def test_interval_over_seeds_is_students() -> None:
    from scipy.stats import ttest_1samp

    values = [0.91, 0.93, 0.94]
    low, high = ttest_1samp(values, 0).confidence_interval()
    found = over_seeds(values)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert math.isnan(over_seeds([0.9]).low)
