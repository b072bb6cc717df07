"""Training data on the fly: LAL binaries, glitches and noise, whitened, for one to three detectors.

A bank of waveforms is made once per seed with LAL; after that everything is vectorised NumPy in the frequency domain:
antenna patterns, arrival times, the noise curve (drawn, tilted and wrongly estimated at random, so that the network
meets real spectra), whitening, injection at an exact optimal signal-to-noise ratio. Batch ``i`` of epoch ``e`` depends
on (seed, e, i) alone, so a run resumed at an epoch's end goes on exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import torch
from lightning import LightningDataModule
from numpy.typing import NDArray
from torch.utils.data import DataLoader, IterableDataset

from physfm.types import Batch
from physfm_gw import sky
from physfm_gw import strain as convention
from physfm_gw.patches import BLIND

DURATION_S = 8.0
"""Length in s over which signals are made, before the window is cut: the longest inspiral from 20 Hz fits."""
_BINS = len(convention.frequencies(DURATION_S))
_LOW = round(convention.BAND_HZ[0] * DURATION_S)
_WINDOW_LOW, _WINDOW_HIGH = (round(f * convention.WINDOW_S) for f in convention.BAND_HZ)


def _log_uniform(rng: np.random.Generator, between: tuple[float, float], count: int) -> NDArray[np.float64]:
    low, high = between
    return np.exp(rng.uniform(np.log(low), np.log(high), count))


@cache
def waveform_bank(count: int, seed: int) -> tuple[NDArray[np.complex64], NDArray[np.float64], NDArray[np.float64]]:
    """Random binaries: strain (count, bins) at 1/8 Hz in units of 1e-23 strain/Hz, chirp mass, mass ratio."""
    rng = np.random.default_rng([seed, 77])
    chirp_mass = _log_uniform(rng, convention.CHIRP_MASS, count)
    mass_ratio = rng.uniform(*convention.MASS_RATIO, count)
    bank = np.empty((count, _BINS), np.complex64)
    for row, mass, ratio in zip(bank, chirp_mass, mass_ratio, strict=True):
        row[:] = convention.waveform(*convention.masses(mass, ratio), DURATION_S) / 1e-23
    return bank, chirp_mass, mass_ratio


@cache
def _curves(duration_s: float) -> dict[str, NDArray[np.float64]]:
    bins = len(convention.frequencies(duration_s))
    return {name: np.asarray(convention.noise_curve(name, duration_s)[:bins] / 1e-23) for name in convention.CURVES}


class Windows:
    """Random windows, reproducible from an integer.

    Parameters
    ----------
    seed
        Of the waveform bank and of everything drawn.
    waveforms
        Size of the bank.
    snr
        Range of the optimal signal-to-noise ratio of the network; drawn log-uniformly.
    curve
        A named noise curve for all detectors, or None for random ones.
    realism
        True adds glitches, wrongly estimated spectra, masked bands and mergers outside the scored second; False is
        stationary Gaussian noise of a known spectrum.
    """

    def __init__(self, seed: int, waveforms: int, snr: tuple[float, float], curve: str | None, realism: bool) -> None:
        self.seed, self.waveforms, self.snr, self.curve, self.realism = seed, waveforms, snr, curve, realism

    def batch(
        self, rng: np.random.Generator, size: int, detectors: int, merger_share: float = 0.5, first_id: int = 0
    ) -> Batch:
        """Draw ``size`` windows of ``detectors`` detectors each."""
        merger = rng.random(size) < merger_share
        asd, true_ratio = self._spectra(rng, size, detectors)
        names = np.stack([rng.permutation(len(convention.DETECTORS))[:detectors] for _ in range(size)])
        signal, truth = self._signals(rng, merger, asd[DURATION_S], names)
        amplitude = np.sqrt(convention.SAMPLES / 2) * true_ratio
        shape = (size, detectors, _WINDOW_HIGH - _WINDOW_LOW)
        noise = amplitude * (rng.standard_normal(shape, np.float32) + 1j * rng.standard_normal(shape, np.float32))
        spectrum = np.zeros((size, detectors, convention.SAMPLES // 2 + 1), np.complex64)
        inside = np.fft.rfft(signal)[..., _WINDOW_LOW:_WINDOW_HIGH] + noise
        if self.realism:
            inside += self._glitches(rng, ~merger, detectors)
        spectrum[..., _WINDOW_LOW:_WINDOW_HIGH] = inside
        strain = np.fft.irfft(spectrum) * convention.gain()
        banded = convention.banded(asd[convention.WINDOW_S], 1 / convention.WINDOW_S) * 1e-23
        if self.realism:
            banded = self._blinded(rng, banded)
        inputs = {
            "strain": torch.from_numpy(strain.astype(np.float32)),
            "asd": torch.from_numpy(banded.astype(np.float32)),
            "location": torch.from_numpy(np.eye(len(convention.DETECTORS), dtype=np.float32)[names]),
            "mask": torch.ones(size, detectors, dtype=torch.bool),
        }
        values = {k: torch.from_numpy(np.asarray(v, np.float32)) for k, v in truth.items()}
        return Batch(inputs, values, tuple(f"window#{first_id + i}" for i in range(size)))

    def _spectra(
        self, rng: np.random.Generator, size: int, detectors: int
    ) -> tuple[dict[float, NDArray[np.float64]], NDArray[np.float32]]:
        """Amplitude spectral densities in 1e-23 (size, detectors, bins) on both grids; true over estimated ones."""
        out = {}
        chosen = rng.integers(0, len(convention.CURVES), (size, detectors))
        nodes = rng.normal(0, 0.3, (size, detectors, 8))
        for duration in (DURATION_S, convention.WINDOW_S):
            curves = _curves(duration)
            f = convention.frequencies(duration)
            if self.curve is not None:
                out[duration] = np.broadcast_to(curves[self.curve], (size, detectors, len(f))).copy()
                continue
            # A smooth tilt of some thirty per cent with eight nodes in the logarithm of the frequency.
            at = np.log(np.maximum(f, convention.BAND_HZ[0]))
            hats = np.stack([np.interp(at, np.linspace(at[0], at[-1], 8), row) for row in np.eye(8)])
            out[duration] = np.stack(list(curves.values()))[chosen] * np.exp(nodes @ hats)
        bins = _WINDOW_HIGH - _WINDOW_LOW
        ratio = np.ones((size, detectors, bins), np.float32)
        if self.realism:
            # A median of about fifteen segments is known to some ten per cent in amplitude.
            wrong = rng.random((size, detectors, 1)) < 0.7
            ratio *= np.exp(wrong * 0.1 * rng.standard_normal((size, detectors, bins), np.float32)).astype(np.float32)
        return out, ratio

    def _signals(
        self, rng: np.random.Generator, merger: NDArray[np.bool_], asd: NDArray[np.float64], names: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
        """Whitened signals (size, detectors, time) in units of the noise's standard deviation, and the truth."""
        size, detectors = names.shape
        strains, chirp_mass, mass_ratio = waveform_bank(self.waveforms, self.seed)
        first, last = convention.SCORED_S
        time: NDArray[np.float64] = rng.uniform(first, last, (size,))
        outside = np.zeros(size, bool)
        if self.realism:
            # Some binaries merge beside the scored second: those windows are not to be called mergers.
            outside = ~merger & (rng.random(size) < 0.08)
            before = rng.random(size) < 0.5
            time = np.where(outside, np.where(before, rng.uniform(0, first - 0.05, size), last + 0.05 + time / 4), time)
        rows = np.flatnonzero(merger | outside)
        which = rng.integers(0, self.waveforms, (size,))[rows]
        network = _log_uniform(rng, self.snr, size)[rows]
        hour, psi, phase = rng.uniform(0, 2 * np.pi, (3, size))
        declination, inclination = np.arcsin(rng.uniform(-1, 1, size)), np.arccos(rng.uniform(-1, 1, size))
        factor = np.empty((size, detectors), np.complex128)
        delay = np.empty((size, detectors))
        for index, name in enumerate(convention.DETECTORS):
            plus, cross, late = sky.response(name, hour, declination, psi)
            here = names == index
            seen = plus * (1 + np.cos(inclination) ** 2) / 2 - 1j * cross * np.cos(inclination)
            factor[here] = np.broadcast_to((seen * np.exp(1j * phase))[:, None], names.shape)[here]
            delay[here] = np.broadcast_to(late[:, None], names.shape)[here]
        delay -= delay.mean(1, keepdims=True)
        f = convention.frequencies(DURATION_S)[_LOW:]
        arrive = (time[:, None] + delay)[rows] + 5.5  # the window is cut from 5.5 s to 7.5 s
        white = strains[which, None, _LOW:] / asd[rows][:, :, _LOW:] * factor[rows][..., None]
        white = white * np.exp(-2j * np.pi * f * arrive[..., None])
        samples = int(DURATION_S * convention.SAMPLE_RATE_HZ)
        loudness = np.sqrt(2 / samples * (np.abs(white) ** 2).sum((1, 2)))
        full = np.zeros((len(rows), detectors, samples // 2 + 1), np.complex64)
        full[..., _LOW:_BINS] = white * (network / loudness)[:, None, None]
        start = int(5.5 * convention.SAMPLE_RATE_HZ)
        signal = np.zeros((size, detectors, convention.SAMPLES))
        signal[rows] = np.fft.irfft(full)[..., start : start + convention.SAMPLES]
        truth = {name: np.full(size, np.nan) for name in ("chirp_mass", "mass_ratio", "snr", "merger_time")}
        for name, values in (("chirp_mass", chirp_mass[which]), ("mass_ratio", mass_ratio[which]), ("snr", network)):
            truth[name][rows] = values
        truth["merger_time"][rows] = time[rows]
        for values in truth.values():
            values[~merger] = np.nan
        return signal, {"merger": merger.astype(float), **truth}

    def _glitches(self, rng: np.random.Generator, allowed: NDArray[np.bool_], detectors: int) -> NDArray[np.complex128]:
        """Sine-Gaussians and blips (Q near 1) in a quarter of the windows without merger, in one detector each."""
        size = len(allowed)
        on = allowed & (rng.random(size) < 0.25)
        blip = rng.random(size) < 0.4
        centre = np.where(blip, rng.uniform(40, 250, size), _log_uniform(rng, (25.0, 800.0), size))
        quality = np.where(blip, rng.uniform(0.7, 2, size), _log_uniform(rng, (3.0, 40.0), size))
        loud = _log_uniform(rng, (4.0, 50.0), size) * on
        time, phase = rng.uniform(0, convention.WINDOW_S, size), rng.uniform(0, 2 * np.pi, size)
        f = np.arange(_WINDOW_LOW, _WINDOW_HIGH) / convention.WINDOW_S
        # A sine-Gaussian of quality Q at f0 has exp(-(f - f0)^2 Q^2 / f0^2) as its spectrum.
        shape = np.exp(-(((f - centre[:, None]) * quality[:, None] / centre[:, None]) ** 2))
        wave = shape * np.exp(-2j * np.pi * f * time[:, None] + 1j * phase[:, None])
        wave *= (loud / np.sqrt(2 / convention.SAMPLES * (shape**2).sum(1)))[:, None]
        out = np.zeros((size, detectors, len(f)), np.complex128)
        out[np.arange(size), rng.integers(0, detectors, size)] = wave
        return out

    def _blinded(self, rng: np.random.Generator, banded: NDArray[np.float64]) -> NDArray[np.float64]:
        """Hide a random end of the spectrum in a tenth of the windows, as Dingo-T1 does."""
        size, detectors, bands = banded.shape
        out = banded.copy()
        for i in np.flatnonzero(rng.random(size) < 0.1):
            edge, d = int(rng.integers(3, bands // 3)), int(rng.integers(detectors))
            out[i, d, slice(0, edge) if rng.random() < 0.5 else slice(bands - edge, bands)] = BLIND
        return out


class _Stream(IterableDataset[Batch]):
    """``batches`` batches; which ones depends on (seed, epoch) alone."""

    def __init__(self, windows: Windows, batches: int, size: int, epoch: int) -> None:
        self.windows, self.batches, self.size, self.epoch = windows, batches, size, epoch

    def __iter__(self) -> Iterator[Batch]:
        worker = torch.utils.data.get_worker_info()
        offset, stride = (worker.id, worker.num_workers) if worker else (0, 1)
        for index in range(offset, self.batches, stride):
            rng = np.random.default_rng([self.windows.seed, self.epoch, index])
            # Equal work in every batch: one, one, one, two, three detectors, with as many windows less.
            detectors = (1, 1, 1, 2, 3)[index % 5]
            yield self.windows.batch(rng, self.size // detectors, detectors, first_id=index * self.size)


class StrainData(LightningDataModule):
    """Windows of simulated strain for pretraining, drawn anew every epoch.

    Parameters
    ----------
    batch_size
        Series (windows times detectors) in a batch.
    train_batches, val_batches
        Batches an epoch, and in the validation set. The latter also calibrates the heads: Gaussian noise of
        aLIGO_ZERO_DET_high_P, no glitches.
    waveforms
        Binaries in the bank.
    snr
        Range of the optimal signal-to-noise ratio, log-uniform.
    seed
        Of the training data; validation uses seed + 1.
    num_workers
        Processes that draw batches.
    """

    def __init__(
        self,
        batch_size: int = 96,
        train_batches: int = 500,
        val_batches: int = 200,
        waveforms: int = 4000,
        snr: tuple[float, float] = (4.5, 25.0),
        seed: int = 2026,
        num_workers: int = 0,
    ) -> None:
        super().__init__()
        self.batch_size, self.num_workers = batch_size, num_workers
        self.train_batches, self.val_batches = train_batches, val_batches
        self.train = Windows(seed, waveforms, snr, None, realism=True)
        self.val = Windows(seed + 1, max(1, waveforms // 4), (5.0, 20.0), "aLIGO_ZERO_DET_high_P", realism=False)

    def _loader(self, stream: Any) -> DataLoader[Any]:
        return DataLoader(stream, batch_size=None, num_workers=self.num_workers)

    def train_dataloader(self) -> DataLoader[Any]:
        """Batches of the current epoch (call again every epoch: `reload_dataloaders_every_n_epochs: 1`)."""
        epoch = self.trainer.current_epoch if self.trainer is not None else 0
        return self._loader(_Stream(self.train, self.train_batches, self.batch_size, epoch))

    def val_dataloader(self) -> DataLoader[Any]:
        """Batches of a fixed validation set."""
        return self._loader(_Stream(self.val, self.val_batches, self.batch_size, 0))
