"""Readers: published numbers, units, constant components, layouts made here, and one clear line for a bad file."""

from __future__ import annotations

import itertools
import json
import os
import pickle
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch

from physfm.errors import InputError
from physfm_fields import FieldEncoder, synthetic


def _expected(data: Path) -> dict:
    return json.loads((data / "EXPECTED.json").read_text())


@pytest.mark.parametrize("name", ["darcy_train_16.pt", "burgers_train_16.pt"])
def test_info_reproduces_the_published_numbers_of_tensors(data, name):
    fields = {f["name"]: f for f in FieldEncoder.info(data / "sim" / name)["fields"]}
    expected = _expected(data)[f"sim/{name}"]
    assert fields.keys() == expected.keys()
    for key, numbers in expected.items():
        assert fields[key]["shape"] == numbers["shape"]
        for statistic in ("mean", "min", "max"):
            assert fields[key][statistic] == pytest.approx(numbers[statistic], abs=1e-6)  # printed to six digits


def test_info_reproduces_the_published_numbers_of_the_openpmd_mesh(data):
    info = FieldEncoder.info(data / "sim" / "example-femm-thetaMode.h5")
    assert info["format"] == "openPMD"
    fields = {f["name"]: f for f in info["fields"]}
    expected = _expected(data)["sim/example-femm-thetaMode.h5"]
    for component in ("r", "z"):
        found = fields[f"B/{component}"]
        assert [found["min"], found["max"]] == pytest.approx(expected[component], abs=1e-6)
    constant = expected["constant components (groups, openPMD)"]["t"]
    assert fields["B/t"]["shape"] == [1, 47, 47]
    assert constant["shape"] == "[ 1 47 47]"
    assert fields["B/t"]["value"] == float(constant["value"])
    assert fields["B/r"]["unit"] == "kg*s^-2*A^-1"  # tesla
    assert info["items"] == 2  # constants hold nothing to encode


def test_every_real_file_is_read_or_refused_in_one_line(data):
    for path in sorted((data / "sim").iterdir()):
        if path.name == "antiderivative_aligned_train.npz":  # an object array: pickle
            with pytest.raises(InputError, match="holds Python objects") as caught:
                FieldEncoder.info(path)
            assert "\n" not in str(caught.value)
            continue
        info = FieldEncoder.info(path)
        json.dumps(info, allow_nan=False)
        first = list(itertools.islice(FieldEncoder.read([path]), 2))
        assert first, path
        assert info["items"] >= len(first)
        assert all(f["shape"] for f in info["fields"])
        assert torch.isfinite(FieldEncoder.collate(first[:1]).inputs["values"]).all()


def test_what_a_file_lacks_is_named(data):
    assert FieldEncoder.info(data / "sim" / "Burgers.npz")["missing"] == [
        "unit of usol",
        "boundary conditions (walls assumed)",
        "unit of the coordinates",
    ]


def test_scattered_points_keep_their_coordinates(data):
    (sample,) = FieldEncoder.read([data / "sim" / "graybox_data.npz"])
    table = np.load(data / "sim" / "graybox_data.npz", allow_pickle=False)
    x, u = table["x_data"].ravel(), table["u_data"].ravel()
    np.testing.assert_allclose(sample.inputs["points"][:, 0], (x - x.min()) / np.ptp(x), atol=1e-6)
    again = sample.inputs["values"][:, -1] * sample.meta["std"] + sample.meta["mean"]
    np.testing.assert_allclose(again, u, atol=1e-6)


def test_strain_and_event_files_are_left_alone(data):
    for folder in ("gw", "lhc", "qa"):
        for path in (data / folder).iterdir():
            assert FieldEncoder.sniff(path) is None, path


