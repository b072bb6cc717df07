"""The loop of evaluation and data: it runs from problems to figures, goes on where it was cut, and sums up rightly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import ROOT
from experiments.protocol import command, configured
from physfm.errors import InputError

pytest.importorskip("transformers", reason='the language extra is not installed: pip install "physfm[language]"')
from benchmarks import tiny
from experiments.goodhart.__main__ import conduct, summarise
from experiments.goodhart.config import Config, Setting
from experiments.goodhart.loop import rewatched

FOLDER = ROOT / "experiments" / "goodhart"


def one(public: float, fresh: float, after: float | None, alarm: int | None = None) -> dict[str, Any]:
    """A turn as the ledger holds it."""
    before = {"public": public, "fresh": fresh, "alarm": alarm, "raised": after is not None}
    return {"before": before, "after": None if after is None else {"fresh": after}}


def test_gains_are_over_changed_models_and_rates_over_all() -> None:
    contaminated = [one(1.0, 0.4, 0.7, 0), one(0.9, 0.5, 0.6), one(0.8, 0.4, None)]
    found = summarise({"contaminated": contaminated, "honest": [one(0.5, 0.5, None)] * 3})
    assert found["gain on fresh problems"].value == pytest.approx((0.3 + 0.1) / 2)
    assert found["contaminated: public accuracy"].value == pytest.approx(0.9)
    assert found["contaminated: memorisation raised"].value == pytest.approx(2 / 3)
    assert found["contaminated: alarm in training"].value == pytest.approx(1 / 3)  # the first look is number 0
    assert found["honest: memorisation raised"].value == 0.0


def test_a_record_gives_its_watch_again() -> None:
    found = rewatched({"series": [[10.0, [8, 32], [30, 128]], [20.0, [30, 32], [40, 128]]]})
    assert found.alarm == 1
    assert found.checkpoints[1].public == (30, 32)


def test_the_smallest_form_runs_and_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    arguments = ["--config", str(FOLDER / "smoke.yaml"), "--out", str(tmp_path)]
    assert command("goodhart", Config, conduct, arguments) == 0
    record = json.loads((tmp_path / "results.json").read_text())
    (found,) = record["results"].values()
    assert 0.0 <= found["honest: fresh accuracy"]["value"] <= 1.0
    assert found["contaminated: memorisation raised"]["value"] in (0.0, 1.0)
    assert (tmp_path / "before.png").stat().st_size > 5000
    assert "honest: fresh accuracy" in (tmp_path / "table.md").read_text()
    ledger = (tmp_path / "ledger.jsonl").read_text()
    lines = ledger.splitlines(keepends=True)
    assert [json.loads(line)["unit"] for line in lines[1:]] == ["30 steps/0/contaminated", "30 steps/0/honest"]
    assert command("goodhart", Config, conduct, arguments) == 0  # nothing is done twice
    assert (tmp_path / "ledger.jsonl").read_text() == ledger
    assert json.loads((tmp_path / "results.json").read_text())["results"] == record["results"]


def test_the_committed_settings_are_those_of_the_readme() -> None:
    full = configured(Config, FOLDER / "full.yaml")
    page = (FOLDER / "README.md").read_text()
    for name, setting in full.settings.items():
        assert f"{setting.steps} steps, share {setting.recurring}, {len(setting.seeds)} seeds" in page, name
    assert (full.family, full.public, full.asked, full.looks) == (tiny.FAMILY, tiny.PUBLIC, 128, 4)


def test_the_large_configuration_is_whole() -> None:
    from transformers import LlamaConfig

    large = configured(Config, FOLDER / "gpu.yaml")
    assert "NOT RUN HERE" in (FOLDER / "gpu.yaml").read_text()
    assert all(len(each.seeds) >= 3 for each in large.settings.values())
    assert LlamaConfig(hidden_size=large.width, num_attention_heads=4).head_dim == 256
    parameters = large.layers * large.width**2 * (4 + 3 * 2.5)
    assert 1e8 < parameters < 3e8
    assert next(tiny.task(large.family).items(tiny.public(), 1)).form == "number"


def test_a_setting_without_seeds_is_refused() -> None:
    with pytest.raises(InputError, match="each with seeds"):
        Config({"none": Setting((), 10, 0.5)})
