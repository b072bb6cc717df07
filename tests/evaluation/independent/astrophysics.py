"""Astrophysics: forces balanced and integrated, spectra summed up."""

from __future__ import annotations

import numpy as np
from scipy.constants import Boltzmann
from scipy.integrate import quad
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _weighed(v: Values, inertia: float = 1.0, steeper: bool = False) -> dict[str, float]:
    """Two circular motions, each held by the other star's pull: equations for the masses."""
    a = 2 * v["d"] * np.tan(v["theta"] / 2)
    omega = 2 * np.pi / v["P"]
    lever = np.linalg.solve([[1, 1], [1, -v["q"]]], [a, 0])  # r_1 = q r_2
    pull = v["G"] / a**2 * (v["b"] / a if steeper else 1)
    second, first = inertia * omega**2 * lever / pull
    return {"M": float(first + second), "m_1": float(first)}


def _black_body(temperature: float, hbar: float, c: float, k: float) -> float:
    """Power per area: photons of all energies, in units of k T."""
    photons = quad(lambda x: x**3 / np.expm1(x) if x else 0.0, 0, 60)[0]
    return float((k * temperature) ** 4 / (4 * np.pi**2 * hbar**3 * c**2) * photons)


def _evaporating(v: Values, horizon: float = 2.0, steeper: bool = False) -> dict[str, float]:
    """Horizon, surface gravity as a slope of the metric, and Planck's spectrum."""
    length = v["G"] * v["M"] / v["c"] ** 2
    x = brentq(lambda s: 1 - horizon / s, 0.5, 5, xtol=1e-15)
    step = 1e-4
    slope = ((1 - horizon / (x + step)) - (1 - horizon / (x - step))) / (2 * step)
    gravity = slope / 2 * v["c"] ** 2 / length
    temperature = v["hbar"] * gravity / (2 * np.pi * v["c"] * v["k_B"])
    temperature *= v["b"] / (x * length) if steeper else 1
    area = 2 * np.pi * (x * length) ** 2 * quad(np.sin, 0, np.pi)[0]
    return {
        "r_s": x * length,
        "T": temperature,
        "L": area * _black_body(temperature, v["hbar"], v["c"], v["k_B"]),
    }


def _shining(v: Values, steeper: bool = False, cooler: bool = False) -> dict[str, float]:
    from scipy.constants import c, hbar

    surface = _black_body(v["T"], hbar, c, Boltzmann) * (v["b"] / v["T"] if cooler else 1)
    sphere = 2 * np.pi * quad(np.sin, 0, np.pi)[0]
    light = surface * v["R"] ** 2 * sphere
    return {"L": light, "F": light / (sphere * v["d"] ** 2) * (v["b"] / v["d"] if steeper else 1)}


def _candle(v: Values, five: float = 100.0, power: float = 2.0) -> dict[str, float]:
    """The distance at which the candle is as bright as it looks."""
    dimmed = five ** ((v["m"] - v["M"]) / 5)
    dust = five ** (v["X"] / 5)
    x = brentq(lambda s: power * s + np.log(dust) - np.log(dimmed), -1, 30, xtol=1e-14)
    d = v["d_0"] * np.exp(x)
    return {"d": float(d), "s": float(d * v["theta"])}


def _thrown(v: Values, hollow: bool = False, steeper: bool = False) -> dict[str, float]:
    """Shells of mass summed, the pull integrated to infinity."""
    mass = quad(lambda x: 4 * np.pi * x**2, 0.5 if hollow else 0, 1)[0] * v["R"] ** 3 * v["rho"]
    extra = v["b"] / v["R"] if steeper else 1.0
    work = quad(lambda x: extra * x ** (-3 if steeper else -2), 1, np.inf)[0] * v["G"] * mass * v["m"] / v["R"]
    speed = brentq(lambda s: v["m"] * (s * 1e3) ** 2 / 2 - work, 0, 1e4, xtol=1e-13) * 1e3
    return {"M": mass, "v": speed, "K": work}


def _fed(v: Values, nucleons: float = 1.0, electrons: float = 1.0, push: float = 1.0) -> dict[str, float]:
    """Luminosity at which one nucleus and its electrons float at some distance; books of mass for one second."""
    r = 1e12
    weight = v["G"] * v["M"] * nucleons * v["m_p"] / r**2
    per_watt = electrons * push * v["sigma_T"] / (4 * np.pi * r**2 * v["c"])
    light = np.exp(brentq(lambda s: np.log(per_watt) + s - np.log(weight), 0, 200, xtol=1e-13))
    inflow, gain = np.linalg.solve([[v["epsilon"], 0], [1, -1]], [light / v["c"] ** 2, light / v["c"] ** 2])
    return {"L": float(light), "Q": float(inflow), "t": float(v["M"] / gain)}


SOLUTIONS = {
    "binary-masses": Solution(_weighed, (lambda v: _weighed(v, steeper=True), lambda v: _weighed(v, inertia=1.5))),
    "hawking-radiation": Solution(
        _evaporating, (lambda v: _evaporating(v, steeper=True), lambda v: _evaporating(v, horizon=1.0))
    ),
    "star-flux": Solution(_shining, (lambda v: _shining(v, steeper=True), lambda v: _shining(v, cooler=True))),
    "distance-modulus": Solution(_candle, (lambda v: _candle(v, five=1000.0), lambda v: _candle(v, power=3.0))),
    "escape-speed": Solution(_thrown, (lambda v: _thrown(v, steeper=True), lambda v: _thrown(v, hollow=True))),
    "eddington-growth": Solution(_fed, (lambda v: _fed(v, nucleons=4.0, electrons=2.0), lambda v: _fed(v, push=1 / 3))),
}
