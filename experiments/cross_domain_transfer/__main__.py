"""Does what a trunk learned in one domain help in another? Sources, targets, controls and similarity (see README)."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import torch

from benchmarks.report import ROOT, log
from experiments import protocol
from physfm.errors import InputError
from physfm.probing import domain as domains
from physfm.probing.figure import curves, heatmap
from physfm.probing.matrix import assemble
from physfm.probing.transfer import Comparison, conduct
from physfm.probing.trunk import Settings


@dataclass(frozen=True)
class Config:
    """Everything on which the numbers depend.

    Parameters
    ----------
    encoders
        Sources and targets.
    items, test_items, data_seed
        Generated items of each encoder; test items (of the next seed) are divided among the seeds.
    seeds
        Of initialisations, batches and labels.
    settings
        Size and training of trunks.
    options
        For the generators, by encoder.
    texts
        Files of the text source, under the folder of real data; none for no text.
    weights
        Tokenisers at random initialisation, or with the weights that ship.
    files
        Real data to pretrain on by encoder, as patterns under the folder of real data.
    permutations
        Behind every similarity.
    device
        Where torch computes.
    """

    encoders: tuple[str, ...]
    items: int
    test_items: int
    data_seed: int
    seeds: tuple[int, ...]
    settings: Settings
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    weights: Literal["random", "shipped"] = "random"
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    permutations: int = 99
    device: str = "cpu"


def found_files(patterns: tuple[str, ...]) -> list[Path]:
    """Files under the folder of real data (``PHYSFM_DATA``).

    Raises
    ------
    InputError
        If a pattern fits none.
    """
    folder = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data"))
    found = []
    for pattern in patterns:
        here = sorted(folder.glob(pattern))
        if not here:
            raise InputError(f"No file {pattern!r} in {folder}: set PHYSFM_DATA to the folder of real data.")
        found += here
    return found


def prepared(study: protocol.Study[Config]) -> tuple[list[domains.Domain], list[domains.Domain]]:
    """Domains and texts; tokens are made once and kept with the run's scratch files."""
    config = study.config
    made, texts = [], []
    for name in config.encoders:
        options = config.options.get(name, {})
        files = found_files(config.files.get(name, ()))
        told = [name, config.items, config.test_items, config.data_seed, config.weights, options, [*map(str, files)]]
        folder = study.scratch / f"tokens-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"
        if not (folder / f"{name}.json").exists():
            log(f"tokens of {name}")
            domains.kept(
                folder,
                domains.generate(
                    name, config.items, config.test_items, config.data_seed, config.weights, options, files
                ),
            )
        made.append(domains.read_kept(folder, name).thinned(config.settings.tokens))
    if config.texts:
        files = found_files(config.texts)
        text = domains.passages("text", files, config.items, config.test_items, config.data_seed)
        texts.append(text.thinned(config.settings.tokens))
    return made, texts


def conducted(study: protocol.Study[Config]) -> dict[str, Any]:
    """Run what the ledger lacks, assemble, draw."""
    config = study.config
    torch.set_num_threads(max(1, int(os.environ.get("OMP_NUM_THREADS", "1"))))
    made, texts = ([domain.to(config.device) for domain in found] for found in prepared(study))
    plan = Comparison(tuple(made), config.settings, config.seeds, tuple(texts), config.permutations)
    found = conduct(plan, study.once)
    sources, targets = list(plan.sources()), [d.name for d in made]
    result = assemble(found, sources, targets, [t.name for t in texts])
    heatmap(result, study.out / "matrix.png")
    curves(result, study.out / "curves.png")
    facts = {
        d.name: {
            "question": d.question,
            "answers": list(d.answers),
            "shuffle": d.shuffle,
            "items": len(d.train),
            "test_items_a_seed": len(d.test) // len(config.seeds),
        }
        for d in made
    }
    return {"domains": facts, "pretraining": found["pretraining"], "settings": asdict(config.settings), **result}


if __name__ == "__main__":
    sys.exit(protocol.command("cross_domain_transfer", Config, conducted))
