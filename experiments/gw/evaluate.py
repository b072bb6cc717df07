"""Measure the shipped strain encoder on fresh seeds: detection beside its limit, calibration, real events.

Run: python experiments/gw/evaluate.py [--quick]. Prints one JSON object. Detection: one detector, Gaussian noise of
aLIGO_ZERO_DET_high_P, a scored second at 2048 Hz, unknown time, phase and mass (prior of training, fresh seeds).
The limit is the marginal likelihood ratio over time, phase, mass at the known amplitude, on the same windows, with a
bank of 96 templates of mass ratio 0.7: what any detector of these windows can reach, up to the bank's mismatch (2 %).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch

from physfm import checkpoint
from physfm.statistics import bootstrap, efficiency_at, roc_auc, wilson
from physfm_gw import StrainEncoder, data, strain, tasks
from physfm_gw.patches import FilterBank, chirps

CURVE = "aLIGO_ZERO_DET_high_P"
SNRS = (5.0, 6.0, 7.0, 8.0)
SEED = 771100
"""Training uses 2026, validation 2027, the false-alarm table 991."""
CHUNK = 40


class Limit:
    """Logarithm of the marginal likelihood ratio over phase, time in the scored second and chirp mass."""

    def __init__(self, masses: int = 96) -> None:
        self.bank = FilterBank(1)
        self.bank.bank = chirps(masses)
        light, heavy = strain.CHIRP_MASS
        # Templates are even in 1/Mc, the prior in log Mc: weight d(log Mc) / d(1/Mc) = Mc.
        weight = torch.from_numpy(1 / np.linspace(1 / light, 1 / heavy, masses)).float()
        self.log_prior = torch.log(weight / weight.sum())

    def __call__(self, series: torch.Tensor, asd: torch.Tensor, snrs: tuple[float, ...]) -> torch.Tensor:
        """Return (batch, snrs)."""
        bank = self.bank
        spectrum, inverse = bank.visible(series, asd)
        norm = torch.rsqrt(2 / strain.SAMPLES * inverse.pow(2) @ bank.bank.pow(2).sum(0).T)
        conjugate = torch.complex(bank.bank[0], -bank.bank[1])
        low, high = (round(f * strain.WINDOW_S) for f in strain.BAND_HZ)
        first, last = (round(s * strain.SAMPLE_RATE_HZ / 2) for s in strain.SCORED_S)
        out = []
        for part, scale in zip((spectrum * inverse).split(8), norm.split(8), strict=True):
            product = torch.nn.functional.pad(part[:, None] * conjugate, (low, strain.SAMPLES // 2 - high))
            ratio = torch.fft.ifft(product)[..., first:last].abs() * scale[..., None]
            values = []
            for snr in snrs:
                # The marginal over phase is exp(-snr^2 / 2) I0(snr |z|); i0e keeps the exponential apart.
                log_i0 = torch.log(torch.special.i0e(snr * ratio)) + snr * ratio - snr**2 / 2
                by_template = torch.logsumexp(log_i0, -1) - math.log(last - first)
                values.append(torch.logsumexp(by_template + self.log_prior, -1))
            out.append(torch.stack(values, -1))
        return torch.cat(out)


def detection(encoder: StrainEncoder, noise_windows: int, signals: int, limit_windows: int) -> dict[str, Any]:
    """Detection probability at fixed false-alarm probability, for the encoder and for the limit."""
    limit = Limit()

    def scores(
        snr: float, count: int, share: float, with_limit: int, amplitudes: tuple[float, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        windows = data.Windows(SEED, 2000, (snr, snr), CURVE, realism=False)
        rng = np.random.default_rng([SEED, round(10 * snr), int(share)])
        ours, best = [], []
        for start in range(0, count, CHUNK):
            batch = windows.batch(rng, CHUNK, 1, merger_share=share)
            ours.append(encoder.predict(batch)["merger"])
            if start < with_limit:
                best.append(limit(batch.inputs["strain"][:, 0], batch.inputs["asd"][:, 0], amplitudes))
        return torch.cat(ours).numpy(), torch.cat(best).numpy()

    noise, noise_limit = scores(1.0, noise_windows, 0.0, limit_windows, SNRS)
    print(f"{noise_windows} noise windows scored", file=sys.stderr)
    out: dict[str, Any] = {
        "noise_windows": len(noise),
        "limit_noise_windows": len(noise_limit),
        "signals_per_snr": signals,
    }
    for column, snr in enumerate(SNRS):
        found, best = scores(snr, signals, 1.0, signals // 2, (snr,))
        for false_alarm in (1e-2, 1e-3):
            key = f"snr{snr:g}_fap{false_alarm:g}"
            if len(noise) * false_alarm < 10:
                continue
            out[key] = efficiency_at(found, noise, false_alarm).as_dict()
            if len(noise_limit) * false_alarm >= 10:
                bound = efficiency_at(best[:, 0], noise_limit[:, column], false_alarm)
                out[f"{key}_limit"] = bound.as_dict()
        out[f"snr{snr:g}_auc"] = roc_auc(
            np.concatenate([found, noise]), np.concatenate([np.ones(len(found)), np.zeros(len(noise))])
        )
    return out


def parameters(encoder: StrainEncoder, windows_count: int) -> dict[str, Any]:
    """Chirp mass, time and classes on mergers with signal-to-noise ratios from 8 to 20, in two detectors."""
    windows = data.Windows(SEED + 1, 2000, (8.0, 20.0), CURVE, realism=False)
    rng = np.random.default_rng(SEED + 1)
    pulls, errors, heavy, mergers = [], [], [], []
    for _ in range(windows_count // CHUNK):
        batch = windows.batch(rng, CHUNK, 2, merger_share=0.5)
        out = encoder.predict(batch)
        label, patch, wanted, known = tasks.targets(batch.truth, CHUNK, out["merger"])
        answers = encoder.answers(batch)
        mergers += [(a["merger"].startswith("Yes")) == (m > 0.5) for a, m in zip(answers, label.tolist(), strict=True)]
        sigma = torch.exp(0.5 * out["log_variance"])
        time = (out["patch"] + 0.5 + out["mean"][:, 2] / 2) - (patch + 0.5 + wanted[:, 2] / 2)
        mass = torch.exp((out["mean"][:, 0] - wanted[:, 0]) * tasks.LOG_MASS_SPREAD) - 1
        pull = torch.stack(
            [
                (out["mean"][:, 0] - wanted[:, 0]) / sigma[:, 0],
                (out["mean"][:, 1] - wanted[:, 1]) / sigma[:, 1],
                2 * time / sigma[:, 2],
            ],
            -1,
        )
        pulls.append(pull[known])
        errors.append(torch.stack([mass, time * tasks.PATCH_S], -1)[known])
        truly = batch.truth["chirp_mass"][known] > strain.HEAVY
        heavy.append((out["heavy"][known] > 0) == truly)
    pull, error, right = torch.cat(pulls).abs().numpy(), torch.cat(errors).abs().numpy(), torch.cat(heavy).numpy()
    out_: dict[str, Any] = {"mergers": len(pull)}
    for i, name in enumerate(("chirp_mass", "snr", "time")):
        out_[f"{name}_coverage_68"] = wilson(int((pull[:, i] < 1).sum()), len(pull)).as_dict()
        out_[f"{name}_coverage_95"] = wilson(int((pull[:, i] < 1.96).sum()), len(pull)).as_dict()
    out_["chirp_mass_median_relative_error"] = bootstrap(np.median, error[:, 0]).as_dict()
    out_["time_median_error_ms"] = bootstrap(lambda x: float(np.median(x)) * 1e3, error[:, 1]).as_dict()
    out_["mass_class_accuracy"] = wilson(int(right.sum()), len(right)).as_dict()
    out_["merger_accuracy"] = wilson(int(np.sum(mergers)), len(mergers)).as_dict()
    return out_


def events(encoder: StrainEncoder, folder: Path) -> dict[str, Any]:
    """Statistic of the event's second beside every other second of its file, per detector and for both together."""
    out = {}
    for name, start, gps in (("GW150914", 1126259446, 1126259462.4), ("GW151226", 1135136334, 1135136350.6)):
        files = {d: folder / f"{d[0]}-{d}_LOSC_4_V2-{start}-32.hdf5" for d in ("H1", "L1")}
        for label, paths in (("H1", [files["H1"]]), ("L1", [files["L1"]]), ("H1+L1", list(files.values()))):
            samples = list(encoder.read(paths))
            value = encoder.predict(encoder.collate(samples))["merger"]
            second = torch.tensor([s.meta["gps_start"] + strain.SCORED_S[0] for s in samples], dtype=torch.float64)
            event = (second <= gps) & (second + 1 > gps)
            found = encoder.measure(samples)[0]
            out[f"{name} {label}"] = {
                "event": float(value[event]),
                "loudest_other": float(value[~event].max()),
                "rank": int((value > value[event]).sum()) + 1,
                "seconds": len(samples),
                "loudest": {q.name: [q.value, q.uncertainty, q.unit] for q in found.quantities},
            }
    return out


def main() -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the windows")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    encoder = checkpoint.load(StrainEncoder.weights(), "encoder")
    assert isinstance(encoder, StrainEncoder)
    few = 10 if options.quick else 1
    with torch.no_grad():
        result = {
            "weights": checkpoint.read_card(StrainEncoder.weights(), "encoder")["sha256"],
            "parameters": parameters(encoder, 4000 // few),
        }
        folder = Path(os.environ.get("PHYSFM_DATA", "../shared/data")) / "gw"
        if folder.is_dir():
            result["events"] = events(encoder, folder)
        print(json.dumps(result), file=sys.stderr)
        result["detection"] = detection(encoder, 12000 // few, 2000 // few, 3000 // few)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
