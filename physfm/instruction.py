"""Stage 3: the language model learns to read physics tokens, and proves that it does.

First the projector alone, with everything else frozen, then projector and LoRA (LLaVA's order). At the end the
adapter is put to the test that decides whether a connector is real: the same held-out questions with its physics
tokens, with them zeroed, swapped with another item's, and from a randomly initialised encoder. The result is written
into the artefact (`physfm.adapter`).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch import Callback, LightningModule, Trainer
from torch import Tensor

from physfm import adapter as adapters
from physfm import checkpoint, discovery, llm, lora
from physfm.adapter import Adapter
from physfm.answer import prompt
from physfm.data import EncodedData, Items, encode_items
from physfm.latent import LatentSpace
from physfm.model import BASE
from physfm.statistics import wilson
from physfm.training import Stage, cosine_schedule, labelled, provenance
from physfm.turns import Turn, draw_turns, majority

CHUNK = 6  # turns in one pass through the language model


class Instruction(Stage):
    """Stage 3: projector first, then projector and LoRA, on conversations about encoded items.

    Parameters
    ----------
    latents
        Folder of the trained latent space.
    base
        Base language model.
    lora_rank, lora_alpha, lora_targets
        Low-rank updates of the language model.
    lora_from_step
        Step at which LoRA starts to learn; before it only the projector does.
    lora_learning_rate
        Its peak learning rate.
    several, quantities
        Shares of turns with two attachments and of quantity turns.
    """

    def __init__(
        self,
        latents: str = "physfm/weights",
        base: str = BASE,
        lora_rank: int = 8,
        lora_alpha: int = 16,
        lora_targets: Sequence[str] = ("q_proj", "v_proj"),
        lora_from_step: int = 100,
        lora_learning_rate: float = 2e-4,
        several: float = 0.2,
        quantities: float = 0.15,
        learning_rate: float = 1e-3,
        weight_decay: float = 0.0,
        warmup_steps: int = 20,
    ) -> None:
        super().__init__(learning_rate, weight_decay, warmup_steps)
        self.latents = Path(latents)
        self.lora = {"rank": lora_rank, "alpha": lora_alpha, "targets": list(lora_targets)}
        self.lora_from_step, self.lora_learning_rate = lora_from_step, lora_learning_rate
        self.several, self.quantities = several, quantities
        space = checkpoint.load(self.latents, "latent")
        assert isinstance(space, LatentSpace)
        self.latent = space.requires_grad_(False)
        self.language = llm.load(base)
        lora.add(self.language, lora_rank, lora_alpha, lora_targets)
        # Registered, so that the trainer moves it and LoRA is part of the training state.
        self.backbone = self.language.model
        self.adapter = Adapter(space.latent_width, self.language.width, adapters.embedding_scale(self.language))
        self.draw = random.Random(0)

    def groups(self) -> list[dict[str, Any]]:
        """Projector and LoRA, each with its own learning rate."""
        return [
            {"params": list(self.adapter.parameters()), "lr": self.learning_rate},
            {"params": lora.parameters(self.language), "lr": self.lora_learning_rate, "late": True},
        ]

    def configure_optimizers(self) -> Any:
        """Build AdamW; LoRA's own warm-up and cosine begin at ``lora_from_step``."""
        built = super().configure_optimizers()
        schedule = built["lr_scheduler"]["scheduler"]
        total, late = int(self.trainer.estimated_stepping_batches), self.lora_from_step
        inner = cosine_schedule(built["optimizer"], self.warmup_steps, max(total - late, 1)).lr_lambdas[0]
        for k, group in enumerate(built["optimizer"].param_groups):
            if group.get("late"):
                schedule.lr_lambdas[k] = lambda step: 0.0 if step < late else inner(step - late)
        for group, base, scale in zip(
            built["optimizer"].param_groups, schedule.base_lrs, schedule.lr_lambdas, strict=True
        ):
            group["lr"] = base * scale(0)
        return built

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the trained parts alone: the frozen backbone is not copied into every checkpoint."""
        kept = {k: v for k, v in checkpoint["state_dict"].items() if k.startswith("adapter.") or "lora_" in k}
        checkpoint["state_dict"] = kept

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Complete a stored state with the frozen parts that it leaves out."""
        checkpoint["state_dict"] = {**self.state_dict(), **checkpoint["state_dict"]}

    def on_train_epoch_start(self) -> None:
        """Draw this epoch's turns from (seed, epoch)."""
        self.draw = random.Random(1_000_003 * self.trainer.datamodule.seed + self.current_epoch)  # type: ignore[attr-defined]
        self.backbone.eval()

    def on_validation_epoch_start(self) -> None:
        """Ask the same questions at every validation."""
        self.draw = random.Random(0)

    def loss(self, batch: dict[str, Items], turns: Sequence[Turn]) -> Tensor:
        """Cross-entropy of the answers' tokens."""
        with torch.no_grad():
            latents = {name: self.latent(name, items.tokens) for name, items in batch.items()}
        projected = {name: self.adapter(values) for name, values in latents.items()}
        conversations = [
            ([{"role": "user", "content": t.content}], [projected[n][row] for n, row in t.attachments], t.answer)
            for t in sorted(turns, key=lambda t: len(t.content) + len(t.answer))
        ]
        # Turns of like length together: a single long one would otherwise pad the whole batch to its own length.
        parts = [conversations[start : start + CHUNK] for start in range(0, len(conversations), CHUNK)]
        losses = [
            llm.answer_loss(self.language.model, *self.language.batch_embeddings(part)) * len(part) for part in parts
        ]
        return torch.stack(losses).sum() / len(conversations)

    def training_step(self, batch: dict[str, Items], batch_index: int) -> Tensor:
        """One turn about every item of the batch."""
        turns = draw_turns(batch, self.draw, self.several, self.quantities)
        return self.total({"words": self.loss(batch, turns)}, "train", len(turns))

    def validation_step(self, batch: dict[str, Items], batch_index: int) -> Tensor:
        """Evaluate the same loss on held-out items."""
        turns = draw_turns(batch, self.draw, self.several, self.quantities)
        return self.total({"words": self.loss(batch, turns)}, "val", len(turns))


