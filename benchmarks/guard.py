"""Consistency guard: planted violations of physics caught, and false alarms on what is right.

Violations are planted by code that shares nothing with the guard: quantum numbers come from `particle` alone, units and
values from tables here. Right statements are the PDG's decays with a measured branching fraction (limits left out: a
mode that is only searched for may violate a law, and the guard is right to say so), CODATA's and the PDG's values, and
textbook prose. There is no peer: an answer is otherwise not checked at all, which is the baseline.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.report import ROOT, Report, Row, exactly, log
from physfm.guard import Check, check
from physfm.statistics import Interval, wilson

SEEDS = (2026, 2027, 2028)
COUNT = 1000
"""Planted violations of each kind (quick: 300)."""
PROTOCOL = (
    "Planted: {count} of each kind, shared among the seeds; a violation counts as caught "
    "only if a check of that very law "
    "fails. Reactions: measured modes of the PDG whose products `particle` names one by one, in {phrasings} phrasings "
    "(plain text, LaTeX, Unicode, with a verb), one product exchanged so that exactly the "
    "named number (and no other of charge, baryon number "
    "and lepton numbers) changes, by `particle`. False alarms: every measured mode in the "
    "PDG's own spelling, and the clean ones in every "
    "phrasing; right constants, units and ranges in the same phrasings as the wrong ones; "
    "OpenStax University Physics 1 and 2, paragraph by "
    "paragraph. Brackets: Wilson 95 %."
)


# Reactions ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decay:
    """A measured decay: identifier, the PDG's text, parent, products as Monte Carlo ids (empty if some have none)."""

    identifier: str
    text: str
    parent: int
    products: tuple[int, ...]


@cache
def decays() -> tuple[Decay, ...]:
    """Every mode of the PDG with a measured branching fraction, straight from its database."""
    import warnings

    import pdg

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*unary distinct", category=Warning)
        api = pdg.connect()
    query = (
        "SELECT DISTINCT l.pdgid, l.description FROM pdgid l JOIN pdgdata d ON d.pdgid = l.pdgid"
        " WHERE l.data_type LIKE 'BF%' AND d.edition = ? AND d.value IS NOT NULL AND d.limit_type IS NULL"
        " AND d.value_type <> 'DR' AND l.pdgid NOT LIKE 'S016%' ORDER BY l.sort"
    )
    found = []
    with api.engine.connect() as connection:
        rows_of = lambda text, *values: connection.exec_driver_sql(text, values).fetchall()  # noqa: E731
        own: dict[int, list[int | None]] = {}
        for item, mcid in rows_of("SELECT pdgitem_id, mcid FROM pdgparticle"):
            own.setdefault(item, []).append(mcid)
        targets: dict[int, list[int]] = {}
        for item, target in rows_of("SELECT pdgitem_id, target_id FROM pdgitem_map"):
            targets.setdefault(item, []).append(target)
        parts: dict[str, list[tuple[int, int, int | None]]] = {}
        listed = "SELECT pdgid, is_outgoing, multiplier, pdgitem_id FROM pdgdecay ORDER BY pdgid, sort"
        for identifier, outgoing, count, item in rows_of(listed):
            states = [mcid for one in (item, *targets.get(item, ())) for mcid in own.get(one, ())]
            # A name of several states, or of none, is no single particle.
            parts.setdefault(identifier, []).append((outgoing, count, states[0] if len(states) == 1 else None))
        for identifier, text in rows_of(query, str(api.default_edition)):
            rows = parts.get(identifier, [])
            parents = {mcid for outgoing, _, mcid in rows if not outgoing}
            products = [mcid for outgoing, count, mcid in rows if outgoing for _ in range(max(1, count or 1))]
            known = [mcid for mcid in products if mcid is not None]
            ids = tuple(known) if len(known) == len(products) else ()
            parent = parents.pop() if len(parents) == 1 else None
            clean = parent is not None and not re.search(
                r"[,>=(\[]\s*[^0-9()]*\)|>=|c\.c\.|-->.*-->|anything|non|\bX\b|ex\.", text
            )
            found.append(Decay(identifier, text, parent or 0, ids if clean and parent else ()))
    return tuple(found)


