"""Passages that are evaluation items: what both looks for them (`verbatim`, `meaning`) report, and cutting them out.

Notable: formulas alone never make a leak, however long (Coulomb's law is in every textbook and in every test): a
passage has to share `PROSE` words of prose with an item. Whole paragraphs are cut, since what stands around a leaked
sentence is most likely the rest of the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PROSE = 5
"""Different words of prose that an item and a passage must share."""
_NOT_PROSE = frozenset(
    re.findall(r"\w+", "alpha beta gamma delta epsilon theta kappa lambda sigma omega hbar sin cos tan exp log")
)


@dataclass(frozen=True)
class Finding:
    """A passage that repeats an item.

    Parameters
    ----------
    item
        Its id.
    test
        ``"13 words"``, ``"share"`` (of the question) or ``"meaning"``.
    start, end
        Characters of the text.
    score
        Words in a row, share of the question, or probability.
    """

    item: str
    test: str
    start: int
    end: int
    score: float


def prose(found: Iterable[str]) -> int:
    """Return how many different words of a text are words of prose, not symbols or numbers."""
    return sum(len(word) > 2 and word.isalpha() and word not in _NOT_PROSE for word in set(found))


def cut(text: str, findings: Iterable[Finding]) -> tuple[str, int]:
    """Return a text without the paragraphs that findings touch, and how many were cut out."""
    marks = sorted((f.start, f.end) for f in findings)
    kept, place, number = [], 0, 0
    for block in re.split(r"(\n[ \t]*\n\s*)", text):
        end = place + len(block)
        if any(start < end and stop > place for start, stop in marks) and block.strip():
            number += 1
        else:
            kept.append(block)
        place = end
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip(), number
