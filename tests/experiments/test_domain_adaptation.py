"""Domain adaptation: its sides never mix, its intervals hold both variations, its configurations are whole, it runs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from benchmarks.report import ROOT
from experiments.domain_adaptation import summary, texts
from experiments.domain_adaptation.config import Config
from experiments.protocol import command, configured
from physfm.adaptation.text import Text
from physfm.evaluation.item import Item
from physfm.evaluation.problems import generator, splits

pytest.importorskip("transformers", reason='the language extra is not installed: pip install "physfm[language]"')
pytest.importorskip("datatrove", reason='the corpus extra is not installed: pip install "physfm[corpus]"')
from experiments.domain_adaptation import problems, weighing
from experiments.domain_adaptation.training import MODEL, configuration, merged

FOLDER = ROOT / "experiments" / "domain_adaptation"
DATA = Path(os.environ.get("PHYSFM_DATA", ROOT.parent / "shared" / "data"))
needs_data = pytest.mark.skipif(not (DATA / "text").is_dir(), reason=f"no real data in {DATA} (PHYSFM_DATA)")


def config(name: str) -> Config:
    return configured(Config, FOLDER / f"{name}.yaml")


# Configurations -------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of jsonargparse, by Lightning's own use of it
@pytest.mark.parametrize(
    ("name", "arm"),
    [(n, a) for n in ("full", "smoke", "gpu") for a in ("lora", "full", "trees") if (n, a) != ("smoke", "full")],
)
def test_every_arm_of_every_configuration_parses_and_builds(
    name: str, arm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lightning.pytorch.cli import LightningCLI

    class Parsed(LightningCLI):
        """All parts but a trainer, which would look for its GPUs."""

        def instantiate_classes(self) -> None:
            self.built = self.parser.instantiate_classes(self.config)

    chosen = config(name)
    made = configuration(chosen, arm, 5, tmp_path / "texts", tmp_path / "run")
    file = tmp_path / "fit.yaml"
    file.write_text(yaml.safe_dump(made))
    monkeypatch.setattr(sys, "argv", ["physfm", "--config", str(file)])
    built = Parsed(subclass_mode_model=True, subclass_mode_data=True, run=False).built
    assert built.model.base == built.data.base == chosen.base
    assert built.model.mode == ("full" if arm == "full" else "lora")
    assert (built.data.recipes["training"].augmentation is not None) == (arm == "trees")
    assert built.data.seed == made["seed_everything"] == 5
    assert built.data.corpus == [str(tmp_path / "texts" / "training.jsonl")]
    saver = next(c for c in built.trainer.callbacks if type(c).__name__ == "SaveAdaptation")
    assert saver.folder == str(tmp_path / "run" / MODEL)


def test_the_large_configuration_is_whole_and_says_that_it_was_not_run() -> None:
    large, small = config("gpu"), config("full")
    assert "NOT RUN HERE" in (FOLDER / "gpu.yaml").read_text()
    assert large.arms.keys() == small.arms.keys() == large.launch.keys()
    assert len(large.seeds) >= 3
    assert "Llama-3" in large.base
    assert large.against == small.against


def test_arms_differ_in_what_they_are_compared_on_alone() -> None:
    read = {arm: yaml.safe_load((FOLDER / "arms" / f"{arm}.yaml").read_text()) for arm in ("lora", "full", "trees")}
    for arm, found in read.items():
        text = json.dumps(found).replace(f"{arm}-7301", "ARM-7301")
        read[arm] = json.loads(text)
    assert read["lora"]["trainer"] == read["full"]["trainer"] == read["trees"]["trainer"]
    assert read["lora"]["data"] == read["full"]["data"]
    assert read["lora"]["model"] == read["trees"]["model"]
    read["trees"]["data"]["init_args"]["augment"] = False
    assert read["lora"]["data"] == read["trees"]["data"]


def test_a_mapping_is_merged_and_anything_else_replaced() -> None:
    assert merged({"a": {"b": 1, "c": [1]}, "d": 2}, {"a": {"c": [3]}}) == {"a": {"b": 1, "c": [3]}, "d": 2}


# Texts and problems ---------------------------------------------------------------------------------------------------


def test_pieces_are_the_document_cut_at_paragraphs() -> None:
    document = Text("a", "\n\n".join(f"paragraph {n} " + "x" * 40 for n in range(20)), "textbook")
    cut = list(texts.pieces(document, 200))
    assert "\n\n".join(piece.text for piece in cut) == document.text
    assert max(len(piece.text) for piece in cut) <= 200
    assert len({piece.id for piece in cut}) == len(cut)


def test_a_slipped_solution_is_wrong_and_as_long() -> None:
    from physfm.symbolic import equivalent, parse

    items = list(generator.generate(splits.public(), n=24))
    found = [(item, wrong) for item in items if (wrong := weighing.slipped(item)) is not None]
    assert len(found) >= 12
    for item, wrong in found:
        right = "\n".join(item.steps)
        assert len(wrong) == len(right)
        formulas = [weighing._FORMULA.search(each.splitlines()[-1]) for each in (right, wrong)]
        left, other = (parse(match["right"], "text") for match in formulas if match is not None)
        assert equivalent(left, other, prove=False).equal is False


def test_a_solution_without_a_formula_has_no_slip() -> None:
    assert weighing.slipped(Item("a", "Why?", "text", "b", steps=("Because it is so.",))) is None


def test_the_private_split_keeps_its_key_and_no_other_run_has_it(tmp_path: Path) -> None:
    first, again, other = (problems.splits(tmp_path / name)[1] for name in ("a", "a", "b"))
    assert first.digest == again.digest != other.digest


# Intervals ------------------------------------------------------------------------------------------------------------


def test_an_interval_holds_documents_and_seeds() -> None:
    """Against its parts: never narrower than the bootstrap, nor than Student's t."""
    rng = np.random.default_rng(3)
    sizes = np.full(40, 100.0)
    documents = rng.normal(0.0, 1.0, 40)
    alike = np.stack([documents, documents, documents])
    apart = alike + np.array([[-1.0], [0.0], [1.0]])
    narrow, wide = (summary.combined(values, sizes, 500) for values in (alike, apart))
    assert narrow.value == pytest.approx(wide.value) == pytest.approx(documents.sum() / sizes.sum())
    alone = summary.combined(documents[None], sizes, 500)
    assert (narrow.low, narrow.high) == pytest.approx((alone.low, alone.high))  # seeds that agree add nothing
    # Student's t for three seeds at -1, 0 and 1 hundredth: 4.303 * 0.01 / sqrt(3)
    assert wide.high - wide.value > 4.30 * 0.01 / 3**0.5
    assert wide.high - wide.value > narrow.high - narrow.value