Numbers = tuple[int, int, int, int, int]


@cache
def numbers(mcid: int) -> Numbers:
    """Charge and baryon number in thirds, lepton numbers by flavour, from `particle`."""
    from particle import Particle

    each = Particle.from_pdgid(mcid)
    sign = 1 if mcid > 0 else -1
    electron, muon, tau = (sign * (abs(mcid) in pair) for pair in ((11, 12), (13, 14), (15, 16)))
    return int(each.three_charge or 0), round(3 * float(each.baryon_number)), electron, muon, tau


def balance(parent: int, products: Sequence[int]) -> Numbers:
    """Products less parent."""
    totals = [sum(column) for column in zip(*map(numbers, products), strict=True)]
    charge, baryon, electron, muon, tau = (t - n for t, n in zip(totals, numbers(parent), strict=True))
    return charge, baryon, electron, muon, tau


@cache
def clean() -> tuple[Decay, ...]:
    """Modes whose products are all known to `particle` and that balance."""
    from particle import InvalidParticle, ParticleNotFound

    found = []
    for decay in decays():
        try:
            if decay.products and 2 <= len(decay.products) <= 6 and not any(balance(decay.parent, decay.products)):
                found.append(decay)
        except (ParticleNotFound, InvalidParticle):
            continue
    return tuple(found)


@cache
def plain_name(mcid: int) -> str:
    from particle import Particle

    return str(Particle.from_pdgid(mcid).name)


@cache
def latex_name(mcid: int) -> str:
    from particle import Particle

    return str(Particle.from_pdgid(mcid).latex_name)


_WORDS = {
    11: "electron", -11: "positron", 13: "mu-", -13: "mu+", 22: "photon", 2212: "proton", -2212: "antiproton",
    2112: "neutron", -2112: "antineutron", 12: "electron neutrino", -12: "electron antineutrino",
    14: "muon neutrino", -14: "muon antineutrino", 16: "tau neutrino", -16: "tau antineutrino",
}  # fmt: skip


def worded(mcid: int) -> str:
    """A noun with its article where English has an unambiguous one, else the symbol."""
    word = _WORDS.get(mcid, plain_name(mcid))
    return f"a{'n' if word[0] in 'aeiou' else ''} {word}"


def _listed(products: Sequence[int]) -> str:
    names = [worded(p) for p in products]
    return ", ".join(names[:-1]) + " and " + names[-1]


_GREEK = {
    "pi": "π", "mu": "μ", "nu": "ν", "tau": "τ", "gamma": "γ", "eta": "η", "Lambda": "Λ", "Sigma": "Σ", "Xi": "Ξ",
    "Omega": "Ω", "rho": "ρ", "omega": "ω", "phi": "φ", "psi": "ψ", "Delta": "Δ", "Upsilon": "Υ", "chi": "χ",
}  # fmt: skip


def _unicode(mcid: int) -> str:
    name = re.sub(r"[A-Za-z]+", lambda m: _GREEK.get(m[0], m[0]), plain_name(mcid))
    return re.sub(r"(?<=[A-Za-zα-ωΑ-Ω)])[+-]$", lambda m: {"+": "⁺", "-": "⁻"}[m[0]], name)


