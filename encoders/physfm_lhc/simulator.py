"""The tool ``simulate_collisions``: a process of a closed list in Pythia 8, one observable, a histogram with errors.

Light to import (no torch, no Pythia): arguments are read, checked and bounded here; the work is done by
`physfm_lhc.collisions`, which defines the observables, in a process of its own. See `physfm.tools.simulation` for the
deadline and for where files go.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import quantity, simulation
from physfm.tools.simulation import DEFAULT_TIME, Seed, TimeLimit
from physfm.tools.tool import Result, Tool

SOURCE = (
    "Pythia 8.3, Bierlich et al., SciPost Phys. Codebases 8 (2022), leading order, Monash 2013 tune; "
    "FastJet, Cacciari, Salam, Soyez, Eur. Phys. J. C 72, 1896 (2012)"
)
MAX_EVENTS = 50_000
MAX_BINS = 500

Process = Literal[
    "p p -> Z -> mu+ mu-",
    "p p -> Z -> e+ e-",
    "p p -> W -> mu nu",
    "p p -> t tbar",
    "p p -> jets",
    "p p -> gamma jet",
    "p p -> H -> gamma gamma",
    "p p -> H -> Z Z -> 4 leptons",
    "e+ e- -> mu+ mu-",
    "e+ e- -> hadrons",
]
Observable = Literal[
    "mass",
    "pt",
    "rapidity",
    "four_lepton_mass",
    "lepton_pt",
    "lepton_eta",
    "photon_pt",
    "transverse_mass",
    "missing_pt",
    "cos_theta",
    "charged_multiplicity",
    "number_of_jets",
    "jet_pt",
    "jet_eta",
    "dijet_mass",
    "thrust",
]
HADRONIC = ("charged_multiplicity", "number_of_jets", "jet_pt", "jet_eta", "dijet_mass", "thrust")
"""Observables that need hadrons; for all others hadronisation is off, which changes nothing but the time."""


@dataclass(frozen=True)
class Setup:
    """How Pythia makes a process.

    Parameters
    ----------
    settings
        Lines for Pythia.
    observables
        That exist for it, the default first.
    ranges
        Default histogram range of an observable where it differs from `RANGES`.
    species
        Absolute PDG codes of the leptons or photons of the process.
    prompt
        How many of them it makes.
    pt_min
        Default lower bound of the hard process's pT in GeV; None where there is none to give.
    """

    settings: tuple[str, ...]
    observables: tuple[str, ...]
    ranges: dict[str, tuple[float, float]]
    species: tuple[int, ...] = ()
    prompt: int = 0
    pt_min: float | None = None


_JETS = ("number_of_jets", "jet_pt", "jet_eta")
_DRELL_YAN = ("WeakSingleBoson:ffbar2gmZ = on", "23:onMode = off")
_WINDOW = ("PhaseSpace:mHatMin = 60", "PhaseSpace:mHatMax = 120")
_PAIR = ("mass", "pt", "rapidity", "lepton_pt", "lepton_eta", *_JETS)
_BEAMS = ("Beams:idA = 11", "Beams:idB = -11", "PDF:lepton = off")

SETUPS: dict[str, Setup] = {
    # Z and photon with their interference, 60 to 120 GeV.
    "p p -> Z -> mu+ mu-": Setup((*_DRELL_YAN, "23:onIfAny = 13", *_WINDOW), _PAIR, {"mass": (60, 120)}, (13,), 2),
    "p p -> Z -> e+ e-": Setup((*_DRELL_YAN, "23:onIfAny = 11", *_WINDOW), _PAIR, {"mass": (60, 120)}, (11,), 2),
    "p p -> W -> mu nu": Setup(
        ("WeakSingleBoson:ffbar2W = on", "24:onMode = off", "24:onIfAny = 13"),
        ("transverse_mass", "lepton_pt", "lepton_eta", "missing_pt", *_JETS),
        {"transverse_mass": (0, 120), "lepton_pt": (0, 80), "missing_pt": (0, 80)},
        (13,),
        1,
    ),
    "p p -> t tbar": Setup(
        ("Top:gg2ttbar = on", "Top:qqbar2ttbar = on"),
        (*_JETS, "dijet_mass", "missing_pt", "charged_multiplicity"),
        {"charged_multiplicity": (-0.5, 399.5)},
    ),
    "p p -> jets": Setup(
        ("HardQCD:all = on",),
        ("jet_pt", "number_of_jets", "jet_eta", "dijet_mass", "charged_multiplicity"),
        {"charged_multiplicity": (-0.5, 399.5), "dijet_mass": (0, 1000)},
        pt_min=100.0,
    ),
    "p p -> gamma jet": Setup(
        ("PromptPhoton:qg2qgamma = on", "PromptPhoton:qqbar2ggamma = on"),
        ("photon_pt", *_JETS),
        {},
        (22,),
        1,
        pt_min=50.0,
    ),
    # Gluon fusion; Pythia's cross-section is that of the selected decay.
    "p p -> H -> gamma gamma": Setup(
        ("HiggsSM:gg2H = on", "25:onMode = off", "25:onIfMatch = 22 22"),
        ("mass", "pt", "rapidity", "photon_pt", *_JETS),
        {"mass": (120, 130)},
        (22,),
        2,
    ),
    "p p -> H -> Z Z -> 4 leptons": Setup(
        ("HiggsSM:gg2H = on", "25:onMode = off", "25:onIfMatch = 23 23", "23:onMode = off", "23:onIfAny = 11 13"),
        ("four_lepton_mass", "lepton_pt", "lepton_eta", *_JETS),
        {"four_lepton_mass": (105, 130)},
        (11, 13),
        4,
    ),
    # Without initial-state radiation, so that the cross-section is that of the textbook.
    "e+ e- -> mu+ mu-": Setup(
        (*_DRELL_YAN, "23:onIfAny = 13", "23:mMin = 1", "PhaseSpace:mHatMin = 1"),
        ("cos_theta", "mass", "lepton_pt"),
        {},
        (13,),
        2,
    ),
    "e+ e- -> hadrons": Setup(
        (*_DRELL_YAN, "23:onIfAny = 1 2 3 4 5", "23:mMin = 1", "PhaseSpace:mHatMin = 1"),
        ("thrust", "charged_multiplicity", "number_of_jets"),
        {"number_of_jets": (0.5, 8.5)},
    ),
}
RANGES: dict[str, tuple[float, float]] = {
    "mass": (0, 200), "pt": (0, 100), "rapidity": (-5, 5), "four_lepton_mass": (80, 200), "lepton_pt": (0, 100),
    "lepton_eta": (-5, 5), "photon_pt": (0, 200), "transverse_mass": (0, 200), "missing_pt": (0, 200),
    "cos_theta": (-1, 1), "charged_multiplicity": (-0.5, 99.5), "number_of_jets": (-0.5, 12.5), "jet_pt": (0, 500),
    "jet_eta": (-5, 5), "dijet_mass": (0, 1000), "thrust": (0.5, 1),
}  # fmt: skip
COUNTED = ("charged_multiplicity", "number_of_jets")
"""Whole numbers, for which the default bins have the width one."""
UNITLESS = (*COUNTED, "rapidity", "lepton_eta", "jet_eta", "cos_theta", "thrust")
ENERGIES = {"p p": (13600.0, 500.0, 100_000.0), "e+ e-": (91.1876, 4.0, 3000.0)}
"""Default, lowest and highest centre-of-mass energy in GeV by the beams; LHC's run 3 and the mass of the Z."""
LOWEST_HADRONIC_GEV = 10.0
"""Of electrons and positrons that make hadrons: below, resonances rule that Pythia does not make."""

