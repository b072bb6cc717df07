"""A model trained on derivations: as text alone, or half of them with their trees.

All arms read the same number of tokens of one stream of problems, so those with trees read fewer derivations. Only what
the model is to write is learnt, not the question.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch

from experiments.symbolic_reasoning import scratch
from experiments.symbolic_reasoning.drawing import stream
from experiments.symbolic_reasoning.problem import Problem
from experiments.symbolic_reasoning.settings import Settings
from physfm import llm, lora
from physfm.llm import LanguageModel
from physfm.training import provenance

NAME = "derivations"  # of low-rank updates
COPIED = (3, 36)  # tokens of a row to be copied, no two alike: at first, and in the end
POOL = 512  # sequences sorted by length together, so that little is padded


class Row(NamedTuple):
    """A training sequence: its ids, and how many at its end are learnt."""

    ids: list[int]
    learnt: int


def row(language: LanguageModel, problem: Problem, trees: bool) -> Row:
    """Write a problem as a training sequence."""
    asked = language.tokenizer(problem.prompt(trees)).input_ids
    told = language.tokenizer(problem.derivation(trees), add_special_tokens=False).input_ids
    return Row([*asked, *told, language.tokenizer.eos_token_id], len(told) + 1)


def start(settings: Settings, seed: int) -> LanguageModel:
    """Return the model that is to be trained: from scratch, or a base with fresh updates."""
    if settings.base == scratch.NAME:
        language = scratch.fresh(settings, seed)
        language.model.requires_grad_(True)
        return language
    language = llm.load(settings.base, settings.device)
    torch.manual_seed(seed)
    lora.add(language, settings.lora_rank, settings.lora_alpha, settings.lora_targets, NAME)
    return language


def save(language: LanguageModel, settings: Settings, folder: Path) -> None:
    """Write what was trained into a folder."""
    if settings.base == scratch.NAME:
        return scratch.save(language, folder)
    options = {"rank": settings.lora_rank, "alpha": settings.lora_alpha, "targets": list(settings.lora_targets)}
    card = {"class_path": "experiments.symbolic_reasoning.training.train", "provenance": provenance()}
    lora.save(folder, NAME, language, options, card)
    return None


def load(settings: Settings, folder: Path) -> LanguageModel:
    """Return what was trained, ready to answer; a base in bfloat16, as it was trained."""
    if settings.base == scratch.NAME:
        return llm.load(folder, settings.device)
    language = llm.load(settings.base, settings.device, torch.bfloat16)
    lora.load(folder, NAME, language)
    return language.to(settings.device)


def train(language: LanguageModel, settings: Settings, seed: int, trees: bool) -> dict[str, Any]:
    """Train; return what was read and the loss over the last tenth (nats a token)."""
    batches, read = _batches(language, settings, seed, trees)
    batches = [*_copies(language, settings, seed), *batches]
    parameters = [p for p in language.model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=settings.learning_rate, weight_decay=0.0, betas=(0.9, 0.98))

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / settings.warmup_steps)
        return warm * 0.5 * (1 + math.cos(math.pi * step / len(batches)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    losses = []
    for batch in batches:
        with _precision(settings):
            loss = _loss(language, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
    tail = losses[-max(1, len(losses) // 10) :]
    return {**read, "optimiser_steps": len(batches), "training_loss": sum(tail) / len(tail)}


def loss_on(language: LanguageModel, problems: Sequence[Problem], settings: Settings) -> float:
    """Mean loss on the text of derivations, nats a token."""
    rows = sorted((row(language, problem, False) for problem in problems), key=lambda r: len(r.ids))
    total, count = 0.0, 0
    with torch.no_grad(), _precision(settings):
        for batch in _packed(rows, 4 * settings.batch_tokens):
            learnt = sum(r.learnt for r in batch)
            total, count = total + float(_loss(language, batch)) * learnt, count + learnt
    return total / count


def _copies(language: LanguageModel, settings: Settings, seed: int) -> list[list[Row]]:
    """Batches of random tokens to be said twice, from very short rows to long ones.

    A model from scratch must find out that names are to be copied from the question. Derivations alone did not teach it
    that in 700,000 tokens, nor long rows in 280,000; rows that grow do so within 150,000.
    """
    draw = random.Random(f"copies {seed}")
    ids = [i for i in range(len(language.tokenizer)) if i != language.tokenizer.eos_token_id]
    batches: list[list[Row]] = []
    pool: list[Row] = []
    tokens = 0
    while tokens < settings.copied_tokens:
        longest = COPIED[0] + int((COPIED[1] - COPIED[0]) * tokens / settings.copied_tokens)
        said = draw.sample(ids, draw.randint(COPIED[0] - 1, longest))
        pool.append(Row([*said, *said, language.tokenizer.eos_token_id], len(said) + 1))
        tokens += len(pool[-1].ids)
        if len(pool) == POOL // 8:
            batches += _packed(sorted(pool, key=lambda r: len(r.ids)), settings.batch_tokens)
            pool = []
    return batches


def _batches(
    language: LanguageModel, settings: Settings, seed: int, trees: bool
) -> tuple[list[list[Row]], dict[str, int]]:
    draw = random.Random(f"trees {seed}")
    batches: list[list[Row]] = []
    tokens = derivations = with_trees = 0
    pool: list[Row] = []
    for problem in stream("train", settings.steps, seed):
        chosen = row(language, problem, False)
        if trees and draw.random() < settings.tree_share:
            longer = row(language, problem, True)
            if len(longer.ids) <= settings.longest:
                chosen, with_trees = longer, with_trees + 1
        if len(chosen.ids) > settings.longest:
            continue
        pool.append(chosen)
        tokens, derivations = tokens + len(chosen.ids), derivations + 1
        if len(pool) == POOL or tokens >= settings.tokens:
            mixed = list(_packed(sorted(pool, key=lambda r: len(r.ids)), settings.batch_tokens))
            draw.shuffle(mixed)
            batches += mixed
            pool = []
        if tokens >= settings.tokens:
            break
    return batches, {"tokens": tokens, "derivations": derivations, "with_trees": with_trees}


def _precision(settings: Settings) -> torch.autocast:
    """A base is trained in bfloat16; a small model from scratch is no faster in it."""
    return torch.autocast(settings.device, dtype=torch.bfloat16, enabled=settings.base != scratch.NAME)


def _packed(rows: Sequence[Row], most: int) -> Iterator[list[Row]]:
    """Yield batches of at most ``most`` tokens with their padding, at least one row each."""
    batch: list[Row] = []
    for each in rows:
        if batch and (len(batch) + 1) * max(len(each.ids), *(len(r.ids) for r in batch)) > most:
            yield batch
            batch = []
        batch.append(each)
    yield batch


def _loss(language: LanguageModel, batch: Sequence[Row]) -> torch.Tensor:
    longest = max(len(r.ids) for r in batch)
    ids = torch.tensor([[0] * (longest - len(r.ids)) + r.ids for r in batch], device=language.device)
    real = torch.tensor([[0] * (longest - len(r.ids)) + [1] * len(r.ids) for r in batch], device=language.device)
    place = torch.arange(longest, device=language.device)
    first = longest - torch.tensor([r.learnt for r in batch], device=language.device)
    labels = ids.masked_fill(place < first.unsqueeze(1), llm.IGNORED)
    return llm.answer_loss(language.model, language.embed(ids), real, labels)
