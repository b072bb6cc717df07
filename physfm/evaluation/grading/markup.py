r"""LaTeX and Unicode around numbers, units and words as plain text: ``\frac{\mathrm{J}}{\mathrm{mol}}`` is ``J/mol``.

Formulas keep their LaTeX: `physfm.symbolic` reads that better. Every rule is a substitution without nesting, applied
from the innermost brace outwards, so the time is bounded by the length.
"""

from __future__ import annotations

import re

MAX_NESTING = 12
MAX_CHARACTERS = 16000
"""Longer texts are read from their end."""
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}
_SYMBOLS = {
    "times": "×", "cdot": "*", "pm": "±", "mu": "µ", "Omega": "Ω", "ohm": "Ω", "pi": "π", "infty": "∞", "le": "≤",
    "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "lt": "<", "gt": ">", "approx": "≈",
    "simeq": "≈", "sim": "≈", "cong": "≈", "in": "∈", "cup": "∪", "to": "→", "rightarrow": "→", "Rightarrow": "→",
    "implies": "→", "degree": "°", "circ": "°", "hbar": "hbar", "celsius": "°C", "angstrom": "angstrom",
    "percent": "%", "langle": "⟨", "rangle": "⟩", "lbrack": "[", "rbrack": "]", "odot": "☉", "AA": "angstrom",
    "micro": "µ", "div": "/",
}  # fmt: skip
_PREFIXES = "yocto zepto atto femto pico nano micro milli centi deci deca hecto kilo mega giga tera peta exa"
_CHARACTERS = str.maketrans(
    {"−": "-", "⋅": "*", "∙": "*", "·": "*", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "ħ": "hbar", "ℏ": "hbar"}
    | {
        "⁄": "/",
        "℃": "°C",
        "’": "'",
        "“": '"',
        "”": '"',
        "\u200b": "",
        "⟶": "→",
        "⇒": "→",
        "≃": "≈",
        "≅": "≈",
        "∼": "≈",
        "－": "-",
    }
)
_FONTS = re.compile(
    r"\\(?:mathrm|text|textrm|textbf|textit|mathbf|mathit|mathsf|operatorname|rm|mbox|boldsymbol|bm|ce|unit|num|fbox|"
    r"displaystyle|,)\*?\s*\{([^{}]*)\}"
)
_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\s*\.?")
_SPACES = re.compile(r"\\[,;:!> ]|~|\\q?quad(?![A-Za-z])|\\(?:displaystyle|textstyle|rm)(?![A-Za-z])|\{,\}(?!\d)")
_MATHS = re.compile(
    r"\\(?:partial|nabla|cup|cap|int|oint|iint|oiint|sum|[lr]angle|dd?ot|square|Box)(?![a-z])|[∂∇∪∩∫∮⟨⟩]"
)
_PERCENT_ERROR = re.compile(
    r"(?P<value>-?\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-zµΩ°][\w/^*°-]{0,12})\s*±\s*(?P<share>\d+(?:\.\d+)?)\s*%"
)
_REPEATING = re.compile(r"(\d*\.\d*)\\(?:overline|bar|dot)\s*\{?(\d+)\}?")  # 0.\overline{3}
_TAG = re.compile(r"</(b|i|em|strong|span|p|u|div|font|code|h\d|mark)>")
_LINES = re.compile(r"\\begin\{(aligned|align\*?|gathered|split|cases)\}(.*?)\\end\{\1\}", re.DOTALL)
_SIMPLE = re.compile(r"[\w.π°µΩ]+")
_APOSTROPHES = re.compile(r"(?<![\d.,'])\d{1,3}(?:'\d{3})+(?![\d'])")
_CONTINENTAL = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})(?![\d,]|\.\d)")
_PER_MILLE = re.compile(
    r"(\d+(?:\.\d+)?)(?:e([-+]?\d+))?\s*(?:‰|\\?(?:text)?perthousand\b|per ?mill?e?\b|\bpromille\b)"
)
_DECIMAL_GROUPS = re.compile(
    r"(?<![\d.,])\d{1,3}\.\d{3}(?: \d{3})+(?: ?\d{1,4}(?=\(\d)|(?= ?\d{1,4}\(\d)| \d{1,2}(?=\s*[×*]))?(?![\d.])"
)
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")


