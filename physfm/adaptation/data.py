"""Blocks of a packed corpus for Lightning, in an order that is a function of (seed, position).

The blocks form an endless list: all of them in one order, then all in another, each drawn from (seed, pass).
Lightning's epoch is a slice of it, ``blocks_per_epoch`` long, so that a corpus of any size has a state to resume from
as often as wanted, and what an epoch holds depends on nothing but its number. Processes (DDP, FSDP) share each slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch import LightningDataModule

from physfm.adaptation import text
from physfm.adaptation.augmentation import Augmentation
from physfm.adaptation.packing import Blocks, Recipe, Stream, Words, pack
from physfm.errors import InputError
from physfm.model import BASE


class Batches:
    """Batches of blocks, for one process."""

    def __init__(self, data: CorpusData, stream: Stream, blocks: int, shuffle: bool) -> None:
        self.data, self.stream, self.blocks, self.shuffle = data, stream, blocks, shuffle

    def _share(self) -> tuple[int, int]:
        trainer = self.data.trainer
        return (trainer.global_rank, trainer.world_size) if trainer is not None else (0, 1)

    def __len__(self) -> int:
        _, world = self._share()
        own, size = self.blocks // world, self.data.batch_size
        # Held-out blocks are all wanted; training batches are all full.
        return own // size if self.shuffle else -(-own // size)

    def order(self, epoch: int) -> list[int]:
        """Return the blocks of an epoch, for all processes together."""
        if not self.shuffle:
            return list(range(self.blocks))
        size, start = len(self.stream), epoch * self.blocks
        chosen: list[int] = []
        while len(chosen) < self.blocks:
            run, at = divmod(start + len(chosen), size)
            generator = torch.Generator().manual_seed((1_000_003 * self.data.seed + run) % (1 << 63))
            chosen += torch.randperm(size, generator=generator)[at : at + self.blocks - len(chosen)].tolist()
        return chosen

    def __iter__(self) -> Iterator[Blocks]:
        rank, world = self._share()
        own = self.order(self.data.trainer.current_epoch if self.data.trainer is not None else 0)[rank::world]
        for step in range(len(self)):
            yield self.stream.blocks(own[step * self.data.batch_size : (step + 1) * self.data.batch_size])


class CorpusData(LightningDataModule):
    """A corpus as blocks of tokens, tokenised once.

    Parameters
    ----------
    corpus
        Files or folders of JSON lines (``.jsonl``, ``.jsonl.gz``), as ``physfm corpus build`` writes them.
    base
        Base language model whose tokenizer is used.
    folder
        Cache of the tokenised streams.
    context
        Tokens of a block.
    batch_size
        Blocks of a batch, per process.
    validation_share
        Of the documents, held out by the hash of their text.
    documents
        Train on so many documents alone, the first in the order of their hashes; on all if None.
    blocks_per_epoch
        Blocks after which a state can be written, for all processes together; the whole corpus if None.
    validation_blocks
        At most so many held-out blocks at each validation.
    augment
        Whether equations of the training documents get their trees; held-out text always stays plain.
    augment_share, augment_replace
        Share of readable equations that get one, and probability that it replaces the equation.
    seed
        Of the order and of the augmentation.
    """

    def __init__(
        self,
        corpus: list[str],
        base: str = BASE,
        folder: str = "data/adaptation",
        context: int = 512,
        batch_size: int = 2,
        validation_share: float = 0.05,
        documents: int | None = None,
        blocks_per_epoch: int | None = None,
        validation_blocks: int = 32,
        augment: bool = False,
        augment_share: float = 1.0,
        augment_replace: float = 0.0,
        seed: int = 7301,
    ) -> None:
        super().__init__()
        if not 0 < validation_share < 1:
            raise InputError(f"Expected a share of documents held out between 0 and 1, got {validation_share}.")
        self.corpus, self.base, self.folder = corpus, base, Path(folder)
        self.context, self.batch_size, self.seed = context, batch_size, seed
        self.blocks_per_epoch, self.validation_blocks = blocks_per_epoch, validation_blocks
        augmentation = Augmentation(augment_share, augment_replace, seed) if augment else None
        self.recipes = {
            "training": Recipe(False, validation_share, documents, augmentation),
            "validation": Recipe(True, validation_share),
        }
        self.streams: dict[str, Stream] = {}

    def prepare_data(self) -> None:
        """Tokenise what is not in the cache (one process)."""
        self._paths()

    def setup(self, stage: str) -> None:
        """Open the streams.

        Raises
        ------
        InputError
            If the model continues another base than the one whose tokenizer is used here.
        """
        other = getattr(self.trainer.lightning_module, "base", self.base) if self.trainer is not None else self.base
        if other != self.base:
            raise InputError(f"The data are tokenised for {self.base!r}, the model is {other!r}; give both one base.")
        if not self.streams:
            self.streams = {side: Stream(path, self.context) for side, path in self._paths().items()}

    def _paths(self) -> dict[str, Path]:
        files, words = text.shards(self.corpus), Words(self.base)
        return {side: pack(files, recipe, words, self.folder) for side, recipe in self.recipes.items()}

    def facts(self) -> dict[str, Any]:
        """What the streams are made of, for the card beside the weights."""
        return {side: stream.facts for side, stream in self.streams.items()} | {
            "context": self.context,
            "batch_size": self.batch_size,
            "blocks_per_epoch": self.blocks_per_epoch,
            "seed": self.seed,
        }

    def train_dataloader(self) -> Batches:
        """Blocks in a new order at every pass over the corpus."""
        stream = self.streams["training"]
        return Batches(self, stream, self.blocks_per_epoch or len(stream), shuffle=True)

    def val_dataloader(self) -> Batches:
        """Held-out blocks, plain, in order."""
        stream = self.streams["validation"]
        return Batches(self, stream, min(self.validation_blocks, len(stream)), shuffle=False)
