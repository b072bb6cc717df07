"""The same choices in another order: who knows the answer finds it wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from physfm.errors import InputError
from physfm.evaluation.item import LETTERS, UNDETERMINED, Item
from physfm.evaluation.problems.splits import Split


def reordered(items: Iterable[Item], split: Split) -> Iterator[Item]:
    """Yield each item with its choices in another order, the right one under another letter; same draw, new variant.

    "It cannot be determined" stays last, as everywhere.

    Parameters
    ----------
    items
        Choices; others are passed over.
    split
        Where the chance comes from.

    Raises
    ------
    InputError
        If an item has fewer than two choices that can move.
    """
    for item in items:
        if not item.choices:
            continue
        free = [n for n, text in enumerate(item.choices) if text != UNDETERMINED]
        if len(free) < 2:
            raise InputError(f"{item.id} has fewer than two choices that can change places.")
        chance, right = split.chance("order", item.id), LETTERS.index(item.gold)
        order = chance.sample(free, len(free))
        while right in free and order.index(right) == right:
            order = chance.sample(free, len(free))
        place = dict(zip(free, order, strict=True))
        choices = tuple(item.choices[place.get(n, n)] for n in range(len(item.choices)))
        gold = LETTERS[choices.index(item.choices[right])]
        tags = {**item.tags, "variant": "reordered"}
        yield replace(item, id=f"{item.id}/reordered", choices=choices, gold=gold, tags=tags)
