"""Right answers for wrong reasons: the answer fits, the explanation contradicts the causal graph.

An explanation contradicts where an arrow of it runs backwards, has the wrong sign, or goes through a quantity that
does not pass the change on. One that leaves arrows out is incomplete, not contradictory.
"""

from __future__ import annotations

from physfm.evaluation.failures.pairs import Answers, answers
from physfm.evaluation.failures.signature import Signature, rate
from physfm.evaluation.runner import Answered

ALLOWANCE = 0.1
"""Share of right answers that may come with a contradiction. A choice: one slip of the pen in ten explanations."""


def acausal(whats: Answers, whys: Answers, allowance: float = ALLOWANCE) -> Signature:
    """Judge how many draws answered right have an explanation that contradicts.

    Parameters
    ----------
    whats
        Answers to what- or what-if-questions.
    whys
        Answers to why-questions about the same draws (same split and indices): explanations, whose details tell
        precision, or choices among chains, of which a wrong one contradicts.
    allowance
        Share that is forgiven.

    Raises
    ------
    InputError
        If no draw was answered right and explained.
    """
    right = {a.tags.get("parent") for a in answers(whats) if a.correct} - {None, ""}
    explained = [a for a in answers(whys) if a.tags.get("parent") in right and _says_anything(a)]
    wrong = sum(contradicts(a) for a in explained)
    return rate("acausal", wrong, len(explained), allowance, "right answers are explained against the causal graph")


def contradicts(why: Answered) -> bool:
    """Whether an explanation, or a chosen chain, contradicts the graph."""
    if why.form != "explanation":
        return not why.correct
    precision = why.details.get("precision")
    return precision is not None and float(precision) < 1.0


def _says_anything(why: Answered) -> bool:
    """Whether an explanation names any arrow; its precision is none where it does not."""
    return why.form != "explanation" or why.details.get("precision") is not None
