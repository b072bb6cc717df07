"""Bridges: motions integrated, distributions summed, balances solved, each in the units of nature."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import vector
from astropy import units as u
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from evaluation.independent import Solution, Values, root

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(30)


def _over(function: Callable[[np.ndarray], np.ndarray], low: float, high: float) -> float:
    """A smooth function's integral by Gauss and Legendre."""
    half = (high - low) / 2
    return float(half * _WEIGHTS @ function(low + half * (_NODES + 1)))


def _cluster(v: Values, share: float = 0.5, per_particle: float = 1.5) -> dict[str, float]:
    """Bring in shell after shell from far away; kinetic energy is a share of what that sets free."""
    density = v["M"] / (4 / 3 * np.pi * v["r"] ** 3)

    def shell(x: np.ndarray) -> np.ndarray:
        return np.asarray(v["G"] * (4 / 3 * np.pi * x**3 * density) / x * 4 * np.pi * x**2 * density)

    bound = _over(shell, 0.0, v["r"])
    speed = root(lambda s: 3 * v["M"] * s**2 / 2 - share * bound, 0.0, 1e8)
    thermal = 3 * v["mu"] * v["m_p"] * speed**2 / 2
    return {"v": speed, "T": root(lambda t: per_particle * v["k_B"] * t - thermal, 0.0, 1e12)}


def _escape(v: Values, fall: int = 2, flat: bool = False) -> dict[str, float]:
    climb = v["G"] * v["M"] / v["r"] * quad(lambda y: y**-fall, 1, np.inf)[0]
    needed = root(lambda s: s**2 / 2 - climb, 0.0, 1e7)
    size = np.sqrt(v["k_B"] * v["T"] / v["m"])

    def density(y: float) -> float:
        return float(y * np.exp(-(y**2) / 2) if flat else np.sqrt(2 / np.pi) * y**2 * np.exp(-(y**2) / 2))

    return {"w": needed, "q": quad(density, needed / size, 40, epsabs=0, epsrel=1e-10)[0]}


def _sound(v: Values, density: float, press: float) -> float:
    """From the change of pressure with density."""

    def pressure(rho: float) -> float:
        return press * rho / (v["mu"] * v["m_p"]) * v["k_B"] * v["T"]

    return float(np.sqrt((pressure(1.5 * density) - pressure(0.5 * density)) / density))


def _accrete(v: Values, fall: int = 2, press: float = 1.0) -> dict[str, float]:
    density = v["n"] * v["mu"] * v["m_p"]
    sound = _sound(v, density, press)
    work = quad(lambda y: y**-fall, 1, np.inf)[0]  # of the pull from one to infinity

    def missing(r: float) -> float:
        pull = v["G"] * v["M"] * (1 if fall == 2 else v["L_0"]) / r**fall
        return pull * r * work - sound**2 / 2

    rim = root(missing, 1e3, 1e22)
    return {"r_B": rim, "Q": _over(lambda x: 2 * np.pi * x * density * sound, 0.0, rim)}


def _jeans(v: Values, active: float = 1.0, press: float = 1.0) -> dict[str, float]:
    """The wave number at which the linearized equations of motion have a mode that stands still."""
    density = (v["n"] / u.m**3 * v["mu"] * v["m_p"] * u.kg).to_value(u.kg / u.m**3)
    sound = _sound(v, density, press)

    def still(k: float) -> float:
        potential = -4 * np.pi * v["G"] * active * density / k**2  # of a relative excess of one
        change = np.array([[0.0, -k], [k * (sound**2 + potential), 0.0]])
        return float(np.linalg.det(change / (k * sound)))

    length = 2 * np.pi / root(still, 1e-22, 1e-10)
    return {"l_J": length, "M_J": _over(lambda x: 4 * np.pi * x**2 * density, 0.0, length / 2)}


def _dwarf(v: Values, states: int = 2, light: bool = False) -> dict[str, float]:
    """Fill momentum space up to a sphere's surface; sum what its electrons carry through a wall."""
    density = v["rho"] / v["mu_e"] / v["m_p"]
    cell = (2 * np.pi * v["hbar"]) ** 3
    unit = v["hbar"] * density ** (1 / 3)

    def filled(top: float) -> float:
        return states * unit**3 / cell * _over(lambda p: 4 * np.pi * p**2, 0.0, top) - density

    top = root(filled, 0.1, 10.0)

    def push(p: np.ndarray) -> np.ndarray:
        speed = v["c"] if light else p * unit / v["m_e"]
        return np.asarray(p * unit * speed / 3 * 4 * np.pi * p**2)

    energy = _over(lambda p: unit * (v["c"] + 0 * p if light else p * unit / v["m_e"]), 0.0, top)
    return {"E_F": energy, "P": states * unit**3 / cell * _over(push, 0.0, top)}


