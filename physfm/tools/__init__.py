"""Tools: typed functions with units that a person, the agent or a server calls by name.

Notable: importing this package imports no tool; `tools` imports the modules, and each module imports its heavy library
(pdg, SciPy, astropy, a simulator) only when a tool that needs it is called. A module of this package joins by its name
in `MODULES`; the tools of another package join by an entry point of the group ``physfm.tools``. Either way a tuple
``TOOLS`` of `physfm.tools.tool.Tool` is what is brought.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from physfm.errors import InputError, MissingDependency, did_you_mean

if TYPE_CHECKING:
    from physfm.tools.tool import Tool

MODULES = ("particles", "constants", "conversion", "kinematics", "cosmology", "binaries", "algebra")
"""Modules of this package that bring tools, in the order in which the tools are listed."""
GROUP = "physfm.tools"
"""Entry points of plug-ins: ``name = "package.module:TOOLS"``; the module should import nothing heavy."""

_log = logging.getLogger(__name__)


def tools() -> dict[str, Tool]:
    """Return all tools by name: those of this package, then those of installed plug-ins by the name of the plug-in.

    A plug-in that does not import is left out, with a note on stderr (the log ``physfm.tools``).

    Raises
    ------
    MissingDependency
        If pydantic, which every tool's schema needs, is not installed.
    InputError
        If a plug-in brings a tool whose name is taken; the message names both.
    """
    return _collected()[0]


def broken() -> dict[str, str]:
    """Why plug-ins that are installed bring no tools, by the name of their entry point."""
    return _collected()[1]


def find(name: str) -> Tool:
    """Return one tool by its name.

    Raises
    ------
    InputError
        If there is none; the message gives the nearest name, and the plug-ins that did not import.
    """
    known = tools()
    if name not in known:
        failed = "".join(f" {why}" for why in broken().values())
        near = did_you_mean(name[:60], known)
        raise InputError(f"No tool named {name[:60]!r}.{near} Known: {', '.join(known)}.{failed}")
    return known[name]


@cache
def _collected() -> tuple[dict[str, Tool], dict[str, str]]:
    found: dict[str, Tool] = {}
    origins: dict[str, str] = {}
    failed: dict[str, str] = {}

    def add(tool: Tool, origin: str) -> None:
        if tool.name in found:
            raise InputError(
                f"Two tools are named {tool.name!r}: one of {origins[tool.name]} and one of {origin}. "
                "Uninstall one of the two, or rename its tool."
            )
        found[tool.name], origins[tool.name] = tool, origin

    for module in MODULES:
        try:
            brought = importlib.import_module(f"{__name__}.{module}").TOOLS
        except ModuleNotFoundError as err:
            if (err.name or "").startswith("physfm"):
                raise
            raise MissingDependency("Tools", err.name or "pydantic", "tools") from err
        for tool in brought:
            add(tool, f"{__name__}.{module}")
    for label, point in _points():
        try:
            brought = _brought(point)
        except (Exception, SystemExit) as err:  # one broken plug-in breaks nothing else, not even by exiting
            why = f"The tools of {label} are installed but did not import: {' '.join(str(err).split())[:200]}"
            failed[label] = f"{why.rstrip('.')}."
            _log.warning("physfm: %s", failed[label])
            continue
        for tool in brought:
            add(tool, label)
    return found, failed


def _points() -> Iterator[tuple[str, Any]]:
    from importlib.metadata import entry_points

    # Of importlib.metadata.EntryPoint, or of its backport's class where a library has imported the backport.
    points: list[Any] = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    for point in points:
        package = f"{point.dist.name} {point.dist.version}, " if point.dist else ""
        yield f"plug-in {point.name!r} ({package}{point.value})", point


def _brought(point: Any) -> tuple[Tool, ...]:
    from physfm.tools.tool import Tool

    brought = tuple(point.load())
    for tool in brought:
        if not isinstance(tool, Tool) or not tool.name.isidentifier():
            raise TypeError(f"expected a tuple of physfm.tools.tool.Tool with names of their own, got {tool!r:.80}")
        tool.schema  # noqa: B018 - annotations that pydantic cannot read are found here, not by whoever lists all tools
    return brought
