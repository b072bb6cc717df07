"""physfm: Large Physics Models, language models that see physics data.

Importing this package imports no torch; what needs it is loaded at first use.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["encoders", "load"]

# tqdm says so in Jupyter without ipywidgets as soon as transformers is imported; nothing of ours draws such a bar.
warnings.filterwarnings("ignore", "IProgress not found")

if TYPE_CHECKING:
    from physfm.agent import Agent


def encoders() -> list[str]:
    """Names of the installed encoders, sorted, from entry-point metadata; imports nothing heavy."""
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group="physfm.encoders")})


def load(source: str | None = None, base: str | None = None, device: str = "cpu", **options: Any) -> Agent:
    """Load a model: the weights that ship, or those in a folder.

    Parameters
    ----------
    source
        A folder written by ``physfm fit``; the shipped weights if None.
    base
        Base language model: a pulled name, the path or the id of any Hugging Face causal language model.
    device
        Where torch computes, such as ``"cpu"`` or ``"cuda"``.
    options
        Passed on to `physfm.agent.Agent`: ``index``, ``speaker``, ``router``, ``limits``.

    Returns
    -------
    agent
        ``.encode``, ``.measure`` and ``.ask``; ``.model`` is the `physfm.model.PhysicsModel` behind it.

    Raises
    ------
    physfm.errors.WeightsError
        If the folder holds no weights, or weights for something else.
    """
    from physfm.agent import Agent
    from physfm.model import BASE, PhysicsModel

    return Agent(PhysicsModel.load(source, base=base or BASE, device=device), **options)
