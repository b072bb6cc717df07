from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks import neyman_pearson as limit
from physfm.statistics import threshold

pytest.importorskip("lalsimulation")


@pytest.fixture(scope="module")
def stretch() -> limit.Stretch:
    return limit.Stretch(duration_s=1.0, sample_rate=1024, high_hz=500.0)


@pytest.fixture(scope="module")
def template(stretch: limit.Stretch) -> np.ndarray:
    return limit.whitened(stretch, limit.waveform(stretch, *limit.masses(28.0, 1.0)), limit.design_asd(stretch))


def test_a_noiseless_signal_gives_its_own_snr(stretch: limit.Stretch, template: np.ndarray) -> None:
    signal = 7.0 * limit.shifted(stretch, template, [0.5], [1.3])
    z = limit.envelopes(stretch, signal, template[None], stretch.rows(0.4, 0.6))
    # 0.5 s is a sample, so nothing is lost between samples; float32 sums of 500 bins.
    assert limit.statistics(z[0], [1.0], ())[0] == pytest.approx(7.0, rel=1e-5)


def test_known_time_and_mass_follow_the_marcum_function(stretch: limit.Stretch, template: np.ndarray) -> None:
    """One template at one sample: P_det = Q1(SNR, sqrt(-2 ln FAP)), and the ratio orders windows as |z| does."""
    rng, instant, count = np.random.default_rng(1), slice(512, 513), 20000
    background = limit.noise(stretch, count, rng)
    where = limit.shifted(stretch, template, np.full(count, 0.5), rng.uniform(0, 2 * np.pi, count))
    off = limit.envelopes(stretch, background, template[None], instant).abs().flatten().numpy()
    signal = limit.envelopes(stretch, where, template[None], instant)
    quiet = limit.envelopes(stretch, background[::-1].copy(), template[None], instant)
    for snr in (3.0, 4.0):
        on = (quiet + snr * signal).abs().flatten().numpy()
        for false_alarm in (1e-1, 1e-2):
            cut = limit.marcum_threshold(false_alarm)
            # Three standard deviations of 20000 draws, at the exact threshold.
            assert np.mean(on > cut) == pytest.approx(limit.marcum(snr, cut), abs=3 * np.sqrt(0.25 / count))
            assert np.mean(off > cut) == pytest.approx(false_alarm, abs=3 * np.sqrt(false_alarm / count))
        loud = on[:50][on[:50] > limit.FLOOR]
        ratios = [limit.statistics(torch.tensor([[z]]), [1.0], (snr,))[1][0] for z in loud]
        assert (np.argsort(ratios) == np.argsort(loud)).all()


def test_the_ratio_of_one_sample_is_the_bessel_function() -> None:
    """Lambda = exp(-snr^2 / 2) I0(snr |z|), against SciPy."""
    from scipy.special import i0

    _, log_ratio = limit.statistics(torch.tensor([[3.0, 4.0], [5.0, 3.5]]), [0.25, 0.75], (5.0, 6.0))
    for snr, found in zip((5.0, 6.0), log_ratio, strict=True):
        each = np.exp(-(snr**2) / 2) * i0(snr * np.array([3.0, 4.0, 5.0, 3.5]))
        assert found == pytest.approx(np.log(each @ [0.125, 0.125, 0.375, 0.375]), rel=1e-5)


def test_whitened_noise_has_the_design_spectrum(stretch: limit.Stretch) -> None:
    """The time series, analysed by SciPy's periodogram, shows the amplitude spectral density that was asked for."""
    from scipy.signal import periodogram

    asd = limit.design_asd(stretch)
    series = limit.strain_of(stretch, limit.noise(stretch, 400, np.random.default_rng(3)), asd)
    frequencies, power = periodogram(series, stretch.sample_rate, detrend=False)
    band = (frequencies > 20) & (frequencies < 500)
    measured = np.sqrt(power.mean(0)[band])
    # 400 periodograms of independent bins: 2.5 % each in amplitude, so five sigma is 13 %.
    np.testing.assert_allclose(measured / asd[band], 1.0, atol=0.13)


def test_the_design_curve_is_the_public_one(data: Path) -> None:
    """Amplitude spectral density of the LIGO-T0900288 table, interpolated; a few per cent where the table is coarse."""
    table = np.loadtxt(data / "gw" / "aLIGO_ZERO_DET_high_P_asd.txt")
    stretch = limit.Stretch()
    asd, wanted = limit.design_asd(stretch), np.array([30.0, 60.0, 100.0, 300.0, 800.0])
    expected = np.exp(np.interp(np.log(wanted), np.log(table[:, 0]), np.log(table[:, 1])))
    np.testing.assert_allclose(asd[(wanted * stretch.duration_s).astype(int)], expected, rtol=0.03)


def test_a_bank_covers_its_prior(stretch: limit.Stretch) -> None:
    rng, asd = np.random.default_rng(6), limit.design_asd(stretch)
    sources = [limit.masses(m, r) for m, r in zip(rng.uniform(20, 40, 60), rng.uniform(0.5, 1, 60), strict=True)]
    draws = np.stack([limit.whitened(stretch, limit.waveform(stretch, *s), asd) for s in sources])
    found = limit.bank(stretch, draws, match=0.97)
    assert 1 < len(found.weights) < 40
    assert found.weights.sum() == pytest.approx(1.0)
    z = limit.envelopes(stretch, draws, found.templates, slice(None)).abs().amax((1, 2)).numpy()
    assert z.min() > 0.97 - 1e-4


def test_chirp_mass_of_the_component_masses() -> None:
    heavy, light = limit.masses(28.0, 0.6)
    assert (heavy * light) ** 0.6 / (heavy + light) ** 0.2 == pytest.approx(28.0)
    assert light / heavy == pytest.approx(0.6)


@pytest.mark.slow
def test_unknown_time_matches_independent_figures() -> None:
    """1 s window at 2048 Hz, Mc = 28: an independent Monte Carlo gave 0.67 / 0.93 / 0.99 at SNR 5 / 6 / 7, FAP 1e-2."""
    stretch = limit.Stretch(duration_s=4.0)
    rng, rows = np.random.default_rng(4), stretch.rows(1.5, 2.5)
    template = limit.whitened(stretch, limit.waveform(stretch, *limit.masses(28.0, 1.0)), limit.design_asd(stretch))
    off = limit.envelopes(stretch, limit.noise(stretch, 10000, rng), template[None], rows).abs().amax((1, 2)).numpy()
    cut = threshold(off, 1e-2)
    assert cut.value == pytest.approx(4.75, abs=0.08)
    where = limit.shifted(stretch, template, rng.uniform(1.5, 2.5, 1000), rng.uniform(0, 2 * np.pi, 1000))
    quiet = limit.envelopes(stretch, limit.noise(stretch, 1000, rng), template[None], rows)
    signal = limit.envelopes(stretch, where, template[None], rows)
    for snr, expected in ((5.0, 0.67), (6.0, 0.93), (7.0, 0.99)):
        on = (quiet + snr * signal).abs().amax((1, 2)).numpy()
        assert np.mean(on > cut.value) == pytest.approx(expected, abs=0.04)
        # The closed form with its effective number of independent times is close below: signals have neighbours.
        trials = np.log(1 - 1e-2) / np.log1p(-np.exp(-(cut.value**2) / 2))
        assert limit.marcum(snr, limit.marcum_threshold(1e-2, trials)) == pytest.approx(expected, abs=0.06)
