"""What a model is asked, as raw figures an item, so that models can be paired: bits, choices, likelihoods of questions.

Bits are those of `physfm.adaptation.evaluate` for texts and of a continuation for solutions. A choice is what the
question says most about: log p(option | question) - log p(option); by letters, models of this size answer A.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn

from experiments.domain_adaptation import problems, texts
from experiments.domain_adaptation.config import Config
from experiments.domain_adaptation.training import configuration
from physfm import llm
from physfm.adaptation import artefact
from physfm.adaptation.evaluate import bits
from physfm.adaptation.packing import Recipe
from physfm.adaptation.text import Text
from physfm.errors import InputError
from physfm.evaluation import contamination
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.respondents import LocalRespondent
from physfm.evaluation.scoring import choose
from physfm.symbolic import equivalent, parse

SOLUTION = 1000
"""Characters of a real solution that are read."""
WATCHED = 600
"""Characters of a piece on which memory is looked for."""
BATCH = 4
_FORMULA = re.compile(r"= (?P<right>.+?) = ")
_NAME = re.compile(r"(?<![\w.])[A-Za-z]\w*(?!\w*\()")


def measure(config: Config, folder: Path, model: Path | None) -> dict[str, Any]:
    """Ask a model everything.

    Parameters
    ----------
    folder
        Of the study: texts and key of the private split.
    model
        Folder of an adapted model; the base if None.
    """
    torch.set_num_threads(1)
    language = _loaded(config, model)
    respondent = LocalRespondent(language, batch=BATCH, chat=False, choices="information")
    numbers = problems.generated(config, folder, "number")
    solved = [(item, wrong) for item in numbers if (wrong := slipped(item)) is not None]
    real = problems.real(config.solutions, config.solved)
    pairs = [(prompt(i), f" {_steps(i)}") for i in (*numbers, *real)] + [(prompt(i), f" {w}") for i, w in solved]
    with _arithmetic(config):
        passages = bits(language, [d.text for d in texts.held_out(folder / "texts")])
        solutions = [-each.total / math.log(2) for each in respondent.likelihoods(pairs)]
        chosen = {
            name: [int(each.correct) for each in choose(respondent, items)]
            for name, items in (
                ("generated choices", problems.generated(config, folder, "choice")),
                ("MMLU physics", problems.real(config.choices, config.questions)),
            )
        }
        seen = surprise(language, config, folder)
    right = dict(zip((item.id for item in numbers), solutions, strict=False))
    with_slips = solutions[len(numbers) + len(real) :]
    return {
        "passages": _rounded(passages),
        "generated solutions": _rounded(solutions[: len(numbers)]),
        "real solutions": _rounded(solutions[len(numbers) : len(numbers) + len(real)]),
        "right step": [int(right[item.id] < value) for (item, _), value in zip(solved, with_slips, strict=True)],
        **chosen,
        "surprise": seen,
    }


def sizes(config: Config, folder: Path) -> dict[str, Any]:
    """What the figures of `measure` belong to: the group of each passage, and bytes."""
    passages = texts.held_out(folder / "texts")
    numbers = problems.generated(config, folder, "number")
    real = problems.real(config.solutions, config.solved)
    return {
        "groups": [texts.group(d) for d in passages],
        "passages": [len(d.text.encode()) for d in passages],
        "generated solutions": [len(_steps(i).encode()) + 1 for i in numbers],
        "real solutions": [len(_steps(i).encode()) + 1 for i in real],
        "private": [i.tags["split"] == "private" for i in numbers],
    }


def surprise(language: Any, config: Config, folder: Path) -> dict[str, list[float]]:
    """min-k%++ of pieces that were trained on, of pieces that were not, and of the questions that are asked."""
    read = {name: [d.text for d in some] for name, some in watched(config, folder).items()}
    for item in asked(config, folder):
        read.setdefault(f"{item.tags.get('split', 'real')} questions", []).append(item.question)
    return {
        name: _rounded([contamination.min_k_plus(each) for each in contamination.tokens(language, some, batch=1)])
        for name, some in read.items()
    }


def watched(config: Config, folder: Path) -> dict[str, list[Text]]:
    """Beginnings of pieces that every arm read (the first by their hashes), and of pieces that none did."""
    arm, seed = next(iter(config.arms)), config.seeds[0]
    data = configuration(config, arm, seed, folder / "texts", folder)["data"]["init_args"]
    files = [folder / "texts" / "training.jsonl"]
    return {
        name: [
            Text(d.id, d.text[:WATCHED]) for d in Recipe(unread, data["validation_share"], config.pieces).select(files)
        ]
        for name, unread in (("trained", False), ("not trained", True))
    }


def asked(config: Config, folder: Path) -> list[Item]:
    """Every question once."""
    items = [
        *problems.generated(config, folder, "number"),
        *problems.real(config.choices, config.questions),
        *problems.real(config.solutions, config.solved),
    ]
    return list({item.question: item for item in items}.values())


def slipped(item: Item) -> str | None:
    """The solution with two symbols of its last formula exchanged: as long as the right one, and wrong; or None.

    That the formulas are not equal after all is checked at random points.
    """
    steps = list(item.steps)
    found = _FORMULA.search(steps[-1]) if steps else None
    if found is None:
        return None
    right = found["right"]
    names = list(dict.fromkeys(match[0] for match in _NAME.finditer(right) if match[0] != "pi"))
    for n, one in enumerate(names):
        for other in names[n + 1 :]:
            exchanged = {one: other, other: one}
            wrong = _NAME.sub(lambda match, to=exchanged: to.get(match[0], match[0]), right)
            if len(wrong) != len(right):  # a longer name has come to a place that is met more often
                continue
            try:
                if equivalent(parse(right, "text"), parse(wrong, "text"), prove=False).equal is not False:
                    continue
            except InputError:  # a formula in words
                return None
            last = steps[-1][: found.start("right")] + wrong + steps[-1][found.end("right") :]
            return "\n".join([*steps[:-1], last])
    return None


def _steps(item: Item) -> str:
    return "\n".join(item.steps).replace("\ufeff", "").strip()[:SOLUTION]


def _loaded(config: Config, model: Path | None) -> Any:
    if model is None:
        language = llm.load(config.base, config.device)
    else:
        language, card = artefact.load(model, config.device)
        if card["mode"] == "lora":
            artefact.merge(language)
    if config.arithmetic == "bfloat16":  # once, as autocast does at every pass: the same to the last bit
        for module in language.model.modules():
            if isinstance(module, nn.Linear):
                module.weight = nn.Parameter(module.weight.detach().bfloat16(), requires_grad=False)
    return language


@contextmanager
def _arithmetic(config: Config) -> Iterator[None]:
    """The same arithmetic for all models."""
    kind = torch.device(config.device).type
    with torch.autocast(kind, dtype=torch.bfloat16, enabled=config.arithmetic == "bfloat16"):
        yield


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(float(value), 4) for value in values]
