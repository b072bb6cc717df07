"""Formulas: reading one from a passage, and whether two are the same under what the problem assumes.

`physfm.symbolic` reads and compares. Added here are the places where a formula may stand in a sentence, letters written
without blanks (``mgh`` is m*g*h where the other side knows m, g and h), equations and inequalities.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from physfm.errors import InputError
from physfm.evaluation.grading import notation
from physfm.evaluation.grading.markup import is_unread, plain
from physfm.evaluation.grading.naming import is_name
from physfm.evaluation.grading.values import Formula
from physfm.symbolic import Node, evaluate, parse, symbols
from physfm.symbolic.functions import GREEK
from physfm.symbolic.tree import Call, Integral, Number, Power, Product, Quotient, Relation, Symbol, walk

Pair = tuple[Node, Node]
INVERSE = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh"}
SECONDS = 0.7
"""Of a call of SymPy, which only derivatives and integrals need."""
MAX_CHARACTERS = 600
MATHS = re.compile(r"\$\$?([^$]+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_VERB = re.compile(
    r"\b(?:is|are|equals?|gives?|becomes?|get|obtain|find|be|as|by|reads|yields|have|to|expression|formula|than|"
    r"therefore|thus|hence|so|that|from|then)\b|[:→]"
)
_TAIL = re.compile(
    r",?\s+(?:where|with|for|when|if|because|since|which|and|in which|assuming|at|so|provided|by|using)\b.*"
    r"|,\s+(?:starting|being|measured|neglecting|"
    r"ignoring|taking|given|valid|independent|directed|pointing)\b.*",
    re.DOTALL,
)
_CONCLUDES = re.compile(r".*\b(?:so|hence|thus|therefore)\b[,:]?\s+(?:that\s+)?([^,;]*=[^,;]+)$", re.DOTALL)
# n = 0, 1, 2, ... behind a formula
_COUNTED = re.compile(
    r"(?<=[\w)}])(\$?)[,;]?\s*\(?\s*(?:\\q?quad\s*)?(?:for|with|where)?\s*\$?\s*[nmklj]\s*=\s*[-−±]?\d\s*,\s*[±]?\d(?:[\d,.…\s]|\\[a-z]?dots|\\,)*\$?\)?\s*\.?$"
)
_ASIDE = re.compile(r"\b(?:where|with|using|because|since|when|if|assuming|provided|for)\W*$", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|rather than|instead of)\W*$", re.IGNORECASE)
_LETTERS = "παβγδεζηθικλμνξορσςτυφχψωϕϵΓΘΛΞΠΣΦΨΩℏ"
# ħω is a product; Δx is one name, and so is what stands behind an underscore.
_GREEK_RUN = re.compile(rf"(?<=[{_LETTERS}])(?=[A-Za-z{_LETTERS}Δ√])|(?<=[A-Za-z\d)])(?<!_[A-Za-z\d])(?=[{_LETTERS}Δ])")
_DIVERGES = re.compile(
    r"\W*(?:(?:it|the [\w ]{2,30}?)\s+)?(?:(?:is|becomes|goes to)\s+)?(?:infinite(?:ly large)?|diverges(?: to "
    r"infinity)?|"
    r"infinity)\W*",
    re.IGNORECASE,
)
_PROPORTIONAL = re.compile(
    r"(?:\\propto(?![a-z])|∝|\b(?:is |are )?(?P<inverse>inversely )?(?:directly |linearly )?proportional to"
    r"|\b(?:scales|varies|goes|grows|falls off|falls|decreases|increases|drops)\s+(?:as|like|with)|^\s*(?:as|like|"
    r"\\sim|~)(?![a-z]))"
    r"\s*(?P<what>.+)$",
    re.DOTALL,
)
_ENGLISH = frozenset(
    [
        "the",
        "is",
        "are",
        "of",
        "and",
        "or",
        "to",
        "by",
        "an",
        "be",
        "it",
        "its",
        "this",
        "that",
        "so",
        "at",
        "for",
        "from",
        "with",
        "not",
        "no",
        "answer",
        "then",
        "thus",
        "we",
        *(
            "up",
            "down",
            "upward",
            "upwards",
            "downward",
            "downwards",
            "left",
            "right",
            "north",
            "south",
            "east",
            "west",
        ),
        *("inward", "inwards", "outward", "outwards", "toward", "towards", "away", "along", "above", "below"),
        *("horizontal", "vertical"),
    ]
)
_HEAD = re.compile(r"^\s*\\?[A-Za-z][\w\\{}']*\s*\((?:[\w\\, ]*)\)\s*(?==)")


def _proportion(passage: str) -> str | None:
    """What something is said to be proportional to: ``F ∝ 1/r²``, "inversely proportional to r^2"."""
    found = _PROPORTIONAL.search(passage)
    if found is None:
        return None
    text = _TAIL.sub("", re.sub(r"\\\(|\\\)|\$", " ", found["what"])).strip().rstrip(".,;:!?`* ")
    read_as = read(text)
    if read_as is None or isinstance(read_as.tree, Relation) or not is_formula(read_as):
        return None
    return (
        rf"\frac{{1}}{{{text}}}" if found["inverse"] and "\\" in text else f"1/({text})" if found["inverse"] else text
    )


def candidates(passage: str) -> Iterator[str]:
    """Yield texts in a passage that may be its formula, the likeliest first."""
    passage = _COUNTED.sub(r"\1", passage.strip())
    if _DIVERGES.fullmatch(passage):
        yield "oo"
        return
    if (part := _proportion(passage)) is not None:
        yield part
        return
    spans: list[str] = []
    aside: list[str] = []
    for match in MATHS.finditer(passage):
        before = passage[: match.start()]
        if spans and _DENIED.search(before):
            continue
        (aside if _ASIDE.search(before) else spans).append(next(g for g in match.groups() if g is not None))
    if not spans and re.match(r"\W*(?:where|with|assuming|provided)\b", passage):
        return  # a remark, no answer
    spans, aside = (spans, aside) if spans else (aside, [])
    if spans and MATHS.sub("", passage).strip(" .,;:*"):
        spans.sort(key=lambda s: bool(re.search(r"[=+\-*/^<>]|\\(?:frac|sqrt|cdot|le|ge)", s)))  # stable: last is best
        yield from (*reversed(spans), *aside)
        return
    text = re.sub(r"\\\(|\\\)|\\\[|\\\]|\$", " ", passage).strip()
    text = re.sub(r"(?:\\[,;:! ]|~|\s)+$", "", text).lstrip("`*\"' ")
    text = re.sub(r"(?:(?<!\^)[`*\"' .,;:!?])+$", "", text)  # not the star of a conjugate
    yield text
    if concluded := _CONCLUDES.match(text):
        yield concluded[1]
    cut = _TAIL.sub("", text)
    if cut != text:
        yield cut
    for verb in list(_VERB.finditer(cut))[:-4:-1]:
        yield cut[verb.end() :].strip(" ,`*\"'")


@lru_cache(maxsize=1024)
def read(text: str) -> Formula | None:
    """Read one formula, LaTeX or text, None if it is none."""
    text = text.strip()
    if not text or len(text) > MAX_CHARACTERS:
        return None
    text = notation.readable(text)
    original = text
    if "\\" not in text:
        text = _GREEK_RUN.sub(" ", notation.with_calls(text))
        text = re.sub(r"([½⅓⅔¼¾])", lambda m: f"({plain(m[1])})", text)
        if re.search(r"[{}]", text):
            text = re.sub(r"([_^])\{(\w+)\}", r"\1\2", text).replace("{", "(").replace("}", ")")
    versions = [text, _HEAD.sub(lambda m: m[0].partition("(")[0], text)]
    before = _HEAD.sub("", text).partition("=")[0]
    if ("=" in text and is_name(before)) or not (re.search(r"[-+*/^\d(]", before) or is_unread(before)):
        versions.append(text.rpartition("=")[2])
    versions.extend(notation.without_arguments(version) for version in versions[:])
    if "{" in original and not re.search(r"\\|[A-Za-z]{3}", re.sub(r"[_^]\{[^{}]*\}", "", original)):
        versions.insert(0, original)  # e^{ikx} is LaTeX without a command
    for version in dict.fromkeys(versions):
        try:
            return Formula(version.strip(), parse(version))
        except InputError:
            continue
    return None


def is_formula(formula: Formula, *, names: bool = False) -> bool:
    """Whether a reading is plausible as mathematics: no English words among its symbols.

    Parameters
    ----------
    names
        Whether a name alone and a number count, too.
    """
    used = symbols(formula.tree)
    if "\\" in formula.text:
        return names or bool(used)
    words = re.findall(r"[^\W\d_]+", formula.text)
    if re.search(r"\d\s*[a-z]{3,}-[a-z]{3,}", formula.text):  # 4 half-lives
        return False
    if (
        re.search(r"\s", formula.text.strip()) and _ENGLISH & {word.lower() for word in words if not word.isupper()}
    ) or re.search(r"(?<![A-Za-z])[A-Za-z]{3,}\s+[A-Za-z]{3,}", formula.text):
        return False
    if not re.search(r"[-+*/^=<>√²³≤≥\d(]", formula.text):
        return names or all(_short(name) for name in used)
    return names or bool(used)


def _short(name: str) -> bool:
    return len(name) <= 2 or name in GREEK or "_" in name or any(c.isdigit() for c in name)


def _product_of_names(left: Node) -> bool:
    if isinstance(left, Power) and isinstance(left.exponent, Number) and left.exponent.digits > 0:
        base = left.base.arguments[0] if isinstance(left.base, Call) and left.base.function == "abs" else left.base
        return isinstance(base, Symbol) or _ratio_of_names(base)
    return isinstance(left, Product) and all(isinstance(factor, Symbol) for factor in left.factors)


def _ratio_of_names(node: Node) -> bool:
    return isinstance(node, Quotient) and all(isinstance(part, Symbol) for part in node.children)


def side(formula: Formula, *, loose: bool = False) -> Formula:
    """Return the right side of an equation that names what it gives: ``v = sqrt(2*g*h)``; anything else as it is.

    Parameters
    ----------
    loose
        Also behind a product or a power of names: ``mu*N = ...``, ``H^2 = ...``.
    """
    tree = formula.tree
    if isinstance(tree, Relation) and tree.operators[0] == "=" and tree.sides[-1] == Number(0) and len(tree.sides) > 2:
        text = re.sub(r"(?:[<>]|\\[lg]t(?![a-z]))\s*0\s*$", "", formula.text)  # E = -GMm/2a < 0
        tree = Relation(tree.operators[:-1], tree.sides[:-1])
        formula = Formula(text, tree)
    if isinstance(tree, Relation) and set(tree.operators) == {"="}:
        left = tree.sides[0]
        if loose and isinstance(left, Call) and left.function in INVERSE and isinstance(left.arguments[0], Symbol):
            return Formula(formula.text, Call(INVERSE[left.function], (tree.sides[-1],)))
        if loose and any(isinstance(n, Integral) for n in walk(left)):
            return Formula(formula.text.rpartition("=")[2].strip(), tree.sides[-1])
        law = isinstance(left, Symbol) and re.match(r"(?:div|curl|grad|lap)_", left.name)  # a field equation
        if not law and (
            isinstance(left, Symbol) or (loose and _product_of_names(left)) or is_name(formula.text.partition("=")[0])
        ):
            return Formula(formula.text.rpartition("=")[2].strip(), tree.sides[-1])
    return formula


def number_of(formula: Formula) -> float | None:
    """Return the value of a formula without symbols; None for others."""
    tree = side(formula).tree
    if isinstance(tree, Relation) or symbols(tree):
        return None
    try:
        value = complex(evaluate(tree))
    except (InputError, ArithmeticError, ValueError):
        return None
    return value.real if not value.imag and math.isfinite(value.real) else None
