"""Evaluation items that stand in a text in other words.

The sentences in which most of an item's weight gathers (rare words and numbers weigh most) are taken as one window and
held against the item by the cosine of the embeddings of `physfm.retrieval.embedding`. The decision is a logistic
function of the cosine and of what both share, fitted on development plants (``python -m benchmarks corpus --fit``).

Notable: only the windows that share weight are embedded, not every sentence, which is what makes this affordable. Not
covered: a paraphrase that shares neither names nor numbers with its item.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.bases import cache_dir
from physfm.corpus import files
from physfm.corpus.items import Item
from physfm.corpus.leaks import PROSE, Finding, prose
from physfm.corpus.verbatim import GRAM, question
from physfm.corpus.words import Words, words
from physfm.retrieval import embedding

SHARED_WEIGHT = 0.5
"""Of an item's weight in a window that is worth embedding."""
COEFFICIENTS = (-27.393, 8.929, 16.171, 3.174, -0.156, 2.438)
"""Of one and `features`; fitted by ``python -m benchmarks corpus --fit`` on the development half of items and texts."""
THRESHOLD = 0.5

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“(\[*$\\A-Z0-9])|\n[ \t]*\n\s*|\n(?=[-*+] |\d+[.)] |\|)")

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Window:
    """Sentences that may be an item in other words: what they share with it, before anything is embedded.

    Parameters
    ----------
    item
        Number of the item.
    start, end
        Characters of the text.
    weight, numbers, explained, amount
        Share of the item's weight in the window; share of its numbers; share of the window's weight in the item; weight
        that both share, in nats.
    """

    item: int
    start: int
    end: int
    weight: float
    numbers: float
    explained: float
    amount: float


class Meaning:
    """Looks for items in other words.

    Parameters
    ----------
    items
        What is looked for; items without five words of prose are not (their meaning is a formula).
    vectors
        (items, 384), from `vectors`.
    embed
        Texts to vectors of length 1.
    """

    def __init__(self, items: Sequence[Item], vectors: NDArray[np.float32], embed: Embed | None = None) -> None:
        from scipy.sparse import csr_matrix

        self.items = items
        self.embed = _embed if embed is None else embed
        self.vectors = vectors
        bags = [set(words(question(item)).words) for item in items]
        count: dict[str, int] = defaultdict(int)
        for bag in bags:
            for word in bag:
                count[word] += 1
        self.vocabulary = {word: place for place, word in enumerate(sorted(count))}
        self.unknown = math.log(1 + 2 * len(items))
        self.rarity = {word: math.log(1 + len(items) / number) for word, number in count.items()}
        lengths = [len(words(question(item))) for item in items]
        self.bags = [b if prose(b) >= PROSE and n >= GRAM else set() for b, n in zip(bags, lengths, strict=True)]
        self.total = np.array([sum(self.rarity[w] for w in bag) for bag in self.bags]) + 1e-9
        sizes = [_size(n) for n in lengths]
        self.sizes = {size: np.flatnonzero([size == each for each in sizes]) for size in sorted(set(sizes))}
        rows = [(self.vocabulary[w], n, self.rarity[w] / self.total[n]) for n, bag in enumerate(self.bags) for w in bag]
        place, item, weight = zip(*rows, strict=True) if rows else ((), (), ())
        self.weights = csr_matrix((weight, (place, item)), shape=(len(self.vocabulary), len(items)))

    def windows(self, text: str, found: Words, least: float = SHARED_WEIGHT) -> list[Window]:
        """Return the windows of a text that share enough weight with an item: of each item and place the best one."""
        from scipy.sparse import csr_matrix

        spans = _sentences(text, found)
        if not spans or not self.vocabulary:
            return []
        rows, columns = [], []
        for row, (first, last) in enumerate(spans):
            known = {self.vocabulary[w] for w in found.words[first:last] if w in self.vocabulary}
            rows += [row] * len(known)
            columns += list(known)
        shape = (len(spans), len(self.vocabulary))
        shared = (csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape) @ self.weights).toarray()
        sums = np.vstack([np.zeros(len(self.items)), shared.cumsum(axis=0)])  # (sentences + 1, items)
        lengths = np.array([last - first for first, last in spans])
        starts = np.concatenate([[0], lengths.cumsum()])
        result = []
        for size, wide in self.sizes.items():
            # The last sentence such that the window holds about as many words as the item.
            ends = np.minimum(np.searchsorted(starts, starts[:-1] + size, side="left"), len(spans))
            ends = np.maximum(ends, np.arange(len(spans)) + 1)
            bound = sums[ends][:, wide] - sums[:-1][:, wide]
            for row, column in zip(*np.nonzero(bound >= least), strict=True):
                made = self._window(int(wide[column]), found, spans[row][0], spans[ends[row] - 1][1])
                if made.weight >= least:
                    result.append(made)
        return _best(result)

    def _window(self, item: int, found: Words, first: int, last: int) -> Window:
        inside = set(found.words[first:last])
        bag = self.bags[item]
        both = inside & bag
        figures = {word for word in bag if word[0].isdigit()}
        weight = sum(self.rarity[w] for w in both)
        whole = sum(self.rarity.get(w, self.unknown) for w in inside)
        return Window(
            item,
            found.starts[first],
            found.ends[last - 1],
            float(weight / self.total[item]),
            len(figures & inside) / len(figures) if figures else 0.5,
            weight / whole,
            weight,
        )

    def cosines(self, text: str, windows: Sequence[Window]) -> NDArray[np.float64]:
        """Return the cosine of each window to its item."""
        if not windows:
            return np.zeros(0)
        vectors = self.embed([text[w.start : w.end] for w in windows])
        return np.einsum("ij,ij->i", vectors, self.vectors[[w.item for w in windows]]).astype(float)

    def find(self, text: str, found: Words, threshold: float = THRESHOLD) -> list[Finding]:
        """Return the windows that an item in other words is more probable than the threshold."""
        windows = self.windows(text, found)
        chance = probability(windows, self.cosines(text, windows))
        return [
            Finding(self.items[w.item].id, "meaning", w.start, w.end, round(float(p), 3))
            for w, p in zip(windows, chance, strict=True)
            if p >= threshold
        ]


