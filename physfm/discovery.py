"""Finding encoders: entry points are loaded one at a time, so that one broken plug-in breaks nothing else."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from physfm.encoder import Encoder
from physfm.errors import EncoderLoadError, EncoderNotFound, did_you_mean

GROUP = "physfm.encoders"


def _points() -> dict[str, Any]:
    # Of importlib.metadata.EntryPoint, or of its backport's class where a library has imported the backport.
    return {point.name: point for point in entry_points(group=GROUP)}


def names() -> list[str]:
    """Names of the installed encoders, sorted; imports none of them."""
    return sorted(_points())


@cache
def load(name: str) -> type[Encoder]:
    """Import the class of one encoder.

    Raises
    ------
    EncoderNotFound
        If no entry point has this name; the message names the nearest and lists all.
    EncoderLoadError
        If it is installed but does not import, or is no `Encoder`; the cause is attached.
    """
    points = _points()
    if name not in points:
        raise EncoderNotFound(
            f"No encoder named {name!r}.{did_you_mean(name, points)} Installed: {', '.join(sorted(points)) or 'none'}."
        )
    point = points[name]
    package = f"{point.dist.name} {point.dist.version}, " if point.dist else ""
    try:
        found = point.load()
    except (Exception, SystemExit) as err:  # a module that exits must not take the others with it
        raise EncoderLoadError(
            f"Encoder {name!r} ({package}{point.value}) is installed but did not import: {err}"
        ) from err
    if not (isinstance(found, type) and issubclass(found, Encoder)):
        raise EncoderLoadError(
            f"Encoder {name!r} ({package}{point.value}) is not a subclass of physfm.encoder.Encoder."
        )
    own = getattr(found, "name", None)
    if own != name:
        raise EncoderLoadError(
            f"Encoder {name!r} ({package}{point.value}) calls itself {own!r}; entry point and class must agree."
        )
    if lacking := sorted(found.__abstractmethods__):
        raise EncoderLoadError(f"Encoder {name!r} ({package}{point.value}) does not implement {', '.join(lacking)}.")
    return found
