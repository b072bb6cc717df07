r"""Presentation MathML as LaTeX: ``<mfrac><mi>x</mi><mn>2</mn></mfrac>`` becomes ``\frac{x}{2}``.

Notable: what textbooks use is covered (the converters on PyPI wrap every parenthesis in an empty ``\left( \right.``,
which neither a person nor an embedding model reads well). Upright words inside ``mi`` are functions (``\sin``) where
LaTeX knows them and text otherwise. An unknown element yields its content, never an error.

Covered: mi mn mo mtext ms mspace mrow mstyle mpadded mphantom merror semantics mfrac msqrt mroot msub msup msubsup
mover munder munderover mmultiscripts (as plain scripts) mfenced menclose mtable. Not covered: content MathML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

_SYMBOLS = {
    "→": r"\to", "←": r"\leftarrow", "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "⟶": r"\to",
    "×": r"\times", "·": r"\cdot", "⋅": r"\cdot", "•": r"\cdot", "±": r"\pm", "∓": r"\mp", "÷": r"\div", "≠": r"\neq",
    "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "≡": r"\equiv", "∝": r"\propto", "∼": r"\sim", "~": r"\sim",
    "≅": r"\cong", "≪": r"\ll", "≫": r"\gg", "∞": r"\infty", "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum",
    "∏": r"\prod", "∫": r"\int", "∮": r"\oint", "∯": r"\oiint", "√": r"\surd", "∘": r"\circ", "°": r"^{\circ}",
    "′": "'", "″": "''", "−": "-", "–": "-", "⋯": r"\cdots", "…": r"\ldots", "⋮": r"\vdots", "⊥": r"\perp",
    "∥": r"\parallel", "∠": r"\angle", "∈": r"\in", "∴": r"\therefore", "ℏ": r"\hbar", "ħ": r"\hbar", "ℓ": r"\ell",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "‖": r"\|", "Å": r"\text{Å}", "%": r"\%",
    "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}", "\\": r"\backslash", "µ": r"\mu",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\epsilon", "ϵ": r"\epsilon", "ζ": r"\zeta",
    "η": r"\eta", "θ": r"\theta", "ϑ": r"\vartheta", "ι": r"\iota", "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu",
    "ν": r"\nu", "ξ": r"\xi", "π": r"\pi", "ρ": r"\rho", "ϱ": r"\varrho", "σ": r"\sigma", "ς": r"\varsigma",
    "τ": r"\tau", "υ": r"\upsilon", "φ": r"\phi", "ϕ": r"\phi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega",
    "Γ": r"\Gamma", "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Ξ": r"\Xi", "Π": r"\Pi", "Σ": r"\Sigma",
    "Φ": r"\Phi", "Ψ": r"\Psi", "Ω": r"\Omega",
}  # fmt: skip
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")
_FUNCTIONS = frozenset(
    re.findall(
        r"\w+", "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth ln log exp lim max min det dim"
    )
)
_ACCENTS = {r"\vec": "→⃗⇀", r"\hat": "^ˆ̂", r"\tilde": "˜~", r"\bar": "¯-–—‾_", r"\dot": "˙.", r"\ddot": "¨"}
_OVER = {mark: accent for accent, marks in _ACCENTS.items() for mark in marks} | {"⏞": r"\overbrace"}
_SCRIPTS = {"msub": "_", "munder": "_", "msup": "^", "mover": "^"}


def latex(math: Element) -> str:
    """Return the LaTeX of one ``math`` element, without dollar signs; empty for an empty formula."""
    return " ".join(_convert(math).split())


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    """Characters of a leaf."""
    return " ".join("".join(element.itertext()).translate(_INVISIBLE).split())


def _characters(text: str) -> str:
    """Symbols as commands, each with a space after it, so that no letter joins its name."""
    return "".join(f"{_SYMBOLS[c]} " if c in _SYMBOLS else c for c in text)


def _identifier(element: Element) -> str:
    text = _text(element)
    if text in _FUNCTIONS:
        return f"\\{text} "
    return f"\\text{{{text}}}" if len(text) > 1 and text.isascii() and text.isalpha() else _characters(text)


def _words(element: Element) -> str:
    text = _text(element)
    if text in _FUNCTIONS:
        return f"\\{text} "
    if not any(c.isalnum() for c in text) or (len(text) == 1 and not text.isascii()):
        return _characters(text)
    return "\\text{" + text.replace("\\", r"\backslash ").replace("{", r"\{").replace("}", r"\}") + "}"


def _row(element: Element) -> str:
    return " ".join(filter(None, (_convert(child) for child in element)))


def _argument(element: Element | None) -> str:
    return "{" + ("" if element is None else _convert(element).strip()) + "}"


def _child(element: Element, place: int) -> Element | None:
    return element[place] if place < len(element) else None


def _scripted(element: Element) -> str:
    """Sub- and superscripts, limits and accents."""
    name, base = local(element), _child(element, 0)
    mark = _text(element[1]) if len(element) == 2 and local(element[1]) in ("mo", "mi", "mtext") else ""
    if name == "mover" and mark in _OVER:
        return f"{_OVER[mark]}{_argument(base)}"
    stem = _convert(base).strip() if base is not None else ""
    # A superscript on what already has one would be a double superscript.
    stem = stem if len(stem) == 1 or (stem.startswith("\\") and stem[1:].isalpha()) else f"{{{stem}}}"
    if name in _SCRIPTS:
        script = _argument(_child(element, 1))
        return stem + (script[1:-1] if set(script) <= set("{}' ") and "'" in script else _SCRIPTS[name] + script)
    return f"{stem}_{_argument(_child(element, 1))}^{_argument(_child(element, 2))}"


def _fenced(element: Element) -> str:
    inner = ", ".join(_convert(child) for child in element)
    return f"{_characters(element.get('open', '('))}{inner}{_characters(element.get('close', ')'))}"


def _table(element: Element) -> str:
    rows = [" & ".join(_row(cell) for cell in row) for row in element if local(row) in ("mtr", "mlabeledtr")]
    return r"\begin{matrix} " + r" \\ ".join(rows) + r" \end{matrix}"


_ELEMENTS: dict[str, Callable[[Element], str]] = {
    "mi": _identifier,
    "mn": lambda e: _characters(_text(e)),
    "mo": lambda e: f"\\{_text(e)} " if _text(e) in _FUNCTIONS else _characters(_text(e)),
    "mtext": _words,
    "ms": _words,
    "mspace": lambda e: "",
    "annotation": lambda e: "",
    "annotation-xml": lambda e: "",
    "mphantom": lambda e: "",
    "mfrac": lambda e: f"\\frac{_argument(_child(e, 0))}{_argument(_child(e, 1))}",
    "msqrt": lambda e: f"\\sqrt{{{_row(e).strip()}}}",
    "mroot": lambda e: f"\\sqrt[{_argument(_child(e, 1))[1:-1]}]{_argument(_child(e, 0))}",
    "mfenced": _fenced,
    "mtable": _table,
    **dict.fromkeys(("msub", "msup", "msubsup", "mover", "munder", "munderover", "mmultiscripts"), _scripted),
}


def _convert(element: Element) -> str:
    return _ELEMENTS.get(local(element), _row)(element)
