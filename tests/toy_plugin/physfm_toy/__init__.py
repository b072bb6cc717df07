"""A toy encoder of pendulum swings read from CSV files: a complete plug-in without a change in physfm.

The encoder is imported at first use: its neighbours that need no torch, such as the tools, are then light to import.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from physfm_toy.encoder import ToyEncoder

__all__ = ["ToyEncoder"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from physfm_toy import encoder

        return getattr(encoder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
