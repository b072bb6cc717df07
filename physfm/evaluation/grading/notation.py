r"""Ways to write a formula that `physfm.symbolic` does not read, put into one that it does.

Accents and indices of Unicode (``ẍ``, ``x̂``, ``kₑ``), derivatives of one symbol as a symbol of their own
(``\frac{d^2x}{dt^2}``, ``d²x/dt²`` and ``∂_t² x`` all become ``x_ddot``; by another variable ``u_wrt2_x``),
the nabla (``∇·E`` becomes ``div_E``), functions without brackets (``sin² θ``, ``ln2``), kets, and slashes before a
product (``p²/2m``). A derivative of anything longer than a symbol stays as it is. The rules are substitutions, each
bounded in what it looks at.
"""

from __future__ import annotations

import math
import re
import unicodedata

from physfm.evaluation.grading import operators
from physfm.symbolic.functions import ALIASES, GREEK, LETTERS

_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789aeoxhklmnpstijruv", strict=True))
_MARKS = {"\u0307": "dot", "\u0308": "ddot", "\u0304": "bar", "\u0305": "bar", "\u0302": "hat", "\u20d7": "vec"}
_LETTER = "A-Za-z" + "".join(LETTERS)
_NAMES = "|".join(sorted((*GREEK, "pi"), key=len, reverse=True))
_ACCENT = r"\\(?:vec|mathbf|boldsymbol|bm|hat|bar|tilde|dot|ddot|mathrm|text|mathcal)(?![a-z])"
_INDEX = r"(?:_(?:\{[\w\\, ]{1,12}\}|\\?[A-Za-z]+|\d))?"
_SYMBOL = rf"(?:{_ACCENT}\s*(?:\{{\s*\\?\w+\s*\}}|\\?[A-Za-z])|\\(?:{_NAMES})(?![a-z])|[{_LETTER}]){_INDEX}'*"
_PLAIN = rf"(?:(?:{_NAMES})(?![a-z])|[{_LETTER}])(?:_(?:d?dot|bar|hat|vec)(?![a-z]))?(?:_\w+|\d(?!\w))?'*"
_OF = r"(?:\s*\([\w\\, ]{1,16}\))?"
_D = r"(?:\\(?:mathrm|text|rm)\s*\{?\s*d\s*\}?|\{\s*\\rm\s+d\s*\}|\\partial|∂|d)"
_POWER = r"\s*(?:\^\s*\{?\s*(\d)\s*\}?|([²³]))?"
_FRACTION = re.compile(
    rf"\\[dt]?frac\s*\{{\s*{_D}{_POWER}\s*({_SYMBOL}){_OF}\s*\}}\s*\{{\s*{_D}\s*({_SYMBOL}){_POWER}\s*\}}"
)
_OPERATOR = re.compile(
    rf"\\[dt]?frac\s*\{{\s*{_D}{_POWER}\s*\}}\s*\{{\s*{_D}\s*({_SYMBOL}){_POWER}\s*\}}\s*"
    rf"(?:(?:\\left)?[(\[]\s*({_SYMBOL})\s*(?:\\right)?[)\]]|({_SYMBOL})(?=\s*(?:[-+=]|$)))"
)
_SLASHED = re.compile(
    rf"(?<![A-Za-z\\_])[d∂]{_POWER}\s*({_PLAIN}){_OF}\s*/\s*[d∂]\s*({_PLAIN}?)(?:\^?\(?(\d)\)?|([²³]))?(?![\w'])"
)
_INDEXED = re.compile(rf"(?:\\partial|∂)_\s*\{{?\s*([a-z])(\1?)\s*\}}?{_POWER}\s*({_SYMBOL}|{_PLAIN})")
_NABLA = re.compile(
    rf"(?:\\(?:vec|mathbf|boldsymbol)\s*\{{?\s*)?(?:\\nabla|∇)\s*\}}?\s*"
    rf"(?:(\\cdot|\\times|[·⋅×]|\^\s*\{{?2\}}?|²)\s*)?({_SYMBOL})"
)
_NAMED_NABLA = re.compile(rf"\b(div|curl|rot|grad)\s+({_PLAIN})(?!\w)")
_PARTS = {"": "grad", "^": "lap", "²": "lap", "\\cdot": "div", "·": "div", "⋅": "div", "\\times": "curl", "×": "curl"}
_VALUE = re.compile(r"(\\?[A-Za-z]+)((?:_(?:\{\w+\}|\w))?\}?'*)\s*\(\s*([^()]{1,16})\s*\)")
_VARIABLE = re.compile(r"\s*(?:\\(?:vec|mathbf)\s*\{?)?\s*\\?(?:[txyzrs]|theta|θ|phi|φ|tau|τ)\s*\}?'?\s*")
_KET = re.compile(r"(?<![\w⟩>}])\|\s*([^|⟨⟩<>$=]{1,24}?)\s*(?:\\rangle(?![a-z])|⟩|>)")
_CLOSED_KET = re.compile(r"\|\s*([^|⟨⟩<>$=]{1,24}?)\s*(?:\\rangle(?![a-z])|⟩)")
_FUNCTIONS = "arcsin|arccos|arctan|sinh|cosh|tanh|coth|sech|csch|sin|cos|tan|cot|ln|log|exp|sqrt"
_ARGUMENT = rf"(?:\d+(?:\.\d+)?\s?)?(?:(?:{_NAMES})(?![a-z])|[{_LETTER}])(?:_\w{{1,8}}|\d(?!\w)|[A-Za-z](?![A-Za-z]))?"
_BARE = re.compile(
    rf"(?<![A-Za-z\\])(?!(?:sink|cost|tank)s?\b)({_FUNCTIONS})(?:\s*(?:\^\s*\(?(\d)\)?|([²³])))?(?:\s*(\d+(?:\.\d+)?(?![\w.])|{_ARGUMENT})"
    rf"(?![\w(^])|(?=\())"
)
_BELOW = re.compile(r"/(?!d[a-zA-Z]\b)([A-Za-z]{2,3}(?<!sin|cos|tan|log|exp)(?<!ln)(?:\^(?:\d|\{\d\}))?)(?![\w(^{\\])")
# p²/2m is p²/(2m), as journals write it; only a number alone before the slash (1/2 m v²) makes a fraction of it.
_TWO_BELOW = re.compile(
    rf"(?P<above>[{_LETTER})}}²³](?:\^?\d)?(?:_\w)?\s?)/(?P<below>\s?\d+(?:\\(?:{_NAMES})(?![a-z])\s?|[{_LETTER}])"
    rf"(?:\\(?:{_NAMES})(?![a-z])\s?|[{_LETTER}](?![a-z]*\()|_\w(?: (?=\w))?|_\{{\w+\}}|[²³]|\^\d|\^\{{\d\}}|\d)*)"
    rf"(?![\w(])"
)
# e^{-E/k_BT}: letters side by side up to the end of a bracket or of the text.
_RUN_BELOW = re.compile(
    rf"/((?:\\(?:{_NAMES})(?![a-z])\s?|[A-Za-z])(?:_(?:\w|\{{\w+\}}))(?:\\(?:{_NAMES})(?![a-z])\s?|"
    rf"[A-Za-z](?:_(?:\w|\{{\w+\}}))?|\s(?=[A-Za-z])){{1,4}})"
    rf"(?=\s*(?:[)}}\]]|$))"
)
_HALF = re.compile(rf"(?<![\w.^)])(\d{{1,2}}/\d)(?=(?!π|pi)[{_LETTER}])")
_UNDER_ONE = re.compile(rf"(?<![\w.^)])1/(\d?π(?:[{_LETTER}]|_\w|[²³₀])*)(?![\w(])")
_DEGREE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![a-z]))|°)")
_STAR = r"\^\s*(?:\{\s*(?:\*|\\ast)\s*\}|\*|\\ast)"
_COMMANDS = (
    (re.compile(r"(?<!\\)\\ "), " "),
    (re.compile(r"\\sim(?![a-z])|^([^\\]*\s)~(?=\s[^\\]*$)"), lambda m: (m[1] or "") + "="),
    (re.compile(r"\\ket\s*(\w)(?![\w{])"), r"|\1\\rangle "),
    (re.compile(r"\\ln\s*(\d+(?:\.\d+)?)(?=\s*[/}])"), r"\\ln(\1)"),
    (re.compile(r"_\{1/2\}"), r"_{half}"),
    (re.compile(r"_\s*(?:\{\s*\\(max|min)\s*\}|\\(max|min)(?![a-z]))"), lambda m: f"_{{{m[1] or m[2]}}}"),
    (
        re.compile(
            r"(?<![\w.])(?:c?math|np|numpy|sympy|sp)\.(?=(?:sqrt|exp|log|sin|cos|tan|a?sinh|a?cosh|a?tanh|pi|arc\w+)\b)"
        ),
        "",
    ),
    (
        re.compile(r"\b(Sqrt|Sin|Cos|Tan|Exp|Log|Sinh|Cosh|Tanh|ArcSin|ArcCos|ArcTan|Abs)\[([^\[\]]*)\]"),
        lambda m: f"{m[1].lower()}({m[2]})",
    ),
    (re.compile(r"⁄"), "/"),
    (
        re.compile(
            r"(?:\\Gamma|Γ|\bGamma)\s*(?:\\left)?\(\s*(?:\\[dt]?frac\s*(?:(\d)\s*(\d)|\{(\d)\}\{(\d)\})|(\d)(?:/(\d))?)\s*(?:\\right)?\)"
        ),
        lambda m: _gamma(*m.groups()),
    ),
    (
        re.compile(r"(?:\\zeta|ζ|\bzeta)\s*(?:\\left)?\(\s*([24])\s*(?:\\right)?\)"),
        lambda m: {"2": "(π^2/6)", "4": "(π^4/90)"}[m[1]],
    ),
    (re.compile(r"\\(?=[,!])(?:,|!)"), " "),
    # sin α/(...) is (sin α)/(...), as it is in plain text
    (re.compile(r"\\(sin|cos|tan|sinh|cosh|tanh|ln|log)\s*(\\[A-Za-z]+|[A-Za-z])(?=\s*/)"), r"\\\1\\left(\2\\right)"),
    (
        re.compile(r"\\[dt]?binom\s*\{([^{}]+)\}\s*\{([^{}]+)\}"),
        r"\\frac{\\left(\1\\right)!}{\\left(\2\\right)!\\left(\1-\\left(\2\\right)\\right)!}",
    ),
    (re.compile(r"(?<=[\w)}])(?:\s+|\\,)(?=\d\s*\^)"), " * "),
    (
        re.compile(r"\\Delta\s*(?:\{\s*\\?([A-Za-z]+)\s*\}|\\([A-Za-z]+)|([A-Za-z]))"),
        lambda m: rf"\mathrm{{Delta{m[1] or m[2] or m[3]}}}",
    ),
    (re.compile(r"\\oplus(?![a-z])|⊕"), r"\\mathrm{earth}"),
    (re.compile(r"\\(?:odot|sun)(?![a-z])|⊙|☉"), r"\\mathrm{sun}"),
    (re.compile(r"(?<=_)(\{?)\\(perp|parallel)(?![a-z])"), r"\1\\mathrm{\2}"),
    (re.compile(r"\\log_\{?e\}?(?![a-z])"), r"\\ln "),
    (re.compile(r"\\ell(?![a-z])|ℓ"), "l"),
    (re.compile(r"\^\s*\{\s*((?:\\prime\s*)+)\}|\^\s*(\\prime)(?![a-z])"), lambda m: "'" * m[0].count("prime")),
    (re.compile(r"\\ket\s*\{([^{}]*)\}"), r"|\1\\rangle "),
    (re.compile(r"\{([^{}]*)\\over(?![a-z])([^{}]*)\}"), r"{\\frac{\1}{\2}}"),
    (re.compile(r"\\(?:displaystyle|left\.|quad|qquad)(?![A-Za-z])|(?:\\[,;:! ]|~)+\s*$"), " "),
    (re.compile(r"\\lVert|\\rVert|\\\||‖"), "|"),
    # a number times its conjugate
    (re.compile(rf"(?<![\\A-Za-z])(\\?[A-Za-z]+)\s*{_STAR}(\([\w, ]{{1,8}}\)|)(?:\s|\\,)*\1(?![\w^])\2"), r"|\1|^2 "),
    (re.compile(rf"(?<![\\A-Za-z])(\\?[A-Za-z]+)(\([\w, ]{{1,8}}\)|)(?:\s|\\,)*\1\s*{_STAR}(?!\w)\2"), r"|\1|^2 "),
    (re.compile(r"\\(?:overline|bar)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?(?:\s|\\,)*\1(?![\w^])"), r"|\1|^2 "),
    (
        re.compile(r"(?:\\left|\\right)?\\?\|\s*(\\(?:vec|mathbf)\s*\{?\s*\\?[A-Za-z]+\s*\}?)\s*(?:\\right)?\\?\|"),
        r"\1 ",
    ),
    (re.compile(r"\\(?:text|mathrm)\s*\{\s*const(?:ant)?\.?\s*\}|\bconst(?:ant)?\b\.?"), "C"),
)


