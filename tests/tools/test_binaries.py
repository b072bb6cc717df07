"""Binaries against LAL, and by their definition."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy.integrate import quad

from physfm.errors import InputError, UnitError
from physfm.tools import find
from physfm.tools.binaries import chirp_mass, isco_frequency, schwarzschild_radius, seconds, time_to_merger

lal = pytest.importorskip("lal")


def test_a_solar_mass_in_seconds_is_lals() -> None:
    # Both take GM_sun of the IAU; the rest is G of CODATA in how each defines the kilogram's worth of it.
    assert seconds("1 solar_mass") == pytest.approx(lal.MTSUN_SI, rel=1e-7)
    assert seconds("1 Msun") == seconds("1 M_sun")


def test_chirp_mass_is_lals() -> None:
    for first, second in ((36.0, 29.0), (1.4, 1.4), (1.17, 1.60), (30.0, 1.4)):
        total, eta = first + second, first * second / (first + second) ** 2
        result = chirp_mass(f"{first} solar_mass", f"{second} Msun")
        assert result.value == pytest.approx(total * eta**0.6, rel=1e-9)
        assert result.details["symmetric_mass_ratio"] == pytest.approx(eta)
        assert chirp_mass(f"{first} Msun", f"{second} Msun", redshift=0.5).value == pytest.approx(1.5 * result.value)
    assert chirp_mass("36 Msun", "29 Msun").text == "The chirp mass of 36 Msun and 29 Msun is 28.0956 solar masses."


@pytest.mark.parametrize(("first", "second", "frequency"), [(36.0, 29.0, 20.0), (1.4, 1.4, 10.0), (10.0, 1.4, 15.0)])
def test_time_to_merger_is_lals_newtonian_chirp_time(first: float, second: float, frequency: float) -> None:
    simulation = pytest.importorskip("lalsimulation")
    si = (first * lal.MSUN_SI, second * lal.MSUN_SI)
    expected = simulation.SimInspiralTaylorF2ReducedSpinChirpTime(frequency, *si, 0.0, 0)
    result = time_to_merger(f"{first} Msun", f"{second} Msun", frequency=f"{frequency} Hz")
    assert result.value == pytest.approx(expected, rel=1e-6)


def test_separation_and_frequency_are_keplers() -> None:
    by_frequency = time_to_merger("1.4 Msun", "1.4 Msun", frequency="10 Hz")
    separation = by_frequency.details["separation_m"]
    by_separation = time_to_merger("1.4 Msun", "1.4 Msun", separation=f"{separation!r} m")
    assert by_separation.value == pytest.approx(by_frequency.value, rel=1e-9)
    omega = math.pi * 10.0  # the orbit has half the frequency of the wave
    assert omega**2 * separation**3 == pytest.approx(2.8 * lal.GMSUN_SI, rel=1e-7)


def test_time_to_merger_is_the_integral_of_the_shrinking() -> None:
    # da/dt = -64/5 m1 m2 (m1 + m2) / a^3 in geometric units (Peters 1964, eq. 5.6)
    m1, m2 = seconds("1.4 Msun"), seconds("1.2 Msun")
    start = 1e9 / lal.C_SI
    integral = quad(lambda a: 5 * a**3 / (64 * m1 * m2 * (m1 + m2)), 0, start)[0]
    assert time_to_merger("1.4 Msun", "1.2 Msun", separation="1e6 km").value == pytest.approx(integral, rel=1e-9)


def test_the_hulse_taylor_order_of_magnitude_in_years() -> None:
    result = time_to_merger("1.44 Msun", "1.39 Msun", separation="1.95e6 km")
    assert "years" in result.text
    assert 1e9 < result.value / 3.156e7 < 3e9  # circular: its eccentricity makes it 3e8 years


def test_radii_and_frequencies_of_black_holes() -> None:
    sun = schwarzschild_radius("1 solar_mass")
    assert sun.value == pytest.approx(2 * lal.MRSUN_SI, rel=1e-7)
    assert sun.text == "The Schwarzschild radius of 1 solar_mass is 2.95325 km."
    earth = schwarzschild_radius("5.972e24 kg")
    assert earth.value == pytest.approx(8.87e-3, rel=1e-3)
    assert isco_frequency("65 Msun").value == pytest.approx(1 / (6**1.5 * math.pi * 65 * lal.MTSUN_SI), rel=1e-7)


@pytest.mark.parametrize(
    ("name", "arguments", "error", "message"),
    [
        ("chirp_mass", {"first": "36", "second": "29 Msun"}, UnitError, "with a unit"),
        ("chirp_mass", {"first": "-1 Msun", "second": "29 Msun"}, InputError, "positive mass"),
        ("schwarzschild_radius", {"mass": "1 GeV"}, UnitError, "convertible to 'kg'"),
        ("time_to_merger", {"first": "1 Msun", "second": "1 Msun"}, InputError, "exactly one of them"),
        ("time_to_merger", {"first": "1 Msun", "second": "1 Msun", "separation": "1 km"}, InputError, "outside of"),
        (
            "time_to_merger",
            {"first": "1 Msun", "second": "1 Msun", "frequency": "0 Hz"},
            InputError,
            "positive frequency",
        ),
        ("time_to_merger", {"first": "1 Msun", "second": "1 Msun", "frequency": "1e5 Hz"}, InputError, "outside of"),
    ],
)
def test_what_cannot_be_is_refused(name: str, arguments: dict[str, Any], error: type[InputError], message: str) -> None:
    with pytest.raises(error, match=message):
        find(name)(arguments)
