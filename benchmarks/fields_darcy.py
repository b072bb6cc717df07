"""Darcy flow: from a two-valued permeability to the pressure, beside FNO and two maps that need no network.

Files are in neuraloperator's layout: a dictionary with ``x`` (samples, n, n) and ``y`` (samples, n, n), read with
``weights_only``. Test files may have another resolution than the training file. Without files, the 16 x 16 set of
``PHYSFM_DATA`` is split 800 / 200 by a fixed seed; no number here was used to choose anything.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import operators, peer
from benchmarks.report import ROOT, Metrics, Report, Row, log
from physfm.errors import InputError
from physfm.statistics import Interval, bootstrap, over_seeds

Array = NDArray[Any]
SPLIT = 2026
OURS = {"order": 4, "width": 96, "depth": 3, "square": True}
"""Of our operator: anchors two grid spacings apart need few cosines; the equation and the box know no direction.
Chosen, with the learning rates, on the last fifth of the training samples."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, default=None, help=".pt file with x and y (default: PHYSFM_DATA)")
    parser.add_argument("--test", type=Path, nargs="+", default=None, help=".pt files to test on, any resolution")
    parser.add_argument("--epochs", type=int, default=None)


def run(options: argparse.Namespace) -> Report:
    """Train on one file, test on the others."""
    torch.set_num_threads(2)
    peer.python()
    if (options.train is None) != (options.test is None):
        raise InputError("Expected both --train FILE and --test FILE..., or neither.")
    train, tests = _split() if options.train is None else (read(options.train), {p.name: read(p) for p in options.test})
    if options.quick:
        train = (train[0][:400], train[1][:400])
    seeds = list(range(options.seeds or (1 if options.quick else 3)))
    settings = {"seeds": seeds, "epochs": options.epochs or (10 if options.quick else 20), "batch_size": 16}
    data = {"train_x": train[0], "train_y": train[1]}
    for number, (x, _) in enumerate(tests.values()):
        data["test_x" if number == 0 else f"test_x_{number - 1}"] = x
    targets = {name: y for name, (_, y) in tests.items()}

    rows = []
    log("training FieldOperator")
    ours = operators.train_ours(data, settings, False, 3e-3, persistence=False, **OURS)
    rows.append(Row("physfm FieldOperator", "ours", _metrics(ours.predictions, targets), ours.facts))
    log("training FNO")
    try:
        fno = operators.train_fno(data, settings, learning_rate=5e-3)
        rows.append(Row(operators.FNO, "peer", _metrics(fno.predictions, targets), fno.facts))
    except peer.PeerFailed as err:
        rows.append(Row(operators.FNO, "peer", {}, {"failed": str(err)}))
    same = {n: x for n, (x, _) in tests.items() if x.shape[-1] == train[0].shape[-1]}
    if len(same) == len(tests):
        for name, predict in (("mean of the training pressures", _mean), ("ridge regression, linear", _ridge)):
            found = [[predict(train, x)] for x in same.values()]
            rows.append(Row(name, "baseline", _metrics(found, targets), {"train_s": 0}))
    ratio = {
        name: min(r.metrics[name].value for r in rows[1:] if r.metrics) / rows[0].metrics[name].value
        for name in rows[0].metrics
    }
    return Report(
        name="fields-darcy",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target=dict.fromkeys(ratio, 1.0),
        seeds=seeds,
        protocol=f"{len(train[0])} training samples of {train[0].shape[-1]} x {train[0].shape[-1]}, tests of "
        f"{[f'{len(y)} x {y.shape[-1]}^2' for y in targets.values()]}; {settings['epochs']} epochs, batches of 16, "
        "relative L2 loss, AdamW with cosine (ours 3e-3, FNO 5e-3). Relative L2 error, mean over samples; t interval "
        "over seeds, else bootstrap over samples. Ratio: lowest error of peers and baselines over ours.",
    )


def read(path: Path) -> tuple[Array, Array]:
    """Permeability and pressure of a file, each (samples, 1, n, n) float32.

    Raises
    ------
    InputError
        In one line, if the file cannot be used.
    """
    try:
        found = torch.load(path, weights_only=True, map_location="cpu")
        x, y = (found[name] for name in "xy")
        x, y = (v.float().numpy().astype(np.float32) for v in (x, y))
    except Exception as err:
        first = str(err).strip().splitlines()
        raise InputError(f"{path}: expected a torch file with tensors x and y: {first[0] if first else err!r}") from err
    if x.ndim == 4:
        x = x[:, 0]
    if y.ndim == 4:
        y = y[:, 0]
    if x.ndim != 3 or x.shape != y.shape or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError(
            f"{path}: expected finite x and y of equal shape (samples, n, n), got {x.shape} and {y.shape}."
        )
    return x[:, None], y[:, None]


def _split() -> tuple[tuple[Array, Array], dict[str, tuple[Array, Array]]]:
    folder = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data"))
    path = folder / "sim" / "darcy_train_16.pt"
    if not path.exists():
        raise InputError(f"No {path.name} in {folder}/sim. Set PHYSFM_DATA, or give --train FILE and --test FILE...")
    x, y = read(path)
    order = np.random.default_rng(SPLIT).permutation(len(x))
    cut = round(0.8 * len(x))
    return (x[order[:cut]], y[order[:cut]]), {"held-out fifth": (x[order[cut:]], y[order[cut:]])}


def _metrics(predictions: list[list[Array]], targets: dict[str, Array]) -> Metrics:
    out = {}
    for place, (name, target) in enumerate(targets.items()):
        key = "relative_l2" if len(targets) == 1 else f"relative_l2 {name}"
        out[key] = _over([_each(p, target) for p in predictions[place]])
    return out


def _each(predicted: Array, target: Array) -> Array:
    error = np.linalg.norm((predicted - target).reshape(len(target), -1), axis=1)
    out: Array = error / np.linalg.norm(target.reshape(len(target), -1), axis=1)
    return out


def _over(values: list[Array]) -> Interval:
    if len(values) > 1:
        return over_seeds([float(v.mean()) for v in values])
    return bootstrap(lambda v: float(np.mean(v)), values[0], resamples=500)


def _mean(train: tuple[Array, Array], x: Array) -> Array:
    return np.repeat(train[1].mean(0, keepdims=True), len(x), axis=0)


def _ridge(train: tuple[Array, Array], x: Array) -> Array:
    """Every pixel of the pressure as a linear function of the permeability, with a ridge penalty."""
    given, target = (v.reshape(len(v), -1) for v in train)
    mean_x, mean_y = given.mean(0), target.mean(0)
    centred = given - mean_x
    gram = centred.T @ centred
    gram += np.eye(len(gram)) * np.trace(gram) / len(gram)
    weights = np.linalg.solve(gram, centred.T @ (target - mean_y))
    found: Array = (x.reshape(len(x), -1) - mean_x) @ weights + mean_y
    return found.reshape(len(x), *train[1].shape[1:])
