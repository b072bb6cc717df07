"""One spelling for LaTeX, Greek and plain text, and the shape of a question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physfm.router.shape import shape
from physfm.router.spelling import plain


@pytest.mark.parametrize(
    ("question", "same"),
    [
        (r"$B^+ \to J/\psi K^+$", "B+ -> J/psi K+"),
        ("B⁺ → J/ψ K⁺", "B+ -> J/psi K+"),
        (r"$\bar\nu_e p \rightarrow e^+ n$", "anti-nu_e p -> e+ n"),
        (r"$10\,M_\odot$", "10 M_sun"),
        (r"$\frac{a}{b}$", "(a)/(b)"),
        ("λ = h/p", "lambda = h/p"),
    ],
)
def test_what_is_the_same_is_spelt_the_same(question: str, same: str) -> None:
    assert plain(question) == same


@pytest.mark.parametrize("question", ["How long does a B0 live?", "Solve x^-2 = 4*y for y", "36+29 at 410 Mpc, e^-x"])
def test_plain_questions_stay(question: str) -> None:
    assert plain(question) == question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How far does a 5 GeV K+ fly?", "how far does a 20 MeV Lambda_b fly?"),
        ("chirp mass of 30 Msun and 20 solar masses", "chirp mass of 1.4 M_sun and 1.3 suns"),
        ("Give Planck's constant", "give the gas constant"),
        ("pi- p -> K0 Lambda", "pi+ p -> K+ Sigma+"),
    ],
)
def test_questions_about_other_things_have_one_shape(one: str, other: str) -> None:
    assert shape(plain(one)) == shape(plain(other))


def test_kinds_differ() -> None:
    kinds = ["5 GeV", "5 Hz", "5 Mpc", "5 Msun", "5 m/s", "Z boson", "hbar", "Burgers equation"]
    assert len({next(iter(shape(kind))) for kind in kinds}) == len(kinds)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_shape(text: str) -> None:
    assert all(shape(plain(text)))
