"""Choices by likelihood, derivations and explanations."""

from __future__ import annotations

import math

import pytest

from physfm.errors import InputError
from physfm.evaluation.grading import Causal, grade_choice, grade_explanation, grade_steps

FLIGHT = Causal(
    edges={
        ("launch speed", "time of flight"): +1,
        ("time of flight", "range"): +1,
        ("drag", "range"): -1,
        ("angle", "time of flight"): 0,
    },
    aliases={"launch speed": ["initial velocity", "speed"], "drag": ["air resistance"]},
)


def test_the_likeliest_option_is_chosen() -> None:
    found = grade_choice([-3.0, -2.0, -5.0], gold=1)
    assert found.correct
    assert found.chosen == 1
    assert found.margin == pytest.approx(1.0)
    # softmax of the three by hand
    assert found.probability == pytest.approx(1 / (1 + math.exp(-1) + math.exp(-3)))


def test_length_normalisation_lets_a_long_option_win() -> None:
    assert not grade_choice([-10.0, -12.0, -30.0], gold=2).correct
    assert grade_choice([-10.0, -12.0, -30.0], gold=2, lengths=[5, 5, 30]).correct


def test_a_tie_is_not_right_and_nothing_likely_is_no_choice() -> None:
    assert not grade_choice([-1.0, -1.0], gold=0).correct
    assert not grade_choice([-math.inf, -math.inf], gold=0).correct
    with pytest.raises(InputError, match="Expected 2 positive lengths"):
        grade_choice([-1.0, -2.0], gold=0, lengths=[1, 0])


def test_the_first_wrong_step_is_named() -> None:
    found = grade_steps(["E = m*v^2/2", "v^2 = 2*E/m", "v = sqrt(E/m)"], assumptions={"v": "positive"})
    assert not found.correct
    assert found.first_wrong == 2
    assert grade_steps(["E = m*v^2/2", "v^2 = 2*E/m", "v = sqrt(2*E/m)"], assumptions={"v": "positive"}).correct


def test_lines_of_prose_are_passed_over() -> None:
    found = grade_steps("We begin with Newton's second law.\n1. F = m*a\n2. Therefore $a = \\frac{F}{m}$.\nDone!")
    assert found.correct
    assert found.checked == 2
    wrong = grade_steps("We begin with Newton's second law.\n1. F = m*a\n2. Therefore $a = \\frac{m}{F}$.")
    assert wrong.first_wrong == 2
    assert not grade_steps("no mathematics\nat all").correct


@pytest.mark.parametrize(
    ("text", "field", "edges"),
    [
        ("Drag reduces the range.", "right", [("drag", "range")]),
        ("Range decreases with air resistance.", "right", [("drag", "range")]),
        ("The range is inversely proportional to drag.", "right", [("drag", "range")]),
        ("Less drag leads to a larger range.", "right", [("drag", "range")]),
        ("The higher the speed, the longer the time of flight.", "right", [("launch speed", "time of flight")]),
        ("Because the speed increases, the time of flight increases.", "right", [("launch speed", "time of flight")]),
        ("The time of flight depends on the angle.", "right", [("angle", "time of flight")]),
        ("The range is larger since the initial velocity is greater.", "skipping", [("launch speed", "range")]),
        ("The range determines the launch speed.", "reversed", [("range", "launch speed")]),
        ("Air resistance increases the range.", "wrong_sign", [("drag", "range")]),
        ("The time of flight falls as the speed rises.", "wrong_sign", [("launch speed", "time of flight")]),
        ("The range does not depend on drag.", "denied", [("drag", "range")]),
        ("Drag is caused by the angle.", "unfounded", [("angle", "drag")]),
    ],
)
def test_a_causal_statement_is_found_with_its_direction(text: str, field: str, edges: list) -> None:
    found = grade_explanation(text, FLIGHT)
    assert list(getattr(found, field)) == edges
    assert found.follows == (field in ("right", "skipping"))


def test_a_chain_is_precise_and_its_recall_counts_the_edges() -> None:
    found = grade_explanation("launch speed → time of flight → range", FLIGHT)
    assert found.precision == 1.0
    assert found.recall == 0.5
    assert found.missing == (("drag", "range"), ("angle", "time of flight"))
    skipping = grade_explanation("A higher launch speed means a larger range.", FLIGHT)
    assert (skipping.precision, skipping.recall) == (1.0, 0.0)


def test_a_chain_goes_on_in_the_next_sentence() -> None:
    found = grade_explanation(
        "When the speed rises, the time of flight gets longer. Therefore the range grows.", FLIGHT
    )
    assert found.right == (("launch speed", "time of flight"), ("time of flight", "range"))


def test_no_statement_is_no_precision() -> None:
    assert grade_explanation("It just flies.", FLIGHT).precision is None


def test_a_graph_is_checked() -> None:
    with pytest.raises(InputError, match="without cycles"):
        Causal({("a", "b"): 1, ("b", "a"): 1})
    with pytest.raises(InputError, match="signs"):
        Causal({("a", "b"): 2})
    with pytest.raises(InputError, match="aliases"):
        Causal({("a", "b"): 1}, aliases={"c": ["d"]})
