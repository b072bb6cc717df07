"""Items of a task, generated or read once and kept with the run's scratch files; what they tell before training."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from benchmarks.report import ROOT, log
from experiments.representation import fields, jets, strain
from experiments.representation.config import SPLITS, Config
from experiments.representation.items import Items, Task
from experiments.representation.representations import Known
from physfm.checkpoint import load_tensors, save_tensors
from physfm.errors import InputError

DOMAINS: dict[str, Any] = {"jets": jets, "strain": strain, "fields": fields}


@dataclass(frozen=True)
class Data:
    """One task, ready to be trained on.

    Parameters
    ----------
    tests
        One set of test items for each seed.
    """

    task: Task
    known: Known
    train: Items
    development: Items
    tests: tuple[Items, ...]


def prepared(config: Config, name: str, scratch: Path) -> Data:
    """Generate or read the items of a task, unless that was done before."""
    options = getattr(config, name)
    files = config.files.get(name, {})
    counts = dict(zip(SPLITS, (config.train, config.development, config.test * len(config.seeds)), strict=True))
    told = [name, counts, config.data_seed, asdict(options), files]
    folder = scratch / f"items-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"
    parts = []
    for place, (split, count) in enumerate(counts.items()):
        if not (folder / f"{split}.json").exists():
            log(f"items of {name}, {split}")
            items = _made(name, split, count, config.data_seed + place, options, files.get(split, {}))
            save_tensors(folder, split, items.state(), {"task": name})
        parts.append(Items(**load_tensors(folder, split)[1]))
    train, development, test = parts
    classes = DOMAINS[name].CLASSES
    if files and name != "strain":
        classes = tuple(files[SPLITS[0]])
    task = DOMAINS[name].task(options, classes)
    known = Known.fit(task, train, config.digits, config.powers, config.bins)
    tests = tuple(test[slice(k * config.test, (k + 1) * config.test)] for k in range(len(config.seeds)))
    device = config.device
    return Data(task, known, train.to(device), development.to(device), tuple(each.to(device) for each in tests))


def _made(name: str, split: str, count: int, seed: int, options: Any, files: Mapping[str, Sequence[str]]) -> Items:
    domain = DOMAINS[name]
    if not files:
        lines = {"lines": options.lines} if name == "fields" and split == "train" else {}
        made: Items = domain.generate(count, seed, options, **lines)
        return made
    paths = {each: _found(patterns) for each, patterns in files.items()}
    read: Items = domain.read(paths, count, seed, options)
    return read[torch.randperm(len(read), generator=torch.Generator().manual_seed(seed))]


def _found(patterns: Sequence[str]) -> list[Path]:
    folder = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data"))
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    if not found:
        raise InputError(f"No file {', '.join(patterns)} in {folder}: set PHYSFM_DATA to the folder of real data.")
    return found


def facts(data: Data) -> dict[str, Any]:
    """What the task is, and what writing and binning lose, on at most 20,000 training items."""
    some = data.train[slice(20_000)].to("cpu")
    numbers, mask = some.numbers, some.mask
    features = data.known.scale.features(numbers)[mask]
    lost = {}
    for name, codec in data.known.codecs.items():
        given = codec.decode(codec.encode(numbers))
        back = data.known.scale.features(given)[mask]
        lost[name] = {
            "variance_lost": [float(v) for v in ((back - features).square().mean(0) / features.var(0))],
            "share_outside": float(1 - codec.inside(numbers)[mask].float().mean()),
            "vocabulary": codec.vocabulary,
            "symbols_a_number": codec.symbols,
        }
    return {
        "classes": data.task.classes,
        "quantity": data.task.quantity,
        "columns": data.task.columns,
        "items": {"train": len(data.train), "development": len(data.development), "test": len(data.tests[0])},
        "share_of_sites_that_are_real": float(mask.float().mean()),
        "lost": lost,
    }
