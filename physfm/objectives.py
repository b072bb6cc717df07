"""Objectives of the shared latent space: contrast latents with words, and predict what was masked.

Pure functions; the modules that call them are in `physfm.training`.
"""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional

from physfm.types import Tokens


def sigmoid_contrastive(
    left: Float[Tensor, "batch width"],
    right: Float[Tensor, "texts width"],
    same: Bool[Tensor, "batch texts"],
    log_scale: Float[Tensor, ""],
    bias: Float[Tensor, ""],
) -> Float[Tensor, ""]:
    """Sigmoid loss over all pairs, each judged alone, so that one caption may fit many items.

    Parameters
    ----------
    left, right
        Embeddings; they are normalised here.
    same
        True where item and text belong together.
    log_scale, bias
        Learned logit scale and offset.

    Notes
    -----
    Source: SigLIP, arXiv 2303.15343. Positives and negatives are weighted to count the same: with few distinct
    captions the number of positives per item is not one, as it is there.
    """
    logits = functional.normalize(left, dim=1) @ functional.normalize(right, dim=1).T * log_scale.exp() + bias
    losses = functional.binary_cross_entropy_with_logits(logits, same.to(logits.dtype), reduction="none")
    positive, negative = losses[same], losses[~same]
    zero = losses.new_zeros(())
    return (positive.mean() if len(positive) else zero) + (negative.mean() if len(negative) else zero)


def drop_tokens(tokens: Tokens, share: float) -> Tokens:
    """Hide a random ``share`` of the real tokens of every item, keeping at least one.

    Uses torch's global random state, which a resumed run restores.
    """
    noise = torch.rand(tokens.mask.shape, device=tokens.mask.device).masked_fill(~tokens.mask, 2.0)
    keep = noise >= share
    first = functional.one_hot(
        noise.argmin(1), noise.shape[1]
    ).bool()  # the smallest noise: one token stays in any case
    return Tokens(tokens.values, tokens.mask & (keep | first))


def masked_latents(
    student: Float[Tensor, "batch tokens width"], teacher: Float[Tensor, "batch tokens width"]
) -> Tensor:
    """Latents of the masked item must predict the latents of the whole one (smooth L1 on normalised latents).

    The teacher gets no gradient. Follows data2vec (arXiv 2202.03555) without its moving average: the encoders below
    are frozen and the contrastive loss keeps the latents from collapsing.
    """
    target = functional.layer_norm(teacher.detach(), teacher.shape[-1:])
    return functional.smooth_l1_loss(functional.layer_norm(student, student.shape[-1:]), target)
