"""Whether an equation follows from others: at points at which the others hold, it must hold too.

Points are found by Newton's method from random starts (minimum-norm steps where there are more symbols than equations),
every symbol keeping the sign that its start has. An equation that is violated at such a point does not follow, and the
point shows it; one that holds at all of them follows as surely as random points can tell. This covers rearrangement,
substitution and elimination alike, and needs no case for any of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.symbolic.evaluate import Arithmetic, Program, compute, floats, program
from physfm.symbolic.functions import FUNCTIONS
from physfm.symbolic.sampling import common_ratio, draw
from physfm.symbolic.tree import Node, Number, symbols

Equation = tuple[Node, Node]
Values = dict[str, NDArray[Any]]
STARTS = 40
ENOUGH = 6
_PLENTY = 24
_ITERATIONS = 40
_SECONDS = 5.0  # many symbols in many long equations end here, with the points found by then
_SOLVED = 1e-11
_HOLDS = 1e-7
_VIOLATED = 1e-5
_DISCRETE = 6  # so many different values of a symbol, at most, and the equations determine it


@dataclass(frozen=True)
class Implication:
    """Whether a conclusion holds where its premises do.

    Parameters
    ----------
    holds
        None if too few points were found.
    points
        Points at which the premises hold and the conclusion has a value.
    counterexample
        One at which the conclusion does not hold.
    ratio
        Left over right side of the conclusion where it is the same at all points.
    """

    holds: bool | None
    points: int
    counterexample: Mapping[str, float] | None = None
    ratio: float | None = None


@dataclass(frozen=True)
class Solutions:
    """Points at which equations hold: one array a symbol, (points,) each."""

    values: Values
    assumptions: Mapping[str, str]
    count: int

    def test(self, conclusion: Equation, rel_tol: float = 0.0) -> Implication:
        """Test a conclusion; symbols that the premises do not hold are drawn at random. ``rel_tol`` is for rounding."""
        others = [name for side in conclusion for name in symbols(side) if name not in self.values]
        values = {**self.values, **draw(others, self.assumptions, self.count, seed=2)}
        residual = _residual(conclusion)(values, self.count)
        good = np.flatnonzero(np.isfinite(residual))
        if len(good) < ENOUGH:
            return Implication(None, len(good))
        worst = good[np.argmax(np.abs(residual[good]))]
        error = abs(residual[worst])
        if error <= max(_HOLDS, rel_tol):
            return Implication(True, len(good))
        if error < max(_VIOLATED, rel_tol):
            return Implication(None, len(good))
        with np.errstate(all="ignore"):
            sides = [np.broadcast_to(compute(side, values, floats()), (self.count,))[good] for side in conclusion]
        counterexample = {name: float(column[worst]) for name, column in sorted(values.items())}
        return Implication(False, len(good), counterexample, common_ratio(*sides))

    def determined(self, name: str) -> list[float] | None:
        """Return the few values that a symbol can have; None if it is free (or there are too few points to tell)."""
        column = self.values.get(name)
        if column is None or self.count < ENOUGH:
            return None
        found: list[float] = []
        for value in column:
            if all(abs(value - other) > _HOLDS * abs(other) for other in found):
                found.append(float(value))
        return sorted(found) if len(found) <= min(_DISCRETE, self.count // 2) else None


def solutions(premises: Sequence[Equation], assumptions: Mapping[str, str]) -> Solutions:
    """Find points at which all premises hold; real symbols take the sign of a random start."""
    names = sorted({name for equation in premises for side in equation for name in symbols(side)})
    if not names:
        return Solutions({}, assumptions, STARTS)
    start = draw(names, assumptions, STARTS, seed=1)
    signs = np.stack([np.sign(start[name].real) for name in names], axis=-1)  # (starts, names)
    logs = np.stack([np.log(np.abs(start[name].real)) for name in names], axis=-1)
    compiled = [_residual(equation) for equation in premises]
    moved = np.array(["integer" not in assumptions.get(name, "") for name in names])

    def values(u: NDArray[Any]) -> Values:
        with np.errstate(over="ignore"):
            return dict(zip(names, (signs * np.exp(u)).T, strict=True))

    def residuals(u: NDArray[Any]) -> NDArray[Any]:
        given = values(u)
        return np.stack([equation(given, len(u)) for equation in compiled], axis=-1)  # (starts, premises)

    logs = _newton(residuals, logs, moved)
    with np.errstate(invalid="ignore"):
        solved = np.abs(residuals(logs)).max(-1) < _SOLVED
    return Solutions({name: column[solved] for name, column in values(logs).items()}, assumptions, int(solved.sum()))


@dataclass(frozen=True)
class _Residual:
    """Difference of the sides of an equation over the size of what cancels in it; nan where it has no real value."""

    left: Program
    right: Program

    def __call__(self, values: Mapping[str, Any], count: int) -> NDArray[Any]:
        given = {name: _Sized(value, np.abs(value)) for name, value in values.items()}
        with np.errstate(all="ignore"):
            left, right = (side.run(given, _sizes()) for side in (self.left, self.right))
            size = left.size + right.size
            relative = np.broadcast_to((left.value - right.value) / np.where(size == 0, 1, size), (count,))
            real = np.isfinite(relative) & (np.abs(relative.imag) <= _SOLVED)
            return np.where(real, relative.real, np.nan)


def _residual(equation: Equation) -> _Residual:
    return _Residual(program(equation[0]), program(equation[1]))


class _Sized:
    """A value, and what its absolute value would be if nothing cancelled: the scale on which (x-2)*(x-3) is zero."""

    __slots__ = ("size", "value")

    def __init__(self, value: Any, size: Any) -> None:
        self.value = value
        self.size = size

    def __add__(self, other: _Sized) -> _Sized:
        return _Sized(self.value + other.value, self.size + other.size)

    def __mul__(self, other: _Sized) -> _Sized:
        return _Sized(self.value * other.value, self.size * other.size)

    def __truediv__(self, other: _Sized) -> _Sized:
        return _Sized(self.value / other.value, self.size / np.abs(other.value))


@cache
def _sizes() -> Arithmetic:
    plain = floats()

    def power(base: _Sized, exponent: _Sized) -> _Sized:
        value = plain.power(base.value, exponent.value)
        if np.ndim(exponent.value) == 0 and np.isrealobj(exponent.value) and exponent.value > 0:
            return _Sized(value, base.size**exponent.value)
        return _Sized(value, np.abs(value))

    def sized(name: str, function: Callable[..., Any]) -> Callable[..., _Sized]:
        # sin(x) = 0 cancels inside of the sine, whose arguments are of order one
        extra = 1.0 if FUNCTIONS[name].rule == "plain" else 0.0

        def call(*arguments: _Sized) -> _Sized:
            value = function(*(argument.value for argument in arguments))
            size = np.sqrt(arguments[0].size) if name == "sqrt" else np.abs(value) + extra
            return _Sized(value, size)

        return call

    def number(given: Number) -> _Sized:
        value = plain.number(given)
        return _Sized(value, abs(value))

    functions = {name: sized(name, function) for name, function in plain.functions.items()}
    return Arithmetic(number, _Sized(plain.pi, plain.pi), power, functions)


def _newton(residuals: Callable[[NDArray[Any]], NDArray[Any]], u: NDArray[Any], moved: NDArray[Any]) -> NDArray[Any]:
    """Newton's method with minimum-norm steps of at most one in the logarithms, halved where they do not help."""
    step, end = 1e-6, time.monotonic() + _SECONDS
    with np.errstate(all="ignore"):
        r = residuals(u)
        for _ in range(_ITERATIONS):
            size = np.abs(r).max(-1)
            busy = np.isfinite(size) & (size > 1e-15)
            if not busy.any() or (size < _SOLVED).sum() >= _PLENTY or time.monotonic() > end:
                break
            columns = []
            for k in range(u.shape[-1]):
                shift = np.zeros(u.shape[-1])
                shift[k] = step * moved[k]
                columns.append((residuals(u + shift) - residuals(u - shift)) / (2 * step))
            jacobian = np.nan_to_num(np.stack(columns, axis=-1))  # (starts, premises, names)
            move = -np.einsum("snp,sp->sn", np.linalg.pinv(jacobian, rcond=1e-10), np.nan_to_num(r))
            move /= np.maximum(1.0, np.abs(move).max(-1, keepdims=True))
            scale = np.where(busy, 1.0, 0.0)
            before = u
            for _ in range(6):
                trial = u + scale[:, None] * move
                new = residuals(trial)
                take = (np.abs(new).max(-1) < size) & (scale > 0)
                u, r = np.where(take[:, None], trial, u), np.where(take[:, None], new, r)
                scale = np.where(take, 0.0, scale / 2)
            if np.array_equal(before, u):  # nothing gets better any more
                break
    return u
