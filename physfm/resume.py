"""Resuming a killed run exactly: Lightning's checkpoints as safetensors, with the random state inside.

Covered: weights, optimizer, schedule, loop counters, and the random state of Python, NumPy and torch, at the end of an
epoch; our data modules draw from (seed, epoch), so the next epoch is the one the killed run would have seen
(tests/core/test_resume.py kills a run and compares bitwise). Not covered: resuming in the middle of an epoch.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lightning.fabric.plugins import CheckpointIO
from lightning.pytorch import Callback

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


class RandomState(Callback):
    """Keep the random state of Python, NumPy and torch in every checkpoint."""

    def state_dict(self) -> dict[str, Any]:
        """Return the random states as tensors and numbers."""
        version, internal, gauss = random.getstate()
        kind, keys, position, has_gauss, cached = np.random.get_state()  # noqa: NPY002 (libraries still draw from it)
        state: dict[str, Any] = {
            "python": [version, list(internal), gauss],
            "numpy": [kind, torch.from_numpy(np.asarray(keys).astype(np.int64)), position, has_gauss, cached],
            "torch": torch.get_rng_state(),
        }
        if torch.cuda.is_available():
            state["cuda"] = torch.cuda.get_rng_state_all()
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore what `state_dict` returned."""
        version, internal, gauss = state_dict["python"]
        random.setstate((version, tuple(internal), gauss))
        kind, keys, position, has_gauss, cached = state_dict["numpy"]
        np.random.set_state((kind, keys.numpy().astype(np.uint32), position, has_gauss, cached))  # noqa: NPY002
        torch.set_rng_state(state_dict["torch"])
        if "cuda" in state_dict and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(state_dict["cuda"])
