"""The abstract syntax tree: all that ever stands between a text and SymPy.

Eleven frozen nodes. A tree cannot be built deeper than `MAX_DEPTH` or larger than `MAX_NODES`, and a number cannot
have more than `MAX_DIGITS` digits: whoever holds a tree may walk it without asking again. Numbers are exact decimals
(``0.1`` is one tenth); nothing is evaluated here, so ``9^9^9`` is five nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from physfm.errors import InputError, did_you_mean
from physfm.symbolic.functions import ALIASES, CONSTANTS, FUNCTIONS, OPERATORS, PLUS_MINUS

MAX_DEPTH = 40
MAX_NODES = 4000
MAX_DIGITS = 100
MAX_EXPONENT = 400  # of ten; doubles end at 308
MAX_ORDER = 20  # of a derivative
RELATIONS = ("=", "!=", "<", "<=", ">", ">=")
_PLAIN_DIGITS = 21  # whole numbers up to here are kept without a power of ten
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_RESERVED = frozenset(ALIASES) | frozenset(CONSTANTS) | frozenset(OPERATORS)


@dataclass(frozen=True, slots=True)
class Node:
    """Any node. ``depth`` counts the levels, ``size`` the nodes; both are bounded on construction.

    Raises
    ------
    InputError
        When a bound is exceeded.
    """

    depth: int = field(init=False, compare=False, repr=False)
    size: int = field(init=False, compare=False, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes right below, in the order in which they are written."""
        return ()


def _measure(node: Node) -> None:
    depth, size = 1, 1
    for child in node.children:
        if isinstance(child, Relation):
            raise InputError("An equation cannot be a part of an expression.")
        depth, size = max(depth, child.depth + 1), size + child.size
    if depth > MAX_DEPTH:
        raise InputError(f"Expected an expression of at most {MAX_DEPTH} levels, got a deeper one. Name its parts.")
    if size > MAX_NODES:
        raise InputError(f"Expected an expression of at most {MAX_NODES} nodes, got a larger one. Name its parts.")
    object.__setattr__(node, "depth", depth)
    object.__setattr__(node, "size", size)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """The exact decimal ``digits * 10**exponent`` in its normal form: build it with `number`."""

    digits: int
    exponent: int = 0

    def __post_init__(self) -> None:
        if (self.digits, self.exponent) != _normal(self.digits, self.exponent):
            raise ValueError(f"({self.digits}, {self.exponent}) is no normal form; call number().")
        _measure(self)

    @property
    def value(self) -> Fraction:
        """The number itself, exactly."""
        return Fraction(self.digits) * Fraction(10) ** self.exponent


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A name: a letter, then letters, digits and underscores (``m_0``, ``theta1``, ``A_vec``)."""

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name in _RESERVED:
            raise InputError(f"Expected the name of a symbol (a letter, then letters, digits, _), got {self.name!r}.")
        _measure(self)


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """``pi``, or ``oo`` (infinity, a bound of integrals)."""

    name: str

    def __post_init__(self) -> None:
        if self.name not in ("pi", "oo"):
            raise InputError(f"Expected the constant 'pi' or 'oo', got {self.name!r}.")
        _measure(self)


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Two or more terms; a difference holds a negative term."""

    terms: tuple[Node, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.terms, "terms")
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """The terms."""
        return self.terms


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Two or more factors."""

    factors: tuple[Node, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.factors, "factors")
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """The factors."""
        return self.factors


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    """Numerator over denominator."""

    numerator: Node
    denominator: Node

    def __post_init__(self) -> None:
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """Numerator, denominator."""
        return (self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Power(Node):
    """Base to an exponent (principal branch where it matters)."""

    base: Node
    exponent: Node

    def __post_init__(self) -> None:
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """Base, exponent."""
        return (self.base, self.exponent)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the whitelist `physfm.symbolic.functions.FUNCTIONS` and its arguments."""

    function: str
    arguments: tuple[Node, ...]

    def __post_init__(self) -> None:
        known = FUNCTIONS.get(self.function)
        if known is None:
            raise InputError(f"There is no function {self.function!r}.{did_you_mean(self.function, FUNCTIONS)}")
        low, high = known.arity
        if not low <= len(self.arguments) <= high:
            wanted = f"{low}" if low == high else f"{low} to {high}"
            raise InputError(f"{self.function}() takes {wanted} argument(s), got {len(self.arguments)}.")
        if self.function == PLUS_MINUS and not all(isinstance(a, Number) and a.digits >= 0 for a in self.arguments):
            raise InputError(
                "± stands between two plain numbers without sign: value ± standard deviation, as in (5.0 ± 0.1) m."
            )
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """The arguments."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """``order``-th derivative of a body with respect to one symbol."""

    body: Node
    variable: Symbol
    order: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.order <= MAX_ORDER:
            raise InputError(f"Expected a derivative of order 1 to {MAX_ORDER}, got {self.order}.")
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """Body, variable."""
        return (self.body, self.variable)


@dataclass(frozen=True, slots=True)
class Integral(Node):
    """Integral of a body over one symbol; indefinite where the bounds are None."""

    body: Node
    variable: Symbol
    bounds: tuple[Node, Node] | None = None

    def __post_init__(self) -> None:
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """Body, variable, then lower and upper bound if there are."""
        return (self.body, self.variable, *(self.bounds or ()))


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """Sides joined by ``= != < <= > >=``; ``a = b = c`` has three sides. Only ever the root of a tree."""

    operators: tuple[str, ...]
    sides: tuple[Node, ...]

    def __post_init__(self) -> None:
        if not self.operators or len(self.sides) != len(self.operators) + 1:
            raise ValueError(f"{len(self.sides)} sides need one operator fewer, got {len(self.operators)}.")
        if unknown := [o for o in self.operators if o not in RELATIONS]:
            raise InputError(f"Expected one of {' '.join(RELATIONS)}, got {unknown[0]!r}.")
        _measure(self)

    @property
    def children(self) -> tuple[Node, ...]:
        """The sides."""
        return self.sides


def _at_least_two(parts: tuple[Node, ...], what: str) -> None:
    if len(parts) < 2:
        raise ValueError(f"Expected two or more {what}, got {len(parts)}.")


def _normal(digits: int, exponent: int) -> tuple[int, int]:
    if not digits:
        return 0, 0
    if len(str(abs(digits))) > MAX_DIGITS or abs(exponent) > MAX_EXPONENT:
        raise InputError(f"Expected a number of at most {MAX_DIGITS} digits within 10^±{MAX_EXPONENT}, got a larger.")
    if 0 < exponent <= _PLAIN_DIGITS - len(str(abs(digits))):
        return digits * 10**exponent, 0
    while digits % 10 == 0 and (exponent < 0 or exponent > 0 or len(str(abs(digits))) > _PLAIN_DIGITS):
        digits, exponent = digits // 10, exponent + 1
    return digits, exponent


def number(digits: int, exponent: int = 0) -> Number:
    """Return ``digits * 10**exponent``.

    Raises
    ------
    InputError
        If it has more than `MAX_DIGITS` digits or its power of ten is beyond ±`MAX_EXPONENT`.
    """
    if digits.bit_length() > 4 * MAX_DIGITS:  # before any decimal is made of it: that is quadratic in the digits
        raise InputError(f"Expected a number of at most {MAX_DIGITS} digits, got a larger one.")
    return Number(*_normal(digits, exponent))


def negate(node: Node) -> Node:
    """Return minus the node, written as people do: ``-3``, ``-3*x``, ``-1/2*x``, ``-a/b``."""
    if isinstance(node, Number):
        return number(-node.digits, node.exponent)
    if isinstance(node, Quotient):
        return Quotient(negate(node.numerator), node.denominator)
    if isinstance(node, Product):
        first, rest = node.factors[0], node.factors[1:]
        return Product((negate(first), *rest) if isinstance(first, Number | Quotient) else (Number(-1), first, *rest))
    return Product((Number(-1), node))


def is_negative(node: Node) -> bool:
    """Whether the node is a negative number, or begins with one: ``-2``, ``-x``, ``-1/2``."""
    while isinstance(node, Quotient | Product):
        node = node.numerator if isinstance(node, Quotient) else node.factors[0]
    return isinstance(node, Number) and node.digits < 0


def walk(node: Node) -> Iterator[Node]:
    """Yield every node, parents before children."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def symbols(node: Node) -> tuple[str, ...]:
    """Names of all symbols, sorted."""
    return tuple(sorted({n.name for n in walk(node) if isinstance(n, Symbol)}))


