r"""Numbers with units in running text: ``9.81 m/s^2``, ``$1.60(2)\times10^{-19}$ C``, ``3 metres per second``.

Units are read atom by atom from a closed list, since prose holds words that a registry takes for units ("in", "a").
Notable: what is not surely a unit ends the quantity; the digits written are kept, because a value can be held only to
its own rounding. The text is the one that `physfm.guard.script.prose` shows, and every search is bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from physfm.errors import UnitError
from physfm.symbolic.dimensions import Dimension, of_unit
from physfm.units import factor

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
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
LONGEST = 120
"""Characters that a unit may take."""


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
        return of_unit("kelvin" if self.unit in _OFFSET else "1" if self.unit == "%" else self.unit)

    def within(self, unit: str) -> tuple[float, float, float]:
        """Return value, error (0 if none) and worth of the last digit in another unit of the same dimension.

        Raises
        ------
        UnitError
            If it is of another dimension.
        """
        if self.unit in _OFFSET:
            scale = 1.0 if self.unit == "degC" else 5 / 9
            value = self.value + 273.15 if self.unit == "degC" else (self.value + 459.67) * scale
            to = factor("kelvin", unit)
            return value * to, (self.error or 0.0) * scale * to, self.digit * scale * to
        to = 0.01 if self.unit == "%" else factor(self.unit, unit)
        return self.value * to, (self.error or 0.0) * to, self.digit * to


_OFFSET = ("degC", "degF")
_PREFIXES = {
    "y": "yocto", "z": "zepto", "a": "atto", "f": "femto", "p": "pico", "n": "nano", "μ": "micro", "u": "micro",
    "m": "milli", "c": "centi", "d": "deci", "k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta",
    "E": "exa",
}  # fmt: skip
_SYMBOLS = {
    "m": "meter", "s": "second", "g": "gram", "A": "ampere", "K": "kelvin", "mol": "mole", "J": "joule", "N": "newton",
    "W": "watt", "Pa": "pascal", "C": "coulomb", "V": "volt", "Ω": "ohm", "F": "farad", "T": "tesla", "Wb": "weber",
    "H": "henry", "Hz": "hertz", "eV": "electron_volt", "pc": "parsec", "b": "barn", "L": "liter", "bar": "bar",
    "Bq": "becquerel", "Sv": "sievert", "Gy": "gray", "rad": "radian", "yr": "julian_year", "S": "siemens",
    "Ci": "curie",
    "lm": "lumen", "cd": "candela", "sr": "steradian", "ohm": "ohm", "Da": "dalton", "Å": "angstrom",
}  # fmt: skip
_PLAIN = {
    "min": "minute", "h": "hour", "hr": "hour", "day": "day", "d": "day", "year": "julian_year", "y": "julian_year",
    "ly": "light_year", "AU": "astronomical_unit", "au": "astronomical_unit", "atm": "standard_atmosphere",
    "cal": "calorie", "kcal": "kilocalorie", "mi": "mile", "ft": "foot", "lb": "pound", "mph": "mile/hour",
    "psi": "psi",
    "u": "unified_atomic_mass_unit", "amu": "unified_atomic_mass_unit", "c": "speed_of_light", "e": "elementary_charge",
    "M_sun": "solar_mass", "Msun": "solar_mass", "M_⊙": "solar_mass", "M⊙": "solar_mass", "M☉": "solar_mass",
    "M_☉": "solar_mass", "deg": "degree", "°": "degree", "°C": "degC", "°F": "degF", "%": "%", "erg": "erg",
    "dyn": "dyne", "gauss": "gauss", "torr": "torr", "Torr": "torr", "mmHg": "mmHg", "rpm": "revolution/minute",
    "rev": "revolution", "l": "liter", "cc": "centimeter**3", "hp": "horsepower", "Btu": "Btu", "kWh": "kilowatt_hour",
    "arcsec": "arcsecond", "arcmin": "arcminute", "hbar": "hbar", "ℏ": "hbar", "Ry": "rydberg", "ppm": "ppm",
    "cm3": "centimeter**3", "m3": "meter**3", "m2": "meter**2", "cm2": "centimeter**2", "s2": "second**2",
    "km2": "kilometer**2", "Ah": "ampere*hour",
}  # fmt: skip
_WORDS = {
    "meter": "meter", "metre": "meter", "second": "second", "sec": "second", "gram": "gram",
    "ampere": "ampere", "amp": "ampere",
    "kelvin": "kelvin", "kelvins": "kelvin", "mole": "mole", "joule": "joule", "newton": "newton", "watt": "watt",
    "pascal": "pascal", "coulomb": "coulomb", "volt": "volt", "ohm": "ohm", "farad": "farad", "tesla": "tesla",
    "weber": "weber", "henry": "henry", "henries": "henry", "hertz": "hertz", "electronvolt": "electron_volt",
    "electron-volt": "electron_volt", "parsec": "parsec", "barn": "barn", "liter": "liter", "litre": "liter",
    "becquerel": "becquerel", "sievert": "sievert", "radian": "radian", "ton": "metric_ton", "tonne": "metric_ton",
}  # fmt: skip
_LONG = {
    "minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "julian_year",
    "mile": "mile", "foot": "foot", "feet": "foot", "yard": "yard", "inch": "inch", "inche": "inch", "pound": "pound",
    "degree": "degree", "percent": "%", "calorie": "calorie", "atmosphere": "standard_atmosphere",
    "light-year": "light_year", "angstrom": "angstrom", "horsepower": "horsepower", "century": "century",
    "kilometer": "kilometer", "revolution": "revolution", "kilowatt-hour": "kilowatt_hour", "gallon": "gallon",
    "femtometer": "femtometer", "fermi": "femtometer", "centimeter": "centimeter",
}  # fmt: skip
_LONG_PREFIXES = (
    "atto",
    "femto",
    "pico",
    "nano",
    "micro",
    "milli",
    "centi",
    "kilo",
    "mega",
    "giga",
    "tera",
    "peta",
    "exa",
)
_PHRASES = (
    (re.compile(r"solar[ -]mass(?:es)?\b", re.IGNORECASE), "solar_mass"),
    (re.compile(r"light[ -]years?\b", re.IGNORECASE), "light_year"),
    (re.compile(r"light[ -]seconds?\b", re.IGNORECASE), "light_second"),
    (re.compile(r"astronomical units?\b", re.IGNORECASE), "astronomical_unit"),
    (re.compile(r"electron[ -]?volts?\b", re.IGNORECASE), "electron_volt"),
    (re.compile(r"(?:unified )?atomic mass units?\b", re.IGNORECASE), "unified_atomic_mass_unit"),
    (re.compile(r"degrees? (?:celsius|centigrade)\b|[°º]\s{0,12}C\b", re.IGNORECASE), "degC"),
    (re.compile(r"degrees? fahrenheit\b|[°º]\s{0,12}F\b", re.IGNORECASE), "degF"),
    (re.compile(r"per ?cent\b", re.IGNORECASE), "%"),
    (re.compile(r"elementary charges?\b", re.IGNORECASE), "elementary_charge"),
    (re.compile(r"pounds? per square inch\b", re.IGNORECASE), "psi"),
    (re.compile(r"inverse femtobarns?\b", re.IGNORECASE), "femtobarn**-1"),
    (re.compile(r"mm\s{0,12}Hg\b"), "mmHg"),
    (re.compile(r"M_\(?(?:sun|⊙|☉)\)?|M[⊙☉]"), "solar_mass"),
)


@cache
def _atoms() -> dict[str, str]:
    """Every unit of one word, as it is written, and what pint calls it."""
    found = dict(_PLAIN)
    for symbol, name in _SYMBOLS.items():
        for prefix, long in _PREFIXES.items():
            if not (name in ("bar", "julian_year", "standard_atmosphere") and prefix in "dyzafpcnEPu"):
                found.setdefault(prefix + symbol, long + name)
        found[symbol] = name
    for word, name in _WORDS.items():
        for prefix in ("", *_LONG_PREFIXES):
            for plural in (word, word + "s"):
                found.setdefault(prefix + plural, prefix + name)
    for word, name in _LONG.items():
        found.setdefault(word, name)
        found.setdefault(word + "s", name)
    found["century"] = found["centuries"] = "century"
    for word in ("as", "had", "mad", "dad", "fad"):
        found.pop(word, None)
    return found


_ATOM = re.compile(r"[A-Za-zμΩÅ°%ℏ]+(?:-(?:years?|volts?|hours?))?|°")
_JOIN = re.compile(r"\s{0,24}[·*×]\s{0,24}|\s{0,24}/\s{0,24}|\s{1,9}per\s+|\s{1,24}(?=\S)|-(?=[a-zA-Z])")
_RAISED = re.compile(
    r"\s{0,8}(?:\^|\*\*)\s{0,24}(?:([-+]?\d)|\(\s{0,10}([-+]?\d)\s{0,10}\))"
    r"|(?<=[ms])([23])(?![\d.])|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹])(?![⁰¹²³⁴⁵⁶⁷⁸⁹])|\s(squared|cubed)\b"
    r"|(-[1-4])(?!\d)"
)
_POWER_WORD = re.compile(r"(square|cubic|cu|sq)\.?\s+(?=[a-z])", re.IGNORECASE)
# "2.5 A flows" is a current, "in 1998 A new" is not.
_CURRENT = re.compile(r"\s*(?:[^\sA-Za-z]|$|(?:and|in|is|was|flows|of|through|current|for|at|to|from|when)\b)")


def unit_at(text: str, at: int) -> tuple[str, str, int]:
    """Return the unit that stands at a place in its two readings (see `Stated`), and where it ends.

    ``("1", "1", at)`` if none stands there.
    """
    begin = at
    spaces = re.match(r"\s{0,24}-?(?=\S)", text[at : at + 28])
    at += spaces.end() if spaces else 0
    glued = at == begin
    limit = min(len(text), at + LONGEST)
    parts: list[str] = []
    end, sign, bracket = begin, "*", 0
    while at < limit and len(parts) < 12:
        if text[at] == "(" and parts and sign == "/" and not bracket:
            bracket, at = 1, at + 1
            at += len(text[at:limit]) - len(text[at:limit].lstrip(" "))
            continue
        if sign == "*" and not parts and text[at] == "/" and (first := _ATOM.match(text, at + 1, limit)):
            at, sign = first.start(), "/"
        atom, after = _atom(text, at, limit, not parts and not glued, not parts and glued)
        if not atom:
            break
        power = 1
        word = _POWER_WORD.match(text, at, limit)
        if word is not None:
            power = 2 if word[1].lower().startswith("sq") else 3
        if raised := _RAISED.match(text, after, limit):
            written = next(group for group in raised.groups() if group)
            power = {"squared": 2, "cubed": 3}.get(written) or int(written.translate(_SUPERSCRIPT))
            after = raised.end()
        if atom == "%" or (atom in _OFFSET and not parts):
            if not parts:
                return atom, atom, after
            break
        atom = {"degC": "kelvin", "degF": "degree_Rankine"}.get(atom, atom)
        raised_atom = f"({atom})**{power}" if power != 1 or "/" in atom else atom
        parts.append(("/" if sign == "/" or bracket else "*") + raised_atom)
        at = end = after
        if bracket and (close := re.match(r"\s?\)", text[at:limit])):
            at = end = at + close.end()
            bracket = 0
        join = _JOIN.match(text, at, limit)
        if join is None:
            break
        divides = "/" in join.group() or "per" in join.group()
        if join.group().isspace() and not _continues(text, join.end(), limit):
            break
        sign = "/" if divides else "*"
        at = join.end()
    if not parts:
        return "1", "1", begin
    unit = _product(parts)
    slash = next((i for i, part in enumerate(parts) if part[0] == "/"), len(parts))
    other = _product([*parts[:slash], *("/" + part[1:] for part in parts[slash:])])
    try:
        of_unit(unit)
    except UnitError:
        return "1", "1", begin
    return unit, other, end


def _product(parts: list[str]) -> str:
    text = "".join(parts)
    return text[1:] if text[0] == "*" else f"1{text}"


def _atom(text: str, at: int, limit: int, first: bool, glued: bool) -> tuple[str, int]:
    """One unit without its power, and where it ends; ``glued`` if it stands right at the number."""
    if word := _POWER_WORD.match(text, at, limit):
        at = word.end()
    for pattern, name in _PHRASES:
        if phrase := pattern.match(text, at, limit):
            return name, phrase.end()
    if text[at] == "Ω" or text[at] == "%":
        return ("ohm" if text[at] == "Ω" else "%"), at + 1
    found = _ATOM.match(text, at, limit)
    if found is None:
        return "", at
    written = found.group()
    if "°" in written and written not in _atoms():
        return "degree", at + 1
    if written.startswith("M") and text[found.end() : found.end() + 1] == "_":
        return "", at
    atom = _atoms().get(written, "")
    after = text[found.end() : found.end() + 1]
    if not atom and "-" in written:
        written = written.partition("-")[0]
        atom, after = _atoms().get(written, ""), "-"
    if not atom or after == "_" or (after in "'\"" and after):
        return "", at
    ends = re.match(r"[\s.,;)]|$", text[found.end() : found.end() + 1])
    if first and (written in "adly" or (written in ("e", "c", "h", "u", "b") and not ends)):
        return "", at
    if glued and written in "AhLdlyubaR" and not re.match(r"\s?[·/]", text[found.end() : found.end() + 2]):
        return "", at  # "a distance of 4A" is four amplitudes
    if first and written == "A" and not _CURRENT.match(text, found.end(), limit):
        return "", at
    if not first and written == "s" and re.search(r"(?<![.\d])[12]\d\d0$", text[max(0, at - 5) : at]):
        return "", at  # the 1990s
    return atom, at + len(written)


_UNIT_WORD = re.compile(r"[A-Za-zμΩÅ°]+")


_SELDOM = frozenset(
    ["a", "as", "at", "in", "A", "d", "h", "l", "min", "e", "b", "day", "deg", "bar", "ton", "c", "u", "y", "C", "F"]
)
_LONG_FACTOR = re.compile(
    r"(?:kilo|mega|giga|milli|centi|micro|nano)?(?:second|meter|metre|gram|volt|newton|kelvin|mole|hour)s?"
)


def _continues(text: str, at: int, limit: int) -> bool:
    """Whether the word after a space is a further factor of the unit ("N m", "kg m/s"), not prose."""
    word = _UNIT_WORD.match(text, at, limit)
    if word is None or word.group() not in _atoms():
        return False
    if re.match(r"\s*=", text[word.end() : word.end() + 4]):
        return False  # the next equation
    if word.group() in _SELDOM and not re.match(r"\s?(?:\^|/|·|⁻|²|³|-\d)", text[word.end() : word.end() + 3]):
        return False
    return bool(len(word.group()) <= 4 or _LONG_FACTOR.fullmatch(word.group()))


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
    return int((plain or (script or "0").translate(_SUPERSCRIPT)).replace(" ", ""))