def is_unread(text: str) -> bool:
    """Whether a text is a formula with signs that `physfm.symbolic` may not read, and no sentence."""
    return _MATHS.search(text) is not None and not re.search(r"(?<![\\A-Za-z])[A-Za-z]{3,}\s+[A-Za-z]{2,}", text)


def is_formula_alone(text: str) -> bool:
    """Whether a text is typeset mathematics and nothing else: what cannot be read there is no number."""
    if not re.search(r"\\(?:[dt]?frac|sqrt|exp|ln|log|sin|cos|tan|sum|int|prod|left|hat|vec|dot)(?![a-z])", text):
        return False
    return not re.search(
        r"(?<![\\A-Za-z])[A-Za-z]{3,}\s+[A-Za-z]{2,}", re.sub(r"\\(?:text|mathrm)\{[^{}]*\}", " ", text)
    )


def tidy(text: str) -> str:
    r"""Return a text without tags of HTML and without ``aligned``: its lines as one chain, or between commas."""
    text = text[-MAX_CHARACTERS:]
    for tag, sign in (("sup", "^"), ("sub", "_")):
        text = re.sub(rf"<{tag}>([^<>]{{1,40}})</{tag}>", rf"{sign}{{\1}}", text)
    for tag in set(_TAG.findall(text)):
        text = re.sub(rf"</?{tag}(?:\s\w+=[^<>]*)?>", " ", text)
    text = re.sub(r"<br\s*/?>", "\n", text)
    return _LINES.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    lines = [line.strip() for line in re.split(r"\\\\(?:\[[^\]]*\])?", found[2]) if line.strip()]
    if found[1] == "cases" and any(line.count("=") != 1 or "&" in line.replace("&=", "") for line in lines):
        return found[0]  # a function by pieces
    chained = [re.sub(r"\s*&\s*", " ", line).strip() for line in lines]
    return " ".join(chained[:1] + [line if line.startswith("=") else f", {line}" for line in chained[1:]])


