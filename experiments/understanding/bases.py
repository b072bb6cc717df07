"""Pretrained models at three levels, by choices of the option about which the question says most.

The adapted ones are those that `experiments.domain_adaptation` leaves in its scratch folder; without them only the base
is asked, and the results say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.report import ROOT, log
from experiments.understanding.asking import Record, answers
from experiments.understanding.settings import Settings
from experiments.understanding.situations import Levels
from physfm.errors import InputError
from physfm.evaluation.problems import LEVELS, Split, generate

CARD = "adaptation.json"


def situations(split: Split, n: int) -> list[Levels]:
    """Situations of all families that have choices at all three levels, families taking turns."""
    found: dict[str, Levels] = {}
    whole: list[Levels] = []
    for item in generate(split, level=LEVELS, form="choice", n=100 * n + 100):
        levels = found.setdefault(item.tags["parent"], {})
        levels[item.tags["level"]] = item
        if len(levels) == len(LEVELS):
            whole.append(levels)
        if len(whole) == n:
            return whole
    raise InputError(f"Expected {n} situations with choices at three levels, found {len(whole)}.")


def models(settings: Settings) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Names of the models that are here, and what loads each."""
    from physfm import llm
    from physfm.adaptation import artefact

    def adapted(folder: Path) -> Any:
        language, card = artefact.load(folder, settings.device)
        return artefact.merge(language) if card["mode"] == "lora" else language

    for name, base in settings.bases.items():
        yield name, partial(llm.load, base, settings.device)
    if not settings.adapted:
        return
    folders = sorted(card.parent for card in (ROOT / settings.adapted).glob(f"*/model/{CARD}"))
    if not folders:
        log(
            f"understanding: no adapted weights in {settings.adapted}, these rows are left out; "
            "python -m experiments.domain_adaptation makes them, then run this command again."
        )
    for folder in folders:
        yield folder.parent.name, partial(adapted, folder)


def guessing(asked: list[Levels]) -> dict[str, float]:
    """Share of right answers by chance, by level."""
    return {level: sum(1 / len(each[level].choices) for each in asked) / len(asked) for level in LEVELS}


def examine(load: Callable[[], Any], settings: Settings, asked: list[Levels]) -> Record:
    """Ask a model."""
    import torch

    from physfm.evaluation.respondents import LocalRespondent

    language, half = load(), settings.arithmetic == "bfloat16"
    if half:  # once, as autocast would do at every pass: the same to the last bit
        for module in language.model.modules():
            if isinstance(module, torch.nn.Linear):
                module.weight = torch.nn.Parameter(module.weight.detach().bfloat16(), requires_grad=False)
    respondent = LocalRespondent(language, batch=settings.batch, chat=False, choices="information")
    with torch.autocast(torch.device(settings.device).type, dtype=torch.bfloat16, enabled=half):
        return answers(respondent, asked)
