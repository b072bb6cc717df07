"""From candidates to an answer: rank them, say how probably each supports an answer, or that nothing does.

Notable: "not found" is an answer. The reranker's score becomes a probability that a passage supports an answer to the
question; below a threshold, calibrated on questions whose answers had been taken out of the index
(`physfm.retrieval.fitting`), nothing is returned as found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.retrieval.features import Candidate, features
from physfm.retrieval.frequencies import TermStatistics
from physfm.retrieval.passage import Passage, cite
from physfm.retrieval.ranking import Ranker

__all__ = ["Candidate", "Found", "Hit", "Ranker", "found"]


@dataclass(frozen=True)
class Hit:
    """A passage found.

    Parameters
    ----------
    passage
        With source, locator and citation.
    score
        The reranker's; comparable within a question only.
    support
        Calibrated probability that the passage supports an answer to the question.
    """

    passage: Passage
    score: float
    support: float

    def __str__(self) -> str:
        return f"{self.passage.text}\n  -- {cite(self.passage)} (support {self.support:.2f})"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return self.passage.as_dict() | {"score": self.score, "support": self.support}


@dataclass(frozen=True)
class Found:
    """What an index answers to a question.

    Parameters
    ----------
    question
        As asked.
    passages
        Best first; empty where nothing supports an answer.
    nearest
        What came nearest where nothing supports an answer; empty otherwise.
    threshold
        Probability of support from which passages count as found.
    """

    question: str
    passages: tuple[Hit, ...]
    nearest: tuple[Hit, ...]
    threshold: float

    @property
    def supported(self) -> bool:
        """Whether anything in the index supports an answer."""
        return bool(self.passages)

    @property
    def citations(self) -> tuple[str, ...]:
        """One line a passage: source, title, section, licence."""
        return tuple(cite(hit.passage) for hit in self.passages)

    def __str__(self) -> str:
        if self.supported:
            return "\n\n".join(f"[{number}] {hit}" for number, hit in enumerate(self.passages, 1))
        near = f" Nearest: {cite(self.nearest[0].passage)}." if self.nearest else ""
        return f"Not found: nothing in the index supports an answer.{near}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "question": self.question,
            "supported": self.supported,
            "threshold": self.threshold,
            "passages": [hit.as_dict() for hit in self.passages],
            "nearest": [hit.as_dict() for hit in self.nearest],
        }


def found(
    question: str,
    candidates: Sequence[Candidate],
    statistics: TermStatistics,
    ranker: Ranker,
    k: int,
    threshold: float | None = None,
) -> Found:
    """Rank candidates, keep the best ``k``, and decide whether they support an answer."""
    limit = ranker.threshold if threshold is None else threshold
    if not candidates:
        return Found(question, (), (), limit)
    table = features(question, candidates, statistics)
    scores = ranker.scores(table)
    support = ranker.support(table)
    best = _order(scores)[:k]
    hits = tuple(Hit(candidates[i].passage, float(scores[i]), float(support[i])) for i in best)
    # The best passage decides; the others come with it, each with its own probability.
    if hits[0].support >= limit:
        return Found(question, hits, (), limit)
    return Found(question, (), hits, limit)


def _order(scores: NDArray[np.float64]) -> list[int]:
    return [int(i) for i in np.argsort(-scores, kind="stable")]
