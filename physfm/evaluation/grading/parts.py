"""Answers in parts, ``(a) 2.0 A (b) 24 W``: each part is compared with the part of the same label, in any order.

Labels are single letters or Roman numerals with a bracket, bold or not, behind "part" or in the first column of a
table. Labels may stand behind what they belong to ("2.0 A for (a), 24 W for (b)"). Without labels the order counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from physfm.evaluation.grading.entries import split

MAX_PARTS = 8
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_LETTERS = "abcdefgh"
_LABEL = re.compile(
    r"(?:^|(?<=[\s,;.*|]))[*_]*(?:\b[Pp]art\s+)?(?:\((?P<inside>[a-hA-H]|[ivIV]{1,4})\)|(?P<before>[a-hA-H]|[ivIV]{1,4})\)"
    r"|(?<=[Pp]art )(?P<said>[a-hA-H]|[ivIV]{1,4})\b|(?<=\*\*)(?P<bold>[a-h])(?=[.:]?\*\*))"
    r"[.:]?[*_]*[.:]?(?=\s|$|[,;.:$\\])"
)
_ROW = re.compile(r"^[ \t]*\|[ \t*]*\(?([a-hA-H])\)?[ \t*]*\|([^|\n]*)\|[ \t]*$", re.MULTILINE)
_JOINS = re.compile(r"^[\s,;.:|]+|^\s*(?:and|then)\b\s*|[\s,;|]*(?:\b(?:and|then|for|in|part|as)\b\s*)*[\s,;|]*$")
_LEADS_BEHIND = re.compile(r"(?:\b(?:for|in|as|is)\s+(?:part\s+)?|\()\W*$", re.IGNORECASE)


def labelled(text: str) -> dict[str, str] | None:
    """Return the parts of a text by label, None where it does not have two or more in a row from the first on."""
    text = _ROW.sub(r"(\1) \2", re.sub(r"\\text(?:bf|it|rm)?\{\s*(\(?[a-h]\)[.:]?)\s*\}", r" \1 ", text))
    marks = list(_LABEL.finditer(text))[: MAX_PARTS + 1]
    names = [next(g for g in mark.groups() if g).lower() for mark in marks]
    known = _ROMAN if set(names) <= set(_ROMAN) and "i" in names else _LETTERS
    if not 2 <= len(names) <= MAX_PARTS or sorted(names) != sorted(known[: len(names)]):
        return None
    before, behind = text[: marks[0].start()], text[marks[-1].end() :]
    if re.search(r"\w", behind):
        if re.search(r"\d", before):
            return None
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        contents = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    else:
        starts = [0, *(mark.end() for mark in marks[:-1])]
        contents = [text[start : mark.start()] for start, mark in zip(starts, marks, strict=True)]
    found = {name: _bare(content) for name, content in zip(names, contents, strict=True)}
    return found if all(re.search(r"\w", content) for content in found.values()) else None


def listed(text: str, names: Sequence[str]) -> dict[str, str] | None:
    """Return the parts of a text without brackets around its labels, or without labels; None without so many."""
    for marks in (r"\n", r";", r",", r",|\band\b"):
        pieces = split(re.sub(marks, ";", text), ";") if marks != r"\n" else text.splitlines()
        pieces = [bare for piece in pieces if (bare := _bare(piece))]
        if len(pieces) == len(names):
            marks_ = [
                re.match(r"(?:part\s+)?([a-h])\s*(?:[.:=]|is\b)\s*(?=\S)", piece, re.IGNORECASE) for piece in pieces
            ]
            said = [mark[1].lower() if mark else "" for mark in marks_]
            if sorted(said) == sorted(names):
                return {
                    name: piece[mark.end() :] for name, piece, mark in zip(said, pieces, marks_, strict=True) if mark
                }
            return dict(zip(names, pieces, strict=True))
    return None


def _bare(content: str) -> str:
    content = content.replace("**", " ").strip()
    for _ in range(4):
        before = content
        content = _JOINS.sub("", content).strip()
        if content == before:
            break
    return content
