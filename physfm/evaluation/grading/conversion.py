"""Units that can be compared, and values from one into another: SI, Gaussian, natural, and as handbooks write them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from physfm.errors import UnitError
from physfm.units import factor, registry
from physfm.units import parse as parse_unit

_CONSTANTS = {
    "c": "speed_of_light", "hbar": "hbar", "k": "boltzmann_constant", "kB": "boltzmann_constant",
    "k_B": "boltzmann_constant", "G": "newtonian_constant_of_gravitation", "epsilon_0": "vacuum_permittivity",
    "e": "elementary_charge",
}  # fmt: skip
CELSIUS = ("degC", "°C")
DIFFERENCE = "delta_degC"
"""Unit of a difference of temperatures that is said in degrees Celsius."""
_BELOW = re.compile(r"/([^/()]*\*[^/()]*)$")
_GLUED = re.compile(r"\bms(?=\s*(?:\^|\*\*)\s*\(?-)")


def same_dimension(one: str, other: str) -> bool:
    """Whether two units have one dimension."""
    try:
        return bool(parse_unit(one).dimensionality == parse_unit(other).dimensionality)
    except UnitError:
        return False


def handbook(given: str, wanted: str) -> str:
    """A unit as handbooks write it, where only that has the dimension: ``W/m·K`` is W/(m K), and 5 D five dioptres."""
    if given in CELSIUS and wanted == DIFFERENCE:
        return DIFFERENCE
    if same_dimension(given, wanted):
        return given
    for other in ("dioptre" if given == "D" else _BELOW.sub(r"/(\1)", given), _GLUED.sub("m*s", given)):
        if other != given and same_dimension(other, wanted):
            return other
    return given


def ratio_of(given: str, wanted: str) -> float:
    """How many of the wanted unit one of the given is; nan if it is none."""
    try:
        return factor(given, wanted)
    except UnitError:
        return math.nan


def convert(value: float, given: str, wanted: str, ones: Sequence[str] = ()) -> float:
    """Convert a value, also between temperatures with an offset, and through constants that are set to one.

    Raises
    ------
    UnitError
        If the dimensions differ.
    """
    turns = _turns(given, wanted)
    try:
        return value * factor(given, wanted) * turns
    except UnitError:
        if same_dimension(given, wanted):  # degree Celsius
            return float(registry().Quantity(value, parse_unit(given)).to(parse_unit(wanted)).magnitude)
        scale = gaussian(given, wanted)
        if scale is None and ones:
            scale = natural(given, wanted, tuple(ones))
        if scale is None:
            raise
        return value * scale


@cache
def _turns(given: str, wanted: str) -> float:
    """One hertz is one turn a second: the factor 2π to and from what counts in turns.

    Raises
    ------
    UnitError
        Between hertz and radians a second: a frequency is no angular frequency.
    """
    one, other = (str(parse_unit(unit)) for unit in (given, wanted))
    for first, second, scale in ((one, other, 2 * math.pi), (other, one, 1 / (2 * math.pi))):
        if "hertz" in first and re.search(r"revolution|turn", second):
            return scale
        if "hertz" in first and re.search(r"radian|degree", second):
            raise UnitError(f"{given} is a frequency and {wanted} an angular one, or the other way round.")
    return 1.0


@cache
def gaussian(given: str, wanted: str) -> float | None:
    """The factor between a Gaussian unit and an SI unit (gauss and tesla), None if they are not such a pair."""
    import pint

    try:
        return float(registry().Quantity(1.0, parse_unit(given)).to(parse_unit(wanted), "Gaussian").magnitude)
    except pint.DimensionalityError:
        return None


def _power_of(dimensions: Any, axis: str) -> float:
    return float(dimensions.get(axis, 0))


@cache
def natural(given: str, wanted: str, names: tuple[str, ...]) -> float | None:
    """The factor between two units that constants of nature bring to one dimension, None if they cannot."""
    units = [registry().Unit(_CONSTANTS[name]) for name in names]
    gap = (parse_unit(wanted) / parse_unit(given)).dimensionality
    axes = sorted({axis for unit in units for axis in unit.dimensionality} | set(gap))
    matrix = np.array([[_power_of(unit.dimensionality, axis) for unit in units] for axis in axes])
    target = np.array([_power_of(gap, axis) for axis in axes])
    powers, *_ = np.linalg.lstsq(matrix, target, rcond=None)
    if not np.allclose(matrix @ powers, target, atol=1e-9):
        return None
    quantity = registry().Quantity(1.0, parse_unit(given))
    for unit, power in zip(units, np.round(powers * 12) / 12, strict=True):
        quantity = quantity * registry().Quantity(1.0, unit) ** float(power)
    return float(quantity.to(parse_unit(wanted)).magnitude)


def natural_constants(names: Sequence[str]) -> tuple[str, ...]:
    """Return those of the names that are constants of nature, each constant once."""
    found: dict[str, str] = {}
    for name in names:
        if name in _CONSTANTS:
            found.setdefault(_CONSTANTS[name], name)
    return tuple(found.values())
