"""Strain from files: GWOSC HDF5, gwpy's HDF5 and GWF frames; one to three detectors, any sample rate, gaps named.

A layout is recognised by what is inside, never by the suffix. Files are opened here and become `physfm_gw.channel`s;
`physfm_gw.windows` cuts samples from them. HDF5 is loaded piece by piece; frames are short and loaded whole. Not
covered: an observation that goes on from one file into the next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency, PhysfmError
from physfm.types import Sample
from physfm_gw import strain as convention
from physfm_gw import whitening
from physfm_gw.channel import Channel
from physfm_gw.windows import samples, starts

EXPECTED = "GWOSC HDF5 (/strain/Strain, /meta), gwpy HDF5 (datasets with x0 and dx) or a GWF frame"
QUALITY = ("DATA", "CBC_CAT1")
"""Data-quality bits that a second must have, where the file has them."""
UNITS = ("", "1", "strain", "dimensionless")


def sniff(path: Path) -> str | None:
    """Return ``"GWOSC HDF5"``, ``"gwpy HDF5"``, ``"GWF"`` or None; never raises."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
        if head[:4] == b"IGWD":
            return "GWF"
        if head != b"\x89HDF\r\n\x1a\n":
            return None
        import h5py

        with h5py.File(path, "r") as file:
            return _layout(file)
    except Exception:  # foreign or broken content is no strain; `read` says what is wrong with it
        return None


def _layout(file: Any) -> str | None:
    import h5py

    if isinstance(file.get("strain/Strain"), h5py.Dataset) and "meta" in file:
        return "GWOSC HDF5"
    return "gwpy HDF5" if _gwpy_datasets(file) else None


def _gwpy_datasets(file: Any) -> list[Any]:
    """One-dimensional datasets with gwpy's attributes on a time axis in the file or one group deep."""
    import h5py

    found = []
    for item in file.values():
        for dataset in item.values() if isinstance(item, h5py.Group) else [item]:
            if isinstance(dataset, h5py.Dataset) and dataset.ndim == 1 and {"x0", "dx"} <= set(dataset.attrs):
                found.append(dataset)
    return [d for d in found if _text(d.attrs.get("xunit", "s")) == "s"]


def _text(value: Any) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _one_line(err: BaseException) -> str:
    return " ".join(str(err).split())[:200]


def channels(paths: Sequence[Path]) -> list[Channel]:
    """Open the files of one observation and return their strain channels, one a detector.

    Raises
    ------
    InputError
        In one line, if a file cannot be read, holds no strain, or two hold the same detector.
    """
    if not paths:
        raise InputError("Expected at least one strain file, got none.")
    found = [channel for path in paths for channel in _open(path)]
    names = [c.detector for c in found]
    twice = sorted({n for n in names if names.count(n) > 1 and n != "?"})
    if twice:
        raise InputError(
            f"Expected one strain channel a detector, got {names.count(twice[0])} of {twice[0]} "
            f"({', '.join(c.source for c in found if c.detector == twice[0])}). Give one file a detector."
        )
    if len(found) > 3:
        raise InputError(f"Expected one to three detectors, got {len(found)}: {', '.join(names)}.")
    return found


def _open(path: Path) -> list[Channel]:
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except IsADirectoryError as err:
        raise InputError(f"{path} is a folder; expected {EXPECTED}.") from err
    except OSError as err:
        raise InputError(f"{path} cannot be read: {err.strerror or err}.") from err
    if not head:
        raise InputError(f"{path} is empty; expected {EXPECTED}.")
    try:
        if head[:4] == b"IGWD":
            found = _open_gwf(path)
        elif head == b"\x89HDF\r\n\x1a\n":
            found = _open_hdf5(path)
        else:
            text = all(byte in b"\t\n\r" or 32 <= byte < 127 for byte in head)
            what = "text (a noise curve or a table?)" if text else "in another format"
            raise InputError(f"{path} is {what}, not strain; expected {EXPECTED}.")
    except PhysfmError:
        raise
    except ImportError as err:
        raise MissingDependency("Reading strain", "gwpy, h5py and lalsuite", "gw") from err
    except Exception as err:
        raise InputError(f"{path} is truncated or damaged: {_one_line(err)}") from err
    for channel in found:
        _check(path, channel)
    return found


def _check(path: Path, channel: Channel) -> None:
    if not (math.isfinite(channel.rate) and channel.rate > 0 and math.isfinite(channel.start)):
        raise InputError(f"{path}: {channel.source} has start {channel.start} and sample rate {channel.rate}.")
    if channel.rate < whitening.LOWEST_RATE_HZ:
        raise InputError(
            f"{path}: expected strain sampled at {whitening.LOWEST_RATE_HZ:g} Hz or more, got {channel.rate:g} Hz in "
            f"{channel.source}. Take data of a higher rate."
        )
    if channel.end - channel.start < whitening.SHORTEST_S:
        raise InputError(
            f"{path}: expected at least {whitening.SHORTEST_S:g} s of strain, got {channel.end - channel.start:g} s."
        )


