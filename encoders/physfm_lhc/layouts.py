"""Which branches of a ROOT tree hold which objects: the layouts of the collider world, recognised by their names.

Pure name matching, no file access (that is `read`). A layout fixes the unit that its community writes: CMS NanoAOD,
Delphes and EDM4hep GeV, ATLAS PHYSLITE MeV. Plain trees (``Jet_Px``, or ``E1, px1 ... E2, px2``) carry no unit; GeV is
assumed and said. Not covered: generator-level particles of event files, and trigger or track collections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# What a collection's name means, in lower case; earlier names win where a file has several.
OBJECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "particles": ("other", ("reconstructedparticles", "part", "pfcand", "pfcands", "particles")),
    "jets": ("jet", ("jet", "jets", "ak4jet", "ak4jets")),
    "fat_jets": ("jet", ("fatjet", "fatjets", "largerjets", "ak8jet", "ak8jets")),
    "muons": ("muon", ("muon", "muons", "mu")),
    "electrons": ("electron", ("electron", "electrons", "el", "ele")),
    "photons": ("photon", ("photon", "photons", "gamma")),
    "taus": ("tau", ("tau", "taus", "taujets")),
    "met": ("met", ("met", "missinget", "pfmet", "puppimet")),
}
VARIABLES = {
    **{v: v for v in ("pt", "eta", "phi", "mass", "px", "py", "pz", "energy", "charge")},
    **{"m": "mass", "e": "energy", "q": "charge", "met": "pt", "pid": "pid", "pdgid": "pid"},
    **{f"momentum.{c}": f"p{c}" for c in "xyz"},
}
GEV_VARIABLES = ("pt", "px", "py", "pz", "energy", "mass")
"""Kinematic variables that carry an energy unit: those that `read.info` sums."""


@dataclass(frozen=True)
class Collection:
    """One kind of object in a file.

    Parameters
    ----------
    name, species
        Ours: ``"jets"``; and the entry of `physfm_lhc.event.SPECIES`.
    label
        The file's own name, such as ``"AnalysisJetsAuxDyn"``.
    branches
        Variable to branch path.
    encoded
        Whether its objects are particles of the item (large jets would count everything twice).
    """

    name: str
    species: str
    label: str
    branches: dict[str, str]
    encoded: bool = True

    @property
    def cartesian(self) -> bool:
        """Whether momenta are read as px, py, pz (and energy, if stored)."""
        wanted = {"px", "py"} if self.name == "met" else {"px", "py", "pz"}
        return wanted <= set(self.branches)

    def lacks(self) -> list[str]:
        """Variables without which there is no four-momentum."""
        wanted = ["px", "py"] if "px" in self.branches and "pt" not in self.branches else ["pt", "phi"]
        if self.name != "met":
            wanted.append("pz" if wanted[0] == "px" else "eta")
        return [] if self.cartesian else [v for v in wanted if v not in self.branches]


@dataclass(frozen=True)
class Layout:
    """How to read one tree.

    Parameters
    ----------
    name, tree
        ``"nanoaod"`` ..., and the tree's key in the file.
    item
        ``"event"``, or ``"jet"`` where every entry is one jet with its constituents.
    unit
        Energy unit of the stored numbers.
    collections, identity, scalars
        Objects; branches of run and event numbers; event-level kinematic numbers (variable to branch).
    extra
        Other branches that are read: truth of generated jets, species of EDM4hep particles.
    missing
        What the file lacks, each in a few words.
    """

    name: str
    tree: str
    item: str
    unit: str
    collections: tuple[Collection, ...]
    identity: dict[str, str] = field(default_factory=dict)
    scalars: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def branches(self) -> list[str]:
        """All branches that are read."""
        names = [b for c in self.collections for b in c.branches.values()]
        return list(dict.fromkeys([*names, *self.identity.values(), *self.scalars.values(), *self.extra.values()]))


# name, pattern of one branch (its last path component), unit
_STYLES = (
    ("physlite", re.compile(r"^Analysis(?P<object>\w+)AuxDyn\.(?P<variable>pt|eta|phi|m|charge)$"), "MeV"),
    ("edm4hep", re.compile(r"^(?P<object>\w+)\.(?P<variable>energy|momentum\.[xyz]|mass|charge)$"), "GeV"),
    ("delphes", re.compile(r"^(?P<object>\w+)\.(?P<variable>PT|Eta|Phi|Mass|E|MET|Charge)$"), "GeV"),
    ("nanoaod", re.compile(r"^(?P<object>[A-Za-z0-9]+)_(?P<variable>pt|eta|phi|mass|charge)$"), "GeV"),
    (
        "plain",
        re.compile(r"^(?P<object>[A-Za-z0-9]+)[_.](?P<variable>p[xyz]|e|energy|pt|eta|phi|m|mass|charge|q)$", re.I),
        "GeV",
    ),
    ("numbered", re.compile(r"^(?P<variable>p[xyz]|e|energy|pt|eta|phi|m|mass|q|charge)(?P<object>\d)$", re.I), "GeV"),
)
_IDENTITY = {
    "run": ("run", "runnumber"),
    "luminosityBlock": ("luminosityblock", "lumiblock"),
    "event": ("event", "eventnumber"),
}


def detect(tree: str, keys: Iterable[str]) -> Layout | None:
    """Recognise the layout of a tree from the paths of its branches; None if it is none of ours."""
    leaves: dict[str, str] = {}
    for key in keys:
        leaves.setdefault(key.rsplit("/", 1)[-1], key)
    if {"part_px", "part_py", "part_pz", "part_energy"} <= set(leaves):
        return _jets(tree, leaves)
    for name, pattern, unit in _STYLES:
        if (name == "nanoaod" and tree != "Events") or (name == "edm4hep" and not _has(leaves, ".momentum.x")):
            continue
        groups = _group(leaves, pattern, numbered=name == "numbered")
        if groups:
            return _events(name, tree, unit, groups, leaves)
    return None


def _has(leaves: dict[str, str], ending: str) -> bool:
    return any(leaf.endswith(ending) for leaf in leaves)


def _group(leaves: dict[str, str], pattern: re.Pattern[str], numbered: bool) -> tuple[Collection, ...]:
    found: dict[str, dict[str, str]] = {}
    for leaf, key in leaves.items():
        match = pattern.match(leaf)
        if match:
            variable = VARIABLES[match["variable"].lower()]
            found.setdefault(match["object"], {}).setdefault(variable, key)
    found = {label: branches for label, branches in found.items() if {"pt", "px"} & set(branches)}
    if numbered:
        # E1, px1 ... and E2, px2 ...: the objects of an event, of no stated kind.
        return tuple(Collection(f"particles_{n}", "other", n, found[n]) for n in sorted(found))
    out = []
    lower = {label.lower(): label for label in reversed(list(found))}
    for name, (species, aliases) in OBJECTS.items():
        label = next((lower[a] for a in aliases if a in lower), None)
        if label is not None:
            out.append(Collection(name, species, label, found[label], name != "fat_jets"))
    if any(c.name == "particles" for c in out):
        # Jets and leptons of such a file are made of its particles.
        out = [Collection(c.name, c.species, c.label, c.branches, c.name in ("particles", "met")) for c in out]
    return tuple(out)


def _events(name: str, tree: str, unit: str, groups: tuple[Collection, ...], leaves: dict[str, str]) -> Layout:
    lower = {leaf.rsplit(".", 1)[-1].lower(): key for leaf, key in leaves.items()} if name == "physlite" else {}
    lower |= {leaf.lower(): key for leaf, key in leaves.items() if "/" not in key}
    identity = {k: next((lower[a] for a in aliases if a in lower), "") for k, aliases in _IDENTITY.items()}
    missing = []
    if name in ("nanoaod", "physlite"):
        missing += [k for k, key in identity.items() if not key]
    if name == "physlite":
        missing.append("final missing transverse momentum (PHYSLITE stores its soft terms only)")
    if name in ("plain", "numbered"):
        missing.append("units (GeV is assumed)")
    for c in groups:
        if not c.cartesian and c.species in ("electron", "muon", "tau") and not {"mass", "energy"} & set(c.branches):
            missing.append(f"mass of {c.label} (the PDG value is used)")
    scalars = {"mass": leaves["M"]} if name == "numbered" and "M" in leaves else {}
    extra = {}
    if name == "edm4hep":
        for species in ("Electron", "Muon", "Photon"):
            leaf = f"{species}#0.index"
            if leaf in leaves:
                extra[species.lower()] = leaves[leaf]
    identity = {k: v for k, v in identity.items() if v}
    return Layout(name, tree, "event", unit, groups, identity, scalars, extra, tuple(missing))


def _jets(tree: str, leaves: dict[str, str]) -> Layout:
    def named(prefix: str, variables: Iterable[str]) -> dict[str, str]:
        return {VARIABLES[v]: leaves[f"{prefix}_{v}"] for v in variables if f"{prefix}_{v}" in leaves}

    part = named("part", ("px", "py", "pz", "energy", "charge", "pid"))
    collections = [Collection("particles", "other", "part", part)]
    jet = named("jet", ("pt", "eta", "phi", "mass", "energy"))
    if {"pt", "eta", "phi"} <= set(jet):
        collections.append(Collection("jets", "jet", "jet", jet, encoded=False))
    truth = ("label", "jet_mass", "jet_npart", "parton_pt")
    extra = {t: leaves[t] for t in truth if t in leaves}
    missing = tuple(
        f"{what} (branch {b})" for b, what in (("part_pid", "species"), ("part_charge", "charges")) if b not in leaves
    )
    return Layout("physfm-jets", tree, "jet", "GeV", tuple(collections), extra=extra, missing=missing)
