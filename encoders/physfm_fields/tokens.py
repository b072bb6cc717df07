"""From local fits to tokens: a transformer over the anchors whose positions are known only relative to each other.

Because attention sees steps between anchors and never their places, moving a periodic field by one anchor spacing
permutes the tokens and leaves their mean unchanged: an exact symmetry, not a learned one. For operators on a fixed
frame (a forcing, walls) ``absolute`` adds a learned vector for each place.

There is no norm after the last block: a token's length says how strong the field is around its anchor, and dividing it
out is what a reconstruction misses most.
"""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn

from physfm.nn.blocks import Block, initialise
from physfm_fields.coordinates import Neighbourhood, relative_index
from physfm_fields.fit import LocalFit


class KernelIntegral(nn.Module):
    """A learned linear kernel over the anchors: how much each place acts on each other, whatever the field.

    Attention mixes with positive weights that depend on what it sees; a Green function has signs and sees places alone.
    This is the kernel integral of neural operators (Li et al., arXiv 2003.03485) on the anchors, one kernel a group
    of channels.

    Parameters
    ----------
    width, num_heads
        Of the tokens; ``num_heads`` groups of channels share a kernel each.
    anchors
        Number of anchors.
    """

    def __init__(self, width: int, num_heads: int, anchors: int) -> None:
        super().__init__()
        self.norm = nn.RMSNorm(width)
        self.value = nn.Linear(width, width, bias=False)
        self.kernel = nn.Parameter(torch.randn(num_heads, anchors, anchors) * anchors**-0.5)
        self.out = nn.Linear(width, width, bias=False)
        nn.init.normal_(self.out.weight, std=0.02)

    def forward(self, x: Float[Tensor, "batch anchors width"]) -> Float[Tensor, "batch anchors width"]:
        """Return the increment."""
        value = self.value(self.norm(x)).unflatten(-1, (len(self.kernel), -1))
        return self.out(torch.einsum("hij,bjhc->bihc", self.kernel, value).flatten(2))


class AnchorTransformer(nn.Module):
    """Points around anchors in, one token an anchor out.

    Parameters
    ----------
    channels
        Channels of the values; ``flags`` more numbers describe the whole item.
    width, depth, num_heads
        Of the transformer.
    grid
        Anchors along each axis.
    order
        Cosines along each axis of the local fits.
    absolute
        Whether anchors know their place in the domain: each has a learned vector, and every block begins with a
        `KernelIntegral` between places.
    """

    def __init__(
        self,
        channels: int,
        flags: int,
        width: int,
        depth: int,
        num_heads: int,
        grid: int,
        order: int,
        absolute: bool = False,
    ) -> None:
        super().__init__()
        self.grid = grid
        self.fit = LocalFit(order)
        self.embed = nn.Linear(order**2 * channels + 1 + flags, width)
        self.blocks = nn.ModuleList(Block(width, num_heads) for _ in range(depth))
        self.steps = nn.Parameter(torch.zeros(depth, (2 * grid - 1) ** 2, num_heads))
        self.place = nn.Parameter(torch.zeros(grid * grid, width)) if absolute else None
        kernels = depth if absolute else 0
        self.kernels = nn.ModuleList(KernelIntegral(width, num_heads, grid * grid) for _ in range(kernels))
        initialise(self.blocks, depth)
        self._embed_orthogonally(order, channels)

    @torch.no_grad()
    def _embed_orthogonally(self, order: int, channels: int) -> None:
        """Start by keeping the ``width`` lowest coefficients as they are, turned: the start of an autoencoder."""
        j = torch.arange(order)
        height = (j[:, None] ** 2 + j[None, :] ** 2).flatten().repeat_interleave(channels)
        kept = height.argsort(stable=True)[: self.embed.out_features]
        turn = torch.empty(self.embed.out_features, len(kept))
        nn.init.orthogonal_(turn)
        self.embed.weight[:, : len(height)] = 0.0
        self.embed.weight[:, kept] = turn

    def forward(
        self,
        near: Neighbourhood,
        values: Float[Tensor, "batch points channel"],
        flags: Float[Tensor, "batch flags"],
        periodic: Float[Tensor, "batch 2"],
    ) -> tuple[
        Float[Tensor, "batch anchors width"],
        Bool[Tensor, "batch anchors"],
        Float[Tensor, "batch anchors functions channel"],
    ]:
        """Return the tokens, which of them have points around them, and the coefficients of the local fits."""
        coefficients, support = self.fit(near, values)
        everywhere = flags.unsqueeze(1).expand(-1, support.shape[1], -1)
        # Support is 0.5 at one point's weight; squeezed so that 8x8 points an anchor and more read alike.
        seen = support / (support + 0.1)
        x = self.embed(torch.cat([coefficients.flatten(2), seen, everywhere], dim=-1))
        if self.place is not None:
            x = x + self.place
        batch, anchors = x.shape[:2]
        mask = torch.ones(batch, anchors, dtype=torch.bool, device=x.device)
        index = relative_index(periodic, self.grid)
        x = x.flatten(0, 1)
        for level, (block, table) in enumerate(zip(self.blocks, self.steps, strict=True)):
            if self.kernels:
                x = x + self.kernels[level](x.unflatten(0, (batch, anchors))).flatten(0, 1)
            x = block(x, mask, bias=table[index].movedim(-1, 1))  # (batch, heads, anchors, anchors)
        return x.unflatten(0, (batch, anchors)), support.squeeze(-1) > 0, coefficients
