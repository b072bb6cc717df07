"""From numbers to symbols and back: as text, digit by digit, or as one of a few bins. What is lost is stated.

A codec takes the numbers of a task's sites and returns a fixed count of symbols for each number; `decode` gives back
what the symbols say, which is what the controls of the experiment feed to the continuous representation.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from experiments.representation.items import Items, Scale, Task
from physfm.errors import InputError


@dataclass(frozen=True)
class Text:
    r"""Scientific notation in fixed width: a word for sign and power of ten, then the digits, one symbol each.

    ``-0.0347`` with two digits is ``-E-2``, ``3``, ``5``. Digits as symbols of their own follow Llama 2 and Charton
    (arXiv 2112.01898); separators and names of columns say nothing in a fixed width and are left out, which is generous
    to text. Numbers below the smallest power are written with leading zeros, numbers above the largest as its 9.9.

    Parameters
    ----------
    digits
        Significant digits: the relative error is at most 0.5 * 10^(1 - digits).
    powers
        Smallest and largest power of ten; below the smallest the absolute error is that of its last digit.
    """

    digits: int
    powers: tuple[int, int]

    def __post_init__(self) -> None:
        if self.digits < 1 or self.powers[0] > self.powers[1]:
            raise InputError(f"Expected digits >= 1 and ordered powers, got {self.digits} and {self.powers}.")

    @property
    def vocabulary(self) -> int:
        """Ten digits, and a word for each sign and power."""
        return 10 + 2 * (self.powers[1] - self.powers[0] + 1)

    @property
    def symbols(self) -> int:
        """Symbols a number."""
        return 1 + self.digits

    def encode(self, numbers: Tensor) -> Tensor:
        """Write."""
        size = numbers.abs().double()
        low, high = self.powers
        power = size.clamp(min=10.0**low).log10().floor()
        mantissa = self._rounded(size, power)
        carried = mantissa >= 10**self.digits  # 9.96 is written 1.0 of the next power
        power = (power + carried).clamp(low, high)
        mantissa = self._rounded(size, power).clamp(max=10**self.digits - 1).long()
        word = 10 + 2 * (power.long() - low) + (numbers < 0).long()
        places = [mantissa // 10**place % 10 for place in reversed(range(self.digits))]
        return torch.stack([word, *places], dim=-1)

    def _rounded(self, size: Tensor, power: Tensor) -> Tensor:
        return (size / 10.0 ** (power - self.digits + 1)).round()

    def decode(self, symbols: Tensor) -> Tensor:
        """Read."""
        word = symbols[..., 0] - 10
        mantissa = sum(symbols[..., i + 1] * 10 ** (self.digits - 1 - i) for i in range(self.digits))
        value = mantissa * 10.0 ** (word // 2 + self.powers[0] - self.digits + 1).double()
        return torch.where(word % 2 == 1, -value, value).float()

    def spell(self, symbols: Tensor) -> str:
        """Show one number (symbols,) as a person writes it."""
        word, first, *rest = symbols.tolist()
        point = "." + "".join(map(str, rest)) if rest else ""
        return f"{'+-'[(word - 10) % 2]}{first}{point}e{(word - 10) // 2 + self.powers[0]}"

    def inside(self, numbers: Tensor) -> Tensor:
        """True where a number is not too large to be written."""
        return numbers.abs() < 10.0 ** (self.powers[1] + 1)


@dataclass(frozen=True)
class Bins:
    """Bins of equal width in the feature (the logarithm where numbers span decades), between quantiles of training.

    Each kind of number has symbols of its own. The error of a feature is at most half a `step`; beyond the outer bins a
    number is clipped to them, as in Chronos (arXiv 2403.07815).

    Parameters
    ----------
    scale
        Between numbers and features.
    kinds
        (c,), of the columns.
    low, step
        (c,), lower edge of the first bin and width, in features.
    count
        Bins of each kind.
    """

    scale: Scale
    kinds: Tensor
    low: Tensor
    step: Tensor
    count: int

    @classmethod
    def fit(cls, task: Task, scale: Scale, items: Items, count: int, outside: float = 1e-3) -> Bins:
        """Learn the edges from training items, a share ``outside`` of whose numbers lie beyond either end."""
        kinds = torch.tensor(task.kinds)
        features = scale.features(items.numbers)[items.mask]
        low, step = torch.zeros(len(kinds)), torch.ones(len(kinds))
        for kind in range(len(task.logarithmic)):
            ordered = features[:, kinds == kind].flatten().sort().values
            ends = ordered[[round(outside * (len(ordered) - 1)), round((1 - outside) * (len(ordered) - 1))]]
            low[kinds == kind], step[kinds == kind] = ends[0], (ends[1] - ends[0]) / count
        return cls(scale, kinds, low, step, count)

    @property
    def vocabulary(self) -> int:
        """Symbols of all kinds."""
        return self.count * (int(self.kinds.max()) + 1)

    @property
    def symbols(self) -> int:
        """Symbols a number."""
        return 1

    def _place(self, numbers: Tensor) -> Tensor:
        return ((self.scale.features(numbers) - self.low.to(numbers)) / self.step.to(numbers)).floor()

    def encode(self, numbers: Tensor) -> Tensor:
        """Find the bin."""
        place = self._place(numbers).clamp(0, self.count - 1).long()
        return (place + self.count * self.kinds.to(numbers.device)).unsqueeze(-1)

    def decode(self, symbols: Tensor) -> Tensor:
        """Middle of the bin, in numbers."""
        place = (symbols[..., 0] - self.count * self.kinds.to(symbols.device)).to(self.low.dtype)
        middle = self.low.to(place) + (place + 0.5) * self.step.to(place)
        return self.scale.numbers(middle)

    def inside(self, numbers: Tensor) -> Tensor:
        """True where a number is not clipped."""
        place = self._place(numbers)
        return (place >= 0) & (place < self.count)


Codec = Text | Bins
"""Shapes: numbers (..., c), symbols (..., c, symbols a number), integers below ``vocabulary``."""
