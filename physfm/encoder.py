"""The contract of an encoder: what a plug-in declares, and what it must be able to do.

An encoder is one class behind one entry point (group ``physfm.encoders``). It declares its inputs with units and its
symmetries; `physfm.testing.check_encoder` verifies every declaration numerically. The class is abstract here and
final where it is implemented: nothing implemented is overridden.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from torch import Tensor, nn

from physfm.errors import InputError, UnitError
from physfm.types import Batch, Description, Measured, Quantity, Sample, Tokens
from physfm.units import factor

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Inputs = Mapping[str, Tensor]


@dataclass(frozen=True)
class Symmetry:
    """A claim: the pooled latents do not change when the inputs are transformed.

    Parameters
    ----------
    name
        ``"permutation"``, ``"rotation-phi"``, ``"time-shift"``, ``"resolution"`` ...
    transform
        Called with collated inputs and a seeded generator; returns transformed inputs, which must differ from what
        was given.
    tolerance
        Largest allowed change of the pooled latents, relative to their root mean square over the batch. An exact
        symmetry holds to rounding (1e-4 in float32).
    meaning
        What is transformed and why the tolerance is what it is.
    """

    name: str
    transform: Callable[[Inputs, torch.Generator], Inputs]
    tolerance: float
    meaning: str


@dataclass(frozen=True)
class Shuffle:
    """How an encoder's data lose their physics and keep their plain statistics: the control of a transfer claim.

    Parameters
    ----------
    name
        ``"phase-randomised strain"``, ``"particles of different jets"`` ...
    transform
        Called with samples and a seeded generator; returns as many samples, without truth.
    meaning
        What is kept and what is lost.
    """

    name: str
    transform: Callable[[Sequence[Sample], torch.Generator], list[Sample]]
    meaning: str


@dataclass(frozen=True)
class Kind:
    """Something that an encoder's plug-in can generate: ``physfm generate NAME``."""

    name: str
    meaning: str
    generate: Callable[..., int]
    """``generate(path, items=..., seed=..., **options)`` writes the file whole or not at all and returns the number
    of items."""


