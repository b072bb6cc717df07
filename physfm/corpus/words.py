r"""Text as comparable words: what near-duplicates and leaked questions are looked for in.

Notable: numbers and symbols are kept, and one notation stands for all: ``\alpha``, ``α`` and ``alpha`` are the same
word, as are ``$2.00\,\mathrm{kg}$`` and ``2 kg``, ``1.6\times10^{-19}`` and ``1.6e-19``, ``\frac{a}{b}`` and ``a/b``.
The usual normalisers delete symbols, and with them what tells one equation from another. Linear in the length of the
text.

Not covered: products without a space (``mv`` is one word in text, ``m v`` two), words split over lines.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"(?P<skip>\\(?:begin|end|label|tag|cite[a-z]{0,10}|ref|eqref)\*?[ ]?\{[^{}\n]{0,200}\})"
    r"|(?P<power>\d[\d.,]{0,30}[ ]?(?:\\times|\\cdot|×|·|[x*])[ ]{0,2}\{?10\}?"
    r"(?:[ ]?\^[ ]?[{(]?[ ]?[-−–]?\d{1,3}[)}]?|[-−–]\d{1,3}|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))"
    r"|\\(?P<command>[A-Za-z]+)"
    r"|(?P<number>\d+(?:[.,]\d+)*(?:[eE][-+−]?\d{1,3}(?![\w.]))?|\.\d+)"
    r"|(?P<script>[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[₀₁₂₃₄₅₆₇₈₉]+)"
    r"|(?P<word>[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+(?:['’][^\W\d_]+)*)"
    r"|(?P<symbol>[=<>+°∂∇∫∮∑∏√∞≤≥≈≠≡∝±→∼≪≫%])"
)
_GREEK = {"varphi": "phi", "varepsilon": "epsilon", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma"}
_COMMANDS = _GREEK | {
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "simeq": "≈", "equiv": "≡", "propto": "∝", "pm": "±", "to": "→", "rightarrow": "→",
    "longrightarrow": "→", "sim": "∼", "ll": "≪", "gg": "≫", "partial": "∂", "nabla": "∇", "int": "∫", "oint": "∮",
    "sum": "∑", "prod": "∏", "sqrt": "√", "infty": "∞", "infinity": "∞", "circ": "°", "degree": "°", "degrees": "°",
    "deg": "°", "hslash": "hbar", "ell": "l",
}  # fmt: skip
_SPELLED = {"degree": "°", "degrees": "°", "sqrt": "√", "infinity": "∞", "ħ": "hbar", "ℏ": "hbar", "µ": "mu"}
_LAYOUT = frozenset(
    re.findall(
        r"\w+",
        """frac dfrac tfrac left right big Big bigg Bigg bigl bigr Bigl Bigr mathrm text textrm textbf textit mathbf
        mathit boldsymbol bm mathcal mathbb mathsf operatorname rm bf it em vec hat bar tilde overline underline
        dot ddot widehat widetilde overrightarrow quad qquad displaystyle textstyle limits nolimits cdot times
        mathop mbox hbox emph nonumber notag item hspace vspace phantom prime dagger aligned array matrix over
        boxed cdots ldots dots langle rangle lvert rvert lVert rVert mid middle""",
    )
)
_NAMES = {
    chr(code): name.split()[3].lower()
    for code in (*range(0x3B1, 0x3CA), *range(0x391, 0x3AA))
    if len((name := unicodedata.name(chr(code), "")).split()) == 4
}
_NAMES |= {"ς": "sigma", "ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon", "ϱ": "rho", "λ": "lambda", "Λ": "lambda"}


_SCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


@dataclass(frozen=True)
class Words:
    """The words of a text in order, and the characters of the text that each stands for."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)


def words(text: str) -> Words:
    """Return the comparable words of a text, with their places."""
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(text):
        kind = match.lastgroup
        word = match[0]
        if kind == "word":
            word = _NAMES.get(word) or _plain(word)
        elif kind == "command":
            word = match["command"]
            if word in _LAYOUT:
                continue
            word = _COMMANDS.get(word, word.lower())
        elif kind == "number":
            word = number(word)
        elif kind == "script":
            word = word.translate(_SCRIPTS)
        elif kind == "power":
            word = word.translate(_SCRIPTS)
            mantissa, _, exponent = word.rpartition("10")
            sign = "-" if re.search(r"[-−–⁻]", exponent) else ""
            word = f"{number(re.split('[^0-9.,]', mantissa)[0])}e{sign}{int(re.sub('[^0-9]', '', exponent) or 0)}"
        elif kind == "skip":
            continue
        found.append(word)
        starts.append(match.start())
        ends.append(match.end())
    return Words(found, starts, ends)


@lru_cache(maxsize=65_536)
def number(text: str) -> str:
    """A number in one spelling: ``2.00`` and ``2``, ``1,000`` and ``1000``, ``.5`` and ``0.5`` are the same."""
    mantissa, _, exponent = text.lower().replace("−", "-").partition("e")
    mantissa = mantissa.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", mantissa):
        mantissa = mantissa.replace(",", "")
    if re.fullmatch(r"\d*\.\d+", mantissa):
        mantissa = mantissa.rstrip("0").rstrip(".") or "0"
    if mantissa.startswith("."):
        mantissa = "0" + mantissa
    return f"{mantissa}e{int(exponent)}" if exponent.strip("+-").isdigit() else mantissa


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    """A word without case and accents."""
    word = word.lower()
    if word.isascii():
        return _SPELLED.get(word, word)
    letters = unicodedata.normalize("NFKD", word)
    word = "".join(c for c in letters if not unicodedata.combining(c)).lower()
    return _SPELLED.get(word) or _NAMES.get(word) or word
