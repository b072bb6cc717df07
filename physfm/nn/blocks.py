"""Pre-norm transformer blocks on packed tokens: RMSNorm, SwiGLU, query-key norm.

Pre-norm and query-key norm keep small models stable in float32 and bfloat16 without warm-up tricks (ViT-22B,
arXiv 2302.05442); SwiGLU is arXiv 2002.05202. Linear layers run on packed tokens, so padding costs nothing there.
"""

from __future__ import annotations

import torch
from einops import rearrange
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional

from physfm.nn.attention import packed_attention


class MLP(nn.Module):
    """SwiGLU feed-forward layer.

    Parameters
    ----------
    width
        Width of input and output.
    expansion
        Hidden width over ``width``; 8/3 has the parameters of a plain MLP with factor 4.
    """

    def __init__(self, width: int, expansion: float = 8 / 3) -> None:
        super().__init__()
        hidden = int(width * expansion)
        self.inner = nn.Linear(width, 2 * hidden)
        self.outer = nn.Linear(hidden, width)

    def forward(self, x: Float[Tensor, "*rest width"]) -> Float[Tensor, "*rest width"]:
        """Apply to the last axis."""
        gate, value = self.inner(x).chunk(2, dim=-1)
        return self.outer(functional.silu(gate) * value)


class Attention(nn.Module):
    """Multi-head attention from packed queries to packed keys with query-key norm.

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide ``width``.
    """

    def __init__(self, width: int, num_heads: int, key_width: int | None = None) -> None:
        super().__init__()
        if width % num_heads:
            raise ValueError(f"num_heads must divide width, got {num_heads} heads for width {width}.")
        self.num_heads = num_heads
        self.query = nn.Linear(width, width, bias=False)
        self.key_value = nn.Linear(key_width or width, 2 * width, bias=False)
        self.out = nn.Linear(width, width)
        self.query_norm = nn.RMSNorm(width // num_heads)
        self.key_norm = nn.RMSNorm(width // num_heads)

    def forward(
        self,
        x: Float[Tensor, "total width"],
        mask: Bool[Tensor, "batch tokens"],
        context: Float[Tensor, "total_k key_width"] | None = None,
        context_mask: Bool[Tensor, "batch tokens_k"] | None = None,
        bias: Float[Tensor, "batch heads tokens tokens_k"] | None = None,
    ) -> Float[Tensor, "total width"]:
        """Attend to ``context`` (to ``x`` itself if None), each item within itself."""
        query = self.query_norm(rearrange(self.query(x), "n (h w) -> n h w", h=self.num_heads))
        both = self.key_value(x if context is None else context)
        key, value = rearrange(both, "n (two h w) -> two n h w", two=2, h=self.num_heads)
        out = packed_attention(query, self.key_norm(key), value, mask, context_mask, bias)
        return self.out(out.flatten(1))


class Block(nn.Module):
    """Pre-norm self-attention block on packed tokens.

    Parameters
    ----------
    width, num_heads
        Width of the tokens and number of heads (must divide it).
    expansion
        Of the feed-forward layer.
    """

    def __init__(self, width: int, num_heads: int, expansion: float = 8 / 3) -> None:
        super().__init__()
        self.attention_norm = nn.RMSNorm(width)
        self.attention = Attention(width, num_heads)
        self.mlp_norm = nn.RMSNorm(width)
        self.mlp = MLP(width, expansion)

    def forward(
        self,
        x: Float[Tensor, "total width"],
        mask: Bool[Tensor, "batch tokens"],
        bias: Float[Tensor, "batch heads tokens tokens"] | None = None,
    ) -> Float[Tensor, "total width"]:
        """Return the updated packed tokens."""
        x = x + self.attention(self.attention_norm(x), mask, bias=bias)
        return x + self.mlp(self.mlp_norm(x))


class CrossBlock(nn.Module):
    """Pre-norm cross-attention block: packed queries read a packed context (Perceiver, arXiv 2103.03206)."""

    def __init__(self, width: int, num_heads: int, context_width: int | None = None, expansion: float = 8 / 3) -> None:
        super().__init__()
        self.query_norm = nn.RMSNorm(width)
        self.context_norm = nn.RMSNorm(context_width or width)
        self.attention = Attention(width, num_heads, context_width)
        self.mlp_norm = nn.RMSNorm(width)
        self.mlp = MLP(width, expansion)

    def forward(
        self,
        x: Float[Tensor, "total width"],
        mask: Bool[Tensor, "batch tokens"],
        context: Float[Tensor, "total_k context_width"],
        context_mask: Bool[Tensor, "batch tokens_k"],
    ) -> Float[Tensor, "total width"]:
        """Return the updated packed queries."""
        x = x + self.attention(self.query_norm(x), mask, self.context_norm(context), context_mask)
        return x + self.mlp(self.mlp_norm(x))


def initialise(module: nn.Module, depth: int) -> None:
    """Truncated-normal weights (0.02), residual outputs scaled by 1/sqrt(2 depth) as in GPT-2."""
    for name, parameter in module.named_parameters():
        if parameter.ndim < 2:
            continue
        std = 0.02 / (2 * depth) ** 0.5 if name.endswith(("attention.out.weight", "mlp.outer.weight")) else 0.02
        torch.nn.init.trunc_normal_(parameter, std=std)
