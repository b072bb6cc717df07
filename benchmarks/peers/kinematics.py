"""The seven kinematic features of the Particle Transformer's data card, from four-momenta (E, px, py, pz) in GeV.

Standardisation constants are those of its published card (weaver `top_kin`): log pT, log E, log pT / pT(jet),
log E / E(jet), d-eta, d-phi, d-R. L-GATr-slim's own tagging pipeline takes the same seven as scalars.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

CARD = ((1.7, 0.7), (2.0, 0.7), (-4.7, 0.7), (-4.7, 0.7), (0.0, 1.0), (0.0, 1.0), (0.2, 4.0))


def features(p4: Tensor, mask: Tensor) -> Tensor:
    """(batch, particles, 4) GeV to (batch, particles, 7), zero where ``mask`` is False."""
    jet = (p4 * mask[..., None]).sum(1, keepdim=True)
    pt, jet_pt = (x[..., 1:3].norm(dim=-1).clamp(min=1e-8) for x in (p4, jet))
    energy, jet_energy = (x[..., 0].clamp(min=1e-8) for x in (p4, jet))
    eta, jet_eta = (torch.asinh(x[..., 3] / x[..., 1:3].norm(dim=-1).clamp(min=1e-8)) for x in (p4, jet))
    phi, jet_phi = (torch.atan2(x[..., 2], x[..., 1]) for x in (p4, jet))
    d_eta = (eta - jet_eta) * torch.where(jet_eta > 0, 1.0, -1.0)
    d_phi = (phi - jet_phi + math.pi) % (2 * math.pi) - math.pi
    relative = ((pt / jet_pt).log(), (energy / jet_energy).log())
    columns = (pt.log(), energy.log(), *relative, d_eta, d_phi, torch.hypot(d_eta, d_phi))
    stacked = torch.stack([(c - mean) * scale for c, (mean, scale) in zip(columns, CARD, strict=True)], dim=-1)
    return stacked.clamp(-5, 5) * mask[..., None]


def towards_the_jet(p4: Tensor, vectors: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Boost along and rotate about the beam so that the jet has y = phi = 0; ``vectors`` (spurions) go along."""
    jet = (p4.double() * mask[..., None]).sum(1, keepdim=True)
    rapidity = torch.atanh((jet[..., 3] / jet[..., 0]).clamp(-1 + 1e-12, 1 - 1e-12))
    phi = torch.atan2(jet[..., 2], jet[..., 1])

    def moved(x: Tensor) -> Tensor:
        energy, px, py, pz = x.double().unbind(-1)
        cosh, sinh, cos, sin = rapidity.cosh(), rapidity.sinh(), phi.cos(), phi.sin()
        parts = (cosh * energy - sinh * pz, cos * px + sin * py, cos * py - sin * px, cosh * pz - sinh * energy)
        return torch.stack(parts, dim=-1).float()

    return moved(p4), moved(vectors)
