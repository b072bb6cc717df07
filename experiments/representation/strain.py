"""Strain: mergers against noise in a short stretch of one whitened detector around the time a search would name.

The signal-to-noise ratio is that of the stretch itself, exact by construction: the wave is scaled, not the noise. The
target is the chirp mass of the mergers. Noise is Gaussian, or whitened strain of files with waves of LAL added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from experiments.representation.items import Items, Points, Task
from physfm.errors import InputError
from physfm.nn import FourierFeatures
from physfm_gw import read as reading
from physfm_gw import strain as convention
from physfm_gw.data import DURATION_S, waveform_bank

PEAK = 0.8
"""Where in the stretch a merger peaks, give or take a tenth."""
CLASSES = ("noise", "merger")
_STEPS = FourierFeatures(3)


@dataclass(frozen=True)
class StrainOptions:
    """What a stretch is.

    Parameters
    ----------
    sites, samples
        Stretches of so many samples each, one after the other.
    rate_hz
        Of the samples.
    snr
        Range of the optimal signal-to-noise ratio in the stretch, uniform.
    waveforms
        Binaries that are drawn from.
    curve
        Noise curve of `physfm_gw.strain.CURVES` by which generated waves are whitened.
    """

    sites: int = 16
    samples: int = 3
    rate_hz: int = 384
    snr: tuple[float, float] = (2.0, 6.0)
    waveforms: int = 1000
    curve: str = "aLIGO_ZERO_DET_high_P"


def task(options: StrainOptions, classes: tuple[str, ...] = CLASSES) -> Task:
    """Describe the task."""
    return Task(
        "strain",
        classes,
        "ln(chirp mass / solar mass)",
        tuple(f"strain [noise standard deviations], sample {i + 1}" for i in range(options.samples)),
        kinds=(0,) * options.samples,
        logarithmic=(False,),
        points=_points,
        edges=_edges,
        edge_features=_STEPS.width(1),
        summaries=_summaries,
    )


def generate(items: int, seed: int, options: StrainOptions) -> Items:
    """Gaussian noise, half of the items with a merger."""
    rng = np.random.default_rng([seed, 61])
    frequencies = _frequencies(options)
    asd = convention.noise_curve(options.curve, DURATION_S)[: len(frequencies)]
    return _mixed(_white(rng, items, options), np.broadcast_to(asd, (items, len(asd))), rng, seed, options)


def read(files: Mapping[str, Sequence[Path]], items: int, seed: int, options: StrainOptions) -> Items:
    """Whitened noise of strain files, half of the windows with a merger added.

    Raises
    ------
    InputError
        If the files are not given as ``noise``, or hold fewer windows.
    """
    from scipy.signal import resample

    if set(files) != {"noise"}:
        raise InputError(f"Expected strain files under 'noise' alone, got {', '.join(files)}; mergers are added to it.")
    rows, spectra = [], []
    at = _frequencies(options)
    for sample in (s for path in files["noise"] for s in reading.read([path])):
        for series, asd in zip(sample.inputs["strain"].numpy(), sample.inputs["asd"].numpy(), strict=True):
            slow = resample(series, round(convention.WINDOW_S * options.rate_hz))
            first = (len(slow) - options.sites * options.samples) // 2
            rows.append(slow[first : first + options.sites * options.samples])
            spectra.append(np.interp(at, convention.band_centres(), asd))
        if len(rows) >= items:
            break
    if len(rows) < items:
        raise InputError(f"Expected {items} windows of noise in {len(files['noise'])} files, found {len(rows)}.")
    noise = np.array(rows[:items])
    rng = np.random.default_rng([seed, 62])
    return _mixed(noise / noise.std(), np.array(spectra[:items]), rng, seed, options)


def _frequencies(options: StrainOptions) -> NDArray[np.float64]:
    return np.arange(round(options.rate_hz / 2 * DURATION_S) + 1) / DURATION_S


def _white(rng: np.random.Generator, items: int, options: StrainOptions) -> NDArray[np.float64]:
    """Gaussian noise from 20 Hz to half the rate, (items, time), of unit variance."""
    length = round(convention.WINDOW_S * options.rate_hz)
    spectrum = rng.standard_normal((items, length // 2 + 1, 2)) @ np.array([1.0, 1j])
    spectrum[:, : round(convention.BAND_HZ[0] * convention.WINDOW_S)] = 0
    series = np.fft.irfft(spectrum, length)[:, : options.sites * options.samples]
    return np.asarray(series / series.std())


def _mixed(
    noise: NDArray[np.float64],
    asd: NDArray[np.float64],
    rng: np.random.Generator,
    seed: int,
    options: StrainOptions,
) -> Items:
    merger = rng.permutation(np.arange(len(noise)) < len(noise) // 2)
    bank, chirp_mass, _ = waveform_bank(options.waveforms, seed)
    which = rng.integers(0, len(bank), len(noise))
    ratio = rng.uniform(*options.snr, len(noise))
    data = noise.copy()
    at, length = _frequencies(options), round(DURATION_S * options.rate_hz)
    for rows in np.array_split(np.flatnonzero(merger), max(1, len(noise) // 400)):
        shift = rng.uniform(-0.1, 0.1, len(rows)) * noise.shape[1] / options.rate_hz + DURATION_S * 0.75
        turn = -2 * np.pi * at * shift[:, None] + rng.uniform(0, 2 * np.pi, len(rows))[:, None]
        spectrum = bank[which[rows], : len(at)] / asd[rows] * np.exp(1j * turn)
        wave = np.fft.irfft(spectrum, length)
        first = round(DURATION_S * 0.75 * options.rate_hz) - round(PEAK * noise.shape[1])
        seen = wave[:, first : first + noise.shape[1]]
        data[rows] += seen * (ratio[rows] / np.linalg.norm(seen, axis=1))[:, None]
    target = np.where(merger, np.log(chirp_mass[which]), np.nan)
    numbers = torch.from_numpy(data.astype(np.float32)).unflatten(1, (options.sites, options.samples))
    mask = torch.ones(numbers.shape[:2], dtype=torch.bool)
    return Items(numbers, mask, torch.from_numpy(merger).long(), torch.from_numpy(target.astype(np.float32)))


def _points(scaled: Tensor, mask: Tensor) -> Points:
    values = scaled.flatten(1).unsqueeze(-1)  # (b, time, 1)
    time = torch.linspace(-1, 1, values.shape[1], device=scaled.device)
    return Points(time[None, :, None].expand_as(values), values, mask.repeat_interleave(scaled.shape[2], 1))


def _edges(numbers: Tensor, mask: Tensor) -> Tensor:
    at = torch.linspace(0, 1, numbers.shape[1], device=numbers.device)
    later = (at[:, None] - at[None, :]).unsqueeze(-1)  # signed difference of times, in units of the stretch
    return _STEPS.to(numbers.device)(later).movedim(-1, 0).expand(len(numbers), -1, -1, -1)


def _summaries(items: Items) -> Tensor:
    series = items.numbers.flatten(1)
    power = torch.fft.rfft(series).abs().square()
    bands = torch.stack([band.mean(1) for band in power.tensor_split(6, 1)], dim=1).clamp(min=1e-9).log()
    rms = torch.stack([part.square().mean(1) for part in series.tensor_split(4, 1)], dim=1).sqrt()
    return torch.cat([bands, rms, series.abs().amax(1, keepdim=True)], dim=1)
