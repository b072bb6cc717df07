"""Distances against astropy and a direct integral of the Friedmann equation."""

from __future__ import annotations

import pytest
from astropy.cosmology import Planck18
from scipy.integrate import quad

from physfm.errors import InputError, UnitError
from physfm.tools.cosmology import luminosity_distance, redshift


@pytest.mark.parametrize("z", [0.001, 0.09, 1.0, 8.0, 1000.0])
def test_distances_agree_with_astropy_and_name_the_cosmology(z: float) -> None:
    result = luminosity_distance(z)
    assert result.value == pytest.approx(Planck18.luminosity_distance(z).to_value("Mpc"), rel=1e-12)
    assert result.details["lookback_time_gyr"] == pytest.approx(Planck18.lookback_time(z).to_value("Gyr"), rel=1e-12)
    assert result.unit == "Mpc"
    assert "Planck 2018" in result.text
    assert "Planck18" in result.source


def test_the_distance_is_the_friedmann_integral() -> None:
    # Flat, matter and Lambda: radiation and neutrino masses change this by less than 1e-3 at z = 1.
    h0, matter = 67.66, 0.30966
    comoving = quad(lambda z: 299792.458 / h0 / (matter * (1 + z) ** 3 + 1 - matter) ** 0.5, 0, 1)[0]
    assert luminosity_distance(1.0).value == pytest.approx(2 * comoving, rel=1e-3)


@pytest.mark.parametrize("z", [0.0, 1e-6, 0.0099, 0.5, 10.0, 999.0])
def test_redshift_inverts_the_distance(z: float) -> None:
    distance = luminosity_distance(z)
    assert redshift(f"{distance.value!r} Mpc").value == pytest.approx(z, rel=1e-9, abs=1e-14)


def test_redshift_takes_any_unit_of_length() -> None:
    assert redshift("410 Mpc").value == pytest.approx(0.0869, abs=1e-4)  # GW150914
    assert redshift("1.3372e9 light_years").value == pytest.approx(redshift("410 Mpc").value, rel=1e-3)


def test_distances_out_of_range_and_without_unit_are_refused() -> None:
    with pytest.raises(InputError, match="Expected a luminosity distance from 0 to"):
        redshift("-1 Mpc")
    with pytest.raises(InputError, match="Expected a luminosity distance from 0 to"):
        redshift("1e9 Mpc")
    with pytest.raises(UnitError, match="with a unit, such as '410 Mpc'"):
        redshift("410")
    with pytest.raises(UnitError, match="convertible"):
        redshift("410 GeV")
