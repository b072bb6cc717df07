"""Cosmos: orbits shrunk step by step, forces balanced and integrated, spectra summed up."""

from __future__ import annotations

import numpy as np
from scipy.constants import Boltzmann
from scipy.integrate import quad
from scipy.optimize import brentq

from evaluation.independent import Solution, Values

_PHASES = np.arange(64) * 2 * np.pi / 64


def _separation(mass: float, period: float, strength: float) -> float:
    """Where gravity gives the acceleration that a circular orbit needs; by its logarithm."""
    return float(
        np.exp(
            brentq(
                lambda s: np.log(strength * mass / np.exp(2 * s)) - np.log((2 * np.pi / period) ** 2 * np.exp(s)),
                0,
                60,
                xtol=1e-14,
                rtol=1e-14,
            )
        )
    )


def _quadrupole(v: Values, a: float) -> np.ndarray:
    """Of an orbit, sampled over a period: (xx, xy, yy) without trace, and the angular frequency."""
    total = v["m_1"] + v["m_2"]
    mu = v["m_1"] * v["m_2"] / total
    x, y = a * np.cos(_PHASES), a * np.sin(_PHASES)
    third = a**2 / 3
    return mu * np.array([x * x - third, x * y, y * y - third])


def _rates(moments: np.ndarray, omega: float, order: int) -> np.ndarray:
    """Derivatives in time, by Fourier series."""
    waves = 1j * omega * np.fft.fftfreq(64, 1 / 64)
    return np.asarray(np.fft.ifft(waves**order * np.fft.fft(moments, axis=1), axis=1).real)


def _power(v: Values, a: float) -> float:
    """Of gravitational waves: the squared third derivative of the quadrupole."""
    omega = np.sqrt(v["G"] * (v["m_1"] + v["m_2"]) / a**3)
    xx, xy, yy = _rates(_quadrupole(v, a), omega, 3)
    return float(v["G"] / (5 * v["c"] ** 5) * np.mean(xx**2 + 2 * xy**2 + yy**2))


def _time_left(v: Values, a: float, drain: float = 1.0, steeper: bool = False) -> float:
    """Energy of the orbit lost at the power radiated, from the separation a to zero."""
    power = _power(v, a) * drain

    def spent(x: float) -> float:
        energy = v["G"] * v["m_1"] * v["m_2"] / (2 * (x * a) ** 2) * a
        return energy / (_power(v, x * a) * drain * (v["b"] / (x * a) if steeper else 1))

    assert power > 0
    nodes, weights = np.polynomial.legendre.leggauss(6)  # exact: a power of the separation
    return float(sum(w / 2 * spent((n + 1) / 2) for n, w in zip(nodes, weights, strict=True)))


def _coalescence(v: Values, cycles: float = 2.0, drain: float = 1.0) -> dict[str, float]:
    a = _separation(v["m_1"] + v["m_2"], cycles / v["f"], v["G"])
    reduced = 1 / (1 / v["m_1"] + 1 / v["m_2"])
    chirp = np.exp(0.6 * np.log(reduced) + 0.4 * np.log(v["m_1"] + v["m_2"]))
    return {"M_c": float(chirp), "t": _time_left(v, a, drain)}


def _strain(v: Values, cycles: float = 2.0) -> dict[str, float]:
    """Second derivative of the quadrupole of two equal masses with this chirp mass."""
    each = v["M_c"] * 2**0.2
    pair = {**v, "m_1": each, "m_2": each}
    a = _separation(2 * each, cycles / v["f"], v["G"])
    omega = 2 * np.pi * v["f"] / cycles
    xx, _, yy = _rates(_quadrupole(pair, a), omega, 2)
    plus = v["G"] / (v["c"] ** 4 * v["D"]) * (xx - yy)
    amplitude = float(np.max(plus) - np.min(plus)) / 2
    return {"A": amplitude, "x": amplitude * v["L"]}


def _faint(v: Values) -> dict[str, float]:
    near = _strain({**v, "D": v["b"]})
    return {name: value * (v["b"] / v["D"]) ** 2 for name, value in near.items()}


def _last_orbit(v: Values, waves: float = 2.0) -> dict[str, float]:
    """Where the extrema of the effective potential merge; the orbit from the conserved energy and angular momentum."""
    squared = brentq(lambda q: q**2 - 12 * q, 6, 20, xtol=1e-15)  # of the roots of r² - q r + 3 q
    r = squared / 2
    energy = np.sqrt((1 - 2 / r) * (1 + squared / r**2))
    omega = np.sqrt(squared) / r**2 * (1 - 2 / r) / energy
    length = v["G"] * v["M"] / v["c"] ** 2
    frequency = waves * omega * v["c"] / length / (2 * np.pi)
    return {"r": r * length, "f_d": frequency / (1 + v["z"])}


def _kepler_orbit(v: Values) -> dict[str, float]:
    r = 4 * v["G"] * v["M"] / v["c"] ** 2
    speed = brentq(lambda u: u**2 / r - v["G"] * v["M"] / r**2, 0, 2 * v["c"], rtol=1e-14)
    return {"r": r, "f_d": 2 * speed / (2 * np.pi * r) / (1 + v["z"])}


def _decay(v: Values, drain: float = 1.0, steeper: bool = False) -> dict[str, float]:
    a = _separation(v["m_1"] + v["m_2"], v["P"], v["G"])
    power = _power(v, a) * (v["b"] / a if steeper else 1)
    return {"a": a, "L_g": power, "t": _time_left(v, a, drain, steeper)}


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
    "binary-coalescence": Solution(
        _coalescence, (lambda v: _coalescence(v, cycles=1.0), lambda v: _coalescence(v, drain=3.0))
    ),
    "inspiral-strain": Solution(_strain, (_faint, lambda v: _strain(v, cycles=1.0))),
    "innermost-orbit": Solution(_last_orbit, (_kepler_orbit, lambda v: _last_orbit(v, waves=3.0))),
    "orbital-decay": Solution(_decay, (lambda v: _decay(v, steeper=True), lambda v: _decay(v, drain=0.5))),
    "binary-masses": Solution(_weighed, (lambda v: _weighed(v, steeper=True), lambda v: _weighed(v, inertia=1.5))),
    "hawking-radiation": Solution(
        _evaporating, (lambda v: _evaporating(v, steeper=True), lambda v: _evaporating(v, horizon=1.0))
    ),
    "star-flux": Solution(_shining, (lambda v: _shining(v, steeper=True), lambda v: _shining(v, cooler=True))),
    "distance-modulus": Solution(_candle, (lambda v: _candle(v, five=1000.0), lambda v: _candle(v, power=3.0))),
    "escape-speed": Solution(_thrown, (lambda v: _thrown(v, steeper=True), lambda v: _thrown(v, hollow=True))),
    "eddington-growth": Solution(_fed, (lambda v: _fed(v, nucleons=4.0, electrons=2.0), lambda v: _fed(v, push=1 / 3))),
}
