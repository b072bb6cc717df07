"""Conversations made of generated items: the turns that instruct the language model, all true by construction.

Three kinds. *Word* turns ask a closed question about one item. *Several attachments* put items of different domains
into one conversation and ask about one of them. *Quantity* turns give a measured value and ask for it: the model learns
to quote evidence with unit and uncertainty, never to guess numbers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from physfm.answer import prompt
from physfm.data import Items, targets
from physfm.evidence import say
from physfm.types import Measurement, Question

QUANTITY_QUESTIONS = ("What is the {name}?", "How large is the {name}?", "Please give the {name} with its uncertainty.")


@dataclass(frozen=True)
class Turn:
    """One question with its true answer.

    Parameters
    ----------
    attachments
        (encoder, row) of every attached item, in the order of the placeholders.
    content
        The user's turn, placeholders included.
    answer
        The assistant's turn.
    """

    attachments: tuple[tuple[str, int], ...]
    content: str
    answer: str


def word_turn(name: str, row: int, question: Question) -> Turn:
    """Ask one closed question about one item."""
    return Turn(((name, row),), prompt(question.text, 1), question.answer)


def attached_turn(first: tuple[str, int], second: tuple[str, int], about: int, question: Question) -> Turn:
    """Attach two items and ask about one of them."""
    which = ("first", "second")[about]
    return Turn((first, second), prompt(f"About the {which} attachment: {question.text}", 2), question.answer)


def quantity_turn(name: str, row: int, truth: Mapping[str, float], draw: random.Random) -> Turn | None:
    """Give one measured quantity of the item and ask for it; None if the item has no truth with a value."""
    known = targets(name)
    usable = sorted(k for k, v in truth.items() if k in known and v == v)
    if not usable:
        return None
    quantity = known[draw.choice(usable)]
    value = truth[quantity.name]
    # Any error from a permille to a third: the model must copy it, so its size must not be predictable.
    uncertainty = abs(value or 1.0) * 10 ** draw.uniform(-3, -0.5)
    fact = say(Measurement(quantity.name, value, uncertainty, quantity.unit, "generated truth"))
    words = quantity.name.replace("_", " ")
    text = draw.choice(QUANTITY_QUESTIONS).format(name=words)
    answer = f"The {words} is {fact.partition(' = ')[2]}."
    return Turn(((name, row),), prompt(text, 1, [fact]), answer)


def draw_turns(batch: Mapping[str, Items], draw: random.Random, several: float, quantities: float) -> list[Turn]:
    """Draw one turn for every item of a mixed batch.

    Parameters
    ----------
    several, quantities
        Shares of turns with two attachments and of quantity turns; the rest are word turns.
    """
    turns = []
    names = sorted(batch)
    for name in names:
        for row, words in enumerate(batch[name].words):
            luck = draw.random()
            turn = quantity_turn(name, row, batch[name].truth[row], draw) if luck < quantities else None
            if turn is None:
                question = draw.choice(words.questions)
                others = [n for n in names if n != name]
                if luck < quantities + several and others:
                    turn = _with_another(name, row, question, batch, draw.choice(others), draw)
                else:
                    turn = word_turn(name, row, question)
            turns.append(turn)
    return turns


def _with_another(
    name: str, row: int, question: Question, batch: Mapping[str, Items], other: str, draw: random.Random
) -> Turn:
    companion = (other, draw.randrange(len(batch[other])))
    if draw.random() < 0.5:
        return attached_turn((name, row), companion, 0, question)
    return attached_turn(companion, (name, row), 1, question)


def majority(answers: Sequence[str]) -> str:
    """Most frequent answer (the first in the alphabet of those equally frequent)."""
    return max(sorted(set(answers)), key=list(answers).count)
