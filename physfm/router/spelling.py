r"""One spelling for what people write in several: LaTeX, Greek letters, superscripts, plain text.

``$B^+ \to J/\psi K^+$``, ``B⁺ → J/ψ K⁺`` and ``B+ -> J/psi K+`` ask the same; `plain` makes them alike.
"""

from __future__ import annotations

import re

_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
)  # fmt: skip
_GREEK = {chr(0x3B1 + place): name for place, name in enumerate(_NAMES)} | {
    chr(0x391 + place): name.capitalize() for place, name in enumerate(_NAMES)
}
_SIGNS = {
    "→": " -> ", "⟶": " -> ", "⇒": " => ", "−": "-", "–": "-", "—": " - ", "×": " x ", "·": "*", "⋅": "*",
    "√": "sqrt ", "∫": "int ", "∂": "d", "☉": "sun", "⊙": "sun", "ħ": "hbar", "ℏ": "hbar", "µ": "mu", "∞": "infinity",
    "′": "'", "’": "'",
}  # fmt: skip
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-" * 2, strict=True))
_LETTERS = str.maketrans({**_GREEK, **_SIGNS, **_RAISED})
_LATEX = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\\\\|\\n(?![a-z])", "\n"),  # a new line, also where somebody typed it
        (r"\\(?:mathrm|mathcal|mathbf|text|rm|cal|bf|operatorname|left|right|displaystyle)(?![a-z])\s*", ""),
        (r"\\[,;:!> ]|\\q?quad(?![a-z])|\$", " "),
        (r"\\(?:long)?(?:right)?arrow(?![a-z])|\\to(?![a-z])", " -> "),
        (r"\\(?:Right|right)arrow(?![a-z])|\\implies(?![a-z])", " => "),
        (r"\\odot", "sun"),
        (r"\\times(?![a-z])", " x "),
        (r"\\cdot(?![a-z])", "*"),
        (r"\\infty", "infinity"),
        (r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)"),
        (r"\\(?:over)?(?:bar|line)\s*\{?\\?([A-Za-z]+)\}?", r"anti-\1"),
        (r"([\^_])\{([^{}\s]{1,5})\}", r"\1\2"),
        (r"\{?\\([A-Za-z]+)\}?", r"\1"),
        (r"(?<=[A-Za-z\d)])\^(?=(?:[+*']|[-0](?![\d.A-Za-z(])))", ""),
    )
)  # fmt: skip


def plain(question: str) -> str:
    """Return a question without LaTeX and Greek letters; English is left as it is."""
    text = question.translate(_LETTERS)
    if "\\" in text or "$" in text or "^" in text:
        for pattern, instead in _LATEX:
            text = pattern.sub(instead, text)
    return re.sub(r"[ \t]+", " ", text).strip()
