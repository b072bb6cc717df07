"""physfm: Large Physics Models, language models that see physics data.

Importing this package imports no torch; what needs it is loaded at first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["encoders", "load"]

if TYPE_CHECKING:
    from physfm.model import PhysicsModel


def encoders() -> list[str]:
    """Names of the installed encoders, sorted, from entry-point metadata; imports nothing heavy."""
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group="physfm.encoders")})


def load(source: str | None = None, **options: Any) -> PhysicsModel:
    """Load a model: the weights that ship, or those in a folder.

    Parameters
    ----------
    source
        A folder written by ``physfm fit``; the shipped weights if None.
    options
        Passed on to `physfm.model.PhysicsModel.load`.

    Raises
    ------
    physfm.errors.WeightsError
        If the folder holds no weights, or weights for something else.
    """
    from physfm.model import PhysicsModel

    return PhysicsModel.load(source, **options)