def rebuild(node: Node, children: tuple[Node, ...]) -> Node:
    """Return the same kind of node over other children (as many as `Node.children` gives)."""
    match node:
        case Sum():
            return Sum(children)
        case Product():
            return Product(children)
        case Quotient():
            return Quotient(*children)
        case Power():
            return Power(*children)
        case Call(function=function):
            return Call(function, children)
        case Relation(operators=operators):
            return Relation(operators, children)
        case Derivative() | Integral():
            variable = children[1]
            if not isinstance(variable, Symbol):
                raise InputError("The variable of a derivative or an integral cannot be replaced by an expression.")
            if isinstance(node, Derivative):
                return Derivative(children[0], variable, node.order)
            return Integral(children[0], variable, (children[2], children[3]) if node.bounds else None)
    return node


def replace(node: Node, parts: Mapping[str, Node]) -> Node:
    """Replace symbols by trees, all at once; variables of derivatives and integrals stay, also inside their bodies.

    Raises
    ------
    InputError
        If the result exceeds the bounds.
    """
    if isinstance(node, Symbol):
        return parts.get(node.name, node)
    if isinstance(node, Derivative | Integral):
        inner = {name: part for name, part in parts.items() if name != node.variable.name}
        outer = tuple(replace(child, parts) for child in node.children[2:])
        return rebuild(node, (replace(node.body, inner), node.variable, *outer))
    return rebuild(node, tuple(replace(child, parts) for child in node.children)) if node.children else node
