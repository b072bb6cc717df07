"""The frame of the experiments: nothing done twice, nothing mixed, nothing read that does not fit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from experiments.protocol import Study, command, configured
from physfm.errors import InputError
from physfm.statistics import Interval


@dataclass(frozen=True)
class Small:
    seeds: tuple[int, ...] = (1, 2, 3)
    rate: float = 0.1


def test_a_finished_unit_is_not_made_again(tmp_path: Path) -> None:
    made: list[str] = []

    def make(name: str) -> dict[str, object]:
        made.append(name)
        return {"score": Interval(0.5, float("nan"), 1.0)}

    first = Study("small", Small(), tmp_path)
    assert first.once("a", lambda: make("a")) == {"score": {"value": 0.5, "low": None, "high": 1.0}}
    with (tmp_path / "ledger.jsonl").open("a") as file:
        file.write('{"unit": "b", "fou')  # killed while writing
    second = Study("small", Small(), tmp_path)
    assert second.once("a", lambda: make("a")) == first.once("a", lambda: make("a"))
    second.once("b", lambda: make("b"))
    assert made == ["a", "b"]
    assert len([json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]) == 3


def test_runs_of_two_configurations_are_not_mixed(tmp_path: Path) -> None:
    Study("small", Small(), tmp_path)
    with pytest.raises(InputError, match="another configuration"):
        Study("small", Small(rate=0.2), tmp_path)


@pytest.mark.parametrize("text", ["rate: fast\n", "speed: 3\n", "seeds: [1, two]\n", "- 1\n", "a: [\n"])
def test_a_configuration_that_does_not_fit_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=r"wrong\.yaml"):
        configured(Small, file)


def test_the_result_says_where_it_comes_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "small.yaml"
    file.write_text("seeds: [4, 5]\n")

    def conduct(study: Study[Small]) -> dict[str, float]:
        return {"sum": sum(study.once(str(seed), lambda seed=seed: seed) for seed in study.config.seeds)}

    arguments = ["--config", str(file), "--out", str(tmp_path / "out")]
    assert command("small", Small, conduct, arguments) == 0
    record = json.loads((tmp_path / "out" / "results.json").read_text())
    assert record["results"] == {"sum": 9}
    assert record["config"] == {"seeds": [4, 5], "rate": 0.1}
    assert {"commit", "hardware", "versions", "command"} <= record.keys()
    assert json.loads(capsys.readouterr().out)["results"] == {"sum": 9}
    assert command("small", Small, conduct, ["--config", str(tmp_path / "none.yaml")]) == 1
