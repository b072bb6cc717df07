"""From a respondent's answers to grades: which grader an item's form calls for.

A choice is the likeliest letter where the respondent knows likelihoods; otherwise the letter, or the option, that its
words name. Everything else goes through `physfm.evaluation.grading`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from physfm.errors import InputError
from physfm.evaluation.grading import Causal, grade, grade_choice, grade_explanation
from physfm.evaluation.item import LETTERS, NO_QUESTION, Item, prompt
from physfm.evaluation.respondents import Choices, Respondent, Scorer


@dataclass(frozen=True)
class Scored:
    """What grading said of one answer; fields as in `physfm.evaluation.runner.Answered`."""

    correct: bool
    reason: str
    reply: str
    confidence: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def score(respondent: Respondent, items: Sequence[Item]) -> list[Scored]:
    """Ask items and grade the answers.

    Raises
    ------
    InputError
        If the respondent gives something else than words, one answer an item.
    """
    by_likelihood = isinstance(respondent, Scorer)
    found: dict[int, Scored] = {}
    chosen = [n for n, item in enumerate(items) if item.choices and by_likelihood]
    if chosen and isinstance(respondent, Scorer):
        found |= dict(zip(chosen, choose(respondent, [items[n] for n in chosen]), strict=True))
    rest = [n for n in range(len(items)) if n not in found]
    replies = respondent.replies([items[n] for n in rest]) if rest else []
    if len(replies) != len(rest):
        raise InputError(f"Expected {len(rest)} answers of {respondent.name!r}, got {len(replies)}.")
    for n, reply in zip(rest, replies, strict=True):
        if not isinstance(reply, str):
            raise InputError(f"Expected words of {respondent.name!r} for {items[n].id!r}, got {type(reply).__name__}.")
        found[n] = graded(items[n], reply)
    return [found[n] for n in range(len(items))]


def choose(respondent: Scorer, items: Sequence[Item]) -> list[Scored]:
    """Choices by likelihood, in the way that the respondent has (`physfm.evaluation.respondents.Choices`)."""
    asked = [_continued(item, respondent.choices) for item in items]
    pairs = list(dict.fromkeys(pair for each in asked for pair in each))
    likelihoods = dict(zip(pairs, respondent.likelihoods(pairs), strict=True))
    found = []
    for item, each in zip(items, asked, strict=True):
        letters = LETTERS[: len(item.choices)]
        totals = [likelihoods[pair].total for pair in each]
        if respondent.choices == "information":
            totals = [said - alone for said, alone in zip(totals[: len(letters)], totals[len(letters) :], strict=True)]
        lengths = [len(choice) for choice in item.choices] if respondent.choices == "texts" else None
        result = grade_choice(totals, letters.index(item.gold), lengths)
        top = letters[result.chosen]
        scores = [value / n for value, n in zip(totals, lengths or [1] * len(totals), strict=True)]
        share = 1 / sum(math.exp(value - max(scores)) for value in scores)
        reason = f"{top} is the likeliest, {item.gold} is right, by {result.margin:.2f} nats"
        if respondent.choices == "information":
            reason = f"the question says most about {top}, {item.gold} is right, by {result.margin:.2f} nats"
        details = {"log_likelihoods": dict(zip(letters, totals, strict=True))}
        # Where every option is impossible, nobody knows how sure the choice is.
        found.append(Scored(result.correct, reason, top, share if math.isfinite(share) else None, details))
    return found


def _continued(item: Item, choices: Choices) -> list[tuple[str, str]]:
    """What is continued by what: question and options by a letter; question alone, and no question, by an option."""
    if choices == "letters":
        return [(prompt(item), f" {letter}") for letter in LETTERS[: len(item.choices)]]
    contexts = [prompt(replace(item, choices=()))] + ([NO_QUESTION] if choices == "information" else [])
    return [(context, f" {choice}") for context in contexts for choice in item.choices]


def graded(item: Item, reply: str) -> Scored:
    """One answer in words."""
    if item.form == "explanation":
        return explained(item, reply)
    if "edition" in item.tags:
        from physfm.evaluation import editions

        of_edition = editions.judge(reply, item.gold, item.tags["edition"])
        return Scored(of_edition.correct, of_edition.reason, reply)
    if item.choices:
        letter = named(item, reply)
        reason = f"the answer names {letter or 'no option'}, {item.gold} is right"
        return Scored(letter == item.gold, reason, reply, None, {"letter": letter})
    result = grade(reply, item.gold, assumptions=item.assumptions or None, rel_tol=item.rel_tol)
    return Scored(result.correct, result.reason, reply)


def named(item: Item, reply: str) -> str:
    """The letter of the option that a reply names: word for word, by its letter, or by its content; empty if none.

    It is empty, too, if a reply names several.
    """
    letters = LETTERS[: len(item.choices)]
    repeated = [letter for letter, option in zip(letters, item.choices, strict=True) if _bare(option) == _bare(reply)]
    if len(repeated) == 1:
        return repeated[0]
    said = [letter for letter in letters if grade(reply, letter, kind="choice").correct]
    if len(said) == 1:
        return said[0]
    fits = [letter for letter, option in zip(letters, item.choices, strict=True) if _says(reply, option)]
    return fits[0] if len(fits) == 1 else ""


def _says(reply: str, option: str) -> bool:
    for kind in (None, "words"):
        try:
            return grade(reply, option, kind=kind).correct
        except InputError:  # an option that is no value: its words count; `never` is neither
            continue
    return False


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def explained(item: Item, reply: str) -> Scored:
    """An explanation: right if all that it states holds, and the whole chain that was asked for is stated."""
    graph = Causal(edges={(cause, effect): sign for cause, effect, sign in item.edges})
    chain = list(pairwise(item.gold.split(" -> ")))
    result = grade_explanation(reply, graph)
    stated = sum(edge in result.right for edge in chain)
    wrong = [*result.reversed, *result.wrong_sign, *result.unfounded, *result.denied]
    reason = f"{stated} of {len(chain)} links of the chain stated, {len(wrong)} statements that do not hold"
    details = {"precision": result.precision, "recall": stated / len(chain), "beside": result.beside}
    return Scored(result.follows and stated == len(chain), reason, reply, None, details)