PHRASINGS: tuple[Callable[[int, Sequence[int]], str], ...] = (
    lambda a, b: f"The decay {plain_name(a)} -> {' '.join(map(plain_name, b))} has been measured.",
    lambda a, b: f"In the mode ${latex_name(a)} \\to {' '.join(map(latex_name, b))}$ a signal is seen.",
    lambda a, b: f"{plain_name(a)} decays to {' '.join(map(plain_name, b))} at the per-mille level.",
    lambda a, b: f"We reconstruct {_unicode(a)} → {' '.join(map(_unicode, b))} candidates in 3 fb^-1 of data.",
    lambda a, b: f"One has {plain_name(a)} --> {' + '.join(map(plain_name, b))}, as expected.",
    lambda a, b: f"The {plain_name(a)} decays into {_listed(b)}.",
    lambda a, b: "\\[ " + latex_name(a) + r" \rightarrow " + r"\,".join(map(latex_name, b)) + r" \]",
    lambda a, b: f"What is more, the {plain_name(a)} can decay into {_listed(b)} with a small probability.",
)

_POOL = (
    11,
    -11,
    13,
    -13,
    15,
    -15,
    12,
    -12,
    14,
    -14,
    22,
    111,
    211,
    -211,
    321,
    -321,
    311,
    221,
    113,
    213,
    -213,
    2212,
    -2212,
    2112,
    -2112,
    3122,
    -3122,
    3222,
    -3222,
    3312,
    -3312,
    421,
    411,
    -411,
    443,
    333,
    3334,
    -3334,
)
KINDS: dict[str, tuple[str, Callable[[Numbers], bool]]] = {
    "charge": ("charge", lambda d: d[0] != 0 and not any(d[1:])),
    "baryon number": ("baryon number", lambda d: d[1] != 0 and d[0] == 0 and not any(d[2:])),
    "lepton number": ("electron number|muon number|tau number", lambda d: any(d[2:]) and d[0] == d[1] == 0),
}


def broken(kind: str, rng: random.Random) -> str:
    """A sentence with a decay of which one product was exchanged so that just this number is violated."""
    wanted = KINDS[kind][1]
    while True:
        decay = rng.choice(clean())
        products = list(decay.products)
        at = rng.randrange(len(products))
        products[at] = rng.choice(_POOL)
        if wanted(balance(decay.parent, products)):
            rng.shuffle(products)
            return rng.choice(PHRASINGS)(decay.parent, products)


# Units, ranges, constants ---------------------------------------------------------------------------------------------

# Quantity, what it may belong to, right units, whether it may not be negative.
QUANTITIES = (
    ("mass", "the block", ("kg", "g", "GeV/c^2", "solar masses")), ("mass", "the meson", ("GeV", "MeV/c^2")),
    ("lifetime", "the particle", ("s", "ns", "microseconds")), ("half-life", "the isotope", ("years", "s", "days")),
    ("temperature", "the plasma", ("K", "keV", "°C")), ("speed", "the electron", ("m/s", "km/s")),
    ("momentum", "the proton", ("GeV/c", "kg m/s")), ("kinetic energy", "the ball", ("J", "MeV", "kWh")),
    ("energy", "the photon", ("eV", "J", "keV")), ("wavelength", "the light", ("nm", "m")),
    ("frequency", "the wave", ("Hz", "GHz", "kHz")), ("force", "the spring", ("N", "kN")),
    ("pressure", "the gas", ("Pa", "kPa", "atm", "bar")), ("voltage", "the cell", ("V", "mV")),
    ("electric current", "the wire", ("A", "mA")), ("magnetic field", "the magnet", ("T", "mT")),
    ("power", "the laser", ("W", "MW")), ("volume", "the tank", ("m^3", "L", "cm^3")),
    ("radius", "the star", ("km", "m")), ("distance", "the galaxy", ("Mpc", "km", "light-years")),
    ("acceleration", "the train", ("m/s^2", "m s^-2")), ("torque", "the motor", ("N m",)),
    ("angular momentum", "the disk", ("J s", "kg m^2/s")), ("capacitance", "the capacitor", ("F", "μF", "pF")),
    ("cross section", "the process", ("pb", "fb", "m^2")), ("decay width", "the resonance", ("MeV", "GeV")),
    ("density", "the liquid", ("kg/m^3", "g/cm^3")), ("moment of inertia", "the rod", ("kg m^2",)),
    ("electric field", "the plates", ("V/m", "N/C", "kV/cm")), ("resistivity", "the metal", ("Ω m",)),
    ("efficiency", "the engine", ("%",)), ("redshift", "the quasar", ("",)), ("area", "the plate", ("m^2", "cm^2")),
)  # fmt: skip
_OTHER = (
    "kg",
    "m",
    "s",
    "K",
    "GeV",
    "m/s",
    "N",
    "Pa",
    "V",
    "A",
    "T",
    "J",
    "Hz",
    "W",
    "kg/m^3",
    "m^2",
    "C",
    "ohm",
    "kg m/s",
    "F",
    "mol",
    "m^3",
    "V/m",
    "J/K",
)
FORMS = (
    "The {quantity} of {owner} is {value}.",
    "{Owner} has a {quantity} of {value}.",
    "We find that the {quantity} of {owner} is about {value}.",
    "A {quantity} of {value} was measured.",
    "Its {quantity} is {value}, as the data show.",
    "Hence the {quantity} equals {value}.",
    "At the end, the {quantity} was {value}; this settles it.",
    "The {quantity} for {owner} is approximately {value}.",
)


