"""arXiv categories of physics: which papers belong to the corpus.

A category is its archive and, for some, a subject class (``cond-mat.soft``). The archives are those of the roadmap; an
archive that arXiv has since made a class of another (``supr-con``) counts as what it became.

Source: arXiv category taxonomy, section "Archives, subsumed".
"""

from __future__ import annotations

from collections.abc import Iterable

PHYSICS = ("hep-ph", "hep-th", "hep-ex", "astro-ph", "gr-qc", "cond-mat", "physics")
"""Archives that are kept by default."""

_SUBSUMED = {
    "acc-phys": "physics.acc-ph", "ao-sci": "physics.ao-ph", "atom-ph": "physics.atom-ph",
    "bayes-an": "physics.data-an",
    "chem-ph": "physics.chem-ph", "plasm-ph": "physics.plasm-ph", "mtrl-th": "cond-mat.mtrl-sci",
    "supr-con": "cond-mat.supr-con",
}  # fmt: skip


def names(categories: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return categories as arXiv names them now, from a list or from one string with blanks or commas."""
    if categories is None:
        return ()
    given = categories.replace(",", " ").split() if isinstance(categories, str) else map(str, categories)
    return tuple(dict.fromkeys(_SUBSUMED.get(name.strip(), name.strip()) for name in given if name.strip()))


def belongs(categories: Iterable[str], archives: Iterable[str] = PHYSICS) -> bool:
    """Whether any of the categories, cross-lists included, lies in one of the archives (or is one of the classes)."""
    kept = set(archives)
    return any(name in kept or name.partition(".")[0] in kept for name in categories)