Bound = Annotated[str, Field(description="With unit, such as '60 GeV', or a plain number for a dimensionless one")]


def simulate_collisions(
    process: Annotated[Process, Field(description="Which process; leading order with parton showers")],
    observable: Annotated[
        Literal[Observable, ""],
        Field(description="What to histogram: of the lepton or photon pair, of jets, of the event; empty: the usual"),
    ] = "",
    energy: Annotated[
        str, Field(description="Centre-of-mass energy with unit; empty for 13.6 TeV (p p) or 91.1876 GeV (e+ e-)")
    ] = "",
    events: Annotated[int, Field(ge=1, le=MAX_EVENTS, description="How many to generate")] = 1000,
    seed: Seed = 1,
    bins: Annotated[int, Field(ge=0, le=MAX_BINS, description="Of the histogram; 0 for the usual number")] = 0,
    low: Bound = "",
    high: Bound = "",
    pt_min: Annotated[
        str, Field(description="Lowest pT of the hard process ('p p -> jets' and 'gamma jet' only), such as '100 GeV'")
    ] = "",
    underlying_event: Annotated[
        bool, Field(description="Whether to add multiple parton interactions (slower)")
    ] = False,
    output: Annotated[str, Field(description="Name of a file for the histogram (.npz or .json); empty: none")] = "",
    plot: Annotated[str, Field(description="Name of a PNG file for a plot; empty for none")] = "",
    time_limit: TimeLimit = DEFAULT_TIME,
    *,
    folder: Path | None = None,
) -> Result:
    """Simulate collisions of a named process with Pythia 8: cross-section, and a histogram of one observable.

    Returns
    -------
    result
        The cross-section in pb with the error of its Monte Carlo integration (none where the integral is exact). Its
        details hold the histogram (edges with unit, counts, errors, underflow, overflow, events without the
        observable), the mean, and by how much momentum and charge fail to be conserved.

    Raises
    ------
    InputError
        If the observable does not exist for the process, an argument is out of range, or the limits on time and size
        are exceeded.
    """
    setup = SETUPS[process]
    shown = observable or setup.observables[0]
    if shown not in setup.observables:
        raise InputError(f"{process!r} has no {shown}; it has: {', '.join(setup.observables)}.")
    beams = process.split(" -> ")[0]
    usual, lowest, highest = ENERGIES[beams]
    if process == "e+ e- -> hadrons":
        lowest = LOWEST_HADRONIC_GEV
    ecm = quantity.energy(energy) if energy.strip() else usual
    if not lowest <= ecm <= highest:
        raise InputError(
            f"Expected a centre-of-mass energy between {lowest:g} and {highest:g} GeV, got {energy[:60]!r}."
        )
    unit = "1" if shown in UNITLESS else "GeV"
    if shown == "mass" and beams == "e+ e-":
        usual_range = (0.0, 1.1 * ecm)
    elif shown == "lepton_pt" and beams == "e+ e-":
        usual_range = (0.0, 0.55 * ecm)
    else:
        usual_range = setup.ranges.get(shown, RANGES[shown])
    first, last = (_bound(text, unit, bound) for text, bound in zip((low, high), usual_range, strict=True))
    if not first < last:
        raise InputError(f"Expected a range from low to high, got {first:g} to {last:g} {unit}.")
    count = bins or (max(1, min(MAX_BINS, round(last - first))) if shown in COUNTED else 40)
    hard = _hardness(process, setup, pt_min, ecm)
    settings = [*setup.settings, *(_BEAMS if beams == "e+ e-" else ())]
    settings.append(f"PartonLevel:MPI = {'on' if underlying_event else 'off'}")
    if hard is not None:
        settings.append(f"PhaseSpace:pTHatMin = {hard!r}")
    hadrons = shown in HADRONIC
    if not hadrons:
        settings.append("HadronLevel:all = off")
    simulation.require("Simulating collisions", "lhc", "pythia8mc", "fastjet", "awkward")
    target = simulation.destination(output, folder, (".npz", ".json"))
    picture = simulation.destination(plot, folder, (".png",))
    facts: dict[str, Any] = {"process": process, "energy_gev": ecm, "seed": seed, "pt_min_gev": hard}
    facts |= {"underlying_event": underlying_event, "level": "hadrons" if hadrons else "partons and leptons"}
    found = simulation.simulate(
        "physfm_lhc.collisions:simulate",
        {
            "settings": settings,
            "ecm_gev": ecm,
            "charge": 2.0 if beams == "p p" else 0.0,
            "species": setup.species,
            "prompt": setup.prompt,
            "events": events,
            "seed": seed % 900_000_000 + 1,  # Pythia's seeds: 1 to 900 million, 0 being the clock
            "observable": "number_of_jets_durham" if shown == "number_of_jets" and beams == "e+ e-" else shown,
            "unit": unit,
            "low": first,
            "high": last,
            "bins": count,
            "title": f"{process}, {ecm:g} GeV, {events} events, Pythia 8",
            "facts": facts,
        },
        time_limit,
        {"output": target, "plot": picture},
    )
    facts |= {"file": str(target) if target else None, "plot": str(picture) if picture else None}
    return _result(found, facts, shown, unit)


