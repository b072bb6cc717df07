"""Families: one declarative object a family, from which exercises are made by running the real tools.

A slot ``{name}`` in a template stands for what was drawn; ``{1}`` for the quantity that the first call's result states
(as it stands in its text), ``{2|beta = }`` for the quantity that follows ``beta = `` in the second result's text;
``{1!}`` leaves out the uncertainty, for tools that take a bare number with unit.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from physfm.errors import InputError, UnitError
from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer, Exercise, Kind, Split, Step
from physfm.exercises.styles import styled
from physfm.tools import find
from physfm.tools.reading import quantities
from physfm.tools.tool import Result
from physfm.units import factor

_SLOT = re.compile(r"\{(\w+)(!?)(?:\|([^{}]*))?\}")
_ERROR = re.compile(r"\s*±\s*[\d.]+(?:e[+-]?\d+)?")
ATTEMPTS = 50


@dataclass(frozen=True)
class Call:
    """A tool and its arguments as templates; lists and mappings of templates too, keys included.

    Parameters
    ----------
    slip
        A call that the tool must refuse and that is not to be learned: the next one repairs it.
    error
        Words that the refusal must hold, with slots, such as the name that it suggests.
    """

    tool: str
    arguments: Mapping[str, Any]
    slip: bool = False
    error: str = ""


def call(tool: str, **arguments: Any) -> Call:
    """A `Call` with its arguments as keywords."""
    return Call(tool, arguments)


def slip(tool: str, error: str = "", **arguments: Any) -> Call:
    """A `Call` that the tool refuses, before its repair."""
    return Call(tool, arguments, slip=True, error=error)


@dataclass(frozen=True)
class Family:
    """Questions of one kind.

    Parameters
    ----------
    name
        Such as ``"decay-length"``.
    kind
        See `Exercise`.
    train, held_out
        Question templates, one a line; ``#`` starts a comment.
    draw
        Fills the slots; raises InputError for a draw that makes no sense, which is then drawn again.
    calls
        In their order.
    solution
        The answer as a sentence; ``{answer}`` is the quantity that the last result states.
    tolerance
        Relative difference from the answer that is still right. Covers the rounding of intermediate results.
    answer
        What is right, as a function of slots and results; left out, the value and unit of the last result.
    """

    name: str
    kind: Kind
    train: str
    held_out: str
    draw: Callable[[Draw], dict[str, str]]
    calls: tuple[Call, ...]
    solution: str
    tolerance: float = 5e-3
    answer: Callable[[Mapping[str, str], Sequence[Result]], Answer] | None = None

    def templates(self, split: Split) -> tuple[str, ...]:
        """The question templates of a split."""
        lines = (self.train if split == "train" else self.held_out).splitlines()
        return tuple(line.strip() for line in lines if line.strip() and not line.strip().startswith("#"))

    def make(self, chance: random.Random, split: Split, id: str) -> Exercise:  # noqa: A002 - the field's name
        """Make one exercise.

        Raises
        ------
        RuntimeError
            If no draw of many gives an exercise: the family is wrong.
        """
        why: Exception | None = None
        for _ in range(ATTEMPTS):
            try:
                return self._made(chance, split, id)
            except InputError as err:
                why = err
        raise RuntimeError(f"Family {self.name!r} gave no exercise in {ATTEMPTS} draws; the last: {why}") from why

    def _made(self, chance: random.Random, split: Split, id: str) -> Exercise:  # noqa: A002
        draw = Draw(chance, split)
        templates = self.templates(split)
        number = chance.randrange(len(templates))
        slots = self.draw(draw)
        question = filled(
            styled(templates[number], chance, split, self.answer is None and self.kind != "none"), slots, ()
        )
        steps: list[Step] = []
        results: list[Result] = []
        for each in self.calls:
            arguments = _arguments(each, slots, results)
            result, error = _run(each.tool, json.dumps(arguments, sort_keys=True))
            refused = result is None
            failed = refused or (result is not None and not result.found and self.kind == "refused")
            if failed != (each.slip or self.kind == "refused") or filled(each.error, slots, ()) not in error:
                raise InputError(f"{self.name}: {each.tool} {arguments}: {error or 'was not refused'}")
            if result is not None:
                if not (result.found or failed):
                    raise InputError(f"{self.name}: {result.text}")
                results.append(result)
            steps.append(Step(each.tool, arguments, result.text if result else error, refused, not each.slip))
        answer = self.answer(slots, results) if self.answer else _answer(results)
        words = {"error": steps[-1].result if steps else ""}
        if "{answer}" in self.solution:
            words["answer"] = answer.text or stated(results[-1])
        solution = filled(self.solution, {**slots, **words}, results)
        return Exercise(
            f"{self.name}/{id}",
            self.name,
            f"{self.name}/{split}/{number}",
            split,
            self.kind,
            question,
            tuple(steps),
            answer,
            max(self.tolerance, _rounding(results)),
            solution,
            slots,
        )


def yes_no(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    """What is right where the last result says whether something holds: yes or no."""
    return Answer(text="yes" if results[-1].value else "no", kind="word")


def filled(template: str, slots: Mapping[str, str], results: Sequence[Result]) -> str:
    """A template with its slots filled.

    Raises
    ------
    InputError
        If a result does not state what is asked of it.
    """

    def fill(match: re.Match[str]) -> str:
        name, bare, after = match.groups()
        if not name.isdigit():
            return slots[name]
        text = stated(results[int(name) - 1], after or "")
        return _ERROR.sub("", text) if bare else text

    return _SLOT.sub(fill, template)


def stated(result: Result, after: str = "") -> str:
    """The quantity that a result's text states as its value, or the one that follows the words ``after``.

    Raises
    ------
    InputError
        If the text has no such quantity.
    """
    _, found, rest = result.text.partition(after) if after else ("", "x", result.text)
    if found:
        every = [q.text for q in quantities(rest) if after or _same(q.value, q.unit, result)]
        if every:  # the last, because a text may repeat the question first: 3 km = 3000 m
            return every[0] if after else every[-1]
    raise InputError(f"No {after or 'value'!r} is stated in {result.text!r}.")


def _same(value: float, unit: str, result: Result) -> bool:
    """Whether a quantity is a result's value, but for rounding."""
    if isinstance(result.value, bool) or not isinstance(result.value, float | int):
        return False
    try:
        scale = factor(unit, _unit(result.unit))
    except UnitError:
        return False
    # Two digits of the error are printed, hence a value may be rounded by a twentieth of it.
    rounding = max(1e-4 * abs(result.value), 0.051 * max(result.uncertainty or (0.0,)))
    return abs(value * scale - result.value) <= rounding


