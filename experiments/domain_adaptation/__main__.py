"""``python -m experiments.domain_adaptation``: texts, trainings, evaluation, figures; see README.md."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Any

from experiments.domain_adaptation import overlaps, problems, summary, texts, weighing
from experiments.domain_adaptation.config import Config
from experiments.domain_adaptation.drawing import draw, table
from experiments.domain_adaptation.training import MODEL, train
from experiments.protocol import Study, command, plain

BASE = "base"


def prepare(study: Study[Config]) -> dict[str, Any]:
    """Make the texts once; their report stays beside the results."""

    def make() -> dict[str, Any]:
        items = problems.generated(study.config, study.scratch, "number")
        return texts.make(study.config, items, study.scratch / "texts")

    found: dict[str, Any] = study.once("texts", make)
    shutil.copy(study.scratch / "texts" / "corpus" / "corpus.json", study.out / "corpus.json")
    return found


def trained(study: Study[Config], arm: str, seed: int) -> dict[str, Any]:
    """Train an arm once."""
    folder = study.scratch / f"{arm}-{seed}"
    found: dict[str, Any] = study.once(
        f"train/{arm}/{seed}", lambda: train(study.config, arm, seed, study.scratch / "texts", folder)
    )
    return found


def weighed(study: Study[Config], arm: str, seed: int | None = None) -> dict[str, Any]:
    """Ask a model everything once; the base if no seed is given."""
    model = study.scratch / f"{arm}-{seed}" / MODEL if seed is not None else None
    name = f"weigh/{arm}/{seed}" if seed is not None else f"weigh/{arm}"
    found: dict[str, Any] = study.once(name, lambda: weighing.measure(study.config, study.scratch, model))
    return found


def conduct(study: Study[Config]) -> dict[str, Any]:
    """Run everything; one seed of every arm before the next seed."""
    config = study.config
    corpus = prepare(study)
    base = weighed(study, BASE)
    trainings: dict[str, list[dict[str, Any]]] = {arm: [] for arm in config.arms}
    found: dict[str, list[dict[str, Any]]] = {arm: [] for arm in config.arms}
    for seed in config.seeds:
        for arm in config.arms:
            trainings[arm].append(trained(study, arm, seed))
            found[arm].append(weighed(study, arm, seed))
    sizes = study.once("sizes", lambda: weighing.sizes(config, study.scratch))
    contamination = {
        "shared_with_training_texts": study.once("overlaps", lambda: overlaps.report(config, study.scratch)),
        "min_k": {arm: plain(summary.memory(base, some)) for arm, some in found.items()},
    }
    (study.out / "contamination.json").write_text(json.dumps(contamination, indent=1) + "\n")
    arms = {arm: plain(summary.against(base, some, sizes, config.resamples)) for arm, some in found.items()}
    first = next(iter(config.arms))
    return {
        "corpus": corpus,
        "trainings": trainings,
        "arms": arms,
        "minus": {
            f"{arm} minus {first}": summary.between(some, found[first], sizes, config.resamples)
            for arm, some in found.items()
            if arm != first
        },
        "contamination": contamination["min_k"],
        "figures": [*draw(arms, study.out), table(arms, study.out)],
    }


if __name__ == "__main__":
    sys.exit(command("domain_adaptation", Config, conduct))
