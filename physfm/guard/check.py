"""The door of the guard: every law against every claim of a text that it can judge."""

from __future__ import annotations

from collections.abc import Iterator

from physfm.errors import InputError
from physfm.guard import script
from physfm.guard.conservation import conservation
from physfm.guard.reactions import reactions
from physfm.guard.verdict import Check

MAX_LENGTH = 100_000


def _reactions(text: str) -> Iterator[Check]:
    parts = script.sentences(text)
    for reaction in reactions(script.symbols(text)):
        sentence = parts.around(*reaction.span)
        yield from conservation(reaction, text[slice(*reaction.span)], sentence, script.denied(sentence))


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

    Raises
    ------
    InputError
        If it is no text.
    """
    if not isinstance(text, str):
        raise InputError(f"Expected a text to check, got {type(text).__name__}.")
    return tuple(sorted(_reactions(text[:MAX_LENGTH]), key=lambda c: c.span))