def _radio(v: Values, power: int = 2, thermal: float = 0.5) -> dict[str, float]:
    lower, upper = -v["E_H"] * (v["n"] + np.arange(2)) ** -power
    line = ((upper - lower) / v["h"] * u.Hz).to_value(u.GHz) * 1e9
    spread = 2 * thermal * v["k_B"] * v["T"] / v["m_p"]
    half = root(lambda s: np.exp(-(s**2) / (2 * spread)) - 0.5, 0.0, 10 * np.sqrt(spread))
    return {"f": line, "w": line * (1 + half / v["c"]) - line * (1 - half / v["c"])}


def _suspend(v: Values, double: bool = False, cold: bool = False) -> dict[str, float]:
    """An average over the Boltzmann distribution of angles."""
    thermal = v["k_B"] * v["T"] * (2 if double else 1) * (v["T"] / v["T_0"] if cold else 1)
    unit = np.sqrt(thermal / (v["m"] * v["g"] * v["l"]))
    angles = unit * np.linspace(-12, 12, 241)
    weights = np.exp(-2 * v["m"] * v["g"] * v["l"] * np.sin(angles / 2) ** 2 / thermal)
    away = float(np.sqrt(weights @ (v["l"] * np.sin(angles)) ** 2 / weights.sum()))
    return {"x": away, "s": away / v["L"]}


def _cherenkov(v: Values, power: int = 1, slowed: bool = False) -> dict[str, float]:
    """Where light from neighbouring points of the path arrives at the same time."""
    giga = 1e9 * 1.602176634e-19
    particle = vector.obj(px=0.0, py=0.0, pz=v["p"] * v["c"] / giga, mass=v["m"] * v["c"] ** 2 / giga)
    speed, light = v["c"] * float(particle.beta), v["c"] / v["n"] ** power
    if slowed:
        speed = (speed + light) / 2

    def apart(r: float) -> float:
        return 1 / speed - v["d"] / (light * np.hypot(v["d"], r))

    if speed <= light:
        return {"theta": np.nan, "r": np.nan}
    ring = root(apart, 0.0, 1e3 * v["d"])
    return {"theta": float(np.arctan2(ring, v["d"])), "r": ring}


def _track(v: Values, force: float = 1.0, steep: bool = False) -> dict[str, float]:
    """Follow the particle in the plane across the field until it is one chord away; a circle through three points."""
    across = v["p"] * np.sin(v["theta"])
    if steep:
        force = v["P_0"] / across
    turn = force * v["z"] * v["e"] * v["B"] * v["L"] / across

    def motion(s: float, y: np.ndarray) -> list[float]:
        return [y[2], y[3], -turn * y[3], turn * y[2]]

    def away(s: float, y: np.ndarray) -> float:
        return float(y[0] ** 2 + y[1] ** 2 - 1)

    away.terminal = True  # type: ignore[attr-defined]
    run = solve_ivp(motion, (0, 4), [0, 0, 1, 0], "DOP853", events=away, rtol=1e-12, atol=1e-13, max_step=0.7)
    end = float(run.t_events[0][0])
    half = solve_ivp(motion, (0, end / 2), [0, 0, 1, 0], "DOP853", rtol=1e-12, atol=1e-13, max_step=0.7).y[:2, -1]
    tip = run.y_events[0][0][:2]
    bulge = abs(tip[0] * half[1] - tip[1] * half[0]) / np.hypot(*tip)
    side = np.hypot(*half)
    return {"s": bulge * v["L"], "r": side**2 / (2 * bulge) * v["L"]}


def _exotic(v: Values, quantum: float = 1.0, strength: float = 1.0) -> dict[str, float]:
    """Two bodies around their centre of mass with the angular momentum that Bohr demands."""
    pull = strength * v["Z"] * v["e"] ** 2 / (4 * np.pi * v["epsilon_0"])
    near, far = v["m"] / (v["m"] + v["M"]), v["M"] / (v["m"] + v["M"])

    def turning(a: float) -> float:
        return float(np.sqrt(pull / (v["m"] * far * a**3)))

    def inertia(a: float) -> float:
        return float(v["m"] * (far * a) ** 2 + v["M"] * (near * a) ** 2)

    def orbit(n: int) -> tuple[float, float]:
        a = root(lambda x: inertia(x) * turning(x) - quantum * n * v["hbar"], 1e-18, 1e-9)
        return a, inertia(a) * turning(a) ** 2 / 2 - pull / a

    (radius, ground), (_, excited) = orbit(1), orbit(2)
    return {"a": radius, "E": excited - ground}