def readable(text: str) -> str:
    """Return a formula with what only people read put into symbols."""
    text = operators.named(_unicode(text))
    for pattern, replacement in _COMMANDS:
        if pattern.search(text):
            text = pattern.sub(replacement, text)
    text = _DEGREE.sub(lambda m: _radians(m[1], "\\" in text), text)
    text = _kets(text)
    text = text.replace("ħ", "ℏ").replace("≈", "=").replace("\\approx", "=").replace("\\equiv", "=").replace("≡", "=")
    text = re.sub(r"\\(?:simeq|cong)(?![a-z])|[≃≅]", "=", text)
    return _products(_derivatives(text))


def _gamma(*digits: str | None) -> str:
    """The gamma function at a whole or half number, in closed form."""
    above, below = (int(d) for d in ([d for d in digits if d] + ["1"])[:2])
    shown = "({}π^(1/2))"
    if below == 1 and above:
        return f"({math.factorial(above - 1)})"
    if below != 2 or not above % 2:
        return f"gammafn({above}/{below})"
    return shown.format(f"{math.prod(range(1, above - 1, 2))}/{2 ** ((above - 1) // 2)}*")


def _radians(degrees: str, latex: bool) -> str:
    return rf"\left({degrees} \frac{{\pi}}{{180}}\right)" if latex else f" ({degrees}*pi/180)"


