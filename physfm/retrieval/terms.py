r"""The words by which a text is found: stemmed English, Greek letters by name, formulas by their symbols.

Questions and passages go through the same function, and the full-text index splits at spaces only, so that BM25, the
reranker and the "not found" decision count the same words. Notable: ``\alpha``, ``α`` and ``alpha`` are one term;
and symbols written together are also kept together (``B_s^0`` gives ``b s 0 bs0``).

Stemming: M. F. Porter's English Snowball stemmer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from physfm.errors import MissingDependency

STOP = frozenset(
    re.findall(
        r"\w+",
        """a about above after all also am an and any are as at be because been before being between both but by can
        could did do does doing down during each for from further had has have having he her here him his how i
        if in into is it its itself just me more most my no nor not of off on once only or other our out over own
        same she should so some such than that the their them then there these they this those through to too
        under until up very was we were what when where which while who whom why will with would you your figure
        see shown given using use used let one two may""",
    )
)
"""Words that are no search terms."""

# What only sets a formula.
_COMMANDS = frozenset(
    re.findall(
        r"\w+",
        """frac text mathrm mathbf mathit mathcal mathbb mathsf rm left right begin end vec hat bar dot ddot tilde
        overline underline widehat cdot times quad qquad displaystyle big bigg label ref cite eqref matrix array
        align aligned equation operatorname boldsymbol bm hspace vspace nonumber limits ldots cdots""",
    )
)
_GROUPS = re.compile(r"\\(?:begin|end|label|ref|eqref|cite\w*)\{[^{}]*\}|\[see there\]|\{\{\w+:[\w-]+\}\}")
_WORD = re.compile(r"[^\W_]+(?:[._^*'’()+\-]+[^\W_]+)*[*+\-']*")
_PARTS = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")


@cache
def _stemmer() -> Any:
    try:
        import snowballstemmer
    except ImportError as err:
        raise MissingDependency("Searching text", "snowballstemmer", "retrieval") from err
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=4096)
def _ascii(char: str) -> str:
    """Greek letters by name, sub- and superscripts as what they show, accents dropped."""
    name = unicodedata.name(char, "")
    if name.startswith("GREEK"):
        return " " + name.removesuffix(" SYMBOL").rsplit(" ", 1)[-1].lower().replace("lamda", "lambda") + " "
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def terms(text: str) -> list[str]:
    """Return the search terms of a text in order, with repetitions; stop words are left out."""
    return list(_terms(text))


def _terms(text: str) -> Iterator[str]:
    plain = _GROUPS.sub(" ", text)
    if not plain.isascii():
        plain = "".join(c if c.isascii() else _ascii(c) for c in plain)
    plain = re.sub(r"\\([A-Za-z]+)", lambda m: " " if m[1] in _COMMANDS else f" {m[1]} ", plain)
    plain = re.sub(r"(?<=[a-z])['’]s\b", "", plain.replace("}{", " ").replace("{", "").replace("}", ""))
    for match in _WORD.finditer(plain):
        word = match[0].lower()
        parts = _PARTS.findall(word)
        for part in parts:
            if part not in STOP:
                yield _stem(part) if part.isalpha() else part
        # "bs0", "k892", "fermi-dirac" stay findable as one; words in parentheses and long chains do not.
        if 1 < len(parts) <= 4 and len(joined := "".join(parts)) <= 16 and not all(p.isdigit() for p in parts):
            yield joined
