"""What turns and swings: inertia ring by ring, oscillations and orbits followed for a quarter."""

from __future__ import annotations

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _quarter(acceleration: float, power: int = 1) -> float:
    """Period of x'' = -acceleration * x^power from x = 1, by its first passage through zero."""

    def middle(t: float, y: np.ndarray) -> float:
        return y[0]

    middle.terminal = True  # type: ignore[attr-defined]
    span = (0.0, 10 / np.sqrt(acceleration))
    run = solve_ivp(
        lambda t, y: [y[1], -acceleration * y[0] ** power],
        span,
        [1.0, 0.0],
        events=middle,
        method="DOP853",
        rtol=1e-10,
        atol=1e-12,
    )
    return 4 * float(run.t_events[0][0])


def _flywheel(v: Values, inert: float = 1.0, reach: int = 2) -> dict[str, float]:
    """Inertia ring by ring, energy ring by ring, and the stop by the time spent at each speed."""
    M, R, w = v["M"], v["R"], v["omega"]
    inertia = quad(lambda r: 2 * M * r / R**2 * r**reach / R ** (reach - 2), 0, R)[0]
    time = quad(lambda x: inert * inertia / v["tau"], 0, w)[0]
    return {"t": time, "E": quad(lambda x: inertia * x, 0, w)[0]}


def _spring(v: Values, inert: float = 1.0, power: int = 1) -> dict[str, float]:
    """A body let go: its speed in the middle is the greatest, its first acceleration too."""
    pull = v["k"] / (inert * v["m"])

    def middle(t: float, y: np.ndarray) -> float:
        return y[0]

    middle.terminal = True  # type: ignore[attr-defined]
    run = solve_ivp(
        lambda t, y: [y[1], -pull * y[0] ** power],
        (0.0, 10 / np.sqrt(pull)),
        [1.0, 0.0],
        events=middle,
        method="DOP853",
        rtol=1e-10,
        atol=1e-12,
    )
    return {"v": -v["A"] * float(run.y_events[0][0][1]), "a": v["A"] * abs(pull)}


def _orbit(v: Values, power: int = 1, inert: float = 1.0) -> dict[str, float]:
    """Speed from the slope of the potential; period by following the orbit for a quarter."""
    r = v["R"] + v["h"]

    def potential(x: float) -> float:
        return -v["G"] * v["M"] * v["R"] ** (power - 1) / (power * x**power)

    step = 1e-4 * r
    slope = (8 * (potential(r + step) - potential(r - step)) - potential(r + 2 * step) + potential(r - 2 * step)) / 12
    speed = float(brentq(lambda s: inert * s**2 / r - slope / step, 0.0, 1e7, xtol=1e-6, rtol=1e-12))
    pull = slope / step / inert  # at r, and like 1/x^(power + 1)

    def force(t: float, y: np.ndarray) -> list[float]:
        x = np.hypot(y[0], y[1])
        size = x ** -(power + 2.0)
        return [y[2], y[3], -size * y[0], -size * y[1]]

    def quarter(t: float, y: np.ndarray) -> float:
        return y[0]

    quarter.terminal = True  # type: ignore[attr-defined]
    begin = [1.0, 0.0, 0.0, speed / np.sqrt(pull * r)]  # lengths in r, times in sqrt(r/pull)
    run = solve_ivp(force, (0, 4), begin, events=quarter, method="DOP853", rtol=1e-9, atol=1e-10)
    return {"v": speed, "T": 4 * float(run.t_events[0][0]) * np.sqrt(r / pull)}


def _ring(v: Values, spin: float = 0.5, scale: float | None = None) -> dict[str, float]:
    """The energy balance solved for the angular velocity, with the inertia summed over rings."""
    r, R = v["r"], v["R"]
    area = quad(lambda x: 2 * np.pi * x, r, R)[0]
    inertia = quad(lambda x: 2 * np.pi * x**3, r, R)[0] / area
    fall = v["g"] * (v["h"] if scale is None else v["h"] ** 2 / scale)

    def balance(w: float) -> float:
        return 0.5 * (w * R) ** 2 + spin * inertia * w**2 - fall

    omega = float(brentq(balance, 0.0, 2 * np.sqrt(fall) / R, rtol=1e-12))
    return {"v": omega * R, "omega": omega}


def _torsion(v: Values, inert: float = 1.0, thick: float | None = None) -> dict[str, float]:
    """Torque of the sheared wire, ring by ring; then the oscillation itself."""
    edge = v["d"] / 2
    kappa = quad(lambda x: v["S"] * x / v["L"] * x * 2 * np.pi * x, 0, edge, epsabs=0)[0]
    kappa *= 1 if thick is None else thick / v["d"]
    inertia = quad(lambda x: x**2 * 2 * x * v["M"] / v["R"] ** 2, 0, v["R"])[0]
    return {"kappa": kappa, "T": _quarter(kappa / (inert * inertia))}


SOLUTIONS = {
    "flywheel-braking": Solution(_flywheel, (lambda v: _flywheel(v, inert=2.0), lambda v: _flywheel(v, reach=3))),
    "spring-oscillator": Solution(_spring, (lambda v: _spring(v, inert=4.0), lambda v: _spring(v, power=3))),
    "satellite-orbit": Solution(_orbit, (lambda v: _orbit(v, power=2), lambda v: _orbit(v, inert=3.0))),
    "rolling-ring": Solution(_ring, (lambda v: _ring(v, spin=1.0), lambda v: _ring(v, scale=v["H"]))),
    "torsion-pendulum": Solution(_torsion, (lambda v: _torsion(v, thick=v["b"]), lambda v: _torsion(v, inert=3.0))),
}
