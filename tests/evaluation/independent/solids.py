"""Condensed matter: states counted, motions integrated, Poisson's and London's equations solved."""

from __future__ import annotations

import numpy as np
from scipy import constants
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _shell(density: float, degeneracy: float) -> float:
    """The wave number up to which so many states per volume are full, counted in shells."""
    unit = density ** (1 / 3)

    def missing(k: float) -> float:
        return degeneracy * quad(lambda q: 4 * np.pi * q**2 / (2 * np.pi) ** 3, 0, k)[0] - 1

    return float(brentq(missing, 0.1, 20, rtol=1e-13)) * unit


def _fermi(v: Values, spins: int = 2, speed: float | None = None) -> dict[str, float]:
    """States filled up to the last electron; its energy as the work of a growing momentum."""
    atoms = v["rho"] / (v["M"] / v["N_A"])
    p = v["hbar"] * _shell(v["Z"] * atoms, spins)
    energy = quad(lambda x: x * p * p / v["m_e"] if speed is None else speed * p, 0, 1)[0]
    return {"E_F": energy, "T_F": float(brentq(lambda t: v["k_B"] * t / energy - 1, 0, 1e9, rtol=1e-13))}


def _drude(v: Values, moving: float = 1.0, reference: float | None = None) -> dict[str, float]:
    """The momentum of an electron under force and friction, followed until it is steady."""
    field = v["U"] / v["L"]
    force = v["e"] * field * (1 if reference is None else field / reference)
    run = solve_ivp(lambda t, y: 1 - y, (0, 30), [0.0], method="DOP853", rtol=1e-9, atol=1e-12)
    drift = float(run.y[0, -1]) * force * v["tau"] / v["m_e"]
    carriers = moving * v["n"] * v["A"] * drift  # that pass in a second
    return {"v": drift, "I": carriers * v["e"]}


def _debye(v: Values, portion: float = 1.0, modes: int = 3) -> dict[str, float]:
    """Modes counted up to the number of atoms; their heat capacities summed."""
    top = v["w"] * _shell(v["n"], 1)
    theta = portion * v["hbar"] * top / v["k_B"]
    cut = min(theta / v["T"], 60.0)

    def mode(x: float) -> float:
        return x**4 / (4 * np.sinh(x / 2) ** 2) if x else 0.0

    share = 3 * (v["T"] / theta) ** 3 * quad(mode, 0, cut, epsabs=0, epsrel=1e-10)[0]
    return {"Theta": theta, "C": modes * v["N_A"] * v["k_B"] * share}


def _neutron(v: Values, waves: float = 1.0, shift: float = 1.0) -> dict[str, float]:
    """Elastic scattering whose change of wave vector is one of the reciprocal lattice."""
    root = brentq(lambda u: (1e3 * u) ** 2 * v["m_n"] / 2 / v["K"] - 1, 0.01, 100, rtol=1e-13)
    k = 2 * np.pi * v["m_n"] * float(root) * 1e3 / (v["h"] * waves)

    def excess(phi: float) -> float:
        change = k * np.array([np.cos(phi) - 1, np.sin(phi)])
        return float(np.hypot(*change)) * v["d"] / (2 * np.pi * shift) - 1

    phi = float(brentq(excess, 1e-6, np.pi, rtol=1e-13))
    return {"theta": phi / 2, "phi": phi, "lambda": 2 * np.pi / k}


def _junction(v: Values, spread: float = 1.0, weakened: int = 1) -> dict[str, float]:
    """The potential at which minority electrons are in equilibrium; the zone over which the charges give it."""
    thermal = spread * v["k_B"] * v["T"]
    minority = v["n_i"] ** 2 / v["N_a"]
    potential = float(brentq(lambda u: np.log(v["N_d"] / minority) - v["e"] * u / thermal, 0, 5, rtol=1e-13))
    screen = v["epsilon_r"] ** weakened * v["epsilon_0"]

    def drop(left: float) -> float:
        """Across a p zone of this width and the n zone of the same charge, from the area under the field."""
        right = left * v["N_a"] / v["N_d"]
        peak = v["e"] * v["N_a"] * left / screen
        return sum(quad(lambda s, size=size: peak * (1 - s) * size, 0, 1)[0] for size in (left, right))

    left = float(brentq(lambda x: drop(x * 1e-9) / potential - 1, 1e-6, 1e6, rtol=1e-13)) * 1e-9
    return {"V": potential, "W": left * (1 + v["N_a"] / v["N_d"])}


def _london(v: Values, inert: float = 1.0, slow: bool = False) -> dict[str, float]:
    """The depth from the plasma frequency; the field integrated from deep inside to the surface."""
    plasma = np.sqrt(v["n"] * v["e"] ** 2 / (constants.epsilon_0 * inert * v["m_e"]))
    depth = constants.c / plasma
    x = v["x"] / depth
    if slow:
        run = solve_ivp(lambda s, y: -2 * y / (1 + s), (0, x), [1.0], method="DOP853", rtol=1e-10, atol=1e-12)
        return {"lambda": depth, "B": v["B_0"] * float(run.y[0, -1])}
    end = x + 10
    run = solve_ivp(
        lambda s, y: [y[1], y[0]], (0, end), [1.0, 0.0], t_eval=[10, end], method="DOP853", rtol=1e-9, atol=1e-9
    )
    return {"lambda": depth, "B": v["B_0"] * float(run.y[0, 0] / run.y[0, 1])}


SOLUTIONS = {
    "fermi-energy": Solution(_fermi, (lambda v: _fermi(v, spins=1), lambda v: _fermi(v, speed=v["u"]))),
    "drude-current": Solution(_drude, (lambda v: _drude(v, reference=v["F"]), lambda v: _drude(v, moving=1 / 3))),
    "debye-heat-capacity": Solution(_debye, (lambda v: _debye(v, portion=0.5), lambda v: _debye(v, modes=6))),
    "neutron-bragg": Solution(_neutron, (lambda v: _neutron(v, waves=0.5), lambda v: _neutron(v, shift=0.5))),
    "pn-junction": Solution(_junction, (lambda v: _junction(v, spread=2.0), lambda v: _junction(v, weakened=2))),
    "london-penetration": Solution(_london, (lambda v: _london(v, inert=4.0), lambda v: _london(v, slow=True))),
}
