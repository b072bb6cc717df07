"""Independent solutions of the families: the physics once more, by another route than the family's laws."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scipy.optimize import brentq

Values = Mapping[str, float]
Solve = Callable[[Values], Mapping[str, float]]


@dataclass(frozen=True)
class Solution:
    """How a family is solved by another route.

    Parameters
    ----------
    plain
        From SI values of the given quantities and constants to SI values of what is asked for: by integrating an
        equation of motion, finding a root, a quadrature, a sum over states, or a library of the field.
    altered
        The same under each alteration, in their order.
    rel_tol
        Of the route itself.
    """

    plain: Solve
    altered: tuple[Solve, ...]
    rel_tol: float = 1e-6


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """A root by bisection and secants, as exact as floats allow."""
    return float(brentq(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=500))


def solutions() -> dict[str, Solution]:
    """All solutions by the name of their family."""
    from physfm.evaluation.problems.generator import THEMES

    found: dict[str, Solution] = {}
    for theme in THEMES:
        found |= importlib.import_module(f"evaluation.independent.{theme}").SOLUTIONS
    return found
