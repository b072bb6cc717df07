"""Random points that respect assumptions, and comparison of two expressions at them.

Points are drawn log-uniformly between 0.1 and 10 with the signs that the assumptions allow. Doubles decide clear cases;
where they disagree, and at some points where they agree, 50-digit arithmetic decides, so that neither cancellation
nor a difference in the twelfth digit goes unnoticed. Seeds are fixed: the same question gets the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm.symbolic.evaluate import compute, exactly, floats, precise
from physfm.symbolic.tree import Node, symbols

POINTS = 48
CONFIRMED = 4
"""Points at which 50 digits are computed even if doubles agree."""
ENOUGH = 8
"""Fewer points than these, at which both sides have a value, decide nothing."""
_CLOSE = 1e-9
_SAME = 1e-25  # of 50 digits
_ROUNDING = 1e-44  # a million times what one operation loses


@dataclass(frozen=True)
class Comparison:
    """Two expressions at random points.

    Parameters
    ----------
    equal
        None if there were too few points at which both have a value.
    points
        At how many points both have a value.
    counterexample
        A point at which they differ.
    left, right
        Their values there.
    ratio
        left over right where it is the same at all points, a hint at a lost factor or sign.
    """

    equal: bool | None
    points: int
    counterexample: Mapping[str, float | complex] | None = None
    left: complex = 0
    right: complex = 0
    ratio: float | None = None


def draw(
    names: Sequence[str], assumptions: Mapping[str, str], count: int = POINTS, seed: int = 0
) -> dict[str, NDArray[Any]]:
    """Draw values for every name under its assumption, (count,) each; real where nothing is said."""
    found: dict[str, NDArray[Any]] = {}
    for index, name in enumerate(sorted(names)):
        rng = np.random.default_rng([seed, index])
        size = 10.0 ** rng.uniform(-1, 1, count)
        sign = rng.choice([-1.0, 1.0], count)
        word = assumptions.get(name, "real")
        if word == "complex":
            found[name] = size * np.exp(1j * rng.uniform(-np.pi, np.pi, count))
        elif "integer" in word:
            whole = rng.integers(1, 9, count).astype(float)
            found[name] = whole if "positive" in word else whole * sign
        else:
            found[name] = {"positive": size, "nonnegative": size, "negative": -size}.get(word, size * sign)
    return found


def compare(left: Node, right: Node, assumptions: Mapping[str, str], rel_tol: float = 0.0) -> Comparison:
    """Compare two expressions without derivatives and integrals at random points.

    Parameters
    ----------
    rel_tol
        Relative difference that still counts as equal, for rounded numbers; 0 asks for equality.
    """
    names = sorted({*symbols(left), *symbols(right)})
    count = POINTS if names else 1
    values = draw(names, assumptions, count)
    with np.errstate(all="ignore"):
        both = [
            np.broadcast_to(np.asarray(compute(side, _complex(values), floats()), complex), (count,))
            if _takes_complex(side)
            else _one_by_one(side, values, count)
            for side in (left, right)
        ]
    a, b = both
    valid = np.flatnonzero(np.isfinite(a) & np.isfinite(b))
    if len(valid) < min(ENOUGH, count):
        return Comparison(None, len(valid))
    with np.errstate(all="ignore"):  # entries that are not valid
        scale = np.maximum(np.abs(a), np.abs(b))
        error = np.where(scale > 0, np.abs(a - b) / np.where(scale > 0, scale, 1), 0)
    if rel_tol and error[valid].max() <= rel_tol:
        return Comparison(True, len(valid))
    suspects = [i for i in valid if error[i] > _CLOSE]
    checked = 0
    # Those that differ most first: rounding makes small differences, wrong formulas large ones.
    for i in [*sorted(suspects, key=lambda i: -error[i]), *[i for i in valid if error[i] <= _CLOSE][:CONFIRMED]]:
        same = _same_at(left, right, {name: values[name][i].item() for name in names})
        checked += same is not None
        if same is False:
            ratio = common_ratio(a[valid], b[valid])
            point = {name: values[name][i].item() for name in names}
            return Comparison(False, len(valid), point, a[i].item(), b[i].item(), ratio)
    return Comparison(True if checked or not suspects else None, len(valid))


def _complex(values: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name: np.asarray(value, complex) for name, value in values.items()}


def _takes_complex(tree: Node) -> bool:
    """Whether every function in the tree has complex values (all but arctan2, min, max, Bessel functions)."""
    try:
        compute(tree, dict.fromkeys(symbols(tree), np.complex128(0.5 + 0.1j)), floats())
    except InputError:
        return False
    return True


def _one_by_one(tree: Node, values: Mapping[str, NDArray[Any]], count: int) -> NDArray[Any]:
    out = np.full(count, np.nan, complex)
    for i in range(count):
        try:
            out[i] = compute(tree, {name: value[i] for name, value in values.items()}, floats())
        except InputError:
            continue
    return out


def _same_at(left: Node, right: Node, point: Mapping[str, Any]) -> bool | None:
    """Compare with 50 digits; None where a value in between overflows or does not exist."""
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            for side in (left, right):
                compute(side, {name: np.asarray(value)[()] for name, value in point.items()}, floats())
        seen: list[Any] = []
        exact = {name: exactly(value) for name, value in point.items()}
        a, b = (compute(side, exact, precise(seen)) for side in (left, right))
        scale = max(abs(a), abs(b))
        # A difference far below everything that went into it is rounding: 1 - sin(x)^2 - cos(x)^2 is zero.
        return bool(abs(a - b) <= max(_SAME * scale, _ROUNDING * max(seen, default=scale)))
    except (InputError, ArithmeticError, ValueError):
        return None


def common_ratio(a: NDArray[Any], b: NDArray[Any]) -> float | None:
    """Return a over b if it is the same real number everywhere: a lost factor or sign."""
    with np.errstate(all="ignore"):
        ratios = a / b
    ratios = ratios[np.isfinite(ratios)]
    if len(ratios) < ENOUGH or np.abs(ratios - ratios[0]).max() > 1e-6 * abs(ratios[0]) or abs(ratios[0].imag) > 1e-9:
        return None
    return float(ratios[0].real)
