"""The notebooks run, from a fresh kernel, within a minute of computing each; what is committed holds no output."""

from __future__ import annotations

import os
import re
import resource
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LIMIT_S = 60.0
"""Of computing, on one core: on an idle machine the wall clock shows no more."""
BUSY = 8
"""So much longer the wall clock may run where others compute, too."""


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def source(path: Path) -> str:
    return "\n".join(cell.source for cell in read(path).cells)


def execute(path: Path, folder: Path, **environment: str) -> list[Any]:
    """Run a notebook in ``folder``; return all outputs."""
    from physfm.bases import available

    in_words = re.search(r"model\.ask\(|llm\.load\(", source(path))
    if in_words and not any(base.name == "smollm2-135m" and base.pulled for base in available()):
        pytest.skip("smollm2-135m was not pulled")
    # The kernel draws inline, not by the backend of the tests; its temporary files and its history go away with ours.
    variables = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    variables |= {"TMPDIR": str(folder), "IPYTHONDIR": str(folder / "ipython"), **environment}
    before = {str(p): p.stat().st_mtime_ns for p in (ROOT / "notebooks").iterdir()}
    variables["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "encoders"), variables.get("PYTHONPATH", "")])
    book = read(path)
    used = _computing()
    client = NotebookClient(book, timeout=round(BUSY * LIMIT_S), resources={"metadata": {"path": str(folder)}})
    client.execute(env=variables)
    assert _computing() - used <= LIMIT_S
    assert {str(p): p.stat().st_mtime_ns for p in (ROOT / "notebooks").iterdir()} == before
    return [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]


def _computing() -> float:
    """Seconds of computing of all child processes that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def complaints(outputs: list[Any]) -> list[str]:
    return [o.get("text", o.output_type) for o in outputs if o.get("name") == "stderr" or o.output_type == "error"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_without_a_warning_and_shows_figures(path: Path, data: Path, tmp_path: Path) -> None:
    outputs = execute(path, tmp_path, PHYSFM_DATA=str(data))
    assert complaints(outputs) == []
    assert [o for o in outputs if "image/png" in o.get("data", {})]


@pytest.mark.slow
@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if "PHYSFM_DATA" in source(p)], ids=lambda p: p.stem)
def test_a_notebook_generates_data_where_there_are_none(path: Path, tmp_path: Path) -> None:
    outputs = execute(path, tmp_path, PHYSFM_DATA=str(tmp_path / "nothing"))
    assert complaints(outputs) == []
    assert "at PHYSFM_DATA: " in "".join(o.get("text", "") for o in outputs)


def test_there_are_seven_and_they_name_each_other_rightly() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{n:02d}" for n in range(1, 8)]
    for path in NOTEBOOKS:
        for link in re.findall(r"\]\((\w+\.ipynb)\)", source(path)):
            assert (ROOT / "notebooks" / link).exists(), f"{path.name} links to {link}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_committed_notebook_holds_no_output(path: Path) -> None:
    book = read(path)
    nbformat.validate(book)
    assert book.metadata.kernelspec.name == "python3"
    assert "version" not in book.metadata.language_info, "the python of whoever ran it last"
    slug = path.stem[3:].replace("_", "-")
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    for cell in book.cells:
        assert re.fullmatch(rf"{slug}-\d\d", cell.id), "ids by hand stay as they are, so that changes can be read"
        assert not cell.metadata
        if cell.cell_type == "code":
            assert cell.execution_count is None
            assert cell.outputs == []
