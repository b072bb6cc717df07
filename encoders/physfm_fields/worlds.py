"""Other worlds that this encoder's simulator can make, for counterfactual data (entry point ``physfm.worlds``).

Each is a name, a sentence that says what is different, the kind to generate, and the options that make it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORLDS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    (
        "viscosity",
        "In this sample every viscosity and diffusivity is four times as large as usual.",
        "fields",
        {"dissipation": 4.0},
    ),
)
