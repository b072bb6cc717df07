"""Grading: whether a text gives the right answer to an exercise.

Only what is stated last counts, as with a person who corrects himself: the last quantity of the right dimension and
form, the last yes or no. A number without its unit is wrong where a unit is needed. Not covered: whether the reasoning
before it is right.
"""

from __future__ import annotations

import re

from physfm.errors import InputError, UnitError
from physfm.exercises.exercise import Answer, Exercise
from physfm.tools.reading import quantities
from physfm.units import factor

_BRACKETED_SUM = re.compile(r"\([^()]*[^(\s][^()]*[-+][^()]*\)")
CANNOT = re.compile(
    r"\b(?:cannot|can't|can not|could not|unable|not possible|impossible|no tool|none of|not found|unknown|no such|"
    r"does not|do not|don't|is no|are no|refuse[sd]?|not know|which one|which of|please (?:say|give|tell))\b",
    re.IGNORECASE,
)


def was(text: str, exercise: Exercise) -> bool:
    """Return whether ``text`` gives the answer of ``exercise`` within its tolerance."""
    answer = exercise.answer
    match answer.kind:
        case "number":
            return _number(text, answer, exercise.tolerance)
        case "word":
            return _word(text, answer.text)
        case "expression" | "form":
            return _expression(text, answer.text, answer.kind == "form")
        case _:
            return CANNOT.search(text) is not None


def _number(text: str, answer: Answer, tolerance: float) -> bool:
    """The last quantity, in the answer's unit, within the tolerance."""
    text = re.sub(r"\\(?:mathrm|text|rm)\s*\{([^{}]*)\}", r" \1", re.sub(r"[$~]|\\[,;!]", " ", text))
    text = " ".join(text.split())
    # What stands in brackets behind a value explains it: (PDG 2026, S086M), (m is the meter).
    found = list(quantities(re.sub(r"(?<!\w)\((?!\s*[-+−\d])[^()]*\)", " ", text)))
    if not found or answer.value is None:
        return False
    last = found[-1]
    try:
        value = last.value * factor(last.unit, answer.unit)
    except UnitError:
        return False
    return abs(value - answer.value) <= tolerance * abs(answer.value)


def _word(text: str, wanted: str) -> bool:
    """The last yes or no; another word anywhere, as a whole."""
    plain = " ".join(re.findall(r"[\w+\-/*]+", text.lower()))
    if wanted in ("yes", "no"):
        said = re.findall(r"\b(yes|no)\b", plain)
        return bool(said) and said[-1] == wanted
    words = " ".join(re.findall(r"[\w+\-/*]+", wanted.lower()))
    return re.search(rf"(?<!\S){re.escape(words)}(?!\S)", plain) is not None


def _expression(text: str, wanted: str, form: bool) -> bool:
    """The last expression, behind the last ``=`` or ``is``, equivalent to the answer's and of its form."""
    from physfm import symbolic

    last = re.split(r"\bis\b|:", text.strip().rstrip("."))[-1]
    last = last.rsplit("=", 1)[-1].strip().strip("$`")
    if form and bool(_BRACKETED_SUM.search(last)) != bool(_BRACKETED_SUM.search(wanted)):
        return False
    try:
        return symbolic.equivalent(symbolic.parse(last), symbolic.parse(wanted)).equal is True
    except InputError:
        return False
