"""Small calculations of collider physics with units, for people and for the agent's tool box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency
from physfm_lhc import event, read


def invariant_mass(objects: Sequence[tuple[float, float, float, float]]) -> float:
    """Invariant mass, GeV, of objects given as (pt / GeV, eta, phi / rad, mass / GeV).

    Raises
    ------
    InputError
        If there is no object, or a number is not finite.
    """
    table = torch.tensor([list(o) for o in objects], dtype=torch.float64)
    if table.ndim != 2 or table.shape[1] != 4 or not torch.isfinite(table).all():
        raise InputError(f"Expected objects as (pt, eta, phi, mass) with finite numbers, got {list(objects)!r}.")
    return float(event.invariant_mass(event.from_pt_eta_phi(*table.unbind(-1))))


def delta_r(eta_a: float, phi_a: float, eta_b: float, phi_b: float) -> float:
    """Angular distance sqrt(deta^2 + dphi^2), dimensionless; azimuths in radians."""
    dphi = (phi_a - phi_b + math.pi) % (2 * math.pi) - math.pi
    return math.hypot(eta_a - eta_b, dphi)


def transverse_mass(lepton_pt: float, missing_pt: float, dphi: float) -> float:
    """Transverse mass of a lepton and missing momentum, GeV.

    Parameters
    ----------
    lepton_pt, missing_pt
        GeV.
    dphi
        Azimuth between them, radians.

    Notes
    -----
    Source: PDG, Review of Particle Physics, chapter "Kinematics", for massless decay products.
    """
    return math.sqrt(max(0.0, 2 * lepton_pt * missing_pt * (1 - math.cos(dphi))))


def dilepton_masses(path: Path | str, species: str = "muon", opposite_charges: bool = False) -> NDArray[np.float64]:
    """Invariant masses, GeV, of the events that hold exactly two leptons of one flavour.

    By default of any charge; opposite charges are asked for with ``opposite_charges``.

    Raises
    ------
    InputError
        If the file cannot be used, or ``species`` is no lepton.
    """
    if species not in event.MASS:
        raise InputError(f"Expected species to be one of {', '.join(event.MASS)}, got {species!r}.")
    channel = event.SPECIES.index(species)
    masses = []
    for sample in read.read([Path(path)]):
        kind = sample.inputs["kind"]
        chosen = torch.nonzero(kind[:, channel] > 0.5).flatten()
        if len(chosen) == 2 and (not opposite_charges or kind[chosen, -1].prod() < 0):
            masses.append(float(event.invariant_mass(sample.inputs["p4"][chosen].double())))
    return np.array(masses)


def cluster(
    p4: NDArray[np.float64], radius: float = 0.4, pt_min: float = 20.0, algorithm: str = "antikt"
) -> NDArray[np.float64]:
    """Cluster particles into jets with FastJet, the hardest first.

    Parameters
    ----------
    p4
        (particles, 4), GeV, ordered (E, px, py, pz).
    radius
        Dimensionless distance parameter.
    pt_min
        Least transverse momentum of a jet, GeV.
    algorithm
        ``"antikt"``, ``"kt"`` or ``"cambridge"``.

    Returns
    -------
    jets
        (jets, 4), GeV.
    """
    try:
        import awkward as ak
        import fastjet
    except ImportError as err:
        raise MissingDependency("Clustering jets", "fastjet", "lhc") from err
    from physfm_lhc.synthetic import _silent

    if algorithm not in ("antikt", "kt", "cambridge"):
        raise InputError(f"Expected algorithm antikt, kt or cambridge, got {algorithm!r}.")
    p4 = np.asarray(p4, np.float64)
    if p4.ndim != 2 or p4.shape[1] != 4 or len(p4) == 0:
        raise InputError(f"Expected p4 of shape (particles, 4) = (E, px, py, pz) in GeV, got {p4.shape}.")
    array = ak.zip({"px": p4[:, 1], "py": p4[:, 2], "pz": p4[:, 3], "E": p4[:, 0]}, with_name="Momentum4D")
    with _silent():
        definition = fastjet.JetDefinition(getattr(fastjet, f"{algorithm}_algorithm"), radius)
        found = fastjet.ClusterSequence(array, definition).inclusive_jets(min_pt=pt_min)
    jets = np.stack([ak.to_numpy(found[c]) for c in ("E", "px", "py", "pz")], axis=-1)
    return jets[np.argsort(-np.hypot(jets[:, 1], jets[:, 2]))]
