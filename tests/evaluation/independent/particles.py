"""Particle physics: four-vectors added, conservation laws solved by a root, decays and line shapes integrated."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import vector
from scipy.integrate import quad, simpson
from scipy.optimize import brentq
from scipy.stats import norm, poisson

from evaluation.independent import Solution, Values


def _photons(v: Values) -> dict[str, float]:
    """The sum of two four-vectors."""
    total = vector.obj(px=v["E_1"], py=0, pz=0, E=v["E_1"]) + vector.obj(
        px=v["E_2"] * np.cos(v["theta"]), py=v["E_2"] * np.sin(v["theta"]), pz=0, E=v["E_2"]
    )
    return {"M": float(total.mass), "gamma": float(total.gamma)}


def _odd_photons(v: Values, momentum: Callable[[float], float]) -> dict[str, float]:
    directions = np.array([[1.0, 0.0], [np.cos(v["theta"]), np.sin(v["theta"])]])
    energies = np.array([v["E_1"], v["E_2"]])
    momenta = np.array([momentum(e) for e in energies])
    p = np.linalg.norm(momenta @ directions)
    mass = np.sqrt((energies.sum() - p) * (energies.sum() + p))
    return {"M": float(mass), "gamma": float(energies.sum() / mass)}


def _flight(v: Values, energy: Callable[[float], float], dilated: bool = True) -> dict[str, float]:
    """Speed (as 1 - beta) by a root of the energy; flights averaged over the exponential of lives."""
    slow = np.exp(brentq(lambda s: np.log(energy(np.exp(s)) * v["m"] / v["E"]), -25, -1e-9, xtol=1e-14))
    stretch = 1 / np.sqrt(slow * (2 - slow)) if dilated else 1.0
    life = v["tau"] * quad(lambda x: x * stretch * np.exp(-x), 0, np.inf)[0]
    return {"T": life, "L": (1 - slow) * v["c"] * life}


def _daughters(v: Values, kinetic: Callable[[float, float], float], loss: float = 0.0) -> dict[str, float]:
    """The momentum at which the daughters' kinetic energies add up to what is set free."""
    free = (v["M"] - v["m_1"] - v["m_2"]) * (1 - loss)
    p = brentq(
        lambda x: kinetic(x * v["M"], v["m_1"]) + kinetic(x * v["M"], v["m_2"]) - free, 0, 2, xtol=1e-15, rtol=1e-14
    )
    return {"p": p * v["M"], "K_1": kinetic(p * v["M"], v["m_1"])}


def _counted(v: Values, luminosity: Callable[[float], float]) -> dict[str, float]:
    """Rates summed over time; the spread of the Poisson distribution."""
    rate = v["x_s"] * v["Lum"]
    mean = rate * v["t"] * v["eff"] * quad(lambda x: luminosity(x * v["t"]), 0, 1)[0]
    return {"N": mean, "d": float(poisson(mean).std() / mean)}


def _cube(v: Values) -> dict[str, float]:
    mean = _counted(v, lambda t: 1.0)["N"]
    return {"N": mean, "d": float(brentq(lambda d: d**3 * mean - 1, 0, 1, xtol=1e-15))}


_TIMES = np.linspace(0, 60, 6001)


def _line(offset: float) -> float:
    """Squared Fourier transform of a decaying amplitude, relative to its peak; offset in units of hbar/tau."""
    amplitude = simpson(np.exp((-0.5 + 1j * offset) * _TIMES), x=_TIMES)
    return float(abs(amplitude) ** 2) / 4


def _resonance(v: Values, uncertainty: float = 1.0) -> dict[str, float]:
    unit = v["hbar"] * uncertainty / v["tau"]
    half = brentq(lambda x: _line(x) - 0.5, 0.1, 2)
    cross = v["s_0"] * _line(v["Delta"] / unit)
    return {"Gamma": 2 * half * unit, "s_1": cross, "N": cross * v["L_int"]}


