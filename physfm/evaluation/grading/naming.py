r"""Left sides that only say what is given: ``E_1``, ``\langle n\rangle``, ``|\vec r|``, ``x(t)``, ``v/c``.

What stands behind their equals sign is the answer. ``v^2``, ``2x`` and ``1/f`` are none: there something is left to
solve for.
"""

from __future__ import annotations

import re

_INDEX = r"(?:_(?:\{(?:[^{}]|\{[^{}]*\}){1,30}\}|\\?[A-Za-z]+|\d))?"
_ACCENTS = (
    r"\\(?:vec|mathbf|boldsymbol|bm|hat|bar|overline|tilde|dot|ddot|mathrm|text|textbf|mathcal|mathit|operatorname|rm)"
)
_WORD = (
    rf"(?:{_ACCENTS}\s*(?:\{{[^{{}}]{{1,20}}\}}|\\?[A-Za-z])|\\[A-Za-z]+|[^\W\d_]+)"
    rf"{_INDEX}'*(?:\^\s*\{{?(?:\*|\\prime|\\circ)\}}?)?"
)
_NAME = re.compile(rf"\s*(?:{_WORD})\s*")
_GROUPS = (
    # What stands between such signs is a name as a whole, whatever it holds.
    re.compile(r"(?:\\langle|⟨|<)[^=<>⟨⟩]{1,40}(?:\\rangle|⟩|>)"),
    re.compile(r"\\(?:overline|bar|widehat|widetilde)\s*\{[^{}]{1,30}\}"),
    re.compile(r"(?:\\lVert|\\left\\?\||\\\||\||\\lvert)[^=|]{1,40}(?:\\rVert|\\right\\?\||\\\||\||\\rvert)"),
)
_CALL = re.compile(r"(?<=[\w}X])\s*(?:\\left)?\(([^()=]{1,30})(?:\\right)?\)")
_EXPECTED = re.compile(r"^\s*(?:\\mathbb\s*\{?)?(?:E|P|Pr|Var)\}?\s*[(\[][^=]{1,40}[)\]]$")
_CHANGE = re.compile(r"^(?:\\?Delta|\\?delta|Δ|δ|\\max|\\min|max|min)\s*")


def is_name(left: str) -> bool:
    """Whether a left side names one quantity and asks for no further step."""
    text = re.sub(r"\\(?:left|right)(?=[(\[|)\].])|\\[,;:! ]|\$|~", " ", left).strip()
    if not text or len(text) > 120:
        return False
    if _EXPECTED.match(text):
        return True
    whole = re.fullmatch(r"\\sqrt\s*\{(.*)\}", text)
    if whole and re.search(r"\\langle|⟨|\\overline|\\bar", whole[1]):
        text = whole[1]  # the root of a mean square
    for group in _GROUPS:
        text = group.sub(" X ", text)
    text = _CALL.sub("", text).strip()
    text = re.sub(r"(?:\\cdot|·|\*)\s*\\hat\s*\{?\s*\\?\w+\s*\}?$", "", text).strip()  # a component
    text = _CHANGE.sub("", text)
    if _NAME.fullmatch(text):
        return True
    for pattern in (
        rf"\\[dt]?frac\s*\{{\s*(?P<one>{_WORD})\s*\}}\s*\{{\s*(?P<two>{_WORD})\s*\}}",
        rf"(?P<one>{_WORD})\s*/\s*(?P<two>{_WORD})",
        rf"(?P<one>{_WORD})\s*[-−]\s*(?P<two>{_WORD})",
    ):
        found = re.fullmatch(pattern, text)
        if found:
            letters = [re.sub(r"_.*|['_\W\d]", "", part) for part in (found["one"], found["two"])]
            return "-" not in pattern[-40:] or letters[0] == letters[1]
    return False
