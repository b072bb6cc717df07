"""Small functions of the field, with units: chirp mass, time to merger, last stable orbit, signal-to-noise ratio."""

from __future__ import annotations

import math

from physfm.errors import InputError
from physfm_gw import strain as convention


def chirp_mass(mass1: float, mass2: float) -> float:
    """Chirp mass, in the unit of the two masses.

    Raises
    ------
    InputError
        If a mass is not positive.
    """
    if not (mass1 > 0 and mass2 > 0):
        raise InputError(f"Expected two positive masses, got {mass1} and {mass2}.")
    return convention.chirp_mass_of(mass1, mass2)


def time_to_merger(chirp_mass_msun: float, frequency_hz: float) -> float:
    r"""Seconds until merger from a gravitational-wave frequency, at leading (Newtonian) order.

    Parameters
    ----------
    chirp_mass_msun
        Detector-frame chirp mass in solar masses.
    frequency_hz
        Gravitational-wave frequency (twice the orbital one) in Hz.

    Raises
    ------
    InputError
        If an argument is not positive.

    Notes
    -----
    Source: :math:`\tau = \frac{5}{256} (\pi f)^{-8/3} (G M_c / c^3)^{-5/3}`, Maggiore, Gravitational Waves vol. 1,
    eq. 4.20.
    """
    if not (chirp_mass_msun > 0 and frequency_hz > 0):
        raise InputError(f"Expected a positive chirp mass and frequency, got {chirp_mass_msun} and {frequency_hz}.")
    lal, _ = convention.lalsimulation()
    return float(5 / 256 * (math.pi * frequency_hz) ** (-8 / 3) * (chirp_mass_msun * lal.MTSUN_SI) ** (-5 / 3))


def last_stable_orbit_frequency(total_mass_msun: float) -> float:
    r"""Gravitational-wave frequency in Hz at the last stable orbit of a test mass, :math:`c^3 / (6^{3/2} \pi G M)`.

    Raises
    ------
    InputError
        If the mass (solar masses) is not positive.
    """
    if not total_mass_msun > 0:
        raise InputError(f"Expected a positive total mass, got {total_mass_msun}.")
    lal, _ = convention.lalsimulation()
    return float(1 / (6**1.5 * math.pi * total_mass_msun * lal.MTSUN_SI))


def optimal_snr(mass1: float, mass2: float, distance_mpc: float, curve: str = "aLIGO_ZERO_DET_high_P") -> float:
    """Optimal signal-to-noise ratio (dimensionless) of a face-on, overhead, non-spinning binary, 20 to 900 Hz.

    Parameters
    ----------
    mass1, mass2
        Detector-frame masses in solar masses.
    distance_mpc
        Luminosity distance in Mpc.
    curve
        Noise curve; see `physfm_gw.strain.CURVES`.

    Raises
    ------
    InputError
        If an argument is not positive or the curve is unknown.
    """
    if not (mass1 > 0 and mass2 > 0 and distance_mpc > 0):
        raise InputError(f"Expected positive masses and distance, got {mass1}, {mass2} and {distance_mpc} Mpc.")
    duration = 32.0
    wave = convention.waveform(mass1, mass2, duration, distance_mpc)
    return convention.snr(wave, convention.noise_curve(curve, duration), duration)
