"""A question as numbers: its meaning (MiniLM), its spelling (hashed pieces of words), its shape and its signs.

Meaning carries over to phrasings that were never seen, spelling knows rare words (``isco``), shape how kinds of things
are put together (hashed words and pairs of them, particles and quantities replaced by their kind), signs mathematics.
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
from physfm.router.shape import shape
from physfm.router.spelling import plain

HASHED, SHAPED = 4096, 2048
LONGEST = signs.LONGEST
WIDTH = embedding.WIDTH + HASHED + SHAPED + signs.WIDTH
MEANING = slice(0, embedding.WIDTH)

# Relative lengths of the four parts, chosen on development questions. Embeddings have length 1.
MEANING_SCALE, _SPELLING, _SHAPE, _SIGNS = 4.0, 3.0, 3.0, 0.5


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
        meaning = embed(questions)
    table = np.zeros((len(questions), WIDTH), np.float32)
    table[:, MEANING] = MEANING_SCALE * meaning
    first, second = embedding.WIDTH + HASHED, embedding.WIDTH + HASHED + SHAPED
    for row, question in enumerate(questions):
        text = plain(question[:LONGEST])
        table[row, embedding.WIDTH : first] = _SPELLING * _hashed(_pieces(text), HASHED)
        table[row, first:second] = _SHAPE * _hashed(_pairs(shape(text)), SHAPED)
        table[row, second:] = _SIGNS * signs.features(question)
    return table


def embed(questions: Sequence[str]) -> NDArray[np.float32]:
    """Embeddings of questions, written plainly, (questions, 384)."""
    return embedding.embed([plain(question[:LONGEST]) for question in questions])


def _pieces(text: str) -> list[str]:
    """Words, pairs of words and pieces of three to five letters; a number counts as ``#``."""
    words = re.findall(r"[a-zà-ÿα-ω_]+|#|[^\sa-z#]", re.sub(r"\d+(?:[.,]\d+)?", "#", text.lower()))
    pieces = [*words, *(f"{a} {b}" for a, b in pairwise(words))]
    for word in words:
        marked = f"<{word}>"
        if len(word) > 2:
            pieces += [marked[i : i + size] for size in (3, 4, 5) for i in range(len(marked) - size + 1)]
    return pieces


def _pairs(words: Sequence[str]) -> list[str]:
    """Words, neighbours, and words with one between them."""
    return [
        *words,
        *(f"{a} {b}" for a, b in pairwise(words)),
        *(f"{a} . {b}" for a, b in zip(words, words[2:], strict=False)),
    ]


def _hashed(pieces: Sequence[str], width: int) -> NDArray[np.float32]:
    """Signed counts of hashed pieces, length 1."""
    vector = np.zeros(width, np.float32)
    for piece in pieces:
        code = zlib.crc32(piece.encode())
        vector[code % width] += 1.0 if code & 0x80000000 else -1.0
    return vector / max(float(np.linalg.norm(vector)), 1e-6)
