"""The next frame of two-dimensional turbulence, once and over a rollout, beside FNO and what needs no training.

Vorticity of incompressible Navier-Stokes on 64 x 64 points, viscosity 1e-3 m^2/s, the forcing of Li et al.
(arXiv 2010.08895), one second a frame, four frames of history. Persistence and linear extrapolation stand beside
the networks: a network that loses to a line through two frames has learned nothing (a published FNO column did). Mean
vorticity is conserved exactly (periodic box, forcing of zero mean), so its drift is a column of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import operators, peer
from benchmarks.report import Metrics, Report, Row, log
from physfm.statistics import Interval, bootstrap, over_seeds

HISTORY = 4
WINDOWS = {"rollout_6_12": (6, 12), "rollout_13_30": (13, 30)}
"""Steps of the rollout whose errors are averaged, first and last included, as The Well does."""
SEEDS = {"train": 70_001, "test": 70_002}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trajectories", type=int, nargs=2, default=None, metavar=("TRAIN", "TEST"))
    parser.add_argument("--epochs", type=int, default=None)
    parser.add_argument("--broken", action="store_true", help="add an FNO whose blocks' output is thrown away")


def run(options: argparse.Namespace) -> Report:
    """Simulate, train, compare."""
    torch.set_num_threads(2)
    peer.python()
    quick = options.quick
    many, few = options.trajectories or ((16, 8) if quick else (50, 16))
    seeds = list(range(options.seeds or (1 if quick else 3)))
    steps = 12 if quick else 30
    settings = {"seeds": seeds, "epochs": options.epochs or (3 if quick else 6), "batch_size": 16, "steps": steps}
    log(f"simulating {many} + {few} trajectories")
    train, test = simulate(many, SEEDS["train"], HISTORY + 17), simulate(few, SEEDS["test"], HISTORY + steps)
    data = {**pairs(train, "train"), **pairs(test[:, : HISTORY + 17], "test"), "rollout_x": test[:, :HISTORY]}
    target, future = data["test_y"], test[:, HISTORY:]

    models: list[tuple[str, str, Callable[[], operators.Trained]]] = [
        ("physfm FieldOperator", "ours", lambda: operators.train_ours(data, settings, True, 3e-3, persistence=True)),
        (operators.FNO, "peer", lambda: operators.train_fno(data, settings, learning_rate=3e-3)),
    ]
    if options.broken:
        name = "FNO with its blocks' output dropped (deliberately broken)"
        models.append((name, "peer", lambda: operators.train_fno(data, settings, broken=1, learning_rate=3e-3)))
    rows = []
    for name, kind, fit in models:
        log(f"training {name}")
        try:
            trained = fit()
        except (peer.PeerFailed, FloatingPointError) as err:
            rows.append(Row(name, kind, {}, {"failed": str(err)}))
            continue
        rows.append(Row(name, kind, measure(trained.predictions[0], target, trained.rollouts, future), trained.facts))
    for name, step in BASELINES.items():
        once = step(torch.from_numpy(data["test_x"])).numpy()
        far = operators.rollout(step, torch.from_numpy(data["rollout_x"]), steps)
        rows.append(Row(name, "baseline", measure([once], target, [far], future), {"parameters": 0, "train_s": 0}))
    ratio = {}
    sound = [r for r in rows[1:] if r.metrics and "broken" not in r.name]
    for name in (n for n in rows[0].metrics if n != "mean_drift"):
        ratio[name] = min(r.metrics[name].value for r in sound) / rows[0].metrics[name].value
    return Report(
        name="fields-forecast",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target=dict.fromkeys(ratio, 1.0),
        seeds=seeds,
        protocol=f"{many} training trajectories of 21 frames ({many * 17} pairs), {few} test trajectories of other "
        f"initial conditions, {settings['epochs']} epochs, batches of 16, relative L2 loss, AdamW with cosine at 3e-3. "
        "VRMSE = sqrt(MSE / (spatial variance of the target + 1e-7)), mean over samples; rollouts: "
        "mean over the steps named. mean_drift: "
        "largest change of the mean vorticity over the rollout, in standard deviations of the field. Intervals: t over "
        "seeds, else bootstrap over trajectories or pairs. Ratio: lowest error of peers and baselines over ours.",
    )


def simulate(count: int, seed: int, frames: int, resolution: int = 64) -> NDArray[np.float32]:
    """(count, frames, n, n), 1/s; the first frame is 5 s after the random start."""
    from physfm_fields import solvers

    generator = torch.Generator().manual_seed(seed)
    start = solvers.random_field(count, resolution, generator)
    times = [torch.full((count,), t, dtype=torch.float64) for t in (5.0, *[1.0] * (frames - 1))]
    viscosity = torch.full((count,), 1e-3, dtype=torch.float64)
    found = solvers.navier_stokes(start, times, viscosity, solvers.li_forcing(resolution))
    out: NDArray[np.float32] = found.float().numpy()
    return out


def pairs(trajectories: NDArray[np.float32], split: str) -> dict[str, NDArray[np.float32]]:
    """Every window of four frames and the frame after it: (pairs, 4, n, n) and (pairs, 1, n, n)."""
    starts = range(trajectories.shape[1] - HISTORY)
    x = np.concatenate([trajectories[:, s : s + HISTORY] for s in starts])
    y = np.concatenate([trajectories[:, s + HISTORY : s + HISTORY + 1] for s in starts])
    return {f"{split}_x": x, f"{split}_y": y}


def _persistence(x: torch.Tensor) -> torch.Tensor:
    return x[:, -1:]


def _extrapolation(x: torch.Tensor) -> torch.Tensor:
    return 2 * x[:, -1:] - x[:, -2:-1]


BASELINES: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "persistence": _persistence,
    "linear extrapolation": _extrapolation,
}


def measure(
    predictions: Sequence[NDArray[Any]], target: NDArray[Any], rollouts: Sequence[NDArray[Any]], future: NDArray[Any]
) -> Metrics:
    """One-step and rollout errors and the drift of the conserved mean, over seeds."""
    one = [operators.vrmse(p, target)[:, 0] for p in predictions]
    # A rollout may blow up: the number then says so, and is cut where float32 ends.
    far = [np.minimum(np.nan_to_num(operators.vrmse(r, future), nan=1e9), 1e9) for r in rollouts]
    metrics = {"one_step_vrmse": _over(one)}
    for name, (first, last) in WINDOWS.items():
        if first <= far[0].shape[1]:
            metrics[name] = _over([f[:, first - 1 : last].mean(1) for f in far])
    spread = future.std()
    drift = [np.abs(r.mean((-2, -1)) - future[:, :1].mean((-2, -1))).max(1) / spread for r in rollouts]
    return {**metrics, "mean_drift": _over([np.minimum(np.nan_to_num(d, nan=1e9), 1e9) for d in drift])}


def _over(values: Sequence[NDArray[Any]]) -> Interval:
    if len(values) > 1:
        return over_seeds([float(v.mean()) for v in values])
    return bootstrap(lambda v: float(np.mean(v)), values[0], resamples=500)
