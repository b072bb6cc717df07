"""Running a task: ask, grade, write down; a run that was cut goes on where it stopped.

Each answer is one JSON line, written as soon as the lot that it was asked in is graded (`Respondent.at_once`). Of the
private split no question, gold or reply is written in clear, nor the likelihoods and letters that would tell them, only
whether it was right and fingerprints under the key.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
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
"""Items that are asked before their answers are written, where the respondent does not say."""
PATIENCE_S = 2.0
"""Between two lines for a person."""
_HEAD = {"task", "version", "respondent", "split"}


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
    seconds, tokens
        Share of the time, and of the tokens (`physfm.evaluation.respondents.Spent`), that the lot took.
    details
        What further graders say: precision and recall of an explanation, the chosen letter.
    options
        How many there were to choose from; 0 if it is no choice.
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
    tokens: dict[str, float] = field(default_factory=dict)
    options: int = 0


@dataclass(frozen=True)
class Run:
    """A finished run.

    Parameters
    ----------
    task, version, respondent, split
        What was asked whom; ``split`` is its name and digest.
    answered
        One an item, in the items' order.
    seed
        Of the public split.
    weights
        What tells the respondent's weights from others; empty where it does not say.
    left_out
        Of a file: how many questions made no item, by reason.
    blind
        Whether files belong to the items that the respondent was not shown: what can be reached by the questions alone.
    """

    task: str
    version: int
    respondent: str
    split: str
    answered: tuple[Answered, ...]
    seed: int | None = None
    weights: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)
    blind: bool = False

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
        If ``n`` is not positive, the log is of another run, or the task has no items.
    """
    if n < 1:
        raise InputError(f"Expected a positive number of items, got {n}.")
    split = split or public()
    path = Path(log) if log is not None else None
    head = _head(task, respondent, split, path is not None)
    items = list(islice(task.items(split, n), n))
    if not items:
        raise InputError(f"Task {task.name!r} has no items.")
    if len(items) < n and tell:
        tell(f"{task.name} has {len(items)} items, not {n}")
    if any(item.data for item in items) and getattr(respondent, "blind", False):
        head["blind"] = True
        if tell:
            tell(f"{respondent.name} is not shown the data of {task.name}: it is asked the questions alone")
    done = {a.id: a for a in _resume(path, head)} if path else {}
    waiting = [item for item in items if item.id not in done]
    if done and tell:
        tell(f"{len(items) - len(waiting)} of {len(items)} answers are in {path}")
    start = told = time.monotonic()
    lot = getattr(respondent, "at_once", AT_ONCE)
    for first in range(0, len(waiting), lot):
        some = waiting[first : first + lot]
        found = _ask(respondent, some, split)
        if path:
            _append(path, head, found)
        done |= {a.id: a for a in found}
        asked, now = first + len(some), time.monotonic()
        if tell and (asked == len(waiting) or now - told > PATIENCE_S):
            left = (now - start) / asked * (len(waiting) - asked)
            after = f", about {left / 60:.0f} min to go" if left > 60 else ""
            tell(f"{len(items) - len(waiting) + asked} of {len(items)}{after}")
            told = now
    return Run(**head, answered=tuple(done[item.id] for item in items))


def _head(task: Task, respondent: Respondent, split: Split, logged: bool) -> dict[str, Any]:
    """What is asked whom: answers of another head are not mixed with these."""
    head: dict[str, Any] = {
        "task": task.name,
        "version": task.version,
        "respondent": respondent.name,
        "split": f"{split.name}-{split.digest}" if task.split else "",
    }
    if task.split and split.seed is not None:
        head["seed"] = split.seed
    if logged and (weights := getattr(respondent, "weights", "")):  # hashing large weights takes a while
        head["weights"] = weights
    return head | ({"left_out": dict(task.left_out)} if task.left_out else {})


def _ask(respondent: Respondent, items: Sequence[Item], split: Split) -> list[Answered]:
    start, before = time.perf_counter(), _spent(respondent)
    scored = score(respondent, items)
    each = (time.perf_counter() - start) / len(items)
    tokens = {name: (value - before[name]) / len(items) for name, value in _spent(respondent).items()}
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
                reply=split.veiled(item.id, result.reply) if secret else result.reply,
                gold=split.veiled(item.id, item.gold) if secret else item.gold,
                question="" if secret else item.question,
                seconds=round(each, 4),
                details={k: v for k, v in result.details.items() if not secret or k in _SAYABLE},
                tokens=tokens,
                options=len(item.choices),
            )
        )
    return found


_SAYABLE = ("precision", "recall", "beside")
"""Details that tell nothing of a gold or a reply."""


def _spent(respondent: Respondent) -> dict[str, int]:
    spent = getattr(respondent, "spent", None)
    return asdict(spent) if spent is not None else {}


# Logs ---------------------------------------------------------------------------------------------------------------


def _append(path: Path, head: dict[str, Any], found: Sequence[Answered]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", errors="backslashreplace") as stream:  # half a letter, as JSON escapes it
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
    # A log of an older version says less of its run.
    if other := [f"{key} {value}, not {head.get(key)}" for key, value in found[0].items() if head.get(key) != value]:
        raise InputError(f"{path} holds answers of another run: {'; '.join(other)}. Give another folder or file.")
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
            yield _known(value["run"]) if number == 1 else Answered(**value)
        except (ValueError, KeyError, TypeError, RecursionError) as err:
            raise InputError(
                f"Line {number} of {name} is no answer of an evaluation: {err}. Remove it, or the file."
            ) from err


def _known(head: Any) -> dict[str, Any]:
    if not isinstance(head, dict) or not _HEAD <= head.keys() <= {each.name for each in fields(Run)}:
        raise ValueError("its first line does not say whose")
    return head


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
