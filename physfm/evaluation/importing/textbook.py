"""Exercises of OpenStax textbooks whose solution is a number or a formula.

CNXML and MathML are read by `physfm.retrieval.openstax`. Exercises in parts become one item a part; those that lean on
a picture, a table or another exercise, and those that are solved in words, are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

from physfm.evaluation.importing import golds, parts
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.item import Item
from physfm.retrieval import openstax

_LEANS = re.compile(
    r"the figure|\[see there\]|\b(?:shown|pictured|depicted|given) (?:below|above|here|in)\b|\baccompanying\b|"
    r"\b(?:following|below|above) (?:figure|graph|table|diagram|drawing)|"
    r"\b(?:preceding|previous|last|earlier) (?:problem|exercise|question|example)|\bRepeat\b",
    re.IGNORECASE,
)


def read(path: Path, name: str) -> Collected:
    """Items of a book (archive or folder) or a CNXML file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    books: dict[str, None] = {}
    found = list(_found(path, name, books))
    return collect(f"Exercises of {', '.join(filter(None, books)) or name}", found)


def _found(path: Path, name: str, books: dict[str, None]) -> Iterator[Item | str]:
    for module in openstax.modules(path):
        books[module.book] = None
        for n, exercise in enumerate(module.exercises, start=1):
            yield from _items(module, exercise, f"{name}/{module.id}-{n}")


def _items(module: openstax.Module, exercise: openstax.Exercise, identity: str) -> Iterator[Item | str]:
    question, solution = exercise.text.strip(), exercise.solution.strip()
    if not solution:
        yield "without a solution"
        return
    if _LEANS.search(question):
        yield "that lean on a picture or another exercise"
        return
    asked, solved = parts.cut(question), parts.cut(solution)
    if not asked and not solved:
        yield _item(module, exercise, identity, question, solution)
    elif len(asked) != len(solved):
        yield "of which answers and parts are not as many"
    else:
        for n, each in enumerate(solved):
            yield _item(module, exercise, f"{identity}{ascii_lowercase[n]}", parts.only(question, n), each)


def _item(
    module: openstax.Module, exercise: openstax.Exercise, identity: str, question: str, solution: str
) -> Item | str:
    try:
        gold = golds.read(solution, question if "$" in solution else "")  # outside formulas, letters are units
    except golds.Unreadable as reason:
        return str(reason)
    return Item(
        id=identity,
        question=question,
        form=gold.form,
        gold=gold.text,
        tags={"set": "openstax", "book": module.book, "chapter": module.chapter, "kind": exercise.kind},
    )
