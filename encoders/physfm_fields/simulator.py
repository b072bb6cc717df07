"""The tool ``simulate_field``: solvers of seven equations with parameters in any unit, a field file, what is conserved.

Light to import (no torch): arguments are read, checked and bounded here; the work is done by `physfm_fields.evolution`
in a process of its own. See `physfm.tools.simulation` for the deadline and for where files go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import quantity, simulation
from physfm.tools.simulation import DEFAULT_TIME, Seed, TimeLimit
from physfm.tools.tool import Result, Tool

SOURCE = (
    "physfm_fields.solvers, pseudo-spectral, periodic square box: linear equations exactly in Fourier space; others by "
    "ETDRK4, Kassam and Trefethen, SIAM J. Sci. Comput. 26, 1214 (2005)"
)
RESOLUTION = (32, 512)
FRAMES = (2, 200)
RESOLVED = 1e-4
"""Share of a nonlinear solution's power near the end of the grid up to which it counts as resolved."""
UNITS = {
    "diffusivity": "m^2/s",
    "viscosity": "m^2/s",
    "velocity_x": "m/s",
    "velocity_y": "m/s",
    "wave_speed": "m/s",
    "feed_rate": "1/s",
    "kill_rate": "1/s",
}


@dataclass(frozen=True)
class Equation:
    """One equation as the tool offers it; numbers in SI units.

    Parameters
    ----------
    formula
        In words of mathematics.
    unit
        Of the field, and so of its amplitude.
    parameters
        Name to default.
    duration, length, amplitude, width
        Defaults; the width is that of Gaussians, in units of the box.
    """

    formula: str
    unit: str
    parameters: dict[str, float] = field(default_factory=dict)
    duration: float = 1.0
    length: float = 1.0
    amplitude: float = 1.0
    width: float = 0.1


EQUATIONS = {
    "heat": Equation("du/dt = D laplacian(u)", "K", {"diffusivity": 1e-2}),
    "advection": Equation("du/dt + c grad(u) = 0", "1", {"velocity_x": 1.0, "velocity_y": 0.0}),
    "advection_diffusion": Equation(
        "du/dt + c grad(u) = D laplacian(u)", "1", {"velocity_x": 1.0, "velocity_y": 0.0, "diffusivity": 1e-3}
    ),
    "wave": Equation("d2u/dt2 = c^2 laplacian(u), at rest in the beginning", "m", {"wave_speed": 1.0}),
    "burgers": Equation("du/dt + u (du/dx + du/dy) = nu laplacian(u)", "m/s", {"viscosity": 2e-2}, amplitude=0.5),
    "navier_stokes": Equation(
        "dw/dt + v grad(w) = nu laplacian(w), v free of divergence with vorticity w, no forcing",
        "1/s", {"viscosity": 1e-3}, duration=5.0,
    ),
    "gray_scott": Equation(
        "da/dt = D laplacian(a) - a b^2 + F (1 - a), db/dt = D/2 laplacian(b) + a b^2 - (F + k) b",
        "1", {"feed_rate": 0.037, "kill_rate": 0.060, "diffusivity": 2e-5},
        duration=1000.0, length=0.8, amplitude=0.5, width=0.06,
    ),
}  # fmt: skip

Name = Literal["heat", "advection", "advection_diffusion", "wave", "burgers", "navier_stokes", "gray_scott"]
Parameter = Annotated[str, Field(description="With unit; only for equations that have it; empty for its default")]
Mode = Annotated[int, Field(ge=-64, le=64, description="Cycles of the sine along this axis of the box")]


