"""Questions of the Large Physics Benchmark, read and written: one JSON object a line.

The benchmark (K. G. Barman et al., *Towards a Large Physics Benchmark*, arXiv 2507.21695) knows three types of
questions and has experts score each for correctness, difficulty and surprise. It publishes no layout of files: the
fields here carry the paper's words, so that a list of its questions becomes such a file by naming columns::

    type         "multiple choice", "analytical" or "open-ended"
    question     text
    options      of a multiple choice: list of texts
    answer       letter or text of the right option; number with its unit, or expression
    solution     text or list of lines (optional)
    assumptions  of an expression: one word for each symbol, such as {"m": "positive"} (optional)
    correctness  1 or 0, one of each reviewer, as a list or alone (optional)
    difficulty   1 to 5, one of each reviewer (optional)
    surprise     1 to 5, one of each reviewer (optional)
    id, author, reference, subject                              (optional)

Read: questions that most reviewers call incorrect are left out, so are open-ended ones, whose answer is a program and
its score. The mean difficulty and surprise, rounded, become tags. Written: difficulty and surprise are null, because
experts give them; how many laws a generated answer needs is another thing.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from physfm.errors import InputError
from physfm.evaluation.importing import golds
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.importing.source import word
from physfm.evaluation.item import UNDETERMINED, Item

FIELDS = ("type", "question", "answer", "surprise")
CHOICE, ANALYTICAL, OPEN = "multiple choice", "analytical", "open-ended"
SCALE = (1, 5)
"""Of difficulty and surprise."""


def read(records: Sequence[Mapping[str, Any]], name: str) -> Collected:
    """Items of a file."""
    return collect("Large Physics Benchmark", (_item(record, name, n) for n, record in enumerate(records, 1)))


def write(items: Iterable[Item], path: Path) -> Collected:
    """Write items as questions of the benchmark; return what was written, and what was left out.

    Raises
    ------
    InputError
        If the file exists, the items are of a private split, or none of them is a question of this kind.
    """
    if path.exists():
        raise InputError(f"{path} exists; questions are not written over it. Give another name.")
    written, reasons = [], Counter[str]()
    for item in items:
        if str(item.tags.get("split", "")).startswith("private"):
            raise InputError("Private problems are never written to a file: whoever reads it could learn them.")
        if item.data:
            reasons["that need a file of data"] += 1
        elif item.form == "explanation":
            reasons["graded on causes, for which the benchmark has no type"] += 1
        else:
            written.append(item)
    if not written:
        raise InputError(f"None of the items is a question of the Large Physics Benchmark: {_told(reasons)}.")
    from physfm.checkpoint import write_atomically

    text = "".join(json.dumps(_record(item), ensure_ascii=False) + "\n" for item in written)
    write_atomically(path, lambda part: part.write_text(text, encoding="utf-8"))
    return Collected("Large Physics Benchmark", tuple(written), dict(reasons))


def _told(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {why}" for why, n in reasons.items()) or "there are none"


def _record(item: Item) -> dict[str, Any]:
    domains = item.tags.get("domains", ())
    return {
        "id": item.id,
        "type": CHOICE if item.choices else ANALYTICAL,
        "question": item.question,
        **({"options": list(item.choices)} if item.choices else {}),
        "answer": item.gold,
        "solution": list(item.steps),
        **({"assumptions": dict(item.assumptions)} if item.assumptions else {}),
        "subject": ", ".join(domains) if not isinstance(domains, str) else domains,
        "difficulty": None,
        "surprise": None,
    }


def _item(record: Mapping[str, Any], name: str, place: int) -> Item | str:
    kind = " ".join(word(record.get("type")).lower().replace("-", " ").replace("_", " ").split())
    question, answer = word(record.get("question")), word(record.get("answer"))
    if kind == "open ended":
        return "whose answer is a program"
    if kind not in (CHOICE, ANALYTICAL):
        return "of an unknown type"
    if not question or not answer:
        return "without a question" if not question else "without an answer"
    scores = {field: _scores(record.get(field), field) for field in ("correctness", "difficulty", "surprise")}
    if isinstance(bad := next((s for s in scores.values() if isinstance(s, str)), None), str):
        return bad
    if (right := scores["correctness"]) and sum(right) / len(right) <= 0.5:  # type: ignore[arg-type]
        return "that reviewers call incorrect"
    choices = _options(record.get("options")) if kind == CHOICE else ()
    assumptions = record.get("assumptions") or {}
    if not isinstance(assumptions, Mapping):
        return "with assumptions that are no words by symbol"
    symbols = {str(symbol): word(said) for symbol, said in assumptions.items()}
    try:
        gold = golds.choice(answer, choices) if kind == CHOICE else _gold(answer, question, symbols)
    except golds.Unreadable as reason:
        return str(reason)
    solution = record.get("solution")
    means = {field: round(sum(s) / len(s)) for field in ("difficulty", "surprise") if (s := scores[field])}  # type: ignore[arg-type]
    said = {field: word(record.get(field)) for field in ("author", "reference", "subject") if word(record.get(field))}
    return Item(
        id=f"{name}/{word(record.get('id')) or place}",
        question=question,
        form=gold.form,
        gold=gold.text,
        choices=choices,
        assumptions=symbols,
        steps=tuple(map(word, solution)) if isinstance(solution, list) else tuple(word(solution).splitlines()),
        tags={"set": "large-physics", **means, **said},
    )


def _gold(answer: str, question: str, symbols: Mapping[str, str]) -> golds.Gold:
    if answer == UNDETERMINED:
        return golds.Gold(answer, "text")
    if symbols:  # whoever names symbols means a formula
        golds.agreed(answer, symbols)
        return golds.Gold(answer, "expression")
    return golds.read(answer, question)


def _scores(given: Any, field: str) -> list[float] | str:
    """Scores of the reviewers, or why they are none."""
    values = [each for each in (given if isinstance(given, list) else [given]) if each is not None]
    low, high = (0, 1) if field == "correctness" else SCALE
    for each in values:
        if isinstance(each, str) or not isinstance(each, int | float) or math.isnan(each) or not low <= each <= high:
            return f"with a {field} that is not between {low} and {high}"
    return [float(each) for each in values]


def _options(given: Any) -> tuple[str, ...]:
    return tuple(map(word, given)) if isinstance(given, list) else ()
