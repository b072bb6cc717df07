r"""Entries of lists: numbers with units or formulas, and how a list is cut into them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from physfm.evaluation.grading import formulas, numbers
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.values import Measured, Value

MAX_ITEMS = 100
NAME = r"(?:(?:\\?Delta\s+|[ΔδΔ]\s*)?\\?[A-Za-zα-ωΑ-Ω][\w'{},\\]*(?:\([\w, ]*\))?)"

_CHAIN = re.compile(rf"^\s*((?:{NAME}\s*=\s*){{2,6}})([-+.\d][^=]*)$", re.DOTALL)


Entry = TypeVar("Entry", bound=Value)


def item(text: str, *, names: bool = False) -> Value | None:
    """Read an entry: a number with its unit, or a formula; with ``names`` also letters side by side (``qvB``)."""
    text = re.sub(r"^\+\s*", "", text.strip())
    product = re.search(r"\d\*[A-Za-z]", text)  # 3*a is a formula, not three ares
    found: Value | None = None if product else numbers.alone(plain(text))
    if found is None:
        formula = formulas.read(text)
        if formula is None:
            return None
        value = formulas.number_of(formula)
        if value is None and not formulas.is_formula(formula, names=names):
            return None
        found = Measured(value) if value is not None else formula
    return found


def split(text: str, marks: str = ",;") -> list[str]:
    """Split at marks that stand in no bracket."""
    parts, level, start = [], 0, 0
    for place, character in enumerate(text):
        level += (character in "([{⟨") - (character in ")]}⟩")
        if character in marks and not level and not re.match(r"\\[,;]", text[max(0, place - 1) :]):
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]][:MAX_ITEMS]


def chained(parts: list[str]) -> list[str]:
    """``a = b = 2`` as two entries, ``a = 2`` and ``b = 2``."""
    found: list[str] = []
    for part in parts:
        names = _CHAIN.match(part)
        found += [f"{name.strip()} = {names[2]}" for name in names[1].split("=") if name.strip()] if names else [part]
    return found[:MAX_ITEMS]


def unwrapped(text: str) -> str:
    """Return a text without signs of mathematics, sizes of brackets and what ends a sentence."""
    text = re.sub(r"\\\(|\\\)|\\\[|\\\]|\$", " ", text)
    text = re.sub(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\s*", "", text)
    text = re.sub(r"\\langle(?![a-z])", "⟨", re.sub(r"\\rangle(?![a-z])", "⟩", text))
    text = text.strip().strip("`*").rstrip(".;:!").strip()
    return re.sub(r",?\s+(?:respectively|in that order|in total)$", "", re.sub(r"^both\s+", "", text))


def with_unit(value: Entry, unit: str) -> Entry:
    """Give a bare number a unit."""
    read = numbers.is_unit(unit) if unit else None
    if isinstance(value, Measured) and value.unit == "1" and read:
        return replace(value, unit=read)
    return value


def entries(parts: list[str], unit: str = "", *, names: bool = False) -> tuple[Value, ...] | None:
    """Read all entries, None if one of them is none; a bare number takes the unit."""
    found = tuple(with_unit(value, unit) for part in parts if (value := item(part, names=names)) is not None)
    return found if len(found) == len(parts) and found else None


def times(factor: str, cell: str) -> str:
    """Return the text of an entry with the factor that stands before its list."""
    if not factor:
        return cell
    return rf"{factor}\left({cell}\right)" if "\\" in factor + cell else f"({factor})*({cell})"
