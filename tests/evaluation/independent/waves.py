"""Waves and optics: phases added up, rays traced, crests followed, eigenvalues of the wave equation."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.integrate import quad
from scipy.linalg import eigvals
from scipy.optimize import brentq

from evaluation.independent import Solution, Values


def _slits(v: Values, slowness: int = 1, waves: float = 1.0) -> dict[str, float]:
    """The direction in which the ways to a very far point differ as they should."""
    wavelength = v["c"] / v["n"] ** slowness * (1 / v["f"])
    far, ratio = 1e4, wavelength / v["d"]  # in units of the slit separation

    def excess(theta: float) -> float:
        x, z = far * np.sin(theta), far * np.cos(theta)
        return float(np.hypot(x + 0.5, z) - np.hypot(x - 0.5, z)) / ratio - waves

    theta = float(brentq(excess, 0.0, 1.0, xtol=1e-15))
    return {"lambda": wavelength, "y": v["D"] * np.sin(theta) / np.cos(theta)}


def _grating(v: Values, energy: float = 1.0, reference: float | None = None) -> dict[str, float]:
    """The wavelength as a root of the photon's energy; the direction as a root of the phase between two lines."""

    def surplus(x: float) -> float:
        frequency = v["c"] / (x * 1e-9)
        of_photon = energy * v["h"] * frequency * (1 if reference is None else frequency / reference)
        return of_photon / v["E"] - 1

    wavelength = float(brentq(surplus, 10, 5000, rtol=1e-13)) * 1e-9

    def phase(theta: float) -> float:
        return 2 * np.pi / wavelength * np.sin(theta) / v["N"] - 2 * np.pi * v["k"]

    theta = float(brentq(phase, 0, np.pi / 2, rtol=1e-13))
    return {"theta": theta, "x": v["F"] * np.sin(theta) / np.cos(theta)}


def _lens(v: Values, power: float = 1.0, image: float = 1.0) -> dict[str, float]:
    """Rays through both surfaces as matrices; where and how high they meet again."""
    index = 1 + power * (v["n"] - 1)
    into = np.array([[1, 0], [-(index - 1) / (index * v["R_1"]), 1 / index]])
    out = np.array([[1, 0], [-(index - 1) / v["R_2"], index]])
    heights = np.array([[v["y"], v["y"]], [0.0, -v["y"] / v["a"]]])  # two rays from the top of the object
    rays = out @ into @ np.array([[1, v["a"]], [0, 1]]) @ heights
    b = image * float((rays[0, 0] - rays[0, 1]) / (rays[1, 1] - rays[1, 0]))
    central = v["y"] / v["a"]
    return {"b": b, "Y": central * b}


@cache
def _modes() -> np.ndarray:
    """Angular frequencies of a string of length 2, tension 1 and density 1, on Chebyshev's points."""
    n = 44
    x = np.cos(np.pi * np.arange(n + 1) / n)
    weight = np.array([2.0, *[1.0] * (n - 1), 2.0]) * (-1.0) ** np.arange(n + 1)
    matrix = np.outer(weight, 1 / weight) / (x[:, None] - x[None, :] + np.eye(n + 1))
    matrix -= np.diag(matrix.sum(axis=1))
    return np.sort(np.sqrt(np.abs(eigvals(-(matrix @ matrix)[1:-1, 1:-1]))))


def _string(v: Values, whole: bool = False, speed: float | None = None) -> dict[str, float]:
    """The modes of the wave equation; the speed as two lengths in a period of the lowest."""
    pull = v["T"] if speed is None else v["mu"] * (v["T"] / (v["mu"] * speed)) ** 2
    unit = np.sqrt(pull / v["mu"]) / (v["L"] / 2) / (2 * np.pi)
    mode = round(v["n"]) * (2 if whole else 1)
    return {"f": float(_modes()[mode - 1] * unit), "v": float(2 * v["L"] * _modes()[0] * unit)}


