"""Quantities of several units: ``2 min 30 s``, ``1h20``, ``2:30 min``, ``5'11"``, ``23° 26' 10"``, ``9 lb 8 oz``.

Each becomes one number in its first unit. A later part has to be smaller than one of the unit before it, so that two
answers side by side ("40 s, 2 min") stay two.
"""

from __future__ import annotations

import re

_NUMBER = r"\d+(?:\.\d+)?"
# Spellings, how many of the next unit make one, how the unit is written, and what may stand between the parts.
_LADDERS: tuple[tuple[tuple[str, str, float], ...], ...] = (
    (
        (r"d(?:ays?)?", "d", 24),
        (r"h(?:(?:ou)?rs?)?", "h", 60),
        (r"min(?:utes?|s)?|m(?=\d+(?:\.\d+)?\s?s(?![A-Za-z]))", "min", 60),
        (r"s(?:ec(?:onds?|s)?)?", "s", 1),
    ),
    ((r"(?:years?|yrs?|y|a)", "year", 12), (r"mo(?:nths?|s)?", "month", 1)),
    ((r"w(?:(?:ee)?ks?)?", "week", 7), (r"d(?:ays?)?", "d", 1)),
    ((r"f(?:oo|ee)?t\.?", "ft", 12), (r"in(?:ch(?:es)?|\.)?", "inch", 1)),
    ((r"(?:lbs?|pounds?)\.?", "lb", 16), (r"(?:oz|ounces?)\.?", "oz", 1)),
)
_METRIC = (
    ((r"km|kilomet(?:er|re)s?", "km", 1000), (r"m(?:et(?:er|re)s?)?", "m", 1)),
    ((r"m(?:et(?:er|re)s?)?", "m", 100), (r"cm|centimet(?:er|re)s?", "cm", 1)),
    ((r"kg|kilograms?", "kg", 1000), (r"g(?:rams?)?", "g", 1)),
)
_ANGLES = (
    (r"°|deg(?:rees?)?", "degree", 60),
    (r"['′]|arc\s?min(?:utes?)?|min(?:utes?)?", "arcmin", 60),
    (r"\"|″|''|′′|arc\s?sec(?:onds?)?|sec(?:onds?)?", "arcsec", 1),
)
_BETWEEN = r"\s*(?:,?\s*and\s+|,\s*)?"


def _pattern(ladder: tuple[tuple[str, str, float], ...], between: str) -> re.Pattern[str]:
    parts = [
        rf"(?:(?P<v{k}>{_NUMBER}){'[ ]?' if k else '[ ]?-?'}(?P<u{k}>{spelling})(?![A-Za-z^*/]))"
        for k, (spelling, _, _) in enumerate(ladder)
    ]
    return re.compile(
        r"(?<![\w.^])" + "".join(rf"(?:{between}{part})?" if k else f"{part}?" for k, part in enumerate(parts))
    )


_PATTERNS = [(ladder, _pattern(ladder, _BETWEEN)) for ladder in _LADDERS]
_PATTERNS += [(ladder, _pattern(ladder, r"\s+")) for ladder in _METRIC]
_PATTERNS += [(_ANGLES, _pattern(_ANGLES, r"\s*(?:and\s+)?"))]
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,3}):([0-5]\d(?:\.\d+)?)\s*(min(?:utes)?|h(?:ours?|rs?)?)(?![A-Za-z^])")
_HOURS = re.compile(r"(?<![\w.])(\d{1,3})\s?h\s?([0-5]\d)(?:\s?min)?(?![\w.])(?!\s*(?:\d|min|m\b|s))")
_FEET = re.compile(r"(?<![\w.°'])(\d{1,3})\s?['′]\s?(\d{1,2}(?:\.\d+)?)\s?(?:\"|″|''|′′| arcsec)(?!\w)")


def joined(text: str) -> str:
    """Return the text with every quantity of several units as one number in one unit."""
    if not re.search(r"\d", text):
        return text
    text = text.replace("arcsec", '"') if re.search(r"\d\s*['′°].*arcsec", text) else text
    text = _CLOCK.sub(lambda m: f"{int(m[1]) + float(m[2]) / 60:.12g} {m[3]}", text)
    text = _HOURS.sub(lambda m: f"{int(m[1]) + int(m[2]) / 60:.12g} h", text)
    if "°" not in text:
        text = _FEET.sub(lambda m: f"{int(m[1]) + float(m[2]) / 12:.12g} ft", text)
    for ladder, pattern in _PATTERNS:
        text = pattern.sub(lambda found, ladder=ladder: _sum(found, ladder), text)  # type: ignore[misc]
    return text


def _sum(found: re.Match[str], ladder: tuple[tuple[str, str, float], ...]) -> str:
    """One number, or the text as it was where the parts do not go on from one another."""
    parts = [(k, found[f"v{k}"]) for k in range(len(ladder)) if found[f"v{k}"]]
    if len(parts) < 2:
        return found[0]
    first = parts[0][0]
    total, scale = float(parts[0][1]), 1.0
    if any("." in value for _, value in parts[:-1]):
        return found[0]
    at = first
    for k, value in parts[1:]:
        room = 1.0
        for step in range(at, k):
            room *= ladder[step][2]
        if float(value) >= room:
            return found[0]
        scale *= room
        total += float(value) / scale
        at = k
    return f"{total:.12g} {ladder[first][1]}"