def _written(value: float, unit: str, rng: random.Random) -> str:
    """A number in one of the ways that people write it."""
    exponent = math.floor(math.log10(abs(value))) if value else 0
    mantissa = value / 10.0**exponent
    gap = "" if unit == "%" else " "
    upright = unit.replace("%", r"\%").replace(" ", r"\,")
    styles = [f"{value:.3g}{gap}{unit}"]
    if abs(exponent) > 2:
        power = str(exponent).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
        styles = [
            f"{mantissa:.2f}e{exponent} {unit}",
            f"{mantissa:.2f} × 10^{exponent} {unit}",
            f"{mantissa:.2f} × 10{power} {unit}",
            f"${mantissa:.2f} \\times 10^{{{exponent}}}$ {unit}",
            f"${mantissa:.2f}\\times 10^{{{exponent}}}\\,\\mathrm{{{upright}}}$",
        ]
    else:
        styles += [f"${value:.3g}$ {unit}", f"${value:.3g}\\,\\mathrm{{{upright}}}$"]
    return rng.choice(styles).strip()


def _sentence(quantity: str, owner: str, value: str, rng: random.Random) -> str:
    text = rng.choice(FORMS).format(quantity=quantity, owner=owner, Owner=owner[0].upper() + owner[1:], value=value)
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def _magnitude(rng: random.Random) -> float:
    return float(f"{10 ** rng.uniform(-4, 5):.3g}")


@cache
def _dimension(unit: str) -> Any:
    import pint

    registry: Any = pint.UnitRegistry()
    text = {
        "GeV/c^2": "GeV/speed_of_light^2",
        "MeV/c^2": "MeV/speed_of_light^2",
        "GeV/c": "GeV/speed_of_light",
        "%": "",
        "°C": "kelvin",
        "pb": "picobarn",
        "fb": "femtobarn",
        "solar masses": "kg",
        "light-years": "m",
        "Ω m": "ohm*m",
        "microseconds": "s",
        "L": "liter",
        "m s^-2": "m/s^2",
    }.get(unit, unit)
    return registry.parse_units(text.replace(" ", "*")).dimensionality


def _right_value(quantity: str, unit: str, rng: random.Random) -> float:
    if quantity == "efficiency":
        return float(f"{rng.uniform(1, 99):.3g}")
    if quantity == "speed":
        return float(f"{10 ** rng.uniform(-1, 5):.3g}")
    return _magnitude(rng)


