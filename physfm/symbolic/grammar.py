"""Expressions in plain text: ``1/2*m*v**2``, ``exp(-x^2/2)``, ``h ν = E_2 - E_1``, ``3.0 m/s²``.

Also read: ``~`` for a unary minus (the Feynman table writes it so), superscripts, ``·×÷−√±≤≥≠∞``, Greek letters as
names, ``|x|``, ``n!``, ``diff(f, x, 2)``, ``integrate(f, x, a, b)``. A name of several letters is one symbol. ``e`` is
Euler's number only as the base of a power with a symbol in it (``e^(-x)``): ``e^2`` is the square of a symbol, say the
elementary charge; ``exp(2)`` is not.
"""

from __future__ import annotations

import re

from physfm.errors import InputError
from physfm.symbolic.functions import ALIASES, CONSTANTS, LETTERS, OPERATORS
from physfm.symbolic.pratt import CLOSING, MAX_CHARACTERS, UNARY, Parser, Token, read_number
from physfm.symbolic.tree import (
    Call,
    Constant,
    Derivative,
    Integral,
    Node,
    Number,
    Power,
    Quotient,
    Symbol,
    is_negative,
)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile(r"[⁻⁺]?[⁰¹²³⁴-⁹]+")
_MARKS = {
    "**": "^", "==": "=", "·": "*", "×": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "~": "-",
    "+-": "±", "+/-": "±", "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    rf"|(?P<name>[A-Za-z{''.join(LETTERS)}][A-Za-z0-9_{''.join(LETTERS)}]*'*)"
    r"|(?P<mark>\*\*|\+/-|\+-|<=|>=|==|!=|[-+*/^=<>()\[\],|!~±·×⋅∗÷∕−–≤≥≠√∞])"
    r"|(?P<space>\s+)"
)


class TextParser(Parser):
    """The plain notation."""

    def __init__(self, source: str) -> None:
        super().__init__(source, list(_tokens(source)))

    def opens(self, token: Token) -> bool:
        """Names, opening brackets and roots open a factor; a number only after none."""
        return token.kind == "name" or (token.kind == "mark" and token.text in ("(", "[", "√", "∞"))

    def atom(self, token: Token) -> Node:
        """Read a number, a symbol, a constant, a call, a bracket, a modulus or a root."""
        if token.kind == "number":
            found = read_number(token.text)
            if found is None:
                self.refuse(f"the number {token.text[:20]}... is too large or too long")
            return found
        if token.kind == "name":
            return self._named(token.text)
        if token.text in CLOSING:
            return self.group(token.text)
        if token.text == "|":
            return Call("abs", (self.group("|"),))
        if token.text == "√":
            self.enter()
            root = Call("sqrt", (self.atom(self.take()),))
            self.leave()
            return root
        if token.text == "∞":
            return Constant("oo")
        self.at -= token.kind != "end"
        self.refuse(f"unexpected {token.text!r}")

    def _named(self, name: str) -> Node:
        called = self.comes("(") and not self.next.spaced
        if name in CONSTANTS:
            return Constant(CONSTANTS[name])
        if name in OPERATORS:
            return self._operator(name)
        if name in ALIASES:
            return self._applied(name)
        symbol = Symbol(name)
        if called:
            self.refuse_call(symbol, "(")
        if name == "e" and self.skip("^"):
            return self.euler(symbol, self.expression(UNARY))
        return symbol

    def _applied(self, name: str) -> Node:
        power = self.expression(UNARY) if self.skip("^") else None  # sin^2(x)
        if power is not None and is_negative(power):
            self.refuse(f"{name} to a negative power may be the inverse function or one over it; write which")
        if not self.skip("("):
            self.refuse(f"write the argument of {name} in brackets: {name}(x)")
        call = self._call(name, self.arguments("("))
        return call if power is None else Power(call, power)

    def _call(self, name: str, arguments: tuple[Node, ...]) -> Node:
        if ALIASES[name] == "ln" and len(arguments) == 2:  # log(x, base)
            return Quotient(Call("ln", arguments[:1]), Call("ln", arguments[1:]))
        return Call(ALIASES[name], arguments)

    def _operator(self, name: str) -> Node:
        self.expect("(")
        body, *rest = self.arguments("(")
        if not rest or not isinstance(rest[0], Symbol):
            self.refuse(f"{name}() wants an expression and then a symbol: {name}(f, x)")
        variable, extra = rest[0], rest[1:]
        if name == "integrate" and len(extra) in (0, 2):
            return Integral(body, variable, (extra[0], extra[1]) if extra else None)
        if name == "diff" and len(extra) <= 1 and all(isinstance(n, Number) and not n.exponent for n in extra):
            return Derivative(body, variable, *(n.digits for n in extra if isinstance(n, Number)))
        self.refuse("expected diff(f, x), diff(f, x, 2), integrate(f, x) or integrate(f, x, lower, upper)")


def _tokens(source: str) -> list[Token]:
    text = _RAISED.sub(lambda found: f"^({found.group().translate(_SUPERSCRIPTS)})", source)
    tokens: list[Token] = []
    position, spaced = 0, False
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise InputError(
                f"Cannot read {source[:60]!r}: unexpected {text[position]!r} at character {position + 1}. "
                "Known are numbers, names, + - * / ^ ( ) and functions such as sqrt(x)."
            )
        kind, shown = str(found.lastgroup), found.group()
        if kind == "name":
            shown = "".join(LETTERS.get(letter, letter) for letter in shown.rstrip("'")) + "_prime" * shown.count("'")
        if kind != "space":
            tokens.append(Token(kind, _MARKS.get(shown, shown), position, spaced))
        position, spaced = found.end(), kind == "space"
    return tokens


def read_text(source: str) -> Node:
    """Parse an expression or a relation in plain text.

    Raises
    ------
    InputError
        In one line: where it cannot be read and why, or which bound (characters, levels, nodes, digits) it exceeds.
    """
    if len(source) > MAX_CHARACTERS:
        raise InputError(f"Expected at most {MAX_CHARACTERS} characters, got {len(source)}.")
    return TextParser(source).whole()
