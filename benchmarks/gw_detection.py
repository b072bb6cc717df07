"""Mergers in Gaussian noise: the shipped strain encoder beside the Neyman-Pearson optimum and a template bank.

One detector at the Advanced LIGO design (ZERO_DET_high_P), a search window of 1 s at 2048 Hz, unknown time, phase and
masses from the encoder's prior, non-spinning. All three statistics look at the same windows. Scores are logits, never
probabilities (a saturated sigmoid has no small false-alarm probabilities: arXiv 2106.03741), and what counts is the
efficiency P_det / P_det(Neyman-Pearson) at a fixed false-alarm probability, not an accuracy or an AUC.

The encoder sees 2 s of whitened strain, the other two the whole periodic stretch of 8 s, as the physical limit should.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import neyman_pearson as limit
from benchmarks.report import Report, Row, log
from physfm import checkpoint, discovery
from physfm.encoder import Encoder
from physfm.statistics import efficiency_at, threshold
from physfm.types import Batch

SNRS = (5.0, 6.0, 7.0, 8.0)
FALSE_ALARMS = (1e-2, 1e-3)
SEED = 990_101  # of windows that no training has seen: trainings use seeds below 100 000
BAR = ("snr8_fap1e-2", 0.80)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, default=None, help="folder of the encoder's weights (default: shipped)")
    parser.add_argument(
        "--noise", type=int, default=None, metavar="N", help="noise windows (default 20000, quick 10000)"
    )
    parser.add_argument(
        "--signals", type=int, default=None, metavar="N", help="windows per SNR (default 1000, quick 400)"
    )


def load(name: str, folder: Path | None) -> tuple[Encoder, dict[str, Any]]:
    """The encoder with the weights that ship, or those in ``folder``, and what its card says."""
    kind = discovery.load(name)
    where = folder or kind.weights()
    encoder = checkpoint.load(where, "encoder")
    assert isinstance(encoder, Encoder)
    card = checkpoint.read_card(where, "encoder")
    return encoder, {"parameters": card["parameters"], "sha256": card["sha256"], "provenance": card["provenance"]}


def run(options: argparse.Namespace) -> Report:
    """Score noise and signals with all three statistics."""
    torch.set_num_threads(2)
    encoder, facts = load("gw", options.weights)
    windows = options.noise or (10_000 if options.quick else 20_000)
    signals = options.signals or (400 if options.quick else 1000)
    stretch, rng = limit.Stretch(), np.random.default_rng(SEED)
    asd = limit.design_asd(stretch)
    started = time.monotonic()
    sources = prior(600 if options.quick else 1200, np.random.default_rng(SEED + 1))
    match = 0.90 if options.quick else 0.95
    bank = limit.bank(stretch, np.stack([template(stretch, asd, *s) for s in sources]), match)
    log(f"bank of {len(bank.weights)} templates, match {match}, in {time.monotonic() - started:.0f} s")

    scores: dict[str, dict[str, list[float]]] = {name: {} for name in ("ours", "bank", *map(_ratio_name, SNRS))}
    spent = {"ours": 0.0, "classical": 0.0}
    for labels, data, z in _windows(stretch, asd, bank, windows, signals, rng, spent):
        took = time.monotonic()
        for label, row in zip(labels, z, strict=True):
            maximum, ratios = limit.statistics(row, bank.weights, SNRS)
            scores["bank"].setdefault(label, []).append(maximum)
            for snr, ratio in zip(SNRS, ratios, strict=True):
                scores[_ratio_name(snr)].setdefault(label, []).append(ratio)
        spent["classical"] += time.monotonic() - took
        took = time.monotonic()
        for label, value in zip(labels, score(encoder, stretch, asd, data), strict=True):
            scores["ours"].setdefault(label, []).append(value)
        spent["ours"] += time.monotonic() - took
    rows = [
        Row(
            "physfm StrainEncoder", "ours", _efficiencies(lambda _: scores["ours"]), {**facts, "seconds": spent["ours"]}
        ),
        Row(
            "Neyman-Pearson limit",
            "limit",
            _efficiencies(lambda snr: scores[_ratio_name(snr)]),
            {"templates": len(bank.weights), "match": match, "seconds": spent["classical"]},
        ),
        Row("template bank, largest SNR", "baseline", _efficiencies(lambda _: scores["bank"]), {"match": match}),
    ]
    names = list(rows[0].metrics)
    ratio = {n: rows[0].metrics[n].value / max(rows[1].metrics[n].value, 1e-9) for n in names}
    cuts = {f"fap{f:.0e}": threshold(scores["bank"]["noise"], f).as_dict() for f in FALSE_ALARMS}
    return Report(
        name="gw-detection",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target={BAR[0]: BAR[1] / rows[1].metrics[BAR[0]].value},
        seeds=[SEED],
        protocol=f"Detection probability at optimal SNR {SNRS} and false-alarm probabilities {FALSE_ALARMS} a second; "
        f"{windows} noise windows, {signals} signals with the same noise at each SNR; Wilson 95 % intervals of the "
        "signals. Ratio: P_det / P_det(Neyman-Pearson).",
        notes=[
            "The likelihood ratio knows the true SNR, which no search does; a coarse bank makes the limit too low.",
            f"Thresholds of the bank on |z| with order-statistic intervals: {cuts}",
        ],
    )


def prior(count: int, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Chirp masses (log-uniform, solar masses) and mass ratios (uniform) of the encoder's prior."""
    from physfm_gw.strain import CHIRP_MASS, MASS_RATIO

    chirp = np.exp(rng.uniform(np.log(CHIRP_MASS[0]), np.log(CHIRP_MASS[1]), count))
    return [(float(m), float(q)) for m, q in zip(chirp, rng.uniform(*MASS_RATIO, count), strict=True)]


