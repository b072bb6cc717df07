"""``physfm probe``: two encoders, a third-party one included, in one JSON object; nonsense is refused in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from physfm.cli import main

QUICK = ["--items", "20", "--seeds", "2"]


@pytest.mark.usefixtures("plugin")
def test_a_third_partys_encoder_is_probed_against_ours(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    figure = tmp_path / "matrix.png"
    options = ["--set", "fields.resolution=32", "--json", "-o", str(figure)]
    assert main(["probe", "toy", "fields", *QUICK, *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["encoders"] == ["toy", "fields"]
    pairs = {(e["source"], e["target"]) for e in found["matrix"]}
    assert pairs == {(s, t) for s in ("toy", "fields", "joint") for t in ("toy", "fields")}
    for entry in found["matrix"]:
        assert set(entry["gain_over"]) == {"random", "shuffled_physics", "shuffled_weights"}
        for interval in (entry["value"], *entry["gain_over"].values()):
            assert interval["low"] is None or interval["low"] <= interval["value"] <= interval["high"]
        assert 0 <= entry["value"]["value"] <= 1
    assert {c["row"] for c in found["controls"]} >= {"random", "home", "toy-shuffled", "toy-weights", "joint-shuffled"}
    assert {s["measure"] for s in found["similarity"]} == {"cka", "neighbours", "procrustes"}
    assert {d["name"]: d["shuffled_physics"] for d in found["domains"]} == {
        "toy": "values of different items",
        "fields": "phase-randomised fields",
    }
    assert figure.stat().st_size > 10_000
    assert isinstance(found["claims"], list)


@pytest.mark.slow
@pytest.mark.usefixtures("plugin")
def test_for_people_it_is_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text(" ".join(f"word{i % 97}" for i in range(8000)))
    options = ["--set", "fields.resolution=32", "--text", str(text)]
    assert main(["probe", "toy", "fields", *QUICK, *options]) == 0
    shown = capsys.readouterr().out
    for word in ("Linear probe", "Fine-tuning", "shuffled physics", "random", "home", "text", "95 % intervals"):
        assert word in shown


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
