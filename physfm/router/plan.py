"""What routing decides: the plan of a question, and the route that an answer took.

Experts are names: ``encoder:NAME``, ``tool:NAME``, ``retrieval``, and the two refusals ``clarify`` (the question cannot
be answered without saying more) and ``abstain`` (out of scope). Every router, learned or by rule, is one `Router`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

RETRIEVAL = "retrieval"
CLARIFY = "clarify"
ABSTAIN = "abstain"
ENCODER = "encoder:"
TOOL = "tool:"


@dataclass(frozen=True)
class Route:
    """Where a question and its data went, and why.

    Parameters
    ----------
    encoders
        Names of the encoders, one per attachment.
    tools, retrieval
        Tools called and passages retrieved.
    confidence
        Probability that the route is right: 1 where exactly one encoder recognised the file's layout.
    reason
        One sentence.
    """

    encoders: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    retrieval: tuple[str, ...] = ()
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """Which experts are to answer a question.

    Parameters
    ----------
    experts
        Names of experts, best first; a refusal stands alone.
    confidence
        Calibrated probability that this plan is right.
    question
        The clarifying question to ask back; empty unless the plan is to clarify.
    reason
        One sentence, for the trace.
    alternatives
        Experts that were not chosen, with their probability, best first.
    router
        Name of the router that decided.
    """

    experts: tuple[str, ...]
    confidence: float
    question: str = ""
    reason: str = ""
    alternatives: tuple[tuple[str, float], ...] = ()
    router: str = ""

    @property
    def encoders(self) -> tuple[str, ...]:
        """Names of the encoders, without prefix."""
        return tuple(name.removeprefix(ENCODER) for name in self.experts if name.startswith(ENCODER))

    @property
    def tools(self) -> tuple[str, ...]:
        """Names of the tools, without prefix."""
        return tuple(name.removeprefix(TOOL) for name in self.experts if name.startswith(TOOL))

    @property
    def retrieval(self) -> bool:
        """Whether passages are to be retrieved."""
        return RETRIEVAL in self.experts

    @property
    def clarify(self) -> bool:
        """Whether to ask back."""
        return CLARIFY in self.experts

    @property
    def abstain(self) -> bool:
        """Whether the question is out of scope."""
        return ABSTAIN in self.experts


@runtime_checkable
class Router(Protocol):
    """What sends a question to experts."""

    def plan(self, question: str, attachments: Sequence[str] = ()) -> Plan:
        """Decide.

        Parameters
        ----------
        question
            Any text.
        attachments
            Names of the encoders that read the attached files.
        """
        ...
