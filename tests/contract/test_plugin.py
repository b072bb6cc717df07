"""The contract is closed: another group's package is installed, found, checked and routed to without a change here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the toy package with pip into a folder of its own, so that the environment stays clean."""
    folder = tmp_path_factory.mktemp("plugin")
    source = folder / "source"
    shutil.copytree(root / "tests" / "toy_plugin", source, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    options = ["--no-deps", "--no-build-isolation", "--target", str(folder / "site")]
    done = subprocess.run([*pip, *options, str(source)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def run(site: Path, *arguments: str, cwd: Path) -> str:
    path = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, cwd=cwd, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_plugin_is_discovered_beside_ours(site: Path, tmp_path: Path) -> None:
    code = "import physfm, sys; print(physfm.encoders()); print('torch' in sys.modules)"
    found, torch_loaded = run(site, "-c", code, cwd=tmp_path).splitlines()
    assert found == "['fields', 'gw', 'lhc', 'toy']"
    assert torch_loaded == "False"


def test_the_installed_plugin_passes_the_conformance_suite(site: Path, tmp_path: Path) -> None:
    code = """
from pathlib import Path
import physfm_toy
from physfm import discovery
from physfm.testing import check_encoder
toy = discovery.load("toy")
toy.kinds()[0].generate(Path("swings.csv"), items=4, seed=1)
print(Path(physfm_toy.__file__).parent)
print(check_encoder(toy(), list(toy.read([Path("swings.csv")]))))
"""
    where, checks = run(site, "-c", code, cwd=tmp_path).splitlines()
    assert Path(where) == site / "physfm_toy"
    assert "symmetries" in checks


def test_a_pendulum_is_routed_to_the_plugin(site: Path, tmp_path: Path) -> None:
    run(site, "-m", "physfm", "generate", "pendulum", "-o", "pendulum.csv", "--items", "3", cwd=tmp_path)
    facts = json.loads(run(site, "-m", "physfm", "info", "pendulum.csv", "--json", cwd=tmp_path))
    assert facts["encoder"] == "toy"
    assert facts["format"] == "pendulum CSV"
    assert facts["items"] == 3
    assert {"name": "angle", "axes": ["batch", "time"], "unit": "rad", "meaning": "angle from the vertical"} in [
        {key: quantity[key] for key in ("name", "axes", "unit", "meaning")} for quantity in facts["inputs"]
    ]


def test_its_tool_stands_beside_ours(site: Path, tmp_path: Path) -> None:
    arguments = ["-m", "physfm", "tool", "pendulum_period", "length=99.4 cm", "--json"]
    result = json.loads(run(site, *arguments, cwd=tmp_path))["result"]
    assert result["value"] == pytest.approx(2.0, abs=1e-3)  # the seconds pendulum
    assert result["unit"] == "s"
    code = "import sys; from physfm.tools import tools; print('pendulum_period' in tools(), 'torch' in sys.modules)"
    assert run(site, "-c", code, cwd=tmp_path) == "True False\n"


def test_without_the_plugin_nothing_reads_a_pendulum(site: Path, tmp_path: Path) -> None:
    run(site, "-m", "physfm", "generate", "pendulum", "-o", "pendulum.csv", "--items", "3", cwd=tmp_path)
    command = [sys.executable, "-m", "physfm", "info", "pendulum.csv", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "pendulum.csv" in done.stderr
