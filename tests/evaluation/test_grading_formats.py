"""Odd formats, one rule each: what it accepts, and the near misses beside it."""

from __future__ import annotations

import time

import pytest

from physfm.evaluation.grading import constants, definitions, enumerations, formulas, grade
from physfm.evaluation.grading.components import directed, resolved
from physfm.evaluation.grading.numerals import figures
from physfm.evaluation.grading.particles import particles
from physfm.evaluation.grading.reactions import read
from physfm.evaluation.grading.terms import same
from physfm.evaluation.grading.values import Measured


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("five thousand seven hundred and thirty years", "5730 years"),
        ("one point six", "1.6"),
        ("two and a quarter hours", "2.25 hours"),
        ("three quarters of a metre", "3/4 metre"),
        ("a million volts", "1000000 volts"),
        ("the second one", "the second one"),
        ("two three", "two three"),  # no number
        ("the two forces of 5 N", "the two forces of 5 N"),  # they are counted, the figure is the number
    ],
)
def test_numbers_in_words_become_figures(text: str, written: str) -> None:
    assert figures(text) == written


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (r"\bar\nu_e", ("anti-nu_e",)),
        ("ν̄ₑ", ("anti-nu_e",)),
        ("an electron antineutrino", ("anti-nu_e",)),
        ("anti-electron-neutrino", ("anti-nu_e",)),
        ("e+e-", ("e+", "e-")),
        ("two photons", ("gamma", "gamma")),
        ("He-4 nucleus", ("4He",)),
        ("α", ("4He",)),
        ("uud", ("quark d", "quark u", "quark u")),
        ("D + T", ("2H", "3H")),
    ],
)
def test_particles_have_one_name(text: str, names: tuple[str, ...]) -> None:
    found = particles(text)
    assert found is not None
    assert found.names == names


@pytest.mark.parametrize("text", ["5 m", "mc^2", "W+ or W-", "electron in a shell", "7Al", "A", "an electron of 5 eV"])
def test_what_holds_more_than_particles_is_not_read(text: str) -> None:
    assert particles(text) is None


def test_letters_alone_are_no_evidence_of_particles() -> None:
    for text in ("c + d", "p n", "25N"):
        found = particles(text)
        assert found is None or not found.evident
    assert not grade("c d", "c + d")


def test_a_reaction_is_two_bags_of_particles() -> None:
    wanted = read(r"n \to p + e^- + \bar\nu_e")
    assert wanted == read("A neutron decays into an electron, a proton and an electron antineutrino")
    assert wanted != read("p + e- + anti-nu_e -> n")
    assert read("27Al(α,n)30P") == read("α + ²⁷Al → n + ³⁰P")
    assert read("6 s to 8 s") is None


@pytest.mark.parametrize(
    ("formula", "value", "unit"),
    [("h/e^2", 25812.807, "kilogram*meter^2/ampere^2/second^3"), ("mu_0*epsilon_0*c^2", 1.0, "1")],
)
def test_a_formula_of_constants_has_a_value(formula: str, value: float, unit: str) -> None:
    read_ = formulas.read(formula)
    assert read_ is not None
    found = constants.value(read_)
    assert found is not None
    assert found.value == pytest.approx(value, rel=1e-6)  # CODATA
    assert found.unit == unit


@pytest.mark.parametrize("formula", ["m c^2", "h + e", "\\hbar \\ge e", "2"])
def test_what_holds_other_symbols_or_no_one_dimension_has_none(formula: str) -> None:
    read_ = formulas.read(formula)
    assert read_ is not None
    assert constants.value(read_) is None


def test_a_power_belongs_to_the_last_letter_of_a_definition() -> None:
    found = [str(formula) for formula in definitions.inserted("τ = Iα; I = ½MR²")]
    assert found == ["(1/2*(M*R^2))*alpha", "tau = (1/2*(M*R^2))*alpha"]
    assert not list(definitions.inserted("v = sqrt(2 g h), where h is the height"))


def test_bullets_are_no_minus_signs() -> None:
    assert enumerations.bulleted("- 5.0 cm\n- 20 cm") == "5.0 cm, 20 cm"
    assert enumerations.bulleted("We add 3 to 4.\n- 5.0 cm") is None
    assert enumerations.signs(["0", "±1", "3.0 ± 0.2 m"]) == ["0", "1", "-1", "3.0 ± 0.2 m"]


def test_an_angle_is_taken_from_the_axis_that_is_named() -> None:
    found = resolved("5.0 m/s at 53.13° above the x axis")
    assert found is not None
    values = [item.value for item in found.items if isinstance(item, Measured)]
    assert values == pytest.approx([3.0, 4.0], abs=1e-4)
    assert resolved("5 m/s at 30° from the vertical") is None
    assert [str(vector) for vector in directed("7 N due west")] == ["(-7 N, 0 N)", "(-7 N, 0 N, 0 N)"]
    assert not list(directed("7 N"))


