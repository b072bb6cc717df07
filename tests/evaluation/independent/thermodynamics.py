"""Thermodynamics: cycles and flows integrated or balanced by linear systems, averages as sums or integrals."""

from __future__ import annotations

import numpy as np
from scipy import constants as si
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _root(function, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    """A root by bisection and secants, as exact as floats allow."""
    return float(brentq(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=500))


def _expand(v: Values, dense: bool = False, entropy: bool = False) -> dict[str, float]:
    def pressure(volume: float) -> float:
        ideal = v["n"] * v["R"] * v["T"] / volume
        return ideal * v["V_0"] / volume if dense else ideal

    work = quad(pressure, v["V_1"], v["V_2"], epsrel=1e-10)[0]
    scale = v["T_0"] / v["T"] if entropy else 1.0
    gain = quad(lambda x: pressure(x) / v["T"] * scale, v["V_1"], v["V_2"], epsrel=1e-10)[0]
    return {"W": work, "S": gain}


def _compress(v: Values, per_degree: float = 0.5, kept: float = 1.0) -> dict[str, float]:
    """First law step by step: what the piston does goes into internal energy."""
    amount = v["p_1"] * v["V_1"] / (si.R * v["T_1"])
    capacity = amount * per_degree * v["f"] * si.R

    def change(volume: float, state: np.ndarray) -> list[float]:
        return [-kept * amount * si.R * state[0] / volume / capacity]

    run = solve_ivp(change, (v["V_1"], v["V_2"]), [v["T_1"]], rtol=1e-10, atol=1e-9, method="DOP853")
    hot = float(run.y[0, -1])
    return {"T_2": hot, "p_2": amount * si.R * hot / v["V_2"]}


def _engine(v: Values, power: int = 1, more: float = 1.0) -> dict[str, float]:
    """Balances of energy and entropy, for waste heat and work."""
    balances = np.array([[1.0, 1.0], [v["T_c"] ** -power, 0.0]])
    waste, work = np.linalg.solve(balances, [v["Q_h"], more * v["Q_h"] / v["T_h"] ** power])
    return {"W": work, "Q_c": waste, "P": work / (1 / v["nu"])}


def _mix(v: Values, arrives: float = 1.0) -> dict[str, float]:
    def missing(t: float) -> float:
        return v["m_2"] * v["c_w"] * (t - v["T_2"]) - arrives * v["m_1"] * v["c_1"] * (v["T_1"] - t)

    end = _root(missing, v["T_2"], v["T_1"])
    return {"D": end - v["T_2"], "Q": quad(lambda t: v["m_2"] * v["c_w"], v["T_2"], end)[0]}


def _wall(v: Values, thick: bool = False, boundary: bool = False) -> dict[str, float]:
    """Temperatures at the boundaries of slices, from the same current through all of them."""
    layers = [(v["L_1"], v["k_1"]), (v["L_2"], v["k_2"])]
    if boundary:
        layers.insert(1, (v["L_3"], v["k_3"]))
    conducts = [k * v["A"] / length * (v["L_0"] / length if thick else 1.0) for length, k in layers]
    slices = [(4 * c) for c in conducts for _ in range(4)]
    size = len(slices)
    system, right = np.zeros((size + 1, size + 1)), np.zeros(size + 1)
    system[0, 0] = system[size, size] = 1.0
    right[0] = v["D"]
    for i in range(1, size):
        system[i, i - 1], system[i, i + 1] = slices[i - 1], slices[i]
        system[i, i] = -slices[i - 1] - slices[i]
    temperatures = np.linalg.solve(system, right)
    return {"P": slices[0] * (temperatures[0] - temperatures[1]), "D_1": temperatures[0] - temperatures[4]}


def _effuse(v: Values, energy: float = 1.5, equal: bool = False) -> dict[str, float]:
    """Averages over the velocities, one component at the hole."""
    mass = v["M"] / v["N_A"]
    density = v["p"] / (v["k_B"] * v["T"])
    width = np.sqrt(energy / 1.5 * v["k_B"] * v["T"] / mass)
    if equal:
        speed = _root(lambda x: mass * x**2 / 2 - 1.5 * v["k_B"] * v["T"], 1.0, 1e6)
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
_PEAK = si.h * si.c / (si.k * _root(lambda x: x - 5 * (1 - np.exp(-x)), 3, 6))


def _glow(v: Values, power: int = 4) -> dict[str, float]:
    """Planck's spectrum integrated over wavelengths, its maximum found as a root."""
    area = quad(lambda z: 2 * np.pi * v["r"], -v["r"], v["r"])[0]

    def surplus(t: float) -> float:
        return v["epsilon"] * area * _PER_AREA * t**power * v.get("T_0", 1.0) ** (4 - power) - v["P"]

    hot = _root(surplus, 1.0, 1e5)
    return {"T": hot, "lambda_m": _PEAK / hot}


SOLUTIONS = {
    "isothermal-expansion": Solution(_expand, (lambda v: _expand(v, dense=True), lambda v: _expand(v, entropy=True))),
    "adiabatic-compression": Solution(
        _compress, (lambda v: _compress(v, per_degree=1.0), lambda v: _compress(v, kept=2 / 3))
    ),
    "carnot-engine": Solution(_engine, (lambda v: _engine(v, power=2), lambda v: _engine(v, more=1.2))),
    "calorimetry-mixing": Solution(_mix, (lambda v: _mix(v, arrives=2 / 3),)),
    "two-layer-wall": Solution(_wall, (lambda v: _wall(v, thick=True), lambda v: _wall(v, boundary=True))),
    "effusion": Solution(_effuse, (lambda v: _effuse(v, energy=3.0), lambda v: _effuse(v, equal=True))),
    "two-level-population": Solution(
        _levels, (lambda v: _levels(v, lambda y: np.exp(-(y**2))), lambda v: _levels(v, lambda y: (1 + y) ** -2))
    ),
    "spin-paramagnet": Solution(_spins, (lambda v: _spins(v, (-1.0, 0.0, 1.0)), _classical)),
    "radiating-sphere": Solution(_glow, (lambda v: _glow(v, power=3), lambda v: _glow(v, power=5)), rel_tol=2e-4),
}
