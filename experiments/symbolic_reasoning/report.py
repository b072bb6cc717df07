"""From records to the table and the figure: every number with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from experiments.symbolic_reasoning.problem import TASK
from physfm.statistics import Interval, holm, over_seeds, paired, wilson

ARMS = ("language model", "+ trees", "+ tools", "both")
TASKS = tuple(dict.fromkeys(TASK.values()))
COMPARED = (("+ trees", ARMS[0]), ("+ tools", ARMS[0]), ("both", ARMS[0]), ("both", "+ tools"))
Rows = Sequence[Sequence[Any]]
"""Family, steps, right, lines, right lines, samples."""


def tables(arms: Mapping[str, Sequence[Rows]]) -> dict[str, Any]:
    """Summarise.

    Parameters
    ----------
    arms
        By name, the rows of every seed.
    """
    return {
        "accuracy": {name: {task: _accuracy(seeds, task) for task in TASKS} for name, seeds in arms.items()},
        "by_steps": {name: {task: _by_steps(seeds, task) for task in TASKS} for name, seeds in arms.items()},
        "right_lines": {name: {task: _right_lines(seeds, task) for task in TASKS} for name, seeds in arms.items()},
        "by_family": {name: _by_family(seeds) for name, seeds in arms.items()},
        "comparisons": _comparisons(arms),
    }


def _of(rows: Rows, task: str) -> list[Sequence[Any]]:
    return [row for row in rows if TASK[row[0]] == task]


def _accuracy(seeds: Sequence[Rows], task: str) -> Any:
    """Mean over seeds with its interval; of a single set of items, Wilson's."""
    shares = [[row[2] for row in _of(rows, task)] for rows in seeds]
    if len(shares) == 1:
        return wilson(sum(shares[0]), len(shares[0])) if shares[0] else None
    return over_seeds([np.mean(each) for each in shares])


def _by_steps(seeds: Sequence[Rows], task: str) -> dict[int, Any]:
    cells: dict[int, list[int]] = {}
    for rows in seeds:
        for row in _of(rows, task):
            cells.setdefault(row[1], []).append(row[2])
    return {k: wilson(sum(cell), len(cell)) for k, cell in sorted(cells.items())}


def _by_family(seeds: Sequence[Rows]) -> dict[str, Any]:
    cells: dict[str, list[int]] = {}
    for rows in seeds:
        for row in rows:
            cells.setdefault(row[0], []).append(row[2])
    return {family: wilson(sum(cell), len(cell)) for family, cell in sorted(cells.items())}


def _right_lines(seeds: Sequence[Rows], task: str) -> Any:
    """Share of the written lines that are right, pooled within a seed."""
    shares = []
    for rows in seeds:
        some = _of(rows, task)
        if lines := sum(row[3] for row in some):
            shares.append(sum(row[4] for row in some) / lines)
    return over_seeds(shares) if shares else None


def _comparisons(arms: Mapping[str, Sequence[Rows]]) -> list[dict[str, Any]]:
    """Pairs of arms on the same items, pooled over seeds; p by McNemar, adjusted by Holm over all of them."""
    found: list[dict[str, Any]] = []
    for first, second in COMPARED:
        if first not in arms or second not in arms or len(arms[first]) != len(arms[second]):
            continue
        for task in TASKS:
            one, two = ([[row[2] for row in _of(rows, task)] for rows in arms[arm]] for arm in (first, second))
            result = paired([*chain(*one)], [*chain(*two)])
            found.append(
                {
                    "first": first,
                    "second": second,
                    "task": task,
                    "difference": result.difference,
                    "over_seeds": over_seeds([float(np.mean(a) - np.mean(b)) for a, b in zip(one, two, strict=True)]),
                    "each_seed": [float(np.mean(a) - np.mean(b)) for a, b in zip(one, two, strict=True)],
                    "p": result.p,
                }
            )
    for entry, adjusted in zip(found, holm([entry["p"] for entry in found]), strict=True):
        entry["p_holm"] = adjusted
    return found


def markdown(results: Mapping[str, Any]) -> str:
    """Write the tables of the README."""
    steps = sorted({k for tasks in results["by_steps"].values() for cells in tasks.values() for k in cells})
    lines = []
    for task in TASKS:
        lines += [f"| {task} | all | {' | '.join(map(str, steps))} | right lines |", "| --- " * (len(steps) + 3) + "|"]
        for arm, tasks in results["by_steps"].items():
            cells = [_shown(tasks[task].get(k)) for k in steps]
            whole, written = results["accuracy"][arm][task], results["right_lines"][arm][task]
            lines.append(f"| {arm} | {_shown(whole)} | {' | '.join(cells)} | {_shown(written)} |")
        lines.append("")
    lines += ["| pair | task | difference | each seed | adjusted p |", "| --- | --- | --- | --- | --- |"]
    for entry in results["comparisons"]:
        each = ", ".join(f"{value:+.2f}" for value in entry["each_seed"])
        pair = f"{entry['first']} minus {entry['second']}"
        lines.append(f"| {pair} | {entry['task']} | {_shown(entry['difference'])} | {each} | {entry['p_holm']:.1e} |")
    return "\n".join(lines) + "\n"


def _shown(found: Interval | None) -> str:
    if found is None:
        return ""
    bounds = f" [{found.low:.2f}, {found.high:.2f}]" if np.isfinite(found.low) else ""
    return f"{found.value:.2f}{bounds}"


def figure(by_steps: Mapping[str, Mapping[str, Mapping[int, Any]]], file: Path) -> None:
    """Draw accuracy against the number of steps, a panel a task, with Wilson intervals."""
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(9.5, 3.8), layout="constrained")
    panels = drawn.subplots(1, len(TASKS), sharey=True)
    for panel, task in zip(np.atleast_1d(panels), TASKS, strict=True):
        for index, (arm, tasks) in enumerate(by_steps.items()):
            cells = tasks[task]
            if not cells or max(c.high - c.low for c in cells.values()) > 0.5:
                continue  # two problems a point stand in the table; here they would hide the rest
            x = np.array(list(cells), float) + 0.06 * (index - 2)
            value, low, high = np.array([[c.value, c.low, c.high] for c in cells.values()]).T
            style = {"fmt": "o-", "lw": 1.6} if arm in ARMS else {"fmt": "s:", "lw": 1.0, "alpha": 0.7}
            panel.errorbar(x, value, [value - low, high - value], label=arm, capsize=2, ms=4, **style)
        panel.set(title=task, xlabel="steps", ylim=(-0.04, 1.04))
        panel.grid(alpha=0.3)
    np.atleast_1d(panels)[0].set_ylabel("right answers, 95 % intervals")
    np.atleast_1d(panels)[-1].legend(fontsize=7, loc="center left", bbox_to_anchor=(1.0, 0.5))
    drawn.savefig(file, dpi=130)
