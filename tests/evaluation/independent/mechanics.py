"""Mechanics: equations of motion integrated, conserved quantities put to the test."""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

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


SOLUTIONS = {
    "projectile-range": Solution(_fly, (lambda v: _fly(v, brake=True), lambda v: _fly(v, pull=3.0))),
}
