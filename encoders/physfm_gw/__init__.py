"""Gravitational-wave strain for physfm: a transformer over matched-filtered patches of one to three detectors."""

from physfm_gw.encoder import StrainEncoder

__all__ = ["StrainEncoder"]
