"""Fields with their grid and units, and what physics conserves: mean, energy, enstrophy, divergence, spectrum.

Derivatives are spectral along periodic axes and second-order differences between walls. Each diagnostic is checked in
tests/fields against fields whose answer is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from physfm.errors import InputError


@dataclass(frozen=True)
class Field:
    """A scalar (x, y) or vector (component, x, y) field on a regular grid.

    Parameters
    ----------
    values
        (x, y) or (2, x, y).
    lengths
        Extent of the domain along x and y, in ``length_unit``.
    periodic
        Whether opposite edges are the same place; the last point is then not the first again.
    unit, length_unit
        Of values and coordinates.
    """

    values: Tensor
    lengths: tuple[float, float]
    periodic: tuple[bool, bool] = (True, True)
    unit: str = "1"
    length_unit: str = "1"

    def __post_init__(self) -> None:
        if self.values.ndim not in (2, 3) or min(self.lengths) <= 0:
            raise InputError(
                f"A Field expects values (x, y) or (component, x, y) and positive lengths, got "
                f"{tuple(self.values.shape)} and {self.lengths}."
            )

    def derivative(self, axis: int) -> Float[Tensor, "*component x y"]:
        """Derivative along x (axis 0) or y (axis 1), in ``unit`` per ``length_unit``."""
        dim = axis - 2
        n = self.values.shape[dim]
        if self.periodic[axis]:
            k = 2 * math.pi * torch.fft.fftfreq(n, d=self.lengths[axis] / n, dtype=self.values.dtype)
            if n % 2 == 0:
                k[n // 2] = 0.0  # the Nyquist mode has no direction
            shape = (n, 1) if axis == 0 else (n,)
            return torch.fft.ifft(torch.fft.fft(self.values, dim=dim) * 1j * k.reshape(shape), dim=dim).real
        spacing = self.lengths[axis] / (n - 1)
        (result,) = torch.gradient(self.values, spacing=spacing, dim=dim, edge_order=2)
        return result

    def mean(self) -> Float[Tensor, "*component"]:
        """Mean over the domain; conserved by advection, diffusion and incompressible vorticity on a torus."""
        return self.values.mean((-2, -1))

    def energy(self) -> float:
        """Half the mean square, summed over components, in ``unit`` squared: kinetic energy per mass for a velocity."""
        square = self.values.square().mean((-2, -1))
        return 0.5 * float(square.sum())

    def variance(self) -> float:
        """Spatial variance, in ``unit`` squared."""
        return (
            float(self.values.var(correction=0))
            if self.values.ndim == 2
            else float((self.values - self.mean()[:, None, None]).square().mean((-2, -1)).sum())
        )


def vorticity(velocity: Field) -> Field:
    """Return the vorticity of a velocity, dv/dx - du/dy."""
    _vector(velocity)
    values = velocity.derivative(0)[1] - velocity.derivative(1)[0]
    unit = f"({velocity.unit})/({velocity.length_unit})"
    return Field(values, velocity.lengths, velocity.periodic, unit, velocity.length_unit)


def divergence(velocity: Field) -> Field:
    """Return the divergence du/dx + dv/dy; zero for incompressible flow."""
    _vector(velocity)
    values = velocity.derivative(0)[0] + velocity.derivative(1)[1]
    unit = f"({velocity.unit})/({velocity.length_unit})"
    return Field(values, velocity.lengths, velocity.periodic, unit, velocity.length_unit)


def enstrophy(vorticity_field: Field) -> float:
    """Half the mean square of the vorticity, in its unit squared."""
    return vorticity_field.energy()


def velocity_of(vorticity_field: Field, unit: str = "m/s") -> Field:
    """Velocity of zero mean and zero divergence with this vorticity, on a torus.

    Raises
    ------
    InputError
        If the field is not periodic.
    """
    if not all(vorticity_field.periodic):
        raise InputError("The velocity follows from the vorticity alone only on a periodic box; this one has walls.")
    nx, ny = vorticity_field.values.shape
    kind = vorticity_field.values.dtype
    kx = 2 * math.pi * torch.fft.fftfreq(nx, d=vorticity_field.lengths[0] / nx, dtype=kind)[:, None]
    ky = 2 * math.pi * torch.fft.rfftfreq(ny, d=vorticity_field.lengths[1] / ny, dtype=kind)[None, :]
    square = kx**2 + ky**2
    psi = torch.fft.rfft2(vorticity_field.values) * torch.where(square > 0, 1 / square.clamp(min=1e-30), 0.0)
    values = torch.fft.irfft2(torch.stack([1j * ky * psi, -1j * kx * psi]), s=(nx, ny))
    return Field(values, vorticity_field.lengths, vorticity_field.periodic, unit, vorticity_field.length_unit)


def spectrum(field: Field) -> Float[Tensor, "shells"]:
    """Variance in shells of wavenumber 1, 2, ... cycles per domain; sums to the variance (Parseval).

    The last shell collects everything beyond half the shorter axis.
    """
    values = field.values if field.values.ndim == 3 else field.values.unsqueeze(0)
    nx, ny = values.shape[-2:]
    power = (torch.fft.fft2(values).abs() / (nx * ny)).square().sum(0)
    k = torch.sqrt((torch.fft.fftfreq(nx, d=1 / nx)[:, None]) ** 2 + (torch.fft.fftfreq(ny, d=1 / ny)[None, :]) ** 2)
    shells = min(nx, ny) // 2
    number = k.round().long().clamp(max=shells)
    return torch.zeros(shells + 1, dtype=power.dtype).index_add(0, number.flatten(), power.flatten())[1:]


def _vector(field: Field) -> None:
    if field.values.ndim != 3 or field.values.shape[0] != 2:
        raise InputError(f"Expected a velocity (2, x, y), got {tuple(field.values.shape)}.")