def _siren(v: Values, carried: bool = False, stiff: float | None = None) -> dict[str, float]:
    """The slope of pressure in density; two crests followed from their emission to their arrival."""
    stiff = v["gamma"] if stiff is None else stiff
    density = 101325 * v["M"] / (v["R"] * v["T"])

    def pressure(x: float) -> float:
        return 101325 * stiff / v["gamma"] * x ** v["gamma"]

    step = 1e-4
    slope = (8 * (pressure(1 + step) - pressure(1 - step)) - pressure(1 + 2 * step) + pressure(1 - 2 * step)) / 12
    w = np.sqrt(slope / step / density)
    period = 1 / v["f_0"]
    speed = w + (v["v"] if carried else 0.0)
    arrival = [emitted + (1000 - v["v"] * emitted) / speed for emitted in (0.0, period)]
    apart = speed * period - v["v"] * period
    return {"f": float(1 / (arrival[1] - arrival[0])), "lambda": float(apart)}


def _slab(v: Values, fast: bool = False, tangents: bool = False) -> dict[str, float]:
    """Fermat's principle: the way along which a small shift of the entry does not change the time."""
    x, d, n = np.tan(v["alpha"]), v["d"], v["n"]

    def slope(s: float) -> float:
        def time(shift: float) -> float:
            if tangents:  # quadratic in the sideways way, so that its slope is the tangent
                return (x + shift) ** 2 / 2 + n * (s - shift) ** 2 / 2
            return np.hypot(1, x + shift) + n * np.hypot(1, s - shift)

        h = 1e-3
        return (8 * (time(h) - time(-h)) - time(2 * h) + time(-2 * h)) / (12 * h)

    s = float(brentq(slope, 0.0, x, xtol=1e-14))
    speed = v["c"] * n if fast else v["c"] / n
    return {"beta": float(np.arctan2(s, 1)), "t": float(np.hypot(d, s * d)) / speed}


def _sound(v: Values, flux: float = 1.0, reach: float | None = None) -> dict[str, float]:
    """Power through a sphere, pressure times velocity averaged over a period, velocity integrated."""
    r = v["r"] if reach is None else np.sqrt(v["r"] * reach)
    sphere = quad(lambda x: 2 * np.pi * r**2 * np.sin(x), 0, np.pi)[0]
    phase = np.arange(64) * np.pi / 32

    def surplus(amplitude: float) -> float:
        pressure = amplitude * np.sin(phase)
        mean = flux * (pressure * pressure / (v["rho"] * v["w"])).mean()
        return mean * sphere / v["P"] - 1

    p = float(brentq(surplus, 0.0, 1e3, xtol=1e-14, rtol=1e-13))
    u = p / (v["rho"] * v["w"])
    swing = quad(lambda x: u * np.cos(x) / (2 * np.pi * v["f"]), 0, np.pi / 2, epsabs=0)[0]
    return {"p": p, "s": swing}


SOLUTIONS = {
    "double-slit": Solution(  # the small angles are up to 0.02
        _slits, (lambda v: _slits(v, slowness=2), lambda v: _slits(v, waves=0.5)), rel_tol=4e-4
    ),
    "grating-spectrometer": Solution(
        _grating, (lambda v: _grating(v, energy=0.5), lambda v: _grating(v, reference=v["f_0"]))
    ),
    "thin-lens-image": Solution(_lens, (lambda v: _lens(v, image=2.0), lambda v: _lens(v, power=0.5))),
    "string-harmonics": Solution(_string, (lambda v: _string(v, speed=v["w"]), lambda v: _string(v, whole=True))),
    "doppler-siren": Solution(_siren, (lambda v: _siren(v, carried=True), lambda v: _siren(v, stiff=1 / 3))),
    "slab-refraction": Solution(_slab, (lambda v: _slab(v, tangents=True), lambda v: _slab(v, fast=True))),
    "sound-amplitude": Solution(_sound, (lambda v: _sound(v, reach=v["b"]), lambda v: _sound(v, flux=4.0))),
}
