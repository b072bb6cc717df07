"""SciBench: numbers with units, the power of ten written with the unit.

Source: X. Wang et al., SciBench (arXiv 2307.10635), ``dataset/original/*.json``; its own evaluation forgives 5 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from physfm.evaluation.importing import golds
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.importing.source import word
from physfm.evaluation.item import Item

FIELDS = ("problem_text", "answer_number")
REL_TOL = 0.05


def read(records: Sequence[Mapping[str, Any]], name: str) -> Collected:
    """Items of a SciBench file."""
    return collect("SciBench", (_item(record, name, n) for n, record in enumerate(records, start=1)))


def _item(record: Mapping[str, Any], name: str, place: int) -> Item | str:
    question, value = word(record.get("problem_text")), word(record.get("answer_number"))
    if not question or not value:
        return "without a question" if not question else "without an answer"
    try:
        gold = golds.number(value, word(record.get("unit")))
    except golds.Unreadable as reason:
        return str(reason)
    source = word(record.get("source"))
    return Item(
        id=f"{name}/{word(record.get('problemid')) or place}",
        question=question,
        form="number",
        gold=gold.text,
        rel_tol=REL_TOL,
        steps=tuple(_lines(word(record.get("solution")))),
        tags={"set": "scibench", "source": source} if source else {"set": "scibench"},
    )


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
