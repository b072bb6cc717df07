"""Tasks: named, versioned sets of items. Generated ones take a split; imported ones are what their file holds.

`find` knows every task by name; ``file:PATH`` is a task too (`physfm.evaluation.importing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from physfm.errors import InputError, did_you_mean
from physfm.evaluation import data
from physfm.evaluation.item import Item
from physfm.evaluation.problems import generator
from physfm.evaluation.problems.splits import Split

Make = Callable[[Split, int], Iterator[Item]]


@dataclass(frozen=True)
class Task:
    """A set of items.

    Parameters
    ----------
    name
        As the command line takes it.
    title
        What it asks, in one line.
    items
        ``items(split, n)`` yields n items, the same ones for the same split.
    version
        Rises whenever the items change; scores of two versions are not compared.
    split
        Whether the items depend on the split at all.
    left_out
        Of a file: how many questions made no item, by reason.
    """

    name: str
    title: str
    items: Make
    version: int = 1
    split: bool = True
    left_out: Mapping[str, int] = field(default_factory=dict)


def _generated(name: str, title: str, family: str | Sequence[str] = "all", **how: str | Sequence[str]) -> Task:
    def items(split: Split, n: int) -> Iterator[Item]:
        return generator.generate(split, family, n=n, **how)  # type: ignore[arg-type]

    return Task(name, title, items, generator.VERSION)


def _editions(split: Split, n: int) -> Iterator[Item]:
    from physfm.evaluation import editions

    return editions.items(split, n)


SURFACE = ("plain", "paraphrase", "renamed", "units", "irrelevant")
"""Variants of one draw: the same answer, asked in other words."""


@cache
def tasks() -> dict[str, Task]:
    """All tasks by name, those about data of the installed encoders too."""
    known = (
        _generated("problems", "numbers, from quantities given in words"),
        _generated("choices", "the same, as a choice among five", form="choice"),
        _generated("formulas", "formulas in the symbols of the question", form="expression"),
        _generated("surface", "numbers, paraphrased, renamed, in other units, with idle facts", variant=SURFACE),
        _generated("surface-choices", "the same, as a choice among five", variant=SURFACE, form="choice"),
        _generated("counterfactual", "numbers in worlds with another law or constant", variant=("law", "constant")),
        _generated(
            "counterfactual-choices",
            "the same, as a choice that holds our world's value too",
            variant=("law", "constant"),
            form="choice",
        ),
        _generated(
            "unanswerable", "questions that lack a quantity, and their whole twins", variant=("plain", "missing")
        ),
        _generated(
            "unanswerable-choices", "the same, as a choice among five", variant=("plain", "missing"), form="choice"
        ),
        _generated("inverse", "from the effect back to a cause", variant="inverse"),
        _generated("crossed", "one domain's principle in another's context", family="crossed"),
        _generated("crossed-choices", "the same, as a choice among five", family="crossed", form="choice"),
        _generated("what", "what-questions, as a choice", form="choice"),
        _generated("why", "why-questions, as a choice among chains of causes", level="why", form="choice"),
        _generated("what-if", "interventions, as a choice among factors", level="what-if", form="choice"),
        _generated("explanations", "chains of causes in free words", level="why", form="explanation"),
        Task("editions", "masses and widths, as one edition of the PDG has them", _editions, split=False),
    )
    return {task.name: task for task in (*known, *(_of_data(name, title) for name, title in data.names().items()))}


def _of_data(name: str, title: str) -> Task:
    return Task(name, title, lambda split, n: data.items(name, split, n), data.VERSION)


def find(name: str) -> Task:
    """The task of a name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name.startswith("file:"):
        from physfm.evaluation.importing import task_of_file

        return task_of_file(name.removeprefix("file:"))
    known = tasks()
    if name not in known:
        raise InputError(
            f"No task named {name!r}.{did_you_mean(name, known)} Known: {', '.join(known)}; "
            "file:PATH runs items of your own."
        )
    return known[name]
