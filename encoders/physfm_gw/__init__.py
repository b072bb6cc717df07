"""Gravitational-wave strain for physfm: a transformer over matched-filtered patches of one to three detectors.

The encoder is imported at first use: its neighbours that need no torch, such as the tools, are then light to import.
"""

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from physfm_gw.encoder import StrainEncoder

__all__ = ["StrainEncoder"]

# LAL's notice of fifteen lines whenever it is imported in Jupyter; the filter is the one that it recommends itself.
warnings.filterwarnings("ignore", "Wswiglal-redir-stdio")


def __getattr__(name: str) -> Any:
    if name in __all__:
        from physfm_gw import encoder

        return getattr(encoder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
