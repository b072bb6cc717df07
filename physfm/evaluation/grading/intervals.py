r"""Intervals: ``[0, 1)``, ``0 <= x < 1``, "between 3 and 5 m", "at least 3 m".

Bounds are numbers with units or formulas; a unit behind the bracket, or behind the last bound, belongs to both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from physfm.evaluation.grading import bounds, formulas, numbers
from physfm.evaluation.grading.entries import NAME, item, split, unwrapped, with_unit
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.values import Formula, Measured, Span, Value
from physfm.symbolic.tree import Symbol

_INTERVAL = re.compile(
    r"^(?P<open>[\[(\]])(?P<inner>.+)(?P<close>[\])\[])\s*(?P<unit>(?:[^\[\](){},]|(?<=[a-z])\{[^{}]*\})"
    r"*(?:/\([^()]*\))?)$",
    re.DOTALL,
)
_SIGN = re.compile(r"(<=|>=|≤|≥|<|>|\\leq?(?:slant)?(?![a-z])|\\geq?(?:slant)?(?![a-z])|\\[lg]t(?![a-z]))")
# "all positive x", "x is non-negative"
_SIGNED = re.compile(
    rf"(?:all|any|every|only)?\s*(?P<not>non-?\s?)?(?P<sign>positive|negative)\s+(?:real\s+)?(?:(?:values?"
    rf"|numbers?)(?:\s+of)?)?\s*"
    rf"(?P<name>{NAME})?|(?P<name2>{NAME})\s+(?:is|must be|has to be)\s+(?P<not2>non-?\s?)?(?P<sign2>positive"
    rf"|negative)",
    re.IGNORECASE,
)
_WHOSE = re.compile(rf"^\W*({NAME})\s*(?:\\in(?![a-z])|∈)")
_RANGES = (
    re.compile(r"\bbetween\s+(.+?)\s+and\s+(.+)$", re.IGNORECASE | re.DOTALL),
    re.compile(r"\bfrom\s+(.+?)\s+(?:up\s+)?to\s+(.+)$", re.IGNORECASE | re.DOTALL),
    re.compile(
        r"^(?:about\s+|=\s*)?([-+]?[\d.][^\s–—,a-z]*(?:\s?(?![eE][-−+]?\d)[A-Za-zµΩ°%Å][\w/^*]*)?)"
        r"\s*(?:–|—|\s-\s|-|\.{3}|…|\bto\b)\s*(\+?-?[\d.π].*)$",
        re.DOTALL,
    ),
)  # fmt: skip


_CONDITION = re.compile(r"\s+only\W*$|^\W*(?:only\s+)?(?:for|when|where|if|with)\s+(?:all\s+|any\s+)?")
_REMARK = re.compile(
    r"\(.*?\)$|,? (?:inclusive|exclusive|where|for|in the|not including|excluding)\b.*|,? (?:with )?(?:both |the )?"
    r"(?:ends?|end ?points?|limits?|bounds?|boundar\w+) (?:are )?(?:in|ex)cluded.*"
)


def spans(text: str) -> Iterator[Span]:
    """Yield the readings of a text as an interval."""
    if whose := _WHOSE.match(text):
        yield from (replace(span, name=re.sub(r"\W", "", whose[1])) for span in _spans(text))
    else:
        yield from _spans(text)


def _spans(text: str) -> Iterator[Span]:
    whole = text
    text = re.sub(rf"^.*?{NAME}\s*(?:\\in(?![a-z])|∈|\bin\b|\blies in\b)", "", unwrapped(text), flags=re.DOTALL) or text
    text = re.sub(r"\\[,;:! ]", " ", text)
    text = re.sub(rf"^\\?\{{\s*{NAME}\s*(?::|\||\\mid|\\colon)(.+?)\\?\}}$", r"\1", text.strip(), flags=re.DOTALL)
    text = re.sub(r"^(?:the )?(?:(?:half-)?(?:open|closed) )?interval\s*", "", text.strip())
    found = _INTERVAL.match(text)
    if found:
        parts = split(found["inner"])
        unit = plain(found["unit"]).strip()
        if len(parts) == 2 and (not unit or numbers.is_unit(unit)):
            (can_low, low), (can_high, high) = (_bound(part, unit) for part in parts)
            if can_low and can_high:
                if isinstance(high, Measured) and isinstance(low, Measured):
                    low = with_unit(low, high.unit)
                yield Span(low, high, found["open"] == "[", found["close"] == "]")
    yield from _inequality(text)
    for place, pattern in enumerate(_RANGES):
        match = pattern.search(plain(text).rstrip("."))
        if match:
            first, last = (_end(each, in_words=place < 2) for each in (match[1], _REMARK.sub("", match[2])))
            if last is not None and first is not None and not re.search(r"\bnot\b|n't\b|\boutside\b", text):
                ends = bounds.closed(whole)
                yield Span(with_unit(first, last.unit if isinstance(last, Measured) else ""), last, ends, ends)
                return


def _end(text: str, *, in_words: bool) -> Measured | Formula | None:
    """An end of a range: a number, or between words a symbol as well."""
    if (number := numbers.alone(text)) is not None or not in_words:
        return number
    found = item(text)
    return found if isinstance(found, Formula) and formulas.is_formula(found) else None


def _bound(text: str, unit: str) -> tuple[bool, Measured | Formula | None]:
    """Whether a bound could be read, and the bound; None for infinity."""
    if re.fullmatch(r"\s*[-+−]?\s*(?:\\infty|∞|oo|inf(?:inity|ty)?|\\text\{inf\})\s*", text):
        return True, None
    found = item(text)
    if not isinstance(found, Measured | Formula):
        return False, None
    return True, with_unit(found, unit)


def _sign(written: str) -> str:
    if re.search(r"<|≤|\\l", written):
        return "≤" if re.search(r"=|≤|\\le", written) else "<"
    return "≥" if re.search(r"=|≥|\\ge", written) else ">"


def _inequality(text: str) -> Iterator[Span]:
    """``2 <= x < 5``, ``x > 3 m``, ``< 1.1 eV``, "at least 3 m"."""
    text = re.sub(
        r"\s*(?:at|with|,)?\s*\(?\s*(?:at\s+)?(?:\d+(?:\.\d+)?\s*\\?%)?\s*(?:CL|C\.L\.|confidence(?: level)?)\)?\s*$",
        "",
        text,
    )
    text = _CONDITION.sub("", bounds.signed(text))
    if said := _SIGNED.fullmatch(text.strip(" .$")):
        flipped = bool(said["not"] or said["not2"])
        upward = ((said["sign"] or said["sign2"]).lower() == "positive") != flipped
        text = f"{said['name'] or said['name2'] or 'x'} {'>' if upward else '<'}{'=' if flipped else ''} 0"
    parts = _SIGN.split(text)
    if len(parts) not in (3, 5):
        return
    signs = [_sign(part) for part in parts[1::2]]
    sides = [part.strip() for part in parts[::2]]
    values = [item(side) if side else None for side in sides]
    known = [isinstance(v, Measured) for v in values]
    if len(sides) == 3:
        if not _named_between(values) or {s in "<≤" for s in signs} not in ({True}, {False}):
            return
        low, high, first, last = values[0], values[2], signs[0], signs[1]
        if first in ">≥":
            low, high, first, last = high, low, last, first
        assert isinstance(low, Measured | Formula)
        assert isinstance(high, Measured | Formula)
        yield Span(with_unit(low, high.unit if isinstance(high, Measured) else ""), high, first in "≤≥", last in "≤≥")
        return
    if known.count(True) != 1:
        return
    number = values[known.index(True)]
    assert isinstance(number, Measured)
    other = values[known.index(False)]
    if other is not None and not (isinstance(other, Formula) and isinstance(other.tree, Symbol)):
        return
    upper = (signs[0] in "<≤") == known[1]
    closed = signs[0] in "≤≥"
    if upper:
        yield Span(None, number, False, closed)
    else:
        yield Span(number, None, closed, False)


def _named_between(values: list[Value | None]) -> bool:
    """Whether an inequality of three sides bounds its middle one: ``0 < r <= a``."""
    ends = [isinstance(value, Measured) for value in values]
    middle = values[1] is None or (isinstance(values[1], Formula) and isinstance(values[1].tree, Symbol))
    if ends == [True, False, True]:
        return True
    return middle and not ends[1] and any(ends) and all(isinstance(v, Measured | Formula) for v in values[::2])
