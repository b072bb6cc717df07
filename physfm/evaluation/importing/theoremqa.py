"""TheoremQA: short answers of a declared type, numbers without units.

Source: W. Chen et al., TheoremQA (arXiv 2305.12524), ``theoremqa_test.json``; its own evaluation forgives 4 %.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from physfm.evaluation.importing import golds
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.importing.source import word
from physfm.evaluation.item import Item

FIELDS = ("Question", "Answer", "Answer_type")
REL_TOL = 0.04


def read(records: Sequence[Mapping[str, Any]], name: str) -> Collected:
    """Items of a TheoremQA file."""
    return collect("TheoremQA", (_item(record, name, n) for n, record in enumerate(records, start=1)))


def _item(record: Mapping[str, Any], name: str, place: int) -> Item | str:
    question, answer = word(record.get("Question")), record.get("Answer")
    if not question or not word(answer):
        return "without a question" if not question else "without an answer"
    if record.get("Picture"):
        return "that need a picture"
    try:
        gold = _gold(answer, word(record.get("Answer_type")))
    except golds.Unreadable as reason:
        return str(reason)
    tags = {key: word(record.get(key)) for key in ("field", "subfield", "theorem") if word(record.get(key))}
    return Item(
        id=f"{name}/{word(record.get('id')).removesuffix('.json') or place}",
        question=question,
        form=gold.form,
        gold=gold.text,
        rel_tol=REL_TOL,
        tags={"set": "theoremqa", "answer_type": word(record.get("Answer_type")), **tags},
    )


def _gold(answer: Any, kind: str) -> golds.Gold:
    if kind == "bool":
        known = {"true": "yes", "false": "no"}.get(word(answer).lower())
        if known is None:
            raise golds.Unreadable("with an answer of another type")
        return _as(known, "truth")
    if kind in ("integer", "float"):
        if isinstance(answer, bool):
            raise golds.Unreadable("with an answer of another type")
        return golds.number(word(answer), "")
    if kind.startswith("list"):
        if not isinstance(answer, list) or not all(
            isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in answer
        ):
            raise golds.Unreadable("with a list of other things than numbers")
        return _as(f"[{', '.join(map(str, answer))}]", "tuple", "interval", "set", "matrix")
    if kind == "option":
        if not re.fullmatch(r"\(?[a-zA-Z]\)?", word(answer)):
            raise golds.Unreadable("with an option that is no letter")
        return _as(word(answer), "choice", "expression")
    raise golds.Unreadable("of an unknown type")


def _as(text: str, *kinds: str) -> golds.Gold:
    found = golds.agreed(text).gold
    if found is None or found.kind not in kinds:
        raise golds.Unreadable("that the grader takes for another kind")
    return golds.Gold(text, "text")
