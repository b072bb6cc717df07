"""Units, ranges, constants and equations in prose."""

from __future__ import annotations

import math

import pytest

from physfm.guard import check
from physfm.guard.check import MAX_LENGTH
from physfm.guard.quantities import quantities
from physfm.guard.ranges import KINDS, NAMED
from physfm.guard.script import prose, symbols
from physfm.symbolic.dimensions import of_unit

pytest.importorskip("pdg")
pytest.importorskip("particle")
pytest.importorskip("scipy")


def failed(text: str) -> set[str]:
    return {c.law for c in check(text) if c.passed is False}


def held(text: str) -> set[str]:
    return {c.law for c in check(text) if c.passed is True}


@pytest.mark.parametrize(
    ("text", "value", "error", "unit"),
    [
        ("9.81 m/s^2", 9.81, None, "m/s^2"),
        (r"$1.60(2)\times10^{-19}$ C", 1.60e-19, 0.02e-19, "C"),
        ("(5.0 ± 0.1) kg", 5.0, 0.1, "kg"),
        ("3 metres per second", 3.0, None, "m/s"),
        ("1.6 × 10⁻¹⁹ C", 1.6e-19, None, "C"),
        (r"$6.67 \times 10^{-11}\ \mathrm{N\,m^2/kg^2}$", 6.67e-11, None, "N*m^2/kg^2"),
        (r"$3.0 {\text{m/s}}^{2}$", 3.0, None, "m/s^2"),
        ("8.314 J mol^-1 K^-1", 8.314, None, "J/mol/K"),
        ("10^-3 s", 1e-3, None, "s"),
        ("1,000 kg", 1000.0, None, "kg"),
        ("36 solar masses", 36.0, None, "solar_mass"),
        ("70 km/s/Mpc", 70.0, None, "km/s/Mpc"),
        (r"$5.0\,\mathrm{GeV}/c^2$", 5.0, None, "GeV/c^2"),
        ("2.0 cubic meters", 2.0, None, "m^3"),
    ],
)
def test_quantities_are_read_as_people_write_them(text: str, value: float, error: float | None, unit: str) -> None:
    (found,) = quantities(prose(text), text)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert (found.error is None) == (error is None)
    assert error is None or found.error == pytest.approx(error)
    assert found.within(unit)[0] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("text", ["5 in the", "10 a day", "in 1998 A new", "the 1990s", "a distance of 4A", "$4 T$"])
def test_words_and_symbols_are_no_units(text: str) -> None:
    assert all(not q.written for q in quantities(prose(text), text))


def test_the_two_views_keep_every_place() -> None:
    text = r"A \text{kg} $10^{-19}\,\mathrm{GeV}$ − ± {}^{14}C \hbar\times ∗"
    assert len(prose(text)) == len(symbols(text)) == len(text)


def test_every_kind_has_units_that_pint_knows_and_a_name_that_is_found() -> None:
    for kind in KINDS:
        assert all(of_unit(unit) is not None for unit in kind.units)
        assert kind.low is None or kind.high is None or kind.low < kind.high
        assert (kind.low is None and kind.high is None) or kind.reason
    assert NAMED.fullmatch("kinetic energy")


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("The lifetime of the muon is 2.2 GeV.", "units"),
        ("A force of 5 kg acts.", "units"),
        ("The electric current is $3\\,\\mathrm{V}$.", "units"),
        ("The energy of the photon is 5 m/s.", "units"),
        ("An efficiency of 120 % was reached.", "range"),
        ("The probability of this is 1.3.", "range"),
        ("The speed of the electron is 3.5e8 m/s.", "range"),
        ("The temperature of the gas is -300 °C.", "range"),
        ("The eccentricity of the orbit is −0.1.", "range"),
        ("a redshift of -1.5", "range"),
        (r"$\cos\theta = 1.2$", "range"),
        ("The black hole has a dimensionless spin of 1.3.", "range"),
        ("The chirp mass is 28 solar masses and the total mass is 60 solar masses.", "range"),
        ("The mass of the particle is -3 GeV.", "range"),
    ],
)
def test_wrong_units_and_values_out_of_range_fail(text: str, law: str) -> None:
    assert law in failed(text)


@pytest.mark.parametrize(
    "text",
    [
        "The temperature difference is -5 K, and the change in temperature of -30 K is large.",
        "The mass and speed of the car are 5 kg and 3 m/s, respectively.",
        "The ratio of the masses is -2.",
        "The velocity of the particle at t = 2.0 s is unknown.",
        "the temperature of 1.00 g of water",
        "What is the momentum of a 70-kg sprinter?",
        "The resistance per unit length of the line is 2.0 Ω/cm.",
        "The phase velocity is 4e8 m/s.",
        "The energy stored in its magnetic field is 6.0 J.",
        "The chirp mass is 28 solar masses and the total mass is 65 solar masses.",
        "The probability is 3/4.",
        "the probability of {{formula:9189c6b9-04aa}}",
        "The kinetic energy of the ion was 1 K.",
    ],
)
def test_what_only_looks_wrong_does_not_fail(text: str) -> None:
    assert not failed(text)


