r"""What the graph transformer sees: features of particles, of pairs and of the whole item, all invariant.

Notable: only quantities that do not change under a rotation about the beam, a boost along it, or a mirror image enter
the network, so those symmetries hold exactly instead of being learned. Pairwise features follow ParT
(arXiv 2202.03772, after arXiv 1807.04758): ln Delta, ln kT, ln z, ln m^2, with the rapidity in place of the
pseudorapidity, and with Delta smoothed at `RESOLUTION` (a logarithm of float32 differences would amplify rounding).

Shape legend: b = batch, n = particles.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from physfm_lhc import event

RESOLUTION = 3e-3
"""Angular smoothing, about the granularity of a fine calorimeter."""
PARTICLE = ("ln pT", "ln z", "Delta to the axis", "ln Delta to the axis")
ITEM = ("ln pT", "ln sum pT", "ln mass", "ln mass / pT", "ln particles")
PAIR = ("ln Delta", "ln kT", "ln z", "ln m^2")


@dataclass(frozen=True)
class Frame:
    """Kinematics of a batch relative to the axis of each item (the sum of its four-momenta).

    Parameters
    ----------
    pt
        (b, n), GeV; 1 in padding.
    z
        (b, n), pT over the scalar sum of pT; 0 in padding.
    dy, dphi
        (b, n), rapidity and azimuth (radians) relative to the axis.
    p4
        (b, n, 4), the four-momenta over the scalar sum of pT, boosted and turned so that the axis has y = phi = 0; 0 in
        padding.
    item
        (b, len(ITEM)), features of the whole item.
    """

    pt: Float[Tensor, "b n"]
    z: Float[Tensor, "b n"]
    dy: Float[Tensor, "b n"]
    dphi: Float[Tensor, "b n"]
    p4: Float[Tensor, "b n 4"]
    item: Float[Tensor, "b features"]


def frame(p4: Float[Tensor, "b n 4"], mask: Bool[Tensor, "b n"]) -> Frame:
    """Compute the kinematics of every particle relative to the axis of its item.

    Runs in float64: a mass is a small difference of large squares, and in float32 that of a light jet far forward would
    change by a per cent under a boost. What enters the network has the type of the input.
    """
    dtype = p4.dtype
    p4 = event.safe(p4, mask).double()
    real = mask.to(p4.dtype)
    pt = event.pt(p4).clamp(min=1e-6)
    axis = (p4 * real.unsqueeze(-1)).sum(1)  # (b, 4)
    empty = ~mask.any(1)
    axis = torch.where(empty.unsqueeze(-1), axis.new_tensor([1.0, 1.0, 0.0, 0.0]), axis)
    total = torch.where(empty, 1.0, (pt * real).sum(1))
    mass2 = event.mass2(axis).clamp(min=1e-2)  # a single massless particle has none: floor of 0.1 GeV
    axis_pt = event.pt(axis).clamp(min=1e-3)
    y, axis_y = event.rapidity(p4), event.rapidity(axis)
    dy = y - axis_y.unsqueeze(1)
    dphi = event.delta_phi(event.phi(p4), event.phi(axis).unsqueeze(1))
    mt = (event.mass2(p4).clamp(min=0) + pt**2).sqrt()
    local = torch.stack([mt * dy.cosh(), pt * dphi.cos(), pt * dphi.sin(), mt * dy.sinh()], dim=-1)  # (b, n, 4)
    z = pt * real / total.unsqueeze(1)
    count = real.sum(1).clamp(min=1)
    item = [
        axis_pt.log() - 6,
        total.log() - 6,
        0.5 * mass2.log() - 4,
        0.5 * mass2.log() - axis_pt.log(),
        count.log() - 4,
    ]
    fractions = local * (real / total.unsqueeze(1)).unsqueeze(-1)
    parts = (pt, z, dy, dphi, fractions, torch.stack(item, dim=-1))
    return Frame(*(part.to(dtype) for part in parts))


def particle_features(at: Frame) -> Float[Tensor, "b n features"]:
    """Features of every particle, in the order of `PARTICLE`, of order one."""
    distance = (at.dy**2 + at.dphi**2 + RESOLUTION**2).sqrt()
    fraction = at.z.clamp(min=1e-8).log()
    return torch.stack([at.pt.log(), 0.5 * (fraction + 5), 2 * distance, distance.log() + 1.5], dim=-1)


def pair_features(at: Frame) -> Float[Tensor, "b pairwise n n"]:
    r"""Features of every pair, in the order of `PAIR`: symmetric, of order one.

    With :math:`\Delta^2 = \Delta y^2 + \Delta\phi^2`: :math:`k_T = \min(p_{T,i}, p_{T,j})\,\Delta`,
    :math:`z = \min(p_{T,i}, p_{T,j}) / (p_{T,i} + p_{T,j})`, and for light particles
    :math:`m^2 \approx 2 p_{T,i} p_{T,j} (\cosh\Delta y - \cos\Delta\phi)`.
    """
    dy = at.dy.unsqueeze(2) - at.dy.unsqueeze(1)  # (b, n, n)
    dphi = event.delta_phi(at.dphi.unsqueeze(2), at.dphi.unsqueeze(1))
    ln_delta = 0.5 * torch.log(dy**2 + dphi**2 + RESOLUTION**2)
    log_pt = at.pt.log()
    first, second = log_pt.unsqueeze(2), log_pt.unsqueeze(1)
    low = torch.minimum(first, second)
    ln_z = low - (at.pt.unsqueeze(2) + at.pt.unsqueeze(1)).log()
    # 2 (cosh dy - cos dphi) = 4 (sinh^2(dy/2) + sin^2(dphi/2)): no cancellation for near pairs.
    angle2 = 4 * (torch.sinh(dy / 2) ** 2 + torch.sin(dphi / 2) ** 2) + RESOLUTION**2
    ln_m2 = first + second + angle2.log()
    return torch.stack([ln_delta + 1.5, 0.5 * (low + ln_delta + 1.0), ln_z + 1.5, 0.3 * (ln_m2 + 1.0)], dim=1)
