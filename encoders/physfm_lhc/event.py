"""Four-momenta of collider events: coordinates, axes, masses, and the symmetries of a collider.

Momenta are (..., 4) tensors ordered (E, px, py, pz), in GeV with c = 1; the beam is the z axis. Every formula is held
to the library ``vector`` by tests/lhc/test_event.py. Padded particles are zero.
"""

from __future__ import annotations

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

SPECIES = ("charged_hadron", "neutral_hadron", "photon", "electron", "muon", "tau", "jet", "met", "other")
"""What a particle or reconstructed object is; the order of the one-hot channels of the input ``kind``."""
CHANNELS = (*SPECIES, "charge")
"""Channels of the input ``kind``: species one-hot, then the electric charge in units of e."""
MASS = {"electron": 0.51099895e-3, "muon": 0.1056583755, "tau": 1.77693}
"""GeV, used only where a file stores none. Source: PDG, Review of Particle Physics 2024."""
TINY = 1e-18
"""GeV. Generators write photons of 1e-10 GeV: a floor that they reach would break the boost along the beam."""


def from_pt_eta_phi(
    pt: Float[Tensor, "*rest"], eta: Float[Tensor, "*rest"], phi: Float[Tensor, "*rest"], mass: Float[Tensor, "*rest"]
) -> Float[Tensor, "*rest 4"]:
    """Four-momentum from transverse momentum, pseudorapidity, azimuth and mass.

    Parameters
    ----------
    pt, mass
        GeV.
    eta
        Pseudorapidity, dimensionless.
    phi
        Azimuth, radians.

    Returns
    -------
    p4
        (..., 4), GeV, ordered (E, px, py, pz).
    """
    px, py, pz = pt * phi.cos(), pt * phi.sin(), pt * eta.sinh()
    energy = (pt**2 * eta.cosh() ** 2 + mass**2).sqrt()
    return torch.stack([energy, px, py, pz], dim=-1)


def pt(p4: Float[Tensor, "*rest 4"]) -> Float[Tensor, "*rest"]:
    """Transverse momentum, GeV."""
    return (p4[..., 1] ** 2 + p4[..., 2] ** 2).sqrt()


def phi(p4: Float[Tensor, "*rest 4"]) -> Float[Tensor, "*rest"]:
    """Azimuth in (-pi, pi], radians."""
    return torch.atan2(p4[..., 2], p4[..., 1])


def eta(p4: Float[Tensor, "*rest 4"]) -> Float[Tensor, "*rest"]:
    """Pseudorapidity; large and finite along the beam."""
    return torch.asinh(p4[..., 3] / pt(p4).clamp(min=TINY))


def mass2(p4: Float[Tensor, "*rest 4"]) -> Float[Tensor, "*rest"]:
    """Squared mass, GeV^2; rounding may leave it slightly negative."""
    return p4[..., 0] ** 2 - p4[..., 1:].pow(2).sum(-1)


def rapidity(p4: Float[Tensor, "*rest 4"]) -> Float[Tensor, "*rest"]:
    r"""Rapidity :math:`\sinh^{-1}(p_z/m_T)`; stable where :math:`\frac{1}{2}\ln\frac{E+p_z}{E-p_z}` cancels."""
    mt2 = mass2(p4).clamp(min=0) + p4[..., 1] ** 2 + p4[..., 2] ** 2
    return torch.asinh(p4[..., 3] / mt2.clamp(min=TINY**2).sqrt())


def delta_phi(a: Float[Tensor, "*rest"], b: Float[Tensor, "*other"]) -> Float[Tensor, "..."]:
    """Difference of azimuths in [-pi, pi), radians."""
    return torch.remainder(a - b + math.pi, 2 * math.pi) - math.pi


def invariant_mass(p4: Float[Tensor, "*batch particles 4"]) -> Float[Tensor, "*batch"]:
    r"""Invariant mass of a set of four-momenta, :math:`m^2 = (\sum E)^2 - |\sum\vec p|^2`.

    Parameters
    ----------
    p4
        (..., particles, 4), GeV, ordered (E, px, py, pz). Padded particles are zero.

    Returns
    -------
    mass
        (...), GeV. Small negative :math:`m^2` from rounding gives 0.

    Notes
    -----
    The sum runs in float64: a light jet is a small difference of large numbers. Source: PDG, Review of Particle
    Physics, chapter "Kinematics".
    """
    return mass2(p4.double().sum(-2)).clamp(min=0).sqrt().to(p4.dtype)


def dilepton_mass(
    p4: Float[Tensor, "particles 4"], kind: Float[Tensor, "particles channel"], species: str = "muon"
) -> float | None:
    """Invariant mass of the two leading leptons of one flavour, GeV; None for fewer than two.

    Parameters
    ----------
    kind
        Channels as in `CHANNELS`.
    species
        ``"muon"``, ``"electron"`` or ``"tau"``. The charges are not asked: see `charge_product`.
    """
    chosen = leading(p4, kind, species)
    return None if len(chosen) < 2 else float(invariant_mass(p4[chosen[:2]]))


def leading(p4: Float[Tensor, "particles 4"], kind: Float[Tensor, "particles channel"], species: str) -> list[int]:
    """Positions of the objects of one species, the hardest in pT first."""
    where = torch.nonzero(kind[:, SPECIES.index(species)] > 0.5).flatten()
    order = torch.argsort(pt(p4[where]), descending=True, stable=True)
    return [int(i) for i in where[order]]


def rotate_phi(p4: Float[Tensor, "*batch particles 4"], angle: Float[Tensor, "*batch"]) -> Float[Tensor, "..."]:
    """Turn every particle of an item about the beam by the item's angle, radians."""
    cos, sin = angle.cos()[..., None], angle.sin()[..., None]
    energy, px, py, pz = p4.unbind(-1)
    return torch.stack([energy, cos * px - sin * py, sin * px + cos * py, pz], dim=-1)


def boost_z(p4: Float[Tensor, "*batch particles 4"], by: Float[Tensor, "*batch"]) -> Float[Tensor, "..."]:
    """Boost every particle of an item along the beam by the item's rapidity ``by``."""
    cosh, sinh = by.cosh()[..., None], by.sinh()[..., None]
    energy, px, py, pz = p4.unbind(-1)
    return torch.stack([cosh * energy + sinh * pz, px, py, sinh * energy + cosh * pz], dim=-1)


def reflect(p4: Float[Tensor, "*rest 4"]) -> Float[Tensor, "*rest 4"]:
    """Mirror in the plane y = 0 (py changes sign)."""
    return p4 * p4.new_tensor([1.0, 1.0, -1.0, 1.0])


def safe(p4: Float[Tensor, "batch particles 4"], mask: Bool[Tensor, "batch particles"]) -> Float[Tensor, "..."]:
    """Put a unit momentum where there is padding, so that no logarithm, angle or gradient of it is NaN."""
    return torch.where(mask.unsqueeze(-1), p4, p4.new_tensor([1.0, 1.0, 0.0, 0.0]))