def _normal(x: np.ndarray, width: float) -> np.ndarray:
    return np.asarray(np.exp(-((x / width) ** 2) / 2))


def _sensor(v: Values, fano: bool = True, linear: bool = False) -> dict[str, float]:
    """Two distributions folded, and where the result falls to half of its maximum."""
    pairs = root(lambda x: x * v["w"] - v["E"], 0.0, 1e9)
    widths = np.sqrt((v["F"] if fano else 1) * pairs), v["q"]
    step = min(widths) / 5
    grid = np.arange(-8 * widths[0], 8 * widths[0], step)

    def line(x: float) -> float:
        if linear:
            return float(_normal(np.array(x), sum(widths)))
        return float(_normal(grid, widths[0]) @ _normal(x - grid, widths[1]))

    peak = line(0.0)
    half = brentq(lambda x: line(x) - peak / 2, 0.0, 5 * sum(widths), xtol=1e-9)
    return {"N": pairs, "D": 2 * half * v["w"]}


def _resonator(v: Values, rest: float = 0.5, spacing: float = 1.0) -> dict[str, float]:
    """A sum over the levels."""
    quantum = spacing * v["hbar"] * float(np.sqrt(np.linalg.solve([[v["m"]]], [v["k"]])[0]))
    numbers = np.arange(np.ceil(45 * v["k_B"] * v["T"] / quantum) + 2)
    weights = np.exp(-numbers * quantum / (v["k_B"] * v["T"]))
    weights /= weights.sum()
    energy = weights @ ((numbers + rest) * quantum)
    return {"N": weights @ numbers, "x": root(lambda x: v["k"] * x**2 / 2 - energy / 2, 0.0, 1e-6)}


def _microscope(v: Values, newton: bool = False, longer: float = 1.0) -> dict[str, float]:
    rest, gained = v["m_e"] * v["c"], v["e"] * v["U"]

    def surplus(p: float) -> float:
        kinetic = p**2 / (2 * v["m_e"]) if newton else v["c"] * p**2 / (np.hypot(p, rest) + rest)
        return float(kinetic - gained)

    wave = longer * v["h"] / root(surplus, 0.0, 1e-18)
    return {"lambda": wave, "d": root(lambda x: x * np.sin(v["a"]) / wave - 0.61, 0.0, 1.0)}


SOLUTIONS = {
    "cluster-virial-temperature": Solution(
        _cluster, (lambda v: _cluster(v, share=1.0), lambda v: _cluster(v, per_particle=0.5))
    ),
    "atmospheric-escape": Solution(_escape, (lambda v: _escape(v, fall=3), lambda v: _escape(v, flat=True))),
    "accretion-from-gas": Solution(_accrete, (lambda v: _accrete(v, fall=3), lambda v: _accrete(v, press=3.0))),
    "jeans-collapse": Solution(_jeans, (lambda v: _jeans(v, active=0.5), lambda v: _jeans(v, press=2.0))),
    "degenerate-star-matter": Solution(_dwarf, (lambda v: _dwarf(v, states=4), lambda v: _dwarf(v, light=True))),
    "nebula-radio-line": Solution(_radio, (lambda v: _radio(v, power=1), lambda v: _radio(v, thermal=1.0))),
    "suspension-thermal-noise": Solution(
        _suspend, (lambda v: _suspend(v, double=True), lambda v: _suspend(v, cold=True))
    ),
    "cherenkov-ring": Solution(_cherenkov, (lambda v: _cherenkov(v, power=2), lambda v: _cherenkov(v, slowed=True))),
    "detector-track-curvature": Solution(_track, (lambda v: _track(v, force=2.0), lambda v: _track(v, steep=True))),
    "exotic-atom": Solution(_exotic, (lambda v: _exotic(v, quantum=2.0), lambda v: _exotic(v, strength=v["s"]))),
    "silicon-energy-resolution": Solution(
        _sensor, (lambda v: _sensor(v, fano=False), lambda v: _sensor(v, linear=True))
    ),
    "nanoresonator-quanta": Solution(
        _resonator, (lambda v: _resonator(v, rest=0.0), lambda v: _resonator(v, spacing=2.0))
    ),
    "electron-microscope": Solution(
        _microscope, (lambda v: _microscope(v, newton=True), lambda v: _microscope(v, longer=2.0))
    ),
}
