"""A peer that tags jets, from its data on the command line to its scores: one training a seed, or its rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from loop import arguments, infer, parameters, rates, save, train
from torch import Tensor, nn


def run(
    build: Callable[[int, Mapping[str, Any]], nn.Module],
    forward: Callable[[nn.Module, Tensor, Tensor, Tensor], Tensor],
    loss: Callable[[Tensor, Tensor], Tensor],
    score: Callable[[Tensor], Tensor],
    name: Callable[[Mapping[str, Any]], str],
    **recipe: Any,
) -> None:
    """Train and infer, and save scores, seconds and number of parameters; with ``mode: rates`` items per second.

    Parameters
    ----------
    build
        A model from the number of species and the settings.
    forward
        Outputs of the model from four-momenta, mask and species of a batch.
    loss
        Of outputs and labels.
    score
        The score of each jet from the outputs.
    name
        In the log, from the settings.
    recipe
        Its authors' own, for `loop.train`.
    """
    data, settings, out = arguments()
    found: dict[str, np.ndarray] = {}
    count = len(data["train_label"])
    for seed in settings["seeds"]:
        torch.manual_seed(seed)
        model = build(data["train_species"].shape[-1], settings)

        def outputs(split: str, rows: Tensor, model: nn.Module = model) -> Tensor:
            return forward(model, *(data[f"{split}_{each}"][rows] for each in ("p4", "mask", "species")))

        def trained(rows: Tensor) -> Tensor:
            return loss(outputs("train", rows), data["train_label"][rows])

        found["parameters"] = np.array(parameters(model))
        if settings["mode"] == "rates":
            speeds = rates(
                model, trained, lambda r: outputs("train", r), count, settings["batch_size"], settings["seconds"]
            )
            found["rates"] = np.array(speeds)
            break
        seconds = train(
            model,
            trained,
            count,
            seed=seed,
            epochs=settings["epochs"],
            batch_size=settings["batch_size"],
            name=name(settings),
            **recipe,
        )
        raw, took = infer(model, lambda r: outputs("test", r), len(data["test_mask"]), 256)
        found[f"score_{seed}"] = score(raw).numpy()
        found[f"seconds_{seed}"] = np.array([seconds, took])
    save(out, found)
