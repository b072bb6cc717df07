"""What a model answers, as raw figures an item: right or wrong, how sure it was, how surprised by the question."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.report import ROOT
from experiments.out_of_distribution.settings import Settings
from physfm.evaluation import contamination, scoring
from physfm.evaluation.grading import grade
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.problems import generator
from physfm.evaluation.problems.splits import private
from physfm.evaluation.respondents import LocalRespondent
from physfm.llm import LanguageModel

TOKENS = 10
"""Longest answer: a space, digits, the end."""
BATCH = 64


def answers(language: LanguageModel, items: Sequence[Item]) -> dict[str, list[float]]:
    """Of each item: whether the answer is right, its log-likelihood, the question's surprise (nats a token), and
    whether an item of another law got the answer of ours.
    """
    respondent = LocalRespondent(language, tokens=TOKENS, batch=BATCH, chat=False)
    replies = [_first_word(reply) for reply in respondent.replies(items)]
    asked = [prompt(item) for item in items]
    lengths = [len(language.tokenizer(text, add_special_tokens=False).input_ids) for text in asked]
    said = contamination.tokens(language, [f"{a} {r}" for a, r in zip(asked, replies, strict=True)], batch=BATCH)
    return {
        "right": [int(scoring.graded(item, reply).correct) for item, reply in zip(items, replies, strict=True)],
        "sure": [_rounded(sum(t.own[n - 1 :])) for t, n in zip(said, lengths, strict=True)],
        "surprise": [_rounded(-sum(t.own[: n - 1]) / (n - 1)) for t, n in zip(said, lengths, strict=True)],
        "ours": [
            int("ours" in item.tags and grade(reply, item.tags["ours"], rel_tol=item.rel_tol).correct)
            for item, reply in zip(items, replies, strict=True)
        ],
    }


def _first_word(reply: str) -> str:
    """The number: whatever a base goes on to write after it is no part of the answer."""
    return reply.split()[0] if reply.split() else ""


def _rounded(value: float) -> float:
    return round(float(value), 4) if math.isfinite(value) else -1e3


def chosen(language: LanguageModel, folders: Mapping[str, Sequence[Item]]) -> dict[str, dict[str, list[float]]]:
    """Choices by information: right or wrong, and what chance would get."""
    respondent = LocalRespondent(language, batch=4, chat=False, choices="information")
    return {
        kind: {
            "right": [int(each.correct) for each in scoring.choose(respondent, items)],
            "chance": [1 / len(item.choices) for item in items],
        }
        for kind, items in folders.items()
    }


def choices(count: int, folder: Path) -> dict[str, list[Item]]:
    """Generated choices of a private split, whose key is drawn for this run: of one domain, and crossed."""
    key = folder / "key"
    if not key.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key.write_text(secrets.token_hex())
    single = [name for name, family in generator.families().items() if len(family.domains) == 1]
    kinds = {"single": single, "crossed": "crossed"}
    return {
        kind: list(generator.generate(private(key.read_text()), family, form="choice", n=count))
        for kind, family in kinds.items()
    }


def ready(settings: Settings) -> dict[str, Callable[[], LanguageModel]]:
    """The choosers that are here: names to how they are loaded."""
    from physfm import llm

    found: dict[str, Callable[[], LanguageModel]] = {
        name: partial(llm.load, name, settings.device) for name in settings.choosers
    }
    for folder in settings.adapted:
        path = ROOT / folder
        if path.is_dir():
            found[path.parent.name] = partial(_adapted, path, settings.device)
    return found


def _adapted(folder: Path, device: str) -> LanguageModel:
    from physfm.adaptation import artefact

    return artefact.load(folder, device)[0]
