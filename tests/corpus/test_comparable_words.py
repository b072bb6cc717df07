"""Comparable words: one notation for all, numbers and symbols kept, places right."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physfm.corpus.words import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"$2.00\,\mathrm{~kg}$", "2 kg"),
        (r"$1.60 \times 10^{-19}$ C", "1.6e-19 C"),
        ("1.6 x 10^-19 C", "1.6 × 10⁻¹⁹ C"),
        (r"$\frac{a}{b}$", "a / b"),
        (r"$\alpha \le \beta$", "α ≤ β"),
        (r"$30^{\circ}$", "30 degrees"),
        ("1,000 m", "1000 m"),
        (r"\begin{equation} F = m a \label{f} \end{equation}", "F = m a"),
        (r"$\mathbf{E}$ and $\vec{B}$", "E and B"),
        ("Schrödinger", "SCHRODINGER"),
        (r"$m^2$", "m²"),
        (r"\varphi", "ϕ"),
    ],
)
def test_notations_of_the_same_are_the_same(one: str, other: str) -> None:
    assert words(one).words == words(other).words


@pytest.mark.parametrize(("one", "other"), [("2.5 kg", "25 kg"), ("a + b", "a = b"), ("1e-19", "1e19"), ("α", "β")])
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert words(one).words != words(other).words


def test_the_english_word_to_is_no_arrow() -> None:
    assert words("to").words != words(r"\to").words


@given(st.text(max_size=200))
def test_places_are_in_order_and_inside(text: str) -> None:
    found = words(text)
    assert all(0 <= a < b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))
    assert all(b <= a for b, a in zip(found.ends, found.starts[1:], strict=False))


@pytest.mark.parametrize("piece", ["1,", "1.", "\\begin{", "a'", "1 x 10", "x", "\\"])
def test_long_texts_take_linear_time(piece: str) -> None:
    start = time.process_time()
    words(piece * 20_000)
    assert time.process_time() - start < 3
