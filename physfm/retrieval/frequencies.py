"""How rare a search term is in an index: inverse document frequencies from a sample of its passages.

LanceDB ranks by BM25 with exact counts but does not tell them; the reranker needs them for overlap features, and for
those a sample of twenty thousand passages is as good.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TermStatistics:
    """Document frequencies.

    Parameters
    ----------
    passages
        In the index.
    sampled
        Passages that were counted.
    frequency
        In how many of them a term occurs; terms that occur once are left out.
    length
        Mean number of terms of a passage.
    """

    passages: int
    sampled: int
    frequency: Mapping[str, int]
    length: float

    @classmethod
    def count(cls, texts: Iterable[str], passages: int) -> TermStatistics:
        """Count the terms of passages, each a string of terms."""
        found: Counter[str] = Counter()
        sampled = length = 0
        for text in texts:
            words = text.split()
            found.update(set(words))
            sampled += 1
            length += len(words)
        frequency = {term: count for term, count in found.items() if count > 1}
        return cls(passages, sampled, frequency, length / max(1, sampled))

    def idf(self, term: str) -> float:
        """BM25's inverse document frequency, non-negative; a term never seen counts as seen once."""
        count = self.frequency.get(term, 1)
        return math.log(1 + (self.sampled - count + 0.5) / (count + 0.5))

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "passages": self.passages,
            "sampled": self.sampled,
            "length": self.length,
            "frequency": dict(self.frequency),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> TermStatistics:
        """Read what `as_dict` wrote."""
        return cls(plain["passages"], plain["sampled"], plain["frequency"], plain["length"])
