"""Collider events and jets: read from ROOT, generated with Pythia 8, encoded by a graph transformer."""

from physfm_lhc.encoder import EventEncoder

__all__ = ["EventEncoder"]
