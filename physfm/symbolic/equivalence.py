"""Whether two expressions are the same, and how that is known.

In this order: identical trees; a random point at which they differ (decides at once, with 50 digits, that they are
not equal); a proof by SymPy; else agreement at all random points. The answer says which. Points come before the proof
only because a search for a proof of what is false uses up the whole time limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from physfm.errors import InputError
from physfm.symbolic.algebra import Assumptions, checked, proves_equal, resolve
from physfm.symbolic.sampling import Comparison, compare
from physfm.symbolic.tree import Node, Relation, symbols

How = Literal["identical", "proof", "points", "undecided"]


@dataclass(frozen=True)
class Equivalence:
    """A verdict.

    Parameters
    ----------
    equal
        True, False, or None where nothing could be decided.
    how
        ``"identical"`` trees, a ``"proof"`` by SymPy, ``"points"`` (agreement or difference at random points), or
        ``"undecided"``.
    reason
        One sentence.
    counterexample
        Values of the symbols at which the two differ.
    """

    equal: bool | None
    how: How
    reason: str
    counterexample: Mapping[str, float | complex] | None = None


def equivalent(
    left: Node, right: Node, assumptions: Assumptions | None = None, *, prove: bool = True, seconds: float | None = None
) -> Equivalence:
    """Compare two expressions under assumptions (``{"B": "positive"}``); symbols are real where nothing is said.

    Parameters
    ----------
    prove
        Whether to look for a proof when all points agree; without, a verdict takes milliseconds.
    seconds
        Time limit of each call of SymPy.

    Raises
    ------
    InputError
        If one of them is a relation, or an assumption is unknown.
    """
    assumptions = checked(assumptions)
    if isinstance(left, Relation) or isinstance(right, Relation):
        raise InputError("Expected two expressions, got an equation: compare its sides, or check it as a step.")
    if left == right:
        return Equivalence(True, "identical", "They are the same expression.")
    try:
        left, right = (resolve(side, assumptions, seconds=seconds) for side in (left, right))
    except InputError as err:
        return Equivalence(None, "undecided", f"A derivative or an integral could not be carried out: {err}")
    found = compare(left, right, assumptions)
    if found.equal is False:
        return Equivalence(False, "points", _difference(found, left, right, assumptions), found.counterexample)
    proven: bool | None = None
    failed = ""
    if prove:
        try:
            proven = proves_equal(left, right, assumptions, seconds=seconds)
        except InputError as err:
            failed = f" ({err})"
    if proven is not None and (proven or found.equal is None):
        what = "simplifies to zero" if proven else "is a constant other than zero"
        return Equivalence(proven, "proof", f"Their difference {what}.")
    if found.equal:
        return Equivalence(True, "points", f"They agree at {found.points} random points with 50 digits{failed}.")
    few = f"Only {found.points} random points gave both a value{failed}; say more about the symbols."
    return Equivalence(None, "undecided", few)


def _difference(found: Comparison, left: Node, right: Node, assumptions: Mapping[str, str]) -> str:
    where = ", ".join(f"{name} = {value:.4g}" for name, value in (found.counterexample or {}).items())
    near = abs(found.left - found.right) < 1e-4 * abs(found.left)
    shown = [_shown(value, 15 if near else 6) for value in (found.left, found.right)]
    text = f"They differ{' at ' + where if where else ''}: {shown[0]} and {shown[1]}"
    if found.ratio is not None and not near:
        text += f"; their ratio is {found.ratio:.6g} everywhere"
    free = [name for name in {*symbols(left), *symbols(right)} if assumptions.get(name, "real") == "real"]
    if free and compare(left, right, {**assumptions, **dict.fromkeys(free, "positive")}).equal:
        text += f". They are equal for positive {', '.join(sorted(free))}"
    return text + "."


def _shown(value: complex, digits: int) -> str:
    return f"{value.real if abs(value.imag) <= 1e-12 * abs(value) else value:.{digits}g}"
