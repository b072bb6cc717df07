"""Questions in parts, (a), (b), ...: cutting them, and asking for one."""

from __future__ import annotations

import re
from string import ascii_lowercase


def cut(text: str, at_lines: bool = False) -> list[str]:
    """Pieces behind the marks ``(a)``, ``(b)``, ... (or ``a.``, ``b.``); empty if there are no two in order.

    Parameters
    ----------
    at_lines
        Whether a mark must begin a line.
    """
    for mark in (r"\({}\)", r"{}\.(?=\s)"):
        places: list[tuple[int, int]] = []
        for letter in ascii_lowercase:
            front = r"(?m:^)[ \t]*" if at_lines else r"(?<![\w)$])"
            pattern = re.compile(front + mark.format(letter))
            found = pattern.search(text, places[-1][1] if places else 0)
            if found is None:
                break
            places.append(found.span())
        if len(places) > 1:
            ends = [start for start, _ in places[1:]] + [len(text)]
            return [text[stop:end].strip() for (_, stop), end in zip(places, ends, strict=True)]
    return []


def only(question: str, place: int) -> str:
    """A question in parts that asks for one of them: parts refer to each other, so all of it is kept."""
    return f"{question.strip()}\n\nAnswer part ({ascii_lowercase[place]}) only."
