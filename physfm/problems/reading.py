"""The former place of `physfm.tools.reading`."""

from physfm.tools.reading import Found, quantities

__all__ = ["Found", "quantities"]
