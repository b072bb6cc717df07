"""Reading simulation files: The Well and PDEBench HDF5, openPMD meshes, npz, mat and netCDF grids, torch tensors.

Every layout becomes a list of `physfm_fields.grid.Grid`s that load slice by slice. Nothing in a file is executed:
npz without pickle, torch with ``weights_only``. Layouts follow PolymathicAI/the_well ``docs/data_format.md``, the
PDEBench data sheets (arXiv 2210.07182) and the openPMD standard 1.1 (meshes, constant components).

Not covered: moving grids, adaptive meshes, particles of openPMD, complex numbers.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from physfm.errors import InputError, MissingDependency, PhysfmError
from physfm.types import Sample
from physfm_fields.grid import Axis, Grid, facts, missing, samples

HDF5 = b"\x89HDF\r\n\x1a\n"
BASE = ("m", "kg", "s", "A", "K", "mol", "cd")  # order of openPMD's unitDimension
TIME = ("t", "time", "t-coordinate", "tt")
SPACE = ("x", "y", "z", "r", "lat", "lon", "xx", "yy")


def sniff(path: Path) -> str | None:
    """Name of the layout, None if the file is no simulation grid; never raises."""
    try:
        path = Path(path)
        with path.open("rb") as stream:
            head = stream.read(128)
        if head.startswith(HDF5):
            return "netCDF grid" if path.suffix == ".nc" else _hdf5_layout(path)
        if path.suffix == ".nc" and head.startswith(b"CDF"):
            return "netCDF grid"
        if path.suffix == ".mat" and head.startswith(b"MATLAB 5.0"):
            return "mat grid"
        if head.startswith(b"PK\x03\x04"):
            return _zip_layout(path)
        if path.suffix in (".pt", ".pth") and head.startswith(b"\x80"):
            return "torch tensors"  # a bare pickle; reading refuses what is not plain tensors
    except Exception:
        return None
    return None


def _zip_layout(path: Path) -> str | None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if names and all(name.endswith(".npy") for name in names):
        return "npz grid"
    if path.suffix in (".pt", ".pth") and any(name.endswith("data.pkl") for name in names):
        return "torch tensors"
    return None


def _hdf5_layout(path: Path) -> str | None:
    h5py = _h5py()
    with h5py.File(path, "r") as file:
        if {"t0_fields", "t1_fields", "t2_fields"} & set(file):
            return "The Well HDF5"
        if "openPMD" in file.attrs:
            return "openPMD"
        if "x-coordinate" in file or "tensor" in file:
            return "PDEBench HDF5"
        first = next(iter(file), "")
        if first.isdigit() and isinstance(file[first], h5py.Group) and "data" in file[first]:
            return "PDEBench HDF5"
    return None


def _h5py() -> Any:
    try:
        import h5py
    except ImportError as err:
        raise MissingDependency("Reading HDF5 fields", "h5py", "fields") from err
    return h5py


@contextmanager
def opened(path: Path) -> Iterator[tuple[str, list[Grid]]]:
    """Open a file: the name of its layout and its grids, valid inside the ``with`` block.

    Raises
    ------
    InputError
        In one line, whatever is wrong with the file.
    """
    path = Path(path)
    with ExitStack() as stack:
        try:
            if not path.is_file():
                raise InputError(f"{path} is not a file. Give an existing simulation file.")
            with path.open("rb") as stream:
                if not stream.read(1):
                    raise InputError(f"{path} is empty (0 bytes). Fetch or write it again.")
            layout = sniff(path)
            if layout is None:
                raise InputError(_unknown(path))
            grids = {
                "The Well HDF5": _the_well,
                "PDEBench HDF5": _pdebench,
                "openPMD": _openpmd,
                "npz grid": _npz,
                "mat grid": _mat,
                "netCDF grid": _netcdf,
                "torch tensors": _torch,
            }[layout](path, stack)
            if not grids:
                raise InputError(f"{path} ({layout}) holds no numeric field. Expected at least one grid of values.")
            yield layout, grids
        except PhysfmError as err:
            if isinstance(err, InputError) and str(path) not in str(err) and path.name not in str(err):
                raise InputError(f"{path}: {err}") from err
            raise
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            RuntimeError,
            EOFError,
            zipfile.BadZipFile,
        ) as err:
            why = " ".join(str(err).split())[:160]
            raise InputError(
                f"{path} cannot be read ({type(err).__name__}: {why}). It may be truncated or of another layout."
            ) from err


def _unknown(path: Path) -> str:
    """Say why a file is not known: damaged, or something else."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == HDF5:
        try:
            with _h5py().File(path, "r") as file:
                inside = ", ".join(list(file)[:6])
        except OSError as err:
            return f"{path} is a damaged HDF5 file ({' '.join(str(err).split())[:100]}). Fetch or write it again."
        return (
            f"{path} is HDF5 but none of The Well (t0_fields ...), PDEBench (tensor, x-coordinate) or openPMD; "
            f"it holds: {inside or 'nothing'}."
        )
    return (
        f"{path} is no simulation file that can be read: expected HDF5 (The Well, PDEBench, openPMD), npz, mat, netCDF "
        f"or torch tensors, found {head!r}. It may be truncated or misnamed."
    )


