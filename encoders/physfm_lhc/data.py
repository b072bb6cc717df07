"""Training data: generated jets in memory, bucketed by length, the same for the same (seed, epoch).

Notable: a batch holds jets of like length, so that the pairwise features (particles squared) spend little on padding;
buckets and batches are shuffled anew every epoch from (seed, epoch) alone, so a run resumed at an epoch's end sees
exactly the batches that the uninterrupted run would have seen. Missing files are generated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset, Sampler

from physfm.types import Batch
from physfm_lhc import event, read, synthetic


class Jets(Dataset[Batch]):
    """Jets of some files in memory as flat arrays; indexing with a list of positions gives a `Batch`.

    Parameters
    ----------
    paths
        Files of `synthetic.jets`.
    particles
        Largest number of constituents kept, the hardest first.
    """

    def __init__(self, paths: Sequence[Path], particles: int = synthetic.LEADING) -> None:
        chunks = [chunk for path in paths for chunk in read.jet_arrays(path, particles)]
        self.p4: NDArray[np.float32] = np.concatenate([c.p4 for c in chunks])  # (all constituents, 4)
        self.kind: NDArray[np.float32] = np.concatenate([c.kind for c in chunks])
        self.lengths: NDArray[np.int64] = np.concatenate([c.lengths for c in chunks])
        self.truth = {k: np.concatenate([c.truth[k] for c in chunks]) for k in chunks[0].truth}
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, index: int) -> Batch:
        return self.__getitems__([index])

    def __getitems__(self, indices: Sequence[int]) -> Batch:
        """Return the batch of these jets, padded to the longest of them."""
        chosen = np.asarray(indices)
        lengths = self.lengths[chosen]
        inside = np.arange(lengths.max(initial=0)) < lengths[:, None]  # (batch, particles)
        rows = np.concatenate([np.arange(s, s + n) for s, n in zip(self.starts[chosen], lengths, strict=True)])
        p4 = np.zeros((*inside.shape, 4), np.float32)
        kind = np.zeros((*inside.shape, len(event.CHANNELS)), np.float32)
        p4[inside], kind[inside] = self.p4[rows], self.kind[rows]
        inputs = {"p4": torch.from_numpy(p4), "kind": torch.from_numpy(kind), "mask": torch.from_numpy(inside)}
        truth = {k: torch.from_numpy(v[chosen]) for k, v in self.truth.items()}
        return Batch(inputs, truth, tuple(f"jet#{i}" for i in chosen))


class LengthBuckets(Sampler[list[int]]):
    """Batches of like length in an order that (seed, epoch) fixes.

    Parameters
    ----------
    lengths
        Length of every item.
    batch_size
        Items per batch; the last one of an epoch may be smaller.
    seed
        None: no shuffling (validation).
    parts
        Epochs per pass over the items; each sees another part of them.
    pool
        Batches per pool: items are drawn into pools at random and sorted by length within one.
    """

    def __init__(
        self, lengths: NDArray[np.int64], batch_size: int, seed: int | None, parts: int = 1, pool: int = 50
    ) -> None:
        self.lengths, self.batch_size, self.seed, self.parts, self.pool = lengths, batch_size, seed, parts, pool
        self.epoch = 0

    @property
    def sampler(self) -> LengthBuckets:
        """Where Lightning looks for `set_epoch`: it asks the sampler inside a batch sampler."""
        return self

    def _items(self) -> NDArray[np.int64]:
        """Items of this epoch, in random order."""
        if self.seed is None:
            return np.arange(len(self.lengths))
        order = np.random.default_rng([self.seed, self.epoch // self.parts]).permutation(len(self.lengths))
        return order[self.epoch % self.parts :: self.parts]

    def set_epoch(self, epoch: int) -> None:
        """Choose the order of an epoch; Lightning calls this."""
        self.epoch = epoch

    def __len__(self) -> int:
        return -(-len(self._items()) // self.batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        order = self._items()
        size = len(order) if self.seed is None else self.batch_size * self.pool
        batches: list[list[int]] = []
        for start in range(0, len(order), max(1, size)):
            pool = order[start : start + size]
            pool = pool[np.argsort(self.lengths[pool], kind="stable")]
            batches += [pool[i : i + self.batch_size].tolist() for i in range(0, len(pool), self.batch_size)]
        if self.seed is not None:
            np.random.default_rng([self.seed, self.epoch, 1]).shuffle(batches)
        yield from batches


class JetData(lightning.LightningDataModule):
    """Top jets against light quark and gluon jets.

    Parameters
    ----------
    folder
        Where the files are, or will be generated: ``jets_seed{seed}_{items}.root``.
    train_seeds, train_items
        Seeds of the training files, and jets in each.
    val_seed, val_items
        The same for validation; never a training seed.
    batch_size
        Jets per step.
    particles
        Largest number of constituents seen by the network, the hardest first.
    parts
        Epochs per pass over the training jets (states are saved at the end of an epoch).
    seed
        Of the shuffling.
    """

    def __init__(
        self,
        folder: str = "data/lhc",
        train_seeds: Sequence[int] = (10001, 10002),
        train_items: int = 60000,
        val_seed: int = 20002,
        val_items: int = 5000,
        batch_size: int = 64,
        particles: int = synthetic.LEADING,
        parts: int = 1,
        seed: int = 0,
    ) -> None:
        super().__init__()
        if val_seed in train_seeds:
            raise ValueError(f"val_seed {val_seed} is one of train_seeds; validation needs jets never trained on.")
        self.folder, self.batch_size, self.particles = Path(folder), batch_size, particles
        self.parts, self.seed = parts, seed
        self.train_files = [(int(s), train_items) for s in train_seeds]
        self.val_files = [(val_seed, val_items)]
        self.train_jets: Jets | None = None
        self.val_jets: Jets | None = None

    def _path(self, seed: int, items: int) -> Path:
        return self.folder / f"jets_seed{seed}_{items}.root"

    def prepare_data(self) -> None:
        """Generate the files that are missing."""
        for seed, items in (*self.train_files, *self.val_files):
            if not self._path(seed, items).exists():
                synthetic.jets(self._path(seed, items), items, seed)

    def setup(self, stage: str | None = None) -> None:
        """Read the files into memory."""
        if self.train_jets is None and stage in (None, "fit"):
            self.train_jets = Jets([self._path(*f) for f in self.train_files], self.particles)
        if self.val_jets is None:
            self.val_jets = Jets([self._path(*f) for f in self.val_files], self.particles)

    def train_dataloader(self) -> DataLoader[Batch]:
        """Return shuffled batches of like length."""
        assert self.train_jets is not None, "setup('fit') comes first"
        return self._loader(self.train_jets, self.seed)

    def val_dataloader(self) -> DataLoader[Batch]:
        """Return the validation jets, shortest first."""
        assert self.val_jets is not None, "setup() comes first"
        return self._loader(self.val_jets, None)

    def _loader(self, jets: Jets, seed: int | None) -> DataLoader[Any]:
        # No worker processes: a batch is a few array look-ups.
        order = LengthBuckets(jets.lengths, self.batch_size, seed, self.parts)
        return DataLoader(jets, batch_sampler=order, collate_fn=_whole)


def _whole(batch: Any) -> Any:
    """Keep what the data set made: it is a batch already."""
    return batch
