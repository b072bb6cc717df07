"""The shell's door: JSON on stdout, one line and exit code 1 for what the user can mend, 2 for bad usage."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from physfm.cli import main

SUFFIXES = (".root", ".hdf5", ".h5", ".gwf", ".npz", ".mat", ".nc", ".pt")
REAL = {
    "lhc/uproot-HZZ.root": ".root",
    "gw/H-H1_LOSC_4_V2-1126259446-32.hdf5": ".hdf5",
    "gw/H-H1_LOSC_4_V2-1126259446-32.gwf": ".gwf",
    "sim/Burgers.npz": ".npz",
    "sim/Allen_Cahn.mat": ".mat",
    "sim/basin_mask.nc": ".nc",
    "sim/darcy_train_16.pt": ".pt",
    "sim/example-femm-thetaMode.h5": ".h5",
}


def fails_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run, expect exit code 1, nothing on stdout and one line on stderr; return the line."""
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = [line for line in captured.err.splitlines() if line.strip()]
    assert len(lines) == 1, captured.err
    assert lines[0].startswith("physfm: ")
    assert "Traceback" not in captured.err
    return lines[0]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_text_file_under_a_data_suffix_is_refused(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"notes{suffix}"
    path.write_text("these are my notes\n" * 20)
    assert str(path) in fails_in_one_line(["info", str(path)], capsys)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_file_is_refused(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"empty{suffix}"
    path.touch()
    assert "is empty (0 bytes)" in fails_in_one_line(["measure", str(path), "--json"], capsys)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("share", [0.1, 0.6])
def test_a_truncated_file_is_refused(
    name: str, share: float, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (data / name).read_bytes()
    path = tmp_path / f"cut{REAL[name]}"
    path.write_bytes(whole[: int(share * len(whole))])
    fails_in_one_line(["encode", str(path), "-o", str(tmp_path / "out.npz")], capsys)
    assert not (tmp_path / "out.npz").exists()


def test_a_missing_file_a_folder_and_an_unknown_layout_are_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no such file" in fails_in_one_line(["info", str(tmp_path / "nothing.root")], capsys)
    assert "is a folder" in fails_in_one_line(["info", str(tmp_path)], capsys)
    listed = fails_in_one_line(["info", str(data / "text" / "pscp-1991.csv")], capsys)
    assert "no encoder recognises this file" in listed
    assert "gw (" in listed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "secret.root"
    path.write_bytes(b"root")
    path.chmod(0)
    assert "Permission denied" in fails_in_one_line(["info", str(path)], capsys)


def test_a_file_that_cannot_be_opened_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.root"
    path.write_bytes(b"root")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied. Check its permissions." in fails_in_one_line(["info", str(path)], capsys)


def test_a_field_of_nans_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nan.npz"
    np.savez(path, u=np.full((8, 8), np.nan), x=np.linspace(0, 1, 8), y=np.linspace(0, 1, 8))
    fails_in_one_line(["encode", str(path), "-o", str(tmp_path / "out.npz")], capsys)


def test_an_existing_output_survives_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.npz"
    out.write_bytes(b"precious")
    bad = tmp_path / "bad.root"
    bad.write_text("no")
    fails_in_one_line(["encode", str(bad), "-o", str(out)], capsys)
    assert out.read_bytes() == b"precious"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.root", "out.npz"]


def test_an_unknown_generator_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = fails_in_one_line(["generate", "jet", "-o", str(tmp_path / "a.root")], capsys)
    assert "Did you mean 'jets'?" in line


def test_an_unknown_option_of_a_generator_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = fails_in_one_line(
        ["generate", "strain", "-o", str(tmp_path / "a.hdf5"), "--items", "1", "--set", "color=1"], capsys
    )
    assert "color" in line


@pytest.mark.parametrize("arguments", [["measure"], ["nonsense"], ["encode", "a.root"], ["generate", "jets"], []])
def test_bad_usage_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(str(stop.code))
    assert code == 2


def test_info_is_one_json_object_with_declared_inputs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(data / "lhc" / "uproot-HZZ.root"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["encoder"] == "lhc"
    assert found["items"] == 2421
    assert all({"name", "axes", "unit", "meaning"} <= set(q) for q in found["inputs"])


def test_help_needs_no_torch() -> None:
    code = "import sys; from physfm.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "measure" in done.stdout


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    from physfm.errors import InputError

    with pytest.raises(InputError):
        main(["info", str(tmp_path / "nothing.root"), "--debug"])
