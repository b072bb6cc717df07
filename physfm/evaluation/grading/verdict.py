"""`grade`: whether an answer to a question of physics is right, and why not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from physfm.errors import InputError, did_you_mean
from physfm.evaluation.grading import assumptions as assumed
from physfm.evaluation.grading import (
    bearings,
    beside,
    comparison,
    constants,
    directions,
    golds,
    numbers,
    options,
    parts,
    reactions,
    reader,
    words,
)
from physfm.evaluation.grading.assumptions import Assumed, Assumption
from physfm.evaluation.grading.markup import plain, tidy
from physfm.evaluation.grading.numbers import Tolerance
from physfm.evaluation.grading.values import (
    KINDS,
    Choice,
    Formula,
    Hedged,
    Listed,
    Matrix,
    Measured,
    Particles,
    Span,
    Truth,
    Undetermined,
    Value,
    Words,
)
from physfm.symbolic import parse
from physfm.units import parse as parse_unit

REL_TOL = 5e-3
"""Relative difference that is forgiven where the caller says nothing: textbooks round to three figures."""
SECONDS = 1.0
"""After this time nothing further is tried."""
_HEDGED = "it gives two different answers"
_NO_ANSWER = "no answer of the kind that was asked for could be read"


@dataclass(frozen=True)
class Reading:
    """What was read from one side.

    Parameters
    ----------
    kind
        One of `physfm.evaluation.grading.values.KINDS`.
    value
        The number of a quantity; everything else as text.
    unit
        Of a quantity, ``"1"`` without one; None for everything else.
    """

    kind: str
    value: float | str
    unit: str | None = None


@dataclass(frozen=True)
class Grade:
    """The verdict on one answer.

    Parameters
    ----------
    correct
        Whether it is right.
    reason
        One line.
    answer, gold
        What was read from the two sides; None where nothing could be read.
    """

    correct: bool
    reason: str
    answer: Reading | None = None
    gold: Reading | None = None

    def __bool__(self) -> bool:
        return self.correct


def grade(
    answer: str,
    gold: str,
    *,
    assumptions: Mapping[str, Assumption] | None = None,
    rel_tol: float | None = REL_TOL,
    sigmas: float = 1.0,
    match_error: bool = False,
    unit: str | None = None,
    kind: str | None = None,
) -> Grade:
    r"""Grade an answer to a physics question.

    Both texts may be a bare value or whole sentences, in plain text, Unicode or LaTeX. What counts is the last
    statement: ``\boxed{}``, "Answer: ...", what follows a correction, else the last sentence that holds an answer. Two
    different answers side by side are wrong, and so is a number without the unit it needs.

    Parameters
    ----------
    answer
        Never raises, and takes about two seconds at most, whatever it holds.
    gold
        What is right. Numbers with units, ``±``, ranges; expressions, equations, inequalities; tuples, vectors, sets,
        intervals, matrices; yes and no; the letter of a choice; "cannot be determined"; words. Parts with labels
        (``(a) 2.0 A (b) 24 W``) are compared one by one, in any order.
    assumptions
        What the problem says of its symbols: a word (``{"B": "positive"}``), an open interval
        (``{"x": (0, 1)}``, which also picks the branch), or a number (``{"c": 1, "hbar": 1}``: natural units).
    rel_tol
        Relative difference of numbers that is forgiven. None goes by the figures of the gold: half a unit in its last
        place (zeros at the end of a whole number do not count beyond the second figure); expressions must then be equal
        exactly. Does not apply to a gold with a stated error.
    sigmas
        How many of its stated errors an answer may be away from the gold; half a unit of its last figure always is.
    match_error
        Whether the stated error must be right, too (within a quarter).
    unit
        Unit in which a bare number is understood, on both sides; without it a missing unit is wrong.
    kind
        What the gold is, where its text could be taken for something else: one of
        ``number expression equation interval tuple set matrix truth choice undetermined words``.

    Raises
    ------
    InputError
        If the gold or a setting cannot be used.
    """
    tolerance, known = _settings(gold, assumptions, rel_tol, sigmas, match_error, unit, kind)
    text = answer if isinstance(answer, str) else str(answer)
    text, gold = bearings.alike(tidy(text), tidy(gold))
    if kind is None and (wanted_parts := parts.labelled(gold)):
        settings = {"assumptions": assumptions, "rel_tol": rel_tol, "sigmas": sigmas, "match_error": match_error}
        return _by_part(text, wanted_parts, settings | {"unit": unit})
    try:
        candidates = golds.plausible(gold, kind)
    except Hedged as hedge:
        raise InputError(f"Expected a gold with one answer, got two: {hedge}.") from hedge
    if not candidates:
        raise InputError(f"Expected a gold that can be read as {kind or 'an answer'}, got {gold!r:.80}.")
    failed: Grade | None = None
    end = time.monotonic() + SECONDS
    name = beside.name(gold)
    named = beside.clause(text, name) if name else None
    for wanted in candidates:
        own = named if named is not None and isinstance(wanted, Measured) else text
        found = _against(own, wanted, known, tolerance, end)
        if found.correct and not isinstance(wanted, Words | Particles) and (other := directions.opposed(text, gold)):
            found = replace(found, correct=False, reason=f"it says {other!r}, which the gold does not")
        if found.correct:
            return found
        if isinstance(wanted, Particles) and wanted.evident and golds.names_particles(text):
            return found  # an electron neutrino is no electron
        if isinstance(wanted, Choice) and (found.answer is not None or found.reason.startswith(_HEDGED)):
            return found  # a letter was chosen, another one or two: that it may also name a symbol saves nothing
        if failed is None or (failed.answer is None and found.answer is not None):
            failed = found
        if time.monotonic() > end:
            break
    assert failed is not None
    return failed


def _by_part(text: str, wanted: Mapping[str, str], settings: Mapping[str, Any]) -> Grade:
    """Grade an answer in parts, each against the part of the gold with its label."""
    own = parts.labelled(text)
    own = parts.listed(text, [*wanted]) if own is None else own
    if own is None or own.keys() != wanted.keys():
        got = "none" if own is None else ", ".join(own)
        return Grade(False, f"expected the parts {', '.join(wanted)}, got {got}")
    for name, part in wanted.items():
        if not (found := grade(own[name], part, **settings)):
            return replace(found, reason=f"part {name}: {found.reason}")
    return Grade(True, "all parts agree")


def _settings(
    gold: str,
    assumptions: Mapping[str, Assumption] | None,
    rel_tol: float | None,
    sigmas: float,
    match_error: bool,
    unit: str | None,
    kind: str | None,
) -> tuple[Tolerance, Assumed]:
    if not isinstance(gold, str) or not gold.strip():
        raise InputError(f"Expected the gold as a text, got {gold!r:.80}.")
    if kind is not None and kind not in KINDS:
        raise InputError(f"Expected kind to be one of {', '.join(KINDS)}, got {kind!r}.{did_you_mean(kind, KINDS)}")
    if rel_tol is not None and not 0 <= rel_tol < 1:
        raise InputError(f"Expected rel_tol between 0 and 1 or None, got {rel_tol!r}.")
    if not sigmas >= 0:
        raise InputError(f"Expected sigmas not to be negative, got {sigmas!r}.")
    if unit is not None:
        unit = numbers.is_unit(plain(unit)) or unit
        parse_unit(unit)
    known = assumed.read(assumptions)
    return Tolerance(rel_tol, sigmas, match_error, unit, known.natural), known


def _against(text: str, wanted: Value, known: Assumed, tolerance: Tolerance, end: float) -> Grade:
    """Grade a text against one reading of the gold."""

    def fits(value: Value) -> bool:
        if isinstance(value, Measured) and isinstance(wanted, Measured):
            return numbers.comparable(value.unit, wanted.unit, tolerance)
        return True

    right = _reading(wanted)
    try:
        found = list(reader.as_kind(text, wanted.kind, fits, end))
        reasons = []
        for value in found:
            why = differ(value, wanted, known, tolerance)
            if not why:
                return Grade(True, f"{value} agrees with {wanted}", _reading(value), right)
            reasons.append((why, value))
    except Hedged as hedge:
        return Grade(False, f"{_HEDGED}: {hedge}", None, right)
    except (InputError, ArithmeticError, ValueError, RecursionError) as err:
        return Grade(False, f"the answer could not be compared: {' '.join(str(err).split())[:120]}", None, right)
    if not reasons:
        if reader.says_unknown(text):
            return Grade(False, f"it says that this cannot be determined; expected {wanted}", None, right)
        return Grade(False, f"{_NO_ANSWER} ({wanted.kind}; expected {wanted})", None, right)
    why, value = reasons[0]
    return Grade(False, " ".join(why.split()), _reading(value), right)


def _reading(value: Value) -> Reading:
    if isinstance(value, Measured):
        return Reading(value.kind, value.value, value.unit)
    return Reading(value.kind, str(value))


def differ(answer: Value, gold: Value, known: Assumed, tolerance: Tolerance) -> str:
    """Return why two values are not the same, an empty string if they are."""
    match answer, gold:
        case Measured(), Measured():
            return numbers.difference(answer, gold, tolerance)
        case ((Formula() | Measured()), (Formula() | Measured())):
            one, other = _formula(answer), _formula(gold)
            if one is None or other is None:  # hbar may be a unit on the one side and a symbol on the other
                sizes = [v if isinstance(v, Measured) else constants.value(v) for v in (answer, gold)]
                if sizes[0] and sizes[1]:
                    return numbers.difference(sizes[0], sizes[1], tolerance)
                return "one is a quantity with a unit and the other a formula"
            return comparison.difference(one, other, known, tolerance.rel_tol)
        case Particles(), Particles():
            return reactions.difference(answer, gold)
        case Words(), Words():
            return words.difference(answer, gold)
        case Span(), Span():
            return _spans(answer, gold, known, tolerance)
        case Listed(), Listed():
            return _lists(answer, gold, known, tolerance)
        case Matrix(), Matrix():
            return _matrices(answer, gold, known, tolerance)
        case Choice(), Choice():
            return "" if options.same(answer, gold) else f"expected {gold}, got {answer}"
        case (Truth(), Truth()) | (Undetermined(), Undetermined()):
            return "" if answer == gold else f"expected {gold}, got {answer}"
    return f"expected {gold.kind}, got {answer.kind}"


def _formula(value: Formula | Measured) -> Formula | None:
    if isinstance(value, Formula):
        return value
    text = repr(value.value)
    return Formula(text, parse(text)) if value.unit == "1" else None


def _spans(answer: Span, gold: Span, known: Assumed, tolerance: Tolerance) -> str:
    if answer.name and gold.name and assumed.canonical(answer.name) != assumed.canonical(gold.name):
        return f"expected an interval of {gold.name}, got one of {answer.name}"
    for own, wanted, closed, wanted_closed, name in (
        (answer.low, gold.low, answer.closed_low, gold.closed_low, "lower"),
        (answer.high, gold.high, answer.closed_high, gold.closed_high, "upper"),
    ):
        if (own is None) != (wanted is None):
            return f"the {name} bounds differ"
        if own is None or wanted is None:
            continue
        if why := differ(own, wanted, known, tolerance):
            return f"the {name} bounds differ: {why}"
        if None not in (closed, wanted_closed) and closed != wanted_closed:
            return f"the {name} bound is {'' if closed else 'not '}included"
    return ""


def _lists(answer: Listed, gold: Listed, known: Assumed, tolerance: Tolerance) -> str:
    if len(answer.items) != len(gold.items):
        return f"expected {len(gold.items)} entries, got {len(answer.items)}"
    if len(gold.items) == 2 and {answer.brackets, gold.brackets} == {"(", "["}:
        return "round and square brackets differ"
    rest = list(answer.items)
    if answer.names and set(answer.names) == set(gold.names):
        rest = [answer.items[answer.names.index(name)] for name in gold.names]
    axes = [name[-1].lower() for name in answer.names]
    if axes and not gold.names and sorted(axes) == list("xyz"[: len(axes)]):  # y = 5, x = 2
        rest = [answer.items[axes.index(axis)] for axis in sorted(axes)]
    for place, wanted in enumerate(gold.items, 1):
        at = 0
        why = differ(rest[0], wanted, known, tolerance)
        if why and not gold.ordered:
            at = next((k for k, own in enumerate(rest) if not differ(own, wanted, known, tolerance)), -1)
            why = "" if at >= 0 else f"{wanted} is missing"
        if why:
            return f"entry {place}: {why}"
        del rest[at]
    return ""


def _matrices(answer: Matrix, gold: Matrix, known: Assumed, tolerance: Tolerance) -> str:
    shapes = [(len(m.rows), len(m.rows[0])) for m in (answer, gold)]
    if shapes[0] != shapes[1]:
        return f"expected a matrix of shape {shapes[1]}, got {shapes[0]}"
    for row, (own, wanted) in enumerate(zip(answer.rows, gold.rows, strict=True), 1):
        for column, (one, other) in enumerate(zip(own, wanted, strict=True), 1):
            if why := differ(one, other, known, tolerance):
                return f"entry ({row}, {column}): {why}"
    return ""
