"""Bounds in words, as signs: "at least 3 m", "77 K or colder", "must not exceed R", "strictly between 0 and L"."""

from __future__ import annotations

import re

_MORE = (
    "greater|more|larger|higher|bigger|longer|later|faster|warmer|hotter|heavier|farther|further|wider|thicker|taller"
    "|stronger|brighter|louder|older|steeper|deeper"
)
_LESS = (
    "less|smaller|lower|fewer|shorter|earlier|slower|colder|cooler|lighter|closer|nearer|narrower|thinner"
    "|weaker|fainter|quieter|younger|shallower"
)
_NO = r"(?:no|not|never|(?:is|are|be|must|may|can|could|will|does|do|should)n't|cannot)"
_IS = r"(?:is |are |was |be |lies |stays )?"
_BE = re.compile(r"\b(?:must|has to|have to|needs? to|should|may|can|will|does|do)(?: (?=not\b)| be\b| (?=exceed))")
_BEHIND = (
    (re.compile(rf"^(.*?\S)\s+(?:or|and) (?:{_MORE}|above|over|after|beyond|up(?:wards?)?)\W*$", re.IGNORECASE), ">="),
    (re.compile(rf"^(.*?\S)\s+(?:or|and) (?:{_LESS}|below|under|before|down(?:wards?)?)\W*$", re.IGNORECASE), "<="),
    (re.compile(r"^(?:any\w* )?from (.*?\d.*?),? (?:and )?(?:on|up)wards?\W*$", re.IGNORECASE), ">="),
    (re.compile(r"^(.*?\d.*?),? (?:at (?:the )?(?:least|minimum))\W*$", re.IGNORECASE), ">="),
    (re.compile(r"^(.*?\d.*?),? (?:at (?:the )?(?:most|maximum))\W*$", re.IGNORECASE), "<="),
)
_BEFORE = tuple(
    (re.compile(pattern, re.IGNORECASE), f" {sign} ")
    for pattern, sign in (
        (rf"\b{_IS}(?:at least|{_NO} (?:be )?(?:(?:{_LESS}) than|below|under|before)|(?:{_MORE}) than or equal to"
         r"|at or (?:above|over|after|beyond))\b", ">="),
        (rf"\b{_IS}(?:at most|up to|{_NO} (?:be )?(?:(?:{_MORE}) than|exceed(?:s|ing)?|above|over|after|beyond)"
         rf"|(?:{_LESS}) than or equal to|at or (?:below|under|before))\b", "<="),
        # "3 s later" says no bound
        (rf"\b{_IS}(?:(?:{_MORE}) than|greater|more|larger|higher|bigger|above|exceeds?|exceeding)\b", ">"),
        (rf"\b{_IS}(?:(?:{_LESS}) than|less|smaller|lower|fewer|below|under)\b", "<"),
        (r"^\W*(?:a |the )?minimum(?: of)?\s+(?=[\d.])", ">="),
        (r"^\W*(?:a |the )?maximum(?: of)?\s+(?=[\d.])", "<="),
    )
)  # fmt: skip
_DENIED = re.compile(r"\b(?:not|never|except|unless|outside of|everywhere but)\b|n't\b", re.IGNORECASE)
_SIDE = r"(?:\\?[A-Za-zα-ωΑ-Ω]\w*)"
_SIGN = r"(?:<=|>=|[<>≤≥]|\\[lg]eq?(?:slant)?(?![a-z])|\\[lg]t(?![a-z]))"
_ONE_SIGN = re.compile(
    rf"(?:^|[\s,:;(])(?P<said>(?:[-−]?[\w√][^\s<>≤≥=,;:]*\s*{_SIGN}\s*)?{_SIDE}\s*{_SIGN}\s*"
    r"[^<>≤≥=,;:\s][^<>≤≥=,;:]*?)(?:\)?\W*$|,|\s(?:only|always|everywhere)\b)"
)
_INCLUDED = re.compile(
    r"\binclusive|\b(?:ends?|end ?points?|limits?|bounds?|boundar\w+) included|\bclosed\b", re.IGNORECASE
)
_EXCLUDED = re.compile(
    r"\bstrictly\b|\bexclusive|\b(?:ends?|end ?points?|limits?|bounds?|boundar\w+) (?:are )?excluded|\bopen interval"
    r"|\bnot including\b|\bexcluding\b",
    re.IGNORECASE,
)


def signed(text: str) -> str:
    """Return a text with its bounds in words as signs."""
    text = _BE.sub(lambda m: "is" if m[0].endswith("be") else "", text)
    for pattern, sign in _BEHIND:
        text = pattern.sub(rf"{sign} \1", text)
    for pattern, sign in _BEFORE:
        text = pattern.sub(sign, text)
    return text


def inequality(passage: str) -> str | None:
    """Return the one inequality that a passage states, in signs; None without one, or where it is denied."""
    text = signed(re.sub(r"\\[()]|(?<!\\)\$", " ", passage))
    found = list(_ONE_SIGN.finditer(text))
    if len(found) != 1 or _DENIED.search(text):
        return None
    said = found[0]["said"].strip()
    if len(re.findall(_SIGN, text)) > len(re.findall(_SIGN, said)):
        return None  # r < R or r > R
    return said + ")" * (said.count("(") - said.count(")"))


def closed(text: str) -> bool | None:
    """Whether a range said in words holds its ends; None where it is not said."""
    if _EXCLUDED.search(text):
        return False
    return True if _INCLUDED.search(text) else None
