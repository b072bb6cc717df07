"""Jets from Pythia 8 and FastJet: top quarks against light quarks and gluons, written as ROOT.

Notable: events leave Pythia in batches of awkward arrays (no Python loop over particles); every block of `BLOCK` jets
has its own Pythia seeds derived from (seed, block), so the file is the same for any number of processes.

The sample is close to the usual top-tagging reference (arXiv 1902.09914), but at particle level: 14 TeV, no multiple
parton interactions, anti-kT R = 0.8, 550 < pT < 650 GeV, |eta| < 2, visible stable particles with |eta| < 2.5, a
hadronic top (or a light parton) within dR < 0.8 of the axis, the 128 leading constituents. The quarks of the top need
not all be inside the jet. No detector is simulated; species are those that particle flow tells apart.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from physfm.checkpoint import write_atomically
from physfm.encoder import Kind
from physfm.errors import InputError, MissingDependency

if TYPE_CHECKING:
    import awkward as ak

BLOCK = 500
"""Jets per block: the unit of work, of random seeds and of ROOT baskets."""
LEADING = 128
"""Constituents kept per jet, the hardest first."""
SHOWERS = {"pythia": 1, "vincia": 2, "dire": 3}

_TOP = ("Top:gg2ttbar = on", "Top:qqbar2ttbar = on", "24:onMode = off", "24:onIfAny = 1 2 3 4 5")
# Heavy flavour made in the hard process is left out; heavy partons from the beams are removed by the parton match.
_QCD = tuple(f"HardQCD:{p} = on" for p in ("gg2gg", "gg2qqbar", "qg2qg", "qq2qq", "qqbar2gg", "qqbar2qqbarNew"))


@dataclass(frozen=True)
class JetSettings:
    """What defines a jet sample; momenta in GeV.

    Parameters
    ----------
    pt_min, pt_max
        Window of the jet's transverse momentum, GeV. Pythia's pT-hat window is 50 GeV below to 100 GeV above.
    eta_max, radius
        Largest |eta| of the jet axis; anti-kT radius.
    beam_energy
        Centre-of-mass energy, GeV.
    mpi
        Whether multiple parton interactions are on.
    shower
        ``"pythia"``, ``"vincia"`` or ``"dire"``: out-of-distribution tests change it.
    top_fraction
        Fraction of top jets in every block.
    alpha_s
        Strong coupling of Pythia's own parton showers at the Z mass, another world than ours; None leaves Pythia's
        value (0.1365).
    """

    pt_min: float = 550.0
    pt_max: float = 650.0
    eta_max: float = 2.0
    radius: float = 0.8
    beam_energy: float = 14000.0
    mpi: bool = False
    shower: str = "pythia"
    top_fraction: float = 0.5
    alpha_s: float | None = None


def jets(
    path: Path,
    items: int,
    seed: int,
    settings: JetSettings | None = None,
    workers: int | None = None,
    progress: bool | None = None,
    **options: Any,
) -> int:
    """Write ``items`` jets to a ROOT file with the TTree ``jets`` and a ``metadata`` string (JSON).

    Parameters
    ----------
    path
        Output file, written whole or not at all.
    items, seed
        Number of jets; everything random derives from the seed.
    settings, **options
        The sample; single options override `JetSettings` (``mpi=True``).
    workers
        Processes; by default two, or one for less than four blocks. The jets do not depend on it.
    progress
        Whether to draw a bar on stderr; by default if that is a terminal.

    Returns
    -------
    items
        Number of jets written.

    Raises
    ------
    InputError
        If an option is unknown or out of range.
    MissingDependency
        If Pythia 8, FastJet or uproot is not installed.
    """
    settings = _settings(settings, options)
    if items < 1:
        raise InputError(f"Expected items >= 1, got {items}.")
    if seed < 0:
        raise InputError(f"Expected a seed >= 0, got {seed}.")
    uproot = _import("uproot", "uproot")
    sizes = [min(BLOCK, items - start) for start in range(0, items, BLOCK)]
    workers = workers or (2 if len(sizes) >= 4 and (os.cpu_count() or 1) > 1 else 1)
    metadata = {
        "generator": "physfm_lhc.synthetic.jets",
        "pythia": _pythia_version(),
        "fastjet": _import("fastjet", "fastjet").__version__,
        "seed": seed,
        "items": items,
        "settings": asdict(settings),
        "units": {"part_px": "GeV", "part_py": "GeV", "part_pz": "GeV", "part_energy": "GeV", "jet_pt": "GeV"}
        | {"jet_mass": "GeV", "parton_pt": "GeV", "jet_eta": "1", "jet_phi": "rad", "part_charge": "e"},
        "meaning": {
            "part_pid": "particle-flow species: +-211 charged hadron, 130 neutral hadron, 22 photon, +-11, +-13",
            "jet_npart": "constituents before the cut to the leading ones",
            "label": "1 hadronic top quark, 0 light quark or gluon",
        },
    }

    def write(temporary: Path) -> None:
        with uproot.recreate(temporary) as file:
            tree = None
            for block in _blocks(sizes, seed, settings, workers, _shown(progress)):
                if tree is None:
                    tree = file.mktree("jets", {k: v.type.content for k, v in block.items()}, title="jets")
                tree.extend(block)
            file["metadata"] = json.dumps(metadata)

    write_atomically(Path(path), write)
    return items


def kinds() -> tuple[Kind, ...]:
    """Return what ``physfm generate`` can make here."""
    return (Kind("jets", "Top jets against light quark and gluon jets: Pythia 8 and FastJet, written as ROOT.", jets),)


def _settings(settings: JetSettings | None, options: dict[str, Any]) -> JetSettings:
    known = asdict(settings or JetSettings())
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise InputError(f"Unknown option {unknown[0]!r} for jets; expected one of {', '.join(known)}.")
    result = JetSettings(**(known | options))
    if result.shower not in SHOWERS:
        raise InputError(f"Expected shower to be one of {', '.join(SHOWERS)}, got {result.shower!r}.")
    if not 0 < result.pt_min < result.pt_max < result.beam_energy / 2:
        raise InputError(
            f"Expected 0 < pt_min < pt_max < beam_energy / 2 in GeV, got {result.pt_min}, {result.pt_max} and "
            f"{result.beam_energy}."
        )
    if not 0 <= result.top_fraction <= 1:
        raise InputError(f"Expected top_fraction within 0 ... 1, got {result.top_fraction}.")
    if result.alpha_s is not None and not (0.05 <= result.alpha_s <= 0.25 and result.shower == "pythia"):
        raise InputError(f"Expected alpha_s within 0.05 ... 0.25 and Pythia's own shower, got {result.alpha_s}.")
    return result


def _import(module: str, package: str) -> Any:
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as err:
        raise MissingDependency("Generating jets", package, "lhc") from err


def _pythia_version() -> str:
    from importlib.metadata import version

    _import("pythia8mc", "pythia8mc")
    return version("pythia8mc")


def _shown(progress: bool | None) -> bool:
    return sys.stderr.isatty() if progress is None else progress


def _blocks(
    sizes: list[int], seed: int, settings: JetSettings, workers: int, progress: bool
) -> Iterator[dict[str, ak.Array]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("jets"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    make = partial(_block, seed=seed, settings=settings)
    with Progress(*columns, console=Console(stderr=True), disable=not progress) as bar, contextlib.ExitStack() as stack:
        task = bar.add_task("jets", total=sum(sizes))
        todo = list(enumerate(sizes))
        if workers == 1:
            results: Iterator[dict[str, ak.Array]] = map(make, todo)
        else:
            # loky: a forked copy of a process that runs torch's threads can deadlock, and the standard library's fresh
            # processes run the caller's script again where it has no ``if __name__ == "__main__"``.
            pool = stack.enter_context(_import("loky", "loky").ProcessPoolExecutor(workers))
            results = pool.map(make, todo)
        for block in results:
            bar.advance(task, len(block["label"]))
            yield block


def _block(numbered: tuple[int, int], seed: int, settings: JetSettings) -> dict[str, ak.Array]:
    """Make one block: tops and light partons in random order."""
    import awkward as ak

    index, size = numbered
    rng = np.random.default_rng([seed, index])
    top_seed, qcd_seed = (int(s) for s in rng.integers(1, 900_000_000, 2))
    num_top = round(size * settings.top_fraction)
    parts = []
    if num_top:
        parts.append(_one_class(True, num_top, top_seed, settings))
    if size - num_top:
        parts.append(_one_class(False, size - num_top, qcd_seed, settings))
    order = rng.permutation(size)
    return {key: ak.to_packed(ak.concatenate([p[key] for p in parts])[order]) for key in parts[0]}


def _one_class(top: bool, count: int, seed: int, settings: JetSettings) -> dict[str, ak.Array]:
    import awkward as ak

    pythia = _pythia(top, seed, settings)
    found: list[dict[str, ak.Array]] = []
    have, empty = 0, 0
    while have < count:
        # About one accepted jet per event; a small first batch keeps small requests fast.
        chunk = _select(pythia.nextBatch(min(250, 20 + count - have)), top, settings)
        found.append(chunk)
        have += len(chunk["label"])
        empty = 0 if len(chunk["label"]) else empty + 1
        if empty > 20:
            raise InputError(f"No jet passes the selection {settings}; widen pt_min ... pt_max or eta_max.")
    return {key: ak.concatenate([f[key] for f in found])[:count] for key in found[0]}


def _coupling(alpha_s: float) -> list[str]:
    return [f"{shower}:alphaSvalue = {alpha_s}" for shower in ("TimeShower", "SpaceShower")]


def _pythia(top: bool, seed: int, settings: JetSettings) -> Any:
    pythia = _import("pythia8mc", "pythia8mc").Pythia("", False)
    for line in (
        "Print:quiet = on",
        "Random:setSeed = on",
        f"Random:seed = {seed}",
        f"Beams:eCM = {settings.beam_energy}",
        f"PartonLevel:MPI = {'on' if settings.mpi else 'off'}",
        f"PartonShowers:model = {SHOWERS[settings.shower]}",
        f"PhaseSpace:pTHatMin = {max(settings.pt_min - 50, 1)}",
        f"PhaseSpace:pTHatMax = {settings.pt_max + 100}",
        *(_TOP if top else _QCD),
        *([] if settings.alpha_s is None else _coupling(settings.alpha_s)),
    ):
        pythia.readString(line)
    if not pythia.init():
        raise InputError(f"Pythia 8 refused the settings {settings}.")
    return pythia


def _pseudorapidity(px: Any, py: Any, pz: Any) -> Any:
    return np.arcsinh(pz / np.maximum(np.hypot(px, py), 1e-9))


def _select(events: ak.Array, top: bool, settings: JetSettings) -> dict[str, ak.Array]:
    """Cluster the visible stable particles, keep matched jets in the window, and flatten events to jets."""
    import awkward as ak

    fastjet = _import("fastjet", "fastjet")
    particles = events.prt
    status, pid = particles.status, particles.id
    absolute = abs(pid)
    if top:
        source = (absolute == 6) & (abs(status) == 62)  # the last copy, which decays
    else:
        source = (abs(status) == 23) & ((absolute <= 3) | (absolute == 21))  # outgoing from the hard process
    partons = particles[source]
    p = particles.p
    # Initial momenta of beams and remnants have pT = 0; status > 0 keeps final particles only.
    stable = (status > 0) & (absolute != 12) & (absolute != 14) & (absolute != 16)
    stable = stable & (abs(_pseudorapidity(p.px, p.py, p.pz)) < 2.5)
    final = ak.zip(
        {"px": p.px[stable], "py": p.py[stable], "pz": p.pz[stable], "E": p.e[stable], "pid": pid[stable]},
        with_name="Momentum4D",
    )
    with _silent():  # FastJet prints its banner once
        definition = fastjet.JetDefinition(fastjet.antikt_algorithm, settings.radius)
        cluster = fastjet.ClusterSequence(final, definition)
        axes = cluster.inclusive_jets(min_pt=settings.pt_min)
        index = cluster.constituent_index(min_pt=settings.pt_min)
    pt = np.hypot(axes.px, axes.py)
    eta, phi = _pseudorapidity(axes.px, axes.py, axes.pz), np.arctan2(axes.py, axes.px)
    source_eta = _pseudorapidity(partons.p.px, partons.p.py, partons.p.pz)
    source_phi = np.arctan2(partons.p.py, partons.p.px)
    distance = _delta_r(eta[:, :, None], phi[:, :, None], source_eta[:, None], source_phi[:, None])
    nearest = ak.argmin(distance, axis=-1)
    matched = ak.fill_none(ak.min(distance, axis=-1) < settings.radius, False)
    keep = matched & (pt < settings.pt_max) & (abs(eta) < settings.eta_max)
    event = ak.flatten(ak.broadcast_arrays(ak.local_index(pt, axis=0), pt)[0][keep])
    members = ak.flatten(index[keep], axis=1)  # (jets, constituents), positions within the event
    constituents = final[event][members]
    match = ak.drop_none(nearest[keep], axis=1)  # nothing is dropped: a matched jet has a parton
    parton_pt = np.hypot(partons.p.px, partons.p.py)[match]
    return _columns(constituents, ak.flatten(parton_pt), ak.flatten(partons.id[match]), top)


def _delta_r(eta_a: Any, phi_a: Any, eta_b: Any, phi_b: Any) -> Any:
    phi = (phi_a - phi_b + np.pi) % (2 * np.pi) - np.pi
    return np.hypot(eta_a - eta_b, phi)


def _columns(constituents: ak.Array, parton_pt: ak.Array, parton_id: ak.Array, top: bool) -> dict[str, ak.Array]:
    """Return the branches of the ``jets`` tree."""
    import awkward as ak

    order = ak.argsort(np.hypot(constituents.px, constituents.py), axis=-1, ascending=False)
    jet = {c: ak.sum(constituents[c], axis=-1) for c in ("px", "py", "pz", "E")}  # E-scheme, before the cut to 128
    mass2 = jet["E"] ** 2 - jet["px"] ** 2 - jet["py"] ** 2 - jet["pz"] ** 2
    leading = constituents[order][:, :LEADING]
    pid, charge = _species(ak.to_numpy(ak.flatten(leading.pid)))
    shape = ak.num(leading.pid)
    part = ak.zip(
        {
            "px": ak.values_astype(leading.px, np.float32),
            "py": ak.values_astype(leading.py, np.float32),
            "pz": ak.values_astype(leading.pz, np.float32),
            "energy": ak.values_astype(leading.E, np.float32),
            "pid": ak.unflatten(pid, shape),
            "charge": ak.unflatten(charge, shape),
        }
    )
    scalars: dict[str, Any] = {
        "jet_pt": np.hypot(jet["px"], jet["py"]),
        "jet_eta": _pseudorapidity(jet["px"], jet["py"], jet["pz"]),
        "jet_phi": np.arctan2(jet["py"], jet["px"]),
        "jet_mass": np.sqrt(np.maximum(mass2, 0)),
        "parton_pt": parton_pt,
    }
    integers: dict[str, Any] = {
        "jet_npart": ak.num(constituents.px),
        "parton_pid": parton_id,
        "label": np.full(len(part), int(top)),
    }
    out = {"part": part}
    out |= {k: ak.values_astype(ak.Array(v), np.float32) for k, v in scalars.items()}
    return out | {k: ak.values_astype(ak.Array(v), np.int32) for k, v in integers.items()}


def _species(pid: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Reduce PDG codes to the species and charge that particle flow tells apart."""
    particle = _import("particle", "particle")
    codes, where = np.unique(pid, return_inverse=True)
    charges = np.array([round(particle.PDGID(int(c)).charge or 0) for c in codes], np.int32)
    absolute = abs(codes)
    species = np.where(charges != 0, 211 * charges, 130)
    species = np.where(absolute == 22, 22, species)
    species = np.where((absolute == 11) | (absolute == 13), codes, species).astype(np.int32)
    return species[where], charges[where]


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Send C-level stdout to nowhere: a banner must not break the JSON of the command line."""
    sys.stdout.flush()
    saved = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        import ctypes

        ctypes.CDLL(None).fflush(None)  # what C buffered belongs to the silence, too
        os.dup2(saved, 1)
        os.close(saved)
        os.close(nowhere)
