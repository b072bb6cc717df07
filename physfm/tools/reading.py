"""Quantities in running text: every number with its uncertainty and its unit, with the place where it stands.

``... is (2.1969811 ± 0.0000022) × 10^-6 s (PDG 2026, S004T).`` holds 2.197e-06 s; so does an answer in words. The unit
is the longest run of words after the number that pint reads; words that are also units (in, a, at, h ...) count only
where nothing else is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from physfm.errors import InputError
from physfm.symbolic import Quantity, read_quantity
from physfm.tools.quantity import tidy

_NUMBER = r"(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+/\d+(?!\d|\.\d)|\d+\.?\d*|\.\d+)"
_POWER = r"(?:[eE][+-]?\d{1,3}(?!\d|\.\d)|\s*(?:[×*]|\\times|x)\s*10\s*(?:\^|\*\*)?\s*[({]?\s*[-+−]?\d{1,3}[)}]?)"
_SIGNED = rf"[-+−]?{_NUMBER}"
_ERROR = r"\s*(?:±|\+/-|\+-|\\pm)\s*"
_BARE_POWER = r"[-+−]?10\s*(?:\^|\*\*)\s*[({]?\s*[-+−]?\d{1,3}[)}]?(?![\d.])"
# 2.46^{+0.12}_{-0.10}, 2.46 +0.12 -0.10, 2.46 (+0.12/-0.10)
_TWO_ERRORS = re.compile(
    rf"\s*\^?\s*[({{]{{0,2}}\s*\+\s*(?P<high>{_NUMBER})\s*[)}}]?\s*[_/,]?\s*[({{]{{0,2}}\s*[-−]\s*(?P<low>{_NUMBER})\s*[)}}]{{0,2}}"
    rf"(?P<power>{_POWER})?"
)
_QUANTITY = re.compile(
    rf"(?P<bracket>\(\s*{_SIGNED}{_POWER}?{_ERROR}{_SIGNED}{_POWER}?\s*\){_POWER}?)"
    rf"|(?P<short>{_SIGNED}\(\d{{1,3}}\){_POWER}?)"
    rf"|(?P<power>{_BARE_POWER})"
    rf"|(?P<plain>{_SIGNED}{_POWER}?(?:{_ERROR}{_NUMBER}{_POWER}?)?)"
)
_UNIT = re.compile(r"[ \t ]?\*?((?:1/)?[^\W\d]|[%°µΩ])[^,;:()=]*(?:(?<=/)\([^()]{1,40}\)[^,;:()=]*)?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# English words and names that pint would read as units: inch, year, technical atmosphere, day, hour, ton ...
_WORDS = frozenset(
    re.findall(
        r"\w+",
        "in a at as is are and or for on of to p n by from with per it its that this so but be has have mass energy "
        "time x y z q r w i no one beta gamma degree point thou hand force ha",
    )
)
MAX_WORDS = 6


@dataclass(frozen=True)
class Found:
    """One quantity as it stands in a text.

    Parameters
    ----------
    text
        As written, with its unit.
    value, unit
        What it says; the unit is ``"1"`` without one.
    start, end
        Where it begins and ends.
    low, high
        Its errors downwards and upwards, in the unit; 0 without.
    """

    text: str
    value: float
    unit: str
    start: int
    end: int
    low: float = 0.0
    high: float = 0.0


@lru_cache(maxsize=4096)
def _unit(text: str) -> str | None:
    """The unit as pint reads it, None if it is none."""
    try:
        return read_quantity(f"1 {text}", tidy).unit
    except InputError:
        return None


def _is_word(name: str) -> bool:
    """Whether a name is English here; N, A, W and T are units, n, a, w and t are not."""
    return (name if name in "NAWT" else name.lower()) in _WORDS


def _value(text: str) -> Quantity | None:
    """The number and the error of a quantity without its unit."""
    plain = text.replace("\\times", "×").replace("{", "(").replace("}", ")").replace("−", "-")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    plain = re.sub(r"([×x*]\s*10)\s*(?=[-+]?\d)(?!\^|\*)", r"\1^", plain.translate(_SUPERSCRIPT))
    plain = re.sub(r"\s*x\s*10", " × 10", plain).replace("\\pm", "±")
    if re.fullmatch(r"[-+]?\d+/\d+", plain):
        above, _, below = plain.partition("/")
        return Quantity(int(above) / int(below)) if int(below) else None
    if re.match(r"[-+]?10\s*(\^|\*)", plain):
        plain = re.sub(r"10(?=\s*[\^*])", "1 × 10", plain, count=1)
    try:
        return read_quantity(plain)
    except InputError:
        return None


def quantities(text: str) -> Iterator[Found]:
    """Yield the quantities of a text from left to right."""
    # 10⁻⁶ and m s⁻²: the same length, so that places stay the same.
    flat = text.translate(_SUPERSCRIPT) if re.search(r"10\s*[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]", text) else text
    at = 0
    while match := _QUANTITY.search(flat, at):
        at = match.end()
        before = text[match.start() - 1 : match.start()]
        # Part of a name (B0, f2, S004T, K*(892)), or of a longer number.
        if before and (before.isalnum() or before in "_^*.)'"):
            continue
        if re.search(r"[\w)*'^]\($", text[: match.start()]):
            continue
        number = _value(match[0].strip())
        if number is None:
            continue
        value, low, high = number.value, number.error, number.error
        if not low and (errors := _TWO_ERRORS.match(flat, at)):
            scale = _value("1" + errors["power"]) if errors["power"] else Quantity(1.0)
            sides = [_value(errors[side]) for side in ("low", "high")]
            if scale is not None and sides[0] is not None and sides[1] is not None:
                value, low, high = value * scale.value, sides[0].value * scale.value, sides[1].value * scale.value
                at = errors.end()
        unit, end = "1", at
        if (tail := _UNIT.match(text, at)) and not re.match(r"[A-Za-z]+-[A-Za-z]", tail[0].strip()):
            words = tail[0].rstrip().split(" ")
            lead = 1 if words[0] == "" else 0
            for count in range(min(len(words), MAX_WORDS + lead), lead, -1):
                chosen = " ".join(words[:count])
                name = chosen.strip().rstrip(".!?'\"*$")
                if not name or _is_word(name) or _is_word(words[count - 1].rstrip(".")):
                    continue
                if (read := _unit(name)) is not None:
                    unit, end = read, at + len(chosen) - len(chosen.lstrip()) + len(name)
                    break
        yield Found(text[match.start() : end].strip(), value, unit, match.start(), end, low, high)
        at = end
