"""Coordinates of points and of the anchors that gather them: who is near whom, on a box or on a torus.

Every item lives in the unit square of its own domain. A regular grid of anchors covers it; each point belongs to the
(at most) four anchors around it with bilinear weights, which sum to one. Neighbours are listed per anchor in one
vectorised sort, so that all later arithmetic is batched matrix products: no loop and no point-by-point gather.

Shape legend: ``slots`` = the longest list of points that an anchor holds; shorter lists end in weight-zero slots.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor


@dataclass(frozen=True)
class Neighbourhood:
    """The points around every anchor.

    Parameters
    ----------
    index
        (batch, anchors, slots), which point stands in the slot.
    offset
        (batch, anchors, slots, 2), point minus anchor in anchor spacings, in (-1, 1).
    weight
        (batch, anchors, slots), bilinear; zero in an empty slot. Over all anchors a real point's weights sum to one.
    """

    index: Int[Tensor, "batch anchors slots"]
    offset: Float[Tensor, "batch anchors slots 2"]
    weight: Float[Tensor, "batch anchors slots"]

    def gather(self, values: Float[Tensor, "batch points channel"]) -> Float[Tensor, "batch anchors slots channel"]:
        """Values of the points in every slot (empty slots repeat some point; their weight is zero)."""
        rows = self.index.flatten(1).unsqueeze(-1).expand(-1, -1, values.shape[-1])
        return values.gather(1, rows).unflatten(1, self.index.shape[1:])

    def blend(
        self, local: Float[Tensor, "batch anchors slots channel"], count: int
    ) -> Float[Tensor, "batch points channel"]:
        """Weighted sum over the anchors of every point: local predictions become one continuous field."""
        rows = self.index.flatten(1).unsqueeze(-1).expand(-1, -1, local.shape[-1])
        out = local.new_zeros(len(local), count, local.shape[-1])
        return out.scatter_add(1, rows, (local * self.weight.unsqueeze(-1)).flatten(1, 2))


def neighbourhood(
    points: Float[Tensor, "batch points 2"],
    mask: Bool[Tensor, "batch points"],
    periodic: Float[Tensor, "batch 2"],
    grid: int,
) -> Neighbourhood:
    """List the points around every anchor of a ``grid`` x ``grid`` lattice, anchor (i, j) standing at (i + 1/2) / grid.

    Parameters
    ----------
    points
        In units of the domain, [0, 1]; on a periodic axis any real number (taken modulo one).
    mask
        True where the point is real.
    periodic
        Above one half where opposite edges of the axis are the same place.
    """
    batch = len(points)
    around = (periodic > 0.5).unsqueeze(1)  # (batch, 1, 2)
    inside = torch.where(around, points - points.floor(), points.clamp(0, 1))
    place = inside * grid - 0.5
    low = place.floor()
    corner = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=points.dtype, device=points.device)
    anchor = low.unsqueeze(2) + corner  # (batch, points, 4, 2)
    offset = place.unsqueeze(2) - anchor
    wrapped = torch.where(around.unsqueeze(2), anchor.remainder(grid), anchor)
    exists = ((wrapped >= 0) & (wrapped < grid)).all(-1) & mask.unsqueeze(-1)  # (batch, points, 4)
    share = (1 - offset.abs()).clamp(min=0).prod(-1) * exists
    # At the edge of a box some of the four anchors do not exist; the others take their share.
    share = share / share.sum(-1, keepdim=True).clamp(min=1e-6)
    number = grid * grid
    flat = torch.where(exists, wrapped[..., 0] * grid + wrapped[..., 1], float(number)).long().flatten(1)
    order = flat.argsort(dim=1, stable=True)  # (batch, points * 4), pairs sorted by anchor
    owner = flat.gather(1, order)
    held = torch.zeros(batch, number + 1, dtype=torch.long, device=points.device)
    held.scatter_add_(1, flat, torch.ones_like(flat))
    start = held.cumsum(1) - held
    rank = torch.arange(owner.shape[1], device=points.device) - start.gather(1, owner)
    slots = max(1, int(held[:, :number].max()))
    real = owner < number
    # Pairs without an anchor go to one spare slot behind the table, which is cut off.
    target = torch.where(real, owner * slots + rank, number * slots)
    table = torch.full((batch, number * slots + 1), -1, dtype=torch.long, device=points.device)
    table.scatter_(1, target, order)
    pair = table[:, :-1]
    filled = pair >= 0
    pair = pair.clamp(min=0)
    spread = pair.unsqueeze(-1).expand(-1, -1, 2)
    return Neighbourhood(
        (pair // 4).unflatten(1, (number, slots)),
        (offset.flatten(1, 2).gather(1, spread) * filled.unsqueeze(-1)).unflatten(1, (number, slots)),
        (share.flatten(1).gather(1, pair) * filled).unflatten(1, (number, slots)),
    )


def cosine_basis(offset: Float[Tensor, "*rest 2"], order: int) -> Float[Tensor, "*rest functions"]:
    """Products of cosines on the support of one anchor, two spacings wide: ``order**2`` functions of the offset.

    Even about both edges (a type-II cosine transform on a continuous interval), so that nothing is assumed periodic.
    """
    phase = (offset + 1).unsqueeze(-1) * (0.5 * math.pi * torch.arange(order, device=offset.device, dtype=offset.dtype))
    one = phase.cos()  # (..., 2, order)
    return (one[..., 0, :, None] * one[..., 1, None, :]).flatten(-2)


def relative_index(periodic: Float[Tensor, "batch 2"], grid: int) -> Int[Tensor, "batch anchors anchors"]:
    """Index of the step from anchor to anchor in a table of ``(2 grid - 1)**2`` steps; the short way round a torus."""
    axis = torch.arange(grid, device=periodic.device)
    step = axis[:, None] - axis[None, :]
    short = (step + grid // 2).remainder(grid) - grid // 2
    chosen = torch.where((periodic > 0.5)[..., None, None], short, step) + grid - 1  # (batch, 2, grid, grid)
    row, column = chosen[:, 0], chosen[:, 1]
    table = row[:, :, None, :, None] * (2 * grid - 1) + column[:, None, :, None, :]
    return table.reshape(len(periodic), grid * grid, grid * grid)


def grid_points(shape: tuple[int, ...], periodic: tuple[bool, bool] = (True, True)) -> Float[Tensor, "points 2"]:
    """Points of a regular grid in units of its domain, row by row; one axis alone lies at the middle of the other.

    A periodic axis of n points has spacing 1/n (the last point is not the first again), another 1/(n - 1).
    """
    full = (*shape, 1)[:2]
    axes = []
    for n, around in zip(full, periodic, strict=True):
        if n == 1:
            axes.append(torch.full((1,), 0.5))
        else:
            axes.append(torch.arange(n, dtype=torch.float32) / (n if around else n - 1))
    return torch.cartesian_prod(*axes)
