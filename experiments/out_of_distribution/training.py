"""A model for each diet: from scratch in seconds (`benchmarks.tiny`), or low-rank updates of a base."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from benchmarks import tiny
from experiments.out_of_distribution.design import CONDITIONS, Design, design, lessons, questions
from experiments.out_of_distribution.scenes import CHAINS, CONTEXTS, PRINCIPLES, cell, chain
from experiments.out_of_distribution.settings import Settings
from physfm import llm, lora
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.problems.generator import make
from physfm.evaluation.problems.splits import public
from physfm.llm import LanguageModel

WORDS = 12
"""Questions of each family from which the words of the model from scratch come."""


@cache
def vocabulary() -> Any:
    """A tokenizer of all words, those of unseen cells, other wordings and other laws too; never of test questions."""
    families = [cell(p, c, w) for p in PRINCIPLES for c in CONTEXTS for w in ("usual", "other")]
    families += [chain(*pair, c) for pair in CHAINS for c in CONTEXTS]
    found = (
        make(family, "what-if", variant, "number", public(0), index)
        for family in families
        for variant in ("plain", "law")
        for index in range(WORDS)
    )
    return tiny.tokenizer(prompt(item) + tiny.answer(item) for item in found if item is not None)


def trained(settings: Settings, plan: Design, diet: str, seed: int) -> tuple[LanguageModel, list[Item]]:
    """A model after a diet, and the questions that it read."""
    steps = settings.steps if diet != "untrained" else 0
    read = list(lessons(plan, diet, seed, steps * tiny.BATCH))
    if settings.base != "scratch":
        return _updated(settings, read, steps, seed), read
    start = tiny.untrained(vocabulary(), seed, f"{diet}-{seed}", settings.width, settings.layers).to(settings.device)
    for _ in tiny.train(start, read, steps):
        pass  # in place
    return start, read


def _updated(settings: Settings, read: Sequence[Item], steps: int, seed: int) -> LanguageModel:
    """A base with low-rank updates that learned the answers of what it read."""
    import torch

    language = llm.load(settings.base, settings.device)
    if not steps:
        return language
    torch.manual_seed(seed)
    lora.add(language, settings.lora_rank, settings.lora_alpha, settings.lora_targets, "lessons")
    parameters = [p for p in language.model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=settings.learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, steps)
    for some in _batches(read):
        with torch.autocast(settings.device, dtype=torch.bfloat16):
            loss = _loss(language, some)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
    language.model.eval()
    return language


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while some := list(itertools.islice(source, tiny.BATCH)):
        yield some


def _loss(language: LanguageModel, items: Sequence[Item]) -> Any:
    """Mean over the tokens of the answers."""
    import torch

    tokenizer = language.tokenizer
    rows = []
    for item in items:
        before = tokenizer(prompt(item), add_special_tokens=False).input_ids
        rows.append(
            (before, [*tokenizer(tiny.answer(item), add_special_tokens=False).input_ids, tokenizer.eos_token_id])
        )
    longest = max(len(before) + len(after) for before, after in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    labels = torch.full_like(ids, llm.IGNORED)
    real = torch.zeros_like(ids)
    for n, (before, after) in enumerate(rows):  # on the right, as answer_loss takes any mask
        ids[n, : len(before) + len(after)] = torch.tensor(before + after)
        labels[n, len(before) : len(before) + len(after)] = torch.tensor(after)
        real[n, : len(before) + len(after)] = 1
    ids, labels, real = (each.to(language.device) for each in (ids, labels, real))
    return llm.answer_loss(language.model, language.embed(ids), real, labels)


def examination(settings: Settings, seed: int) -> dict[str, list[Item]]:
    """The test questions of a seed, the same for all diets."""
    plan = design(seed)
    return {condition: questions(plan, condition, seed, settings.items) for condition in CONDITIONS}