def _whole_frame(path: Path) -> bool:
    """Whether the file is as long as its last structure, FrEndOfFile, says (LIGO-T970130).

    The frame library ends the whole process on a truncated file, so this must be known before it sees one.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - 40))
        tail = stream.read()
    return size.to_bytes(8, "little") in tail or size.to_bytes(8, "big") in tail


def _open_gwf(path: Path) -> list[Channel]:
    if not _whole_frame(path):
        raise InputError(f"{path} is a truncated GWF frame file: its end is missing. Copy it again.")
    import matplotlib

    with matplotlib.rc_context():  # importing gwpy changes fonts and grids of every later figure
        from gwpy.io.gwf import get_channel_names
        from gwpy.timeseries import TimeSeries
    from lalframe import FrameUFileCksumValid, FrameUFrFileOpen

    if not FrameUFileCksumValid(FrameUFrFileOpen(str(path), "r")):
        raise InputError(f"{path} is a damaged GWF frame file: its checksum is wrong. Copy it again.")
    names = [str(n) for n in get_channel_names(str(path))]
    strain = [n for n in names if "STRAIN" in n.upper()]
    if not strain:
        raise InputError(f"{path} holds no strain channel; its channels: {', '.join(names[:8]) or 'none'}.")
    chosen: dict[str, str] = {}
    for name in sorted(strain, key=len):  # the plainest name of a detector, such as H1:LOSC-STRAIN
        chosen.setdefault(name.partition(":")[0], name)
    out = []
    for detector, name in chosen.items():
        whole = TimeSeries.read(str(path), name)  # frames are short (GWOSC: 32 s or 4096 s)
        values, rate = np.asarray(whole.value, np.float64), float(whole.sample_rate.value)
        bad = _gwf_quality(path, names, detector)
        start = float(whole.t0.value)
        out.append(Channel(detector, name, start, rate, len(values), _slicer(values), bad))
    return out


def _slicer(values: NDArray[np.float64]) -> Callable[[int, int], NDArray[np.float64]]:
    return lambda first, last: values[first:last]


def _gwf_quality(path: Path, names: list[str], detector: str) -> tuple[tuple[float, float, str], ...]:
    from gwpy.timeseries import TimeSeries

    masks = [n for n in names if n.startswith(detector) and n.upper().endswith("DQMASK")]
    if not masks:
        return ()
    mask = TimeSeries.read(str(path), masks[0])
    # GWOSC: bit 0 is DATA, bit 1 CBC_CAT1.
    return _bad_seconds(mask.value.astype(np.int64), [0, 1], float(mask.t0.value), float(mask.dt.value))


def _bad_seconds(
    mask: NDArray[np.int64], bits: list[int], start: float, step: float
) -> tuple[tuple[float, float, str], ...]:
    wanted = sum(1 << bit for bit in bits)
    return tuple(
        (start + i * step, start + (i + 1) * step, "data quality") for i in np.flatnonzero((mask & wanted) != wanted)
    )


def _open_hdf5(path: Path) -> list[Channel]:
    import h5py

    with h5py.File(path, "r") as file:
        layout = _layout(file)
        if layout == "GWOSC HDF5":
            return [_gwosc(path, file)]
        if layout is None:
            held: list[str] = []
            file.visit(lambda name: held.append(name) if len(held) < 6 else None)
            raise InputError(f"{path} holds no strain (it holds {', '.join(held) or 'nothing'}); expected {EXPECTED}.")
        out = []
        refused = ""
        for dataset in _gwpy_datasets(file):
            unit = _text(dataset.attrs.get("unit", ""))
            if unit.strip() not in UNITS or dataset.dtype.kind not in "fiu":
                refused = f"{dataset.name} in {unit or dataset.dtype!s}"
                continue
            label = _text(dataset.attrs.get("channel", dataset.attrs.get("name", dataset.name)))
            detector = _detector(label, dataset.name)
            channel = _dataset(path, dataset, detector, label, windows=_truth(file))
            out.append(replace(channel, asd=_curve(file, detector)))
        if not out:
            raise InputError(f"{path} holds no strain but {refused}; expected a time series in unit 'strain'.")
        return out


def _detector(*labels: str) -> str:
    for label in labels:
        name = label.strip("/").partition(":")[0].partition("/")[0].upper()
        if len(name) == 2 and name[0].isalpha() and name[1].isdigit():
            return name
    return "?"


def _dataset(
    path: Path, dataset: Any, detector: str, source: str, bad: Any = (), windows: Any = (), timing: Any = None
) -> Channel:
    import h5py

    where = dataset.name
    start, step = timing or (float(dataset.attrs["x0"]), float(dataset.attrs["dx"]))

    def load(first: int, last: int) -> NDArray[np.float64]:
        try:
            with h5py.File(path, "r") as file:
                return np.asarray(file[where][first:last], np.float64)
        except (OSError, KeyError, ValueError) as err:
            raise InputError(f"{path}: {where} cannot be read: {_one_line(err)}") from err

    # Periods such as 0.000244140625 s are exact; a rounded one (0.000244) is not, so the rate is rounded to 1e-6.
    rate = round(1 / step, 6) if step > 0 else float("nan")
    return Channel(detector, source, start, rate, int(dataset.shape[0]), load, tuple(bad), tuple(windows))


def _gwosc(path: Path, file: Any) -> Channel:
    dataset = file["strain/Strain"]
    if dataset.ndim != 1 or dataset.dtype.kind not in "fiu":
        raise InputError(
            f"{path}: expected /strain/Strain to be a series of numbers, got {dataset.shape} {dataset.dtype}."
        )
    lacking = [k for k in ("meta/GPSstart", "meta/Detector") if k not in file]
    if lacking or "Xspacing" not in dataset.attrs:
        raise InputError(f"{path} lacks {', '.join(lacking) or 'Xspacing of /strain/Strain'}; expected a GWOSC file.")
    detector = _text(file["meta/Detector"][()])
    start = float(dataset.attrs.get("Xstart", file["meta/GPSstart"][()]))
    bad: tuple[tuple[float, float, str], ...] = ()
    if "quality/simple/DQmask" in file:
        mask = file["quality/simple/DQmask"]
        names = [_text(n) for n in file["quality/simple/DQShortnames"][()]]
        bits = [names.index(n) for n in QUALITY if n in names]
        step = float(mask.attrs.get("Xspacing", 1.0))
        bad = _bad_seconds(mask[()].astype(np.int64), bits, float(mask.attrs.get("Xstart", start)), step)
    timing = (start, float(dataset.attrs["Xspacing"]))
    return _dataset(path, dataset, detector, f"{detector}:/strain/Strain", bad, timing=timing)


def _truth(file: Any) -> tuple[tuple[float, Mapping[str, float]], ...]:
    """Windows and truth of a generated file (see `physfm_gw.synthetic`): a group ``truth`` of equally long columns."""
    import h5py

    group = file.get("truth")
    if not isinstance(group, h5py.Group) or "gps_window" not in group:
        return ()
    columns = {str(k): np.asarray(v[()], np.float64) for k, v in group.items() if isinstance(v, h5py.Dataset)}
    starts = columns.pop("gps_window")
    rows = []
    for i, start in enumerate(starts):
        rows.append((float(start), {k: float(v[i]) for k, v in columns.items() if np.isfinite(v[i])}))
    return tuple(rows)


def _curve(file: Any, detector: str) -> tuple[NDArray[np.float64], float] | None:
    """The amplitude spectral density that a file brings in its group ``asd`` (gwpy FrequencySeries from 0 Hz)."""
    dataset = file.get(f"asd/{detector}")
    if dataset is None or float(dataset.attrs.get("x0", 1.0)) != 0.0:
        return None
    return np.asarray(dataset[()], np.float64), float(dataset.attrs["dx"])


def read(paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
    """Stream windows of whitened strain; see `StrainEncoder.read`."""
    found = channels(paths)
    label = Path(paths[0]).name if len(paths) == 1 else "+".join(Path(p).name for p in paths)
    yield from samples(found, label, limit)


def info(path: Path) -> dict[str, Any]:
    """Facts about one file: format, windows, detectors, gaps, what is missing; see `StrainEncoder.info`."""
    path = Path(path)
    found = channels([path])
    gaps = [gap for channel in found for gap in channel.gaps()]
    missing = [f"{c.source} does not say its detector" for c in found if c.detector == "?"]
    if not any(c.bad for c in found) and sniff(path) == "gwpy HDF5":
        missing.append("no data-quality mask: every finite sample is taken as good")
    return {
        "format": sniff(path),
        "items": len(starts(found)),
        "item": f"window of {convention.WINDOW_S:g} s, one scored second each",
        "detectors": [
            {
                "name": c.detector,
                "channel": c.source,
                "gps_start": c.start,
                "duration_s": c.count / c.rate,
                "sample_rate_hz": c.rate,
            }
            for c in found
        ],
        "gaps": gaps,
        "missing": missing,
    }
