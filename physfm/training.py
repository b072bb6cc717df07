"""Training in stages, each a LightningModule: pretrain an encoder, align the latents (`physfm.instruction` follows).

The stages follow LLaVA and AION (a frozen backbone, then the connector, then both). Every stage logs each of its
losses, is exactly resumable (`physfm.resume`), and ends by writing safetensors with their provenance.
"""

from __future__ import annotations

import math
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lightning
import torch
from lightning.pytorch import Callback, LightningModule, Trainer
from torch import Tensor, nn

from physfm import checkpoint, discovery, llm
from physfm.data import EncodedData, Items
from physfm.encoder import Encoder
from physfm.latent import LatentSpace
from physfm.model import BASE
from physfm.objectives import drop_tokens, masked_latents, sigmoid_contrastive
from physfm.types import Batch


def cosine_schedule(
    optimizer: torch.optim.Optimizer, warmup_steps: int, total_steps: int
) -> torch.optim.lr_scheduler.LambdaLR:
    """Linear warm-up, then a cosine to one hundredth of the peak."""

    def scale(step: int) -> float:
        if step < warmup_steps:
            return (step + 1) / warmup_steps
        progress = min(1.0, (step - warmup_steps) / max(1, total_steps - warmup_steps))
        return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, scale)


def adamw(groups: list[dict[str, Any]], weight_decay: float) -> torch.optim.AdamW:
    """AdamW with decay on matrices alone: norms, biases and scalars are not shrunk."""
    split = []
    for group in groups:
        parameters = [p for p in group["params"] if p.requires_grad]
        rest = {k: v for k, v in group.items() if k != "params"}
        split.append({**rest, "params": [p for p in parameters if p.ndim >= 2], "weight_decay": weight_decay})
        split.append({**rest, "params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0})
    return torch.optim.AdamW([g for g in split if g["params"]], betas=(0.9, 0.98))


class Stage(LightningModule):
    """What the three stages share: the optimizer, the schedule, and how losses are logged."""

    def __init__(self, learning_rate: float, weight_decay: float, warmup_steps: int) -> None:
        super().__init__()
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.warmup_steps = warmup_steps

    def groups(self) -> list[dict[str, Any]]:
        """Parameter groups, each with its own learning rate."""
        return [{"params": list(self.parameters()), "lr": self.learning_rate}]

    def configure_optimizers(self) -> Any:
        """Build AdamW with warm-up and cosine over the whole run."""
        optimizer = adamw(self.groups(), self.weight_decay)
        total = int(self.trainer.estimated_stepping_batches)
        schedule = cosine_schedule(optimizer, self.warmup_steps, total)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def total(self, losses: dict[str, Tensor], where: str, batch_size: int) -> Tensor:
        """Log every loss as ``where/name`` and return their sum."""
        total = torch.stack(list(losses.values())).sum()
        shown = where == "val"
        for name, value in losses.items():
            self.log(f"{where}/{name}", value.detach(), batch_size=batch_size, on_step=not shown, on_epoch=shown)
        self.log(
            f"{where}/loss", total.detach(), batch_size=batch_size, prog_bar=True, on_step=not shown, on_epoch=shown
        )
        return total


class Pretraining(Stage):
    """Stage 1: one encoder learns its own domain, by masked modelling and by heads on simulated truth.

    Parameters
    ----------
    encoder
        The encoder to train; its `losses` are added up.
    learning_rate
        Peak learning rate of AdamW.
    weight_decay
        Of matrices; norms and biases are not decayed.
    warmup_steps
        Steps of linear warm-up before the cosine.
    """

    def __init__(
        self, encoder: Encoder, learning_rate: float = 1e-3, weight_decay: float = 0.01, warmup_steps: int = 200
    ) -> None:
        super().__init__(learning_rate, weight_decay, warmup_steps)
        self.encoder = encoder

    def training_step(self, batch: Batch, batch_index: int) -> Tensor:
        """Sum of the encoder's objectives."""
        return self.total(self.encoder.losses(batch), "train", len(batch))

    def validation_step(self, batch: Batch, batch_index: int) -> Tensor:
        """Evaluate the same objectives on held-out data."""
        return self.total(self.encoder.losses(batch), "val", len(batch))

    def predict_step(self, batch: Batch, batch_index: int) -> dict[str, Tensor]:
        """Raw outputs of the heads."""
        return self.encoder.predict(batch)

    def test_step(self, batch: Batch, batch_index: int) -> Tensor:
        """Evaluate the objectives on the test data."""
        return self.total(self.encoder.losses(batch), "test", len(batch))


def provenance() -> dict[str, Any]:
    """Command, commit, seed, hardware and versions of this run, for the card beside the weights."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "command": " ".join(["physfm", *sys.argv[1:]]),
        "commit": commit or "not a git checkout",
        "seed": os.environ.get("PL_GLOBAL_SEED", "unset"),
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{platform.machine()}, {os.cpu_count()} cores, "
        + (torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"),
        "versions": {"torch": torch.__version__, "lightning": lightning.__version__},
    }


class SaveWeights(Callback):
    """At the end of a pretraining, calibrate the heads on validation data and write the encoder.

    Parameters
    ----------
    folder
        Receives ``encoder.safetensors`` and ``encoder.json``.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def on_fit_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Write the weights (rank zero alone)."""
        if not trainer.is_global_zero:
            return
        encoder = pl_module.encoder
        assert isinstance(encoder, Encoder)
        encoder.eval()
        # The strategy has moved the module back to the CPU by now; the loader's batches are there too.
        with torch.no_grad():
            calibration = encoder.calibrate(trainer.datamodule.val_dataloader())  # type: ignore[attr-defined]
        facts = {**provenance(), "calibration": calibration, "steps": trainer.global_step}
        checkpoint.save(Path(self.folder), "encoder", encoder, encoder.config, facts)


class Alignment(Stage):
    """Stage 2: resamplers and trunk learn one latent space for all domains; the encoders stay frozen.

    Three objectives: a sigmoid contrastive loss between latents and captions (all modalities against all captions of
    the batch), prediction of the whole item's latents from a masked item's, and a linear read-out of the closed
    questions, so that what a caption says is also linearly there.

    Parameters
    ----------
    latent
        The latent space to train.
    base
        Base language model whose frozen hidden states embed the captions.
    caption_layer
        Which of its hidden states; the middle of the network describes meaning better than its end.
    drop
        Share of encoder tokens hidden from the student.
    """

    def __init__(
        self,
        latent: LatentSpace,
        base: str = BASE,
        caption_layer: int = 12,
        drop: float = 0.5,
        learning_rate: float = 1e-3,
        weight_decay: float = 0.01,
        warmup_steps: int = 100,
    ) -> None:
        super().__init__(learning_rate, weight_decay, warmup_steps)
        self.latent = latent
        self.base = base
        self.caption_layer = caption_layer
        self.drop = drop
        self.student = nn.Linear(latent.latent_width, latent.latent_width)
        self.text = nn.LazyLinear(latent.latent_width)
        self.log_scale = nn.Parameter(torch.tensor(math.log(10.0)))
        self.bias = nn.Parameter(torch.tensor(0.0))  # positives and negatives weigh the same here
        self.answers = {n: discovery.load(n).questions() for n in latent.config["encoders"]}
        self.readouts = nn.ModuleDict(
            {
                f"{name}-{kind}": nn.Linear(latent.latent_width, len(closed))
                for name, kinds in self.answers.items()
                for kind, (_, closed) in kinds.items()
            }
        )
        self.captions: dict[str, Tensor] = {}

    def configure_model(self) -> None:
        """Size the caption projection to the base model."""
        if isinstance(self.text, nn.LazyLinear):
            self.text(torch.zeros(1, llm.load(self.base).width))

    def setup(self, stage: str) -> None:
        """Embed every caption once with the frozen base model."""
        data: EncodedData = self.trainer.datamodule  # type: ignore[attr-defined]
        items = (*data.train.values(), *data.validation.values())
        captions = sorted({w.caption for i in items for w in i.words})
        language = llm.load(self.base)
        embedded = [
            language.embed_texts(captions[start : start + 64], self.caption_layer)
            for start in range(0, len(captions), 64)
        ]
        self.captions = dict(zip(captions, torch.cat(embedded), strict=True))

    def objectives(self, batch: dict[str, Items]) -> dict[str, Tensor]:
        """Return the three losses, the read-outs per question, for one mixed batch."""
        losses: dict[str, Tensor] = {}
        pooled, captions = [], []
        for name, items in batch.items():
            whole = self.latent(name, items.tokens)
            part = self.latent(name, drop_tokens(items.tokens, self.drop))
            losses[f"masked-{name}"] = masked_latents(self.student(part), whole)
            pooled.append(whole.mean(1))
            captions += [w.caption for w in items.words]
            for kind, (_, closed) in self.answers[name].items():
                rows, labels = labelled(items, kind, closed)
                if rows:
                    logits = self.readouts[f"{name}-{kind}"](whole.mean(1)[rows])
                    truth = torch.tensor(labels, device=logits.device)
                    losses[f"{kind}-{name}"] = nn.functional.cross_entropy(logits, truth)
                    accuracy = (logits.argmax(1) == truth).float().mean()
                    where = "train" if self.training else "val"
                    self.log(
                        f"{where}/accuracy-{kind}-{name}", accuracy, batch_size=len(rows), on_step=False, on_epoch=True
                    )
        distinct = sorted(set(captions))
        position = {c: k for k, c in enumerate(distinct)}
        device = pooled[0].device
        same = torch.zeros(len(captions), len(distinct), dtype=torch.bool, device=device)
        same[range(len(captions)), [position[c] for c in captions]] = True
        texts = self.text(torch.stack([self.captions[c] for c in distinct]).to(device))
        losses["contrastive"] = sigmoid_contrastive(torch.cat(pooled), texts, same, self.log_scale, self.bias)
        return losses

    def training_step(self, batch: dict[str, Items], batch_index: int) -> Tensor:
        """Sum of the objectives."""
        return self.total(self.objectives(batch), "train", sum(map(len, batch.values())))

    def validation_step(self, batch: dict[str, Items], batch_index: int) -> Tensor:
        """Evaluate the same objectives on held-out items."""
        return self.total(self.objectives(batch), "val", sum(map(len, batch.values())))


def labelled(items: Items, kind: str, closed: Sequence[str]) -> tuple[list[int], list[int]]:
    """Rows that have a true answer of this kind, and its index among the closed answers."""
    rows, labels = [], []
    for row, words in enumerate(items.words):
        for question in words.questions:
            if question.kind == kind:
                rows.append(row)
                labels.append(closed.index(question.answer))
                break
    return rows, labels


class SaveLatent(Callback):
    """At the end of an alignment, write ``latent.safetensors`` and ``latent.json``.

    Parameters
    ----------
    folder
        Receives the two files.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def on_fit_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Write the weights with the last validation metrics (rank zero alone)."""
        if not trainer.is_global_zero:
            return
        latent = pl_module.latent
        assert isinstance(latent, LatentSpace)
        metrics = {k: round(float(v), 4) for k, v in trainer.callback_metrics.items() if k.startswith("val/")}
        checkpoint.save(Path(self.folder), "latent", latent, latent.config, {**provenance(), "validation": metrics})
