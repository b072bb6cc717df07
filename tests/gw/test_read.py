"""Files: every layout, gaps, quality, and one clear line for everything that is not strain."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import torch

from physfm.errors import InputError
from physfm.types import Sample
from physfm_gw import StrainEncoder, strain, synthetic

RATE = 4096


def _read(*paths: Path) -> list[Sample]:
    return list(StrainEncoder.read(paths))


def _noise(seconds: int = 32, rate: int = RATE) -> Any:
    from gwpy.timeseries import TimeSeries

    asd = strain.noise_curve("aLIGO_ZERO_DET_high_P", 16.0)
    values = synthetic.coloured_noise(asd, seconds * 2048, np.random.default_rng(2))
    series = TimeSeries(
        values, sample_rate=2048, t0=1000000000, unit="strain", name="H1:TEST-STRAIN", channel="H1:TEST-STRAIN"
    )
    if rate == 2048:
        return series
    from scipy.signal import resample

    return TimeSeries(
        resample(values, seconds * rate), sample_rate=rate, t0=1000000000, unit="strain", name="H1:TEST-STRAIN"
    )


def test_gwf_and_hdf5_of_the_same_strain_encode_alike(hanford: Path, encoder: StrainEncoder) -> None:
    one, other = _read(hanford), _read(hanford.with_suffix(".gwf"))
    assert len(one) == len(other) == 30
    with torch.no_grad():
        a, b = (encoder(encoder.collate(s[10:18]).inputs).values for s in (one, other))
    assert float((a - b).abs().max()) <= 1e-6


def test_info_says_what_the_files_hold(hanford: Path) -> None:
    for path, layout in ((hanford, "GWOSC HDF5"), (hanford.with_suffix(".gwf"), "GWF")):
        facts = StrainEncoder.info(path)
        assert facts["format"] == layout == StrainEncoder.sniff(path)
        (detector,) = facts["detectors"]
        assert detector["name"] == "H1"
        assert (detector["gps_start"], detector["duration_s"], detector["sample_rate_hz"]) == (1126259446, 32, 4096)
        assert facts["gaps"] == []
        assert facts["items"] == 30


def test_two_files_are_one_observation(hanford: Path, livingston: Path) -> None:
    both = _read(hanford, livingston)
    assert both[0].inputs["strain"].shape == (2, strain.SAMPLES)
    assert both[0].meta["detectors"] == ("H1", "L1")
    alone = _read(livingston)
    assert torch.equal(both[3].inputs["strain"][1], alone[3].inputs["strain"][0])


def test_files_of_different_times_are_refused(hanford: Path, data: Path) -> None:
    with pytest.raises(InputError, match="Expected files of the same time"):
        _read(hanford, data / "gw" / "L-L1_LOSC_4_V2-1135136334-32.hdf5")
    with pytest.raises(InputError, match="Expected one strain channel a detector"):
        _read(hanford, hanford.with_suffix(".gwf"))


@pytest.mark.parametrize("rate", [2048, 4096, 16384])
def test_the_sample_rate_does_not_matter(tmp_path: Path, rate: int) -> None:
    _noise(16, rate).write(tmp_path / "x.h5", path="H1")
    _noise(16, 2048).write(tmp_path / "y.h5", path="H1")
    got, expected = _read(tmp_path / "x.h5"), _read(tmp_path / "y.h5")
    assert len(got) == len(expected) == 14
    # The anti-alias filter of the resampling ends just below 1024 Hz, the band at 900 Hz.
    error = (got[5].inputs["strain"] - expected[5].inputs["strain"]).std()
    assert float(error) < 0.05


def test_gaps_are_named_and_their_windows_left_out(tmp_path: Path) -> None:
    series = _noise(32, 2048)
    series.value[int(10.25 * 2048) : int(12.5 * 2048)] = np.nan
    series.write(tmp_path / "gap.h5", path="H1")
    (gap,) = StrainEncoder.info(tmp_path / "gap.h5")["gaps"]
    assert (gap["detector"], gap["reason"]) == ("H1", "NaN")
    assert (gap["gps_start"], gap["gps_end"]) == (1000000010.25, 1000000012.5)
    windows = _read(tmp_path / "gap.h5")
    scored = {int(s.meta["gps_start"] + 0.875) - 1000000000 for s in windows}
    # The whitening filter reaches one second: 9.25 to 13.5 s is spoilt.
    assert scored == set(range(1, 31)) - {9, 10, 11, 12, 13}
    assert all(torch.isfinite(s.inputs["strain"]).all() for s in windows)


def test_a_bad_data_quality_second_is_left_out(hanford: Path, tmp_path: Path) -> None:
    copy = tmp_path / "dq.hdf5"
    shutil.copy(hanford, copy)
    copy.chmod(0o644)
    with h5py.File(copy, "r+") as file:
        mask = file["quality/simple/DQmask"]
        mask[20] = mask[20] & ~np.uint32(1)
    (gap,) = StrainEncoder.info(copy)["gaps"]
    assert (gap["gps_start"], gap["gps_end"], gap["reason"]) == (1126259466, 1126259467, "data quality")
    assert len(_read(copy)) == 27


def test_generated_files_have_the_same_form_and_carry_the_truth(samples: list[Sample], hanford: Path) -> None:
    real = _read(hanford)[0]
    assert samples[0].inputs.keys() == real.inputs.keys()
    assert samples[0].units == real.units
    assert len(samples) == 12
    assert sum(s.truth["merger"] for s in samples) == 6
    assert all(s.truth["snr"] == pytest.approx(15) for s in samples if s.truth["merger"])


def test_generating_twice_gives_the_same_file_content(tmp_path: Path) -> None:
    for name in ("a.h5", "b.h5"):
        assert synthetic.generate(tmp_path / name, items=2, seed=9, detectors=("V1",)) == 2
    one, other = _read(tmp_path / "a.h5"), _read(tmp_path / "b.h5")
    assert all(torch.equal(a.inputs["strain"], b.inputs["strain"]) for a, b in zip(one, other, strict=True))


def test_injections_have_the_snr_that_was_asked(tmp_path: Path) -> None:
    """Against a matched filter of our own on the noiseless wave: place() neither scales nor distorts."""
    curve = "aLIGO_ZERO_DET_high_P"
    waves, _ = synthetic.project(20.0, 1.0, 12.0, ("H1",), (curve,), np.random.default_rng(0))
    quiet = np.zeros(32 * 2048)
    synthetic.place(quiet, waves[0], 16.0)
    spectrum = np.fft.rfft(quiet) / 2048
    asd = strain.noise_curve(curve, 32.0)
    inside = slice(20 * 32, 900 * 32)
    snr = np.sqrt(4 / 32 * np.sum(np.abs(spectrum[inside]) ** 2 / asd[inside] ** 2))
    assert snr == pytest.approx(12.0, rel=2e-3)


def _garbage(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 8)


def _truncated(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.create_dataset("strain/Strain", data=np.zeros(100000))
    path.write_bytes(path.read_bytes()[:5000])


def _grid(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.create_dataset("t0_fields/density", data=np.zeros((2, 8, 8)))


def _spectrum(path: Path) -> None:
    _noise(8, 2048).asd(2).write(path, path="H1", format="hdf5")


def _volts(path: Path) -> None:
    series = _noise(8, 2048)
    series.override_unit("V")
    series.write(path, path="H1", format="hdf5")


def _slow(path: Path) -> None:
    from gwpy.timeseries import TimeSeries

    TimeSeries(np.random.default_rng(0).normal(size=32 * 512), sample_rate=512, unit="strain").write(
        path, path="H1", format="hdf5"
    )


def _all_nan(path: Path) -> None:
    series = _noise(16, 2048)
    series.value[:] = np.nan
    series.write(path, path="H1", format="hdf5")


def _no_meta(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.create_dataset("strain/Strain", data=np.zeros(100000))
        file.create_group("meta")


def _text(path: Path) -> None:
    path.write_text("10.0 1e-22\n20.0 3e-23\n")


BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "empty": (Path.touch, "is empty"),
    "garbage": (_garbage, "another format"),
    "truncated": (_truncated, "truncated or damaged"),
    "grid": (_grid, "holds no strain"),
    "spectrum": (_spectrum, "holds no strain"),
    "volts": (_volts, "in V"),
    "slow": (_slow, "512 Hz"),
    "nan": (_all_nan, "no usable strain"),
    "no-meta": (_no_meta, "lacks meta/GPSstart"),
    "text": (_text, "is text"),
    "folder": (Path.mkdir, "is a folder"),
    "absent": (lambda path: None, "cannot be read"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_line(tmp_path: Path, name: str) -> None:
    make, message = BAD[name]
    path = tmp_path / "bad.hdf5"
    make(path)
    StrainEncoder.sniff(path)  # never raises
    with pytest.raises(InputError, match=message) as caught:
        _read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("keep", [3, 500, 200_000])
def test_a_truncated_frame_gives_one_line(hanford: Path, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "cut.gwf"
    path.write_bytes(hanford.with_suffix(".gwf").read_bytes()[:keep])
    with pytest.raises(InputError) as caught:
        _read(path)
    assert "\n" not in str(caught.value)


def test_a_damaged_frame_gives_one_line(hanford: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.gwf"
    content = bytearray(hanford.with_suffix(".gwf").read_bytes())
    content[5000:5100] = bytes(100)
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged") as caught:
        _read(path)
    assert "\n" not in str(caught.value)


def test_a_noise_curve_is_not_strain(data: Path) -> None:
    path = data / "gw" / "aLIGO_ZERO_DET_high_P_asd.txt"
    assert StrainEncoder.sniff(path) is None
    with pytest.raises(InputError, match="is text"):
        StrainEncoder.info(path)


def test_simulation_grids_and_templates_are_not_strain(data: Path) -> None:
    others = [*(data / "sim").iterdir(), data / "gw" / "GW150914_4_template.hdf5"]
    assert [StrainEncoder.sniff(p) for p in others] == [None] * len(others)


def test_a_failed_generation_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "old.h5"
    path.write_text("precious")
    with pytest.raises(InputError, match="No noise curve"):
        synthetic.generate(path, items=1, curve="aLIGO_O9")
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]
