r"""Equations with signs that `physfm.symbolic` does not read (``\partial_\mu F^{\mu\nu}``), compared term by term.

A term is compared as it is written; terms may change places and sides, the whole its sign, and a bracket with a sign
or one symbol beside it is multiplied out. Nothing is done inside of a term.
"""

from __future__ import annotations

import re
from collections import Counter

from physfm.evaluation.grading.naming import is_name
from physfm.symbolic.functions import LETTERS

MAX_CHARACTERS = 300
_DROPPED = re.compile(
    r"\\(?:left|right|[bB]igg?[lr]?|displaystyle|mathbf|boldsymbol|bm|vec|hat|mathrm|text|rm|limits)(?![A-Za-z])"
    r"|\\[,;:! ]|[$*·\s]|"
    r"\\cdot(?![a-z])(?=\s*(?:\\?[A-Za-z]+\s*$))"
)
_VECTOR = r"(?:\\(?!times|nabla|cdot|frac|partial)[A-Za-z]+|[A-Za-z])(?:_\{?\w\}?)?"
_CROSS = re.compile(rf"(?:\((?={_VECTOR}\\times{_VECTOR}\)))?({_VECTOR})\\times({_VECTOR})(?:\)|(?![A-Za-z]))")
_SIGNS = {
    "∂": r"\partial ",
    "∇": r"\nabla ",
    "−": "-",
    "×": r"\times ",
    "²": "^2",
    "³": "^3",
    "⋅": r"\cdot ",
    "∮": r"\oint ",
}
_FRACTION = re.compile(
    r"\\[dt]?frac\{(?:\\partial|d)(\^\{?2\}?)?([^{}]+|[^{}]*\{[^{}]*\}[^{}]*)\}\{(?:\\partial|d)([a-z])(?:\^\{?2\}?)?\}"
)


def same(one: str, other: str) -> bool:
    """Whether two equations or expressions hold the same terms."""
    if ("=" in one) != ("=" in other):
        one, other = (
            re.sub(r"^[^=]{1,30}=", "", text) if is_name(text.partition("=")[0]) else text for text in (one, other)
        )
    first, second = _terms(one), _terms(other)
    if not first or not second:
        return False
    turned = Counter({(sign * -1, term): count for (sign, term), count in first.items()})
    return first == second or ("=" in one and "=" in other and turned == second)


def _terms(text: str) -> Counter[tuple[int, str]] | None:
    if len(text) > MAX_CHARACTERS:
        return None
    text = _canonical(text)
    sides = text.split("=")
    if len(sides) > 2 or not all(sides) or re.search(r"[<>&,;]|\\(?:le|ge|neq|approx)", text):
        return None
    found = [(-sign if place else sign, term) for place, side in enumerate(sides) for sign, term in _split(side)]
    found = [(sign * turn, crossed) for sign, term in found for turn, crossed in (_crossed(term),)]
    return Counter((sign, term) for sign, term in found if term != "0")


def _crossed(term: str) -> tuple[int, str]:
    """A cross product with its factors in one order, the sign of the exchange, and no brackets around it."""
    found = _CROSS.findall(term)
    if len(found) != 1 or term.count(r"\times") != 1 or re.search(r"[-+]", term):
        return 1, term
    one, other = (re.sub(r"_\{?(\w+)\}?", r"_\1", name) for name in found[0])
    turn, (one, other) = (1, (one, other)) if one <= other else (-1, (other, one))
    return turn, _CROSS.sub(lambda m: rf"{one}\times{{{other}}}", term)


def _canonical(text: str) -> str:
    """One spelling, without blanks and without braces around one sign."""
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    text = "".join(rf"\{LETTERS[c]} " if c in LETTERS else c for c in text)
    text = _DROPPED.sub("", re.sub(r"(\\[A-Za-z]+)\s+", r"\1|", text)).replace("|", " ")
    text = re.sub(r"(\\[A-Za-z]+) ?(?![A-Za-z])", r"\1", text)
    text = re.sub(r"([_^])\{(\\?[A-Za-z]+|\d)\}", r"\1\2 ", text).replace(" ", "")
    text = re.sub(r"\\[dt]frac", r"\\frac", text)
    return _FRACTION.sub(lambda m: rf"\partial_{m[3]}{m[1] or ''}{m[2]}".replace("{2}", "2"), text)


def _split(text: str, depth: int = 0) -> list[tuple[int, str]]:
    """The signed terms of a sum."""
    found: list[tuple[int, str]] = []
    level, start, sign = 0, 0, 1
    for place, character in enumerate(text + "+"):
        level += (character in "([{") - (character in ")]}")
        inside = level or (place and text[place - 1] in "^_")
        if character in "+-" and not inside:
            if part := text[start:place]:
                found += [(sign * own, term) for own, term in _multiplied(part, depth)]
            sign, start = (-1 if character == "-" else 1), place + 1
    return found


def _multiplied(term: str, depth: int) -> list[tuple[int, str]]:
    """``(a-b)`` as its terms, and ``[a+b]\\psi`` with the symbol behind each."""
    bracket = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]](\\?[A-Za-z]*)", term)
    if bracket is None or depth > 2 or not bracket[1]:
        return [(1, term)]
    return [(sign, part + bracket[2]) for sign, part in _split(bracket[1], depth + 1)]
