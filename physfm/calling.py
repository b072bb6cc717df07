"""Teaching the base model to call tools: low-rank updates trained on conversations with real tools' real results.

Every conversation is a generated exercise (`physfm.exercises`): the question, the right calls one after the other with
what the tools answered, and the last sentence, whose number is the last result's. The model learns to copy arguments
from the question and from results, and to copy the result into words; it is never asked to know a value. A few tools
that are not needed are offered along with the right ones. The updates are one artefact, ``calling.safetensors`` with
``calling.json``, beside the adapter's and apart from them (`physfm.lora`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch import Callback, LightningDataModule, LightningModule, Trainer
from torch import Tensor
from torch.utils.data import DataLoader

from physfm import calls, checkpoint, llm, lora
from physfm.calls import NAME, Call
from physfm.chat import escape
from physfm.exercises import Exercise, generate
from physfm.model import BASE
from physfm.tools import find, tools
from physfm.training import Stage, provenance

CHUNK = 2  # conversations in one pass through the language model
OFFERED = 5  # tools in one prompt: the ones that the router finds likely


def offered(needed: Sequence[str], draw: random.Random) -> list[str]:
    """Return the needed tools among others, `OFFERED` in all, in random order; `calculate` is always there.

    A tool that does not exist (a slip that is to be repaired) is not offered.
    """
    known = tools()
    chosen = [name for name in dict.fromkeys([*needed, "calculate"]) if name in known]
    others = sorted(set(known) - set(chosen))
    chosen += draw.sample(others, max(0, OFFERED - len(chosen)))
    draw.shuffle(chosen)
    return chosen


def conversation(exercise: Exercise, with_tools: bool = True) -> list[dict[str, Any]]:
    """Write an exercise as a conversation: question, calls with their results, solution.

    Parameters
    ----------
    with_tools
        False leaves out the calls: the control that must answer from memory.
    """
    messages: list[dict[str, Any]] = [{"role": "user", "content": escape(exercise.question)}]
    for step in exercise.steps if with_tools else ():
        call = Call(step.tool, step.arguments)
        messages += [calls.asked([call]), calls.answered(call, step.result)]
    return [*messages, {"role": "assistant", "content": exercise.solution}]


class CallingData(LightningDataModule):
    """Conversations about generated problems, written once.

    Parameters
    ----------
    problems, validation_problems
        How many; validation problems are of the training templates with another seed: the held-out templates are for
        the benchmark alone.
    with_tools
        False: answers without calls (the control).
    """

    def __init__(
        self,
        problems: int = 4000,
        validation_problems: int = 100,
        folder: str = "data/calling",
        seed: int = 9001,
        batch_size: int = 8,
        with_tools: bool = True,
    ) -> None:
        super().__init__()
        self.problems, self.validation_problems = problems, validation_problems
        self.folder, self.seed, self.batch_size = Path(folder), seed, batch_size
        self.with_tools = with_tools
        self.conversations: dict[str, list[dict[str, Any]]] = {}

    def file(self, split: str) -> tuple[Path, int, int]:
        """Path, number of problems and seed of a split."""
        count, seed = (self.problems, self.seed) if split == "train" else (self.validation_problems, self.seed + 1)
        return self.folder / f"{split}-{count}-{seed}.jsonl", count, seed

    def prepare_data(self) -> None:
        """Generate the problems, call the tools, write the conversations (one process)."""
        for split in ("train", "validation"):
            path, count, seed = self.file(split)
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(record) for record in records(count, seed)]
            checkpoint.write_atomically(path, lambda to, lines=lines: to.write_text("\n".join(lines) + "\n"))  # type: ignore[misc]

    def setup(self, stage: str) -> None:
        """Read the conversations."""
        for split in ("train", "validation"):
            self.conversations[split] = [json.loads(line) for line in self.file(split)[0].read_text().splitlines()]

    def train_dataloader(self) -> DataLoader[Any]:
        """Batches in a new order every epoch, given by (seed, epoch)."""
        epoch = self.trainer.current_epoch if self.trainer is not None else 0
        generator = torch.Generator().manual_seed(1_000_003 * self.seed + epoch)
        return self._batches("train", shuffle=True, generator=generator)

    def val_dataloader(self) -> DataLoader[Any]:
        """Batches of held-out problems, in a fixed order."""
        return self._batches("validation", shuffle=False, generator=None)

    def _batches(self, split: str, shuffle: bool, generator: torch.Generator | None) -> DataLoader[Any]:
        return DataLoader(
            self.conversations[split],  # type: ignore[arg-type]
            self.batch_size,
            shuffle=shuffle,
            generator=generator,
            collate_fn=list,
            drop_last=shuffle,
        )


def records(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield them as JSON: ``{"problem", "offered", "messages", "taught", "direct"}``; ``direct`` has no calls."""
    draw = random.Random(seed)
    for problem in generate("all", count, seed=seed, split="train"):
        yield {
            "problem": problem.id,
            "offered": offered([step.tool for step in problem.steps], draw),
            "messages": conversation(problem),
            "taught": [*(step.taught for step in problem.steps), True],
            "direct": conversation(problem, with_tools=False),
        }


