"""Every benchmark runs with ``--quick`` and keeps its schema; a deliberately broken model is caught. Minutes each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as runner
from benchmarks import peer

pytestmark = pytest.mark.slow
KEYS = {"name", "ours", "peers", "ratio", "target", "seeds", "hardware", "versions"}
NEEDS_PEERS = {"lhc-throughput", "lhc-tagging", "fields-forecast", "fields-darcy", "fields-cost"}


def run(root: Path, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    environment.pop("OMP_NUM_THREADS", None)
    command = [sys.executable, "-m", "benchmarks", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def need_peers() -> None:
    if not (peer.ENVIRONMENT / "bin" / "python").exists():
        pytest.skip("no environment of peers: make benchmark-peers")


@pytest.mark.parametrize("name", list(runner.NAMES))
def test_quick_output_keeps_its_schema(name: str, root: Path, data: Path) -> None:
    if name in NEEDS_PEERS:
        need_peers()
    found = run(root, name, "--quick")
    assert found.keys() >= KEYS
    assert found["name"] == name
    for metrics in (found["ours"], *found["peers"].values()):
        for interval in metrics.values():
            assert interval.keys() == {"value", "low", "high"}
            if interval["low"] is not None and interval["high"] is not None:
                assert interval["low"] <= interval["value"] <= interval["high"]
    assert found["ours"]
    assert found["peers"]
    assert all(isinstance(v, float) and v >= 0 for v in found["ratio"].values())
    assert found["target"].keys() <= found["ratio"].keys()
    assert found["hardware"]["cores"] >= 1
    assert found["versions"]["torch"]
    assert found["wall_s"] < 3600


def test_a_model_whose_blocks_are_dropped_is_caught(root: Path) -> None:
    """The fault of a published column: blocks that run and whose output is thrown away. The metric must show it."""
    need_peers()
    found = run(root, "fields-forecast", "--quick", "--trajectories", "16", "6", "--epochs", "6", "--broken")
    errors = {name: metrics["one_step_vrmse"] for name, metrics in found["peers"].items()}
    sound = next(v for k, v in errors.items() if k.startswith("FNO (neuraloperator)"))
    broken = next(v for k, v in errors.items() if "broken" in k)
    assert broken["low"] > 1.2 * sound["high"]
    # And without a peer at hand: it loses to a line through two frames.
    assert broken["value"] > errors["linear extrapolation"]["value"]


def test_the_template_bank_does_not_beat_the_limit(root: Path) -> None:
    found = run(root, "gw-detection", "--quick", "--signals", "200")
    limit, bank = found["peers"]["Neyman-Pearson limit"], found["peers"]["template bank, largest SNR"]
    for name, value in limit.items():
        # Same windows; the thresholds of 10 000 noise windows leave a few per cent.
        assert bank[name]["value"] <= value["value"] + 0.05, name
        assert found["ours"][name]["value"] <= value["value"] + 0.05, name
