"""Documents that run: blocks of the README and of the site, every experiment's YAML. Notebooks: `test_notebooks`.

A ```` ```python ```` block runs in the order of the page, one interpreter for the whole page; of a ```` ```console ````
block every line after ``$`` that calls physfm runs (installation and make are what .ci/run does), and its output holds
the lines that are shown. The blocks of a page run in a folder of their own: first the files are written, then the
commands run, then Python. After its language a block may carry a mark:

    a file's name   the block is this file, and is written into the folder; a shell script is checked by ``bash -n``,
                    and what it calls of physfm is parsed
    parse           its commands need a cluster, a network or hours: they are only parsed (``fit`` with its YAML)
    no-run          shown only
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from physfm.cli import parser

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(?P<language>\w+)(?P<mark>[^\n]*)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
SNIPPET = re.compile(r'^--8<-- "(?P<path>[^":]+)"$', re.MULTILINE)
CALL = re.compile(r"(?P<settings>(?:\w+=\S+ )*)(?:srun )?(?:python -m )?physfm (?P<arguments>.+)")
YAMLS = sorted(
    path
    for path in (ROOT / "experiments").rglob("*.yaml")
    if "class_path:" in path.read_text() and path.parent.name != "gpu"  # those are parsed only: tests/adaptation
)
"""Configurations of ``physfm fit``; an experiment's own (`experiments.protocol`) are checked by its tests."""
DOCUMENTS = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES = [ROOT / "README.md", *sorted((ROOT / "encoders").glob("*/README.md"))]
SITE = sorted((ROOT / "docs").rglob("*.md"))
EXPERIMENTS = sorted((ROOT / "experiments").glob("*/README.md"))
TRAINING = ("fit", "validate", "test", "predict")


def blocks(page: Path, language: str, mark: str = "") -> list[str]:
    """Return the blocks of a language with a mark, by default those that run."""
    found = [m for m in BLOCK.finditer(page.read_text()) if m["language"] == language]
    return [m["code"] for m in found if m["mark"].strip() == mark]


def files(page: Path) -> dict[str, str]:
    """Return the blocks that are files, with what they include from the repository."""
    found = {m["mark"].strip(): m["code"] for m in BLOCK.finditer(page.read_text()) if "." in m["mark"]}
    return {where: SNIPPET.sub(lambda m: (ROOT / m["path"]).read_text(), text) for where, text in found.items()}


class Call(NamedTuple):
    """A call of physfm, and lines that its output holds (``...`` stands for any lines, at an end for any rest)."""

    settings: dict[str, str]
    arguments: list[str]
    shown: list[str]


def calls(text: str) -> list[Call]:
    """Return the calls of physfm in the lines of a shell script."""
    lines = [line.partition(" # ")[0].strip() for line in text.replace("\\\n", " ").splitlines()]
    found = [CALL.fullmatch(line) for line in lines]
    return [
        Call(dict(pair.split("=", 1) for pair in m["settings"].split()), shlex.split(m["arguments"]), [])
        for m in found
        if m
    ]


def commands(page: Path, mark: str = "") -> list[Call]:
    """Return the calls of physfm after a prompt in console blocks, with the output that is shown."""
    found: list[Call] = []
    for line in "\n".join(blocks(page, "console", mark)).replace("\\\n", " ").splitlines():
        if line.startswith("$"):
            found += calls(line[1:]) or [Call({}, [], [])]
        elif line.strip():
            found[-1].shown.append(line)
    return [call for call in found if call.arguments]


def missing(call: Call, output: str) -> list[str]:
    """Return the shown lines that the output lacks."""
    lines = {line.rstrip() for line in output.splitlines()}
    return [
        shown
        for shown in call.shown
        if shown.rstrip() not in {"...", *lines}
        and not (shown.endswith("...") and any(line.startswith(shown.removesuffix("...")) for line in lines))
    ]


def parse(arguments: list[str], folder: Path) -> None:
    """Hold a command to the parser, and the YAML of a training to LightningCLI."""
    if arguments[0] in TRAINING:
        done = run(["-m", "physfm", *arguments, "--print_config"], folder)
        assert done.returncode == 0, done.stderr
    else:
        parser().parse_args(arguments)  # exits with 2, and says why, if it is wrong


def run(
    arguments: list[str], cwd: Path, settings: dict[str, str] | None = None, seconds: float = 300
) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (ROOT, ROOT / "encoders")))
    environment = {**os.environ, "PYTHONPATH": path, **(settings or {})}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=cwd, env=environment, timeout=seconds
    )


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_console_and_python_blocks_run(page: Path, tmp_path: Path) -> None:
    check(page, tmp_path)


def trains(page: Path) -> bool:
    return any(call.arguments[0] in TRAINING for call in commands(page))


def is_long(page: Path) -> bool:
    return trains(page) or len(commands(page)) > 5


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.slow] if is_long(page) else [], id=name(page))
        for page in SITE
        if BLOCK.search(page.read_text())
    ],
)
def test_blocks_of_the_site_hold(page: Path, tmp_path: Path) -> None:
    (tmp_path / "experiments").symlink_to(ROOT / "experiments")
    check(page, tmp_path)


@pytest.mark.parametrize("page", [page for page in SITE if is_long(page)], ids=name)
def test_commands_of_a_long_page_parse(page: Path, tmp_path: Path) -> None:
    write(page, tmp_path)
    for call in [*commands(page), *commands(page, "parse")]:
        parse(call.arguments, tmp_path)


@pytest.mark.parametrize("page", SITE, ids=name)
def test_a_block_of_the_site_says_how_it_is_tested(page: Path) -> None:
    marks = [m["mark"].strip() for m in BLOCK.finditer(page.read_text())]
    assert [
        mark for mark in marks if mark not in ("", "parse", "no-run") and not re.fullmatch(r"[\w./-]+\.\w+", mark)
    ] == []


def write(page: Path, folder: Path) -> dict[str, str]:
    """Write the files of a page."""
    written = files(page)
    for where, text in written.items():
        (folder / where).parent.mkdir(parents=True, exist_ok=True)
        (folder / where).write_text(text)
    return written


def check(page: Path, folder: Path) -> None:
    """Write the files of a page, run its commands, then its Python; parse what cannot run here."""
    written = write(page, folder)
    for call in commands(page, "parse"):
        parse(call.arguments, folder)
    for where in written:
        if Path(where).suffix in {".sh", ".sbatch"}:
            done = subprocess.run(["bash", "-n", where], capture_output=True, text=True, cwd=folder)
            assert done.returncode == 0, done.stderr
            for call in calls(written[where]):
                parse(call.arguments, folder)
    for call in commands(page):
        done = run(["-m", "physfm", *call.arguments], folder, call.settings)
        assert done.returncode == 0, f"$ physfm {shlex.join(call.arguments)}\n{done.stdout}\n{done.stderr}"
        assert missing(call, done.stdout) == [], f"$ physfm {shlex.join(call.arguments)}\n{done.stdout}"
    code = "\n\n".join(blocks(page, "python"))
    if code:
        done = run(["-c", code], folder)
        assert done.returncode == 0, f"{code}\n{done.stderr}"


@pytest.mark.parametrize("page", DOCUMENTS, ids=name)
def test_links_lead_to_files(page: Path) -> None:
    text = BLOCK.sub("", page.read_text())
    for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{name(page)} links to {target}, which does not exist"


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
