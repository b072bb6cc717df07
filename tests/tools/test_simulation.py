"""What all simulators share: files go where the caller wants or nowhere, whole or not at all, and limits hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from physfm.errors import InputError, MissingDependency, UnitError
from physfm.tools import simulation
from physfm.tools.tool import Result, Tool

CODE = """
import time
from pathlib import Path
def write(text, output, picture=None, wait=0.0, touch=None):
    Path(output).write_text(text)
    if touch: Path(touch).write_text("first")
    time.sleep(wait)
    if picture: Path(picture).write_text("picture")
    return {"given": Path(output).name}
def forget(output): return {}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "played_writer.py").write_text(CODE)
    monkeypatch.syspath_prepend(str(tmp_path / "code"))
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.mark.parametrize(
    "name",
    ["../x.h5", "/etc/x.h5", "a/b.h5", ".hidden.h5", ".h5", "x.txt", "x", "x.h5\n", "~x.h5", "a\\b.h5", "C:x.h5",
     "x\x00.h5", "é.h5", "-rf.h5", "a" * 200 + ".h5", "..h5", "x.h5/", "$HOME.h5"],
)  # fmt: skip
def test_only_plain_names_with_the_right_suffix_are_taken(name: str, folder: Path) -> None:
    with pytest.raises(InputError, match=r"Expected a plain file name that ends in \.h5"):
        simulation.destination(name, folder, (".h5",))


def test_the_folder_is_the_callers_and_by_default_the_current_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert simulation.destination("x.H5", folder, (".h5",)) == folder / "x.H5"
    monkeypatch.chdir(folder)
    assert simulation.destination("x.h5", None, (".h5",)) == folder / "x.h5"
    assert simulation.destination("", folder, (".h5",)) is None
    with pytest.raises(InputError, match="Expected an existing folder"):
        simulation.destination("x.h5", folder / "none", (".h5",))


def test_nothing_that_exists_is_overwritten_not_even_through_a_link(folder: Path) -> None:
    (folder / "file.h5").write_text("mine")
    (folder / "folder.h5").mkdir()
    (folder / "dangling.h5").symlink_to(folder.parent / "outside.h5")
    for name in ("file", "folder", "dangling"):
        with pytest.raises(InputError, match="exists and is not overwritten"):
            simulation.destination(f"{name}.h5", folder, (".h5",))


def test_a_file_that_appears_meanwhile_wins_and_nothing_is_left_behind(folder: Path) -> None:
    target = folder / "x.h5"
    arguments = {"text": "second", "touch": str(target)}
    with pytest.raises(InputError, match="exists and is not overwritten"):
        simulation.simulate("played_writer:write", arguments, "30 s", {"output": target})
    assert os.listdir(folder) == ["x.h5"]
    assert target.read_text() == "first"


def test_files_appear_whole_with_ordinary_permissions(folder: Path) -> None:
    files = {"output": folder / "x.h5", "picture": folder / "y.png"}
    found = simulation.simulate("played_writer:write", {"text": "all"}, "30 s", files)
    assert found == {"given": "x.h5"}
    assert sorted(os.listdir(folder)) == ["x.h5", "y.png"]
    (folder / "plain").write_text("")
    assert (folder / "x.h5").stat().st_mode == (folder / "plain").stat().st_mode
    assert (folder / "x.h5").read_text() == "all"


def test_a_stopped_simulation_leaves_no_file(folder: Path) -> None:
    with pytest.raises(InputError, match="longer than 1 s and was stopped"):
        simulation.simulate("played_writer:write", {"text": "part", "wait": 60}, "1 s", {"output": folder / "x.h5"})
    assert os.listdir(folder) == []


def test_one_missing_file_takes_the_others_with_it(folder: Path) -> None:
    with pytest.raises(InputError, match=r"wrote no x\.h5"):
        simulation.simulate("played_writer:forget", {}, "30 s", {"output": folder / "x.h5"})
    (folder / "y.png").write_text("mine")
    files = {"output": folder / "x.h5", "picture": folder / "y.png"}
    with pytest.raises(InputError, match=r"y.png exists"):
        simulation.simulate("played_writer:write", {"text": "all"}, "30 s", files)
    assert os.listdir(folder) == ["y.png"]
    assert (folder / "y.png").read_text() == "mine"


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    both = {"output": folder / "x.h5", "picture": folder / "x.h5"}
    with pytest.raises(InputError, match="different names"):
        simulation.simulate("played_writer:write", {"text": ""}, "30 s", both)


@pytest.mark.parametrize(
    ("text", "error"), [("0 s", InputError), ("1 h", InputError), ("5", UnitError), ("x", InputError)]
)
def test_time_limits_are_limited(text: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="Expected"):
        simulation.seconds(text)
    assert simulation.seconds("0.5 min") == 30


def test_size_is_refused_before_it_is_made() -> None:
    simulation.bounded(simulation.MAX_BYTES, "It")
    with pytest.raises(InputError, match="It would be 128 MiB; at most 64 MiB"):
        simulation.bounded(2 * simulation.MAX_BYTES, "It")


def test_a_missing_library_is_named_without_importing_it() -> None:
    with pytest.raises(MissingDependency, match=r'Playing needs no_such_library.*"physfm\[toys\]"'):
        simulation.require("Playing", "toys", "json", "no_such_library")


def placed(name: str, *, folder: Path | None = None) -> Result:
    """Say where a file would go."""
    return Result(f"{name} goes to {folder}.", str(folder), "")


def test_what_stands_behind_the_star_is_the_callers_alone(folder: Path) -> None:
    tool = Tool(placed)
    assert list(tool.schema["function"]["parameters"]["properties"]) == ["name"]
    assert tool({"name": "x"}, folder=folder, unknown=1).value == str(folder)
    assert tool({"name": "x"}).value == "None"
    hostile: dict[str, Any] = {"name": "x", "folder": "/etc"}
    with pytest.raises(InputError, match="has no argument 'folder'"):
        tool(hostile)
