"""Particle Transformer (weaver-core) on the benchmark's jets: ``published`` as in its paper, or ``small``.

Its own recipe is kept: kinematic features of its data card plus the particle-flow species, pairwise features, Ranger,
learning rate 1e-3, flat then cosine, no weight decay in the embedding. Changed: float32 on a CPU, fewer epochs.
"""

from __future__ import annotations

import numpy as np
import torch
from kinematics import features
from loop import arguments, infer, parameters, rates, save, train
from torch.nn import functional
from weaver.nn.model.ParticleTransformer import ParticleTransformer
from weaver.utils.nn.optimizer.ranger import Ranger

CONFIGS = {
    "published": {"embed_dims": (128, 512, 128), "pair_embed_dims": (64, 64, 64), "num_heads": 8, "num_layers": 8},
    "small": {
        "embed_dims": (64, 64),
        "pair_embed_dims": (32, 32),
        "num_heads": 8,
        "num_layers": 3,
        "num_cls_layers": 1,
    },
}


def main() -> None:
    data, settings, out = arguments()
    found: dict[str, np.ndarray] = {}
    for seed in settings["seeds"]:
        torch.manual_seed(seed)
        extra = data["train_species"].shape[-1]
        model = ParticleTransformer(input_dim=7 + extra, num_classes=2, **CONFIGS[settings["config"]])

        def logits(split: str, rows: torch.Tensor, model: torch.nn.Module = model) -> torch.Tensor:
            p4, mask = data[f"{split}_p4"][rows], data[f"{split}_mask"][rows]
            x = torch.cat([features(p4, mask), data[f"{split}_species"][rows]], dim=-1).transpose(1, 2)
            vectors = p4[..., [1, 2, 3, 0]].transpose(1, 2)  # weaver orders (px, py, pz, E)
            return model(x, v=vectors, mask=mask[:, None, :])

        def loss(rows: torch.Tensor) -> torch.Tensor:
            return functional.cross_entropy(logits("train", rows), data["train_label"][rows].long())

        found["parameters"] = np.array(parameters(model))
        if settings["mode"] == "rates":
            speeds = rates(
                model,
                loss,
                lambda r: logits("train", r),
                len(data["train_label"]),
                settings["batch_size"],
                settings["seconds"],
            )
            found["rates"] = np.array(speeds)
            break
        seconds = train(
            model,
            loss,
            len(data["train_label"]),
            seed=seed,
            epochs=settings["epochs"],
            batch_size=settings["batch_size"],
            learning_rate=1e-3,
            weight_decay=0.0,
            optimiser=Ranger,
            decay="flat+cos",
            name=f"ParT {settings['config']}",
        )
        raw, took = infer(model, lambda r: logits("test", r), len(data["test_mask"]), 256)
        found[f"score_{seed}"] = (raw[:, 1] - raw[:, 0]).numpy()
        found[f"seconds_{seed}"] = np.array([seconds, took])
    save(out, found)


if __name__ == "__main__":
    main()
