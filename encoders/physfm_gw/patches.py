"""From whitened strain to tokens: a matched-filter bank as the stem of a transformer.

A patch is 1/32 s of one detector. Its token is tagged with what the noise there is (the detector's banded amplitude
spectral density) and which detector it is, as in Dingo-T1 (arXiv 2512.02968); detectors and bands can be masked. The
stem holds IMRPhenomD chirps in *strain* space, so it whitens its own templates by whatever spectrum the detector has:
one network for every noise curve. All operations are circular in time and even in the strain, which makes the claims
`time-shift` (by whole patches) and `polarisation-flip` exact.
Shape legend: ``series`` = all real detectors of the batch one after the other, ``bins`` = frequencies of the window's
real FFT between 20 and 900 Hz, ``templates`` = chirps, ``time`` = samples at 2048 Hz.
"""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from physfm_gw import strain as convention

PATCH = 64
"""Samples in a patch: 1/32 s at 2048 Hz."""
TOKENS = convention.SAMPLES // PATCH
SCALE = 1e-23
"""strain/Hz^0.5; the network sees log10(asd / SCALE)."""
BLIND = 1e-19
"""A band whose amplitude spectral density is at least this, in strain/Hz^0.5, counts as masked and is not looked at."""
NOISE_LEVEL = 5.0
"""The loudest of all templates in a second of noise is about this; evidence counts from here."""
_LOW, _HIGH = (round(f * convention.WINDOW_S) for f in convention.BAND_HZ)
_INSPIRAL_S, _RINGDOWN_S = 1.7, 0.25


