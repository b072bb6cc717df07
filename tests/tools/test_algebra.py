"""The tools as the agent and the shell call them: JSON in, one sentence and plain JSON out."""

from __future__ import annotations

import json

import pytest

from physfm.errors import InputError
from physfm.symbolic import deadline
from physfm.tools.algebra import TOOLS
from physfm.tools.tool import Result

BY_NAME = {tool.name: tool for tool in TOOLS}


@pytest.fixture(autouse=True, scope="module")
def _no_process_is_left() -> object:
    yield
    deadline.stop()


def call(name: str, **arguments: object) -> Result:
    result = BY_NAME[name](arguments)
    json.dumps(result.as_dict(), allow_nan=False)
    assert "\n" not in result.text
    return result


def test_the_tools_have_schemas() -> None:
    assert set(BY_NAME) == {"symbolic", "check_steps", "calculate"}
    for tool in TOOLS:
        schema = tool.schema["function"]
        assert schema["description"]
        json.dumps(schema)
    assert BY_NAME["symbolic"].schema["function"]["parameters"]["required"] == ["action", "expression"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"action": "solve", "expression": "x^2 = 4"}, "-2; 2"),
        ({"action": "simplify", "expression": "sin(x)^2 + cos(x)^2"}, "1"),
        ({"action": "expand", "expression": "(x + 1)^2"}, "x^2 + 2*x + 1"),
        ({"action": "factor", "expression": "x^2 - 1"}, "(x - 1)*(x + 1)"),
        ({"action": "differentiate", "expression": r"\sin(k t)", "variable": "t", "order": 2}, "-k^2*sin(k*t)"),
        ({"action": "integrate", "expression": "x^2"}, "x^3/3"),
        ({"action": "integrate", "expression": "x^2", "lower": "0", "upper": "3"}, "9"),
        ({"action": "series", "expression": "exp(x)", "order": 2}, "x^2/2 + x + 1"),
        ({"action": "equivalent", "expression": "x + x", "other": "2*x"}, True),
        ({"action": "equivalent", "expression": "sqrt(x^2)", "other": "x"}, False),
        ({"action": "equivalent", "expression": "sqrt(x^2)", "other": "x", "assumptions": {"x": "positive"}}, True),
        ({"action": "dimension", "expression": "E = m*c^2", "units": {"E": "J", "m": "kg", "c": "m/s"}}, True),
        ({"action": "dimension", "expression": "E = m*c", "units": {"E": "J", "m": "kg", "c": "m/s"}}, False),
        ({"action": "dimension", "expression": "a + b"}, None),
        ({"action": "solve", "expression": "x^2 = -4"}, None),
    ],
)  # fmt: skip
def test_symbolic(arguments: dict[str, object], expected: object) -> None:
    assert call("symbolic", **arguments).value == expected


def test_answers_say_whether_they_were_confirmed() -> None:
    assert call("symbolic", action="solve", expression="a*x = b", variable="x").details["confirmed"] == [True]
    found = call("symbolic", action="integrate", expression="sin(k*x)", variable="x", assumptions={"k": "positive"})
    assert found.details["confirmed"] is True
    assert found.source.startswith("SymPy")


def test_evaluate_gives_value_unit_and_error() -> None:
    values = {"m": "5.00(2) kg", "v": "3.0 ± 0.1 m/s"}
    found = call("symbolic", action="evaluate", expression="E = 1/2*m*v^2", values=values)
    assert (found.value, found.unit) == (22.5, "J")
    assert found.uncertainty == pytest.approx((1.50270, 1.50270), rel=1e-4)  # hypot(0.02/5, 2*0.1/3) * 22.5
    assert found.text == "1/2*m*v^2 = (22.5 ± 1.5) J."
    assert found.details["shares"]["v"] == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("expression", "unit", "value", "found_unit"),
    [
        ("2*3 + 4^2", "", 22.0, "1"),
        ("3 kg * 9.81 m/s^2", "", 29.43, "N"),
        ("(3 km)/(2 hour)", "m/s", 0.4166666666666667, "m/s"),
        ("sin(30 deg)", "", 0.5, "1"),
        ("sqrt(2 * 9.81 m/s^2 * 5 m)", "", 9.904544, "m/s"),
        ("1 Msun", "kg", 1.988409902e30, "kg"),
    ],
)
def test_calculate(expression: str, unit: str, value: float, found_unit: str) -> None:
    found = call("calculate", expression=expression, unit=unit)
    assert found.value == pytest.approx(value, rel=1e-6)
    assert found.unit == found_unit


def test_calculate_tells_what_was_read_as_a_unit() -> None:
    found = call("calculate", expression="(5.0 ± 0.1) kg * (3 m/s)^2 / 2")
    assert found.details["read_as"] == {"kg": "kilogram", "m": "meter", "s": "second"}
    assert found.uncertainty == pytest.approx((0.45, 0.45))
    assert "kg is the kilogram" in found.text


def test_check_steps() -> None:
    assert call("check_steps", steps=["F = m*a", "a = F/m"]).value is True
    found = call("check_steps", steps=["F = m*a", "a = F*m"])
    assert found.value is False
    assert found.details["first_wrong"] == 2
    assert "Line 2 is the first wrong one" in found.text
    assert call("check_steps", steps=["x = 2", "x > 1"]).value is None


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("symbolic", {"action": "solv", "expression": "x"}, "Input should be"),
        ("symbolic", {"action": "solve", "expression": "x*y = 1"}, "Expected the variable"),
        ("symbolic", {"action": "solve", "expression": "x = 1", "variable": "x+1"}, "name of a symbol"),
        ("symbolic", {"action": "integrate", "expression": "x", "lower": "0"}, "both bounds"),
        ("symbolic", {"action": "simplify", "expression": "9^9^9"}, "powers of numbers"),
        ("symbolic", {"action": "simplify", "expression": "__import__('os')"}, "Cannot read"),
        ("symbolic", {"action": "evaluate", "expression": "x", "values": {}}, "No value for x"),
        ("calculate", {"expression": "m*g*h"}, "got only names"),
        ("calculate", {"expression": "2*foo"}, "no value and is no unit"),
        ("calculate", {"expression": "3 kg + 2 m"}, "terms"),
        ("calculate", {"expression": "20 degC + 3 K"}, "kelvin"),
        ("calculate", {"expression": "9^9^9"}, "no real value"),
        ("check_steps", {"steps": ["x = ("]}, "Line 1"),
        ("check_steps", {"steps": []}, "at least 1"),
    ],
)
def test_what_cannot_be_done_is_one_line(name: str, arguments: dict[str, object], why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        call(name, **arguments)
    assert "\n" not in str(caught.value)


def test_a_tiny_error_on_a_value_near_one_is_shown_in_full() -> None:
    """Such a result once recursed without end: the proton's mass in GeV has an error of 3e-10."""
    said = call("calculate", expression="m", values={"m": "0.93827208943 ± 0.00000000029 GeV"})
    assert "(9.3827208943 ± 0.0000000029)e-1 GeV" in said.text


def test_a_solution_that_holds_for_positive_values_says_so() -> None:
    """sqrt(v**2) is v for a positive v alone."""
    assert (
        "Confirmed for positive g, v."
        in call("symbolic", action="solve", expression="v = sqrt(2*g*h)", variable="h").text
    )
    assert "Confirmed" not in call("symbolic", action="solve", expression="x**2 = a", variable="x").text
    assert (
        "not all of them were confirmed"
        in call("symbolic", action="solve", expression="x = sqrt(a) + b", variable="a").text
    )
