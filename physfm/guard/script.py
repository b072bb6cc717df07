r"""A text as the guard reads it: typography replaced character for character, so that every span stays true.

``$\mathrm{GeV}$`` becomes spaces around ``GeV``, ``10^{-3}`` becomes ``10^(-3)``, a Unicode minus a hyphen; the length
never changes. Sentences are cut at full stops that end one, not at decimal points or abbreviations.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass

_SAME = str.maketrans(
    {
        **dict.fromkeys("−–‐‑﹣", "-"), **dict.fromkeys("∗⋆", "*"), **dict.fromkeys("⋅∙•", "·"), "µ": "μ", "Ω": "Ω",
        **dict.fromkeys("\u00a0\u2002\u2003\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r", " "),
        "∼": "~", "⟶": "→", "⇒": "→", "⟹": "→", "≃": "≈", "≅": "≈", "’": "'", "ħ": "ℏ", "Å": "Å",
    }
)  # fmt: skip


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _last(sign: str) -> Callable[[re.Match[str]], str]:
    return lambda match: sign.rjust(len(match.group()))


_PROSE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"\\(?:text|mathrm|mathit|mathbf|rm|textrm|operatorname|textbf|left|right|boldsymbol)(?![A-Za-z])"),
        _blank,
    ),
    (re.compile(r"\\[,;:!> ]|\\q?quad(?![A-Za-z])|\{\}|\$"), _blank),
    (re.compile(r"\*\*"), lambda match: ";;"),
    (re.compile(r"\\times(?![A-Za-z])"), _last("×")),
    (re.compile(r"\\cdot(?![A-Za-z])"), _last("·")),
    (re.compile(r"\\pm(?![A-Za-z])"), _last("±")),
    (re.compile(r"\\(?:sim|approx|simeq)(?![A-Za-z])"), _last("≈")),
    (re.compile(r"\\(?:deg|degree)\b|\^\s?\{?\\circ\s?\}?|\\circ(?![A-Za-z])"), _last("°")),
    (re.compile(r"\\mu(?![A-Za-z])"), _last("μ")),
    (re.compile(r"\\(?:Omega|ohm)(?![A-Za-z])"), _last("Ω")),
    (re.compile(r"\\hbar(?![A-Za-z])"), _last("ℏ")),
    (re.compile(r"\\%"), _last("%")),
    (re.compile(r"\\odot(?![A-Za-z])"), _last("⊙")),
)
_SCRIPTED = re.compile(r"(?<=[\^_])\{([^{}]{0,40}(?:\{[^{}]{0,40}\}[^{}]{0,10})?)\}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # `physfm.guard.equations` puts its own there
_BRACES = str.maketrans("{}", "  ")


def prose(text: str) -> str:
    """Return a text of the same length without LaTeX's typography, for numbers, units and words."""
    shown = text.translate(_SAME)
    for pattern, replacement in _PROSE:
        shown = pattern.sub(replacement, shown)
    shown = _PRIVATE.sub(" ", _SCRIPTED.sub(r"(\1)", shown))
    return shown.translate(_BRACES)


_SYMBOLS = re.compile(r"\\[,;:!>()\[\]]|\\q?quad\b|\$|(?<!\S)~(?!\S)")


def symbols(text: str) -> str:
    """Return a text of the same length without dollar signs and spacing, for names of particles."""
    return _SYMBOLS.sub(_blank, text.translate(_SAME))


# A full stop ends a sentence before a space and something that can begin one; "et al. 2020", "e.g. the" do not.
_END = re.compile(
    r"(?<![\s.][A-Za-z])(?<!al)(?<!eg)(?<!Fig)(?<!Eq)(?<!Ref)(?<!vs)(?<!ca)[.!?](?=\s+[^a-z\s]|\s*$)|\n\s*\n"
)


@dataclass(frozen=True)
class Sentences:
    """Where the sentences of a text begin."""

    text: str
    starts: tuple[int, ...]

    def around(self, start: int, end: int) -> str:
        """Return the sentence that holds a span."""
        first = bisect.bisect_right(self.starts, start) - 1
        last = bisect.bisect_left(self.starts, end)
        return self.text[self.starts[max(0, first)] : self.starts[last] if last < len(self.starts) else None]

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each."""
        return list(zip(self.starts, (*self.starts[1:], len(self.text)), strict=True))


def sentences(text: str) -> Sentences:
    """Cut a text into sentences."""
    return Sentences(text, tuple(sorted({0, *(m.end() for m in _END.finditer(text) if m.end() < len(text))})))


_DENIED = re.compile(
    r"\b(?:forbid\w*|violat\w*|not|never|cannot|can't|n't|search\w*|impossible|(?:upper "
    r")?limits?|unobserved|hypothetical"
    r"|beyond the Standard Model|excluded?)\b",
    re.IGNORECASE,
)


def denied(sentence: str) -> bool:
    """Whether a sentence itself calls something forbidden, unseen or searched for."""
    return _DENIED.search(sentence[:2000]) is not None
