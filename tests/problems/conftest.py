"""A few problems of every family and split, made once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from physfm.problems import Problem, families, generate
from physfm.symbolic import deadline

EACH = 1


@pytest.fixture(scope="session")
def problems() -> Iterator[tuple[Problem, ...]]:
    """Return ``EACH`` problems of every family and split."""
    yield tuple(
        problem for name in families() for split in ("train", "held-out") for problem in generate(name, EACH, 7, split)
    )
    deadline.stop()  # SymPy's process
