"""neuraloperator's FNO (16 modes, width 32, four layers) as a map between fields, with its own grid embedding.

Data: ``train_x`` (samples, channels, ny, nx), ``train_y`` (samples, 1, ny, nx), standardised here by the training
set. It predicts the field itself, as its authors train it; relative L2 loss (its LpLoss), AdamW, learning rate 1e-3
cosine. ``rollout_x`` (trajectories, history, ny, nx) is rolled out ``steps`` times.
"""

from __future__ import annotations

import numpy as np
import torch
from loop import arguments, infer, parameters, rates, save, train
from neuralop.losses import LpLoss
from neuralop.models import FNO


def main() -> None:
    data, settings, out = arguments()
    found: dict[str, np.ndarray] = {}
    x, y = data["train_x"].float(), data["train_y"].float()
    x_mean, x_std = x.mean(), x.std()
    y_mean, y_std = y.mean(), y.std()
    relative = LpLoss(d=2, p=2, reduction="mean")
    for seed in settings["seeds"]:
        torch.manual_seed(seed)
        model = FNO(
            n_modes=(settings["modes"],) * 2, in_channels=x.shape[1], out_channels=1, hidden_channels=settings["width"]
        )
        if settings.get("broken"):
            # The fault of a well-known benchmark (its pull request 64): the blocks run, their output is thrown away.
            _forget_the_blocks(model)

        def predict(given: torch.Tensor, model: torch.nn.Module = model) -> torch.Tensor:
            return model((given - x_mean) / x_std) * y_std + y_mean

        def loss(rows: torch.Tensor) -> torch.Tensor:
            return relative(predict(x[rows]), y[rows])

        found["parameters"] = np.array(parameters(model))
        if settings["mode"] == "rates":
            speeds = rates(model, loss, lambda r: predict(x[r]), len(x), settings["batch_size"], settings["seconds"])
            found["rates"] = np.array(speeds)
            break
        seconds = train(
            model,
            loss,
            len(x),
            seed=seed,
            epochs=settings["epochs"],
            batch_size=settings["batch_size"],
            learning_rate=settings.get("learning_rate", 1e-3),
            weight_decay=1e-4,
            name="FNO" + (" (blocks' output dropped)" if settings.get("broken") else ""),
        )
        raw, took = infer(model, lambda r: predict(data["test_x"][r].float()), len(data["test_x"]), 32)
        found[f"seconds_{seed}"] = np.array([seconds, took])
        found[f"prediction_{seed}"] = raw.numpy()
        for number in range(int(settings.get("more_tests", 0))):
            more = data[f"test_x_{number}"].float()
            found[f"prediction_{number}_{seed}"] = infer(model, lambda r, m=more: predict(m[r]), len(more), 32)[
                0
            ].numpy()
        if "rollout_x" in data:
            found[f"rollout_{seed}"] = _rollout(predict, data["rollout_x"].float(), settings["steps"]).numpy()
    save(out, found)


@torch.no_grad()
def _rollout(predict: object, history: torch.Tensor, steps: int) -> torch.Tensor:
    frames = []
    for _ in range(steps):
        frames.append(predict(history))  # type: ignore[operator]
        history = torch.cat([history[:, 1:], frames[-1]], dim=1)
    return torch.cat(frames, dim=1)  # (trajectories, steps, ny, nx)


def _forget_the_blocks(model: FNO) -> None:
    blocks = model.fno_blocks.forward

    def forward(x: torch.Tensor, *args: object, **kwargs: object) -> torch.Tensor:
        blocks(x, *args, **kwargs)
        return x

    model.fno_blocks.forward = forward


if __name__ == "__main__":
    main()
