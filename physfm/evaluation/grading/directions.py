"""Directions said beside a number: "12 N to the right" is no answer where the gold says "12 N to the left"."""

from __future__ import annotations

import re

from physfm.evaluation.grading.statement import passages

_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"left(?:wards?)?", r"right(?:wards?)?(?! (?:angle|answer|side|hand))"),
        (r"up(?:wards?)?(?! to)", r"down(?:wards?)?(?! to)"),
        (r"above", r"below"),
        (r"north(?:wards?)?", r"south(?:wards?)?"),
        (r"east(?:wards?)?", r"west(?:wards?)?"),
        (r"clockwise", r"(?:counter|anti)-?\s?clockwise"),
        (r"inwards?|towards?", r"outwards?|away from"),
        (r"into the (?:page|plane|paper)", r"out of the (?:page|plane|paper)"),
        (r"attractive", r"repulsive"),
        (r"forwards?", r"backwards?"),
        (r"converging", r"diverging"),
        (r"real", r"virtual"),
        (r"upright", r"inverted"),
        (r"radius|radii", r"diameters?"),
        (r"rms|root[- ]mean[- ]square", r"peak|amplitude"),
        (r"in series", r"in parallel"),
        (r"gain(?:ed|s)?", r"lost|loses"),
        (r"compress(?:ed|ion|ive)", r"stretch(?:ed)?|tension|tensile"),
        (r"absorbed", r"(?:emitted|released)"),
    )
)


def opposed(answer: str, gold: str) -> str:
    """Return the word of the answer's last statement that is the opposite of one in the gold, or an empty string."""
    said = next((passage for passage, _ in passages(answer)), answer)
    said = re.sub(r"(?<=[a-z])-(?=clockwise)", "", said)
    for pair in _OPPOSITES:
        for wanted, other in (pair, pair[::-1]):
            found = other.search(said)
            if found and wanted.search(gold) and not other.search(gold) and not wanted.search(said):
                return found[0]
    return ""
