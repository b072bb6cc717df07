"""How the reranker is fitted: on questions whose answering passage is known, and on questions that have none.

Ranking maximises the probability that an answering passage comes first (softmax over the candidates of a question);
support is a logistic regression on the five best-ranked passages of every question, answerable or not; its threshold
makes the two errors equal: claiming an answer where there is none, and "not found" where there is one. The threshold is
chosen on questions of groups that this part of the fit did not see (five folds).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.retrieval.features import NAMES
from physfm.retrieval.ranking import SUPPORT, Ranker

TOP = 5
"""Best-ranked passages of each question that the support model learns from."""

_FOLDS = 5
_RIDGE = 1e-3


@dataclass(frozen=True)
class Asked:
    """A question with its candidates.

    Parameters
    ----------
    features
        (candidates, len(`NAMES`)).
    answers
        (candidates,), whether a candidate answers the question.
    answerable
        Whether the index holds an answer at all.
    group
        Questions of one group never stand on both sides of a fold.
    """

    features: NDArray[np.float64]
    answers: NDArray[np.bool_]
    answerable: bool
    group: str


def fit(asked: Sequence[Asked], made: dict[str, Any]) -> Ranker:
    """Fit ranking, support and threshold.

    Parameters
    ----------
    asked
        Questions with candidates; those without any are left out.
    made
        What is to be remembered about the fit.
    """
    asked = [each for each in asked if len(each.features)]
    table = np.concatenate([each.features for each in asked])
    mean, scale = table.mean(0), table.std(0) + 1e-6
    weights = _ranking([each for each in asked if each.answers.any()], mean, scale)
    draft = Ranker(mean, scale, weights, np.zeros(SUPPORT), 0.5, made)
    top = [_best(draft, each) for each in asked]
    groups = sorted({each.group for each in asked})
    fold = np.array([groups.index(each.group) % _FOLDS for each in asked])
    claimed = np.zeros(len(asked))
    for number in range(_FOLDS):
        part = _support([each for each, f in zip(top, fold, strict=True) if f != number])
        for place in np.flatnonzero(fold == number):
            claimed[place] = 1 / (1 + np.exp(-(top[place][0][0] @ part)))
    answerable = np.array([each.answerable for each in asked])
    threshold = balanced(claimed, answerable)
    return Ranker(mean, scale, weights, _support(top), threshold, made)


def balanced(claimed: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """Return the threshold at which false "found" and false "not found" are equally frequent.

    Parameters
    ----------
    claimed
        (questions,), probability of support of the best passage.
    answerable
        (questions,), whether there is an answer; both kinds must occur.
    """
    steps = np.linspace(0.01, 0.99, 197)
    found = [(claimed[~answerable] >= t).mean() for t in steps]
    missed = [(claimed[answerable] < t).mean() for t in steps]
    return float(round(steps[int(np.argmin(np.abs(np.subtract(found, missed))))], 3))


def _best(ranker: Ranker, each: Asked) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Columns of the support model and answers of the `TOP` best-ranked candidates, best first."""
    best = np.argsort(-ranker.scores(each.features), kind="stable")[:TOP]
    return ranker.design(each.features)[best], each.answers[best] & each.answerable


def _ranking(asked: Sequence[Asked], mean: NDArray[np.float64], scale: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that put an answering candidate first."""
    import torch

    longest = max(len(each.features) for each in asked)
    table = torch.zeros(len(asked), longest, len(NAMES), dtype=torch.double)
    real = torch.zeros(len(asked), longest, dtype=torch.bool)
    right = torch.zeros(len(asked), longest, dtype=torch.bool)
    for row, each in enumerate(asked):
        count = len(each.features)
        table[row, :count] = torch.tensor((each.features - mean) / scale)
        real[row, :count] = True
        right[row, :count] = torch.tensor(each.answers)

    def loss(weights: Any) -> Any:
        score = (table @ weights).masked_fill(~real, -torch.inf)
        any_right = torch.logsumexp(score.masked_fill(~right, -torch.inf), 1)
        return (torch.logsumexp(score, 1) - any_right).mean()

    return _minimum(loss, len(NAMES))


def _support(top: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]]) -> NDArray[np.float64]:
    """Weights of the logistic regression."""
    import torch

    table = torch.tensor(np.concatenate([columns for columns, _ in top]))
    right = torch.tensor(np.concatenate([answers for _, answers in top]), dtype=torch.double)
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    return _minimum(lambda weights: entropy(table @ weights, right), SUPPORT)


def _minimum(loss: Callable[[Any], Any], count: int) -> NDArray[np.float64]:
    """Minimise a smooth loss with a small ridge, by L-BFGS from zero."""
    import torch

    weights = torch.zeros(count, dtype=torch.double, requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=300, tolerance_grad=1e-6, line_search_fn="strong_wolfe")

    def closure() -> Any:
        search.zero_grad()
        value = loss(weights) + _RIDGE * (weights**2).sum()
        value.backward()
        return value

    search.step(closure)
    return np.asarray(weights.detach().numpy())
