"""Pretraining of a trunk: one objective for every source, physics, shuffled physics and text alike.

Masked modelling in the manner of a masked autoencoder (arXiv 2111.06377): half of an item's tokens go through a
resampler into the trunk; from the latents a decoder of one cross-attention predicts the other half, which it is asked
for by their place. The loss is the unexplained share of their variance. Latents, resampler and trunk are those of
`physfm.latent`.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from einops import rearrange, repeat
from jaxtyping import Float, Int
from torch import Tensor, nn

from physfm.latent import LatentSpace
from physfm.nn import CrossBlock
from physfm.nn.blocks import initialise
from physfm.probing.domain import Domain
from physfm.types import Tokens

State = dict[str, Tensor]


@dataclass(frozen=True)
class Settings:
    """Size and training of a trunk, and of what is trained on top of it.

    Parameters
    ----------
    tokens
        Most tokens of an item; neighbours of longer ones are averaged.
    width, depth, num_heads, latent_tokens
        Of the shared latent space: the trunk is ``depth`` self-attention blocks.
    pretrain_steps, pretrain_batch
        Masked modelling; the same for every source, however many domains are in it.
    tune_steps, tune_batch
        Most steps of a fine-tuning and the items in one; see `physfm.probing.readout.steps_for`.
    rate
        Peak learning rate of AdamW everywhere, after a tenth of the steps, falling as a cosine.
    fractions
        Shares of the labels.
    """

    tokens: int = 32
    width: int = 64
    depth: int = 4
    num_heads: int = 4
    latent_tokens: int = 8
    pretrain_steps: int = 200
    pretrain_batch: int = 16
    tune_steps: int = 50
    tune_batch: int = 16
    rate: float = 1e-3
    fractions: tuple[float, ...] = (0.0005, 0.005, 0.02, 0.1, 1.0)

    def space(self, widths: Mapping[str, int]) -> LatentSpace:
        """Make a latent space at random initialisation for domains of these token widths."""
        return LatentSpace(widths, self.width, self.latent_tokens, self.depth, self.num_heads)


QUICK = Settings(tokens=16, width=32, depth=2, pretrain_steps=60, tune_steps=25, fractions=(0.02, 0.1, 1.0))
"""Of ``physfm probe``: a minute or two on one core. experiments/cross_domain_transfer is the same at length."""


def seeded(*parts: object) -> int:
    """Seed from anything that can be written down: the same on every machine."""
    return zlib.crc32("/".join(map(str, parts)).encode())


def placed(tokens: Tokens) -> Tokens:
    """Add to every token where it stands in its item: encoders with relative positions leave that out."""
    _, count, width = tokens.values.shape
    return Tokens(tokens.values + places(count, width).to(tokens.values), tokens.mask)


def places(count: int, width: int) -> Float[Tensor, "tokens width"]:
    """Sines and cosines of the place (Vaswani et al., arXiv 1706.03762)."""
    rate = torch.exp(torch.arange(0, width, 2) * (-math.log(1e4) / width))
    phase = torch.arange(count).unsqueeze(1) * rate  # (tokens, ceil(width / 2))
    return torch.stack([phase.sin(), phase.cos()], -1).flatten(1)[:, :width]


class Decoder(nn.Module):
    """Predict tokens at given places from latents."""

    def __init__(self, token_width: int, latent_width: int, num_heads: int) -> None:
        super().__init__()
        self.query = nn.Linear(latent_width, latent_width)
        self.block = CrossBlock(latent_width, num_heads, latent_width)
        self.norm = nn.RMSNorm(latent_width)
        self.out = nn.Linear(latent_width, token_width)
        initialise(self, 1)

    def forward(
        self, latents: Float[Tensor, "batch latent_tokens latent_width"], where: Int[Tensor, "batch hidden"]
    ) -> Float[Tensor, "batch hidden token_width"]:
        """Return the guess for every place in ``where``."""
        batch, count, width = latents.shape
        table = places(int(where.max()) + 1, width).to(latents)
        query = self.query(rearrange(table[where], "b h w -> (b h) w"))
        asked = torch.ones_like(where, dtype=torch.bool)
        every = asked.new_ones(batch, count)
        x = self.block(query, asked, rearrange(latents, "b t w -> (b t) w"), every)
        return rearrange(self.out(self.norm(x)), "(b h) w -> b h w", b=batch)


class Masked(nn.Module):
    """A latent space with one decoder a domain."""

    def __init__(self, widths: Mapping[str, int], settings: Settings) -> None:
        super().__init__()
        self.space = settings.space(widths)
        self.decoders = nn.ModuleDict(
            {name: Decoder(width, settings.width, settings.num_heads) for name, width in widths.items()}
        )

    def loss(self, name: str, tokens: Tokens, generator: torch.Generator) -> Tensor:
        """Unexplained share of the variance of hidden tokens."""
        chance = torch.rand(tokens.mask.shape, generator=generator).to(tokens.values.device)
        chance = chance.masked_fill(~tokens.mask, 2.0)
        order = chance.argsort(1)  # real tokens first, in random order
        real = tokens.mask.sum(1, keepdim=True)
        shown = (real // 2).clamp(min=1)
        half = -(-order.shape[1] // 2)
        rank = torch.arange(half, device=order.device)
        latents = self.space(name, Tokens(_taken(placed(tokens).values, order[:, :half]), rank < shown))
        where = order.gather(1, (shown + rank).clamp(max=order.shape[1] - 1))
        asked = shown + rank < real
        error = (self.decoders[name](latents, where) - _taken(tokens.values, where)).pow(2).mean(2)
        return (error * asked).sum() / asked.sum().clamp(min=1)


def _taken(values: Tensor, where: Tensor) -> Tensor:
    return values.gather(1, repeat(where, "b t -> b t w", w=values.shape[2]))


def trunk_of(space: LatentSpace) -> State:
    """Return the part that domains share: the blocks and the norm after them."""
    whole = space.state_dict()
    return {k: v.detach().clone() for k, v in whole.items() if k.startswith(("trunk.", "norm."))}


def graft(space: LatentSpace, trunk: Mapping[str, Tensor]) -> LatentSpace:
    """Put a trunk into a latent space in place of its own."""
    space.load_state_dict({**space.state_dict(), **trunk})
    return space


def fresh(settings: Settings, seed: int) -> State:
    """Return a trunk at random initialisation."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return trunk_of(settings.space({}))


