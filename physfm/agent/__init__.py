"""The agent: route a question, look at the data, call tools, retrieve passages, answer with evidence, check itself.

`Agent` is what `physfm.load` returns; `Trace` is what it writes down.
"""

from __future__ import annotations

from physfm.agent.limits import Limits
from physfm.agent.loop import Agent
from physfm.agent.trace import Trace

__all__ = ["Agent", "Limits", "Trace"]
