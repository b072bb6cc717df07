"""What both notations share: tokens, and precedence climbing after Pratt (1973), bounded in nesting.

From loose to tight: relation, sum, product (also the implicit one), unary minus, power, factorial. Powers associate to
the right. An implicit product after a slash (``a/b c``) reads one way in journals and another in programs: it is
refused with a hint, except after a space behind a fraction of two numbers (``1/2 m v^2``) or a bracket.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from physfm.errors import InputError
from physfm.symbolic.functions import PLUS_MINUS
from physfm.symbolic.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    RELATIONS,
    Call,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    negate,
    number,
    symbols,
)

MAX_CHARACTERS = 10_000
MAX_NESTING = 2 * MAX_DEPTH + 4  # a bracket and the product around it, or a fraction and its braces, are two
SUM, PRODUCT, UNARY = 1, 2, 3
CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Token:
    """Its kind (``number name letter word command mark end``), canonical text, place, and if a space is before it."""

    kind: str
    text: str
    position: int
    spaced: bool


class Parser(ABC):
    """Reads one list of tokens once. A notation says what an atom is and what may open a factor."""

    def __init__(self, source: str, tokens: Sequence[Token]) -> None:
        self.source = source
        self.tokens = [*tokens, Token("end", "", len(source), True)]
        self.at = 0
        self._nesting = 0
        self._negated: Node | None = None  # the node that a prefix minus has just made, while no bracket closed over it

    @abstractmethod
    def atom(self, token: Token) -> Node:
        """Read what starts with a token that has been taken already."""

    @abstractmethod
    def opens(self, token: Token) -> bool:
        """Whether the token starts a factor: it is then multiplied without a sign."""

    def ends(self, token: Token) -> bool:
        """Whether an expression ends before this token, for reasons of the notation."""
        return False

    # Tokens -------------------------------------------------------------------------------------------------------

    @property
    def next(self) -> Token:
        """The token to come."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def comes(self, *marks: str) -> bool:
        """Whether one of these marks is next."""
        return self.next.kind == "mark" and self.next.text in marks

    def skip(self, mark: str) -> bool:
        """Take the mark if it is next."""
        found = self.comes(mark)
        self.at += found
        return found

    def expect(self, mark: str) -> None:
        """Take the mark or refuse."""
        if not self.skip(mark):
            self.refuse(f"expected {mark!r}, got {self.next.text!r}" if self.next.text else f"{mark!r} is missing")

    def refuse(self, why: str) -> NoReturn:
        """Raise the one-line error that shows where."""
        start = max(0, self.next.position - 30)
        shown = self.source[start : start + 60]
        raise InputError(f"Cannot read {shown!r} at character {self.next.position + 1}: {why}.")

    # Grammar ------------------------------------------------------------------------------------------------------

    def whole(self) -> Node:
        """Read everything as one expression or relation."""
        sides, operators = [self.expression()], []
        while self.comes(*RELATIONS):
            operators.append(self.take().text)
            sides.append(self.expression())
        if self.next.kind != "end":
            self.refuse(f"unexpected {self.next.text!r}")
        return Relation(tuple(operators), tuple(sides)) if operators else sides[0]

    def expression(self, floor: int = SUM) -> Node:
        """Read as long as operators bind at least as tightly as ``floor``."""
        self.enter()
        left = self._prefix()
        slash = False  # whether ``left`` ends with a denominator that an implicit product might belong to
        while not self.ends(self.next):
            token = self.next
            if self.comes("!"):
                self.at += 1
                left = Call("factorial", (left,))
            elif self.comes("±"):
                self.at += 1
                left = Call(PLUS_MINUS, (left, self.atom(self.take())))
            elif self.comes("^"):
                self.at += 1
                left = Power(left, self.exponent())
            elif self.comes("*") and floor <= PRODUCT:
                left, slash = self._product(left), False
            elif self.comes("/") and floor <= PRODUCT:
                self.at += 1
                opened = self.comes(*CLOSING)
                right = self.expression(UNARY)
                closed = opened and self.tokens[self.at - 1].text in CLOSING.values()
                numeric = isinstance(left, Number) and isinstance(right, Number)
                left, slash = Quotient(left, right), not (self.next.spaced and (closed or numeric))
            elif self.opens(token) and floor <= PRODUCT:
                if slash:
                    self.refuse("a product without a sign after a slash can be read in two ways; write * or brackets")
                left, slash = self._product(left), False
            elif self.comes("+", "-") and floor <= SUM:
                left, slash = self._sum(left), False
            else:
                break
        self.leave()
        return left

    def enter(self) -> None:
        """Count one level of recursion; every cycle of calls goes through here."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self.refuse(f"more than {MAX_NESTING} levels of brackets, signs and powers")

    def leave(self) -> None:
        """Count it back."""
        self._nesting -= 1

    def exponent(self) -> Node:
        """Read an exponent, after its mark; the notation may want it otherwise."""
        return self.expression(UNARY)

    def group(self, opening: str) -> Node:
        """Read up to the bracket that closes ``opening``, which has been taken."""
        inner = self.expression()
        self.expect(CLOSING.get(opening, opening))
        self._negated = None
        return inner

    def arguments(self, opening: str) -> tuple[Node, ...]:
        """Read arguments separated by commas up to the closing bracket."""
        found = [self.expression()]
        while self.skip(","):
            found.append(self.expression())
        self.expect(CLOSING[opening])
        self._negated = None
        return tuple(found)

    def euler(self, base: Node, exponent: Node) -> Node:
        """Read ``e`` to a power: Euler's number if a symbol is in the exponent, else the caller's symbol ``e``."""
        return Call("exp", (exponent,)) if symbols(exponent) else Power(base, exponent)

    def refuse_call(self, name: Node, opening: str) -> None:
        """Refuse ``f(x)`` for a symbol f: a value of a function, or a product? Peeks behind the opening bracket."""
        ahead = [t.text for t in self.tokens[self.at + 1 : self.at + 3]]
        single = len(ahead) == 2 and ahead[1] in (CLOSING.get(opening), ",")
        if isinstance(name, Symbol) and single and self.tokens[self.at + 1].kind != "mark":
            self.refuse(f"'{name.name}({ahead[0]})' may be a product or a value; write * or name it as one symbol")

    def _prefix(self) -> Node:
        token = self.take()
        if token.kind == "mark" and token.text in ("+", "-"):
            operand = self.expression(UNARY)
            if token.text == "+":
                return operand
            self._negated = negate(operand)
            return self._negated
        if token.kind == "end":
            self.refuse("something is missing at the end" if self.at else "it is empty")
        return self.atom(token)

    def _product(self, left: Node) -> Node:
        factors = [left]
        if isinstance(left, Product) and left is self._negated:  # -a*b is one product
            factors = list(left.factors)
        while not self.ends(self.next) and (self.comes("*") or self.opens(self.next)):
            self.skip("*")
            factors.append(self.expression(UNARY))
        return Product(tuple(factors))

    def _sum(self, left: Node) -> Node:
        terms = [left]
        while not self.ends(self.next) and self.comes("+", "-"):
            sign = self.take().text
            term = self.expression(PRODUCT)
            terms.append(term if sign == "+" else negate(term))
        return Sum(tuple(terms))


def read_number(text: str) -> Number | None:
    """Return the number that a matched literal such as ``1.5e-3`` stands for; None if it is beyond the bounds."""
    mantissa, _, power = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    if len(whole) + len(decimals) > MAX_DIGITS or len(power) > 6:
        return None
    try:
        return number(int(whole + decimals or "0"), int(power or "0") - len(decimals))
    except InputError:
        return None
