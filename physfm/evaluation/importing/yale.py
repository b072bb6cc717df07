"""PHYSICS (Yale): problems of qualifying exams, with numbers and formulas as final answers.

A record holds one question, often in parts, its solution, and a list of final answers. An answer becomes the gold of a
part only if there are as many answers as parts and the solution of that very part holds it. Of a question without
parts, each of several answers must name a symbol of the question, which is then asked for. Nothing is guessed.

Source: K. Feng et al., PHYSICS (arXiv 2503.21821), ``PHYSICS-textonly/*.jsonl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Any

from physfm.evaluation.importing import golds, parts
from physfm.evaluation.importing.collected import Collected, collect
from physfm.evaluation.importing.source import word
from physfm.evaluation.item import Item

FIELDS = ("questions", "final_answers")
_PICTURE = re.compile(r"\bFigs?\.|\bfigures?\b|\bsketch", re.IGNORECASE)


def read(records: Sequence[Mapping[str, Any]], name: str) -> Collected:
    """Items of a PHYSICS file."""
    return collect("PHYSICS (Yale)", (each for n, record in enumerate(records, 1) for each in _items(record, name, n)))


def _items(record: Mapping[str, Any], name: str, place: int) -> Iterator[Item | str]:
    question, solution = _joined(record.get("questions")), _joined(record.get("solutions"))
    answers = record.get("final_answers")
    answers = [word(each) for each in answers] if isinstance(answers, list) else [word(answers)]
    identity = f"{name}/{word(record.get('id')).replace('/', '-') or place}"
    if not question or not any(answers):
        yield "without a question" if not question else "without an answer"
        return
    if record.get("graphs"):
        yield from ["that need a picture"] * len(answers)
        return
    asked = parts.cut(question, at_lines=True)
    if len(answers) == 1 and not asked:
        yield _item(identity, question, answers[0], solution)
        return
    if not asked:
        yield from _named(answers, identity, question, solution)
        return
    if len(asked) != len(answers):
        yield from ["of which answers and parts are not as many"] * len(answers)
        return
    solved = parts.cut(solution, at_lines=True)
    for n, answer in enumerate(answers):
        if len(solved) != len(asked) or _core(answer) not in _bare(solved[n]):
            yield "that the solution of their part does not hold"
        else:
            yield _item(f"{identity}-{ascii_lowercase[n]}", parts.only(question, n), answer, solved[n])


def _named(answers: Sequence[str], identity: str, question: str, solution: str) -> Iterator[Item | str]:
    """Items for answers such as ``R = 10 \\Omega`` to a question that asks for several symbols."""
    names = [answer.partition("=")[0].strip() if "=" in answer else "" for answer in answers]
    said = [_bare(formula) for formula in re.findall(r"\$+([^$]+)\$+", question)]
    for n, (answer, name) in enumerate(zip(answers, names, strict=True), start=1):
        if not name or _bare(name) not in said or names.count(name) > 1:
            yield "of which it is not said what they answer"
        else:
            yield _item(f"{identity}-{n}", f"{question.strip()}\n\nAnswer with ${name}$ only.", answer, solution)


def _item(identity: str, question: str, answer: str, solution: str) -> Item | str:
    if _PICTURE.search(question):
        return "that need a picture"
    try:
        gold = golds.read(answer, question)
    except golds.Unreadable as reason:
        return str(reason)
    return Item(
        id=identity,
        question=question.strip(),
        form=gold.form,
        gold=gold.text,
        steps=tuple(line.strip() for line in solution.splitlines() if line.strip()),
        tags={"set": "physics-yale"},
    )


def _joined(value: Any) -> str:
    return "\n\n".join(map(word, value)) if isinstance(value, list) else word(value)


def _core(answer: str) -> str:
    """The right side of an answer, as it would stand in its solution."""
    return _bare(answer.rpartition("=")[2])


def _bare(text: str) -> str:
    return re.sub(r"\\[,;:! ]|\\(?:left|right)(?![a-zA-Z])|\\(?:text|mathrm|rm)\b|[\s{}$.]", "", text)
