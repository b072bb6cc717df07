"""Kinematics against vector, and by what defines each quantity: conservation, invariance, known thresholds."""

from __future__ import annotations

import math
from typing import Any

import pytest
import vector
from hypothesis import given, settings
from hypothesis import strategies as st

from physfm.errors import InputError, UnitError
from physfm.tools import find
from physfm.tools.kinematics import (
    breakup_momentum,
    center_of_mass_energy,
    decay_length,
    invariant_mass,
    lorentz_gamma,
    rapidity,
    threshold,
    two_body_decay,
)
from physfm.tools.particles import mass, pdg


@settings(max_examples=50, deadline=None, derandomize=True)
@given(first=st.floats(0.0, 10.0), second=st.floats(0.0, 10.0), free=st.floats(1e-3, 10.0))
def test_the_products_of_a_decay_make_the_parent(first: float, second: float, free: float) -> None:
    parent = first + second + free
    result = two_body_decay(f"{parent!r} GeV", f"{first!r} GeV", f"{second!r} GeV")
    p, energies = result.value, result.details["energies_gev"]
    a = vector.obj(px=p, py=0.0, pz=0.0, mass=first)
    b = vector.obj(px=-p, py=0.0, pz=0.0, mass=second)
    assert (a + b).mass == pytest.approx(parent, rel=1e-9)
    assert sum(energies) == pytest.approx(parent, rel=1e-12)
    assert energies[0] == pytest.approx(a.E, rel=1e-9)


def test_momenta_of_the_pdgs_tables() -> None:
    """The Review prints p for every mode: pi+ -> mu+ nu 30 MeV/c, K(S)0 -> pi+ pi- 206, Lambda -> p pi- 101."""
    for parent, first, second, mev in (
        ("pi+", "mu+", "nu_mu", 30),
        ("K_S0", "pi+", "pi-", 206),
        ("Lambda", "p", "pi-", 101),
        ("B0", "K+", "pi-", 2615),
        ("B0", "J/psi", "K0", 1683),
        ("D0", "K-", "pi+", 861),
        ("J/psi", "e+", "e-", 1548),
        ("H", "gamma", "gamma", 62565),
    ):
        assert two_body_decay(parent, first, second).value * 1000 == pytest.approx(mev, abs=0.6), parent


def test_the_error_of_a_momentum_is_that_of_the_masses() -> None:
    result = two_body_decay("pi+", "mu+", "nu_mu")
    # p = (M^2 - m^2) / 2M: dp = (1 + m^2 / M^2) / 2 dM, and the muon's mass is far better known.
    m, error, _ = mass("pi+")
    muon = mass("mu+")[0]
    assert result.uncertainty[0] == pytest.approx(0.5 * (1 + (muon / m) ** 2) * error, rel=1e-3)
    assert two_body_decay("2 GeV", "0.5 GeV", "0.5 GeV").uncertainty is None


def test_a_forbidden_decay_has_no_momentum() -> None:
    result = two_body_decay("pi+", "K+", "pi0")
    assert not result.found
    assert "forbidden on shell" in result.text
    assert two_body_decay("1 GeV", "0.5 GeV", "0.5 GeV").value == 0.0
    with pytest.raises(InputError, match="massive parent"):
        two_body_decay("gamma", "e+", "e-")


def test_the_momentum_keeps_its_digits_at_threshold() -> None:
    # Non-relativistic: p = sqrt(2 mu Q) with the reduced mass; the naive formula loses all digits here.
    q, m = 1e-13, 1.0
    assert breakup_momentum(2 * m + q, m, m) == pytest.approx(math.sqrt(m * ((2 * m + q) - 2 * m)), rel=1e-6)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    particles=st.lists(
        st.tuples(st.floats(0.1, 500), st.floats(-4, 4), st.floats(-3.2, 3.2), st.floats(0.1, 100)),
        min_size=2,
        max_size=6,
    )
)
def test_invariant_mass_agrees_with_vector_in_both_coordinates(particles: list[tuple[float, ...]]) -> None:
    objects = [vector.obj(pt=pt, eta=eta, phi=phi, mass=m) for pt, eta, phi, m in particles]
    total = objects[0]
    for each in objects[1:]:
        total = total + each
    cylindrical = invariant_mass([list(p) for p in particles], coordinates="pt eta phi mass")
    cartesian = invariant_mass([[o.E, o.px, o.py, o.pz] for o in objects])
    assert cylindrical.value == pytest.approx(total.mass, rel=1e-7)
    assert cartesian.value == pytest.approx(total.mass, rel=1e-7)
    boosted = [o.boostX(0.6) for o in objects]
    assert invariant_mass([[o.E, o.px, o.py, o.pz] for o in boosted]).value == pytest.approx(total.mass, rel=1e-6)