def without_arguments(text: str) -> str:
    """``x(t)`` as ``x``: what stands in brackets behind a name, where it is a variable and the name is no function."""

    def bare(found: re.Match[str]) -> str:
        function = found[1].lstrip("\\") in ALIASES or found[1] in ("\\left", "\\right", "\\cdot", "\\times")
        if function or not all(map(_VARIABLE.fullmatch, found[3].split(","))):
            return found[0]
        return found[1] + found[2]

    return _VALUE.sub(bare, text)


def with_calls(text: str) -> str:
    """``sin² θ`` as ``(sin(θ))^2`` and ``ln2`` as ``ln(2)``, in plain text."""

    def call(found: re.Match[str]) -> str:
        power = found[2] or (str("²³".index(found[3]) + 2) if found[3] else "")
        if found[4] is None:
            return f" {found[1]}^{power}" if power else f" {found[1]}"
        return f"({found[1]}({found[4]}))^{power} " if power else f" {found[1]}({found[4]})"

    return _BARE.sub(call, text)


def flat(name: str) -> str:
    """A symbol in LaTeX or text as one name: ``\\dot q_{1}`` is ``q_1_dot``."""
    found = re.match(r"\\(vec|hat|bar|tilde|d?dot)(?![a-z])", name)
    name = re.sub(_ACCENT, " ", name)
    name = "".join(LETTERS.get(c, c) for c in re.sub(r"[\\{}\s,]", "", name)).replace("'", "_prime")
    return f"{name}_{found[1]}" if found else name


