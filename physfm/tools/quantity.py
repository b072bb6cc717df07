"""Numbers with units as people type them: ``"36 solar_mass"``, ``"6.5 TeV"``, ``"1.2e3 m/s^2"``.

`physfm.units` parses and bounds the unit; here the number is split off, and what people write and pint does not read
is put right (``Msun``, a product written with spaces). Notable: energy, momentum and mass are one thing at a collider,
so `energy` takes ``GeV``, ``GeV/c`` and ``GeV/c^2``, and kilograms; nothing else is natural units here.
"""

from __future__ import annotations

import math
import re
from typing import Any

from physfm.errors import InputError, UnitError
from physfm.units import factor, parse, registry

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*[*·×]?\s*(.*)", re.DOTALL)
_POWER = re.compile(r"(\s*[*·×]\s*10\s*(?:\^|\*\*)\s*\{?\(?([+-]?\d{1,3})\)?\}?)(?!\d)")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_NAMES = (
    "Newton|Joule|Watt|Pascal|Kelvin|Tesla|Volt|Ampere|Coulomb|Farad|Henry|Hertz|Ohm|Weber|Gauss|Angstrom|Torr|"
    "Meter|Metre|Second|Gram|Kilogram|Liter|Litre|Radian|Degree|Parsec|Jansky|Becquerel|Curie|Barn|Dioptre"
)
_COUNTED = (
    "decay|disintegration|count|event|line|slit|groove|photon|particle|electron|positron|ion|atom|nucleus|nuclei|"
    "nucleon|proton|neutron|neutrino|muon|molecule|collision|pulse|beat|fission|reaction|pair|bond|fringe"
)
_SPELLINGS = (
    (re.compile(r"\bM_?sun\b|\bMsol\b|\bM_?[☉⊙]|\bsolar masses\b|\bsolar mass\b"), "solar_mass"),
    (re.compile(r"\b([LR])_?(?:sun|[☉⊙])"), r"\1_sun"),
    (
        re.compile(r"\bsolar (luminosit|radi)(?:y|ies|us|i)\b"),
        lambda m: f"solar_{m[1]}{'y' if m[1][0] == 'l' else 'us'}",
    ),
    (re.compile(r"\b(light)[ -](years?|seconds?)\b"), r"\1_\2"),
    (re.compile("[Ω\u2126]"), "ohm"),
    (re.compile(r"\b(kil|meg)ohm(s?)\b"), r"\1oohm\2"),
    (re.compile(r"\bmegoohm"), "megaohm"),
    (re.compile(r"\brevs?\b"), "revolution"),
    # pint knows the names in lower case; no rule for all capitals, for Mbar and Mcal are prefixed symbols.
    (re.compile(rf"\b(?:{_NAMES})s?\b"), lambda m: m[0].lower()),
    # What is counted has no unit: decays per second, 600 lines per mm, MeV per nucleon.
    (
        re.compile(rf"^(?:{_COUNTED})s?\s*(?:/|per\b|\*?\s*(?=[a-z]+\^-))"),
        lambda m: "" if m[0][-1].isspace() or m[0][-1] in "*s" else "1/",
    ),
    (re.compile(rf"(?<=[A-Za-z])\s*(?:/|\bper\s)\s*(?:{_COUNTED})$"), ""),
    (re.compile(r"(?<=[A-Za-z])(?<!\d[eE])([234])(?![\w.])"), r"^\1"),  # m/s2, kg/m3
    # Products that pint would not read, or read as a plural: Js, eVs, Pas, Cm, Wm^-2, kmh^-1.
    (re.compile(r"\b([kMG]?J|N|V|A|W|[kMG]?eV|Pa|C)(s|m)\b(?!\w)"), r"\1*\2"),
    (re.compile(r"\bkmh(?=\^)"), "km*h"),
    (re.compile(r"\bN\s?m\b"), "N*m"),  # pint reads "N m", but not the "Nm" that people type
    (re.compile(r"\bAU\b"), "au"),
    # Per degree Celsius is per kelvin.
    (re.compile(r"(?<=[A-Za-z])°C"), "*K"),
    (re.compile(r"(?<=[/*(\s])(?<!^)°C(?=\s*\)?$|\^)"), "K"),
    (re.compile(r"\bamps?\b|\bamp[èé]res?\b"), "ampere"),
    (re.compile(r"\bper cent\b"), "percent"),
    (re.compile(r"\bhenries\b"), "henry"),
    (re.compile(r"\b(\w*)electron[ -]volts?\b"), r"\1electron_volt"),
    (re.compile(r"^per\s+(?!cent)(?=[A-Za-z])"), "1/"),
)
MAX_LENGTH = 100


