"""What an answer can be once it is read: a number with its unit, a formula, an interval, a list, a word ..."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from physfm.symbolic import Node


@dataclass(frozen=True)
class Measured:
    """A number with its unit (``"1"`` without one).

    Parameters
    ----------
    low, high
        Stated errors downwards and upwards in the same unit, 0 without any.
    step
        Unit of the last digit written; 0 for an exact number such as 1/2, pi or sqrt(2).
    """

    value: float
    unit: str = "1"
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0

    kind = "number"

    def __str__(self) -> str:
        return f"{self.value:.12g}{'' if self.unit == '1' else ' ' + self.unit}"


@dataclass(frozen=True)
class Formula:
    """An expression, an equation or an inequality: its text as written, its tree, and what is defined beside it."""

    text: str
    tree: Node
    given: tuple[tuple[Node, Node], ...] = field(default=(), compare=False, repr=False)

    @property
    def kind(self) -> str:
        """``"equation"`` for anything with a relation sign, else ``"expression"``."""
        return "equation" if type(self.tree).__name__ == "Relation" else "expression"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Span:
    """An interval, and of what where its bounds are formulas.

    A bound without a value is infinite; a range said in words ("3 to 5 m") leaves open how it ends.
    """

    low: Measured | Formula | None
    high: Measured | Formula | None
    closed_low: bool | None
    closed_high: bool | None
    name: str = field(default="", compare=False)

    kind = "interval"

    def __str__(self) -> str:
        left, right = "[" if self.closed_low else "(", "]" if self.closed_high else ")"
        low, high = ("-oo" if self.low is None else self.low), ("oo" if self.high is None else self.high)
        return f"{left}{low}, {high}{right}"


@dataclass(frozen=True)
class Listed:
    """A tuple or vector (``ordered``), or a set.

    Parameters
    ----------
    names
        Of the entries where they are given: ``x = 1, y = 2``.
    brackets
        ``"("`` or ``"["`` where it is written so: of two entries, those could be the ends of an interval.
    """

    items: tuple[Value, ...]
    ordered: bool
    names: tuple[str, ...] = ()
    brackets: str = ""

    @property
    def kind(self) -> str:
        """``"tuple"`` or ``"set"``."""
        return "tuple" if self.ordered else "set"

    def __str__(self) -> str:
        inner = ", ".join(map(str, self.items))
        return f"({inner})" if self.ordered else f"{{{inner}}}"


@dataclass(frozen=True)
class Matrix:
    """Rows of equal length."""

    rows: tuple[tuple[Value, ...], ...]

    kind = "matrix"

    def __str__(self) -> str:
        return "[" + ", ".join("[" + ", ".join(map(str, row)) + "]" for row in self.rows) + "]"


@dataclass(frozen=True)
class Truth:
    """Yes or no, true or false."""

    value: bool

    kind = "truth"

    def __str__(self) -> str:
        return "yes" if self.value else "no"


@dataclass(frozen=True)
class Choice:
    """The letter of a choice, in upper case; several in order where several are right."""

    letter: str

    kind = "choice"

    def __str__(self) -> str:
        return f"({self.letter})"


@dataclass(frozen=True)
class Undetermined:
    """That it cannot be determined."""

    kind = "undetermined"

    def __str__(self) -> str:
        return "cannot be determined"


@dataclass(frozen=True)
class Words:
    """Anything else: words in lower case, without articles and the like, whether they are negated, and the text."""

    words: tuple[str, ...]
    negated: bool
    text: str = field(default="", compare=False, repr=False)
    subject: str = field(default="", compare=False, repr=False)

    kind = "words"

    def __str__(self) -> str:
        return ("not " if self.negated else "") + " ".join(self.words)


@dataclass(frozen=True)
class Particles:
    """Particles by canonical name, or a reaction of them, and whether the text can be about nothing else."""

    initial: tuple[str, ...]
    final: tuple[str, ...]
    evident: bool = field(compare=False)
    text: str = field(default="", compare=False, repr=False)

    kind = "words"

    def __str__(self) -> str:
        final = " + ".join(self.final)
        return f"{' + '.join(self.initial)} -> {final}" if self.initial else final


Value = Measured | Formula | Span | Listed | Matrix | Truth | Choice | Undetermined | Words | Particles
KINDS = (
    "number", "expression", "equation", "interval", "tuple", "set", "matrix", "truth", "choice", "undetermined",
    "words",
)  # fmt: skip


class Hedged(Exception):
    """Two different answers stand side by side."""


def half_step(number: Measured) -> float:
    """Half a unit of the last figure that counts: zeros at the end of a whole number do not beyond the second."""
    if not number.step or not number.value:
        return 0.5 * number.step
    finest = 10.0 ** (math.floor(math.log10(abs(number.value))) - 1)
    return 0.5 * (min(number.step, max(finest, 1.0)) if number.step >= 1 else number.step)
