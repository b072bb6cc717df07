"""Distances in an expanding universe, in the Planck 2018 cosmology as astropy has it.

Not covered: other cosmologies, and the uncertainty of this one's parameters (a per cent of H0, and its tension).
Source: Planck Collaboration 2018, A&A 641, A6, table 2 (TT, TE, EE + lowE + lensing + BAO), as
`astropy.cosmology.Planck18`.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import Field

from physfm.errors import InputError, MissingDependency
from physfm.tools import quantity
from physfm.tools.tool import Result, Tool

MAX_REDSHIFT = 1000.0
_SOURCE = "Planck 2018 cosmology (astropy.cosmology.Planck18; Planck Collaboration, A&A 641, A6)"


@cache
def _planck() -> Any:
    """`astropy.cosmology.Planck18`."""
    try:
        from astropy.cosmology import Planck18
    except ImportError as err:
        raise MissingDependency("Cosmology", err.name or "astropy", "tools") from err
    return Planck18


def _details(redshift: float) -> dict[str, float]:
    """Distances and times of one redshift."""
    universe = _planck()
    return {
        "redshift": redshift,
        "luminosity_distance_mpc": float(universe.luminosity_distance(redshift).to_value("Mpc")),
        "comoving_distance_mpc": float(universe.comoving_distance(redshift).to_value("Mpc")),
        "angular_diameter_distance_mpc": float(universe.angular_diameter_distance(redshift).to_value("Mpc")),
        "lookback_time_gyr": float(universe.lookback_time(redshift).to_value("Gyr")),
    }


def luminosity_distance(
    redshift: Annotated[float, Field(description="Redshift z", ge=0, le=MAX_REDSHIFT)],
) -> Result:
    """Luminosity distance of a redshift in the Planck 2018 cosmology, with lookback time and other distances."""
    details = _details(redshift)
    found = details["luminosity_distance_mpc"]
    return Result(
        text=(
            f"A redshift of {redshift:g} is a luminosity distance of {found:.6g} Mpc, and light has travelled "
            f"{details['lookback_time_gyr']:.4g} Gyr (Planck 2018 cosmology)."
        ),
        value=found,
        unit="Mpc",
        source=_SOURCE,
        details=details,
    )


def redshift(
    distance: Annotated[str, Field(description="Luminosity distance with unit, such as '410 Mpc'", max_length=120)],
) -> Result:
    """Redshift of a luminosity distance in the Planck 2018 cosmology.

    Raises
    ------
    InputError
        If the distance is negative or beyond a redshift of 1000.
    """
    wanted = quantity.in_unit(distance, "Mpc")
    universe = _planck()
    farthest = float(universe.luminosity_distance(MAX_REDSHIFT).to_value("Mpc"))
    if not 0 <= wanted <= farthest:
        raise InputError(f"Expected a luminosity distance from 0 to {farthest:.3g} Mpc, got {distance[:60]!r}.")
    found = 0.0
    if wanted > 0:
        from scipy.optimize import brentq

        found = float(
            brentq(
                lambda z: float(universe.luminosity_distance(z).to_value("Mpc")) - wanted,
                0.0,
                MAX_REDSHIFT,
                xtol=1e-15,
                rtol=1e-12,
            )
        )
    details = _details(found)
    return Result(
        text=f"A luminosity distance of {distance.strip()} is a redshift of {found:.6g} (Planck 2018 cosmology).",
        value=found,
        unit="1",
        source=_SOURCE,
        details=details,
    )


TOOLS = (Tool(luminosity_distance), Tool(redshift))
