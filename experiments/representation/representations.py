"""Five ways to turn the same numbers into tokens for the same trunk, and two controls.

``text``         digits and powers of ten as symbols, in order
``discrete``     a bin for every number, in order
``continuous``   a linear map of each site's numbers, in order
``graph``        the same map without order; pairs of sites bias attention (as in ParT, arXiv 2202.03772)
``field``        values at Fourier-encoded coordinates, read into latents at learned places by cross-attention
``continuous of text``, ``continuous of bins``
                 continuous, but of numbers as the text or the bins give them back: what is lost by rounding alone

Every module takes `Items` and returns a `Sequence`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from experiments.representation.codec import Bins, Codec, Text
from experiments.representation.items import Items, Points, Scale, Task
from physfm.nn import MLP, Block, FourierFeatures, pack, unpack
from physfm.nn.blocks import Attention

NAMES = ("text", "discrete", "continuous", "graph", "field")
REFERENCE = "continuous"
CONTROLS = {"continuous of text": "text", "continuous of bins": "discrete"}
"""Controls, and the representation that each is the control of."""


@dataclass(frozen=True)
class Size:
    """Of every network.

    Parameters
    ----------
    width, depth, num_heads
        Of the trunk.
    parameters
        In all, trunk, tokens and heads together; met by the width of the feed-forward layers.
    latents, octaves
        Tokens of the neural field, and frequencies of its coordinates.
    edge_width
        Of the layer between features of pairs and heads.
    """

    width: int
    depth: int
    num_heads: int
    parameters: int
    latents: int
    octaves: int
    edge_width: int


@dataclass(frozen=True)
class Sequence:
    """What the trunk receives: tokens (b, tokens, width), mask (b, tokens), and bias (b, heads, tokens, tokens)."""

    values: Tensor
    mask: Tensor
    bias: Tensor | None = None


@dataclass(frozen=True)
class Known:
    """All that training items tell before training: scale and codecs."""

    scale: Scale
    codecs: Mapping[str, Codec]

    @classmethod
    def fit(cls, task: Task, items: Items, digits: int, powers: tuple[int, int], bins: int) -> Known:
        """Look at training items."""
        scale = Scale.fit(task, items)
        return cls(scale, {"text": Text(digits, powers), "discrete": Bins.fit(task, scale, items, bins)})


class Symbols(nn.Module):
    """Symbols of a codec; each knows which number it belongs to, and its place therein."""

    def __init__(self, codec: Codec, numbers: int, size: Size) -> None:
        super().__init__()
        self.codec = codec
        self.symbol = nn.Embedding(codec.vocabulary, size.width)
        self.number = nn.Parameter(torch.randn(numbers, 1, size.width) * 0.5)
        self.place = nn.Parameter(torch.randn(codec.symbols, size.width) * 0.5)

    def forward(self, items: Items) -> Sequence:
        """Return ``sites * c * symbols`` tokens."""
        symbols = self.codec.encode(items.numbers).flatten(1, 2)  # (b, numbers, symbols)
        values = self.symbol(symbols) + self.number + self.place
        each = values.shape[1] * values.shape[2] // items.mask.shape[1]
        return Sequence(values.flatten(1, 2), items.mask.repeat_interleave(each, 1))


class Continuous(nn.Module):
    """A linear map of every site's features, and a vector for its place in the order."""

    def __init__(self, scale: Scale, sites: int, columns: int, size: Size, codec: Codec | None = None) -> None:
        super().__init__()
        self.scale, self.codec = scale, codec
        self.embed = nn.Linear(columns, size.width)
        self.site = nn.Parameter(torch.randn(sites, size.width) * 0.5)

    def forward(self, items: Items) -> Sequence:
        """Return a token a site."""
        numbers = items.numbers if self.codec is None else self.codec.decode(self.codec.encode(items.numbers))
        return Sequence(self.embed(self.scale.features(numbers)) + self.site, items.mask)


class Graph(nn.Module):
    """Nodes without order; features of pairs become a bias of attention, the same in every block."""

    def __init__(self, task: Task, scale: Scale, size: Size) -> None:
        super().__init__()
        self.task, self.scale = task, scale
        self.embed = nn.Linear(len(task.columns), size.width)
        self.bias = nn.Sequential(
            nn.Linear(task.edge_features, size.edge_width), nn.GELU(), nn.Linear(size.edge_width, size.num_heads)
        )

    def forward(self, items: Items) -> Sequence:
        """Return a token a site, and the bias."""
        with torch.no_grad():
            edges = self.task.edges(items.numbers, items.mask)
        bias = self.bias(edges.movedim(1, -1)).movedim(-1, 1)
        return Sequence(self.embed(self.scale.features(items.numbers)), items.mask, bias.contiguous())


