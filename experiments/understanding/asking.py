"""Models asked at three levels about the same situations: a record of what was right, situation by situation.

Nothing else is written down: the situations follow from a key that is drawn for the run and stays beside its weights.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.understanding.situations import Levels
from physfm.evaluation.item import Item
from physfm.evaluation.problems import LEVELS, Split, private
from physfm.evaluation.respondents import Respondent
from physfm.evaluation.scoring import score

WORDS = 64
"""Tokens of the longest answer of a small model; the longest explanation and formula have fewer."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Record = dict[str, list[Any]]
"""Lists of one length, an entry a situation."""


def secret(folder: Path) -> Split:
    """The private split of this run."""
    key = folder / "key"
    if not key.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key.write_text(secrets.token_hex())
    return private(key.read_text())


def answers(respondent: Respondent, situations: Sequence[Levels], asked: Sequence[str] = LEVELS) -> Record:
    """Ask the questions of each situation, at all three levels or at some.

    Returns
    -------
    record
        ``family`` and ``chain`` (both the family's name where there is no chain); ``what``, ``why``, ``what-if`` (0 or
        1); where answers are in words also ``direction`` (0 or 1: does the effect of the intervention go the right
        way), and ``precision`` and ``recall`` of the explanation against the causal graph (precision null where it
        states nothing).
    """
    whys = [levels["why"].tags for levels in situations]
    record: Record = {
        "family": [tags["family"] for tags in whys],
        "chain": [tags.get("chain", tags["family"]) for tags in whys],
    }
    for level in asked:
        items = [levels[level] for levels in situations]
        scored = score(respondent, items)
        record[level] = [int(each.correct) for each in scored]
        if items[0].form == "explanation":
            record["precision"] = [each.details["precision"] for each in scored]
            record["recall"] = [each.details["recall"] for each in scored]
        if level == "what-if" and items[0].form == "number":
            record["direction"] = [int(same_way(item, each.reply)) for item, each in zip(items, scored, strict=True)]
    return record


def same_way(item: Item, reply: str) -> bool:
    """Whether a factor is on the right side of one: what the sign of a chain tells."""
    said = _NUMBER.match(reply.strip())
    return said is not None and (float(said[0]) - 1) * (float(item.gold) - 1) > 0
