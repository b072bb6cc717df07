"""Texts and LaTeX against Python's own grammar and latex2sympy2, and everything refused in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import feynman
from benchmarks.symbolic import printed
from physfm.errors import InputError
from physfm.symbolic import evaluate, parse, to_text
from physfm.symbolic.pratt import MAX_CHARACTERS
from physfm.symbolic.tree import MAX_DEPTH


def test_all_feynman_equations_equal_python_s_own_arithmetic(data: Path) -> None:
    rng = np.random.default_rng(0)
    equations = feynman.read(data)
    assert len(equations) == 100
    for equation in equations:
        tree = parse(equation.formula, "text")
        for _ in range(10):
            point = equation.draw(rng)
            assert evaluate(tree, point) == pytest.approx(feynman.direct(equation.formula, point), rel=1e-12)


def test_all_feynman_equations_in_latex_of_sympy_equal_the_formula(data: Path) -> None:
    rng = np.random.default_rng(1)
    for equation in feynman.read(data):
        tree = parse(printed(equation), "latex")
        point = equation.draw(rng)
        renamed = {f"x_{i}": point[name] for i, name in enumerate(sorted(point), 1)}
        assert evaluate(tree, renamed) == pytest.approx(feynman.direct(equation.formula, point), rel=1e-12)


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{1}{2} m v^{2}",
        r"\sqrt{x^2 + y^2}",
        r"\frac{-b + \sqrt{b^2 - 4 a c}}{2 a}",
        r"x^{2} y^{-1} + \frac{3}{4} z",
        r"\sin(x)^2 + \cos(x) \tan(y)",
        r"a \cdot b \times c - \frac{a}{b}",
        r"\ln(x) + x^{\frac{1}{3}}",
        r"-x^2",
    ],
)
def test_latex_means_what_latex2sympy_reads(latex: str) -> None:
    from latex2sympy2_extended import latex2sympy

    found = latex2sympy(latex)
    point = {str(s): 0.7 + 0.3 * i for i, s in enumerate(sorted(found.free_symbols, key=str))}
    expected = complex(found.evalf(30, subs={s: point[str(s)] for s in found.free_symbols}))
    assert evaluate(parse(latex), point) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1/2 m v^2", "1/2*m*v^2"),
        ("2x + 3 x y", "2*x + 3*x*y"),
        ("-x^2", "-x^2"),
        ("2^-x^2", "2^(-x^2)"),
        ("2^3^2", "2^(3^2)"),
        ("exp(~theta**2/2)", "exp(-theta^2/2)"),
        ("m (v + u)", "m*(v + u)"),
        ("a/b/c*d", "a/b/c*d"),
        ("e^(-x)", "exp(-x)"),
        ("e^2/(4 pi)", "e^2/(4*pi)"),  # the elementary charge
        ("log(x, 2)", "ln(x)/ln(2)"),
        ("sin^2(x)", "sin(x)^2"),
        ("ν = 2·π − √x² ÷ λ⁻¹", "nu = 2*pi - sqrt(x)^2/lambda^(-1)"),
        ("|x - |y||", "abs(x - abs(y))"),
        ("n! + 3!", "factorial(n) + factorial(3)"),
        ("x' + µ", "x_prime + mu"),
        ("(5.0 ± 0.1) kg", "(5 ± 0.1)*kg"),
        ("diff(x^2, x, 2) = integrate(y, y, 0, oo)", "diff(x^2, x, 2) = integrate(y, y, 0, oo)"),
        ("0.1 + 1.5e-9 + 6.02e23", "0.1 + 1.5e-9 + 6.02e23"),
    ],
)
def test_text_is_read_as_people_mean_it(source: str, expected: str) -> None:
    assert to_text(parse(source, "text")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\frac12 m v^2", "1/2*m*v^2"),
        (r"E_n = -\frac{m e^4}{8\epsilon_0^2 h^2 n^2}", "E_n = -m*e^4/(8*epsilon_0^2*h^2*n^2)"),
        (r"k_{\mathrm{B}} T", "k_B*T"),
        (r"x_{i,\mathrm{max}}^2", "x_i_max^2"),
        (r"\vec{A} \cdot \dot x", "A_vec*x_dot"),
        (r"{\vec{x}}_{2} + {\mathrm{E}}_k", "x_vec_2 + E_k"),  # as converters write it
        (r"\vec{x}_{2}", "x_vec_2"),
        (r"{\bf F} = m {\bf a} + q_{\rm T}", "F = m*a + q_T"),
        (r"\sin 2\theta = 2 \sin\theta \cos\theta", "sin(2*theta) = 2*sin(theta)*cos(theta)"),
        (r"\sin^2 \omega t + \ln\frac{a}{b}", "sin(omega*t)^2 + ln(a/b)"),
        (r"\sin^{-1} x", "arcsin(x)"),
        (r"\log_{10} x + \log_2 y", "log10(x) + ln(y)/ln(2)"),
        (r"\sqrt[3]{x}", "x^(1/3)"),
        (r"e^{-\frac{x^2}{2\sigma^2}}", "exp(-x^2/(2*sigma^2))"),
        (r"1.6 \times 10^{-19} q", "1.6e-19*q"),
        (r"12{,}345.5", "12345.5"),
        (r"\left| \frac{a}{b} \right|", "abs(a/b)"),
        (r"\frac{d^2 x}{dt^2} + \omega^2 x = 0", "diff(x, t, 2) + omega^2*x = 0"),
        (r"\frac{\partial}{\partial x} (x^2 y) z", "diff(x^2*y, x)*z"),
        (r"\frac{d}{2}", "d/2"),
        (r"\frac{d_1}{d_2}", "d_1/d_2"),
        (r"\int_0^{\infty} x e^{-a x} \, dx + 1", "integrate(x*exp(-a*x), x, 0, oo) + 1"),
        (r"\int \frac{dr}{r^2}", "integrate(1/r^2, r)"),
        (r"\int dx (a + b x)", "integrate(a + b*x, x)"),
        (r"$$a \leq b$$", "a <= b"),
    ],
)
def test_latex_is_read_as_people_mean_it(source: str, expected: str) -> None:
    assert to_text(parse(source, "latex")) == expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "it is empty"),
        ("x +", "something is missing at the end"),
        ("(x", r"'\)' is missing"),
        ("x)", "unexpected"),
        ("3 4", "unexpected '4'"),
        ("a/b c", "two ways"),
        ("1/2x", "two ways"),
        ("f(x)", "product or a value"),
        ("sin x", "in brackets"),
        ("sin^-1(x)", "inverse function"),
        ("sin(x, y)", "takes 1 argument"),
        ("1e9999", "too large"),
        ("7" * 101, "too large"),
        ("x" * 65, "name of a symbol"),
        ("5 kg ± 0.1 kg", "two plain numbers"),
        ("__import__('os').system('ls')", "unexpected '_'"),
        ("lambda x: x", "unexpected ':'"),
        ("x.y", r"unexpected '\.'"),
        ("a = (b = c)", r"expected '\)'"),
        ("x" * (MAX_CHARACTERS + 1), "at most"),
        ("(" * 5000, "levels"),
        ("-" * 5000 + "x", "levels"),
        ("√" * 5000 + "x", "levels"),
        ("x" + "!" * 5000, f"at most {MAX_DEPTH} levels"),
        ("x" + "/x" * 3000, f"at most {MAX_DEPTH} levels"),
        ("+".join(["x"] * 4500), "at most 4000 nodes"),
        (r"x^10", "in LaTeX"),
        (r"\sin a/b", "two ways"),
        (r"\sum_i x_i", "not read"),
        (r"\vec{A} \times \vec{B}", "Cross products"),
        (r"\int x", "no differential"),
        (r"1.5e-3 \alpha", r"\\times 10"),
        (r"\frac{d^2 x}{dt}", "orders"),
        ("{" * 5000, "levels"),
        (r"\frac{" * 1500, "levels"),
        (r"\input{/etc/passwd}", "not read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(source: str, why: str) -> None:
    notation = "latex" if source[:1] in ("\\", "{") or source == "x^10" or "\\" in source else "text"
    with pytest.raises(InputError, match=why) as caught:
        parse(source, notation)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_the_notation_is_found() -> None:
    assert parse("$mv$") == parse("m*v")
    assert parse("mv") != parse("m*v")
