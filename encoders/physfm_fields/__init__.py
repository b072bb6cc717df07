"""Neural-field encoder of simulation grids: fluids, waves, reactions; read with h5py, scipy, netCDF4 and torch."""

from physfm_fields.encoder import FieldEncoder

__all__ = ["FieldEncoder"]
