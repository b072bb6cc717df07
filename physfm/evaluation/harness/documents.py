"""What the task files call: items as documents of lm-evaluation-harness, and our graders as its metric.

Settings come with its ``--metadata '{"n": 100}'``, or from the environment: ``n`` (PHYSFM_N) items a task, ``file``
(PHYSFM_FILE) for the tasks of a file, ``shots`` (PHYSFM_SHOTS) for MMLU, whose files lie below ``data`` (PHYSFM_DATA).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from physfm.errors import InputError, MissingDependency
from physfm.evaluation.item import LETTERS, Item, prompt
from physfm.evaluation.problems.splits import public
from physfm.evaluation.scoring import graded
from physfm.evaluation.task import find

ITEMS = 200
"""Items of a generated task where nothing is said."""
ALL = 1 << 31
FILE, MMLU = "file", "mmlu"


def choices(task: str, **settings: Any) -> dict[str, Any]:
    """The items of a task that are choices, as the data of a task file.

    Parameters
    ----------
    task
        Name of a task, `FILE` or `MMLU`.
    settings
        What lm-evaluation-harness was given as metadata; what is not ours is not looked at.

    Raises
    ------
    InputError
        If there are none, or a setting cannot be used.
    MissingDependency
        If lm-evaluation-harness's ``datasets`` is not installed.
    """
    return _documents(task, True, settings)


def answers(task: str, **settings: Any) -> dict[str, Any]:
    """The items of a task that are answered in words; otherwise as `choices`."""
    return _documents(task, False, settings)


def asked(document: Mapping[str, Any]) -> str:
    """The text to be continued."""
    return str(document["prompt"])


def letters(document: Mapping[str, Any]) -> list[str]:
    """The letters of a choice."""
    return list(document["letters"])


def place(document: Mapping[str, Any]) -> int:
    """Which letter is right."""
    return letters(document).index(document["gold"])


def gold(document: Mapping[str, Any]) -> str:
    """The right answer."""
    return str(document["gold"])


def judged(document: Mapping[str, Any], results: Sequence[str]) -> dict[str, float]:
    """Our grade of an answer; of an explanation, the share of the chain that it states, too."""
    found = graded(unpacked(document["item"]), results[0].strip())
    more = {"recall": float(found.details["recall"])} if "recall" in found.details else {}
    return {"acc": float(found.correct), **more}


def packed(item: Item) -> str:
    """An item as text."""
    return json.dumps(asdict(item), ensure_ascii=False)


def unpacked(text: str) -> Item:
    """The item of a text."""
    fields = json.loads(text)
    for name in ("choices", "steps", "data"):
        fields[name] = tuple(fields[name])
    fields["tags"] = {tag: tuple(value) if isinstance(value, list) else value for tag, value in fields["tags"].items()}
    fields["edges"] = tuple((cause, effect, sign) for cause, effect, sign in fields["edges"])
    return Item(**fields)


def _documents(task: str, chosen: bool, settings: Mapping[str, Any]) -> dict[str, Any]:
    try:
        from datasets import Dataset
    except ImportError as err:
        raise MissingDependency("lm-evaluation-harness", err.name or "datasets", "evaluation") from err
    items = [item for item in _items(task, settings) if bool(item.choices) == chosen]
    if not items:
        kind = "choices" if chosen else "questions to be answered in words"
        raise InputError(f"Expected {kind} in the task {task!r}, found none.")
    return {"test": Dataset.from_list([_document(item) for item in items])}


def _document(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "prompt": prompt(item),
        "letters": list(LETTERS[: len(item.choices)]),
        "gold": item.gold,
        "item": packed(item),
    }


def _items(task: str, settings: Mapping[str, Any]) -> list[Item]:
    if task == MMLU:
        return _mmlu(settings)
    most = _whole("n", settings, ITEMS if task != FILE else 0)
    if task == FILE:
        path = str(settings.get("file") or os.environ.get("PHYSFM_FILE", ""))
        if not path:
            raise InputError(
                'Expected a file of questions for this task: --metadata \'{"file": "PATH"}\', or PHYSFM_FILE=PATH.'
            )
        task = f"file:{path}"
    most = most or ALL
    return list(islice(find(task).items(public(), most), most))


def _mmlu(settings: Mapping[str, Any]) -> list[Item]:
    """Items of all test files of MMLU below a folder, or of the one that ``file`` says."""
    shots, most = _whole("shots", settings, 0), _whole("n", settings, 0)
    given = str(settings.get("file") or os.environ.get("PHYSFM_FILE", ""))
    where = str(settings.get("data") or os.environ.get("PHYSFM_DATA", ""))
    paths = [Path(given)] if given else sorted(Path(where).rglob("*_test.csv")) if where else []
    if not paths:
        raise InputError(
            f"Expected MMLU files (SUBJECT_test.csv) below {where!r}: say where they are with PHYSFM_DATA=FOLDER, "
            'or --metadata \'{"file": "PATH"}\'.'
        )
    found: list[Item] = []
    for path in paths:
        found += find(f"file:{path}?layout=mmlu&shots={shots}").items(public(), most or ALL)
    return found


def _whole(name: str, settings: Mapping[str, Any], default: int) -> int:
    """A whole number from the metadata or the environment."""
    given = settings.get(name, os.environ.get(f"PHYSFM_{name.upper()}", default))
    try:
        value = int(given)
    except (TypeError, ValueError) as err:
        raise InputError(f"Expected {name} as a whole number, got {given!r}.") from err
    if value < 0:
        raise InputError(f"Expected {name} not to be negative, got {value}.")
    return value