def _bound(text: str, unit: str, usual: float) -> float:
    if not text.strip():
        return usual
    return quantity.energy(text) if unit == "GeV" else quantity.in_unit(text, "1")


def _hardness(process: str, setup: Setup, pt_min: str, ecm: float) -> float | None:
    """Lower bound of the hard process's pT in GeV.

    Raises
    ------
    InputError
        If the process has none to give, or it is out of range.
    """
    if not pt_min.strip():
        return setup.pt_min
    if setup.pt_min is None:
        raise InputError(f"{process!r} takes no pt_min.")
    found = quantity.energy(pt_min)
    if not 10 <= found <= ecm / 4:
        raise InputError(f"Expected a pt_min between 10 GeV and a quarter of the energy, got {pt_min[:60]!r}.")
    return found


def _result(found: dict[str, Any], facts: dict[str, Any], observable: str, unit: str) -> Result:
    value, error = found["cross_section_pb"], found["cross_section_error_pb"]
    shown = "" if unit == "1" else f" {unit}"
    told = [
        f"The leading-order cross-section of {facts['process']} at {facts['energy_gev']:g} GeV is {value:.5g}"
        f"{f' ± {error:.2g}' if error else ''} pb"
    ]
    histogram = found["histogram"]
    if found["mean"] is not None:
        word = observable.replace("_", " ")
        told.append(
            f"the mean {word} of {found['events']} events is {found['mean']:.5g} ± {found['mean_error']:.2g}{shown}"
        )
        top = max(range(len(histogram["counts"])), key=histogram["counts"].__getitem__)
        if histogram["counts"][top]:
            low, high = histogram["edges"][top : top + 2]
            told.append(f"the fullest bin is that from {low:.6g} to {high:.6g}{shown}")
    told += [f"written to {facts[name]}" for name in ("file", "plot") if facts[name]]
    return Result(
        text=f"{'; '.join(told)}.",
        value=value,
        unit="pb",
        uncertainty=(error, error) if error else None,
        source=SOURCE,
        details={**facts, "value_is": "cross-section", "cross_section_fb": 1000 * value, **found},
    )


TOOLS = (Tool(simulate_collisions),)
