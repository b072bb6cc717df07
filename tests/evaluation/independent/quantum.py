"""Quantum physics: wave equations as matrices or matching conditions, orbits and collisions by roots of balances."""

from __future__ import annotations

from functools import cache

import numpy as np
from astropy import units as u
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _root(function, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    """A root by bisection and secants, as exact as floats allow."""
    return float(brentq(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=500))


@cache
def _waves(size: int = 36) -> np.ndarray:
    """Wave numbers of standing waves between walls one apart, from Chebyshev collocation of the second derivative."""
    k = np.arange(size + 1)
    x = np.cos(np.pi * k / size)
    ends = np.ones(size + 1)
    ends[[0, -1]] = 2.0
    ends *= (-1.0) ** k
    gaps = x[:, None] - x[None, :]
    first = np.outer(ends, 1 / ends) / (gaps + np.eye(size + 1))
    first -= np.diag(first.sum(axis=1))
    second = (4 * first @ first)[1:-1, 1:-1]  # the interval from -1 to 1 has the length 2
    return np.sqrt(np.sort(-np.linalg.eigvals(second).real))


def _well(v: Values, light: bool = False, longer: float = 1.0) -> dict[str, float]:
    momenta = longer * v["h"] / (2 * np.pi) * _waves() / v["L"]
    energies = v["c"] * momenta if light else momenta**2 / (2 * v["m_e"])
    photon = energies[round(v["n_2"]) - 1] - energies[round(v["n_1"]) - 1]
    return {"E": photon, "lambda": (photon * u.J).to_value(u.m, u.spectral())}


def _atom(v: Values, quantum: float = 1.0, strength: float = 1.0) -> dict[str, float]:
    """Orbits on which the attraction bends the path as needed, their energies as kinetic plus potential."""
    pull = strength * v["Z"] * v["e"] ** 2 / (4 * np.pi * v["epsilon_0"])

    def energy(n: float) -> float:
        spin = quantum * n * v["h"] / (2 * np.pi)
        radius = _root(lambda r: spin**2 / (v["m_e"] * r) - pull, 1e-14, 1e-6)
        return float((spin / radius) ** 2 / (2 * v["m_e"]) - pull / radius)

    photon = energy(v["n_2"]) - energy(v["n_1"])
    return {"E": photon, "lambda": v["c"] / (photon / v["h"])}


def _photo(v: Values, photons: int = 1, steep: bool = False) -> dict[str, float]:
    energy = (v["lambda"] * u.m).to_value(u.J, u.spectral())
    if steep:
        energy *= v["lambda_0"] / v["lambda"]
    stop = _root(lambda x: photons * energy - v["phi"] - v["e"] * x, 0.0, 1e3)
    speed = _root(lambda x: v["m_e"] * x**2 / 2 - v["e"] * stop, 0.0, 1e9)
    return {"V_s": stop, "v": speed}


def _diffract(v: Values, shorter: float = 1.0, inertia: float = 0.5) -> dict[str, float]:
    """The path by way of a second plane is longer by one wavelength."""
    momentum = _root(lambda p: inertia * p**2 / v["m_e"] - v["e"] * v["U"], 0.0, 1e-20)
    wave = v["h"] / (shorter * momentum)

    def longer(angle: float) -> float:
        come, leave = np.array([np.cos(angle), -np.sin(angle)]), np.array([np.cos(angle), np.sin(angle)])
        return float(np.array([0.0, -v["d"]]) @ (come - leave)) - wave

    return {"lambda": wave, "theta": _root(longer, 1e-9, np.pi / 2)}


def _tunnel(v: Values, mass: float = 1.0, kinetic: float = 0.5) -> dict[str, float]:
    """A linear system: wave and slope are continuous at both edges."""
    unit = v["hbar"] / np.sqrt(mass * v["m_e"] / kinetic)
    k, decay = np.sqrt(v["E"]) / unit, np.sqrt(v["V_0"] - v["E"]) / unit
    grow, fall = np.exp(decay * v["L"]), np.exp(-decay * v["L"])
    system = np.array(
        [
            [1, -1, -1, 0],
            [-1j * k, -decay, decay, 0],
            [0, grow, fall, -1],
            [0, decay * grow, -decay * fall, -1j * k],
        ]
    )
    through = np.linalg.solve(system, np.array([-1, -1j * k, 0, 0]))[3]
    chance = float(abs(through) ** 2)
    return {"T": chance, "N": v["J"] * chance}


def _molecule(v: Values, together: bool = False, even: bool = False) -> dict[str, float]:
    """Normal modes of two masses on a spring; the ground state by the area of its orbit in phase space."""
    weights = np.diag([1 / v["m_1"], 1 / v["m_2"]])
    rate = float(np.sqrt(np.linalg.eigvals(weights @ (v["k"] * np.array([[1, -1], [-1, 1]]))).max()))
    if together:
        rate = float(np.sqrt(np.linalg.solve([[v["m_1"] + v["m_2"]]], [v["k"]])[0]))
    number = np.sqrt(np.arange(1, 6))
    lower = np.diag(number, 1)
    place, motion = (lower + lower.T) / np.sqrt(2), (lower - lower.T) / np.sqrt(2)
    levels = np.sort(np.linalg.eigvalsh((place @ place - motion @ motion)[:4, :4] / 2))[:2] * v["hbar"] * rate
    if even:
        levels = 2 * v["hbar"] * rate * np.array([1, 2])
    return {"E_0": levels[0], "lambda": 2 * np.pi * v["hbar"] * v["c"] / (levels[1] - levels[0])}


def _compton(v: Values, mass: float = 1.0, newton: bool = False) -> dict[str, float]:
    """The one energy of the photon afterwards for which energy and momentum are both conserved."""
    rest = mass * v["m_e"] * v["c"] ** 2
    before = v["h"] * v["c"] / v["lambda"]

    def kinetic(after: float) -> float:
        recoil = before * np.array([1.0, 0.0]) - after * np.array([np.cos(v["theta"]), np.sin(v["theta"])])
        square = float(recoil @ recoil)
        return square / (2 * rest) if newton else square / (np.sqrt(square + rest**2) + rest)

    after = _root(lambda x: before - x - kinetic(x), before * 1e-6, before)
    return {"lambda_2": v["h"] * v["c"] / after, "K": kinetic(after)}


SOLUTIONS = {
    "well-transition": Solution(_well, (lambda v: _well(v, light=True), lambda v: _well(v, longer=2.0))),
    "hydrogen-like-line": Solution(_atom, (lambda v: _atom(v, quantum=2.0), lambda v: _atom(v, strength=v["s"]))),
    "photoelectric-effect": Solution(_photo, (lambda v: _photo(v, photons=2), lambda v: _photo(v, steep=True))),
    "electron-diffraction": Solution(
        _diffract, (lambda v: _diffract(v, shorter=2.0), lambda v: _diffract(v, inertia=1.0))
    ),
    "tunnelling": Solution(_tunnel, (lambda v: _tunnel(v, mass=v["s"]), lambda v: _tunnel(v, kinetic=1.0))),
    "molecular-vibration": Solution(
        _molecule, (lambda v: _molecule(v, together=True), lambda v: _molecule(v, even=True))
    ),
    "compton-scattering": Solution(_compton, (lambda v: _compton(v, mass=v["q"]), lambda v: _compton(v, newton=True))),
}
