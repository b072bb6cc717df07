"""Who answers: the four arms, the controls, the floors and the ceiling. What comes back is ready for the ledger."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from experiments.symbolic_reasoning import training
from experiments.symbolic_reasoning.answering import Speaker, checked
from experiments.symbolic_reasoning.checking import alone, graded, is_right, judge, stated
from experiments.symbolic_reasoning.drawing import examination, one, stream
from experiments.symbolic_reasoning.problem import TASK, Problem
from experiments.symbolic_reasoning.settings import Settings
from physfm import llm

EXAMPLES = (1, 2, 3)  # steps of the worked examples that the untrained base is shown
TREE_LENGTH = 3  # a line with its tree has up to three times the tokens
SHOWN = 6
Record = dict[str, Any]


def trained(settings: Settings, seed: int, trees: bool, folder: Path) -> Record:
    """Train one arm; return what it read, and its losses on new problems of known and held-out templates."""
    language = training.start(settings, seed)
    found = training.train(language, settings, seed, trees)
    training.save(language, settings, folder)
    fresh = stream("train", settings.steps, seed + 10_000)
    known = [next(fresh) for _ in range(4 * settings.items)]
    held_out = examination(settings.steps, settings.items, seed)
    losses = {
        "loss_known_templates": training.loss_on(language, known, settings),
        "loss_held_out": training.loss_on(language, held_out, settings),
    }
    return {**found, **losses}


def answers(speaker: Speaker, problems: Sequence[Problem], attempts: int, *, vote: bool = False) -> dict[str, Record]:
    """Let it derive without tools and with them; with ``vote`` also by the majority of several samples."""
    greedy = speaker.rest(problems, [[]] * len(problems))
    found = {"plain": _record(problems, greedy, speaker.written)}
    speaker.written = 0
    derivations = checked(speaker, problems, greedy, attempts)
    samples = [d.samples for d in derivations]
    found["tools"] = _record(problems, [d.lines for d in derivations], speaker.written, samples)
    if vote:
        speaker.written = 0
        drawn = [speaker.sample(problems) for _ in range(attempts + 1)]
        chosen = [_majority(problem, each) for problem, *each in zip(problems, *drawn, strict=True)]
        found["vote"] = _record(problems, chosen, speaker.written, [attempts + 1] * len(problems))
    return found


def _majority(problem: Problem, derivations: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first derivation with the answer that most of them state, word for word."""
    said = [stated(problem, lines) for lines in derivations]
    counts = Counter(answer for answer in said if answer is not None)
    return derivations[said.index(counts.most_common(1)[0][0])] if counts else derivations[0]


def speaker(settings: Settings, folder: Path, seed: int, *, trees: bool = False) -> Speaker:
    """Return what was trained, as the settings say."""
    length = settings.max_new_tokens * (TREE_LENGTH if trees else 1)
    language = training.load(settings, folder)
    return Speaker(language, settings.generation_batch, length, settings.temperature, seed, trees)


def untrained(settings: Settings, problems: Sequence[Problem], seed: int) -> dict[str, Record]:
    """A pretrained base that is shown worked examples of the training templates."""
    draw = random.Random(f"examples {seed}")
    shown = {}
    for family in TASK:
        worked = [one(family, k, "train", draw) for k in EXAMPLES if k in settings.steps]
        shown[family] = "".join(f"{p.prompt()}{p.derivation()}\n\n" for p in worked)
    language = llm.load(settings.floor, settings.device, torch.bfloat16)
    length, batch = settings.max_new_tokens, settings.generation_batch
    return answers(
        Speaker(language, batch, length, settings.temperature, seed, examples=shown), problems, settings.attempts
    )


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


def _record(
    problems: Sequence[Problem], lines: Sequence[Sequence[str]], tokens: int, samples: Sequence[int] = ()
) -> Record:
    """Family, steps, right, lines, right lines, samples of each item; some wrong derivations for the reader."""
    rows, wrong = [], []
    for problem, derivation, count in zip(problems, lines, samples or [0] * len(problems), strict=True):
        right = is_right(problem, derivation)
        good = sum(verdict.right for verdict in judge(problem, derivation))
        rows.append([problem.family, problem.steps, int(right), len(derivation), good, count])
        if not right:
            wrong.append([problem.question, problem.answer, list(derivation)])
    return {"rows": rows, "tokens": tokens, "wrong": random.Random(0).sample(wrong, min(SHOWN, len(wrong)))}
