r"""The physical limit of detection: the likelihood ratio in Gaussian noise, and the template bank that is not it.

For data :math:`d = n + \rho h(t, \phi, m)` in stationary Gaussian noise the Neyman-Pearson lemma makes the likelihood
ratio, averaged over the prior of time, phase and source parameters, the best statistic at every false-alarm
probability:

.. math:: \Lambda(d) = e^{-\rho^2/2} \langle I_0(\rho |z(t, m)|) \rangle_{t, m},

with :math:`z` the complex matched-filter output of unit variance per quadrature (the average over the phase gives the
Bessel function). Maximising :math:`|z|` over a bank, what "matched filter" usually means, is not optimal (arXiv
2104.03961). :math:`\rho` is taken as known, which no real search enjoys: the limit is a limit. The average over the
source parameters is a Monte Carlo sum over templates drawn from the prior; any statistic is at most optimal, so too few
templates make the limit too low, never too high.

Everything happens in the whitened frequency domain on a periodic stretch, where the noise of every bin is independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

Complex = NDArray[np.complexfloating[Any, Any]]


@dataclass(frozen=True)
class Stretch:
    """A periodic stretch of data and the search window in it.

    Parameters
    ----------
    duration_s, sample_rate
        Length in seconds and rate in Hz.
    window_s
        (start, stop) of the coalescence times searched, seconds from the start.
    low_hz
        Templates start here; nothing is filtered below.
    """

    duration_s: float = 8.0
    sample_rate: int = 2048
    window_s: tuple[float, float] = (3.5, 4.5)
    low_hz: float = 20.0

    @property
    def samples(self) -> int:
        """Number of samples."""
        return round(self.duration_s * self.sample_rate)

    @property
    def frequencies(self) -> NDArray[np.float64]:
        """(bins,), Hz, from zero to the Nyquist frequency."""
        return np.fft.rfftfreq(self.samples, 1 / self.sample_rate)

    @property
    def rows(self) -> slice:
        """Samples of the search window."""
        return slice(round(self.window_s[0] * self.sample_rate), round(self.window_s[1] * self.sample_rate))


def design_asd(frequencies: ArrayLike, floor_hz: float = 10.0) -> NDArray[np.float64]:
    """Advanced LIGO zero-detuned high-power amplitude spectral density, 1/sqrt(Hz); constant below ``floor_hz``.

    Source: `lalsimulation.SimNoisePSDaLIGOZeroDetHighPower` (LIGO-T0900288).
    """
    import lalsimulation

    wanted = np.maximum(np.asarray(frequencies, float), floor_hz)
    return np.sqrt([lalsimulation.SimNoisePSDaLIGOZeroDetHighPower(float(f)) for f in wanted])


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

    step = 1 / stretch.duration_s
    plus, _ = lalsimulation.SimInspiralChooseFDWaveform(
        mass_1 * lal.MSUN_SI,
        mass_2 * lal.MSUN_SI,
        *(0.0, 0.0, spin_1, 0.0, 0.0, spin_2),
        100e6 * lal.PC_SI,
        *(0.0, 0.0, 0.0, 0.0, 0.0),
        step,
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


def whitened(stretch: Stretch, strain: Complex, asd: NDArray[np.float64]) -> Complex:
    """Divide by the noise and normalise to unit optimal signal-to-noise ratio: a unit vector of (bins,)."""
    out = np.where(stretch.frequencies >= stretch.low_hz, strain / asd, 0)
    norm: float = np.linalg.norm(out)
    return out / norm


def masses(chirp_mass: float, ratio: float) -> tuple[float, float]:
    """Component masses from the chirp mass and the mass ratio m2/m1 <= 1, in the unit of the chirp mass."""
    heavy = chirp_mass * (1 + ratio) ** 0.2 / ratio**0.6
    return heavy, heavy * ratio


def noise(stretch: Stretch, count: int, rng: np.random.Generator) -> NDArray[np.complex64]:
    """Whitened Gaussian noise, (count, bins): real and imaginary part of unit variance in every bin."""
    shape = (count, len(stretch.frequencies))
    out = np.empty(shape, np.complex64)
    out.real = rng.standard_normal(shape, np.float32)
    out.imag = rng.standard_normal(shape, np.float32)
    out[:, 0] = 0  # zero frequency and Nyquist are real; both lie outside the search band
    out[:, -1] = 0
    return out


def shifted(stretch: Stretch, template: Complex, times_s: ArrayLike, phases: ArrayLike) -> Complex:
    """Templates moved to coalesce at ``times_s`` with ``phases`` (radians): (count, bins)."""
    times, angles = np.asarray(times_s, float)[:, None], np.asarray(phases, float)[:, None]
    return np.atleast_2d(template) * np.exp(-2j * np.pi * stretch.frequencies * times + 1j * angles)


def strain_of(stretch: Stretch, data: Complex, asd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Time series (count, samples) of dimensionless strain from whitened data (count, bins)."""
    # data = d(f) sqrt(4 df) / asd, with d(f) = dt * fft(d): undo both.
    spectrum = data * (asd * stretch.sample_rate / np.sqrt(4 / stretch.duration_s))
    return np.fft.irfft(spectrum, stretch.samples)


