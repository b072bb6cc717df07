"""The shape of the house: the same file names in every encoder, one import path for every class, pinned versions."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("physfm_lhc", "physfm_gw", "physfm_fields")
# Knowing one encoder is knowing all.
NINE = ("__init__", "encoder", "read", "synthetic", "data", "tasks", "describe", "tools", "plot")
SOURCES = [
    path
    for folder in ("physfm", "encoders", "tests", "benchmarks", "experiments", "notebooks")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".yaml", ".md", ".ipynb"} and "__pycache__" not in path.parts
]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_encoder_has_the_same_nine_files(package: str) -> None:
    folder = ROOT / "encoders" / package
    missing = [f"{name}.py" for name in NINE if not (folder / f"{name}.py").is_file()]
    missing += [name for name in ("README.md", "py.typed") if not (folder / name).is_file()]
    assert not missing


def test_the_encoders_folder_is_no_package() -> None:
    # encoders.physfm_lhc would be a second copy of every class of physfm_lhc.
    assert not (ROOT / "encoders" / "__init__.py").exists()


@pytest.mark.parametrize("path", [p for p in SOURCES if p.suffix == ".py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_nobody_imports_through_the_encoders_folder(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not [a.name for a in node.names if a.name.split(".")[0] == "encoders"]
        elif isinstance(node, ast.ImportFrom):
            assert node.level or (node.module or "").split(".")[0] != "encoders"


def test_no_class_path_goes_through_the_encoders_folder() -> None:
    wrong = re.compile(r"(class_path:|import|from)\s+encoders\.")
    found = [str(p.relative_to(ROOT)) for p in SOURCES if p.suffix != ".py" and wrong.search(p.read_text())]
    assert not found


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(r for group in project["optional-dependencies"].values() for r in group)]
    names = {_canonical(Requirement(r).name) for r in wanted} - {"physfm", "xformers"}
    pins = {}
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            pin = Requirement(line)
            pins[_canonical(pin.name)] = str(pin.specifier)
    assert sorted(names - pins.keys()) == []
    assert [name for name, pin in pins.items() if not pin.startswith("==") or "+" in pin] == []


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_wheel_holds_all_four_packages_whole(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*pip, "--no-build-isolation", "-w", str(tmp_path), str(ROOT)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("physfm-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        info = {name.partition(".dist-info/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        entry_points = archive.read(info["entry_points.txt"]).decode()
    expected = {
        str(path.relative_to(base))
        for base, package in ((ROOT, "physfm"), *((ROOT / "encoders", p) for p in PACKAGES))
        for path in (base / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert held == expected
    assert {"physfm/py.typed", *(f"{p}/py.typed" for p in PACKAGES)} <= held
    assert "licenses/LICENSE" in info
    assert all(f"{name} = physfm_{name}:" in entry_points for name in ("lhc", "gw", "fields"))


def test_shipped_weights_are_small_whole_and_carry_a_card() -> None:
    weights = sorted(p for base in ("physfm", "encoders") for p in (ROOT / base).rglob("*.safetensors"))
    assert sum(p.stat().st_size for p in weights) <= 40 * 2**20
    assert not [p for base in ("physfm", "encoders") for p in (ROOT / base).rglob("*") if p.suffix in {".pt", ".pkl"}]
    for path in weights:
        json.loads(path.with_suffix(".json").read_text())
        assert (path.parent / "CARD.md").exists(), f"{path.relative_to(ROOT)} has no model card"


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("physfm/nn/packing.py", "from physfm.types import Tokens"),
        ("physfm/types.py", "from physfm.router import Route"),
        ("physfm/training.py", "import physfm_gw"),
        ("encoders/physfm_gw/tasks.py", "import physfm_lhc.read"),
        ("encoders/physfm_fields/tasks.py", "from physfm.model import PhysicsModel"),
        ("encoders/physfm_lhc/tasks.py", "import uproot"),
        ("physfm/newcomer.py", ""),
    ],
)
def test_the_import_contracts_catch_a_seeded_fault(file: str, line: str, tmp_path: Path) -> None:
    for name in ("physfm", "encoders"):
        ignore = shutil.ignore_patterns("__pycache__", "weights")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / file
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    code = f"""
import sys
sys.path[:0] = [{str(tmp_path)!r}, {str(tmp_path / "encoders")!r}]
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=120)
    harmless = line == "from physfm.types import Tokens"  # a lower floor: allowed
    assert done.returncode == (0 if harmless else 1), done.stdout + done.stderr