def test_generated_file_round_trips(mixed):
    samples = list(FieldEncoder.read([mixed]))
    assert len(samples) == FieldEncoder.info(mixed)["items"] == 5
    assert [s.truth["family"] for s in samples] == [0, 1, 2, 3, 4]
    with h5py.File(mixed) as file:
        stored = file["t0_fields/u"][3]
        assert list(file["truth"].attrs["families"]) == list(synthetic.NAMES)
    sample = samples[3]
    values = sample.inputs["values"].T.reshape(4, 32, 32) * sample.meta["std"] + sample.meta["mean"]
    np.testing.assert_allclose(values, stored, atol=1e-5)
    assert sample.meta["periodic"] == [True, True]
    assert sample.meta["missing"] == []
    ratio = stored[-1].var() / stored[0].var()
    assert sample.truth["variance_ratio"] == pytest.approx(ratio, rel=1e-4)


def test_a_family_file_names_field_and_units(tmp_path):
    path = tmp_path / "flow.h5"
    assert synthetic.generate(path, items=2, seed=3, family="navier_stokes", resolution=32) == 2
    info = FieldEncoder.info(path)
    assert (info["fields"][0]["name"], info["fields"][0]["unit"]) == ("vorticity", "1/s")
    sample = next(iter(FieldEncoder.read([path])))
    assert sample.meta["length_units"] == ["m", "m"]
    assert sample.meta["lengths"] == [1.0, 1.0]
    with h5py.File(path) as file:
        viscosity = file["scalars/viscosity"]
        assert viscosity.attrs["unit"] == "m^2/s"
        assert (viscosity[:] > 0).all()


def _well(path: Path) -> None:
    """Write a velocity and a tensor as the specification has them, Taylor-Green flow with walls in y."""
    n = 16
    x = 2 * np.pi * np.arange(n) / n
    u, v = np.sin(x)[:, None] * np.cos(x)[None, :], -np.cos(x)[:, None] * np.sin(x)[None, :]
    with h5py.File(path, "w") as file:
        file.attrs.update(dataset_name="ours", n_spatial_dims=2, n_trajectories=1, grid_type="cartesian")
        dimensions = file.create_group("dimensions")
        dimensions.attrs["spatial_dims"] = ["x", "y"]
        dimensions["time"], dimensions["x"], dimensions["y"] = np.arange(5.0), x, x
        boundaries = file.create_group("boundary_conditions")
        for axis, kind in (("x", "PERIODIC"), ("y", "WALL")):
            boundaries.create_group(axis).attrs.update(associated_dims=[axis], bc_type=kind)
        group = file.create_group("t1_fields")
        group.attrs["field_names"] = ["velocity"]
        group["velocity"] = np.broadcast_to(np.stack([u, v], axis=-1), (1, 5, n, n, 2)).astype("f4")
        group["velocity"].attrs.update(sample_varying=True, time_varying=True, dim_varying=[True, True])
        tensor = file.create_group("t2_fields")
        tensor["strain"] = np.zeros((1, 5, n, n, 2, 2), "f4") + np.random.default_rng(0).normal(size=(n, n, 1, 1))
        tensor["strain"].attrs.update(sample_varying=True, time_varying=True, dim_varying=[True, True])


def test_the_well_vectors_and_tensors_give_one_item_a_component(tmp_path):
    _well(tmp_path / "well.h5")
    info = FieldEncoder.info(tmp_path / "well.h5")
    assert [f["axes"] for f in info["fields"]] == [
        ["sample", "time", "x", "y", "component 1"],
        ["sample", "time", "x", "y", "component 1", "component 2"],
    ]
    assert info["items"] == 2 + 4
    first = next(iter(FieldEncoder.read([tmp_path / "well.h5"])))
    assert first.meta["periodic"] == [True, False]
    assert first.inputs["periodic"].tolist() == [1.0, 0.0]
    assert first.meta["vector"].shape == (2, 16, 16)
    assert first.meta["times"] == [0.0, 1.0, 2.0, 3.0]


