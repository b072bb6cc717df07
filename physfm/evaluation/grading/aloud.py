"""Formulas read aloud: "E equals m c squared", "pi over four", "the square root of two"."""

from __future__ import annotations

import re

from physfm.evaluation.grading.numerals import figures
from physfm.symbolic.functions import ALIASES, GREEK

_OPERAND = r"(?:\([^()]*\)|[A-Za-z]\w*|\d+(?:\.\d+)?)"
_SPOKEN = re.compile(
    r"\b(?:equals?|is equal to|squared|cubed|over|divided by|times|square root|plus|minus)\b", re.IGNORECASE
)
_RULES = (
    (re.compile(r"\b(?:the )?square root of (?:the quantity )?"), "√ "),
    (re.compile(r"\b(?:equals?|is equal to)\b"), "="),
    (re.compile(r"\s+squared\b"), "^2"),
    (re.compile(r"\s+cubed\b"), "^3"),
    (re.compile(r"\b(?:over|divided by)\b"), "/"),
    (re.compile(r"\b(?:times|multiplied by)\b"), "*"),
    (re.compile(r"\bplus\b"), "+"),
    (re.compile(r"\bminus\b"), "-"),
    (re.compile(rf"√\s+({_OPERAND}(?:\^\d)?)"), r"sqrt(\1)"),
    # half m v squared; m over 2 r: letters behind a stroke belong below it
    (re.compile(r"^((?:[^=]*=)?\s*)(?:one )?half\b"), r"\g<1>1/2*"),
)
_KNOWN = {*GREEK, *ALIASES, "pi"}


def written(text: str) -> str | None:
    """Return a formula in words in signs; None where words are left over, or none of a formula is there."""
    if "\\" in text or len(text) > 200 or not _SPOKEN.search(text):
        return None
    text = re.sub(r"(?<=[a-z])\.$", "", text.strip())
    if not re.search(r"\d", text):
        text = figures(text)
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    if _SPOKEN.search(text) or any(len(word) > 2 and word not in _KNOWN for word in re.findall(r"[A-Za-z]+", text)):
        return None
    return text
