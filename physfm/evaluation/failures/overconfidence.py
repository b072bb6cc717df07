"""Overconfidence: surer than right, and answers where nothing can be answered.

Confidence is the probability that a respondent gave its own choice; calibration error and Brier score are told beside
the gap, which alone is judged: it has a sign, and an unbiased estimate on any number of answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physfm.errors import InputError
from physfm.evaluation.failures.pairs import Answers, answers
from physfm.evaluation.failures.signature import Signature, combined, paired, rate

GAP = 0.05
"""Confidence beyond accuracy that is forgiven: the target of calibration of ``python -m benchmarks routing``."""
ANSWERED = 0.5
"""Share of undeterminable questions that may be answered all the same. A choice: more often than not is a habit."""
BINS = 15
"""Of equal content, as C. Guo et al., arXiv 1706.04599, take in number."""


@dataclass(frozen=True)
class Calibration:
    """How confidence and truth go together.

    Parameters
    ----------
    gap
        Mean confidence less accuracy.
    error
        Expected calibration error: the mean distance of both over `BINS` bins of equal content.
    brier
        Mean squared distance of confidence and truth.
    n
        Answers with a confidence.
    """

    gap: float
    error: float
    brier: float
    n: int


def calibration(given: Answers) -> Calibration:
    """Measure calibration.

    Raises
    ------
    InputError
        If no answer has a confidence.
    """
    pairs = [(a.confidence, a.correct) for a in answers(given) if a.confidence is not None]
    if not pairs:
        raise InputError("No answer has a confidence: ask choices of a respondent that knows likelihoods.")
    confidence, right = np.array(pairs, float).T
    parts = np.array_split(np.argsort(confidence, kind="stable"), BINS)
    error = sum(len(p) * abs(confidence[p].mean() - right[p].mean()) for p in parts if len(p)) / len(pairs)
    gap, brier = float((confidence - right).mean()), float(((confidence - right) ** 2).mean())
    return Calibration(gap, float(error), brier, len(pairs))


def overconfidence(
    choices: Answers | None = None, missing: Answers | None = None, gap: float = GAP, answered: float = ANSWERED
) -> Signature:
    """Judge confidence, and answers to what cannot be determined.

    Parameters
    ----------
    choices
        Answers with a confidence.
    missing
        Answers among which some are to questions that lack a quantity (variant ``missing``).
    gap, answered
        Allowances.

    Raises
    ------
    InputError
        If neither gives anything to judge.
    """
    parts = []
    sure = [a for a in answers(choices or ()) if a.confidence is not None]
    if sure:
        found = calibration(sure)
        what = f"Confidence beyond accuracy (calibration error {found.error:.2f}, Brier {found.brier:.2f})"
        parts.append(paired("gap", [(a.confidence or 0.0) - a.correct for a in sure], gap, what))
    lacking = answers(missing or (), "missing")
    if lacking:
        wrong = sum(not a.correct for a in lacking)
        what = "questions that cannot be answered are answered"
        parts.append(rate("undeterminable", wrong, len(lacking), answered, what))
    return combined("overconfidence", parts)
