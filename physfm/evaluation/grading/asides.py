r"""What people say around a formula: "the weight of the displaced water, ρVg", "r > R (outside)", "A ⇒ B ⇒ t = ...".

Behind an implication or an "i.e." stands the answer. Beside a comma, a colon or in a bracket it counts only where all
else is words, and none of these changes what the formula says ("half the weight, ρVg").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from physfm.evaluation.grading import formulas
from physfm.evaluation.grading.entries import split
from physfm.evaluation.grading.values import Formula
from physfm.symbolic.functions import ALIASES, GREEK

MAX_CHARACTERS = 400
_IMPLIES = re.compile(
    r"\\(?:Long)?(?:left)?[Rr]ightarrow(?![a-z])|\\Leftrightarrow(?![a-z])|\\(?:implies|iff|therefore)(?![a-z])|[⇒⟹⇔→∴]|=>"
)
_THAT_IS = re.compile(r",?\s*\b(?:i\.\s?e\.|that is(?: to say)?,|namely|in other words)[\s,:]*", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:half|twice|doubled?|triple|times|minus|plus|negative|opposite|not|never|without|less|more|greater|smaller"
    r"|inverse|reciprocal|squared?|root|cubed?|third|quarter|instead|rather|except|unless|if|when|wrong|or|but|would|was"
    r"|exceeds?|difference|fraction|multiple|proportional)\b|n't\b",
    re.IGNORECASE,
)
_FUNCTIONS = frozenset((*GREEK, *ALIASES, "pi"))
_NAMED = re.compile(r"(?:[A-Za-z']+\s+)+(?=(?:[A-Za-z]|[α-ωΑ-Ω])\w*\s*[=<>≤≥])")
_DIRECTED = re.compile(r"\s+(?:directed\s+|pointing\s+)?(?:(?:up|down|in|out)wards?|to the (?:left|right))$")


def concluded(text: str) -> str | None:
    """Return what stands behind the last implication of a text, None without one."""
    parts = _IMPLIES.split(text)
    return parts[-1].strip() if len(parts) > 1 and re.search(r"[=<>≤≥]|\\[lg]eq?", parts[-1]) else None


def stated(passage: str) -> Iterator[Formula]:
    """Yield the formula that a passage states among words or behind an implication."""
    text = passage[-MAX_CHARACTERS:]
    maths = [next(g for g in m.groups() if g is not None) for m in formulas.MATHS.finditer(text)]
    for whole in (maths[-1] if maths else "", re.sub(r"\\[()\[\]]|(?<!\\)\$", " ", text)):
        last = concluded(whole)
        if last is not None:
            found = formulas.read(last.strip(" .,;*"))
            if found is not None and formulas.is_formula(found):
                yield found
            return
    yield from _among_words(re.sub(r"\\[()\[\]]|(?<!\\)\$|\*\*", " ", text))


def _among_words(text: str) -> Iterator[Formula]:
    *_, behind = _THAT_IS.split(text)
    parts = _pieces(behind)
    if all(map(_is_words, parts)):
        parts = _pieces(_THAT_IS.sub(", ", text))
    said = [part for part in parts if _is_words(part)]
    rest = [part for part in parts if not _is_words(part)]
    if not rest and len(said) > 1 and re.fullmatch(r"[^\W\d_]{1,4}", said[-1]):
        rest = [said.pop()]  # the energy, mgh
    if len(rest) != 1:
        return
    if led := _NAMED.match(rest[0]):
        said, rest = [*said, led[0]], [rest[0][led.end() :]]
    if any(map(_CHANGES.search, said)):
        return
    found = filter(None, map(formulas.read, formulas.candidates(rest[0])))
    yield from islice((formula for formula in found if formulas.is_formula(formula, names=len(rest[0]) < 5)), 1)


def _pieces(text: str) -> list[str]:
    """A text cut at commas, colons and dashes, and what its last bracket holds beside words."""
    found = re.search(r"\s\(((?:[^()]|\([^()]*\))*)\)\W*$", text)
    if found and (_is_words(found[1]) or _is_words(text[: found.start()])):
        return [*_pieces(text[: found.start()]), found[1]]
    cut = [piece for part in split(text, ",:;") for piece in re.split(r"\s[–—]\s", part)]
    return [_DIRECTED.sub("", bare) for piece in cut if (bare := piece.strip(" .,;:!*"))]


def _is_words(text: str) -> bool:
    """Whether a text is words and holds no mathematics."""
    if re.search(r"[=<>≤≥^√+*/\\_\d±²³]|\b(?:sin|cos|tan|ln|log|exp|sqrt)\b", text):
        return False
    return any(len(word) > 2 and word not in _FUNCTIONS for word in re.findall(r"[a-z]+", text.lower()))
