"""What a claim of transfer must beat: data without physics, and weights without structure.

An encoder says itself how its data lose their physics (`Encoder.shuffle`). For one that does not, values are exchanged
between items here: what every entry looks like stays, what belongs together is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from physfm.encoder import Encoder, Shuffle
from physfm.errors import InputError
from physfm.types import Sample

OPPOSITE = "-shuffled"
"""Suffix of a source's name: the same source without its physics."""


def shuffle_of(encoder: type[Encoder]) -> Shuffle:
    """Return the encoder's own shuffle, or the exchange of values between items."""
    return encoder.shuffle or Shuffle(
        "values of different items",
        lambda samples, generator: exchange(encoder, samples, generator),
        "Keeps every item's length and the distribution of every entry; loses which entries belong together.",
    )


def exchange(encoder: type[Encoder], samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    """Deal entries along the ragged axis anew among all items; inputs without it go to other items whole.

    Raises
    ------
    InputError
        If the samples do not share their units.
    """
    units = samples[0].units
    if any(dict(s.units) != dict(units) for s in samples):
        raise InputError(f"Samples of encoder {encoder.name!r} in different units cannot be exchanged; read one file.")
    ragged = encoder.ragged_axis()
    declared = [q for q in encoder.inputs if q.name != "mask"]
    # Entries lie along the axis after the batch's (see `physfm.types`).
    entries = [q.name for q in declared if ragged and q.axes[1] == ragged]
    made: list[dict[str, Tensor]] = [{} for _ in samples]
    if entries:
        counts = [len(s.inputs[entries[0]]) for s in samples]
        order = torch.randperm(sum(counts), generator=generator).split(counts)
        for name in entries:
            every = torch.cat([s.inputs[name] for s in samples])
            for inputs, chosen in zip(made, order, strict=True):
                inputs[name] = every[chosen]
    for quantity in declared:
        if quantity.name not in entries:
            turn = torch.randperm(len(samples), generator=generator).tolist()
            for inputs, other in zip(made, turn, strict=True):
                inputs[quantity.name] = samples[other].inputs[quantity.name]
    masks = [{"mask": s.inputs["mask"]} if "mask" in s.inputs else {} for s in samples]
    return [replace(s, inputs={**i, **m}, truth={}) for s, i, m in zip(samples, made, masks, strict=True)]


def shuffled_weights(state: Mapping[str, Tensor], generator: torch.Generator) -> dict[str, Tensor]:
    """Permute the entries of every tensor: each keeps its distribution of values and loses its structure."""
    order = {k: torch.randperm(v.numel(), generator=generator).to(v.device) for k, v in state.items()}
    return {k: v.flatten()[order[k]].view_as(v) for k, v in state.items()}
