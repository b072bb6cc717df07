"""Facts about particles from the Review of Particle Physics, with both errors or a limit, edition and citation.

The data come from the `pdg` package (API and database in one wheel; the edition is the package's); what they say of one
state is put into words in `physfm.tools.properties`. Notable: a name that stands for several states is answered where
the PDG's answer is the same for all of them, and otherwise with the choice.

Covered: masses, widths, lifetimes, quantum numbers, quark content, decays with their sub-decays, any other property by
its words in the listing ("magnetic moment"). Not covered: single measurements, reviews, searches.

Source: F. Takahashi et al. (Particle Data Group), as `Result.source` cites it; data CC BY 4.0. Quark content and
quantum numbers beyond the PDG's table: `particle` (scikit-hep).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import names
from physfm.tools.listing import citation, edition
from physfm.tools.properties import ALIASES, PROPERTIES, branching, other, particle_source
from physfm.tools.tool import Result, Tool

_BRANCHING = re.compile(
    r"(?:branching[\s_-]*(?:fraction|ratio)s?|BFs?|BRs?|B(?=\())\s*(?:(?:of|for|to|into)\s+)?[:(]?\s*(.*?)\)?", re.I
)


def _same(results: Sequence[Result]) -> bool:
    """Whether the PDG says the same of every state."""
    first, *rest = [(r.value, r.unit, r.uncertainty, r.limit, r.details.get("pdg_id")) for r in results]
    return all(other == first for other in rest)


def pdg(
    particle: Annotated[
        Annotated[str, Field(max_length=200)] | Annotated[int, Field(strict=True)],
        Field(description="Symbol, LaTeX, English or Monte Carlo id: 'B(s)0', '\\\\pi^+', 'proton', '531'"),
    ],
    property: Annotated[  # noqa: A002 - the word a physicist uses
        str,
        Field(
            description="mass, width, lifetime, charge, spin, parity, C parity, G parity, isospin, quarks, mcid, "
            "decays, branching fraction (with mode), or words of another title in the listing ('magnetic moment')",
            max_length=200,
        ),
    ],
    mode: Annotated[
        str, Field(description="Decay products for a branching fraction, such as 'mu+ nu' or 'K+ pi-'", max_length=200)
    ] = "",
) -> Result:
    """Look up a particle in the Review of Particle Physics: value, both errors or limit, unit, edition and citation.

    Parameters
    ----------
    particle, property, mode
        As described in the schema; ``branching fraction mu+ nu`` is understood without ``mode``.

    Returns
    -------
    result
        ``value`` None means "not found", or several answers of which one must be chosen: ``details["candidates"]``.

    Raises
    ------
    InputError
        If no particle has this name (with the nearest), or a branching fraction is asked without its mode.
    """
    found = names.known(str(particle))
    wanted = " ".join(property.split())
    asked = _BRANCHING.fullmatch(wanted)
    if asked or (mode.strip() and re.sub("[^a-z]", "", wanted.lower()) in ("decay", "decays", "")):
        decay = mode or (asked[1] if asked else "")
        answer = lambda state: branching(state, decay)  # noqa: E731
    elif mode.strip():
        raise InputError(f"Only a branching fraction takes a mode, got property={property!r} with mode={mode!r}.")
    elif not wanted:
        raise InputError(f"Expected a property, got none. Give one of: {', '.join(PROPERTIES)}, branching fraction.")
    else:
        key = ALIASES.get(re.sub("[^a-z]", "", wanted.lower()))
        answer = PROPERTIES[key] if key else (lambda state: other(state, wanted))
    results = [answer(state) for state in found]
    if len(found) == 1:
        return results[0]
    several = names.listed(found)
    if _same(results):
        details = {**results[0].details, "states": [s.name for s in found]}
        return replace(results[0], text=f"{results[0].text} It is the same for {several}.", details=details)
    rows = [
        {"particle": s.name, "mcid": s.mcid, "listing": s.listing, "text": r.text, "value": r.value, "unit": r.unit}
        for s, r in zip(found, results, strict=True)
    ]
    return Result(
        f"{particle!r} stands for {several}, which differ in this: say which.",
        source=f"PDG {edition()}: {citation()}",
        details={"candidates": rows, "edition": edition(), "citation": citation(), "licence": "CC BY 4.0"},
    )


@cache
def mass(name: str) -> tuple[float, float, str]:
    """Return mass and its uncertainty (the larger error) in GeV, and the source, for kinematics.

    Photon, gluon and neutrinos count as massless; K(S)0 and K(L)0 have the mass of the K0; nuclei come from `particle`.

    Raises
    ------
    InputError
        If the name is unknown or ambiguous in mass, or no mass is listed.
    """
    from physfm.units import factor

    found = names.known(name)
    if all(s.mcid in (21, 22) or abs(s.mcid or 0) in (12, 14, 16) for s in found):
        return 0.0, 0.0, "taken as massless"
    if len(found) == 1 and not found[0].listing:
        from particle import Particle

        each = Particle.from_pdgid(found[0].mcid or 0)
        if each.mass:
            # `particle` has the mass of the neutral atom: take off the electrons, but for what binds them (Lunney,
            # Pearson, Thibault, Rev. Mod. Phys. 75, 1021 (2003), eq. A4).
            z = each.pdgid.Z or 0
            bare = each.mass / 1000 - z * mass("e-")[0] + (14.4381 * z**2.39 + 1.55468e-6 * z**5.35) * 1e-9
            return bare, (each.mass_upper or 0.0) / 1000, f"{particle_source()}, less {z} electrons"
    result = pdg(name, "mass")
    related = result.details.get("related")
    value, unit, errors = result.value, result.unit, result.uncertainty
    if value is None and related is not None:
        value, unit, errors = related["value"], related["unit"], related["uncertainty"]
    if isinstance(value, bool) or not isinstance(value, float) or result.limit is not None:
        raise InputError(f"No mass to calculate with for {name!r}. {result.text}")
    scale = factor(unit, "GeV")
    return value * scale, max(errors or (0.0,)) * scale, result.source


TOOLS = (Tool(pdg),)
