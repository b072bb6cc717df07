"""By what factor something changes: "doubles", "decreases by a factor of 4", "a fourfold increase"."""

from __future__ import annotations

import re

from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.values import Words

_FACTOR_WORDS = {
    "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
    "twice": 2.0,
    "half": 0.5, "one half": 0.5, "one-half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "one-third": 1 / 3,
    "a quarter": 0.25, "one "
                       "quarter": 0.25, "one-quarter": 0.25, "one fourth": 0.25, "one-fourth": 0.25, "a fourth": 0.25,
    "double": 2.0, "doubles": 2.0, "doubled": 2.0, "triples": 3.0, "tripled": 3.0, "quadruples": 4.0, "quadrupled": 4.0,
    "halves": 0.5, "halved": 0.5, "quartered": 0.25,
}  # fmt: skip
_VALUE = rf"({'|'.join(sorted(_FACTOR_WORDS, key=len, reverse=True))}|\d+/\d+|\d+(?:\.\d+)?)"
_SMALL = "(?:small|weak|slow|low|short|little|few|faint|light|cold)"
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bneither|\bnor)\s+(?:\w+\s+){0,2}$")
_FACTORS = (
    (re.compile(rf"\b(?:increas|ris|gr[eo]w|goes up|go up|multipl|larger|greater)\w*(?: \w+)? by (?:an? )?factor "
                rf"(?:of )?{_VALUE}"), 1),
    (re.compile(rf"\b(?:decreas|drop|fall|fell|reduc|go(?:es)? down|divid|smaller|lower|diminish)\w*(?: \w+)? by "
                rf"(?:an? )?factor (?:of )?{_VALUE}"), -1),
    (re.compile(rf"\bby (?:an? )?factor (?:of )?{_VALUE} (?:larger|greater|higher|bigger|stronger|faster)"), 1),
    (re.compile(rf"\bby (?:an? )?factor (?:of )?{_VALUE} (?:smaller|lower|weaker|slower|less)"), -1),
    (re.compile(r"^\W*((?:one|a)[ -](?:half|third|quarter|fourth))(?: of (?:its|the) \w+(?: value)?)?\W*$"), 1),
    (re.compile(rf"\b(?:multiplied) by {_VALUE}"), 1),
    (re.compile(rf"\b(?:divided) by {_VALUE}"), -1),
    (re.compile(r"\b(doubles|doubled|triples|tripled|quadruples|quadrupled|halves|halved|quartered)\b"), 1),
    (re.compile(rf"\b{_VALUE} times (?:smaller|lower|weaker|slower|shorter|less|fainter)\b"), -1),
    (re.compile(rf"\b(?:increas|ris|gr[eo]w|goes up)\w* {_VALUE}[- ]?fold\b"), 1),
    (re.compile(rf"\b(?:decreas|drop|fall|fell|reduc|goes down)\w* {_VALUE}[- ]?fold\b"), -1),
    (re.compile(r"\b(?:cut|split|reduced) (?:in|by|to) (?:a )?(half)\b"), 1),
    (re.compile(rf"\b{_VALUE}[- ]?fold (?:increase|rise|gain)\b"), 1),
    (re.compile(rf"\b{_VALUE}[- ]?fold (?:decrease|drop|fall|reduction)\b"), -1),
    (re.compile(rf"\b{_VALUE}[- ]?fold (?:larger|greater|higher|stronger|faster)\b"), 1),
    (re.compile(rf"\b(?:{_VALUE} times|(?P<twice>twice)) as {_SMALL}\b"), -1),
    (re.compile(rf"\b{_VALUE} times (?:as (?!{_SMALL})\w+|larger|greater|higher|bigger|stronger|faster"
                r"|the |its |what)"), 1),
    (re.compile(rf"\b(twice|half) (?:as (?!{_SMALL})\w+|the |its |what)"), 1),
    (re.compile(r"\b(?:to|becomes?|falls to|is) (?:only )?(half(?= of\b|\W*$)|(?:one|a)[ -](?:half|third|quarter"
                r"|fourth)|1/\d+)(?: (?:of|as|the|its)\b|\W*$)"), 1),
)  # fmt: skip
_SHARE = re.compile(
    r"\b(?:(?:increas|ris|grow)|(?P<down>decreas|drop|fall|reduc))\w* by (?P<size>\d+(?:\.\d+)?)\s*(?:%|per ?cent)"
)


def factor(text: str, *, shares: bool = False) -> Words | None:
    """Read by what factor something changes: "doubles", "decreases by a factor of 4", "becomes one quarter".

    Parameters
    ----------
    shares
        Whether "increases by 100 %" counts, which may as well be a number.
    """
    flat = plain(text).lower()
    if shares and (share := _SHARE.search(flat)):
        value = 1 + (-1 if share["down"] else 1) * float(share["size"]) / 100
        return Words((f"factor {value:.4g}",), False, text, text)
    for pattern, power in _FACTORS:
        found = next((m for m in pattern.finditer(flat) if not _DENIED.search(flat[: m.start()])), None)
        if found:
            said = next(group for group in found.groups() if group)
            value = _FACTOR_WORDS.get(said) or _size(said)
            if value:
                return Words((f"factor {value**power:.4g}",), False, text, text)
    return None


def _size(figures: str) -> float:
    """The value of ``2.5`` or ``1/4``, 0 where it has none."""
    above, _, below = figures.partition("/")
    return float(above) / float(below or 1) if float(below or 1) else 0.0
