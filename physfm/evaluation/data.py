"""Questions about physics data: for every encoder a task on files of its own simulator, and one for each other world.

The file is generated for the split, read by the encoder's own reader, and each item is asked a question of the
encoder's closed list as a choice; truth is what the simulator put in. In another world (entry point ``physfm.worlds``)
a coupling, a viscosity or a noise curve is different, and the question says so: encoder and language model are asked
together whether they see what is there or what is usual.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import Any

from physfm import discovery
from physfm.encoder import Encoder
from physfm.errors import InputError
from physfm.evaluation.item import LETTERS, Item
from physfm.evaluation.problems.splits import Split

PREFIX = "data-"
GROUP = "physfm.worlds"
VERSION = 1


def names() -> dict[str, str]:
    """Tasks about data with their titles: ``data-NAME``, ``data-NAME-WORLD``; imports no encoder."""
    found = {f"{PREFIX}{name}": f"questions about data of the encoder {name}" for name in discovery.names()}
    for point in _points():
        for world, statement, *_ in _worlds(point.name):
            found[f"{PREFIX}{point.name}-{world}"] = statement
    return found


def items(task: str, split: Split, n: int) -> Iterator[Item]:
    """Yield ``n`` items of a task.

    Raises
    ------
    InputError
        If there is no such task.
    """
    name, _, world = task.removeprefix(PREFIX).partition("-")
    encoder = discovery.load(name)
    kind, statement, options = encoder.kinds()[0].name, "", {}
    if world:
        found = {w: (s, k, o) for w, s, k, o in _worlds(name)}
        if world not in found:
            raise InputError(f"No world {world!r} of {name!r}. Known: {', '.join(found)}.")
        statement, kind, chosen = found[world]
        options = dict(chosen)
    chance = split.chance(task, n)
    # Answers name the file that they are about: it must not name the seed, from which it could be made again.
    called = f"{kind}-{n}-{split.veiled(task, str(n))[:8]}"
    path = _file(encoder, kind, called, n, chance.randrange(2**31), tuple(sorted(options.items())))
    listed = encoder.questions()
    for place, sample in enumerate(islice(encoder.read([path]), n)):
        asked = [q for q in encoder.describe(sample).questions if q.kind in listed and len(listed[q.kind][1]) > 1]
        question = asked[place % len(asked)]
        text, answers = listed[question.kind]
        choices = tuple(chance.sample(answers, len(answers)))
        yield Item(
            id=f"{task}/{split.name}-{split.digest}/{n}/{place}",
            question=" ".join(filter(None, (statement, text))),
            form="choice",
            gold=LETTERS[choices.index(question.answer)],
            choices=choices,
            tags={
                "encoder": name,
                "world": world or "ours",
                "kind": question.kind,
                "split": split.name,
                "item": sample.id,
            },
            data=(str(path),),
        )


def _points() -> list[Any]:
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


@cache
def _worlds(name: str) -> tuple[tuple[str, str, str, Mapping[str, Any]], ...]:
    points = [point for point in _points() if point.name == name]
    return tuple(points[0].load()) if points else ()


@cache
def _file(
    encoder: type[Encoder], kind: str, called: str, n: int, seed: int, options: tuple[tuple[str, Any], ...]
) -> Path:
    """A generated file; it lives as long as the process."""
    path = _folder() / f"{called}{encoder.suffixes[0]}"
    generate = next(k for k in encoder.kinds() if k.name == kind).generate
    generate(path, items=n, seed=seed, **dict(options))
    return path


@cache
def _folder() -> Path:
    """A folder that goes with the process; those of processes that were killed are taken away first."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if (lock := _locked(left / _LOCK)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (folder / "new").touch()
    _locked(folder / "new")  # held until the process ends, however it ends
    (folder / "new").rename(folder / _LOCK)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_PREFIX, _LOCK = "physfm-evaluation-", ".lock"


def _locked(path: Path) -> int | None:
    """A lock, held; None if somebody else holds it, or there is none."""
    try:
        lock = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