def test_a_value_outside_by_less_than_its_error_is_undecided() -> None:
    assert [c.passed for c in check("The efficiency is 1.02 ± 0.03.") if c.law == "range"] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "The speed of light is 3.00e8 m/s.",
        "Planck's constant h = 6.626e-34 J s",
        "$k_B = 1.38\\times10^{-23}$ J/K",
        "k_B = 8.617e-5 eV/K",
        "The fine-structure constant is 1/137.",
        "The mass of the Z boson is 91.19 GeV.",
        "The electron mass is 0.511 MeV.",
        "The mass of the proton is 1.67e-27 kg.",
        "The Higgs boson has a mass of about 125 GeV.",
        "The lifetime of the muon is 2.197 μs.",
        "The half-life of the neutron is about 10 min.",
        "The branching fraction of K+ -> mu+ nu_mu is 63.56 %.",
        "R = 8.314 J/(mol K)",
    ],
)
def test_quoted_constants_agree_to_their_rounding(text: str) -> None:
    assert "constant" in held(text)
    assert not failed(text)


@pytest.mark.parametrize(
    "text",
    [
        "The speed of light in vacuum, c, is 2.8e8 m/s.",
        "$\\hbar = 1.06\\times10^{-33}$ J s",
        "G = 6.57e-11 N m^2/kg^2",
        "The fine-structure constant is 1/136.",
        "The mass of the Z boson is 91.29 GeV.",
        r"$m_{\pi^+} = 149.57$ MeV",
        "The lifetime of the muon is 2.3 microseconds.",
        "The decay width of the Z boson is 2.6 GeV.",
        r"$\mathcal{B}(B_s^0\to\mu^+\mu^-) = 5.3\times 10^{-9}$",
    ],
)
def test_constants_off_by_sigmas_fail(text: str) -> None:
    assert "constant" in failed(text)


@pytest.mark.parametrize(
    "text",
    [
        "c = 343 m/s, h = 5 m, R = 100 ohm, k = 100 N/m, m_p = 80 kg",
        "in glass, the speed of light in glass is 2.0e8 m/s",
    ],
)
def test_a_symbol_of_another_meaning_is_no_constant(text: str) -> None:
    assert not {c.law for c in check(text)} & {"constant"}


def test_a_constant_is_compared_with_scipy() -> None:
    from scipy import constants

    for name, words in (("Planck constant", "Planck constant"), ("Bohr radius", "Bohr radius")):
        value, unit, _ = constants.physical_constants[name]
        unit = unit.replace("J Hz^-1", "J s")
        exponent = math.floor(math.log10(value))
        right, wrong = (f"The {words} is {value * f / 10.0**exponent:.5f}e{exponent} {unit}." for f in (1, 1.001))
        assert "constant" in held(right)
        assert "constant" in failed(wrong)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The force is F = 2 kg * 3 m/s^2 = 6 N.", True),
        ("The force is F = 2 kg * 3 m/s^2 = 6 J.", False),
        (r"$v = \frac{5.0\,\text{m}}{2.0\,\text{s}} = 2.5\,\text{m/s}$", True),
        (r"$v = \frac{5.0\,\text{m}}{2.0\,\text{s}} = 2.5\,\text{m}$", False),
        ("1 eV = 1.602e-19 J", True),
        ("1 eV = 1.602e-18 J", False),
        ("We have 3 kg + 2 m = 5 kg.", False),
        (r"E is the energy, m is the mass and v is the speed: $E = m v$", False),
        (r"E is the energy, m is the mass and v is the speed: $E = \frac{1}{2} m v^2$", True),
        (r"E is the energy, m is the mass and p is the momentum: $E^2 = p^2 + m^2$", None),
    ],
)
def test_equations_balance(text: str, verdict: bool | None) -> None:
    found = [c.passed for c in check(text) if c.law == "units"]
    assert found
    assert (False in found) == (verdict is False)
    assert verdict is not None or set(found) == {None}


def test_a_long_text_is_checked_in_part_and_says_so() -> None:
    found = check("x " * MAX_LENGTH)
    assert [c.law for c in found] == ["extent"]
    assert found[0].passed is None


def test_a_text_without_claims_gives_no_checks() -> None:
    assert check("") == ()
    assert check("Physics is beautiful.") == ()
