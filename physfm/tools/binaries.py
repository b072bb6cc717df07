r"""Compact binaries and black holes: chirp mass, time to merger, Schwarzschild radius, innermost stable orbit.

Notable: masses enter as G M, so solar masses keep the precision of G M_sun (IAU 2015) although G itself is known to
2e-5 only. Point masses on circular orbits without spin, at leading (quadrupole) order: see each source.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import quantity
from physfm.tools.tool import Result, Tool
from physfm.units import registry

Mass = Annotated[str, Field(description="Mass with unit, such as '36 solar_mass'", max_length=120)]


def _constant(name: str, unit: str) -> float:
    """One of pint's constants."""
    return float(registry().Quantity(1.0, name).to(unit).magnitude)


def seconds(mass: str) -> float:
    r"""Mass as a time, :math:`G M / c^3` in seconds (a solar mass is 4.925 microseconds).

    Raises
    ------
    InputError
        If it is not a positive mass with a unit.
    """
    kilograms = quantity.in_unit(mass, "kg")
    if not kilograms > 0:
        raise InputError(f"Expected a positive mass, got {mass[:60]!r}.")
    light = _constant("speed_of_light", "m/s")
    return kilograms * _constant("newtonian_constant_of_gravitation", "m^3/kg/s^2") / light**3


def _suns(time: float) -> float:
    """A mass in seconds as solar masses."""
    return time / seconds("1 solar_mass")


def _chirp(first: float, second: float) -> float:
    r"""Chirp mass, :math:`(m_1 m_2)^{3/5}/(m_1+m_2)^{1/5}`, in the unit of the masses."""
    # By ratios, so that no power of a mass under- or overflows.
    ratio = second / first
    return first * ratio**0.6 / (1 + ratio) ** 0.2


def chirp_mass(
    first: Mass,
    second: Mass,
    redshift: Annotated[float, Field(description="Redshift, for the mass as a detector sees it", ge=0, le=1000)] = 0.0,
) -> Result:
    """Chirp mass of two masses in solar masses; in the detector's frame, (1 + z) larger, if a redshift is given."""
    m1, m2 = seconds(first), seconds(second)
    found = _suns(_chirp(m1, m2)) * (1 + redshift)
    frame = f" in the detector's frame at redshift {redshift:g}" if redshift else ""
    return Result(
        text=f"The chirp mass of {first.strip()} and {second.strip()}{frame} is {found:.6g} solar masses.",
        value=found,
        unit="solar_mass",
        source="(m1 m2)^(3/5) / (m1 + m2)^(1/5): Peters and Mathews, Phys. Rev. 131, 435 (1963)",
        details={
            "symmetric_mass_ratio": m1 / (m1 + m2) * (m2 / (m1 + m2)),
            "total_mass": _suns(m1 + m2) * (1 + redshift),
            "frame": "detector" if redshift else "source",
        },
    )


def time_to_merger(
    first: Mass,
    second: Mass,
    frequency: Annotated[str, Field(description="Gravitational-wave frequency, such as '20 Hz'", max_length=120)] = "",
    separation: Annotated[str, Field(description="Or separation, such as '1e6 km'", max_length=120)] = "",
) -> Result:
    """Time until two point masses on a circular orbit merge, from the wave's frequency or from the separation.

    Raises
    ------
    InputError
        If not exactly one of frequency and separation is given, or they already touch.
    """
    if bool(frequency.strip()) == bool(separation.strip()):
        raise InputError("Expected either a gravitational-wave frequency or a separation, exactly one of them.")
    m1, m2 = seconds(first), seconds(second)
    total = m1 + m2
    light = _constant("speed_of_light", "m/s")
    if frequency.strip():
        wave = quantity.in_unit(frequency, "Hz")
        if not wave > 0:
            raise InputError(f"Expected a positive frequency, got {frequency[:60]!r}.")
        distance = (total / (math.pi * wave) ** 2) ** (1 / 3)  # Kepler, in seconds; the orbit has half the frequency
    else:
        distance = quantity.in_unit(separation, "m") / light
        wave = math.sqrt(total / distance**3) / math.pi if distance > 0 else math.inf
    if not distance > 2 * total:
        raise InputError(
            f"Expected an orbit outside of the horizons, got a separation of {distance * light / 1000:.4g} km at a "
            f"total Schwarzschild radius of {2 * total * light / 1000:.4g} km."
        )
    ratio = distance / m1
    found = 5 / 256 * ratio * (distance / m2) * (distance / total) * distance
    at = f"a wave of {frequency.strip()}" if frequency.strip() else f"a separation of {separation.strip()}"
    shown = f"{found:.6g} s"
    if found > 1e5:
        years = found / _constant("year", "s")
        shown += f" ({years:.4g} years)"
    return Result(
        text=f"From {at}, {first.strip()} and {second.strip()} merge after {shown}, at leading order.",
        value=found,
        unit="s",
        source="t = 5 a^4 c^5 / (256 G^3 m1 m2 (m1 + m2)), circular: Peters, Phys. Rev. 136, B1224 (1964)",
        details={
            "separation_m": distance * light,
            "frequency_hz": wave,
            "velocity_over_c": (math.pi * total * wave) ** (1 / 3),
            "chirp_mass": _suns(_chirp(m1, m2)),
        },
    )


def schwarzschild_radius(mass: Mass) -> Result:
    """Schwarzschild radius 2 G M / c^2 of a mass, in metres."""
    found = 2 * seconds(mass) * _constant("speed_of_light", "m/s")
    shown = f"{found / 1000:.6g} km" if found >= 1000 else f"{found:.6g} m"
    return Result(
        text=f"The Schwarzschild radius of {mass.strip()} is {shown}.",
        value=found,
        unit="m",
        source="r = 2 G M / c^2: Schwarzschild (1916); G from CODATA 2022 and the solar mass of LAL, as in pint",
        details={"radius_km": found / 1000},
    )


def isco_frequency(
    mass: Annotated[str, Field(description="Total mass with unit, such as '65 solar_mass'", max_length=120)],
) -> Result:
    """Gravitational-wave frequency at the innermost stable circular orbit (6 G M / c^2) of a total mass, in Hz."""
    found = 1 / (6**1.5 * math.pi * seconds(mass))
    return Result(
        text=f"The innermost stable circular orbit of {mass.strip()} radiates at {found:.6g} Hz.",
        value=found,
        unit="Hz",
        source="f = c^3 / (6^(3/2) pi G M): test mass around a Schwarzschild black hole",
        details={"radius_m": 6 * seconds(mass) * _constant("speed_of_light", "m/s")},
    )


TOOLS = tuple(Tool(f) for f in (chirp_mass, time_to_merger, schwarzschild_radius, isco_frequency))
