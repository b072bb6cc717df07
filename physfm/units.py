"""Units travel with every quantity: one pint registry, and the words of the field.

Pint does the work. Notable: only multiplicative units are allowed at the boundary of an encoder (no degree Celsius,
no decibel), because a tensor is rescaled by one factor; natural units (c = 1) are *not* assumed, so a mass in GeV is
written ``GeV/c^2`` or, as the field does, as an energy: the declared unit of the encoder decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from physfm.errors import UnitError

if TYPE_CHECKING:
    import pint

_TOWER = re.compile(r"(\*\*|\^)[^*/]*(\*\*|\^)|(\*\*|\^)\W*\d{3}")


@cache
def registry() -> pint.UnitRegistry[Any]:
    """Return the one pint registry of physfm, with ``solar_mass`` as LAL has it (pint itself knows ``strain``)."""
    import pint

    units: pint.UnitRegistry[Any] = pint.UnitRegistry()
    # GM_sun of IAU 2015 resolution B3 over CODATA 2018 G, as in LAL (MSUN_SI).
    units.define("solar_mass = 1.988409902147041637e30 * kilogram = M_sun")
    # Nominal values of the IAU (2015), and what astronomers measure in.
    for line in (
        "solar_luminosity = 3.828e26 * watt = L_sun",
        "solar_radius = 6.957e8 * meter = R_sun",
        "earth_mass = 5.9722e24 * kilogram = M_earth",
        "earth_radius = 6.3781e6 * meter = R_earth",
        "jupiter_mass = 1.89813e27 * kilogram = M_jup",
        "jupiter_radius = 7.1492e7 * meter = R_jup",
        "jansky = 1e-26 * watt / meter ** 2 / hertz = Jy",
        "dioptre = 1 / meter = dpt = diopter",
    ):
        units.define(line)
    return units


@cache
def parse(unit: str) -> pint.Unit:
    """Parse a unit such as ``"GeV"``, ``"strain**2/Hz"`` or ``"1"`` (dimensionless).

    Raises
    ------
    UnitError
        If pint does not know the unit.
    """
    expected = f"Expected a unit that pint can read, such as 'GeV', 's' or '1', got {unit[:100]!r}"
    # Units come from files too: a tower of powers would keep pint busy for ever.
    if len(unit) > 100 or _TOWER.search(unit):
        raise UnitError(f"{expected}: too long, or a power of a power.")
    try:
        return registry().Unit("" if unit.strip() == "1" else unit)
    except Exception as err:  # pint's parser lets AssertionError, TokenError and others through
        raise UnitError(f"{expected}: {' '.join(str(err).split()) or type(err).__name__}") from err


@cache
def factor(given: str, wanted: str) -> float:
    """Return the number that turns a value in ``given`` into a value in ``wanted``.

    Raises
    ------
    UnitError
        If the dimensions differ, or the conversion is not a pure factor.
    """
    import pint

    source, target = parse(given), parse(wanted)
    if source == target:
        return 1.0
    try:
        zero = registry().Quantity(0.0, source).to(target).magnitude
        one = registry().Quantity(1.0, source).to(target).magnitude
    except pint.DimensionalityError as err:
        raise UnitError(
            f"Expected a quantity convertible to {wanted!r}, got {given!r} ({source.dimensionality}). "
            "Give the quantity in a unit of the same dimension."
        ) from err
    if zero != 0.0:
        raise UnitError(f"{given!r} to {wanted!r} is not a pure factor; give an absolute unit (kelvin, not celsius).")
    return float(one)
