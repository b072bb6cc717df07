"""Strain, its frame and its signals: constants of the model's window, noise curves, and waveforms from LAL.

A window is 2 s of whitened strain at 2048 Hz; the second from 0.875 s to 1.875 s is *scored* (a merger belongs to the
window in whose scored second it lies), so that up to 1.9 s of inspiral stand before the merger. Waveforms are
IMRPhenomD (arXiv 1508.07250) and noise curves are LALSimulation's own; nothing of either is written here by hand.
Shape legend: ``bins`` = frequencies 0, df, 2 df, ... of `frequencies`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency, did_you_mean

SAMPLE_RATE_HZ = 2048
WINDOW_S = 2.0
SCORED_S = (0.875, 1.875)
"""Where in the window a merger is looked for, in s from its start."""
BAND_HZ = (20.0, 900.0)
SAMPLES = int(SAMPLE_RATE_HZ * WINDOW_S)
DETECTORS = ("H1", "L1", "V1")
CHANNELS = 32
"""Number of logarithmic bands in which the amplitude spectral density is given to the network."""

CHIRP_MASS = (8.0, 45.0)
"""Prior of the (detector-frame) chirp mass in solar masses, log-uniform."""
MASS_RATIO = (0.25, 1.0)
"""Prior of the mass ratio m2 / m1, uniform."""
HEAVY = 19.0
"""Chirp mass in solar masses that parts heavy from light binaries: the median of the prior, sqrt(8 * 45), rounded."""

CURVES = {
    "aLIGO_ZERO_DET_high_P": "SimNoisePSDaLIGOZeroDetHighPowerGWINC",
    "aLIGO_O3_low": "SimNoisePSDaLIGOO3LowT1800545",
    "aLIGO_early_high": "SimNoisePSDaLIGOEarlyHighSensitivityP1200087",
    "aLIGO_O4": "SimNoisePSDaLIGO175MpcT1800545",
    "AdV": "SimNoisePSDAdvVirgo",
    "AdV_O4": "SimNoisePSDaLIGOAdVO4T1800545",
}
"""Names of noise curves, and the LALSimulation function behind each."""


def lalsimulation() -> tuple[Any, Any]:
    """Return the modules lal and lalsimulation, or say what to install."""
    try:
        import lal
        import lalsimulation
    except ImportError as err:
        raise MissingDependency("Gravitational waveforms and noise curves", "lalsuite", "gw") from err
    return lal, lalsimulation


def frequencies(duration_s: float, high_hz: float = BAND_HZ[1]) -> NDArray[np.float64]:
    """Frequencies in Hz of the real FFT of ``duration_s`` seconds, from 0 to ``high_hz`` inclusive."""
    return np.arange(round(high_hz * duration_s) + 1) / duration_s


def masses(chirp_mass: float, mass_ratio: float) -> tuple[float, float]:
    """Component masses (m1 >= m2) from the chirp mass (same unit) and m2 / m1.

    Notes
    -----
    Source: Mc = (m1 m2)^(3/5) (m1 + m2)^(-1/5); Cutler and Flanagan, Phys. Rev. D 49 (1994) 2658.
    """
    m1 = chirp_mass * (1 + mass_ratio) ** 0.2 / mass_ratio**0.6
    return m1, m1 * mass_ratio


def chirp_mass_of(mass1: float, mass2: float) -> float:
    """Chirp mass, in the unit of the masses."""
    return float((mass1 * mass2) ** 0.6 / (mass1 + mass2) ** 0.2)


def waveform(mass1: float, mass2: float, duration_s: float, distance_mpc: float = 400.0) -> NDArray[np.complex128]:
    """Frequency-domain IMRPhenomD strain of a non-spinning, face-on binary, peaking at time 0 (circularly).

    Parameters
    ----------
    mass1, mass2
        Detector-frame masses in solar masses; equal masses are fine.
    duration_s
        Inverse of the frequency spacing, in s.

    Returns
    -------
    strain
        (bins,) from 0 to 900 Hz in strain/Hz, zero below 20 Hz; the plus polarisation (cross is -i times plus).

    Raises
    ------
    InputError
        If LAL refuses the masses.
    """
    lal, lalsim = lalsimulation()
    out = np.zeros(len(frequencies(duration_s)), np.complex128)
    heavy, light = max(mass1, mass2) * lal.MSUN_SI, min(mass1, mass2) * lal.MSUN_SI
    try:
        series = lalsim.SimIMRPhenomDGenerateFD(
            *(0.0, BAND_HZ[0], 1 / duration_s, heavy, light, 0.0, 0.0, *BAND_HZ, distance_mpc * 1e6 * lal.PC_SI),
            lal.CreateDict(),
            lalsim.NoNRT_V,
        )
    except RuntimeError as err:
        raise InputError(f"Expected masses that IMRPhenomD can take, got {mass1} and {mass2} solar masses.") from err
    data = series.data.data[: len(out)]
    out[: len(data)] = data
    return out


@cache
def _curve(name: str, duration_s: float, high_hz: float) -> NDArray[np.float64]:
    lal, lalsim = lalsimulation()
    if name not in CURVES:
        raise InputError(f"No noise curve named {name!r}.{did_you_mean(name, CURVES)} Known: {', '.join(CURVES)}.")
    at = frequencies(duration_s, high_hz)
    series = lal.CreateREAL8FrequencySeries("psd", 0, 0.0, 1 / duration_s, lal.SecondUnit, len(at))
    function = getattr(lalsim, CURVES[name])
    if name == "AdV":  # the only one given as a function of frequency
        values = np.array([np.inf, *(function(f) for f in at[1:])])
    else:
        function(series, 10.0)
        values = np.array(series.data.data)
    # LAL leaves zeros below the lowest frequency and in the last bin: no data there, not "no noise".
    low = round(10.0 * duration_s)
    values[:low] = np.inf
    values[values <= 0] = values[-2] if values[-2] > 0 else np.inf
    asd: NDArray[np.float64] = np.sqrt(values)
    asd.setflags(write=False)
    return asd


def noise_curve(name: str, duration_s: float = WINDOW_S, high_hz: float = SAMPLE_RATE_HZ / 2) -> NDArray[np.float64]:
    """Amplitude spectral density of a named detector design, in strain/Hz^0.5, from 0 to ``high_hz`` at 1/duration.

    Infinite below 10 Hz, where the designs make no statement, and where LAL's table ends.

    Raises
    ------
    InputError
        If the name is not in `CURVES`; the message lists the names.
    """
    return _curve(name, duration_s, high_hz)


def band_centres() -> NDArray[np.float64]:
    """Centres in Hz of the logarithmic bands of the input ``asd``, (channel,)."""
    edges = band_edges()
    return np.sqrt(edges[:-1] * edges[1:])


def band_edges() -> NDArray[np.float64]:
    """Edges in Hz of the logarithmic bands of the input ``asd``, (channel + 1,)."""
    return np.geomspace(*BAND_HZ, CHANNELS + 1)


def banded(asd: NDArray[np.float64], spacing_hz: float) -> NDArray[np.float64]:
    """Median of an amplitude spectral density (from 0 Hz, last axis) in each logarithmic band, same unit.

    The median ignores narrow lines. A band narrower than the spacing takes the value at its centre.
    """
    at = np.arange(asd.shape[-1]) * spacing_hz
    out = []
    for low, high, centre in zip(band_edges()[:-1], band_edges()[1:], band_centres(), strict=True):
        inside = (at >= low) & (at < high)
        if inside.any():
            out.append(np.median(asd[..., inside], axis=-1))
        else:
            out.append(asd[..., int(np.argmin(np.abs(at - centre)))])
    return np.stack(out, axis=-1)


def snr(strain: NDArray[np.complex128], asd: NDArray[np.float64], duration_s: float) -> float:
    r"""Optimal signal-to-noise ratio :math:`\rho = \sqrt{4 \int |h|^2 / S \, df}` between 20 and 900 Hz.

    Parameters
    ----------
    strain
        (bins,), strain/Hz, from 0 Hz.
    asd
        At least as many bins, strain/Hz^0.5, on the same frequencies.
    """
    f = frequencies(duration_s)[: len(strain)]
    inside = f >= BAND_HZ[0]
    return float(np.sqrt(4 / duration_s * np.sum(np.abs(strain[inside]) ** 2 / asd[: len(strain)][inside] ** 2)))


def gain() -> float:
    """Factor that gives band-limited whitened noise unit variance per sample: sqrt(Nyquist / bandwidth)."""
    return float(np.sqrt(SAMPLE_RATE_HZ / 2 / (BAND_HZ[1] - BAND_HZ[0])))
