"""The nouns of physfm: samples, batches, tokens, and measured quantities.

Tensor axes have one vocabulary: ``batch particles detectors points tokens time channel space width``. The axis right
after ``batch`` of every input is its *ragged* axis where an input named ``mask`` declares it (particles of an event,
detectors of a network, points of a field); a mask is True where the entry is real and False where it is padding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

CANNOT_TELL = "this file cannot tell"
"""Value of a class quantity that is withheld, because the item lies outside of what its head was trained on."""


@dataclass(frozen=True)
class Quantity:
    """One declared quantity: what a tensor means, on which axes, in which unit.

    Parameters
    ----------
    name
        Key in ``Sample.inputs`` or ``Sample.truth``, and the name under which a measurement is reported.
    axes
        Axis names from the vocabulary above, starting with ``"batch"``.
    unit
        A unit that `physfm.units.parse` reads; ``"1"`` if dimensionless.
    meaning
        One sentence a physicist understands, frame included.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str


@dataclass(frozen=True)
class Sample:
    """One item of physics data (an event, a stretch of strain, a snapshot) as tensors with units.

    Parameters
    ----------
    id
        Where the item comes from, such as ``"jets.root#12"``; unique within a file.
    inputs
        Tensors without the batch axis, keyed by the names of the encoder's declared inputs (``mask`` may be left out:
        everything is then real).
    units
        The unit of every input except ``mask``. `Encoder.collate` converts to the declared units and refuses
        quantities of another dimension.
    truth
        What the generator knows, as plain numbers in the units of the encoder's declared ``targets``; empty for
        real data.
    meta
        Provenance and context for people (detector, GPS time, file, grid); never seen by the network.
    """

    id: str
    inputs: Mapping[str, Tensor]
    units: Mapping[str, str]
    truth: Mapping[str, float] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """Samples stacked and padded, in the units that the encoder declares.

    Parameters
    ----------
    inputs
        Tensors with a leading batch axis; ``mask`` is (batch, ragged axis).
    truth
        (batch,) tensors; NaN where a sample does not have the value.
    ids
        The samples' ids, in order.
    """

    inputs: dict[str, Tensor]
    truth: dict[str, Tensor]
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def to(self, device: torch.device | str, non_blocking: bool = False) -> Batch:
        """Return the batch with every tensor on ``device`` (Lightning calls this)."""
        return replace(
            self,
            inputs={k: v.to(device, non_blocking=non_blocking) for k, v in self.inputs.items()},
            truth={k: v.to(device, non_blocking=non_blocking) for k, v in self.truth.items()},
        )


@dataclass(frozen=True)
class Tokens:
    """What every encoder returns.

    Parameters
    ----------
    values
        (batch, tokens, width), dimensionless. Padded tokens hold anything finite; ask the mask.
    mask
        (batch, tokens), True where the token is real.
    """

    values: Float[Tensor, "batch tokens width"]
    mask: Bool[Tensor, "batch tokens"]

    @property
    def pooled(self) -> Float[Tensor, "batch width"]:
        """Mean over the real tokens, (batch, width); zero for an item without tokens."""
        weight = self.mask.to(self.values.dtype).unsqueeze(-1)  # (batch, tokens, 1)
        return (self.values * weight).sum(1) / weight.sum(1).clamp(min=1)


@dataclass(frozen=True)
class Measurement:
    """One measured value with its uncertainty, unit and method.

    Parameters
    ----------
    name, unit
        As in the encoder's declared targets.
    value
        A number, or a word for a class; `CANNOT_TELL` where the item is outside of what the head knows.
    uncertainty
        One standard deviation in the same unit for a number; for a class the probability that it is wrong; None
        where the method gives none.
    method
        How the value was obtained, for people: ``"graph transformer head, calibrated on ..."``.
    """

    name: str
    value: float | str
    uncertainty: float | None
    unit: str
    method: str


@dataclass(frozen=True)
class Measured:
    """All measurements of one item."""

    id: str
    quantities: tuple[Measurement, ...]

    def __getitem__(self, name: str) -> Measurement:
        """Return the measurement of this name; KeyError lists what there is."""
        for quantity in self.quantities:
            if quantity.name == name:
                return quantity
        raise KeyError(f"No quantity {name!r} in {self.id}; measured: {[q.name for q in self.quantities]}")


@dataclass(frozen=True)
class Question:
    """A question about one item with the answer that its generator knows to be true.

    Parameters
    ----------
    text, answer
        The words of both. Answers to the same ``kind`` come from a short closed list.
    kind
        Which fact is asked (``"origin"``, ``"merger"``, ``"family"`` ...): one majority baseline per kind.
    """

    text: str
    answer: str
    kind: str


@dataclass(frozen=True)
class Description:
    """Words about one sample, derived from its truth: a caption, and questions with answers."""

    caption: str
    questions: tuple[Question, ...]