def features(windows: Sequence[Window], cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (windows, 5): cosine, and weight, numbers, explained and log of the amount of each `Window`."""
    rows = [(c, w.weight, w.numbers, w.explained, math.log(w.amount)) for w, c in zip(windows, cosines, strict=True)]
    return np.array(rows, dtype=float).reshape(-1, 5)


def probability(windows: Sequence[Window], cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that each window is its item in other words."""
    return 1 / (1 + np.exp(-(COEFFICIENTS[0] + features(windows, cosines) @ np.array(COEFFICIENTS[1:]))))


def vectors(items: Sequence[Item]) -> NDArray[np.float32]:
    """Return the vectors of the items' questions, (items, 384); kept in the cache, since sets are looked for often."""
    texts = [question(item) for item in items]
    name = hashlib.sha256(json.dumps([embedding.MODEL, *texts]).encode()).hexdigest()
    path = cache_dir() / "embeddings" / f"{name}.npy"
    if path.exists():
        return np.asarray(np.load(path), dtype=np.float32)
    made = _embed(texts)
    with files.whole(path) as stream:
        np.save(stream, made)
    return made


def _embed(texts: Sequence[str]) -> Any:
    return embedding.embed(texts)


def _size(length: int) -> int:
    """Words of the window for an item of a length, in steps of a quarter, so that few sizes serve all."""
    return int(8 * 1.25 ** max(0, round(math.log(max(length, 8) / 8, 1.25))))


def _sentences(text: str, found: Words) -> list[tuple[int, int]]:
    """First and last-but-one word of each sentence that has words."""
    spans, first = [], 0
    starts = np.array(found.starts)
    for cut in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        last = int(np.searchsorted(starts, cut))
        if last > first:
            spans.append((first, last))
        first = last
    return spans


def _best(windows: list[Window]) -> list[Window]:
    """Of windows of one item that overlap, the one that shares most."""
    kept: list[Window] = []
    taken: dict[int, list[Window]] = defaultdict(list)
    for window in sorted(windows, key=lambda w: (-w.weight - w.explained, w.start, w.item)):
        if all(window.end <= other.start or other.end <= window.start for other in taken[window.item]):
            taken[window.item].append(window)
            kept.append(window)
    return sorted(kept, key=lambda w: (w.start, w.end, w.item))