@torch.no_grad()
def statistics(
    stretch: Stretch,
    data: ArrayLike,
    templates: ArrayLike,
    snrs: tuple[float, ...],
    window: slice | None = None,
    chunk: int = 16,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Bank maximum and log likelihood ratio of whitened data.

    Parameters
    ----------
    data
        (count, bins), whitened.
    templates
        (templates, bins), unit vectors, drawn from the prior.
    snrs
        Signal-to-noise ratios at which the likelihood ratio is evaluated.
    window
        Samples of the coalescence times; the stretch's search window by default.

    Returns
    -------
    maximum
        (count,), the largest :math:`|z|` over time and templates.
    log_ratio
        (snrs, count), :math:`\ln\Lambda` for each signal-to-noise ratio.
    """
    rows = stretch.rows if window is None else window
    given = torch.as_tensor(np.asarray(data, np.complex64))
    bank = torch.as_tensor(np.conj(np.asarray(templates)).astype(np.complex64))
    maxima = torch.empty(len(given), dtype=torch.float64)
    ratios = torch.empty(len(snrs), len(given), dtype=torch.float64)
    for start in range(0, len(given), chunk):
        part = given[start : start + chunk]
        z = _filtered(stretch, part, bank, rows)
        maxima[start : start + chunk] = z.max(1).values
        for index, snr in enumerate(snrs):
            ratios[index, start : start + chunk] = _log_mean_bessel(snr * z) - snr**2 / 2
    return maxima.numpy(), ratios.numpy()


def _filtered(stretch: Stretch, data: Tensor, bank: Tensor, rows: slice) -> Tensor:
    """|z| of every window at every time and template, (count, templates * times)."""
    product = data[:, None, :] * bank  # (count, templates, bins)
    positive = torch.nn.functional.pad(product, (0, stretch.samples - product.shape[-1]))
    z = torch.fft.ifft(positive, norm="forward")[..., rows]
    return z.abs().flatten(1)


def _log_mean_bessel(x: Tensor) -> Tensor:
    """Log of the mean of I0(x) over the last axis, without overflow."""
    top = x.max(1, keepdim=True).values
    mean = (torch.special.i0e(x) * (x - top).exp_()).mean(1, dtype=torch.float64)
    return mean.log() + top[:, 0].double()


def marcum(snr: ArrayLike, threshold: ArrayLike) -> NDArray[np.float64]:
    r"""Marcum Q function :math:`Q_1(\rho, x)`: probability that :math:`|z| > x` where the signal is, known time and mass.

    |z|^2 of a signal is non-central chi-squared with two degrees of freedom.
    """
    from scipy.stats import ncx2

    out: NDArray[np.float64] = ncx2.sf(np.asarray(threshold, float) ** 2, 2, np.asarray(snr, float) ** 2)
    return out


def marcum_threshold(false_alarm: ArrayLike, trials: float = 1.0) -> NDArray[np.float64]:
    """Threshold on |z| that the largest of ``trials`` independent noise values exceeds with this probability."""
    out: NDArray[np.float64] = np.sqrt(-2 * np.log1p(-((1 - np.asarray(false_alarm, float)) ** (1 / trials))))
    return out
