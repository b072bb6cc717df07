r"""Intervals, tuples, vectors, sets and matrices: reading them from a text that holds nothing else.

``[0, 1)``, ``0 <= x < 1``, "between 3 and 5 m", ``(1, 2, 3) m/s``, ``3\hat{i} - 4\hat{j}``, "x = 1, y = 2",
``\{1, 2\}``, "x = 1 or x = 2", ``\pm 2``, ``pmatrix``, ``[[1, 2], [3, 4]]``. Entries are numbers with units or
formulas. A unit behind the bracket, or behind the last of two bounds, belongs to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from physfm.evaluation.grading import formulas, numbers
from physfm.evaluation.grading.conversion import same_dimension
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.spoken import spelled
from physfm.evaluation.grading.values import Listed, Matrix, Measured, Value

MAX_ITEMS = 100
_OPEN, _CLOSE = "([{⟨<", ")]}⟩>"
NAME = r"(?:(?:\\?Delta\s+|[ΔδΔ]\s*)?\\?[A-Za-zα-ωΑ-Ω][\w'{},\\]*(?:\([\w, ]*\))?)"
_NAMED = re.compile(rf"^\s*({NAME})\s*(?:=|≈|is|:)\s*(.+)$", re.DOTALL)
_FIGURE = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_POLAR = re.compile(
    r"(?P<size>[-+]?[\d.][^;°]{0,40}?)\s*,?\s+(?:directed\s+|pointing\s+)?(?:at|∠|with)\s+(?:an?\s+angle\s+(?:of\s+)?)?"
    r"(?P<angle>[-+]?[\d.]+\s*(?:°|deg\b|degrees?\b|rad(?:ians?)?\b))|"
    r"(?P<size2>[-+]?[\d.][^;°,]{0,40}?)\s*(?:,|∠)\s*(?P<angle2>[-+]?[\d.]+\s*(?:°|deg\b|degrees?\b))"
)
_HEADING = re.compile(
    r"\b(?:above|below|north|south|east|west|from|to|with|horizontal|vertical|axis|clockwise|counter\w*|anti\w*|"
    r"direction)\b"
)
# The tension is T = 40 N.
_DESCRIBED = re.compile(rf"^\s*(?:[A-Za-z]{{2,}}\s+){{1,8}}({NAME})\s*[=≈]\s*(.+)$", re.DOTALL)
_MATRIX = re.compile(
    r"\\begin\{([pbB]?|small)(?:matrix|array)\}(?:\{[lcr|]+\})?(.*?)\\end\{\1(?:matrix|array)\}", re.DOTALL
)
_NESTED = re.compile(
    r"^(?:(?:sp\.|np\.|numpy\.|sympy\.)?(?:Matrix|array)\s*\(\s*)?\[\s*(\[.*\])\s*\]\s*\)?$", re.DOTALL
)
_UNIT_VECTOR = re.compile(
    r"\\(?:hat|mathbf|vec|hat\{\\mathbf|boldsymbol)\s*\{?\s*(?:\\mathbf\s*\{)?\s*\\?(imath|jmath|i|j|k|x|y|z)\s*\}{0,2}"
    r"|\\(?:hat|mathbf|vec|boldsymbol)\s*\{?\s*(?:\\mathbf\s*\{\s*)?e\s*\}{0,2}_\s*\{?\s*([xyz123])\s*\}?"
    r"|([ijkxyz])\u0302|([îĵŷẑ])|\b([xyz])[_-]?hat\b|(?<![\w\\])([ijk])[_-]?hat\b"
)
_LETTERS = re.compile(
    r"\(?[-+−]?[\d.]*\s*\*?\s*[ij]\s*[-+−]\s*[\d.]*\s*\*?\s*[jk](?:\s*[-+−]\s*[\d.]*\s*\*?\s*k)"
    r"?\)?(?:\s+[A-Za-z][\w/^]*)?"
    r"|[-+−]?[\d.]+ ?[ijk] [A-Za-z][\w/^]*"
)
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


Entry = TypeVar("Entry", bound=Value)


def item(text: str) -> Value | None:
    """Read an entry: a number with its unit, or a formula."""
    text = text.strip()
    product = re.search(r"\d\*[A-Za-z]", text)  # 3*a is a formula, not three ares
    found: Value | None = None if product else numbers.alone(plain(text))
    if found is None:
        formula = formulas.read(text)
        if formula is None:
            return None
        value = formulas.number_of(formula)
        if value is None and not formulas.is_formula(formula):
            return None
        found = Measured(value) if value is not None else formula
    return found


def split(text: str, marks: str = ",;") -> list[str]:
    """Split at marks that stand in no bracket."""
    parts, level, start = [], 0, 0
    for place, character in enumerate(text):
        level += (character in "([{⟨") - (character in ")]}⟩")
        if character in marks and not level and not re.match(r"\\[,;]", text[max(0, place - 1) :]):
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]][:MAX_ITEMS]


def unwrapped(text: str) -> str:
    """Return a text without signs of mathematics, sizes of brackets and what ends a sentence."""
    text = re.sub(r"\\\(|\\\)|\\\[|\\\]|\$", " ", text)
    text = re.sub(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\s*", "", text)
    text = re.sub(r"\\langle(?![a-z])", "⟨", re.sub(r"\\rangle(?![a-z])", "⟩", text))
    text = text.strip().strip("`*").rstrip(".;:!").strip()
    return re.sub(r",?\s+(?:respectively|in that order|in total)$", "", re.sub(r"^both\s+", "", text))


def with_unit(value: Entry, unit: str) -> Entry:
    """Give a bare number a unit."""
    read = numbers.is_unit(unit) if unit else None
    if isinstance(value, Measured) and value.unit == "1" and read:
        return replace(value, unit=read)
    return value


def _entries(parts: list[str], unit: str = "") -> tuple[Value, ...] | None:
    found = tuple(with_unit(value, unit) for part in parts if (value := item(part)) is not None)
    return found if len(found) == len(parts) and found else None


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
    text = re.sub(r"\\binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"(\1, \2)", text)
    bare = unwrapped(
        re.sub(
            rf"^\s*\$?\s*(?:\\vec\s*\{{?\w\}}?|\\mathbf\{{\w\}}|{NAME})\s*=\s*(?=[(\[<⟨\\]|[^=(),]{{1,40}}\()",
            "",
            text,
        )
    )
    grid = matrix(bare)
    if grid is not None and 1 in (len(grid.rows), len(grid.rows[0])):
        yield Listed(tuple(value for row in grid.rows for value in row), True)
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
        r"(\([^(),]{1,20}\)|[^()\[\],=<>]{1,60}?)\s*(?:\*|\\cdot|\\times)?\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)", bare
    )
    if scaled and len(parts := split(scaled[2])) > 1:
        before = "-1" if scaled[1] in ("-", "−") else scaled[1]
        factor = formulas.read(before)
        if factor is not None and formulas.is_formula(factor, names=True):
            items = _entries([_times(before, part) for part in parts])
            if items:
                yield Listed(items, True)
                return
    if found and _OPEN.index(found[1]) == _CLOSE.index(found[3]):
        unit = plain(found[4]).strip()
        parts = split(found[2])
        if len(parts) > 1 and (not unit or numbers.is_unit(unit)) and (items := _entries(parts, unit)):
            yield Listed(items, True, brackets=found[1] if found[1] in "([" else "")
        return
    yield from _assigned(bare)


def _assigned(text: str) -> Iterator[Listed]:
    """``x = 3, y = -4``, ``3, -4`` and ``a) 3 b) -4``."""
    labels = re.findall(r"(?:^|(?<=[\s,;]))\(?([a-e])\)", text)
    if labels == list("abcde"[: len(labels)]) and len(labels) > 1:
        text = ",".join(part for part in re.split(r"[\s,;]*(?:^|(?<=[\s,;]))\(?[a-e]\)", text) if part.strip())
    parts = [re.sub(r"^\s*and\b", "", part) for part in split(text.replace("\\quad", " "))]
    if len(parts) == 1:
        parts = re.split(r"\band\b|\\text\{ ?and ?\}", text)
    named: list[re.Match[str] | None] = [_NAMED.match(part) or _DESCRIBED.match(part) for part in parts]
    names: tuple[str, ...] = ()
    if len(parts) > 1 and all(named) and len({m[1] for m in named if m}) == len(parts):
        parts, names = [m[2] for m in named if m], tuple(_short(m[1]) for m in named if m)
    elif len(parts) < 2 or any(named):
        return
    parts = [part.strip() for part in parts]
    described = [re.sub(r"^(?:[A-Za-z]{3,}\s+)+(?=[-+]?\.?\d)", "", part) for part in parts]  # "amplitude 0.1 m"
    if items := _entries(parts) or _entries(described):
        yield Listed(items, True, names)


def _short(name: str) -> str:
    """One spelling of a name: ``\\Delta U`` is ΔU."""
    return re.sub(r"\s+", "", re.sub(r"\\?Delta(?![a-z])|Δ", "Δ", name)).lstrip("\\")


def _unit_vectors(text: str) -> Listed | None:
    """``3 i + 4 j`` with hats, bold or as ``i_hat``; two entries, or three where k or z stands."""
    text = re.sub(r"^[^=(),]{1,30}=\s*", "", text)
    marks = list(_UNIT_VECTOR.finditer(text))
    if not marks and _LETTERS.fullmatch(text):
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
        part = re.sub(r"^([-−])\s*", "-", part)
        value = item({"": "1", "-": "-1"}.get(part, part))
        if value is None or axis in entries:
            return None
        entries[axis] = with_unit(value, unit)
        at = mark.end()
    zero = with_unit(Measured(0.0), unit)
    return Listed(tuple(entries.get(axis, zero) for axis in range(3 if 2 in entries else 2)), True)


def sets(text: str, *, indexed: bool = False) -> Iterator[Listed]:
    """Yield the readings of a text as a set of solutions; ``indexed``: also ``x_1 = 2, x_2 = 3``."""
    bare = unwrapped(text)
    body = re.sub(rf"^\s*{NAME}\s*(?:=|\\in(?![a-z])|∈)\s*(?=\\?\{{)", "", bare)
    found = re.fullmatch(r"\\?\{(.+?)\\?\}\s*((?:[^{}]|(?<=[a-z])\{[^{}]*\})*)", body, re.DOTALL)
    if found and (items := _entries(split(found[1]), plain(found[2]).strip())):
        yield Listed(items, False)
        return
    sign = re.fullmatch(rf"(?:{NAME}\s*=\s*)?(?:\\pm|±|\+/?-)\s*(.+)", bare, re.DOTALL)
    if sign and not re.search(r"±|\\pm", sign[1]):
        items = _entries([sign[1], f"-({sign[1]})"] if not re.match(r"[\d.]", sign[1]) else [sign[1], f"-{sign[1]}"])
        if items:
            yield Listed(items, False)
            return
    parts = [
        p
        for p in re.split(
            r"(?<!\\),|(?<!\\);|\bor\b|\band\b|\\text\{ ?(?:or|and) ?\}|\\(?:lor|vee|quad)(?![a-z])|∨", bare
        )
        if p.strip()
    ]
    named = [_NAMED.match(re.sub(r"\\[,;:! ]", " ", part)) for part in parts]
    if len(parts) > 1:
        names = {re.sub(r"[_{}\d₀-₉']+$", "", m[1]) if indexed else m[1] for m in named if m}
        parts = [m[2] if m else part for m, part in zip(named, parts, strict=True)]
        if len(names) <= 1 and (items := _entries([p.strip() for p in parts])):
            unit = items[-1].unit if isinstance(items[-1], Measured) else ""
            yield Listed(tuple(with_unit(value, unit) for value in items), False)


# Matrices -------------------------------------------------------------------------------------------------------------


def _times(factor: str, cell: str) -> str:
    if not factor:
        return cell
    return rf"{factor}\left({cell}\right)" if "\\" in factor + cell else f"({factor})*({cell})"


def matrix(text: str) -> Matrix | None:
    """Read a text as a matrix, with a factor before it or a unit behind."""
    bare = unwrapped(
        re.sub(rf"^\s*\$?\s*{NAME}\s*=\s*(?=.*(?:\\begin|\[\[|Matrix|array))", "", text.strip(), flags=re.DOTALL)
    )
    if "\\" not in bare and re.fullmatch(r"\{\s*\{[^{}]*\}(?:\s*,\s*\{[^{}]*\})*\s*\}", bare):
        bare = bare.replace("{", "[").replace("}", "]")
    if re.fullmatch(r"\(\s*\([^()]*\)(?:\s*,\s*\([^()]*\))+\s*\)", bare):
        bare = bare.replace("(", "[").replace(")", "]")
    if rows_ := re.fullmatch(r"\[([^\[\](),;]+(?:;[^\[\](),;]+)+)\]", bare):  # [1 2; 3 4]
        bare = "[" + ", ".join(f"[{', '.join(row.split())}]" for row in rows_[1].split(";")) + "]"
    scaled = re.fullmatch(r"([^\[\]]{1,20}?)\s*\*?\s*(\[\s*\[.*\]\s*\])", bare, re.DOTALL)
    found = _MATRIX.search(bare)
    if found:
        rows = [row.split("&") for row in re.split(r"\\\\(?:\[[^\]]*\])?|\\cr", found[2]) if row.strip()]
        before, behind = bare[: found.start()], bare[found.end() :]
    elif nested := _NESTED.match(re.sub(r"\s*,\s*dtype=.*\)$", ")", bare)):
        rows = [split(row.strip()[1:-1]) for row in split(nested[1]) if row.strip()]
        before, behind = "", ""
    elif scaled and (nested := _NESTED.match(scaled[2])):
        rows = [split(row.strip()[1:-1]) for row in split(nested[1]) if row.strip()]
        before, behind = scaled[1], ""
    elif diagonal := re.fullmatch(r"(.*?)(?:\\mathrm\{diag\}|\\operatorname\{diag\}|\\?diag)\s*[({]([^()]+)[)}]", bare):
        cells = split(diagonal[2])
        rows = [[cell if row == column else "0" for column in range(len(cells))] for row, cell in enumerate(cells)]
        before, behind = diagonal[1], ""
    else:
        return None
    before, behind = before.strip(), behind.strip()
    if before[-1:] in ("(", "[") and behind[:1] in (")", "]"):
        before, behind = before[:-1], behind[1:]
    unit = plain(behind).strip()
    if (unit and not numbers.is_unit(unit)) or len({len(row) for row in rows}) != 1 or len(rows) > MAX_ITEMS:
        return None
    factor = re.sub(r"(?:\\cdot|\\times|\*)\s*$", "", before.strip()).strip()
    read = [_entries([_times(factor, cell) for cell in row], unit) for row in rows]
    return Matrix(tuple(row for row in read if row)) if all(read) else None
