"""Bearings: ``37° east of north`` and ``N 37° E`` are ``53° north of east``."""

from __future__ import annotations

import re

_NAMES = {"n": "north", "s": "south", "e": "east", "w": "west"}
_ANGLE = r"(?<![\d.])(?P<angle>\d{1,3}(?:\.\d{1,9})?)\s*(?:°|\^\{?\s*\\circ\s*\}?|\\degree|deg(?:rees?)?\b)"
_POINT = r"(?:north|south|east|west|[NSEW])\b"
_OF = re.compile(
    rf"{_ANGLE}[\s$,]*(?:\\,)?(?:\\text\{{)?\s*(?P<across>{_POINT})\s*of\s*(?:due )?(?P<along>{_POINT})\s*\}}?",
    re.IGNORECASE,
)
_QUADRANT = re.compile(rf"\b(?P<along>[NS])\s*{_ANGLE}\s*(?P<across>[EW])\b")


def alike(text: str, gold: str) -> tuple[str, str]:
    """Both with their bearings from east or west, if both have one; else as they are: a bare angle has no compass."""
    one, two = _from_east_or_west(text), _from_east_or_west(gold)
    return (one, two) if one is not None and two is not None else (text, gold)


def _from_east_or_west(text: str) -> str | None:
    text, quadrants = _QUADRANT.subn(_turned, text)
    text, others = _OF.subn(_turned, text)
    return text if quadrants or others else None


def _turned(found: re.Match[str]) -> str:
    across, along = (_NAMES[found[name][0].lower()] for name in ("across", "along"))
    angle = found["angle"]
    if along in ("north", "south") and across in ("east", "west"):
        decimals = len(angle.partition(".")[2])
        angle, across, along = f"{90 - float(angle):.{decimals}f}", along, across
    return f"{angle}° {across} of {along}" + "$" * (found[0].count("$") % 2)
