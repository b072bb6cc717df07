"""Collider events and jets: read from ROOT, generated with Pythia 8, encoded by a graph transformer.

The encoder is imported at first use: its neighbours that need no torch, such as the tools, are then light to import.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from physfm_lhc.encoder import EventEncoder

__all__ = ["EventEncoder"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from physfm_lhc import encoder

        return getattr(encoder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
