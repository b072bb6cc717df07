"""A derivation graded line by line: which line is the first that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from physfm.errors import InputError
from physfm.evaluation.grading.formulas import candidates, is_formula, read
from physfm.symbolic import StepReport, check_steps
from physfm.symbolic.algebra import Assumptions, checked

SECONDS = 1.0
"""Of each call of SymPy, which only derivatives and integrals need."""
_NUMBERED = re.compile(r"^\s*(?:(?:step|line|eq\.?|equation)\s*)?\(?\d{1,2}\s*[.):]\s+", re.IGNORECASE)


@dataclass(frozen=True)
class StepsGrade:
    """The verdict on a derivation.

    Parameters
    ----------
    correct
        Whether no line is wrong, and at least one line could be checked.
    first_wrong
        Place of the first wrong line in what was given, from zero; None if none is.
    reason
        One line.
    checked
        How many lines were read as formulas; lines of prose are passed over.
    undecided
        Places of the lines that could be neither confirmed nor refuted.
    """

    correct: bool
    first_wrong: int | None
    reason: str
    checked: int
    undecided: tuple[int, ...] = ()


def grade_steps(
    steps: str | Sequence[str],
    *,
    given: Sequence[str] = (),
    assumptions: Assumptions | None = None,
    units: Mapping[str, str] | None = None,
    rel_tol: float = 0.0,
) -> StepsGrade:
    """Find the first wrong step of a derivation.

    Parameters
    ----------
    steps
        Lines, or a text of several lines; of a line with words the formula counts.
    given
        Equations that hold from the start.
    assumptions, units, rel_tol
        As `physfm.symbolic.check_steps` takes them.

    Raises
    ------
    InputError
        If what the problem gives cannot be used; a line of the answer never raises.
    """
    checked(assumptions)
    if given:
        check_steps([given[0]], given=given, assumptions=assumptions, units=units, seconds=SECONDS)
    lines = steps.splitlines() if isinstance(steps, str) else list(steps)
    places: list[int] = []
    formulas: list[str] = []
    for place, line in enumerate(lines):
        text = _formula(line)
        if text is not None:
            places.append(place)
            formulas.append(text)
    if not formulas:
        return StepsGrade(False, None, "no line holds a formula that can be read", 0)
    try:
        report: StepReport = check_steps(
            formulas, given=given, assumptions=assumptions, units=units, rel_tol=rel_tol, seconds=SECONDS
        )
    except (InputError, ArithmeticError, ValueError, RecursionError) as err:
        return StepsGrade(False, None, f"the steps could not be checked: {' '.join(str(err).split())[:120]}", 0)
    undecided = tuple(places[line - 1] for line in report.undecided)
    wrong = report.first_wrong
    if wrong is not None:
        return StepsGrade(False, places[wrong.line - 1], wrong.reason, wrong.line, undecided)
    return StepsGrade(True, None, f"all {len(formulas)} lines hold", len(formulas), undecided)


def _formula(line: str) -> str | None:
    """The formula of a line, None for prose."""
    line = _NUMBERED.sub("", line).strip()
    if line.startswith("=") or line.startswith("&="):
        return line.rstrip(".,; ")
    for text in candidates(line):
        found = read(text)
        if found is not None and is_formula(found):
            return found.text
    return None
