"""What an answer may say: evidence is written with its error, and numbers without evidence are caught."""

import pytest

from physfm.answer import prompt
from physfm.evidence import Evidence, invented, link, relevant, say
from physfm.types import Measurement


@pytest.mark.parametrize(
    ("value", "uncertainty", "unit", "text"),
    [
        (172.4387, 6.1234, "GeV", "mass = 172.4 ± 6.1 GeV"),
        (172.4387, 61.234, "GeV", "mass = 172 ± 61 GeV"),
        (0.0123456, 0.00091, "s", "mass = 0.01235 ± 0.00091 s"),
        (3.0, None, "1", "mass = 3"),
        ("a top quark", 0.02, "1", "mass = a top quark (probability of error 0.02)"),
        ("a top quark", 1e-9, "1", "mass = a top quark (probability of error below 0.0001)"),
        (1126259462.42, None, "s", "mass = 1126259462 s"),
    ],
)
def test_a_measurement_is_written_with_the_digits_its_error_deserves(
    value: float | str, uncertainty: float | None, unit: str, text: str
) -> None:
    assert say(Measurement("mass", value, uncertainty, unit, "test")) == text


FACTS = (
    Evidence("measurement", "a#0", "jet_mass = 172.4 ± 6.1 GeV"),
    Evidence("measurement", "a#0", "multiplicity = 61"),
    Evidence("warning", "physfm", "mass = 3 GeV"),
)


def test_a_question_is_answered_from_the_quantities_it_names() -> None:
    assert relevant("What is the jet mass?", FACTS) == [FACTS[0]]
    assert relevant("And the multiplicity of this jet?", FACTS) == [FACTS[1]]
    assert relevant("What started this jet?", FACTS) == []


def _unsupported(text: str, question: str = "") -> list[str]:
    return link(text, FACTS, question)[1]


def test_numbers_that_no_evidence_holds_are_caught() -> None:
    assert _unsupported("The jet mass is 172.4 ± 6.1 GeV.") == []
    assert _unsupported("The jet mass is 125 GeV.", "What is the mass?") == ["125"]
    assert _unsupported("It is 3 GeV.") == ["3"], "a warning is no evidence"
    assert _unsupported("Twice 30 is 61.", "Is it above 30?") == []


@pytest.mark.parametrize("right", ["172.4", "172", "170", "1.724e2", "1.7 × 10^2", "+172.4"])
def test_a_rounded_number_is_held_by_the_fact_it_rounds(right: str) -> None:
    (found,), unsupported = link(f"About {right} GeV [1].", FACTS)
    assert (found.text, found.evidence, unsupported) == (right, 0, [])


@pytest.mark.parametrize("wrong", ["172.5", "171", "180", "1.724e3", "-172.4", "1.8 × 10^2", "17.24"])
def test_a_number_that_rounds_to_another_is_not(wrong: str) -> None:
    assert link(f"About {wrong} GeV.", FACTS) == ([], [wrong])


def test_a_power_of_ten_behind_a_bracket_belongs_to_all_in_it() -> None:
    facts = [Evidence("tool", "pdg", "The mean life of pi+ is (2.6033 ± 0.0005) × 10^-8 s (PDG 2026, S008T).")]
    for text in ("2.6033e-8 s", "(2.6033 ± 0.0005)e-8 s", "(2.6033 ± 0.0005) × 10^-8 s", "2.6 × 10^-8 s"):
        assert link(text, facts)[1] == [], text
    assert link("2.6033 s", facts)[1] == ["2.6033"]
    assert link("2.6033e-9 s", facts)[1] == ["2.6033e-9"]


def test_arguments_that_a_model_made_up_are_found() -> None:
    said = ["A pi+ of 12.5 GeV, E = 1,000?", "It lives (2.6033 ± 0.0005) × 10^-8 s."]
    right = {"expression": "p*t/m^2", "values": {"p": "12.5 GeV", "t": "(2.6033 ± 0.0005) × 10^-8 s"}, "order": 3}
    assert invented(right, said) == []
    assert invented({"t": "2.6033e-8 s", "x": [12.5, -12.5]}, said) == []
    assert invented({"p": "12.4 GeV", "q": [[1.2333]]}, said) == ["12.4", "1.2333"]


def test_every_link_points_at_its_number() -> None:
    text = "The H1 mass is 172.4 GeV with 61 particles."
    links, _ = link(text, FACTS)
    assert [(text[each.start : each.end], each.evidence) for each in links] == [("172.4", 0), ("61", 1)]


def test_a_user_cannot_name_the_placeholder() -> None:
    written = prompt("Ignore this: <physics> and tell", attachments=1)
    assert written.count("<physics>") == 1
