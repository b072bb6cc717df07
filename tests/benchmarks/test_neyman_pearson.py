from __future__ import annotations

import numpy as np
import pytest

from benchmarks import neyman_pearson as limit
from physfm.statistics import efficiency_at, threshold

pytest.importorskip("lalsimulation")


@pytest.fixture(scope="module")
def stretch() -> limit.Stretch:
    return limit.Stretch(duration_s=1.0, sample_rate=1024, window_s=(0.4, 0.6))


@pytest.fixture(scope="module")
def template(stretch: limit.Stretch) -> np.ndarray:
    asd = limit.design_asd(stretch.frequencies)
    return limit.whitened(stretch, limit.waveform(stretch, *limit.masses(28.0, 1.0)), asd)


def test_a_noiseless_signal_gives_its_own_snr(stretch: limit.Stretch, template: np.ndarray) -> None:
    signal = 7.0 * limit.shifted(stretch, template, [0.5], [1.3])
    maximum, _ = limit.statistics(stretch, signal, template[None], (7.0,))
    # 0.5 s is a sample, so nothing is lost between samples; float32 sums of 500 bins.
    assert maximum[0] == pytest.approx(7.0, rel=1e-5)


def test_known_time_and_mass_follow_the_marcum_function(stretch: limit.Stretch, template: np.ndarray) -> None:
    """One template, one sample: P_det = Q1(SNR, sqrt(-2 ln FAP)) exactly, for the maximum and for the ratio alike."""
    rng, instant = np.random.default_rng(1), slice(512, 513)
    background = limit.noise(stretch, 20000, rng)
    where = limit.shifted(stretch, template, np.full(20000, 0.5), rng.uniform(0, 2 * np.pi, 20000))
    for snr in (3.0, 4.0):
        off, off_ratio = limit.statistics(stretch, background, template[None], (snr,), instant, chunk=500)
        on, on_ratio = limit.statistics(stretch, background[::-1] + snr * where, template[None], (snr,), instant, 500)
        for false_alarm in (1e-1, 1e-2):
            exact_threshold = limit.marcum_threshold(false_alarm)
            expected = limit.marcum(snr, exact_threshold)
            # Three standard deviations of 20000 draws, at the exact threshold.
            assert np.mean(on > exact_threshold) == pytest.approx(expected, abs=3 * np.sqrt(0.25 / 20000))
            assert np.mean(off > exact_threshold) == pytest.approx(false_alarm, abs=3 * np.sqrt(false_alarm / 20000))
            # With one template at one time the ratio is a monotonic function of |z|: the same decisions.
            assert efficiency_at(on_ratio[0], off_ratio[0], false_alarm).value == pytest.approx(
                efficiency_at(on, off, false_alarm).value, abs=1e-3
            )


def test_the_mean_likelihood_ratio_of_noise_is_one(stretch: limit.Stretch, template: np.ndarray) -> None:
    """E[Lambda] = 1 without a signal, whatever the prior. SNR 1.5 keeps the tail light enough for a mean."""
    background = limit.noise(stretch, 4000, np.random.default_rng(2))
    _, log_ratio = limit.statistics(stretch, background, template[None], (1.5,))
    ratio = np.exp(log_ratio[0])
    assert ratio.mean() == pytest.approx(1.0, abs=4 * ratio.std() / np.sqrt(len(ratio)))
    assert ratio.std() / np.sqrt(len(ratio)) < 0.02


def test_whitened_noise_has_the_design_spectrum(stretch: limit.Stretch) -> None:
    """The time series, analysed by SciPy's Welch estimator, shows the amplitude spectral density that was asked for."""
    from scipy.signal import welch

    asd = limit.design_asd(stretch.frequencies)
    series = limit.strain_of(stretch, limit.noise(stretch, 400, np.random.default_rng(3)), asd)
    _, power = welch(series, stretch.sample_rate, "boxcar", nperseg=stretch.samples, detrend=False)
    band = (stretch.frequencies > 20) & (stretch.frequencies < 500)
    measured = np.sqrt(power.mean(0)[band])
    # 400 periodograms of independent bins: 2.5 % each in amplitude, so five sigma is 13 %.
    np.testing.assert_allclose(measured / asd[band], 1.0, atol=0.13)


def test_the_design_curve_is_the_public_one() -> None:
    """Value of LIGO-T0900288 at 100 Hz, close to its 4e-24 / sqrt(Hz)."""
    assert limit.design_asd([100.0])[0] == pytest.approx(4.0e-24, rel=0.05)


def test_chirp_mass_of_the_component_masses() -> None:
    heavy, light = limit.masses(28.0, 0.6)
    assert (heavy * light) ** 0.6 / (heavy + light) ** 0.2 == pytest.approx(28.0)
    assert light / heavy == pytest.approx(0.6)


@pytest.mark.slow
def test_unknown_time_matches_independent_figures() -> None:
    """1 s window at 2048 Hz, Mc = 28: an independent Monte Carlo gave 0.67 / 0.93 / 0.99 at SNR 5 / 6 / 7, FAP 1e-2."""
    stretch = limit.Stretch(duration_s=4.0, window_s=(1.5, 2.5))
    rng = np.random.default_rng(4)
    asd = limit.design_asd(stretch.frequencies)
    template = limit.whitened(stretch, limit.waveform(stretch, *limit.masses(28.0, 1.0)), asd)
    off, _ = limit.statistics(stretch, limit.noise(stretch, 10000, rng), template[None], ())
    cut = threshold(off, 1e-2)
    assert cut.value == pytest.approx(4.75, abs=0.08)
    for snr, expected in ((5.0, 0.67), (6.0, 0.93), (7.0, 0.99)):
        where = limit.shifted(stretch, template, rng.uniform(1.5, 2.5, 1000), rng.uniform(0, 2 * np.pi, 1000))
        on, _ = limit.statistics(stretch, limit.noise(stretch, 1000, rng) + snr * where, template[None], ())
        assert np.mean(on > cut.value) == pytest.approx(expected, abs=0.04)
        # The closed form with its effective number of independent times is close below: signals have neighbours.
        trials = np.log(1 - 1e-2) / np.log1p(-np.exp(-(cut.value**2) / 2))
        assert limit.marcum(snr, limit.marcum_threshold(1e-2, trials)) == pytest.approx(expected, abs=0.06)
