"""A compact binary from LAL as detectors would see it: what `physfm_gw.simulator` runs in its own process.

Polarisations come from `lalsimulation.SimInspiralTD`, which also tapers; antenna patterns and arrival times from
`physfm_gw.sky`. They are taken at the coalescence for the whole signal: the Earth turns by 0.3 degrees in a minute,
which `tests/gw/test_simulator_waveform.py` compares with LAL's own injection. Sub-sample times are phases of the
Fourier transform. Masses are those in the detector's frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm_gw import sky, synthetic
from physfm_gw import strain as convention

_BLOCK_S = 16
_PADDING_S = 0.25
"""Zeros around a wave, so that a shift by a fraction of a sample does not wrap its ringing around."""


def polarisations(
    mass1: float,
    mass2: float,
    spin1: float,
    spin2: float,
    distance_mpc: float,
    inclination: float,
    phase: float,
    approximant: str,
    sample_rate: int,
    f_min: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Plus and cross polarisation in time, and the time of the first sample before coalescence.

    Parameters
    ----------
    mass1, mass2
        In the detector's frame, solar masses.
    spin1, spin2
        Dimensionless, along the orbital angular momentum.
    inclination, phase
        In rad.
    sample_rate, f_min
        In Hz.

    Returns
    -------
    plus, cross, epoch
        (time,) strain each; the epoch in s is negative.

    Raises
    ------
    InputError
        If LAL refuses.
    """
    lal, lalsim = convention.lalsimulation()
    try:
        plus, cross = lalsim.SimInspiralTD(
            *(mass1 * lal.MSUN_SI, mass2 * lal.MSUN_SI, 0.0, 0.0, spin1, 0.0, 0.0, spin2),
            *(distance_mpc * 1e6 * lal.PC_SI, inclination, phase, 0.0, 0.0, 0.0, 1 / sample_rate, f_min, f_min),
            lal.CreateDict(),
            lalsim.GetApproximantFromString(approximant),
        )
    except RuntimeError as err:
        raise InputError(
            f"{approximant} cannot make this binary at {sample_rate} Hz ({err}): take a higher sample rate for light "
            "binaries, smaller spins or another approximant."
        ) from err
    return np.array(plus.data.data), np.array(cross.data.data), float(plus.epoch)


def arriving(wave: NDArray[np.float64], samples: int, first_s: float, sample_rate: int) -> NDArray[np.float64]:
    """A wave whose first sample lies ``first_s`` s after the start of a stretch of so many samples, on its grid.

    What lies outside of the stretch is cut off.
    """
    padding = int(_PADDING_S * sample_rate)
    begin = int(np.floor(first_s * sample_rate))
    fraction = first_s * sample_rate - begin
    count = len(wave) + 2 * padding
    size = 1 << (count - 1).bit_length()
    padded = np.zeros(size)
    padded[padding : padding + len(wave)] = wave
    shift = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size * fraction)
    moved = np.fft.irfft(np.fft.rfft(padded) * shift, size)[:count]
    out = np.zeros(samples)
    begin -= padding
    low, high = max(begin, 0), min(begin + count, samples)
    if low < high:
        out[low:high] = moved[low - begin : high - begin]
    return out


def optimal_snr(strain: NDArray[np.float64], asd: NDArray[np.float64], sample_rate: int, f_min: float) -> float:
    r"""Optimal signal-to-noise ratio :math:`\sqrt{4 \int |h|^2 / S \, df}` above ``f_min``.

    Parameters
    ----------
    strain
        (time,).
    asd
        On the frequencies of its real FFT, strain/Hz^0.5.
    """
    spacing = sample_rate / len(strain)
    h = np.fft.rfft(strain) / sample_rate
    inside = np.arange(len(h)) * spacing >= f_min
    return float(np.sqrt(4 * spacing * np.sum(np.abs(h[inside]) ** 2 / asd[inside] ** 2)))


def simulate(
    binary: Mapping[str, Any],
    right_ascension: float,
    declination: float,
    polarization: float,
    gps_time: float,
    gps_start: int,
    duration_s: int,
    detectors: Sequence[str],
    curves: Sequence[str],
    noise: bool,
    seed: int,
    output: str | None,
) -> dict[str, Any]:
    """Simulate, project, add noise and write; arguments are checked by `physfm_gw.simulator`.

    Parameters
    ----------
    binary
        Arguments of `polarisations`.
    right_ascension, declination, polarization
        In rad.
    gps_time
        Coalescence at the centre of the Earth, s.
    """
    lal, _ = convention.lalsimulation()
    rate, f_min = int(binary["sample_rate"]), float(binary["f_min"])
    plus, cross, epoch = polarisations(**binary)
    samples = duration_s * rate
    hour = lal.GreenwichMeanSiderealTime(lal.LIGOTimeGPS(gps_time)) - right_ascension
    place = [np.array([x]) for x in (hour, declination, polarization)]
    series: list[NDArray[np.float64]] = []
    seen: list[dict[str, Any]] = []
    for name, curve in zip(detectors, curves, strict=True):
        f_plus, f_cross, delay = (float(x[0]) for x in sky.response(name, *place))
        first = gps_time - gps_start + epoch + delay
        strain = arriving(f_plus * plus + f_cross * cross, samples, first, rate)
        asd = convention.noise_curve(curve, float(duration_s), rate / 2)
        loudest = int(np.argmax(np.abs(strain)))
        seen.append(
            {
                "detector": name,
                "snr": optimal_snr(strain, asd, rate, f_min),
                "peak_gps": gps_start + loudest / rate,
                "peak_strain": float(abs(strain[loudest])),
                "delay_s": delay,
                "f_plus": f_plus,
                "f_cross": f_cross,
                "noise_curve": curve,
            }
        )
        if noise:
            # By the detector, not by its place in the list: the same seed gives the same noise in any network.
            rng = np.random.default_rng([seed, 4244, convention.DETECTORS.index(name)])
            block = convention.noise_curve(curve, float(_BLOCK_S), rate / 2)
            strain = strain + synthetic.coloured_noise(block, samples, rng, _BLOCK_S * rate, rate)
        series.append(strain)
    if output:
        facts = {"generator": "physfm_gw.injection", "gps_time": gps_time, "noise": noise, "seed": seed}
        facts |= {"right_ascension": right_ascension, "declination": declination, "polarization": polarization}
        # In double precision, as gwpy computes spectra in that of the data.
        synthetic.write(
            Path(output), series, float(gps_start), rate, detectors, curves, {**facts, **binary}, precision=np.float64
        )
    loudest = int(np.argmax(plus**2 + cross**2))
    return {
        "detectors": seen,
        "snr": float(np.sqrt(sum(d["snr"] ** 2 for d in seen))),
        "peak_gps": gps_time + epoch + loudest / rate,
        "waveform_s": len(plus) / rate,
        "before_peak_s": -epoch,
    }
