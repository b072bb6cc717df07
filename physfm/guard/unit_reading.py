r"""The unit that stands at a place of running text: ``m/s^2``, ``kg m^2``, ``metres per second``, ``solar masses``.

Units are read atom by atom from a closed list, since prose holds words that a registry takes for units ("in", "a").
Notable: what is not surely a unit ends it ("a distance of 4A" is four amplitudes, "in 1998 A new" is no current).
"""

from __future__ import annotations

import re
from functools import cache

from physfm.errors import UnitError
from physfm.symbolic.dimensions import of_unit

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
LONGEST = 120
"""Characters that a unit may take."""
OFFSET = ("degC", "degF")
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
    """Return the unit at a place in its two readings (see `physfm.guard.quantities.Stated`), and where it ends.

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
            power = {"squared": 2, "cubed": 3}.get(written) or int(written.translate(SUPERSCRIPT))
            after = raised.end()
        if atom == "%" or (atom in OFFSET and not parts):
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
