"""Fields: which equation moves what a line of probes sees? Values along x at a few times of a two-dimensional flow.

Four families whose starts are drawn alike, so that an equation must be told by what it does. Each item has its own mean
taken off and is divided by its own standard deviation. The target is how far advection carries the field along
the line from one frame to the next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from experiments.representation.items import Items, Points, Task
from physfm.errors import InputError
from physfm.types import Sample
from physfm_fields import read as reading
from physfm_fields import synthetic

CLASSES = ("advection_diffusion", "burgers", "navier_stokes", "wave")
_CYCLES = torch.arange(1, 5)


@dataclass(frozen=True)
class FieldOptions:
    """What an item is.

    Parameters
    ----------
    sites, frames
        Probes along x, and times at which they are read.
    resolution
        Of the simulation along each axis.
    lines
        Lines taken from each simulation, of which the training items are made; of test items one.
    """

    sites: int = 16
    frames: int = 3
    resolution: int = 32
    lines: int = 4


def task(options: FieldOptions, classes: tuple[str, ...] = CLASSES) -> Task:
    """Describe the task."""
    return Task(
        "fields",
        classes,
        "shift along the line between frames [box]",
        tuple(f"value [standard deviations of the item], frame {i + 1}" for i in range(options.frames)),
        kinds=(0,) * options.frames,
        logarithmic=(False,),
        points=_points,
        edges=_edges,
        edge_features=2 * len(_CYCLES),
        summaries=_summaries,
    )


def generate(items: int, seed: int, options: FieldOptions, lines: int = 1) -> Items:
    """Simulate; ``lines`` items of each simulation, in random order."""
    each = math.ceil(items / len(CLASSES) / lines)
    numbers, classes, target = [], [], []
    for index, family in enumerate(CLASSES):
        found = synthetic.simulate(family, each, seed, options.frames, options.resolution)
        thinned = found.frames[:, :, :: options.resolution // options.sites]
        rows = torch.arange(lines) * options.resolution // lines
        numbers.append(thinned[..., rows].permute(0, 3, 2, 1).flatten(0, 1))  # (b, sites, frames)
        shift = torch.full((each,), torch.nan)
        if "velocity_x" in found.parameters:
            shift = (found.parameters["velocity_x"][0] * (found.times[:, 1] - found.times[:, 0])).float()
        target.append(shift.repeat_interleave(lines))
        classes.append(torch.full((each * lines,), index))
    order = torch.randperm(each * lines * len(CLASSES), generator=torch.Generator().manual_seed(seed))[:items]
    return _items(*(torch.cat(part)[order] for part in (numbers, classes, target)))


def read(files: Mapping[str, Sequence[Path]], items: int, seed: int, options: FieldOptions) -> Items:
    """Read items, as many of each class, from its files (The Well): the middle line along x of each.

    Raises
    ------
    InputError
        If the files of a class hold too few items of so many frames on a grid with so many points.
    """
    each = items // len(files)
    numbers, classes = [], []
    for index, (name, paths) in enumerate(files.items()):
        lines = (_line(sample, options) for sample in reading.read(paths))
        found = list(islice((line for line in lines if line is not None), each))
        if len(found) < each:
            raise InputError(f"Expected {each} items of {name!r} with {options.frames} frames, found {len(found)}.")
        numbers += found
        classes += [index] * each
    return _items(torch.stack(numbers), torch.tensor(classes), torch.full((len(classes),), torch.nan))


def _line(sample: Sample, options: FieldOptions) -> Tensor | None:
    grid, frames = sample.meta["grid"], sample.inputs["frames"].bool()
    if not grid or len(grid) != 2 or int(frames.sum()) < options.frames or grid[0] < options.sites:
        return None
    values = sample.inputs["values"][:, frames][:, : options.frames]
    if len(values) != grid[0] * grid[1]:  # points declared missing
        return None
    step = grid[0] // options.sites
    return values.unflatten(0, tuple(grid))[::step, grid[1] // 2][: options.sites]


def _items(numbers: Tensor, classes: Tensor, target: Tensor) -> Items:
    own = numbers.flatten(1)
    scaled = (numbers - own.mean(1)[:, None, None]) / own.std(1).clamp(min=1e-6)[:, None, None]
    return Items(scaled.contiguous(), torch.ones(scaled.shape[:2], dtype=torch.bool), classes, target)


def _points(scaled: Tensor, mask: Tensor) -> Points:
    items, sites, frames = scaled.shape
    x = torch.arange(sites, device=scaled.device) / sites * 2 - 1  # periodic: the last probe is not at the end
    t = torch.linspace(-1, 1, frames, device=scaled.device)
    at = torch.stack(torch.meshgrid(x, t, indexing="ij"), dim=-1).flatten(0, 1)
    return Points(at.expand(items, -1, -1), scaled.flatten(1).unsqueeze(-1), mask.repeat_interleave(frames, 1))


def _edges(numbers: Tensor, mask: Tensor) -> Tensor:
    at = torch.arange(numbers.shape[1], device=numbers.device) / numbers.shape[1]
    phase = 2 * math.pi * (at[:, None] - at[None, :]) * _CYCLES.to(at.device)[:, None, None]  # on the circle
    return torch.cat([phase.sin(), phase.cos()]).expand(len(numbers), -1, -1, -1)


def _summaries(items: Items) -> Tensor:
    values = items.numbers
    along = (values - values.roll(1, 1)).square().mean(1).clamp(min=1e-9).log()  # (b, frames)
    change = (values[..., 1:] - values[..., :-1]).square().mean(1).clamp(min=1e-9).log()
    spectrum = torch.fft.rfft(values, dim=1).abs().square().mean(2)[:, 1:6].clamp(min=1e-9).log()
    first, last = torch.fft.rfft(values[..., 0], dim=1)[:, 1:5], torch.fft.rfft(values[..., -1], dim=1)[:, 1:5]
    turn = (last * first.conj()) / (last * first.conj()).abs().clamp(min=1e-9)  # phases turn as the field moves
    skew = values.pow(3).mean(1)
    return torch.cat([along, change, spectrum, turn.real, turn.imag, values.std(1), skew], dim=1)
