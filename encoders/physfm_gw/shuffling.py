"""Strain without physics: the Fourier phases of every series are drawn anew (Theiler et al., Physica D 58 (1992) 77).

The spectrum of every series stays exactly; chirps, and what detectors have in common, are lost. Control of
`physfm.probing`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import torch

from physfm.encoder import Shuffle
from physfm.types import Sample


def randomise_phases(samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    """Draw the phases of every detector's series anew, each on its own."""
    out = []
    for sample in samples:
        strain = sample.inputs["strain"]  # (detectors, time)
        spectrum = torch.fft.rfft(strain.double())
        phase = 2 * math.pi * torch.rand(spectrum.shape, generator=generator, dtype=torch.float64)
        # Mean and Nyquist frequency have no phase; any would change the series' power.
        phase[:, 0] = 0
        if strain.shape[1] % 2 == 0:
            phase[:, -1] = 0
        drawn = torch.fft.irfft(spectrum * torch.exp(1j * phase), n=strain.shape[1])
        out.append(replace(sample, inputs={**sample.inputs, "strain": drawn.to(strain.dtype)}, truth={}))
    return out


SHUFFLE = Shuffle(
    "phase-randomised strain",
    randomise_phases,
    "Keeps the spectrum of every series; loses chirps and what the detectors have in common.",
)
