"""A window as a gravitational-wave astronomer draws it: whitened strain above its spectrogram, a column a detector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from physfm.errors import MissingDependency
from physfm.types import Sample
from physfm_gw import strain as convention

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot(sample: Sample) -> Figure:
    """Draw whitened strain (in standard deviations of the noise) and its spectrogram (normalised power).

    The merger is marked where the truth knows it; the scored second is shaded.
    """
    from matplotlib.figure import Figure

    try:
        from scipy.signal import spectrogram
    except ImportError as err:
        raise MissingDependency("Spectrograms", "scipy", "gw") from err
    strain = sample.inputs["strain"].double().numpy()
    names = sample.meta.get("detectors") or tuple(f"detector {i + 1}" for i in range(len(strain)))
    figure = Figure(figsize=(1.5 + 4.5 * len(strain), 5.5), layout="constrained")
    axes = figure.subplots(2, len(strain), sharex=True, squeeze=False)
    time = np.arange(strain.shape[1]) / convention.SAMPLE_RATE_HZ
    start = sample.meta.get("gps_start")
    for column, (values, name) in enumerate(zip(strain, names, strict=True)):
        upper, lower = axes[:, column]
        upper.plot(time, values, linewidth=0.5, color="tab:blue")
        upper.axvspan(*convention.SCORED_S, color="0.92", zorder=0, label="scored second")
        upper.set_title(str(name))
        upper.set_ylabel("whitened strain (σ of the noise)")
        # 1/16 s in steps of 1/256 s: 16 Hz by 4 ms, fine enough to see a chirp sweep.
        f, t, power = spectrogram(
            values,
            convention.SAMPLE_RATE_HZ,
            window=("tukey", 0.5),
            nperseg=128,
            noverlap=120,
            nfft=512,
            scaling="density",
        )
        expected = 2 / convention.SAMPLE_RATE_HZ * convention.gain() ** 2
        image = lower.pcolormesh(
            t, f, power / expected, vmin=0, vmax=12, shading="nearest", cmap="viridis", rasterized=True
        )
        lower.set_yscale("log")
        lower.set_ylim(convention.BAND_HZ[0], 600)
        lower.set_ylabel("frequency (Hz)")
        lower.set_xlabel("time (s)" if start is None else f"time after GPS {start:.3f} (s)")
        figure.colorbar(image, ax=lower, label="power / expected noise power")
        if "merger_time" in sample.truth:
            for axis in (upper, lower):
                axis.axvline(sample.truth["merger_time"], color="tab:red", linewidth=1, label="merger")
        upper.legend(loc="lower left", fontsize="small")
    figure.suptitle(sample.id)
    return figure
