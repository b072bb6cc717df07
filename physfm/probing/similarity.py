"""How alike two representations of the same items are, and how alike they would be by chance.

Raw similarity grows with width and shrinks with the number of items, so a value alone says nothing: every measure comes
with its distribution when the items of one side are exchanged (permutation null), and with its excess over it. Even
that only refutes independence. Two random networks on the same inputs are alike too: compare with such a pair.

- `cka`: linear centred kernel alignment (Kornblith et al., arXiv 1905.00414), debiased (Song et al., JMLR 13 (2012)
  1393; Nguyen et al., arXiv 2010.15327).
- `neighbours`: mutual k nearest neighbours (Huh et al., arXiv 2405.07987).
- `procrustes`: best rotation and scale of one onto the other (Schoenemann, Psychometrika 31 (1966) 1; Williams et al.,
  arXiv 2110.14739).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from physfm.errors import InputError

Rows = NDArray[np.float64]
Statistic = Callable[[NDArray[np.intp]], float]


@dataclass(frozen=True)
class Similarity:
    """A similarity with its permutation null.

    Parameters
    ----------
    value
        1 for the same representation.
    null_mean, null_high
        Mean and 95 % quantile over permutations of the items.
    excess
        ``(value - null_mean) / (1 - null_mean)``: 0 by chance, 1 for the same.
    p
        Share of permutations, the identity included, that are at least as alike.
    """

    value: float
    null_mean: float
    null_high: float
    excess: float
    p: float


def cka(x: ArrayLike, y: ArrayLike) -> float:
    """Debiased linear CKA of (items, width) and (items, other width); about 0 for independent, 1 for the same."""
    return _cka(*_checked(x, y))(np.arange(len(np.asarray(x))))


def neighbours(x: ArrayLike, y: ArrayLike, k: int = 10) -> float:
    """Mean share of the ``k`` nearest neighbours (Euclidean) that an item has on both sides."""
    return _neighbours(*_checked(x, y), k)(np.arange(len(np.asarray(x))))


def procrustes(x: ArrayLike, y: ArrayLike) -> float:
    r"""Nuclear norm of :math:`X^T Y`, both centred and of unit norm: the cosine after the best rotation."""
    return _procrustes(*_checked(x, y))(np.arange(len(np.asarray(x))))


def compare(x: ArrayLike, y: ArrayLike, k: int = 10, permutations: int = 199, seed: int = 0) -> dict[str, Similarity]:
    """All three measures, each with its null from the same permutations.

    Raises
    ------
    InputError
        If the two do not hold the same items (rows), or fewer than ``k + 2`` of them.
    """
    a, b = _checked(x, y)
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(a)) for _ in range(permutations)]
    made = {"cka": _cka(a, b), "neighbours": _neighbours(a, b, k), "procrustes": _procrustes(a, b)}
    return {name: _against_chance(statistic, len(a), orders) for name, statistic in made.items()}


def _against_chance(statistic: Statistic, items: int, orders: list[NDArray[np.intp]]) -> Similarity:
    value = statistic(np.arange(items))
    null = np.array([statistic(order) for order in orders])
    mean = float(null.mean())
    p = (1 + int((null >= value).sum())) / (1 + len(null))
    return Similarity(value, mean, float(np.quantile(null, 0.95)), (value - mean) / (1 - mean), p)


def _checked(x: ArrayLike, y: ArrayLike) -> tuple[Rows, Rows]:
    a, b = np.asarray(x, float), np.asarray(y, float)
    if a.ndim != 2 or b.ndim != 2 or len(a) != len(b) or len(a) < 4:
        raise InputError(
            f"Expected the same four or more items as (items, width) twice, got shapes {a.shape} and {b.shape}."
        )
    return a, b


# Each function prepares both sides once and returns the statistic as a function of the order of the second's items.


def _cka(x: Rows, y: Rows) -> Statistic:
    first, second = _gram(x), _gram(y)
    norm = np.sqrt(max(_hsic(first, first), 0) * max(_hsic(second, second), 0))

    def statistic(order: NDArray[np.intp]) -> float:
        return float(_hsic(first, second[np.ix_(order, order)]) / norm) if norm > 0 else 0.0

    return statistic


def _gram(x: Rows) -> Rows:
    centred = x - x.mean(0)
    gram: Rows = centred @ centred.T
    np.fill_diagonal(gram, 0)
    return gram


def _hsic(k: Rows, m: Rows) -> float:
    """Unbiased estimate of the Hilbert-Schmidt independence criterion; both with zero diagonal."""
    n = len(k)
    k_rows, m_rows = k.sum(0), m.sum(0)
    cross = k_rows.sum() * m_rows.sum() / ((n - 1) * (n - 2)) - 2 * (k_rows @ m_rows) / (n - 2)
    return float(((k * m).sum() + cross) / (n * (n - 3)))


def _neighbours(x: Rows, y: Rows, k: int) -> Statistic:
    if len(x) < k + 2:
        raise InputError(f"Expected at least {k + 2} items for {k} neighbours, got {len(x)}.")
    first, second = _nearest(x, k), _nearest(y, k)
    return lambda order: float((first & second[np.ix_(order, order)]).sum() / (k * len(x)))


def _nearest(x: Rows, k: int) -> NDArray[np.bool_]:
    square = (x**2).sum(1)
    distance = square[:, None] + square - 2 * x @ x.T
    np.fill_diagonal(distance, np.inf)
    near = np.zeros(distance.shape, bool)
    np.put_along_axis(near, np.argpartition(distance, k, axis=1)[:, :k], True, axis=1)
    return near


def _procrustes(x: Rows, y: Rows) -> Statistic:
    first, second = (_unit(z) for z in (x, y))
    return lambda order: float(np.linalg.svd(first.T @ second[order], compute_uv=False).sum())


def _unit(x: Rows) -> Rows:
    centred = x - x.mean(0)
    norm = np.linalg.norm(centred)
    result: Rows = centred / norm if norm > 0 else centred
    return result
