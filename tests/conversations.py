"""A speaker that says its lines: for tests of what is made of a model's words, whatever they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from physfm.agent.speaker import Reply, parsed


class Script:
    """Says one line a turn, and keeps what it was given."""

    name, fluent = "script", False

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.given: list[list[Mapping[str, Any]]] = []

    def reply(
        self,
        messages: Sequence[Mapping[str, Any]],
        schemas: Sequence[Mapping[str, Any]],
        max_tokens: int,
        tool: str = "",
    ) -> Reply:
        self.given.append(list(messages))
        return parsed(self.lines.pop(0), tokens=10)
