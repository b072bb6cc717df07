"""The documentation site: built strictly, without a word of warning, whole in itself, and complete."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from physfm.cli import TRAINING, parser

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"physfm": ROOT, **{f"physfm_{name}": ROOT / "encoders" for name in ("lhc", "gw", "fields")}}


def build(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",  # as in the Makefile
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "encoders"))),
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, timeout=600)


def listed() -> set[Path]:
    """What lies in the repository's root and beside the documents."""
    return {*ROOT.iterdir(), *(ROOT / "docs").rglob("*")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once, into a folder of its own."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    before = listed()
    done = build(ROOT, folder)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert not re.search(r"warning|error|deprecat", said, re.IGNORECASE), said
    assert listed() == before, "the build wrote into the repository"
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, str]:
    """All pages by their place."""
    return {path: path.read_text() for path in sorted(site.rglob("*.html"))}


def test_every_page_is_in_the_navigation() -> None:
    config = (ROOT / "mkdocs.yml").read_text()
    navigation = config[config.index("\nnav:") :]
    named = set(re.findall(r"[\w./-]+\.md", navigation))
    written = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert sorted(written - named) == []


def test_every_link_and_anchor_leads_somewhere(site: Path, pages: dict[Path, str]) -> None:
    ids = {path: {html.unescape(i) for i in re.findall(r'\sid="([^"]+)"', text)} for path, text in pages.items()}
    dead = []
    for path, text in pages.items():
        if path.name == "404.html":  # its links are absolute, for it is served from anywhere
            continue
        for target in set(re.findall(r'<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]+)"', text)):
            parts = urlsplit(html.unescape(target))
            if parts.scheme:
                continue
            where = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            where = where / "index.html" if where.is_dir() else where
            if not where.exists() or (parts.fragment and where in ids and unquote(parts.fragment) not in ids[where]):
                dead.append(f"{path.relative_to(site)}: {target}")
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, str]) -> None:
    loading = re.compile(
        r'<(?:script|img|iframe|source)\b[^>]*\ssrc="(?:https?:)?//|<link\b[^>]*\shref="(?:https?:)?//'
    )
    assert [str(path) for path, text in pages.items() if loading.search(text)] == []
    styles = [
        path for path in site.rglob("*.css") if re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", path.read_text())
    ]
    assert styles == []


def test_every_public_module_is_in_the_reference(pages: dict[Path, str]) -> None:
    shown = {
        i for path, text in pages.items() if path.parent.name == "python" for i in re.findall(r'id="([\w.]+)"', text)
    }
    for package, base in PACKAGES.items():
        for path in (base / package).rglob("*.py"):
            parts = path.relative_to(base).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if not re.search(r"\._|\.themes", module):  # themes are tables of families
                assert module in shown, f"{module} is in no page of the reference"


def test_the_reference_shows_types_units_and_formulas(pages: dict[Path, str]) -> None:
    (text,) = [text for path, text in pages.items() if path.name == "physfm_lhc.html"]
    start = text.index('id="physfm_lhc.event.invariant_mass"')
    shown = text[start : text.index('class="doc doc-object doc-function"', start)]
    assert 'aria-label="m^2 = (\\sum E)^2 - |\\sum\\vec p|^2"' in shown
    plain = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown)))
    assert 'Float[Tensor, "*batch particles 4"]' in plain
    assert "GeV, ordered (E, px, py, pz)" in plain
    assert "PDG, Review of Particle Physics" in plain
    assert [path.name for path, page in pages.items() if 'class="arithmatex"' in page] == []


def test_every_command_is_in_the_reference(pages: dict[Path, str]) -> None:
    (text,) = [text for path, text in pages.items() if path.name == "command-line.html"]
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    (commands,) = [action for action in parser()._actions if action.dest == "==SUPPRESS==" and action.choices]
    assert len(commands.choices) > 10
    for command in commands.choices:
        assert f"usage: physfm {command}" in plain
    for command in TRAINING:
        assert command in plain
    assert "--choices {letters,texts,information}" in plain


def test_experiments_and_cards_are_pages(pages: dict[Path, str], site: Path) -> None:
    for path in (*ROOT.glob("experiments/*/README.md"), *ROOT.glob("encoders/*/weights/CARD.md")):
        page = path.relative_to(ROOT).with_suffix(".html")
        page = page.with_name("index.html") if page.stem == "README" else page
        assert site / "project" / page in pages, f"{page} was not made"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("[nowhere](nowhere.md)", "nowhere.md"),
        ("[nowhere](tutorials/index.md#nowhere)", "nowhere"),
        ("[nowhere](../experiments/nowhere/README.md)", "nowhere"),
        ("$\\nowhere{x}$", "no formula"),
    ],
)
def test_a_seeded_fault_stops_the_build(fault: str, said: str, tmp_path: Path) -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text())
    # Without the Python pages, which take the time: what they hold is plain text then.
    config["plugins"] = ["search"]
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config))
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("physfm", "encoders", "experiments", "benchmarks", "notebooks", "tests"):
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    for path in ROOT.glob("*.md"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "docs" / "index.md").write_text(f"# physfm\n\n{fault}\n")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode == 1
    assert "Aborted with 1 warnings in strict mode" in done.stdout + done.stderr
    (warning,) = [line for line in done.stderr.splitlines() if line.startswith("WARNING")]
    assert said in warning
