"""Exercises: a question, the tool calls that lead to its answer, what the tools say, and the answer.

`generate` draws them: a function of (seed, index, split) alone, so that an exercise can be named and made again. The
splits share no question template, and no filler where fillers come from lists (particles, constants, units).
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from physfm.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from physfm.exercises.family import Family

Split = Literal["train", "held-out"]
Kind = Literal["single", "chain", "repair", "refused", "none"]
MODULES = (
    "looking_up",
    "converting",
    "collisions",
    "gravity",
    "algebra",
    "checking",
    "calculating",
    "flights",
    "energies",
    "quanta",
    "mergers",
    "repairs",
    "refusals",
)
"""Modules of `physfm.exercises.themes`, each with a tuple ``FAMILIES``."""


@dataclass(frozen=True)
class Step:
    """One call and what came back.

    Parameters
    ----------
    tool, arguments
        As the tool takes them (plain JSON). Texts and numbers stand as written in the question or an earlier result.
    result
        What the tool says: ``Result.text``, or the text of its error.
    refused
        Whether ``result`` is an error.
    taught
        False for a slip that only sets the scene for its repair: take no loss on it.
    """

    tool: str
    arguments: Mapping[str, Any]
    result: str
    refused: bool = False
    taught: bool = True


@dataclass(frozen=True)
class Answer:
    """What is right.

    Parameters
    ----------
    value, unit
        A number in a unit that pint reads (``"1"`` if dimensionless); None where the answer is no number.
    text
        A word (``"yes"``, ``"no"``, a quark content), an expression, or ``""`` beside a number and where nothing can be
        said.
    kind
        How it is compared: as ``number``, ``word``, ``expression`` (equivalence), ``form`` (equivalence, and expanded
        or factored like ``text``), or ``none`` (that it cannot be told).
    """

    value: float | None = None
    unit: str = ""
    text: str = ""
    kind: Literal["number", "word", "expression", "form", "none"] = "number"


@dataclass(frozen=True)
class Exercise:
    """One question with its calls and its answer.

    Parameters
    ----------
    id
        ``family/split/seed/index``: makes the same exercise again.
    family, template, split
        Where the question comes from; a template belongs to one split.
    kind
        ``single`` call, ``chain`` of calls, ``repair`` (the first call is a slip that the tool refuses), ``refused``
        (the question itself is mistaken, and the tool says so), ``none`` (no tool can answer).
    question
        As a user writes it, at most 60 words.
    steps
        The calls in their order, executed.
    answer, tolerance
        What is right, and the relative difference that is still right.
    solution
        The answer as a sentence, with the number as the last tool result states it.
    slots
        What was drawn, as it stands in the question: the input of an independent computation.
    """

    id: str
    family: str
    template: str
    split: Split
    kind: Kind
    question: str
    steps: tuple[Step, ...]
    answer: Answer
    tolerance: float
    solution: str
    slots: Mapping[str, str] = field(default_factory=dict)


@cache
def families() -> dict[str, Family]:
    """Return all families by name."""
    found: dict[str, Family] = {}
    for module in MODULES:
        for family in importlib.import_module(f"physfm.exercises.themes.{module}").FAMILIES:
            if family.name in found:
                raise RuntimeError(f"Two families are named {family.name!r}; the second is in {module}.")
            found[family.name] = family
    return found


def generate(
    family: str | Sequence[str] = "all", n: int = 1, seed: int = 0, split: Split = "train", start: int = 0
) -> Iterator[Exercise]:
    """Yield ``n`` exercises, the same ones for the same arguments.

    Parameters
    ----------
    family
        One name, several, a kind (``"single"``, ``"chain"`` ...), or ``"all"``: exercise ``i`` is of family ``i``
        modulo their number, so that every family comes equally often.
    start
        Index of the first exercise.

    Raises
    ------
    InputError
        If there is no such family or split.
    """
    if split not in ("train", "held-out"):
        raise InputError(f"Expected split 'train' or 'held-out', got {split!r}.")
    known = families()
    wanted = [family] if isinstance(family, str) else list(family)
    chosen: list[Family] = []
    for name in wanted:
        of_kind = [f for f in known.values() if name in ("all", f.kind)]
        if name not in known and not of_kind:
            raise InputError(f"No family named {name!r}.{did_you_mean(name, known)} Known: {', '.join(known)}.")
        chosen.extend([known[name]] if name in known else of_kind)
    for index in range(start, start + n):
        each = chosen[index % len(chosen)]
        # A text as seed: Random hashes it with SHA-512, the same on every machine and in every process.
        yield each.make(random.Random(f"{each.name}/{split}/{seed}/{index}"), split, f"{split}/{seed}/{index}")
