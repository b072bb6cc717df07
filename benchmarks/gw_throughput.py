"""Seconds of strain a second: reading with whitening, scoring with the encoder, and both, beside a template bank.

A search must keep up with each detector: a rate of one is real time. The bank is a plain FFT matched filter over the
encoder's prior (`benchmarks.neyman_pearson`, torch FFT, two threads) on strain that is whitened already, which is less
than what a search pipeline does.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks import neyman_pearson as limit
from benchmarks.gw_detection import SEED, prior, template
from benchmarks.report import ROOT, Report, Row, log
from physfm import checkpoint, discovery
from physfm.errors import InputError, WeightsError
from physfm.statistics import Interval


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", type=Path, default=None, help="strain of one detector (default: generated)")
    parser.add_argument("--templates", type=int, default=142, help="size of the bank that is timed")


def run(options: argparse.Namespace) -> Report:
    """Time each part, in turns."""
    torch.set_num_threads(2)
    kind: Any = discovery.load("gw")
    path = options.file or _generated(kind, 20 if options.quick else 60)
    try:
        encoder: Any = checkpoint.load(kind.weights(), "encoder")
        notes = []
    except WeightsError as err:
        encoder, notes = kind().eval(), [f"Random weights, which cost the same: {err}"]
    samples = list(kind.read([path]))
    if not samples:
        raise InputError(f"{path} holds no windows.")
    batches = [encoder.collate(samples[i : i + 32]) for i in range(0, len(samples), 32)]
    stretch, rng = limit.Stretch(), np.random.default_rng(SEED)
    asd = limit.design_asd(stretch)
    bank = np.stack([template(stretch, asd, *s) for s in prior(options.templates, rng)])
    data = limit.noise(stretch, 4, rng)

    @torch.no_grad()
    def score() -> float:
        for batch in batches:
            encoder.predict(batch)
        return float(len(samples))  # every window scores one second

    def both() -> float:
        found = list(kind.read([path]))
        with torch.no_grad():
            for start in range(0, len(found), 32):
                encoder.predict(encoder.collate(found[start : start + 32]))
        return float(len(found))

    def matched() -> float:
        for one in data:
            limit.envelopes(stretch, one[None], bank, slice(None)).abs().amax()
        return len(data) * stretch.duration_s

    ways: dict[str, Callable[[], float]] = {
        "score": score,
        "read": lambda: float(sum(1 for _ in kind.read([path]))),
        "both": both,
        "bank": matched,
    }
    rates: dict[str, list[float]] = {}
    for turn in range(4 if options.quick else 8):
        for name, act in ways.items():
            started = time.monotonic()
            seconds = act()
            if turn:
                rates.setdefault(name, []).append(seconds / (time.monotonic() - started))
    log(", ".join(f"{k} {np.median(v):.1f} s/s" for k, v in rates.items()))
    titles = {
        "both": ("physfm, file to detection statistic", "ours"),
        "score": ("physfm, scoring alone", "ours"),
        "read": ("physfm, reading, whitening and cutting alone", "ours"),
        "bank": (f"FFT matched filter, {options.templates} templates, whitened strain", "baseline"),
        "real": ("real time", "limit"),
    }
    rates["real"] = [1.0]
    key = "strain_s_per_s"
    rows = [Row(n, k, {key: _spread(rates[w])}) for w, (n, k) in titles.items()]
    median = {name: float(np.median(values)) for name, values in rates.items()}
    return Report(
        name="gw-throughput",
        rows=rows,
        headline=rows[0].name,
        ratio={"over_real_time": median["both"], "scoring_over_bank": median["score"] / median["bank"]},
        target={"over_real_time": 1.0},
        seeds=[SEED],
        protocol=f"{len(samples)} windows of one second each of {Path(path).name}, one detector, batches of 32, "
        f"two threads, {len(rates['both'])} turns after a warm-up; median, lowest and highest.",
        notes=notes,
    )


def _generated(kind: Any, items: int) -> Path:
    path = ROOT / "data" / "benchmarks" / f"strain_{items}.hdf5"
    if not path.exists():
        log(f"generating {items} windows of strain")
        kind.kinds()[0].generate(path, items=items, seed=SEED, detectors=("H1",))
    return path


def _spread(values: list[float]) -> Interval:
    return Interval(float(np.median(values)), min(values), max(values))
