"""Right answers for wrong reasons: the answer fits, the explanation contradicts the causal graph, or explains another.

An explanation contradicts where an arrow of it runs backwards, has the wrong sign, or goes through a quantity that
does not pass the change on. One that leaves arrows out is incomplete, not contradictory. One that tells of changes, and
of none between two quantities of the graph, stands beside it: it explains something else, or in names that are not
known here, which is why more of that is allowed. One that tells no change explains nothing, and does not count.
"""

from __future__ import annotations

from physfm.evaluation.failures.pairs import Answers, answers
from physfm.evaluation.failures.signature import Signature, combined, rate
from physfm.evaluation.runner import Answered

ALLOWANCE = 0.1
"""Share of right answers that may come with a contradiction. A choice: one slip of the pen in ten explanations."""
BESIDE = 0.25
"""Share whose explanation may stand beside the graph. A choice: one in four in names that the question did not give."""


def acausal(whats: Answers, whys: Answers, allowance: float = ALLOWANCE, beside: float = BESIDE) -> Signature:
    """Judge how many draws answered right have an explanation that contradicts the graph, or stands beside it.

    Parameters
    ----------
    whats
        Answers to what- or what-if-questions.
    whys
        Answers to why-questions about the same draws (same split and indices): explanations, whose details tell
        precision, or choices among chains, of which a wrong one contradicts.
    allowance, beside
        Shares that are forgiven.

    Raises
    ------
    InputError
        If no draw was answered right and explained.
    """
    right = {a.tags.get("parent") for a in answers(whats) if a.correct} - {None, ""}
    whys = [a for a in answers(whys) if a.tags.get("parent") in right]
    linked = [a for a in whys if a.form != "explanation" or a.details.get("precision") is not None]
    foreign = [a for a in whys if a.details.get("beside")]
    parts = []
    if linked:
        wrong = sum(map(contradicts, linked))
        parts.append(rate("against", wrong, len(linked), allowance, "right answers are explained against the graph"))
    if told := len(linked) + len(foreign):
        parts.append(rate("beside", len(foreign), told, beside, "right answers are explained by other quantities"))
    return combined("acausal", parts)


def contradicts(why: Answered) -> bool:
    """Whether an explanation that names links of the graph, or a chosen chain, contradicts it."""
    return not why.correct if why.form != "explanation" else float(why.details["precision"]) < 1.0