def template(stretch: limit.Stretch, asd: limit.Real, chirp_mass: float, ratio: float) -> NDArray[np.complex64]:
    """Whitened unit waveform of one source."""
    strain = limit.waveform(stretch, *limit.masses(chirp_mass, ratio))
    return limit.whitened(stretch, strain, asd).astype(np.complex64)


def _ratio_name(snr: float) -> str:
    return f"likelihood ratio at {snr:g}"


def _windows(
    stretch: limit.Stretch,
    asd: limit.Real,
    bank: limit.Bank,
    noise: int,
    signals: int,
    rng: np.random.Generator,
    spent: dict[str, float],
) -> Iterator[tuple[list[str], NDArray[Any], torch.Tensor]]:
    """Batches of labels, whitened 8 s stretches (windows, bins) turned to where the encoder looks, and |z| there."""
    seconds = int(stretch.duration_s)
    first, last = _scored()
    rows = stretch.rows(first, last)
    for number in range(noise // seconds):
        took = time.monotonic()
        data = limit.noise(stretch, 1, rng)
        # A periodic stretch of stationary noise holds one search window a second, each as good as any other.
        every = limit.envelopes(stretch, data, bank.templates, slice(None)).abs()[0]
        turned = np.concatenate([limit.shifted_all(stretch, data, -float(s)) for s in range(seconds)])
        there = torch.stack([every.roll(-s * stretch.sample_rate, -1)[:, rows] for s in range(seconds)])
        spent["classical"] += time.monotonic() - took
        yield ["noise"] * seconds, turned, there
        if number % 250 == 0:
            log(f"noise: {number * seconds} of {noise} windows")
    for number in range(signals):
        took = time.monotonic()
        quiet = limit.noise(stretch, 1, rng)
        source = template(stretch, asd, *prior(1, rng)[0])
        signal = limit.shifted(stretch, source, [rng.uniform(first, last)], [rng.uniform(0, 2 * np.pi)])
        z_quiet, z_signal = (limit.envelopes(stretch, d, bank.templates, rows)[0] for d in (quiet, signal))
        loud = np.array(SNRS)[:, None]
        z = torch.stack([(z_quiet + snr * z_signal).abs() for snr in SNRS])
        spent["classical"] += time.monotonic() - took
        yield [f"{snr:g}" for snr in SNRS], quiet + loud * signal, z
        if number % 200 == 0:
            log(f"signals: {number} of {signals}")


def _scored() -> tuple[float, float]:
    """Search window in s of the stretch: the encoder's scored second, with its 2 s at CUT_S."""
    from physfm_gw.strain import SCORED_S

    return CUT_S + SCORED_S[0], CUT_S + SCORED_S[1]


CUT_S = 4.0
"""Where the encoder's 2 s window begins in the stretch; an inspiral of 4.8 s fits before the search window."""


@torch.no_grad()
def score(encoder: Encoder, stretch: limit.Stretch, asd: limit.Real, data: NDArray[Any]) -> list[float]:
    """Logits of whitened stretches (count, bins): the encoder's own band, window, scaling and noise bands."""
    from physfm_gw import strain as convention

    flat = np.sqrt(2 / stretch.sample_rate)
    series = limit.strain_of(stretch, np.where(stretch.band, data, 0), flat) * convention.gain()
    begin = round(CUT_S * stretch.sample_rate)
    cut = series[:, begin : begin + convention.SAMPLES]
    bands = convention.banded(asd[: round(convention.BAND_HZ[1] * stretch.duration_s) + 1], 1 / stretch.duration_s)
    count = len(cut)
    inputs = {
        "strain": torch.from_numpy(cut[:, None].astype(np.float32)),
        "asd": torch.from_numpy(np.broadcast_to(bands.astype(np.float32), (count, 1, len(bands))).copy()),
        "location": torch.tensor([[[1.0, 0.0, 0.0]]]).expand(count, 1, 3).clone(),
        "mask": torch.ones(count, 1, dtype=torch.bool),
    }
    found = encoder.predict(Batch(inputs, {}, tuple(str(i) for i in range(count))))
    scores: list[float] = found["merger"].double().tolist()
    return scores


def _efficiencies(of: Any) -> dict[str, Any]:
    out = {}
    for false_alarm in FALSE_ALARMS:
        for snr in SNRS:
            found = of(snr)
            out[f"snr{snr:g}_fap{_power(false_alarm)}"] = efficiency_at(found[f"{snr:g}"], found["noise"], false_alarm)
    return out


def _power(value: float) -> str:
    return f"1e{round(np.log10(value))}"
