r"""Expressions in LaTeX: ``\frac{1}{2} m v^2``, ``E_n = -\frac{R}{n^2}``, ``\int_0^a \sin^2 kx \, dx``.

One letter is one symbol; ``\mathrm{kb}`` and ``\text{kb}`` are one symbol of several letters, ``x_{\mathrm{max}}`` is
``x_max``, ``\vec{A}`` is ``A_vec`` (a number like the others), ``\dot x`` is ``x_dot``. Derivatives are fractions of
``d`` or ``\partial``. A function without brackets takes the product that follows it, up to a bracket or another
function (``\sin \omega t``). Units are not read, nor cross products, sums over an index, limits, matrices and unknown
functions: those are refused, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from physfm.errors import InputError
from physfm.symbolic.functions import ALIASES, CONSTANTS, GREEK, LETTERS
from physfm.symbolic.latex_tokens import tokens
from physfm.symbolic.pratt import CLOSING, MAX_CHARACTERS, PRODUCT, UNARY, Parser, Token, read_number
from physfm.symbolic.tree import (
    Call,
    Constant,
    Derivative,
    Integral,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    is_negative,
)

_ACCENTS = {"vec": "vec", "hat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "dot": "dot", "ddot": "ddot"}
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_INVERSE = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh",
}  # fmt: skip
_IN_NAMES = {"+": "plus", "-": "minus", ",": "_", "*": "times"}


class LatexParser(Parser):
    """The LaTeX notation."""

    def __init__(self, source: str) -> None:
        super().__init__(source, tokens(source))
        self._integrals: list[_Open] = []  # innermost last

    def opens(self, token: Token) -> bool:
        """Letters, words, commands and opening brackets open a factor; a number only after none."""
        return token.kind in ("letter", "word", "command") or (
            token.kind == "mark" and token.text in ("(", "[", "{", "|(")
        )

    def ends(self, token: Token) -> bool:
        """After its differential, a sum no longer belongs to the integrand."""
        inner = self._integrals[-1] if self._integrals else None
        if inner is None or inner.variable is None or self._nesting != inner.level:
            return False
        return token.kind == "mark" and token.text in ("+", "-")

    def atom(self, token: Token) -> Node:
        """Read a number, a symbol, a bracket, or what a command starts."""
        if token.kind == "number":
            found = read_number(token.text)
            if found is None:
                self.refuse(f"the number {token.text[:20]}... is too large or too long")
            return found
        if token.kind in ("letter", "word"):
            return self._symbol_or_function(token)
        if token.kind == "command":
            return self._command(token)
        if token.text == "{":
            inner = self._braced()
            # Braces around one symbol, as converters write them: {\\vec{x}}_{2}.
            return self._named(inner.name) if isinstance(inner, Symbol) and self.comes("_", "'") else inner
        if token.text in CLOSING:
            return self.group(token.text)
        if token.text in ("|", "|("):
            inner = self.expression()
            self.expect("|" if token.text == "|" else ")|")
            return Call("abs", (inner,))
        self.at -= token.kind != "end"
        self.refuse(f"unexpected {token.text!r}" if token.text else "something is missing at the end")

    def _braced(self) -> Node:
        """Read a group behind its opening brace."""
        inner = self.expression()
        self.expect("}")
        self._negated = None
        return inner

    def exponent(self) -> Node:
        """Read one token or one group, as TeX does."""
        found = self._script()
        if self.comes("^"):
            self.refuse("two superscripts need braces")
        return found

    def _script(self) -> Node:
        token = self.next
        if token.kind == "number" and len(token.text) > 1:
            self.refuse(
                f"x^{token.text} is x^{token.text[0]} times {token.text[1:]} in LaTeX; write x^{{{token.text}}}"
            )
        if self.comes("-", "+", "("):
            self.refuse("an exponent of more than one letter needs braces: x^{...}")
        return self._braced() if self.skip("{") else self.atom(self.take())

    def argument(self) -> Node:
        r"""Read one argument of a command: a group, or one token (``\frac12``)."""
        token = self.next
        if token.kind == "number" and len(token.text) > 1:
            self.tokens[self.at] = replace(token, text=token.text[1:])
            token = replace(token, text=token.text[0])
        else:
            self.take()
        self.enter()
        found = self._braced() if token.kind == "mark" and token.text == "{" else self.atom(token)
        self.leave()
        return found

    # Symbols ------------------------------------------------------------------------------------------------------

    def _symbol_or_function(self, token: Token) -> Node:
        if token.kind == "word" and token.text in ALIASES:
            return self._function(ALIASES[token.text])
        if self._integrals and token.text == "d" and self.next.kind in ("letter", "word", "command"):
            return self._differential()
        symbol = self._symbol(token)
        if isinstance(symbol, Symbol) and self.comes("(", "["):
            self.refuse_call(symbol, self.next.text)
        if isinstance(symbol, Symbol) and symbol.name == "e" and self.skip("^"):
            power = self.exponent()
            return Call("exp", (power,)) if token.kind == "word" else self.euler(symbol, power)
        return symbol

    def _symbol(self, token: Token) -> Node:
        """Read the symbol that a token starts, its subscripts and primes included."""
        name = token.text
        if token.kind == "letter":
            name = LETTERS.get(name, name)
        elif token.kind == "command":
            if name in _ACCENTS:
                self.enter()
                inner = self.argument()
                self.leave()
                if not isinstance(inner, Symbol):
                    self.refuse(f"\\{name} wants one symbol")
                name = f"{inner.name}_{_ACCENTS[name]}"
            elif name not in GREEK and name not in CONSTANTS:
                self.refuse(f"\\{name} is not read here")
        return self._named(name)

    def _named(self, name: str) -> Node:
        """Read the subscripts and primes that belong to a name."""
        while self.comes("_", "'"):
            if self.skip("'"):
                name += "_prime"
                continue
            self.at += 1
            name += "_" + self._subscript()
        if name in CONSTANTS:
            return Constant(CONSTANTS[name])
        return Symbol(name)

    def _subscript(self) -> str:
        if not self.skip("{"):
            if self.next.kind == "number" and len(self.next.text) > 1:
                self.refuse(f"a subscript of more than one letter needs braces: _{{{self.next.text}}}")
            return self._letters(self.take())
        parts, level = [], 1
        while level:
            if self.skip("{"):
                level += 1
            elif self.skip("}"):
                level -= 1
            else:
                parts.append("_" if self.skip("_") else self._letters(self.take()))
        return "".join(parts)

    def _letters(self, token: Token) -> str:
        if token.kind in ("letter", "word") or (token.kind == "number" and token.text.isdigit()):
            return LETTERS.get(token.text, token.text)
        if token.kind == "command" and token.text in GREEK:
            return token.text
        if token.kind == "mark" and token.text in _IN_NAMES:
            return _IN_NAMES[token.text]
        self.at -= token.kind != "end"
        self.refuse("a subscript holds letters, digits, Greek letters, commas, + and -")

    # Commands -----------------------------------------------------------------------------------------------------

    def _command(self, token: Token) -> Node:
        name = token.text
        if name in _FRACTIONS:
            return self._derivative() or Quotient(self.argument(), self.argument())
        if name == "sqrt":
            degree = self.expression() if self.skip("[") else None
            if degree is None:
                return Call("sqrt", (self.argument(),))
            self.expect("]")
            return Power(self.argument(), Quotient(Number(1), degree))
        if name == "int":
            return self._integral()
        if name in ALIASES:
            return self._function(ALIASES[name])
        return self._symbol_or_function(token)

    def _function(self, name: str) -> Node:
        base = None
        if name == "ln" and self.skip("_"):  # \log_{10} x
            base = self.argument()
        power = self.exponent() if self.skip("^") else None
        if power == Number(-1) and name in _INVERSE:
            name, power = _INVERSE[name], None
        elif power is not None and is_negative(power):
            self.refuse(f"\\{name} to a negative power may be the inverse function or one over it; write which")
        if self.comes("(", "["):
            opening = self.take().text
            arguments = self.arguments(opening)
        elif self.comes("{"):
            self.at += 1
            opening = self.take().text if self.comes("(") and self._closes_with("}") else "{"
            arguments = self.arguments("(") if opening == "(" else (self.expression(),)
            self.expect("}")
        else:
            arguments = (self._bare(name),)
        call: Node = Call(name, arguments)
        if base is not None:
            call = Call("log10", arguments) if base == Number(10) else Quotient(call, Call("ln", (base,)))
        return call if power is None else Power(call, power)

    def _closes_with(self, after: str) -> bool:
        """Whether the bracket that is next closes right before the mark ``after``."""
        level = 0
        for index in range(self.at, len(self.tokens) - 1):
            text = self.tokens[index].text if self.tokens[index].kind == "mark" else ""
            level += (text == "(") - (text == ")")
            if level == 0:
                return self.tokens[index + 1].text == after
        return False

    def _bare(self, name: str) -> Node:
        """Read the argument of a function that has no brackets: the factors up to a bracket or another function."""
        factors: list[Node] = []
        while self.next.kind in ("number", "letter", "word", "command") and not (self.next.text in ALIASES and factors):
            if self._integrals and self.next.text == "d" and factors:
                break
            factors.append(self.expression(UNARY))
            if self.next.kind == "number":
                break
        if not factors:
            self.refuse(f"the argument of \\{name} is missing; write \\{name}(x)")
        if self.comes("/"):
            self.refuse(f"\\{name} a/b can be read in two ways; write \\{name}(a/b) or \\frac")
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    # Calculus -----------------------------------------------------------------------------------------------------

    def _derivative(self) -> Node | None:
        r"""Read ``\frac{d^n f}{dx^n}`` or ``\frac{d^n}{dx^n} f`` after ``\frac``; None if it is a plain fraction."""
        start = self.at
        found = self._derivative_head()
        if found is None:
            self.at = start
            return None
        order, inside, variables = found
        if inside is not None:
            end, self.at = self.at, inside
            body = self.expression()
            self.expect("}")
            self.at = end
        elif self.comes("(", "[", "{"):
            body = self.atom(self.take())
        else:
            body = self.expression(PRODUCT)
        if sum(count for _, count in variables) != order:
            self.refuse("the orders above and below a derivative differ")
        for variable, count in reversed(variables):
            body = Derivative(body, variable, count)
        return body

    def _derivative_head(self) -> tuple[int, int | None, list[tuple[Symbol, int]]] | None:
        """Order, place of the body inside of the numerator (None: it follows the fraction), and variables."""
        if not self.skip("{") or not self._d():
            return None
        mark = self.tokens[self.at - 1].text
        order = self._order()
        if order is None or self.comes("_", "'"):
            return None
        inside = None if self.comes("}") else self.at
        level = 1
        while level:
            token = self.take()
            if token.kind == "end":
                return None
            level += (token.kind == "mark") * ((token.text == "{") - (token.text == "}"))
        variables: list[tuple[Symbol, int]] = []
        if not self.skip("{"):
            return None
        while not self.skip("}"):
            if not self._d() or self.tokens[self.at - 1].text != mark:
                return None
            if self.next.kind not in ("letter", "word", "command"):
                return None
            token = self.next
            if token.kind == "command" and token.text not in GREEK and token.text not in _ACCENTS:
                return None
            variable = self._symbol(self.take())
            count = self._order()
            if not isinstance(variable, Symbol) or count is None:
                return None
            variables.append((variable, count))
        return (order, inside, variables) if variables else None

    def _d(self) -> bool:
        """Take ``d``, an upright d or ``\\partial``."""
        found = self.next.text == "d" if self.next.kind in ("letter", "word") else self.next.text == "partial"
        self.at += found
        return found

    def _order(self) -> int | None:
        if not self.skip("^"):
            return 1
        braced = self.skip("{")
        token = self.take()
        if token.kind != "number" or not re.fullmatch(r"\d{1,2}", token.text) or (braced and not self.skip("}")):
            return None
        return int(token.text)

    def _integral(self) -> Node:
        bounds: dict[str, Node] = {}
        while self.comes("_", "^"):
            mark = self.take().text
            bounds[mark] = self._script()
        if len(bounds) == 1:
            self.refuse("an integral has two bounds or none")
        opened = _Open(self._nesting + 1)
        self._integrals.append(opened)
        body = self.expression()
        self._integrals.pop()
        if opened.variable is None:
            self.refuse("the integral has no differential such as dx")
        return Integral(_without(body, opened.one), opened.variable, (bounds["_"], bounds["^"]) if bounds else None)

    def _differential(self) -> Node:
        """Read the x of dx, inside an integral: as a factor it is one."""
        opened = self._integrals[-1]
        if opened.variable is not None:
            self.refuse("an integral has one differential; write one integral sign for each")
        variable = self._symbol(self.take())
        if not isinstance(variable, Symbol):
            self.refuse("expected a symbol after d")
        opened.variable = variable
        return opened.one


@dataclass
class _Open:
    """An integral that is being read: where its integrand began, its variable once seen, and what stands for dx."""

    level: int
    variable: Symbol | None = None
    one: Number = field(default_factory=lambda: Number(1))


def _without(body: Node, one: Number) -> Node:
    """Drop the factor that stood for the differential."""
    if isinstance(body, Product):
        rest = tuple(factor for factor in body.factors if factor is not one)
        return Product(rest) if len(rest) > 1 else rest[0]
    return Sum((*body.terms[:-1], _without(body.terms[-1], one))) if isinstance(body, Sum) else body


def read_latex(source: str) -> Node:
    """Parse an expression or a relation in LaTeX; ``$...$`` around it may stay.

    Raises
    ------
    InputError
        In one line: where it cannot be read and why, or which bound (characters, levels, nodes, digits) it exceeds.
    """
    if len(source) > MAX_CHARACTERS:
        raise InputError(f"Expected at most {MAX_CHARACTERS} characters, got {len(source)}.")
    return LatexParser(source).whole()
