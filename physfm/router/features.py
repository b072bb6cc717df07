"""A question as numbers: its meaning (MiniLM), its spelling (hashed pieces of words) and its signs.

Meaning carries over to phrasings that were never seen, spelling knows rare words (``isco``), signs know mathematics.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from physfm.retrieval import embedding
from physfm.router import signs

HASHED = 4096
LONGEST = signs.LONGEST
WIDTH = embedding.WIDTH + HASHED + signs.WIDTH
MEANING = slice(0, embedding.WIDTH)

# Relative lengths of the three parts, chosen on development questions. Embeddings have length 1.
MEANING_SCALE, _SPELLING, _SIGNS = 4.0, 3.0, 0.7


def features(questions: Sequence[str], meaning: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Features of questions.

    Parameters
    ----------
    meaning
        Embeddings of the questions, (questions, 384), if they are known already.

    Returns
    -------
    features
        (questions, `WIDTH`), of order one.
    """
    if meaning is None:
        meaning = embedding.embed([question[:LONGEST] for question in questions])
    table = np.zeros((len(questions), WIDTH), np.float32)
    table[:, MEANING] = MEANING_SCALE * meaning
    for row, question in enumerate(questions):
        table[row, embedding.WIDTH : embedding.WIDTH + HASHED] = _SPELLING * spelling(question)
        table[row, embedding.WIDTH + HASHED :] = _SIGNS * signs.features(question)
    return table


def spelling(question: str) -> NDArray[np.float32]:
    """Hashed words, pairs of words and pieces of three to five letters, length 1; a number counts as ``#``."""
    words = re.findall(r"[a-zà-ÿα-ω_]+|#|[^\sa-z#]", re.sub(r"\d+(?:[.,]\d+)?", "#", question[:LONGEST].lower()))
    pieces = [*words, *(f"{a} {b}" for a, b in pairwise(words))]
    for word in words:
        marked = f"<{word}>"
        if len(word) > 2:
            pieces += [marked[i : i + size] for size in (3, 4, 5) for i in range(len(marked) - size + 1)]
    vector = np.zeros(HASHED, np.float32)
    for piece in pieces:
        code = zlib.crc32(piece.encode())
        vector[code % HASHED] += 1.0 if code & 0x80000000 else -1.0
    return vector / max(float(np.linalg.norm(vector)), 1e-6)
