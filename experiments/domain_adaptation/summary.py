"""Arms against the base: paired differences whose intervals hold the variation of documents and of trainings.

An interval adds two half-widths in quadrature: of a bootstrap over documents (or items), with the mean over seeds taken
first, and of Student's t over seeds, with the mean over documents taken first. The base has no seed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from physfm.statistics import Interval, bootstrap, over_seeds, paired, roc_auc, wilson

PARTS = ("generated solutions", "real solutions")
CHOICES = ("right step", "generated choices", "MMLU physics")
Found = Mapping[str, Any]


def combined(values: ArrayLike, sizes: ArrayLike, resamples: int) -> Interval:
    """Ratio of sums over documents, mean over seeds.

    Parameters
    ----------
    values
        (seeds, documents).
    sizes
        (documents,), what the values are divided by, in sum.
    """
    by_seed, size = np.asarray(values, float), np.asarray(sizes, float)
    documents = bootstrap(lambda v, n: float(v.sum() / n.sum()), by_seed.mean(0), size, resamples=resamples)
    if len(by_seed) < 2:
        return documents
    seeds = over_seeds(by_seed.sum(1) / size.sum())
    return Interval(
        documents.value,
        documents.value - math.hypot(documents.value - documents.low, seeds.value - seeds.low),
        documents.value + math.hypot(documents.high - documents.value, seeds.high - seeds.value),
    )


def measures(found: Found, sizes: Found) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Values and sizes of each measure of one model: bits and bytes, or right answers and ones."""
    rows: dict[str, list[int]] = {}
    for row, group in enumerate(sizes["groups"]):
        rows.setdefault(group, []).append(row)
    taken = {name: (np.take(found["passages"], some), np.take(sizes["passages"], some)) for name, some in rows.items()}
    taken |= {name: (np.asarray(found[name], float), np.asarray(sizes[name], float)) for name in PARTS}
    for split, chosen in (("private", True), ("public", False)):
        kept = np.asarray(sizes["private"]) == chosen
        name = PARTS[0]
        taken[f"{name}, {split}"] = np.asarray(found[name], float)[kept], np.asarray(sizes[name], float)[kept]
    return taken | {name: (np.asarray(found[name], float), np.ones(len(found[name]))) for name in CHOICES}


def against(base: Found, arm: Sequence[Found], sizes: Found, resamples: int) -> dict[str, Any]:
    """Every measure of an arm, and its paired difference to the base (or to another arm, seed by seed)."""
    before = measures(base, sizes)
    after = [measures(each, sizes) for each in arm]
    result: dict[str, Any] = {}
    for name, (own, size) in before.items():
        values = np.stack([each[name][0] for each in after])
        result[name] = {
            "n": len(size),
            "base": combined(own[None], size, resamples),
            "value": combined(values, size, resamples),
            "minus_base": combined(values - own, size, resamples),
            "seeds": [float(v.sum() / size.sum()) for v in values],
        }
        if name in CHOICES:
            result[name]["base"] = wilson(int(own.sum()), len(own))
            result[name]["p"] = [paired(v > 0.5, own > 0.5).p for v in values]
    return result


def between(one: Sequence[Found], other: Sequence[Found], sizes: Found, resamples: int) -> dict[str, Any]:
    """The paired difference of two arms, first minus second, seed by seed."""
    pairs = [(measures(a, sizes), measures(b, sizes)) for a, b in zip(one, other, strict=True)]
    return {
        name: combined(np.stack([a[name][0] - b[name][0] for a, b in pairs]), size, resamples)
        for name, (_, size) in pairs[0][0].items()
    }


def memory(base: Found, arm: Sequence[Found]) -> dict[str, Any]:
    """What min-k%++ says of each training: does it tell what was read, and do questions look as if they had been?

    The figure is the rise over the base. ``area``: of pieces that were read over pieces that were not. ``questions``:
    area of each kind of questions over the same pieces that were not read; one half or less is no sign.
    """
    areas: dict[str, list[float]] = {}
    rises: dict[str, list[float]] = {}
    for each in arm:
        rise = {k: np.subtract(v, base["surprise"][k]) for k, v in each["surprise"].items()}
        unread = rise["not trained"]
        for name, some in rise.items():
            rises.setdefault(name, []).append(float(some.mean()))
            if name != "not trained":
                label = np.repeat([True, False], [len(some), len(unread)])
                areas.setdefault(name, []).append(roc_auc(np.concatenate([some, unread]), label))
    splits = []
    for each in arm:
        two = [np.subtract(each["surprise"][k], base["surprise"][k]) for k in ("public questions", "private questions")]
        splits.append(roc_auc(np.concatenate(two), np.repeat([True, False], [len(r) for r in two])))
    return {
        "area_over_pieces_not_trained": {k: over_seeds(v) for k, v in areas.items()},
        "mean_rise": {k: over_seeds(v) for k, v in rises.items()},
        "area_public_over_private": over_seeds(splits),
    }
