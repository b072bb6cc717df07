"""Fourier features of coordinates: sines and cosines at octaves, so that a smooth network can represent detail.

Follows NeRF (arXiv 2003.08934) and Tancik et al. (arXiv 2006.10739). The frequencies are a buffer, not learned.
"""

from __future__ import annotations

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn


class FourierFeatures(nn.Module):
    """Map coordinates in about [-1, 1] to ``space * (1 + 2 * octaves)`` features.

    Parameters
    ----------
    octaves
        Number of frequencies pi, 2 pi, 4 pi ... per coordinate.
    """

    frequencies: Tensor

    def __init__(self, octaves: int) -> None:
        super().__init__()
        self.octaves = octaves
        self.register_buffer("frequencies", math.pi * 2.0 ** torch.arange(octaves), persistent=False)

    def width(self, space: int) -> int:
        """Number of features for ``space`` coordinates."""
        return space * (1 + 2 * self.octaves)

    def forward(self, x: Float[Tensor, "*rest space"]) -> Float[Tensor, "*rest features"]:
        """Return the coordinates themselves, their sines and their cosines."""
        phase = (x.unsqueeze(-1) * self.frequencies.to(x.dtype)).flatten(-2)  # (..., space * octaves)
        return torch.cat([x, phase.sin(), phase.cos()], dim=-1)