def _unicode(text: str) -> str:
    found = []
    for character in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", character) if ord(character) > 127 else character
        found.append(parts if len(parts) == 2 and parts[1] in _MARKS else character)
    text = "".join(found)
    latex = "\\" in text
    for mark, name in _MARKS.items():
        text = re.sub(rf"([{_LETTER}]){mark}", rf"\\{name}{{\1}}" if latex else rf"\1_{name} ", text)
    return re.sub(
        rf"[{''.join(_SUBSCRIPTS)}]+",
        lambda m: (
            "_" + "".join(_SUBSCRIPTS[c] for c in m[0]) + " "
            if not latex
            else "_{" + "".join(_SUBSCRIPTS[c] for c in m[0]) + "}"
        ),
        text,
    )


def _symbol(name: str, latex: bool) -> str:
    return rf"\mathrm{{{name}}} " if latex else f"{name} "


def _derivative(body: str, variable: str, order: int, latex: bool) -> str:
    """The name of a derivative: dots in time, else by what."""
    name, by = flat(body).replace("_vec", ""), flat(variable)
    if by == "t" and order <= 2:
        return _symbol(f"{name}_{'d' * order}ot" if order == 1 else f"{name}_ddot", latex)
    return _symbol(f"{name}_wrt{order if order > 1 else ''}_{by}", latex)