def chirps(templates: int, mass_ratio: float = 0.7) -> Float[Tensor, "2 templates bins"]:
    """Bank of IMRPhenomD chirps, cut to the last 1.7 s before merger, as real and imaginary parts in strain space.

    Chirp masses from 8 to 45 solar masses are spaced evenly in 1/Mc, near enough to equal overlap between neighbours:
    64 templates recover 0.98 of the signal-to-noise ratio on average (experiments/gw). Arbitrary common scale.
    """
    light, heavy = convention.CHIRP_MASS
    duration = 8.0  # s; longer than any inspiral of the prior from 20 Hz
    samples = int(duration * convention.SAMPLE_RATE_HZ)
    t = np.arange(samples) / convention.SAMPLE_RATE_HZ
    t[t >= duration / 2] -= duration
    # A tenth of a second of taper: a hard cut of the inspiral would ring in the band.
    rise = np.clip((t + _INSPIRAL_S) / 0.1, 0, 1)
    keep = np.where(t < _RINGDOWN_S, np.sin(np.pi / 2 * rise) ** 2, 0.0)
    out = []
    for mass in 1 / np.linspace(1 / light, 1 / heavy, templates):
        series = np.fft.irfft(convention.waveform(*convention.masses(mass, mass_ratio), duration), samples) * keep
        window = np.zeros(convention.SAMPLES)
        window[: convention.SAMPLES // 2] = series[: convention.SAMPLES // 2]
        window[-convention.SAMPLES // 2 :] += series[-convention.SAMPLES // 2 :]
        spectrum = np.fft.rfft(window)[_LOW:_HIGH]
        out.append(spectrum / np.abs(spectrum).max())
    bank = np.array(out)
    return torch.from_numpy(np.stack([bank.real, bank.imag])).float()


class FilterBank(nn.Module):
    """Matched filters, one a template, conditioned on the spectrum of each detector.

    Parameters
    ----------
    templates
        Number of chirps.
    """

    bank: Tensor
    interpolation: Tensor

    def __init__(self, templates: int) -> None:
        super().__init__()
        self.register_buffer("bank", chirps(templates))
        # Linear interpolation of the logarithm from the bands to the bins, as a matrix (channel, bins).
        at = np.log(np.arange(_LOW, _HIGH) / convention.WINDOW_S)
        centres = np.log(convention.band_centres())
        weights = np.stack([np.interp(at, centres, row) for row in np.eye(convention.CHANNELS)])
        self.register_buffer("interpolation", torch.from_numpy(weights).float(), persistent=False)

    def visible(
        self, series: Float[Tensor, "series time"], asd: Float[Tensor, "series channel"]
    ) -> tuple[Tensor, Tensor]:
        """Spectrum without the blind bands, and the inverse of the noise, (series, bins) each."""
        spectrum = torch.fft.rfft(series)[:, _LOW:_HIGH] / convention.gain()
        seen = (asd < BLIND).to(asd.dtype)
        # A bin is seen as far as its two bands are.
        seen_bins = ((1 - seen) @ self.interpolation < 0.5).to(asd.dtype)
        log_asd = torch.log(asd.clamp(max=BLIND) / SCALE) @ self.interpolation
        return spectrum * seen_bins, torch.exp(-log_asd) * seen_bins

    def forward(
        self, series: Float[Tensor, "series time"], asd: Float[Tensor, "series channel"]
    ) -> Float[Tensor, "series tokens templates"]:
        """Largest matched-filter signal-to-noise ratio of every template in every patch.

        In noise the square of the ratio is chi-squared with two degrees of freedom at every instant; at a signal of
        optimal ratio rho that matches the template it is rho on average.
        """
        spectrum, inverse = self.visible(series, asd)
        power = self.bank.pow(2).sum(0)  # (templates, bins)
        norm = torch.rsqrt(2 / convention.SAMPLES * inverse.pow(2) @ power.T + 1e-12)  # (series, templates)
        # A few series at a time: the analytic signals are by far the largest arrays, and stay in the cache this way.
        peaks = torch.cat([self._peaks(part) for part in (spectrum * inverse).split(4)])
        return (peaks.clamp(min=1e-12).sqrt() * norm[..., None]).transpose(1, 2)

    def _peaks(self, weighted: Tensor) -> Float[Tensor, "series templates tokens"]:
        """Largest squared envelope of every patch, before normalisation."""
        conjugate = torch.complex(self.bank[0], -self.bank[1])
        product = functional.pad(weighted[:, None] * conjugate, (_LOW, convention.SAMPLES // 2 - _HIGH))
        # One-sided spectrum in, analytic signal out, at half the sample rate: nothing is lost below 1024 Hz.
        analytic = torch.view_as_real(torch.fft.ifft(product))  # (series, templates, time / 2, 2)
        return analytic.square().sum(-1).unflatten(-1, (TOKENS, PATCH // 2)).amax(-1)


class PatchEmbedding(nn.Module):
    """Tokens of every detector: filter bank, learned wavelets, and what kind of noise and detector it is.

    Parameters
    ----------
    width
        Of the tokens.
    templates
        Of the filter bank.
    wavelets
        Learned quadrature pairs of 1/16 s, for what is not a chirp: glitches, lines.
    """

    def __init__(self, width: int, templates: int, wavelets: int) -> None:
        super().__init__()
        self.filters = FilterBank(templates)
        self.span = 2 * PATCH
        self.wavelets = nn.Linear(self.span, 2 * wavelets, bias=False)
        nn.init.normal_(self.wavelets.weight, std=self.span**-0.5)
        # Weights of the templates in the patch's own statistic: sharpness and offset of a log-sum-exp.
        self.sharpness = nn.Parameter(torch.tensor(5.0))
        self.offset = nn.Parameter(torch.zeros(templates))
        self.matched = nn.Linear(templates + 3, width)
        self.shape = nn.Linear(wavelets, width)
        self.noise = nn.Linear(convention.CHANNELS, width)
        self.location = nn.Linear(len(convention.DETECTORS), width)

    def forward(
        self,
        series: Float[Tensor, "series time"],
        asd: Float[Tensor, "series channel"],
        location: Float[Tensor, "series detectors"],
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the tokens (series, tokens, width), the matched-filter ratios that they were made from (series,
        tokens, templates), and the evidence for a chirp in every patch (series, tokens).

        The evidence is the logarithm of the likelihood ratio of a chirp of optimal ratio ``sharpness`` against noise,
        up to a constant: with phase and template unknown, exp(sharpness * ratio) summed over the templates.
        """
        ratios = self.filters(series, asd)
        spectrum, _ = self.filters.visible(series, asd)
        seen = torch.fft.irfft(functional.pad(spectrum, (_LOW, convention.SAMPLES // 2 + 1 - _HIGH)))
        seen = torch.cat([seen, seen[:, : self.span - PATCH]], 1)  # circular
        frames = seen.unfold(1, self.span, PATCH)  # (series, tokens, span)
        loudest = torch.logsumexp(self.sharpness * ratios + self.offset, -1, keepdim=True)
        # Centred and scaled for noise (the largest of some hundred chi values is about 4); the square is the
        # logarithm of the likelihood ratio of a loud signal.
        statistic = loudest / 5 - 4
        peak = ratios.amax(-1, keepdim=True)
        matched = torch.cat([ratios - 2, statistic, peak - 3, peak.pow(2) / 20 - 0.5], -1)
        pair = self.wavelets(frames).unflatten(-1, (2, -1))
        envelope = torch.log1p(pair.pow(2).sum(-2))  # (series, tokens, wavelets); even in the strain
        level = torch.log10(asd.clamp(max=BLIND) / SCALE)
        tag = self.noise(level) + self.location(location)
        evidence = loudest.squeeze(-1) - self.sharpness * NOISE_LEVEL
        return self.matched(matched) + self.shape(envelope) + tag[:, None], ratios, evidence
