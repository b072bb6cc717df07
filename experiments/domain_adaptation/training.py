"""One training: an arm's configuration of ``physfm fit`` with seed, texts and folders put in, then that command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.report import ROOT
from experiments.domain_adaptation.config import Config
from physfm import commands

MODEL = "model"
"""Folder of the adapted model inside the folder of its training."""


def configuration(config: Config, arm: str, seed: int, texts: Path, folder: Path) -> dict[str, Any]:
    """What ``physfm fit`` is given."""
    read = merged(yaml.safe_load((ROOT / config.arms[arm]).read_text()), config.settings)
    places = {
        "SaveAdaptation": ("folder", MODEL),
        "ModelCheckpoint": ("dirpath", "states"),
        "CSVLogger": ("save_dir", ""),
    }
    for part in (*read["trainer"]["callbacks"], *read["trainer"]["logger"]):
        key, inside = places[part["class_path"].rpartition(".")[2]]
        part["init_args"][key] = str(folder / inside)
    own = {
        "seed_everything": seed,
        "trainer": {"default_root_dir": str(folder)},
        "model": {"init_args": {"base": config.base}},
        "data": {
            "init_args": {
                "base": config.base,
                "corpus": [str(texts / "training.jsonl")],
                "folder": str(texts / "streams"),
                "seed": seed,
            }
        },
    }
    return merged(read, own)


def train(config: Config, arm: str, seed: int, texts: Path, folder: Path) -> dict[str, Any]:
    """Train an arm with a seed into ``folder``; return what its card says, and the processor time in seconds."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = folder / "fit.yaml"
    file.write_text(yaml.safe_dump(configuration(config, arm, seed, texts, folder), sort_keys=False))
    command, begun = sys.argv, time.process_time()
    arguments = ["fit", "--config", str(file)]
    if arm in config.launch:
        subprocess.run([*config.launch[arm], *arguments], check=True)
    else:
        try:
            commands.train(arguments)
        finally:
            sys.argv = command  # LightningCLI reads its own there
    card = json.loads((folder / MODEL / "adaptation.json").read_text())
    of = card["corpus"]["training"]
    return {
        "processor_seconds": round(time.process_time() - begun, 1),
        "training": card["training"],
        "metrics": card["metrics"],
        "documents": of["documents"],
        "tokens": of["tokens"],
        "bytes": of["bytes"],
        "equations": of["equations"],
    }


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The first with what the second says, mapping by mapping."""
    both = dict(one)
    for key, value in other.items():
        inside = both.get(key)
        both[key] = merged(inside, value) if isinstance(inside, Mapping) and isinstance(value, Mapping) else value
    return both
