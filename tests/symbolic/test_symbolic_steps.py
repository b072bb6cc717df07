"""The step checker: planted slips at the right line, right derivations passed, and the reason in words."""

from __future__ import annotations

import pytest

from benchmarks import derivations
from physfm.errors import InputError, UnitError
from physfm.symbolic import check_steps, to_latex
from physfm.symbolic.notation import parse

SEED = 11
FAMILIES = len(derivations.FAMILIES)


def found(planted: list[derivations.Planted]) -> int:
    reports = (check_steps(p.derivation.lines, given=p.derivation.given).first_wrong for p in planted)
    return sum(wrong is not None and wrong.line == p.line for p, wrong in zip(planted, reports, strict=True))


def test_planted_slips_are_found_at_their_line() -> None:
    planted = derivations.wrong(SEED, FAMILIES)[::2]
    assert found(planted) == len(planted)


@pytest.mark.slow
def test_planted_slips_are_found_at_their_line_at_least_95_times_in_100() -> None:
    assert found(derivations.wrong(SEED + 2, 6 * FAMILIES)) >= 0.95 * 6 * FAMILIES


def test_right_derivations_raise_no_alarm() -> None:
    for derivation in derivations.right(SEED, FAMILIES)[1::2]:
        report = check_steps(derivation.lines, given=derivation.given)
        assert report.first_wrong is None, report.first_wrong
        assert report.undecided == ()


def test_latex_is_checked_as_text_is() -> None:
    for planted in derivations.wrong(SEED + 1, 5):
        lines, given = (
            [to_latex(parse(line, "text")) for line in part]
            for part in (planted.derivation.lines, planted.derivation.given)
        )
        wrong = check_steps(lines, given=given, notation="latex").first_wrong
        assert wrong is not None
        assert wrong.line == planted.line


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        (["(x + 1)^2", "x^2 + x + 1"], 2, "the term x is missing"),
        (["F = m*a", "a = F*m"], 2, "m belongs below the fraction line"),
        (["y = (x + 1)^2", "= x^2 + 2*x + 1", "= x^2 + 2*x"], 3, "the term 1 is missing"),
        (["y = x^3*sin(x)", "diff(y, x) = 3*x^2*sin(x) - x^3*cos(x)"], 2, "the sign of the term -x^3*cos(x)"),
        (["integrate(x*exp(x), x) = (x + 1)*exp(x)"], 1, "the sign of the term exp(x)"),
        (["m g h = 1/2 m v^2", "v^2 = g h"], 2, "factor of 2"),
        (["T = 2*pi*sqrt(L/g)", "g = 4*pi^2*L/T"], 2, "T should be squared"),
        (["x^2 - 5*x + 6 = 0", "x = 4"], 2, "does not follow"),
        (["v = sqrt(2*g*h)", "g = 9.81", "h = 5", "v = 9.10"], 4, "factor of 1.088"),
        (["diff(sin(2*x), x)", "cos(2*x)"], 2, "factor"),
        (["x", "x + 1"], 2, "the number 1 should be 0"),
    ],
)  # fmt: skip
def test_the_first_wrong_line_is_named_with_its_reason(lines: list[str], line: int, why: str) -> None:
    wrong = check_steps(lines, rel_tol=0.01 if "9.81" in str(lines) else 0.0).first_wrong
    assert wrong is not None
    assert wrong.line == line
    assert why in wrong.reason


@pytest.mark.parametrize(
    "lines",
    [
        ["E = p^2/(2*m)", "p = m*v", "E = m*v^2/2", "v = sqrt(2*E/m)"],
        ["x^2 - 5*x + 6 = 0", "(x - 2)*(x - 3) = 0", "x = 2"],
        ["v^2 = v_0^2 + 2*a*x", "v_0 = 0", "v = sqrt(2*a*x)"],
        ["m*diff(v, t) = -k*v", "diff(v, t) = -k*v/m"],
        ["integrate(2*x, x)", "x^2 + C"],
        ["x + y = 0", "y = -x"],
        ["a = b", "b = a", "a - b = 0"],
        [r"m g h = \frac{1}{2} m v^2 \\", r"& v^2 = 2 g h", r"v = \sqrt{2 g h}"],
    ],
)
def test_right_chains_of_other_kinds_pass(lines: list[str]) -> None:
    report = check_steps(lines)
    assert report.first_wrong is None, report.first_wrong
    assert report.undecided == ()


def test_a_step_that_holds_for_positive_symbols_only_says_so() -> None:
    steps = check_steps(["sqrt(x^2)", "x"]).steps
    assert steps[1].verdict == "right"
    assert "positive" in steps[1].reason
    assert check_steps(["sqrt(x^2)", "x"], assumptions={"x": "negative"}).first_wrong is not None


def test_what_is_given_is_used_and_the_first_line_is_then_checked() -> None:
    given = ["a + b = 5", "a - b = 1"]
    assert check_steps(["2*a = 6", "a = 3", "b = 2"], given=given).first_wrong is None
    wrong = check_steps(["2*a = 5"], given=given).first_wrong
    assert wrong is not None
    assert wrong.line == 1


def test_dimensions_are_checked_where_units_are_known() -> None:
    wrong = check_steps(["E = m*c^2", "E = m*c"], units={"E": "J", "m": "kg", "c": "m/s"}).first_wrong
    assert wrong is not None
    assert "E is in J" in wrong.reason
    with pytest.raises(UnitError):
        check_steps(["E = m"], units={"E": "nonsense"})


def test_what_is_not_checked_is_undecided_and_never_wrong() -> None:
    assert check_steps(["x = 2", "x > 1"]).undecided == (2,)
    report = check_steps(
        ["y = integrate(exp(sin(exp(x))), x, 0, 1)", "y = 3*integrate(exp(sin(exp(x))), x, 0, 1)"], seconds=20
    )
    assert report.undecided == (2,)


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError, match=r"Line 2: .*missing"):
        check_steps(["F = m*a", "a = ("])
    with pytest.raises(InputError, match="1 to 100 lines"):
        check_steps([])
    with pytest.raises(InputError, match="nothing stands before"):
        check_steps(["= x"])
