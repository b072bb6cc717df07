"""A question with lettered options, and the question alone.

Physics data are read for the question alone: the small language model was taught closed questions without options, and
beside a list of them it picks a line instead of looking (`experiments/LOG.md`).
"""

from __future__ import annotations

import re

_OPTION = re.compile(r"\s*\(?[A-Z][.):]\s+\S.*")


def split(question: str) -> tuple[str, str]:
    """The question, and its options as they stand; these are empty without two lines at the end, lettered from A on."""
    lines = question.rstrip().split("\n")
    first = len(lines)
    while first and _OPTION.fullmatch(lines[first - 1]):
        first -= 1
    letters = [line.strip().lstrip("(")[0] for line in lines[first:]]
    if not first or len(letters) < 2 or letters != [chr(ord("A") + n) for n in range(len(letters))]:
        return question, ""
    return "\n".join(lines[:first]).rstrip(), "\n".join(lines[first:])
