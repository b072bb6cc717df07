"""Measure the shipped field encoder on fresh seeds: equation, trend, neural field, resolution, calibration.

Run: python experiments/fields/evaluate.py [--quick]. Prints one JSON object. Every figure is over trajectories that
training, validation and calibration never saw (seeds below). VRMSE is sqrt(MSE / spatial variance of the target) per
channel, squares averaged over the four channels of an item, then the root; the mean over items is reported, eps 1e-7.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch

from physfm import checkpoint
from physfm.statistics import bootstrap, wilson
from physfm.types import Batch, Sample
from physfm_fields import FieldEncoder, synthetic
from physfm_fields.coordinates import neighbourhood
from physfm_fields.data import Windows
from physfm_fields.tasks import vrmse

SEEDS = (771201, 771202, 771203)
"""Training uses 1000, validation 2000."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 items a family instead of 120")
    parser.add_argument("--weights", type=Path, default=FieldEncoder.weights())
    options = parser.parse_args()
    torch.set_num_threads(1)  # small transforms: two threads wait for each other longer than they compute
    encoder = checkpoint.load(options.weights, "encoder")
    assert isinstance(encoder, FieldEncoder)
    started = time.perf_counter()
    per_seed = 7 if options.quick else 40
    print(f"simulating {len(SEEDS) * per_seed} items of each family", file=sys.stderr)
    coarse = _items(64, per_seed)
    found: dict[str, Any] = {
        "seeds": list(SEEDS),
        "items": len(coarse),
        **_heads(encoder, coarse),
        **_fields(encoder, coarse, "vrmse"),
        "vrmse_local_fits_alone": _fits(encoder, coarse),
        **_held_out(encoder, coarse),
        "snapshot_family_accuracy": _snapshots(encoder, coarse),
        **_fields(encoder, _items(128, 2 if options.quick else 8), "vrmse_128"),
        "real_files": _real(encoder),
    }
    found["seconds"] = time.perf_counter() - started
    json.dump(found, sys.stdout, indent=2)
    print()


def _items(resolution: int, per_seed: int) -> list[Sample]:
    """First windows of fresh trajectories on their full grid, family by family."""
    samples = []
    for number, name in enumerate(synthetic.NAMES):
        frames = torch.cat([synthetic.simulate(name, per_seed, s, resolution=resolution).frames for s in SEEDS])
        windows = Windows(frames, torch.full((len(frames),), float(number)), 0, (), 0.0)
        samples += windows[[(-1, i) for i in range(len(frames))]]
    return samples


def _batches(samples: list[Sample], size: int = 10) -> list[Batch]:
    return [FieldEncoder.collate(samples[i : i + size]) for i in range(0, len(samples), size)]


@torch.no_grad()
def _heads(encoder: FieldEncoder, samples: list[Sample]) -> dict[str, Any]:
    outputs = [(encoder.predict(batch), batch.truth) for batch in _batches(samples)]
    probability = torch.cat([heads["family"] for heads, _ in outputs]).softmax(-1).numpy()
    falls = torch.cat([heads["falls"] for heads, _ in outputs]).numpy()
    label = torch.cat([truth["family"] for _, truth in outputs]).numpy().astype(int)
    ratio = torch.cat([truth["variance_ratio"] for _, truth in outputs]).numpy()
    right = probability.argmax(-1) == label
    confusion = np.zeros((len(synthetic.NAMES),) * 2, int)
    np.add.at(confusion, (label, probability.argmax(-1)), 1)
    trend = (falls > 0) == (ratio < 1)
    error = torch.cat([heads["vrmse"] for heads, _ in outputs])
    withheld = (error > encoder.tasks.familiar[torch.from_numpy(probability.argmax(-1))]).numpy()
    return {
        "family_accuracy": wilson(int(right.sum()), len(right)).as_dict(),
        "family_accuracy_by_family": {
            name: wilson(int(right[label == k].sum()), int((label == k).sum())).as_dict()
            for k, name in enumerate(synthetic.NAMES)
        },
        "family_wrongly_withheld": wilson(int(withheld.sum()), len(withheld)).as_dict(),
        "family_confusion": confusion.tolist(),
        "family_majority": 1 / len(synthetic.NAMES),
        "family_mean_confidence": bootstrap(lambda p: float(np.mean(p)), probability.max(-1)).as_dict(),
        "family_log_loss": float(-np.log(probability[np.arange(len(label)), label]).mean()),
        "trend_accuracy": wilson(int(trend.sum()), len(trend)).as_dict(),
        "trend_majority": float(max((ratio < 1).mean(), 1 - (ratio < 1).mean())),
    }


