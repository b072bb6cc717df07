"""Electromagnetism: potentials differentiated, motions integrated, circuits solved node by node."""

from __future__ import annotations

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _charge(v: Values, d: float | None = None, angle: float = 4 * np.pi) -> dict[str, float]:
    """The field as the slope of the potential, the acceleration from the potential energy."""
    power = 1 if d is None else 2

    def energy(x: float, charge: float = 1.0) -> float:
        return charge * v["Q"] * (d or 1.0) / (angle * v["epsilon_0"] * power * x**power)

    def slope(charge: float) -> float:
        r, s = v["r"], 1e-3 * v["r"]
        near = energy(r - s, charge) - energy(r + s, charge)
        far = energy(r - 2 * s, charge) - energy(r + 2 * s, charge)
        return (8 * near - far) / (12 * s)

    return {"E": slope(1.0), "a": slope(v["q"]) / v["m"]}


def _capacitor(v: Values, reach: float = 1.0, power: int = 1) -> dict[str, float]:
    """Laplace's equation on a grid between the plates; the work of charging by quadrature."""
    n = 9
    grid = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    edge = np.zeros(n)
    edge[-1] = v["U"]
    first = np.linalg.solve(grid, edge)[0]
    field = first / (v["d"] / (n + 1))
    charge = v["epsilon_0"] * v["epsilon_r"] * field * v["A"] * reach
    return {"Q": charge, "W": charge * v["U"] * quad(lambda x: x**power, 0, 1)[0]}


def _discharge(v: Values, current: int = 1, charge: int = 1) -> dict[str, float]:
    """The balance of charge integrated, with voltages in units of the first one."""

    def change(t: float, u: np.ndarray) -> np.ndarray:
        return -(u**current) / (v["R"] * v["C"] * charge * u ** (charge - 1))

    run = solve_ivp(change, (0, v["t"]), [1.0], method="DOP853", rtol=1e-9, atol=1e-12)
    u = float(run.y[0, -1])
    return {"U": v["U_0"] * u, "I": v["U_0"] * u**current / v["R"]}


def _turn(rate: float, speed: float) -> float:
    """Radius of the path of a particle whose velocity turns at this rate, from half a turn."""

    def back(t: float, y: np.ndarray) -> float:
        return y[2] if t > 1 else -1.0

    back.terminal = True  # type: ignore[attr-defined]
    run = solve_ivp(
        lambda t, y: [y[2], y[3], -y[3], y[2]],
        (0, 4),
        [0.0, 0.0, 0.0, 1.0],
        events=back,
        method="DOP853",
        rtol=1e-10,
        atol=1e-12,
    )
    across = run.y_events[0][0]
    return float(np.hypot(across[0], across[1])) / 2 * speed / abs(rate)


def _ion(v: Values, pull: float = 1.0, energy: float = 0.5) -> dict[str, float]:
    """The speed from the energy balance, the path from the equation of motion."""
    work = v["Z"] * v["e"] * v["U"]
    speed = float(brentq(lambda s: energy * v["m"] * (1e3 * s) ** 2 / work - 1, 0, 1e5, xtol=1e-12)) * 1e3
    return {"v": speed, "r": _turn(pull * v["Z"] * v["e"] * v["B"] / v["m"], speed)}


def _solenoid(v: Values, field: float = 1.0, induced: float = 1.0) -> dict[str, float]:
    """The field on the axis summed over circular turns; the energy as work against the induced voltage."""
    a = np.sqrt(v["A"] / np.pi)
    turns = v["N"] / v["l"]
    per_amp = quad(lambda z: v["mu_0"] * turns / 2 / a * a / (1 + z * z) ** 1.5, -np.inf, np.inf)[0] * field
    linkage = v["N"] * v["A"] * per_amp
    work = quad(lambda i: induced * linkage * i, 0, v["I"])[0]
    return {"W": work, "L": 2 * work / v["I"] ** 2}


def _generator(v: Values, induced: float = 1.0, reference: float | None = None) -> dict[str, float]:
    """Flux at many times, its slope by differences, power averaged over the period."""
    n, step = 400, 1e-4
    phase = np.arange(n) * 2 * np.pi / n

    def flux(x: np.ndarray) -> np.ndarray:
        return v["N"] * v["B"] * v["A"] * np.cos(x)

    def difference(s: float) -> np.ndarray:
        return (flux(phase + s) - flux(phase - s)) / (2 * s)

    rate = 2 * np.pi / (1 / v["f"])
    voltage = induced * (4 * difference(step) - difference(2 * step)) / 3 * rate
    power = voltage**2 / v["R"] if reference is None else voltage**4 / (v["R"] * reference**2)
    return {"U": float(abs(voltage).max()), "P": float(power.mean())}


def _network(v: Values, kept: float = 1.0, heat: float = 1.0) -> dict[str, float]:
    """Currents and the voltage of the node from Kirchhoff's equations."""
    rows = [
        [v["R_1"], 0.0, 0.0, 1.0],
        [0.0, v["R_2"], 0.0, -1.0],
        [0.0, 0.0, v["R_3"], -1.0],
        [kept, -1.0, -1.0, 0.0],
    ]
    total, _, second, node = np.linalg.solve(rows, [v["U"], 0.0, 0.0, 0.0])
    return {"I": float(total), "P": float(heat * second * node)}


def _selector(v: Values, pull: float = 1.0, gap: float | None = None) -> dict[str, float]:
    """The speed at which the two forces balance, the path from the equation of motion."""
    field = v["U"] / v["d"] * (1 if gap is None else gap / v["d"])
    guess = field / v["B_1"]
    ratio = brentq(lambda s: field - pull * s * guess * v["B_1"], 1e-3, 1e3, xtol=1e-14)
    speed = float(ratio) * guess
    return {"v": speed, "r": _turn(pull * v["e"] * v["B_2"] / v["m"], speed)}


SOLUTIONS = {
    "point-charge-acceleration": Solution(
        _charge, (lambda v: _charge(v, d=v["d"]), lambda v: _charge(v, angle=2 * np.pi))
    ),
    "capacitor-energy": Solution(
        _capacitor, (lambda v: _capacitor(v, reach=v["b"] / v["d"]), lambda v: _capacitor(v, power=2))
    ),
    "capacitor-discharge": Solution(
        _discharge, (lambda v: _discharge(v, current=2), lambda v: _discharge(v, charge=2))
    ),
    "ion-orbit": Solution(_ion, (lambda v: _ion(v, pull=1 / 3), lambda v: _ion(v, energy=1.0))),
    "solenoid-energy": Solution(
        _solenoid, (lambda v: _solenoid(v, field=v["b"] / v["l"]), lambda v: _solenoid(v, induced=1 / 3))
    ),
    "rotating-coil": Solution(
        _generator, (lambda v: _generator(v, induced=0.25), lambda v: _generator(v, reference=v["U_1"]))
    ),
    "resistor-network": Solution(_network, (lambda v: _network(v, kept=0.75), lambda v: _network(v, heat=0.5))),
    "velocity-selector": Solution(_selector, (lambda v: _selector(v, pull=3.0), lambda v: _selector(v, gap=v["b"]))),
}
