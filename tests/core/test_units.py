"""Conversions against hand values, and every wrong unit refused in one line."""

from __future__ import annotations

import pytest

from physfm.errors import InputError, UnitError
from physfm.units import factor, parse


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        ("MeV", "GeV", 1e-3),
        ("TeV", "GeV", 1e3),
        ("eV", "J", 1.602176634e-19),  # exact since 2019
        ("km", "m", 1e3),
        ("hour", "s", 3600.0),
        ("1/ms", "Hz", 1e3),
        ("strain**2/Hz", "s", 1.0),
        ("strain", "1", 1.0),
        ("percent", "1", 0.01),
        ("GeV/c**2", "kg", 1.78266192e-27),  # CODATA 2018
        ("m/s", "km/hour", 3.6),
    ],
)
def test_factor_matches_hand_values(given: str, wanted: str, expected: float) -> None:
    assert factor(given, wanted) == pytest.approx(expected, rel=1e-8)


def test_factor_of_a_unit_with_itself_is_exactly_one() -> None:
    assert all(factor(unit, unit) == 1.0 for unit in ("GeV", "1", "strain", "m/s**2"))


@pytest.mark.parametrize(("given", "wanted"), [("GeV", "s"), ("1", "m"), ("rad/s", "m"), ("GeV", "GeV/c")])
def test_another_dimension_is_refused_in_one_line(given: str, wanted: str) -> None:
    with pytest.raises(UnitError, match="Expected a quantity convertible") as caught:
        factor(given, wanted)
    assert given in str(caught.value)
    assert wanted in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_offset_scale_is_refused() -> None:
    with pytest.raises(UnitError, match="kelvin, not celsius"):
        factor("degC", "kelvin")


@pytest.mark.parametrize(
    "unit",
    ["Gev2x", "kg kg/", "___", "__import__('os')", "m**", "1 +", "lambda: 0", "3 m", "m**9**9**9", "m^999", "m*" * 99],
)
def test_nonsense_and_hostile_units_are_refused_in_one_line(unit: str) -> None:
    with pytest.raises(UnitError, match="Expected a unit that pint can read") as caught:
        parse(unit)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("unit", ["", "1", "strain", "rad"])
def test_dimensionless_units_are_dimensionless(unit: str) -> None:
    assert parse(unit).dimensionless


def test_a_unit_error_is_an_input_error_and_a_value_error() -> None:
    assert issubclass(UnitError, InputError)
    assert issubclass(UnitError, ValueError)
