"""Statistical mechanics: averages as sums over states and integrals over velocities and spectra."""

from __future__ import annotations

import numpy as np
from scipy import constants as si
from scipy.integrate import quad

from evaluation.independent import Solution, Values, root


def _effuse(v: Values, energy: float = 1.5, equal: bool = False) -> dict[str, float]:
    """Averages over the velocities, one component at the hole."""
    mass = v["M"] / v["N_A"]
    density = v["p"] / (v["k_B"] * v["T"])
    width = np.sqrt(energy / 1.5 * v["k_B"] * v["T"] / mass)
    if equal:
        speed = root(lambda x: mass * x**2 / 2 - 1.5 * v["k_B"] * v["T"], 1.0, 1e6)
        outward = quad(lambda cosine: speed * cosine / 2, 0, 1)[0]
        return {"v": speed, "J": density * v["A"] * outward}
    norm = quad(lambda u: u**2 * np.exp(-(u**2) / 2), 0, 12)[0]
    mean = quad(lambda u: u**3 * np.exp(-(u**2) / 2), 0, 12)[0] / norm * width
    outward = quad(lambda u: u * np.exp(-(u**2) / 2), 0, 12)[0] / np.sqrt(2 * np.pi) * width
    return {"v": mean, "J": density * v["A"] * outward}


def _levels(v: Values, weight=lambda y: np.exp(-y)) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """A sum over all states of an atom."""
    energies = np.array([0.0] + [v["E"]] * round(v["w"]))
    weights = np.array([weight(y) for y in energies / (v["k_B"] * v["T"])])
    chances = weights / weights.sum()
    return {"N_2": v["N"] * chances[1:].sum(), "U": v["N"] * chances @ energies}


def _spins(v: Values, components: tuple[float, ...] = (-1.0, 1.0)) -> dict[str, float]:
    moments = v["mu_B"] * np.array(components)
    weights = np.exp(moments * v["B"] / (v["k_B"] * v["T"]))
    mean = float(weights @ moments / weights.sum())
    return {"P": mean / v["mu_B"], "M": v["n"] * mean}


def _classical(v: Values) -> dict[str, float]:
    nodes, weights = np.polynomial.legendre.leggauss(40)
    boltzmann = weights * np.exp(nodes * v["mu_B"] * v["B"] / (v["k_B"] * v["T"]))
    mean = float(boltzmann @ nodes / boltzmann.sum())
    return {"P": mean, "M": v["n"] * v["mu_B"] * mean}


def _planck(x: float) -> float:
    return x**3 / np.expm1(x)


_PER_AREA = 2 * np.pi * si.k**4 / (si.h**3 * si.c**2) * quad(_planck, 1e-9, 60)[0]
_PEAK = si.h * si.c / (si.k * root(lambda x: x - 5 * (1 - np.exp(-x)), 3, 6))


def _glow(v: Values, power: int = 4) -> dict[str, float]:
    """Planck's spectrum integrated over wavelengths, its maximum found as a root."""
    area = quad(lambda z: 2 * np.pi * v["r"], -v["r"], v["r"])[0]

    def surplus(t: float) -> float:
        return v["epsilon"] * area * _PER_AREA * t**power * v.get("T_0", 1.0) ** (4 - power) - v["P"]

    hot = root(surplus, 1.0, 1e5)
    return {"T": hot, "lambda_m": _PEAK / hot}


SOLUTIONS = {
    "effusion": Solution(_effuse, (lambda v: _effuse(v, energy=3.0), lambda v: _effuse(v, equal=True))),
    "two-level-population": Solution(
        _levels, (lambda v: _levels(v, lambda y: np.exp(-(y**2))), lambda v: _levels(v, lambda y: (1 + y) ** -2))
    ),
    "spin-paramagnet": Solution(_spins, (lambda v: _spins(v, (-1.0, 0.0, 1.0)), _classical)),
    "radiating-sphere": Solution(_glow, (lambda v: _glow(v, power=3), lambda v: _glow(v, power=5)), rel_tol=2e-4),
}
