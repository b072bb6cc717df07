"""Jets per second in training (forward, backward, optimiser step) and in inference, on the same jets and two threads.

Models take turns, several rounds each, so that whatever else the machine does meets everybody; the median counts.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from benchmarks import jets, peer
from benchmarks.lhc_tagging import PEERS
from benchmarks.peers import loop
from benchmarks.report import Report, Row, log
from physfm import discovery
from physfm.statistics import Interval

KINDS = ("training_per_s", "inference_per_s")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jets", type=Path, default=None, help="ROOT file of jets (default: generated)")
    parser.add_argument("--particles", type=int, default=64, help="leading particles of a jet")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=None, help="turns of every model (default 5, quick 3)")


def run(options: argparse.Namespace) -> Report:
    """Measure rates in turns."""
    torch.set_num_threads(2)
    peer.python()
    data = jets.load(options.jets or jets.file(40004, 3000), 1024, options.particles)
    seconds = 4.0 if options.quick else 8.0
    rounds = options.rounds or (3 if options.quick else 5)
    settings = {"seeds": [0], "mode": "rates", "batch_size": options.batch_size, "seconds": seconds, "threads": 2}
    given = jets.for_peers(data, data)
    found: dict[str, list[tuple[float, float]]] = {}
    parameters: dict[str, int] = {}
    for turn in range(rounds):
        rates, size = ours(data, options.batch_size, seconds)
        found.setdefault("ours", []).append(rates)
        parameters["ours"] = size
        for key, (script, extra, _) in PEERS.items():
            out = peer.run(script, given, {**settings, **extra})
            found.setdefault(key, []).append((float(out["rates"][0]), float(out["rates"][1])))
            parameters[key] = int(out["parameters"])
        log(f"round {turn + 1}/{rounds}: " + ", ".join(f"{k} {v[-1][0]:.0f}/{v[-1][1]:.0f}" for k, v in found.items()))
    names = {"ours": "physfm EventEncoder", **{key: name for key, (_, _, name) in PEERS.items()}}
    rows = [
        Row(
            names[key],
            "ours" if key == "ours" else "peer",
            {kind: _spread([r[i] for r in rates_]) for i, kind in enumerate(KINDS)},
            {"parameters": parameters[key]},
        )
        for key, rates_ in found.items()
    ]
    ratio = {}
    for kind in KINDS:
        mine = rows[0].metrics[kind].value
        ratio[kind] = mine / max(row.metrics[kind].value for row in rows[1:])
        ratio |= {f"{kind}_over_{k}": mine / r.metrics[kind].value for k, r in zip(PEERS, rows[1:], strict=True)}
    return Report(
        name="lhc-throughput",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target=dict.fromkeys(KINDS, 1.0),
        seeds=[0],
        protocol=f"Batches of {options.batch_size} jets, leading {options.particles} particles, float32, two threads, "
        f"{rounds} turns of {seconds:g} s each; median, lowest and highest turn. Ratio: against the fastest peer.",
    )


def ours(data: jets.Arrays, batch_size: int, seconds: float) -> tuple[tuple[float, float], int]:
    """Training and inference rate of EventEncoder with one supervised head, and its parameters."""
    torch.manual_seed(0)
    make: Any = discovery.load("lhc")
    encoder = make(**jets.recipe()[0])
    target = torch.from_numpy(data["label"])

    def forward(rows: torch.Tensor) -> torch.Tensor:
        return encoder.predict(jets.inputs(data, rows))["origin"]

    def loss(rows: torch.Tensor) -> torch.Tensor:
        return functional.binary_cross_entropy_with_logits(forward(rows), target[rows])

    return loop.rates(encoder, loss, forward, len(target), batch_size, seconds), loop.parameters(encoder)


def _spread(values: list[float]) -> Interval:
    return Interval(float(np.median(values)), min(values), max(values))
