"""One door for both notations."""

from __future__ import annotations

import re
from typing import Literal

from physfm.errors import InputError
from physfm.symbolic.grammar import read_text
from physfm.symbolic.latex import read_latex
from physfm.symbolic.tree import Node

Notation = Literal["auto", "text", "latex"]
_LATEX = re.compile(r"[\\{}$]")


def parse(source: str, notation: Notation = "auto") -> Node:
    r"""Read an expression or a relation.

    Parameters
    ----------
    source
        ``"1/2*m*v**2"`` or ``r"\frac{1}{2} m v^2"``.
    notation
        ``"auto"`` takes a text with a backslash, a brace or a dollar sign for LaTeX (there ``kb`` is k times b).

    Raises
    ------
    InputError
        In one line: where it cannot be read and why, or which bound it exceeds. Nothing else is ever raised, and
        nothing of the text is ever run (fuzzed in ``python -m benchmarks symbolic``).
    """
    if notation not in ("auto", "text", "latex"):
        raise InputError(f"Expected the notation 'auto', 'text' or 'latex', got {notation!r}.")
    latex = notation == "latex" or (notation == "auto" and _LATEX.search(source))
    try:
        return read_latex(source) if latex else read_text(source)
    except RecursionError as err:  # our own bound is far below Python's, but the caller may be deep in its stack
        raise InputError(f"Cannot read {source[:60]!r}: more levels of brackets than fit on the stack here.") from err
