r"""Tokens of an expression in LaTeX: numbers with their powers of ten, letters, words in fonts, commands, marks.

Spaces, sizes and fonts of single letters leave no token; what is written in two ways (``\leq``, ``\le``) is one mark.
"""

from __future__ import annotations

import re

from physfm.errors import InputError
from physfm.symbolic.functions import LETTERS
from physfm.symbolic.pratt import Token

_SPACES = frozenset([",", ";", ":", "!", "quad", "qquad", "displaystyle", "textstyle", "limits", "nolimits"]) | {
    a + b for a in ("big", "Big", "bigg", "Bigg") for b in ("", "l", "r")
}
_COMMANDS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "pm": "±", "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=",
    "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=", "lt": "<", "gt": ">", "lvert": "|(", "rvert": ")|",
    "vert": "|", "lbrack": "[", "rbrack": "]",
}  # fmt: skip
_SIZED = {"left|": "|(", "right|": ")|", "left.": "", "right.": ""}
_FONTS = "mathrm|text|textrm|operatorname|mathit|mathbf|mathsf|mathcal|boldsymbol|bm"
_SWITCHES = "rm|bf|it|sf|tt|cal"  # {\bf F}, the older way
_TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)"
    r"(?:\s*(?:\\times|×)\s*10\s*\^\s*(?:\{\s*[-+]?\d+\s*\}|\d))?)"
    rf"|(?P<word>\\(?:{_FONTS})\*?\s*\{{\s*(?:[A-Za-z0-9]|\\?_)+\s*\}})"
    r"|(?P<size>\\(?:left|right)\s*(?:\\[{}]|\\[lr]vert|[()\[\]|.]))"
    rf"|(?P<font>\\(?:{_FONTS}|{_SWITCHES})(?![A-Za-z])\*?)"
    r"|(?P<command>\\(?:[A-Za-z]+|[,;:! {}]))"
    rf"|(?P<letter>[A-Za-z{''.join(LETTERS)}])"
    r"|(?P<mark><=|>=|!=|[-+*/^_=<>()\[\]{},|!'±·×−])"
    r"|(?P<space>(?:\s|~|&)+)"
)
_UNICODE = {"·": "*", "×": "*", "−": "-"}


def tokens(source: str) -> list[Token]:
    """Cut an expression into tokens; ``$...$`` around it may stay.

    Raises
    ------
    InputError
        In one line, where it cannot be read and why.
    """
    text = source.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")):
        if text.startswith(opening) and text.endswith(closing) and len(text) >= len(opening) + len(closing):
            text = text[len(opening) : -len(closing)]
            break
    read: list[Token] = []
    position, spaced = 0, False
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise InputError(
                f"Cannot read {text[:60]!r}: unexpected {text[position]!r} at character {position + 1} of the LaTeX."
            )
        kind, shown = str(found.lastgroup), found.group()
        if kind == "number" and re.match(r"[eE][+-]?\d", text[found.end() : found.end() + 3]):
            raise InputError(f"Cannot read {text[:60]!r}: write {shown}e... as {shown} \\times 10^{{...}} in LaTeX.")
        if kind == "number":
            mantissa, times, power = re.sub(r"\{,\}|\\,|\s", "", shown).replace("×", r"\times").partition(r"\times")
            shown = mantissa + ("e" + power.partition("^")[2].strip("{}") if times else "")
        elif kind == "word":
            shown = re.sub(r"[\\\s]", "", shown.partition("{")[2].rstrip("}"))
        elif kind == "command":
            shown = shown[1:]
            if shown in _SPACES:
                kind = "space"
            elif shown in "{}":
                kind, shown = "mark", "(" if shown == "{" else ")"
            elif shown == "vec" and read and read[-1].text == "*" and text[:position].rstrip().endswith("times"):
                raise InputError("Cross products of vectors are not read: write the components or the magnitude.")
            elif shown in _COMMANDS:
                kind, shown = "mark", _COMMANDS[shown]
        elif kind == "size":
            shown = re.sub(r"\\left\s*|\\right\s*", lambda m: m.group().strip()[1:], shown)
            shown = shown.replace("\\{", "(").replace("\\}", ")").replace("\\lvert", "|").replace("\\rvert", "|")
            kind, shown = "mark", _SIZED.get(shown, re.sub("left|right", "", shown))
        elif kind == "mark":
            shown = _UNICODE.get(shown, shown)
        if kind not in ("space", "font") and shown:
            read.append(Token(kind, shown, position, spaced))
        position, spaced = found.end(), kind == "space"
    return read
