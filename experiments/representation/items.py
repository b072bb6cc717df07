"""What every representation is given: sixteen places of three numbers an item, its class, and one number to predict.

A task is one domain's items with everything that depends on the domain: what the numbers mean, where they lie, how two
places are related, and a handful of summaries for the baseline. Representations know tasks, never domains.

Shape legend: b = items, s = sites (particles, stretches of strain, probes), c = numbers a site.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import torch
from torch import Tensor


@dataclass(frozen=True)
class Items:
    """Items of a task.

    Parameters
    ----------
    numbers
        (b, s, c), in the units of the task's columns; anything finite where the mask is False.
    mask
        (b, s), True where the site is real.
    classes
        (b,), index of the class.
    target
        (b,), the number to predict; NaN where an item has none.
    """

    numbers: Tensor
    mask: Tensor
    classes: Tensor
    target: Tensor

    def __len__(self) -> int:
        return len(self.classes)

    def __getitem__(self, rows: Tensor | slice) -> Items:
        return Items(*(getattr(self, f.name)[rows] for f in fields(self)))

    def to(self, device: str) -> Items:
        """Move to where it is computed."""
        return Items(*(getattr(self, f.name).to(device) for f in fields(self)))

    def state(self) -> dict[str, Tensor]:
        """Return the tensors by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True)
class Points:
    """Items as functions of coordinates: where each is known, and its value there.

    Parameters
    ----------
    coordinates
        (b, points, space), about -1 to 1.
    values
        (b, points, channels), of order one.
    mask
        (b, points).
    """

    coordinates: Tensor
    values: Tensor
    mask: Tensor


@dataclass(frozen=True)
class Task:
    """One domain.

    Parameters
    ----------
    classes, quantity
        Names of the classes; name and unit of the target.
    columns
        Name and unit of each of a site's numbers.
    kinds
        For each column, the index of its kind: columns of one kind share scale and bins.
    logarithmic
        For each kind, whether its numbers are positive and span decades.
    points
        From scaled features (b, s, c) and mask to points.
    edges
        From numbers and mask to features of pairs (b, features, s, s).
    edge_features
        How many.
    summaries
        From items to what a physicist would compute first, (b, summaries).
    """

    name: str
    classes: tuple[str, ...]
    quantity: str
    columns: tuple[str, ...]
    kinds: tuple[int, ...]
    logarithmic: tuple[bool, ...]
    points: Callable[[Tensor, Tensor], Points]
    edges: Callable[[Tensor, Tensor], Tensor]
    edge_features: int
    summaries: Callable[[Items], Tensor]

    @property
    def logarithms(self) -> Tensor:
        """(c,), True for columns of which the logarithm is taken."""
        return torch.tensor([self.logarithmic[kind] for kind in self.kinds])


@dataclass(frozen=True)
class Scale:
    """From numbers to features of order one and back, known from training items alone.

    Parameters
    ----------
    mean, std
        (c,), of the numbers or their logarithms.
    target
        Mean and standard deviation of the target; 0 and 1 if no item has one.
    """

    logarithms: Tensor
    mean: Tensor
    std: Tensor
    target: tuple[float, float]

    @classmethod
    def fit(cls, task: Task, items: Items) -> Scale:
        """Measure on training items."""
        logarithms, kinds = task.logarithms, torch.tensor(task.kinds)
        values = torch.where(logarithms, items.numbers.clamp(min=1e-6).log(), items.numbers)[items.mask]  # (sites, c)
        mean, std = torch.zeros(len(kinds)), torch.ones(len(kinds))
        for kind in range(len(task.logarithmic)):
            here = values[:, kinds == kind]
            mean[kinds == kind], std[kinds == kind] = here.mean(), here.std().clamp(min=1e-6)
        known = items.target[items.target.isfinite()]
        target = (float(known.mean()), float(known.std().clamp(min=1e-6))) if len(known) > 1 else (0.0, 1.0)
        return cls(logarithms, mean, std, target)

    def features(self, numbers: Tensor) -> Tensor:
        """From numbers to features, same shape."""
        logarithms = self.logarithms.to(numbers.device)
        values = torch.where(logarithms, numbers.clamp(min=1e-6).log(), numbers)
        return (values - self.mean.to(numbers)) / self.std.to(numbers)

    def numbers(self, features: Tensor) -> Tensor:
        """Inverse of `features`."""
        values = features * self.std.to(features) + self.mean.to(features)
        return torch.where(self.logarithms.to(features.device), values.exp(), values)