class Calling(Stage):
    """Low-rank updates that make the base model call tools.

    Parameters
    ----------
    base
        Base language model.
    lora_rank, lora_alpha, lora_targets
        Of the updates.
    """

    def __init__(
        self,
        base: str = BASE,
        lora_rank: int = 8,
        lora_alpha: int = 16,
        lora_targets: Sequence[str] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
        learning_rate: float = 1e-3,
        weight_decay: float = 0.0,
        warmup_steps: int = 20,
    ) -> None:
        super().__init__(learning_rate, weight_decay, warmup_steps)
        self.lora = {"rank": lora_rank, "alpha": lora_alpha, "targets": list(lora_targets)}
        self.language = llm.load(base)
        lora.add(self.language, lora_rank, lora_alpha, lora_targets, NAME)
        self.backbone = self.language.model  # registered, so that the trainer moves it

    def groups(self) -> list[dict[str, Any]]:
        """Only the updates learn."""
        return [{"params": lora.parameters(self.language, NAME), "lr": self.learning_rate}]

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the updates alone: the frozen backbone is not copied into every checkpoint."""
        checkpoint["state_dict"] = {k: v for k, v in checkpoint["state_dict"].items() if "lora_" in k}

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Complete a stored state with the frozen parts that it leaves out."""
        checkpoint["state_dict"] = {**self.state_dict(), **checkpoint["state_dict"]}

    def on_train_epoch_start(self) -> None:
        """No dropout in the frozen backbone."""
        self.backbone.eval()

    def loss(self, batch: Sequence[Mapping[str, Any]]) -> tuple[Tensor, int]:
        """Cross-entropy of all that the assistant wrote, in nats a token; and the number of these tokens."""
        data: CallingData = self.trainer.datamodule  # type: ignore[attr-defined]
        rows: list[tuple[tuple[int, ...], tuple[bool, ...]]] = []
        for record in batch:
            taught = record["taught"] if data.with_tools else ()
            rows.append(self.language.chat.labelled(written_turns(record, data.with_tools), taught))
        rows.sort(key=lambda row: len(row[0]))
        # Conversations of like length together: one call and four differ in length by a factor of three.
        parts = [self._summed(rows[first : first + CHUNK]) for first in range(0, len(rows), CHUNK)]
        tokens = sum(count for _, count in parts)
        return torch.stack([loss for loss, _ in parts]).sum() / tokens, tokens

    def _summed(self, rows: Sequence[tuple[tuple[int, ...], tuple[bool, ...]]]) -> tuple[Tensor, int]:
        """Cross-entropy summed over the assistant's tokens, and their number."""
        longest = max(len(ids) for ids, _ in rows)
        ids = torch.tensor([[0] * (longest - len(i)) + list(i) for i, _ in rows], device=self.device)
        real = torch.tensor([[0] * (longest - len(i)) + [1] * len(i) for i, _ in rows], device=self.device)
        own = torch.tensor([[False] * (longest - len(w)) + list(w) for _, w in rows], device=self.device)
        labels = ids.masked_fill(~own, llm.IGNORED)
        count = int(own.sum())
        return llm.answer_loss(self.language.model, self.language.embed(ids), real, labels) * count, count

    def training_step(self, batch: Sequence[Mapping[str, Any]], batch_index: int) -> Tensor:
        """One batch of conversations."""
        loss, tokens = self.loss(batch)
        return self.total({"words": loss}, "train", tokens)

    def validation_step(self, batch: Sequence[Mapping[str, Any]], batch_index: int) -> Tensor:
        """Evaluate the same loss on other problems."""
        loss, tokens = self.loss(batch)
        return self.total({"words": loss}, "val", tokens)


def written_turns(record: Mapping[str, Any], with_tools: bool) -> list[dict[str, str]]:
    """Turns of a stored conversation as the chat template takes them."""
    if not with_tools:
        return calls.plain([{"role": "system", "content": calls.SYSTEM_PROMPT}, *record["direct"]])
    schemas = [find(name).schema for name in record["offered"]]
    return calls.plain([{"role": "system", "content": calls.SYSTEM_PROMPT}, *record["messages"]], schemas)


class SaveCalling(Callback):
    """At the end of the training, write the updates with their provenance.

    Parameters
    ----------
    folder
        Receives ``calling.safetensors`` and ``calling.json``.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def on_fit_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Write (rank zero alone)."""
        if not trainer.is_global_zero:
            return
        assert isinstance(pl_module, Calling)
        card = {
            "class_path": "physfm.calling.Calling",
            "tools": sorted(tools()),
            "validation_loss": float(trainer.callback_metrics.get("val/loss", float("nan"))),
            "provenance": {**provenance(), "steps": trainer.global_step},
        }
        lora.save(Path(self.folder), NAME, pl_module.language, pl_module.lora, card)
