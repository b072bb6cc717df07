"""Mixed-modality data for the stages above the encoders: generated files, encoded once, with their words.

Every encoder's plug-in generates a file (fresh seeds, never those of its pretraining), reads it back through its own
reader, and the frozen encoder turns it into tokens that stay in memory. What is random while training is a function of
(seed, epoch) alone, so that a resumed run sees what the killed one would have seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import torch
from lightning.pytorch import LightningDataModule
from torch import Tensor

from physfm import discovery
from physfm.encoder import Encoder
from physfm.errors import InputError
from physfm.model import CHUNK, load_encoder
from physfm.types import Description, Quantity, Sample, Tokens


@dataclass(frozen=True)
class Items:
    """Encoded items of one modality, with what their generator knows of them.

    Parameters
    ----------
    encoder
        Name of the encoder.
    tokens
        Its tokens, from frozen weights.
    words
        Caption and questions of each item.
    truth
        Truth of each item, in the units of the encoder's targets.
    heads
        What the encoder's own heads answer to each kind of question.
    """

    encoder: str
    tokens: Tokens
    words: tuple[Description, ...]
    truth: tuple[Mapping[str, float], ...]
    heads: tuple[Mapping[str, str], ...]

    def __len__(self) -> int:
        return len(self.words)

    def rows(self, rows: Sequence[int]) -> Items:
        """Select items."""
        index = torch.as_tensor(rows, dtype=torch.long)
        return replace(
            self,
            tokens=Tokens(self.tokens.values[index], self.tokens.mask[index]),
            words=tuple(self.words[i] for i in rows),
            truth=tuple(self.truth[i] for i in rows),
            heads=tuple(self.heads[i] for i in rows),
        )

    def to(self, device: torch.device | str, non_blocking: bool = False) -> Items:
        """Move the tokens to a device (Lightning calls this)."""
        moved = Tokens(self.tokens.values.to(device), self.tokens.mask.to(device))
        return replace(self, tokens=moved)


@torch.no_grad()
def encode_items(encoder: Encoder, samples: Sequence[Sample]) -> Items:
    """Encode samples that carry truth, and put their words beside the tokens."""
    values, masks, heads = [], [], []
    for start in range(0, len(samples), CHUNK):
        batch = encoder.collate(samples[start : start + CHUNK])
        tokens = encoder(batch.inputs)
        values.append(tokens.values)
        masks.append(tokens.mask)
        heads += encoder.answers(batch)
    longest = max(m.shape[1] for m in masks)
    tokens = Tokens(
        torch.cat([_lengthened(v, longest) for v in values]), torch.cat([_lengthened(m, longest) for m in masks])
    )
    words = tuple(encoder.describe(s) for s in samples)
    return Items(encoder.name, tokens, words, tuple(s.truth for s in samples), tuple(heads))


def _lengthened(values: Tensor, tokens: int) -> Tensor:
    short = tokens - values.shape[1]
    return values if short == 0 else torch.cat([values, values.new_zeros(len(values), short, *values.shape[2:])], 1)


class MixedBatches:
    """Batches that hold the same number of items of every modality; a new order every epoch.

    The shortest modality sets the length of an epoch. With several processes each takes its own share.
    """

    def __init__(self, module: EncodedData, items: Mapping[str, Items], batch_size: int, shuffle: bool) -> None:
        self.module, self.items, self.batch_size, self.shuffle = module, items, batch_size, shuffle

    def _share(self) -> tuple[int, int]:
        trainer = self.module.trainer
        return (trainer.global_rank, trainer.world_size) if trainer is not None else (0, 1)

    def __len__(self) -> int:
        _, world = self._share()
        return min(len(i) for i in self.items.values()) // world // self.batch_size

    def __iter__(self) -> Iterator[dict[str, Items]]:
        rank, world = self._share()
        epoch = self.module.trainer.current_epoch if self.module.trainer is not None else 0
        orders = {}
        for k, (name, items) in enumerate(sorted(self.items.items())):
            generator = torch.Generator().manual_seed(1_000_003 * self.module.seed + 101 * epoch + k)
            order = torch.randperm(len(items), generator=generator) if self.shuffle else torch.arange(len(items))
            orders[name] = order[rank::world].tolist()
        for step in range(len(self)):
            chosen = slice(step * self.batch_size, (step + 1) * self.batch_size)
            yield {name: self.items[name].rows(orders[name][chosen]) for name in orders}


class EncodedData(LightningDataModule):
    """Generated items of several modalities, encoded once by frozen encoders.

    Parameters
    ----------
    items
        Number of training items per encoder, such as ``{"lhc": 4000, "gw": 4000}``.
    validation_items
        Number of validation items per encoder, generated with another seed.
    folder
        Where generated files are kept; a file is generated once.
    weights
        Folder with the encoders' weights, ``weights/NAME/``; those that ship with each encoder if None.
    seed
        Of the training files; validation uses ``seed + 1``.
    batch_size
        Items of *each* modality in a batch.
    """

    def __init__(
        self,
        items: dict[str, int],
        validation_items: int = 400,
        folder: str = "data/mixed",
        weights: str | None = None,
        seed: int = 7001,
        batch_size: int = 16,
    ) -> None:
        super().__init__()
        self.items = items
        self.validation_items = validation_items
        self.folder = Path(folder)
        self.weights = Path(weights) if weights else None
        self.seed = seed
        self.batch_size = batch_size
        self.train: dict[str, Items] = {}
        self.validation: dict[str, Items] = {}

    def file(self, name: str, split: str) -> tuple[Path, int, int]:
        """Path, number of items and seed of the file of one encoder and split."""
        items, seed = (self.items[name], self.seed) if split == "train" else (self.validation_items, self.seed + 1)
        kind = discovery.load(name).kinds()[0]
        return self.folder / f"{name}-{kind.name}-{split}-{items}-{seed}{discovery.load(name).suffixes[0]}", items, seed

    def prepare_data(self) -> None:
        """Generate what is not there yet (one process)."""
        for name in self.items:
            for split in ("train", "validation"):
                path, items, seed = self.file(name, split)
                if not path.exists():
                    discovery.load(name).kinds()[0].generate(path, items=items, seed=seed)

    def load_encoder(self, name: str) -> Encoder:
        """Return the frozen encoder that the data are encoded with."""
        return load_encoder(name, self.encoder_folder(name))

    def encoder_folder(self, name: str) -> Path | None:
        """Folder of one encoder's weights; None for those that ship with it."""
        return self.weights / name if self.weights else None

    def samples(self, name: str, split: str) -> list[Sample]:
        """Read the generated samples of one encoder and split."""
        path, items, _ = self.file(name, split)
        found = list(islice(discovery.load(name).read([path]), items))
        if not found:
            raise InputError(f"{path} holds no items; delete it to have it generated again.")
        return found

    def setup(self, stage: str) -> None:
        """Read and encode the files."""
        if self.train:
            return
        for name in self.items:
            encoder = self.load_encoder(name)
            self.train[name] = encode_items(encoder, self.samples(name, "train"))
            self.validation[name] = encode_items(encoder, self.samples(name, "validation"))

    def train_dataloader(self) -> MixedBatches:
        """Batches of all modalities, in a new order every epoch."""
        return MixedBatches(self, self.train, self.batch_size, shuffle=True)

    def val_dataloader(self) -> MixedBatches:
        """Held-out batches, in a fixed order."""
        return MixedBatches(self, self.validation, self.batch_size, shuffle=False)


def targets(name: str) -> dict[str, Quantity]:
    """Declared targets of an encoder by name: the units of ``Items.truth``."""
    return {q.name: q for q in discovery.load(name).targets}
