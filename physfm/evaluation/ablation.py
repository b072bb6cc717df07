"""The agent with a part of its experts only: what do tools add, what do passages add?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from physfm.router import Plan, Router
from physfm.router.plan import RETRIEVAL, TOOL

SYMBOLIC = frozenset(TOOL + name for name in ("calculate", "symbolic", "check_steps", "dimension", "convert"))
"""Tools that compute and know no physics."""
PASSAGES = frozenset({RETRIEVAL})


@final
class OnlyExperts:
    """A router that knows some experts only: its plan is the best of what is left of another's.

    Parameters
    ----------
    router
        Whose plans are cut.
    experts
        Names that may stay, such as `SYMBOLIC`; the first by name where nothing stays.
    """

    def __init__(self, router: Router, experts: frozenset[str]) -> None:
        self._router, self._experts = router, experts

    def plan(self, question: str, attachments: Sequence[str] = ()) -> Plan:
        """The other router's plan, cut."""
        plan = self._router.plan(question, attachments)
        kept = tuple(name for name in plan.experts if name in self._experts)
        others = tuple((name, p) for name, p in plan.alternatives if name in self._experts)
        chosen = kept or tuple(name for name, _ in others[:1]) or (min(self._experts),)
        return replace(plan, experts=chosen, alternatives=others, question="")
