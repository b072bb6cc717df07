"""Antenna patterns, arrival times, waveforms and noise curves against LAL."""

from __future__ import annotations

import numpy as np
import pytest

from physfm.errors import InputError
from physfm_gw import sky, strain, tools


@pytest.mark.parametrize(("name", "prefix"), [("H1", "H1"), ("L1", "L1"), ("V1", "V1")])
def test_antenna_patterns_and_delays_are_lals(name: str, prefix: str) -> None:
    import lal

    detector = lal.cached_detector_by_prefix[prefix]
    rng = np.random.default_rng(5)
    ra, psi = rng.uniform(0, 2 * np.pi, (2, 20))
    dec = np.arcsin(rng.uniform(-1, 1, 20))
    time = lal.LIGOTimeGPS(1126259462.4)
    gmst = lal.GreenwichMeanSiderealTime(time)
    plus, cross, delay = sky.response(name, gmst - ra, dec, psi)
    for i in range(20):
        expected = lal.ComputeDetAMResponse(detector.response, ra[i], dec[i], psi[i], gmst)
        np.testing.assert_allclose((plus[i], cross[i]), expected, atol=1e-7)  # LAL's tensors are float32
        late = lal.TimeDelayFromEarthCenter(detector.location, ra[i], dec[i], time)
        assert delay[i] == pytest.approx(late, abs=1e-9)


def test_equal_masses_give_a_waveform_as_any_other() -> None:
    for ratio in (1.0, 0.999999, 0.25):
        wave = strain.waveform(*strain.masses(28.0, ratio), 8.0)
        assert np.isfinite(wave).all()
        assert np.abs(wave).max() > 0


def test_optimal_snr_is_that_of_lalsimulation() -> None:
    import lal
    import lalsimulation

    wave = strain.waveform(36.0, 29.0, 8.0)
    asd = strain.noise_curve("aLIGO_ZERO_DET_high_P", 8.0)
    series = lal.CreateCOMPLEX16FrequencySeries("h", 0, 0.0, 1 / 8, lal.StrainUnit * lal.SecondUnit, len(wave))
    series.data.data = wave
    psd = lal.CreateREAL8FrequencySeries("s", 0, 0.0, 1 / 8, lal.StrainUnit**2 * lal.SecondUnit, len(wave))
    psd.data.data = np.where(np.isfinite(asd[: len(wave)]), asd[: len(wave)], 1.0) ** 2
    theirs = lalsimulation.MeasureSNRFD(series, psd, 20.0, 900.0)
    assert strain.snr(wave, asd, 8.0) == pytest.approx(theirs, rel=1e-3)  # end bins counted differently


@pytest.mark.parametrize("name", sorted(strain.CURVES))
def test_noise_curves_are_positive_and_of_the_right_size(name: str) -> None:
    asd = strain.noise_curve(name, 4.0)
    band = asd[80:3601]
    assert np.isfinite(band).all()
    assert 1e-24 < band.min() < band.max() < 5e-22


def test_noise_curve_matches_the_published_table(data: object) -> None:
    f, expected = np.loadtxt(f"{data}/gw/aLIGO_ZERO_DET_high_P_asd.txt", unpack=True)
    ours = strain.noise_curve("aLIGO_ZERO_DET_high_P", 8.0)
    at = np.arange(len(ours)) / 8.0
    inside = (f > 20) & (f < 900)
    np.testing.assert_allclose(np.interp(f[inside], at, ours), expected[inside], rtol=0.02)


def test_an_unknown_curve_names_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'aLIGO_O4'"):
        strain.noise_curve("aLIGO_O5", 4.0)


def test_tools_give_textbook_values() -> None:
    # GW150914 in the source paper's detector frame: 39 and 32 solar masses, chirp mass 30.8.
    assert tools.chirp_mass(30.0, 30.0) == pytest.approx(30.0 * 2**-0.2)
    assert tools.last_stable_orbit_frequency(2.8) == pytest.approx(1571, rel=2e-3)  # 4400 Hz / (M / Msun)
    # Maggiore, below eq. 4.20: a binary of chirp mass 1.21 Msun at 10 Hz merges in about 17 minutes.
    assert tools.time_to_merger(1.21, 10.0) / 60 == pytest.approx(17, rel=0.03)
    assert tools.optimal_snr(30, 30, 400) == pytest.approx(2 * tools.optimal_snr(30, 30, 800))
    with pytest.raises(InputError, match="positive"):
        tools.chirp_mass(-1.0, 2.0)
