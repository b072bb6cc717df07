"""Reading simulation files: The Well and PDEBench HDF5, openPMD meshes, npz, mat and netCDF grids, torch tensors.

Files are opened here; what they hold becomes `physfm_fields.grid.Grid`s that load slice by slice, in `layouts` where a
file describes itself and in `arrays` where it is plain numbers. Nothing in a file is executed: npz without pickle,
torch with ``weights_only``. Not covered: complex numbers, and what `layouts` names.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from physfm.errors import InputError, MissingDependency, PhysfmError
from physfm.types import Sample
from physfm_fields import layouts
from physfm_fields.arrays import named, stacked
from physfm_fields.grid import Grid, facts, missing, samples

HDF5 = b"\x89HDF\r\n\x1a\n"


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
    with _h5py().File(path, "r") as file:
        return layouts.detect(file)


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
                "The Well HDF5": _hdf5,
                "PDEBench HDF5": _hdf5,
                "openPMD": _hdf5,
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


# Opening ----------------------------------------------------------------------------------------------------------


def _hdf5(path: Path, stack: ExitStack) -> list[Grid]:
    return layouts.hdf5(stack.enter_context(_h5py().File(path, "r")))


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
    return named(arrays)


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
    return named({name: value for name, value in content.items() if not name.startswith("__")})


def _netcdf(path: Path, stack: ExitStack) -> list[Grid]:
    try:
        import netCDF4
    except ImportError as err:
        raise MissingDependency("Reading netCDF grids", "netCDF4", "fields") from err
    return layouts.netcdf(stack.enter_context(netCDF4.Dataset(path, "r")))


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
    return stacked({str(k): v.numpy() for k, v in tensors.items() if isinstance(v, Tensor) and not v.is_complex()})
