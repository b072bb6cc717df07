"""Generated strain: LAL binaries in Gaussian noise of a named curve, written as gwpy reads it, with the truth beside.

A file holds one long stretch of every detector, so it is read, whitened and cut like any other; its groups ``truth``
(window starts, masses, times) and ``asd`` (the curve the noise was drawn from) belong to it. Signal-to-noise ratios are
exact by construction: the wave is scaled, not the noise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm import checkpoint
from physfm.encoder import Kind
from physfm.errors import InputError, MissingDependency
from physfm_gw import sky
from physfm_gw import strain as convention

VERSION = "1"
GPS = 1400000000.0
SPACING_S = 3.0
"""From one window to the next: a window is 2 s, so each holds its own merger only."""
_DURATION_S = 8.0
_LEAD_S, _TAIL_S = 2.0, 3.0


def coloured_noise(
    asd: NDArray[np.float64],
    samples: int,
    rng: np.random.Generator,
    block: int = 16 * convention.SAMPLE_RATE_HZ,
    sample_rate: int = convention.SAMPLE_RATE_HZ,
) -> NDArray[np.float64]:
    """Stationary Gaussian noise of an amplitude spectral density, of any length.

    Parameters
    ----------
    asd
        (bins,), strain/Hz^0.5 on the frequencies of a block's real FFT; infinite values count as no noise.
    samples
        How many.
    sample_rate
        In Hz.

    Notes
    -----
    Blocks overlap by half under a sine window; sine squared plus cosine squared keeps the variance one everywhere.
    """
    amplitude = np.where(np.isfinite(asd), asd, 0.0) * np.sqrt(sample_rate * block) / 2
    window = np.sin(np.pi * (np.arange(block) + 0.5) / block)
    hop = block // 2
    out = np.zeros(samples + 2 * block)
    for start in range(0, samples + hop, hop):
        white = rng.standard_normal(len(asd)) + 1j * rng.standard_normal(len(asd))
        out[start : start + block] += np.fft.irfft(white * amplitude, block) * window
    return out[hop : hop + samples]


def project(
    chirp_mass: float, mass_ratio: float, snr: float, detectors: Sequence[str], curves: Sequence[str], rng: Any
) -> tuple[NDArray[np.complex128], NDArray[np.float64]]:
    """One binary at a random place, seen by several detectors, scaled to an exact network signal-to-noise ratio.

    Returns
    -------
    strain
        (detectors, bins), strain/Hz at 1/8 Hz, each peaking at time 0.
    delay
        (detectors,), arrival in s after the mean over the detectors.
    """
    hour, psi, phase = rng.uniform(0, 2 * np.pi, 3)
    declination, cosine = np.arcsin(rng.uniform(-1, 1)), rng.uniform(-1, 1)
    wave = convention.waveform(*convention.masses(chirp_mass, mass_ratio), _DURATION_S) * np.exp(1j * phase)
    seen, late, square = [], [], 0.0
    for name, curve in zip(detectors, curves, strict=True):
        plus, cross, delay = sky.response(name, *(np.array([x]) for x in (hour, declination, psi)))
        strain = wave * (plus[0] * (1 + cosine**2) / 2 - 1j * cross[0] * cosine)
        square += convention.snr(strain, convention.noise_curve(curve, _DURATION_S), _DURATION_S) ** 2
        seen.append(strain)
        late.append(float(delay[0]))
    return np.array(seen) * snr / np.sqrt(square), np.array(late) - np.mean(late)


def place(
    series: NDArray[np.float64], strain: NDArray[np.complex128], second: float, before_s: float = _DURATION_S - 0.5
) -> None:
    """Add a wave (bins at 1/8 Hz, peak at 0) to a series at 2048 Hz so that it peaks ``second`` s after its start."""
    rate = convention.SAMPLE_RATE_HZ
    first = round((second - before_s) * rate)
    shift = second - first / rate
    f = convention.frequencies(_DURATION_S)
    full = np.zeros(int(_DURATION_S * rate) // 2 + 1, np.complex128)
    full[: len(f)] = strain * np.exp(-2j * np.pi * f * shift)
    wave = np.fft.irfft(full) * rate
    begin, end = max(first, 0), min(first + len(wave), len(series))
    series[begin:end] += wave[begin - first : end - first]


def generate(
    path: Path | str,
    items: int = 8,
    seed: int = 0,
    snr: tuple[float, float] = (8.0, 20.0),
    merger_share: float = 0.5,
    detectors: Sequence[str] = ("H1", "L1"),
    curve: str = "aLIGO_ZERO_DET_high_P",
    virgo_curve: str = "AdV",
) -> int:
    """Write windows of strain, a share of them with a merger, as one gwpy HDF5 file.

    Parameters
    ----------
    path
        Ends in .hdf5 or .h5; replaced only by a whole file.
    items
        Number of windows.
    snr
        Optimal signal-to-noise ratio of the network, drawn log-uniformly; equal ends give exactly that.
    merger_share
        Probability of a merger in a window.
    detectors
        One to three of H1, L1, V1.
    curve, virgo_curve
        Noise of H1 and L1, and of V1; see `physfm_gw.strain.CURVES`.

    Raises
    ------
    InputError
        If an argument is out of range.
    """
    path = Path(path)
    if items < 1:
        raise InputError(f"Expected at least one item, got {items}.")
    if not 0 < snr[0] <= snr[1]:
        raise InputError(f"Expected 0 < low <= high signal-to-noise ratio, got {snr}.")
    unknown = [d for d in detectors if d not in convention.DETECTORS]
    if unknown or not detectors or len(set(detectors)) != len(detectors):
        raise InputError(f"Expected different detectors out of {convention.DETECTORS}, got {tuple(detectors)}.")
    rng = np.random.default_rng([seed, 4242])
    rate = convention.SAMPLE_RATE_HZ
    length_s = max(32.0, _LEAD_S + items * SPACING_S + _TAIL_S)
    curves = [virgo_curve if d == "V1" else curve for d in detectors]
    block = 16 * rate
    series = [
        coloured_noise(
            convention.noise_curve(c, 16.0), int(length_s * rate), np.random.default_rng([seed, 4243, i]), block
        )
        for i, c in enumerate(curves)
    ]
    columns = ("merger", "chirp_mass", "mass_ratio", "snr", "merger_time")
    truth = {name: np.full(items, np.nan) for name in columns}
    truth["gps_window"] = GPS + _LEAD_S + SPACING_S * np.arange(items)
    # With a share of one half exactly half of the windows hold a merger, in random order.
    truth["merger"] = rng.permutation(np.arange(items) < round(merger_share * items)).astype(float)
    for i in np.flatnonzero(truth["merger"]):
        mass = float(np.exp(rng.uniform(*np.log(convention.CHIRP_MASS))))
        ratio = float(rng.uniform(*convention.MASS_RATIO))
        loud = float(np.exp(rng.uniform(*np.log(snr))))
        time = float(rng.uniform(*convention.SCORED_S))
        waves, delays = project(mass, ratio, loud, detectors, curves, rng)
        for stretch, wave, delay in zip(series, waves, delays, strict=True):
            place(stretch, wave, float(truth["gps_window"][i]) - GPS + time + float(delay))
        for name, value in zip(columns[1:], (mass, ratio, loud, time), strict=True):
            truth[name][i] = value
    facts = {"generator": "physfm_gw.synthetic", "version": VERSION, "seed": seed, "waveform": "IMRPhenomD"}
    checkpoint.write_atomically(path, lambda p: write(p, series, GPS, rate, detectors, curves, facts, truth))
    return items


def noise(path: Path | str, items: int = 8, seed: int = 0, **options: Any) -> int:
    """Write windows of noise alone; options as of `generate`."""
    return generate(path, items, seed, merger_share=0.0, **options)


def write(
    path: Path,
    series: Sequence[NDArray[np.float64]],
    gps_start: float,
    sample_rate: int,
    detectors: Sequence[str],
    curves: Sequence[str],
    facts: Mapping[str, Any],
    truth: Mapping[str, NDArray[np.float64]] | None = None,
    precision: type[np.floating[Any]] = np.float32,
) -> None:
    """Write one stretch of strain a detector as gwpy HDF5, with the curve of its noise beside.

    Parameters
    ----------
    gps_start, sample_rate
        GPS time of the first sample in s, and Hz.
    facts
        Attributes of the file.
    truth
        Equally long columns, of which ``gps_window`` says where the windows to be read start.
    precision
        The eight digits of float32 are far below the noise, and half the file; but strain squared underflows in it, so
        whoever reads the file must compute spectra in double precision.
    """
    try:
        import h5py
        import matplotlib

        with matplotlib.rc_context():  # importing gwpy changes fonts and grids of every later figure
            from gwpy.frequencyseries import FrequencySeries
            from gwpy.timeseries import TimeSeries
    except ImportError as err:
        raise MissingDependency("Writing strain", "gwpy and h5py", "gw") from err
    with h5py.File(path, "w") as file:
        file.attrs.update(facts)
        for values, name, curve in zip(series, detectors, curves, strict=True):
            channel = f"{name}:PHYSFM-STRAIN"
            data = TimeSeries(
                values.astype(precision), t0=gps_start, sample_rate=sample_rate, unit="strain", name=channel
            )
            data.write(file, format="hdf5", path=channel)
            asd = convention.noise_curve(curve, 4.0)
            density = FrequencySeries(asd, f0=0.0, df=0.25, unit="strain / Hz(1/2)", name=curve)
            density.write(file, format="hdf5", path=f"asd/{name}")
        if truth is not None:
            group = file.create_group("truth")
            for key, column in truth.items():
                group.create_dataset(key, data=column)


KINDS = (
    Kind("strain", "Compact binaries (half of the windows) in Gaussian noise of H1 and L1, aLIGO design.", generate),
    Kind("noise", "Gaussian detector noise without any signal.", noise),
)
