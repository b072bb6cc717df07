"""The neural field: tokens in, the field at any point out; and operators from field to field built on it.

Every anchor owns a local field: cosine products whose coefficients are read from its token, plus a small network of
the token and the Fourier features of the relative coordinate (as in LIIF, arXiv 2012.09161). The fields of the anchors
around a query are blended with bilinear weights, so the result is continuous, also across a periodic edge. Nothing in
it knows a grid: queries are points.
"""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional

from physfm.nn.fourier import FourierFeatures
from physfm_fields.coordinates import Neighbourhood, cosine_basis, neighbourhood
from physfm_fields.tokens import AnchorTransformer


class FieldDecoder(nn.Module):
    """Tokens at anchors to values at points.

    Parameters
    ----------
    width
        Of the tokens.
    channels
        Of the values.
    order
        Cosines along each axis of a local field.
    hidden
        Width of the small network.
    extra
        Channels known at the queries themselves that the small network may use.
    """

    def __init__(self, width: int, channels: int, order: int, hidden: int = 64, extra: int = 0) -> None:
        super().__init__()
        self.order, self.channels = order, channels
        self.coefficients = nn.Linear(width, order**2 * channels)
        self.fourier = FourierFeatures(3)
        self.token = nn.Linear(width, hidden)
        self.where = nn.Linear(self.fourier.width(2) + extra, hidden, bias=False)
        self.middle = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, channels)
        nn.init.zeros_(self.out.weight)
        # High orders start small, as the spectra of fields do.
        j = torch.arange(order).float()
        fall = 1 / (1 + (j[:, None] ** 2 + j[None, :] ** 2).flatten())
        with torch.no_grad():
            self.coefficients.weight.mul_(fall.repeat_interleave(channels).unsqueeze(1))

    @torch.no_grad()
    def undo(self, embed: nn.Linear) -> None:
        """Start as the inverse of an orthogonal embedding of the coefficients, so that the fits come back at once."""
        self.coefficients.weight.copy_(embed.weight[:, : self.coefficients.out_features].T)
        self.coefficients.bias.zero_()

    def forward(
        self,
        tokens: Float[Tensor, "batch anchors width"],
        near: Neighbourhood,
        count: int,
        extra: Float[Tensor, "batch points extra"] | None = None,
    ) -> Float[Tensor, "batch points channel"]:
        """Values at the ``count`` points that ``near`` lists."""
        coefficients = self.coefficients(tokens).unflatten(-1, (self.order**2, self.channels))
        smooth = cosine_basis(near.offset, self.order) @ coefficients  # (batch, anchors, slots, channel)
        features = self.fourier(near.offset)
        if extra is not None:
            features = torch.cat([features, near.gather(extra)], dim=-1)
        x = functional.silu(self.token(tokens).unsqueeze(2) + self.where(features))
        return near.blend(smooth + self.out(functional.silu(self.middle(x))), count)


class FieldOperator(nn.Module):
    """A map from fields to fields, such as the next frame from the last four, or pressure from permeability.

    The answer is a pointwise linear map of the input at the query (the *skip*: persistence, extrapolation) plus an
    increment from the neural field. Where the queries are the input points the skip is exact; elsewhere the input is
    interpolated by its local fits.

    Parameters
    ----------
    in_channels, out_channels
        Of the input values and of the answer.
    width, depth, num_heads, grid, order
        See `physfm_fields.tokens.AnchorTransformer`.
    persistence
        Start from "the answer is the last input channel" (forecasts); otherwise from zero.
    absolute
        Whether anchors know their place: needed for walls and for a forcing that is fixed in space.
    square
        Whether the physics is the same after every rotation and reflection of the square (a scalar field, an
        isotropic equation, equal walls). Training then sees a random one of the eight each time, and in eval mode the
        answer is the mean over all eight: exactly equivariant, at eight times the cost.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int = 1,
        width: int = 128,
        depth: int = 4,
        num_heads: int = 4,
        grid: int = 8,
        order: int = 8,
        hidden: int = 64,
        persistence: bool = True,
        absolute: bool = True,
        square: bool = False,
    ) -> None:
        super().__init__()
        self.grid = grid
        self.square = square
        self.encoder = AnchorTransformer(in_channels, 2, width, depth, num_heads, grid, order, absolute)
        self.decoder = FieldDecoder(width, out_channels, order, hidden, extra=in_channels)
        self.skip = nn.Linear(in_channels, out_channels)
        nn.init.zeros_(self.skip.weight)
        nn.init.zeros_(self.skip.bias)
        with torch.no_grad():
            self.decoder.coefficients.weight.mul_(0.1)
            self.decoder.coefficients.bias.zero_()
            if persistence:
                self.skip.weight[:, -1] = 1.0

    def forward(
        self,
        points: Float[Tensor, "batch points 2"],
        values: Float[Tensor, "batch points in_channels"],
        periodic: Float[Tensor, "batch 2"],
        queries: Float[Tensor, "batch queries 2"] | None = None,
        mask: Bool[Tensor, "batch points"] | None = None,
    ) -> Float[Tensor, "batch queries out_channels"]:
        """Answer at ``queries``, or at the points themselves.

        Parameters
        ----------
        points, queries
            In units of the domain (see `physfm_fields.coordinates.grid_points`).
        values
            Standardised by the caller.
        periodic
            1 where an axis is periodic.
        """
        if not self.square:
            return self._answer(points, values, periodic, queries, mask)
        if self.training:
            elements = [torch.randint(8, (len(points),), device=points.device)]
        else:
            elements = [torch.full((len(points),), e, device=points.device) for e in range(8)]
        answers = []
        for element in elements:
            moved = None if queries is None else turned(queries, element)
            sides = torch.where(element[:, None] % 2 > 0, periodic.flip(-1), periodic)
            answers.append(self._answer(turned(points, element), values, sides, moved, mask))
        return torch.stack(answers).mean(0)

    def _answer(
        self, points: Tensor, values: Tensor, periodic: Tensor, queries: Tensor | None, mask: Tensor | None
    ) -> Tensor:
        real = torch.ones(points.shape[:2], dtype=torch.bool, device=points.device) if mask is None else mask
        near = neighbourhood(points, real, periodic, self.grid)
        tokens, _, fits = self.encoder(near, values, periodic, periodic)
        if queries is None:
            here, known = near, values
        else:
            all_real = torch.ones(queries.shape[:2], dtype=torch.bool, device=points.device)
            here = neighbourhood(queries, all_real, periodic, self.grid)
            known = self.encoder.fit.evaluate(fits, here, queries.shape[1])
        return self.skip(known) + self.decoder(tokens, here, known.shape[1], known)


def turned(points: Float[Tensor, "batch points 2"], element: Int[Tensor, "batch"]) -> Float[Tensor, "batch points 2"]:
    """Turn each item by a symmetry of the unit square, 0 to 7: swap axes (bit 0), mirror x (1) and mirror y (2)."""
    bit = element[:, None] // torch.tensor([1, 2, 4], device=element.device) % 2  # (batch, 3)
    swapped = torch.where(bit[:, None, :1] > 0, points.flip(-1), points)
    return torch.where(bit[:, None, 1:] > 0, 1 - swapped, swapped)