def units_wrong(rng: random.Random) -> str:
    """A quantity in a unit of another dimension than any it is customarily given in."""
    natural = {"GeV", "MeV", "eV", "J", "keV"}
    while True:
        quantity, owner, _ = rng.choice(QUANTITIES)
        unit = rng.choice(_OTHER)
        allowed = {str(_dimension(u)) for q, _, us in QUANTITIES if q == quantity for u in us}
        customary = {  # natural units, and what people say although it is another quantity
            "mass": natural,
            "momentum": {*natural},
            "temperature": {*natural},
            "energy": {"K", "Hz"},
            "distance": {"s"},
            "entropy": {"m"},
            "torque": natural,
            "kinetic energy": {"K"},
            "density": {"m"},
            "decay width": {"Hz"},
            "frequency": set(),
            "magnetic field": {"A/m"},
        }.get(quantity, set())
        if str(_dimension(unit)) not in allowed and unit not in customary:
            return _sentence(quantity, owner, _written(_magnitude(rng), unit, rng), rng)


def units_right(rng: random.Random) -> str:
    quantity, owner, units = rng.choice(QUANTITIES)
    unit = rng.choice(units)
    return _sentence(quantity, owner, _written(_right_value(quantity, unit, rng), unit, rng), rng)


# Quantity, owner, unit, the allowed range, and how a wrong value is drawn around it.
RANGES: tuple[tuple[str, str, str, float, float], ...] = (
    ("probability", "a transition", "", 0, 1),
    ("probability", "a detection", "%", 0, 100),
    ("efficiency", "the detector", "%", 0, 100),
    ("efficiency", "the engine", "", 0, 1),
    ("branching fraction", "this decay", "", 0, 1),
    ("branching ratio", "the mode", "%", 0, 100),
    ("eccentricity", "the orbit", "", 0, math.inf),
    ("redshift", "the galaxy", "", -1, math.inf),
    ("Lorentz factor", "the jet", "", 1, math.inf),
    ("emissivity", "the surface", "", 0, 1),
    ("reflectance", "the mirror", "%", 0, 100),
    ("dimensionless spin", "the black hole", "", -1, 1),
    ("symmetric mass ratio", "the binary", "", 0, 0.25),
    ("mass", "the particle", "GeV", 0, math.inf),
    ("mass", "the planet", "kg", 0, math.inf),
    ("speed", "the proton", "m/s", 0, 299792458),
    ("velocity", "the electron", "km/s", -299792, 299792),
    ("temperature", "the gas", "K", 0, math.inf),
    ("temperature", "the sample", "°C", -273.15, math.inf),
    ("kinetic energy", "the ball", "J", 0, math.inf),
    ("half-life", "the isotope", "s", 0, math.inf),
    ("lifetime", "the meson", "ns", 0, math.inf),
    ("wavelength", "the light", "nm", 0, math.inf),
    ("frequency", "the signal", "Hz", 0, math.inf),
    ("confidence level", "the limit", "%", 0, 100),
    ("duty cycle", "the pulse", "%", 0, 100),
    ("moment of inertia", "the wheel", "kg m^2", 0, math.inf),
    ("volume", "the vessel", "m^3", 0, math.inf),
    ("capacitance", "the plates", "pF", 0, math.inf),
    ("cross section", "the process", "pb", 0, math.inf),
    ("correlation coefficient", "the two", "", -1, 1),
    ("coefficient of friction", "the surface", "", 0, math.inf),
)


def _placed(low: float, high: float, inside: bool, rng: random.Random) -> float:
    """A value well inside or outside of a range (by 5 % of its bound or more: rounding may not decide)."""
    if inside:
        if math.isinf(high):
            return float(f"{low + 10 ** rng.uniform(-2, 3):.3g}")
        return float(f"{low + (high - low) * rng.uniform(0.02, 0.97):.3g}")
    choices = [low - max(0.05 * abs(low), 10 ** rng.uniform(-1.5, 2))]
    if not math.isinf(high):
        choices.append(high * (1.05 + 10 ** rng.uniform(-1, 1)))
    return float(f"{rng.choice(choices):.3g}")


def ranges(inside: bool, rng: random.Random) -> str:
    """A sentence with a value inside or outside of its physical range."""
    quantity, owner, unit, low, high = rng.choice(RANGES)
    return _sentence(quantity, owner, _written(_placed(low, high, inside, rng), unit, rng), rng)


