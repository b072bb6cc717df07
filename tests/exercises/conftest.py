"""A few exercises of every family and split, made once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from physfm.exercises import Exercise, families, generate
from physfm.symbolic import deadline

EACH = 1


@pytest.fixture(scope="session")
def exercises() -> Iterator[tuple[Exercise, ...]]:
    """Return ``EACH`` exercises of every family and split."""
    yield tuple(
        exercise
        for name in families()
        for split in ("train", "held-out")
        for exercise in generate(name, EACH, 7, split)
    )
    deadline.stop()  # SymPy's process
