"""Multiple choice by likelihood: the option to which a model gives most, as it stands or per unit of length."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from physfm.errors import InputError


@dataclass(frozen=True)
class ChoiceGrade:
    """The verdict on a choice.

    Parameters
    ----------
    correct
        Whether the likeliest option is right; a tie with another option is not.
    chosen
        Its place, from zero; the first of a tie.
    margin
        By how much (in nats, per unit of length where lengths are given) the right option leads the best wrong one;
        negative if it does not.
    probability
        Of the right option among the options, from the same scores.
    """

    correct: bool
    chosen: int
    margin: float
    probability: float


def grade_choice(loglikelihoods: Sequence[float], gold: int, lengths: Sequence[float] | None = None) -> ChoiceGrade:
    """Grade a multiple-choice question by the likelihood of its options.

    Parameters
    ----------
    loglikelihoods
        Natural logarithm of the probability of each option as a continuation; ``-inf`` is allowed.
    gold
        Place of the right option, from zero.
    lengths
        Lengths of the options in characters, bytes or tokens; with them, likelihoods are divided by the lengths, so that
        a long option is not wrong for its length.

    Raises
    ------
    InputError
        If there are fewer than two options, the gold is none of them, or a number cannot be used.

    Notes
    -----
    Source: the scores ``acc`` and ``acc_norm`` of lm-evaluation-harness.
    """
    count = len(loglikelihoods)
    if count < 2 or not 0 <= gold < count:
        raise InputError(f"Expected two options or more and a gold among them, got {count} and gold {gold}.")
    if lengths is not None and (len(lengths) != count or not all(0 < n < math.inf for n in lengths)):
        raise InputError(f"Expected {count} positive lengths, got {list(lengths)!r:.80}.")
    if any(math.isnan(value) or value == math.inf for value in loglikelihoods):
        raise InputError(f"Expected log-likelihoods below infinity, got {list(loglikelihoods)!r:.80}.")
    scores = [value / length for value, length in zip(loglikelihoods, lengths or [1.0] * count, strict=True)]
    best = max(scores)
    others = max(score for place, score in enumerate(scores) if place != gold)
    margin = 0.0 if scores[gold] == others else scores[gold] - others
    if best == -math.inf:
        return ChoiceGrade(False, 0, margin, 1 / count)
    weights = [math.exp(score - best) for score in scores]
    return ChoiceGrade(margin > 0, scores.index(best), margin, weights[gold] / sum(weights))
