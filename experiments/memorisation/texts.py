"""The two training texts of a seed: with the problems planted, and the clean twin of the same shape.

Both read the same background. Where the one has a copy of a planted problem, the twin has another problem of the same
family, met once, with as many tokens: place by place, the two trainings differ in nothing else.
"""

from __future__ import annotations

import itertools
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.memorisation.config import Learner
from experiments.memorisation.planting import Suspect, others
from physfm.errors import InputError
from physfm.evaluation import contamination
from physfm.evaluation.item import Form, Item, prompt
from physfm.evaluation.problems.splits import Split

PLANTED, CLEAN = "planted", "clean"
SEARCHED = 100_000
"""Draws of a family among which another problem of the same length must be found."""
MIXED = 8
"""Batches of texts that are sorted by length together, so that little is padded."""
Length = Callable[[str], int]


class Text(NamedTuple):
    """A training text: the question, and the answer that follows; prose has no answer."""

    before: str
    after: str = ""

    @property
    def whole(self) -> str:
        """As the model reads it."""
        return self.before + self.after


def text(item: Item) -> Text:
    """A problem with its answer, as it is asked and answered."""
    return Text(prompt(item), f" {item.gold}")


def data(name: str) -> Path:
    """A file or folder of the real data.

    Raises
    ------
    InputError
        If it is not there.
    """
    path = Path(os.environ.get("PHYSFM_DATA", "../shared/data")) / name
    if not path.exists():
        raise InputError(f"Expected the real data {name!r} in the folder that PHYSFM_DATA names, {path} is not there.")
    return path


def prose(learner: Learner, seed: int) -> list[Text]:
    """Pieces of real physics prose."""
    if not learner.pieces:
        return []
    found = [
        Text(whole[start : start + learner.piece])
        for name in learner.prose
        for whole in contamination.texts(data(name))
        for start in range(0, len(whole) - learner.piece + 1, learner.piece)
    ]
    if len(found) < learner.pieces:
        raise InputError(f"{learner.pieces} pieces of prose are wanted, {learner.prose} hold {len(found)}.")
    return random.Random(f"prose {seed}").sample(found, learner.pieces)


class Others:
    """Problems other than the suspects, each given away once, by family, form and kind."""

    def __init__(self, source: Split, length: Length) -> None:
        self._length = length
        self._source = source
        self._made: dict[tuple[str, ...], Iterator[Item]] = {}
        self._waiting: dict[tuple[str, str, int], list[Item]] = defaultdict(list)
        self._seen: set[str] = set()

    def next(self, family: str, form: Form, level: str = "what", variant: str = "plain") -> Item:
        """Any that was not given away."""
        made = self._made.setdefault((family, form, level, variant), others(family, form, self._source, level, variant))
        item = next(item for item in made if prompt(item) not in self._seen)
        self._seen.add(prompt(item))
        return item

    def as_long(self, item: Item) -> Item:
        """One with as many tokens as an item.

        Raises
        ------
        InputError
            If there is none among very many.
        """
        family, form, wanted = str(item.tags["family"]), item.form, self._length(text(item).whole)
        for _ in range(SEARCHED):
            if self._waiting[family, form, wanted]:
                return self._waiting[family, form, wanted].pop()
            other = self.next(family, form)
            self._waiting[family, form, self._length(text(other).whole)].append(other)
        raise InputError(f"No other problem like {item.id} has {wanted} tokens, among {SEARCHED}.")


def texts(
    learner: Learner, suspects: Sequence[Suspect], source: Split, seed: int, length: Length
) -> tuple[dict[str, list[list[Text]]], list[Item]]:
    """Both trainings of a seed, and what-if-questions of which neither holds one.

    Returns
    -------
    batches
        By arm, in the order in which they are read; place by place of the same length.
    skill
        As many as the learner is asked.
    """
    chance, other = random.Random(f"order {seed}"), Others(source, length)
    blocks: list[tuple[str, Form]] = list(dict.fromkeys((each.block[0], each.item.form) for each in suspects))
    pairs = []
    for each in suspects:
        pairs += [(text(each.item), text(other.as_long(each.item))) for _ in range(each.copies)]
    rules = round(learner.rules * learner.background)
    variants = itertools.cycle(("plain", "renamed", "law"))
    for family, form in _turns(blocks, learner.background - rules):
        item = other.next(family, form, "what", next(variants))
        pairs.append((text(item), text(item)))
    factors = [other.next(family, "number", "what-if") for family, _ in _turns(blocks, rules + learner.skill)]
    pairs += [(text(item), text(item)) for item in factors[:rules]]
    pairs += [(piece, piece) for piece in prose(learner, seed)]
    chance.shuffle(pairs)
    batches: list[list[tuple[Text, Text]]] = []
    for some in _cut(pairs, MIXED * learner.batch):
        batches += _cut(sorted(some, key=lambda pair: length(pair[0].whole)), learner.batch)
    chance.shuffle(batches)
    arms = {arm: [[pair[n] for pair in batch] for batch in batches] for n, arm in enumerate((PLANTED, CLEAN))}
    return arms, factors[rules:]


def _turns(blocks: Sequence[tuple[str, Form]], count: int) -> Iterator[tuple[str, Form]]:
    return itertools.islice(itertools.cycle(blocks), count)


def _cut(some: Sequence[tuple[Text, Text]], most: int) -> list[list[tuple[Text, Text]]]:
    return [list(some[start : start + most]) for start in range(0, len(some), most)]
