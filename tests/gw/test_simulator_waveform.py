"""`simulate_waveform` against LALSimulation called directly, its scaling laws, gwpy, and our own measurement."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from physfm.cli import main
from physfm.errors import InputError, UnitError
from physfm.tools import find
from physfm.tools.tool import Result
from physfm_gw import strain as convention
from physfm_gw.simulator import REFERENCES, Approximant, Curve

lal = pytest.importorskip("lal")
lalsim = pytest.importorskip("lalsimulation")
PAIR = {"mass1": "36 solar_mass", "mass2": "29 solar_mass"}
GPS = 1126259462.4
PLACE = {"right_ascension": "2.2 rad", "declination": "-70 degree", "polarization": "0.4 rad", "inclination": "150 deg"}


def simulate(folder: Path | None = None, **arguments: Any) -> Result:
    return find("simulate_waveform")(arguments, folder=folder)


def series(path: Path, detector: str) -> Any:
    import matplotlib

    with matplotlib.rc_context():  # importing gwpy changes fonts and grids of every later figure
        from gwpy.timeseries import TimeSeries
    return TimeSeries.read(str(path), f"{detector}:PHYSFM-STRAIN", format="hdf5")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("approximant", "rate"), [("IMRPhenomD", 4096), ("IMRPhenomXHM", 2048), ("SEOBNRv4_opt", 2048)]
)
def test_the_strain_is_that_of_lals_own_injection(approximant: str, rate: int, tmp_path: Path) -> None:
    found = simulate(
        tmp_path, **PAIR, **PLACE, spin1=0.3, spin2=-0.2, distance="410 Mpc", phase="1 rad", gps_time=GPS,
        detectors=["H1", "V1"], approximant=approximant, sample_rate=f"{rate} Hz", duration="8 s", output="s.hdf5",
    )  # fmt: skip
    masses = (36 * lal.MSUN_SI, 29 * lal.MSUN_SI)
    plus, cross = lalsim.SimInspiralTD(
        *(*masses, 0, 0, 0.3, 0, 0, -0.2, 410e6 * lal.PC_SI, math.radians(150), 1.0, 0, 0, 0, 1 / rate, 20.0, 20.0),
        lal.CreateDict(), lalsim.GetApproximantFromString(approximant),
    )  # fmt: skip
    for wave in (plus, cross):
        wave.epoch += lal.LIGOTimeGPS(GPS)
    sites = {d.frDetector.prefix: d for d in lal.CachedDetectors}
    for seen in found.details["detectors"]:
        detector = sites[seen["detector"]]
        theirs = lalsim.SimDetectorStrainREAL8TimeSeries(plus, cross, 2.2, math.radians(-70), 0.4, detector)
        start = math.floor(GPS) - 6
        target = lal.CreateREAL8TimeSeries("h", lal.LIGOTimeGPS(start), 0, 1 / rate, lal.StrainUnit, 8 * rate)
        target.data.data = np.zeros(8 * rate)
        lalsim.SimAddInjectionREAL8TimeSeries(target, theirs, None)
        mine = series(tmp_path / "s.hdf5", seen["detector"])
        assert (float(mine.t0.value), float(mine.sample_rate.value)) == (start, rate)
        # They turn the Earth with the wave and interpolate in time; we take one moment and phases.
        difference = np.asarray(mine.value) - target.data.data
        assert np.linalg.norm(difference) < 5e-3 * np.linalg.norm(target.data.data)
        late = lal.TimeDelayFromEarthCenter(detector.location, 2.2, math.radians(-70), lal.LIGOTimeGPS(GPS))
        assert seen["delay_s"] == pytest.approx(late, abs=1e-6)


@pytest.mark.usefixtures("here")
def test_snr_is_lals_and_falls_with_the_distance() -> None:
    near, far = (simulate(**PAIR, distance=d, detectors=["L1"], approximant="IMRPhenomD") for d in ("100 Mpc", "1 Gpc"))
    assert near.value == pytest.approx(10 * far.value, rel=1e-9)
    for a, b in zip(near.details["detectors"], far.details["detectors"], strict=True):
        assert a["peak_strain"] == pytest.approx(10 * b["peak_strain"], rel=1e-9)
        assert a["peak_gps"] == b["peak_gps"]
    (seen,) = near.details["detectors"]
    # Face-on: |h| = |F+ - i Fx| |h+|, and LAL integrates |h+|^2 / S itself.
    masses = (36 * lal.MSUN_SI, 29 * lal.MSUN_SI)
    wave = lalsim.SimIMRPhenomDGenerateFD(
        0.0, 20.0, 1 / 32, *masses, 0.0, 0.0, 20.0, 1024.0, 100e6 * lal.PC_SI, lal.CreateDict(), lalsim.NoNRT_V
    )
    psd = lal.CreateREAL8FrequencySeries("psd", 0, 0.0, 1 / 32, lal.SecondUnit, wave.data.length)
    lalsim.SimNoisePSDaLIGOZeroDetHighPowerGWINC(psd, 10.0)
    expected = lalsim.MeasureSNRFD(wave, psd, 20.0, 1000.0) * math.hypot(seen["f_plus"], seen["f_cross"])
    assert seen["snr"] == pytest.approx(expected, rel=1e-2)  # the beginning is tapered in time


@pytest.mark.usefixtures("here")
def test_the_frequency_rises_as_the_chirp_mass_says(tmp_path: Path) -> None:
    r"""Newtonian chirp: :math:`f^{-8/3}` falls linearly with :math:`\frac{256}{5} \pi^{8/3} (G M_c/c^3)^{5/3}`."""
    simulate(tmp_path, mass1="1.5 Msun", mass2="1.3 Msun", detectors=["H1"], f_min="60 Hz", duration="16 s",
             approximant="TaylorF2", output="ns.h5")  # fmt: skip
    h = series(tmp_path / "ns.h5", "H1")
    from scipy.signal import hilbert

    t = np.arange(len(h.value)) / 2048
    phase = np.unwrap(np.angle(hilbert(np.asarray(h.value, np.float64))))
    frequency = np.gradient(phase, t) / (2 * np.pi)
    inside = (t > 8) & (t < 11)  # the merger is at 12 s; before 7 s the wave has hardly begun
    slope = np.polyfit(t[inside], frequency[inside] ** (-8 / 3), 1)[0]
    mass = (-slope * 5 / (256 * np.pi ** (8 / 3))) ** (3 / 5) / lal.MTSUN_SI
    # Post-Newtonian terms of 60 to 150 Hz are a few per cent of the rate.
    assert mass == pytest.approx(convention.chirp_mass_of(1.5, 1.3), rel=0.04)


@pytest.mark.usefixtures("here")
def test_delays_and_peaks_agree() -> None:
    found = simulate(
        **PAIR, **PLACE, gps_time=GPS, detectors=["H1", "L1", "V1"], sample_rate="16384 Hz", duration="8 s"
    )
    assert found.details["peak_gps"] == pytest.approx(GPS, abs=1e-4)
    for seen in found.details["detectors"]:
        assert abs(seen["delay_s"]) < 0.0213  # the Earth's radius over the speed of light
        assert seen["peak_gps"] == pytest.approx(GPS + seen["delay_s"], abs=6e-3)  # half of the wave's last period
    assert found.value == pytest.approx(math.sqrt(sum(d["snr"] ** 2 for d in found.details["detectors"])))


@pytest.mark.usefixtures("here")
def test_noise_has_the_curves_density_and_comes_from_the_seed_alone(tmp_path: Path) -> None:
    options = {**PAIR, "distance": "1000 Gpc", "noise": True, "duration": "64 s", "sample_rate": "4096 Hz"}
    simulate(tmp_path, **options, seed=4, output="a.h5")
    simulate(tmp_path, **options, seed=4, output="b.h5", detectors=["L1"])
    simulate(tmp_path, **options, seed=5, output="c.h5")
    a, b, c = (series(tmp_path / f"{name}.h5", "L1") for name in "abc")
    np.testing.assert_array_equal(a.value, b.value)
    assert abs(np.corrcoef(a.value, c.value)[0, 1]) < 0.05
    assert abs(np.corrcoef(a.value, series(tmp_path / "a.h5", "H1").value)[0, 1]) < 0.05
    asd = np.asarray(a.asd(4, method="median").value)
    expected = convention.noise_curve("aLIGO_ZERO_DET_high_P", 4.0, 2048.0)
    inside = slice(4 * 20, 4 * 1800)
    # 31 overlapping segments: each bin to about 15 %, the mean over thousands to 1 %.
    assert np.mean((asd[inside] / expected[inside]) ** 2) == pytest.approx(1, abs=0.02)


def test_a_loud_binary_is_found_where_it_was_put(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = simulate(tmp_path, **PAIR, distance="800 Mpc", noise=True, seed=8, gps_time=GPS, duration="8 s",
                     output="event.hdf5")  # fmt: skip
    assert found.value > 20
    assert main(["info", str(tmp_path / "event.hdf5"), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["encoder"], facts["format"]) == ("gw", "gwpy HDF5")
    assert [d["name"] for d in facts["detectors"]] == ["H1", "L1"]
    assert facts["detectors"][0]["duration_s"] == 8
    assert main(["measure", str(tmp_path / "event.hdf5"), "--json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    (item,) = [i for i in items if any(q["name"] == "merger" and q["value"] == "yes" for q in i["quantities"])]
    quantities = {q["name"]: q for q in item["quantities"]}
    arrival = np.mean([d["peak_gps"] for d in found.details["detectors"]])
    assert quantities["gps_time"]["value"] == pytest.approx(arrival, abs=0.03)
    mass = quantities["chirp_mass"]
    assert abs(mass["value"] - convention.chirp_mass_of(36, 29)) < 3 * mass["uncertainty"]


@pytest.mark.usefixtures("here")
def test_every_approximant_makes_a_wave_of_about_the_same_strength() -> None:
    assert set(REFERENCES) == set(get_args(Approximant))
    assert set(get_args(Curve)) <= set(convention.CURVES)
    snrs = {a: simulate(**PAIR, approximant=a, detectors=["H1"], duration="4 s").value for a in REFERENCES}
    inspiral = snrs.pop("TaylorF2")
    assert max(snrs.values()) / min(snrs.values()) < 1.03
    assert inspiral < 1.05 * min(snrs.values())  # without merger and ringdown


@pytest.mark.usefixtures("here")
def test_what_lies_before_the_stretch_is_said_and_does_not_count() -> None:
    star = {"mass1": "1.4 Msun", "mass2": "1.4 Msun", "detectors": ["H1"], "distance": "40 Mpc"}
    short, long = (simulate(**star, duration=d) for d in ("16 s", "256 s"))
    assert (short.details["cut"], long.details["cut"]) == (True, False)
    assert "before the stretch" in short.text
    assert short.value < 0.9 * long.value


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"mass1": "36"}, UnitError, "with a unit"),
        ({"mass1": "36 GeV"}, UnitError, "convertible to"),
        ({"mass1": "1e9 solar_mass"}, InputError, "a mass between 0.5 and 500 solar_mass"),
        ({"mass2": "-3 solar_mass"}, InputError, "a mass between"),
        ({"spin1": 1.5}, InputError, "less than 1"),
        ({"distance": "0 Mpc"}, InputError, "a distance between"),
        ({"sample_rate": "3000 Hz"}, InputError, "2048, 4096, 8192, 16384 Hz"),
        ({"duration": "1 h"}, InputError, "a duration between 4 and 256 s"),
        ({"duration": "8.5 s"}, InputError, "whole seconds"),
        ({"detectors": ["H1", "H1"]}, InputError, "different detectors"),
        ({"detectors": ["X1"]}, InputError, "'H1', 'L1' or 'V1'"),
        ({"declination": "100 deg"}, InputError, "a declination between"),
        ({"approximant": "IMRPhenomZ"}, InputError, "'SEOBNRv4_opt' or 'TaylorF2'"),
        ({"mass1": "0.6 Msun", "mass2": "0.6 Msun", "f_min": "10 Hz"}, InputError, "Give a higher f_min"),
        ({"f_min": "5 Hz"}, InputError, "f_min between 10 and 200 Hz"),
        ({"mass1": "1.4 Msun", "mass2": "1.4 Msun", "approximant": "SEOBNRv4_opt", "f_min": "100 Hz"}, InputError,
         "SEOBNRv4_opt cannot make this binary at 2048 Hz"),
        ({"duration": "256 s", "sample_rate": "16384 Hz", "time_limit": "1 s"},
         InputError, "longer than 1 s"),
        ({"duration": "256 s", "sample_rate": "16384 Hz", "detectors": ["H1", "L1", "V1"]}, InputError, "be 96 MiB"),
        ({"output": "strain.txt"}, InputError, r"ends in \.hdf5 or \.h5"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    arguments: dict[str, Any], error: type[Exception], message: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=message) as caught:
        simulate(tmp_path, **{**PAIR, "output": "x.h5", **arguments})
    assert len(str(caught.value).splitlines()) == 1
    assert os.listdir(tmp_path) == []
