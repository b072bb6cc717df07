r"""How particle names are written, and what two spellings have in common.

One particle is written ``B_s^0``, ``B(s)0``, ``B_s()0``, ``$\mathrm{B}^{0}_{s}$``, ``Bₛ⁰`` or ``B_s0``. `plain` turns
Unicode and LaTeX into ASCII, `readings` splits that into the parts of a name in the PDG's naming scheme: letters with
their subscript, primes, stars, the mass or level in parentheses, a bar, and the charge. Notable: a bare ``0`` may be a
subscript (``f0(980)``) or a charge (``D0``), so a name has up to two readings; `physfm.tools.names` knows what exists.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_LENGTH = 120
"""Longest name that is read, in characters: far above any particle's, far below anything slow."""


class Key(NamedTuple):
    """One reading of a name.

    Attributes
    ----------
    text
        Letters and subscript together, such as ``"Bs"``, ``"K0"``, ``"numu"``.
    primes, stars
        How many.
    label
        Mass or level without parentheses, such as ``"892"`` or ``"2S"``; empty without one.
    bar
        Whether it is marked as an antiparticle.
    charge
        ``"0"``, ``"+"``, ``"--"`` ...; ``"+-"`` for both signs; None where the name does not say.
    """

    text: str
    primes: int
    stars: int
    label: str
    bar: bool
    charge: str | None


_LATEX = (
    (r"\\(?:left|right|rm|it|,|;|!|:| )|[$&]", ""),
    (r"\\(?:mathrm|mathit|mathbf|mathsf|text|textrm|rm|operatorname|ensuremath|mathord)\b", ""),
    (r"\\(?:prime|textquotesingle)\b", "'"),
    (r"\\(?:ast|star)\b", "*"),
    (r"\\pm\b", "+-"),
    (r"\\mp\b", "-+"),
    (r"\\(?:long)?(?:rightarrow|to)\b", "->"),
    (r"\\var(?=[a-zA-Z])", r"\\"),
    (r"\\ell\b", "l"),
)
_ACCENT = r"\\(?:overline|widebar|bar|tilde|widetilde)(?![a-zA-Z])\s*"
_SIGNS = {"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "∗": "*", "⋆": "*", "★": "*", "′": "'", "’": "'"}
_SIGNS |= {"±": "+-", "∓": "-+", "→": "->", "⟶": "->", "\u0304": "bar", "\u0305": "bar", "\u00a0": " ", "ℓ": "l"}


def _letter(char: str) -> str:
    """One character as ASCII where it has an ASCII spelling; itself otherwise."""
    kind, _, code = unicodedata.decomposition(char).partition(" ")
    if kind in ("<super>", "<sub>") and " " not in code:
        return ("^{" if kind == "<super>" else "_{") + _letter(chr(int(code, 16))) + "}"
    if char in _SIGNS:
        return _SIGNS[char]
    name = unicodedata.name(char, "")
    if name.startswith("GREEK"):
        word = name.removesuffix(" SYMBOL").rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
        return word.capitalize() if "CAPITAL" in name else word
    return char


def _barred(match: re.Match[str]) -> str:
    """What a bar over a whole group means: ``anti-`` if the charge is under it, else a bar over the first letter."""
    inner = match.group(1).strip()
    if re.search(r"[+-]|\^\{?0", inner):
        return "anti-" + inner
    head = re.match(r"\\?[A-Za-z]+", inner)
    return inner if head is None else head.group() + "bar" + inner[head.end() :]


def plain(name: str) -> str:
    r"""Spell a name in ASCII: ``\overline{B}_s^0``, ``π⁺`` and ``p̄`` give ``Bbar_s^0``, ``pi^{+}`` and ``pbar``.

    A bar over a letter becomes ``bar`` after it; a bar over a whole name with its charge becomes ``anti-`` before it.
    """
    text = unicodedata.normalize("NFD", name).replace("ϒ", "Υ").replace("µ", "μ").replace("ϕ", "φ")
    text = "".join(_letter(char) for char in text)
    for pattern, replacement in _LATEX:
        text = re.sub(pattern, replacement, text)

    text = re.sub(_ACCENT + r"\{((?:[^{}]|\{[^{}]*\})*)\}", _barred, text)
    text = re.sub(_ACCENT + r"(\\[a-zA-Z]+|[A-Za-z])", r"\1bar", text)
    text = re.sub(r"\{\}", "", text.replace("\\", ""))
    text = re.sub(r"[\s_-]*\bprime\b", "'", text)
    text = re.sub(r"(?<=[A-Za-z0-9])[\s-]+star\b", "*", text)
    return " ".join(text.split())


_TOKEN = re.compile(
    r"""
    \((?P<mass>~?\d{3,5})\) | \((?P<level>\d[A-Za-z])\) | \((?P<group>[A-Za-z0-9*']*)\)
  | _(?:\{(?P<sub>[^{}]*)\}|(?P<subword>[A-Za-z]+\d*|\d+))
  | \^(?:\{(?P<sup>[^{}]*)\}|(?P<supword>[*'+\-0]+))
  | (?P<marks>[*']+) | (?P<tilde>~) | (?P<charge>[+-]+) | (?P<letters>[A-Za-z/]+) | (?P<digits>\d+) | (?P<open>[{}])
    """,
    re.VERBOSE,
)
_EXOTIC = re.compile(r"[TP](?:_|\b)")


def readings(name: str) -> list[Key]:
    """Return the possible readings of one name in ASCII (see `plain`), the likelier first; empty if it is none.

    ``anti-`` before the name sets ``bar``.
    """
    stripped = re.sub(r"^anti[\s-]*", "", name, flags=re.IGNORECASE)
    bar = stripped != name
    source = stripped.replace(" ", "")
    text, label, charge = "", "", ""
    primes = stars = 0
    soft: int | None = None  # where in `text` a bare 0 stands that may be the charge
    exotic = _EXOTIC.match(source) is not None  # there "bar" belongs to a quark of the subscript: T_c_cbar(4020)
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            return []
        kind, piece = match.lastgroup, match.group(match.lastgroup or 0)
        previous, at = at, match.end()
        if kind == "mass" or (kind == "level" and not label):
            label = piece.upper()
        elif kind in ("marks", "sup", "supword"):
            for char in piece:
                primes += char == "'"
                stars += char == "*"
                charge += char if char in "+-0" else ""
                if char not in "'*+-0 ":
                    return []
        elif kind == "charge":
            charge += piece
        elif kind == "tilde":
            bar = True
        elif kind == "digits" and piece == "0" and previous and source[previous - 1] in ")*'}":
            charge += "0"
        elif kind in ("digits", "subword", "letters", "sub", "group", "level"):
            for mark in re.findall(r"[*']", piece):
                primes += mark == "'"
                stars += mark == "*"
            letters = re.sub(r"[^A-Za-z0-9]", "", piece)
            if letters.endswith("bar") and (text or len(letters) > 3) and not (exotic and text):
                letters, bar = letters[:-3], True
            text += letters
            if kind in ("digits", "subword") and piece.endswith("0"):
                soft = len(text) - 1
    if charge in ("+-", "-+"):
        charge = "+-"
    elif charge and not re.fullmatch(r"0|\++|-+", charge):
        return []
    if not text or len(charge) > 2:
        return []
    found = [Key(text, primes, stars, label, bar, charge or None)]
    if soft is not None and not charge:
        rest = text[:soft] + text[soft + 1 :]
        if rest:
            as_charge = Key(rest, primes, stars, label, bar, "0")
            found = [as_charge, *found] if soft == len(text) - 1 else [*found, as_charge]
    return found
