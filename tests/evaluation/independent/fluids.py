"""Fluids: forces integrated along the flow and over surfaces, balances solved by a root."""

from __future__ import annotations

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar

from evaluation.independent import Solution, Values


def _narrowing(v: Values, kept: float = 1.0, push: float = 1.0) -> dict[str, float]:
    """Euler's equation along the axis of a cone between the two diameters."""

    def area(x: float) -> float:
        return float(np.pi / 4 * (v["d_1"] + (v["d_2"] - v["d_1"]) * x) ** 2)

    def speed(x: float) -> float:
        """The volume that is left, over the area; the leak is spread along the way."""
        return (1 - (1 - kept) * x) * v["v_1"] * area(0.0) / area(x)

    def force(x: float) -> float:
        step = 1e-4
        slope = (speed(x - 2 * step) - 8 * speed(x - step) + 8 * speed(x + step) - speed(x + 2 * step)) / (12 * step)
        return push * v["rho"] * speed(x) * slope

    return {"v_2": speed(1.0), "p": quad(force, 0, 1)[0]}


def _viscous(v: Values, slip: float = 0.0, stress: float = 1.0) -> dict[str, float]:
    """The velocity profile from the balance of shear and pressure on each cylinder of liquid."""
    nodes, weights = np.polynomial.legendre.leggauss(8)

    def profile(radius: float) -> float:
        at = radius + (v["r"] - radius) * (nodes + 1) / 2
        shear = np.pi * at**2 * v["p"] / (2 * np.pi * at * v["L"])
        return float(slip + np.sum(weights * shear / (stress * v["eta"])) * (v["r"] - radius) / 2)

    flow = quad(lambda x: 2 * np.pi * x * v["r"] ** 2 * profile(x * v["r"]), 0, 1)[0]
    mean = flow / quad(lambda x: 2 * np.pi * x * v["r"] ** 2, 0, 1)[0]
    return {"Q": flow, "v": mean, "Y": mean * 2 * v["r"] / (v["eta"] / v["rho"])}


def _sinking(v: Values, buoyancy: float = 1.0, steeper: bool = False) -> dict[str, float]:
    """The speed at which forces balance; weight and buoyancy as integrals over the sphere."""
    volume = quad(lambda z: np.pi * (1 - z**2), -1, 1)[0] * v["r"] ** 3
    load = (v["rho_p"] - buoyancy * v["rho_f"]) * volume * v["g"]

    def drag(speed: float) -> float:
        # stress of creeping flow, 3 eta v/(2 r) everywhere on the surface
        surface = 2 * np.pi * v["r"] ** 2 * 2
        return surface * 1.5 * v["eta"] * speed / (v["b"] if steeper else v["r"])

    speed = np.exp(brentq(lambda s: np.log(drag(np.exp(s)) / load), -40, 10, xtol=1e-14))
    return {"v": float(speed), "t": v["H"] / float(speed)}


def _floating(v: Values, buoyancy: float = 1.0, layered: bool = False) -> dict[str, float]:
    """The depth at which the pressure from below carries the block."""

    def pressure(depth: float) -> float:
        return buoyancy * float(
            quad(lambda y: v["rho_l"] * (1 + y / v["b"] if layered else 1), 0, depth, epsabs=1e-13)[0]
        )

    def net(depth: float) -> float:
        return pressure(depth) - v["rho_b"] * v["H"]

    return {"s": brentq(net, 0, v["H"], xtol=1e-13), "m": net(v["H"]) * v["A"]}


def _jet(v: Values, kept: float = 1.0, constant: bool = False) -> dict[str, float]:
    """Work of the pressure on the outflow; the fall as a polynomial in time."""
    pressure = quad(lambda z: v["g"], 0, v["H"])[0]
    speed = brentq(lambda u: u**2 / 2 - kept * pressure, 0, 100, xtol=1e-14)
    fall = np.roots([v["b"], -v["y"]] if constant else [v["g"] / 2, 0, -v["y"]])
    time = float(np.max(fall.real))
    area = quad(lambda x: 2 * np.pi * x, 0, v["d"] / 2)[0]
    return {"D": speed * time, "Q": area * speed}


def _dragged(v: Values, wind: float = 0.0, steeper: bool = False) -> dict[str, float]:
    """Kinetic energy of the air that is met, in the frame of the air; force and power from it over the trip."""
    time = v["D"] / v["v"]
    relative = v["v"] + wind
    met = v["rho"] * v["A"] * relative * time
    energy = v["C"] * met * quad(lambda u: u, 0, relative)[0] * (relative / v["b"] if steeper else 1)
    work = energy * v["v"] / relative
    return {"F": work / v["D"], "P": work / time, "W": work}


def _rising(v: Values, jump: float = 2.0, stronger: bool = False) -> dict[str, float]:
    """The least energy of wetted wall and lifted liquid."""
    tension = v["gamma"] * (1 + v["b"] / v["r"] if stronger else 1) * jump / 2
    gain = 2 * np.pi * v["r"] * tension * np.cos(v["theta"])
    cost = v["rho"] * v["g"] * np.pi * v["r"] ** 2
    unit = tension / (v["rho"] * v["g"] * v["r"])
    bounds = (0.0, 10.0)
    scale = cost * unit**2
    found = minimize_scalar(
        lambda x: cost * (x * unit) ** 2 / 2 / scale - gain * x * unit / scale, bounds=bounds, options={"xatol": 1e-9}
    )
    height = float(found.x) * unit
    return {"H": height, "p": v["rho"] * v["g"] * height}


SOLUTIONS = {
    "venturi-pipe": Solution(_narrowing, (lambda v: _narrowing(v, push=2.0), lambda v: _narrowing(v, kept=0.75))),
    "capillary-flow": Solution(_viscous, (lambda v: _viscous(v, slip=v["b"]), lambda v: _viscous(v, stress=3.0))),
    "stokes-settling": Solution(_sinking, (lambda v: _sinking(v, steeper=True), lambda v: _sinking(v, buoyancy=2.0))),
    "floating-block": Solution(_floating, (lambda v: _floating(v, buoyancy=1.5), lambda v: _floating(v, layered=True))),
    "leaking-tank": Solution(_jet, (lambda v: _jet(v, kept=0.5), lambda v: _jet(v, constant=True))),
    "air-drag-power": Solution(_dragged, (lambda v: _dragged(v, steeper=True), lambda v: _dragged(v, wind=v["b"]))),
    "capillary-rise": Solution(
        _rising, (lambda v: _rising(v, stronger=True), lambda v: _rising(v, jump=3.0)), rel_tol=1e-5
    ),
}
