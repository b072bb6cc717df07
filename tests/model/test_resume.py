"""A killed run resumes exactly: the same weights, bit for bit, as the run that was not killed."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from lightning.pytorch import Callback, LightningDataModule, Trainer, seed_everything
from lightning.pytorch.callbacks import ModelCheckpoint

from physfm import checkpoint, discovery
from physfm.errors import WeightsError
from physfm.resume import SafetensorsIO, SeedEpochs
from physfm.training import Pretraining, SaveWeights
from physfm.types import Batch


class Swings(LightningDataModule):
    """Pendulums, in a new order every epoch."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        encoder = discovery.load("toy")
        self.samples = list(encoder.read([path]))
        self.collate = encoder.collate

    def train_dataloader(self) -> "Loader":
        order = torch.randperm(
            len(self.samples), generator=torch.Generator().manual_seed(self.trainer.current_epoch)
        ).tolist()
        return Loader([self.collate([self.samples[i] for i in order[k : k + 4]]) for k in (0, 4)])

    def val_dataloader(self) -> "Loader":
        return Loader([self.collate(self.samples)])


class Loader:
    """A list that Lightning does not take for several loaders."""

    def __init__(self, batches: list[Batch]) -> None:
        self.batches = batches

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[Batch]:
        return iter(self.batches)


class Noisy(Pretraining):
    """Pretraining with the random masking that real encoders do."""

    def training_step(self, batch: Batch, batch_index: int) -> torch.Tensor:
        noise = 0.1 * torch.randn_like(batch.inputs["angle"])
        noisy = Batch({**batch.inputs, "angle": batch.inputs["angle"] + noise}, batch.truth, batch.ids)
        return super().training_step(noisy, batch_index)


class Crash(Callback):
    """Fail in the middle of the third epoch."""

    def on_train_batch_end(self, trainer: Trainer, *args: object) -> None:
        if trainer.current_epoch == 2:
            raise OSError("the node went down")


def run(folder: Path, path: Path, crash: bool = False, resume: Path | None = None) -> Pretraining:
    """Train four epochs, from the start or from a state."""
    # A resumed process starts from other weights; the seed of the run is the same.
    torch.manual_seed(99 if resume else 3)
    os.environ["PL_GLOBAL_SEED"] = "3"
    module = Noisy(discovery.load("toy")(width=32), learning_rate=1e-3, warmup_steps=2)
    saver = ModelCheckpoint(dirpath=folder, save_last=True, save_top_k=1, save_on_train_epoch_end=True)
    saver.FILE_EXTENSION = ".safetensors"
    trainer = Trainer(
        max_epochs=4,
        callbacks=[saver, SeedEpochs(), *([Crash()] if crash else [])],
        plugins=[SafetensorsIO()],
        logger=False,
        accelerator="cpu",
        enable_progress_bar=False,
        enable_model_summary=False,
        reload_dataloaders_every_n_epochs=1,
        num_sanity_val_steps=0,
    )
    trainer.fit(module, Swings(path), ckpt_path=resume)
    return module


@pytest.mark.filterwarnings("ignore:Checkpoint directory .* exists and is not empty")  # that is the point here
def test_a_run_that_crashed_and_resumed_equals_one_that_did_not(toy: str, tmp_path: Path) -> None:
    path = tmp_path / "swings.csv"
    discovery.load(toy).kinds()[0].generate(path, items=8, seed=1)
    whole = run(tmp_path / "whole", path).state_dict()
    with pytest.raises(OSError, match="went down"):
        run(tmp_path / "part", path, crash=True)
    resumed = run(tmp_path / "part", path, resume=tmp_path / "part" / "last.safetensors").state_dict()
    assert whole.keys() == resumed.keys()
    for name, value in whole.items():
        assert torch.equal(value, resumed[name]), name


def test_an_epoch_draws_the_same_numbers_whenever_it_comes(toy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(epoch: int, seed: int) -> tuple[float, float, float]:
        seed_everything(seed, verbose=False)
        trainer = Trainer(logger=False, enable_checkpointing=False, accelerator="cpu")
        monkeypatch.setattr(Trainer, "current_epoch", epoch)
        torch.rand(7)  # whatever was drawn before
        SeedEpochs().on_train_epoch_start(trainer, Pretraining(discovery.load("toy")(width=32)))
        return random.random(), float(np.random.rand()), float(torch.rand(()))  # noqa: NPY002 - the global state is meant

    assert draw(2, 7) == draw(2, 7)
    assert not set(draw(2, 7)) & (set(draw(3, 7)) | set(draw(2, 8)))


def test_what_is_no_training_state_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "state.safetensors"
    path.write_bytes(b"not a state")
    with pytest.raises(WeightsError, match="is not a physfm training state"):
        SafetensorsIO().load_checkpoint(path)


def test_pretraining_ends_with_calibrated_weights(toy: str, tmp_path: Path) -> None:
    path = tmp_path / "swings.csv"
    discovery.load(toy).kinds()[0].generate(path, items=8, seed=1)
    trainer = Trainer(
        max_steps=2,
        callbacks=[SaveWeights(str(tmp_path / "out"))],
        logger=False,
        enable_checkpointing=False,
        accelerator="cpu",
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
    )
    trainer.fit(Pretraining(discovery.load(toy)(width=32)), Swings(path))
    card = checkpoint.read_card(tmp_path / "out", "encoder")
    assert card["provenance"]["calibration"]["error_scale"] != 1.0
    assert isinstance(checkpoint.load(tmp_path / "out", "encoder"), discovery.load(toy))