def test_invariant_mass_carries_its_unit() -> None:
    result = invariant_mass([[45.6, 0, 0, 45.6], [45.6, 0, 0, -45.6]], unit="MeV")
    assert (result.value, result.unit) == (91.2, "MeV")
    assert result.details["value_gev"] == pytest.approx(0.0912)
    with pytest.raises(UnitError, match="energy, momentum or mass"):
        invariant_mass([[1, 0, 0, 0]], unit="m")
    with pytest.raises(InputError, match="time-like"):
        invariant_mass([[1, 2, 0, 0]])
    with pytest.raises(InputError, match="at least zero"):
        invariant_mass([[-1, 0, 0, 0]])
    with pytest.raises(InputError, match="between -100 and 100"):
        invariant_mass([[1, 200, 0, 0]], coordinates="pt eta phi mass")


KNOWN_THRESHOLDS = [  # kinetic energies in MeV, from textbooks and the first experiments
    ("p p -> p p p pbar", 5629.6, 0.1),
    ("p p -> p p pi0", 279.7, 0.1),
    ("gamma p -> p pi0", 144.7, 0.1),
    ("pi- p -> K0 Lambda", 767.9, 0.2),
    ("nubar_e p -> e+ n", 1.806, 0.001),
    ("K- p -> Omega- K+ K0", 2687, 3),
    ("nu_mu n -> mu- p", 110.2, 0.1),
    (r"\pi^- p \to K^0 \Lambda", 767.9, 0.2),
    ("p + p -> p + n + pi+", 292.3, 0.1),
]


@pytest.mark.parametrize(("reaction", "kinetic", "tolerance"), KNOWN_THRESHOLDS)
def test_thresholds_are_the_known_ones(reaction: str, kinetic: float, tolerance: float) -> None:
    result = threshold(reaction)
    assert result.details["kinetic_gev"] * 1000 == pytest.approx(kinetic, abs=tolerance)
    # At threshold the products rest in the centre of mass.
    beam, target = result.details["beam"], result.details["target"]
    sqrt_s = center_of_mass_energy(beam, f"{result.value!r} GeV", target).value
    assert sqrt_s == pytest.approx(result.details["center_of_mass_gev"], rel=1e-9)


def test_antiproton_production_needs_six_proton_masses() -> None:
    result = threshold("p p -> p p p pbar")
    m, error, _ = mass("p")
    assert result.details["kinetic_gev"] == pytest.approx(6 * m, rel=1e-12)
    # E = 7 m with one mass, hence one error, for all four (the antiproton's is the same entry of the PDG).
    assert result.value == pytest.approx(7 * m, rel=1e-12)
    assert result.uncertainty[0] == pytest.approx(7 * error, rel=0.5)


def test_an_exothermic_reaction_has_no_threshold() -> None:
    assert "no threshold" in threshold("n p -> deuteron gamma").text
    assert threshold("n p -> deuteron gamma").details["kinetic_gev"] == 0.0


@pytest.mark.parametrize(
    "reaction", ["p p", "p -> e+ pi0", "p p p -> p p p", "-> p", "p gamma -> p pi0", "p foo -> p p", ""]
)
def test_what_is_no_reaction_on_a_target_is_refused(reaction: str) -> None:
    with pytest.raises(InputError):
        threshold(reaction)


