"""Definitions behind a formula: ``v = sqrt(2 g R), where g = GM/R^2`` says the same as ``sqrt(2 G M/R)``.

A definition counts where it names one symbol that the formula holds (also in letters side by side, ``2gR``) and gives
it by others. Definitions may use one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from physfm.errors import InputError
from physfm.evaluation.grading import formulas
from physfm.evaluation.grading.assumptions import canonical
from physfm.evaluation.grading.values import Formula
from physfm.symbolic import to_text
from physfm.symbolic.functions import GREEK
from physfm.symbolic.tree import Call, Node, Power, Product, Relation, Symbol, rebuild, replace, symbols

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
_UNIT_BEHIND = re.compile(r"(?<=\w)\s+[a-z]{3,}(?:\s+[a-z]+){0,4}$")  # N/L turns per metre
_DEFINES = re.compile(r"\W*\b(?:where|with|using|in which|here)\b")
_WORDS_BEHIND = re.compile(r"\s+(?:the|is|being|as|in|of|denotes?|are)\b.*", re.DOTALL)


def inserted(passage: str) -> Iterator[Formula]:
    """Yield the formula of a passage with the definitions beside it put in, if there are any that it needs."""
    for tree, given, _ in _read(passage):
        names = {key.name: _unglued(meaning, None) for key, meaning in given.items() if isinstance(key, Symbol)}
        if not names.keys() & set(symbols(tree)):
            continue
        try:
            for _ in names:
                tree = replace(tree, names)
                if not names.keys() & set(symbols(tree)):
                    break
            yield Formula(to_text(tree), tree)
        except InputError:  # the whole would exceed the bounds of a formula
            return


def beside(passage: str) -> Iterator[Formula]:
    """Yield the formula of a passage with what is defined, and not supposed, beside it."""
    for tree, given, defines in _read(passage):
        if given and defines:
            yield Formula(to_text(tree), tree, tuple((key, _unglued(meaning, None)) for key, meaning in given.items()))


def applied(gold: Formula, given: Sequence[tuple[Node, Node]]) -> Formula | None:
    """Return a gold with the definitions of an answer put in that tell of it in other symbols; None without any.

    ``R = r`` beside a gold with both is no definition but a special case.
    """
    own = {canonical(name) for name in symbols(gold.tree)}
    useful = {_spelled(key): meaning for key, meaning in given if not {canonical(n) for n in symbols(meaning)} <= own}
    tree = gold.tree
    for _ in useful:
        tree = _exchanged(tree, useful)
    return None if tree == gold.tree else Formula(to_text(tree), tree)


def _spelled(tree: Node) -> Node:
    return replace(tree, {name: Symbol(canonical(name)) for name in symbols(tree)})


def _exchanged(tree: Node, parts: Mapping[Node, Node]) -> Node:
    if (meaning := parts.get(_spelled(tree))) is not None:
        return meaning
    return rebuild(tree, tuple(_exchanged(child, parts) for child in tree.children)) if tree.children else tree


def _read(passage: str) -> Iterator[tuple[Node, dict[Node, Node], bool]]:
    """The formula of a passage, its definitions, and whether these are introduced as such."""
    for text, behind, defines in islice(_parts(passage), MAX_OPENINGS):
        found = map(formulas.read, formulas.candidates(_bare(text)))
        main = next((formula for formula in found if formula is not None and formulas.is_formula(formula)), None)
        if main is None:
            continue
        given = dict(_definitions(behind))
        if isinstance(main.tree, Relation):
            given.pop(main.tree.sides[0], None)
        names = {key.name for key in given if isinstance(key, Symbol)}
        inside = {name for meaning in given.values() for name in symbols(_unglued(meaning, None))}
        sides = [main.tree.sides[-1]] if isinstance(main.tree, Relation) else []
        for tree in (*sides, main.tree):
            yield _unglued(tree, {*names, *inside}), given, defines


def _parts(passage: str) -> Iterator[tuple[str, str, bool]]:
    """What may be the formula, what may be definitions beside it, and whether these are introduced as such."""
    flat = re.sub(r"(?<!\\)\$|\\\(|\\\)|\\\[|\\\]", " ", passage)
    if before := _BEFORE.match(flat):
        yield flat[before.end() :], before[1], True
    for opening in _OPENS.finditer(flat):
        if flat[: opening.start()].strip():
            behind = flat[opening.end() :]
            yield flat[: opening.start()], behind, bool(_DEFINES.search(opening[0]) or _DEFINES.match(behind))


def _definitions(text: str) -> Iterator[tuple[Node, Node]]:
    for part in _BETWEEN.split(text)[:MAX_OPENINGS]:
        bare = _WORDS_BEHIND.sub("", _bare(_LEAD.sub("", part)))
        found = formulas.read(bare) or formulas.read(_UNIT_BEHIND.sub("", bare))
        if found is None or not isinstance(found.tree, Relation) or set(found.tree.operators) != {"="}:
            continue
        name, meaning = found.tree.sides[0], found.tree.sides[-1]
        own = set(symbols(meaning))
        named = isinstance(name, Symbol) or (isinstance(name, Call) and isinstance(name.arguments[0], Symbol))
        if named and own and not own & set(symbols(name)):
            yield name, meaning


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
    known = "|".join(sorted((*(defined or ()), *GREEK), key=len, reverse=True))
    index = r"_(?:[A-Z\d](?![a-z]{2})|[a-z](?![a-z]))"  # N_A k_B, but not v_max
    pieces = re.findall(rf"{known}|[A-Za-z](?:{index}|\d)?", name)
    if len(pieces) < 2 or "".join(pieces) != name or (defined is not None and not defined & set(pieces)):
        return []
    return pieces


def _bare(text: str) -> str:
    text = re.sub(r"\\text\s*\{[^{}]*\}", " ", text).strip().strip("`*\"' .,;:")
    text = re.sub(r"(?:\\[,;:! ]|\\)+$", "", text).strip()
    return text[:-1] if text.endswith(")") and text.count(")") > text.count("(") else text
