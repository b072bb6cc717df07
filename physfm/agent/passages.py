"""From passages found to words: quote the sentences that come nearest to the question, each with its citation.

A model of 135 million parameters must not retell physics: what it says would have no source. Sentences of the passages
themselves have one. Nothing that supports an answer is "not found", and said so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from physfm.bases import cache_dir
from physfm.evidence import Evidence

if TYPE_CHECKING:
    from physfm.retrieval.index import Index
    from physfm.retrieval.search import Found

SENTENCES = 2  # quoted of the best passage
NOT_FOUND = "Not found: nothing in the index supports an answer."
# A full stop that ends a sentence stands before a space and a capital, and not after "Eq", "Fig", "et al", one letter.
_END = re.compile(r"(?<![A-Z])(?<!\b[Ee]q)(?<!\b[Ff]ig)(?<!\bal)(?<!\bvs)(?<!\b[Ss]ec)[.!?]\s+(?=[A-Z$(])")


def default_index() -> Path:
    """Folder of the index that is used unless another one is given: the PDG Listings, built at first use."""
    return cache_dir() / "pdg.index"


def open_index(path: Path | None) -> Index:
    """Open an index; the default one is built first if it is not there (half a minute).

    Raises
    ------
    InputError
        If a given index does not exist or has another format.
    MissingDependency
        If what the index needs is not installed.
    """
    from physfm.retrieval import pdg
    from physfm.retrieval.index import Index

    if path is not None:
        return Index.open(path)
    folder = default_index()
    index = Index.open(folder) if Index.exists(folder) else Index.create(folder)
    # Unchanged listings cost nothing; a build that was killed, or another edition, is completed.
    pdg.update(index)
    return index


def sentences(text: str) -> list[str]:
    """Split a passage into sentences; abbreviations and initials do not end one."""
    found, start = [], 0
    for match in _END.finditer(text):
        found.append(text[start : match.start() + 1].strip())
        start = match.end()
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]


def quote(found: Found) -> tuple[str, list[Evidence]]:
    """Return the words that answer, and the passages as evidence in the order of their marks [1], [2] ..."""
    from physfm.retrieval.embedding import embed
    from physfm.retrieval.passage import cite

    if not found.supported:
        near = [
            Evidence("warning", cite(hit.passage), f"Nearest: {_short(hit.passage.text)}") for hit in found.nearest[:1]
        ]
        return NOT_FOUND, near
    supporting = [hit for hit in found.passages if hit.support >= found.threshold]
    evidence = [
        Evidence("passage", f"[{n}] {cite(hit.passage)}", hit.passage.text) for n, hit in enumerate(supporting, 1)
    ]
    candidates = sentences(supporting[0].passage.text)
    vectors = embed([found.question, *candidates])
    scores = vectors[1:] @ vectors[0]
    # Neighbouring sentences explain each other; the best run of them is quoted.
    runs = range(max(1, len(candidates) - SENTENCES + 1))
    best = max(
        runs,
        key=lambda first: float(scores[first : first + SENTENCES].max() + scores[first : first + SENTENCES].mean()),
    )
    # "It lives 8 s" alone does not say what.
    about = f"{supporting[0].passage.title}: " if supporting[0].passage.title and best > 0 else ""
    return f"{about}{' '.join(candidates[best : best + SENTENCES])} [1]", evidence


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299]}…"
