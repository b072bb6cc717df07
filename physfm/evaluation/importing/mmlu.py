"""MMLU: CSV without a header, question, four options and the letter.

Asked word for word as lm-evaluation-harness does: a line that names the subject, solved examples from the development
file where they are wanted, then the question.

Source: D. Hendrycks et al., MMLU (arXiv 2009.03300); the wording is lm-evaluation-harness's ``mmlu`` (version 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from physfm.errors import InputError
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.importing.source import word
from physfm.evaluation.item import Item, prompt

OPTIONS = 4


def fits(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are questions in this layout."""
    return all(len(row) == OPTIONS + 2 for row in rows) and all(row[-1].strip() in "ABCD" for row in rows[:50])


def subject(path: Path) -> str:
    """The subject that a file is named for: ``mmlu_high_school_physics_test.csv`` is high school physics."""
    name = re.sub(r"^mmlu_|_(?:test|val|dev)$", "", re.sub(r"_(?:test|val|dev)$", "", path.stem))
    return name.replace("_", " ")


def examples(path: Path) -> Path:
    """The development file beside a file, by its name."""
    return path.with_name(re.sub(r"(?:_(?:test|val|dev))?(\.\w+)$", r"_dev\1", path.name))


def read(
    rows: Sequence[Sequence[str]], name: str, topic: str, shots: Sequence[Sequence[str]] = (), origin: str = ""
) -> Collected:
    """Items of an MMLU file.

    Parameters
    ----------
    topic
        As the first line of the prompt says it, such as ``"high school physics"``.
    shots
        Rows that are shown with their answers before each question.
    origin
        Of the shots, for the error.

    Raises
    ------
    InputError
        If a shot is no question of this layout.
    """
    head = f"The following are multiple choice questions (with answers) about {topic}.\n\n"
    for n, row in enumerate(shots, start=1):
        shot = _item(row, name, n, topic, "")
        if isinstance(shot, str):
            raise InputError(f"Expected examples with four options and a letter in {origin!r}, row {n} is one {shot}.")
        head += f"{prompt(shot)} {shot.gold}\n\n"
    return collect(f"MMLU, {topic}", _items(rows, name, topic, head))


def _items(rows: Sequence[Sequence[str]], name: str, topic: str, head: str) -> Iterator[Item | str]:
    return (_item(row, name, n, topic, head) for n, row in enumerate(rows, start=1))


def _item(row: Sequence[str], name: str, place: int, topic: str, head: str) -> Item | str:
    if len(row) != OPTIONS + 2:
        return "without six columns"
    question, *options, letter = row
    letter = letter.strip()
    if not question.strip():
        return "without a question"
    if not all(map(word, options)):
        return "with an empty option"
    if letter not in tuple("ABCD"):
        return "without a letter from A to D"
    return Item(
        id=f"{name}/{place}",
        question=question.strip(),
        form="choice",
        gold=letter,
        choices=tuple(options),
        tags={"set": "mmlu", "subject": topic},
        preamble=head,
    )
