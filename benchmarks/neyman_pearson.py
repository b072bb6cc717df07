r"""The physical limit of detection: the likelihood ratio in Gaussian noise, and the template bank that is not it.

For data :math:`d = n + \rho h(t, \phi, m)` in stationary Gaussian noise the Neyman-Pearson lemma makes the likelihood
ratio, averaged over the prior of time, phase and source parameters, the best statistic at every false-alarm
probability:

.. math:: \Lambda(d) = e^{-\rho^2/2} \langle I_0(\rho |z(t, m)|) \rangle_{t, m},

with :math:`z` the complex matched-filter output of unit variance per quadrature (the average over the phase gives the
Bessel function). Maximising :math:`|z|` over a bank, what "matched filter" usually means, is not optimal (arXiv
2104.03961). :math:`\rho` is taken as known, which no real search enjoys: the limit is a limit. The average over the
source parameters is a weighted sum over a bank that covers the prior; any statistic is at most optimal, so too coarse a
bank makes the limit too low, never too high.

Everything happens in the whitened frequency domain on a periodic stretch, where the noise of every bin is independent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

Complex = NDArray[np.complexfloating[Any, Any]]
Real = NDArray[np.float64]
FLOOR = 2.5
"""|z| below which `statistics` does not look."""


@dataclass(frozen=True)
class Stretch:
    """A periodic stretch of data.

    Parameters
    ----------
    duration_s, sample_rate
        Length in seconds and rate in Hz.
    low_hz, high_hz
        Band in which signals live and are searched.
    """

    duration_s: float = 8.0
    sample_rate: int = 2048
    low_hz: float = 20.0
    high_hz: float = 900.0

    @property
    def samples(self) -> int:
        """Number of samples."""
        return round(self.duration_s * self.sample_rate)

    @property
    def frequencies(self) -> Real:
        """(bins,), Hz, from zero to the Nyquist frequency."""
        return np.arange(self.samples // 2 + 1) / self.duration_s

    @property
    def band(self) -> NDArray[np.bool_]:
        """(bins,), True inside the band."""
        return (self.frequencies >= self.low_hz) & (self.frequencies <= self.high_hz)

    def rows(self, start_s: float, stop_s: float) -> slice:
        """Samples from ``start_s`` to ``stop_s``."""
        return slice(round(start_s * self.sample_rate), round(stop_s * self.sample_rate))


def design_asd(stretch: Stretch, floor_hz: float = 10.0) -> Real:
    """Advanced LIGO zero-detuned high-power amplitude spectral density, (bins,), 1/sqrt(Hz); flat below ``floor_hz``.

    Source: `lalsimulation.SimNoisePSDaLIGOZeroDetHighPowerGWINC` (LIGO-T0900288, ZERO_DET_high_P).
    """
    import lal
    import lalsimulation

    bins = len(stretch.frequencies)
    series = lal.CreateREAL8FrequencySeries("psd", 0, 0.0, 1 / stretch.duration_s, lal.SecondUnit, bins)
    lalsimulation.SimNoisePSDaLIGOZeroDetHighPowerGWINC(series, floor_hz)
    power = np.array(series.data.data)
    power[power <= 0] = power[round(floor_hz * stretch.duration_s) + 1]
    out: Real = np.sqrt(power)
    return out


def waveform(stretch: Stretch, mass_1: float, mass_2: float, spin_1: float = 0.0, spin_2: float = 0.0) -> Complex:
    """Plus polarisation of IMRPhenomD, face on, in the frequency domain, coalescing at sample 0.

    Parameters
    ----------
    mass_1, mass_2
        Detector-frame masses, solar masses.
    spin_1, spin_2
        Dimensionless spins along the orbital angular momentum.

    Returns
    -------
    strain
        (bins,), strain / Hz at 100 Mpc; the overall scale is free.
    """
    import lal
    import lalsimulation

    plus, _ = lalsimulation.SimInspiralChooseFDWaveform(
        mass_1 * lal.MSUN_SI,
        mass_2 * lal.MSUN_SI,
        *(0.0, 0.0, spin_1, 0.0, 0.0, spin_2),
        100e6 * lal.PC_SI,
        *(0.0, 0.0, 0.0, 0.0, 0.0),
        1 / stretch.duration_s,
        stretch.low_hz,
        stretch.sample_rate / 2,
        stretch.low_hz,
        lal.CreateDict(),
        lalsimulation.GetApproximantFromString("IMRPhenomD"),
    )
    bins = len(stretch.frequencies)
    out = np.zeros(bins, np.complex128)
    out[: min(bins, plus.data.length)] = plus.data.data[:bins]
    return out


def whitened(stretch: Stretch, strain: Complex, asd: Real) -> Complex:
    """Divide by the noise and normalise to unit optimal signal-to-noise ratio in the band: a unit vector of (bins,)."""
    out = np.where(stretch.band, strain / asd, 0)
    unit: Complex = out / np.linalg.norm(out)
    return unit


def masses(chirp_mass: float, ratio: float) -> tuple[float, float]:
    """Component masses from the chirp mass and the mass ratio m2/m1 <= 1, in the unit of the chirp mass."""
    heavy = chirp_mass * (1 + ratio) ** 0.2 / ratio**0.6
    return heavy, heavy * ratio


def noise(stretch: Stretch, count: int, rng: np.random.Generator) -> NDArray[np.complex64]:
    """Whitened Gaussian noise, (count, bins): real and imaginary part of unit variance in every bin but the ends."""
    shape = (count, len(stretch.frequencies))
    out = np.empty(shape, np.complex64)
    out.real = rng.standard_normal(shape, np.float32)
    out.imag = rng.standard_normal(shape, np.float32)
    out[:, 0] = 0  # zero frequency and Nyquist are real; both lie outside the band
    out[:, -1] = 0
    return out


def shifted(stretch: Stretch, template: Complex, times_s: ArrayLike, phases: ArrayLike) -> Complex:
    """Templates moved to coalesce at ``times_s`` with ``phases`` (radians): (count, bins)."""
    times, angles = np.asarray(times_s, float)[:, None], np.asarray(phases, float)[:, None]
    moved: Complex = np.atleast_2d(template) * np.exp(-2j * np.pi * stretch.frequencies * times + 1j * angles)
    return moved


def shifted_all(stretch: Stretch, data: Complex, time_s: float) -> Complex:
    """Turn periodic data (count, bins) by ``time_s``: what was at 0 s is then at ``time_s``."""
    turned: Complex = data * np.exp(-2j * np.pi * stretch.frequencies * time_s).astype(np.complex64)
    return turned


def strain_of(stretch: Stretch, data: Complex, asd: ArrayLike) -> Real:
    """Time series (count, samples) of dimensionless strain from whitened data (count, bins).

    With ``asd`` sqrt(2 / sample rate) it is the whitened series, of unit variance per sample if all bins are filled.
    """
    # data = d(f) sqrt(4 df) / asd, with d(f) = dt * fft(d): undo both.
    spectrum = data * (np.asarray(asd) * stretch.sample_rate / np.sqrt(4 / stretch.duration_s))
    series: Real = np.fft.irfft(spectrum, stretch.samples)
    return series


@dataclass(frozen=True)
class Bank:
    """Unit templates (templates, bins) and their weights in the prior, which sum to one."""

    templates: Complex
    weights: Real


def bank(stretch: Stretch, draws: Complex, match: float) -> Bank:
    """Thin draws of the prior to a bank: a draw without a neighbour of this match becomes a template.

    A template's weight is the share of the draws that lie nearest to it, so that the average over the bank remains
    the average over the prior. The match is maximised over time and phase.

    Parameters
    ----------
    draws
        (draws, bins), unit vectors of sources drawn from the prior.
    match
        Between 0 and 1; 0.97 is customary for searches.
    """
    given = torch.as_tensor(np.asarray(draws, np.complex64))
    best = torch.zeros(len(given))
    owner = torch.zeros(len(given), dtype=torch.long)
    chosen: list[int] = []
    while float(best.min()) < match:
        # The draw that is worst covered so far is the next template: few templates, evenly spread.
        index = int(best.argmin())
        found = torch.cat([_envelope(stretch, part, given[index].conj()).amax(-1) for part in given.split(16)])
        found[index] = 1.0
        better = found > best
        best, owner = torch.where(better, found, best), torch.where(better, len(chosen), owner)
        chosen.append(index)
    counts = torch.bincount(owner, minlength=len(chosen)).double().numpy()
    return Bank(np.asarray(draws)[chosen], counts / counts.sum())


@torch.no_grad()
def envelopes(stretch: Stretch, data: ArrayLike, templates: ArrayLike, rows: slice) -> Tensor:
    """Complex matched-filter output (count, templates, times) of whitened data at the times of ``rows``."""
    given = torch.as_tensor(np.asarray(data, np.complex64))
    conjugate = torch.as_tensor(np.conj(np.asarray(templates)).astype(np.complex64))
    # Few templates at a time stay in the cache: three times faster than all at once.
    parts = [_filtered(stretch, given[:, None, :] * some)[..., rows] for some in conjugate.split(16)]
    return torch.cat(parts, dim=1)


@torch.no_grad()
def statistics(z: Tensor, weights: ArrayLike, snrs: tuple[float, ...]) -> tuple[float, Real]:
    r"""Bank maximum and log likelihood ratios of one search window.

    Parameters
    ----------
    z
        (templates, times), matched-filter output, complex or its modulus.
    weights
        (templates,), the prior.
    snrs
        Signal-to-noise ratios at which the likelihood ratio is evaluated.

    Returns
    -------
    maximum
        The largest :math:`|z|` over time and templates.
    log_ratio
        (snrs,), :math:`\ln\Lambda` for each signal-to-noise ratio.
    """
    modulus = z.abs()
    top = float(modulus.max())
    prior = torch.as_tensor(np.asarray(weights), dtype=torch.float64) / modulus.shape[-1]
    # In noise the times and templates below FLOOR add 1 - Q1(snr, FLOOR) to Lambda on average: 0.004 at SNR 5, less
    # above. Leaving them out saves twenty-fold and shifts all windows alike.
    where, _ = torch.nonzero(modulus > FLOOR, as_tuple=True)
    loud, share = modulus[modulus > FLOOR].double(), prior[where]
    if not len(loud):
        return top, np.full(len(snrs), -np.inf)
    ratios = []
    for snr in snrs:
        # I0(x) exp(-x) is i0e(x): nothing overflows once the largest exponent is taken out.
        mean = float((torch.special.i0e(snr * loud) * torch.exp(snr * (loud - top))) @ share)
        ratios.append(math.log(mean) + snr * top - snr**2 / 2)
    return top, np.array(ratios)


def _filtered(stretch: Stretch, product: Tensor) -> Tensor:
    positive = torch.nn.functional.pad(product, (0, stretch.samples - product.shape[-1]))
    return torch.fft.ifft(positive, norm="forward")


def _envelope(stretch: Stretch, data: Tensor, conjugate: Tensor) -> Tensor:
    return _filtered(stretch, data * conjugate).abs()


def marcum(snr: ArrayLike, threshold: ArrayLike) -> NDArray[np.float64]:
    r"""Marcum Q function :math:`Q_1(\rho, x)`: probability that :math:`|z| > x` at a signal of known time and mass.

    |z|^2 of a signal is non-central chi-squared with two degrees of freedom.
    """
    from scipy.stats import ncx2

    out: NDArray[np.float64] = ncx2.sf(np.asarray(threshold, float) ** 2, 2, np.asarray(snr, float) ** 2)
    return out


def marcum_threshold(false_alarm: ArrayLike, trials: float = 1.0) -> NDArray[np.float64]:
    """Threshold on |z| that the largest of ``trials`` independent noise values exceeds with this probability."""
    out: NDArray[np.float64] = np.sqrt(-2 * np.log1p(-((1 - np.asarray(false_alarm, float)) ** (1 / trials))))
    return out
