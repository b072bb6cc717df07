"""A toy encoder of pendulum swings read from CSV files: a complete plug-in without a change in physfm."""

from physfm_toy.encoder import ToyEncoder

__all__ = ["ToyEncoder"]
