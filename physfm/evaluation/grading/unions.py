r"""Intervals of more than one piece, and of a modulus: ``(-\infty, -1) \cup (1, \infty)``, ``|x| > 1``.

A union, also ``x < -1 or x > 1``, is a set of its pieces; ``|x| <= a`` is one interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from physfm.evaluation.grading import entries, intervals
from physfm.evaluation.grading.values import Formula, Listed, Measured, Span
from physfm.symbolic.tree import Product, Quotient, Symbol, negate

_CUP = re.compile(r"\\cup(?![a-z])|∪|\bor\b|\\text\{ ?or ?\}|\\(?:lor|vee)(?![a-z])|∨|\bunion\b")
_AND = re.compile(r"\b(?:and|but)\b|\\text\{ ?and ?\}|\\(?:land|wedge)(?![a-z])|∧|,")
_SIGN = re.compile(r"[<>≤≥]|\\[lg](?:eq?|t)(?![a-z])")
_COMPARED = re.compile(r"\b(?:than|least|most|above|below|over|under)\b")
_MODULUS = re.compile(
    r"^\s*(?:(?:\\left)?\||\\lvert|\\vert"
    r"|\babs\()\s*(?P<name>\\?[A-Za-zα-ω][\w{}]*)\s*(?:(?P<shift>[-+−]\s*[\d.]+)\s*)?(?:(?:\\right)?\||\\rvert|"
    r"\\vert|\))\s*"
    r"(?P<sign><=|>=|≤|≥|<|>|\\[lg](?:eq?|t)(?:slant)?(?![a-z]))\s*(?P<bound>.+)$",
    re.DOTALL,
)


def spans(text: str) -> Iterator[Span]:
    """Yield an interval that a modulus gives, and what `physfm.evaluation.grading.lists` reads."""
    found = _modulus(text)
    if found and len(found) == 1:
        yield found[0]
    elif (both := _intersection(text)) is not None:
        yield both
    else:
        yield from intervals.spans(text)


def _intersection(text: str) -> Span | None:
    """``x >= 0 and x < 5``."""
    parts = _AND.split(text.replace("$", " "))
    if len(parts) != 2:
        return None
    one, other = (
        next(intervals.spans(part), None) if _SIGN.search(part) or _COMPARED.search(part) else None for part in parts
    )
    if one is None or other is None:
        return None
    if one.low is None:
        one, other = other, one
    if one.low is None or one.high is not None or other.low is not None or other.high is None:
        return None
    return Span(one.low, other.high, one.closed_low, other.closed_high)


def unions(text: str) -> Iterator[Listed]:
    """Yield the reading of a text as a union of at least two intervals."""
    found = _modulus(text)
    if found and len(found) == 2:
        yield Listed(tuple(found), False)
        return
    parts = _CUP.split(text.replace("$", " "))
    if not 2 <= len(parts) <= entries.MAX_ITEMS:
        return
    pieces = [next(intervals.spans(part), None) for part in parts]
    read = tuple(piece for piece in pieces if piece is not None)
    if len(read) == len(parts):
        yield Listed(read, False)


def _modulus(text: str) -> list[Span] | None:
    """One interval for ``|x| < a``, two for ``|x| > a``."""
    found = _MODULUS.match(text.replace("$", " ").strip().rstrip("."))
    bound = entries.item(found["bound"]) if found else None
    if found is None or not isinstance(bound, Measured | Formula):
        return None
    if isinstance(bound, Formula) and not isinstance(bound.tree, Symbol | Product | Quotient):
        return None
    if isinstance(bound, Measured):
        mirrored: Measured | Formula = replace(bound, value=-bound.value)
    else:
        mirrored = Formula(f"-({bound.text})", negate(bound.tree))
    if found["shift"]:
        if not isinstance(bound, Measured) or not isinstance(mirrored, Measured):
            return None
        middle = -float(re.sub(r"\s", "", found["shift"]).replace("−", "-"))
        bound, mirrored = (replace(end, value=end.value + middle) for end in (bound, mirrored))
    closed = bool(re.search(r"=|≤|≥|e", found["sign"]))
    if re.search(r"<|≤|\\l", found["sign"]):
        return [Span(mirrored, bound, closed, closed, re.sub(r"\W", "", found["name"]))]
    return [Span(None, mirrored, False, closed), Span(bound, None, closed, False)]
