"""Quantities in running text."""

from __future__ import annotations

import pytest

from physfm.tools.reading import quantities


def test_numbers_that_belong_to_names_are_no_quantities() -> None:
    text = "K*(892)0, f(2)(1270), phi(1020), B(s)0, S004T and D0 are names; 3.2 GeV is a quantity."
    assert [(q.value, q.text) for q in quantities(text)] == [(3.2, "3.2 GeV")]


def test_a_quantity_keeps_its_place_in_the_text() -> None:
    text = "is (2.617 ± 0.010) × 10^-10 s (PDG 2026, S018T)."
    first = next(quantities(text))
    assert text[first.start : first.end] == first.text == "(2.617 ± 0.010) × 10^-10 s"
    assert first.value == pytest.approx(2.617e-10)
