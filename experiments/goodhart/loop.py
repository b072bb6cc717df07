"""The loop of evaluation and data: ask, diagnose, change the data mixture, train again, ask fresh problems.

    python -m experiments.goodhart.loop [--smoke] [--seeds N] [--steps N] [--recurring SHARE] [--out FOLDER]

For each seed a small language model is trained from scratch on a mixture in which public problems recur (or, in the
honest arm, do not). At checkpoints it answers public and private problems, and `physfm.evaluation.goodhart` watches
whether the two scores part. Then `benchmarks.tiny.looks` diagnoses; if memorisation is raised, recurring problems leave
the mixture and a model is trained anew, with the same weights at the start and as many steps. Both models are asked
problems that nobody has seen.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import tiny
from benchmarks.report import hardware, log
from physfm.checkout import commit
from physfm.evaluation.failures import Signature
from physfm.evaluation.goodhart import Watch, figure, watch
from physfm.evaluation.item import Item
from physfm.evaluation.problems import fresh, private, public
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.runner import run
from physfm.statistics import over_seeds, wilson

RECURRING = 0.6
"""Share of the places that public problems take in the contaminated mixture at the start, if not said otherwise."""


@dataclass(frozen=True)
class Size:
    """How much is done.

    Parameters
    ----------
    seeds, steps, looks
        Seeds, steps of each training, checkpoints at which it is watched.
    asked
        Private problems at a checkpoint, and fresh ones at the end.
    """

    seeds: int = 4
    steps: int = 200
    looks: int = 4
    asked: int = 128


SMOKE = Size(seeds=1, steps=30, looks=2, asked=32)


@dataclass(frozen=True)
class Trained:
    """A training with all that was found."""

    watched: Watch
    diagnosis: Signature
    fresh: float
    """Accuracy on problems that nobody has seen."""
    public: float
    """Accuracy on the public problems at the end."""


def train(words: Any, unseen: Sequence[Item], share: float, seed: int, size: Size, secret: Split) -> Trained:
    """Train on a mixture, watch, diagnose, and ask fresh problems."""
    chance = random.Random(f"{seed}/{share}")
    marks = [round(size.steps * (n + 1) / size.looks) for n in range(size.looks)]
    series, language, name = [], None, f"tiny-{seed}-{share:.2f}"
    items = tiny.diet(share, chance, size.steps, unseen)
    for step, language in tiny.train(words, items, size.steps, seed, name, checkpoints=marks):
        asked = tiny.respondent(language, name)
        pair = run(tiny.TASK, asked, tiny.PUBLIC, public()), run(tiny.TASK, asked, size.asked, secret)
        series.append((float(step), *pair))
    assert language is not None
    last = run(tiny.TASK, tiny.respondent(language, name), size.asked, fresh())
    return Trained(watch(series), tiny.looks(language, name), last.accuracy, series[-1][1].accuracy)


def loop(size: Size, out: Path, recurring: float = RECURRING) -> dict[str, Any]:
    """Run all seeds and both arms; write and return what was found."""
    words, rows = tiny.vocabulary(), []
    for seed in range(size.seeds):
        for arm, share in (("contaminated", recurring), ("honest", 0.0)):
            secret, unseen = private(secrets.token_hex()), list(tiny.TASK.items(fresh(), size.steps * tiny.BATCH))
            before = train(words, unseen, share, seed, size, secret)
            row = {"seed": seed, "arm": arm, "share": share, **_told("before", before)}
            log(f"seed {seed}, {arm}: {before.watched.reason} {before.diagnosis} fresh {before.fresh:.2f}")
            if before.diagnosis.raised and share:
                after = train(words, unseen, 0.0, seed, size, secret)
                row |= _told("after", after)
                log(f"seed {seed}, {arm}, recurring problems removed: {after.watched.reason} fresh {after.fresh:.2f}")
                if seed == 0:
                    _draw(before.watched, after.watched, out)
            rows.append(row)
    summary = summarise(rows)
    report = {
        "size": asdict(size),
        "recurring": recurring,
        "summary": summary,
        "rows": rows,
        "commit": commit(),
        "hardware": hardware(),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "result.json").write_text(json.dumps(report, indent=1, default=float) + "\n", encoding="utf-8")
    return report


def _told(when: str, found: Trained) -> dict[str, Any]:
    return {
        f"{when}_public": found.public,
        f"{when}_fresh": found.fresh,
        f"{when}_alarm": found.watched.alarm,
        f"{when}_raised": found.diagnosis.raised,
        f"{when}_reason": found.diagnosis.reason,
    }


def _draw(before: Watch, after: Watch, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    figure(before, "public problems recur").savefig(out / "before.png", dpi=120)
    figure(after, "after the diagnosis: none recurs").savefig(out / "after.png", dpi=120)


def summarise(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Means over seeds with 95 % t intervals; rates with Wilson intervals."""
    found: dict[str, Any] = {}
    for arm in ("contaminated", "honest"):
        own = [row for row in rows if row["arm"] == arm]
        for name in ("before_public", "before_fresh"):
            found[f"{arm}: {name}"] = _over([row[name] for row in own])
        for name in ("raised", "alarm"):
            hits = sum(row[f"before_{name}"] is not (None if name == "alarm" else False) for row in own)
            found[f"{arm}: {name}"] = wilson(hits, len(own)).as_dict()
    changed = [row for row in rows if "after_fresh" in row]
    if changed:
        gains = [row["after_fresh"] - row["before_fresh"] for row in changed]
        found["contaminated: after_fresh"] = _over([row["after_fresh"] for row in changed])
        found["gain on fresh problems"] = _over(gains)
    return found


def _over(values: list[float]) -> dict[str, float | None]:
    """Mean with its interval; no interval for one seed."""
    return {name: x if math.isfinite(x) else None for name, x in over_seeds(values).as_dict().items()}


def main() -> None:
    """Read the command line, run, print the summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="one seed and thirty steps: does it run at all")
    parser.add_argument("--seeds", type=int, default=None)
    parser.add_argument("--steps", type=int, default=None, help="of each training (default: 200)")
    parser.add_argument("--recurring", type=float, default=RECURRING, metavar="SHARE")
    parser.add_argument("--out", type=Path, default=Path("runs/goodhart"))
    options = parser.parse_args()
    size = SMOKE if options.smoke else Size()
    given = {name: value for name in ("seeds", "steps") if (value := getattr(options, name))}
    size = replace(size, **given)
    print(json.dumps(loop(size, options.out, options.recurring)["summary"], indent=1))


if __name__ == "__main__":
    main()
