"""Other worlds that this encoder's simulator can make, for counterfactual data (entry point ``physfm.worlds``).

Each is a name, a sentence that says what is different, the kind to generate, and the options that make it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORLDS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    (
        "strong-coupling",
        "In this sample the strong coupling of the parton shower is 0.20 at the Z mass instead of 0.1365.",
        "jets",
        {"alpha_s": 0.20},
    ),
    (
        "weak-coupling",
        "In this sample the strong coupling of the parton shower is 0.08 at the Z mass instead of 0.1365.",
        "jets",
        {"alpha_s": 0.08},
    ),
)