def pretrain(
    domains: Sequence[Domain], shuffled: bool, settings: Settings, seed: int
) -> tuple[LatentSpace, dict[str, float]]:
    """Train a trunk on one domain, or on several in turn, from the initialisation that ``seed`` gives to all sources.

    Returns
    -------
    space, explained
        The trained latent space, and the share of the variance of hidden *test* tokens (with their physics) that it
        explains per domain.
    """
    items = {d.name: d.shuffled if shuffled else d.source for d in domains}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seeded(seed, "resamplers"))
        model = Masked({d.name: d.width for d in domains}, settings)
    graft(model.space, fresh(settings, seed))
    model.to(domains[0].device)
    generator = torch.Generator().manual_seed(seeded(seed, "masks"))
    optimizer, schedule = adamw(model, settings.pretrain_steps, settings.rate)
    for step in range(settings.pretrain_steps):
        name = domains[step % len(domains)].name
        rows = torch.randint(len(items[name]), (settings.pretrain_batch,), generator=generator)
        loss = model.loss(name, items[name].rows(rows).tokens, generator)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        explained = {d.name: 1 - float(model.loss(d.name, d.test.tokens, generator)) for d in domains}
    return model.space, explained


def adamw(model: nn.Module, steps: int, rate: float) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """AdamW (weight decay 0.01) with a rise over a tenth of the steps and a fall as a cosine."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    rise = max(1, steps // 10)

    def at(step: int) -> float:
        if step < rise:
            return (step + 1) / rise
        return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, at)