class Encoder(nn.Module, ABC):
    """Physics data in, tokens out; with the reader, the generator, the words and the measurements that belong to it.

    A subclass passes its constructor's arguments on, ``super().__init__(width=width, ...)``: they are the schema that
    is saved beside the weights (``self.config``), and calling the class with them rebuilds it.
    """

    name: ClassVar[str]
    inputs: ClassVar[tuple[Quantity, ...]]
    """Declared inputs of `forward`. One named ``mask`` (bool, axes ``("batch", ragged)``) makes that axis ragged."""
    targets: ClassVar[tuple[Quantity, ...]]
    """What `measure` can report, and the keys that ``Sample.truth`` may hold."""
    symmetries: ClassVar[tuple[Symmetry, ...]]
    suffixes: ClassVar[tuple[str, ...]]
    """File endings it may read, for people and for messages; `sniff` decides."""
    shuffle: ClassVar[Shuffle | None] = None
    """Its data without their physics; without one, `physfm.probing` exchanges values between items."""

    def __init__(self, *, width: int, **config: Any) -> None:
        super().__init__()
        self.width = width
        self.config: dict[str, Any] = {"width": width, **config}

    # The network ----------------------------------------------------------------------------------------------

    @abstractmethod
    def forward(self, inputs: Inputs) -> Tokens:
        """Encode collated inputs (see `collate`), in the declared units.

        Raises
        ------
        ValueError
            If an input is missing or has the wrong axes; the message says what was expected and what came.
        """

    @abstractmethod
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Pretraining objectives (masked modelling and supervised heads) as named scalars; training adds them up."""

    @abstractmethod
    def predict(self, batch: Batch) -> dict[str, Tensor]:
        """Raw outputs of the heads, each (batch, ...): logits before any softmax, means and log-variances."""

    @abstractmethod
    def answers(self, batch: Batch) -> list[dict[str, str]]:
        """What the heads alone answer to each kind of `questions`, per item, in the same closed words.

        The language model is held to these answers: words against head against majority.
        """

    @abstractmethod
    def calibrate(self, batches: Iterable[Batch]) -> dict[str, float]:
        """Fit temperatures and scales of the heads on validation batches, once, at the end of pretraining.

        Stores them as buffers (they are saved with the weights) and returns them with the coverage reached, for the
        model card.
        """

    @abstractmethod
    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        """Measure physical quantities with calibrated uncertainty, one `Measured` per item (or candidate)."""

    # The data -------------------------------------------------------------------------------------------------

    @classmethod
    @abstractmethod
    def sniff(cls, path: Path) -> str | None:
        """Return the name of the layout if this encoder can read the file, None if it cannot.

        Looks at as little of the file as possible and never raises on foreign content.
        """

    @classmethod
    @abstractmethod
    def read(cls, paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
        """Stream the items of one observation (one file, or several such as H1 and L1) in constant memory.

        Raises
        ------
        InputError
            In one line, if a file is truncated, empty, of an unknown layout, or lacks what is needed.
        """

    @classmethod
    @abstractmethod
    def info(cls, path: Path) -> dict[str, Any]:
        """Facts about the file that JSON can hold: at least ``format``, ``items``, and the modality's own tables."""

    @classmethod
    @abstractmethod
    def kinds(cls) -> tuple[Kind, ...]:
        """What the plug-in can generate; the first is its default."""

    @classmethod
    @abstractmethod
    def describe(cls, sample: Sample) -> Description:
        """Words about a generated sample, from its truth alone."""

    @classmethod
    @abstractmethod
    def questions(cls) -> dict[str, tuple[str, tuple[str, ...]]]:
        """For each kind of question its canonical text and the closed list of answers that `describe` gives."""

    @classmethod
    @abstractmethod
    def plot(cls, sample: Sample) -> Figure:
        """Draw one item as a physicist would, axes labelled with units."""

    # Given ----------------------------------------------------------------------------------------------------

    @classmethod
    def weights(cls) -> Path:
        """Folder of the weights that ship with the plug-in (it may not exist)."""
        package = sys.modules[cls.__module__.partition(".")[0]]
        assert package.__file__ is not None
        return Path(package.__file__).parent / "weights"

    @classmethod
    def collate(cls, samples: Sequence[Sample]) -> Batch:
        """Stack samples into a batch: convert to the declared units, check axes and values, pad the ragged axis.

        Raises
        ------
        UnitError
            If an input has no unit or one of another dimension.
        InputError
            If an input is missing, has the wrong number of axes, or holds NaN or infinity.
        """
        if not samples:
            raise InputError(f"Encoder {cls.name!r} was given no items; nothing to encode.")
        declared = [q for q in cls.inputs if q.name != "mask"]
        ragged = cls.ragged_axis()
        tensors: dict[str, list[Tensor]] = {q.name: [] for q in declared}
        masks: list[Tensor] = []
        for sample in samples:
            length: int | None = None
            for quantity in declared:
                value = cls._checked(sample, quantity)
                if ragged in quantity.axes:
                    length = value.shape[quantity.axes.index(ragged) - 1]
                tensors[quantity.name].append(value)
            given = sample.inputs.get("mask")
            masks.append(given.bool() if given is not None else torch.ones(length or 0, dtype=torch.bool))
        inputs = {}
        for quantity in declared:
            axis = quantity.axes.index(ragged) - 1 if ragged in quantity.axes else None
            try:
                inputs[quantity.name] = torch.stack(_padded(tensors[quantity.name], axis))
            except RuntimeError as err:
                shapes = sorted({tuple(t.shape) for t in tensors[quantity.name]})
                raise InputError(
                    f"Encoder {cls.name!r} cannot stack input {quantity.name!r} {quantity.axes[1:]}: "
                    f"items of one batch have shapes {shapes}. Encode them in separate batches."
                ) from err
        if ragged:
            inputs["mask"] = torch.stack(_padded(masks, 0))
        names = sorted({name for sample in samples for name in sample.truth})
        truth = {n: torch.tensor([float(s.truth.get(n, float("nan"))) for s in samples]) for n in names}
        return Batch(inputs, truth, tuple(s.id for s in samples))

    @classmethod
    def ragged_axis(cls) -> str:
        """Name of the axis that ``mask`` makes ragged; empty if there is none."""
        return next((q.axes[1] for q in cls.inputs if q.name == "mask"), "")

    @classmethod
    def _checked(cls, sample: Sample, quantity: Quantity) -> Tensor:
        name = quantity.name
        if name not in sample.inputs:
            raise InputError(
                f"Encoder {cls.name!r} expects input {name!r} ({quantity.meaning}), but {sample.id} holds only "
                f"{sorted(sample.inputs)}."
            )
        value = sample.inputs[name]
        if value.ndim != len(quantity.axes) - 1:
            raise InputError(
                f"Encoder {cls.name!r} expects {name!r} of shape {quantity.axes[1:]} in {quantity.unit}, got "
                f"{tuple(value.shape)} in {sample.id}."
            )
        if name not in sample.units:
            raise UnitError(
                f"Input {name!r} of {sample.id} has no unit; expected one convertible to {quantity.unit!r}."
            )
        if not torch.isfinite(value).all():
            bad = int((~torch.isfinite(value)).sum())
            raise InputError(
                f"{sample.id}: {bad} of {value.numel()} values of {name!r} are NaN or infinite. "
                "Cut them out or mask them."
            )
        scale = factor(sample.units[name], quantity.unit)
        return value if scale == 1.0 else value * scale


def _padded(tensors: list[Tensor], axis: int | None) -> list[Tensor]:
    if axis is None:
        return tensors
    longest = max(t.shape[axis] for t in tensors)
    if all(t.shape[axis] == longest for t in tensors):
        return tensors
    out = []
    for t in tensors:
        shape = list(t.shape)
        shape[axis] = longest - shape[axis]
        out.append(torch.cat([t, t.new_zeros(shape)], dim=axis))
    return out


def permutation(axis: str, inputs: tuple[Quantity, ...], tolerance: float = 1e-4) -> Symmetry:
    """Build the claim that the order of entries along a ragged ``axis`` carries no information."""

    def transform(given: Inputs, generator: torch.Generator) -> Inputs:
        positions = {q.name: q.axes.index(axis) for q in inputs if axis in q.axes}
        first = next(iter(positions))
        count = given[first].shape[positions[first]]
        # A cyclic shift of a random order: no entry stays in place, so the transform cannot be the identity.
        order = torch.randperm(count, generator=generator)
        target = torch.empty_like(order)
        target[order] = order.roll(1)
        return {k: v.index_select(positions[k], target.to(v.device)) if k in positions else v for k, v in given.items()}

    return Symmetry("permutation", transform, tolerance, f"{axis} come in no order; exact up to rounding of the sums.")
