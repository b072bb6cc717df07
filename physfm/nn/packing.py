"""Ragged data stays packed: (total, width) and the length of every item; (batch, tokens, width) would have holes."""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor


def lengths_of(mask: Bool[Tensor, "batch tokens"]) -> Int[Tensor, "batch"]:
    """Number of real tokens of every item."""
    return mask.sum(1)


def pack(
    values: Float[Tensor, "batch tokens *rest"], mask: Bool[Tensor, "batch tokens"]
) -> Float[Tensor, "total *rest"]:
    """Drop the padding: real tokens of all items, one after the other."""
    return values[mask]


def unpack(
    packed: Float[Tensor, "total *rest"], mask: Bool[Tensor, "batch tokens"]
) -> Float[Tensor, "batch tokens *rest"]:
    """Inverse of `pack`; padding becomes zero."""
    values = packed.new_zeros(*mask.shape, *packed.shape[1:])
    return torch.masked_scatter(values, mask.reshape(*mask.shape, *([1] * (packed.ndim - 1))), packed)
