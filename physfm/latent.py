"""The shared latent space: one Perceiver resampler per encoder into one trunk that all domains share.

Every item, whatever its domain, becomes the same small number of latent tokens of the same width. A resampler
(learned queries that cross-attend to the encoder's tokens: Perceiver, arXiv 2103.03206; Flamingo, arXiv 2204.14198)
removes the domain's own length and width; the trunk then treats jets, strain and fields alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from einops import rearrange, repeat
from jaxtyping import Float
from torch import Tensor, nn

from physfm.errors import WeightsError
from physfm.nn import Block, CrossBlock, pack
from physfm.nn.blocks import initialise
from physfm.types import Tokens


@dataclass(frozen=True)
class Latents:
    """Items in the shared latent space.

    Parameters
    ----------
    tokens
        (items, latent_tokens, latent_width), dimensionless.
    pooled
        (items, latent_width): mean over the latent tokens; what probes and contrastive training use.
    ids
        The samples' ids, in order.
    encoder
        Name of the encoder that the items came through.
    aligned
        False if the resampler of this encoder was never trained (a plug-in that the shipped latent space does not
        know): the tokens are then a fixed random projection.
    """

    tokens: Float[Tensor, "items latent_tokens latent_width"]
    pooled: Float[Tensor, "items latent_width"]
    ids: tuple[str, ...]
    encoder: str
    aligned: bool


class Resampler(nn.Module):
    """Any number of encoder tokens in, ``latent_tokens`` out.

    Parameters
    ----------
    encoder_width
        Width of the encoder's tokens.
    latent_width, latent_tokens
        Of the shared latent space.
    num_heads
        Attention heads; must divide ``latent_width``.
    depth
        Number of cross-attention blocks.
    """

    def __init__(
        self, encoder_width: int, latent_width: int, latent_tokens: int, num_heads: int, depth: int = 2
    ) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(latent_tokens, latent_width) * 0.02)
        self.blocks = nn.ModuleList(CrossBlock(latent_width, num_heads, encoder_width) for _ in range(depth))
        initialise(self, depth)

    def forward(self, tokens: Tokens) -> Float[Tensor, "batch latent_tokens latent_width"]:
        """Return the latents of every item."""
        batch = len(tokens.mask)
        x = repeat(self.queries, "t w -> (b t) w", b=batch)
        mask = tokens.mask.new_ones(batch, len(self.queries))
        context = pack(tokens.values, tokens.mask)
        for block in self.blocks:
            x = block(x, mask, context, tokens.mask)
        return rearrange(x, "(b t) w -> b t w", b=batch)


class LatentSpace(nn.Module):
    """Resamplers and the trunk that all domains share.

    Parameters
    ----------
    encoders
        Name and token width of every encoder, such as ``{"lhc": 128}``.
    latent_width, latent_tokens
        Shape of every item's latents.
    trunk_depth
        Self-attention blocks shared by all domains.
    num_heads
        Attention heads of resamplers and trunk.
    """

    def __init__(
        self,
        encoders: Mapping[str, int],
        latent_width: int = 192,
        latent_tokens: int = 8,
        trunk_depth: int = 2,
        num_heads: int = 6,
    ) -> None:
        super().__init__()
        self.config: dict[str, Any] = {
            "encoders": dict(encoders),
            "latent_width": latent_width,
            "latent_tokens": latent_tokens,
            "trunk_depth": trunk_depth,
            "num_heads": num_heads,
        }
        self.latent_width, self.latent_tokens, self.num_heads = latent_width, latent_tokens, num_heads
        self.resamplers = nn.ModuleDict()
        self.widths: dict[str, int] = {}
        self.trunk = nn.ModuleList(Block(latent_width, num_heads) for _ in range(trunk_depth))
        initialise(self.trunk, max(trunk_depth, 1))
        self.norm = nn.RMSNorm(latent_width)
        self.trained = frozenset(encoders)
        for name, width in encoders.items():
            self._add(name, width)

    def _add(self, name: str, width: int) -> None:
        self.widths[name] = width
        self.resamplers[name] = Resampler(width, self.latent_width, self.latent_tokens, self.num_heads)

    def admit(self, name: str, width: int) -> None:
        """Give an encoder that this space was not trained with a resampler, the same one on every machine.

        Raises
        ------
        WeightsError
            If the space knows the name with another width.
        """
        if name in self.resamplers:
            known = self.widths[name]
            if known != width:
                raise WeightsError(
                    f"The latent space was trained with encoder {name!r} of width {known}, this one has {width}. "
                    "Use the encoder's shipped weights, or align again (experiments/align)."
                )
            return
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(zlib.crc32(name.encode()))
            self._add(name, width)
        self.resamplers[name].to(self.norm.weight.device)

    def forward(self, name: str, tokens: Tokens) -> Float[Tensor, "batch latent_tokens latent_width"]:
        """Map the tokens of encoder ``name`` into the shared space.

        Raises
        ------
        WeightsError
            If the space knows no such encoder, or knows it with tokens of another width.
        """
        if self.widths.get(name) != tokens.values.shape[2]:
            raise WeightsError(
                f"The latent space expects tokens of encoders and widths {self.widths}, got {name!r} of width "
                f"{tokens.values.shape[2]}. Give it the width of the encoder's weights, or admit() the encoder."
            )
        x = self.resamplers[name](tokens)
        mask = x.new_ones(x.shape[:2], dtype=torch.bool)
        batch = len(x)
        x = rearrange(x, "b t w -> (b t) w")
        for block in self.trunk:
            x = block(x, mask)
        return rearrange(self.norm(x), "(b t) w -> b t w", b=batch)
