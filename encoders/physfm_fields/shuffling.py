"""Fields without physics: Fourier phases drawn anew on a regular grid, values exchanged between points elsewhere.

On a grid every frame keeps its power spectrum and the frames their cross-spectra (one phase for all of them); fronts,
vortices and every other structure are lost. Scattered points keep their values' distribution only. Control of
`physfm.probing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from physfm.encoder import Shuffle
from physfm.types import Sample


def scramble(samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    """Scramble every item on its own."""
    out = []
    for sample in samples:
        values = sample.inputs["values"]  # (points, channel)
        mask = sample.inputs.get("mask")
        order = None if mask is not None and not bool(mask.all()) else _grid(sample.inputs["points"])
        if order is None:
            real = torch.arange(len(values)) if mask is None else torch.nonzero(mask).flatten()
            scrambled = values.clone()
            scrambled[real] = values[real[torch.randperm(len(real), generator=generator)]]
        else:
            scrambled = torch.empty_like(values)
            frames = values[order.flatten()].unflatten(0, order.shape)  # (x, y, channel)
            scrambled[order.flatten()] = _rephase(frames, generator).flatten(0, 1)
        out.append(replace(sample, inputs={**sample.inputs, "values": scrambled}, truth={}))
    return out


def _grid(points: Tensor) -> Tensor | None:
    """Positions of the points as (x, y), or None where they are no full grid."""
    x, row = points[:, 0].unique(return_inverse=True)
    y, column = points[:, 1].unique(return_inverse=True)
    if len(x) * len(y) != len(points) or min(len(x), len(y)) < 2:
        return None
    place = row * len(y) + column
    if len(place.unique()) != len(points):
        return None
    return place.argsort().unflatten(0, (len(x), len(y)))


def _rephase(frames: Tensor, generator: torch.Generator) -> Tensor:
    # The phases of a real noise field are antisymmetric, as those of a real field must be; its mean's is 0 or pi.
    noise = torch.randn(frames.shape[:2], generator=generator, dtype=torch.float64)
    turn = torch.exp(1j * torch.fft.fft2(noise).angle())
    turn[0, 0] = 1
    spectrum = torch.fft.fft2(frames.double(), dim=(0, 1))
    return torch.fft.ifft2(spectrum * turn.unsqueeze(-1), dim=(0, 1)).real.to(frames.dtype)


SHUFFLE = Shuffle(
    "phase-randomised fields",
    scramble,
    "Keeps the power spectrum of every frame; loses fronts, vortices and all else that phases carry.",
)
