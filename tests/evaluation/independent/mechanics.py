"""Mechanics of bodies that move along: equations of motion integrated, conserved quantities put to the test."""

from __future__ import annotations

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _fly(v: Values, brake: bool = False, pull: float = 1.0) -> dict[str, float]:
    """Fall under gravity until the ground; the horizontal motion along with it."""

    def motion(t: float, y: np.ndarray) -> list[float]:
        falling = y[3] < 0
        return [y[2] * (0.5 if brake and falling else 1), y[3], 0.0, -v["g"] * (pull if falling else 1)]

    def top(t: float, y: np.ndarray) -> float:
        return y[3]

    def ground(t: float, y: np.ndarray) -> float:
        return y[1]

    top.terminal = ground.terminal = True  # type: ignore[attr-defined]
    ground.direction = -1  # type: ignore[attr-defined]
    start = [0.0, 0.0, v["v"] * np.cos(v["theta"]), v["v"] * np.sin(v["theta"])]
    span = (0.0, 100 * v["v"] / v["g"])
    up = solve_ivp(motion, span, start, events=top, rtol=1e-10, atol=1e-10)
    below = up.y_events[0][0]
    below[3] = -1e-300
    down = solve_ivp(motion, span, below, events=ground, rtol=1e-10, atol=1e-10)
    return {"D": float(down.y_events[0][0][0]), "t": float(up.t_events[0][0] + down.t_events[0][0])}


def _distance(acceleration: float, distance: float) -> float:
    """Speed after a distance from rest, by integrating the motion."""

    def passed(t: float, y: np.ndarray) -> float:
        return y[0] - 1.0

    passed.terminal = True  # type: ignore[attr-defined]
    scale = acceleration / distance  # in units of the distance
    span = (0.0, 10 / np.sqrt(scale))
    run = solve_ivp(lambda t, y: [y[1], scale], span, [0.0, 0.0], events=passed, rtol=1e-10, atol=1e-12)
    return float(run.y_events[0][0][1]) * distance


def _slide(v: Values, heavy: bool = False, inert: float = 1.0) -> dict[str, float]:
    """Forces in horizontal and vertical components: normal force, friction, acceleration from three equations."""
    m, s, c = v["m"], np.sin(v["theta"]), np.cos(v["theta"])
    weight = m * v["g"]
    rows = [[s, -c, -inert * m * c], [c, s, inert * m * s], [0.0 if heavy else -v["mu"], 1.0, 0.0]]
    _, friction, acceleration = np.linalg.solve(rows, [0.0, weight, v["mu"] * weight if heavy else 0.0])
    return {"v": _distance(acceleration, v["L"]), "F_f": float(friction)}


def _atwood(v: Values, disc: float = 0.5, rising: float = 1.0) -> dict[str, float]:
    """Two tensions and an acceleration, from Newton's law for each body and for the disc."""
    rows = [[1.0, 0.0, v["m_1"]], [0.0, 1.0, -v["m_2"]], [1.0, -1.0, -disc * v["M"]]]
    *_, acceleration = np.linalg.solve(rows, [v["m_1"] * v["g"], rising * v["m_2"] * v["g"], 0.0])
    return {"a": float(acceleration), "v": _distance(acceleration, v["h"])}


def _pendulum(v: Values, kept: float = 1.0, energy: float = 0.5) -> dict[str, float]:
    """The impact in the frame of the centre of mass; then the turning point of the energy."""
    masses = np.array([v["m"], v["M"]])
    u = kept * float(np.average([v["v"], 0.0], weights=masses))
    total = masses.sum()

    def left(height: float) -> float:
        return energy * total * u**2 - quad(lambda _: total * v["g"], 0, height)[0]

    return {"u": u, "H": float(brentq(left, 0.0, u**2, xtol=1e-12))}


SOLUTIONS = {
    "projectile-range": Solution(_fly, (lambda v: _fly(v, brake=True), lambda v: _fly(v, pull=3.0))),
    "incline-friction": Solution(_slide, (lambda v: _slide(v, heavy=True), lambda v: _slide(v, inert=2.0))),
    "atwood-pulley": Solution(_atwood, (lambda v: _atwood(v, disc=1.0), lambda v: _atwood(v, rising=0.5))),
    "ballistic-pendulum": Solution(_pendulum, (lambda v: _pendulum(v, kept=2 / 3), lambda v: _pendulum(v, energy=1.0))),
}
