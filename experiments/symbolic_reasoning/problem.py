"""A problem of k steps: what is given, what is asked, a derivation line by line; and what is kept apart for the test.

Three families. ``isolate``: a symbol stands under k operations, each line undoes one. ``substitute``: k + 1 formulas
in a chain, each line puts one into the next and simplifies. ``dimension``: an expression of k operations, each line
gives the dimension of one. A problem's *template* is its family with the sequence of its operations. Held out are a
third of the templates, by a hash; and for all of them other numbers and other dimensions.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from physfm.symbolic import linearise, parse

Split = Literal["train", "held-out"]
SPLITS: tuple[Split, ...] = ("train", "held-out")
STEPS = (1, 2, 3, 4, 5, 6)
TASK = {"isolate": "algebra", "substitute": "algebra", "dimension": "dimensional analysis"}
NAMES = ("F", "V", "a", "b", "g", "h", "k", "m", "p", "r", "t", "v")
"""Of quantities, at random in every question: a model from scratch knows no letter that it was never shown."""
NUMBERS: Mapping[Split, tuple[int, ...]] = {"train": (2, 3, 5, 8), "held-out": (4, 6, 7, 9)}
WRITE_TREES = " With trees."
TREE = " | "  # between a line and its tree


@dataclass(frozen=True)
class Problem:
    """One problem.

    Parameters
    ----------
    family, steps, template
        What it was made from.
    question
        One line.
    lines
        The derivation: one line a step.
    answer
        Of the last line: an expression in ``allowed``, or a product of powers of M, L and T.
    given
        Equations that hold (algebra).
    target
        The symbol asked for, or the expression whose dimension is asked for.
    allowed
        Symbols in which the answer is to be written (algebra).
    units
        SI units of the symbols (dimensional analysis).
    """

    family: str
    steps: int
    template: str
    question: str
    lines: tuple[str, ...]
    answer: str
    target: str
    given: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)

    def prompt(self, trees: bool = False) -> str:
        """Return what the model is shown."""
        return f"{self.question}{WRITE_TREES if trees else ''}\n"

    def derivation(self, trees: bool = False) -> str:
        """Return what the model is to write."""
        return "\n".join(with_tree(line) if trees else line for line in self.lines)


def with_tree(line: str) -> str:
    """Return a line with the syntax tree of its formula beside it, in the vocabulary of `physfm.symbolic.linearise`."""
    return f"{line}{TREE}{' '.join(linearise(parse(line.partition(':')[0], 'text')))}"


def split_of(template: str) -> Split:
    """Return where a template belongs."""
    return SPLITS[hashlib.sha256(f"symbolic_reasoning 1 {template}".encode()).digest()[0] % 3 == 0]


def drawn(
    make: Callable[[int, Split, random.Random], Problem | None], steps: int, split: Split, draw: random.Random
) -> Problem:
    """Draw until a problem of the right split comes out."""
    while True:
        problem = make(steps, split, draw)
        if problem is not None and split_of(problem.template) == split:
            return problem
