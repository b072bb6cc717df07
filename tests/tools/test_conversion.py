"""Conversion against SciPy's, astropy's and the PDG's conversion factors; dimensions by their definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import constants as si

from physfm.errors import InputError, UnitError
from physfm.tools import quantity
from physfm.tools.conversion import convert, dimension

HBAR_C_MEV_FM = 197.3269804  # PDG, table of physical constants
GEV = 1e9 * si.e  # J


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1.0, "eV", "J", si.eV),
        (20.0, "degC", "K", 293.15),
        (68.0, "degF", "degC", 20.0),
        (1.0, "light_year", "m", si.light_year),
        (1.0, "parsec", "m", si.parsec),
        (1.0, "u", "kg", si.atomic_mass),
        (90.0, "km/h", "m/s", 25.0),
        (1.0, "atm", "Pa", si.atm),
        (1.0, "barn", "cm^2", 1e-24),
        (1.0, "kg m^2 s^-2", "J", 1.0),
        (1.0, "m s⁻²", "km/h/s", 3.6),
        (1.0, "Ω", "V/A", 1.0),
        (70.0, "km/s/Mpc", "1/s", 70e3 / (1e6 * si.parsec)),
        (1.0, "fm^2", "mbarn", 10.0),
        (180.0, "degree", "radian", math.pi),
        (1.0, "Msun", "kg", 1.98841e30),
        (5.0, "percent", "1", 0.05),
        (1.0, "year", "s", 365.25 * 86400),
    ],
)
def test_conversions_agree_with_scipy_and_the_definitions(value: float, unit: str, to: str, expected: float) -> None:
    result = convert(value, unit, to)
    assert result.value == pytest.approx(expected, rel=1e-5 if unit == "Msun" else 1e-9)
    assert result.text.endswith(".")
    assert result.details["constants"] == {}


@pytest.mark.parametrize(
    ("unit", "to", "expected"),
    [
        ("GeV^-1", "fm", HBAR_C_MEV_FM / 1000),
        ("1/GeV", "s", si.hbar / (1e9 * si.e)),
        ("GeV", "kg", 1e9 * si.e / si.c**2),
        ("GeV^-2", "mbarn", 0.3893793721),
        ("K", "eV", si.k / si.e),
        ("eV", "K", si.e / si.k),
        ("kg", "GeV", si.c**2 / (1e9 * si.e)),
        ("u", "MeV", 931.49410372),
        ("s", "m", si.c),
        ("GeV/c", "GeV", 1.0),
        ("GeV/c^2", "GeV", 1.0),
        ("electron_mass", "MeV", 0.51099895069),
        ("GeV^4", "g/cm^3", GEV * 1e3 / si.c**2 / (HBAR_C_MEV_FM * 1e-16) ** 3),
        ("m/s", "1", 1 / si.c),
    ],
)
def test_natural_units_agree_with_the_constants(unit: str, to: str, expected: float) -> None:
    result = convert(1.0, unit, to, natural=True)
    assert result.value == pytest.approx(expected, rel=1e-7)
    assert "c = hbar = k_B = 1" in result.text
    assert "natural units" in result.source
    with pytest.raises(UnitError, match="natural=True"):
        convert(1.0, unit, to)


def test_the_powers_of_hbar_c_and_k_are_told() -> None:
    assert convert(1.0, "GeV^-1", "fm", natural=True).details["constants"] == {"hbar": "1", "c": "1"}
    assert "multiplied by hbar^2 c^2" in convert(1.0, "GeV^-2", "mbarn", natural=True).text
    assert "angular frequency" in convert(1.0, "eV", "Hz", natural=True).text


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    value=st.floats(1e-12, 1e12),
    pair=st.sampled_from(
        [("GeV^-1", "fm"), ("kg", "eV"), ("K", "GeV"), ("GeV^3", "cm^-3"), ("GeV^-2", "nb"), ("s", "1/MeV")]
    ),
)
def test_natural_units_convert_back(value: float, pair: tuple[str, str]) -> None:
    there = convert(value, *pair, natural=True).value
    back = convert(there, pair[1], pair[0], natural=True).value
    assert back == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "to"),
    [("C", "GeV"), ("T", "GeV^2"), ("GeV", "fm"), ("A", "1/s"), ("mol", "1"), ("GeV^2", "kg"), ("cd", "eV")],
)
def test_natural_units_do_not_cross_what_they_do_not_unify(unit: str, to: str) -> None:
    with pytest.raises(UnitError):
        convert(1.0, unit, to, natural=True)


def test_charge_stays_charge_in_natural_units() -> None:
    # A current is a charge a time, and a time is an inverse energy.
    assert convert(1.0, "A", "C*GeV", natural=True).value == pytest.approx(si.hbar / (1e9 * si.e))


@pytest.mark.parametrize(
    ("unit", "to", "message"),
    [
        ("foo", "m", "'foo' is not defined"),
        ("m", "s", "same dimension"),
        ("9**9**9", "1", "power of a power"),
        ("m" * 101, "m", "at most 100"),
        ("m\x00", "m", "plain characters"),
        ("3 m", "m", "scaling factor"),
        ("", "m", "same dimension"),
    ],
)
def test_bad_units_are_refused_in_one_line(unit: str, to: str, message: str) -> None:
    with pytest.raises(UnitError, match=message) as caught:
        convert(1.0, unit, to)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("unit", "other", "same"),
    [
        ("N*m", "J", True),
        ("kg m^2 / s^2", "J", True),
        ("J", "W", False),
        ("V/m", "N/C", True),
        ("Pa", "J/m^3", True),
        ("eV", "Hz", False),
        ("rad", "1", True),
        ("T", "V*s/m^2", True),
        ("GeV/c^2", "kg", True),
        ("strain", "1", True),
    ],
)
def test_dimensions_agree_or_not(unit: str, other: str, same: bool) -> None:
    result = dimension(unit, other)
    assert result.value is same
    assert ("the same dimension" in result.text) == same


def test_the_dimension_in_words_and_exponents() -> None:
    result = dimension("kg m^2 / s^2")
    assert result.value == "[mass] * [length] ** 2 / [time] ** 2"
    assert result.details["exponents"] == {"mass": 1.0, "length": 2.0, "time": -2.0}
    assert dimension("1").value == "dimensionless"
    with pytest.raises(InputError, match="got nothing"):
        dimension(" ")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("6.5 TeV", 6.5, "TeV"),
        ("1.6e-19C", 1.6e-19, "C"),
        ("1.6 x 10^-19 C", 1.6e-19, "C"),
        ("1.6·10⁻¹⁹ C", 1.6e-19, "C"),
        ("-3", -3.0, "1"),
        ("36 Msun", 36.0, "solar_mass"),
        ("2 * 10^{3} m", 2000.0, "m"),
        (".5 m^3 kg^-1", 0.5, "m^3*kg^-1"),
        ("10 GeV/c^2", 10.0, "GeV/c^2"),
        ("3 light years", 3.0, "light_years"),
    ],
)
def test_quantities_as_people_type_them(text: str, number: float, unit: str) -> None:
    found, given_unit = quantity.split(text)
    assert found == pytest.approx(number)
    assert given_unit == unit


@pytest.mark.parametrize("text", ["", "GeV", "nan GeV", "1e999 GeV", "inf m", "--3 m", "1" * 300])
def test_text_without_a_finite_number_is_no_quantity(text: str) -> None:
    with pytest.raises(InputError, match="Expected a finite number"):
        quantity.split(text)


def test_energy_momentum_and_mass_are_one_at_a_collider() -> None:
    assert quantity.energy("6.5 TeV") == pytest.approx(6500)
    assert quantity.energy("3 GeV/c") == pytest.approx(3)
    assert quantity.energy("1 kg") == pytest.approx(si.c**2 / (1e9 * si.e))
    with pytest.raises(UnitError, match="energy, momentum or mass"):
        quantity.energy("3 m")
    with pytest.raises(UnitError, match="without a unit"):
        quantity.energy("3")
    with pytest.raises(UnitError, match="with a unit"):
        quantity.in_unit("3", "m")