@torch.no_grad()
def _fields(encoder: FieldEncoder, samples: list[Sample], name: str) -> dict[str, Any]:
    errors = torch.cat([encoder.predict(batch)["vrmse"] for batch in _batches(samples, 5)]).numpy()
    labels = np.array([s.truth["family"] for s in samples], int)
    mean = lambda e: float(np.mean(e))  # noqa: E731
    return {
        name: bootstrap(mean, errors).as_dict(),
        f"{name}_by_family": {f: bootstrap(mean, errors[labels == k]).as_dict() for k, f in enumerate(synthetic.NAMES)},
        f"{name}_items": len(samples),
    }


@torch.no_grad()
def _fits(encoder: FieldEncoder, samples: list[Sample]) -> dict[str, float]:
    """Error of the parameter-free local fits that feed the tokens: the bound of what the encoder is shown."""
    errors = []
    for batch in _batches(samples):
        x = batch.inputs
        near = neighbourhood(x["points"], x["mask"], x["periodic"], encoder.grid)
        fit = encoder.transformer.fit
        again = fit.evaluate(fit(near, x["values"])[0], near, x["points"].shape[1])
        errors.append(vrmse(again, x["values"], x["mask"], x["frames"]))
    return bootstrap(lambda e: float(np.mean(e)), torch.cat(errors).numpy()).as_dict()


@torch.no_grad()
def _held_out(encoder: FieldEncoder, samples: list[Sample]) -> dict[str, Any]:
    """Reconstruct the whole grid from half, and from a quarter, of its points drawn at random."""
    generator = torch.Generator().manual_seed(SEEDS[0])
    found = {}
    for share in (2, 4):
        errors = []
        for batch in _batches(samples):
            x = batch.inputs
            count = x["points"].shape[1]
            shown = torch.zeros(count, dtype=torch.bool)
            shown[torch.randperm(count, generator=generator)[: count // share]] = True
            again = encoder.reconstruct({**x, "mask": x["mask"] & shown}, x["points"][:, ~shown])
            errors.append(vrmse(again, x["values"][:, ~shown], None, x["frames"]))
        name = f"vrmse_at_unseen_points_given_1_of_{share}"
        found[name] = bootstrap(lambda e: float(np.mean(e)), torch.cat(errors).numpy()).as_dict()
    return found


@torch.no_grad()
def _snapshots(encoder: FieldEncoder, samples: list[Sample]) -> dict[str, float]:
    """Accuracy from the last frame alone, standardised by itself: how much of the answer lies in the evolution."""
    alone = torch.tensor([0.0, 0.0, 0.0, 1.0])
    right = 0
    for batch in _batches(samples):
        last = batch.inputs["values"][..., -1:]
        last = (last - last.mean(1, keepdim=True)) / last.std(1, keepdim=True)
        values = torch.cat([torch.zeros_like(last).expand(-1, -1, 3), last], dim=-1)
        inputs = {**batch.inputs, "values": values, "frames": alone.expand(len(batch), -1)}
        guess = encoder.predict(Batch(inputs, {}, batch.ids))["family"].argmax(-1)
        right += int((guess == batch.truth["family"]).sum())
    return wilson(right, len(samples)).as_dict()


def _real(encoder: FieldEncoder) -> dict[str, Any]:
    """What is said of real files, none of which is of a trained family on a periodic plane."""
    folder = Path(os.environ.get("PHYSFM_DATA", Path(__file__).parents[2] / ".." / "shared" / "data")) / "sim"
    names = ("Burgers.npz", "Allen_Cahn.mat", "basin_mask.nc", "example-femm-thetaMode.h5", "darcy_train_16.pt")
    said = {}
    for name in names:
        if (folder / name).exists():
            (measured,) = encoder.measure(list(islice(FieldEncoder.read([folder / name]), 1)))
            family = measured["family"]
            said[name] = {
                "family": family.value,
                "why": family.method,
                "vrmse": measured["reconstruction_vrmse"].value,
            }
    return said


if __name__ == "__main__":
    main()