def test_coverage_of_the_interval() -> None:
    """Documents and seeds both drawn anew: the truth lies inside in about 95 of 100 studies or more."""
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(200):
        values = 1.0 + rng.normal(0, 1.0, 30)[None] + rng.normal(0, 0.3, 3)[:, None] + rng.normal(0, 0.5, (3, 30))
        found = summary.combined(values, np.ones(30), 200)
        inside += found.low <= 1.0 <= found.high
    assert inside >= 184  # 95 % less two standard errors; the sum in quadrature with t for three seeds is conservative


def test_memory_is_seen_where_it_is() -> None:
    rng = np.random.default_rng(1)
    kinds = ("trained", "not trained", "public questions", "private questions", "real questions")
    base = {"surprise": {k: rng.normal(-2, 0.1, 16).tolist() for k in kinds}}
    arm: dict[str, Any] = {"surprise": {k: list(v) for k, v in base["surprise"].items()}}
    arm["surprise"]["trained"] = [v + 1.0 for v in base["surprise"]["trained"]]
    found = summary.memory(base, [arm, arm])
    assert found["area_over_pieces_not_trained"]["trained"].value == 1.0
    assert found["area_over_pieces_not_trained"]["real questions"].value == 0.5
    assert found["area_public_over_private"].value == 0.5


# Everything -----------------------------------------------------------------------------------------------------------


@needs_data
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_the_smoke_form_runs_from_texts_to_figures(tmp_path: Path) -> None:
    from experiments.domain_adaptation.__main__ import conduct
    from physfm.bases import cache_dir
    from physfm.model import BASE

    if not (cache_dir() / BASE).exists():
        pytest.skip(f"the base model {BASE} is not here: physfm models pull {BASE}")
    out = tmp_path / "out"
    arguments = ["--config", str(FOLDER / "smoke.yaml"), "--out", str(out)]
    assert command("domain_adaptation", Config, conduct, arguments) == 0
    results = json.loads((out / "results.json").read_text())["results"]
    assert set(results["arms"]) == {"lora", "trees"}
    lora = results["arms"]["lora"]
    assert {"hep-ph", "astro-ph", "cond-mat", "Python manual", "generated solutions", "right step"} <= lora.keys()
    for each in lora.values():
        assert each["minus_base"]["low"] <= each["minus_base"]["value"] <= each["minus_base"]["high"]
    assert lora["hep-ph"]["value"]["value"] != lora["hep-ph"]["base"]["value"]
    assert results["trainings"]["trees"][0]["equations"]["followed"] > 0
    assert (out / "bits.png").stat().st_size > 5000
    rows = (out / "table.md").read_text().splitlines()
    assert len(rows) == 2 + len(lora)
    assert f"{lora['hep-ph']['minus_base']['value']:+.3f}" in next(row for row in rows if "hep-ph" in row)
    assert json.loads((out / "corpus.json").read_text())["documents"] == results["corpus"]["corpus"]["documents"]
    trained, unread = (out / "scratch" / "texts" / f"{side}.jsonl" for side in ("training", "held_out"))
    of = [
        {json.loads(line)["id"].partition("#part")[0] for line in file.read_text().splitlines()}
        for file in (trained, unread)
    ]
    assert not of[0] & of[1]
    begun = (out / "ledger.jsonl").read_text()
    assert command("domain_adaptation", Config, conduct, arguments) == 0  # nothing is done twice
    assert (out / "ledger.jsonl").read_text() == begun