def test_lorentz_factor_by_energy_momentum_and_kinetic_energy() -> None:
    m = mass("p")[0]
    assert lorentz_gamma("p", energy="6.5 TeV").value == pytest.approx(6500 / m)
    assert lorentz_gamma("p", momentum="3 GeV/c").value == pytest.approx(math.hypot(3, m) / m)
    assert lorentz_gamma("p", kinetic="200 MeV").value == pytest.approx(1 + 0.2 / m)
    four = vector.obj(px=0.0, py=0.0, pz=3.0, mass=m)
    details = lorentz_gamma("p", momentum="3 GeV").details
    assert details["beta"] == pytest.approx(four.beta)
    assert details["rapidity"] == pytest.approx(four.rapidity)
    # A slow kilogram: v = sqrt(2 T / m), although E - m is lost in the rounding of E.
    assert lorentz_gamma("1 kg", kinetic="1 J").details["beta"] * 299792458 == pytest.approx(math.sqrt(2.0), rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mass": "p"}, "exactly one of energy, momentum and kinetic, got 0"),
        ({"mass": "p", "energy": "5 GeV", "momentum": "5 GeV"}, "exactly one"),
        ({"mass": "p", "energy": "1 MeV"}, "at least the mass"),
        ({"mass": "gamma", "energy": "1 GeV"}, "massless"),
        ({"mass": "p", "energy": "5"}, "without a unit"),
        ({"mass": "-1 GeV", "energy": "5 GeV"}, "at least zero"),
        ({"mass": "pi", "energy": "5 GeV"}, "say which"),
        ({"mass": "protn", "energy": "5 GeV"}, "Did you mean 'proton'"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        find("lorentz_gamma")(arguments)


def test_energies_of_colliders() -> None:
    assert center_of_mass_energy("p", "6.8 TeV", "p", "6.8 TeV").value == pytest.approx(13600, rel=1e-6)
    assert center_of_mass_energy("e-", "27.5 GeV", "p", "920 GeV").value == pytest.approx(318.1, abs=0.1)  # HERA
    assert center_of_mass_energy("p", "400 GeV").value == pytest.approx(27.43, abs=0.01)  # SPS, fixed target
    m = mass("p")[0]
    a, b = vector.obj(px=0, py=0, pz=math.sqrt(400**2 - m**2), mass=m), vector.obj(px=0, py=0, pz=0, mass=m)
    assert center_of_mass_energy("p", "400 GeV").value == pytest.approx((a + b).mass, rel=1e-9)
    with pytest.raises(InputError, match="total energy of at least"):
        center_of_mass_energy("p", "0.5 GeV")


def test_decay_length_is_gamma_beta_c_tau() -> None:
    result = decay_length("B0", "50 GeV")
    life = pdg("B0", "lifetime")
    expected = 50 / mass("B0")[0] * 299792458 * life.value
    assert result.value == pytest.approx(expected, rel=1e-12)
    assert result.uncertainty[0] / result.value == pytest.approx(life.uncertainty[0] / life.value, rel=1e-2)
    assert decay_length("mu", "2 GeV").found  # the same for both charges
    stable = decay_length("p", "2 GeV")
    assert stable.limit == "lower"
    assert "more than" in stable.text
    assert not decay_length("J/psi", "2 GeV").found


@settings(max_examples=30, deadline=None, derandomize=True)
@given(pt=st.floats(0.1, 1000), eta=st.floats(-5, 5))
def test_rapidity_agrees_with_vector(pt: float, eta: float) -> None:
    result = rapidity("pi+", f"{pt!r} GeV", eta)
    four = vector.obj(pt=pt, eta=eta, phi=0.0, mass=mass("pi+")[0])
    assert result.value == pytest.approx(four.rapidity, rel=1e-6, abs=1e-9)
    assert result.details["theta_rad"] == pytest.approx(four.theta, rel=1e-9)
    assert result.details["energy_gev"] == pytest.approx(four.E, rel=1e-9)
    massless = rapidity("gamma", f"{pt!r} GeV", eta)
    assert massless.value == pytest.approx(eta, rel=1e-9, abs=1e-12)
