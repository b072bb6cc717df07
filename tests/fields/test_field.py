"""Diagnostics against fields whose answer is known."""

from __future__ import annotations

import math

import pytest
import torch

from physfm.errors import InputError
from physfm_fields.field import Field, divergence, enstrophy, spectrum, velocity_of, vorticity


def _velocity(n: int = 32) -> tuple[Field, torch.Tensor, torch.Tensor]:
    """Taylor-Green flow on a box of 2 x 3 m: stream function sin(kx x) sin(ky y)."""
    x = 2 * torch.arange(n, dtype=torch.float64)[:, None] / n
    y = 3 * torch.arange(n, dtype=torch.float64)[None, :] / n
    kx, ky = 2 * math.pi / 2, 2 * math.pi / 3
    u = ky * torch.sin(kx * x) * torch.cos(ky * y)
    v = -kx * torch.cos(kx * x) * torch.sin(ky * y)
    curl = (kx**2 + ky**2) * torch.sin(kx * x) * torch.sin(ky * y)
    return Field(torch.stack([u, v]), (2.0, 3.0), unit="m/s", length_unit="m"), curl, x


def test_vorticity_and_divergence_of_taylor_green():
    flow, curl, _ = _velocity()
    torch.testing.assert_close(vorticity(flow).values, curl, atol=1e-12, rtol=0)
    assert divergence(flow).values.abs().max() < 1e-12
    assert vorticity(flow).unit == "(m/s)/(m)"


def test_energy_and_enstrophy_of_taylor_green():
    flow, curl, _ = _velocity()
    kx, ky = math.pi, 2 * math.pi / 3
    assert flow.energy() == pytest.approx((kx**2 + ky**2) / 8, rel=1e-12)
    assert enstrophy(Field(curl, flow.lengths)) == pytest.approx((kx**2 + ky**2) ** 2 / 8, rel=1e-12)


def test_velocity_follows_from_vorticity():
    flow, curl, _ = _velocity()
    again = velocity_of(Field(curl, flow.lengths, unit="1/s"))
    torch.testing.assert_close(again.values, flow.values, atol=1e-12, rtol=0)


def test_spectrum_adds_up_to_the_variance_and_finds_the_mode():
    n = 32
    x = torch.arange(n, dtype=torch.float64)[:, None] / n
    field = Field((2 * torch.sin(2 * math.pi * 5 * x)).expand(n, n) + 7.0, (1.0, 1.0))
    power = spectrum(field)
    assert float(power.sum()) == pytest.approx(field.variance(), rel=1e-12)
    assert int(power.argmax()) == 4  # shell of five cycles
    assert float(power[4]) == pytest.approx(2.0, rel=1e-12)


def test_derivatives_between_walls_are_exact_for_quadratics():
    x = torch.linspace(0, 2, 21, dtype=torch.float64)[:, None].expand(21, 5)
    field = Field(x**2, (2.0, 1.0), periodic=(False, False))
    torch.testing.assert_close(field.derivative(0), 2 * x, atol=1e-12, rtol=0)


def test_vorticity_of_a_scalar_is_refused():
    with pytest.raises(InputError, match=r"Expected a velocity \(2, x, y\)"):
        vorticity(Field(torch.zeros(8, 8), (1.0, 1.0)))
    with pytest.raises(InputError, match="periodic box"):
        velocity_of(Field(torch.zeros(8, 8), (1.0, 1.0), (True, False)))
