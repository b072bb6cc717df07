"""The model that reads a training text: a small one from scratch, or a pretrained base with low-rank updates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from benchmarks import tiny
from experiments.memorisation.config import SCRATCH, Learner
from experiments.memorisation.texts import Text
from physfm import llm, lora
from physfm.adaptation import artefact
from physfm.llm import LanguageModel

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def tokenizer(learner: Learner, vocabulary: Iterable[str]) -> Any:
    """Of a model from scratch the words of some texts; of a base its own."""
    return tiny.tokenizer(vocabulary) if learner.base == SCRATCH else llm.load(learner.base).tokenizer


def untrained(learner: Learner, words: Any, seed: int) -> LanguageModel:
    """The model before it reads: random weights, or a base whose updates are zero."""
    if learner.base == SCRATCH:
        language = tiny.untrained(words, seed, f"scratch-{seed}", learner.width, learner.layers)
        language.model.requires_grad_(True)
        return language.to(learner.device)
    language = llm.load(learner.base, learner.device)
    torch.manual_seed(seed)
    lora.add(language, learner.rank, 2 * learner.rank, TARGETS)
    return language


def train(language: LanguageModel, learner: Learner, batches: Sequence[Sequence[Text]]) -> dict[str, Any]:
    """Let it read every batch once; return what was read and the loss over the last tenth (nats a token)."""
    model, pretrained = language.model.train(), learner.base != SCRATCH
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=learner.rate, weight_decay=0.0 if pretrained else 0.01)
    losses, tokens = [], 0
    for step, batch in enumerate(batches, start=1):
        ids, weights = rows(language.tokenizer, batch, learner.answer_weight)
        ids, weights = ids.to(language.device), weights.to(language.device)
        for group in optimiser.param_groups:
            warm, cosine = 10 * step / len(batches), 0.5 * (1 + math.cos(math.pi * step / len(batches)))
            group["lr"] = learner.rate * min(warm, cosine)
        with torch.autocast(language.device.type, dtype=torch.bfloat16, enabled=pretrained):
            logits = model(input_ids=ids[:, :-1], use_cache=False).logits
        each = cross_entropy(logits.float().flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
        loss = (each * weights.flatten()).sum() / weights.sum()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        tokens += int((weights > 0).sum())
    model.eval().requires_grad_(False)
    if pretrained:
        artefact.merge(language).model.to(torch.bfloat16)
    tail = losses[-max(1, len(losses) // 10) :]
    return {"steps": len(batches), "tokens": tokens, "loss": sum(tail) / len(tail)}


def rows(words: Any, batch: Sequence[Text], answer_weight: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids, (texts, tokens + 1), and weights of the tokens from the second on; padding on the right weighs nothing."""
    end = words.eos_token_id
    cut = [(_ids(words, each.before), [*_ids(words, each.after), end]) for each in batch]
    longest = max(len(before) + len(after) for before, after in cut)
    ids = torch.full((len(cut), longest), end)
    weights = torch.zeros(len(cut), longest)
    for n, (before, after) in enumerate(cut):
        ids[n, : len(before) + len(after)] = torch.tensor(before + after)
        weights[n, : len(before)] = 1.0
        weights[n, len(before) : len(before) + len(after)] = answer_weight if batch[n].after else 1.0
    return ids, weights[:, 1:]


def _ids(words: Any, text: str) -> list[int]:
    found: list[int] = words(text, add_special_tokens=False).input_ids
    return found
