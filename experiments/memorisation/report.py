"""Two figures and the tables behind them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.memorisation.texts import CLEAN, PLANTED

Results = Mapping[str, Mapping[str, Any]]
"""By learner, as `experiments.memorisation.summary.summarise` gives it, in plain JSON."""
LEFT = ("right as planted", "extraction")
GAPS = ("gap: numbers", "gap: paraphrase", "gap: symbols", "gap: order", "gap: law", "own world")
AREAS = ("likelihood", "min-k%", "min-k%++", "likelihood over twin", "extraction", "gap: numbers", "n-grams")
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # for colour-blind readers


def table(results: Results, doses: Sequence[int], out: Path) -> str:
    """Write ``table.md``; return its name."""
    lines: list[str] = []
    for learner, found in results.items():
        lines += [f"## {learner} ({found['seeds']} seeds)", "", *_response(found, doses), "", *_areas(found, doses), ""]
        lines += [*_alarms(found, doses), ""]
    (out / "table.md").write_text("\n".join(lines))
    return "table.md"


def _head(first: str, doses: Sequence[int], *last: str) -> list[str]:
    cells = [first, *(f"k = {dose}" for dose in doses), *last]
    return ["| " + " | ".join(cells) + " |", "| --- |" + " --- |" * (len(cells) - 1)]


def _response(found: Mapping[str, Any], doses: Sequence[int]) -> list[str]:
    lines = ["Means of the scores over the problems of a dose, with 95 % t intervals over seeds.", ""]
    lines += _head("score", doses)
    for arm in (PLANTED, CLEAN):
        for name, by_dose in found["response"][arm].items():
            cells = [_written(by_dose[str(dose)]) for dose in doses]
            lines.append("| " + " | ".join([name if arm == PLANTED else f"{name}, clean twin", *cells]) + " |")
    return lines


def _areas(found: Mapping[str, Any], doses: Sequence[int]) -> list[str]:
    lines = ["Areas against problems that were never read; bold where seen by the rule of the protocol.", ""]
    lines += _head("detector", doses, "from k")
    for arm in (PLANTED, CLEAN):
        for name, by_dose in found["areas"][arm].items():
            cells = [_written(each["area"], bold=each["seen"]) for dose in doses for each in [by_dose[str(dose)]]]
            start = _start(found["from"][name]) if arm == PLANTED else ""
            lines.append("| " + " | ".join([name if arm == PLANTED else f"{name}, clean twin", *cells, start]) + " |")
    return lines


def _alarms(found: Mapping[str, Any], doses: Sequence[int]) -> list[str]:
    lines = [
        f"Alarms as a user has them, in how many of {found['seeds']} seeds; false alarms with Wilson intervals.",
        "",
    ]
    lines += _head("signature", doses, "all seeds from k", "false at k = 0", "false in clean twins")
    for name, by_dose in found["alarms"][PLANTED].items():
        false = found["false_alarms"][name]
        cells = [str(by_dose[str(dose)]) for dose in doses] + [_start(found["alarm_from"][name])]
        cells += [f"{_written(false[where]['share'])} of {false[where]['n']}" for where in ("dose 0", "clean twin")]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    return lines


def _start(dose: int | None) -> str:
    return "not seen" if dose is None else str(dose)


def _written(found: Mapping[str, float | None] | None, bold: bool = False) -> str:
    if found is None or found["value"] is None:
        return ""
    text = f"{found['value']:.2f}"
    if found["low"] is not None and found["high"] is not None:
        text += f" [{found['low']:.2f}, {found['high']:.2f}]"
    return f"**{text}**" if bold else text


def draw(results: Results, doses: Sequence[int], out: Path) -> list[str]:
    """Write ``response.png`` and ``areas.png``; return their names."""
    from matplotlib.figure import Figure

    places = [0.5 if dose == 0 else float(dose) for dose in doses]  # a logarithm has no 0
    response = Figure(figsize=(10, 3.6 * len(results)), layout="constrained")
    panels = response.subplots(len(results), 2, squeeze=False, sharex=True)
    area = Figure(figsize=(5.2 * len(results), 4.4), layout="constrained")
    others = area.subplots(1, len(results), squeeze=False, sharey=True)
    for (left, right), other, (learner, found) in zip(panels, others[0], results.items(), strict=True):
        planted, clean = (found["response"][arm] for arm in (PLANTED, CLEAN))
        for name, colour in zip(LEFT, COLOURS, strict=False):
            _curve(left, places, [planted[name][str(k)] for k in doses], name, colour)
            _curve(left, places, [clean[name][str(k)] for k in doses], f"{name}, clean twin", colour, "--")
        left.set_ylabel(f"{learner}: share of problems")
        for name, colour in zip((name for name in GAPS if name in planted), COLOURS, strict=False):
            _curve(right, places, [planted[name][str(k)] for k in doses], name, colour)
        right.axhline(0.0, color="0.6", linewidth=1)
        left.set_ylim(-0.05, 1.05)
        right.set_ylim(-0.55, 1.05)
        right.set_ylabel("loss of right answers, or share recited")
        for name, colour in zip((name for name in AREAS if name in found["areas"][PLANTED]), COLOURS, strict=False):
            _curve(other, places, [found["areas"][PLANTED][name][str(k)]["area"] for k in doses], name, colour)
        other.axhline(0.5, color="0.6", linewidth=1)
        other.set_title(learner)
        other.set_ylim(0.2, 1.05)
        for axes in (left, right, other):
            axes.set_xscale("log", base=2)
            axes.set_xticks(places, [str(dose) for dose in doses])
            axes.minorticks_off()
            axes.set_xlabel("copies in the training text")
            axes.legend(fontsize="x-small")
    others[0][0].set_ylabel("area under ROC, read over never read")
    response.savefig(out / "response.png", dpi=120)
    area.savefig(out / "areas.png", dpi=120)
    return ["response.png", "areas.png"]


def _curve(
    axes: Any,
    places: Sequence[float],
    found: Sequence[Mapping[str, float | None] | None],
    name: str,
    colour: str,
    style: str = "-",
) -> None:
    def of(key: str) -> list[float]:
        return [math.nan if each is None or (value := each[key]) is None else value for each in found]

    axes.plot(places, of("value"), style, color=colour, marker="o", markersize=3, label=name)
    axes.fill_between(places, of("low"), of("high"), color=colour, alpha=0.12, linewidth=0)
