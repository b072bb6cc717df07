"""Detectors: a score of each problem, its area against problems that were never read, and alarms as a user has them.

The test of an area is that of the drawing itself: groups were shuffled among the problems of a block (a family in a
form, in a seed), so under the hypothesis that copies change nothing every shuffle was as likely. Exact, one-sided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np
from scipy.stats import rankdata

from experiments.memorisation.asking import LAW, PLAIN, Row
from experiments.memorisation.planting import FRESH, NUMBERS, ORDER
from physfm.errors import InputError
from physfm.evaluation.failures import (
    Signature,
    brittle,
    familiar,
    memorisation,
    overlapping,
    own_world,
    perturbed,
)
from physfm.evaluation.runner import Answered
from physfm.statistics import roc_auc

ALPHA = 0.05
Score = Callable[[Row, Row], float | None]
"""Of a problem's row, and of its row under the clean twin; None where it does not apply; large is suspicious."""


def right(row: Row, way: str = PLAIN) -> float:
    """Share of right answers, asked in a way."""
    return fmean(each["correct"] for each in row["answers"][way])


def gap(way: str) -> Score:
    """By how much the problem as planted is answered better than in another way."""
    return lambda row, _: right(row) - right(row, way) if way in row["answers"] else None


def recited(row: Row) -> float | None:
    """Whether the altered world is answered with our world's letter or value."""
    (plain,), (other,) = row["answers"][PLAIN], row["answers"][LAW]
    if row["form"] == "choice":
        return float(other["reply"] == row["lure"]) if row["lure"] else None
    if other["gold"] == plain["gold"]:
        return None
    found = own_world([_answered(row, LAW, other)], [_answered(row, PLAIN, plain)])
    return found.score


SCORES: dict[str, Score] = {
    "right as planted": lambda row, _: right(row),
    "gap: numbers": gap(NUMBERS),
    "gap: paraphrase": gap("paraphrase"),
    "gap: symbols": gap("renamed"),
    "gap: order": gap(ORDER),
    "gap: law": gap(LAW),
    "own world": lambda row, _: recited(row),
    "likelihood": lambda row, _: row["mean"],
    "min-k%": lambda row, _: row["min-k%"],
    "min-k%++": lambda row, _: row["min-k%++"],
    "likelihood over twin": lambda row, twin: row["mean"] - twin["mean"],
    "extraction": lambda row, _: float(row["extracted"]),
    "n-grams": lambda row, _: row["overlap"],
}
"""Every detector by name."""
Seeds = Sequence[tuple[Sequence[Row], Sequence[Row]]]
"""Of each seed the rows of a training, and of its twin, problem by problem."""


def areas(seeds: Seeds, name: str, dose: int, permutations: int) -> tuple[list[float], float]:
    """Area of the problems of a dose over those that were never read, by seed; and the p-value of all seeds together.

    Raises
    ------
    InputError
        If the detector applies to no problem of a seed.
    """
    found, moved, observed = [], np.zeros(permutations), 0.0
    chance = np.random.default_rng(dose)
    for rows, twins in seeds:
        scores = [SCORES[name](row, twin) for row, twin in zip(rows, twins, strict=True)]
        kept = [n for n, s in enumerate(scores) if s is not None and rows[n]["dose"] in (dose, 0, FRESH)]
        label = np.array([rows[n]["dose"] == dose for n in kept], bool)
        if not label.any() or label.all():
            raise InputError(f"{name!r} applies to no problem of dose {dose}, or to no other.")
        values = np.array([scores[n] for n in kept], float)
        found.append(roc_auc(values, label))
        ranks = rankdata(values)
        observed += float(ranks[label].sum())
        for block in {(rows[n]["family"], rows[n]["form"]) for n in kept}:
            here = [place for place, n in enumerate(kept) if (rows[n]["family"], rows[n]["form"]) == block]
            if label[here].any():  # one of a block was planted: it might have been any of them
                moved += ranks[here][chance.integers(len(here), size=permutations)]
    # Ranks are halves of integers: sums that are equal are equal to the last bit.
    return found, float((1 + (moved >= observed).sum()) / (1 + permutations))


# Alarms ---------------------------------------------------------------------------------------------------------------


def alarms(rows: Sequence[Row], dose: int) -> dict[str, Signature]:
    """Every look that a user has who takes the problems of a dose for a public set, and draws fresh ones.

    ``memorisation`` is the verdict on all that can be seen of the model alone; ``n-grams`` needs the training text.
    """
    public = [row for row in rows if row["dose"] == dose]
    fresh = [row for row in rows if row["dose"] == FRESH]
    plain, unseen = _answers(public, PLAIN), _answers(fresh, PLAIN)
    parts = [brittle(plain, _answers(public, "paraphrase", "renamed", ORDER))]
    for form in dict.fromkeys(row["form"] for row in public):
        two = ([a for a in some if a.form == form] for some in (plain, unseen))
        parts.append(perturbed(*two, name="numbers" if form == "number" else f"numbers, {form}"))
    numbers = [row for row in public if row["form"] == "number"]
    if numbers:
        parts.append(own_world(_answers(numbers, LAW), _answers(numbers, PLAIN)))
    for name in ("min-k%", "min-k%++"):
        parts.append(familiar([row[name] for row in public], [row[name] for row in fresh], name))
    whole = memorisation(*parts)
    shared = overlapping([row["overlap"] for row in public], [row["overlap"] for row in fresh])
    return {each.name: each for each in (*parts, whole, shared)}


def _answers(rows: Sequence[Row], *ways: str) -> list[Answered]:
    return [
        _answered(row, way, each, f"/{number}")
        for row in rows
        for way in ways
        for number, each in enumerate(row["answers"].get(way, ()))
    ]


def _answered(row: Row, way: str, each: Mapping[str, Any], number: str = "") -> Answered:
    tags = {"family": row["family"], "parent": row["parent"], "level": "what", "variant": way, "split": "fresh"}
    return Answered(
        id=f"{row['parent']}/{row['form']}/{way}{number}",
        form=row["form"],
        correct=each["correct"],
        reason="",
        tags=tags,
        reply=each["reply"],
        gold=each["gold"],
    )
