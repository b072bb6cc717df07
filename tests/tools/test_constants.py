"""Constants against SciPy's table, against the definitions of the SI, and against LAL and pint."""

from __future__ import annotations

import math

import pytest
from scipy import constants as scipy_constants

from physfm.errors import InputError
from physfm.tools import constants, quantity
from physfm.tools.constants import SYMBOLS, constant
from physfm.units import registry


def test_the_edition_is_the_newest_of_the_installed_scipy() -> None:
    result = constant("hbar")
    assert result.details["edition"] == "2022"
    assert "CODATA 2022" in result.source
    # The value of the edition that is named: it changed from 2018 (7.2973525693e-3) to 2022.
    assert constant("alpha").value == 7.2973525643e-3


def test_every_constant_of_the_edition_by_its_name() -> None:
    names = scipy_constants.find(None, disp=False)
    assert len(names) > 300
    for name in names:
        value, unit, uncertainty = scipy_constants.physical_constants[name]
        result = constant(name)
        assert (result.value, result.uncertainty) == (value, (uncertainty, uncertainty)), name
        assert result.details["exact"] == (uncertainty == 0)
        assert ("(exact)" in result.text) == (uncertainty == 0)
        quantity.unit(result.unit)
        assert unit in result.text
        assert name in result.text


def test_every_symbol_means_a_constant_of_the_table() -> None:
    table = constants._table()[1]
    for symbol, name in SYMBOLS.items():
        assert name in table, symbol
        assert constant(symbol).details["name"] == name


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("speed of light", "speed of light in vacuum"), ("Planck's constant", "Planck constant"),
        (r"\hbar", "reduced Planck constant"), ("ħ", "reduced Planck constant"), (r"k_{\rm B}", "Boltzmann constant"),
        ("Boltzmann's constant", "Boltzmann constant"), ("fine structure constant", "fine-structure constant"),
        ("Avogadro's number", "Avogadro constant"), ("gravitational constant", "Newtonian constant of gravitation"),
        ("vacuum permittivity", "vacuum electric permittivity"), (r"\epsilon_0", "vacuum electric permittivity"),
        ("muon magnetic moment", "muon mag. mom."), ("stefan-boltzmann", "Stefan-Boltzmann constant"),
        ("proton radius", "proton rms charge radius"), ("electron g-factor", "electron g factor"),
    ],
)  # fmt: skip
def test_names_as_people_say_them(name: str, meant: str) -> None:
    assert constant(name).details["name"] == meant


def test_upper_and_lower_case_are_different_symbols() -> None:
    assert constant("G").details["name"] == "Newtonian constant of gravitation"
    assert constant("g").details["name"] == "standard acceleration of gravity"
    assert constant("k").value != constant("K_J").value
    assert constant("a_mu").details["name"] == "muon mag. mom. anomaly"
    assert constant(r"a_{\mu}").details["name"] == "muon mag. mom. anomaly"
    assert constant("amu").details["name"] == "atomic mass constant"
    assert constant("mu0").details["name"] == constant(r"\mu_0").details["name"] == "vacuum mag. permeability"


def test_the_definitions_of_the_si_are_exact() -> None:
    expected = {"c": 299792458.0, "h": 6.62607015e-34, "e": 1.602176634e-19, "k_B": 1.380649e-23, "N_A": 6.02214076e23}
    for symbol, value in expected.items():
        result = constant(symbol)
        assert (result.value, result.uncertainty, result.details["exact"]) == (value, (0.0, 0.0), True)
    assert constant("hbar").value == pytest.approx(6.62607015e-34 / (2 * math.pi), rel=1e-15)


def test_value_and_uncertainty_are_written_to_two_digits() -> None:
    assert constant("G").text == (
        "The Newtonian constant of gravitation is (6.67430 ± 0.00015)e-11 m^3 kg^-1 s^-2 (CODATA 2022)."
    )
    assert constant("weak mixing angle").text.startswith("The weak mixing angle is 0.22305 ± 0.00023 (CODATA 2022).")


def test_the_fermi_constant_is_codatas_own_row_and_names_its_origin() -> None:
    result = constant("G_F")
    assert result.value == 1.1663787e-5
    assert result.unit == "GeV^-2"
    assert result.text.endswith("CODATA takes it from the Review of Particle Physics.")
    # From the muon's life, G_F^2 m^5 / 192 pi^3, to the half per cent of its corrections.
    width = result.value**2 * 0.1056583755**5 / (192 * math.pi**3)
    assert 6.582119569e-25 / width == pytest.approx(2.1969811e-6, rel=0.005)


def test_constants_agree_with_lal_and_pint() -> None:
    lal = pytest.importorskip("lal")
    for symbol, other in (("c", lal.C_SI), ("hbar", lal.HBAR_SI), ("k_B", lal.K_SI), ("e", lal.QE_SI), ("G", lal.G_SI)):
        assert constant(symbol).value == pytest.approx(other, rel=1e-9)
    for symbol, name in (("m_e", "electron_mass"), ("R_inf", "R_inf"), ("sigma_SB", "stefan_boltzmann_constant")):
        result = constant(symbol)
        magnitude = registry().Quantity(1.0, name).to(quantity.unit(result.unit)).magnitude
        assert result.value == pytest.approx(magnitude, rel=1e-9)


def test_a_name_of_several_gives_the_choice() -> None:
    result = constant("Planck")
    assert result.value is None
    assert "say which" in result.text
    assert {"Planck mass", "Planck constant"} <= {row["name"] for row in result.details["candidates"]}


def test_what_codata_does_not_have_is_not_found_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no constant 'Boltzman constnt'. Did you mean 'Boltzmann constant'\?"):
        constant("Boltzman constnt")
    for name in ("alpha_s", "cosmological constant", "Hubble constant", "higgs mass", "", "42"):
        with pytest.raises(InputError, match="CODATA 2022 has no constant"):
            constant(name)


def test_old_values_are_never_given() -> None:
    former = set(scipy_constants.physical_constants) - set(scipy_constants.find(None, disp=False))
    assert former
    table = constants._table()[1]
    assert not former & set(table)