def _siunitx(units: str) -> str:
    units = re.sub(rf"\\({'|'.join(_PREFIXES.split())})\s*\\?", r"\1", units)
    units = re.sub(r"\\per\s*", "/", re.sub(r"\\squared", "^2", re.sub(r"\\cubed", "^3", units)))
    units = re.sub(r"(?<=[\w)])\s*\\(?=[a-zA-Z])", " ", units)
    return units.replace("\\", "").replace(".", " ").replace("{", "").replace("}", "")


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def plain(text: str) -> str:
    """Return the text without LaTeX commands, superscripts as powers, thousands without separators."""
    text = re.sub(r"\\upmu(?![a-z])", r"\\mu", text)
    text = re.sub(r"\\mathrm\s+([A-Za-z])(?![A-Za-z])", r" \1", text)
    text = _REPEATING.sub(lambda m: m[1] + (m[2] * 12)[:12], text)
    text = re.sub(r"\\log_\{?e\}?(?![a-z])", r"\\ln ", text)
    text = re.sub(r"\\ang\s*\{([^{}]*)\}", r"\1°", text)
    text = re.sub(
        r"\\(?:SI|qty)\s*(?:\[[^\]]*\])?\{([^{}]*)\}\s*\{([^{}]*)\}", lambda m: f"{m[1]} {_siunitx(m[2])}", text
    )
    text = re.sub(r"\\\(|\\\)|\\\[|\\\]|(?<!\\)\$", " ", text)
    text = re.sub(r"(\\(?:cdot|times|pm|div))(?=\\)", r"\1 ", text)
    text = re.sub(r"([MLR])_\{?\s*\\(?:odot|sun)\s*\}?", r"\1_☉", text)
    text = re.sub(
        r"_\s*\{\s*([-−][\d.]+)\s*\}\s*\^\s*\{\s*(\+[\d.]+)\s*\}", r"^{\2}_{\1}", text
    )  # the lower error first
    text = re.sub(r"(?<=\d)\s*(?:''|″|\^\s*\{\s*\\prime\s*\\prime\s*\})(?!\w)", " arcsec", text)
    text = re.sub(r"(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\\%", "%", _SPACES.sub(" ", _SIZES.sub("", text)))
    text = re.sub(r"\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))\s*", "°", text)
    text = text.replace(r"\{", "⦃").replace(r"\}", "⦄")
    for _ in range(MAX_NESTING):
        before = text
        text = _FONTS.sub(lambda m: m[1], text)
        text = re.sub(r"\\[dtc]?frac\s*(\d)\s*(\d)", r"\1/\2", text)
        text = re.sub(
            r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}", text
        )
        text = re.sub(r"\\sqrt\s*\[([^\[\]{}]*)\]\s*\{([^{}]*)\}", r"(\2)^(1/(\1))", text)
        text = re.sub(r"\\sqrt\s*(?:\{([^{}]*)\}|(\w))", lambda m: f" sqrt({m[1] or m[2]})", text)
        text = re.sub(r"\^\s*\{\s*([-+]?[\w.]+)\s*\}", r"^\1", text)
        text = re.sub(r"\^\s*\{([^{}]*)\}(?!\s*_)", r"^(\1)", text)
        if text == before:
            break
    text = re.sub(r"\\([A-Za-z]+)(\s*)", lambda m: _symbol(m[1], m[2]), text)
    text = text.replace("⦃", "{").replace("⦄", "}").translate(_CHARACTERS)
    text = re.sub(r"(?<=\d)\s*([½⅓⅔¼¾⅕⅛])", r"+\1", text) if re.fullmatch(r"\s*\d+\s*[½⅓⅔¼¾].*", text) else text
    text = "".join(_FRACTIONS.get(c, c) for c in text)
    text = re.sub(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    text = re.sub(r"\*\*(?=[^*\s])", "^", text) if re.search(r"[\w)]\*\*[\w(+-]", text) else text.replace("**", "")
    text = _APOSTROPHES.sub(lambda m: m[0].replace("'", ""), text)
    text = _CONTINENTAL.sub(lambda m: m[0].replace(".", "").replace(",", "."), text)
    text = _PER_MILLE.sub(lambda m: f"{m[1]}e{int(m[2] or 0) - 3}", text)
    text = _DECIMAL_GROUPS.sub(lambda m: m[0].replace(" ", ""), text)
    text = _GROUPS.sub(lambda m: m[0].replace(" ", ""), text)
    text = re.sub(r"(?<=\d)_(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\bplus(?:[ /-]or[ /-]|[/-])minus\b|\bgive or take\b", "±", text)
    text = re.sub(r"\b(?:minus|negative)\s+(?=\d)", "-", text)
    text = re.sub(r"([\d.]+)\s*([A-Za-zµΩ°%][\w/^*°-]{0,12})\s*±\s*([\d.]+)\s*\2(?!\w)", r"(\1 ± \3) \2", text)
    text = _PERCENT_ERROR.sub(_absolute, text)
    return " ".join(text.split())


def _absolute(found: re.Match[str]) -> str:
    """``5.0 m ± 2 %`` with the error in the unit."""
    size = abs(float(found["value"]) * float(found["share"])) / 100
    return f"({found['value']} ± {size:.12g}) {found['unit']}"


def _symbol(name: str, space: str) -> str:
    """A command as a character; TeX ignores the blank after it, a unit without a prefix needs it."""
    if name not in _SYMBOLS:
        return name + space
    return _SYMBOLS[name] + ("" if name in ("mu", "micro", "circ") else space)