def _gaussian(v: Values) -> dict[str, float]:
    unit = v["hbar"] / v["tau"]
    spread = unit / 2 / norm.isf(norm.sf(np.sqrt(2 * np.log(2))))
    cross = v["s_0"] * norm.pdf(v["Delta"], scale=spread) / norm.pdf(0, scale=spread)
    return {"Gamma": unit, "s_1": float(cross), "N": float(cross * v["L_int"])}


def _yields(v: Values, pure: float = 1.0, widths: float = 1.0) -> dict[str, float]:
    """Counts as linear equations for the decays in either channel, and for all decays."""
    matrix = [[v["eff_s"], 0, 0], [0, v["eff_n"], 0], [0, 1, -v["B_n"]]]
    signal, _, everything = np.linalg.solve(matrix, [v["N_s"] * pure, v["N_n"], 0])
    total = brentq(lambda x: x - widths, 0, 10) * v["hbar"] / v["tau"]
    return {"B": float(signal / everything), "W": float(signal / everything * total)}


_PHASES = np.arange(64) * 2 * np.pi / 64


def _radiated(v: Values, charges: float = 1.0) -> dict[str, float]:
    """Larmor's power from the acceleration on a sampled orbit, over one turn."""
    turn = 2 * np.pi * v["R"] / v["c"]
    orbit = v["R"] * np.exp(1j * _PHASES)
    waves = np.fft.fftfreq(64, turn / 64) * 2j * np.pi
    acceleration = np.abs(np.fft.ifft(waves**2 * np.fft.fft(orbit)))
    gamma = v["E"] / (v["m_e"] * v["c"] ** 2)
    charge = charges**2 * v["alpha"] * v["hbar"] * v["c"]  # e²/(4 pi epsilon_0)
    power = 2 / 3 * charge * (gamma**2 * acceleration) ** 2 / v["c"] ** 3
    loss = float(power.mean() * turn)
    return {"U": loss, "P": v["N"] * loss / turn}


def _softer(v: Values) -> dict[str, float]:
    gamma = v["E"] / (v["m_e"] * v["c"] ** 2)
    at_agreement = _radiated({**v, "E": v["b"] * v["m_e"] * v["c"] ** 2})
    return {name: value * (gamma / v["b"]) ** 3 for name, value in at_agreement.items()}


def _relativistic(p: float, m: float) -> float:
    return float(np.hypot(p, m)) - m


SOLUTIONS = {
    "two-photon-mass": Solution(
        _photons,
        (
            lambda v: _odd_photons(v, lambda e: e / 2),
            lambda v: _odd_photons(v, lambda e: float(np.sqrt((e - v["b"]) * (e + v["b"])))),
        ),
    ),
    "decay-length": Solution(
        lambda v: _flight(v, lambda s: 1 / np.sqrt(s * (2 - s))),
        (
            lambda v: _flight(v, lambda s: 1 / np.sqrt(s * (2 - s)), dilated=False),
            lambda v: _flight(v, lambda s: 1 / (s * (2 - s))),
        ),
    ),
    "two-body-decay": Solution(
        lambda v: _daughters(v, _relativistic),
        (lambda v: _daughters(v, lambda p, m: p**2 / (2 * m)), lambda v: _daughters(v, _relativistic, loss=1 / 3)),
    ),
    "collider-events": Solution(
        lambda v: _counted(v, lambda t: 1.0), (lambda v: _counted(v, lambda t: float(np.exp(-t / v["b"]))), _cube)
    ),
    "resonance-width": Solution(_resonance, (_gaussian, lambda v: _resonance(v, uncertainty=0.5))),
    "branching-fraction": Solution(_yields, (lambda v: _yields(v, pure=1 - v["b"]), lambda v: _yields(v, widths=2.0))),
    "synchrotron-loss": Solution(_radiated, (_softer, lambda v: _radiated(v, charges=3.0))),
}
