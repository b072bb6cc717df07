"""What an answer may cost: steps, seconds, tokens. A loop that a model drives must end by itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from physfm.errors import InputError


@dataclass(frozen=True)
class Limits:
    """Bounds of one answer.

    Parameters
    ----------
    steps
        Tool calls, repaired ones included.
    seconds
        Wall-clock time after which no further step begins.
    tokens
        Tokens that the language model may write, over all its turns.

    Raises
    ------
    InputError
        If one is not positive.
    """

    steps: int = 6
    seconds: float = 120.0
    tokens: int = 600

    def __post_init__(self) -> None:
        for name in ("steps", "seconds", "tokens"):
            if not getattr(self, name) > 0:
                raise InputError(f"Limit {name!r} must be positive, got {getattr(self, name)}.")


@dataclass
class Spent:
    """What one answer has cost so far."""

    limits: Limits
    steps: int = 0
    tokens: int = 0
    start: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the question."""
        return time.monotonic() - self.start

    @property
    def exhausted(self) -> str:
        """Which limit was reached, in words; empty while there is room for a step."""
        if self.steps >= self.limits.steps:
            return f"{self.limits.steps} steps"
        if self.seconds >= self.limits.seconds:
            return f"{self.limits.seconds:g} seconds"
        if self.tokens >= self.limits.tokens:
            return f"{self.limits.tokens} tokens"
        return ""