@torch.no_grad()
def answer_in_words(language: llm.LanguageModel, physics: Tensor, question: str, batch_size: int = 32) -> list[str]:
    """Ask one question about every item, each in a conversation of its own, decoded greedily.

    Parameters
    ----------
    physics
        Projected physics tokens, (items, latent_tokens, llm_width).
    """
    said: list[str] = []
    messages = [{"role": "user", "content": prompt(question, 1)}]
    for chunk in physics.split(batch_size):
        embeddings, mask, _ = language.batch_embeddings([(messages, [tokens], None) for tokens in chunk])
        said += language.generate(embeddings, mask, max_new_tokens=20)
    return said


def same_sentence(said: str, true: str) -> bool:
    """Compare two answers word by word, without case and punctuation."""

    def plain(text: str) -> list[str]:
        return "".join(c if c.isalnum() else " " for c in text.lower()).split()

    return plain(said) == plain(true)


@torch.no_grad()
def prove(
    language: llm.LanguageModel,
    adapter: Adapter,
    latent: LatentSpace,
    items: Mapping[str, Items],
    random_items: Mapping[str, Items],
    limit: int = 200,
) -> dict[str, dict[str, dict[str, Any]]]:
    """Accuracy in words for every closed question, beside its controls.

    Parameters
    ----------
    items
        Held-out items per encoder.
    random_items
        The same items encoded by a randomly initialised encoder.
    limit
        Questions asked per kind and condition.

    Returns
    -------
    proof
        ``{encoder: {kind: {"n", "words", "head", "majority", "zeroed", "swapped", "random_encoder"}}}``, accuracies
        with Wilson intervals. In ``swapped`` every item is read with the tokens of another one, drawn at random.
    """
    proof: dict[str, dict[str, dict[str, Any]]] = {}
    for name, chosen in items.items():
        proof[name] = {}
        for kind, (question, answers) in discovery.load(name).questions().items():
            rows, labels = (found[:limit] for found in labelled(chosen, kind, answers))
            if len(rows) < 2:
                continue
            truth = [answers[label] for label in labels]
            physics = adapter(latent(name, chosen.rows(rows).tokens))
            # Zeroed, every item is the same prompt, so one answer stands for all.
            zeroed = answer_in_words(language, torch.zeros_like(physics[:1]), question) * len(rows)
            said = answer_in_words(language, physics, question)
            result: dict[str, Any] = {
                "n": len(rows),
                "words": _right(said, truth),
                "zeroed": _right(zeroed, truth),
                "swapped": _right(swapped(said), truth),
            }
            untrained = adapter(latent(name, random_items[name].rows(rows).tokens))
            result["random_encoder"] = _right(answer_in_words(language, untrained, question), truth)
            result["head"] = _right([chosen.heads[r][kind] for r in rows], truth)
            result["majority"] = _right([majority(truth)] * len(truth), truth)
            proof[name][kind] = result
    return proof


def swapped(said: Sequence[str]) -> list[str]:
    """Hand every item the answer of another one, along a random cycle through them all, the same at every call.

    The prompt is the same for all items, so an item's answer with another's tokens is the other's answer. Not the next
    item's: files may cycle through their classes, and then the neighbour is always of another one.
    """
    order = torch.randperm(len(said), generator=torch.Generator().manual_seed(0)).tolist()
    taken = list(said)
    for mine, other in zip(order, order[1:] + order[:1], strict=True):
        taken[mine] = said[other]
    return taken


def _right(said: Sequence[str], truth: Sequence[str]) -> dict[str, float]:
    hits = sum(same_sentence(s, t) for s, t in zip(said, truth, strict=True))
    return {k: round(v, 4) for k, v in wilson(hits, len(truth)).as_dict().items()}


class SaveAdapter(Callback):
    """At the end of stage 3, prove that the physics tokens are used and write the adapter with its proof.

    Parameters
    ----------
    folder
        Receives ``adapter.safetensors`` and ``adapter.json``.
    limit
        Questions asked per kind and condition.
    """

    def __init__(self, folder: str, limit: int = 200) -> None:
        self.folder = folder
        self.limit = limit

    def on_fit_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Prove and write (rank zero alone)."""
        if not trainer.is_global_zero:
            return
        assert isinstance(pl_module, Instruction)
        data: EncodedData = trainer.datamodule  # type: ignore[attr-defined]
        random_items = {}
        for name in data.items:
            torch.manual_seed(data.seed)
            trained = data.load_encoder(name)
            untrained = type(trained)(**trained.config).eval()
            random_items[name] = encode_items(untrained, data.samples(name, "validation"))
        proof = prove(
            pl_module.language, pl_module.adapter, pl_module.latent, data.validation, random_items, self.limit
        )
        sha256 = str(checkpoint.read_card(pl_module.latents, "latent")["sha256"])
        facts = {**provenance(), "steps": trainer.global_step}
        adapters.save(Path(self.folder), pl_module.adapter, pl_module.language, sha256, pl_module.lora, proof, facts)