def test_pdebench_layouts(tmp_path, data):
    table = np.load(data / "sim" / "Burgers.npz")
    with h5py.File(tmp_path / "burgers.hdf5", "w") as file:  # 1D: (sample, time, x), one more time than frames
        file["tensor"] = np.stack([table["usol"].T] * 3).astype("f4")
        file["x-coordinate"], file["t-coordinate"] = table["x"].ravel(), np.append(table["t"].ravel(), 1.0)
    info = FieldEncoder.info(tmp_path / "burgers.hdf5")
    assert (info["format"], info["items"]) == ("PDEBench HDF5", 3)
    assert info["fields"][0]["axes"] == ["sample", "t", "x"]
    assert info["fields"][0]["max"] == pytest.approx(table["usol"].max(), rel=1e-6)
    rng = np.random.default_rng(0)
    with h5py.File(tmp_path / "flow.hdf5", "w") as file:  # one dataset a field: (sample, time, x, y)
        for name in ("Vx", "Vy", "density", "pressure"):
            file[name] = rng.normal(size=(2, 4, 12, 12)).astype("f4")
        for axis, n in (("x", 12), ("y", 12), ("t", 5)):
            file[f"{axis}-coordinate"] = np.arange(n, dtype="f4")
    assert FieldEncoder.info(tmp_path / "flow.hdf5")["items"] == 8
    with h5py.File(tmp_path / "swe.h5", "w") as file:  # numbered groups: (time, x, y, channel)
        for number in ("0000", "0001"):
            file[f"{number}/data"] = rng.normal(size=(8, 12, 12, 1)).astype("f4")
            file[f"{number}/grid/x"], file[f"{number}/grid/y"] = np.arange(12.0), np.arange(12.0)
            file[f"{number}/grid/t"] = np.arange(8.0)
    info = FieldEncoder.info(tmp_path / "swe.h5")
    assert [f["name"] for f in info["fields"]] == ["0000/data", "0001/data"]
    assert info["items"] == 4  # two windows of four frames each


class _Hostile:
    def __reduce__(self) -> tuple:
        return os.mkdir, ("executed",)


def test_a_hostile_pickle_executes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, write in (
        ("new.pt", lambda p: torch.save({"x": _Hostile()}, p)),
        ("bare.pt", lambda p: p.write_bytes(pickle.dumps(_Hostile()))),
        ("hostile.npz", lambda p: np.savez(p, x=np.array([_Hostile()], dtype=object))),
    ):
        write(tmp_path / name)
        for call in (FieldEncoder.info, lambda p: next(iter(FieldEncoder.read([p])))):
            with pytest.raises(InputError) as caught:
                call(tmp_path / name)
            assert "\n" not in str(caught.value)
        assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("suffix", FieldEncoder.suffixes)
@pytest.mark.parametrize("content", ["empty", "text", "truncated", "absent"])
def test_a_bad_file_of_every_kind_gives_one_line(tmp_path, mixed, data, suffix, content):
    path = tmp_path / f"bad{suffix}"
    whole = {
        ".h5": mixed,
        ".hdf5": mixed,
        ".npz": data / "sim/Burgers.npz",
        ".mat": data / "sim/Allen_Cahn.mat",
        ".nc": data / "sim/basin_mask.nc",
        ".pt": data / "sim/darcy_train_16.pt",
    }[suffix].read_bytes()
    if content != "absent":
        path.write_bytes({"empty": b"", "text": b"not a field\n" * 9, "truncated": whole[: len(whole) // 2]}[content])
    FieldEncoder.sniff(path)  # never raises
    for call in (FieldEncoder.info, lambda p: list(FieldEncoder.read([p]))):
        with pytest.raises(InputError) as caught:
            call(path)
        assert "\n" not in str(caught.value)
        assert path.name in str(caught.value)


def test_nan_is_refused_in_one_line(tmp_path):
    values = np.random.default_rng(0).normal(size=(16, 16))
    values[3, 4] = np.nan
    np.savez(tmp_path / "nan.npz", u=values)
    for call in (FieldEncoder.info, lambda p: list(FieldEncoder.read([p]))):
        with pytest.raises(InputError, match=r"1 values .*NaN or infinite"):
            call(tmp_path / "nan.npz")


def test_another_hdf5_file_is_named_for_what_it_holds(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["strain/Strain"], file["meta/GPSstart"] = np.zeros(8), 0
    assert FieldEncoder.sniff(tmp_path / "other.h5") is None
    with pytest.raises(InputError, match="it holds: meta, strain"):
        FieldEncoder.info(tmp_path / "other.h5")
