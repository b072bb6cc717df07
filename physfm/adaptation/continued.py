"""Continued pretraining: next token over blocks of a corpus, all weights or low-rank updates, one module for both.

The base is loaded when the trainer asks for it (`configure_model`), so that a configuration can be checked without
weights and FSDP shards what it loads. Weight decay falls on matrices alone; which they are is noted by name before
any strategy flattens them. On the CPU weights stay in float32; ``bf16-mixed`` (autocast) is twice as fast where the
processor has instructions for bfloat16.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import torch
from lightning.pytorch import Callback, LightningModule, Trainer
from torch import Tensor, nn

from physfm import llm
from physfm import lora as low_rank
from physfm.adaptation import artefact
from physfm.adaptation.data import CorpusData
from physfm.adaptation.packing import Blocks
from physfm.errors import InputError
from physfm.llm import IGNORED
from physfm.model import BASE
from physfm.training import Stage, cosine_schedule, provenance

PREFIX = "backbone."
_WRAPPER = "_fsdp_wrapped_module."


class Adaptation(Stage):
    """A base language model that goes on learning from a corpus.

    Parameters
    ----------
    base
        Base language model.
    mode
        ``"lora"``: low-rank updates of a frozen base; ``"full"``: all its weights.
    lora_rank, lora_alpha, lora_targets
        Of the low-rank updates.
    learning_rate, weight_decay, warmup_steps
        Of AdamW, with linear warm-up and a cosine to one hundredth.
    dtype
        Of the frozen base of LoRA (LoRA itself stays in float32); all weights are trained in float32.
    checkpoint_activations
        Compute activations again in the backward pass instead of keeping them.
    """

    def __init__(
        self,
        base: str = BASE,
        mode: Literal["lora", "full"] = "lora",
        lora_rank: int = 16,
        lora_alpha: int = 32,
        lora_targets: Sequence[str] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
        learning_rate: float = 5e-4,
        weight_decay: float = 0.0,
        warmup_steps: int = 10,
        dtype: Literal["float32", "bfloat16"] = "float32",
        checkpoint_activations: bool = False,
    ) -> None:
        super().__init__(learning_rate, weight_decay, warmup_steps)
        if mode == "full" and dtype != "float32":
            raise InputError("All weights are trained in float32; choose the trainer's precision (bf16-mixed) instead.")
        self.base, self.mode, self.dtype_name = base, mode, dtype
        self.lora: dict[str, Any] | None = None
        if mode == "lora":
            self.lora = {"rank": lora_rank, "alpha": lora_alpha, "targets": list(lora_targets)}
        self.checkpoint_activations = checkpoint_activations
        self.matrices: frozenset[str] = frozenset()
        self.language: llm.LanguageModel | None = None
        self.backbone: Any = None

    def configure_model(self) -> None:
        """Load the base and make the chosen weights trainable; once."""
        if self.language is not None:
            return
        self.language = llm.load(self.base, dtype=getattr(torch, self.dtype_name))
        if self.lora:
            low_rank.add(self.language, self.lora["rank"], self.lora["alpha"], self.lora["targets"])
            for parameter in low_rank.parameters(self.language):
                parameter.data = parameter.data.float()
        else:
            self.language.model.requires_grad_(True)
        if self.checkpoint_activations:
            self.language.model.gradient_checkpointing_enable({"use_reentrant": False})
        # Registered, so that the trainer moves it and it is part of the training state.
        self.backbone = self.language.model.train()  # Llama models have no dropout; recomputing activations wants it
        self.matrices = frozenset(n for n, p in self.named_parameters() if p.ndim >= 2)

    def configure_optimizers(self) -> Any:
        """Build AdamW with its decay groups, and the schedule."""
        named = [(n.replace(_WRAPPER, ""), p) for n, p in self.named_parameters() if p.requires_grad]
        groups = [
            {"params": [p for n, p in named if n in self.matrices], "weight_decay": self.weight_decay},
            {"params": [p for n, p in named if n not in self.matrices], "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW([g for g in groups if g["params"]], lr=self.learning_rate, betas=(0.9, 0.95))
        schedule = cosine_schedule(optimizer, self.warmup_steps, int(self.trainer.estimated_stepping_batches))
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def on_fit_start(self) -> None:
        """Refuse weights in bfloat16 on the CPU.

        Raises
        ------
        InputError
            If the trainer's precision is ``bf16-true`` or the base's dtype bfloat16 there.
        """
        if self.device.type == "cpu" and (self.trainer.precision == "bf16-true" or self.dtype_name == "bfloat16"):
            raise InputError("Expected weights in float32 on the CPU (precision 32-true or bf16-mixed, dtype float32).")

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """With LoRA keep that alone: the frozen base is not copied into every state."""
        if self.lora:
            checkpoint["state_dict"] = {k: v for k, v in checkpoint["state_dict"].items() if "lora_" in k}

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Complete a stored state with the frozen base that it leaves out."""
        if self.lora:
            checkpoint["state_dict"] = {**self.state_dict(), **checkpoint["state_dict"]}

    def loss(self, blocks: Blocks) -> Tensor:
        """Mean cross-entropy of the next tokens, in nats."""
        logits = self.backbone(input_ids=blocks.ids, position_ids=blocks.positions, use_cache=False).logits
        return nn.functional.cross_entropy(logits.flatten(0, 1).float(), blocks.targets.flatten(), ignore_index=IGNORED)

    def training_step(self, batch: Blocks, batch_index: int) -> Tensor:
        """Next token."""
        loss = self.loss(batch)
        self.log("train/loss", loss.detach(), batch_size=len(batch.ids), prog_bar=True)
        return loss

    def validation_step(self, batch: Blocks, batch_index: int) -> Tensor:
        """Evaluate the same loss on held-out blocks of plain text, averaged over their tokens and all processes."""
        loss = self.loss(batch)
        tokens = int((batch.targets != IGNORED).sum())
        self.log("val/loss", loss, batch_size=tokens, prog_bar=True, on_epoch=True, sync_dist=True)
        return loss


class SaveAdaptation(Callback):
    """At the end of the training, write the adapted model: LoRA as one file, all weights as a Hugging Face folder.

    Parameters
    ----------
    folder
        Receives ``adaptation.json`` and the weights (`physfm.adaptation.artefact`).
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def on_train_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Gather the weights from all processes and write them on the first.

        Raises
        ------
        InputError
            If the strategy hands out shards.
        """
        assert isinstance(pl_module, Adaptation)
        assert pl_module.language is not None
        state = {k.replace(_WRAPPER, ""): v for k, v in trainer.strategy.lightning_module_state_dict().items()}
        if not trainer.is_global_zero:
            return
        if not all(type(v) in (Tensor, nn.Parameter) for v in state.values()):
            raise InputError("Expected whole weights to write, got shards; set the strategy's state_dict_type to full.")
        data: CorpusData = trainer.datamodule  # type: ignore[attr-defined]
        facts = {
            "corpus": data.facts(),
            "training": {
                "steps": trainer.global_step,
                "epochs": trainer.current_epoch,
                "accumulate": trainer.accumulate_grad_batches,
                "learning_rate": pl_module.learning_rate,
                "weight_decay": pl_module.weight_decay,
                "warmup_steps": pl_module.warmup_steps,
                "precision": str(trainer.precision),
            },
            "metrics": {k: round(float(v), 4) for k, v in trainer.callback_metrics.items()},
            "provenance": provenance(),
        }
        own = {k.removeprefix(PREFIX): v for k, v in state.items() if k.startswith(PREFIX)}
        artefact.save(Path(self.folder), pl_module.language, pl_module.lora, own, facts)
