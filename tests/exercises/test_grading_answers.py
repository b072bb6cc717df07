"""Planted right and wrong answers."""

from __future__ import annotations

import pytest

from physfm.exercises import Answer, Exercise, was


def exercise(answer: Answer, tolerance: float = 5e-3) -> Exercise:
    return Exercise("x", "x", "x/train/0", "train", "single", "?", (), answer, tolerance, "")


MUON = exercise(Answer(2.1969811e-6, "s"))
B0 = exercise(Answer(5279.72, "MeV"))
GAMMA = exercise(Answer(28.411, "1"))
Z = exercise(Answer(0.033662, "1"))
UP = exercise(Answer(2 / 3, "e"))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (MUON, "The mean life of the muon is (2.1969811 ± 0.0000022) × 10^-6 s."),
        (MUON, "It is 2.197 us"),
        (MUON, "It lives 2.197 microseconds."),
        (MUON, "2.197e-6 s (PDG 2026, S004T)."),
        (MUON, "Not 3 s but 2.2·10^-6 s, or rather 2.1970 x 10^-6 s."),
        (MUON, "τ ≈ 2197 ns on average."),
        (MUON, "$2.197 \\times 10^{-6}$ s"),
        (MUON, "2.197 × 10⁻⁶ s"),
        (B0, "m(B0) = 5.2797 GeV"),
        (B0, "The mass of B0 is 5,279.7 MeV."),
        (B0, "The mass is 5279.72 ± 0.08 MeV."),
        (GAMMA, "gamma = 28.41"),
        (GAMMA, "The Lorentz factor is 28.411 (beta = 0.99938)."),
        (Z, "(3.3662 ± 0.0066) %"),
        (Z, "3.366 per cent is 0.03366."),
        (UP, "The charge of u is 2/3 e."),
        (exercise(Answer(0.5, "1")), "The spin is 1/2."),
        (exercise(Answer(0.5, "1")), "J = 1/2"),
        (exercise(Answer(70.7, "solar_mass")), "about 70.7 solar masses"),
        (exercise(Answer(1.2e-3, "inch")), "0.0012 inch in the mean life of the Xi(c)0"),
        (exercise(Answer(9.81, "m/s^2")), "It falls with 9.81 m s^-2."),
        (exercise(Answer(text="yes", kind="word")), "Do they agree? Yes."),
        (exercise(Answer(text="u d s", kind="word")), "The quark content is u d s."),
        (exercise(Answer(text="x^2 + 2*x + 1", kind="expression")), "It is 1 + x^2 + 2*x"),
        (exercise(Answer(text="p/m", kind="expression")), "v = p/m"),
        (exercise(Answer(text="(x + 1)*(x + 2)", kind="form")), "Factored: (x+2)*(x+1)."),
        (exercise(Answer(kind="none")), "None of my tools can answer that."),
        (exercise(Answer(kind="none")), "Which one do you mean, pi+ or pi0?"),
    ],
)
def test_a_right_answer(asked: Exercise, text: str) -> None:
    assert was(text, asked)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (MUON, ""),
        (MUON, "I do not know."),
        (MUON, "2.197e-6"),  # no unit
        (MUON, "2.197e-6 m"),
        (MUON, "2.197e-3 s"),
        (MUON, "It is 2.197 us, no, 2.6 us."),  # the last counts
        (MUON, "The mean life is 2.24 us"),  # 2 % off
        (B0, "5279.72 GeV"),
        (B0, "5.2797 GeV for the B0, while the B+ has 5.1 GeV"),
        (GAMMA, "gamma = 28.411 GeV"),
        (Z, "3.3662"),
        (UP, "-1/3 e"),
        (exercise(Answer(0.5, "1")), "J = 3/2"),
        (exercise(Answer(text="yes", kind="word")), "yes ... no"),
        (exercise(Answer(text="no", kind="word")), "It is not known."),
        (exercise(Answer(text="u d s", kind="word")), "u u s"),
        (exercise(Answer(text="x^2 + 2*x + 1", kind="expression")), "x^2 + 1"),
        (exercise(Answer(text="(x + 1)*(x + 2)", kind="form")), "x^2 + 3*x + 2"),  # the question again
        (exercise(Answer(text="x^2 + 3*x + 2", kind="form")), "(x + 1)*(x + 2)"),
        (exercise(Answer(text="p/m", kind="expression")), "v = m/p"),
        (exercise(Answer(text="p/m", kind="expression")), "the answer"),
        (exercise(Answer(kind="none")), "The mass of the blurgon is 3 GeV."),
    ],
)
def test_a_wrong_answer(asked: Exercise, text: str) -> None:
    assert not was(text, asked)
