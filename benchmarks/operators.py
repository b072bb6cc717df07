"""Maps between fields for the benchmarks: our neural-field operator and its peer, trained by the same loop and loss.

Both predict the field itself and minimise the relative L2 error (neuraloperator's LpLoss); both are standardised by the
training set alone. Errors are the definitions of their fields: VRMSE as in The Well, relative L2 as in the FNO paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from benchmarks import peer
from benchmarks.peers import loop

Array = NDArray[Any]
FNO = "FNO (neuraloperator), 16 modes, width 32"


@dataclass
class Trained:
    """Predictions of one model, a list with one entry a seed, and the facts of its training."""

    predictions: list[list[Array]]
    """For every test set the predictions (samples, 1, ny, nx) of every seed."""
    rollouts: list[Array] = field(default_factory=list)
    """(trajectories, steps, ny, nx) of every seed."""
    facts: dict[str, Any] = field(default_factory=dict)


def relative_l2(predicted: Array, target: Array) -> float:
    """Mean over samples of the L2 norm of the error over that of the target."""
    error = np.linalg.norm((predicted - target).reshape(len(target), -1), axis=1)
    return float(np.mean(error / np.linalg.norm(target.reshape(len(target), -1), axis=1)))


def vrmse(predicted: Array, target: Array, epsilon: float = 1e-7) -> Array:
    """sqrt(MSE / (spatial variance of the target + epsilon)), over the last two axes.

    The aggregation is the caller's: here always the mean over samples. Constant targets never occur.
    """
    mse = np.mean((predicted - target) ** 2, axis=(-2, -1))
    out: Array = np.sqrt(mse / (np.var(target, axis=(-2, -1)) + epsilon))
    return out


class Operator:
    """Our FieldOperator on fields of shape (batch, channels, ny, nx), with its scaling.

    Points stand at i / n of the box, as in the files of neuraloperator and in periodic simulations: the first row lies
    on the wall, the last one a step before the other. Mirrored fields are right only if the coordinates are.
    """

    def __init__(self, x: Tensor, y: Tensor, periodic: bool, **config: Any) -> None:
        from physfm_fields.decoder import FieldOperator

        self.module = FieldOperator(x.shape[1], y.shape[1], **config)
        self.periodic = periodic
        self.x_mean, self.x_std = x.mean(), x.std()
        self.y_mean, self.y_std = y.mean(), y.std()

    def __call__(self, x: Tensor) -> Tensor:
        from physfm_fields.coordinates import grid_points

        shape = (x.shape[-2], x.shape[-1])
        points = grid_points(shape).expand(len(x), -1, -1)
        around = torch.full((len(x), 2), float(self.periodic))
        values = ((x - self.x_mean) / self.x_std).flatten(2).transpose(1, 2)
        found = self.module(points, values, around)  # (batch, points, channels)
        return found.transpose(1, 2).unflatten(2, shape) * self.y_std + self.y_mean


def train_ours(
    data: Mapping[str, Array], settings: Mapping[str, Any], periodic: bool, learning_rate: float, **config: Any
) -> Trained:
    """FieldOperator on ``train_x`` and ``train_y``; predicts every test set and rolls out ``rollout_x``."""
    x, y = (torch.from_numpy(data[f"train_{name}"]).float() for name in "xy")
    tests = [torch.from_numpy(data[name]).float() for name in test_names(data)]
    out = Trained([[] for _ in tests])
    times = []
    for seed in settings["seeds"]:
        torch.manual_seed(seed)
        operator = Operator(x, y, periodic, **config)

        def loss(rows: Tensor, operator: Operator = operator) -> Tensor:
            error = (operator(x[rows]) - y[rows]).flatten(1).norm(dim=1)
            return (error / y[rows].flatten(1).norm(dim=1)).mean()

        seconds = loop.train(
            operator.module,
            loss,
            len(x),
            seed=seed,
            epochs=settings["epochs"],
            batch_size=settings["batch_size"],
            learning_rate=learning_rate,
            weight_decay=1e-4,
            name="FieldOperator",
        )
        for place, test in enumerate(tests):
            found, took = loop.infer(operator.module, partial(_predict, operator, test), len(test), 32)
            out.predictions[place].append(found.numpy())
        times.append((seconds, took))
        if "rollout_x" in data:
            out.rollouts.append(rollout(operator, torch.from_numpy(data["rollout_x"]).float(), settings["steps"]))
    mean = np.mean(times, axis=0)
    out.facts = {
        "parameters": loop.parameters(operator.module),
        "learning_rate": learning_rate,
        "epochs": settings["epochs"],
    }
    out.facts |= {"train_s": round(float(mean[0]), 1), "inference_s": round(float(mean[1]), 2)}
    return out


def train_fno(data: Mapping[str, Array], settings: Mapping[str, Any], **more: Any) -> Trained:
    """neuraloperator's FNO on the same arrays, in its own environment."""
    names = test_names(data)
    given = {("test_x" if n == "test_x" else n): v for n, v in data.items() if not n.endswith("_y") or n == "train_y"}
    modes = min(16, data["train_x"].shape[-1])
    wanted = {"mode": "train", "modes": modes, "width": 32, "more_tests": len(names) - 1, "threads": 2}
    found = peer.run("fno", given, {**settings, **wanted, **more})
    seeds = settings["seeds"]
    keys = ["prediction", *(f"prediction_{i}" for i in range(len(names) - 1))]
    times = np.mean([found[f"seconds_{seed}"] for seed in seeds], axis=0)
    facts = {"parameters": int(found["parameters"]), "learning_rate": more.get("learning_rate", 1e-3)}
    facts |= {
        "epochs": settings["epochs"],
        "train_s": round(float(times[0]), 1),
        "inference_s": round(float(times[1]), 2),
    }
    return Trained(
        [[found[f"{key}_{seed}"] for seed in seeds] for key in keys],
        [found[f"rollout_{seed}"] for seed in seeds] if "rollout_x" in data else [],
        facts,
    )


def test_names(data: Mapping[str, Array]) -> list[str]:
    """``test_x`` first, then ``test_x_0`` ..."""
    more: Sequence[str] = sorted(n for n in data if n.startswith("test_x_"))
    return ["test_x", *more]


def _predict(operator: Operator, x: Tensor, rows: Tensor) -> Tensor:
    return operator(x[rows])


@torch.no_grad()
def rollout(step: Any, history: Tensor, steps: int) -> Array:
    """Feed predictions back; (trajectories, steps, ny, nx)."""
    frames = []
    for _ in range(steps):
        frames.append(step(history))
        history = torch.cat([history[:, 1:], frames[-1]], dim=1)
    out: Array = torch.cat(frames, dim=1).numpy()
    return out
