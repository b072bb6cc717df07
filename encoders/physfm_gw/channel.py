"""One detector's strain in one file: when, how fast it was sampled, what data quality forbids, and a way to load it.

`physfm_gw.read` makes channels; nothing is loaded until asked for. Not covered: a sample rate that changes in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK_S = 64
"""Seconds that are searched for gaps, or whitened, together; whitening also reads up to 3 s on either side."""


@dataclass(frozen=True)
class Channel:
    """One strain channel of one file, not yet loaded.

    Parameters
    ----------
    detector
        Such as ``"H1"``; ``"?"`` if the file does not say.
    start, rate, count
        GPS time of the first sample in s, sample rate in Hz, number of samples.
    load
        Called with first and last sample; returns float64 strain.
    bad
        Seconds (GPS start, GPS end, reason) that data quality forbids.
    windows
        Starts of the windows to yield and their truth, in a generated file.
    asd
        Amplitude spectral density from 0 Hz and its spacing in Hz, where the file brings it (a generated one does:
        its signals stand so densely that no estimate would be free of them); estimated from the strain if None.
    """

    detector: str
    source: str
    start: float
    rate: float
    count: int
    load: Callable[[int, int], NDArray[np.float64]]
    bad: tuple[tuple[float, float, str], ...] = ()
    windows: tuple[tuple[float, Mapping[str, float]], ...] = field(default=(), repr=False)
    asd: tuple[NDArray[np.float64], float] | None = field(default=None, repr=False)

    @property
    def end(self) -> float:
        """GPS time after the last sample, in s."""
        return self.start + self.count / self.rate

    def between(self, first: float, last: float) -> NDArray[np.float64]:
        """Samples of a GPS interval inside the channel."""
        a, b = round((first - self.start) * self.rate), round((last - self.start) * self.rate)
        return np.asarray(self.load(max(a, 0), min(b, self.count)), np.float64)

    def gaps(self) -> list[dict[str, Any]]:
        """Stretches without data (NaN) or with bad quality, in GPS s; the file is read in blocks."""
        out: list[dict[str, Any]] = []

        def add(first: float, last: float, reason: str) -> None:
            if out and out[-1]["reason"] == reason and abs(out[-1]["gps_end"] - first) < 1e-6:
                out[-1]["gps_end"] = last
            else:
                out.append({"detector": self.detector, "gps_start": first, "gps_end": last, "reason": reason})

        step = int(BLOCK_S * self.rate)
        for begin in range(0, self.count, step):
            bad = ~np.isfinite(self.load(begin, min(begin + step, self.count)))
            edges = np.flatnonzero(np.diff(np.concatenate([[0], bad.astype(np.int8), [0]])))
            for a, b in zip(edges[::2], edges[1::2], strict=True):
                add(self.start + (begin + a) / self.rate, self.start + (begin + b) / self.rate, "NaN")
        for first, last, reason in self.bad:
            add(first, last, reason)
        return out
