"""Batches for pretraining: random points of random windows of simulated trajectories, moved at random on the torus.

Generated files are read into memory once. What a batch holds is a function of (seed, epoch, index) alone, so a run
that resumes at the end of an epoch sees exactly the batches that an unbroken run would have seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from lightning import LightningDataModule
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from physfm.errors import InputError
from physfm.types import Sample
from physfm_fields import read
from physfm_fields.coordinates import grid_points
from physfm_fields.encoder import CHANNELS, FieldEncoder

Key = tuple[int, int]


class EpochSampler(Sampler[list[Key]]):
    """Batches of (epoch, index) keys in an order drawn anew each epoch; Lightning calls `set_epoch`."""

    def __init__(self, count: int, batch_size: int, seed: int, shuffle: bool) -> None:
        self.count, self.batch_size, self.seed, self.shuffle = count, batch_size, seed, shuffle
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch that the next iteration draws."""
        self.epoch = epoch

    def __len__(self) -> int:
        return self.count // self.batch_size if self.shuffle else -(-self.count // self.batch_size)

    def __iter__(self) -> Iterator[list[Key]]:
        generator = torch.Generator().manual_seed(self.seed + 1_000_003 * self.epoch)
        order = torch.randperm(self.count, generator=generator) if self.shuffle else torch.arange(self.count)
        for batch in order.split(self.batch_size):
            if len(batch) == self.batch_size or not self.shuffle:
                yield [(self.epoch if self.shuffle else -1, int(i)) for i in batch]


class Windows(Dataset[list[Sample]]):
    """Windows of four frames of trajectories in memory, as point sets; a key is a whole batch of (epoch, index).

    Parameters
    ----------
    frames, family
        (items, time, n, n) and (items,) family index.
    seed
        Of the windows, points and shifts.
    points
        Numbers of points drawn of a training item; validation items keep their full grid.
    snapshots
        Fraction of the training items that show their last frame alone.
    """

    def __init__(self, frames: Tensor, family: Tensor, seed: int, points: Sequence[int], snapshots: float) -> None:
        self.frames, self.family, self.seed = frames, family, seed
        self.points, self.snapshots = tuple(points), snapshots
        self.grid = grid_points((frames.shape[-2], frames.shape[-1]))

    def __len__(self) -> int:
        return len(self.frames)

    def __getitem__(self, keys: Sequence[Key]) -> list[Sample]:
        return [self.item(*key) for key in keys]

    def item(self, epoch: int, index: int) -> Sample:
        """One sample; epoch -1 gives the first window on its full grid, nothing at random."""
        training = epoch >= 0
        generator = torch.Generator().manual_seed((self.seed * 7919 + max(epoch, 0)) * 1_000_003 + index)
        last = self.frames.shape[1] - CHANNELS
        begin = int(torch.randint(last + 1, (1,), generator=generator)) if training else 0
        window = self.frames[index, begin : begin + CHANNELS]
        present = torch.ones(CHANNELS)
        points = self.grid
        if training:
            if float(torch.rand(1, generator=generator)) < self.snapshots:
                present[:-1] = 0.0
            shift = torch.rand(2, generator=generator)
            number = self.points[int(torch.randint(len(self.points), (1,), generator=generator))]
            chosen = torch.randperm(len(points), generator=generator)[:number]
            points = (points[chosen] + shift) % 1.0
        else:
            chosen = torch.arange(len(points))
        values = window.flatten(1).T[chosen]
        used = window if present[0] else window[-1:]
        values = (values - used.mean()) / used.std().clamp(min=1e-12) * present
        truth = {"family": float(self.family[index])}
        if present[0]:
            truth["variance_ratio"] = float(window[-1].var() / window[0].var().clamp(min=1e-24))
        inputs = {"points": points, "values": values, "frames": present, "periodic": torch.ones(2)}
        return Sample(f"trajectory {index} from frame {begin}", inputs, dict.fromkeys(inputs, "1"), truth)


class FieldData(LightningDataModule):
    """Pretraining data of the field encoder.

    Parameters
    ----------
    train, validation
        Files made by ``physfm generate fields`` (different seeds).
    batch_size
        Items per step.
    points
        Numbers of points that a training item may show, drawn with equal chance.
    snapshots
        Fraction of the items that show their last frame alone.
    seed
        Of everything random here.
    """

    def __init__(
        self,
        train: Path,
        validation: Path,
        batch_size: int = 32,
        points: Sequence[int] = (1024, 2048, 3072),
        snapshots: float = 0.15,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.train, self.validation = Path(train), Path(validation)
        self.batch_size, self.points, self.snapshots, self.seed = batch_size, tuple(points), snapshots, seed
        self.windows: dict[str, Windows] = {}

    def setup(self, stage: str) -> None:
        """Read the files into memory once.

        Raises
        ------
        InputError
            If a file is missing, is not generated by physfm, or has fewer than four frames.
        """
        for name, path in (("train", self.train), ("validation", self.validation)):
            if name in self.windows or (name == "train" and stage != "fit"):
                continue
            frames, family = read.trajectories(path)
            if frames.shape[1] < CHANNELS:
                raise InputError(f"{path} has {frames.shape[1]} frames a trajectory, expected {CHANNELS} or more.")
            self.windows[name] = Windows(frames, family, self.seed, self.points, self.snapshots)

    def _loader(self, name: str, shuffle: bool) -> DataLoader[Any]:
        windows = self.windows[name]
        sampler = EpochSampler(len(windows), self.batch_size, self.seed, shuffle)
        # A sampler of whole batches: Lightning tells `sampler`, but not `batch_sampler`, which epoch it is.
        return DataLoader(windows, sampler=sampler, batch_size=None, collate_fn=FieldEncoder.collate)

    def train_dataloader(self) -> DataLoader[Any]:
        """Random windows, points and shifts."""
        return self._loader("train", shuffle=True)

    def val_dataloader(self) -> DataLoader[Any]:
        """First windows on their full grid, in order."""
        return self._loader("validation", shuffle=False)

    def test_dataloader(self) -> DataLoader[Any]:
        """Return the validation windows: held-out seeds are for experiments/fields/evaluate.py."""
        return self.val_dataloader()
