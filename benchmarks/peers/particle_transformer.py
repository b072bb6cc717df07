"""Particle Transformer (weaver-core) on the benchmark's jets: ``published`` as in its paper, or ``small``.

Its own recipe is kept: kinematic features of its data card plus the particle-flow species, pairwise features, Ranger,
learning rate 1e-3, flat then cosine, no weight decay in the embedding. Changed: float32 on a CPU, fewer epochs.
"""

from __future__ import annotations

import tagging
import torch
from kinematics import features
from torch import nn
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


def logits(model: nn.Module, p4: torch.Tensor, mask: torch.Tensor, species: torch.Tensor) -> torch.Tensor:
    x = torch.cat([features(p4, mask), species], dim=-1).transpose(1, 2)
    vectors = p4[..., [1, 2, 3, 0]].transpose(1, 2)  # weaver orders (px, py, pz, E)
    return model(x, v=vectors, mask=mask[:, None, :])


def main() -> None:
    tagging.run(
        build=lambda species, settings: ParticleTransformer(
            input_dim=7 + species, num_classes=2, **CONFIGS[settings["config"]]
        ),
        forward=logits,
        loss=lambda both, label: functional.cross_entropy(both, label.long()),
        score=lambda both: both[:, 1] - both[:, 0],
        name=lambda settings: f"ParT {settings['config']}",
        learning_rate=1e-3,
        weight_decay=0.0,
        optimiser=Ranger,
        decay="flat+cos",
    )


if __name__ == "__main__":
    main()
