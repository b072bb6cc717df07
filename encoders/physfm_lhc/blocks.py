"""Transformer block whose attention also clusters: heads sum four-momenta and hand back their Lorentz invariants.

Notable: the attention weights of a head, applied to four-momenta, give every token the momentum of a soft cluster (a
subjet, if the head learns one). The Minkowski products of these clusters with each other, with the particle and with
the jet are scalars and enter the token, so masses of subsets (a W inside a top jet) are available to the network. The
idea of a vector channel beside the scalars follows L-GATr-slim (arXiv 2512.17011) and LorentzNet (arXiv 2201.08187);
the pairwise bias follows ParT. Only invariants are used, so the symmetries of `features` survive.
"""

from __future__ import annotations

import torch
from einops import rearrange
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional

from physfm.nn import MLP, packed_attention


def minkowski_gram(vectors: Float[Tensor, "*rest count 4"]) -> Float[Tensor, "*rest pairs"]:
    """Products of every pair (with itself, too) of future-pointing four-vectors ordered (E, px, py, pz)."""
    metric = vectors.new_tensor([1.0, -1.0, -1.0, -1.0])
    gram = (vectors * metric) @ vectors.transpose(-1, -2)
    row, column = torch.triu_indices(vectors.shape[-2], vectors.shape[-2], device=vectors.device)
    return gram[..., row, column]


def log_invariants(products: Float[Tensor, "*rest"]) -> Float[Tensor, "*rest"]:
    """Logarithm of products of momenta given as fractions of the jet's pT, of order one."""
    # 1e-6 is a mass of one thousandth of the jet's pT; rounding in float32 stays below it.
    return 0.25 * (products.clamp(min=0) + 1e-6).log() + 1.5


class ParticleBlock(nn.Module):
    """Pre-norm block on packed tokens with pairwise bias and, optionally, the clustering channel.

    Parameters
    ----------
    width, num_heads
        Width of the tokens and number of heads (must divide it).
    lorentz
        Whether heads also sum four-momenta.
    dropout
        Of the residual branches, in training.

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide ``width``.
    """

    def __init__(self, width: int, num_heads: int, lorentz: bool, dropout: float = 0.0) -> None:
        super().__init__()
        if width % num_heads:
            raise ValueError(f"num_heads must divide width, got {num_heads} heads for width {width}.")
        self.num_heads = num_heads
        self.dropout = dropout
        self.attention_norm = nn.RMSNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.query_norm = nn.RMSNorm(width // num_heads)
        self.key_norm = nn.RMSNorm(width // num_heads)
        vectors = num_heads + 2  # the clusters, the particle itself, the jet
        self.invariants = nn.Linear(vectors * (vectors + 1) // 2, width) if lorentz else None
        self.out = nn.Linear(width, width)
        self.mlp_norm = nn.RMSNorm(width)
        self.mlp = MLP(width)

    def forward(
        self,
        x: Float[Tensor, "total width"],
        mask: Bool[Tensor, "batch tokens"],
        bias: Float[Tensor, "batch heads tokens tokens"],
        momenta: Float[Tensor, "total 2 4"],
    ) -> Float[Tensor, "total width"]:
        """Return the updated packed tokens.

        Parameters
        ----------
        momenta
            Per token its own four-momentum and that of its item, both over the item's scalar sum of pT.
        """
        normed = self.attention_norm(x)
        query, key, value = rearrange(self.query_key_value(normed), "n (c h w) -> c n h w", c=3, h=self.num_heads)
        query, key = self.query_norm(query), self.key_norm(key)
        update: Tensor
        if self.invariants is None:
            update = self.out(packed_attention(query, key, value, mask, bias=bias).flatten(1))
        else:
            # Four more channels of the values hold the momenta; queries and keys are padded with zeros to match.
            query, key = functional.pad(query, (0, 4)), functional.pad(key, (0, 4))
            carried = momenta[:, :1].expand(-1, self.num_heads, -1)
            both = packed_attention(query, key, torch.cat([value, carried], dim=-1), mask, bias=bias)
            clusters = torch.cat([both[..., -4:], momenta], dim=1)  # (total, heads + 2, 4)
            update = self.out(both[..., :-4].flatten(1)) + self.invariants(log_invariants(minkowski_gram(clusters)))
        x = x + functional.dropout(update, self.dropout, self.training)
        return x + functional.dropout(self.mlp(self.mlp_norm(x)), self.dropout, self.training)