def _constants() -> list[tuple[str, float, float, str]]:
    """Name as one says it, value, standard deviation, unit: CODATA through SciPy and the PDG through `particle`."""
    from particle import Particle
    from scipy import constants

    said = {
        "speed of light in vacuum": "speed of light", "Planck constant": "Planck constant",
        "reduced Planck constant": "reduced Planck constant", "Boltzmann constant": "Boltzmann constant",
        "elementary charge": "elementary charge", "Newtonian constant of gravitation": "gravitational constant",
        "Avogadro constant": "Avogadro constant", "molar gas constant": "gas constant", "Bohr radius": "Bohr radius",
        "Stefan-Boltzmann constant": "Stefan-Boltzmann constant", "Rydberg constant": "Rydberg constant",
        "Bohr magneton": "Bohr magneton", "Faraday constant": "Faraday constant",
        "electron mass": "mass of the electron",
        "proton mass": "mass of the proton", "neutron mass": "mass of the neutron", "muon mass": "mass of the muon",
        "vacuum electric permittivity": "vacuum permittivity", "classical electron radius": "classical electron radius",
        "Thomson cross section": "Thomson cross section",
    }  # fmt: skip
    found = []
    for name, words in said.items():
        value, unit, error = constants.physical_constants[name]
        found.append((words, value, error, unit.replace("J Hz^-1", "J s")))
    for mcid in (
        23,
        24,
        25,
        6,
        15,
        211,
        111,
        321,
        311,
        221,
        443,
        521,
        511,
        531,
        4122,
        5122,
        3122,
        3334,
        553,
        421,
        411,
        431,
    ):
        each = Particle.from_pdgid(mcid)
        error = max(each.mass_upper or 0.0, each.mass_lower or 0.0)
        said_as = {25: "Higgs boson", 6: "top quark", 23: "Z boson", 24: "W boson", 15: "tau lepton"}.get(
            mcid, each.name
        )
        found.append((f"mass of the {said_as}", float(each.mass or 0.0), error, "MeV"))
    return found


@cache
def table() -> tuple[tuple[str, float, float, str], ...]:
    return tuple(_constants())


def constants(right: bool, rng: random.Random) -> str:
    """A constant rounded to some of its digits, or off by eight standard deviations or more (2 % for exact ones)."""
    name, value, error, unit = rng.choice(table())
    relative = error / value
    if right:
        digits = rng.randint(2, max(2, min(7, int(-math.log10(max(relative, 1e-9))))))
        shown = value
    else:
        away = max(8 * relative, rng.choice((1e-3, 0.01, 0.03)))
        shown = value * (1 + rng.choice((-1, 1)) * away * rng.uniform(1, 3))
        digits = min(10, 2 + math.ceil(-math.log10(away)))
    exponent = math.floor(math.log10(abs(shown)))
    if -3 <= exponent < 6:
        number = f"{shown:.{max(0, digits - 1 - exponent)}f}"
        styles = [f"{number} {unit}", f"${number}$ {unit}"]
    else:
        mantissa = f"{shown / 10.0**exponent:.{digits - 1}f}"
        styles = [
            f"{mantissa}e{exponent} {unit}",
            f"{mantissa} × 10^{exponent} {unit}",
            f"${mantissa}\\times10^{{{exponent}}}$ {unit}",
        ]
    form = rng.choice(
        (
            "The {n} is {v}.",
            "We use the {n}, which is well known. The {n} is {v}.",
            "It is known that the {n} equals {v}.",
            "The value of the {n} is {v}.",
        )
    )
    return form.format(n=name, v=rng.choice(styles))


# The run --------------------------------------------------------------------------------------------------------------


def _failed(checks: Sequence[Check], law: str) -> bool:
    return any(c.passed is False and re.fullmatch(law, c.law) for c in checks)


