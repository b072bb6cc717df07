"""An item: one question with what is right, whatever set or generator it comes from.

Generated problems, imported sets and questions about physics data are all items; a grader needs nothing else, and a
runner does not know where an item came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Form = Literal["number", "expression", "choice", "explanation", "text"]
UNDETERMINED = "It cannot be determined from what is given."


@dataclass(frozen=True)
class Item:
    """One question.

    Parameters
    ----------
    id
        Unique in its task; of generated items ``family/level/variant/form/split/index``, which makes the same again.
    question
        As the model is asked, without the choices.
    form
        What is asked for: a ``number`` with its unit, an ``expression``, one of the ``choices``, an ``explanation``
        (graded on ``edges``), or another ``text`` (a word, a sentence).
    gold
        What is right, as `physfm.evaluation.grading.grade` reads it; of a choice its letter. `UNDETERMINED` where
        the question does not give enough.
    choices
        The options, in the order of their letters.
    assumptions
        Of an expression: one word for each symbol, such as ``{"m": "positive"}``.
    rel_tol
        Relative difference that is still right; None lets the digits of ``gold`` decide.
    steps
        The solution, a line for each step.
    edges
        (cause, effect, sign) of the causal graph in the words of the question, for explanations.
    tags
        What the item belongs to: ``family``, ``domains``, ``level``, ``variant``, ``split``, ``difficulty``,
        ``parent`` (the plain item of the same draw), and what importers add. Reports group by them.
    data
        Paths of attached files.
    preamble
        What stands before the question where it is a text to be continued: who asks what, and solved examples.
    """

    id: str
    question: str
    form: Form
    gold: str
    choices: tuple[str, ...] = ()
    assumptions: Mapping[str, str] = field(default_factory=dict)
    rel_tol: float | None = 0.02
    steps: tuple[str, ...] = ()
    edges: tuple[tuple[str, str, int], ...] = ()
    tags: Mapping[str, Any] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    preamble: str = ""


LETTERS = "ABCDEFGHIJ"


def with_choices(item: Item) -> str:
    """The question as it is put to a model: with its choices, a line each, where it has any."""
    if not item.choices:
        return item.question
    lines = [f"{letter}. {choice}" for letter, choice in zip(LETTERS, item.choices, strict=False)]
    return "\n".join([item.question, *lines])


def prompt(item: Item) -> str:
    """The question as a text to be continued: what a model without a chat is asked, here and in other harnesses.

    A choice is continued by its letter, everything else by the answer in words.
    """
    if item.choices:
        return f"{item.preamble}{with_choices(item)}\nAnswer:"
    return f"{item.preamble}Question: {item.question}\nAnswer:"


NO_QUESTION = "Answer:"
"""What stands before an option where its likelihood without the question is asked for."""

STOPS = ("\nQuestion:",)
"""Where an answer that continues `prompt` ends, if the model does not end it."""
