"""Running a task: ask, grade, write down; a run that was cut goes on where it stopped.

Each answer is one JSON line, written as soon as it is graded. Of the private split no question, gold or reply is
written in clear, only what grading said and a fingerprint under the key.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from physfm.errors import InputError
from physfm.evaluation.item import Item
from physfm.evaluation.problems.splits import Split, public
from physfm.evaluation.respondents import Respondent
from physfm.evaluation.scoring import score
from physfm.evaluation.task import Task

AT_ONCE = 64
"""Items that are asked before their answers are written."""


@dataclass(frozen=True)
class Answered:
    """One item with what was answered.

    Parameters
    ----------
    id, form, tags
        Of the item.
    correct
        Whether it was right.
    reason
        The grader's, in one line.
    confidence
        Probability that the respondent gave its own choice; None where it knows no likelihoods.
    reply, gold, question
        In clear; of the private split the fingerprints of reply and gold, and no question.
    seconds
        Share of the time that the batch took.
    details
        What further graders say: precision and recall of an explanation, the chosen letter.
    """

    id: str
    form: str
    correct: bool
    reason: str
    tags: dict[str, Any] = field(default_factory=dict)
    confidence: float | None = None
    reply: str = ""
    gold: str = ""
    question: str = ""
    seconds: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A finished run.

    Parameters
    ----------
    task, version, respondent, split
        What was asked whom; ``split`` is its name and digest.
    answered
        One an item, in the items' order.
    """

    task: str
    version: int
    respondent: str
    split: str
    answered: tuple[Answered, ...]

    @property
    def accuracy(self) -> float:
        """Share of right answers."""
        return sum(a.correct for a in self.answered) / max(len(self.answered), 1)


def run(
    task: Task,
    respondent: Respondent,
    n: int,
    split: Split | None = None,
    log: str | Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> Run:
    """Ask ``n`` items of a task.

    Parameters
    ----------
    split
        The public one if None.
    log
        JSON-lines file of answers. One that exists must be of the same run, and is gone on with.
    tell
        Called with a line for a person now and then.

    Raises
    ------
    InputError
        If the log is of another run, or the task has no items.
    """
    split = split or public()
    head: dict[str, Any] = {
        "task": task.name,
        "version": task.version,
        "respondent": respondent.name,
        "split": f"{split.name}-{split.digest}" if task.split else "",
    }
    path = Path(log) if log is not None else None
    done = {a.id: a for a in _resume(path, head)} if path else {}
    items = list(islice(task.items(split, n), n))
    if not items:
        raise InputError(f"Task {task.name!r} has no items.")
    waiting = [item for item in items if item.id not in done]
    if done and tell:
        tell(f"{len(items) - len(waiting)} of {len(items)} answers are in {path}")
    for first in range(0, len(waiting), AT_ONCE):
        some = waiting[first : first + AT_ONCE]
        found = _ask(respondent, some, split)
        if path:
            _append(path, head, found)
        done |= {a.id: a for a in found}
        if tell:
            tell(f"{len(items) - len(waiting) + first + len(some)} of {len(items)}")
    return Run(**head, answered=tuple(done[item.id] for item in items))


def _ask(respondent: Respondent, items: Sequence[Item], split: Split) -> list[Answered]:
    start = time.perf_counter()
    scored = score(respondent, items)
    each = (time.perf_counter() - start) / len(items)
    secret = split.name == "private"
    found = []
    for item, result in zip(items, scored, strict=True):
        found.append(
            Answered(
                id=item.id,
                form=item.form,
                correct=result.correct,
                reason="" if secret else result.reason,
                tags={k: list(v) if isinstance(v, tuple) else v for k, v in item.tags.items()},
                confidence=result.confidence,
                reply=split.veiled(result.reply) if secret else result.reply,
                gold=split.veiled(item.gold) if secret else item.gold,
                question="" if secret else item.question,
                seconds=round(each, 4),
                details=dict(result.details),
            )
        )
    return found


# Logs ---------------------------------------------------------------------------------------------------------------


def _append(path: Path, head: dict[str, Any], found: Sequence[Answered]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8") as stream:
        if new:
            stream.write(json.dumps({"run": head}) + "\n")
        for each in found:
            stream.write(json.dumps(asdict(each), ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _resume(path: Path, head: dict[str, Any]) -> list[Answered]:
    """Answers of an earlier, cut run; a last line that a kill left in pieces is dropped from the file."""
    if not path.exists():
        return []
    lines = path.read_bytes().splitlines(keepends=True)
    whole = [line for line in lines if line.endswith(b"\n")]
    if not whole:
        path.unlink()
        return []
    found = list(read(whole, str(path)))
    if found[0] != head:
        raise InputError(f"{path} holds answers of {found[0]}, not of {head}. Give another file.")
    if len(whole) < len(lines):
        path.write_bytes(b"".join(whole))
    return found[1:]


def read(lines: Sequence[bytes], name: str = "the log") -> Iterator[Any]:
    """The head of a log, then its answers.

    Raises
    ------
    InputError
        If a line is none of ours.
    """
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
            yield value["run"] if number == 1 else Answered(**value)
        except (ValueError, KeyError, TypeError) as err:
            raise InputError(f"Line {number} of {name} is no answer of an evaluation: {err}. Remove the file.") from err


def load(path: str | Path) -> Run:
    """A run from its log.

    Raises
    ------
    InputError
        If the file is no log, or empty.
    """
    lines = [line for line in Path(path).read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    found = list(read(lines, str(path)))
    if len(found) < 2:
        raise InputError(f"{path} holds no answers.")
    return Run(**found[0], answered=tuple(found[1:]))
