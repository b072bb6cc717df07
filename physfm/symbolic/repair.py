"""What is wrong with a wrong expression: the single small change that would make it right.

The changes are the slips that people and language models make: a sign, a factor of two or one half, an exponent, a
function taken for its neighbour, a term left out. They are tried one by one at random points, within a time limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from physfm.errors import InputError
from physfm.symbolic.tree import (
    Call,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    negate,
    number,
    rebuild,
    walk,
)
from physfm.symbolic.writing import to_text

SECONDS = 1.0
_NEIGHBOURS = {
    "sin": ("cos",),
    "cos": ("sin",),
    "sinh": ("cosh",),
    "cosh": ("sinh",),
    "ln": ("log10",),
    "log10": ("ln",),
}


def repair(wrong: Node, holds: Callable[[Node], bool], before: Node | None = None) -> str:
    """Return what to change, in words, or an empty string.

    Parameters
    ----------
    wrong
        The expression.
    holds
        Whether an expression is right.
    before
        The expression that it was made from; one of its terms may be what is missing.
    """
    end = time.monotonic() + SECONDS
    for candidate, words in _candidates(wrong, before):
        if time.monotonic() > end:
            break
        if holds(candidate):
            return words
    return ""


def _candidates(wrong: Node, before: Node | None) -> Iterator[tuple[Node, str]]:
    yield negate(wrong), "the sign is wrong"
    if before is not None:
        for part in walk(before):
            for term in part.children if isinstance(part, Sum) else ():
                for added, sign in ((term, ""), (negate(term), "-")):
                    try:
                        yield Sum((wrong, added)), f"the term {sign}{to_text(term)} is missing"
                    except InputError:  # beyond the bounds
                        continue
    yield from slips(wrong)


def slips(node: Node) -> Iterator[tuple[Node, str]]:
    """Yield the tree with one place changed; outer places first."""
    yield from _here(node)
    for index, child in enumerate(node.children):
        for changed, words in slips(child):
            try:
                yield rebuild(node, (*node.children[:index], changed, *node.children[index + 1 :])), words
            except InputError:
                continue


def _here(node: Node) -> Iterator[tuple[Node, str]]:
    match node:
        case Sum(terms=terms):
            for index, term in enumerate(terms):
                flipped = (*terms[:index], negate(term), *terms[index + 1 :])
                yield Sum(flipped), f"the sign of the term {to_text(term)} is wrong"
        case Power(base=base, exponent=Number(digits=digits, exponent=0)):
            for other in (digits + 1, digits - 1, 2 * digits, -digits):
                yield Power(base, Number(other)), f"the exponent of {to_text(base)} should be {other}"
        case Number(digits=digits, exponent=exponent) if digits:
            twice, half = number(2 * digits, exponent), number(5 * digits, exponent - 1)
            yield twice, f"the factor {to_text(node)} should be {to_text(twice)}"
            yield half, f"the factor {to_text(node)} should be {to_text(half)}"
            if exponent == 0:
                for other in (digits + 1, digits - 1):
                    yield Number(other), f"the number {digits} should be {other}"
        case Symbol(name=name):
            yield Power(node, Number(2)), f"{name} should be squared"
        case Call(function=function, arguments=arguments):
            for neighbour in _NEIGHBOURS.get(function, ()):
                yield Call(neighbour, arguments), f"{function} should be {neighbour}"
        case Quotient(numerator=above, denominator=below):
            yield Product((above, below)), f"{to_text(below)} belongs above the fraction line"
        case Product(factors=factors):
            for index, factor in enumerate(factors):
                rest = (*factors[:index], *factors[index + 1 :])
                above = Product(rest) if len(rest) > 1 else rest[0]
                if not isinstance(factor, Number):
                    yield Quotient(above, factor), f"{to_text(factor)} belongs below the fraction line"
        case _:
            return
