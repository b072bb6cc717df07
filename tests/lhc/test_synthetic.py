"""Generated jets keep the selection that their file claims, and are the same for any number of processes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import uproot

from physfm.errors import InputError
from physfm.types import Sample
from physfm_lhc import event, read, synthetic, tools


def test_jets_keep_the_selection(jet_file: Path) -> None:
    with uproot.open(jet_file) as file:
        a = file["jets"].arrays(library="np")
        metadata = json.loads(str(file["metadata"]))
    assert metadata["units"]["part_px"] == "GeV"
    assert metadata["seed"] == 77
    assert ((a["jet_pt"] > 550) & (a["jet_pt"] < 650) & (abs(a["jet_eta"]) < 2)).all()
    assert a["label"].sum() == 20
    assert (abs(a["parton_pid"][a["label"] == 1]) == 6).all()
    assert np.isin(abs(a["parton_pid"][a["label"] == 0]), [1, 2, 3, 21]).all()
    pid = np.concatenate(a["part_pid"])
    assert np.isin(abs(pid), [11, 13, 22, 130, 211]).all()
    charge = np.concatenate(a["part_charge"])
    # Electrons carry the code 11 and the charge -1; hadrons are coded by the sign of their charge.
    assert (charge[abs(pid) == 211] == np.sign(pid[abs(pid) == 211])).all()
    assert (charge[abs(pid) == 11] == -np.sign(pid[abs(pid) == 11])).all()
    assert (a["npart"] == np.minimum(a["jet_npart"], synthetic.LEADING)).all()


def test_constituents_are_sorted_and_add_up_to_the_jet(jets: list[Sample]) -> None:
    for jet in jets:
        p4 = jet.inputs["p4"].double()
        assert (event.pt(p4).diff() <= 1e-6).all()
        if jet.truth["num_constituents"] <= synthetic.LEADING:
            # Float32 constituents of a 600 GeV jet: the mass is good to a few MeV.
            assert float(event.invariant_mass(p4)) == pytest.approx(jet.truth["jet_mass"], rel=1e-3)


def test_the_constituents_cluster_to_one_anti_kt_jet(jets: list[Sample]) -> None:
    for jet in jets[:5]:
        p4 = jet.inputs["p4"].double().numpy()
        (found, *rest) = tools.cluster(p4, radius=0.8, pt_min=5.0)
        assert not rest
        np.testing.assert_allclose(found, p4.sum(0), rtol=1e-9, atol=1e-9)


def test_jets_do_not_depend_on_the_number_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "BLOCK", 3)
    one, many = tmp_path / "one.root", tmp_path / "many.root"
    synthetic.jets(one, items=7, seed=5, workers=1)
    synthetic.jets(many, items=7, seed=5, workers=2)
    pairs = zip(read.read([one]), read.read([many]), strict=True)
    assert all(torch.equal(a.inputs["p4"], b.inputs["p4"]) and a.truth == b.truth for a, b in pairs)


def test_a_larger_file_begins_with_the_same_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "BLOCK", 4)
    small, large = tmp_path / "small.root", tmp_path / "large.root"
    synthetic.jets(small, items=4, seed=9, workers=1)
    synthetic.jets(large, items=8, seed=9, workers=1)
    a, b = list(read.read([small])), list(read.read([large]))
    assert len(b) == 8
    assert all(torch.equal(x.inputs["p4"], y.inputs["p4"]) for x, y in zip(a, b, strict=False))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"shower": "herwig"}, "pythia, vincia, dire"),
        ({"pt_min": 700.0}, "pt_min < pt_max"),
        ({"top_fraction": 1.5}, "within 0"),
        ({"colour": 1}, "Unknown option 'colour'"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        synthetic.jets(tmp_path / "no.root", items=2, seed=0, **options)
    assert list(tmp_path.iterdir()) == []


def test_multiple_interactions_add_particles(tmp_path: Path) -> None:
    def mean(mpi: bool) -> float:
        path = tmp_path / f"{mpi}.root"
        synthetic.jets(path, items=24, seed=3, workers=1, mpi=mpi, top_fraction=0.0)
        return float(np.mean([s.truth["num_constituents"] for s in read.read([path])]))

    assert mean(True) > mean(False) + 5


def test_nothing_is_written_to_stdout(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    synthetic.jets(tmp_path / "quiet.root", items=2, seed=1, workers=1)
    assert capfd.readouterr().out == ""
