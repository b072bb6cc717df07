"""The experiment in small: every part runs, goes on after a kill, and its configurations are whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from experiments.cross_domain_transfer.__main__ import Config, conducted, prepared
from experiments.protocol import Study, configured
from physfm.errors import InputError

FOLDER = Path(__file__).resolve().parents[2] / "experiments" / "cross_domain_transfer"


@pytest.mark.parametrize("name", ["full", "smoke", "gpu"])
def test_a_configuration_is_whole(name: str) -> None:
    config = configured(Config, FOLDER / f"{name}.yaml")
    assert config.test_items // len(config.seeds) >= 20
    assert config.settings.width % config.settings.num_heads == 0
    if name == "full":
        assert set(config.encoders) == {"lhc", "gw", "fields"}
        assert config.settings.fractions == (0.0005, 0.005, 0.02, 0.1, 1.0)
    if name == "gpu":
        assert set(config.files) == set(config.encoders)
        assert config.weights == "shipped"


def test_missing_real_data_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHYSFM_DATA", str(tmp_path))
    study = Study("small", configured(Config, FOLDER / "gpu.yaml"), tmp_path / "out")
    with pytest.raises(InputError, match="PHYSFM_DATA"):
        prepared(study)


def small(**changes: object) -> Config:
    config = configured(Config, FOLDER / "smoke.yaml")
    settings = replace(config.settings, pretrain_steps=2, tune_steps=3, fractions=(1.0,))
    return replace(config, items=24, settings=settings, permutations=3, **changes)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_run_that_was_cut_goes_on_and_ends_the_same(data: Path, tmp_path: Path) -> None:
    config = small(encoders=("fields", "gw"), options={"fields": {"resolution": 32}})
    whole = conducted(Study("small", config, tmp_path / "whole"))
    cut = Study("small", config, tmp_path / "cut")
    conducted(cut)
    ledger = tmp_path / "cut" / "ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(lines[:9]) + lines[9][:20])
    again = conducted(Study("small", config, tmp_path / "cut"))
    assert again["matrix"] == whole["matrix"]
    assert again["similarity"] == whole["similarity"]
    assert (tmp_path / "cut" / "matrix.png").stat().st_size > 10_000


def test_every_part_runs(tmp_path: Path) -> None:
    config = small(encoders=("fields", "gw"), texts=(), options={"fields": {"resolution": 32}})
    result = conducted(Study("small", config, tmp_path))
    assert {(e["source"], e["target"]) for e in result["matrix"]} == {
        (s, t) for s in ("fields", "gw", "joint") for t in ("fields", "gw")
    }
    assert result["domains"]["gw"]["shuffle"] == "phase-randomised strain"
    assert {p["row"] for p in result["pretraining"]} == {
        s + c for s in ("fields", "gw", "joint") for c in ("", "-shuffled")
    }
    assert (tmp_path / "curves.png").stat().st_size > 10_000
