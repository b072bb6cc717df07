"""Resuming a killed run exactly: Lightning's checkpoints as safetensors, and randomness as a function of the epoch.

Covered: weights, optimizer, schedule and loop counters come from the state; what is random in an epoch (masking,
turns, the order of data) is drawn from (seed, epoch, rank), so the resumed epoch is the one the killed run would have
seen, bit for bit, whatever the libraries drew in between (tests/model/test_resume.py). States are written at the end
of an epoch.
Not covered: resuming in the middle of an epoch.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lightning.fabric.plugins import CheckpointIO
from lightning.pytorch import Callback, LightningModule, Trainer, seed_everything

from physfm import checkpoint


class SafetensorsIO(CheckpointIO):
    """Lightning plugin that writes whole training states as one safetensors file each, never pickle."""

    def save_checkpoint(self, checkpoint_: dict[str, Any], path: str | Path, storage_options: Any = None) -> None:
        """Write the state atomically: a kill while writing leaves the previous file."""
        checkpoint.save_state(Path(path), checkpoint_)

    def load_checkpoint(self, path: str | Path, map_location: Any = None, weights_only: bool | None = None) -> Any:
        """Read the state; tensors arrive on the CPU and the strategy moves them.

        Raises
        ------
        WeightsError
            If the file is no training state of physfm.
        """
        return checkpoint.load_training_state(Path(path))

    def remove_checkpoint(self, path: str | Path) -> None:
        """Delete one state."""
        Path(path).unlink(missing_ok=True)


class SeedEpochs(Callback):
    """Seed Python, NumPy and torch at the start of every epoch with (seed, epoch, rank).

    The seed is that of ``seed_everything``; 0 where it was not called.
    """

    def on_train_epoch_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Seed all libraries."""
        seed = int(os.environ.get("PL_GLOBAL_SEED", "0"))
        mixed = (1_000_003 * seed + 10_007 * trainer.current_epoch + trainer.global_rank) % 2**32
        seed_everything(mixed, verbose=False)
        # seed_everything remembers what it was given; the run's own seed must stay the one to be mixed.
        os.environ["PL_GLOBAL_SEED"] = str(seed)
