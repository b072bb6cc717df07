"""Other worlds that this encoder's simulator can make, for counterfactual data (entry point ``physfm.worlds``).

Each is a name, a sentence that says what is different, the kind to generate, and the options that make it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORLDS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    (
        "noise-curve",
        "In this sample the noise of both detectors has the spectrum of Advanced Virgo instead of Advanced LIGO.",
        "strain",
        {"curve": "AdV"},
    ),
)
