"""Search terms and particle names: one spelling for what is the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physfm.retrieval.mentions import UNKNOWN, mentions
from physfm.retrieval.terms import terms


@pytest.mark.parametrize(
    "same", [["α", r"\alpha", "alpha", r"$\alpha$"], ["oscillations", "oscillation", "Oscillating"]]
)
def test_spellings_of_one_thing_are_one_term(same: list[str]) -> None:
    assert len({tuple(terms(text)) for text in same}) == 1


def test_symbols_are_kept_apart_and_together() -> None:
    assert terms("B_s^0") == ["b", "s", "0", "bs0"]
    assert "fermidirac" in terms("Fermi-Dirac statistics")
    assert terms(r"\frac{1}{2} m v^{2}") == ["1", "2", "m", "v", "2", "v2"]
    assert terms("What is the of") == []


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_terms_without_spaces(text: str) -> None:
    assert all(term and not any(c.isspace() for c in term) for term in terms(text))


@pytest.mark.parametrize(
    ("question", "listing"),
    [
        ("How heavy is the B_s^0 meson?", "pdg:S086"),
        ("mass of $\\overline{B}_s^0$", "pdg:S086"),
        ("How long does a charged pion live?", "pdg:S008"),
        ("What is the width of the Z boson?", "pdg:S044"),
        ("J/psi(1S) width?", "pdg:M070"),
        ("decays of Λ_c⁺", "pdg:S033"),
        ("the strange quark", "pdg:Q003"),
        ("K*(892)+'s spin", "pdg:M018"),
    ],
)
def test_particles_are_recognised_in_any_spelling(question: str, listing: str) -> None:
    assert mentions(question) == [listing]


@pytest.mark.parametrize(
    "question",
    ["What is the work W done on a mass m?", "Is x^2 + y^2 conserved at t_0?", "a top view", "the up direction"],
)
def test_variables_and_words_are_no_particles(question: str) -> None:
    assert mentions(question) == []


def test_a_particle_that_does_not_exist_is_noticed() -> None:
    assert mentions("How heavy is K*(1234)0?") == [UNKNOWN]


def test_a_particle_inside_a_function_is_found() -> None:
    assert mentions("What is m(B_s^0)?") == ["pdg:S086"]
    assert mentions("Gamma(f_2(2315))") == [UNKNOWN]
    assert mentions("f(x_1)") == []
