"""What the reranker sees of a question and a candidate: agreement in words, in meaning, in particles, and of its kin.

All features are numbers near 0 ... 1 that mean the same in a small index and in a large one. Notable: a candidate is
also judged by its document (a section of which several passages came up is more probably the right one), and a
particle that the question names must be the passage's own, not one that merely looks alike.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from physfm.retrieval.frequencies import TermStatistics
from physfm.retrieval.mentions import mentions
from physfm.retrieval.passage import Passage
from physfm.retrieval.terms import terms

RRF = 60
"""Constant of reciprocal rank fusion. Source: G. V. Cormack, C. Clarke, S. Buettcher, SIGIR 2009."""

NAMES = (
    "cosine", "cosine_to_best", "place_in_meaning", "bm25", "bm25_to_best", "place_in_words", "coverage", "rarest",
    "headings", "pairs", "numbers", "fusion", "document_fusion", "document_cosine", "document_coverage",
    "particle", "other_particle", "listing", "length",
)  # fmt: skip
"""Names of the columns that `features` returns."""

_K1, _B = 1.2, 0.75


@dataclass(frozen=True)
class Candidate:
    """A passage that full text or vectors proposed.

    Parameters
    ----------
    passage
        Itself.
    terms
        Its search terms.
    cosine
        Of its vector with the question's.
    in_words, in_meaning
        Place from 0 in the list of full text and of vectors; None where it is not in it.
    """

    passage: Passage
    terms: tuple[str, ...]
    cosine: float
    in_words: int | None
    in_meaning: int | None

    @property
    def fusion(self) -> float:
        """Reciprocal rank fusion of the two places, 1 for a candidate that is first in both."""
        places = (p for p in (self.in_words, self.in_meaning) if p is not None)
        return (RRF + 1) / 2 * sum(1 / (RRF + 1 + place) for place in places)


def features(question: str, candidates: Sequence[Candidate], statistics: TermStatistics) -> NDArray[np.float64]:
    """Return the features of every candidate, (candidates, len(`NAMES`)), dimensionless."""
    asked = list(dict.fromkeys(terms(question)))
    weight = {term: statistics.idf(term) for term in asked}
    total = sum(weight.values()) or 1.0
    rarest = sorted(asked, key=lambda term: -weight[term])[:2]
    ordered = terms(question)
    pairs = set(pairwise(ordered))
    digits = {term for term in asked if term[0].isdigit()}
    named = set(mentions(question))
    rows = np.zeros((len(candidates), len(NAMES)))
    column = {name: place for place, name in enumerate(NAMES)}
    for row, each in zip(rows, candidates, strict=True):
        count = Counter(each.terms)
        norm = _K1 * (1 - _B + _B * len(each.terms) / max(1.0, statistics.length))
        own = {t for t in each.terms if t.startswith("pdg:")}
        heading = set(terms(f"{each.passage.title} {each.passage.section}"))
        held = set(pairwise(each.terms))
        row[column["cosine"]] = each.cosine
        row[column["place_in_meaning"]] = _place(each.in_meaning)
        row[column["bm25"]] = sum(weight[t] * count[t] / (count[t] + norm) for t in asked if t in count) / total
        row[column["place_in_words"]] = _place(each.in_words)
        row[column["coverage"]] = sum(weight[t] for t in asked if t in count) / total
        row[column["rarest"]] = sum(t in count for t in rarest) / max(1, len(rarest))
        row[column["headings"]] = sum(weight[t] for t in asked if t in heading) / total
        row[column["pairs"]] = len(pairs & held) / max(1, len(pairs))
        row[column["numbers"]] = len(digits & count.keys()) / max(1, len(digits))
        row[column["fusion"]] = each.fusion
        row[column["particle"]] = bool(named & own)
        row[column["other_particle"]] = bool(named and own and not named & own)
        row[column["listing"]] = bool(own)
        row[column["length"]] = math.log(1 + len(each.terms)) / 5
    for relative, absolute in (("cosine_to_best", "cosine"), ("bm25_to_best", "bm25")):
        best = rows[:, column[absolute]].max() if len(rows) else 0.0
        rows[:, column[relative]] = rows[:, column[absolute]] / best if best > 0 else 0.0
    _kin(rows, candidates, column)
    return rows


def _place(place: int | None) -> float:
    """1 for the first place, falling slowly; 0 for a candidate that is not in the list."""
    return 0.0 if place is None else 5 / (5 + place)


def _kin(rows: NDArray[np.float64], candidates: Sequence[Candidate], column: dict[str, int]) -> None:
    """What the other candidates of a passage's document say: their fusion summed, best cosine and coverage."""
    members: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(candidates):
        members[each.passage.document].append(place)
    for place, each in enumerate(candidates):
        others = [other for other in members[each.passage.document] if other != place]
        if others:
            rows[place, column["document_fusion"]] = min(rows[others, column["fusion"]].sum() / 3, 2.0)
            rows[place, column["document_cosine"]] = rows[others, column["cosine"]].max()
            rows[place, column["document_coverage"]] = rows[others, column["coverage"]].max()
