"""Training in stages, each a LightningModule: pretrain an encoder, align the latents (`physfm.instruction` follows).

The stages follow LLaVA and AION (a frozen backbone, then the connector, then both). Every stage logs each of its
losses, is exactly resumable (`physfm.resume`), and ends by writing safetensors with their provenance.
"""

from __future__ import annotations

import math
import os
import platform
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
from physfm.checkout import commit
from physfm.data import EncodedData, Items, targets
from physfm.encoder import Encoder
from physfm.latent import LatentSpace
from physfm.model import BASE, encoder_sha256
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
    return {
        "command": " ".join(["physfm", *sys.argv[1:]]),
        "commit": commit() or "not a git checkout",
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

    Four objectives. *Contrastive*: the pooled latents of an item against every statement that the domains can make
    ("Which equation made this field? The wave equation."), true ones near, false ones and those of other domains far.
    *Masked*: the latents of a masked item predict those of the whole. *Read-outs*: each closed question is answered
    by a linear layer, and *numbers*: each declared target is regressed by one, so that what the truth says lies
    linearly in the shared space.

    Parameters
    ----------
    latent
        The latent space to train.
    base
        Base language model whose frozen hidden states embed the statements.
    layer
        Which of its hidden states; the middle of the network describes meaning better than its end.
    drop
        Share of encoder tokens hidden from the student.
    """

    embedded: Tensor

    def __init__(
        self,
        latent: LatentSpace,
        base: str = BASE,
        layer: int = 12,
        drop: float = 0.5,
        learning_rate: float = 1e-3,
        weight_decay: float = 0.01,
        warmup_steps: int = 100,
    ) -> None:
        super().__init__(learning_rate, weight_decay, warmup_steps)
        self.latent = latent
        self.drop = drop
        width = latent.latent_width
        self.closed = {n: discovery.load(n).questions() for n in latent.widths}
        self.statements = [
            (name, kind, answer, f"{question} {answer}")
            for name, kinds in self.closed.items()
            for kind, (question, answers) in kinds.items()
            for answer in answers
        ]
        embedded = embed_texts(llm.load(base), [text for *_, text in self.statements], layer)
        self.register_buffer("embedded", embedded)
        self.text = nn.Linear(embedded.shape[1], width)
        self.student = nn.Linear(width, width)
        self.log_scale = nn.Parameter(torch.tensor(math.log(10.0)))
        self.bias = nn.Parameter(torch.tensor(0.0))  # positives and negatives weigh the same here
        self.readouts = nn.ModuleDict(
            {
                f"{name}-{kind}": nn.Linear(width, len(answers))
                for name, kinds in self.closed.items()
                for kind, (_, answers) in kinds.items()
            }
        )
        self.numbers = nn.ModuleDict({name: nn.Linear(width, len(targets(name))) for name in self.closed})
        self.scales: dict[str, tuple[Tensor, Tensor]] = {}

    def setup(self, stage: str) -> None:
        """Take mean and standard deviation of every numeric target from the training items."""
        data: EncodedData = self.trainer.datamodule  # type: ignore[attr-defined]
        for name, items in data.train.items():
            values = truth_table(items)
            known = values.isfinite()
            zeroed = torch.where(known, values, 0.0)
            count = known.sum(0).clamp(min=1)
            mean = zeroed.sum(0) / count
            variance = (torch.where(known, values - mean, 0.0) ** 2).sum(0) / count
            self.scales[name] = mean, variance.sqrt().clamp(min=1e-6)

    def objectives(self, batch: dict[str, Items]) -> dict[str, Tensor]:
        """Return the losses of one mixed batch by name."""
        losses: dict[str, Tensor] = {}
        pooled, same = [], []
        for name, items in batch.items():
            whole = self.latent(name, items.tokens)
            part = self.latent(name, drop_tokens(items.tokens, self.drop))
            losses[f"masked-{name}"] = masked_latents(self.student(part), whole)
            pooled.append(whole.mean(1))
            same += [
                [
                    name == n and any(q.kind == kind and q.answer == answer for q in words.questions)
                    for n, kind, answer, _ in self.statements
                ]
                for words in items.words
            ]
            losses |= self._read(name, items, pooled[-1])
        together = torch.cat(pooled)
        matrix = torch.tensor(same, device=together.device)
        losses["contrastive"] = sigmoid_contrastive(
            together, self.text(self.embedded), matrix, self.log_scale, self.bias
        )
        return losses

    def _read(self, name: str, items: Items, pooled: Tensor) -> dict[str, Tensor]:
        """Losses of the linear read-outs: closed questions and numbers."""
        losses: dict[str, Tensor] = {}
        for kind, (_, answers) in self.closed[name].items():
            rows, labels = labelled(items, kind, answers)
            if rows:
                logits = self.readouts[f"{name}-{kind}"](pooled[rows])
                truth = torch.tensor(labels, device=logits.device)
                losses[f"{kind}-{name}"] = nn.functional.cross_entropy(logits, truth)
                right = (logits.argmax(1) == truth).float().mean()
                where = "train" if self.training else "val"
                self.log(f"{where}/accuracy-{kind}-{name}", right, batch_size=len(rows), on_step=False, on_epoch=True)
        mean, std = self.scales[name]
        wanted = ((truth_table(items) - mean) / std).to(pooled.device)
        known = wanted.isfinite()
        if known.any():
            losses[f"numbers-{name}"] = nn.functional.smooth_l1_loss(self.numbers[name](pooled)[known], wanted[known])
        return losses

    def training_step(self, batch: dict[str, Items], batch_index: int) -> Tensor:
        """Sum of the objectives."""
        return self.total(self.objectives(batch), "train", sum(map(len, batch.values())))

    def validation_step(self, batch: dict[str, Items], batch_index: int) -> Tensor:
        """Evaluate the same objectives on held-out items."""
        return self.total(self.objectives(batch), "val", sum(map(len, batch.values())))


def truth_table(items: Items) -> Tensor:
    """Numeric truth of items, (items, targets), NaN where an item has no value."""
    names = list(targets(items.encoder))
    return torch.tensor([[float(t.get(n, float("nan"))) for n in names] for t in items.truth])


@torch.no_grad()
def embed_texts(language: llm.LanguageModel, texts: Sequence[str], layer: int) -> Tensor:
    """Mean hidden state of each text at one layer of the frozen language model, (texts, width)."""
    rows = []
    for text in texts:
        ids = language.tokenizer(text, return_tensors="pt").input_ids.to(language.device)
        hidden = language.model(input_ids=ids, output_hidden_states=True, use_cache=False).hidden_states[layer]
        rows.append(hidden[0].float().mean(0))
    return torch.stack(rows)


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
        data: EncodedData = trainer.datamodule  # type: ignore[attr-defined]
        facts = {
            **provenance(),
            "encoders": {name: encoder_sha256(name, data.encoder_folder(name)) for name in data.items},
            "validation": {k: round(float(v), 4) for k, v in trainer.callback_metrics.items() if k.startswith("val/")},
        }
        checkpoint.save(Path(self.folder), "latent", latent, latent.config, facts)
