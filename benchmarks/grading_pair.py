"""A pair of answer and gold, and what is known of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Pair:
    """An answer, its gold, whether it is right, and what the problem says."""

    kind: str
    format: str
    held: bool
    right: bool
    answer: str
    gold: str
    settings: dict[str, Any] = field(default_factory=dict)


def some(kind: str, right: dict[str, str], gold: str, rng: random.Random, count: int) -> Iterator[Pair]:
    for name in rng.sample(sorted(right), min(count, len(right))):
        yield Pair(kind, name.removeprefix("held:"), name.startswith("held:"), True, right[name], gold)
