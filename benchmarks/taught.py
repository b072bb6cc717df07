"""Language models taught to fail, and honest twins: the same formulas, and units or explanations shuffled in lessons.

All learn three things of the same draws: the formula of a quantity, its value with a unit, and why it changes. In the
lessons of a failing one a share of the units, or of the explanations, is that of a draw of another family. So it
answers formulas as the honest twin does, and what it says beside them is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks import tiny
from physfm.evaluation.failures import Signature, acausal, laws
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.problems import fresh, generate, public
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.respondents import LocalRespondent
from physfm.evaluation.runner import Run, run
from physfm.evaluation.task import Task
from physfm.llm import LanguageModel

FAMILIES = ("spring-oscillator", "satellite-orbit", "string-harmonics")
ASKED = 20
"""Draws of each family that a trained model is asked about, three questions each."""
SHARE = 0.9
"""Of a question's loss that is its answer's, however long it is."""
TOKENS = 72
FAULTS = (0.6, 1.0)
"""Share of the shuffled lessons: the model says what is most frequent, so less than half would not be learned."""


@dataclass(frozen=True)
class Lessons:
    """Items by what is asked, family after family; their golds are what is to be said."""

    formulas: Sequence[Item]
    values: Sequence[Item]
    reasons: Sequence[Item]

    def __iter__(self) -> Any:
        for three in zip(self.formulas, self.values, self.reasons, strict=True):
            yield from three


def _items(split: Split, level: str, form: Any, each: int) -> list[Item]:
    found = [list(generate(split, family=family, level=level, form=form, n=each)) for family in FAMILIES]
    return [item for some in zip(*found, strict=True) for item in some]


def lessons(steps: int) -> Lessons:
    """True lessons for so many steps of a training, of a public split that is never asked."""
    each = -(-steps * tiny.BATCH // (3 * len(FAMILIES)))
    split = public(7)
    reasons = [replace(item, gold=item.steps[0]) for item in _items(split, "why", "explanation", each)]
    return Lessons(_items(split, "what", "expression", each), _items(split, "what", "number", each), reasons)


def shuffled(true: Lessons, what: str, share: float, chance: random.Random) -> Lessons:
    """The same with a share of the ``units`` or of the ``explanations`` taken from the next draw, of another family."""

    def other(items: Sequence[Item], gold: Any) -> list[Item]:
        after = [*items[1:], items[0]]
        return [
            replace(item, gold=gold(item.gold, that.gold)) if chance.random() < share else item
            for item, that in zip(items, after, strict=True)
        ]

    if what == "units":
        return replace(
            true, values=other(true.values, lambda own, that: f"{own.split(' ')[0]} {that.split(' ', 1)[1]}")
        )
    return replace(true, reasons=other(true.reasons, lambda _own, that: that))


def vocabulary(true: Lessons) -> Any:
    """The tokenizer of all lessons: shuffling brings no new word."""
    return tiny.tokenizer(prompt(item) + tiny.answer(item) for item in true)


def train(words: Any, given: Lessons, steps: int, seed: int, name: str) -> LanguageModel:
    """A model from scratch, which reads each lesson once."""
    ((_, language),) = tiny.train(tiny.untrained(words, seed, name), iter(given), steps, share=SHARE)
    return language


@dataclass(frozen=True)
class Looked:
    """What a trained model shows: share of right formulas, and two signatures."""

    plain: float
    units: Signature
    explanations: Signature


def look(language: LanguageModel) -> Looked:
    """Ask a model about fresh draws, and judge its units and its explanations."""
    split = fresh()
    who = LocalRespondent(language, language.name, tokens=TOKENS, batch=64, chat=False)

    def ask(level: str, form: Any) -> Run:
        items = _items(split, level, form, ASKED)
        return run(Task(level, "", lambda _split, _n: iter(items)), who, len(items), split)

    formulas = ask("what", "expression")
    return Looked(formulas.accuracy, laws(ask("what", "number")), acausal(formulas, ask("why", "explanation")))
