"""Relativistic kinematics of a collider: decays, invariant masses, thresholds, boosts, rapidities.

Masses are quantities (``"1.2 GeV"``) or particle names (``"B0"``), whose mass and error come from the PDG; the errors
of named masses are propagated linearly and uncorrelated. Energies, momenta and masses are in GeV with c = 1 inside, as
the field writes them, and every result names its unit.

Source: Review of Particle Physics, "Kinematics"; proper decay length: gamma beta c tau.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import particles, quantity
from physfm.tools.decays import ARROW, tokens
from physfm.tools.tool import Result, Tool

Mass = Annotated[str, Field(description="A particle name, or a mass with unit such as '1.2 GeV'", max_length=120)]
Energy = Annotated[str, Field(description="An energy with its unit, such as '6.5 TeV'", max_length=120)]
_PDG = 'Review of Particle Physics, "Kinematics"'


def _mass(text: str) -> tuple[float, float, str]:
    """Mass and error in GeV, and where they are from.

    Raises
    ------
    InputError
        If it is neither a mass with unit nor a particle with a mass, or negative.
    """
    if re.match(r"\s*[+-]?\.?\d", text) and not re.fullmatch(r"\s*[+-]?\d+\s*", text):
        value = quantity.energy(text)
        if value < 0:
            raise InputError(f"Expected a mass of at least zero, got {text[:60]!r}.")
        return value, 0.0, f"{text.strip()} as given"
    value, error, source = particles.mass(text)
    return value, error, f"{text.strip()}: {value:.9g} GeV ({source})"


def _positive(text: str, what: str) -> float:
    """An energy or momentum in GeV that must be positive."""
    value = quantity.energy(text)
    if not value > 0:
        raise InputError(f"Expected a positive {what}, got {text[:60]!r}.")
    return value


def _propagated(function: Callable[..., float], values: Sequence[float], errors: Sequence[float]) -> float:
    """Error of ``function(*values)`` from uncorrelated errors, by half the difference one error up and one down."""
    total = 0.0
    for i, error in enumerate(errors):
        if error:
            up, down = ([*values[:i], max(0.0, values[i] + s * error), *values[i + 1 :]] for s in (1, -1))
            total += ((function(*up) - function(*down)) / 2) ** 2
    return math.sqrt(total)


def _shown(value: float, error: float, unit: str) -> str:
    """A value with its error at two digits, without one at six; OverflowError if it is no finite number."""
    if not (math.isfinite(value) and math.isfinite(error)):
        raise OverflowError("not finite")
    if not error:
        return f"{value:.6g} {unit}"
    decimals = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{min(decimals, 15)}f} ± {error:.{min(decimals, 15)}f} {unit}"


def _errors(error: float) -> tuple[float, float] | None:
    """Symmetric uncertainty, None without one."""
    return (error, error) if error else None


def breakup_momentum(parent: float, first: float, second: float) -> float:
    r"""Momentum of both products in the rest frame of a two-body decay; 0 at and below threshold.

    :math:`p = \sqrt{(M^2-(m_1+m_2)^2)(M^2-(m_1-m_2)^2)}/2M`, all in one unit.
    """
    # As a product of differences, which keeps its digits close to threshold.
    product = (parent - first - second) * (parent + first + second)
    product *= (parent - first + second) * (parent + first - second)
    return math.sqrt(max(0.0, product)) / (2 * parent)


def two_body_decay(parent: Mass, first: Mass, second: Mass) -> Result:
    """Momentum and energies of the two products of a decay in the rest frame of the parent.

    Returns
    -------
    result
        The momentum in GeV; energies in the details. No value if the masses forbid the decay.
    """
    (m, dm, s0), (m1, d1, s1), (m2, d2, s2) = map(_mass, (parent, first, second))
    if m == 0:
        raise InputError(f"Expected a massive parent, got {parent!r}.")
    masses = {"parent": m, "first": m1, "second": m2}
    if m < m1 + m2:
        text = (
            f"The decay {parent} -> {first} {second} is forbidden on shell: the products weigh {m1 + m2:.6g} GeV, "
            f"{m1 + m2 - m:.4g} GeV more than the parent."
        )
        return Result(text, source=_PDG, details={"masses_gev": masses, "inputs": [s0, s1, s2]})
    values, errors = (m, m1, m2), (dm, d1, d2)
    p = breakup_momentum(*values)
    error = _propagated(breakup_momentum, values, errors)
    energies = [(m * m + a * a - b * b) / (2 * m) for a, b in ((m1, m2), (m2, m1))]
    return Result(
        text=(
            f"In the rest frame of {parent} -> {first} {second} the momentum is {_shown(p, error, 'GeV')}, "
            f"with energies of {energies[0]:.6g} GeV ({first}) and {energies[1]:.6g} GeV ({second})."
        ),
        value=p,
        unit="GeV",
        uncertainty=_errors(error),
        source=f"{_PDG}, two-body decays; {'; '.join((s0, s1, s2))}",
        details={"energies_gev": energies, "masses_gev": masses},
    )


FourVectors = Annotated[
    list[Annotated[list[Annotated[float, Field(allow_inf_nan=False)]], Field(min_length=4, max_length=4)]],
    Field(min_length=1, max_length=1000, description="One list of four numbers a particle"),
]


def invariant_mass(
    momenta: FourVectors,
    unit: Annotated[str, Field(description="Unit of energies, momenta and masses", max_length=20)] = "GeV",
    coordinates: Annotated[
        Literal["E px py pz", "pt eta phi mass"], Field(description="What the four numbers are")
    ] = "E px py pz",
) -> Result:
    """Invariant mass of a set of four-momenta.

    Raises
    ------
    InputError
        If an energy or transverse momentum is negative, or the sum is space-like beyond rounding.
    """
    scale = quantity.energy(f"1 {unit}")  # refuses a unit that is no energy
    vectors = []
    for each in momenta:
        if each[0] < 0 or (coordinates != "E px py pz" and each[3] < 0):
            raise InputError(f"Expected energies, transverse momenta and masses of at least zero, got {each}.")
        if coordinates == "E px py pz":
            vectors.append(tuple(each))
            continue
        pt, eta, phi, mass = each
        if abs(eta) > 100:
            raise InputError(f"Expected a pseudorapidity between -100 and 100, got {eta:g}.")
        px, py, pz = pt * math.cos(phi), pt * math.sin(phi), pt * math.sinh(eta)
        vectors.append((math.hypot(px, py, pz, mass), px, py, pz))
    energy, *p = (math.fsum(column) for column in zip(*vectors, strict=True))
    size = math.hypot(*p)
    square = (energy - size) * (energy + size)
    if square < -1e-6 * energy * energy:
        raise InputError(f"Expected time-like four-momenta, got a sum with mass squared {square:.6g} {unit}^2.")
    mass = math.sqrt(max(0.0, square))
    count = f"{len(vectors)} four-momenta" if len(vectors) > 1 else "one four-momentum"
    return Result(
        text=f"The invariant mass of {count} is {mass:.6g} {unit}.",
        value=mass,
        unit=unit,
        source=f"{_PDG}: m^2 = (sum E)^2 - (sum p)^2",
        details={"sum": [energy, *p], "value_gev": mass * scale},
    )


def _sides(reaction: str) -> tuple[list[str], list[str]]:
    """Names left and right of the arrow.

    Raises
    ------
    InputError
        If there is no arrow, or not two particles before it.
    """
    left, *right = ARROW.split(reaction, maxsplit=1)
    before, after = tokens(left), tokens(right[0] if right else "")
    if len(before) != 2 or not after:
        raise InputError(
            f"Expected a reaction such as 'p p -> p p p pbar' (beam, target -> products), got {reaction[:80]!r}."
        )
    return before, after


def threshold(
    reaction: Annotated[str, Field(description="Beam, target -> products: 'pi- p -> K0 Lambda'", max_length=200)],
) -> Result:
    """Energy of the beam at which a reaction on a target at rest becomes possible.

    Returns
    -------
    result
        Total energy of the beam in GeV; kinetic energy, momentum and centre-of-mass energy in the details.
    """
    (beam, target), products = _sides(reaction)
    read = [_mass(name) for name in (beam, target, *products)]
    values, errors = [r[0] for r in read], [r[1] for r in read]
    if values[1] == 0:
        raise InputError(f"Expected a target that can be at rest, got the massless {target!r}.")

    # A particle that occurs twice is one mass with one error, hence counts in place of repetitions.
    names = [beam, target, *products]
    unique = list(dict.fromkeys(names))
    first = [names.index(name) for name in unique]

    def total(*masses: float) -> float:
        m = {name: masses[i] for i, name in enumerate(unique)}
        final = max(math.fsum(m[p] for p in products), m[beam] + m[target])
        return float((final**2 - m[beam] ** 2 - m[target] ** 2) / (2 * m[target]))

    at = [values[i] for i in first]
    energy = total(*at)
    error = _propagated(total, at, [errors[i] for i in first])
    kinetic = energy - values[0]
    final = math.fsum(values[2:])
    always = final <= values[0] + values[1]
    details = {
        "kinetic_gev": kinetic,
        "momentum_gev": math.sqrt(max(0.0, energy**2 - values[0] ** 2)),
        "center_of_mass_gev": max(final, values[0] + values[1]),
        "masses_gev": dict(zip(unique, at, strict=True)),
        "beam": beam,
        "target": target,
    }
    text = (
        f"{beam} on {target} at rest makes {' '.join(products)} from a total beam energy of "
        f"{_shown(energy, error, 'GeV')}, a kinetic energy of {kinetic:.6g} GeV."
    )
    if always:
        text = f"The reaction {beam} {target} -> {' '.join(products)} has no threshold: it releases energy at rest."
    source = f"{_PDG}: E = ((sum m)^2 - m_beam^2 - m_target^2) / 2 m_target; {'; '.join(read[i][2] for i in first)}"
    return Result(text, energy, "GeV", _errors(error), source=source, details=details)


def lorentz_gamma(
    mass: Mass,
    energy: Annotated[str, Field(description="Total energy with unit", max_length=120)] = "",
    momentum: Annotated[str, Field(description="Or momentum with unit", max_length=120)] = "",
    kinetic: Annotated[str, Field(description="Or kinetic energy with unit", max_length=120)] = "",
) -> Result:
    """Lorentz factor of a particle of given energy, momentum or kinetic energy (exactly one), with speed and rapidity.

    Raises
    ------
    InputError
        If not exactly one is given, the particle is massless, or the energy is below the mass.
    """
    given = {"energy": energy, "momentum": momentum, "kinetic energy": kinetic}
    chosen = [(name, text) for name, text in given.items() if text.strip()]
    if len(chosen) != 1:
        raise InputError(f"Expected exactly one of energy, momentum and kinetic, got {len(chosen)}.")
    m, _, source = _mass(mass)
    if m == 0:
        raise InputError(f"Expected a massive particle, got {mass!r}: a massless one has no Lorentz factor.")
    ((name, text),) = chosen
    value = quantity.energy(text)
    e = {"energy": value, "momentum": math.hypot(value, m), "kinetic energy": value + m}[name]
    kinetic_energy = {"energy": value - m, "momentum": value * (value / (e + m)), "kinetic energy": value}[name]
    if value < 0 or e < m:
        raise InputError(f"Expected an energy of at least the mass {m:.6g} GeV, got {name} {text[:60]!r}.")
    p = math.sqrt(kinetic_energy) * math.sqrt(e + m)  # not e - m, which loses the digits of a slow particle
    details = {"beta": p / e, "beta_gamma": p / m, "rapidity": math.asinh(p / m), "energy_gev": e, "momentum_gev": p}
    return Result(
        text=(
            f"A particle of mass {m:.6g} GeV and {name} {text.strip()} has the Lorentz factor gamma = {e / m:.6g} "
            f"(beta = {p / e:.10g})."
        ),
        value=e / m,
        unit="1",
        source=f"gamma = E / m; {source}",
        details=details,
    )


def center_of_mass_energy(
    beam: Mass,
    energy: Energy,
    target: Annotated[
        str, Field(description="The other particle; at rest unless it has an energy", max_length=120)
    ] = "p",
    target_energy: Annotated[str, Field(description="Energy of the other beam, head-on", max_length=120)] = "",
) -> Result:
    """Centre-of-mass energy of two colliding beams, or of a beam on a target at rest (total energies).

    Raises
    ------
    InputError
        If an energy is below the mass.
    """
    (m1, _, s1), (m2, _, s2) = _mass(beam), _mass(target)
    e1 = _positive(energy, "energy")
    e2 = _positive(target_energy, "energy") if target_energy.strip() else m2
    for e, m, name in ((e1, m1, beam), (e2, m2, target)):
        if e < m or e == 0:
            raise InputError(
                f"Expected a total energy of at least the mass of {name!r} ({m:.6g} GeV), got {e:.6g} GeV."
            )
    p1, p2 = (math.sqrt((e - m) * (e + m)) for e, m in ((e1, m1), (e2, m2)))
    found = math.sqrt(m1**2 + m2**2 + 2 * (e1 * e2 + p1 * p2))
    how = f"head-on with {target} of {target_energy.strip()}" if target_energy.strip() else f"on {target} at rest"
    return Result(
        text=f"{beam} of {energy.strip()} {how} has a centre-of-mass energy of {found:.6g} GeV.",
        value=found,
        unit="GeV",
        source=f"{_PDG}: s = m1^2 + m2^2 + 2 (E1 E2 + p1 p2); {s1}; {s2}",
        details={"momenta_gev": [p1, p2], "boost": (p1 - p2) / (e1 + e2)},
    )


def decay_length(
    particle: Annotated[str, Field(description="Particle name", max_length=120)],
    momentum: Annotated[str, Field(description="Momentum with unit, such as '20 GeV'", max_length=120)],
) -> Result:
    """Mean distance that an unstable particle of given momentum flies before it decays, gamma beta c tau.

    Returns
    -------
    result
        In metres, with the error from mass and mean life. No value where no mean life is listed.
    """
    from physfm.units import factor, registry

    m, dm, _ = _mass(particle)
    p = _positive(momentum, "momentum")
    life = particles.pdg(particle, "lifetime")
    light = registry().Quantity(1.0, "speed_of_light").to("m/s").magnitude
    if isinstance(life.value, bool) or not isinstance(life.value, float) or m == 0:
        return Result(f"No decay length of {particle}: {life.text}", source=life.source, details=dict(life.details))
    scale = factor(life.unit, "s") * light * p / m
    found, errors = life.value * scale, None
    if life.uncertainty is not None:
        errors = (
            math.hypot(life.uncertainty[0] * scale, found * dm / m),
            math.hypot(life.uncertainty[1] * scale, found * dm / m),
        )
    shown = _shown(found, max(errors or (0.0,)), "m")
    bound = {"lower": "more than ", "upper": "less than ", None: ""}[life.limit]
    return Result(
        text=f"{particle} with a momentum of {momentum.strip()} flies {bound}{shown} on average before it decays.",
        value=found,
        unit="m",
        uncertainty=errors,
        limit=life.limit,
        source=f"gamma beta c tau; {life.source}",
        details={"beta_gamma": p / m, "mean_life": life.value, "mean_life_unit": life.unit, "mass_gev": m},
    )


def rapidity(
    mass: Mass,
    pt: Annotated[str, Field(description="Transverse momentum with unit", max_length=120)],
    eta: Annotated[float, Field(description="Pseudorapidity", ge=-100, le=100)],
) -> Result:
    """Rapidity and polar angle of a particle of given mass, transverse momentum and pseudorapidity."""
    m, _, source = _mass(mass)
    transverse = _positive(pt, "transverse momentum")
    pz = transverse * math.sinh(eta)
    # asinh keeps its digits where ln((E + pz) / (E - pz)) / 2 cancels.
    found = math.asinh(pz / math.hypot(transverse, m))
    energy = math.hypot(transverse, pz, m)
    theta = 2 * math.atan(math.exp(-eta))
    details: dict[str, Any] = {"theta_rad": theta, "energy_gev": energy, "pz_gev": pz}
    return Result(
        text=f"The rapidity is {found:.6g}, at a polar angle of {theta:.6g} rad and an energy of {energy:.6g} GeV.",
        value=found,
        unit="1",
        source=f"{_PDG}: y = asinh(pz / mT), eta = -ln tan(theta / 2); {source}",
        details=details,
    )


TOOLS = tuple(
    Tool(f)
    for f in (
        two_body_decay,
        invariant_mass,
        threshold,
        lorentz_gamma,
        center_of_mass_energy,
        decay_length,
        rapidity,
    )
)
