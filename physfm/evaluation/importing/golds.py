r"""Golds from answers as books and data sets write them: ``$1.4$`` with the unit ``$10^3 \mathrm{~kg}/\mathrm{m}^3$``.

A gold is made only if our grader reads it as what was meant: a number is compared with the value and unit that are
worked out here, a formula must be read whole. Everything else is `Unreadable`, with a reason to count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from physfm.errors import InputError, UnitError
from physfm.evaluation.grading import Grade, grade
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.item import LETTERS, Form
from physfm.units import factor, parse


class Unreadable(Exception):
    """Why an answer makes no gold, in words that are counted."""


@dataclass(frozen=True)
class Gold:
    """A gold as `physfm.evaluation.item.Item` holds it, and what is asked for."""

    text: str
    form: Form


_DIGITS = r"(?:[-+]\s*)?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)"
_POWER = r"10\s*\^\s*\(?\s*(?P<{}>[-+]?\s*\d+)\s*\)?"
_NUMBER = re.compile(
    rf"(?:(?P<name>[^=≈<>]{{1,60}}?)[=≈]\s*)?"
    rf"(?:(?P<sign>[-+]?)\s*{_POWER.format('only')}|"
    rf"(?P<digits>{_DIGITS})(?:[eE](?P<e>[-+]?\d+)|\s*[×*]\s*{_POWER.format('shift')})?)(?P<unit>.*)",
    re.DOTALL,
)
_NAME = re.compile(r"[^-+*/<>≤≥=≈()|]{1,40}(?:\([^-+*/()]{0,20}\))?")
_OPTION = re.compile(r"\(?\s*(?:[A-Za-z]{1,2}|\\[A-Za-z]+)\s*\)?")
_CALLED = {"Torr": "torr", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "hr": "hour", "hours": "hour"}
_CONSTANT = re.compile(r"(?:[\d\s.+\-*/^()×π]|sqrt|ln|exp|pi)+")
_SEVERAL = re.compile(
    r"\\begin|\\q?quad|\\\\|(?<!\\)[;|\n]|(?<!\\),(?!\d{3}(?!\d)|[^(]*\))|\\(?:text|mathrm|rm)\s*\{\s*(?:and|or)\s*\}"
)
_SUBSCRIPT = re.compile(r"[_^]\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\text\s*\{[^{}]*\})")
_WORDS = re.compile(r"\\(?:text|mathrm|textbf|textrm|mbox)\s*\{[^{}]*[A-Za-z]{2,}[^{}]*\}|(?<![\\A-Za-z])[A-Za-z]{5,}")
_VECTOR = re.compile(r"\\(?:hat|vec|mathbf|boldsymbol|bm)\b|[îĵ]")
_BEYOND = re.compile(
    r"\\(?:sum|int|oint|prod|lim|partial|nabla|d*dot|propto|to|[rR]ightarrow|sim|pm|mp|ll|gg|[lc]?dots)\b"
)


def number(value: str, unit: str, power: int = 0) -> Gold:
    """A number with a unit.

    Parameters
    ----------
    value
        Digits, perhaps with an exponent, in plain text or LaTeX.
    unit
        In plain text or LaTeX, perhaps with a power of ten in front.

    Raises
    ------
    Unreadable
        If either cannot be read, or our grader reads the whole as something else.
    """
    match = _NUMBER.fullmatch(tidy(value))
    if match is None or match["unit"].strip():
        raise Unreadable("without a number" if match is None else "with words beside the number")
    shift, named = quantity(unit)
    return _written(match, named, shift + power)


def choice(answer: str, choices: Sequence[str]) -> Gold:
    """The letter of a choice, from its letter or its text.

    Raises
    ------
    Unreadable
        If it is none of them, or they are too few or too many for letters.
    """
    if not 2 <= len(choices) <= len(LETTERS) or not all(choices):
        raise Unreadable(f"without two to {len(LETTERS)} choices")
    if choices.count(answer) == 1:
        return Gold(LETTERS[choices.index(answer)], "choice")
    letter = answer.strip("(). ").upper()
    if letter not in tuple(LETTERS[: len(choices)]):
        raise Unreadable("with an answer that is none of the choices")
    return Gold(letter, "choice")


def quantity(text: str) -> tuple[int, str]:
    r"""Power of ten and plain unit of a unit in plain text or LaTeX; ``"1"`` is no unit.

    Raises
    ------
    Unreadable
        If it is a vector's, or none that is known.
    """
    if _VECTOR.search(re.sub(r"\\(?:mathbf|boldsymbol|bm)\s*\{\s*~?\s*([A-Za-zµ]+)\s*\}", r"\1", text)):
        raise Unreadable("with a vector")
    flat = tidy(text).rstrip(".,;").strip()
    power = 0
    if match := re.match(rf"(?:[×*]\s*)?{_POWER.format('power')}\s*[*×]?\s*", flat):
        power, flat = int(match["power"].replace(" ", "")), flat[match.end() :]
    if not flat:
        return power, "1"
    flat = re.sub(r"µ\s+", "µ", flat)
    flat = re.sub(r"(?<=\w)\s*°\s*C(?=\s*\^\s*\(?-)", "*K", flat)  # a difference of temperatures
    flat = re.sub(r"°\s*C(?=\s*\^\s*\(?-)|(?<=/)\s*°\s*C", "K", flat)
    flat = re.sub(r"°\s*([CF])\b", r"°\1", flat)
    flat = re.sub(r"\^\s*\(([-+]?\d+)\)", r"^\1", flat)
    flat = re.sub(r"\s*([/*])\s*", r"\1", flat)
    flat = re.sub(r"(?<=[\w)])\s+(?=[A-Za-zµ°Å%])", "*", flat)
    flat = re.sub(r"[A-Za-z]+", lambda match: _CALLED.get(match[0], match[0]), flat)
    if "." in flat:
        raise Unreadable("with a unit that is not known")
    try:
        parse(flat)
    except UnitError as err:
        raise Unreadable("with a unit that is not known") from err
    return power, flat


def read(text: str, question: str = "") -> Gold:
    """A number with its unit, or a formula, from the text of an answer.

    Parameters
    ----------
    question
        Its symbols: what may be one of them is not taken for a unit.

    Raises
    ------
    Unreadable
        If it is none of these, more than one, or our grader reads it as something else.
    """
    bare = re.sub(r"[;,]\s*\}(\s*\$?)$", r"}\1", text.strip().strip(".;,").strip())
    if not bare:
        raise Unreadable("without an answer")
    match = _NUMBER.fullmatch(tidy(bare))
    name = "" if match is None else (match["name"] or "").strip()
    if match is not None and not _SEVERAL.search(bare) and (not name or _NAME.fullmatch(name)):
        try:
            shift, named = quantity(match["unit"])
        except Unreadable:
            pass
        else:
            if _symbol(bare, named, question) or (named, name) == ("g", "a"):
                raise Unreadable("with a unit that may be a symbol")
            return _written(match, named, shift)
    return _formula(bare)


def tidy(text: str) -> str:
    """LaTeX as plain text, on one line."""
    text = re.sub(r"\{\s*([-+]?)\s*(\d+)\s*\}", r"{\1\2}", text)
    text = re.sub(r"(?<![\^_\w}])\{(\d+)\}(?=\s*\^)", r"\1", text)
    text = re.sub(r"\{\s*(\\(?:text|mathrm|rm)\s*\{[^{}]*\})\s*\}(?=\s*\^)", r"\1", text)
    text = re.sub(r"^(\s*\$?\s*)[–−]\s*(?=\d)", r"\1-", text)
    return re.sub(r"\s*\^\s*", "^", plain(text)).replace("μ", "µ")


def agreed(gold: str, assumptions: Mapping[str, str] | None = None) -> Grade:
    """What the grader says of a gold as its own answer.

    Parameters
    ----------
    assumptions
        Of a formula: one word for each symbol.

    Raises
    ------
    Unreadable
        If it cannot read it, or the gold is not even right itself.
    """
    try:
        found = grade(gold, gold, assumptions=assumptions or {}, rel_tol=None)
    except InputError as err:
        raise Unreadable("that the grader cannot read") from err
    if not found.correct or found.gold is None:
        raise Unreadable("that the grader cannot read")
    return found


def _written(match: re.Match[str], unit: str, power: int) -> Gold:
    """The number of a match in a spelling that the grader reads as that number."""
    if match["digits"]:
        digits = re.sub(r"[,\s]", "", match["digits"])
        power += int((match["e"] or match["shift"] or "0").replace(" ", ""))
    else:
        digits, power = f"{match['sign']}1", power + int(match["only"].replace(" ", ""))
    value = float(f"{digits}e{power}")
    if not math.isfinite(value) or (value == 0.0 and float(digits) != 0.0):
        raise Unreadable("with a number out of range")
    for spelling in _spellings(digits, power, unit):
        if _means(spelling, value, unit):
            return Gold(spelling, "number")
    raise Unreadable("with a number that the grader reads in another way")


def _spellings(digits: str, power: int, unit: str) -> Iterator[str]:
    numbers = (
        [digits] if not power else [f"{digits}e{power}", f"{digits} × 10^{power}", f"{float(f'{digits}e{power}'):f}"]
    )
    short = "" if unit == "1" else f"{parse(unit):~C}".replace("**", "^")
    units = [unit, short] if re.fullmatch(r"[A-Za-zµÅ°%]+", unit) else [short, unit]
    units = [""] if unit == "1" else list(dict.fromkeys([*units, f"{parse(unit):C}".replace("**", "^")]))
    yield from (f"{each} {named}".strip() for named in units for each in numbers)


def _means(text: str, value: float, unit: str) -> bool:
    """Whether the grader reads a text as a number."""
    try:
        found = agreed(text).gold
    except Unreadable:
        return False
    if found is None or found.kind != "number" or not isinstance(found.value, float):
        return False
    try:
        ratio = 1.0 if parse(found.unit or "1") == parse(unit) else factor(found.unit or "1", unit)
    except UnitError:
        return False
    return math.isclose(found.value * ratio, value, rel_tol=1e-9, abs_tol=1e-300)


def _symbol(text: str, unit: str, question: str) -> bool:
    """Whether a unit of one letter, not set upright, is a symbol of the question."""
    if not re.fullmatch(r"[A-Za-z]", unit) or re.search(r"\\(?:text|mathrm|rm)\b", text) or "$" not in question:
        return False
    formulas = re.findall(r"\$([^$]*)\$", question)
    return any(re.search(rf"(?<![\\A-Za-z]){unit}(?![A-Za-z])", formula) for formula in formulas)


def _formula(text: str) -> Gold:
    bare = text.strip("$ ")
    inner = _SUBSCRIPT.sub("", bare)
    if "$" in bare or _WORDS.search(inner):
        raise Unreadable("in words")
    if re.fullmatch(r"[A-Za-z]{3,}|no", bare, re.IGNORECASE):
        raise Unreadable("in words")
    if _OPTION.fullmatch(bare):
        raise Unreadable("of one letter")
    if re.search(r"\\(?:text|mathrm)\b", inner):
        raise Unreadable("with units in a formula")
    if _SEVERAL.search(bare) or bare.count("=") > 1:
        raise Unreadable("with several answers in one")
    if _VECTOR.search(bare) and "\\times" in bare:
        raise Unreadable("with a vector product")
    if _BEYOND.search(bare):
        raise Unreadable("with operators beyond formulas")
    found = agreed(bare).gold
    if found is None:
        raise Unreadable("that the grader cannot read")
    left, _, right = tidy(bare).rpartition("=")
    if found.kind == "number" and _CONSTANT.fullmatch(right) and not re.search(r"[-+]", left):
        return Gold(bare, "number")
    if found.kind not in ("expression", "equation"):
        raise Unreadable(f"that the grader reads as {found.kind}")
    if _squeezed(str(found.value)) not in (
        _squeezed(bare),
        _squeezed(re.sub(r"^([^=()]+)\([^()]*\)\s*=", r"\1=", bare)),
    ):
        raise Unreadable("of which the grader reads a part")
    return Gold(bare, "expression")


def _squeezed(text: str) -> str:
    return re.sub(r"\\[,;:! ]|\\(?:left|right)(?![a-zA-Z])\.?|[\s${}]", "", text)
