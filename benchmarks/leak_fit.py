"""Fitting the look by meaning of the corpus (`physfm.corpus.meaning`) on the development half: ``corpus --fit``.

Positives are the items of the half in other words, put into its texts; negatives are all windows that its texts and its
exercises propose by themselves. Ridge logistic regression, by Newton's method.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.planting import inserted, reworded
from benchmarks.report import log
from physfm.corpus import items
from physfm.corpus.meaning import Meaning, Window, features, vectors
from physfm.corpus.verbatim import question
from physfm.corpus.words import words

if TYPE_CHECKING:
    from benchmarks.corpus import Half

NAMES = ("constant", "cosine", "weight", "numbers", "explained", "log amount")
RIDGE = 1.0


def fit(half: Half, data: Path) -> dict[str, float]:
    """Return the coefficients by name, and at the threshold of one half: recall of windows, false windows."""
    known = items.read([data / "qa"])
    meaning = Meaning(known, vectors(known))
    log(f"{len(known)} items embedded")
    ours = {item.id for item in half.items}
    chance = Random(1000)
    right: list[tuple[str, Window]] = []
    wrong: list[tuple[str, Window]] = []
    missed = 0
    for text in half.texts:
        wrong += [(text, window) for window in meaning.windows(text, words(text))]
    for exercise in chance.sample(half.exercises, min(900, len(half.exercises))):
        text, start, end = inserted(_piece(half, chance), exercise, chance)
        wrong += [(text, w) for w in meaning.windows(text, words(text)) if w.start < end and w.end > start]
    for number, item in enumerate(known):
        if item.id not in ours or not meaning.bags[number]:
            continue
        text, start, end = inserted(_piece(half, chance), reworded(question(item), chance), chance)
        own = [w for w in meaning.windows(text, words(text)) if w.item == number and w.start < end and w.end > start]
        right += [(text, window) for window in own[:1]]
        missed += not own
    log(f"{len(right)} windows of items, {missed} items without one, {len(wrong)} other windows")
    embedded = meaning.embed([text[w.start : w.end] for text, w in [*right, *wrong]])
    windows = [window for _, window in [*right, *wrong]]
    cosines = np.einsum("ij,ij->i", embedded, meaning.vectors[[w.item for w in windows]]).astype(float)
    table = features(windows, cosines)
    label = np.r_[np.ones(len(right)), np.zeros(len(wrong))]
    weights = _logistic(table, label)
    chances = 1 / (1 + np.exp(-(weights[0] + table @ weights[1:])))
    found = {name: round(float(value), 3) for name, value in zip(NAMES, weights, strict=True)}
    found["recall"] = float((chances[label == 1] >= 0.5).sum() / (len(right) + missed))
    found["false windows"] = float((chances[label == 0] >= 0.5).sum())
    return found


def _piece(half: Half, chance: Random) -> str:
    text = chance.choice(half.texts)
    start = chance.randint(0, max(0, len(text) - 3000))
    return text[start : start + 3000]


def _logistic(table: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Coefficients of one and the columns; the ridge acts on standardised columns."""
    mean, spread = table.mean(0), table.std(0)
    design = np.c_[np.ones(len(table)), (table - mean) / spread]
    ridge = np.diag([0.0, *[RIDGE] * table.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (chance - label) + ridge @ weights
        weights -= np.linalg.solve((design * (chance * (1 - chance))[:, None]).T @ design + ridge, slope)
    scaled = weights[1:] / spread
    return np.r_[weights[0] - scaled @ mean, scaled]
