"""Local fits: what the points around an anchor say, as coefficients that do not depend on how many points there are.

Around every anchor the values are fitted by cosine products on a support two anchor spacings wide (weighted ridge
regression; the penalty grows with the frequency, a smoothness prior as in Tikhonov's method or kriging). Unlike a
sum of point features, a fit of the same field on another grid gives the same coefficients up to what the grid
resolves: this is where the encoder gets its resolution freedom from. No parameter is learned here.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

from physfm_fields.coordinates import Neighbourhood, cosine_basis


class LocalFit(nn.Module):
    """Weighted ridge regression of all channels at all anchors at once.

    Parameters
    ----------
    order
        Cosines per axis; ``order**2`` functions an anchor.
    penalty
        Ridge of the constant function, relative to the weight of the points around the anchor. Small, because
        simulated values have no noise; what it buys is a unique answer where points are few.
    scale
        Order at which the penalty has grown fourfold.
    """

    ridge: Tensor

    def __init__(self, order: int, penalty: float = 1e-5, scale: float = 2.0) -> None:
        super().__init__()
        self.order = order
        j = torch.arange(order, dtype=torch.float64)
        square = (j[:, None] ** 2 + j[None, :] ** 2).flatten() / scale**2
        self.register_buffer("ridge", (penalty * (1 + square) ** 2).float(), persistent=False)

    def forward(
        self, near: Neighbourhood, values: Float[Tensor, "batch points channel"]
    ) -> tuple[Float[Tensor, "batch anchors functions channel"], Float[Tensor, "batch anchors 1"]]:
        """Return the coefficients and the support: 0 without points near the anchor, towards 1 with many."""
        basis = cosine_basis(near.offset, self.order)  # (batch, anchors, slots, functions)
        weighted = basis * near.weight.unsqueeze(-1)
        total = near.weight.sum(-1)[..., None, None]  # (batch, anchors, 1, 1)
        scale = total.clamp(min=1e-6)
        gram = weighted.transpose(-1, -2) @ basis / scale
        moments = weighted.transpose(-1, -2) @ near.gather(values) / scale
        system = gram + torch.diag(self.ridge.to(gram.dtype))
        coefficients = torch.cholesky_solve(moments, torch.linalg.cholesky(system))
        return coefficients, (total / (total + 1)).squeeze(-1)

    def evaluate(
        self, coefficients: Float[Tensor, "batch anchors functions channel"], near: Neighbourhood, count: int
    ) -> Float[Tensor, "batch points channel"]:
        """Blend the fits of the anchors around each point: a smooth interpolant of the values."""
        return near.blend(cosine_basis(near.offset, self.order) @ coefficients, count)
