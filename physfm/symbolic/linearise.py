"""Trees as sequences of tokens in prefix notation, and exactly back.

For training (equations of a corpus beside their structure, after Lample & Charton, arXiv 1912.01412) and as the wire
format of the SymPy worker. `TOKENS` is the whole vocabulary, declared and closed: operators, functions, digits,
letters, Greek letters. What has a variable number of parts ends with ``END``; a number is its sign and digits, then
``E`` and its power of ten if there is one; a symbol is its first letter, then further letters marked with ``@``:

    F_n = -R/n**2   ->   = F @_ @n QUOTIENT PRODUCT - 1 R END POWER n + 2

Prefix notation needs no brackets, and every valid sequence is one tree: reading refuses everything else.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import NoReturn

from physfm.errors import InputError
from physfm.symbolic.functions import FUNCTIONS, GREEK
from physfm.symbolic.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    RELATIONS,
    Call,
    Constant,
    Derivative,
    Integral,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)

END = "END"
_SIGNS = ("+", "-")
_DIGITS = frozenset(string.digits)
_FIRST = (*string.ascii_letters, *GREEK)
_MORE = tuple(f"@{part}" for part in (*string.ascii_letters, *string.digits, "_", *GREEK))
_CALLS = {f"{name}(": name for name in FUNCTIONS}
TOKENS: tuple[str, ...] = (
    *("SUM", "PRODUCT", "QUOTIENT", "POWER", "DERIVATIVE", "INTEGRAL", "DEFINITE", END, "PI", "INFINITY", "E"),
    *RELATIONS,
    *_CALLS,
    *_SIGNS,
    *string.digits,
    *(letter for letter in _FIRST if letter != "E"),
    "letter:E",
    *_MORE,
)
"""The vocabulary. The letter E is spelled ``letter:E``, because ``E`` opens a power of ten."""
_MAX_TOKENS = 64 * MAX_NODES


def linearise(node: Node) -> tuple[str, ...]:
    """Return the tokens of a tree; every one is in `TOKENS`."""
    out: list[str] = []
    _write(node, out)
    return tuple(out)


def _write(node: Node, out: list[str]) -> None:
    match node:
        case Number(digits=digits, exponent=exponent):
            out += ["-" if digits < 0 else "+", *str(abs(digits))]
            if exponent:
                out += ["E", "-" if exponent < 0 else "+", *str(abs(exponent))]
        case Symbol(name=name):
            out += _spell(name)
        case Constant(name=name):
            out.append("PI" if name == "pi" else "INFINITY")
        case Sum() | Product():
            _write_all(["SUM" if isinstance(node, Sum) else "PRODUCT"], node.children, out, END)
        case Quotient() | Power():
            _write_all(["QUOTIENT" if isinstance(node, Quotient) else "POWER"], node.children, out)
        case Call(function=function):
            variadic = FUNCTIONS[function].arity[0] != FUNCTIONS[function].arity[1]
            _write_all([f"{function}("], node.children, out, *([END] if variadic else []))
        case Derivative(order=order):
            _write_all(["DERIVATIVE"], (Number(order), node.variable, node.body), out)
        case Integral(bounds=bounds):
            _write_all(["DEFINITE" if bounds else "INTEGRAL"], (node.variable, *(bounds or ()), node.body), out)
        case Relation(operators=operators, sides=sides):
            # a = b = c: = a = b c, the chain running down the right
            for operator, side in zip(operators, sides, strict=False):
                out.append(operator)
                _write(side, out)
            _write(sides[-1], out)


def _write_all(head: list[str], nodes: Sequence[Node], out: list[str], *tail: str) -> None:
    out += head
    for node in nodes:
        _write(node, out)
    out += tail


def _spell(name: str) -> list[str]:
    """Split a name into letters and Greek letters; the longest Greek name that fits is taken where a word begins."""
    parts: list[str] = []
    rest, word = name, True
    while rest:
        greek = max((g for g in GREEK if rest.startswith(g)), key=len, default="") if word else ""
        if greek and rest[len(greek) : len(greek) + 1].isalpha():  # "etage" is no eta
            greek = ""
        part = greek or rest[0]
        parts.append(part)
        rest, word = rest[len(part) :], part == "_"
    first = "letter:E" if parts[0] == "E" else parts[0]
    return [first, *(f"@{part}" for part in parts[1:])]


def delinearise(tokens: Sequence[str]) -> Node:
    """Return the tree of a sequence; ``delinearise(linearise(tree)) == tree``.

    Raises
    ------
    InputError
        If the sequence is no tree, is written otherwise than `linearise` writes it, or exceeds the bounds of trees.
    """
    if len(tokens) > _MAX_TOKENS:
        raise InputError(f"Expected at most {_MAX_TOKENS} tokens, got {len(tokens)}.")
    reader = _Reader(tokens)
    node = reader.relation()
    if reader.at != len(tokens):
        reader.refuse("the end")
    if linearise(node) != tuple(tokens):  # such as a zero before a number
        raise InputError("Expected tokens as linearise() writes them, got another spelling of the same expression.")
    return node


class _Reader:
    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.level = 0

    def refuse(self, wanted: str) -> NoReturn:
        got = self.tokens[self.at] if self.at < len(self.tokens) else "the end"
        raise InputError(f"Expected {wanted} as token {self.at + 1}, got {got!r:.40}.")

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next()
        self.at += 1
        return token

    def relation(self) -> Node:
        operators, sides = [], []
        while self.next() in RELATIONS and self.at < len(self.tokens):
            operators.append(self.take())
            sides.append(self.node())
        last = self.node()
        return Relation(tuple(operators), (*sides, last)) if operators else last

    def node(self) -> Node:
        self.level += 1
        if self.level > MAX_DEPTH:
            raise InputError(f"Expected an expression of at most {MAX_DEPTH} levels, got a deeper one.")
        found = self._node(self.take())
        self.level -= 1
        return found

    def _node(self, token: str) -> Node:
        if token in _SIGNS:
            digits = self.integer(token)
            if self.next() != "E":
                return Number(digits)
            self.at += 1
            return self._checked(digits, self.integer(self.take()))
        if token == "letter:E" or (token in _FIRST and token != "E"):
            return self.symbol(token)
        if token in ("PI", "INFINITY"):
            return Constant("pi" if token == "PI" else "oo")
        if token in ("SUM", "PRODUCT"):
            parts = self.until_end()
            if len(parts) < 2:
                self.refuse("two or more parts")
            return Sum(parts) if token == "SUM" else Product(parts)
        if token in ("QUOTIENT", "POWER"):
            first, second = self.node(), self.node()
            return Quotient(first, second) if token == "QUOTIENT" else Power(first, second)
        if token in _CALLS:
            low, high = FUNCTIONS[_CALLS[token]].arity
            arguments = self.until_end() if low != high else tuple(self.node() for _ in range(low))
            return Call(_CALLS[token], arguments)
        if token == "DERIVATIVE":
            order, variable, body = self.node(), self.node(), self.node()
            if isinstance(order, Number) and isinstance(variable, Symbol) and not order.exponent:
                return Derivative(body, variable, order.digits)
        if token in ("INTEGRAL", "DEFINITE"):
            variable = self.node()
            bounds = (self.node(), self.node()) if token == "DEFINITE" else None
            if isinstance(variable, Symbol):
                return Integral(self.node(), variable, bounds)
        self.at -= 1
        self.refuse("the start of an expression")

    def until_end(self) -> tuple[Node, ...]:
        parts = []
        while self.next() != END:
            parts.append(self.node())
        self.at += 1
        return tuple(parts)

    def symbol(self, first: str) -> Symbol:
        parts = [first.removeprefix("letter:")]
        while self.next() in _MORE:
            parts.append(self.take()[1:])
            if len(parts) > 64:
                self.refuse("a name of at most 64 letters")
        return Symbol("".join(parts))

    def integer(self, sign: str) -> int:
        digits = ""
        while self.next() in _DIGITS and len(digits) <= MAX_DIGITS:
            digits += self.take()
        if sign not in _SIGNS or not digits:
            self.refuse("a sign and digits")
        return int(sign + digits)

    def _checked(self, digits: int, exponent: int) -> Number:
        try:
            return Number(digits, exponent)
        except ValueError as err:  # not the normal form, or beyond the bounds
            raise InputError(f"Expected a number in its normal form: {err}") from err
