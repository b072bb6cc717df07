"""The tool that this plug-in brings: a tuple ``TOOLS`` behind an entry point, in a module that is light to import."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import quantity
from physfm.tools.tool import Result, Tool

GRAVITY = 9.80665  # m/s^2, standard


def pendulum_period(length: Annotated[str, Field(description="With unit, such as '1 m'")]) -> Result:
    """Period of small swings of a pendulum, in seconds.

    Raises
    ------
    InputError
        If the length is not positive.
    """
    metres = quantity.in_unit(length, "m")
    if not metres > 0:
        raise InputError(f"Expected a positive length, got {length[:60]!r}.")
    period = 2 * math.pi * math.sqrt(metres / GRAVITY)
    return Result(f"A pendulum of {length} swings in {period:.6g} s.", period, "s", source="T = 2 pi sqrt(L/g)")


TOOLS = (Tool(pendulum_period),)
