r"""Numbers with units in running text: ``9.81 m/s^2``, ``$1.60(2)\times10^{-19}$ C``, ``3 metres per second``.

Notable: what is not surely a unit ends the quantity (`physfm.guard.unit_reading`); the digits written are kept, because
a value can be held only to its own rounding. The text is the one that `physfm.guard.script.prose` shows, and every
search is bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from physfm.guard.unit_reading import OFFSET, SUPERSCRIPT, unit_at
from physfm.symbolic.dimensions import Dimension, of_unit
from physfm.units import factor

_DIGITS = r"(?:\d{1,3}(?:[ ,]\d{3})+(?![\d])(?:\.\d{1,20})?|\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})"
_EXPONENT = (
    r"(?:[eE](?P<e{0}>[-+]?\d{{1,3}})(?!\d|\.\d)"
    r"|\s{{0,8}}(?:[×*·]|\bx)\s{{0,8}}10\s{{0,2}}(?:(?:\^|\*\*)\s{{0,2}}\(?\s{{0,"
    r"2}}(?P<p{0}>[-+]?\s?\d{{1,3}})\s{{0,2}}\)?|(?P<s{0}>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})))"
)
_PLUS_MINUS = r"\s{0,8}(?:±|\+/-|\+-)\s{0,8}"
NUMBER = re.compile(
    rf"(?<![\w.^_])(?<!\d,)(?P<open>\(\s{{0,3}})?(?P<sign>[-+])?"
    rf"(?:(?P<bare>10)\s{{0,2}}(?:(?:\^|\*\*)\s{{0,2}}\(?\s{{0,2}}(?P<power>[-+]?\s?\d{{1,"
rf"3}})\s{{0,2}}\)?|(?P<script>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}))"
    rf"|(?P<value>{_DIGITS})(?P<concise>\(\d{{1,3}}\))?{_EXPONENT.format(1)}?)"
    rf"(?:{_PLUS_MINUS}(?P<error>{_DIGITS}){_EXPONENT.format(2)}?)?"
    rf"(?:(?<=[\d)⁰¹²³⁴⁵⁶⁷⁸⁹])(?P<close>\s{{0,3}}\)){_EXPONENT.format(3)}?)?"
)  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """A quantity as it stands in a text.

    Parameters
    ----------
    value, error
        In ``unit``; the error is None where none is stated.
    digit
        The worth of the last digit written, in ``unit``: how far the value may be rounded.
    unit
        As pint reads it; ``"1"`` without one, ``"%"`` counts as 0.01.
    other
        The unit if all that follows the first slash divides ("J/mol K"); the same where that makes no difference.
    written
        The unit as it stands there; empty without one.
    span
        Of number and unit.
    number_end
        Where the number ends.
    """

    value: float
    error: float | None
    digit: float
    unit: str
    other: str
    written: str
    span: tuple[int, int]
    number_end: int

    @property
    def dimension(self) -> Dimension:
        """Dimension of the unit."""
        return of_unit("kelvin" if self.unit in OFFSET else "1" if self.unit == "%" else self.unit)

    def within(self, unit: str) -> tuple[float, float, float]:
        """Return value, error (0 if none) and worth of the last digit in another unit of the same dimension.

        Raises
        ------
        UnitError
            If it is of another dimension.
        """
        if self.unit in OFFSET:
            scale = 1.0 if self.unit == "degC" else 5 / 9
            value = self.value + 273.15 if self.unit == "degC" else (self.value + 459.67) * scale
            to = factor("kelvin", unit)
            return value * to, (self.error or 0.0) * scale * to, self.digit * scale * to
        to = 0.01 if self.unit == "%" else factor(self.unit, unit)
        return self.value * to, (self.error or 0.0) * to, self.digit * to


_WORDLIKE = re.compile(r"[^\W_]")
FORMULA = re.compile(r"\$\$?([^$]{1,2000}?)\$\$?|\\\[(.{1,2000}?)\\\]|\\\((.{1,2000}?)\\\)", re.DOTALL)
_LETTERS = re.compile(r"(?:[A-Za-z]\s?)+(?:\s?\^.*)?")


def quantities(text: str, source: str = "") -> Iterator[Stated]:
    """Yield the numbers of a text, with their units where they have one.

    Parameters
    ----------
    source
        The text as written, of the same length: in its formulas a single letter that is not upright or set off with a
        space command is a symbol ("$4T = 100$ N"), not a unit.
    """
    formulas = [match.span() for match in FORMULA.finditer(source)] if "$" in source or "\\" in source else []
    at = place = 0
    while (match := NUMBER.search(text, at)) is not None:
        found = read(text, match)
        at = max(match.end(), found.span[1] if found else 0)
        if found is None:
            continue
        while place < len(formulas) and formulas[place][1] <= found.span[0]:
            place += 1
        if (
            found.written
            and place < len(formulas)
            and formulas[place][0] <= found.span[0] <= found.span[1] <= formulas[place][1]
        ):
            between = source[found.number_end : found.span[1]]
            if "\\" not in between and "~" not in between and _LETTERS.fullmatch(found.written):
                at = found.number_end
                found = replace(found, unit="1", other="1", written="", span=(found.span[0], found.number_end))
        yield found


def read(text: str, match: re.Match[str]) -> Stated | None:
    """Return the quantity of one `NUMBER`; None where it is no finite number."""
    part = match.groupdict()
    start, end = match.span()
    end -= len(match.group()) - len(match.group().rstrip())
    bracket = bool(part["open"]) and bool(part["close"])
    if part["open"] and not part["close"]:
        start = match.end("open")
    if part["close"] and not part["open"]:
        end = match.start("close")
        part |= {"e3": None, "p3": None, "s3": None}
    if part["bare"]:
        digits, exponent = "1", _exponent(part["power"], part["script"])
    else:
        digits = re.sub(r"[ ,]", "", part["value"])
        exponent = _exponent(part["e1"] or part["p1"], part["s1"])
    outer = _exponent(part["e3"] or part["p3"], part["s3"]) if bracket else 0
    scale = 10.0 ** max(-400, min(300, exponent + outer))
    decimals = len(digits.partition(".")[2])
    digit = 10.0**-decimals
    if "." not in digits and exponent == 0 and outer == 0:
        digit = 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else 1.0  # 300 may be rounded
    sign = -1.0 if (part["sign"] or "").strip() == "-" else 1.0
    value = sign * float(digits) * scale
    error: float | None = None
    if part["concise"]:
        error = int(part["concise"][1:-1]) * 10.0**-decimals * scale
    elif part["error"]:
        power = _exponent(part["e2"] or part["p2"], part["s2"])
        error = float(re.sub(r"[ ,]", "", part["error"])) * 10.0 ** max(-400, min(300, power + outer))
        if power and not exponent and not outer:  # "1.05 ± 0.02 x 10^-3": the power is of both
            value *= 10.0 ** max(-400, min(300, power))
            digit *= 10.0 ** max(-400, min(300, power))
    digit *= scale
    if not all(map(math.isfinite, (value, error or 0.0, digit))):
        return None
    unit, other, unit_end = unit_at(text, end)
    written = text[end:unit_end].strip()
    if _WORDLIKE.match(text, unit_end if written else end):
        return None  # "9189c6b9", "2x": no number by itself
    return Stated(value, error, digit, unit, other, written, (start, unit_end if written else end), end)


def _exponent(plain: str | None, script: str | None) -> int:
    return int((plain or (script or "0").translate(SUPERSCRIPT)).replace(" ", ""))
