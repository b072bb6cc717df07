r"""Relations whose left side is a bracket or a product of two operators: ``[x, p] = i\hbar``, ``\{q, p\} = 1``.

The order of two operators matters, so each pair is a symbol of its own; ``[p, x]`` is ``-[x, p]`` where the other side
has that. Pairs in braces keep their order: they stand for Poisson brackets and for anticommutators.
"""

from __future__ import annotations

import re

from physfm.evaluation.grading.values import Formula
from physfm.symbolic.functions import LETTERS
from physfm.symbolic.tree import Relation, Symbol, negate

_ACCENTS = "hat|mathbf|boldsymbol|bm|mathrm|vec|mathcal"
_ONE = (
    rf"(?:\\(?:{_ACCENTS})\s*\{{?\s*)?\\?[A-Za-zα-ωΑ-Ω]+\}}?"
    r"(?:_(?:\{\s*\\?\w+\s*\}|\\?[A-Za-z]+|\d))?(?:\^(?:\{?\\?(?:dagger|dag|\w)\}?))?"
)
_SPACE = r"(?:\\[,;: ]|\s|\\cdot(?![a-z])|\*)*"
_BRACKET = re.compile(
    rf"^\s*(?:\\left)?(?P<open>\[|\\?\{{)\s*(?P<one>{_ONE})\s*,{_SPACE}(?P<other>{_ONE})\s*(?:\\right)?(?:\]|\\?\}})(?P<index>_\w+)?\s*(?==)"
)
_MARKED = r"(?:\\hat\s*\{?\s*\\?[A-Za-z]\}?(?:_\{?\w\}?)?|\\(?:sigma|gamma)_\{?[xyz\d]\}?|[σγ]_?[xyz\d])"
_DIFFERENCE = re.compile(
    rf"^\s*(?P<one>{_MARKED}|[A-Za-z]){_SPACE}(?P<other>{_MARKED}|[A-Za-z])\s*-\s*(?P=other){_SPACE}(?P=one)\s*(?==)"
)
_PRODUCT = re.compile(rf"^\s*(?P<one>{_MARKED}){_SPACE}(?P<other>{_MARKED})\s*(?==)")
_KINDS = {"[": "commutator", "{": "braces", "": "product"}


def named(text: str) -> str:
    """Return a text with a pair of operators on its left side as one symbol."""
    for pattern, kind in ((_BRACKET, None), (_DIFFERENCE, "["), (_PRODUCT, "")):
        if found := pattern.match(text):
            opened = found["open"].lstrip("\\") if kind is None else kind
            one, other = (_flat(found[side]) for side in ("one", "other"))
            name = f"{_KINDS[opened]}_{one}_{other}"
            return (rf"\mathrm{{{name}}}" if "\\" in text else name) + text[found.end() :]
    return text


def is_pair(text: str) -> bool:
    """Whether a text is an equation with a pair of operators on its left side."""
    return named(text) != text


def _flat(name: str) -> str:
    name = re.sub(rf"\\(?:{_ACCENTS})(?![a-z])", "", name)
    return re.sub(r"[\W_]", "", "".join(LETTERS.get(letter, letter) for letter in name))


def oriented(one: Formula, other: Formula) -> Formula:
    """Return the first equation with its commutator in the order of the second one's."""
    names = [_pair(formula) for formula in (one, other)]
    if None in names or names[0] == names[1] or not isinstance(one.tree, Relation):
        return one
    (kind, *first), (_, *second) = (name.split("_") for name in names if name)
    if kind != "commutator" or first != second[::-1]:
        return one
    return Formula(one.text, Relation(one.tree.operators, (Symbol(names[1] or ""), *map(negate, one.tree.sides[1:]))))


def differ(one: Formula, other: Formula) -> bool:
    """Whether two equations are about two pairs of operators."""
    names = [_pair(formula) for formula in (one, other)]
    return any(names) and names[0] != names[1]


def _pair(formula: Formula) -> str | None:
    tree = formula.tree
    if not isinstance(tree, Relation) or not isinstance(tree.sides[0], Symbol):
        return None
    name = tree.sides[0].name
    return name if name.count("_") == 2 and name.split("_")[0] in _KINDS.values() else None
