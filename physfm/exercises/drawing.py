"""What fills the slots of a question: particles, numbers, quantities in several spellings, drawn for one split.

Notable: lists of names come in two parts, one for training and one that only held-out questions use.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

from physfm.exercises.exercise import Split

T = TypeVar("T")
Range = tuple[str, float, float]
"""A unit, and the smallest and largest number to draw in it."""


class Draw:
    """Random choices for one question.

    Parameters
    ----------
    chance
        The question's own generator.
    split
        Which part of the lists is used.
    """

    def __init__(self, chance: random.Random, split: Split) -> None:
        self.chance = chance
        self.split: Split = split

    def one(self, pool: Sequence[T]) -> T:
        """One of a list that both splits share."""
        return self.chance.choice(pool)

    def of(self, train: Sequence[T], held_out: Sequence[T]) -> T:
        """One of this split's list."""
        return self.chance.choice(self.part(train, held_out))

    def part(self, train: Sequence[T], held_out: Sequence[T]) -> Sequence[T]:
        """This split's list."""
        return train if self.split == "train" else held_out

    def real(self, low: float, high: float, digits: int = 0) -> float:
        """A number, uniform in its logarithm where the range spans a factor of 5, of two to four digits."""
        if low > 0 and high / low >= 5:
            value = math.exp(self.chance.uniform(math.log(low), math.log(high)))
        else:
            value = self.chance.uniform(low, high)
        return float(f"{value:.{digits or self.chance.choice((2, 3, 3, 4))}g}")

    def number(self, low: float, high: float, digits: int = 0) -> str:
        """A number as JSON and people write it: ``0.25``, ``1320``, ``4.2e-12``."""
        return plain(self.real(low, high, digits))

    def quantity(self, *ranges: Range, loose: bool = True) -> str:
        """A number with one of the units: ``20 GeV``, and sometimes ``20GeV``, ``2e4 MeV`` or ``2 x 10^4 MeV``.

        Parameters
        ----------
        loose
            Whether the rarer spellings may come.
        """
        unit, low, high = self.chance.choice(ranges)
        value = self.real(low, high)
        style = self.chance.random() if loose else 1.0
        if style < 0.08 and unit[0].isalpha() and unit[0] not in "eE" and " " not in unit:
            return f"{plain(value)}{unit}"
        if style < 0.16 and not 0.01 < abs(value) < 1000:
            mantissa, exponent = f"{value:.3e}".split("e")
            return f"{float(mantissa):g} x 10^{int(exponent)} {unit}"
        return f"{plain(value)} {unit}"


def plain(value: float) -> str:
    """A float as short text that JSON reads back to the same number."""
    if value and not 1e-4 <= abs(value) < 1e6:
        mantissa, exponent = f"{value:.12e}".split("e")
        return f"{float(mantissa):g}e{int(exponent)}"
    return f"{value:.12g}"
