"""Noise spectra and whitening of raw strain, in float64 (1e-21 squared is not a float32).

The spectrum is a median over Welch segments (FINDCHIRP, Allen et al., Phys. Rev. D 85 (2012) 122006), so a signal or a
glitch in a few segments does not whiten itself away; segments that touch a gap are left out. Whitening is a
linear-phase filter of 2 s from the inverse spectrum, as gwpy's. Checked against gwpy and
SciPy in tests/gw/test_whitening.py.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency
from physfm_gw import strain as convention

EDGE_S = 1.0
"""Half of the whitening filter: so much at either end, and around a gap, is not whitened properly."""
SHORTEST_S = 4.0
"""Less than this holds no spectrum worth the name."""
LOWEST_RATE_HZ = 2 * convention.BAND_HZ[1]
Series = NDArray[np.float64]


def resample(strain: Series, sample_rate_hz: float) -> Series:
    """Resample to 2048 Hz with SciPy's polyphase filter.

    Raises
    ------
    InputError
        If the rate is below 1800 Hz (the band ends at 900 Hz), or no ratio of integers below 2**16.
    """
    try:
        from scipy.signal import resample_poly
    except ImportError as err:
        raise MissingDependency("Whitening strain", "scipy", "gw") from err
    if not sample_rate_hz >= LOWEST_RATE_HZ:
        raise InputError(
            f"Expected strain sampled at {LOWEST_RATE_HZ:g} Hz or more (the model looks up to "
            f"{convention.BAND_HZ[1]:g} Hz), got {sample_rate_hz:g} Hz. Take data of a higher rate."
        )
    if sample_rate_hz == convention.SAMPLE_RATE_HZ:
        return np.asarray(strain, np.float64)
    ratio = Fraction(convention.SAMPLE_RATE_HZ) / Fraction(sample_rate_hz).limit_denominator(1000)
    if ratio.denominator > 2**16 or ratio.numerator > 2**16:
        raise InputError(f"Expected a sample rate in a simple ratio to 2048 Hz, got {sample_rate_hz!r} Hz.")
    # Raw strain is dominated by its slow drift: continue it as a line beyond the ends instead of falling to zero.
    out: Series = resample_poly(np.asarray(strain, np.float64), ratio.numerator, ratio.denominator, padtype="line")
    return out


def bridge(strain: Series) -> tuple[Series, NDArray[np.bool_]]:
    """Fill NaN and infinite samples by straight lines; return the filled series and where they were."""
    bad = ~np.isfinite(strain)
    if not bad.any():
        return strain, bad
    filled = strain.copy()
    at = np.arange(len(strain))
    filled[bad] = np.interp(at[bad], at[~bad], strain[~bad]) if not bad.all() else 0.0
    return filled, bad


def median_bias(count: int) -> float:
    """Ratio of the median of ``count`` exponential variables to their mean.

    Notes
    -----
    Source: Allen et al., Phys. Rev. D 85 (2012) 122006, appendix B; `lal.RngMedBias`.
    """
    odd = count if count % 2 else count - 1
    return 1.0 + sum(1 / (2 * i + 1) - 1 / (2 * i) for i in range(1, (odd - 1) // 2 + 1))


def spectrum(strain: Series, bad: NDArray[np.bool_] | None = None) -> tuple[Series, float]:
    """One-sided amplitude spectral density by the median of Welch segments.

    Parameters
    ----------
    strain
        (time,) at 2048 Hz, without NaN (see `bridge`).
    bad
        (time,), True where the samples are not data; segments that touch one are left out.

    Returns
    -------
    asd, spacing_hz
        (bins,) from 0 to 1024 Hz in the unit of the strain over Hz^0.5, and the spacing of the bins.

    Raises
    ------
    InputError
        If fewer than three clean segments remain, or the series is constant.
    """
    from scipy.signal import get_window
    from scipy.signal import spectrogram as segments

    duration = len(strain) / convention.SAMPLE_RATE_HZ
    # Fine bins separate the lines; but a median needs several segments.
    length_s = next((s for s in (4.0, 2.0, 1.0) if duration >= 4 * s), 0.0)
    if duration < SHORTEST_S or not length_s:
        raise InputError(f"Expected at least {SHORTEST_S:g} s of strain to know its noise, got {duration:g} s.")
    length = int(length_s * convention.SAMPLE_RATE_HZ)
    _, _, power = segments(
        *(strain, convention.SAMPLE_RATE_HZ, get_window("hann", length)),
        noverlap=length // 2,
        detrend="linear",
        mode="psd",
    )
    if bad is not None and bad.any():
        starts = np.arange(power.shape[1]) * (length // 2)
        power = power[:, [not bad[s : s + length].any() for s in starts]]
    if power.shape[1] < 3:
        raise InputError(f"Expected three clean segments of {length_s:g} s for the noise, got {power.shape[1]}.")
    median = np.median(power, axis=1) / median_bias(power.shape[1])
    asd: Series = np.sqrt(median)
    low = round(convention.BAND_HZ[0] * length_s)
    if not asd[low : round(convention.BAND_HZ[1] * length_s)].min() > 0:
        raise InputError("Expected noise in the strain between 20 and 900 Hz, got a constant or an empty band.")
    return asd, 1 / length_s


def whiten(strain: Series, asd: Series, spacing_hz: float) -> Series:
    """Divide by the amplitude spectral density and keep 20 to 900 Hz.

    Parameters
    ----------
    strain
        (time,) at 2048 Hz, finite.
    asd
        (bins,) from 0 to 1024 Hz, in the same unit over Hz^0.5.

    Returns
    -------
    white
        (time,), dimensionless, variance 1 in noise of this spectrum; the first and last second are not whitened
        properly (`EDGE_S`).
    """
    from scipy.signal import oaconvolve

    rate = convention.SAMPLE_RATE_HZ
    taps = int(2 * EDGE_S * rate)
    wanted = np.arange(taps // 2 + 1) * rate / taps
    have = np.arange(len(asd)) * spacing_hz
    # The filter's bins are coarser than the spectrum's. Averaging the *power* over two of them widens the notch of
    # every line. Averaging the inverse instead lets lines through: in L1, September 2015, the standard deviation is
    # then 1.35 instead of 1.01, and the loudest template in a second of noise has a ratio of 5.7 instead of 4.7.
    per = max(1, 2 * round(rate / taps / spacing_hz))
    power = np.convolve(asd**2, np.ones(per) / per, mode="same")
    response = np.sqrt(1 / np.maximum(np.interp(wanted, have, power), np.finfo(float).tiny))
    inside = (wanted >= convention.BAND_HZ[0]) & (wanted < convention.BAND_HZ[1])
    response = np.where(inside, response, 0.0)
    impulse = np.roll(np.fft.irfft(response), taps // 2) * np.hanning(taps + 1)[:-1]
    detrended = strain - np.polynomial.Polynomial.fit(np.arange(len(strain)), strain, 1)(np.arange(len(strain)))
    white: Series = oaconvolve(detrended, impulse, mode="full")[taps // 2 : taps // 2 + len(strain)]
    return white * np.sqrt(2 / rate) * convention.gain()
