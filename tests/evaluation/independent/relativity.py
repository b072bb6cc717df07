"""Relativity: boosts of events and of four-momenta, dispersion relations solved by a root, potentials integrated."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.integrate import quad
from scipy.linalg import expm
from scipy.optimize import brentq

from evaluation.independent import Solution, Values

_GENERATOR = np.array([[0.0, 1.0], [1.0, 0.0]])


def _boost(beta: float) -> np.ndarray:
    """Of (ct, x), by exponentiating the generator."""
    return np.asarray(expm(np.arctanh(beta) * _GENERATOR))


def _decay(v: Values) -> dict[str, float]:
    """The event of the decay, boosted from the rest frame."""
    time, place = _boost(v["beta"]) @ [v["c"] * v["tau"], 0.0]
    return {"t": time / v["c"], "D": place}


def _slowed(v: Values, power: float) -> dict[str, float]:
    slow = _boost(v["beta"])[0, 0] ** power
    time = quad(lambda _: slow, 0, v["tau"])[0]
    return {"t": time, "D": quad(lambda _: v["beta"] * v["c"], 0, time)[0]}


def _accelerated(v: Values, energy: Callable[[float], float]) -> dict[str, float]:
    """Momentum in units of m c by a root of the energy's gain; velocity by differences of the energy."""
    rest = v["m_e"] * v["c"] ** 2
    gain = v["e"] * v["V"] / rest
    p = brentq(lambda x: energy(x) - energy(0.0) - gain, 0, 1e3, xtol=1e-14, rtol=1e-14)
    step = 1e-4
    points = [energy(p + n * step) for n in (-2, -1, 1, 2)]
    slope = (points[0] - 8 * points[1] + 8 * points[2] - points[3]) / (12 * step)
    return {"p": p * v["m_e"] * v["c"], "v": slope * v["c"]}


def _doppler(v: Values) -> dict[str, float]:
    """The photon's energy and momentum, boosted."""
    energy = v["h"] * v["c"] / v["lambda_0"]
    seen = (_boost(-v["beta"]) @ [energy, energy])[0]
    return {"lambda_1": v["h"] * v["c"] / seen, "E": seen}


def _crests(v: Values) -> dict[str, float]:
    """Two crests sent a period apart by a source that recedes, without time dilation."""
    period = v["lambda_0"] / v["c"]
    arrivals = [t + v["beta"] * v["c"] * t / v["c"] for t in (0.0, period)]
    wavelength = (arrivals[1] - arrivals[0]) * v["c"]
    return {"lambda_1": wavelength, "E": v["h"] * v["c"] / wavelength}


def _squared(v: Values) -> dict[str, float]:
    plain = _doppler(v)
    frequency = v["c"] / plain["lambda_1"]
    agreed = v["c"] / v["b"]
    return {**plain, "E": v["h"] * agreed * (frequency / agreed) ** 2}


def _journey(v: Values, aside: bool = False) -> dict[str, float]:
    """Clock of the traveller by boosting; a launch at right angles where aside."""
    first = np.eye(3)
    first[np.ix_([0, 1], [0, 1])] = _boost(v["u"])
    second = np.eye(3)
    axes = [0, 2] if aside else [0, 1]
    second[np.ix_(axes, axes)] = _boost(v["w"])
    moving = first @ second @ [1.0, 0.0, 0.0]
    beta = float(np.hypot(moving[1], moving[2]) / moving[0])
    time = v["L"] / (beta * v["c"])
    return {"beta": beta, "t": time, "T": time / float(moving[0])}


def _galilean(v: Values) -> dict[str, float]:
    times = [brentq(lambda t: (v["u"] + v["w"]) * v["c"] * t - v["L"], 0, v["L"] / v["c"] * 10, rtol=1e-14)]
    return {"beta": v["L"] / v["c"] / times[0], "t": times[0], "T": times[0]}


def _collision(v: Values, share: float = 1.0) -> dict[str, float]:
    """The frame in which the momenta cancel, by a root for its speed; energies there by boosts."""
    target = v["m_2"] * share
    beam = np.array([v["E"], np.sqrt(v["E"] ** 2 - v["m_1"] ** 2)]) / v["E"]
    total = beam + np.array([target, 0.0]) / v["E"]
    rapidity = brentq(lambda y: (expm(-y * _GENERATOR) @ total)[1], 0, 10, xtol=1e-14)
    energy = float((expm(-rapidity * _GENERATOR) @ total)[0]) * v["E"]
    return {"W": energy, "A": energy - v["m_1"] - target}


def _newtonian_collision(v: Values) -> dict[str, float]:
    """Kinetic energies about the centre of mass, with c = 1."""
    speed = np.sqrt(2 * (v["E"] - v["m_1"]) / v["m_1"])
    common = v["m_1"] * speed / (v["m_1"] + v["m_2"])
    kinetic = v["m_1"] * (speed - common) ** 2 / 2 + v["m_2"] * common**2 / 2
    return {"W": kinetic + v["m_1"] + v["m_2"], "A": kinetic}


def _climb(v: Values, power: float = 1.0) -> dict[str, float]:
    """Loss of frequency against the local acceleration, summed up along the way; x = R/r."""
    depth = v["G"] * v["M"] / (v["c"] ** 2 * v["R"])
    z = np.expm1(power * quad(lambda x: depth / (1 - 2 * depth * x), 0, 1)[0])
    return {"z": z, "lambda_1": v["lambda_0"] * (1 + z)}


def _weak(v: Values) -> dict[str, float]:
    z = quad(lambda x: v["G"] * v["M"] / (v["R"] * v["c"] ** 2), 0, 1)[0]
    return {"z": z, "lambda_1": v["lambda_0"] + z * v["lambda_0"]}


SOLUTIONS = {
    "time-dilation": Solution(_decay, (lambda v: _slowed(v, 2), lambda v: _slowed(v, 0))),
    "relativistic-acceleration": Solution(
        lambda v: _accelerated(v, lambda p: np.hypot(1, p)),
        (
            lambda v: _accelerated(v, lambda p: p**2 / 2),
            lambda v: _accelerated(v, lambda p: np.hypot(1, p / 2)),
        ),
    ),
    "doppler-light": Solution(_doppler, (_crests, _squared)),
    "velocity-addition": Solution(_journey, (_galilean, lambda v: _journey(v, aside=True))),
    "fixed-target-energy": Solution(_collision, (_newtonian_collision, lambda v: _collision(v, share=0.25))),
    "gravitational-redshift": Solution(_climb, (_weak, lambda v: _climb(v, power=2.0))),
}
