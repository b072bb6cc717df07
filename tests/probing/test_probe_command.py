"""``physfm probe``: two encoders, a third-party one included, in one JSON object; nonsense is refused in a line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from physfm.cli import main
from physfm.probing import trunk

QUICK = ["--items", "20", "--seeds", "2"]


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten every training to a few steps."""
    short = replace(trunk.QUICK, pretrain_steps=2, tune_steps=2, fractions=(1.0,))
    monkeypatch.setattr(trunk, "QUICK", short)


@pytest.mark.usefixtures("plugin", "brief")
def test_the_object_holds_the_matrix_with_intervals_and_controls(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    figure = tmp_path / "matrix.png"
    assert main(["probe", "toy", "second", *QUICK, "--json", "-o", str(figure)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["encoders"] == ["toy", "second"]
    _is_whole(found)
    assert {d["name"]: d["shuffled_physics"] for d in found["domains"]} == {
        "toy": "values of different items",
        "second": "reversed angles",
    }
    assert figure.stat().st_size > 10_000


def _is_whole(found: dict[str, Any]) -> None:
    names = found["encoders"]
    pairs = {(e["source"], e["target"]) for e in found["matrix"]}
    assert pairs == {(s, t) for s in (*names, "joint") for t in names}
    for entry in found["matrix"]:
        assert set(entry["gain_over"]) == {"random", "shuffled_physics", "shuffled_weights"}
        for interval in (entry["value"], *entry["gain_over"].values()):
            assert interval["low"] <= interval["value"] <= interval["high"]
        assert 0 <= entry["value"]["value"] <= 1
    controls = {s + c for s in (*names, "joint") for c in ("-shuffled", "-weights")}
    controls |= {"random", "home", "home-taught", *(name + "-taught" for name in names)}
    assert {c["row"] for c in found["controls"]} == controls
    assert {s["measure"] for s in found["similarity"]} == {"cka", "neighbours", "procrustes"}
    assert isinstance(found["claims"], list)


@pytest.mark.usefixtures("plugin", "brief")
def test_for_people_it_is_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text(" ".join(f"word{i % 97}" for i in range(8000)))
    assert main(["probe", "toy", "second", *QUICK, "--text", str(text)]) == 0
    shown = capsys.readouterr().out
    for word in ("Linear probe", "Fine-tuning", "shuffled physics", "random", "home", "text", "95 % intervals"):
        assert word in shown


@pytest.mark.slow
@pytest.mark.usefixtures("plugin")
def test_a_third_partys_encoder_is_probed_against_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "toy", "fields", *QUICK, "--set", "fields.resolution=32", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    _is_whole(found)
    assert found["domains"][1]["shuffled_physics"] == "phase-randomised fields"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gw", "gw"], "two encoders"),
        (["gw", "glw"], "Did you mean 'gw'?"),
        (["gw", "lhc", "--seeds", "1"], "at least 2 seeds"),
        (["gw", "lhc", "--items", "3"], "at least 20 items"),
        (["gw", "lhc", "--text", "nowhere.txt"], "No such text"),
        (["gw", "lhc", "--set", "fields.resolution=32"], "Expected --set gw.KEY=VALUE"),
        (["gw", "lhc", "-o", "matrix.txt"], "ending in .png"),
        (["gw", "lhc", "-o", "{here}"], "not overwritten"),
        (["fields", "lhc", *QUICK, "--set", "fields.colour=8"], "does not take"),
    ],
)
def test_nonsense_is_refused_in_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    here = tmp_path / "old.png"
    here.write_bytes(b"")
    assert main(["probe", *(a.format(here=here) for a in arguments), "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert len(captured.err.strip().splitlines()) == 1
