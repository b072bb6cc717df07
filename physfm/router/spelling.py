r"""One spelling for what people write in several: LaTeX, Greek letters and plain text; and the kinds of things named.

``$B^+ \to J/\psi K^+$``, ``B⁺ → J/ψ K⁺`` and ``B+ -> J/psi K+`` ask the same; `plain` makes them alike. `shape` goes
further and replaces particles, constants and quantities by their kind.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_GREEK = {
    chr(code): re.sub(r"^final ", "", unicodedata.name(chr(code)).removeprefix("GREEK SMALL LETTER ").lower())
    for code in range(0x3B1, 0x3CA)
} | {
    chr(code): unicodedata.name(chr(code)).removeprefix("GREEK CAPITAL LETTER ").capitalize()
    for code in range(0x391, 0x3AA)
    if code != 0x3A2
}  # fmt: skip
_SIGNS = {
    "→": " -> ", "⟶": " -> ", "⇒": " => ", "−": "-", "–": "-", "—": " - ", "×": " x ", "·": "*", "⋅": "*", "√": "sqrt ",
    "∫": "int ", "∂": "d", "☉": "sun", "⊙": "sun", "ħ": "hbar", "ℏ": "hbar", "µ": "mu", "∞": "infinity", "Λ": "Lambda",
    "′": "'", "’": "'",
} | {"λ": "lambda"}  # fmt: skip
_LETTERS = str.maketrans(
    {**_GREEK, **_SIGNS}
    | dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-0123456789+-", strict=True))
)  # fmt: skip
_LATEX = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
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


_PARTICLE = (
    r"(?<![A-Za-z_\d])(?:anti-?)?(?:"
    r"(?:pi|K|D|B|Sigma|Xi|Omega|Lambda|Delta|rho|tau|mu|e|nu|p|phi|psi|eta|omega|W|Z|N|X|H|D_?s|B_?[sc]|[afhbf])"
    r"(?:_[a-z0-9]{1,3})*(?:\*?\(\d[\dSPD]*\)|[*']|\((?:s|c)\))?(?:\+{1,2}|-{1,2}|0)(?![\d.A-Za-z])"
    r"|(?:psi|Upsilon|chi_?[bc]?\d?|eta(?:_[bc])?|phi|rho|omega|[afhb]_?\d|K_?\d?\*?|D_?s?\d?\*?|Delta|N|X|Z_c|Lambda|Sigma)"
    r"'?\((?:\d{3,5}|\d[SPD])\)\d?[+-]*0?"
    r"|(?:K_?[SL]|K0_?[SL]|J/psi|eta'|eta_[bc]|D_?s|B_?[sc]|B_c|D\*|B\*|K\*|T_cc|Lambda_[bc]|Sigma_[bc]|Xi_[bc]{1,2}|Omega_[bc]"
    r"|nu_?(?:e|mu|tau)|Upsilon|Lambda|Sigma|Xi|Omega|pi|tau|mu|Z|W|H0?|K|B|D)(?:[+-]{1,2}|0)?(?![A-Za-z_'*\d=])"
    r")"
)
_NAMED = (
    r"\b(?:anti-?)?(?:(?:z|w|higgs|gauge)[ -]?bosons?|higgs|(?:top|bottom|charm|strange|up|down|[tbcsud])[ -]quarks?|"
    r"(?:(?:charged|neutral|short-lived|long-lived|electron|muon|tau) )*"
    r"(?:muons?|taus?|tauons?|pions?|kaons?|neutrinos?|antineutrinos?|[bd] mesons?)|(?:tau )?leptons?|(?:rho|phi|omega|eta) mesons?|"
    r"hyperons?|antiprotons?|antineutrons?|protons?|neutrons?|electrons?|positrons?|photons?|gluons?|deuterons?|alphas?)\b"
)
_NUMBER = r"[+-]?\d+(?:[.,]\d+)*(?:\s*(?:[eE]|x\s*10\^|\*\s*10\^)\{?[+-]?\d+\}?)?"


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    from physfm.router import signs

    any_case = re.IGNORECASE
    return (
        ("\ue000", re.compile(rf"{_NUMBER}\s*(?:{signs.MASS_SUN}|suns\b)", any_case)),
        ("\ue001", re.compile(rf"{_NUMBER}\s*(?:[kmg]?pc|(?:kilo|mega|giga)?parsecs?)\b", any_case)),
        ("\ue002", re.compile(rf"{_NUMBER}\s*(?:[kmgtpe]?ev(?:/c(?:\^?2)?)?)(?![a-z^])", any_case)),
        ("\ue003", re.compile(rf"{_NUMBER}\s*[mkMGT]?(?:[hH]z|hertz)\b")),
        ("\ue004", re.compile(rf"{_NUMBER}\s*{signs.UNIT}(?![A-Za-z])")),
        ("\ue005", re.compile(r"\s*(?:--?>)\s*")),
        ("\ue006", re.compile(rf"(?:\bthe )?(?:{signs.CONSTANT})", any_case)),
        ("\ue007", re.compile(rf"(?:{signs.PDE})(?:s\b)?", any_case)),
        ("\ue008", re.compile(_PARTICLE)),
        ("\ue008", re.compile(_NAMED, any_case)),
        ("\ue009", re.compile(_NUMBER)),
    )


def shape(text: str) -> list[str]:
    """Words of a plain question in which one sign stands for a kind of thing, whichever it is.

    ``How far does a 5 GeV K+ fly`` and ``How far does a 20 GeV Lambda_b fly`` become the same words. What is asked
    often shows in how kinds of things are put together.
    """
    for sign, pattern in _kinds():
        text = pattern.sub(f" {sign} ", text)
    return re.findall(r"[a-z_]+|[^\sa-z_]", text.lower())
