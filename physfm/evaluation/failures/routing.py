"""Wrong or overconfident routing where a question is ambiguous.

A question may go to one of several sets of experts; ambiguous is one with several sets, or that nobody should answer
as it stands. Looked at are wrong plans, plans of one expert where several or a refusal were called for, and confidence
beyond the share of right plans. Works for any `physfm.router.Router`.
"""

from __future__ import annotations

from collections.abc import Sequence

from physfm.evaluation.failures.signature import Signature, combined, paired, rate
from physfm.router.fitting import Asked
from physfm.router.plan import ABSTAIN, CLARIFY, Plan, Router

WRONG = 0.15
"""Share of ambiguous questions that may be routed wrongly: the target of ``python -m benchmarks routing``, turned."""
CONFIDENT = 0.05
"""By how much the mean confidence may exceed the share of right plans: the same benchmark's target of calibration."""


def hedged(question: Asked) -> bool:
    """Whether every right plan has several experts or is a refusal."""
    return all(len(plan) > 1 or plan & {CLARIFY, ABSTAIN} for plan in question.acceptable)


def routing(
    router: Router, questions: Sequence[Asked], wrong: float = WRONG, confident: float = CONFIDENT
) -> Signature:
    """Judge a router on ambiguous questions.

    Parameters
    ----------
    questions
        Each with the sets of experts that are right.
    wrong, confident
        Allowances, of the share of wrong plans and of confidence beyond accuracy.
    """
    return planned([router.plan(q.question, q.attachments) for q in questions], questions, wrong, confident)


def planned(
    plans: Sequence[Plan], questions: Sequence[Asked], wrong: float = WRONG, confident: float = CONFIDENT
) -> Signature:
    """The same for plans that are made already.

    Raises
    ------
    InputError
        If there is no question.
    """
    right = [q.right(p.experts) for p, q in zip(plans, questions, strict=True)]
    excess = [p.confidence - r for p, r in zip(plans, right, strict=True)]
    parts = [
        rate("wrong plans", len(right) - sum(right), len(right), wrong, "ambiguous questions are routed wrongly"),
        paired("confidence", excess, confident, "Confidence beyond the share of right plans"),
    ]
    alone = [
        len(p.experts) == 1 and not (p.clarify or p.abstain) for p, q in zip(plans, questions, strict=True) if hedged(q)
    ]
    if alone:
        what = "questions that need several experts or a refusal go to a single one"
        parts.append(rate("single expert", sum(alone), len(alone), wrong, what))
    return combined("routing", parts)