class Field(nn.Module):
    """Values at coordinates, in any order and number; latents at learned places read what lies around them.

    The item is a function known at points. A latent is a local piece of it (as in spatial functa, arXiv 2302.03130),
    but found by one learned reading: to fit every item would cost more than the training that is compared here.
    """

    def __init__(self, task: Task, scale: Scale, space: int, channels: int, size: Size, expansion: float) -> None:
        super().__init__()
        self.task, self.scale = task, scale
        self.fourier = FourierFeatures(size.octaves)
        waves = self.fourier.width(space)
        self.embed = nn.Sequential(
            nn.Linear(waves + channels + channels * waves, size.width), nn.SiLU(), nn.Linear(size.width, size.width)
        )
        self.queries = nn.Parameter(torch.randn(size.latents, size.width) * 0.5)
        self.places = nn.Parameter(torch.rand(size.latents, space) * 2 - 1)
        self.sharpness = nn.Parameter(torch.linspace(0, 4, size.num_heads))  # logarithms: from everything to near
        self.norm = nn.RMSNorm(size.width)
        self.attention = Attention(size.width, size.num_heads)
        self.mlp_norm = nn.RMSNorm(size.width)
        self.mlp = MLP(size.width, expansion)

    def forward(self, items: Items) -> Sequence:
        """Return the latents."""
        points = self.task.points(self.scale.features(items.numbers), items.mask)
        waves = self.fourier(points.coordinates)
        # A value must meet its coordinate before points are mixed; a mean of products is a projection on the waves.
        products = (points.values.unsqueeze(-1) * waves.unsqueeze(-2)).flatten(-2)
        seen = self.norm(self.embed(torch.cat([waves, points.values, products], dim=-1)))
        apart = (self.places[:, None] - points.coordinates[:, None]).square().sum(-1)  # (b, latents, points)
        bias = -self.sharpness.exp()[:, None, None] * apart[:, None]
        mask = items.mask.new_ones(len(items), len(self.queries))
        x = self.queries.repeat(len(items), 1)
        x = x + self.attention(x, mask, pack(seen, points.mask), points.mask, bias)
        x = x + self.mlp(self.mlp_norm(x))
        return Sequence(x.unflatten(0, mask.shape), mask)


class Network(nn.Module):
    """A representation, the trunk, and two read-outs of the mean token: classes and the target."""

    def __init__(self, tokens: nn.Module, size: Size, classes: int, expansion: float) -> None:
        super().__init__()
        self.tokens = tokens
        self.trunk = nn.ModuleList(Block(size.width, size.num_heads, expansion) for _ in range(size.depth))
        self.norm = nn.RMSNorm(size.width)
        self.head = nn.Linear(size.width, classes + 1)

    def forward(self, items: Items) -> tuple[Tensor, Tensor]:
        """Return logits (b, classes) and the scaled target (b,)."""
        given: Sequence = self.tokens(items)
        x = pack(given.values, given.mask)
        for block in self.trunk:
            x = block(x, given.mask, bias=given.bias)
        weight = given.mask.unsqueeze(-1) / given.mask.sum(1).clamp(min=1)[:, None, None]
        pooled = (unpack(self.norm(x), given.mask) * weight).sum(1)
        out = self.head(pooled)
        return out[:, :-1], out[:, -1]


def build(name: str, task: Task, known: Known, items: Items, size: Size) -> Network:
    """Make a network of ``size.parameters`` parameters for such items; the width of the feed-forward layers gives way.

    Raises
    ------
    ValueError
        If the representation alone has more parameters than there may be.
    """

    one = items[:1].to("cpu")
    points = task.points(known.scale.features(one.numbers), one.mask)

    def of(hidden: int) -> Network:
        expansion = (hidden + 0.5) / size.width  # MLP takes the integer part
        tokens = _tokens(name, task, known, one, points, size, expansion)
        return Network(tokens, size, len(task.classes), expansion)

    with torch.device("meta"):
        few, more = (parameters(of(hidden)) for hidden in (8, 9))
    hidden = 8 + round((size.parameters - few) / (more - few))
    if hidden < 8:
        raise ValueError(f"{name} of {task.name} has {few} parameters at least, more than {size.parameters}.")
    return of(hidden)


def _tokens(name: str, task: Task, known: Known, one: Items, points: Points, size: Size, expansion: float) -> nn.Module:
    sites, columns = one.numbers.shape[1:]
    if name in known.codecs:
        return Symbols(known.codecs[name], sites * columns, size)
    if name == "graph":
        return Graph(task, known.scale, size)
    if name == "field":
        space, channels = points.coordinates.shape[-1], points.values.shape[-1]
        return Field(task, known.scale, space, channels, size, expansion)
    codec = known.codecs[CONTROLS[name]] if name in CONTROLS else None
    return Continuous(known.scale, sites, columns, size, codec)


def parameters(network: nn.Module) -> int:
    """Trainable parameters."""
    return sum(p.numel() for p in network.parameters() if p.requires_grad)
