"""Evaluation items that stand in a text with the same words in the same order.

Runs of eight comparable words (`physfm.corpus.words`, so a translated notation is the same words) that an item holds;
thirteen in a row, or more than half of a question, are a leak. Items of fewer than eight words cannot be looked for,
and are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from physfm.corpus.items import Item
from physfm.corpus.leaks import PROSE, Finding, prose
from physfm.corpus.words import Words, words

GRAM = 8
RUN = 13
"""Words in a row that make a leak: as for GPT-3 (T. Brown et al., arXiv 2005.14165, appendix C)."""
SHARE = 0.55
"""Of a question's words, in runs of `GRAM`, that make a leak."""


@dataclass(frozen=True)
class _Part:
    item: str
    words: list[str]
    question: bool


class Verbatim:
    """Looks for runs of the items' words.

    Parameters
    ----------
    items
        What is looked for.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self.parts: list[_Part] = []
        self.too_short: list[str] = []
        self._grams: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for item in items:
            asked = words(question(item)).words
            if len(asked) < GRAM:
                self.too_short.append(item.id)
            for part in (_Part(item.id, asked, True), _Part(item.id, words(item.solution).words, False)):
                if len(part.words) >= GRAM:
                    self._learn(part)

    def _learn(self, part: _Part) -> None:
        number = len(self.parts)
        self.parts.append(part)
        for place in range(len(part.words) - GRAM + 1):
            holders = self._grams[" ".join(part.words[place : place + GRAM])]
            if len(holders) < 8:  # what many items share, such as a template's words, is found by the first of them
                holders.append((number, place))

    def find(self, text: Words) -> list[Finding]:
        """Return the passages of a text that repeat an item, at most one for an item and place."""
        hits: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for place in range(len(text) - GRAM + 1):
            for number, there in self._grams.get(" ".join(text.words[place : place + GRAM]), ()):
                hits[number].append((place, there))
        found = []
        for number, pairs in hits.items():
            part = self.parts[number]
            for group in _groups(pairs, len(part.words)):
                if (finding := self._judge(text, part, group)) is not None:
                    found.append(finding)
        return found

    def _judge(self, text: Words, part: _Part, group: list[tuple[int, int]]) -> Finding | None:
        longest, best, run, before = 0, 0, 0, (-2, -2)
        for here in group:
            run = run + 1 if here == (before[0] + 1, before[1] + 1) else 1
            if run > longest:
                longest, best = run, here[0] - run + 1
            before = here
        length = longest + GRAM - 1
        start, end = group[0][0], group[-1][0] + GRAM
        if length >= RUN and prose(text.words[best : best + length]) >= PROSE:
            return Finding(part.item, "13 words", text.starts[start], text.ends[end - 1], length)
        covered = {place for _, there in group for place in range(there, there + GRAM)}
        share = len(covered) / len(part.words)
        if part.question and share >= SHARE and prose(part.words[place] for place in covered) >= PROSE:
            return Finding(part.item, "share", text.starts[start], text.ends[end - 1], round(share, 3))
        return None


def _groups(pairs: list[tuple[int, int]], length: int) -> list[list[tuple[int, int]]]:
    """Hits of one item, apart where more words lie between than the item has."""
    groups = [[pairs[0]]]
    for pair in pairs[1:]:
        if pair[0] - groups[-1][-1][0] > max(length, 30):
            groups.append([])
        groups[-1].append(pair)
    return groups


def question(item: Item) -> str:
    """The question of an item; with its choices if it is a short stem, which anyone may write as a sentence."""
    return item.question if len(words(item.question)) >= RUN else f"{item.question}\n{item.choices}".strip()