def tidy(unit: str) -> str:
    """Spell a unit so that pint reads it: superscripts as powers, spaces between factors as products."""
    if len(unit) > MAX_LENGTH or any(ord(c) < 32 and c not in "\t\n" for c in unit):
        raise UnitError(f"Expected a unit of at most {MAX_LENGTH} plain characters, got {unit[:40]!r}.")
    text = re.sub(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), unit.strip())
    text = (
        text.replace("·", "*").replace("×", "*").replace("−", "-").replace("^{", "^").replace("}", "").replace("$", "")
    )
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    # "m^3 kg^-1 s^-2": physfm.units wants an operator between two powers, lest a tower of powers slips through.
    return re.sub(r"((?:\^|\*\*)\s*[+-]?\d+(?:\.\d+)?)\s*(?=[A-Za-z(])", r"\1*", text)


def unit(text: str) -> Any:
    """Return the `pint.Unit` of a unit or a product of units.

    Raises
    ------
    UnitError
        If pint does not know it.
    """
    return parse(tidy(text) or "1")


def split(text: str) -> tuple[float, str]:
    """Split ``"3.2e-19 J"`` or ``"1.6 x 10^-19 C"`` into number and unit (``"1"`` without one).

    Raises
    ------
    InputError
        If it does not start with a finite number.
    """
    plain = re.sub(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text[: 2 * MAX_LENGTH])
    plain = re.sub(r"(?<=\d)\s*x\s*(?=10\s*\^)", " * ", plain.replace("−", "-"))
    match = _NUMBER.fullmatch(_POWER.sub(r"e\2", plain, count=1))
    number = float(match[1]) if match else math.nan
    if match is None or len(text) > 2 * MAX_LENGTH or not math.isfinite(number):
        raise InputError(f"Expected a finite number with its unit, such as '6.5 TeV', got {text[:60]!r}.")
    return number, tidy(match[2]) or "1"


def in_unit(text: str, wanted: str) -> float:
    """Read a quantity and return its value in the unit wanted.

    Raises
    ------
    InputError
        If there is no number.
    UnitError
        If the unit is missing, unknown or of another dimension.
    """
    number, given = split(text)
    if given == "1" and parse(wanted) != parse("1"):
        raise UnitError(f"Expected a quantity with a unit, such as '{number:g} {wanted}', got {text[:60]!r}.")
    return number * factor(given, wanted)


def energy(text: str) -> float:
    """Read an energy, a momentum or a mass and return it in GeV (c = 1 between these three alone).

    Raises
    ------
    InputError
        If there is no number.
    UnitError
        If it is none of the three, or without a unit.
    """
    number, given = split(text)
    dimension = parse(given).dimensionality
    for name in ("GeV", "GeV/c", "GeV/c^2"):
        if dimension == parse(name).dimensionality:
            return number * factor(given, name)
    raise UnitError(
        f"Expected an energy, momentum or mass such as '6.5 TeV', '3 GeV/c' or '1.2 kg', got {text[:60]!r} "
        f"({registry().get_dimensionality(parse(given)) or 'without a unit'})."
    )
