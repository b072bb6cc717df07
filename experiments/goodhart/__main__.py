"""Does evaluate, diagnose, change the mixture, train again give a better model, or a better score?

``python -m experiments.goodhart``; the README says what is asked and how it is judged.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from experiments.goodhart.config import Config
from experiments.goodhart.loop import rewatched, turn
from experiments.protocol import Study, command, plain
from physfm.evaluation.goodhart import figure
from physfm.statistics import over_seeds, wilson

CONTAMINATED, HONEST = "contaminated", "honest"
Turns = Sequence[Mapping[str, Any]]


def conduct(study: Study[Config]) -> dict[str, Any]:
    """Run all turns that the ledger does not hold, and summarise."""
    torch.set_num_threads(1)
    config, results, last = study.config, {}, []
    for name, setting in config.settings.items():
        arms: dict[str, list[dict[str, Any]]] = {CONTAMINATED: [], HONEST: []}
        for seed in setting.seeds:
            for arm, share in ((CONTAMINATED, setting.recurring), (HONEST, 0.0)):
                make = partial(turn, config, setting, seed, share)
                arms[arm].append(study.once(f"{name}/{seed}/{arm}", make))
        results[name] = plain(summarise(arms))
        last = arms[CONTAMINATED]
    _table(results, study.out)
    _draw(last[0], study.out)
    return results


def summarise(arms: Mapping[str, Turns]) -> dict[str, Any]:
    """Means over seeds with 95 % t intervals; rates with Wilson intervals."""
    found: dict[str, Any] = {}
    for arm, turns in arms.items():
        for what in ("public", "fresh"):
            found[f"{arm}: {what} accuracy"] = over_seeds([each["before"][what] for each in turns])
        alarms = sum(each["before"]["alarm"] is not None for each in turns)
        found[f"{arm}: alarm in training"] = wilson(alarms, len(turns))
        found[f"{arm}: memorisation raised"] = wilson(sum(each["before"]["raised"] for each in turns), len(turns))
    changed = [each for each in arms[CONTAMINATED] if each["after"]]
    if changed:
        found["fresh accuracy after the change"] = over_seeds([each["after"]["fresh"] for each in changed])
        gains = [each["after"]["fresh"] - each["before"]["fresh"] for each in changed]
        found["gain on fresh problems"] = over_seeds(gains)
    return found


def _table(results: Mapping[str, Mapping[str, Any]], out: Path) -> None:
    figures = list(dict.fromkeys(name for each in results.values() for name in each))
    lines = ["| figure | " + " | ".join(results) + " |", "| --- |" + " --- |" * len(results)]
    for name in figures:
        lines.append("| " + " | ".join([name, *(_written(each.get(name)) for each in results.values())]) + " |")
    (out / "table.md").write_text("\n".join(lines) + "\n")


def _written(found: Mapping[str, float | None] | None) -> str:
    if found is None:
        return ""
    ends = [found["low"], found["high"]]
    return f"{found['value']:.2f}" + ("" if None in ends else " [{:.2f}, {:.2f}]".format(*ends))


def _draw(shown: Mapping[str, Any], out: Path) -> None:
    figure(rewatched(shown["before"]), "public problems recur").savefig(out / "before.png", dpi=120)
    if shown["after"]:
        title = "after the diagnosis: none recurs"
        figure(rewatched(shown["after"]), title).savefig(out / "after.png", dpi=120)


if __name__ == "__main__":
    sys.exit(command("goodhart", Config, conduct))
