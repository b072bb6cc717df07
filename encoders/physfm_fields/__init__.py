"""Neural-field encoder of simulation grids: fluids, waves, reactions; read with h5py, scipy, netCDF4 and torch.

The encoder is imported at first use: its neighbours that need no torch, such as the tools, are then light to import.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from physfm_fields.encoder import FieldEncoder

__all__ = ["FieldEncoder"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from physfm_fields import encoder

        return getattr(encoder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