def _derivatives(text: str) -> str:
    latex = "\\" in text

    def order(*digits: str | None) -> int:
        written = next((d for d in digits if d), "1")
        return "²³".index(written) + 2 if written in "²³" else int(written)

    def fraction(m: re.Match[str]) -> str:
        above, below = order(m[1], m[2]), order(m[5], m[6])
        return _derivative(m[3], m[4], above, latex) if above == below else m[0]

    def operator(m: re.Match[str]) -> str:
        above, below = order(m[1], m[2]), order(m[4], m[5])
        return _derivative(m[6] or m[7], m[3], above, latex) if above == below else m[0]

    def indexed(m: re.Match[str]) -> str:
        return _derivative(m[5], m[1], 2 if m[2] else order(m[3], m[4]), latex)

    def nabla(m: re.Match[str]) -> str:
        return _symbol(
            f"{_PARTS[(m[1] or '')[:1] if (m[1] or '').startswith('^') else m[1] or '']}_{_unit(m[2])}", latex
        )

    if re.search(r"nabla|∇", text):
        text = _NABLA.sub(nabla, text)
    if "\\" not in text:
        text = _NAMED_NABLA.sub(lambda m: f"{'curl' if m[1] == 'rot' else m[1]}_{m[2]}", text)
    if re.search(r"d|∂|\\partial", text):
        text = _INDEXED.sub(indexed, text)
        for _ in range(3):  # a derivative of a derivative
            before = text
            text = _SLASHED.sub(fraction, _OPERATOR.sub(operator, _FRACTION.sub(fraction, text)))
            if text == before:
                break
    return text


def _unit(name: str) -> str:
    return flat(name).removesuffix("_vec")


def _products(text: str) -> str:
    text = _RUN_BELOW.sub(r"/(\1)", text)
    text = _TWO_BELOW.sub(lambda m: f"{m['above']}/({m['below'].strip()})", text)
    text = _UNDER_ONE.sub(r"1/(\1)", text)
    text = re.sub(r"([^=]+/\S+)\s+(\w+_hat)\s*$", r"(\1)*\2", text)
    return _BELOW.sub(r"/(\1)", _HALF.sub(r"(\1) ", text))


def _kets(text: str) -> str:
    """Every ket as a symbol of its own; a text with bras stays as it is."""
    if re.search(r"\\langle|⟨|<[^<>|]*\|", text):
        return text

    def name(found: re.Match[str]) -> str:
        label = found[1].replace("+", "plus").replace("-", "minus").replace("↑", "up").replace("↓", "down")
        label = re.sub(r"\W", "", label.replace("arrow", ""))
        return rf" \mathrm{{ket{label}}} " if "\\" in text else f" ket{label} "

    return _CLOSED_KET.sub(name, _KET.sub(name, text))
