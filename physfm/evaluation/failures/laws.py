"""Broken laws: replies in which charge, another conserved number, energy or dimensions do not fit.

Two looks: the guard reads every claim of the reply; and the unit of the answer must have the dimension of what was
asked, where the gold is known (not of the private split, whose golds are kept as fingerprints).

Not covered: laws that the guard does not know, and replies that claim nothing it can decide; they do not count.
"""

from __future__ import annotations

from collections.abc import Sequence

from physfm.errors import InputError
from physfm.evaluation.failures.signature import Signature, rate
from physfm.evaluation.runner import Answered, Run
from physfm.guard import check
from physfm.symbolic.dimensions import of_unit

LAWS = frozenset(
    ("charge", "baryon number", "electron number", "muon number", "tau number", "lepton number", "energy", "units")
)
"""Laws of the guard that count here; ranges and constants are matters of fact."""
ALLOWANCE = 0.05
"""Share of replies that may break one. A choice: ten times what the guard accuses of right statements
(`benchmarks.guard`: 0.0033 of the decays that the PDG prints), the rest room for slips of the pen."""


def laws(given: Run | Sequence[Answered] | Sequence[str], allowance: float = ALLOWANCE) -> Signature:
    """Judge how many replies break a law.

    Parameters
    ----------
    given
        A run of a split that keeps replies, its answers, or bare replies.
    allowance
        Share that is forgiven.

    Raises
    ------
    InputError
        If the replies are fingerprints, or nothing in them can be decided.
    """
    broken = decided = 0
    for each in given.answered if isinstance(given, Run) else given:
        if isinstance(each, Answered) and each.tags.get("split") == "private":
            raise InputError(
                "Replies of the private split are not kept; give the replies themselves, or another split."
            )
        found = verdicts(each) if isinstance(each, str) else [*verdicts(each.reply), *_dimension(each)]
        decided += bool(found)
        broken += not all(found)
    return rate("laws", broken, decided, allowance, "replies with a claim that can be checked break a law")


def verdicts(text: str) -> list[bool]:
    """Whether each claim of a text that `LAWS` decide holds."""
    return [found.passed for found in check(text) if found.law in LAWS and found.passed is not None]


def _dimension(answered: Answered) -> list[bool]:
    """Whether the answer has the dimension of the gold, if both have one."""
    from physfm.evaluation.grading import grade

    if answered.form != "number" or not answered.gold:
        return []
    try:
        found = grade(answered.reply, answered.gold)
    except InputError:
        return []
    if found.answer is None or found.gold is None or not found.answer.unit or not found.gold.unit:
        return []
    if found.answer.unit == "1":  # left out, which is a fault of form
        return []
    return [of_unit(found.answer.unit) == of_unit(found.gold.unit)]
