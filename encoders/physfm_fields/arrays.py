"""Arrays as grids: one array whose axes are known, and named arrays (npz, mat, torch) whose axes must be recognised.

Such files say nothing about themselves: axes are told by coordinates of the same length, or by their order. Not
covered: units and boundary conditions, which these files do not hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm_fields.grid import Axis, Grid

TIME = ("t", "time", "t-coordinate", "tt")
SPACE = ("x", "y", "z", "r", "lat", "lon", "xx", "yy")
"""With `TIME`: names of coordinates, compared in lower case."""


def as_grid(name: str, data: Any, axes: tuple[Axis, ...], unit: str | None, factor: float = 1.0, **more: Any) -> Grid:
    """One array-like as a grid, loaded slice by slice; values are multiplied by ``factor``.

    Raises
    ------
    InputError
        If the array has another number of axes.
    """
    if len(axes) != data.ndim:
        raise InputError(
            f"{name!r} has shape {tuple(data.shape)}, expected axes {tuple(a.name for a in axes)}. Another layout?"
        )

    def load(index: tuple[int | slice, ...]) -> NDArray[Any]:
        values = data[index]
        return values * factor if factor != 1.0 else values

    return Grid(name, tuple(int(n) for n in data.shape), axes, unit, load, **more)


def extent(values: NDArray[Any], periodic: bool | None = None) -> float | None:
    """Length of an axis from its points; a periodic one is longer by one spacing."""
    if values.size < 2:
        return None
    span = float(values[-1]) - float(values[0])
    return abs(span * (values.size / (values.size - 1) if periodic else 1.0))


def named(arrays: dict[str, NDArray[Any]]) -> list[Grid]:
    """Grids of named arrays: short lists named x, y, t are coordinates, and axes are matched to them by length."""
    numbers = {k: v for k, v in arrays.items() if isinstance(v, np.ndarray) and v.dtype.kind in "fiub"}
    scattered = _scattered(numbers)
    if scattered:
        return scattered
    lines = {
        k: v.ravel() for k, v in numbers.items() if v.size == max(v.shape, default=0) and k.lower() in (*TIME, *SPACE)
    }
    grids = []
    for name, data in numbers.items():
        if name in lines and len(numbers) > len(lines):
            continue
        free = dict(lines)
        axes = []
        for position, n in enumerate(data.shape):
            match = next((k for k, line in free.items() if line.size == n and n > 1), None)
            if match is not None:
                line = free.pop(match)
                role = "time" if match.lower() in TIME else "space"
                axes.append(Axis(match, role, extent(line)))
            elif lines:
                axes.append(Axis(f"component {position}", "component"))
            else:
                axes.append(Axis("xyzw"[position] if position < 4 else f"axis {position}", "space"))
        clock = next((v for k, v in lines.items() if k.lower() in TIME), None)
        times = (lambda _, clock=clock: clock) if clock is not None else None
        grids.append(as_grid(name, data, tuple(axes), None, times=times))
    return grids


def _scattered(arrays: dict[str, NDArray[Any]]) -> list[Grid]:
    """Measurements at points without a grid: columns such as x_data, t_data, u_data of one length."""
    columns = {k.removesuffix("_data"): v.ravel() for k, v in arrays.items() if k.endswith("_data")}
    where = [k for k in ("x", "y", "z", "t") if k in columns][:2]
    if not where or len({v.size for v in columns.values()}) != 1:
        return []
    lines = [columns[k] for k in where]
    places = [(v - v.min()) / max(np.ptp(v), 1e-300) for v in lines]
    places += [np.full(v.size, 0.5) for v in lines[: 2 - len(places)]]
    axis = Axis("points", "space", None)
    notes = {"coordinates": {k: [float(v.min()), float(v.max())] for k, v in zip(where, lines, strict=True)}}
    return [
        as_grid(name, values, (axis,), None, points=np.stack(places, axis=1), notes=notes)
        for name, values in columns.items()
        if name not in where
    ]


def stacked(arrays: dict[str, NDArray[Any]]) -> list[Grid]:
    """Grids of arrays without coordinates: the first axis counts samples, the others are space, or time and space."""
    shapes = [v.shape for v in arrays.values()]
    grids = []
    for name, data in arrays.items():
        roles = ["sample", *["space"] * (data.ndim - 1)] if data.ndim else []
        # (samples, time, x) where another tensor has the same samples and x: a history, not a plane.
        if data.ndim == 3 and (data.shape[0], data.shape[2]) in shapes:
            roles[1] = "time"
        letters = iter("xyz")
        names = [r if r != "space" else next(letters, "w") for r in roles]
        grids.append(as_grid(name, data, tuple(Axis(n, r) for n, r in zip(names, roles, strict=True)), None))
    return grids
