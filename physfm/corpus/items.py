"""Evaluation sets as questions to look for: every format that is declared here, and others by naming their fields.

Declared: SciBench and Yale PHYSICS (JSON), MMLU (CSV without a header), the AI Feynman table (CSV; its rows, since the
formulas alone are physics that any text may hold), problems as JSON or JSON lines with a ``question`` (what this
project generates), and ``FILE:question=FIELD,solution=FIELD,id=FIELD`` for any other JSON.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from physfm.corpus import archives
from physfm.errors import InputError


@dataclass(frozen=True)
class Item:
    """One item of an evaluation set.

    Parameters
    ----------
    id
        File name and the item's own id or row, such as ``"scibench_fund.json:3.01"``.
    question, choices, solution
        Its texts; choices and solution may be empty.
    """

    id: str
    question: str
    choices: str = ""
    solution: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the item for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Mapped:
    """Which fields of a JSON object hold what."""

    question: str
    solution: str = ""
    id: str = ""


DECLARED = (
    Mapped("problem_text", "solution", "problemid"),  # SciBench
    Mapped("questions", "solutions", "id"),  # Yale PHYSICS
    Mapped("question", "solution", "id"),  # physfm.exercises, physfm.evaluation
    Mapped("prompt", "completion", "id"),
)
_ENDINGS = (".json", ".jsonl", ".csv", ".json.gz", ".jsonl.gz")


def read(paths: Iterable[str | Path]) -> list[Item]:
    """Return the items of evaluation sets, given as files, folders of them, or ``FILE:question=FIELD,...``.

    Raises
    ------
    InputError
        If a file does not exist, holds no item, or is of a form that is not declared: a set that cannot be read would
        be a set that is not looked for.
    """
    items: list[Item] = []
    for given in paths:
        path, mapped = _parsed(str(given))
        if not path.exists():
            raise InputError(f"Expected an evaluation set, got {str(path)!r}, which does not exist.")
        files = sorted(p for p in path.rglob("*") if p.name.endswith(_ENDINGS)) if path.is_dir() else [path]
        for file in files:
            found = list(_items(file, mapped))
            if not found:
                raise InputError(f"Expected questions in {file.name!r}, found none.")
            items += found
    return items


def _parsed(given: str) -> tuple[Path, Mapped | None]:
    match = re.fullmatch(r"(.+?):((?:question|solution|id)=.+)", given)
    if match is None:
        return Path(given), None
    fields = dict(pair.partition("=")[::2] for pair in match[2].split(","))
    if "question" not in fields or fields.keys() - {"question", "solution", "id"}:
        raise InputError(f"Expected FILE:question=FIELD[,solution=FIELD][,id=FIELD], got {given!r}.")
    return Path(match[1]), Mapped(**fields)


def _items(path: Path, mapped: Mapped | None) -> Iterator[Item]:
    text = archives.decoded(archives.content(path), path.name)
    if path.name.endswith(".csv"):
        yield from _rows(path.name, text)
        return
    for number, fields in enumerate(_objects(path.name, text), 1):
        kind = mapped or next((m for m in DECLARED if isinstance(fields.get(m.question), str)), None)
        if kind is None or not isinstance(fields.get(kind.question), str):
            raise InputError(
                f"Expected a question in item {number} of {path.name!r}, its fields are {sorted(fields)[:8]}. Name "
                "them: FILE:question=FIELD,solution=FIELD,id=FIELD."
            )
        named = str(fields.get(kind.id) or number).strip()
        solution = fields.get(kind.solution) or ""
        yield Item(
            f"{path.name}:{named}", fields[kind.question], solution=solution if isinstance(solution, str) else ""
        )


def _objects(name: str, text: str) -> Iterator[Mapping[str, Any]]:
    """Objects of a JSON list, of an object that holds one, or of JSON lines."""
    try:
        try:
            whole = json.loads(text)
        except ValueError:
            whole = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as err:
        raise InputError(f"Expected JSON or JSON lines in {name!r}, which does not parse: {err}.") from err
    if isinstance(whole, dict):
        whole = next((v for v in whole.values() if isinstance(v, list) and v and isinstance(v[0], dict)), [whole])
    if not isinstance(whole, list) or not all(isinstance(each, dict) for each in whole):
        raise InputError(f"Expected a list of questions in {name!r}.")
    yield from whole


def _rows(name: str, text: str) -> Iterator[Item]:
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if rows and "Formula" in rows[0] and "Filename" in rows[0]:
        for row in rows[1:]:
            yield Item(f"{name}:{row[0]}", " ".join(cell for cell in row if cell))
    elif rows and all(len(row) == 6 and row[5].strip() in "ABCD" for row in rows):
        for number, row in enumerate(rows, 1):
            yield Item(f"{name}:{number}", row[0], choices="\n".join(row[1:5]))
    else:
        raise InputError(f"Expected the rows of MMLU (question, four choices, letter) or AI Feynman in {name!r}.")
