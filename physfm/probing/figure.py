"""The transfer matrix and the learning curves as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from physfm.checkpoint import write_atomically
from physfm.probing.transfer import HOME, RANDOM, SHUFFLED, TAUGHT, WEIGHTS

TITLES = {"probe": "linear probe, trunk and resampler frozen", "few_shot": "fine-tuning, mean over shares of labels"}


def heatmap(result: Mapping[str, Any], path: Path) -> None:
    """Draw the gain in AUC over random initialisation, sources down and targets across, intervals written in.

    A frame marks what beats every control after adjustment.
    """
    entries = result["matrix"]
    sources = list(dict.fromkeys(e["source"] for e in entries))
    targets = list(dict.fromkeys(e["target"] for e in entries))
    largest = 1.5 * max([0.01, *(abs(e["gain_over"]["random"]["value"]) for e in entries)])
    figure = Figure(figsize=(1.5 + 3.1 * len(targets) * len(TITLES) / 1.6, 1.6 + 0.75 * len(sources)))
    axes = figure.subplots(1, len(TITLES), squeeze=False)[0]
    for place, (score, title) in enumerate(TITLES.items()):
        here = {(e["source"], e["target"]): e for e in entries if e["score"] == score}
        table = np.array([[here[s, t]["gain_over"]["random"]["value"] for t in targets] for s in sources])
        ax = axes[place]
        image = ax.imshow(table, cmap="RdBu", vmin=-largest, vmax=largest, aspect="auto")
        for row, source in enumerate(sources):
            for column, target in enumerate(targets):
                entry = here[source, target]
                ax.text(column, row, _inside(entry), ha="center", va="center", fontsize=8)
                if entry["helps"]:
                    corner = (column - 0.47, row - 0.45)
                    ax.add_patch(Rectangle(corner, 0.94, 0.9, fill=False, linewidth=2))
        beside = {c["target"]: c for c in result["controls"] if c["row"] == RANDOM and c["score"] == score}
        ax.set_xticks(range(len(targets)), [f"{t}\n(random {beside[t]['value']['value']:.3f})" for t in targets])
        ax.set_yticks(range(len(sources)), sources)
        ax.set(title=title, xlabel="target", ylabel="" if place else "trunk pretrained on")
    figure.colorbar(image, ax=list(axes), label="AUC minus that of a random trunk", shrink=0.9)
    write_atomically(path, lambda p: figure.savefig(p, dpi=150, bbox_inches="tight"))


def _inside(entry: Mapping[str, Any]) -> str:
    gain = entry["gain_over"]["random"]
    if gain["low"] is None or not np.isfinite(gain["low"]):
        return f"{gain['value']:+.3f}"
    return f"{gain['value']:+.3f}\n[{gain['low']:+.3f}, {gain['high']:+.3f}]"


def curves(result: Mapping[str, Any], path: Path) -> None:
    """Draw AUC against the share of labels, one panel a target: sources in colour, controls in grey."""
    points = result["curves"]
    targets = list(dict.fromkeys(p["target"] for p in points))
    rows = list(dict.fromkeys(p["row"] for p in points))
    sources = list(dict.fromkeys(e["source"] for e in result["matrix"]))
    colours = {source: f"C{place}" for place, source in enumerate(sources)}
    figure = Figure(figsize=(4.6 * len(targets), 4.2))
    axes = figure.subplots(1, len(targets), squeeze=False)[0]
    plain = {RANDOM: "s-", HOME: "^--", HOME + TAUGHT: "v--"}
    for ax, target in zip(axes, targets, strict=True):
        for row in rows:
            here = [p for p in points if p["target"] == target and p["row"] == row]
            shares, values = [100 * p["share"] for p in here], [p["value"]["value"] for p in here]
            if row in colours:
                ax.plot(shares, values, "o-", color=colours[row], label=row, markersize=4)
            elif row in plain:
                ax.plot(shares, values, plain[row], color="black", label=row, markersize=5)
            elif row.endswith((SHUFFLED, WEIGHTS)):
                ax.plot(shares, values, ":" if row.endswith(SHUFFLED) else "--", color="grey", linewidth=0.9)
            spread = [(p["value"]["low"], p["value"]["high"]) for p in here]
            if row == RANDOM and all(low is not None for low, _ in spread):
                ax.fill_between(shares, *zip(*spread, strict=True), color="black", alpha=0.12, linewidth=0)
        ax.axhline(0.5, color="grey", linewidth=0.5)
        ax.set(xscale="log", xlabel="labels [%]", title=target, ylim=(0.45, 1.01))
    axes[0].set_ylabel("AUC on test items (mean over seeds)")
    axes[0].plot([], [], ":", color="grey", label="shuffled physics")
    axes[0].plot([], [], "--", color="grey", label="shuffled weights")
    figure.subplots_adjust(bottom=0.28)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="lower center", ncols=6, fontsize=8)
    write_atomically(path, lambda p: figure.savefig(p, dpi=150, bbox_inches="tight"))