def info(path: Path) -> dict[str, Any]:
    """Format, items, fields with statistics, parameters, and what the file lacks.

    Raises
    ------
    InputError
        If the file is damaged, of an unknown layout, or holds NaN.
    """
    with opened(path) as (layout, grids):
        return {
            "format": layout,
            "items": sum(grid.items for grid in grids),
            "fields": [facts(grid) for grid in grids],
            "missing": missing(grids),
        }


def read(paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
    """Stream samples, one slice of one file in memory at a time.

    Raises
    ------
    InputError
        If a file cannot be used, or holds nothing that can be encoded.
    """
    count = 0
    for path in paths:
        with opened(path) as (layout, grids):
            lacks = missing(grids)
            fields = [grid for grid in grids if grid.is_field]
            if not fields:
                raise InputError(f"{path} ({layout}) holds no field with at least 8 points along an axis.")
            for grid in fields:
                for sample in samples(grid, Path(path).name, lacks):
                    if limit is not None and count >= limit:
                        return
                    count += 1
                    yield sample


def trajectories(path: Path) -> tuple[Tensor, Tensor]:
    """All frames (items, time, n, n) and families (items,) of a file made by ``physfm generate fields``.

    Raises
    ------
    InputError
        If it is another kind of file.
    """
    with opened(path) as (layout, _):
        if layout != "The Well HDF5":
            raise InputError(f"{path} is {layout}; expected a file made by 'physfm generate fields'.")
        with _h5py().File(path, "r") as file:
            if "truth" not in file:
                raise InputError(f"{path} carries no truth; expected a file made by 'physfm generate fields'.")
            (name,) = file["t0_fields"]
            return torch.from_numpy(file["t0_fields"][name][:]), torch.from_numpy(file["truth/family"][:].astype("f4"))


# HDF5 layouts -----------------------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _unit(attributes: Any) -> str | None:
    for key in ("unit", "units"):
        if key in attributes and _text(attributes[key]):
            return _text(attributes[key])
    return None


def _the_well(path: Path, stack: ExitStack) -> list[Grid]:
    file = stack.enter_context(_h5py().File(path, "r"))
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
        space.append(Axis(name, "space", _extent(values, around, line.attrs), _unit(line.attrs), around))
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
                _grid(
                    name,
                    data,
                    tuple(axes),
                    _unit(data.attrs),
                    times=times,
                    truth=truth if families is not None else None,
                )
            )
    return grids


def _extent(values: NDArray[Any], periodic: bool | None, attributes: Any = None) -> float | None:
    """Length of an axis from its points; a periodic one is longer by one spacing."""
    if attributes is not None and "length" in attributes:
        return float(attributes["length"])
    if values.size < 2:
        return None
    span = float(values[-1]) - float(values[0])
    return abs(span * (values.size / (values.size - 1) if periodic else 1.0))


def _grid(name: str, data: Any, axes: tuple[Axis, ...], unit: str | None, factor: float = 1.0, **more: Any) -> Grid:
    if len(axes) != data.ndim:
        raise InputError(
            f"{name!r} has shape {tuple(data.shape)}, expected axes {tuple(a.name for a in axes)}. Another layout?"
        )

    def load(index: tuple[int | slice, ...]) -> NDArray[Any]:
        values = data[index]
        return values * factor if factor != 1.0 else values

    return Grid(name, tuple(int(n) for n in data.shape), axes, unit, load, **more)


def _pdebench(path: Path, stack: ExitStack) -> list[Grid]:
    h5py = _h5py()
    file = stack.enter_context(h5py.File(path, "r"))
    if "x-coordinate" not in file and "tensor" not in file:
        return _pdebench_groups(file)
    lines = {k: file[f"{k}-coordinate"][:] for k in ("x", "y", "z", "t") if f"{k}-coordinate" in file}
    grids = []
    for name, data in file.items():
        if name.endswith("-coordinate") or not isinstance(data, h5py.Dataset) or data.ndim < 2:
            continue
        space = [Axis(k, "space", _extent(lines[k], None) if k in lines else None) for k in ("x", "y", "z")]
        if "t" in lines and data.ndim >= 3:
            clock = lines["t"][: data.shape[1]]  # some files hold one time more than frames
            axes = (Axis("sample", "sample"), Axis("t", "time"), *space[: data.ndim - 2])
            grids.append(_grid(name, data, axes, _unit(data.attrs), times=lambda _, clock=clock: clock))
        elif data.ndim == 4:  # Darcy: (sample, 1, x, y)
            grids.append(_grid(name, data, (Axis("sample", "sample"), Axis("channel", "component"), *space[:2]), None))
        else:
            grids.append(_grid(name, data, (Axis("sample", "sample"), *space[: data.ndim - 1]), _unit(data.attrs)))
    return grids


