"""The reranker and the support probability: two linear models on the features of a candidate.

`ranker.json` beside this file holds both; `python -m benchmarks retrieval --fit` makes it. Notable: networks with one
hidden layer ranked no better than the linear model on held-out chapters, and a linear model can be read. Support is a
logistic regression with weights of its own for PDG listings, where words must agree more than meanings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import WeightsError
from physfm.retrieval.features import NAMES

FILE = Path(__file__).with_name("ranker.json")
RELATIVE = ("cosine_to_best", "bm25_to_best")
"""Features that compare candidates of one question: they rank; the support model has their sum as a share instead."""

SUPPORT = 3 * (len(NAMES) + 1) + 3
"""Columns of the support model."""


@dataclass(frozen=True)
class Ranker:
    """Both models.

    Parameters
    ----------
    mean, scale
        By which features are standardised, (features,).
    weights
        Of the ranking score, (features,).
    support_weights
        Of the logit of support: features and logarithm of the share in the ranking; the same for PDG listings, and for
        passages that are the only ones of their document; constants.
    threshold
        Probability of support of the best passage from which an answer counts as found.
    made
        How it was fitted: questions, rates, date.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    support_weights: NDArray[np.float64]
    threshold: float
    made: Mapping[str, Any]

    @staticmethod
    @cache
    def load(path: Path = FILE) -> Ranker:
        """Read a ranker; the one that ships unless another path is given.

        Raises
        ------
        WeightsError
            If the file is missing or made for other features.
        """
        if not path.is_file():
            raise WeightsError(f"No reranker at {str(path)!r}. Make it with: python -m benchmarks retrieval --fit")
        plain = json.loads(path.read_text())
        if plain["features"] != list(NAMES):
            raise WeightsError(f"{str(path)!r} was made for other features. Run: python -m benchmarks retrieval --fit")
        arrays = {name: np.array(plain[name]) for name in ("mean", "scale", "weights", "support_weights")}
        return Ranker(**arrays, threshold=plain["threshold"], made=plain["made"])

    def save(self, path: Path) -> None:
        """Write as JSON."""
        arrays = {k: np.round(getattr(self, k), 6).tolist() for k in ("mean", "scale", "weights", "support_weights")}
        plain = {"features": list(NAMES), **arrays, "threshold": self.threshold, "made": dict(self.made)}
        path.write_text(json.dumps(plain, indent=1) + "\n")

    def scores(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Ranking score of every candidate, (candidates,), higher is better."""
        return np.asarray(((features - self.mean) / self.scale) @ self.weights)

    def support(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of every candidate that it supports an answer, (candidates,)."""
        return np.asarray(1 / (1 + np.exp(-(self.design(features) @ self.support_weights))))

    def design(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Columns of the support model for all candidates of one question, (candidates, `SUPPORT`)."""
        standard = (features - self.mean) / self.scale
        standard[:, [NAMES.index(name) for name in RELATIVE]] = 0.0
        score = self.scores(features)
        share = np.exp(score - score.max()) / np.exp(score - score.max()).sum()
        columns = np.concatenate([standard, np.log(share + 1e-4)[:, None] / 3], axis=1)
        listing = features[:, [NAMES.index("listing")]]
        alone = (features[:, [NAMES.index("document_fusion")]] == 0) * (1 - listing)
        return np.concatenate([columns, listing * columns, alone * columns, listing, alone, 1 + 0 * alone], axis=1)
