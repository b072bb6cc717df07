r"""Intervals, tuples, vectors, sets and matrices: reading them from a text that holds nothing else.

``[0, 1)``, ``0 <= x < 1``, "between 3 and 5 m", ``(1, 2, 3) m/s``, ``3\hat{i} - 4\hat{j}``, "x = 1, y = 2",
``\{1, 2\}``, "x = 1 or x = 2", ``\pm 2``, ``pmatrix``, ``[[1, 2], [3, 4]]``. Entries are numbers with units or
formulas. A unit behind the bracket, or behind the last of two bounds, belongs to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from physfm.evaluation.grading import formulas, matrices, numbers
from physfm.evaluation.grading.conversion import same_dimension
from physfm.evaluation.grading.entries import NAME, chained, entries, item, split, times, unwrapped, with_unit
from physfm.evaluation.grading.enumerations import enumerated, signs
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.spoken import spelled
from physfm.evaluation.grading.values import Listed, Measured, Value

_OPEN, _CLOSE = "([{⟨<", ")]}⟩>"
_NAMED = re.compile(rf"^\s*({NAME})\s*(?:=|≈|is|:)\s*(.+)$", re.DOTALL)
_FIGURE = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_POLAR = re.compile(
    r"(?P<size>[-+]?[\d.][^;°]{0,40}?)\s*,?\s+(?:(?:directed|pointing|heading|aimed|inclined|acting"
    r"|in (?:a|the) direction(?:\s+of)?)(?:\s+(?:at|with))?|at|∠|with)\s+(?:an?\s+angle\s+(?:of\s+)?)?"
    r"(?P<angle>[-+]?[\d.]+\s*(?:°|deg\b|degrees?\b|rad(?:ians?)?\b))|"
    r"(?P<size2>[-+]?[\d.][^;°,]{0,40}?)\s*(?:,|∠)\s*(?P<angle2>[-+]?[\d.]+\s*(?:°|deg\b|degrees?\b))"
)
_TRANSPOSED = re.compile(r"\)\s*\^\s*\{?\s*(?:T|\\top|\\intercal|\\math(?:sf|rm)\s*\{?\s*T\s*\}?)\s*\}?\s*\$?$")
_ARRAY = re.compile(r"^\s*(?:np\.|numpy\.|sp\.|sympy\.)?(?:array|Matrix)\s*\(\s*\[([^\[\]]*)\]\s*\)")
_HEADING = re.compile(
    r"\b(?:above|below|north|south|east|west|from|to|with|horizontal|vertical|axis|clockwise|counter\w*|anti\w*|"
    r"direction)\b"
)
# The tension is T = 40 N.
_DESCRIBED = re.compile(rf"^\s*(?:[A-Za-z]{{2,}}\s+){{1,8}}({NAME})\s*[=≈]\s*(.+)$", re.DOTALL)
_UNIT_VECTOR = re.compile(
    r"\\(?:hat|mathbf|vec|hat\{\\mathbf|boldsymbol)\s*\{?\s*(?:\\mathbf\s*\{)?\s*\\?(imath|jmath|i|j|k|x|y|z)\s*\}{0,2}"
    r"|\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\hat\s*\{?\s*\\?(imath|jmath|i|j|k|x|y|z)\s*\}{1,2}"
    r"|\\(?:hat|mathbf|vec|boldsymbol)\s*\{?\s*(?:\\mathbf\s*\{\s*)?e\s*\}{0,2}_\s*\{?\s*([xyz123])\s*\}?"
    r"|(?<![A-Za-z\\])e_\{?([xyz123])\b\}?|([ijkxyz])\u0302|([îĵŷẑ])|\b([xyz])[_-]?hat\b|(?<![\w\\])([ijk])[_-]?hat\b"
)
_LETTERS = re.compile(
    r"\(?[-+−]?[\d.]*\s*\*?\s*[ij]\s*[-+−]\s*[\d.]*\s*\*?\s*[jk](?:\s*[-+−]\s*[\d.]*\s*\*?\s*k)"
    r"?\)?(?:\s+[A-Za-z][\w/^]*)?"
    r"|[-+−]?[\d.]+ ?[ijk] [A-Za-z][\w/^]*"
)
_COEFFICIENT = r"(?:[\w.^²³/*]+\s+|\d+(?:\.\d+)?\s?\*?)?"
_SYMBOLIC = re.compile(rf"[-+−]?\s*{_COEFFICIENT}[ijk](?:\s*[-+−]\s*{_COEFFICIENT}[ijk]){{1,2}}")
_FACTORED = re.compile(r"(?:[^=(),]{1,30}=\s*)?(?P<factor>[^()=,]{1,30})\((?P<inner>[^()]*)\)(?P<unit>[^()]{0,20})")
_AXES = {
    "i": 0,
    "x": 0,
    "imath": 0,
    "î": 0,
    "j": 1,
    "y": 1,
    "jmath": 1,
    "ĵ": 1,
    "k": 2,
    "z": 2,
    "ŷ": 1,
    "ẑ": 2,
    "1": 0,
    "2": 1,
    "3": 2,
}


def polar(text: str) -> Listed | None:
    """Read a size and a direction: ``5.0 m/s at 37° above the horizontal``."""
    every = list(_POLAR.finditer(spelled(plain(text))))
    if not every:
        return None
    found = every[-1]
    behind = found.string[found.end() :]
    if re.match(r"\s*[CF]\b", behind) or (re.search(r"[A-Za-z]{2}", behind) and not _HEADING.search(behind)):
        return None  # 100 W at 25 °C, g at 45° of latitude
    size, angle = (numbers.stated(found[k] or found[f"{k}2"]) for k in ("size", "angle"))
    if size is None or angle is None or size.unit == "1" or same_dimension(size.unit, "rad"):
        return None
    return Listed((size, angle), True)


# Tuples and sets ------------------------------------------------------------------------------------------------------


def tuples(text: str) -> Iterator[Listed]:
    """Yield the readings of a text as a tuple or a vector."""
    if row := re.fullmatch(rf"\s*\[\s*({_FIGURE}(?:\s+{_FIGURE})+)\s*\](.*)", text):  # [1.2 0 -3.4] N
        text = f"({', '.join(row[1].split())}){row[2]}"
    text = _TRANSPOSED.sub(")", text.strip())
    text = _ARRAY.sub(r"(\1)", text)
    text = re.sub(r"\\binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"(\1, \2)", text)
    bare = unwrapped(
        re.sub(
            rf"^\s*\$?\s*(?:\\vec\s*\{{?\w\}}?|\\mathbf\{{\w\}}|{NAME})(?:\^\s*\{{?\\?[a-z]+\}}?)?\s*=\s*(?=[(\[<⟨\\]|[^=(),]{{1,40}}\()",
            "",
            text,
        )
    )
    grid = matrices.matrix(bare)
    if grid is not None and 1 in (len(grid.rows), len(grid.rows[0])):
        yield Listed(tuple(value for row in grid.rows for value in row), True)
        return
    factored = _FACTORED.fullmatch(bare)
    inner = _unit_vectors(factored["inner"]) if factored else None
    if (
        factored
        and inner
        and formulas.read(before := {"-": "-1", "−": "-1"}.get(factored["factor"].strip(), factored["factor"]))
        and (
            items := entries([times(before.strip(" *"), str(entry)) for entry in inner.items], factored["unit"].strip())
        )
    ):
        yield Listed(items, True)
        return
    if (vector := _unit_vectors(bare)) is not None:
        yield vector
        if len(vector.items) == 2:
            unit = vector.items[0].unit if isinstance(vector.items[0], Measured) else "1"
            yield Listed((*vector.items, Measured(0.0, unit)), True)
        return
    found = re.fullmatch(
        r"([(\[<⟨])(.+)([)\]>⟩])\s*(?:\^\s*\{?(?:T|\\top|\\mathsf T)\}?)?\s*([^()\[\]]*(?:/\([^()]*\))?)",
        bare,
        re.DOTALL,
    )
    scaled = re.fullmatch(
        r"(\([^(),]{1,20}\)|[^()\[\],=<>]{1,60}?)\s*(?:\*|\\cdot|\\times)?\s*[(⟨]([^()]*(?:\([^()]*\)[^()]*)*)[)⟩]",
        bare,
    )
    if scaled and len(parts := split(scaled[2])) > 1:
        before = "-1" if scaled[1] in ("-", "−") else scaled[1]
        factor = formulas.read(before)
        if factor is not None and formulas.is_formula(factor, names=True):
            items = entries([times(before, part) for part in parts])
            if items:
                yield Listed(items, True)
                return
    if found and _OPEN.index(found[1]) == _CLOSE.index(found[3]):
        unit = plain(found[4]).strip()
        parts = split(found[2])
        if len(parts) > 1 and (not unit or numbers.is_unit(unit)) and (items := _components(parts, unit)):
            yield Listed(items, True, brackets=found[1] if found[1] in "([" else "")
        return
    yield from _assigned(bare)


def _components(parts: list[str], unit: str) -> tuple[Value, ...] | None:
    """The entries of a bracket; beside figures letters side by side are a product: ``(0, qvB, 0)``."""
    glued = any(re.fullmatch(_FIGURE, part.strip()) for part in parts) and max(map(len, parts)) < 9
    return entries(parts, unit, names=glued)


def _assigned(text: str) -> Iterator[Listed]:
    """``x = 3, y = -4``, ``3, -4`` and ``a) 3 b) -4``."""
    labels = re.findall(r"(?:^|(?<=[\s,;]))\(?([a-e])\)", text)
    if labels == list("abcde"[: len(labels)]) and len(labels) > 1:
        text = ",".join(part for part in re.split(r"[\s,;]*(?:^|(?<=[\s,;]))\(?[a-e]\)", text) if part.strip())
    parts = [re.sub(r"^\s*and\b", "", part) for part in split(text.replace("\\quad", " "))]
    if len(parts) == 1:
        parts = re.split(r"\band\b|\\text\{ ?and ?\}", text)
    parts = chained(parts)
    named: list[re.Match[str] | None] = [_NAMED.match(part) or _DESCRIBED.match(part) for part in parts]
    names: tuple[str, ...] = ()
    if len(parts) > 1 and all(named) and len({m[1] for m in named if m}) == len(parts):
        parts, names = [m[2] for m in named if m], tuple(_short(m[1]) for m in named if m)
    elif len(parts) < 2 or any(named):
        return
    parts = [part.strip() for part in parts]
    if items := entries(parts) or entries(described(parts)):
        yield Listed(items, True, names)


def described(parts: list[str]) -> list[str]:
    """Entries without the words before their figures: "amplitude 0.1 m"."""
    return [re.sub(r"^(?:(?!between|from|than|not)[A-Za-z]{2,}\s+)+(?=[-+]?\.?\d)", "", part) for part in parts]


def _short(name: str) -> str:
    """One spelling of a name: ``\\Delta U`` is ΔU."""
    return re.sub(r"\s+", "", re.sub(r"\\?Delta(?![a-z])|Δ", "Δ", name)).lstrip("\\")


def _unit_vectors(text: str) -> Listed | None:
    """``3 i + 4 j`` with hats, bold or as ``i_hat``; two entries, or three where k or z stands."""
    text = re.sub(r"^[^=(),]{1,30}=\s*", "", text)
    marks = list(_UNIT_VECTOR.finditer(text))
    if not marks and (_LETTERS.fullmatch(text) or _SYMBOLIC.fullmatch(text)):
        marks = list(re.finditer(r"(?<![A-Za-z/])([ijk])(?![A-Za-z])", text))
    if len(marks) < 1 or len(marks) > 3:
        return None
    entries: dict[int, Value] = {}
    at, unit = 0, ""
    tail = text[marks[-1].end() :].strip().lstrip("}")
    whole = re.fullmatch(r"\(?(.*?)\)?", text[: marks[-1].end()])
    if tail.startswith(")") or not tail:
        unit = plain(tail.lstrip(")")).strip()
    else:
        unit = plain(tail).strip()
    if (unit and not numbers.is_unit(unit)) or whole is None:
        return None
    for mark in marks:
        axis = _AXES[next(g for g in mark.groups() if g)]
        part = (
            re.sub(r"\\[,;! ]", " ", text[at : mark.start()])
            .strip()
            .removeprefix("(")
            .rstrip("* ")
            .removesuffix("\\cdot")
        )
        part = re.sub(r"^\+\s*", "", part.strip())
        part = re.sub(r"^\(([^()]*)\)$", r"\1", part)
        part = re.sub(r"^([-−])\s*", "-", part)
        value = item({"": "1", "-": "-1"}.get(part, part), names=len(part) < 7)
        if value is None or axis in entries:
            return None
        entries[axis] = with_unit(value, unit)
        at = mark.end()
    zero = with_unit(Measured(0.0), unit)
    return Listed(tuple(entries.get(axis, zero) for axis in range(3 if 2 in entries else 2)), True)


def sets(text: str, *, indexed: bool = False) -> Iterator[Listed]:
    """Yield the readings of a text as a set of solutions; ``indexed``: also ``x_1 = 2, x_2 = 3``."""
    bare = enumerated(unwrapped(text))
    if indexed:
        bare = re.sub(r"(?<=\d\s[A-Za-z])\s/\s(?=[-+]?\d)", ", ", bare)  # 3 m / 5 m
    body = re.sub(rf"^\s*{NAME}\s*(?:=|\\in(?![a-z])|∈)\s*(?=\\?\{{)", "", bare)
    found = re.fullmatch(r"\\?\{(.+?)\\?\}\s*((?:[^{}]|(?<=[a-z])\{[^{}]*\})*)", body, re.DOTALL)
    if found is None and indexed:
        found = re.fullmatch(r"\(([^()]+,[^()]+)\)\s*(.*)", body)  # brackets of a tuple, where the gold is a set
    if found and re.match(r"\s*(?:[=<>≈]|\\(?:approx|le|ge))", found[2]):
        return  # a bracket of two operators, {q, p} = 1
    if found and (items := entries(signs(split(found[1])), plain(found[2]).strip())):
        yield Listed(items, False)
        return
    sign = re.fullmatch(rf"(?:{NAME}\s*=\s*)?(?:\\pm|±|\+/?-)\s*(.+)", bare, re.DOTALL)
    if sign and not re.search(r"±|\\pm", sign[1]):
        items = entries([sign[1], f"-({sign[1]})"] if not re.match(r"[\d.]", sign[1]) else [sign[1], f"-{sign[1]}"])
        if items:
            yield Listed(items, False)
            return
    parts = [
        p
        for p in re.split(
            r"(?<!\\),|(?<!\\);|\s&\s|\bor\b|\band\b|\\text\{ ?(?:or|and) ?\}|\\(?:lor|vee|quad)(?![a-z])|∨", bare
        )
        if p.strip()
    ]
    parts = chained(parts)
    named = [_NAMED.match(re.sub(r"\\[,;:! ]", " ", part)) for part in parts]
    if len(parts) > 1:
        names = {re.sub(r"[_{}\d₀-₉']+$", "", m[1]) if indexed else m[1] for m in named if m}
        parts = [m[2] if m else part for m, part in zip(named, parts, strict=True)]
        stripped = [p.strip() for p in parts]
        if len(names) <= 1 and (items := entries(signs(stripped)) or entries(signs(described(stripped)))):
            unit = items[-1].unit if isinstance(items[-1], Measured) else ""
            yield Listed(tuple(with_unit(value, unit) for value in items), False)
    elif len(parts) == 1:
        both = signs([named[0][2] if named[0] else parts[0]], figures=indexed)
        if len(both) == 2 and (items := entries(both)):
            yield Listed(items, False)