def simulate_field(
    equation: Annotated[Name, Field(description="Which partial differential equation, on a periodic square box")],
    initial: Annotated[
        Literal["random", "sine", "gaussian"],
        Field(description="Initial state: a random smooth field (gray_scott: random spots), one mode, a central bump"),
    ] = "random",
    amplitude: Annotated[
        str, Field(description="Of the initial state, in the unit of the field: standard deviation, or height")
    ] = "",
    mode_x: Mode = 1,
    mode_y: Mode = 0,
    width: Annotated[str, Field(description="Standard deviation of a Gaussian or spot, such as '0.1 m'")] = "",
    diffusivity: Parameter = "",
    viscosity: Parameter = "",
    velocity_x: Parameter = "",
    velocity_y: Parameter = "",
    wave_speed: Parameter = "",
    feed_rate: Parameter = "",
    kill_rate: Parameter = "",
    length: Annotated[str, Field(description="Side of the box, such as '1 m'")] = "",
    duration: Annotated[str, Field(description="Simulated time, such as '2 s'")] = "",
    frames: Annotated[int, Field(ge=FRAMES[0], le=FRAMES[1], description="Frames, evenly spaced from 0 s")] = 12,
    resolution: Annotated[int, Field(ge=RESOLUTION[0], le=RESOLUTION[1], description="Points along each axis")] = 64,
    seed: Seed = 0,
    output: Annotated[str, Field(description="Name of an HDF5 file to write (.h5 or .hdf5); empty for none")] = "",
    time_limit: TimeLimit = DEFAULT_TIME,
    *,
    folder: Path | None = None,
) -> Result:
    """Simulate a partial differential equation on a periodic square: minimum, maximum, conserved quantities, a file.

    Returns
    -------
    result
        The largest value of the field in the last frame. Its details hold minimum, maximum, mean and root mean square
        of every frame; what the equation conserves with its largest relative drift; and the share of power near the
        end of the grid, which says whether the grid resolves the solution.

    Raises
    ------
    InputError
        If a parameter is not one of the equation's, out of range, or the limits on time and size are exceeded.
    """
    chosen = EQUATIONS[equation]
    given = {"diffusivity": diffusivity, "viscosity": viscosity, "velocity_x": velocity_x, "velocity_y": velocity_y}
    given |= {"wave_speed": wave_speed, "feed_rate": feed_rate, "kill_rate": kill_rate}
    parameters = _parameters(equation, {k: v for k, v in given.items() if v.strip()})
    side = simulation.within(length, "m", 1e-12, 1e12, "a side") if length.strip() else chosen.length
    time = simulation.within(duration, "s", 1e-15, 1e15, "a duration") if duration.strip() else chosen.duration
    height = quantity.in_unit(amplitude, chosen.unit) if amplitude.strip() else chosen.amplitude
    bump = quantity.in_unit(width, "m") if width.strip() else side * max(chosen.width, 2 / resolution)
    if not 2 * side / resolution * (1 - 1e-9) <= bump <= side / 4 * (1 + 1e-9):  # the bounds are included
        raise InputError(
            f"Expected a width between two grid spacings ({2 * side / resolution:g} m) and a quarter of the box, "
            f"got {bump:g} m."
        )
    if resolution % 2:
        raise InputError(f"Expected an even resolution, got {resolution}.")
    if equation == "gray_scott" and (initial == "sine" or not 0 < height <= 1):
        raise InputError(
            "Expected gray_scott to start from random spots or a gaussian of an amplitude between 0 and 1."
        )
    if initial == "sine" and max(abs(mode_x), abs(mode_y)) > resolution // 4:
        raise InputError(f"Expected at most {resolution // 4} cycles on {resolution} points, got ({mode_x}, {mode_y}).")
    if abs(height) > 1e12:
        raise InputError(f"Expected an amplitude of at most 1e12, got {height:g}.")
    simulation.bounded((2 if equation == "gray_scott" else 1) * frames * resolution**2 * 4, "The fields")
    simulation.require("Simulating fields", "fields", "h5py")
    target = simulation.destination(output, folder, (".h5", ".hdf5"))
    found = simulation.simulate(
        "physfm_fields.evolution:simulate",
        {
            "equation": equation, "initial": initial, "amplitude": height, "modes": [mode_x, mode_y], "width": bump,
            "parameters": parameters, "units": {name: UNITS[name] for name in parameters}, "length": side,
            "duration": time, "frames": frames, "resolution": resolution, "seed": seed,
        },
        time_limit,
        {"output": target},
    )  # fmt: skip
    settings = {"equation": equation, "formula": chosen.formula, "initial": initial, "seed": seed}
    settings |= {"parameters": {name: [value, UNITS[name]] for name, value in parameters.items()}}
    settings |= {
        "length_m": side,
        "duration_s": time,
        "resolution": resolution,
        "file": str(target) if target else None,
    }
    return _result(found, settings)


def _parameters(equation: str, given: dict[str, str]) -> dict[str, float]:
    """The equation's parameters in SI units.

    Raises
    ------
    InputError
        If one is not the equation's, or out of range.
    """
    known = EQUATIONS[equation].parameters
    for name in given:
        if name not in known:
            raise InputError(f"The equation {equation!r} has no {name}; it has: {', '.join(known)}.")
    out = dict(known)
    for name, text in given.items():
        out[name] = quantity.in_unit(text, UNITS[name])
        signed = name.startswith("velocity")
        if not (signed or out[name] >= 0) or (equation in ("burgers", "navier_stokes") and out[name] <= 0):
            raise InputError(f"Expected a positive {name}, got {text[:60]!r}.")
    return out


def _result(found: dict[str, Any], settings: dict[str, Any]) -> Result:
    last, unit = found["frames"][-1], found["unit"]
    shown = "" if unit == "1" else f" {unit}"
    told = [
        f"After {last['time_s']:.6g} s of {settings['equation']} the {found['field']} lies between "
        f"{last['min']:.6g} and {last['max']:.6g}{shown} (mean {last['mean']:.6g})"
    ]
    told += [f"the {name} drifted by {kept['drift']:.1g} relative" for name, kept in found["conserved"].items()]
    resolved = found["unresolved"] is None or found["unresolved"] <= RESOLVED
    if not resolved:
        told.append(f"{found['unresolved']:.1g} of the power is at the end of the grid, so take a finer one")
    if settings["file"]:
        told.append(f"written to {settings['file']}")
    return Result(
        text=f"{'; '.join(told)}.",
        value=last["max"],
        unit=unit,
        source=SOURCE,
        details={**settings, "value_is": "largest value in the last frame", "resolved": resolved, **found},
    )


TOOLS = (Tool(simulate_field),)
