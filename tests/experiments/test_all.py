"""Every experiment with a command is whole: protocol, result and conclusion, and all three configurations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "experiments").glob("*/__main__.py"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_an_experiment_has_its_parts(folder: Path) -> None:
    assert {"full.yaml", "smoke.yaml", "gpu.yaml"} <= {path.name for path in folder.glob("*.yaml")}
    page = (folder / "README.md").read_text()
    for part in ("Question", "Protocol", "Command", "Result", "Conclusion", "What it does not show"):
        assert re.search(rf"^(?:## {part}$|\*\*{part}s?\b)", page, re.MULTILINE), part
    assert f"python -m experiments.{folder.name}" in page
    assert "not run" in " ".join(page.split()).lower() or "never run" in " ".join(page.split())
    for picture in (folder / "results").glob("*.png"):
        assert f"results/{picture.name}" in page, f"{picture.name} is shown nowhere"
