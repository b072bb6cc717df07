"""Thermodynamics: cycles and flows integrated or balanced by linear systems."""

from __future__ import annotations

import numpy as np
from scipy import constants as si
from scipy.integrate import quad, solve_ivp

from evaluation.independent import Solution, Values, root


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

    end = root(missing, v["T_2"], v["T_1"])
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


SOLUTIONS = {
    "isothermal-expansion": Solution(_expand, (lambda v: _expand(v, dense=True), lambda v: _expand(v, entropy=True))),
    "adiabatic-compression": Solution(
        _compress, (lambda v: _compress(v, per_degree=1.0), lambda v: _compress(v, kept=2 / 3))
    ),
    "carnot-engine": Solution(_engine, (lambda v: _engine(v, power=2), lambda v: _engine(v, more=1.2))),
    "calorimetry-mixing": Solution(_mix, (lambda v: _mix(v, arrives=2 / 3),)),
    "two-layer-wall": Solution(_wall, (lambda v: _wall(v, thick=True), lambda v: _wall(v, boundary=True))),
}
