"""Unit conversion and dimensional analysis with pint.

Notable: natural units are used on request only, never guessed from a mismatch: with ``natural=True`` the missing powers
of hbar, c and k_B are supplied, and the result says which. Charge is kept apart (there is no single convention for it),
so a conversion never crosses between ampere and none.

Source: pint's registry (CODATA 2022, exact hbar, c and k_B of the SI), with `physfm.units`' solar mass.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from physfm.errors import InputError, UnitError
from physfm.tools import quantity
from physfm.tools.tool import Result, Tool
from physfm.units import registry

Number = Annotated[float, Field(allow_inf_nan=False)]
UnitText = Annotated[str, Field(max_length=100)]


def _source() -> str:
    """Which registry."""
    from importlib.metadata import version

    return f"pint {version('pint')} unit registry"


def _powers(unit: Any) -> dict[str, Fraction]:
    """Exponents of the base dimensions, charge (ampere times second) in place of current."""
    found = {str(k): Fraction(v).limit_denominator(12) for k, v in dict(unit.dimensionality).items() if v}
    charge = found.pop("[current]", Fraction(0))
    if charge:
        found["charge"] = charge
        found["[time]"] = found.get("[time]", Fraction(0)) - charge
    return {k: v for k, v in found.items() if v}


def _natural(given: Any, wanted: Any) -> dict[str, Fraction]:
    """Powers of hbar, c and k_B that turn one dimension into the other.

    Raises
    ------
    UnitError
        If they differ by more than that.
    """
    have, want = _powers(given), _powers(wanted)
    mass, length, time, temperature = (
        want.get(f"[{d}]", Fraction(0)) - have.get(f"[{d}]", Fraction(0))
        for d in ("mass", "length", "time", "temperature")
    )
    # hbar: M L^2 T^-1, c: L T^-1, k_B: M L^2 T^-2 Theta^-1
    boltzmann = -temperature
    hbar = mass - boltzmann
    light = length - 2 * hbar - 2 * boltzmann
    other = {
        k for k in {*have, *want} - {"[mass]", "[length]", "[time]", "[temperature]"} if have.get(k) != want.get(k)
    }
    if other or time != -hbar - light - 2 * boltzmann:
        raise UnitError(
            f"With c = hbar = k_B = 1, {given:~} ({given.dimensionality}) is still no {wanted:~} "
            f"({wanted.dimensionality}). Give a unit of the same power of energy."
        )
    return {name: power for name, power in (("hbar", hbar), ("c", light), ("k_B", boltzmann)) if power}


def convert(
    value: Number,
    unit: Annotated[UnitText, Field(description="Unit of the value, such as 'GeV^-1', 'solar_mass' or 'degC'")],
    to: Annotated[UnitText, Field(description="Unit wanted, such as 'fm'")],
    natural: Annotated[bool, Field(description="Use natural units c = hbar = k_B = 1, such as 1/GeV to fm")] = False,
) -> Result:
    """Convert a number from one unit to another; between energy, mass, length, time and temperature with natural=True.

    Raises
    ------
    UnitError
        If a unit is unknown, or the dimensions differ: the message says whether natural units would help.
    """
    import pint

    units = registry()
    source, target = quantity.unit(unit), quantity.unit(to)
    powers: dict[str, Fraction] = {}
    if source.dimensionality != target.dimensionality:
        try:
            powers = _natural(source, target)
        except UnitError:
            if natural:
                raise
        if not natural:
            hint = " With natural=True (c = hbar = k_B = 1) it can be converted." if powers else ""
            raise UnitError(
                f"Expected units of the same dimension, got {unit!r} ({source.dimensionality}) and {to!r} "
                f"({target.dimensionality}).{hint}"
            )
    try:
        amount: Any = units.Quantity(value, source)
        if powers:
            amount = amount.to_base_units()  # a temperature on a scale with an offset becomes kelvin
        for name, power in powers.items():
            constant = {"hbar": "hbar", "c": "speed_of_light", "k_B": "boltzmann_constant"}[name]
            amount = amount * units.Quantity(1.0, constant).to_base_units() ** float(power)
        found = float(amount.to(target).magnitude)
    except pint.OffsetUnitCalculusError as err:
        raise UnitError(f"{unit!r} to {to!r} is no plain product: use kelvin in place of a temperature scale.") from err
    words = " ".join(f"{n}^{p}" if p != 1 else n for n, p in powers.items())
    how = f" with c = hbar = k_B = 1 (multiplied by {words})" if powers else ""
    if powers and "hertz" in f"{source} {target}":
        how += "; the hertz is an angular frequency here, E = hbar omega"
    shown = "" if to.strip() == "1" else f" {to.strip()}"
    given = "" if unit.strip() == "1" else f" {unit.strip()}"
    return Result(
        text=f"{value:.12g}{given} = {found:.12g}{shown}{how}.",
        value=found,
        unit=quantity.tidy(to) or "1",
        source=_source() + (", natural units" if powers else ""),
        details={
            "given": value,
            "given_unit": unit,
            "natural": natural,
            "constants": {k: str(v) for k, v in powers.items()},
        },
    )


def _dimension(unit: Any) -> str:
    """Dimension as words: ``"[mass] * [length] ** 2 / [time] ** 2"``; ``"dimensionless"``."""
    return "dimensionless" if unit.dimensionless else str(unit.dimensionality)


def _exponents(unit: Any) -> dict[str, float]:
    """Exponents of the base dimensions, as plain JSON."""
    return {str(name).strip("[]"): float(power) for name, power in dict(unit.dimensionality).items()}


def dimension(
    unit: Annotated[UnitText, Field(description="A unit or a product of units, such as 'kg m^2 / s^2'")],
    other: Annotated[UnitText, Field(description="A second one to compare with")] = "",
) -> Result:
    """Tell the dimension of a unit or a product of units, and whether it agrees with another.

    Returns
    -------
    result
        The dimension in words, or with ``other`` whether both have the same (True or False).

    Raises
    ------
    UnitError
        If a unit is unknown.
    """
    if not unit.strip():
        raise InputError("Expected a unit such as 'kg m^2 / s^2' ('1' if dimensionless), got nothing.")
    first = quantity.unit(unit)
    own = _dimension(first)
    exponents = _exponents(first)
    if not other.strip():
        text = (
            f"{unit.strip()} is dimensionless." if first.dimensionless else f"{unit.strip()} has the dimension {own}."
        )
        return Result(text, own, "", source=_source(), details={"exponents": exponents})
    second = quantity.unit(other)
    same = first.dimensionality == second.dimensionality
    relation = "the same dimension" if same else "different dimensions"
    against = own if same else f"{own} and {_dimension(second)}"
    return Result(
        f"{unit.strip()} and {other.strip()} have {relation}: {against}.",
        same,
        "",
        source=_source(),
        details={
            "exponents": exponents,
            "other": {k.strip("[]"): float(v) for k, v in dict(second.dimensionality).items()},
        },
    )


TOOLS = (Tool(convert), Tool(dimension))
