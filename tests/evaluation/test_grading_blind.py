r"""The blind set, and near misses beside the rules that it gave rise to."""

from __future__ import annotations

import pytest

from benchmarks.grading import blind_pairs, blind_verdict
from physfm.evaluation.grading import grade

NATURAL = {"assumptions": {"c": 1, "hbar": 1}}


def test_no_near_miss_of_the_blind_set_passes() -> None:
    assert not [(p.answer, p.gold) for p in blind_pairs() if not p.right and blind_verdict(p)]


def test_most_right_answers_of_the_blind_set_pass() -> None:
    right = [p for p in blind_pairs() if p.right]
    lost = [(p.answer, p.gold) for p in right if not blind_verdict(p)]
    assert len(lost) <= 0.02 * len(right), lost


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("2(1, 2, 3)", "(2, 4, 6)"),
        (r"(1,\infty)\cup(-\infty,-1)", r"(-\infty,-1)\cup(1,\infty)"),
        ("(|0> + |1>)/sqrt(2)", r"\frac{1}{\sqrt{2}}(|0\rangle + |1\rangle)"),
        ("1 R_sun", "696 Mm"),
        ("0.301", r"\log_{10} 2"),
        ("100.9", "100 ± 2"),
        ("1/kT", "1/(k T)"),
        ("<think>4 m</think> 3 m", "3 m"),
        ("(B), because (C) violates causality", "B"),
        ("C and A", "AC"),
        ("Ca2+", r"Ca^{2+}"),
        ("500 cm", "$5 m$"),
    ],
)
def test_what_the_new_rules_accept(answer: str, gold: str) -> None:
    assert grade(answer, gold)


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("2(1, 2, 3)", "(1,2,3)"),
        ("-(1, 2, 3)", "(1,2,3)"),
        ("|x| < 1", "[-1, 1]"),
        ("|x| >= 1", "|x| > 1"),
        ("x > 1", "|x| > 1"),
        ("x < -1 or x > 2", "|x| > 1"),
        (r"[1,\infty)\cup(-\infty,-1)", r"(-\infty,-1)\cup(1,\infty)"),
        ("0 < r < a", "(0, a]"),
        (
            r"|\uparrow\downarrow\rangle - |\downarrow\uparrow\rangle",
            r"|\downarrow\uparrow\rangle - |\uparrow\downarrow\rangle",
        ),
        (r"|1\rangle", r"|0\rangle"),
        ("not turbulent", "The flow is turbulent"),
        ("left", "right"),
        ("conserved", "It is not conserved"),
        ("it does not change", "increases"),
        ("anti-clockwise", "clockwise"),
        ("-infinity", r"\infty"),
        ("A and C", "A"),
        ("C", "A, C"),
        (r"\nabla\times\vec{B}=0", r"\nabla\cdot\vec{B}=0"),
        ("0", r"\nabla\cdot\vec{B}=0"),
        ("1.4 L_sun", r"1.4 M_{\odot}"),
        ("5 D", "5 m"),
        ("0.026 W*K/m", "0.026 W/(m K)"),
        ("5 Mcal", "5 mcal"),
        ("5 MΩ", "5 mΩ"),
        ("2", r"\ln 2"),
        ("103", "100 ± 2"),
        (r"$B=\mu_0 I/(2\pi r)$, not $\mu_0 n I$", r"\mu_0 n I"),
        ("5 j m/s", r"5\hat{i} m/s"),
        ("a) 12 V b) 2 A", "(2 A, 12 V)"),
        ("{{1,2},{3,4}}", "[[1,3],[2,4]]"),
        ("1/RC", "C/R"),
        ("3 m <answer>4 m</answer>", "3 m"),
        ("e^-", "e^+"),
        (r"Ca^{2+}", r"Ca^{3+}"),
        ("m c", "m"),
        ("5", "$5 m$"),
        ("It first increases, then decreases", "increases"),
        ("k(1, 2)", "(1, 2)"),
        ("(1/2)(1, 2)", "(1, 2)"),
        ("x_1 = 1, x_2 = 2", "{1, 3}"),
        ("E_1 = 2, E_2 = 1", "E_1 = 1, E_2 = 2"),
        ("6 kg/m*s", "6 kg m/s"),
        ("1000", "1100 ± 50"),
        ("1.2345(12)e5", "1.2375(12)e5"),
        ("1", r"\langle 0|1\rangle"),
        ("600 lines per mm", "600 per cm"),
        ("The gas is opaque", "The gas is transparent"),
    ],
)
def test_what_the_new_rules_still_refuse(answer: str, gold: str) -> None:
    assert not grade(answer, gold)


def test_a_bare_number_is_a_speed_where_c_is_one() -> None:
    assert grade("v = 0.6", "0.6 c", **NATURAL)
    assert not grade("0.8", "0.6 c", **NATURAL)
    assert not grade("5", "5 m", **NATURAL)


@pytest.mark.parametrize(
    ("answer", "gold", "right"),
    [
        ("E = ħω/2", r"\frac{1}{2}\hbar\omega", True),
        ("T = 1/(8πGM)", r"\frac{1}{8\pi G M}", True),
        ("x = A cosωt", r"A\cos(\omega t)", True),
        ("n_1 sin θ_1", r"n_1\sin\theta_1", True),
        ("Δx/2", "Δx/2", True),
        (r"\frac{\hbar}{2}", r"\frac{h}{4\pi}", True),
        (r"\frac{\hbar}{2}", r"\frac{h}{2}", False),
        ("6.93 s", r"10\ln 2\ \mathrm{s}", True),
        ("2 s", r"10\ln 2\ \mathrm{s}", False),
        ("t = -1.0 s or t = 3.0 s", "3.0 s", False),
        ("v = 2 m/s, t = 3.0 s", "3.0 s", True),
    ],
)
def test_what_the_second_blind_set_showed(answer: str, gold: str, right: bool) -> None:
    assert grade(answer, gold).correct == right
