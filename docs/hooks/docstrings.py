"""From our docstrings to Markdown: NumPy sections name what is returned, formulas are a role, names stand in backticks.

A Griffe extension; nothing is imported, the sources are only parsed.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_RETURNS = re.compile(r"^(?:Returns|Yields)\n-+\n(?P<body>(?:(?!\n\w[^\n]*\n---).)*)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"^(\w[\w, ]*)$", re.MULTILINE)
_MATH = re.compile(r":math:`([^`]*)`")
_OURS = re.compile(r"(?<!`)`(physfm\w*(?:\.\w+)+)`(?!`)")


def markdown(text: str) -> str:
    """A docstring in which what is returned is a name, not a type, formulas stand in dollars, our names are links."""
    text = _OURS.sub(r'<autoref optional identifier="\1">`\1`</autoref>', text)
    text = _MATH.sub(lambda m: f"${' '.join(m[1].split())}$", text)
    return _RETURNS.sub(lambda m: m[0].replace(m["body"], _NAME.sub(r"\1 :", m["body"])), text)


class Docstrings(Extension):
    """Rewrites each docstring before it is parsed."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Called by Griffe for every module, class, function and attribute."""
        if obj.docstring:
            obj.docstring.value = markdown(obj.docstring.value)
