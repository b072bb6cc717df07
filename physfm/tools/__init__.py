"""Tools: typed functions with units that a person, the agent or a server calls by name.

Notable: importing this package imports no tool; `tools` imports the modules, and each module imports its heavy library
(pdg, SciPy, astropy) only when a tool that needs it is called. A module joins by its name in `MODULES` and a tuple
``TOOLS`` of `physfm.tools.tool.Tool`.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING

from physfm.errors import InputError, MissingDependency, did_you_mean

if TYPE_CHECKING:
    from physfm.tools.tool import Tool

MODULES = ("particles", "constants", "conversion", "kinematics", "cosmology", "binaries", "algebra")
"""Modules of this package that bring tools, in the order in which the tools are listed."""


@cache
def tools() -> dict[str, Tool]:
    """Return all tools by name.

    Raises
    ------
    MissingDependency
        If pydantic, which every tool's schema needs, is not installed.
    """
    found: dict[str, Tool] = {}
    for module in MODULES:
        try:
            brought = importlib.import_module(f"{__name__}.{module}").TOOLS
        except ModuleNotFoundError as err:
            if (err.name or "").startswith("physfm"):
                raise
            raise MissingDependency("Tools", err.name or "pydantic", "tools") from err
        for tool in brought:
            if tool.name in found:
                raise RuntimeError(f"Two tools are named {tool.name!r}; the second is in physfm.tools.{module}.")
            found[tool.name] = tool
    return found


def find(name: str) -> Tool:
    """Return one tool by its name.

    Raises
    ------
    InputError
        If there is none; the message gives the nearest name.
    """
    known = tools()
    if name not in known:
        raise InputError(f"No tool named {name[:60]!r}.{did_you_mean(name[:60], known)} Known: {', '.join(known)}.")
    return known[name]
