"""Shared layers: packed attention with a backend per device, transformer blocks, Fourier features."""

from physfm.nn.attention import backends, packed_attention
from physfm.nn.blocks import MLP, Block, CrossBlock
from physfm.nn.fourier import FourierFeatures
from physfm.nn.packing import lengths_of, pack, unpack

__all__ = [
    "MLP",
    "Block",
    "CrossBlock",
    "FourierFeatures",
    "backends",
    "lengths_of",
    "pack",
    "packed_attention",
    "unpack",
]
