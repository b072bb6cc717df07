"""Numbers and quantities as a question writes them, and templates with parts that can be left out.

A template is text with slots ``{v}`` and segments in square brackets, one given quantity in each:
``A ball is thrown[ with speed {v}][ at {theta} above the horizontal].`` Without its segment the question does not
give that quantity any more, and is still a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

_PART = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")
_SIGNS = {"deg": "°", "ohm": "Ω", "kohm": "kΩ", "Mohm": "MΩ", "um": "µm", "us": "µs",
    "uC": "µC", "uF": "µF", "uN": "µN",
    "uT": "µT", "uA": "µA", "uK": "µK", "percent": "%", "solar_mass": "solar masses", "angstrom": "Å"}  # fmt: skip
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def rounded(value: float, digits: int) -> float:
    """A number rounded to so many significant digits."""
    return float(f"{value:.{digits - 1}e}")


def number(value: float, digits: int = 0) -> str:
    """A number in short: ``0.25``, ``1320``, ``4.2e-12``.

    Parameters
    ----------
    digits
        Significant digits to show; all that it has if 0.
    """
    text = f"{value:.{(digits or 12) - 1}e}"
    mantissa, exponent = text.split("e")
    if not digits:
        mantissa = mantissa.rstrip("0").rstrip(".")
    if not value or not math.isfinite(value) or 1e-3 <= abs(value) < 1e6:
        short = float(text)
        return f"{short:.0f}" if short == round(short) else repr(short)
    return f"{mantissa}e{int(exponent)}"


@lru_cache(1024)
def unit_text(unit: str) -> str:
    """A unit as people write it: ``m/s²``, ``°``, ``µm``; nothing for a pure number."""
    if unit == "1":
        return ""
    if unit in _SIGNS:
        return _SIGNS[unit]
    text = re.sub(r"(?:\*\*|\^)(-?\d+)", lambda m: m[1].translate(_SUPERSCRIPT), unit).replace("*", "·")
    return re.sub(r"\w+", lambda m: _SIGNS.get(m[0], m[0]), text)


def quantity(value: float, unit: str, digits: int = 0) -> str:
    """A number with its unit: ``12 m/s²``, ``35°``, ``1.6 × 10⁻¹⁹ C``."""
    text = number(value, digits)
    if "e" in text:
        mantissa, exponent = text.split("e")
        power = "10" + exponent.translate(_SUPERSCRIPT)
        text = power if mantissa == "1" else f"{mantissa} × {power}"
    shown = unit_text(unit)
    return text + ("" if shown in ("", "°", "%") else " ") + shown


@dataclass(frozen=True)
class Template:
    """A text with slots and segments; see the module."""

    text: str
    parts: tuple[tuple[str, ...], ...]
    """Literal text as ``(text,)``, a slot as ``("", symbol)``, a segment as ``(symbol, *its own text and slots)``."""

    @property
    def segments(self) -> frozenset[str]:
        """Symbols that have a segment of their own."""
        return frozenset(part[0] for part in self.parts if len(part) > 2)

    @property
    def slots(self) -> frozenset[str]:
        """All symbols that the text holds."""
        return self.segments | {part[1] for part in self.parts if len(part) == 2}

    def fill(self, write: Callable[[str], str], without: Collection[str] = ()) -> str:
        """The text with quantities for its slots.

        Parameters
        ----------
        write
            Gives a symbol's quantity as text.
        without
            Symbols whose segments are left out.
        """
        out = []
        for part in self.parts:
            if len(part) == 1:
                out.append(part[0])
            elif len(part) == 2:
                out.append(write(part[1]))
            elif part[0] not in without:
                out.append(part[1] + write(part[0]) + part[2])
        return "".join(out)


@lru_cache(4096)
def template(text: str) -> Template:
    """Read a template.

    Raises
    ------
    ValueError
        If a segment holds no slot, or more than one.
    """
    parts: list[tuple[str, ...]] = []
    at = 0
    for match in _PART.finditer(text):
        if match.start() > at:
            parts.append((text[at : match.start()],))
        if match[2]:
            parts.append(("", match[2]))
        else:
            inner = re.fullmatch(r"([^{}]*)\{(\w+)\}([^{}]*)", match[1])
            if inner is None:
                raise ValueError(f"A segment holds one slot: [{match[1]}] in {text!r}.")
            parts.append((inner[2], inner[1], inner[3]))
        at = match.end()
    if at < len(text):
        parts.append((text[at:],))
    return Template(text, tuple(parts))
