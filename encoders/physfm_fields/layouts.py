"""Layouts of files that describe themselves: The Well, PDEBench and openPMD in HDF5, and netCDF.

No file is opened here (that is `read`): every function takes an opened one and returns grids that load from it slice by
slice. Layouts follow PolymathicAI/the_well ``docs/data_format.md``, the PDEBench data sheets (arXiv 2210.07182), the
openPMD standard 1.1 (meshes, constant components) and netCDF's units and coordinate variables.

Not covered: moving grids, adaptive meshes, particles of openPMD, groups of netCDF.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm_fields.arrays import TIME, as_grid, extent
from physfm_fields.grid import Axis, Grid

BASE = ("m", "kg", "s", "A", "K", "mol", "cd")  # order of openPMD's unitDimension


def detect(file: Any) -> str | None:
    """Recognise the layout of an opened HDF5 file; None if it is none of ours."""
    if {"t0_fields", "t1_fields", "t2_fields"} & set(file):
        return "The Well HDF5"
    if "openPMD" in file.attrs:
        return "openPMD"
    if "x-coordinate" in file or "tensor" in file:
        return "PDEBench HDF5"
    first = next(iter(file), "")
    if first.isdigit() and hasattr(file[first], "keys") and "data" in file[first]:
        return "PDEBench HDF5"
    return None


def hdf5(file: Any) -> list[Grid]:
    """Grids of an opened HDF5 file whose layout `detect` knows.

    Raises
    ------
    InputError
        If the file does not keep to its layout.
    """
    layout = detect(file)
    if layout == "The Well HDF5":
        return _the_well(file)
    return _openpmd(file) if layout == "openPMD" else _pdebench(file)


def netcdf(file: Any) -> list[Grid]:
    """Grids of an opened netCDF file: every variable of numbers that is no coordinate."""
    grids = []
    for name, variable in file.variables.items():
        if name in file.dimensions or variable.dtype is str or variable.dtype.kind not in "fiub":
            continue
        axes = []
        for dimension in variable.dimensions:
            line = file.variables.get(dimension)
            unit = str(line.units) if line is not None and "units" in line.ncattrs() else None
            role = "time" if dimension.lower() in TIME or (unit or "").find(" since ") > 0 else "space"
            axes.append(Axis(dimension, role, extent(line[:]) if line is not None else None, unit))
        unit = str(variable.units) if "units" in variable.ncattrs() else None
        grids.append(as_grid(name, variable, tuple(axes), unit))
    return grids


def _is_array(item: Any) -> bool:
    """Whether an entry of an HDF5 file is a dataset, not a group."""
    return hasattr(item, "shape")


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _unit(attributes: Any) -> str | None:
    for key in ("unit", "units"):
        if key in attributes and _text(attributes[key]):
            return _text(attributes[key])
    return None


def _the_well(file: Any) -> list[Grid]:
    boundaries: dict[str, bool] = {}
    for boundary in file.get("boundary_conditions", {}).values():
        for name in boundary.attrs.get("associated_dims", []):
            periodic = _text(boundary.attrs.get("bc_type", "")).upper() == "PERIODIC"
            boundaries[_text(name)] = boundaries.get(_text(name), True) and periodic
    dimensions = file["dimensions"]
    names = [_text(n) for n in dimensions.attrs["spatial_dims"]]
    space = []
    for name in names:
        line = dimensions[name]
        values = line[:]
        around: bool | None = boundaries.get(name)
        values = values[0] if values.ndim > 1 else values
        length = float(line.attrs["length"]) if "length" in line.attrs else extent(values, around)
        space.append(Axis(name, "space", length, _unit(line.attrs), around))
    clock = dimensions["time"]
    time = Axis("time", "time", None, _unit(clock.attrs))

    def times(number: int) -> NDArray[Any]:
        return np.asarray(clock[number] if clock.ndim > 1 else clock[:])

    families = file["truth/family"][:] if "truth/family" in file else None

    def truth(number: int) -> dict[str, float]:
        return {"family": float(families[number])}  # type: ignore[index]

    grids = []
    for rank, group in enumerate(("t0_fields", "t1_fields", "t2_fields")):
        for name, data in file.get(group, {}).items():
            axes = [Axis("sample", "sample")] if data.attrs.get("sample_varying", True) else []
            axes += [time] if data.attrs.get("time_varying", True) else []
            varying = data.attrs.get("dim_varying", [True] * len(space))
            axes += [a for a, varies in zip(space, varying, strict=True) if varies]
            axes += [Axis(f"component {i + 1}", "component") for i in range(rank)]
            if len(axes) == data.ndim + 1 and rank == 2:  # tensors may be stored flat, D^2
                axes.pop()
            grids.append(
                as_grid(
                    name,
                    data,
                    tuple(axes),
                    _unit(data.attrs),
                    times=times,
                    truth=truth if families is not None else None,
                )
            )
    return grids


def _pdebench(file: Any) -> list[Grid]:
    if "x-coordinate" not in file and "tensor" not in file:
        return _pdebench_groups(file)
    lines = {k: file[f"{k}-coordinate"][:] for k in ("x", "y", "z", "t") if f"{k}-coordinate" in file}
    grids = []
    for name, data in file.items():
        if name.endswith("-coordinate") or not _is_array(data) or data.ndim < 2:
            continue
        space = [Axis(k, "space", extent(lines[k]) if k in lines else None) for k in ("x", "y", "z")]
        if "t" in lines and data.ndim >= 3:
            clock = lines["t"][: data.shape[1]]  # some files hold one time more than frames
            axes = (Axis("sample", "sample"), Axis("t", "time"), *space[: data.ndim - 2])
            grids.append(as_grid(name, data, axes, _unit(data.attrs), times=lambda _, clock=clock: clock))
        elif data.ndim == 4:  # Darcy: (sample, 1, x, y)
            grids.append(
                as_grid(name, data, (Axis("sample", "sample"), Axis("channel", "component"), *space[:2]), None)
            )
        else:
            grids.append(as_grid(name, data, (Axis("sample", "sample"), *space[: data.ndim - 1]), _unit(data.attrs)))
    return grids


def _pdebench_groups(file: Any) -> list[Grid]:
    grids = []
    for name, group in file.items():
        data = group["data"]
        lines = {k: group["grid"][k][:] for k in ("x", "y", "z") if "grid" in group and k in group["grid"]}
        space = [Axis(k, "space", extent(lines[k]) if k in lines else None) for k in ("x", "y", "z")]
        axes = (Axis("t", "time"), *space[: data.ndim - 2], Axis("channel", "component"))
        clock = group["grid"]["t"][:] if "grid" in group and "t" in group["grid"] else None
        times = (lambda _, clock=clock: clock) if clock is not None else None
        grids.append(as_grid(f"{name}/data", data, axes, _unit(data.attrs), times=times))
    return grids


def _openpmd(file: Any) -> list[Grid]:
    meshes = _text(file.attrs.get("meshesPath", "meshes/")).strip("/")
    grids = []
    for step, iteration in file["data"].items():
        for name, mesh in iteration.get(meshes, {}).items():
            components = {"": mesh} if _is_array(mesh) or "value" in mesh.attrs else dict(mesh.items())
            for component, data in components.items():
                label = f"{name}/{component}" if component else name
                label = label if len(file["data"]) == 1 else f"{step}/{label}"
                grids.append(_openpmd_component(label, mesh, data))
    return grids


def _openpmd_component(label: str, mesh: Any, data: Any) -> Grid:
    factor = float(data.attrs.get("unitSI", 1.0))
    powers = [float(p) for p in mesh.attrs.get("unitDimension", [])]
    unit = " ".join(f"{u}^{p:g}" if p != 1 else u for u, p in zip(BASE, powers, strict=False) if p) or None
    unit = unit.replace(" ", "*") if unit else ("1" if powers else None)
    shape = tuple(int(n) for n in (data.attrs["shape"] if "value" in data.attrs else data.shape))
    labels = [_text(a) for a in mesh.attrs.get("axisLabels", [])]
    spacing = [float(s) for s in mesh.attrs.get("gridSpacing", [])]
    scale = float(mesh.attrs.get("gridUnitSI", 1.0))
    if _text(mesh.attrs.get("dataOrder", "C")) == "F":
        labels, spacing = labels[::-1], spacing[::-1]
    extra = len(shape) - len(labels)  # thetaMode has the mode first
    space = [
        Axis(name, "space", step * scale * (n - 1), "m")
        for name, step, n in zip(labels, spacing, shape[extra:], strict=True)
    ]
    axes = (*(Axis("mode", "sample") for _ in range(extra)), *space)
    if "value" in data.attrs:
        value = float(data.attrs["value"]) * factor
        return Grid(label, shape, axes, unit, lambda index: np.full(shape, value)[index], constant=value)
    return as_grid(label, data, axes, unit, factor)
