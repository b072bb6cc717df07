"""`simulate_collisions` against formulas, the PDG and LEP, conservation laws, and its own seeds."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from physfm.cli import main
from physfm.errors import InputError, UnitError
from physfm.tools import find
from physfm.tools.tool import Result
from physfm_lhc import collisions
from physfm_lhc.simulator import RANGES, SETUPS, UNITLESS, Observable, Process

pytest.importorskip("pythia8mc")
M_Z, WIDTH_Z, HBARC2 = 91.188, 2.4955, 3.893794e8  # GeV, GeV (PDG 2024), GeV^2 pb
MUONS, HADRONS = "e+ e- -> mu+ mu-", "e+ e- -> hadrons"


def simulate(folder: Path | None = None, **arguments: Any) -> Result:
    return find("simulate_collisions")(arguments, folder=folder)


def test_the_closed_lists_agree() -> None:
    assert set(SETUPS) == set(get_args(Process))
    known = {o for setup in SETUPS.values() for o in setup.observables}
    assert known == set(get_args(Observable)) == set(RANGES)
    assert known <= set(collisions.BATCHED) | set(collisions.SHAPES)
    assert set(UNITLESS) <= known
    assert all(set(setup.ranges) <= set(setup.observables) for setup in SETUPS.values())


@pytest.mark.usefixtures("here")
def test_the_z_peaks_at_its_mass() -> None:
    found = simulate(
        process="p p -> Z -> mu+ mu-", observable="mass", events=1500, low="81 GeV", high="101 GeV", bins=40
    )
    histogram = found.details["histogram"]
    counts, edges = np.array(histogram["counts"]), np.array(histogram["edges"])
    middle = (edges[:-1] + edges[1:]) / 2
    around = np.abs(middle - M_Z) < 3
    # Radiation of the muons leaves a tail below; the median around the peak moves by 0.15 GeV and the sample by 0.05.
    median = np.interp(0.5, np.cumsum(counts[around]) / counts[around].sum(), edges[1:][around])
    assert median == pytest.approx(M_Z, abs=0.35)
    assert histogram["unit"] == "GeV"
    assert histogram["errors"] == pytest.approx(np.sqrt(counts))
    outside = histogram["underflow"] + histogram["overflow"] + histogram["without"]
    assert counts.sum() + outside == found.details["events"] == 1500
    # Leading order at 13.6 TeV; ATLAS (arXiv 2403.12902) measures 744 pb in a fiducial volume of about 40 %.
    assert 1200 < found.value < 1900
    assert found.uncertainty is not None
    assert 0 < found.uncertainty[0] < 0.05 * found.value


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("energy", [5.0, 10.0])
def test_muons_far_below_the_z_are_made_as_quantum_electrodynamics_says(energy: float) -> None:
    found = simulate(process=MUONS, energy=f"{energy} GeV", events=50)
    point = 4 * math.pi / (3 * energy**2) * HBARC2
    # alpha runs from 1/137.04 at 0 to 1/128 at the Z; the Z itself and the mass of the muon are below 1 %.
    assert point / 137.036**2 < found.value < 1.01 * point / 131**2
    assert found.unit == "pb"
    assert found.uncertainty is None  # nothing to integrate


@pytest.mark.usefixtures("here")
def test_the_cross_section_at_the_pole_is_breit_and_wigners() -> None:
    """12 pi / M^2 times both branching fractions (PDG): 2.00 nb into muons, 41.48 nb into hadrons (LEP)."""
    muons = 12 * math.pi / M_Z**2 * 0.033632 * 0.033662 * HBARC2
    assert simulate(process=MUONS, energy="91.1876 GeV", events=50).value == pytest.approx(muons, rel=0.01)
    assert simulate(process=HADRONS, events=50).value == pytest.approx(41.48e3, rel=0.01)
    # Half a width away it is half as large (the photon and the running width add some).
    beside = simulate(process=HADRONS, energy=f"{M_Z + WIDTH_Z / 2} GeV", events=50).value
    assert beside == pytest.approx(41.48e3 / 2, rel=0.05)


@pytest.mark.usefixtures("here")
def test_hadronic_events_look_like_those_of_lep() -> None:
    charged = simulate(process=HADRONS, observable="charged_multiplicity", events=1500).details
    assert charged["mean"] == pytest.approx(20.76, abs=5 * charged["mean_error"])  # PDG, average at the Z
    shape = simulate(process=HADRONS, observable="thrust", events=500).details
    assert shape["mean"] == pytest.approx(0.933, abs=0.012)  # LEP: <1 - T> = 0.067 to 0.068
    assert min(shape["histogram"]["edges"]) == 0.5


@pytest.mark.usefixtures("here")
def test_angles_of_muons_follow_the_asymmetry() -> None:
    # Photon-Z interference below the pole sends the negative muon backwards: (1 + x^2) + 8/3 A x with A near -0.6.
    found = simulate(process=MUONS, energy="80 GeV", observable="cos_theta", events=3000, bins=2).details
    backward, forward = found["histogram"]["counts"]
    asymmetry = (forward - backward) / 3000
    low = simulate(process=MUONS, energy="10 GeV", observable="cos_theta", events=3000, bins=2).details
    symmetric = low["histogram"]["counts"][1] - low["histogram"]["counts"][0]
    assert asymmetry < -0.3
    assert abs(symmetric) / 3000 < 4 / math.sqrt(3000)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", sorted(SETUPS))
def test_momentum_and_charge_are_conserved_in_every_process(name: str) -> None:
    for observable in SETUPS[name].observables[:: max(1, len(SETUPS[name].observables) - 1)]:  # the first and the last
        found = simulate(process=name, observable=observable, events=25)
        assert found.details["momentum_imbalance"] < 1e-6
        assert found.details["charge_imbalance"] < 1e-9
        histogram = found.details["histogram"]
        inside = sum(histogram["counts"])
        assert inside + histogram["underflow"] + histogram["overflow"] + histogram["without"] == 25
        assert found.value is not None
        assert found.value > 0
        assert len(found.text.splitlines()) == 1


@pytest.mark.usefixtures("here")
def test_the_same_seed_gives_the_same_histogram() -> None:
    first, again, other = (simulate(process="p p -> W -> mu nu", events=300, seed=seed).details for seed in (3, 3, 4))
    assert first == again
    assert first["histogram"]["counts"] != other["histogram"]["counts"]


@pytest.mark.usefixtures("here")
def test_leptons_and_photons_are_no_jets() -> None:
    jets = simulate(process="p p -> W -> mu nu", observable="number_of_jets", events=100).details
    assert jets["mean"] < 0.6
    jets = simulate(process="p p -> gamma jet", observable="number_of_jets", events=100).details
    assert 0.7 < jets["mean"] < 2
    top = simulate(process="p p -> t tbar", observable="number_of_jets", events=60).details
    assert 3.5 < top["mean"] < 6


@pytest.mark.usefixtures("here")
def test_jets_are_at_least_as_hard_as_asked() -> None:
    # The leading jet scatters around the hard process's pT, and below by what leaves the cone.
    found = simulate(process="p p -> jets", pt_min="300 GeV", observable="jet_pt", events=100, high="2 TeV").details
    assert found["mean"] > 300
    assert found["pt_min_gev"] == 300


@pytest.mark.usefixtures("here")
def test_files_hold_the_histogram(tmp_path: Path) -> None:
    options = {"process": "p p -> H -> gamma gamma", "events": 50, "bins": 20}
    found = simulate(tmp_path, **options, output="higgs.npz", plot="higgs.png").details
    simulate(tmp_path, **options, output="higgs.json")
    assert sorted(os.listdir(tmp_path)) == ["higgs.json", "higgs.npz", "higgs.png"]
    with np.load(tmp_path / "higgs.npz") as file:  # no pickle
        assert file["counts"].tolist() == found["histogram"]["counts"]
        assert file["edges"].tolist() == found["histogram"]["edges"]
        assert json.loads(str(file["facts"]))["process"] == "p p -> H -> gamma gamma"
    text = json.loads((tmp_path / "higgs.json").read_text())
    assert text["counts"] == found["histogram"]["counts"]
    assert text["cross_section_pb"] == found["cross_section_pb"]
    assert (tmp_path / "higgs.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    masses = np.average(found["histogram"]["edges"][:-1], weights=found["histogram"]["counts"])
    assert masses == pytest.approx(124.8, abs=0.5)  # lower edges of bins of 0.5 GeV


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"process": "p p -> graviton"}, InputError, r"'e\+ e- -> mu\+ mu-' or 'e\+ e- -> hadrons'"),
        ({"process": MUONS, "observable": "thrust"}, InputError, "has no thrust; it has: cos_theta, mass, lepton_pt"),
        ({"process": MUONS, "energy": "91"}, UnitError, "without a unit"),
        ({"process": MUONS, "energy": "1 m"}, UnitError, "Expected an energy"),
        ({"process": MUONS, "energy": "1 GeV"}, InputError, "between 4 and 3000 GeV"),
        ({"process": HADRONS, "energy": "5 GeV"}, InputError, "between 10 and 3000 GeV"),
        ({"process": "p p -> jets", "energy": "1 PeV"}, InputError, "between 500 and 100000 GeV"),
        ({"process": "p p -> jets", "pt_min": "1 GeV"}, InputError, "a pt_min between 10 GeV"),
        ({"process": "p p -> t tbar", "pt_min": "100 GeV"}, InputError, "takes no pt_min"),
        ({"process": MUONS, "events": 10**9}, InputError, "less than or equal to 50000"),
        ({"process": MUONS, "bins": 10**6}, InputError, "less than or equal to 500"),
        ({"process": MUONS, "low": "1", "high": "0"}, InputError, "Expected a range from low to high"),
        ({"process": MUONS, "low": "1 GeV"}, UnitError, "convertible to '1'"),
        ({"process": MUONS, "output": "x.root"}, InputError, r"ends in \.npz or \.json"),
        ({"process": MUONS, "plot": "/tmp/x.png"}, InputError, r"ends in \.png"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    arguments: dict[str, Any], error: type[Exception], message: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=message) as caught:
        simulate(tmp_path, **arguments)
    assert len(str(caught.value).splitlines()) == 1
    assert os.listdir(tmp_path) == []


def test_the_deadline_holds_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="longer than 3 s and was stopped"):
        simulate(
            tmp_path, process="p p -> t tbar", events=50_000, underlying_event=True, time_limit="3 s", output="t.npz"
        )
    assert os.listdir(tmp_path) == []


def test_it_works_from_the_shell_and_prints_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["process=p p -> jets", "events=20", "output=jets.json", "--json"]
    assert main(["tool", "simulate_collisions", *arguments]) == 0
    result = json.loads(capfd.readouterr().out)["result"]  # no banner of Pythia or FastJet
    assert result["unit"] == "pb"
    assert result["uncertainty"][0] > 0
    assert (tmp_path / "jets.json").is_file()
