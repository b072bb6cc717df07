"""Whitening against gwpy, SciPy and LAL, and by its defining property: unit variance in noise."""

from __future__ import annotations

import numpy as np
import pytest

from physfm.errors import InputError
from physfm_gw import strain, synthetic, whitening

RATE = strain.SAMPLE_RATE_HZ


@pytest.fixture(scope="module")
def noise() -> np.ndarray:
    asd = strain.noise_curve("aLIGO_ZERO_DET_high_P", 16.0)
    return synthetic.coloured_noise(asd, 64 * RATE, np.random.default_rng(1))


def test_whitened_noise_has_unit_variance(noise: np.ndarray) -> None:
    asd, spacing = whitening.spectrum(noise)
    white = whitening.whiten(noise, asd, spacing)[RATE:-RATE]
    # 127000 samples: the standard deviation is known to 0.2 %; the median of 31 segments biases it by one per cent.
    assert white.std() == pytest.approx(1.0, abs=0.02)
    assert abs(white.mean()) < 0.01
    # White: no bin of the spectrum inside the band stands out.
    from scipy.signal import welch

    f, power = welch(white, RATE, nperseg=RATE)
    inside = (f > 25) & (f < 890)
    assert power[inside].std() / power[inside].mean() < 0.25


def test_the_spectrum_is_the_median_welch_spectrum_of_scipy_and_gwpy(noise: np.ndarray) -> None:
    from gwpy.timeseries import TimeSeries
    from scipy.signal import welch

    asd, spacing = whitening.spectrum(noise)
    f, power = welch(noise, RATE, nperseg=4 * RATE, average="median", detrend="linear")
    assert spacing == f[1]
    np.testing.assert_allclose(asd[80:3600], np.sqrt(power)[80:3600], rtol=1e-6)
    theirs = TimeSeries(noise, sample_rate=RATE).asd(4, 2, method="median", window="hann").value
    # Another detrending (constant), so equal only as far as a drift of the noise within a segment matters.
    np.testing.assert_allclose(asd[80:3600], theirs[80:3600], rtol=1e-3)


@pytest.mark.parametrize("count", [1, 3, 4, 15, 31])
def test_the_bias_of_the_median_is_lals(count: int) -> None:
    import lal

    odd = count if count % 2 else count - 1
    assert whitening.median_bias(count) == pytest.approx(lal.RngMedBias(odd), rel=1e-12)


def test_the_spectrum_is_that_of_the_curve_the_noise_was_drawn_from(noise: np.ndarray) -> None:
    asd, spacing = whitening.spectrum(noise)
    ours, curve = strain.banded(asd, spacing), strain.banded(strain.noise_curve("aLIGO_ZERO_DET_high_P", 4.0), 0.25)
    # A band of b bins and 31 segments: about 20 % / sqrt(31 b / 1.4), at worst 6 % in the lowest bands.
    np.testing.assert_allclose(ours, curve, rtol=0.15)


def test_whitening_agrees_with_gwpy(noise: np.ndarray) -> None:
    from gwpy.timeseries import TimeSeries

    asd, spacing = whitening.spectrum(noise)
    ours = whitening.whiten(noise, asd, spacing) / strain.gain()
    theirs = TimeSeries(noise, sample_rate=RATE).whiten(
        fftlength=4, overlap=2, method="median", fduration=2, highpass=20
    )
    from scipy.signal import butter, sosfiltfilt

    # gwpy keeps everything up to 1024 Hz; compare 30 to 600 Hz, away from both edges.
    band = butter(8, [30, 600], "bandpass", fs=RATE, output="sos")
    low, mine = (sosfiltfilt(band, x)[2 * RATE : -2 * RATE] for x in (theirs.value, ours))
    # The filters differ in how they smooth the spectrum: gwpy takes every fourth bin, we average the power.
    assert np.corrcoef(low, mine)[0, 1] > 0.98
    assert mine.std() == pytest.approx(low.std(), rel=0.03)


def test_a_loud_signal_does_not_whiten_itself(noise: np.ndarray) -> None:
    loud = noise.copy()
    waves, _ = synthetic.project(28.0, 0.9, 60.0, ("H1",), ("aLIGO_ZERO_DET_high_P",), np.random.default_rng(3))
    synthetic.place(loud, waves[0], 32.0)
    quiet, after = (strain.banded(*whitening.spectrum(x)) for x in (noise, loud))
    # Three of 31 segments hold the signal: the median moves by a few per cent, a mean would by tens.
    np.testing.assert_allclose(after, quiet, rtol=0.06)


@pytest.mark.parametrize("rate", [4096, 16384, 2500])
def test_resampling_keeps_a_sine(rate: int) -> None:
    t = np.arange(rate * 4) / rate
    out = whitening.resample(np.sin(2 * np.pi * 150 * t), rate)
    assert len(out) == 4 * RATE
    expected = np.sin(2 * np.pi * 150 * np.arange(len(out)) / RATE)
    np.testing.assert_allclose(
        out[RATE:-RATE], expected[RATE:-RATE], atol=2e-3
    )  # pass-band ripple of the Kaiser filter


def test_too_low_a_rate_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match=r"^Expected strain sampled at 1800 Hz or more.*got 1024 Hz") as caught:
        whitening.resample(np.zeros(10), 1024)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("bad", [np.zeros(8 * RATE), np.ones(RATE)])
def test_a_constant_or_a_short_series_has_no_spectrum(bad: np.ndarray) -> None:
    with pytest.raises(InputError, match=r"^Expected"):
        whitening.spectrum(bad)
