"""What an importer makes: items, and how many records made none, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from physfm.evaluation.item import Item


@dataclass(frozen=True)
class Collected:
    """Items of a file.

    Parameters
    ----------
    title
        What the file holds, in a few words.
    items
        In the file's order; their ids are distinct.
    left_out
        How many questions made no item, by reason.
    """

    title: str
    items: tuple[Item, ...]
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """The counts, in one line."""
        head = f"{self.title}: {len(self.items)} items"
        if not self.left_out:
            return head
        reasons = sorted(self.left_out.items(), key=lambda pair: -pair[1])
        return f"{head}, {sum(self.left_out.values())} left out ({', '.join(f'{n} {why}' for why, n in reasons)})"


def collect(title: str, found: Iterable[Item | str]) -> Collected:
    """Gather items and, as plain texts, the reasons why a question made none."""
    items: list[Item] = []
    reasons: Counter[str] = Counter()
    for each in found:
        if isinstance(each, Item):
            items.append(each)
        else:
            reasons[each] += 1
    return Collected(title, tuple(_distinct(items)), dict(reasons))


def _distinct(items: Sequence[Item]) -> Iterable[Item]:
    """The items, with a number behind ids that came before."""
    seen: Counter[str] = Counter()
    taken = {item.id for item in items}
    for item in items:
        seen[item.id] += 1
        number = seen[item.id]
        name = item.id
        while number > 1 and name in taken:
            name, number = f"{item.id}-{number}", number + 1
        taken.add(name)
        yield item if name == item.id else replace(item, id=name)
