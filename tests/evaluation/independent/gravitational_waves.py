"""Gravitational waves: orbits shrunk step by step, moments of mass derived by Fourier series."""

from __future__ import annotations

import numpy as np
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


SOLUTIONS = {
    "binary-coalescence": Solution(
        _coalescence, (lambda v: _coalescence(v, cycles=1.0), lambda v: _coalescence(v, drain=3.0))
    ),
    "inspiral-strain": Solution(_strain, (_faint, lambda v: _strain(v, cycles=1.0))),
    "innermost-orbit": Solution(_last_orbit, (_kepler_orbit, lambda v: _last_orbit(v, waves=3.0))),
    "orbital-decay": Solution(_decay, (lambda v: _decay(v, steeper=True), lambda v: _decay(v, drain=0.5))),
}
