"""Measures of similarity against what must hold analytically, and their null against independent data."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import kstest, ortho_group

from physfm.errors import InputError
from physfm.probing.similarity import cka, compare, neighbours, procrustes

MEASURES = {"cka": cka, "neighbours": neighbours, "procrustes": procrustes}
Measure = Callable[..., float]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_rotated_moved_and_scaled_is_the_same(measure: Measure, rng: np.random.Generator) -> None:
    x = rng.normal(size=(60, 7))
    turned = 3.7 * x @ ortho_group.rvs(7, random_state=1) + 2.0
    assert measure(x, x) == pytest.approx(1, abs=1e-9)
    assert measure(x, turned) == pytest.approx(1, abs=1e-9)
    assert measure(x, rng.normal(size=(60, 7))) < 0.6


def test_procrustes_of_a_known_overlap() -> None:
    # Orthonormal columns; one of two is shared: the singular values are 1/2 and 0.
    basis = np.linalg.qr(np.column_stack([np.ones(30), np.random.default_rng(0).normal(size=(30, 3))]))[0][:, 1:]
    assert procrustes(basis[:, :2], basis[:, [0, 2]]) == pytest.approx(0.5)


def test_debiased_cka_of_independent_data_is_zero_where_the_plain_one_is_not(rng: np.random.Generator) -> None:
    found, plain = [], []
    for _ in range(40):
        x, y = rng.normal(size=(2, 40, 200))  # wider than there are items: plain CKA is then near one
        found.append(cka(x, y))
        a, b = (z - z.mean(0) for z in (x, y))
        plain.append(np.linalg.norm(a.T @ b) ** 2 / np.linalg.norm(a.T @ a) / np.linalg.norm(b.T @ b))
    assert np.mean(plain) > 0.7
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(len(found))


def test_neighbours_by_hand() -> None:
    x = np.array([[0.0], [1.0], [10.0], [11.0]])
    assert neighbours(x, x[[0, 1, 2, 3]], k=1) == 1
    # On the other side 0 is beside 10 and 1 beside 11: no neighbour is shared.
    assert neighbours(x, np.array([[0.0], [10.0], [1.0], [11.0]]), k=1) == 0


@pytest.mark.parametrize("name", MEASURES)
def test_p_values_of_independent_data_are_uniform(name: str, rng: np.random.Generator) -> None:
    p = [compare(*rng.normal(size=(2, 25, 4)), k=3, permutations=39, seed=i)[name].p for i in range(150)]
    # Values are multiples of 1/40; jitter within a step makes them continuous.
    assert kstest(np.array(p) - rng.random(150) / 40, "uniform").pvalue > 0.01


def test_dependence_is_found_and_measured_against_chance(rng: np.random.Generator) -> None:
    shared = rng.normal(size=(80, 3))
    x = np.hstack([2 * shared, rng.normal(size=(80, 20))])
    y = np.hstack([2 * shared, rng.normal(size=(80, 40))])
    for found in compare(x, y, permutations=99).values():
        assert found.p <= 0.02
        assert 0 < found.excess < found.value < 1
    assert all(found.excess == pytest.approx(1) for found in compare(x, x, permutations=19).values())


def test_other_items_are_refused(rng: np.random.Generator) -> None:
    with pytest.raises(InputError, match="same four or more items"):
        cka(rng.normal(size=(10, 2)), rng.normal(size=(11, 2)))
    with pytest.raises(InputError, match="at least 12 items"):
        compare(rng.normal(size=(8, 2)), rng.normal(size=(8, 2)))
