"""Collisions from Pythia 8 and one observable of each event: what `physfm_lhc.simulator` runs in its own process.

Events leave Pythia in batches of awkward arrays; event shapes come from Pythia's own analysis classes, event by event,
and jets from FastJet. Every batch is checked: final momenta and charges must add up to those of the beams.

Definitions. Leptons are bare (after radiation), leptons and photons the hardest in pT; a pair is the hardest of each
charge. Jets of hadron collisions: anti-kT R = 0.4 of all visible particles with |eta| < 4.5 except the hardest leptons
or photons, as many as the process makes, pT > 30 GeV; of electron-positron collisions: Durham kT, y = 0.01. Angles are
against the first beam.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency
from physfm_lhc.histogram import Histogram

if TYPE_CHECKING:
    import awkward as ak

BATCH = 200
JET_RADIUS, JET_PT, JET_ETA, DURHAM_Y = 0.4, 30.0, 4.5, 0.01
PB_PER_MB = 1e9
INVISIBLE = (12, 14, 16)
_NONE = math.nan


@dataclass
class Events:
    """Final particles of a batch.

    Parameters
    ----------
    particles
        (events, particles) with ``px py pz E`` in GeV, ``pid`` and ``charge`` in units of e.
    species
        Absolute PDG codes of the leptons or photons of this process; may be empty.
    prompt
        How many of them the process makes.
    """

    particles: ak.Array
    species: tuple[int, ...]
    prompt: int
    pair: ak.Array = field(init=False)
    """(events, 0 or 2), the particles of the pair."""

    def __post_init__(self) -> None:
        import awkward as ak

        p = self.particles
        chosen = p[_among(abs(p.pid), self.species)]
        chosen = chosen[ak.argsort(_pt(chosen), axis=1, ascending=False)]
        if self.species == (22,):
            two = chosen[:, :2]
        else:
            # One of each charge.
            two = ak.concatenate([chosen[chosen.charge < 0][:, :1], chosen[chosen.charge > 0][:, :1]], axis=1)
        self.pair = ak.where(ak.num(two) == 2, two, two[:, :0])

    def leptons(self) -> ak.Array:
        """Leptons or photons of the process, the hardest first."""
        import awkward as ak

        found = self.particles[_among(abs(self.particles.pid), self.species)]
        return found[ak.argsort(_pt(found), axis=1, ascending=False)]

    def jets(self) -> ak.Array:
        """Jets, the hardest first."""
        import awkward as ak
        import fastjet

        p = self.particles
        visible = ~_among(abs(p.pid), INVISIBLE) & (abs(_eta(p)) < JET_ETA)
        # Leptons and photons of the process are no jets; energy and code, the same numbers, tell which they are.
        prompt = ak.pad_none(self.leptons(), self.prompt)
        for i in range(self.prompt):
            energy, code = (ak.fill_none(prompt[k][:, i], -1) for k in ("E", "pid"))
            visible = visible & ~((energy == p.E) & (code == p.pid))
        inputs = ak.zip({k: p[k][visible] for k in ("px", "py", "pz", "E")}, with_name="Momentum4D")
        definition = fastjet.JetDefinition(fastjet.antikt_algorithm, JET_RADIUS)
        found = fastjet.ClusterSequence(inputs, definition).inclusive_jets(min_pt=JET_PT)
        return found[ak.argsort(_pt(found), axis=1, ascending=False)]


def _among(codes: ak.Array, wanted: Sequence[int]) -> Any:
    found = codes < 0  # nothing
    for code in wanted:
        found = found | (codes == code)
    return found


def _pt(p: Any) -> Any:
    return np.hypot(p.px, p.py)


def _eta(p: Any) -> Any:
    return np.arcsinh(p.pz / np.maximum(_pt(p), 1e-9))


def _sum(p: Any) -> dict[str, Any]:
    import awkward as ak

    return {k: ak.sum(p[k], axis=1) for k in ("px", "py", "pz", "E")}


def _mass(p: Any) -> Any:
    s = _sum(p)
    return np.sqrt(np.maximum(s["E"] ** 2 - s["px"] ** 2 - s["py"] ** 2 - s["pz"] ** 2, 0))


def _where(condition: Any, values: Any) -> NDArray[np.float64]:
    import awkward as ak

    return ak.to_numpy(ak.where(condition, values, _NONE)).astype(np.float64)


def _first(values: Any) -> NDArray[np.float64]:
    """First entry of each event; NaN without one."""
    import awkward as ak

    return ak.to_numpy(ak.fill_none(ak.firsts(values), _NONE)).astype(np.float64)


def _paired(events: Events, of: Callable[[Any], Any]) -> NDArray[np.float64]:
    import awkward as ak

    return _where(ak.num(events.pair) == 2, of(events.pair))


def _pair_pt(pair: Any) -> Any:
    s = _sum(pair)
    return np.hypot(s["px"], s["py"])


def _pair_rapidity(pair: Any) -> Any:
    s = _sum(pair)
    return np.arctanh(s["pz"] / np.maximum(s["E"], 1e-9))


def _missing(events: Events) -> tuple[Any, Any]:
    import awkward as ak

    hidden = events.particles[_among(abs(events.particles.pid), INVISIBLE)]
    return ak.sum(hidden.px, axis=1), ak.sum(hidden.py, axis=1)


def _missing_pt(events: Events) -> NDArray[np.float64]:
    import awkward as ak

    return ak.to_numpy(np.hypot(*_missing(events))).astype(np.float64)


def _transverse_mass(events: Events) -> NDArray[np.float64]:
    import awkward as ak

    lepton = ak.pad_none(events.leptons(), 1)[:, 0]
    x, y = _missing(events)
    square = 2 * (_pt(lepton) * np.hypot(x, y) - lepton.px * x - lepton.py * y)
    return ak.to_numpy(ak.fill_none(np.sqrt(np.maximum(square, 0)), _NONE)).astype(np.float64)


def _four_lepton_mass(events: Events) -> NDArray[np.float64]:
    import awkward as ak

    four = events.leptons()[:, :4]
    return _where(ak.num(four) == 4, _mass(four))


def _cos_theta(events: Events) -> NDArray[np.float64]:
    """Of the negative lepton against the first beam (the electron)."""
    negative = events.pair[events.pair.charge < 0]
    size = np.sqrt(negative.px**2 + negative.py**2 + negative.pz**2)
    return _first(negative.pz / size)


def _multiplicity(events: Events) -> NDArray[np.float64]:
    import awkward as ak

    return ak.to_numpy(ak.sum(events.particles.charge != 0, axis=1)).astype(np.float64)


def _number_of_jets(events: Events) -> NDArray[np.float64]:
    import awkward as ak

    return ak.to_numpy(ak.num(events.jets())).astype(np.float64)


def _dijet_mass(events: Events) -> NDArray[np.float64]:
    import awkward as ak

    two = events.jets()[:, :2]
    return _where(ak.num(two) == 2, _mass(two))


BATCHED: dict[str, Callable[[Events], NDArray[np.float64]]] = {
    "mass": partial(_paired, of=_mass),
    "pt": partial(_paired, of=_pair_pt),
    "rapidity": partial(_paired, of=_pair_rapidity),
    "four_lepton_mass": _four_lepton_mass,
    "lepton_pt": lambda events: _first(_pt(events.leptons())),
    "lepton_eta": lambda events: _first(_eta(events.leptons())),
    "photon_pt": lambda events: _first(_pt(events.leptons())),
    "transverse_mass": _transverse_mass,
    "missing_pt": _missing_pt,
    "cos_theta": _cos_theta,
    "charged_multiplicity": _multiplicity,
    "number_of_jets": _number_of_jets,
    "jet_pt": lambda events: _first(_pt(events.jets())),
    "jet_eta": lambda events: _first(_eta(events.jets())),
    "dijet_mass": _dijet_mass,
}
"""One value an event from the particles of a batch; NaN where it does not exist."""

SHAPES = ("thrust", "number_of_jets_durham")
"""Observables of an event as Pythia analyses them."""


def _started(settings: Sequence[str], seed: int, ecm_gev: float) -> Any:
    """An initialised Pythia.

    Raises
    ------
    InputError
        If Pythia refuses the settings.
    """
    try:
        import pythia8mc
    except ImportError as err:
        raise MissingDependency("Simulating collisions", "pythia8mc", "lhc") from err
    pythia = pythia8mc.Pythia("", False)
    for line in (
        *("Print:quiet = on", "Random:setSeed = on", f"Random:seed = {seed}", f"Beams:eCM = {ecm_gev!r}"),
        *settings,
    ):
        if not pythia.readString(line):
            raise InputError(f"Pythia 8 does not know the setting {line!r}.")
    if not pythia.init():
        raise InputError(f"Pythia 8 cannot make this process at {ecm_gev:g} GeV: give another centre-of-mass energy.")
    return pythia


def _final(batch: ak.Array, pythia: Any) -> ak.Array:
    """Final particles of a batch with their charges."""
    import awkward as ak

    prt = batch.prt[batch.prt.status > 0]
    flat = ak.to_numpy(ak.flatten(prt.id))
    codes, where = np.unique(flat, return_inverse=True)
    charges = np.array([pythia.particleData.charge(int(code)) for code in codes], np.float64)[where]
    columns = {"px": prt.p.px, "py": prt.p.py, "pz": prt.p.pz, "E": prt.p.e, "pid": prt.id}
    return ak.zip({**columns, "charge": ak.unflatten(charges, ak.num(prt.id))})


def _imbalance(particles: ak.Array, ecm_gev: float, charge: float) -> tuple[float, float]:
    """Largest deviation of total momentum (relative to the energy) and of total charge (e) from those of the beams."""
    import awkward as ak

    total = _sum(particles)
    total["E"] = total["E"] - ecm_gev
    momentum = max(float(ak.max(abs(column))) for column in total.values()) / ecm_gev
    return momentum, float(ak.max(abs(ak.sum(particles.charge, axis=1) - charge)))


def _by_batches(
    pythia: Any, events: int, observable: str, species: tuple[int, ...], prompt: int, ecm_gev: float, charge: float
) -> tuple[NDArray[np.float64], float, float]:
    values, momentum, off = [], 0.0, 0.0
    done = 0
    while done < events:
        batch = pythia.nextBatch(min(BATCH, events - done))
        if not len(batch):
            raise InputError("Pythia 8 makes no events of this process at this energy.")
        particles = _final(batch, pythia)
        one, other = _imbalance(particles, ecm_gev, charge)
        momentum, off = max(momentum, one), max(off, other)
        values.append(BATCHED[observable](Events(particles, species, prompt)))
        done += len(batch)
    return np.concatenate(values), momentum, off


def _by_events(
    pythia: Any, events: int, observable: str, ecm_gev: float, charge: float
) -> tuple[NDArray[np.float64], float, float]:
    import pythia8mc

    thrust, durham = pythia8mc.Thrust(2), pythia8mc.ClusterJet("Durham")  # 2: visible particles
    values: list[float] = []
    momentum, off, failed = 0.0, 0.0, 0
    while len(values) < events:
        if not pythia.next():
            failed += 1
            if failed > 10 + events:
                raise InputError("Pythia 8 makes no events of this process at this energy.")
            continue
        event = pythia.event
        if observable == "thrust":
            values.append(thrust.thrust() if thrust.analyze(event) else _NONE)
        else:
            values.append(float(durham.size()) if durham.analyze(event, DURHAM_Y, 0.0) else _NONE)
        final = [particle for particle in event if particle.isFinal()]
        sums = [math.fsum(getattr(p, axis)() for p in final) for axis in ("px", "py", "pz", "e")]
        sums[3] -= ecm_gev
        momentum = max(momentum, max(map(abs, sums)) / ecm_gev)
        off = max(off, abs(math.fsum(p.charge() for p in final) - charge))
    return np.array(values), momentum, off


def simulate(
    settings: Sequence[str],
    ecm_gev: float,
    charge: float,
    species: Sequence[int],
    prompt: int,
    events: int,
    seed: int,
    observable: str,
    unit: str,
    low: float,
    high: float,
    bins: int,
    title: str,
    facts: Mapping[str, Any],
    output: str | None,
    plot: str | None,
) -> dict[str, Any]:
    """Generate, histogram and write; arguments are checked by `physfm_lhc.simulator`.

    Parameters
    ----------
    settings
        Lines for Pythia.
    charge
        Of both beams together, e.
    species, prompt
        Absolute PDG codes of the leptons or photons of the process, and how many of them it makes.
    low, high
        Range of the histogram in ``unit``.
    """
    pythia = _started(settings, seed, ecm_gev)
    if observable in SHAPES:
        values, momentum, off = _by_events(pythia, events, observable, ecm_gev, charge)
    else:
        values, momentum, off = _by_batches(pythia, events, observable, tuple(species), prompt, ecm_gev, charge)
    histogram = Histogram.fill(values, np.linspace(low, high, bins + 1), observable, unit)
    info = pythia.infoPython()
    there = values[~np.isnan(values)]
    found = {
        "cross_section_pb": info.sigmaGen() * PB_PER_MB,
        "cross_section_error_pb": info.sigmaErr() * PB_PER_MB,
        "events": len(values),
        "mean": float(there.mean()) if len(there) else None,
        "mean_error": float(there.std() / math.sqrt(len(there))) if len(there) else None,
        "momentum_imbalance": momentum,
        "charge_imbalance": off,
    }
    if output:
        histogram.write(Path(output), {**facts, **found})
    if plot:
        histogram.draw(Path(plot), title)
    return {**found, "histogram": histogram.as_dict()}
