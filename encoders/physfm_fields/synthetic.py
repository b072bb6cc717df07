"""Simulated fields with known truth: five equations, random parameters, written in The Well's HDF5 layout.

Initial conditions of all families but Gray-Scott come from the same random fields, so that a family must be told by
its evolution and not by its start. Everything is float32 on a periodic square box; parameters stand in ``scalars``
with units, and ``truth`` names the family of every trajectory: the file describes itself.

What is not covered: walls, three dimensions, compressible flow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from physfm.checkpoint import write_atomically
from physfm.encoder import Kind
from physfm.errors import InputError, MissingDependency, did_you_mean
from physfm_fields import solvers

if TYPE_CHECKING:
    import h5py

VERSION = 2

# Feed and kill rates (1/s) whose patterns neither die nor fill the box (Pearson 1993; Munafo's map).
GRAY_SCOTT_REGIMES = ((0.037, 0.060), (0.030, 0.062), (0.025, 0.060), (0.039, 0.058), (0.018, 0.051), (0.022, 0.051))

GRAY_SCOTT_ALIVE = 0.02
"""Standard deviation of the activator in every frame of a pattern that lives; typical is 0.1."""


@dataclass(frozen=True)
class Trajectories:
    """Simulated trajectories of one family.

    Parameters
    ----------
    frames
        (items, time, n, n) float32.
    times
        (items, time), s.
    parameters
        Name to ((items, ...), unit).
    """

    frames: Tensor
    times: Tensor
    parameters: dict[str, tuple[Tensor, str]]


@dataclass(frozen=True)
class Family:
    """One equation: its name, its field with unit, the size of its box, and how to simulate it."""

    name: str
    title: str
    field: str
    unit: str
    length: float
    """Length of the box, m."""
    simulate: Callable[[int, int, int, torch.Generator, float], Trajectories]
    """``simulate(items, frames, n, generator, dissipation)``; the last multiplies viscosity and diffusivity."""


def _uniform(count: int, low: float, high: float, generator: torch.Generator) -> Tensor:
    return low + (high - low) * torch.rand(count, generator=generator, dtype=torch.float64)


def _log_uniform(count: int, low: float, high: float, generator: torch.Generator) -> Tensor:
    return _uniform(count, float(np.log(low)), float(np.log(high)), generator).exp()


def _start(count: int, n: int, generator: torch.Generator) -> Tensor:
    """Random fields whose spectra bend between 2 and 4 cycles per box, of unit variance."""
    peaks = _uniform(count, 2.0, 4.0, generator)
    return torch.cat([solvers.random_field(1, n, generator, float(p), slope=1.75) for p in peaks])


def _regular(first: Tensor, interval: Tensor, frames: int) -> tuple[Tensor, list[Tensor]]:
    """Times of the frames, (items, frames), and the durations between them, the first one from time zero."""
    times = first[:, None] + interval[:, None] * torch.arange(frames, dtype=torch.float64)
    return times, [first, *[interval] * (frames - 1)]


def _advection_diffusion(
    count: int, frames: int, n: int, generator: torch.Generator, dissipation: float
) -> Trajectories:
    start = _start(count, n, generator)
    speed, angle = _uniform(count, 0.3, 1.0, generator), _uniform(count, 0, 2 * np.pi, generator)
    velocity = torch.stack([speed * angle.cos(), speed * angle.sin()], dim=1)
    diffusivity = dissipation * _log_uniform(count, 3e-4, 5e-3, generator)
    times, _ = _regular(_uniform(count, 0.0, 0.5, generator), _uniform(count, 0.04, 0.1, generator), frames)
    u = solvers.advection_diffusion(start, list(times.T), velocity, diffusivity)
    parameters = {"velocity_x": (velocity[:, 0], "m/s"), "velocity_y": (velocity[:, 1], "m/s")}
    return Trajectories(u.float(), times, {**parameters, "diffusivity": (diffusivity, "m^2/s")})


def _burgers(count: int, frames: int, n: int, generator: torch.Generator, dissipation: float) -> Trajectories:
    start = _start(count, n, generator) * _uniform(count, 0.4, 0.9, generator)[:, None, None]
    viscosity = dissipation * _log_uniform(count, 5e-3, 2e-2, generator)
    times, durations = _regular(_uniform(count, 0.02, 0.4, generator), _uniform(count, 0.04, 0.1, generator), frames)
    u = solvers.burgers(start.float(), durations, viscosity)
    return Trajectories(u.float(), times, {"viscosity": (viscosity, "m^2/s")})


def _navier_stokes(count: int, frames: int, n: int, generator: torch.Generator, dissipation: float) -> Trajectories:
    start = _start(count, n, generator) * _uniform(count, 0.5, 2.0, generator)[:, None, None]
    viscosity = dissipation * _log_uniform(count, 3e-4, 3e-3, generator)
    times, durations = _regular(_uniform(count, 1.0, 5.0, generator), _uniform(count, 0.5, 1.0, generator), frames)
    w = solvers.navier_stokes(start.float(), durations, viscosity, solvers.li_forcing(n))
    return Trajectories(w.float(), times, {"viscosity": (viscosity, "m^2/s")})


def _gray_scott(count: int, frames: int, n: int, generator: torch.Generator, dissipation: float) -> Trajectories:
    """Draw until ``count`` patterns live: some starts decay to a uniform state, which shows nothing of its equation."""
    kept: list[tuple[Tensor, ...]] = []
    while sum(len(part[0]) for part in kept) < count:
        drawn = _gray_scott_once(count, frames, n, generator)
        alive = drawn[0].std((2, 3)).amin(1) > GRAY_SCOTT_ALIVE
        kept.append(tuple(part[alive] for part in drawn))
    b, times, feed, kill = (torch.cat(parts)[:count] for parts in zip(*kept, strict=True))
    return Trajectories(b.float(), times, {"feed_rate": (feed, "1/s"), "kill_rate": (kill, "1/s")})


def _gray_scott_once(count: int, frames: int, n: int, generator: torch.Generator) -> tuple[Tensor, ...]:
    regimes = torch.tensor(GRAY_SCOTT_REGIMES, dtype=torch.float64)
    chosen = regimes[torch.randint(len(regimes), (count,), generator=generator)]
    feed, kill = chosen[:, 0], chosen[:, 1]
    times, durations = _regular(_uniform(count, 300, 1500, generator), _uniform(count, 30, 120, generator), frames)
    x = torch.arange(n, dtype=torch.float64) / n
    activator = torch.zeros(count, n, n, dtype=torch.float64)
    for item in range(count):
        for centre in torch.rand(int(torch.randint(4, 12, (1,), generator=generator)), 2, generator=generator):
            # Distance on the torus, blobs of 6 % of the box.
            distance = [(x - c + 0.5).remainder(1) - 0.5 for c in centre.tolist()]
            activator[item] += torch.exp(-(distance[0][:, None] ** 2 + distance[1][None, :] ** 2) / (2 * 0.06**2))
    activator = 0.5 * activator.clamp(max=1)
    start = torch.stack([1 - activator, activator], dim=1)
    b = solvers.gray_scott(start.float(), durations, feed, kill)[:, :, 1]
    return b, times, feed, kill


def _wave(count: int, frames: int, n: int, generator: torch.Generator, dissipation: float) -> Trajectories:
    start, speed = _start(count, n, generator), _uniform(count, 0.3, 1.0, generator)
    # A velocity of the same spectrum as c k u: waves start in all directions rather than at rest.
    spectrum = torch.fft.rfft2(_start(count, n, generator))
    kx, ky = solvers.wavenumbers(n, 1.0)
    change = torch.fft.irfft2(spectrum * speed[:, None, None] * torch.sqrt(kx**2 + ky**2), s=(n, n))
    times, _ = _regular(_uniform(count, 0.0, 0.5, generator), _uniform(count, 0.04, 0.1, generator), frames)
    u = solvers.wave(start, change, list(times.T), speed)
    return Trajectories(u.float(), times, {"wave_speed": (speed, "m/s")})


FAMILIES: tuple[Family, ...] = (
    Family("advection_diffusion", "Advection and diffusion", "concentration", "1", 1.0, _advection_diffusion),
    Family("burgers", "The Burgers equation", "velocity", "m/s", 1.0, _burgers),
    Family("navier_stokes", "The Navier-Stokes equations", "vorticity", "1/s", 1.0, _navier_stokes),
    Family("gray_scott", "Gray-Scott reaction and diffusion", "activator", "1", 0.8, _gray_scott),
    Family("wave", "The wave equation", "displacement", "m", 1.0, _wave),
)
NAMES = tuple(family.name for family in FAMILIES)


def simulate(
    family: str, items: int, seed: int, frames: int = 4, resolution: int = 64, dissipation: float = 1.0
) -> Trajectories:
    """Simulate ``items`` trajectories of one family; a seed gives the same trajectories at any resolution.

    Parameters
    ----------
    dissipation
        Multiplies every viscosity and diffusivity that is drawn: another world with the same starts. Equations without
        one, and Gray-Scott with its fixed regimes, do not change.

    Raises
    ------
    InputError
        If the family is unknown, a number is not positive, the resolution is below 32, or ``dissipation`` is beyond
        what the solvers resolve.
    """
    if family not in NAMES:
        raise InputError(f"No family {family!r}.{did_you_mean(family, NAMES)} There are: {', '.join(NAMES)}.")
    if items < 1 or frames < 1 or resolution < 32:
        raise InputError(
            f"Expected items >= 1, frames >= 1 and resolution >= 32, got {items}, {frames} and {resolution}."
        )
    if not 0.5 <= dissipation <= 10:
        raise InputError(f"Expected dissipation within 0.5 ... 10, got {dissipation}.")
    number = NAMES.index(family)
    parts: list[Trajectories] = []
    # 32 at a time keeps the solver's arrays in cache; the pieces do not depend on how many items are asked for.
    for chunk in range(0, items, 32):
        state = np.random.SeedSequence([VERSION, seed, number, chunk]).generate_state(1)[0]
        part = FAMILIES[number].simulate(
            min(32, items - chunk), frames, resolution, torch.Generator().manual_seed(int(state)), dissipation
        )
        parts.append(part)
    parameters = {
        name: (torch.cat([p.parameters[name][0] for p in parts]), unit)
        for name, (_, unit) in parts[0].parameters.items()
    }
    return Trajectories(torch.cat([p.frames for p in parts]), torch.cat([p.times for p in parts]), parameters)


def generate(
    path: Path,
    items: int = 100,
    seed: int = 0,
    family: str | None = None,
    frames: int = 4,
    resolution: int = 64,
    dissipation: float = 1.0,
) -> int:
    """Write trajectories of one family, or of all in turn, as one HDF5 file in The Well's layout.

    Parameters
    ----------
    path
        Written whole or not at all.
    items
        Number of trajectories; one trajectory of four frames is one item for the encoder.
    family
        A name of `FAMILIES`; None for all, item i being of family i modulo five. A file of one family names its field
        and unit; a mixed file calls the field ``u`` and leaves it dimensionless, so that the name tells nothing.
    frames, resolution
        Frames per trajectory, and points along each axis.
    dissipation
        See `simulate`.

    Returns
    -------
    items
        Number of trajectories written.
    """
    names = [family] if family else list(NAMES)
    counts = {name: len(range(k, items, len(names))) for k, name in enumerate(names)}
    parts = {
        name: simulate(name, n, seed, frames, resolution, dissipation)
        for name, n in counts.items()
        if n or len(names) == 1
    }
    write_atomically(Path(path), lambda p: _write(p, names, parts, items, seed, resolution))
    return items


def _write(
    path: Path, names: list[str], parts: dict[str, Trajectories], items: int, seed: int, resolution: int
) -> None:
    try:
        import h5py
    except ImportError as err:
        raise MissingDependency("Writing fields", "h5py", "fields") from err
    with h5py.File(path, "w") as file:
        first = FAMILIES[NAMES.index(names[0])]
        single = len(names) == 1
        file.attrs.update(
            dataset_name=f"physfm {names[0]}" if single else "physfm mixed",
            grid_type="cartesian",
            n_spatial_dims=2,
            n_trajectories=items,
            simulation_parameters=["seed"],
            seed=seed,
            generator="physfm_fields",
            generator_version=VERSION,
        )
        frames = next(iter(parts.values())).frames
        times = np.zeros((items, frames.shape[1]))
        for k, part_name in enumerate(names):
            if part_name in parts:
                times[k :: len(names)] = parts[part_name].times.numpy()
        # Boxes of a mixed file differ in size, so its coordinates are in units of the box.
        _write_axes(file, times, resolution, *((first.length, "m") if single else (1.0, "1")))
        name, unit = (first.field, first.unit) if single else ("u", "1")
        (data,) = _make_fields(file, (items, *frames.shape[1:]), {name: unit})
        for k, part_name in enumerate(names):
            if part_name in parts:
                data[k :: len(names)] = parts[part_name].frames.numpy()
        scalars = file.create_group("scalars")
        for k, part_name in enumerate(names):
            for parameter, (value, unit) in (parts[part_name].parameters if part_name in parts else {}).items():
                if parameter not in scalars:
                    made = scalars.create_dataset(parameter, data=np.full(items, np.nan, dtype="f4"))
                    made.attrs.update(sample_varying=True, time_varying=False, unit=unit)
                scalars[parameter][k :: len(names)] = value.numpy()
        scalars.attrs["field_names"] = sorted(scalars)
        truth = file.create_group("truth")
        truth.attrs["families"] = list(NAMES)
        truth["family"] = np.array([NAMES.index(names[i % len(names)]) for i in range(items)], dtype="i2")


def _make_fields(file: h5py.File, shape: tuple[int, ...], units: Mapping[str, str]) -> list[h5py.Dataset]:
    """Empty scalar fields of one shape, (items, time, n, n), by name and unit."""
    group = file.create_group("t0_fields")
    group.attrs["field_names"] = list(units)
    made = []
    for name, unit in units.items():
        data = group.create_dataset(name, shape, "f4", chunks=(1, *shape[1:]))
        data.attrs.update(dim_varying=[True, True], sample_varying=True, time_varying=True, unit=unit)
        made.append(data)
    return made


def write_trajectory(
    path: Path,
    name: str,
    fields: Mapping[str, tuple[Tensor, str]],
    times: Tensor,
    length: float,
    parameters: Mapping[str, tuple[float, str]],
    facts: Mapping[str, str | int | float],
) -> None:
    """Write one trajectory that somebody else simulated, in the same layout.

    Parameters
    ----------
    name
        Of the data set, such as the equation.
    fields
        Name to ((time, n, n), unit).
    times, length
        (time,) in s; length of the square periodic box in m.
    parameters, facts
        Scalars with units, and attributes of the file.
    """
    try:
        import h5py
    except ImportError as err:
        raise MissingDependency("Writing fields", "h5py", "fields") from err
    shape = (1, *next(iter(fields.values()))[0].shape)
    with h5py.File(path, "w") as file:
        file.attrs.update(
            dataset_name=name,
            grid_type="cartesian",
            n_spatial_dims=2,
            n_trajectories=1,
            simulation_parameters=list(facts),
            generator="physfm_fields",
            generator_version=VERSION,
            **facts,
        )
        _write_axes(file, times[None].numpy(), shape[-1], length, "m")
        for data, (values, _) in zip(
            _make_fields(file, shape, {k: unit for k, (_, unit) in fields.items()}), fields.values(), strict=True
        ):
            data[0] = values.numpy()
        scalars = file.create_group("scalars")
        scalars.attrs["field_names"] = sorted(parameters)
        for key, (value, unit) in parameters.items():
            made = scalars.create_dataset(key, data=np.full(1, value))
            made.attrs.update(sample_varying=True, time_varying=False, unit=unit)


def _write_axes(file: h5py.File, times: NDArray[np.float64], resolution: int, length: float, unit: str) -> None:
    """Dimensions and periodic boundaries; ``times`` is (items, frames) in s, ``length`` that of the box."""
    dimensions = file.create_group("dimensions")
    dimensions.attrs["spatial_dims"] = ["x", "y"]
    dimensions["time"] = times.astype("f4")
    dimensions["time"].attrs.update(sample_varying=True, unit="s")
    boundaries = file.create_group("boundary_conditions")
    for axis in ("x", "y"):
        dimensions[axis] = (np.arange(resolution) * (length / resolution)).astype("f4")
        dimensions[axis].attrs.update(sample_varying=False, time_varying=False, unit=unit, length=length)
        boundary = boundaries.create_group(f"{axis}_periodic")
        boundary.attrs.update(
            associated_dims=[axis],
            associated_fields=np.array([], dtype=h5py_string()),
            bc_type="PERIODIC",
            sample_varying=False,
            time_varying=False,
        )
        edge = np.zeros(resolution, dtype=bool)
        edge[[0, -1]] = True
        boundary["mask"] = edge


def h5py_string() -> np.dtype:
    """Return the HDF5 type of text, for empty lists of names."""
    import h5py

    return np.dtype(h5py.string_dtype())


def _kind(family: Family) -> Kind:
    def write(
        path: Path, items: int = 100, seed: int = 0, frames: int = 4, resolution: int = 64, dissipation: float = 1.0
    ) -> int:
        return generate(path, items, seed, family.name, frames, resolution, dissipation)

    return Kind(family.name, f"{family.title} on a periodic box, The Well layout", write)


def kinds() -> tuple[Kind, ...]:
    """Return the mixed kind ``fields`` and one kind for each family."""
    mixed = Kind("fields", "fields of five partial differential equations on a periodic box, The Well layout", generate)
    return (mixed, *(_kind(family) for family in FAMILIES))