def _unit(unit: str) -> str:
    """A result's unit as `physfm.units` reads it."""
    from physfm.tools.quantity import tidy

    return tidy(unit) or "1"


def _rounding(results: Sequence[Result]) -> float:
    """Relative rounding of the last result's text: two digits of a wide error leave few of the value."""
    if not results or not results[-1].uncertainty or isinstance(results[-1].value, str) or not results[-1].value:
        return 0.0
    return 0.055 * max(results[-1].uncertainty) / abs(results[-1].value)


def _answer(results: Sequence[Result]) -> Answer:
    """The value of the last result."""
    value = results[-1].value
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise TypeError(f"Expected a number, got {value!r}: the family needs its own answer.")
    return Answer(float(value), _unit(results[-1].unit))


def _arguments(each: Call, slots: Mapping[str, str], results: Sequence[Result]) -> dict[str, Any]:
    """The arguments of a call with their slots filled, numbers where the tool's schema wants numbers."""
    properties = {} if each.slip else _properties(each.tool)
    made = {}
    for key, template in each.arguments.items():
        name = filled(key, slots, results)
        if isinstance(value := _deep(template, slots, results), str) and value == "":
            continue
        made[name] = _typed(value, properties.get(name, {}))
    return made


@cache
def _properties(tool: str) -> dict[str, Any]:
    """JSON Schema of a tool's arguments."""
    properties: dict[str, Any] = find(tool).schema["function"]["parameters"]["properties"]
    return properties


def _deep(template: Any, slots: Mapping[str, str], results: Sequence[Result]) -> Any:
    """`filled` for texts within lists and mappings."""
    if isinstance(template, str):
        return filled(template, slots, results)
    if isinstance(template, Mapping):
        return {filled(k, slots, results): _deep(v, slots, results) for k, v in template.items()}
    if isinstance(template, Sequence):
        return [_deep(v, slots, results) for v in template]
    return template


def _typed(value: Any, schema: Mapping[str, Any]) -> Any:
    """A text as a JSON number where the schema wants one and the number is written as in the text (not 1e4, 2.50)."""
    if isinstance(value, list):
        return [_typed(each, schema.get("items", {})) for each in value]
    if isinstance(value, str) and schema.get("type") in ("number", "integer"):
        for kind in (int, float):
            try:
                if json.dumps(kind(value)) == value:
                    return kind(value)
            except ValueError:
                continue
    if isinstance(value, str) and value[:1] in "[{" and {"array", "object"} & _types(schema):
        return _typed(json.loads(value), schema)
    return value


def _types(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that a schema allows."""
    return {str(schema.get("type"))} | {str(each.get("type")) for each in schema.get("anyOf", ())}


@lru_cache(maxsize=20_000)
def _run(tool: str, arguments: str) -> tuple[Result | None, str]:
    """Run a tool on arguments as JSON: its result, or None and the error's text."""
    try:
        return find(tool)(json.loads(arguments)), ""
    except InputError as err:
        return None, str(err)
