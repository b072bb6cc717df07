"""``python -m experiments.domain_adaptation``: texts, trainings, evaluation; see README.md."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from experiments.domain_adaptation import problems, texts
from experiments.domain_adaptation.config import Config
from experiments.domain_adaptation.training import train
from experiments.protocol import Study, command


def prepare(study: Study[Config]) -> Path:
    """Make the texts once; return their folder."""
    folder = study.scratch / "texts"
    items = problems.generated(study.config, study.scratch, "number")
    study.once("texts", lambda: texts.make(study.config, items, folder))
    return folder


def trained(study: Study[Config], arm: str, seed: int) -> Path:
    """Train an arm once; return its folder."""
    folder = study.scratch / f"{arm}-{seed}"
    study.once(
        f"train/{arm}/{seed}", lambda: train(study.config, arm, seed, study.scratch / "texts", folder)
    )
    return folder


def conduct(study: Study[Config]) -> dict[str, Any]:
    """Run everything; one seed of every arm before the next seed."""
    prepare(study)
    for seed in study.config.seeds:
        for arm in study.config.arms:
            trained(study, arm, seed)
    return {}


if __name__ == "__main__":
    sys.exit(command("domain_adaptation", Config, conduct))
