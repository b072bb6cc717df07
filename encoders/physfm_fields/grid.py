"""Grids on disk, whatever the format: named axes, units, boundary conditions, and values that load slice by slice.

`read.py`, with `layouts.py` and `arrays.py`, turns every layout into `Grid`s; this module turns grids into samples and
into the facts of ``info``. An item is four successive frames of one scalar component of one trajectory, or one snapshot
where there is no time, or a history (x, t) where space has one axis. Space of three dimensions is cut into slices along
its first axis.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm.types import Sample

Index = tuple[int | slice, ...]
FRAMES = 4
LARGEST = 128
"""Points kept along each axis; a finer grid is thinned by a whole stride, said in ``meta``."""


@dataclass(frozen=True)
class Axis:
    """One axis of a grid.

    Parameters
    ----------
    name
        As the file calls it.
    role
        ``"sample"`` (trajectory, mode), ``"time"``, ``"space"`` or ``"component"``.
    length
        Extent in ``unit``, of the whole domain; None where the file lacks it.
    periodic
        None where the file lacks it (treated as walls).
    """

    name: str
    role: str
    length: float | None = None
    unit: str | None = None
    periodic: bool | None = None


@dataclass(frozen=True)
class Grid:
    """One field of a file; nothing is loaded until asked for.

    Parameters
    ----------
    shape, axes
        Of equal length.
    unit
        Of the values; None where the file lacks it.
    load
        Returns the values of a slice; masked arrays where points are declared missing.
    constant
        The value, if the file stores one number for the whole grid.
    truth, times
        Functions of the sample number: what the generator knows, and the times of the frames.
    points
        For scattered points: (points, 2) in units of the domain; the grid has then the single axis ``points``.
    """

    name: str
    shape: tuple[int, ...]
    axes: tuple[Axis, ...]
    unit: str | None
    load: Callable[[Index], NDArray[Any]]
    constant: float | None = None
    truth: Callable[[int], dict[str, float]] | None = None
    times: Callable[[int], NDArray[Any]] | None = None
    points: NDArray[Any] | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    def place(self, role: str) -> list[int]:
        """Positions of the axes of one role."""
        return [i for i, axis in enumerate(self.axes) if axis.role == role]

    @property
    def is_field(self) -> bool:
        """Whether it varies over enough points to be encoded; parameters and constants do not."""
        long = [self.shape[i] for i in (*self.place("space"), *self.place("time"))]
        return self.constant is None and bool(long) and max(long) >= 8

    def slices(self) -> Iterator[tuple[Index, list[int]]]:
        """Index of every item, and the positions of the axes that remain (time first, then one or two of space)."""
        time, space = self.place("time"), self.place("space")
        kept = space[-2:] if len(space) >= 2 else space
        loop = [i for i in range(len(self.shape)) if i not in kept and i not in time]
        for fixed in itertools.product(*(range(self.shape[i]) for i in loop)):
            index: list[int | slice] = [slice(None)] * len(self.shape)
            for i, value in zip(loop, fixed, strict=True):
                index[i] = value
            if time and len(kept) == 2 and self.shape[time[0]] >= FRAMES:
                for begin in range(0, self.shape[time[0]] - FRAMES + 1, FRAMES):
                    index[time[0]] = slice(begin, begin + FRAMES)
                    yield tuple(index), [*time, *kept]
            elif time and len(kept) == 2:  # too few frames for a history: each is a snapshot
                for begin in range(self.shape[time[0]]):
                    index[time[0]] = slice(begin, begin + 1)
                    yield tuple(index), [*time, *kept]
            else:
                yield tuple(index), [*kept, *time]

    @property
    def items(self) -> int:
        """Number of items."""
        return sum(1 for _ in self.slices()) if self.is_field else 0


def facts(grid: Grid) -> dict[str, Any]:
    """Shape, axes, unit and statistics of one grid, computed slice by slice.

    Raises
    ------
    InputError
        If a value is NaN or infinite.
    """
    described: dict[str, Any] = {
        "name": grid.name,
        "shape": list(grid.shape),
        "axes": [axis.name for axis in grid.axes],
        "unit": grid.unit,
    }
    if grid.constant is not None:
        value = float(grid.constant)
        return {**described, "constant": True, "value": value, "min": value, "max": value, "mean": value}
    low, high, total, count = np.inf, -np.inf, 0.0, 0
    for part in _pieces(grid):
        values = np.ma.compressed(part).astype(np.float64)
        if not np.isfinite(values).all():
            raise InputError(
                f"{int((~np.isfinite(values)).sum())} values of {grid.name!r} are NaN or infinite. "
                "Cut them out, or declare them missing (_FillValue in netCDF)."
            )
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
            total, count = total + float(values.sum()), count + values.size
    if not count:
        raise InputError(f"{grid.name!r} holds no values (shape {grid.shape}). Nothing to read.")
    return {**described, "min": low, "max": high, "mean": total / count}


def _pieces(grid: Grid, largest: int = 4_000_000) -> Iterator[NDArray[Any]]:
    """The values in pieces along the first axis, of at most ``largest`` values where that is possible."""
    if not grid.shape:
        yield np.asarray(grid.load(()))
        return
    row = max(1, int(np.prod(grid.shape[1:])))
    rows = max(1, largest // row)
    for begin in range(0, grid.shape[0], rows):
        yield grid.load((slice(begin, begin + rows), *[slice(None)] * (len(grid.shape) - 1)))


def missing(grids: list[Grid]) -> list[str]:
    """What the file does not say, in words: units, boundary conditions, extents."""
    fields = [grid for grid in grids if grid.is_field]
    lacks = []
    without = sorted({g.name for g in fields if g.unit is None})
    if without:
        lacks.append(f"unit of {', '.join(without)}")
    axes = [axis for g in fields for axis in g.axes if axis.role == "space"]
    if any(axis.periodic is None for axis in axes):
        lacks.append("boundary conditions (walls assumed)")
    if any(axis.length is None for axis in axes):
        lacks.append("extent of the domain")
    elif any(axis.unit is None for axis in axes):
        lacks.append("unit of the coordinates")
    return lacks


def samples(grid: Grid, file: str, lacks: list[str]) -> Iterator[Sample]:
    """Items of one grid as samples, loaded one at a time."""
    for index, axes in grid.slices():
        raw = grid.load(index)
        # The remaining axes come in the order of the file; bring them into (time, space...) or (space, time).
        order = np.argsort(np.argsort(axes))
        yield _sample(grid, np.ma.transpose(np.ma.asarray(raw), order), index, axes, file, lacks)


def _label(grid: Grid, index: Index) -> str:
    """Such as ``[3, 0:4, :, :]``, the slice that numpy would take."""
    words = [str(i) if isinstance(i, int) else ":" if i == slice(None) else f"{i.start}:{i.stop}" for i in index]
    return f"{grid.name}[{','.join(words)}]"


def _sample(grid: Grid, values: NDArray[Any], index: Index, axes: list[int], file: str, lacks: list[str]) -> Sample:
    described = [grid.axes[i] for i in axes]
    history = described[0].role == "time" and len(axes) == 3
    frames = values if history else values[None]
    space = described[1:] if history else described
    strides = [1 if grid.points is not None else max(1, -(-n // LARGEST)) for n in frames.shape[1:]]
    frames = frames[(slice(None), *(slice(None, None, s) for s in strides))]
    label = f"{file}#{_label(grid, index)}"
    gone = np.ma.getmaskarray(frames).any(0)
    plain = np.ma.getdata(frames).astype(np.float64)
    if not np.isfinite(plain[:, ~gone]).all():
        bad = int((~np.isfinite(plain[:, ~gone])).sum())
        raise InputError(f"{label}: {bad} values are NaN or infinite. Cut them out, or declare them missing.")
    if gone.all():
        raise InputError(f"{label} holds no value that is not declared missing.")
    real = plain[:, ~gone]
    mean, std = float(real.mean()), float(real.std())
    scaled = (real - mean) / std if std > 1e-9 * max(1e-300, abs(mean)) else np.zeros_like(real)
    periodic = [bool(axis.periodic) for axis in space]
    points = grid.points if grid.points is not None else _places(frames.shape[1:], strides, grid, axes, periodic)
    first = FRAMES - len(frames)
    channels = np.zeros((real.shape[1], FRAMES))
    channels[:, first:] = scaled.T
    inputs = {
        "points": torch.tensor(points[~gone.ravel()], dtype=torch.float32),
        "values": torch.tensor(channels, dtype=torch.float32),
        "frames": torch.tensor([0.0] * first + [1.0] * len(frames)),
        "periodic": torch.tensor([float(p) for p in (*periodic, False)[:2]]),
    }
    trajectory = next((index[i] for i in grid.place("sample")), 0)
    number = trajectory if isinstance(trajectory, int) else 0
    truth = dict(grid.truth(number)) if grid.truth else {}
    if truth and len(frames) == FRAMES:
        truth["variance_ratio"] = float(real[-1].var() / max(real[0].var(), 1e-300))
    vector = _vector(grid, index, axes) if max(strides) == 1 and not gone.any() else None
    times = grid.times(number) if grid.times and history else None
    meta = {
        "file": file,
        "field": grid.name,
        "unit": grid.unit,
        "mean": mean,
        "std": std,
        "grid": list(frames.shape[1:]) if grid.points is None else None,
        "axes": [axis.name for axis in space],
        "lengths": [axis.length for axis in space],
        "length_units": [axis.unit for axis in space],
        "periodic": periodic,
        "missing": lacks,
        "thinned": strides if max(strides) > 1 else None,
        **({"times": [float(t) for t in times[index[axes[0]]]]} if times is not None else {}),
        **({"vector": vector} if vector is not None else {}),
        **grid.notes,
    }
    return Sample(label, inputs, dict.fromkeys(inputs, "1"), truth, meta)


def _vector(grid: Grid, index: Index, axes: list[int]) -> torch.Tensor | None:
    """Both components of a plane velocity in the last frame, (2, x, y), where the item is one of them."""
    (component,) = grid.place("component") if len(grid.place("component")) == 1 else (None,)
    space = [i for i in axes if grid.axes[i].role == "space"]
    if component is None or grid.shape[component] != 2 or len(space) != 2:
        return None
    whole = list(index)
    whole[component] = slice(None)
    for i in grid.place("time"):
        frames = whole[i]
        whole[i] = frames.stop - 1 if isinstance(frames, slice) and frames.stop is not None else -1
    values = np.asarray(grid.load(tuple(whole)), dtype=np.float64)
    return torch.from_numpy(np.moveaxis(values, sum(i < component for i in space), 0).copy())


def _places(
    shape: tuple[int, ...], strides: list[int], grid: Grid, axes: list[int], periodic: list[bool]
) -> NDArray[Any]:
    """Coordinates of the kept points in units of the domain."""
    full = [grid.shape[i] for i in axes[-len(shape) :]]
    lines = []
    for n, stride, whole, around in zip(shape, strides, full, periodic, strict=True):
        lines.append(np.arange(n) * stride / max(1, whole if around else whole - 1))
    if len(lines) == 1:
        lines.append(np.array([0.5]))  # one axis alone lies at the middle of the other
    return np.stack([m.ravel() for m in np.meshgrid(*lines, indexing="ij")], axis=1)
