"""Tools of plug-ins: found by their entry points, light to list, and a broken one breaks nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from physfm.tools import find, tools

SIMULATORS = {
    "simulate_collisions": "physfm_lhc", "simulate_field": "physfm_fields", "simulate_waveform": "physfm_gw",
}  # fmt: skip
GOOD = """
from physfm.tools.tool import Result, Tool
def {name}(x: float) -> Result:
    "Give back a number."
    return Result(f"It is {{x}}.", x, "1", source="x")
TOOLS = (Tool({name}),)
"""


def run(code: str, *path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*map(str, path), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120)


def plugin(folder: Path, points: dict[str, str], package: str = "physfm-played", **modules: str) -> Path:
    """Lay out an installed distribution: modules, and metadata with entry points."""
    info = folder / f"{package.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    for name, code in modules.items():
        (folder / f"{name}.py").write_text(code)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
    lines = "\n".join(f"{name} = {value}" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[physfm.tools]\n{lines}\n")
    return folder


def test_the_simulators_are_offered_each_by_its_modality() -> None:
    assert {name: find(name).function.__module__ for name in SIMULATORS} == {
        name: f"{package}.simulator" for name, package in SIMULATORS.items()
    }
    assert list(tools())[-len(SIMULATORS) :] == ["simulate_field", "simulate_waveform", "simulate_collisions"]


def test_each_encoder_keeps_its_simulator_in_a_file_of_the_same_name(root: Path) -> None:
    assert all((root / "encoders" / package / "simulator.py").is_file() for package in SIMULATORS.values())


def test_listing_all_tools_imports_nothing_heavy() -> None:
    heavy = ("torch", "pythia8mc", "fastjet", "awkward", "lal", "gwpy", "h5py", "scipy", "matplotlib", "astropy")
    code = (
        f"import sys; from physfm.tools import tools; [t.schema for t in tools().values()]; print('simulate_field' in \
tools(), [m for m in {heavy!r} if m in sys.modules])"
    )
    done = run(code)
    assert done.stdout.strip() == "True []", done.stderr


def test_a_plugins_tool_joins(tmp_path: Path) -> None:
    site = plugin(tmp_path, {"played": "played:TOOLS"}, played=GOOD.format(name="echo"))
    code = "from physfm.tools import find, tools; print(list(tools())[-1], find('echo')({'x': 3}).value)"
    done = run(code, site)
    assert (done.stdout, done.stderr) == ("echo 3.0\n", "")


BROKEN = {
    "raises": ("import no_such_library", "No module named 'no_such_library'"),
    "exits": ("raise SystemExit('bye')", "bye"),
    "lacks": ("x = 1", "has no attribute 'TOOLS'"),
    "foreign": ("TOOLS = (print,)", "expected a tuple of physfm.tools.tool.Tool with names of their own, got"),
    "number": ("TOOLS = 3", "'int' object is not iterable"),
    "unreadable": (
        "from physfm.tools.tool import Tool\nclass C: pass\ndef f(x: C): 'Doc.'\nTOOLS = (Tool(f),)",
        "Unable to generate pydantic-core schema",
    ),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    modules = {f"broken_{name}": code for name, (code, _) in BROKEN.items()}
    points = {name: f"broken_{name}:TOOLS" for name in BROKEN}
    site = plugin(tmp_path_factory.mktemp("site"), points, **modules)
    code = (
        "from physfm.errors import InputError\nfrom physfm.tools import find, tools\nprint(sorted(tools()))\n"
        "print(find('convert')({'value': 1, 'unit': 'km', 'to': 'm'}).value)\n"
        "try: find('lost')\nexcept InputError as err: print(err)"
    )
    done = run(code, site)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_plugin_is_a_note_and_the_answer_when_its_tool_is_asked_for(
    name: str, broken: subprocess.CompletedProcess[str]
) -> None:
    told = f"The tools of plug-in {name!r} (physfm-played 1.2, broken_{name}:TOOLS) are installed but did not import: "
    (note,) = (line for line in broken.stderr.splitlines() if told in line)
    assert BROKEN[name][1] in note
    assert told in broken.stdout.splitlines()[2]


def test_broken_plugins_leave_all_other_tools_usable(broken: subprocess.CompletedProcess[str]) -> None:
    names, value, _ = broken.stdout.splitlines()
    assert set(SIMULATORS) | {"pdg", "convert"} <= set(names[2:-2].split("', '"))
    assert float(value) == 1000
    assert len(broken.stderr.splitlines()) == len(BROKEN)


@pytest.mark.parametrize(
    ("name", "other"), [("convert", "physfm.tools.conversion"), ("simulate_field", "physfm_fields.simulator:TOOLS")]
)
def test_a_name_that_is_taken_is_an_error_that_names_both(name: str, other: str, tmp_path: Path) -> None:
    site = plugin(tmp_path, {"played": "played:TOOLS"}, played=GOOD.format(name=name))
    code = (
        "from physfm.errors import InputError\nfrom physfm.tools import tools\n"
        "try: tools()\nexcept InputError as err: print(err)"
    )
    said = run(code, site).stdout
    assert said.startswith(f"Two tools are named {name!r}: one of ")
    assert "plug-in 'played' (physfm-played 1.2, played:TOOLS)" in said
    assert other in said
    assert len(said.splitlines()) == 1


def test_the_shell_lists_and_calls_them(tmp_path: Path) -> None:
    site = plugin(tmp_path / "site", {"played": "played:TOOLS"}, played=GOOD.format(name="echo"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "physfm", "tool"]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment, timeout=120)
    assert {"echo", *SIMULATORS} <= {tool["name"] for tool in json.loads(done.stdout)["tools"]}
    done = subprocess.run(
        [*command, "echo", "x=2", "--json"], capture_output=True, text=True, env=environment, timeout=60
    )
    assert json.loads(done.stdout)["result"]["value"] == 2
