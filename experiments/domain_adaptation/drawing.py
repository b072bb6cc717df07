"""Two figures, what each arm gains and loses in bits and in right answers, and the table behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.domain_adaptation.summary import CHOICES

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # distinct for colour-blind readers


def draw(arms: Mapping[str, Any], out: Path) -> list[str]:
    """Write ``bits.png`` and ``answers.png``; return their names."""
    first = next(iter(arms.values()))
    bits = [name for name in first if name not in CHOICES]
    answers = [name for name in first if name in CHOICES]
    _differences(arms, bits, "bits per byte, arm minus base (less is better)", out / "bits.png")
    _differences(arms, answers, "share of right answers, arm minus base (more is better)", out / "answers.png")
    return ["bits.png", "answers.png"]


def table(arms: Mapping[str, Any], out: Path) -> str:
    """Write ``table.md``, the base and each arm's difference to it; return its name."""
    first = next(iter(arms.values()))
    lines = ["| (documents or items) | base | " + " | ".join(f"{arm} - base" for arm in arms) + " |"]
    lines.append("| --- | --- |" + " --- |" * len(arms))
    for name, found in first.items():
        cells = [f"{name} ({found['n']})", _written(found["base"], "")]
        cells += [_written(measured[name]["minus_base"], "+") for measured in arms.values()]
        lines.append("| " + " | ".join(cells) + " |")
    (out / "table.md").write_text("\n".join(lines) + "\n")
    return "table.md"


def _written(found: Mapping[str, float], sign: str) -> str:
    value, low, high = (f"{round(found[key], 3) + 0.0:{sign}.3f}" for key in ("value", "low", "high"))
    text = f"{value} [{low}, {high}]"
    apart = sign and (found["low"] > 0 or found["high"] < 0)
    return f"**{text}**" if apart else text


def _differences(arms: Mapping[str, Any], names: Sequence[str], title: str, path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 0.8 + 0.42 * len(names)), layout="constrained")
    axes = figure.add_subplot()
    axes.axvline(0.0, color="0.4", linewidth=1)
    for place, (arm, measured) in enumerate(arms.items()):
        shift = (place - (len(arms) - 1) / 2) * 0.22
        found = [measured[name]["minus_base"] for name in names]
        values = [each["value"] for each in found]
        errors = [[e["value"] - e["low"] for e in found], [e["high"] - e["value"] for e in found]]
        axes.errorbar(
            values,
            [row + shift for row in range(len(names))],
            xerr=errors,
            fmt="o",
            markersize=4,
            capsize=2,
            color=COLOURS[place % len(COLOURS)],
            label=arm,
        )
    axes.set_yticks(range(len(names)), [f"{name} ({next(iter(arms.values()))[name]['n']})" for name in names])
    axes.invert_yaxis()
    axes.set_xlabel(title)
    axes.legend(fontsize="small")
    figure.savefig(path, dpi=120)
