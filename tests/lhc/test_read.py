"""The reader against numbers computed from the real files, a Delphes tree written here, and every kind of bad file."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import pytest
import torch
import uproot

from physfm.errors import InputError
from physfm_lhc import EventEncoder, event, read, tools
from physfm_lhc.layouts import OBJECTS, detect

# How the branch names of EXPECTED.json appear in info(): the object's name and the variable.
BRANCH = re.compile(
    r"^(?:.*/)?(?:Analysis)?(?P<object>[A-Za-z]+?)(?:AuxDyn)?[._](?P<variable>pt|px|energy|momentum\.x)$", re.I
)
FORMATS = {
    "nanoAOD_2015_CMS_Open_Data_ttbar.root": "nanoaod",
    "nano_dy.root": "nanoaod",
    "missing_luminosityBlock.root": "nanoaod",
    "Run2012BC_DoubleMuParked_Muons_1000evts_rntuple_v1-0-0-0.root": "nanoaod",
    "uproot-HZZ.root": "plain",
    "uproot-Zmumu.root": "numbered",
    "PHYSLITE_example.root": "physlite",
    "test_FCC_Spring2021.root": "edm4hep",
}


def ours(branch: str) -> tuple[str, str]:
    """Collection and variable of `info` that hold a branch of EXPECTED.json."""
    if branch == "M":
        return "event", "mass"
    if branch == "pt1":
        return "particles_1", "pt"
    match = BRANCH.match(branch)
    assert match, branch
    label = match["object"].lower()
    name = next(n for n, (_, aliases) in OBJECTS.items() if label in aliases)
    return name, {"momentum.x": "px"}.get(match["variable"].lower(), match["variable"].lower())


def test_info_reproduces_every_expected_number(data: Path) -> None:
    expected = json.loads((data / "EXPECTED.json").read_text())
    files = {k: v for k, v in expected.items() if k.startswith("lhc/")}
    compared = 0
    for name, entry in files.items():
        facts = read.info(data / name)
        assert facts["items"] == entry["entries"]
        unit = 1e-3 if facts["units"]["stored"] == "MeV" else 1.0
        for wanted in (v for v in entry.values() if isinstance(v, dict)):
            collection, variable = ours(wanted["branch"])
            found = facts["collections"][collection]
            assert found["count"] == wanted["count"], wanted
            # The expected sums ran in float32: relative 1e-4 as their README says.
            assert found[f"{variable}_sum"] == pytest.approx(wanted["sum"] * unit, rel=1e-4)
            assert found[f"{variable}_max"] == pytest.approx(wanted["max"] * unit, rel=1e-6)
            compared += 1
    assert compared == 19


def test_two_muon_masses_peak_at_the_z(data: Path) -> None:
    expected = json.loads((data / "EXPECTED.json").read_text())["uproot-HZZ two-muon mass"]
    masses = tools.dilepton_masses(data / "lhc" / "uproot-HZZ.root")
    assert len(masses) == expected["events"]
    assert np.median(masses) == pytest.approx(expected["median_GeV"], rel=1e-4)


@pytest.mark.parametrize(("name", "layout"), FORMATS.items())
def test_layouts_are_recognised_and_stream_finite_momenta(data: Path, name: str, layout: str) -> None:
    path = data / "lhc" / name
    assert EventEncoder.sniff(path) == layout
    samples = list(read.read([path], limit=20))
    assert samples
    for s in samples:
        assert s.units["p4"] == "GeV"
        assert torch.isfinite(s.inputs["p4"]).all()
        species = s.inputs["kind"][:, : len(event.SPECIES)]
        assert (species.sum(1) == 1).all()


def test_zmumu_masses_are_those_the_file_stores(data: Path) -> None:
    path = data / "lhc" / "uproot-Zmumu.root"
    with uproot.open(path) as file:
        stored = file["events"]["M"].array(library="np")[:200]
    found = [float(event.invariant_mass(s.inputs["p4"].double())) for s in read.read([path], limit=200)]
    # Inputs are float32: 1e-7 of energies up to 400 GeV against masses of 90 GeV.
    np.testing.assert_allclose(found, stored, rtol=2e-4)


def test_chunks_do_not_change_what_is_read(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = data / "lhc" / "uproot-HZZ.root"
    whole = [s.inputs["p4"] for s in read.read([path], limit=60)]
    facts = read.info(path)
    monkeypatch.setattr(read, "CHUNK", 7)
    pieces = [s.inputs["p4"] for s in read.read([path], limit=60)]
    assert all(torch.equal(a, b) for a, b in zip(whole, pieces, strict=True))
    monkeypatch.setattr(read, "CHUNK", 500)
    assert read.info(path)["collections"]["jets"]["px_sum"] == pytest.approx(facts["collections"]["jets"]["px_sum"])


def test_missing_information_is_named(data: Path) -> None:
    assert read.info(data / "lhc" / "missing_luminosityBlock.root")["missing"] == ["luminosityBlock"]
    sample = next(read.read([data / "lhc" / "missing_luminosityBlock.root"]))
    assert sample.meta["missing"] == ["luminosityBlock"]
    assert "missing transverse momentum" in str(read.info(data / "lhc" / "PHYSLITE_example.root")["missing"])
    assert "GeV is assumed" in str(read.info(data / "lhc" / "uproot-HZZ.root")["missing"])


def test_physlite_muons_get_the_pdg_mass(data: Path) -> None:
    muon = event.SPECIES.index("muon")
    rows = [s.inputs["p4"][s.inputs["kind"][:, muon] > 0] for s in read.read([data / "lhc" / "PHYSLITE_example.root"])]
    masses = event.mass2(torch.cat(rows).double()).clamp(min=0).sqrt()
    assert len(masses) == 5
    # Energies of a few GeV in float32 carry the muon's mass to about 1 %.
    torch.testing.assert_close(masses, torch.full_like(masses, 0.1056583755), rtol=2e-2, atol=0)


def test_edm4hep_leptons_are_found_among_the_particles(data: Path) -> None:
    path = data / "lhc" / "test_FCC_Spring2021.root"
    with uproot.open(path) as file:
        muons = int(ak.count(file["events"]["Muon#0/Muon#0.index"].array()))
    kinds = torch.cat([s.inputs["kind"] for s in read.read([path])])
    assert muons > 0
    assert int(kinds[:, event.SPECIES.index("muon")].sum()) == muons


def delphes(path: Path, **changed: Any) -> Path:
    """Write a small tree with the branch names of Delphes."""
    branches: dict[str, Any] = {
        "Jet.PT": [[50.0, 30.0], [80.0]],
        "Jet.Eta": [[0.1, -1.0], [2.0]],
        "Jet.Phi": [[0.0, 3.0], [-2.0]],
        "Jet.Mass": [[5.0, 4.0], [9.0]],
        "Muon.PT": [[20.0], []],
        "Muon.Eta": [[0.5], []],
        "Muon.Phi": [[1.0], []],
        "Muon.Charge": [[-1], []],
        "MissingET.MET": [[25.0], [10.0]],
        "MissingET.Phi": [[0.3], [1.0]],
    } | changed
    with uproot.recreate(path) as file:
        arrays = {k: ak.values_astype(ak.Array(v), np.float32) for k, v in branches.items() if v is not None}
        file.mktree("Delphes", dict.fromkeys(arrays, "var * float32"))
        file["Delphes"].extend(arrays)
    return path


def test_delphes_trees_are_read(tmp_path: Path) -> None:
    path = delphes(tmp_path / "delphes.root")
    facts = read.info(path)
    assert facts["format"] == "delphes"
    assert facts["collections"]["jets"]["pt_sum"] == pytest.approx(160.0)
    assert facts["collections"]["met"]["pt_max"] == pytest.approx(25.0)
    assert facts["missing"] == ["mass of Muon (the PDG value is used)"]
    first, second = read.read([path])
    assert [len(first.inputs["p4"]), len(second.inputs["p4"])] == [4, 2]
    muon = first.inputs["kind"][:, event.SPECIES.index("muon")] > 0
    assert float(first.inputs["kind"][muon, -1]) == -1
    met = first.inputs["p4"][first.inputs["kind"][:, event.SPECIES.index("met")] > 0][0]
    torch.testing.assert_close(met, torch.tensor([25.0, 25 * np.cos(0.3), 25 * np.sin(0.3), 0.0]).float())


def test_real_delphes_paths_are_recognised() -> None:
    keys = [
        "Jet",
        "Jet/Jet.PT",
        "Jet/Jet.Eta",
        "Jet/Jet.Phi",
        "Jet/Jet.Mass",
        "Track/Track.PT",
        "MissingET/MissingET.MET",
    ]
    layout = detect("Delphes", keys)
    assert layout is not None
    assert layout.name == "delphes"
    assert [c.name for c in layout.collections] == ["jets", "met"]
    assert layout.collections[1].lacks() == ["phi"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"Jet.Eta": None}, "Jet lacks eta"),
        ({"Jet.PT": [[50.0, float("nan")], [80.0]]}, "branch Jet.PT holds 1 NaN"),
        ({"Jet.Phi": [[0.0], [1.0]]}, "different lengths"),
    ],
)
def test_bad_branches_give_one_line_that_names_them(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    path = delphes(tmp_path / "bad.root", **changed)
    for attempt in (lambda: list(read.read([path])), lambda: read.info(path)):
        with pytest.raises(InputError, match=message) as caught:
            attempt()
        assert "\n" not in str(caught.value)
        assert "bad.root" in str(caught.value)


def test_empty_and_foreign_trees_say_what_is_wrong(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no entries"):
        read.info(data / "lhc" / "uproot-empty.root")
    path = tmp_path / "other.root"
    with uproot.recreate(path) as file:
        file["calibration"] = {"voltage": np.ones(3)}
    assert read.sniff(path) is None
    with pytest.raises(InputError, match=r"no tree of a known layout \(trees: calibration\).*NanoAOD"):
        read.info(path)


@pytest.mark.parametrize("name", ["uproot-HZZ.root", "Run2012BC_DoubleMuParked_Muons_1000evts_rntuple_v1-0-0-0.root"])
@pytest.mark.parametrize("flip", [300, 2000, 9000])
def test_damaged_bytes_give_one_line_or_numbers(data: Path, tmp_path: Path, name: str, flip: int) -> None:
    content = bytearray((data / "lhc" / name).read_bytes())
    content[flip : flip + 64] = bytes(64)
    path = tmp_path / "damaged.root"
    path.write_bytes(content)
    message = ""
    try:
        assert isinstance(read.info(path)["items"], int)
    except InputError as err:
        message = str(err)
    assert "\n" not in message


def test_no_permission_gives_one_line(tmp_path: Path) -> None:
    path = delphes(tmp_path / "secret.root")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert read.sniff(path) is None
    with pytest.raises(InputError, match="cannot be opened"):
        read.info(path)
