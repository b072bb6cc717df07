"""Documents that run: README blocks, every experiment's YAML, every notebook.

A ```` ```python ```` block runs in the order of the page, one interpreter for the whole page; of a ```` ```console ````
block every line after ``$`` that calls physfm runs (installation and make are what .ci/run does). A block marked
``no-run`` after its language is only read. ``physfm fit`` is parsed, not trained.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(?P<language>\w+)(?P<mark>[^\n]*)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
# Of `physfm fit`; an experiment with a command of its own has settings of its own (experiments/protocol.py).
YAMLS = sorted(p for p in (ROOT / "experiments").glob("*/*.yaml") if not (p.parent / "__main__.py").exists())
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "encoders").glob("*/README.md"))]
EXPERIMENTS = sorted((ROOT / "experiments").glob("*/README.md"))


def blocks(page: Path, language: str) -> list[str]:
    found = [m for m in BLOCK.finditer(page.read_text()) if m["language"] == language]
    return [m["code"] for m in found if "no-run" not in m["mark"]]


def commands(page: Path) -> list[str]:
    """Return the lines of console blocks that call physfm, continuation lines joined."""
    lines = [line for code in blocks(page, "console") for line in code.replace("\\\n", " ").splitlines()]
    calls = [line[1:].partition(" # ")[0].strip() for line in lines if line.startswith("$")]
    return [call for call in calls if call.startswith(("physfm ", "python -m physfm "))]


def run(arguments: list[str], cwd: Path, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=cwd, env=environment, timeout=seconds
    )


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_console_and_python_blocks_run(page: Path, tmp_path: Path) -> None:
    for call in commands(page):
        words = shlex.split(call)
        arguments = words[words.index("physfm") + 1 :]
        if arguments[0] == "fit":
            done = run(["-m", "physfm", *arguments, "--print_config"], ROOT)
        else:
            done = run(["-m", "physfm", *arguments], tmp_path)
        assert done.returncode == 0, f"$ {call}\n{done.stdout}\n{done.stderr}"
    code = "\n\n".join(blocks(page, "python"))
    if code:
        done = run(["-c", code], tmp_path)
        assert done.returncode == 0, f"{code}\n{done.stderr}"


def test_the_readme_shows_code_that_runs() -> None:
    readme = ROOT / "README.md"
    assert blocks(readme, "python")
    assert commands(readme)


@pytest.mark.parametrize("page", EXPERIMENTS, ids=name)
def test_an_experiment_names_files_that_exist(page: Path) -> None:
    for word in re.findall(r"(?<![\w/.])(?:experiments|benchmarks)/[\w./-]+\.(?:py|yaml|json|md)", page.read_text()):
        assert (ROOT / word).exists(), f"{name(page)} names {word}, which does not exist"


@pytest.mark.parametrize("path", YAMLS, ids=name)
def test_a_configuration_is_complete_and_commented(path: Path) -> None:
    text = path.read_text()
    settings = yaml.safe_load(text)
    assert {"model", "data", "trainer", "seed_everything"} <= settings.keys()
    assert "${" not in text, "no interpolation: what you read is what runs"
    assert text.count("#") >= 5, "units and reasons stand beside the numbers"


@pytest.mark.parametrize("path", YAMLS, ids=name)
def test_a_configuration_parses_and_instantiates(path: Path) -> None:
    done = run(["-m", "physfm", "fit", "--config", str(path), "--print_config"], ROOT)
    assert done.returncode == 0, done.stderr
    parsed, written = yaml.safe_load(done.stdout), yaml.safe_load(path.read_text())
    assert parsed["model"]["class_path"] == written["model"]["class_path"]
    assert parsed["data"]["class_path"] == written["data"]["class_path"]
    code = """
import sys
from lightning.pytorch.cli import LightningCLI
cli = LightningCLI(subclass_mode_model=True, subclass_mode_data=True, run=False, args=["--config", sys.argv[1]])
cli.model.configure_model()
print(sum(p.numel() for p in cli.model.parameters()))
"""
    done = run(["-c", code, str(path)], ROOT)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [o for cell in book.cells if cell.cell_type == "code" for o in cell.outputs]
    assert outputs
    assert not [o for o in outputs if o.output_type == "error"]
