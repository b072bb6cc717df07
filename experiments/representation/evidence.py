"""From curves to claims: scores at equal operations and at equal data, and differences to continuous on the same items.

A claim is a difference whose two-sided paired t-test over seeds, adjusted by Holm over the whole family (every task,
representation, score and reading), is below `LEVEL`. Differences to and of the controls are intervals without claims.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from experiments.representation.representations import CONTROLS, NAMES, REFERENCE
from experiments.representation.training import within
from physfm.statistics import holm, over_seeds

LEVEL = 0.05
READINGS = ("equal compute", "equal data")
SCORES = ("auc", "r2")
Curves = Mapping[tuple[str, str], Sequence[Sequence[dict[str, float]]]]
"""From (task, representation) to the points of every seed."""


def different(values: ArrayLike) -> float:
    """Two-sided p-value that the mean is not zero (Student's t); 1 for fewer than two seeds or without any spread."""
    from scipy.stats import ttest_1samp

    data = np.asarray(values, float)
    if len(data) < 2 or not np.isfinite(data).all() or np.ptp(data) == 0:
        return 1.0
    return float(ttest_1samp(data, 0).pvalue)


def readings(curves: Curves, flops: float, samples: int) -> dict[tuple[str, str, str, str], list[float]]:
    """Scores of every seed by task, representation, reading and score; those that cannot be said are left out."""
    found = {}
    for (task, name), seeds in curves.items():
        for reading, limit in zip(READINGS, ((flops, math.inf), (math.inf, samples)), strict=True):
            points = [within(points, *limit) for points in seeds]
            for score in SCORES:
                values = [point[score] for point in points]
                if all(v is not None and math.isfinite(v) for v in values):
                    found[task, name, reading, score] = values
    return found


def assemble(curves: Curves, flops: float, samples: int) -> dict[str, Any]:
    """Return ``scores``, ``comparisons``, ``parts`` and ``claims``, JSON all through."""
    found = readings(curves, flops, samples)
    comparisons = [
        {**_named(key), **_difference(values, found[key[0], REFERENCE, *key[2:]])}
        for key, values in found.items()
        if key[1] in NAMES and key[1] != REFERENCE
    ]
    for entry, p in zip(comparisons, holm([e["p"] for e in comparisons]), strict=True):
        entry["p_adjusted"] = p
        entry["claim"] = p < LEVEL
    parts = []
    for key, values in found.items():
        if key[1] in CONTROLS:
            parts.append(
                {
                    **_named(key),
                    "lost by rounding": over_seeds(np.subtract(values, found[key[0], REFERENCE, *key[2:]])).as_dict(),
                    "of the form alone": over_seeds(
                        np.subtract(found[key[0], CONTROLS[key[1]], *key[2:]], values)
                    ).as_dict(),
                }
            )
    return {
        "scores": [{**_named(k), "value": over_seeds(v).as_dict(), "seeds": v} for k, v in found.items()],
        "comparisons": comparisons,
        "parts": parts,
        "claims": [_said(entry) for entry in comparisons if entry["claim"]],
    }


def _named(key: tuple[str, str, str, str]) -> dict[str, Any]:
    return dict(zip(("task", "representation", "reading", "score"), key, strict=True))


def _difference(own: Sequence[float], other: Sequence[float]) -> dict[str, Any]:
    values = np.subtract(own, other)
    return {"minus_continuous": over_seeds(values).as_dict(), "p": different(values)}


def _said(entry: Mapping[str, Any]) -> str:
    above = "above" if entry["minus_continuous"]["value"] > 0 else "below"
    return f"{entry['task']}, {entry['score']}, {entry['reading']}: {entry['representation']} {above} {REFERENCE}"