def _pdebench_groups(file: Any) -> list[Grid]:
    grids = []
    for name, group in file.items():
        data = group["data"]
        lines = {k: group["grid"][k][:] for k in ("x", "y", "z") if "grid" in group and k in group["grid"]}
        space = [Axis(k, "space", _extent(lines[k], None) if k in lines else None) for k in ("x", "y", "z")]
        axes = (Axis("t", "time"), *space[: data.ndim - 2], Axis("channel", "component"))
        clock = group["grid"]["t"][:] if "grid" in group and "t" in group["grid"] else None
        times = (lambda _, clock=clock: clock) if clock is not None else None
        grids.append(_grid(f"{name}/data", data, axes, _unit(data.attrs), times=times))
    return grids


def _openpmd(path: Path, stack: ExitStack) -> list[Grid]:
    h5py = _h5py()
    file = stack.enter_context(h5py.File(path, "r"))
    meshes = _text(file.attrs.get("meshesPath", "meshes/")).strip("/")
    grids = []
    for step, iteration in file["data"].items():
        for name, mesh in iteration.get(meshes, {}).items():
            components = {"": mesh} if isinstance(mesh, h5py.Dataset) or "value" in mesh.attrs else dict(mesh.items())
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
    return _grid(label, data, axes, unit, factor)


# Other formats ----------------------------------------------------------------------------------------------------


def _npz(path: Path, stack: ExitStack) -> list[Grid]:
    archive = stack.enter_context(np.load(path, allow_pickle=False))
    arrays = {}
    for name in archive.files:
        try:
            arrays[name] = archive[name]
        except ValueError as err:
            if "Object arrays" not in str(err):
                raise
            raise InputError(
                f"{path}: array {name!r} holds Python objects (pickle), which are not loaded because they can run "
                "code. Save it as plain numbers (np.savez of a float array)."
            ) from err
    return _plain(arrays)


def _mat(path: Path, stack: ExitStack) -> list[Grid]:
    try:
        from scipy.io import loadmat
        from scipy.io.matlab import MatReadError
    except ImportError as err:
        raise MissingDependency("Reading mat files", "scipy", "fields") from err
    try:
        content = loadmat(path)
    except (MatReadError, NotImplementedError) as err:
        raise InputError(f"{path} is a damaged or unsupported mat file ({err}).") from err
    return _plain({name: value for name, value in content.items() if not name.startswith("__")})


def _plain(arrays: dict[str, NDArray[Any]]) -> list[Grid]:
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
                axes.append(Axis(match, role, _extent(line, None)))
            elif lines:
                axes.append(Axis(f"component {position}", "component"))
            else:
                axes.append(Axis("xyzw"[position] if position < 4 else f"axis {position}", "space"))
        clock = next((v for k, v in lines.items() if k.lower() in TIME), None)
        times = (lambda _, clock=clock: clock) if clock is not None else None
        grids.append(_grid(name, data, tuple(axes), None, times=times))
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
        _grid(name, values, (axis,), None, points=np.stack(places, axis=1), notes=notes)
        for name, values in columns.items()
        if name not in where
    ]


def _netcdf(path: Path, stack: ExitStack) -> list[Grid]:
    try:
        import netCDF4
    except ImportError as err:
        raise MissingDependency("Reading netCDF grids", "netCDF4", "fields") from err
    file = stack.enter_context(netCDF4.Dataset(path, "r"))
    grids = []
    for name, variable in file.variables.items():
        if name in file.dimensions or variable.dtype is str or variable.dtype.kind not in "fiub":
            continue
        axes = []
        for dimension in variable.dimensions:
            line = file.variables.get(dimension)
            unit = str(line.units) if line is not None and "units" in line.ncattrs() else None
            role = "time" if dimension.lower() in TIME or (unit or "").find(" since ") > 0 else "space"
            axes.append(Axis(dimension, role, _extent(line[:], None) if line is not None else None, unit))
        unit = str(variable.units) if "units" in variable.ncattrs() else None
        grids.append(_grid(name, variable, tuple(axes), unit))
    return grids


def _torch(path: Path, stack: ExitStack) -> list[Grid]:
    import pickle
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of unusual pickle protocols: what is not plain tensors fails below
            content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as err:
        raise InputError(
            f"{path} holds more than plain tensors (or is damaged); nothing in it was executed. Expected a tensor or a "
            "dictionary of tensors."
        ) from err
    tensors = {"tensor": content} if isinstance(content, Tensor) else content
    if not isinstance(tensors, dict):
        raise InputError(f"{path} holds a {type(content).__name__}, expected a tensor or a dictionary of tensors.")
    arrays = {str(k): v.numpy() for k, v in tensors.items() if isinstance(v, Tensor) and not v.is_complex()}
    shapes = [v.shape for v in arrays.values()]
    grids = []
    for name, data in arrays.items():
        roles = ["sample", *["space"] * (data.ndim - 1)] if data.ndim else []
        # (samples, time, x) where another tensor has the same samples and x: a history, not a plane.
        if data.ndim == 3 and (data.shape[0], data.shape[2]) in shapes:
            roles[1] = "time"
        letters = iter("xyz")
        names = [r if r != "space" else next(letters, "w") for r in roles]
        grids.append(_grid(name, data, tuple(Axis(n, r) for n, r in zip(names, roles, strict=True)), None))
    return grids