PLANTED: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    **{kind: (KINDS[kind][0], lambda rng, kind=kind: broken(kind, rng)) for kind in KINDS},  # type: ignore[misc]
    "units": ("units", units_wrong),
    "range": ("range", lambda rng: ranges(False, rng)),
    "constant": ("constant", lambda rng: constants(False, rng)),
}
RIGHT: dict[str, Callable[[random.Random], str]] = {
    "units": units_right,
    "range": lambda rng: ranges(True, rng),
    "constant": lambda rng: constants(True, rng),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the textbooks are, and how much to plant."""
    default = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default, help="folder of real data (default: PHYSFM_DATA)")
    parser.add_argument("--count", type=int, default=None, help="violations of each kind (default: 1000, quick: 300)")


def planted(seeds: Sequence[int], count: int) -> tuple[dict[str, Interval], dict[str, list[str]]]:
    """Fraction of violations that the check of their law caught, and the missed ones."""
    metrics: dict[str, Interval] = {}
    missed: dict[str, list[str]] = {}
    for kind, (law, make) in PLANTED.items():
        caught = total = 0
        missed[kind] = []
        for i, seed in enumerate(seeds):
            rng = random.Random(f"{kind} {seed}")
            for _ in range(count // len(seeds) + (i < count % len(seeds))):
                text = make(rng)
                hit = _failed(check(text), law)
                caught, total = caught + hit, total + 1
                if not hit:
                    missed[kind].append(text)
        metrics[f"caught: {kind}"] = wilson(caught, total)
    return metrics, missed


def right(seeds: Sequence[int], count: int) -> tuple[dict[str, Interval], dict[str, list[str]]]:
    """Fraction of right statements with any failed check."""
    metrics: dict[str, Interval] = {}
    alarms: dict[str, list[str]] = {}
    for kind, make in RIGHT.items():
        total = 0
        alarms[kind] = []
        for i, seed in enumerate(seeds):
            rng = random.Random(f"right {kind} {seed}")
            for _ in range(count // len(seeds) + (i < count % len(seeds))):
                text = make(rng)
                total += 1
                if _failed(check(text), ".*"):
                    alarms[kind].append(text)
        metrics[f"false alarms: {kind}"] = wilson(len(alarms[kind]), total)
    return metrics, alarms


def listings() -> tuple[dict[str, Interval], dict[str, Any]]:
    """False alarms on every measured mode in the PDG's own spelling, and on the clean ones in every phrasing."""
    outcome: Counter[str] = Counter()
    alarms = []
    for decay in decays():
        checks = check(decay.text)
        if _failed(checks, ".*"):
            alarms.append(f"{decay.identifier}: {decay.text}")
            outcome["alarm"] += 1
        else:
            whole = any(c.passed for c in checks) and all(c.passed is not None or c.law == "energy" for c in checks)
            outcome["holds" if whole else "undecided"] += 1
    phrased = [form(decay.parent, decay.products) for decay in clean() for form in PHRASINGS]
    wrong = []
    decided = 0
    for text in phrased:
        checks = check(text)
        decided += any(c.law == "charge" for c in checks)
        if _failed(checks, ".*"):
            wrong.append(text)
    metrics = {
        "false alarms: PDG's own text": wilson(len(alarms), len(decays())),
        "decided: PDG's own text": wilson(outcome["holds"] + outcome["alarm"], len(decays())),
        "false alarms: PDG in phrasings": wilson(len(wrong), len(phrased)),
        "decided: PDG in phrasings": wilson(decided, len(phrased)),
    }
    return metrics, {"alarms_on_the_listings": alarms, "alarms_in_phrasings": wrong, "clean_modes": len(clean())}


def paragraphs(folder: Path) -> Iterator[str]:
    """Running text, summaries, glossaries, exercises and solutions of the two textbooks."""
    from physfm.retrieval.openstax import modules

    for volume in (1, 2):
        path = folder / "text" / f"openstax_university_physics_vol{volume}_cnxml.tar.gz"
        for module in modules(path) if path.exists() else ():
            yield from (part for part in module.body.split("\n\n") if part.strip())
            yield from (*module.summary, *module.glossary.values())
            for exercise in module.exercises:
                yield exercise.text
                if exercise.solution:
                    yield exercise.solution


def textbooks(folder: Path, share: int) -> tuple[dict[str, Interval], dict[str, Any]]:
    """Failed checks in textbook prose; every ``share``-th paragraph."""
    from physfm.guard.script import sentences

    number = 0
    laws: Counter[str] = Counter()
    failed = []
    held = 0
    for i, text in enumerate(paragraphs(folder)):
        if i % share:
            continue
        number += len(sentences(text).starts)
        for found in check(text):
            held += found.passed is True
            if found.passed is False:
                laws[found.law] += 1
                failed.append(f"{found.law}: {found.claim} | {found.reason}")
    if not number:
        return {}, {}
    metrics = {"textbook: failed checks per sentence": wilson(len(failed), number)}
    return metrics, {"sentences": number, "held": held, "failed_by_law": dict(laws), "failed": failed}


def timing(repeats: int) -> Interval:
    """Milliseconds for an answer of about 500 characters, median with lowest and highest, caches warm."""
    rng = random.Random(7)
    texts = []
    for _ in range(repeats):
        text = ""
        while len(text) < 500:
            text += rng.choice((*(make for _, make in PLANTED.values()), *RIGHT.values()))(rng) + " "
        texts.append(text)
    for text in texts:
        check(text)
    spent = []
    for text in texts:
        begun = time.perf_counter()
        check(text)
        spent.append(1e3 * (time.perf_counter() - begun))
    spent.sort()
    return Interval(spent[len(spent) // 2], spent[0], spent[-1])


def run(options: argparse.Namespace) -> Report:
    """Planted violations, right statements, listings, textbooks, speed."""
    seeds = SEEDS[: options.seeds or (1 if options.quick else 3)]
    count = options.count or (300 if options.quick else COUNT)
    check("pi+ -> mu+ nu_mu, the mass of the Z boson is 91.19 GeV")
    metrics, missed = planted(seeds, count)
    log(f"planted: { {name: round(m.value, 4) for name, m in metrics.items()} }")
    right_metrics, alarms = right(seeds, count)
    log(f"right: { {name: round(m.value, 4) for name, m in right_metrics.items()} }")
    list_metrics, list_facts = listings()
    log(f"listings: { {name: round(m.value, 4) for name, m in list_metrics.items()} }")
    book_metrics, book_facts = textbooks(options.data, 8 if options.quick else 1)
    log(f"textbooks: {book_facts.get('failed_by_law')} in {book_facts.get('sentences')} sentences")
    metrics |= right_metrics | list_metrics | book_metrics | {"answer_ms": timing(30)}
    facts = {"missed": missed, "alarms": alarms, **list_facts, "textbook": book_facts}
    row = Row("physfm.guard", "ours", metrics, facts)
    none = Row("no guard", "baseline", {name: exactly(0.0) for name in metrics if name.startswith("caught")}, {})
    named = ("charge", "baryon number", "units", "range")
    ratio = {f"caught: {kind}": metrics[f"caught: {kind}"].value for kind in named}
    ratio["silent on PDG's own text"] = 1 - metrics["false alarms: PDG's own text"].value
    ratio["answer: 50 ms over ours"] = 50 / metrics["answer_ms"].value
    target = {f"caught: {kind}": 0.99 for kind in named} | {
        "silent on PDG's own text": 0.995,
        "answer: 50 ms over ours": 1.0,
    }
    return Report(
        name="guard",
        rows=(row, none),
        headline="physfm.guard",
        ratio=ratio,
        target=target,
        seeds=seeds,
        protocol=PROTOCOL.format(count=count, phrasings=len(PHRASINGS)),
        notes=(
            "Alarms on the PDG's own text are counted as false; alarms_on_the_listings names them. "
            "Failed checks in the textbooks are "
            "listed, some are errors of the text.",
        ),
    )
