"""The process in which SymPy runs: one request a line on standard input, one answer a line on standard output.

What is covered: whatever SymPy does, the asking side waits no longer than it wants to (`physfm.symbolic.deadline` kills
this process), this process ends by itself some seconds after its deadline even if the asking side is gone (a kernel
timer, which no loop in C can hold up), memory is limited, and a line holds nothing but tokens of a declared
vocabulary: neither side ever unpickles or evaluates what the other sent. What is not covered: the process has its
user's rights, in case SymPy itself were to do harm.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from physfm import process
from physfm.errors import InputError
from physfm.symbolic.bridge import from_sympy, to_sympy
from physfm.symbolic.linearise import delinearise, linearise

MEMORY_BYTES = 2 * 2**30


def simplify(e: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """Simplify, expand or factor."""
    import sympy

    return [getattr(sympy, options["way"])(e[0])]


def differentiate(e: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """Differentiate by the symbol e[1]."""
    return [e[0].diff(e[1], options["order"])]


def integrate(e: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """Integrate over the symbol e[1], from e[2] to e[3] if they are there."""
    import sympy

    found = sympy.integrate(e[0], tuple(e[1:]) if len(e) == 4 else e[1])
    if found.has(sympy.Integral):
        raise InputError("No closed form of the integral was found.")
    if found.has(sympy.nan, sympy.zoo) or (found.is_infinite and len(e) == 4):
        raise InputError("The integral diverges.")
    return [found]


def series(e: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """Expand in the symbol e[1] around e[2], up to and with the power ``order``."""
    return [e[0].series(e[1], e[2], options["order"] + 1).removeO()]


def solve(e: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """Solve the equation e[0] for the symbol e[1]."""
    import sympy

    try:
        return list(sympy.solve(e[0], e[1]))
    except NotImplementedError as err:
        raise InputError("No method to solve this equation in closed form is known.") from err


def resolve(e: list[Any], options: Mapping[str, Any]) -> list[Any]:
    """Carry out derivatives and integrals."""
    import sympy

    found = [part.doit() for part in e]
    if any(part.has(sympy.Integral) for part in found):
        raise InputError("No closed form of the integral was found.")
    return found


def vanishes(e: list[Any], options: Mapping[str, Any]) -> bool | None:
    """Whether e[0] - e[1] is zero: True and False are proofs, None is neither."""
    import sympy

    difference = e[0] - e[1]
    ways = (sympy.expand, sympy.cancel, sympy.simplify, lambda x: sympy.simplify(x.rewrite(sympy.exp)))
    for way in ways:
        try:
            found = way(difference)
        except (sympy.PolynomialError, NotImplementedError, ValueError, TypeError):
            continue  # this way does not take such expressions
        if found.is_zero:
            return True
        if found.is_number and found.is_zero is False:
            return False
    return None


ACTIONS: dict[str, Callable[[list[Any], Mapping[str, Any]], list[Any] | bool | None]] = {
    action.__name__: action for action in (simplify, differentiate, integrate, series, solve, resolve, vanishes)
}


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer ``{"action", "trees", "assumptions", ...}`` by ``{"trees"}``, ``{"truth"}`` or ``{"error"}``."""
    try:
        trees = [delinearise(tokens.split(" ")) for tokens in request["trees"]]
        expressions = [to_sympy(tree, request["assumptions"]) for tree in trees]
        found = ACTIONS[request["action"]](expressions, request)
        if found is None or isinstance(found, bool):
            return {"truth": found}
        return {"trees": [" ".join(linearise(from_sympy(expression))) for expression in found]}
    except InputError as err:
        return {"error": str(err)}
    except (MemoryError, RecursionError) as err:
        return {"error": f"The calculation needs too much memory ({type(err).__name__})."}
    except Exception as err:  # SymPy raises anything; the process stays usable
        return {"error": f"SymPy gave up: {type(err).__name__}: {' '.join(str(err).split())[:200]}"}


def serve() -> None:
    """Answer lines until the other side closes the pipe."""
    out = process.answers()
    process.limit("RLIMIT_AS", MEMORY_BYTES)
    import sympy

    sympy.integrate, sympy.solve  # noqa: B018 - loaded now, not on the first request
    out.write('{"ready": true}\n')
    out.flush()
    for line in sys.stdin:
        request = json.loads(line)
        process.end_after(request["seconds"] + process.GRACE_S)
        found = answer(request)
        process.end_after(0.0)
        out.write(json.dumps(found) + "\n")
        out.flush()


if __name__ == "__main__":
    serve()
