"""Good on the benchmark, bad beyond it: accuracy on plain public items against items of another distribution.

The others are the crossed families, counterfactual worlds, or the private split. Of the private split any loss counts
against a model, since its items come from the same distribution; others are harder by themselves, hence an allowance.
"""

from __future__ import annotations

from physfm.evaluation.failures.pairs import Answers, answers, difference
from physfm.evaluation.failures.signature import Signature

ALLOWANCE = 0.05
"""Loss of accuracy that is forgiven. Of models that were tested on twins of a public benchmark the frontier ones lost
less, overfitted ones up to 0.08 and more (H. Zhang et al., arXiv 2405.00332, GSM1k)."""


def shift(public: Answers, other: Answers, allowance: float = ALLOWANCE, name: str = "shift") -> Signature:
    """Judge how much accuracy is lost beyond the public items.

    Parameters
    ----------
    public
        Answers to plain public items.
    other
        Answers to crossed, counterfactual or private ones.
    allowance
        Loss that is forgiven; 0 for items of the same distribution.
    """
    return difference(name, answers(public), answers(other), allowance, "accuracy on public items against others")
