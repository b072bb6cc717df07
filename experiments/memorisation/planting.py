"""Which problems are planted how often, and in which ways each is asked afterwards.

Of a family as many problems are drawn as there are groups (one a dose, and the fresh ones), and shuffled among them: so
every group holds every family once, and what separates two groups of a family is chance and the dose alone.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from experiments.memorisation.config import Config, Learner
from physfm.evaluation.failures import reordered
from physfm.evaluation.item import Form, Item, prompt
from physfm.evaluation.problems import families
from physfm.evaluation.problems import world as worlds
from physfm.evaluation.problems.generator import make
from physfm.evaluation.problems.splits import Split, public

VARIANTS = ("paraphrase", "renamed", "law")
ORDER, NUMBERS = "reordered", "numbers"
FRESH = -1
"""Group of problems that are in no training and are not suspected: what a user compares with."""
TYPICAL = 200
"""Draws of a family that show how long its texts are; planted ones are of the middle half."""
WORDS = 24
"""Public problems of each family and kind that show its words."""
OTHERS = {("what", "plain"): 1, ("what", "renamed"): 2, ("what", "law"): 3, ("what-if", "plain"): 4}
"""Kinds of problems that the background takes, each from a range of draws of its own."""
APART = 1_000_000
"""Length of a range of draws; a draw has one world, whatever form it is asked in, so each form has half of a range."""
TWINS = 10 * APART
"""Index from which on draws in the same words come."""


@dataclass(frozen=True)
class Suspect:
    """A problem with all the ways in which it is asked.

    Parameters
    ----------
    item
        As it is planted.
    dose
        Copies in the training text, or `FRESH`.
    ways
        The same draw in other words, symbols, under another law, in another order of options; ``numbers`` are other
        draws in the same words.
    """

    item: Item
    dose: int
    ways: dict[str, tuple[Item, ...]]

    @property
    def block(self) -> tuple[str, str]:
        """Family and form: problems of a block are exchangeable but for their dose."""
        return str(self.item.tags["family"]), self.item.form

    @property
    def copies(self) -> int:
        """In the planted training."""
        return max(self.dose, 0)


def split(folder: Path, learner: str, seed: int) -> Split:
    """The chance of one seed's problems: from a key that is drawn for this run and stays beside it."""
    key = folder / "key"
    if not key.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key.write_text(random.SystemRandom().randbytes(32).hex())
    return Split("fresh", Split("fresh", bytes.fromhex(key.read_text())).chance(learner, seed).randbytes(32))


@cache
def short(count: int) -> list[str]:
    """Families with the shortest questions, in the mean over eight public ones."""
    length = {
        name: sum(len(item.question) for n in range(8) if (item := make(each, "what", "plain", "number", public(), n)))
        for name, each in families().items()
    }
    return sorted(length, key=lambda name: (length[name], name))[:count]


def groups(config: Config, learner: Learner, seed: int) -> list[tuple[str, Form, list[int]]]:
    """Families and forms of a seed, each with the groups of its draws, in the order of the draws."""
    chance, pool = random.Random(f"groups {seed}"), short(config.pool)
    forms: tuple[tuple[Form, int], ...] = (("number", learner.numbers), ("choice", learner.choices))
    every = [*config.doses, *[FRESH] * learner.fresh]
    return [
        (family, form, chance.sample(every, len(every)))
        for form, count in forms
        for family in chance.sample(pool, count)
    ]


def suspects(config: Config, learner: Learner, source: Split, seed: int) -> list[Suspect]:
    """All problems of a seed with their groups."""
    return [
        Suspect(item, dose, ways)
        for family, form, doses in groups(config, learner, seed)
        for dose, (item, ways) in zip(doses, _asked(config, family, form, source), strict=False)  # draws do not end
    ]


def others(family: str, form: Form, source: Split, level: str = "what", variant: str = "plain") -> Iterator[Item]:
    """Problems of a family other than the suspects."""
    for index in itertools.count(APART * OTHERS[level, variant] + _first(form)):
        item = make(families()[family], level, variant, form, source, index)
        if item is not None:
            yield item


def vocabulary(config: Config, learner: Learner, seed: int) -> Iterator[str]:
    """Public problems of a seed's families, whose words a model from scratch knows."""
    for family, form, _ in groups(config, learner, seed):
        for level, variant in (*OTHERS, ("what", "paraphrase")):
            kind: Form = form if level == "what" else "number"
            made = (make(families()[family], level, variant, kind, public(1), index) for index in range(WORDS))
            yield from (f"{prompt(item)} {item.gold}" for item in made if item is not None)


def _asked(
    config: Config, family: str, form: Form, source: Split
) -> Iterator[tuple[Item, dict[str, tuple[Item, ...]]]]:
    """Draws of a family of usual length, all of whose variants exist."""
    of = families()[family]
    usual = sorted(len(prompt(item)) for item in itertools.islice(others(family, form, source), TYPICAL))
    low, high = usual[TYPICAL // 4], usual[3 * TYPICAL // 4]
    for index in itertools.count(_first(form)):
        item = make(of, "what", "plain", form, source, index)
        if item is None or not low <= len(prompt(item)) <= high:
            continue
        ways = {variant: make(of, "what", variant, form, source, index) for variant in VARIANTS}
        if None in ways.values():
            continue
        every = {variant: (way,) for variant, way in ways.items() if way is not None}
        if form == "choice":
            every[ORDER] = tuple(reordered([item], source))
        every[NUMBERS] = tuple(itertools.islice(_same_words(family, form, source, index), config.perturbed))
        yield item, every


def _first(form: Form) -> int:
    return APART // 2 if form == "choice" else 0


def _same_words(family: str, form: Form, source: Split, index: int) -> Iterator[Item]:
    of = families()[family]
    wanted = worlds.drawn(of, source, index)
    for other in itertools.count(TWINS + 10_000 * index):
        drawn = worlds.drawn(of, source, other)
        if (drawn.scene, drawn.target, drawn.phrase) != (wanted.scene, wanted.target, wanted.phrase):
            continue
        if drawn.shown != wanted.shown and (item := make(of, "what", "plain", form, source, other)) is not None:
            yield item
