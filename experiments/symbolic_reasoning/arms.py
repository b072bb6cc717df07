"""Who answers: the four arms, the floors and the ceiling. What comes back is ready for the ledger."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from experiments.symbolic_reasoning.answering import Speaker, checked
from experiments.symbolic_reasoning.checking import alone, graded, is_right, judge
from experiments.symbolic_reasoning.drawing import examination, one, stream
from experiments.symbolic_reasoning.problem import TASK, Problem
from experiments.symbolic_reasoning.settings import Settings
from experiments.symbolic_reasoning.training import loss_on, train
from physfm import llm, lora
from physfm.llm import LanguageModel

EXAMPLES = (1, 2, 3)  # steps of the worked examples that the untrained base is shown
TREE_LENGTH = 3  # a line with its tree has up to three times the tokens
SHOWN = 6
Record = dict[str, Any]


def trained(settings: Settings, seed: int, trees: bool, folder: Path) -> Record:
    """Train one arm; return what it read, and its losses on new problems of known and held-out templates."""
    language = llm.load(settings.base, settings.device)
    found = train(language, settings, seed, trees, folder, name(seed, trees))
    fresh = stream("train", settings.steps, seed + 10_000)
    known = [next(fresh) for _ in range(2 * settings.items)]
    held_out = random.Random(seed).sample(examination(settings.steps, settings.items, seed), 2 * settings.items)
    losses = {"loss_new": loss_on(language, known, settings), "loss_held_out": loss_on(language, held_out, settings)}
    return {**found, **losses}


def name(seed: int, trees: bool) -> str:
    """Under which updates are stored."""
    return f"{'trees' if trees else 'text'}-{seed}"


def loaded(settings: Settings, updates: str | None, folder: Path) -> LanguageModel:
    """Load the base for answering, with or without updates; in bfloat16, as it was trained."""
    language = llm.load(settings.base, settings.device, torch.bfloat16)
    if updates is not None:
        lora.load(folder, updates, language)
    return language.to(settings.device)


def answers(speaker: Speaker, problems: Sequence[Problem], attempts: int | None) -> dict[str, Record]:
    """Let it derive without tools, and with them unless ``attempts`` is None."""
    greedy = speaker.rest(problems, [[]] * len(problems))
    found = {"plain": _record(problems, greedy, [0] * len(problems), speaker.written)}
    if attempts is not None:
        speaker.written = 0
        derivations = checked(speaker, problems, greedy, attempts)
        lines, samples = [d.lines for d in derivations], [d.samples for d in derivations]
        found["tools"] = _record(problems, lines, samples, speaker.written)
    return found


def speaker(settings: Settings, language: LanguageModel, seed: int, trees: bool = False, **more: Any) -> Speaker:
    """Return a speaker as the settings say."""
    length = settings.max_new_tokens * (TREE_LENGTH if trees else 1)
    return Speaker(language, settings.generation_batch, length, settings.temperature, seed, trees, **more)


def examples(settings: Settings, seed: int) -> dict[str, str]:
    """Worked examples of the training templates, by family, each with an empty line behind it."""
    draw = random.Random(f"examples {seed}")
    shown = {}
    for family in TASK:
        problems = [one(family, k, "train", draw) for k in EXAMPLES if k in settings.steps]
        shown[family] = "".join(f"{p.prompt()}{p.derivation()}\n\n" for p in problems)
    return shown


def engine_alone(problems: Sequence[Problem]) -> Record:
    """The symbolic engine and a fixed rule that reads the questions."""
    found = [alone(problem.question) for problem in problems]
    right = [answer is not None and graded(p, answer) for p, answer in zip(problems, found, strict=True)]
    rows = [[p.family, p.steps, int(r), 0, 0, 0] for p, r in zip(problems, right, strict=True)]
    gold = [judge(problem, problem.lines) for problem in problems]
    refused = sum(not all(v.right for v in verdicts) or not verdicts[-1].answers for verdicts in gold)
    return {"rows": rows, "gold_derivations_refused": refused}


def shipped_agent(problems: Sequence[Problem]) -> Record:
    """The product, asked the same questions; right if the answer's text ends with the right expression."""
    import physfm

    agent = physfm.load()
    rows, shown = [], []
    for problem in problems:
        text = agent.ask(problem.question).text
        rows.append([problem.family, problem.steps, int(graded(problem, text)), 0, 0, 0])
        shown.append([problem.question, problem.answer, text])
    return {"rows": rows, "shown": shown}


def _record(problems: Sequence[Problem], lines: Sequence[Sequence[str]], samples: Sequence[int], tokens: int) -> Record:
    """Family, steps, right, lines, right lines, samples of each item; the first wrong derivations for the reader."""
    rows, wrong = [], []
    for problem, derivation, count in zip(problems, lines, samples, strict=True):
        right = is_right(problem, derivation)
        good = sum(verdict.right for verdict in judge(problem, derivation))
        rows.append([problem.family, problem.steps, int(right), len(derivation), good, count])
        if not right:
            wrong.append([problem.question, problem.answer, list(derivation)])
    return {"rows": rows, "tokens": tokens, "wrong": random.Random(0).sample(wrong, min(SHOWN, len(wrong)))}
