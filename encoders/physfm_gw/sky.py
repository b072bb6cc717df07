"""Where detectors stand and how they see a wave: antenna patterns and arrival times, vectorised over sky positions.

Detector tensors and vertex positions come from LAL; the contraction follows Anderson, Brady, Creighton and Flanagan,
Phys. Rev. D 63 (2001) 042003, and agrees with `lal.ComputeDetAMResponse` (tests/gw/test_sky.py).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, did_you_mean
from physfm_gw.strain import lalsimulation

_LAL_NAMES = {"H1": "LHO_4k", "L1": "LLO_4k", "V1": "VIRGO", "K1": "KAGRA", "G1": "GEO_600"}


def _detector(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Response tensor (3, 3) and vertex position (3,) in m, Earth-fixed."""
    lal, _ = lalsimulation()
    if name not in _LAL_NAMES:
        raise InputError(f"No detector named {name!r}.{did_you_mean(name, _LAL_NAMES)} Known: {', '.join(_LAL_NAMES)}.")
    found = next(d for d in lal.CachedDetectors if d.frDetector.name == _LAL_NAMES[name])
    return np.asarray(found.response, np.float64), np.asarray(found.location, np.float64)


def response(
    detector: str, hour_angle: NDArray[np.float64], declination: NDArray[np.float64], psi: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Antenna patterns and arrival time after the geocentre.

    Parameters
    ----------
    detector
        ``"H1"``, ``"L1"``, ``"V1"``, ``"K1"`` or ``"G1"``.
    hour_angle
        (batch,), Greenwich hour angle in rad: sidereal time minus right ascension.
    declination, psi
        (batch,), declination and polarisation angle in rad.

    Returns
    -------
    plus, cross, delay
        (batch,) each; F+ and Fx dimensionless, the delay in s.
    """
    lal, _ = lalsimulation()
    tensor, location = _detector(detector)
    sin_g, cos_g = np.sin(hour_angle), np.cos(hour_angle)
    sin_d, cos_d = np.sin(declination), np.cos(declination)
    sin_p, cos_p = np.sin(psi), np.cos(psi)
    x = np.stack([-cos_p * sin_g - sin_p * cos_g * sin_d, -cos_p * cos_g + sin_p * sin_g * sin_d, sin_p * cos_d], -1)
    y = np.stack([sin_p * sin_g - cos_p * cos_g * sin_d, sin_p * cos_g + cos_p * sin_g * sin_d, cos_p * cos_d], -1)
    plus = np.einsum("bi,ij,bj->b", x, tensor, x) - np.einsum("bi,ij,bj->b", y, tensor, y)
    cross = np.einsum("bi,ij,bj->b", x, tensor, y) + np.einsum("bi,ij,bj->b", y, tensor, x)
    towards = np.stack([cos_d * cos_g, -cos_d * sin_g, sin_d], -1)  # unit vector to the source
    return plus, cross, -(towards @ location) / lal.C_SI
