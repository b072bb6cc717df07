"""``physfm index``: build, bring up to date, search, not found; as JSON and for people."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from physfm.errors import InputError
from physfm.retrieval.cli import add_commands
from physfm.retrieval.index import Index


@pytest.fixture
def run(embed: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(Index.__init__, "__defaults__", (embed,))
    for name in ("create", "open"):
        monkeypatch.setattr(getattr(Index, name).__func__, "__defaults__", (embed,))
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true")
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), common)

    def call(*arguments: str) -> tuple[dict[str, Any], str]:
        options = parser.parse_args(["index", *arguments])
        result = options.run(options)
        capsys.readouterr()
        options.show(result)
        json.dumps(result)
        return result, capsys.readouterr().out

    return call


def test_an_index_follows_its_files(run: Any, tmp_path: Path) -> None:
    folder, index = tmp_path / "docs", str(tmp_path / "index")
    folder.mkdir()
    (folder / "tides.md").write_text("---\nlicence: CC0\n---\n# Tides\n\nThe Moon raises tides in the sea twice a day.")
    (folder / "rust.md").write_text("# Rust\n\nIron turns to rust in humid air.")
    built, said = run("build", str(folder), "-o", index, "--no-pdg")
    assert (built["documents"], built["added"], built["unchanged"], built["removed"]) == (2, 2, 0, 0)
    assert "2 documents, 2 passages" in said
    (folder / "rust.md").unlink()
    (folder / "snow.txt").write_text("Snow reflects sunlight.")
    built, _ = run("build", str(folder), "-o", index, "--no-pdg")
    assert (built["documents"], built["added"], built["unchanged"], built["removed"]) == (2, 1, 1, 1)
    found, said = run("search", index, "Why are there tides?", "--threshold", "0", "-k", "1")
    assert found["supported"]
    assert found["passages"][0]["citation"] == "tides.md, “Tides”, characters 9-54, CC0"
    assert "Moon raises tides" in said
    nothing, said = run("search", index, "Who wrote Emma?", "--threshold", "1")
    assert not nothing["supported"]
    assert nothing["passages"] == []
    assert said.startswith("Not found")


def test_nothing_is_made_of_nothing(run: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Nothing to index"):
        run("build", "-o", str(tmp_path / "i"), "--no-pdg")
    with pytest.raises(InputError, match="does not exist"):
        run("build", str(tmp_path / "missing"), "-o", str(tmp_path / "i"))
    assert not (tmp_path / "i").exists()
    with pytest.raises(InputError, match="No index at"):
        run("search", str(tmp_path / "i"), "mass?")
