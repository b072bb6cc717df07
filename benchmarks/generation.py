"""How many problems there are, how fast they are made, and whether each is consistent with itself.

Plain number problems of the public split, index after index, every family in turn: distinct questions are counted by a
64-bit hash (a million of them collide with probability 3e-8), problems a second of one process are counted for every
kind of question. A sample of all kinds is graded against its own gold, and every value is computed again from the
formula by `physfm.symbolic.evaluate`. That the physics is right is not asked here: the tests solve each family again
by another route, a thousand draws of each (``pytest -m slow tests/evaluation/test_families.py``).
"""

from __future__ import annotations

import argparse
import hashlib
import time
from typing import Any

from benchmarks.report import Report, Row, exactly, log
from physfm.evaluation.grading import grade
from physfm.evaluation.item import LETTERS
from physfm.evaluation.problems import families, generate, public
from physfm.statistics import Interval, wilson

SEED = 1
KINDS: dict[str, dict[str, Any]] = {
    "numbers": {},
    "choices": {"form": "choice"},
    "formulas": {"form": "expression"},
    "all kinds": {"level": "all", "variant": "all", "form": "all"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--problems", type=int, default=None, help="to count (default 1,300,000; quick 60,000)")


def run(options: argparse.Namespace) -> Report:
    count = options.problems or (60_000 if options.quick else 1_300_000)
    split = public(SEED)
    for how in KINDS.values():  # families read, laws and templates prepared
        list(generate(split, n=len(families()) * 4, **how))
    metrics: dict[str, Interval] = {"families": exactly(len(families()))}
    for name, how in KINDS.items():
        start, n = time.process_time(), 20_000 if not options.quick else 4_000
        for _ in generate(split, n=n, start=10_000_000, **how):
            pass
        metrics[f"{name} a second"] = exactly(n / (time.process_time() - start))
        log(f"{name}: {metrics[f'{name} a second'].value:.0f} a second")
    seen: set[bytes] = set()
    for place, item in enumerate(generate(split, n=count)):
        seen.add(hashlib.blake2b(item.question.encode(), digest_size=8).digest())
        if place % 250_000 == 0:
            log(f"{place} made, {len(seen)} distinct")
    metrics["distinct"] = exactly(len(seen))
    metrics["share distinct"] = wilson(len(seen), count)
    sample = 2_000 if not options.quick else 400
    right = [
        item.gold in LETTERS[: len(item.choices)]
        if item.choices
        else grade(item.gold, item.gold, assumptions=item.assumptions or None).correct
        for item in generate(split, n=sample, start=20_000_000, level=("what", "what-if"), variant="all", form="all")
    ]
    metrics["gold accepted by the grader"] = wilson(sum(right), len(right))
    bar = {"numbers a second": exactly(2000), "distinct": exactly(1e6)}
    return Report(
        name="generation",
        rows=[Row("physfm.evaluation.problems", "ours", metrics), Row("bar of the issue", "limit", bar)],
        headline="physfm.evaluation.problems",
        ratio={name: metrics[name].value / value.value for name, value in bar.items()},
        target=dict.fromkeys(bar, 1.0),
        seeds=[SEED],
        protocol=f"{count} plain number problems counted; rates by processor time of one process, after warming up.",
    )