def test_terms_may_change_sides_and_the_whole_its_sign() -> None:
    tensor = r"F_{\mu\nu}=\partial_\mu A_\nu-\partial_\nu A_\mu"
    assert same("F_{μν} = −(∂_ν A_μ − ∂_μ A_ν)", tensor)
    assert same(r"-F_{\mu\nu} + \partial_\mu A_\nu = \partial_\nu A_\mu", tensor)
    assert not same(r"F_{\mu\nu}=\partial_\mu A_\nu+\partial_\nu A_\mu", tensor)
    assert not same(r"F_{\mu\nu}=\partial_\nu A_\mu-\partial_\mu A_\nu", tensor)


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("(iii)", "iii"),
        ("the second one", "B"),
        ("I was torn between A and C, but C is right.", "C"),
        ("1'200 Pa", "1200 Pa"),
        ("1.234,5 J", "1234.5 J"),
        ("5 ‰", "0.005"),
        ("70 km s-1 Mpc-1", "70 km/s/Mpc"),
        ("β = 0.6", "v = 0.6c"),
        ("The temperature rises by 25 °C", "25 K"),
        ("T = 300 K", "27 °C"),
        ("5.0 ± 0.5 cm", "from 4.5 cm to 5.5 cm"),
        ("tan θ = μ", "θ = arctan μ"),
        (r"\frac{n!}{k!(n-k)!}", r"\binom{n}{k}"),
        ("E equals m c squared", "E = mc^2"),
        ("[Ne] 3s1", "1s² 2s² 2p⁶ 3s¹"),
        ("virtual, upright, magnified", "upright, enlarged and virtual"),
        ("Towards the centre of the circle", "radially inward"),
        ("No. The process violates baryon number.", "not allowed"),
    ],
)
def test_what_the_new_rules_accept(answer: str, gold: str) -> None:
    assert grade(answer, gold)


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("(iv)", "iii"),
        ("the third one", "B"),
        ("A and B are both wrong, hence C", "A"),
        ("12'500 m", "125 km"),
        ("1.234,5 m", "1.2345 m"),
        ("5 ‰", "5 %"),
        ("5 m-3 m", "5 m^-3"),
        ("β = 0.9", "v = 0.6c"),
        ("The temperature rises to 25 °C", "25 K"),
        ("a temperature change of 298 K", "change of 25 °C"),
        ("5.0 ± 0.4 cm", "from 4.5 cm to 5.5 cm"),
        ("tan θ = 1/μ", "θ = arctan μ"),
        ("±3", "3"),
        ("an electron (or perhaps a positron)", "electron"),
        ("electron neutrino", "electron"),
        ("north-west", "north"),
        ("semi-conductor", "conductor"),
        ("6 400 km in diameter", "radius 6400 km"),
        (r"\oint E\cdot dl = \mu_0 I", r"\oint B\cdot dl = \mu_0 I"),
        ("Certainly not", "yes"),
        ("proton, then electron, in this order", "electron, then proton"),
    ],
)
def test_what_the_new_rules_refuse(answer: str, gold: str) -> None:
    assert not grade(answer, gold)


@pytest.mark.parametrize(
    "unit", ["and ", "one ", "two hundred ", "where x = ", "; x = y", "not B, ", "anti-", "±1 ", "(1, 2)", "north "]
)
def test_grading_ends_in_time_whatever_is_repeated(unit: str) -> None:
    started = time.process_time()
    for gold in ("5 m", r"\frac{a}{b}", "A", "{1, 2}", "n -> p + e-", "up"):
        grade((unit * 600)[:600], gold)
    assert time.process_time() - started < 6.0  # the contract is two seconds a pair


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("It is not upwards.", "upwards"),
        ("north or elliptical", "north"),
        ("It is upwards. Wait, no. It is adiabatic.", "upwards"),
        ("either left or right", "left"),
    ],
)
def test_a_direction_in_words_is_no_vector_that_hides_a_denial_or_a_doubt(answer: str, gold: str) -> None:
    assert grade(gold, gold)
    assert not grade(answer, gold)


@pytest.mark.parametrize(
    ("answer", "gold", "right"),
    [
        ("5 N, 37° east of north", "5 N, 53° north of east", True),
        ("37° west of due north", "53° north of west", True),
        ("N 37° E", r"$53^\circ$ north of east", True),
        ("37°", "37° east of north", True),  # the question says from where
        ("5 N, 37° east of north", "5 N, 37° north of east", False),
        ("13 m, 22.6 degrees E of S", "13 m, 22.6° south of east", False),
        ("N 37° E", "37° north of east", False),
        ("37° south of east", "37° north of east", False),
    ],
)
def test_bearings_are_compared_from_the_same_point(answer: str, gold: str, right: bool) -> None:
    assert grade(answer, gold).correct is right
