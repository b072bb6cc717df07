"""Jets for the LHC benchmarks: generated files, dense arrays, and the figures of merit of a tagger.

Everybody gets the same leading particles of the same jets: four-momenta, the particle-flow species and the charge.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.report import ROOT, log
from physfm.statistics import Interval, bootstrap, roc_auc, wilson
from physfm.types import Batch

Arrays = dict[str, NDArray[Any]]
USED = ("charged_hadron", "neutral_hadron", "photon", "electron", "muon", "charge")
"""Channels of the encoder's input ``kind`` that are not constant for generated jets: what the peers are given."""


def file(seed: int, items: int) -> Path:
    """Generated jets, ``physfm generate jets --seed SEED --items ITEMS``; made if they are not there yet."""
    from physfm_lhc import synthetic

    path = ROOT / "data" / "lhc" / f"jets_seed{seed}_{items}.root"
    if not path.exists():
        log(f"generating {items} jets with seed {seed}")
        synthetic.jets(path, items, seed)
    return path


def load(path: Path, items: int, particles: int) -> Arrays:
    """Dense arrays of the first ``items`` jets: p4 (jets, particles, 4) in GeV, kind, mask, label, mass, count ..."""
    from physfm_lhc import event
    from physfm_lhc.data import Jets

    jets = Jets([path], particles)
    batch = jets.__getitems__(range(min(items, len(jets))))
    inputs = {k: v.numpy() for k, v in batch.inputs.items()}
    wide = {k: np.zeros((len(batch), particles, *v.shape[2:]), v.dtype) for k, v in inputs.items()}
    for name, value in inputs.items():
        wide[name][:, : value.shape[1]] = value
    species = wide["kind"][..., [event.CHANNELS.index(name) for name in USED]]
    truth = {"label": "top", "mass": "jet_mass", "count": "num_constituents"}
    return {**wide, "species": species, **{k: batch.truth[v].numpy() for k, v in truth.items()}}


def recipe() -> tuple[dict[str, Any], float]:
    """Constructor arguments and learning rate of our event encoder, from the file that its weights are trained with."""
    import yaml

    run = yaml.safe_load((ROOT / "experiments" / "lhc" / "pretrain.yaml").read_text())["model"]["init_args"]
    return dict(run["encoder"]["init_args"]), float(run["learning_rate"])


def inputs(arrays: Arrays, rows: torch.Tensor) -> Batch:
    """The encoder's inputs of some jets, cut to the longest of them."""
    chosen = rows.numpy()
    mask = arrays["mask"][chosen]
    longest = int(mask.sum(1).max())
    given = {name: torch.from_numpy(arrays[name][chosen][:, :longest]) for name in ("p4", "kind", "mask")}
    return Batch(given, {}, tuple(str(i) for i in chosen))


def for_peers(train: Arrays, test: Arrays) -> Arrays:
    """What a peer's script is given; never the labels of the test jets."""
    names = ("p4", "mask", "species")
    given = {f"{split}_{name}": arrays[name] for split, arrays in (("train", train), ("test", test)) for name in names}
    return {**given, "train_label": train["label"].astype(np.int64)}


def rejection(score: NDArray[Any], label: NDArray[Any], efficiency: float) -> Interval:
    """Background rejection 1 / eps_B at a signal efficiency, with the Wilson interval of eps_B.

    Infinite where no background jet is left; the lower bound is then what counts.
    """
    signal, background = score[label > 0.5], score[label < 0.5]
    cut = np.quantile(signal, 1 - efficiency)
    passed = wilson(int((background > cut).sum()), len(background))
    return Interval(*(1 / p if p > 0 else math.inf for p in (passed.value, passed.high, passed.low)))


def figures(score: NDArray[Any], label: NDArray[Any]) -> dict[str, Interval]:
    """AUC (bootstrap over jets) and rejection at 50 % and 30 % signal efficiency (binomial)."""
    auc = bootstrap(roc_auc, score, label, resamples=200)
    return {"auc": auc, "r50": rejection(score, label, 0.5), "r30": rejection(score, label, 0.3)}
