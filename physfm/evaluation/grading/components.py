"""Vectors said in words: a size with an angle or a direction, as components (x to the right and east, y up and north).

``5.0 m/s at 53° above the x axis`` is (3, 4) m/s. A direction along an axis leaves open how many components there are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from physfm.evaluation.grading import lists, numbers
from physfm.evaluation.grading.conversion import convert
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.values import Hedged, Listed, Measured, Value

_MAGNITUDE = re.compile(
    r"(?:a |the )?magnitude\s*(?:of|is|=|:)?\s*(?P<size>[-+\d.][^;:]*?)\s*[,;]?\s*(?:and\s+)?(?:a |the |in the )?"
    r"(?:direction|pointing|directed|angle)\s*(?:of|is|=|:|at)?\s*(?P<where>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DIRECTION_FIRST = re.compile(
    r"direction\s*(?:of|is|=|:)\s*(?P<where>[^;]+?)\s*[,;]\s*(?:and\s+)?magnitude\s*(?:of|is|=|:)?\s*(?P<size>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ALONG_FIRST = re.compile(
    r"(?:pointing |directed |acting )?(?P<where>(?:along|in|to the|towards?|at|due)\b[^;,]+?)[,;]?\s+(?:with"
    r"|and has|of)\s+"
    r"(?:a |its )?(?:magnitude|size|strength)\s*(?:of|is|=|:)?\s*(?P<size>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_AXIS = re.compile(
    r"(?:\b(?:along|in|parallel to|towards?)\s+(?:the\s+)?)?(?:(?P<sign>[-+]|\bnegative\b|\bpositive\b|\bminus\b"
    r"|\bplus\b)[\s-]*)?"
    r"\b(?P<axis>[xyz])(?P<late>[-+])?(?:[-\s]*(?:axis|direction))?\b",
    re.IGNORECASE,
)
_AXIS_NEEDS = re.compile(r"\b(?:along|in|parallel|axis|direction|towards?)\b|^\W*[-+][xyz]\W*$", re.IGNORECASE)
_WORDS = (
    (re.compile(r"\b(?:to the )?(?:due )?(?:east(?:wards?)?|right(?:wards?)?)\b", re.IGNORECASE), 0, 1),
    (re.compile(r"\b(?:to the )?(?:due )?(?:west(?:wards?)?|left(?:wards?)?)\b", re.IGNORECASE), 0, -1),
    (re.compile(r"\b(?:to the )?(?:due )?north(?:wards?)?\b", re.IGNORECASE), 1, 1),
    (re.compile(r"\b(?:to the )?(?:due )?south(?:wards?)?\b", re.IGNORECASE), 1, -1),
    (re.compile(r"\b(?:straight |vertically )?up(?:wards?)?\b", re.IGNORECASE), -1, 1),
    (re.compile(r"\b(?:straight |vertically )?down(?:wards?)?\b", re.IGNORECASE), -1, -1),
    (re.compile(r"\bout of the (?:page|paper|plane|screen)\b", re.IGNORECASE), 2, 1),
    (re.compile(r"\binto the (?:page|paper|plane|screen)\b", re.IGNORECASE), 2, -1),
)
_COMPASS = re.compile(r"\b(north|south|east|west) of (?:due )?(north|south|east|west)\b", re.IGNORECASE)
_SHORT_COMPASS = re.compile(r"\b([NSEW]) of ([NSEW])\b")
_LETTERS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_POINTS = {"east": (1, 0), "west": (-1, 0), "north": (0, 1), "south": (0, -1)}
_OTHER_AXIS = re.compile(
    r"\b(?:from|with|to|of|above|below)\s+(?:the\s+)?(?:\+?y\b|vertical|z\b|normal|negative|-)|\bleft\b|\bminus\b"
)
_BELOW = re.compile(r"\bbelow\b|(?<!counter)(?<!counter-)(?<!anti)(?<!anti-)\bclockwise\b", re.IGNORECASE)


def resolved(text: str) -> Listed | None:
    """Return the two components of a size with an angle; None where the angle is not against the x axis."""
    text = _arranged(text)
    both = lists.polar(text)
    if both is None:
        return None
    size, angle = both.items
    assert isinstance(size, Measured)
    assert isinstance(angle, Measured)
    turn = convert(angle.value, angle.unit, "rad")
    along, across = (1.0, 0.0), (0.0, 1.0)
    if compass := _COMPASS.search(text):
        across, along = (_POINTS[compass[k].lower()] for k in (1, 2))
        if along[0] * across[0] + along[1] * across[1]:
            return None
    elif _OTHER_AXIS.search(text):
        return None
    elif _BELOW.search(text):
        turn = -turn
    parts = [math.cos(turn) * a + math.sin(turn) * b for a, b in zip(along, across, strict=True)]
    return Listed(tuple(Measured(size.value * part, size.unit) for part in parts), True)


def directed(text: str) -> Iterator[Listed]:
    """Yield the readings of a quantity along one axis: ``7 N due west``, ``2 T in the +z direction``."""
    text = _arranged(text)
    parts = [list(_along(part)) for part in re.split(r",|;|\band\b", text)]
    if len(parts) == 2 and all(parts):
        both = tuple(_sum(one.items, other.items) for one, other in zip(*parts, strict=False))
        yield from (Listed(items, True) for items in both if items)
        return
    yield from _along(text)


def _sum(one: tuple[Value, ...], other: tuple[Value, ...]) -> tuple[Value, ...] | None:
    """Two vectors along different axes as one; None where they share an axis."""
    found: list[Value] = []
    for first, second in zip(one, other, strict=False):
        assert isinstance(first, Measured)
        assert isinstance(second, Measured)
        if (first.value and second.value) or first.unit != second.unit:
            return None
        found.append(first if first.value else second)
    return tuple(found) if len(one) == len(other) else None


def _along(text: str) -> Iterator[Listed]:
    """Yield a quantity along one axis, the shortest vector first; an axis without a number is a unit vector.

    A word of direction without a number (``upwards``) is none: it is read as a word, with its denials and doubts.
    """
    if re.search(r"°|\bdeg|\brad\b|\\circ|\\degree", text):
        return
    flat = plain(re.sub(r"\([^()]*\)", " ", text)).replace("-axis", " axis").replace("-direction", " direction")
    behind = re.sub(r"^.*\d[^\s]*\s*", "", flat)
    places = [(place, sign) for pattern, place, sign in _WORDS for _ in pattern.finditer(flat)]
    axes = list(_AXIS.finditer(behind)) if _AXIS_NEEDS.search(behind) else []
    if len(axes) == 1 and not places:
        negative = (axes[0]["sign"] or axes[0]["late"] or "").lower() in ("-", "negative", "minus")
        places = [("xyz".index(axes[0]["axis"].lower()), -1 if negative else 1)]
    counted = re.search(r"\d", text) is not None
    if len(places) != 1 or not (counted or axes):
        return
    try:
        size = numbers.stated(re.sub(r"\([^()]*\)", " ", text)) if counted else Measured(1.0)
    except Hedged:
        return
    if (
        size is None
        or (size.unit == "1" and (size.value != 1 or len(text) > 60))
        or (size.value < 0 and places[0][1] < 0)
    ):
        return
    place, sign = places[0]
    zero, own = replace(size, value=0.0, step=0.0), replace(size, value=sign * size.value)
    for at in (1, 2) if place < 0 else (place,):
        if at < 2:
            yield Listed(tuple(own if k == at else zero for k in range(2)), True)
        yield Listed(tuple(own if k == at else zero for k in range(3)), True)


def _arranged(text: str) -> str:
    """``magnitude 5 N, direction 53° above the x axis`` as a size and where it points."""
    text = _SHORT_COMPASS.sub(lambda m: f"{_LETTERS[m[1]]} of {_LETTERS[m[2]]}", text)
    if found := _DIRECTION_FIRST.search(text) or _ALONG_FIRST.search(text) or _MAGNITUDE.search(text):
        angle = re.match(r"\W*[-+]?[\d.]+\s*(?:°|deg|\\degree|\^)", found["where"])
        return f"{found['size'].strip(' ,;')} {'at' if angle else 'along'} {found['where']}"
    return text
