"""CSV, JSON and JSON lines with a declared mapping: which field is the question, which the gold.

A mapping is a small YAML or JSON file, given as ``file:PATH?mapping=MAP`` or standing beside the questions as
``PATH.map.yaml`` (or ``.yml``, ``.json``)::

    question: Problem          # a field; nested ones with dots: data.question
    gold: Answer
    unit: Unit                 # optional: of a number
    choices: [A, B, C, D]      # optional: a field each, or one field that holds a list
    first_choice: 1            # optional: golds are numbers of choices, counted from here
    form: number               # optional: of all items, where the gold does not say it; 'text' for words
    rel_tol: 0.01              # optional: of all items
    id: Name                   # optional
    tags: {topic: Topic}       # optional: tag by field, or a list of fields

Without one, a file whose fields are named ``question`` and ``gold`` (and ``unit``, ``choices``, ``id``) maps itself.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from physfm.errors import InputError, did_you_mean
from physfm.evaluation.importing import golds, source
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.importing.source import word
from physfm.evaluation.item import LETTERS, Form, Item

SUFFIXES = (".map.yaml", ".map.yml", ".map.json")
_OPTIONAL = ("unit", "id")


@dataclass(frozen=True)
class Columns:
    """A mapping that was read; see the module."""

    question: str
    gold: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    first_choice: int | None = None
    form: Form | None = None
    rel_tol: float | None = 0.02
    id: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> list[str]:
        """The fields it names."""
        return [
            name for name in (self.question, self.gold, self.unit, *self.choices, self.id, *self.tags.values()) if name
        ]


def beside(path: Path) -> Path | None:
    """The mapping that stands beside a file."""
    for suffix in SUFFIXES:
        for each in (path.with_name(path.name + suffix), path.with_name(path.stem + suffix)):
            if each.is_file():
                return each
    return None


def plain(fields: Sequence[str]) -> Columns | None:
    """The mapping of fields that are named as ours; None if they are not."""
    if not {"question", "gold"} <= set(fields):
        return None
    given = {name: name for name in _OPTIONAL if name in fields}
    choices = ("choices",) if "choices" in fields else ()
    return Columns("question", "gold", given.get("unit", ""), choices, id=given.get("id", ""))


def load(path: Path) -> Columns:
    """Read a mapping.

    Raises
    ------
    InputError
        If it is none.
    """
    if not path.is_file():
        raise InputError(
            f"Expected a mapping of fields, but {str(path)!r} {'is a folder' if path.is_dir() else 'does not exist'}."
        )
    content = source.text(source.read(path), str(path))
    if path.suffix == ".json":
        try:
            found = json.loads(content)
        except ValueError as err:
            raise InputError(f"Expected a mapping as JSON in {str(path)!r}, which does not parse: {err}.") from err
    else:
        import yaml

        try:
            found = yaml.safe_load(content)
        except yaml.YAMLError as err:
            raise InputError(
                f"Expected a mapping as YAML in {str(path)!r}, which does not parse: {' '.join(str(err).split())}."
            ) from err
    return columns(found, str(path))


def columns(given: Any, name: str) -> Columns:
    """Check a mapping.

    Raises
    ------
    InputError
        If it is none.
    """
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        raise InputError(
            f"Expected a mapping in {name!r}, such as 'question: Problem' and 'gold: Answer', "
            f"got {type(given).__name__}."
        )
    known = tuple(Columns.__dataclass_fields__)
    for key in given:
        if key not in known:
            raise InputError(
                f"No setting {key!r} in the mapping {name!r}.{did_you_mean(key, known)} Known: {', '.join(known)}."
            )
    for key in ("question", "gold"):
        if not isinstance(given.get(key), str) or not given[key]:
            raise InputError(
                f"Expected the name of a field as {key!r} in the mapping {name!r}, got {given.get(key)!r}."
            )
    choices, tags = given.get("choices", ()), given.get("tags", {})
    tags = {each: each for each in tags} if isinstance(tags, list) else tags
    if not isinstance(choices, str) and not (
        isinstance(choices, list | tuple) and all(isinstance(c, str) for c in choices)
    ):
        raise InputError(f"Expected choices as a field, or a list of fields, in the mapping {name!r}, got {choices!r}.")
    rel_tol, form, first = given.get("rel_tol", 0.02), given.get("form"), given.get("first_choice")
    if rel_tol is not None and (not isinstance(rel_tol, int | float) or not 0 <= rel_tol < 1):
        raise InputError(f"Expected rel_tol between 0 and 1 or null in the mapping {name!r}, got {rel_tol!r}.")
    if form is not None and form not in typing.get_args(Form):
        raise InputError(f"Expected form to be one of {', '.join(typing.get_args(Form))} in {name!r}, got {form!r}.")
    if first is not None and first not in (0, 1):
        raise InputError(f"Expected first_choice to be 0 or 1 in the mapping {name!r}, got {first!r}.")
    if not isinstance(tags, dict):
        raise InputError(f"Expected tags as a list of fields, or fields by tag, in the mapping {name!r}, got {tags!r}.")
    return Columns(
        question=given["question"],
        gold=given["gold"],
        unit=str(given.get("unit") or ""),
        choices=(choices,) if isinstance(choices, str) else tuple(map(str, choices or ())),
        first_choice=first,
        form=form,
        rel_tol=rel_tol,
        id=str(given.get("id") or ""),
        tags={str(tag): str(each) for tag, each in tags.items()},
    )


def read(records: Sequence[Mapping[str, Any]], name: str, columns: Columns, origin: str = "") -> Collected:
    """Items of a file with a mapping.

    Raises
    ------
    InputError
        If no record has a field that the mapping names.
    """
    there = sorted({key for record in records for key in record})
    for each in columns.named:
        if not any(_field(record, each) is not None for record in records):
            raise InputError(
                f"No field {each!r} in {origin or name!r}.{did_you_mean(each, there)} It has: {', '.join(there)}."
            )
    return collect(f"Questions of {name}", _items(records, name, columns))


def _items(records: Sequence[Mapping[str, Any]], name: str, columns: Columns) -> Iterator[Item | str]:
    for n, record in enumerate(records, start=1):
        question, answer = word(_field(record, columns.question)), word(_field(record, columns.gold))
        if not question or not answer:
            yield "without a question" if not question else "without an answer"
            continue
        choices = _choices(record, columns)
        try:
            gold = _choice(answer, choices, columns) if columns.choices else _gold(record, answer, question, columns)
        except golds.Unreadable as reason:
            yield str(reason)
            continue
        tags = {tag: word(_field(record, each)) for tag, each in columns.tags.items()}
        yield Item(
            id=f"{name}/{word(_field(record, columns.id)) if columns.id else n}",
            question=question,
            form=gold.form,
            gold=gold.text,
            choices=choices,
            rel_tol=columns.rel_tol,
            tags={"set": name, **tags},
        )


def _choices(record: Mapping[str, Any], columns: Columns) -> tuple[str, ...]:
    fields = [_field(record, each) for each in columns.choices]
    if len(fields) == 1:
        only = fields[0]
        if isinstance(only, str):  # a list in a cell
            try:
                only = json.loads(only)
            except ValueError:
                only = None
        fields = only if isinstance(only, list) else []
    return tuple(map(word, fields))


def _choice(answer: str, choices: tuple[str, ...], columns: Columns) -> golds.Gold:
    if columns.first_choice is None:
        return golds.choice(answer, choices)
    place = int(answer) - columns.first_choice if answer.isdecimal() else -1
    return golds.choice(LETTERS[place] if 0 <= place < len(choices) <= len(LETTERS) else "", choices)


def _gold(record: Mapping[str, Any], answer: str, question: str, columns: Columns) -> golds.Gold:
    if columns.form in ("text", "explanation", "choice"):
        golds.agreed(answer)
        return golds.Gold(answer, "text")
    unit = word(_field(record, columns.unit)) if columns.unit else ""
    found = golds.number(answer, unit) if unit else golds.read(answer, question)
    if columns.form not in (None, found.form):
        raise golds.Unreadable(f"of which the answer is no {columns.form}")
    return found


def _field(record: Mapping[str, Any], name: str) -> Any:
    """A field by its name, or within objects by names with dots."""
    if name in record:
        return record[name]
    value: Any = record
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value
