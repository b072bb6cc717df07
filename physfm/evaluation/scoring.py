"""From a respondent's answers to grades: which grader an item's form calls for.

A choice is the likeliest letter where the respondent knows likelihoods; otherwise the letter, or the option, that its
words name. Everything else goes through `physfm.evaluation.grading`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from physfm.evaluation.grading import Causal, grade, grade_choice, grade_explanation
from physfm.evaluation.item import LETTERS, Item, prompt
from physfm.evaluation.respondents import Respondent, Scorer

WHOLE = 0.99
"""Recall from which an explanation names the whole chain."""


@dataclass(frozen=True)
class Scored:
    """What grading said of one answer; fields as in `physfm.evaluation.runner.Answered`."""

    correct: bool
    reason: str
    reply: str
    confidence: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def score(respondent: Respondent, items: Sequence[Item]) -> list[Scored]:
    """Ask items and grade the answers."""
    by_likelihood = isinstance(respondent, Scorer)
    found: dict[int, Scored] = {}
    chosen = [n for n, item in enumerate(items) if item.choices and by_likelihood]
    if chosen and isinstance(respondent, Scorer):
        found |= dict(zip(chosen, choose(respondent, [items[n] for n in chosen]), strict=True))
    rest = [n for n in range(len(items)) if n not in found]
    replies = respondent.replies([items[n] for n in rest]) if rest else []
    found |= {n: graded(items[n], reply) for n, reply in zip(rest, replies, strict=True)}
    return [found[n] for n in range(len(items))]


def choose(respondent: Scorer, items: Sequence[Item]) -> list[Scored]:
    """Choices by the likelihood of their letters."""
    pairs = [(prompt(item), f" {letter}") for item in items for letter in LETTERS[: len(item.choices)]]
    likelihoods = iter(respondent.likelihoods(pairs))
    found = []
    for item in items:
        letters = LETTERS[: len(item.choices)]
        totals = {letter: next(likelihoods).total for letter in letters}
        result = grade_choice(totals, item.gold)
        top = max(totals, key=totals.__getitem__)
        share = 1 / sum(math.exp(value - totals[top]) for value in totals.values())
        found.append(Scored(result.correct, result.reason, top, share, {"log_likelihoods": totals}))
    return found


def graded(item: Item, reply: str) -> Scored:
    """One answer in words."""
    if item.form == "explanation":
        return explained(item, reply)
    if "edition" in item.tags:
        from physfm.evaluation import editions

        of_edition = editions.judge(reply, item.gold, item.tags["edition"])
        return Scored(of_edition.correct, of_edition.reason, reply)
    result = grade(reply, item.gold, assumptions=item.assumptions or None, rel_tol=item.rel_tol, choices=item.choices)
    return Scored(result.correct, result.reason, reply)


def explained(item: Item, reply: str) -> Scored:
    """An explanation: right if it names the whole chain, no arrow of it backwards or with the wrong sign."""
    path = item.gold.split(" -> ")
    graph = Causal(edges={(cause, effect): sign for cause, effect, sign in item.edges})
    result = grade_explanation(reply, graph, path)
    details = {"precision": result.precision, "recall": result.recall}
    return Scored(result.correct and result.recall >= WHOLE, result.reason, reply, None, details)
