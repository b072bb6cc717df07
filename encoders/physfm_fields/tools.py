"""Numbers that a fluid dynamicist asks for, as plain functions with units."""

from __future__ import annotations

import math
from pathlib import Path

from physfm.errors import InputError
from physfm_fields import synthetic


def _positive(**numbers: float) -> None:
    for name, value in numbers.items():
        if not (math.isfinite(value) and value > 0):
            raise InputError(f"Expected a positive {name}, got {value}.")


def reynolds_number(speed: float, length: float, viscosity: float) -> float:
    r"""Reynolds number :math:`U L / \nu`, dimensionless.

    Parameters
    ----------
    speed, length, viscosity
        In m/s, m and m^2/s (kinematic).
    """
    _positive(speed=speed, length=length, viscosity=viscosity)
    return speed * length / viscosity


def diffusion_time(length: float, diffusivity: float) -> float:
    r"""Decay time of a sine wave of wavelength ``length``, :math:`1 / (D k^2)`, in s (m and m^2/s given)."""
    _positive(length=length, diffusivity=diffusivity)
    return 1.0 / (diffusivity * (2 * math.pi / length) ** 2)


def courant_number(speed: float, time_step: float, spacing: float) -> float:
    """Courant number ``speed * time_step / spacing``, dimensionless (m/s, s and m given)."""
    _positive(speed=speed, time_step=time_step, spacing=spacing)
    return speed * time_step / spacing


def simulate_field(family: str, path: str, items: int = 1, seed: int = 0) -> str:
    """Simulate fields of one family (see `physfm_fields.synthetic.FAMILIES`) and return the path of the HDF5 file."""
    synthetic.generate(Path(path), items, seed, family)
    return path
