"""One turn of the loop: train, watch, diagnose; if memorisation is raised, change the mixture and train again.

A small language model is trained from scratch on a mixture in which public problems recur, or in the honest arm do not.
At checkpoints it answers public and private problems, and `physfm.evaluation.goodhart` watches whether the two scores
part. Then `benchmarks.tiny.looks` diagnoses; if memorisation is raised, recurring problems leave the mixture and a
model is trained anew, with the same weights at the start and as many steps. Both are asked problems that nobody saw.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from typing import Any

from benchmarks import tiny
from experiments.goodhart.config import Config, Setting
from physfm.evaluation.goodhart import Checkpoint, Watch, watch
from physfm.evaluation.item import Item
from physfm.evaluation.problems import fresh, private, public
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.runner import run

Record = dict[str, Any]
"""Of one training: ``series`` of [step, [right, asked] public, the same private], ``alarm`` (number of the look, or
none), ``reason`` of the watch, ``raised`` and ``diagnosis``, accuracies ``public`` (last look) and ``fresh``."""


def turn(config: Config, setting: Setting, seed: int, share: float) -> dict[str, Record | None]:
    """Train ``before``, and ``after`` the diagnosis if that found what could be changed."""
    task = tiny.task(config.family)
    secret = private(secrets.token_hex())
    unseen = list(task.items(fresh(), setting.steps * tiny.BATCH))
    before = trained(config, setting, unseen, share, seed, secret)
    changed = bool(before["raised"]) and share > 0
    return {"before": before, "after": trained(config, setting, unseen, 0.0, seed, secret) if changed else None}


def trained(config: Config, setting: Setting, unseen: Sequence[Item], share: float, seed: int, secret: Split) -> Record:
    """Train on a mixture, watch, diagnose, and ask fresh problems."""
    task, chance = tiny.task(config.family), random.Random(f"{seed}/{share}")
    words = tiny.vocabulary(task, config.words)
    marks = [round(setting.steps * (n + 1) / config.looks) for n in range(config.looks)]
    items = tiny.diet(share, chance, setting.steps, unseen, task, config.public)
    start = tiny.untrained(words, seed, f"tiny-{seed}-{share:.2f}", config.width, config.layers).to(config.device)
    series = []
    for step, language in tiny.train(start, items, setting.steps, marks):
        asked = tiny.respondent(language, language.name)
        pair = run(task, asked, config.public, public()), run(task, asked, config.asked, secret)
        series.append((float(step), *pair))
    watched = watch(series)
    diagnosis = tiny.looks(start, start.name, task, config.public)
    last = run(task, tiny.respondent(start, start.name), config.asked, fresh())
    return {
        "series": [[each.step, list(each.public), list(each.private)] for each in watched.checkpoints],
        "alarm": watched.alarm,
        "reason": watched.reason,
        "raised": diagnosis.raised,
        "diagnosis": str(diagnosis),
        "public": series[-1][1].accuracy,
        "fresh": last.accuracy,
    }


def rewatched(record: Record) -> Watch:
    """The watch of a record, which its series gives again."""
    return watch(Checkpoint(step, tuple(one), tuple(other)) for step, one, other in record["series"])
