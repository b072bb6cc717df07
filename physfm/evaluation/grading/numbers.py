"""Numbers with units: reading one from a passage, and whether two agree.

Reading rests on `physfm.tools.reading`; added here are exact numbers (``3\\pi/4``, ``sqrt(2)/2``), numbers in words,
what is negated ("not 3 m") and what is hedged ("3 m or 5 m"). Agreement: `Tolerance`.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from physfm import evidence
from physfm.errors import InputError, UnitError
from physfm.evaluation.grading.conversion import (
    convert,
    gaussian,
    handbook,
    natural,
    ratio_of,
    same_dimension,
)
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.numerals import figures
from physfm.evaluation.grading.spoken import ratio, spelled, vanishes
from physfm.evaluation.grading.values import Hedged, Measured, half_step
from physfm.symbolic import evaluate, parse, read_quantity, symbols
from physfm.symbolic.tree import Relation
from physfm.tools.quantity import tidy
from physfm.tools.reading import Found, quantities

SECONDS = 0.5
"""Time that reading one passage may take; what was found by then counts."""
_ABOUT = r"(?:about|approximately|approx\.?|around|roughly|nearly|almost|exactly|some|circa|ca\.|~|≈|=|only|just|\+)"
_NEGATED = re.compile(
    r"(?:\bnot|n't|\brather than|\binstead of|\bnever|\bnor|\bneither)\s+(?:(?:be|exactly|about|the|a|an|"
    r"equal|to|is)\s+)*$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\s*(?:is|are|was|were)(?:\s+not\b|n't\b|\s+wrong\b)", re.IGNORECASE)
_BOUNDED = re.compile(
    r"(?<!just )(?<!slightly )(?<!a little )\b(?:(?:less|more|greater|smaller|higher|lower|fewer|larger|bigger"
    r"|shorter|longer|slower|faster)\s+than(?:\s+or\s+equal\s+to)?|at\s+(?:least|most)|(?:no|not)\s+(?:less|more)\s+than"
    r"|(?:(?:is|are|was|be|stays?|lies?)\s+|^\W*)(?:below|above|under|over))\s+(?:about\s+|the\s+)?$"
    r"|(?:(?<![-=<>])[<>]=?|[≤≥])\s*$",
    re.IGNORECASE,
)
_BOUNDS = re.compile(r"\s*(?:[<>]=?|[≤≥])\s*[A-Za-z]")
_DOUBT = re.compile(r"\b(?:might|could|may) (?:also )?be\b|\bmaybe\b|\bperhaps\b|\bpossibly\b", re.IGNORECASE)
_JOINED = re.compile(
    r"\s*(?:,|/|\bor\s+[^\W\d]\w{0,5}\s*=|\bor\b|\band\b|\bmaybe\b|\bperhaps\b|\bpossibly\b|\beither\b|\bit could be\b|"
    r"\balternatively\b|\balso\b|\s)+\s*",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(r"(?<![\w/^*])\((?!\s*[-+]?[\d.]+\s*(?:±|\+/?-))[^()]*[A-Za-z=≈][^()]*\)(?!\s*[*/^=]|\s*/)")
_CONCISE_POWER = re.compile(r"^[-+−]?[\d.]+\(\d{1,3}\)[eE]([-+]?\d{1,3})")
_COUNTED = re.compile(r"photons?|electrons?|atoms?|ions?|revolutions?|turns?|cycles?|rev|molecules?|particles?|counts?")
_NAMED_OR = re.compile(r"\bor\s+[^\W\d]\w{0,5}\s*=")
_BARE = re.compile(r"(?<![A-Za-z])(ln|log|exp|sin|cos|tan|sqrt)\s*(\d+(?:\.\d+)?|π|pi\b)")
_ANGLE = re.compile(r"(?<![A-Za-z])(sin|cos|tan)\s*\(?\s*(\d+(?:\.\d+)?)\s*(?:°|deg(?:rees?)?\b)\s*\)?")
# (ln 2)/(5730 yr)
_UNIT_BELOW = re.compile(
    r"(?P<above>[^=/]{1,40}?)\s*/\s*\(\s*(?P<value>\d+(?:\.\d+)?(?:e[-+]?\d+)?)"
    r"\s*(?P<unit>[A-Za-zµΩ][\w^*/ ]{0,20}?)\s*\)"
)
_TIMES = {"half": 0.5, "half of": 0.5, "twice": 2.0, "double": 2.0, "two times": 2.0, "three times": 3.0,
          "four times": 4.0, "a third of": 1 / 3, "one third of": 1 / 3, "a quarter of": 0.25,
          "one quarter of": 0.25}  # fmt: skip
_MULTIPLE = re.compile(rf"\b({'|'.join(sorted(_TIMES, key=len, reverse=True))})\s+$", re.IGNORECASE)
_ZERO_COMMA = re.compile(r"(?<![\w.,(\[{])([-+]?0),(\d+)(?=\s*[A-Za-zµΩ°%])")
_LEAD = re.compile(rf"^(?:\s*{_ABOUT}\s*)+", re.IGNORECASE)
_BREAK = re.compile(
    r"[=≈→:]|\b(?:is|was|are|be|equals?|of|to|get|gives?|obtain|find|by|as|at|becomes?)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Tolerance:
    """What counts as the same number.

    Parameters
    ----------
    rel_tol
        Relative difference; None goes by the figures that the gold is written with.
    sigmas
        A gold with a stated error asks for agreement within so many of them, whatever ``rel_tol`` is.
    match_error
        Whether a stated error must be stated by the answer, too, within a quarter of it.
    unit
        Unit in which a bare number is understood, on both sides.
    natural
        Constants that the problem sets to one, of ``c hbar k_B G epsilon_0 e``.
    """

    rel_tol: float | None
    sigmas: float = 1.0
    match_error: bool = False
    unit: str | None = None
    natural: tuple[str, ...] = ()


def constant(text: str) -> float | None:
    """Return the value of an expression without symbols, None if it is none."""
    if not re.search(r"[\dπ∞]|pi", text) or len(text) > 200:
        return None
    text = _BARE.sub(r" \1(\2)", text).strip()
    try:
        tree = parse(text, "text")
        if isinstance(tree, Relation) or symbols(tree):
            return None
        found = complex(evaluate(tree))
    except (InputError, ArithmeticError, ValueError):
        return None
    return found.real if not found.imag and math.isfinite(found.real) else None


@cache
def is_unit(text: str) -> str | None:
    """Return the unit as pint reads it, None if it is none."""
    if re.search(r"=|\(\s*\d", text):
        return None  # m (1 au) is a remark
    try:
        return read_quantity(f"1 {text}", tidy).unit
    except InputError:
        return None


def alone(text: str) -> Measured | None:
    """Read a text that is one number with its unit and nothing else; exact numbers count, words do not."""
    text = _ANGLE.sub(r"\1(\2*π/180)", spelled(text))
    text = _LEAD.sub("", text).strip().strip("$*").rstrip(".,;:!?").strip()
    if not text or len(text) > 200:
        return None
    if (quotient := ratio(text)) is not None:
        return Measured(quotient)
    text = re.sub(
        r"^([-+]?)(\d+,(?:\d{1,2}|\d{4,})|0,\d+)(?![\d,])", lambda m: m[1] + m[2].replace(",", "."), text
    )  # a decimal comma
    text = re.sub(r"^\[([^][,]*)\]$", r"\1", text)
    found = next(quantities(text), None)
    if found and found.unit != "pi" and not text[: found.start].strip() and not text[found.end :].strip(" .*"):
        return _measured(found)
    if below := _UNIT_BELOW.fullmatch(text):
        above, unit = constant(below["above"].strip("() ")), is_unit(f"1/({below['unit']})")
        if above is not None and unit and float(below["value"]):
            return Measured(above / float(below["value"]), unit)
    for place in (len(text), *(m.start() for m in re.finditer(r"\s+|(?<=[\d)π])(?=[A-Za-zµΩ°%])", text))):
        unit = re.sub(r"^ +/(?=[A-Za-zµ])", "1/", text[place:]).strip(" *")  # 240 /mm
        if unit and not re.match(r"[A-Za-zµΩ°%(1]", unit):
            continue
        value = constant(text[:place])
        if value is not None and (not unit or is_unit(unit)):
            return Measured(value, is_unit(unit) or "1" if unit else "1")
    return None


def stated(passage: str, fits: Callable[[str], bool] | None = None) -> Measured | None:
    """Read the number that a passage states last.

    Parameters
    ----------
    fits
        Of several numbers those count whose unit this takes. Without, the last number counts.

    Raises
    ------
    Hedged
        If two different numbers of one dimension stand side by side ("3 m or 5 m").
    """
    text = _ZERO_COMMA.sub(r"\1.\2", spelled(figures(plain(passage))).strip())
    if re.match(r"(?:[^=]*=)?\s*(?:±|\+/-)\s*\.?\d", text):
        raise Hedged(text[:60])
    if vanishes(text):
        return Measured(0.0)
    behind = text if _NAMED_OR.search(text) else re.split(r"[=≈→]", text)[-1]
    for part in (text, behind):
        if (found := alone(part)) is not None:
            return found
    text = _EXPLAINS.sub(" ", text)
    numbers = list(_numbers(text))
    chosen = [(number, found) for number, found in numbers if fits is None or fits(number.unit)]
    if not chosen:
        return _exact(text) or (numbers[-1][0] if numbers else None)
    number, last = chosen[-1]
    if re.fullmatch(r"\s+[-+]?\d[\d.]*", text[last.end :]):
        return None
    if len(chosen) > 1:
        before, other = chosen[-2]
        between = text[other.end : last.start]
        if re.search(r"\b(?:uncertainty|error)\s+(?:of|is|=)\s*$", between):
            size = last.value * ratio_of(last.unit, before.unit)
            return Measured(before.value, before.unit, size, size, before.step)
        doubted = len(between) < 60 and _DOUBT.search(between)
        if (doubted or (_JOINED.fullmatch(between) and between.strip())) and not _close(before, number):
            raise Hedged(f"{other.text} and {last.text}")
    if last.unit == "1" and (exact := _exact(text)) is not None:
        return exact
    return number


def _exact(text: str) -> Measured | None:
    """An exact number behind the last verb or sign: ``the period is 2π√2 s``."""
    for match in list(_BREAK.finditer(text))[:-4:-1]:
        rest = text[match.end() :]
        if not re.search(r"[π√]|sqrt|\^|pi|/", rest):
            return None
        found = alone(rest) or alone(re.split(r",|\b(?:for|where|with|which|because|since)\b", rest)[0])
        if found is not None:
            return found
    return None


def _numbers(text: str) -> Iterator[tuple[Measured, Found]]:
    end = time.monotonic() + SECONDS
    for found in quantities(text):
        denied = _NEGATED.search(text[max(0, found.start - 40) : found.start]) or _DENIED.match(text, found.end)
        # "less than 42 N" bounds a value and gives none
        before = text[max(0, found.start - 40) : found.start]
        bounded = _BOUNDED.search(before) or (_BOUNDS.match(text, found.end) and not re.search(r"[=≈]\s*$", before))
        if not denied and not bounded:
            times = _MULTIPLE.search(before)
            yield _times(_measured(found), _TIMES[times[1].lower()] if times else 1.0), found
        if time.monotonic() > end:
            return


def _times(number: Measured, factor: float) -> Measured:
    """``twice 6 N``."""
    low, high, step = (factor * size for size in (number.low, number.high, number.step))
    return replace(number, value=factor * number.value, low=low, high=high, step=step)


def _measured(found: Found) -> Measured:
    fraction = re.match(r"\s*[-+]?\d+/\d+", found.text)
    written = [] if fraction else evidence.numbers(found.text)
    step = written[0].step if written else 0.0
    if power := _CONCISE_POWER.search(found.text):  # 6.674(2)e-11: the last figure is scaled as well
        step *= 10.0 ** int(power[1])
    return Measured(found.value, found.unit, found.low, found.high, step)


# Agreement ------------------------------------------------------------------------------------------------------------


def _counted(one: Measured, other: Measured) -> tuple[Measured, Measured]:
    """Numbers of things as bare numbers, where the other side has no unit: 7 revolutions, 3.2e23 molecules."""
    pair = [one, other]
    for k in (0, 1):
        if pair[1 - k].unit == "1" and _COUNTED.fullmatch(pair[k].unit):
            pair[k] = replace(pair[k], unit="1")
    return pair[0], pair[1]


def _close(one: Measured, other: Measured) -> bool:
    try:
        value = convert(one.value, one.unit, other.unit)
    except UnitError:
        return False
    room = max(half_step(other), half_step(one) * abs(ratio_of(one.unit, other.unit) or 0.0), 5e-3 * abs(other.value))
    return abs(value - other.value) <= room


def comparable(one: str, other: str, tolerance: Tolerance) -> bool:
    """Whether numbers in two units can be the same quantity."""
    one, other = (tolerance.unit if tolerance.unit and unit == "1" else unit for unit in (one, other))
    if same_dimension(one, other) or gaussian(one, other) is not None or handbook(one, other) != one:
        return True
    if handbook(other, one) != other:
        return True
    return bool(tolerance.natural) and natural(one, other, tolerance.natural) is not None


def difference(answer: Measured, gold: Measured, tolerance: Tolerance) -> str:
    """Return why two numbers do not agree, an empty string if they do."""
    unit = tolerance.unit
    one, other = (_with_unit(number, unit) for number in (answer, gold))
    one, other = _counted(one, other)
    one = replace(one, unit=handbook(one.unit, other.unit))
    other = replace(other, unit=handbook(other.unit, one.unit))
    bare = one.unit == "1" != other.unit and not same_dimension("1", other.unit)
    if bare and tolerance.natural and natural("1", other.unit, tolerance.natural) is not None:
        bare = False  # v = 0.6 where c is one
    if bare and not (one.value == 0 == other.value):
        return f"a unit is missing: expected one like {other.unit}, got the bare number {one.value:.6g}"
    if one.value == 0 == other.value and "1" in (one.unit, other.unit):
        return ""
    try:
        value = convert(one.value, one.unit, other.unit, tolerance.natural)
        zero = convert(0.0, one.unit, other.unit, tolerance.natural)
        scale = abs(convert(1.0, one.unit, other.unit, tolerance.natural) - zero)
    except UnitError:
        return f"{one.unit} is of another dimension than {other.unit}"
    low, high = _room(
        Measured(value, other.unit, one.low * scale, one.high * scale, one.step * scale), other, tolerance
    )
    gap = value - other.value
    if zero and one.unit != other.unit:  # 300 K is 27 °C
        low, high = (max(size, half_step(other)) for size in (low, high))
    if not -low <= gap <= high:
        return f"{value:.6g} differs from {other.value:.6g} {other.unit if other.unit != '1' else ''}".rstrip() + _by(
            gap, other.value
        )
    if tolerance.match_error and (other.low or other.high):
        for own, wanted in ((one.low * scale, other.low), (one.high * scale, other.high)):
            if abs(own - wanted) > 0.25 * wanted:
                return f"the stated error {own:.3g} is not {wanted:.3g} {other.unit}"
    return ""


def _with_unit(number: Measured, unit: str | None) -> Measured:
    if unit is None or number.unit != "1":
        return number
    return Measured(number.value, unit, number.low, number.high, number.step)


def _room(answer: Measured, gold: Measured, tolerance: Tolerance) -> tuple[float, float]:
    """How far below and above the gold an answer may be."""
    tiny = 1e-9 * abs(gold.value)
    rounded = half_step(answer) if answer.step and answer.step <= 0.01 * abs(answer.value) else 0.0
    if gold.low or gold.high:
        # With an error the zeros at the end count: 100 ± 2 is known to the unit.
        least = max(0.5 * min(gold.step, *(size for size in (gold.low, gold.high) if size)), rounded)
        return max(tolerance.sigmas * gold.low, least) + tiny, max(tolerance.sigmas * gold.high, least) + tiny
    if tolerance.rel_tol is None:
        room = half_step(gold) if gold.step else rounded
    else:
        room = tolerance.rel_tol * max(abs(answer.value), abs(gold.value))
    return room + tiny, room + tiny


def _by(gap: float, value: float) -> str:
    return f" by {100 * abs(gap / value):.3g} %" if value else ""
