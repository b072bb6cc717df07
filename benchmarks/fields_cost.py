"""What a field costs: seconds and parameters per sample of our operator and of our encoder, beside FNO.

Four frames of 64 x 64 points in; a frame out (operator, FNO), or tokens, heads and the whole reconstruction (encoder).
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import torch

from benchmarks import operators, peer
from benchmarks.peers import loop
from benchmarks.report import Report, Row, log
from physfm import discovery
from physfm.statistics import Interval
from physfm.types import Batch

KINDS = ("training_s", "inference_s")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=None, help="turns of every model (default 5, quick 3)")


def run(options: argparse.Namespace) -> Report:
    """Measure seconds per sample in turns."""
    torch.set_num_threads(2)
    peer.python()
    seconds = 4.0 if options.quick else 8.0
    rounds = options.rounds or (3 if options.quick else 5)
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(64, 4, 64, 64, generator=generator)
    y = x[:, -1:] + 0.1 * torch.randn(64, 1, 64, 64, generator=generator)
    settings = {
        "seeds": [0],
        "mode": "rates",
        "batch_size": 16,
        "seconds": seconds,
        "modes": 16,
        "width": 32,
        "threads": 2,
    }
    found: dict[str, list[tuple[float, float]]] = {}
    parameters: dict[str, int] = {}
    for turn in range(rounds):
        for key, act in {"operator": _operator, "encoder": _encoder}.items():
            rates, parameters[key] = act(x, y, seconds)
            found.setdefault(key, []).append(rates)
        out = peer.run("fno", {"train_x": x.numpy(), "train_y": y.numpy()}, settings)
        found.setdefault("fno", []).append((float(out["rates"][0]), float(out["rates"][1])))
        parameters["fno"] = int(out["parameters"])
        log(
            f"round {turn + 1}/{rounds}: "
            + ", ".join(f"{k} {v[-1][0]:.1f}/{v[-1][1]:.1f} per s" for k, v in found.items())
        )
    names = {"operator": "physfm FieldOperator", "encoder": "physfm FieldEncoder", "fno": operators.FNO}
    rows = [
        Row(
            names[key],
            "peer" if key == "fno" else "ours",
            {kind: _spread([1 / rate[i] for rate in values]) for i, kind in enumerate(KINDS)},
            {"parameters": parameters[key]},
        )
        for key, values in found.items()
    ]
    ratio = {kind: rows[-1].metrics[kind].value / rows[0].metrics[kind].value for kind in KINDS}
    ratio["parameters"] = parameters["fno"] / parameters["operator"]
    return Report(
        name="fields-cost",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target=dict.fromkeys(KINDS, 1.0),
        seeds=[0],
        protocol=f"Seconds per sample, batches of 16, float32, two threads, {rounds} turns of {seconds:g} s; "
        "median, lowest and highest. Training: forward, backward, AdamW. "
        "The encoder's row does more: heads and reconstruction.",
    )


def _operator(x: torch.Tensor, y: torch.Tensor, seconds: float) -> tuple[tuple[float, float], int]:
    torch.manual_seed(0)
    operator = operators.Operator(x, y, periodic=True)

    def loss(rows: torch.Tensor) -> torch.Tensor:
        return (operator(x[rows]) - y[rows]).pow(2).mean()

    rates = loop.rates(operator.module, loss, lambda r: operator(x[r]), len(x), 16, seconds)
    return rates, loop.parameters(operator.module)


def _encoder(x: torch.Tensor, y: torch.Tensor, seconds: float) -> tuple[tuple[float, float], int]:
    from physfm_fields.coordinates import grid_points

    torch.manual_seed(0)
    make: Any = discovery.load("fields")
    encoder = make()
    points = grid_points((64, 64))

    def batch(rows: torch.Tensor) -> Batch:
        count = len(rows)
        inputs = {
            "points": points.expand(count, -1, -1),
            "values": x[rows].flatten(2).transpose(1, 2),
            "frames": torch.ones(count, 4),
            "periodic": torch.ones(count, 2),
            "mask": torch.ones(count, len(points), dtype=torch.bool),
        }
        return Batch(inputs, {"family": torch.zeros(count), "variance_ratio": torch.ones(count)}, ("",) * count)

    def loss(rows: torch.Tensor) -> torch.Tensor:
        return torch.stack(list(encoder.losses(batch(rows)).values())).sum()

    rates = loop.rates(encoder, loss, lambda r: encoder.predict(batch(r))["vrmse"], len(x), 16, seconds)
    return rates, loop.parameters(encoder)


def _spread(values: list[float]) -> Interval:
    return Interval(float(np.median(values)), min(values), max(values))
