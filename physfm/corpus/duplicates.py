"""Near-duplicates: MinHash signatures of word triples, candidates by buckets, and a check of every candidate.

datatrove computes the signatures and finds pairs that share a bucket; what is ours is the choice of words (symbols and
numbers count, `physfm.corpus.words`), and what happens to a pair. Notable: a shared bucket only proposes; a pair counts
when its whole signatures agree in `SIMILAR` of their places, which estimates the Jaccard similarity of the triples with
a standard error of 0.033. In the order of the corpus each document is held against the kept ones that it, or a removed
partner of it, was proposed with; so of a chain of ever further copies none is removed for being like one that is gone,
and every removed document names the kept one that it repeats.

Source: A. Broder, Compression and Complexity of Sequences 1997; the layout of the files is that of datatrove 0.10.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TRIPLES = 3
BUCKETS = 64
PER_BUCKET = 3
"""Hashes of a bucket. A pair of similarity s is proposed with probability 1 - (1 - s^3)^64: 0.83 at 0.3, 0.985 at 0.4;
of unrelated physics texts (0.001 to 0.02) less than one pair in 2000 is."""
SIMILAR = 0.3
SEED = 1

Place = tuple[int, int]
"""Shard and number of a document in it."""


@dataclass(frozen=True)
class Duplicate:
    """A removed document, the kept one that it repeats, and their similarity."""

    place: Place
    of: Place
    similarity: float


def config() -> Any:
    """Return datatrove's settings: no normalisation by it, since its own deletes symbols."""
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.utils.hashing import HashConfig
    from datatrove.utils.text import TextNormConfig

    as_it_is = TextNormConfig(*[False] * 5)
    return MinhashConfig(TRIPLES, BUCKETS, PER_BUCKET, SEED, as_it_is, HashConfig(precision=64, hash_fc="sha1"))


def pairs(folder: Path) -> set[tuple[Place, Place]]:
    """Return the candidates that datatrove wrote, earlier document first."""
    found = set()
    for file in sorted(folder.glob("*.dups")):
        for a, b, c, d in struct.iter_unpack("<4I", file.read_bytes()):
            first, second = sorted(((a, b), (c, d)))
            if first != second:
                found.add((first, second))
    return found


def signatures(folder: Path, wanted: Iterable[Place]) -> dict[Place, NDArray[np.uint64]]:
    """Return the whole signature (192 hashes) of each wanted document."""
    kind = np.dtype([("hashes", "<u8", PER_BUCKET), ("document", "<u4")])
    rows: dict[Place, NDArray[np.uint64]] = {p: np.zeros(BUCKETS * PER_BUCKET, dtype=np.uint64) for p in wanted}
    for bucket in range(BUCKETS):
        for file in sorted((folder / f"bucket_{bucket:03d}").glob("*.minhash.sig")):
            shard = int(file.name[:5])
            records = np.frombuffer(file.read_bytes(), dtype=kind)
            for number, hashes in zip(records["document"].tolist(), records["hashes"], strict=True):
                if (row := rows.get((shard, number))) is not None:
                    row[bucket * PER_BUCKET : (bucket + 1) * PER_BUCKET] = hashes
    return rows


def repeated(
    candidates: Iterable[tuple[Place, Place]], signed: Mapping[Place, NDArray[np.uint64]], similar: float = SIMILAR
) -> list[Duplicate]:
    """Return what is to be removed, in the order of the corpus."""
    earlier: dict[Place, set[Place]] = defaultdict(set)
    for first, second in candidates:
        earlier[second].add(first)
    removed: dict[Place, Duplicate] = {}
    for place in sorted(earlier):
        held = {removed[other].of if other in removed else other for other in earlier[place]}
        best, nearest = 0.0, place
        for other in sorted(held):
            similarity = float(np.mean(signed[place] == signed[other]))
            if similarity > best:
                best, nearest = similarity, other
        if best >= similar:
            removed[place] = Duplicate(place, nearest, round(best, 4))
    return [removed[place] for place in sorted(removed)]
