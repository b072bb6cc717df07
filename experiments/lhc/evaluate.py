"""Measure the event encoder on jets from seeds that were never trained on; prints one JSON object.

    python experiments/lhc/evaluate.py [--weights FOLDER] [--items 20000] [--seed 30003] [--data data/lhc]

Reported: AUC of top against light quark or gluon with bootstrap interval; background rejection 1/eps_B at signal
efficiencies of 50 % and 30 % with its binomial interval; accuracy of each question; coverage of the calibrated
regressions; the error of the declared symmetries; baselines (jet mass, number of constituents, the answer most
frequent); jets per second. Missing jets are generated.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from physfm import checkpoint
from physfm.statistics import Interval, bootstrap, roc_auc, wilson
from physfm_lhc import EventEncoder, synthetic
from physfm_lhc.data import Jets, LengthBuckets
from physfm_lhc.tasks import ANSWERS, REGRESSIONS, class_truth, from_standard, to_standard


def rejection(score: NDArray[Any], label: NDArray[Any], efficiency: float) -> Interval:
    """1/eps_B at a signal efficiency, with the Wilson interval of eps_B."""
    threshold = np.quantile(score[label == 1], 1 - efficiency)
    background = score[label == 0]
    passed = wilson(int((background > threshold).sum()), len(background))
    return Interval(1 / max(passed.value, 1e-12), 1 / max(passed.high, 1e-12), 1 / max(passed.low, 1e-12))


@torch.no_grad()
def run(encoder: EventEncoder, jets: Jets) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor], float]:
    """Return predictions and truth of all jets in one order, and jets per second."""
    found: dict[str, list[torch.Tensor]] = {}
    truth: dict[str, list[torch.Tensor]] = {}
    start = time.perf_counter()
    for indices in LengthBuckets(jets.lengths, 64, None):
        batch = jets.__getitems__(indices)
        for store, values in ((found, encoder.predict(batch)), (truth, batch.truth)):
            for name, value in values.items():
                store.setdefault(name, []).append(value)
    rate = len(jets) / (time.perf_counter() - start)
    return {k: torch.cat(v) for k, v in found.items()}, {k: torch.cat(v) for k, v in truth.items()}, rate


@torch.no_grad()
def symmetry_errors(encoder: EventEncoder, jets: Jets) -> dict[str, dict[str, float]]:
    """Change of the pooled latents over their root mean square, and of the top probability; largest over 256 jets."""
    inputs = jets.__getitems__(range(256)).inputs
    tokens = encoder(inputs)
    top, scale = torch.sigmoid(encoder.tasks(tokens)["origin"]), tokens.pooled.pow(2).mean().sqrt()
    out = {}
    for symmetry in encoder.symmetries:
        moved = encoder(dict(symmetry.transform(inputs, torch.Generator().manual_seed(0))))
        out[symmetry.name] = {
            "latents": float((moved.pooled - tokens.pooled).abs().max() / scale),
            "top_probability": float((torch.sigmoid(encoder.tasks(moved)["origin"]) - top).abs().max()),
        }
    return out


def evaluate(encoder: EventEncoder, jets: Jets) -> dict[str, Any]:
    """All figures as one JSON-able mapping."""
    found, truth, rate = run(encoder, jets)
    label = truth["top"].numpy()
    score = found["origin"].numpy()
    out: dict[str, Any] = {"n": len(jets), "jets_per_s": round(rate, 1)}
    out["auc"] = bootstrap(roc_auc, score, label, resamples=300).as_dict()
    for efficiency in (0.5, 0.3):
        out[f"rejection_at_{efficiency}"] = rejection(score, label, efficiency).as_dict()
    out["baselines"] = {
        "auc_jet_mass": bootstrap(roc_auc, truth["jet_mass"].numpy(), label, resamples=100).as_dict(),
        "auc_distance_from_top_mass": bootstrap(
            roc_auc, -abs(truth["jet_mass"].numpy() - 172.5), label, resamples=100
        ).as_dict(),
        "auc_num_constituents": bootstrap(roc_auc, truth["num_constituents"].numpy(), label, resamples=100).as_dict(),
    }
    out["questions"] = {}
    for i, (name, target) in enumerate(class_truth(truth, len(jets), found["origin"]).items()):
        right = int(((found[name] > 0) == (target > 0.5)).sum())
        share = float(target.mean())
        chance = torch.sigmoid(found[name] / encoder.tasks.temperature[i])
        out["questions"][name] = {
            "accuracy": wilson(right, len(jets)).as_dict(),
            "majority": max(share, 1 - share),
            "answers": ANSWERS[name],
            "expected_calibration_error": calibration_error(chance.numpy(), target.numpy()),
        }
    out["regressions"] = {}
    for i, name in enumerate(REGRESSIONS):
        mean, log_variance = found[name].unbind(-1)
        sigma = (0.5 * log_variance).exp() * encoder.tasks.sigma_scale[i]
        pull = (to_standard(name, truth[name]) - mean).abs() / sigma
        value, error = from_standard(name, mean, sigma)
        residual = (value - truth[name]).abs()
        out["regressions"][name] = {
            "coverage_68": wilson(int((pull <= 1).sum()), len(pull)).as_dict(),
            "coverage_95": wilson(int((pull <= 1.96).sum()), len(pull)).as_dict(),
            "median_absolute_error": float(residual.median()),
            "median_claimed_sigma": float(error.median()),
        }
    out["symmetry_errors"] = symmetry_errors(encoder, jets)
    return out


def calibration_error(probability: NDArray[Any], target: NDArray[Any], bins: int = 15) -> float:
    """Expected calibration error over equally filled bins (arXiv 1706.04599)."""
    parts = np.array_split(np.argsort(probability), bins)
    return float(sum(abs(probability[p].mean() - target[p].mean()) * len(p) for p in parts) / len(probability))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=EventEncoder.weights())
    parser.add_argument("--items", type=int, default=20000, help="test jets per seed")
    parser.add_argument("--seed", type=int, nargs="+", default=[30003], help="seeds never trained on")
    parser.add_argument("--data", type=Path, default=Path("data/lhc"))
    options = parser.parse_args()
    card = checkpoint.read_card(options.weights, "encoder")
    encoder = checkpoint.load(options.weights, "encoder")
    assert isinstance(encoder, EventEncoder)
    results = {}
    for seed in options.seed:
        path = options.data / f"jets_seed{seed}_{options.items}.root"
        if not path.exists():
            synthetic.jets(path, options.items, seed)
        results[str(seed)] = evaluate(encoder, Jets([path]))
    json.dump(
        {
            "task": "lhc-tagging",
            "weights_sha256": card["sha256"],
            "parameters": card["parameters"],
            "hardware": f"{platform.machine()}, {torch.get_num_threads()} threads",
            "versions": {"torch": torch.__version__, "pythia": synthetic._pythia_version()},
            "seeds": results,
        },
        sys.stdout,
        indent=2,
    )
    print()


if __name__ == "__main__":
    main()
