"""Accuracy by condition and diet, the matrix of principles and contexts, and the tables behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.out_of_distribution.scenes import CONTEXTS, PRINCIPLES

COLOURS = ("#999999", "#56b4e9", "#0072b2", "#d55e00", "#cc79a7", "#009e73")  # distinct for colour-blind readers
TITLES = {
    "same": "as taught",
    "words": "other wording",
    "crossed": "principle in the\nother's context",
    "held": "the same, of\nheld principles",
    "chain": "two steps,\nas taught",
    "moved": "two steps in the\nother's context",
    "both": "two steps, one of\neach domain",
    "altered": "another law",
}


def conditions(accuracy: Mapping[str, Any], guess: Mapping[str, float], path: Path) -> None:
    """Draw accuracy over conditions, a colour for each diet; grey lines are what a guess gets."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.6), layout="constrained")
    axes = figure.add_subplot()
    names = list(guess)
    for place, name in enumerate(names):
        label = "best guess from the factor alone" if not place else "_"
        axes.hlines(guess[name], place - 0.42, place + 0.42, color="0.4", linestyle=":", label=label)
    for n, (diet, colour) in enumerate(zip(accuracy, COLOURS, strict=False)):
        at = np.arange(len(names)) + (n - (len(accuracy) - 1) / 2) * 0.13
        found = [accuracy[diet][name]["over_seeds"] for name in names]
        value = np.array([each.value for each in found])
        low, high = (np.array([getattr(each, end) for each in found]) for end in ("low", "high"))
        error = np.nan_to_num(np.array([value - low, high - value]))
        axes.errorbar(at, value, yerr=error, fmt="o", markersize=4, capsize=2, color=colour, label=diet)
    axes.set_xticks(range(len(names)), [TITLES[name] for name in names], fontsize="small")
    axes.set_ylabel("share of right answers")
    axes.set_ylim(-0.05, 1.08)
    figure.legend(fontsize="small", ncols=4, loc="outside upper center")
    figure.savefig(path, dpi=120)


def matrices(home: Mapping[str, Any], crossed: Mapping[str, Any], path: Path) -> None:
    """Draw principles by contexts: trained cells on the left, the same cells where they were held out on the right."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    figure = Figure(figsize=(9.5, 4), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    for axes, cells, title in zip(panels, (home, crossed), ("trained on", "held out (hatched)"), strict=True):
        table = np.full((len(PRINCIPLES), len(CONTEXTS)), np.nan)
        for row, principle in enumerate(PRINCIPLES):
            for column, context in enumerate(CONTEXTS):
                found = cells.get(f"{principle}/{context}")
                if found is None:
                    axes.text(column, row, "never", ha="center", va="center", fontsize="small")
                    continue
                table[row, column] = found["right"]
                text = f"{found['right']:.2f}\n({found['n']})"
                box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5}
                axes.text(column, row, text, ha="center", va="center", fontsize="small", zorder=3, bbox=box)
                if cells is crossed:
                    corner = (column - 0.5, row - 0.5)
                    axes.add_patch(Rectangle(corner, 1, 1, fill=False, hatch="//", edgecolor="white", linewidth=0))
        axes.imshow(table, vmin=0, vmax=1, cmap="YlGn", aspect="auto")
        axes.set_xticks(range(len(CONTEXTS)), list(CONTEXTS), rotation=20, fontsize="small")
        axes.set_yticks(range(len(PRINCIPLES)), list(PRINCIPLES), fontsize="small")
        axes.set_title(title, fontsize="medium")
    scale = ScalarMappable(Normalize(0, 1), "YlGn")
    figure.colorbar(scale, ax=list(panels), label="share of right answers")
    figure.savefig(path, dpi=120)


def table(results: Mapping[str, Any]) -> str:
    """The results in Markdown."""
    accuracy, guess = results["accuracy"], results["guess"]
    parts = [
        "Share of right answers, mean over seeds [95 %, Student's t]; in brackets Wilson's 95 % over all items.\n",
        _rows(
            ["condition", *accuracy, "best guess"],
            [[name, *(_cell(accuracy[diet][name]) for diet in accuracy), f"{guess[name]:.2f}"] for name in guess],
        ),
        "\nComparisons (README), paired by seed; p adjusted by Holm.\n",
        _rows(
            ["comparison", "difference", "p, adjusted", "verdict"],
            [
                [name, _interval(each["difference"]), f"{each['p_adjusted']:.3g}", each["verdict"]]
                for name, each in results["comparisons"].items()
            ],
        ),
        "\nShift detector: trainings in which it was raised, and the mean loss of accuracy that it saw.\n",
        _rows(
            ["diet", *next(iter(results["shift"].values()))],
            [
                [diet, *(f"{e['raised']} of {e['of']}; {e['loss'].value:+.2f}" for e in each.values())]
                for diet, each in results["shift"].items()
            ],
        ),
        "\nArea under ROC (diet apart): surprise at the question and doubt of the answer, beyond what was taught over "
        "as taught; sureness of the answer, right over wrong.\n",
        _rows(["figure", "area"], [[name, _area(each)] for name, each in results["doubts"].items()]),
    ]
    if results["choosers"]:
        parts += [
            "\nLanguage models by information-scored choices of a private split.\n",
            _rows(
                ["model", "one domain", "crossed", "chance", "shift detector"],
                [
                    [
                        name,
                        _interval(each["single"]["accuracy"]),
                        _interval(each["crossed"]["accuracy"]),
                        f"{each['single']['chance']:.2f}, {each['crossed']['chance']:.2f}",
                        "raised" if each["shift"]["raised"] else "not raised",
                    ]
                    for name, each in results["choosers"].items()
                ],
            ),
        ]
    return "\n".join(parts) + "\n"


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(found: Mapping[str, Any]) -> str:
    items = found["over_items"]
    return f"{_interval(found['over_seeds'])} ({items.low:.2f}, {items.high:.2f})"


def _interval(found: Any) -> str:
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"


def _area(found: Mapping[str, float]) -> str:
    return f"{found['value']:.2f} [{found['low']:.2f}, {found['high']:.2f}], {found['seeds']} seeds"
