"""One trajectory of one equation from a named initial state: what `physfm_fields.simulator` runs in its own process.

Everything is computed in double precision on a periodic square box with the solvers of `physfm_fields.solvers`, and
judged before it is written: what the equation conserves, summed over the box (the trapezoidal rule, which is exact for
what the grid resolves), and how much of the solution's power sits where the grid ends. SI units throughout; x is the
first axis.

Shape legend: frames are (time, n, n).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from physfm.errors import InputError
from physfm_fields import solvers, synthetic

NONLINEAR = ("burgers", "navier_stokes", "gray_scott")
_COURANT = 0.35
"""Grid cells that a step may cross: the stability limit of ETDRK4 for advection under the 2/3 rule is about 1.3."""


def sine(n: int, modes: Sequence[int]) -> Tensor:
    """One Fourier mode, sin 2 pi (p x + q y) in units of the box, (n, n)."""
    x = torch.arange(n, dtype=torch.float64) / n
    return torch.sin(2 * math.pi * (modes[0] * x[:, None] + modes[1] * x[None, :]))


def gaussian(n: int, width: float) -> Tensor:
    """A Gaussian in the middle of the box, of this standard deviation in units of the box, (n, n); its images added."""
    x = torch.arange(n, dtype=torch.float64) / n
    line = sum(torch.exp(-((x - 0.5 - image) ** 2) / (2 * width**2)) for image in (-1, 0, 1))
    assert isinstance(line, Tensor)
    return line[:, None] * line[None, :]


def spots(n: int, width: float, generator: torch.Generator) -> Tensor:
    """Eight Gaussians of unit height at random places, clipped to one where they overlap, (n, n)."""
    x = torch.arange(n, dtype=torch.float64) / n
    total = torch.zeros(n, n, dtype=torch.float64)
    for centre in torch.rand(8, 2, generator=generator, dtype=torch.float64).tolist():
        # Distance on the torus.
        a, b = ((((x - c + 0.5) % 1) - 0.5) ** 2 for c in centre)
        total += torch.exp(-(a[:, None] + b[None, :]) / (2 * width**2))
    return total.clamp(max=1.0)


def _start(
    initial: str, n: int, amplitude: float, modes: Sequence[int], width: float, seed: int, equation: str
) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    if initial == "sine":
        return amplitude * sine(n, modes)
    if initial == "gaussian":
        return amplitude * gaussian(n, width)
    if equation == "gray_scott":
        return amplitude * spots(n, width, generator)
    return amplitude * solvers.random_field(1, n, generator)[0]


def _one(value: float) -> Tensor:
    return torch.tensor([value], dtype=torch.float64)


def _longest(fastest: float, n: int, length: float, reference: float) -> float:
    """Longest step in s, as the solvers take it: they divide by n / 64 on finer grids themselves."""
    courant = _COURANT * (length / n) / fastest if fastest > 0 else math.inf
    return min(reference, courant) / min(1.0, 64 / n)


def _flow_speed(vorticity: Tensor, length: float) -> float:
    """Largest speed of the flow of a vorticity (n, n), in m/s."""
    return float(flow(vorticity[None], length).square().sum(1).max().sqrt())


def flow(vorticity: Tensor, length: float) -> Tensor:
    """Velocity (time, 2, n, n), free of divergence, of a vorticity (time, n, n)."""
    n = vorticity.shape[-1]
    kx, ky = solvers.wavenumbers(n, length)
    square = kx**2 + ky**2
    stream = torch.fft.rfft2(vorticity) / torch.where(square > 0, square, torch.inf)
    return torch.fft.irfft2(torch.stack([1j * ky * stream, -1j * kx * stream], dim=1), s=(n, n))


def evolve(
    equation: str, start: Tensor, times: Tensor, parameters: Mapping[str, float], length: float
) -> dict[str, Tensor]:
    """Solve one equation; every field by name, (time, n, n), the first frame being ``start``.

    Raises
    ------
    InputError
        If the solution became NaN or infinite.
    """
    n = start.shape[-1]
    durations = [_one(float(d)) for d in times.diff()]
    later = [_one(float(t)) for t in times]
    first = start[None]
    p = {name: _one(value) for name, value in parameters.items()}
    if equation in ("heat", "advection", "advection_diffusion"):
        velocity = torch.stack([p.get("velocity_x", _one(0.0)), p.get("velocity_y", _one(0.0))], dim=1)
        found = solvers.advection_diffusion(first, later, velocity, p.get("diffusivity", _one(0.0)), length)[0]
        return {_NAMES[equation]: found}
    if equation == "wave":  # starts at rest
        return {"displacement": solvers.wave(first, 0 * first, later, p["wave_speed"], length)[0]}
    if equation == "burgers":  # both directions carry; the largest |u| never grows
        longest = _longest(2 * float(start.abs().max()), n, length, math.inf)
        rest = solvers.burgers(first, durations, p["viscosity"], min(longest, float(times[-1])), length)[0]
        return {"velocity": torch.cat([first, rest])}
    if equation == "navier_stokes":  # no forcing, so the energy falls; a factor of two for what concentrates
        longest = _longest(2 * _flow_speed(start, length), n, length, math.inf)
        step = min(longest, float(times[-1]))
        rest = solvers.navier_stokes(first, durations, p["viscosity"], None, step, length)[0]
        return {"vorticity": torch.cat([first, rest])}
    pair = torch.stack([1 - start, start])[None]
    spread = (parameters["diffusivity"], parameters["diffusivity"] / 2)
    rest = solvers.gray_scott(pair, durations, p["feed_rate"], p["kill_rate"], spread, length=length)[0]
    both = torch.cat([pair, rest])
    return {"substrate": both[:, 0], "activator": both[:, 1]}


_NAMES = {"heat": "temperature", "advection": "concentration", "advection_diffusion": "concentration"}
_UNITS = {"temperature": "K", "displacement": "m", "velocity": "m/s", "vorticity": "1/s"}


def wave_energy(start: Tensor, times: Tensor, speed: float, length: float) -> Tensor:
    r"""Energy of a wave that starts at rest, :math:`\frac{1}{2} \int u_t^2 + c^2 |\nabla u|^2`, each frame, m^4/s^2."""
    n = start.shape[-1]
    kx, ky = solvers.wavenumbers(n, length)
    spectrum = torch.fft.rfft2(start)
    laplacian = torch.fft.irfft2(-(kx**2 + ky**2) * spectrum, s=(n, n))
    later, c = [_one(float(t)) for t in times], _one(speed)
    u = solvers.wave(start[None], 0 * start[None], later, c, length)[0]
    # The rate of change solves the wave equation, too, starting from zero with the acceleration as its rate.
    rate = solvers.wave(0 * start[None], speed**2 * laplacian[None], later, c, length)[0]
    # |grad u|^2 integrates to -u laplacian(u) on a torus, and so needs no derivative of the Nyquist mode.
    bending = torch.fft.irfft2(-(kx**2 + ky**2) * torch.fft.rfft2(u), s=(n, n))
    return (rate**2 - speed**2 * u * bending).mean((1, 2)) / 2 * length**2


def conserved(
    equation: str, fields: Mapping[str, Tensor], times: Tensor, parameters: Mapping[str, float], length: float
) -> dict[str, dict[str, Any]]:
    """What the equation conserves: values in the first and the last frame, unit, and the largest relative drift.

    The drift is relative to the integral of the absolute value in the first frame, so that a conserved zero counts.
    """
    out: dict[str, dict[str, Any]] = {}

    def add(name: str, series: Tensor, scale: float, unit: str) -> None:
        drift = float((series - series[0]).abs().max()) / scale if scale > 0 else 0.0
        out[name] = {"first": float(series[0]), "last": float(series[-1]), "unit": unit, "drift": drift}

    if equation == "wave":
        energy = wave_energy(fields["displacement"][0], times, parameters["wave_speed"], length)
        add("energy", energy, float(energy[0]), "m^4/s^2")
    elif equation != "gray_scott":  # fed and drained: nothing is conserved there
        ((name, u),) = fields.items()
        unit = _UNITS.get(name, "1")
        add(f"integral of {name}", u.mean((1, 2)) * length**2, float(u[0].abs().mean()) * length**2, f"{unit}*m^2")
        if equation == "advection":
            square = u.square().mean((1, 2)) * length**2
            add(f"integral of {name} squared", square, float(square[0]), f"({unit})^2*m^2")
    return out


def unresolved(frames: Tensor) -> float:
    """Largest share over the frames of power, without the mean, in the last quarter of what the 2/3 rule keeps."""
    n = frames.shape[-1]
    power = torch.fft.fft2(frames).abs().square()
    power[:, 0, 0] = 0.0
    k = torch.fft.fftfreq(n, d=1 / n, dtype=torch.float64).abs()
    high = torch.maximum(k[:, None], k[None, :]) > n / 4
    total = power.sum((1, 2))
    share = (power * high).sum((1, 2)) / torch.where(total > 1e-24 * n**4, total, torch.inf)
    return float(share.max())


def simulate(
    equation: str,
    initial: str,
    amplitude: float,
    modes: Sequence[int],
    width: float,
    parameters: Mapping[str, float],
    units: Mapping[str, str],
    length: float,
    duration: float,
    frames: int,
    resolution: int,
    seed: int,
    output: str | None,
) -> dict[str, Any]:
    """Simulate, judge and write; arguments are checked by `physfm_fields.simulator` and in SI units.

    Raises
    ------
    InputError
        If the solution is not finite.
    """
    torch.set_num_threads(1)
    times = torch.linspace(0, duration, frames, dtype=torch.float64)
    start = _start(initial, resolution, amplitude, modes, width / length, seed, equation)
    fields = evolve(equation, start, times, parameters, length)
    if not all(bool(torch.isfinite(u).all()) for u in fields.values()):
        raise InputError("The solution is not finite: give a smaller amplitude or more diffusion.")
    if output:
        synthetic.write_trajectory(
            Path(output),
            f"physfm {equation}",
            {name: (u, _UNITS.get(name, "1")) for name, u in fields.items()},
            times,
            length,
            {name: (value, units[name]) for name, value in parameters.items()},
            {"equation": equation, "initial": initial, "amplitude": amplitude, "seed": seed},
        )
    shown = list(fields)[-1]
    u = fields[shown]
    return {
        "field": shown,
        "unit": _UNITS.get(shown, "1"),
        "frames": [
            {"time_s": float(t), "min": float(a.min()), "max": float(a.max()), "mean": float(a.mean()),
             "rms": float(a.square().mean().sqrt())}
            for t, a in zip(times, u, strict=True)
        ],
        "conserved": conserved(equation, fields, times, parameters, length),
        # The other equations are linear: their modes do not feel each other, so no grid is too coarse.
        "unresolved": max(map(unresolved, fields.values())) if equation in NONLINEAR else None,
    }  # fmt: skip
