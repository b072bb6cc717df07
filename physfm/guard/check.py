"""The door of the guard: every law against every claim of a text that it can judge."""

from __future__ import annotations

from collections.abc import Iterator

from physfm.guard import script
from physfm.guard.conservation import conservation
from physfm.guard.constants import branching, named, properties
from physfm.guard.equations import equations
from physfm.guard.quantities import quantities
from physfm.guard.ranges import NAMED
from physfm.guard.reactions import Reaction, reactions
from physfm.guard.statements import judged, statements
from physfm.guard.verdict import Check

MAX_LENGTH = 20_000
"""Characters that are checked; what follows is said to be unchecked."""


def _hidden(shown: str, found: list[Reaction]) -> str:
    """A text in which every reaction is one word, so that its digits are no numbers."""
    pieces, at = [], 0
    for reaction in sorted(found, key=lambda r: r.span):
        start, end = max(at, reaction.span[0]), reaction.span[1]
        if end > start:
            pieces += [shown[at:start], "R" * (end - start)]
            at = end
    return "".join([*pieces, shown[at:]])


def _checks(text: str) -> Iterator[Check]:
    parts = script.sentences(text)
    symbols = script.symbols(text)
    found = list(reactions(symbols))
    for reaction in found:
        sentence = parts.around(*reaction.span)
        yield from conservation(reaction, text[slice(*reaction.span)], sentence, script.denied(sentence))
    shown = _hidden(script.prose(text), found)
    numbers = list(quantities(shown, text))
    names = list(NAMED.finditer(shown))
    stated = list(statements(shown, names, parts, numbers))
    yield from judged(text, shown, stated)
    yield from named(text, shown, numbers, parts.starts)
    yield from properties(text, shown, symbols, stated, parts.starts)
    yield from branching(text, shown, stated, found)
    yield from equations(text, shown, names, numbers)


def check(text: str) -> tuple[Check, ...]:
    """Hold a text against conservation laws, dimensions, physical ranges and tabulated constants.

    Parameters
    ----------
    text
        Prose with numbers, formulas and reactions, in plain text, Unicode or LaTeX.

    Returns
    -------
    checks
        In the order of the text: what was checked and holds, what fails, and what could not be decided. A text without
        claims that can be checked gives none.
    """
    found = sorted(_checks(text[:MAX_LENGTH]), key=lambda c: c.span)
    if len(text) > MAX_LENGTH:
        reason = f"Only the first {MAX_LENGTH} of {len(text)} characters were checked."
        span = (MAX_LENGTH, len(text))
        found.append(Check("extent", text[MAX_LENGTH : MAX_LENGTH + 40], None, reason, span, "bound of the guard"))
    return tuple(found)
