"""Definitions behind a formula: ``v = sqrt(2 g R), where g = GM/R^2`` says the same as ``sqrt(2 G M/R)``.

A definition counts where it names one symbol that the formula holds (also in letters side by side, ``2gR``) and gives
it by others. Definitions may use one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from physfm.errors import InputError
from physfm.evaluation.grading import formulas
from physfm.evaluation.grading.values import Formula
from physfm.symbolic import to_text
from physfm.symbolic.functions import GREEK
from physfm.symbolic.tree import Node, Power, Product, Relation, Symbol, rebuild, replace, symbols

MAX_OPENINGS = 12
MAX_GLUED = 8
_OPENS = re.compile(
    r"(?:[,;]\s*|\s+|\\text\s*\{\s*)(?:where|with|using|for|and|in which|if|when"
    r"|given)\b(?:\s+that)?[\s}]*(?:we have\s+)?"
    r"|[,;.]?\s*\\q?quad(?![a-z])\s*\(?|\s\((?=[^()]*=)|[,;](?:\\?\s)\s*|\s*\\?\\\(?(?=\([^()]*=)"
)
_BETWEEN = re.compile(r"\s*(?:[,;]|\band\b|\\text\s*\{\s*and\s*\}|\\q?quad(?![a-z]))\s*")
_BEFORE = re.compile(
    r"^\W*(?:with|where|let|writing|setting|using|for)\s+([^,;]*=[^,;]*?)[,;.]?\s+(?:then\s+)?(?=the\b|we\b|it\b"
    r"|[^\W\d]+\s*=)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\W*(?:with|where|using|for|if|when|given|and|here)\b", re.IGNORECASE)
_WORDS_BEHIND = re.compile(r"\s+(?:the|is|being|as|in|of|denotes?|are)\b.*", re.DOTALL)


def inserted(passage: str) -> Iterator[Formula]:
    """Yield the formula of a passage with the definitions beside it put in, if there are any that it needs."""
    for text, beside in islice(_parts(passage), MAX_OPENINGS):
        found = map(formulas.read, formulas.candidates(_bare(text)))
        main = next((formula for formula in found if formula is not None and formulas.is_formula(formula)), None)
        if main is None:
            continue
        tree = main.tree.sides[-1] if isinstance(main.tree, Relation) else main.tree
        given = dict(_definitions(beside))
        given.pop(_named(main.tree), None)
        inside = {name for meaning in given.values() for name in symbols(_unglued(meaning, None))}
        tree = _unglued(tree, {*given, *inside})
        if not given.keys() & set(symbols(tree)):
            continue
        try:
            for _ in given:
                tree = replace(tree, {name: _unglued(meaning, None) for name, meaning in given.items()})
                if not given.keys() & set(symbols(tree)):
                    break
            yield Formula(to_text(tree), tree)
        except InputError:  # the whole would exceed the bounds of a formula
            return


def _parts(passage: str) -> Iterator[tuple[str, str]]:
    """What may be the formula and what may be definitions beside it."""
    flat = re.sub(r"(?<!\\)\$|\\\(|\\\)|\\\[|\\\]", " ", passage)
    if before := _BEFORE.match(flat):
        yield flat[before.end() :], before[1]
    for opening in _OPENS.finditer(flat):
        if flat[: opening.start()].strip():
            yield flat[: opening.start()], flat[opening.end() :]


def _named(tree: Node) -> str:
    return tree.sides[0].name if isinstance(tree, Relation) and isinstance(tree.sides[0], Symbol) else ""


def _definitions(text: str) -> Iterator[tuple[str, Node]]:
    for part in _BETWEEN.split(text)[:MAX_OPENINGS]:
        found = formulas.read(_WORDS_BEHIND.sub("", _bare(_LEAD.sub("", part))))
        if found is None or not isinstance(found.tree, Relation) or set(found.tree.operators) != {"="}:
            continue
        name, meaning = found.tree.sides[0], found.tree.sides[-1]
        own = set(symbols(meaning))
        if isinstance(name, Symbol) and own and name.name not in own:
            yield name.name, meaning


def _unglued(tree: Node, defined: set[str] | None) -> Node:
    """Letters side by side as a product, where one of them has a definition (``gR`` where g has), or in any case.

    A power belongs to the last letter: ``MR^2``.
    """
    if isinstance(tree, Power) and isinstance(tree.base, Symbol) and (letters := _letters(tree.base.name, defined)):
        return Product((*map(Symbol, letters[:-1]), Power(Symbol(letters[-1]), tree.exponent)))
    if isinstance(tree, Symbol):
        letters = _letters(tree.name, defined)
        return Product(tuple(map(Symbol, letters))) if letters else tree
    return rebuild(tree, tuple(_unglued(child, defined) for child in tree.children)) if tree.children else tree


def _letters(name: str, defined: set[str] | None) -> list[str]:
    """The letters of a name that is none by itself, else an empty list."""
    if name in GREEK or name.startswith("Delta") or len(name) > MAX_GLUED or name in (defined or ()):
        return []
    pieces = re.findall(
        rf"{'|'.join(sorted((*(defined or ()), *GREEK), key=len, reverse=True))}|[A-Za-z](?:_?\d)?", name
    )
    if len(pieces) < 2 or "".join(pieces) != name or (defined is not None and not defined & set(pieces)):
        return []
    return pieces


def _bare(text: str) -> str:
    text = re.sub(r"\\text\s*\{[^{}]*\}", " ", text).strip().strip("`*\"' .,;:")
    text = re.sub(r"(?:\\[,;:! ]|\\)+$", "", text).strip()
    return text[:-1] if text.endswith(")") and text.count(")") > text.count("(") else text
