r"""Matrices: ``pmatrix``, ``[[1, 2], [3, 4]]``, ``[1 2; 3 4]``, ``diag(1, -1)``, a factor before or a unit behind."""

from __future__ import annotations

import re

from physfm.evaluation.grading import numbers
from physfm.evaluation.grading.entries import MAX_ITEMS, NAME, entries, split, times, unwrapped
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.values import Matrix

_MATRIX = re.compile(
    r"\\begin\{([pbB]?|small)(?:matrix|array)\}(?:\{[lcr|]+\})?(.*?)\\end\{\1(?:matrix|array)\}", re.DOTALL
)
_NESTED = re.compile(
    r"^(?:(?:sp\.|np\.|numpy\.|sympy\.)?(?:Matrix|array)\s*\(\s*)?\[\s*(\[.*\])\s*\]\s*\)?$", re.DOTALL
)
_IMAGINARY = re.compile(r"(?<![\w.\\])(\d+(?:\.\d*)?)[jJ](?!\w)")  # 1j, as Python writes it


def matrix(text: str) -> Matrix | None:
    """Read a text as a matrix, with a factor before it or a unit behind."""
    bare = unwrapped(
        re.sub(
            rf"^\s*\$?\s*{NAME}\s*=\s*(?=.*(?:\\begin|\[\[|\(\s*\(|Matrix|array))", "", text.strip(), flags=re.DOTALL
        )
    )
    if "\\" not in bare and re.fullmatch(r"\{\s*\{[^{}]*\}(?:\s*,\s*\{[^{}]*\})*\s*\}", bare):
        bare = bare.replace("{", "[").replace("}", "]")
    if re.fullmatch(r"\(\s*\([^()]*\)(?:\s*,\s*\([^()]*\))+\s*\)", bare):
        bare = bare.replace("(", "[").replace(")", "]")
    if rows_ := re.fullmatch(r"\[([^\[\](),;]+(?:;[^\[\](),;]+)+)\]", bare):  # [1 2; 3 4]
        bare = "[" + ", ".join(f"[{', '.join(row.split())}]" for row in rows_[1].split(";")) + "]"
    scaled = re.fullmatch(r"([^\[\]]{1,20}?)\s*\*?\s*(\[\s*\[.*\]\s*\])", bare, re.DOTALL)
    bare = _IMAGINARY.sub(r"\1*i", bare)
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
    read = [entries([times(factor, cell) for cell in row], unit) for row in rows]
    return Matrix(tuple(row for row in read if row)) if all(read) else None
