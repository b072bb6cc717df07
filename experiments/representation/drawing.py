"""The figure, scores against training operations with a panel for each task and score, and the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.representation.evidence import SCORES, Curves
from experiments.representation.representations import CONTROLS, NAMES
from physfm.checkpoint import write_atomically
from physfm.statistics import over_seeds

COLOURS = {
    "text": "#d55e00",
    "discrete": "#e69f00",
    "continuous": "#000000",
    "graph": "#0072b2",
    "field": "#009e73",
    "continuous of text": "#d55e00",
    "continuous of bins": "#e69f00",
}  # distinct for colour-blind readers
TITLES = {"auc": "AUC", "r2": "R$^2$"}


def figure(curves: Curves, baselines: Mapping[str, Mapping[str, Any]], flops: float, path: Path) -> None:
    """Draw the mean over seeds with its 95 % interval; controls dotted; lines for baseline and budget."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter

    tasks = list(dict.fromkeys(task for task, _ in curves))
    drawn = Figure(figsize=(4.4 * len(tasks), 7.2))
    axes = drawn.subplots(len(SCORES), len(tasks), squeeze=False)
    for row, score in enumerate(SCORES):
        for column, task in enumerate(tasks):
            ax = axes[row][column]
            for name in (*NAMES, *CONTROLS):
                _curve(ax, curves.get((task, name), ()), score, name)
            value = baselines[task]["summaries"][score]["value"]
            if value is not None and np.isfinite(value):
                ax.axhline(value, color="grey", linestyle="--", linewidth=1, label="linear, on summaries")
            ax.axvline(flops, color="grey", linewidth=0.7)
            ax.set(xscale="log", xlabel="training operations (FLOP)", ylabel=TITLES[score], title=task)
            ax.xaxis.set_minor_formatter(NullFormatter())
            ax.set_ylim(bottom=0.45 if score == "auc" else -0.1, top=1.01)
    drawn.subplots_adjust(bottom=0.16, hspace=0.38, wspace=0.25)
    drawn.legend(*axes[0][0].get_legend_handles_labels(), loc="lower center", ncols=4, fontsize=9)
    write_atomically(path, lambda p: drawn.savefig(p, dpi=130, bbox_inches="tight"))


def _curve(ax: Any, seeds: Sequence[Sequence[dict[str, float]]], score: str, name: str) -> None:
    if not seeds or any(point[score] is None for points in seeds for point in points):
        return
    at = [point["flops"] for point in seeds[0]]
    found = [over_seeds([points[k][score] for points in seeds]) for k in range(len(at))]
    style = ":" if name in CONTROLS else "o-"
    ax.plot(at, [f.value for f in found], style, color=COLOURS[name], label=name, markersize=4, linewidth=1.4)
    if name in NAMES and np.isfinite(found[0].low):
        ax.fill_between(
            at, [f.low for f in found], [f.high for f in found], color=COLOURS[name], alpha=0.13, linewidth=0
        )


def tables(results: Mapping[str, Any], out: Path) -> None:
    """Write ``table.md``: costs, scores, differences to continuous (bold where claimed), controls."""
    lines = ["| task | representation | tokens | MFLOP an item | items at equal compute | parameters | rate |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for cost in results["costs"]:
        cells = [str(cost["tokens"]), f"{cost['flops_an_item'] / 1e6:.2f}", f"{cost['items_within_budget']:,}"]
        cells += [f"{cost['parameters']:,}", f"{cost['rate']:g}"]
        lines.append(f"| {cost['task']} | {cost['representation']} | " + " | ".join(cells) + " |")
    scores = {_key(e): e["value"] for e in results["scores"]}
    against = {_key(e): e for e in results["comparisons"]}
    readings = list(dict.fromkeys((e["reading"], e["score"]) for e in results["scores"]))
    heads = [f"{score}, {reading} | minus continuous" for reading, score in readings]
    lines += ["", "| task | representation | " + " | ".join(heads) + " |", "| --- | --- |" + " --- |" * 2 * len(heads)]
    for task, name in dict.fromkeys((e["task"], e["representation"]) for e in results["scores"]):
        cells = []
        for reading in readings:
            value, entry = scores.get((task, name, *reading)), against.get((task, name, *reading))
            cells.append(written(value) if value else "")
            said = written(entry["minus_continuous"], "+") if entry else ""
            cells.append(f"**{said}**" if entry and entry["claim"] else said)
        lines.append(f"| {task} | {name} | " + " | ".join(cells) + " |")
    for task, found in results["baselines"].items():
        for name, values in found.items():
            said = ", ".join(f"{score} {written(values[score])}" for score in SCORES)
            lines += ["", f"{task}, linear on {name}: {said}."]
    lines += ["", "| task | control | reading | score | lost by rounding | of the form alone |", "| --- " * 6 + "|"]
    for e in results["parts"]:
        both = " | ".join(written(e[part], "+") for part in ("lost by rounding", "of the form alone"))
        lines.append(f"| {e['task']} | {e['representation']} | {e['reading']} | {e['score']} | {both} |")
    (out / "table.md").write_text("\n".join(lines) + "\n")


def _key(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return entry["task"], entry["representation"], entry["reading"], entry["score"]


def written(value: Mapping[str, float | None], sign: str = "") -> str:
    """``0.912 [0.901, 0.923]``; without brackets where it has no width, a dash where it cannot be said."""
    middle, low, high = (value[k] for k in ("value", "low", "high"))
    if middle is None or not np.isfinite(middle):
        return "-"
    if low is None or high is None or not np.isfinite(low):
        return f"{middle:{sign}.3f}"
    return f"{middle:{sign}.3f} [{low:{sign}.3f}, {high:{sign}.3f}]"
