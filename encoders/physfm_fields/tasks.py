"""What the field encoder learns: to be a neural field of its input, and to name the equation behind it.

Three heads: reconstruction at points that were held out (its error doubles as a check of whether the file belongs to
what the encoder knows), the family of the equation, and whether the variance falls from the first frame to the last.
Class probabilities are calibrated by one temperature, fitted on validation data and kept with the weights.
"""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional

from physfm.types import Tokens
from physfm_fields.coordinates import neighbourhood
from physfm_fields.decoder import FieldDecoder

VRMSE_EPS = 1e-7
"""Added to the variance of the target, which is one for standardised fields."""


def vrmse(
    predicted: Float[Tensor, "batch points channel"],
    target: Float[Tensor, "batch points channel"],
    mask: Bool[Tensor, "batch points"] | None = None,
    present: Float[Tensor, "batch channel"] | None = None,
    eps: float = VRMSE_EPS,
) -> Float[Tensor, "batch"]:
    r"""Variance-scaled error :math:`\sqrt{\langle (p-t)^2\rangle / (\mathrm{var}\,t + \epsilon)}` of every item.

    The spatial mean and variance are those of each channel; the squared ratio is averaged over the channels that are
    present. A prediction of the mean gives 1. ``eps`` is in units of the target squared.
    """
    weight = (torch.ones_like(target[..., 0]) if mask is None else mask.to(target.dtype)).unsqueeze(-1)
    count = weight.sum(1).clamp(min=1)
    mean = (target * weight).sum(1) / count
    variance = ((target - mean.unsqueeze(1)).square() * weight).sum(1) / count
    error = ((predicted - target).square() * weight).sum(1) / count
    ratio = error / (variance + eps)
    channels = torch.ones_like(ratio) if present is None else present
    return ((ratio * channels).sum(1) / channels.sum(1).clamp(min=1)).sqrt()


class FieldTasks(nn.Module):
    """Decoder and supervised heads on the tokens of the field encoder."""

    temperature: Tensor
    familiar: Tensor

    def __init__(self, width: int, channels: int, order: int, families: int) -> None:
        super().__init__()
        self.decoder = FieldDecoder(width, channels, order)
        self.hidden = nn.Linear(width, width)
        self.family = nn.Linear(width, families)
        self.falls = nn.Linear(width, 1)
        self.register_buffer("temperature", torch.ones(2))
        # Reconstruction error above which a field is unlike those of each family; set by calibration.
        self.register_buffer("familiar", torch.full((families,), 0.5))

    def reconstruct(
        self,
        tokens: Float[Tensor, "batch anchors width"],
        queries: Float[Tensor, "batch queries 2"],
        mask: Bool[Tensor, "batch queries"],
        periodic: Float[Tensor, "batch 2"],
        grid: int,
    ) -> Float[Tensor, "batch queries channel"]:
        """Evaluate the neural field at the queries."""
        return self.decoder(tokens, neighbourhood(queries, mask, periodic, grid), queries.shape[1])

    def logits(self, tokens: Tokens) -> tuple[Tensor, Tensor]:
        """Calibrated logits: families (batch, families), and "the variance falls" (batch,)."""
        # Not linear before the mean over the anchors: amplitudes of either sign would cancel in it.
        x = Tokens(functional.silu(self.hidden(tokens.values)), tokens.mask).pooled
        return self.family(x) / self.temperature[0], self.falls(x).squeeze(-1) / self.temperature[1]

    def losses(self, tokens: Tokens, truth: dict[str, Tensor]) -> dict[str, Tensor]:
        """Cross entropies of the heads over the items whose truth is known (zero if none is)."""
        family, falls = self.logits(tokens)
        unknown = torch.full_like(falls, float("nan"))
        label, ratio = truth.get("family", unknown), truth.get("variance_ratio", unknown)
        known = torch.isfinite(label)
        chosen = torch.where(known, label, torch.zeros_like(label)).long()
        nll = functional.cross_entropy(family, chosen, reduction="none")
        known_ratio = torch.isfinite(ratio)
        binary = functional.binary_cross_entropy_with_logits(falls, (ratio < 1).to(falls.dtype), reduction="none")
        return {
            "family": (nll * known).sum() / known.sum().clamp(min=1),
            "falls": 0.5 * (binary * known_ratio).sum() / known_ratio.sum().clamp(min=1),
        }
